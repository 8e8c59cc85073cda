/** The app's windows, the store's first of all: how it looks, how it is confined, and what happens when its page dies. */
import { BrowserWindow, screen } from 'electron'
import { type BackendEvent, channels } from '../../contract/events'
import type { Log } from '../log'
import { pageOrigin } from '../relay'
import { createCrashBudget } from './crashBudget'
import type { Page } from './windowRegistry'

const title = '掌柜 Zhanggui'
const contentSize = { width: 1366, height: 768 }
const minimumSize = { minWidth: 1024, minHeight: 520 }
const reloadsMax = { max: 5, windowMs: 5 * 60_000 }

export interface StoreWindowParts {
  preloadFile: string
  log: Log
  onOpened(page: Page): void
  /** its page is gone and may come back, with the session it had */
  onPageLost(id: number): void
  onClosed(id: number): void
}

export const openStoreWindow = (parts: StoreWindowParts): BrowserWindow => {
  const window = createWindow({ preload: parts.preloadFile })
  const id = window.webContents.id
  parts.onOpened(pageOf(window))
  window.once('ready-to-show', () => show(window))
  window.on('page-title-updated', (event) => event.preventDefault())
  window.on('unresponsive', () => parts.log('warn', 'the page does not respond'))
  window.once('closed', () => parts.onClosed(id))
  watchPage(window, id, parts)
  void load(window, parts.log)
  return window
}

/** Never shown, never heard: it lays a paper out and runs nothing. */
export const createPaperWindow = (): BrowserWindow => createWindow({ javascript: false })

const createWindow = (own: { preload: string } | { javascript: false }): BrowserWindow =>
  new BrowserWindow({
    ...contentSize,
    ...minimumSize,
    useContentSize: true,
    title,
    show: false,
    backgroundColor: '#ffffff',
    webPreferences: {
      ...own,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // a page that could ask for a folder could be given one by a hasty person
      disableBlinkFeatures: 'FileSystemAccessLocal',
      spellcheck: false,
      // A scan is shown and heard at once, also when another window is in front or nobody has clicked yet.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  })

const show = (window: BrowserWindow): void => {
  const { width, height } = screen.getDisplayMatching(window.getBounds()).workAreaSize
  if (width < contentSize.width || height < contentSize.height) window.maximize()
  window.show()
}

const pageOf = (window: BrowserWindow): Page => ({
  id: window.webContents.id,
  isFocused: () => !window.isDestroyed() && window.isFocused(),
  send: (event: BackendEvent) => {
    if (window.isDestroyed() || window.webContents.isCrashed()) return false
    window.webContents.send(channels.event, event)
    return true
  },
})

const load = async (window: BrowserWindow, log: Log): Promise<void> => {
  try {
    await window.loadURL(`${pageOrigin}/index.html`)
  } catch (error) {
    log('error', `the page could not be loaded: ${String(error)}`)
    if (!window.isDestroyed()) window.show()
  }
}

const watchPage = (window: BrowserWindow, id: number, { log, onPageLost }: StoreWindowParts): void => {
  const reloadDelayMs = createCrashBudget(reloadsMax)
  const loadAgain = (why: string): void => {
    const delayMs = reloadDelayMs(Date.now())
    log('error', `${why}; loading it again in ${delayMs} ms`)
    setTimeout(() => {
      if (!window.isDestroyed()) void load(window, log)
    }, delayMs)
  }
  // A page came anew: whoever listened before is gone. Chromium lets a page go to about:blank without asking anybody.
  window.webContents.on('did-navigate', (_event, url) => {
    onPageLost(id)
    if (!url.startsWith(`${pageOrigin}/`)) loadAgain('the page left')
  })
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    onPageLost(id)
    loadAgain(`the page's process is gone (${reason}, ${exitCode})`)
  })
}
