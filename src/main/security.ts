/**
 * What no page of this app may do, whatever is in it: leave, open windows, embed others, ask for devices or permissions,
 * fetch files, speak with anything outside. It holds for every web contents there is, however it came to be.
 */
import { app, session } from 'electron'
import { type Log, textOf } from './log'
import { pageOrigin } from './relay'

/**
 * Before the app is ready. Every page runs in Chromium's sandbox, whatever its window was asked for. No name is ever
 * resolved for a page: some of what a page can do to reach a server (prefetching, WebRTC) asks no policy. The backend
 * speaks with the hub by Node, not by Chromium.
 */
export const confineChromium = (): void => {
  // Chromium will not run as root inside it; who starts the app so has said --no-sandbox
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1')
}

/** devServer: development only; where the pages come from, and that live reload may load the same page again. */
export const lockDownPages = (log: Log, devServer: string | null): void => {
  const mayReload = devServer !== null
  denyPermissions()
  denyForeignDownloads()
  denyForeignRequests(log, devServer)
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (event: { preventDefault(): void }, url: string) => {
      if (mayReload && url.startsWith(`${pageOrigin}/`)) return
      event.preventDefault()
      log('warn', `a page tried to go to ${url.slice(0, 200)}`)
    }
    contents.on('will-navigate', (event, url) => refuse(event, url))
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) refuse(event, event.url)
    })
    contents.on('will-redirect', (event, url) => refuse(event, url))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('select-bluetooth-device', (event, _devices, choose) => {
      event.preventDefault()
      choose('')
    })
    // with the proxy that is not there (below), nothing of WebRTC leaves the PC
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
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

/** Before the page's own policy, and also where it asks nobody. */
const denyForeignRequests = (log: Log, devServer: string | null): void => {
  void session.defaultSession.setProxy({
    proxyRules: 'http://127.0.0.1:9',
    proxyBypassRules: devServer ? '' : '<-loopback>',
  })
  session.defaultSession.webRequest.onBeforeRequest(({ url }, answer) => {
    const ours = isOurs(url) || (devServer !== null && isOfDevServer(url, devServer))
    if (!ours) log('warn', `a page asked for ${url.slice(0, 200)}`)
    answer({ cancel: !ours })
  })
}

const isOurs = (url: string): boolean =>
  [`${pageOrigin}/`, `blob:${pageOrigin}/`, 'data:'].some((start) => url.startsWith(start))

/** Pages, and the socket that tells them to reload. */
const isOfDevServer = (url: string, devServer: string): boolean => new URL(url).host === new URL(devServer).host

const denyPermissions = (): void => {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
  session.defaultSession.setDevicePermissionHandler(() => false)
}
