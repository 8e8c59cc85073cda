/** What no page of this app may do, whatever is in it: leave, open windows, embed others, ask for devices or permissions, fetch files. */
import { app, session } from 'electron'
import { type Log, textOf } from './log'
import { pageOrigin } from './relay'

/** mayReload: development only; live reload loads the same page again. */
export const lockDownPages = (log: Log, mayReload: boolean): void => {
  denyPermissions()
  denyForeignDownloads()
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (event: { preventDefault(): void }, url: string) => {
      if (mayReload && url.startsWith(`${pageOrigin}/`)) return
      event.preventDefault()
      log('warn', `a page tried to go to ${url.slice(0, 200)}`)
    }
    contents.on('will-navigate', (event, url) => refuse(event, url))
    contents.on('will-redirect', (event, url) => refuse(event, url))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      log('warn', `a page tried to open ${url.slice(0, 200)}`)
      return { action: 'deny' }
    })
    contents.on('preload-error', (_preloadEvent, file, error) => log('error', `preload ${file}: ${textOf(error)}`))
  })
}

/** A list the page itself wrote (导出) may be saved where the person says; nothing is ever fetched from anywhere. */
const denyForeignDownloads = (): void => {
  session.defaultSession.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${pageOrigin}/`)) event.preventDefault()
  })
}

const denyPermissions = (): void => {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
  session.defaultSession.setDevicePermissionHandler(() => false)
}
