/**
 * The Electron shell, put together: reads the launch arguments, makes sure it is the only one, then starts its small
 * modules one after the other. It holds no business rule: pages ask, the backend answers, devices do as told.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import {
  app,
  BrowserWindow,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  ipcMain,
  Menu,
  safeStorage,
  shell as system,
} from 'electron'
import { channels } from '../contract/events'
import { declareAppScheme, servePages } from './appProtocol'
import { type CommandLine, readCommandLine } from './commandLine'
import { printerLogFile } from './devices/printerLogBook'
import { enrolAtStart } from './enrolAtStart'
import { forkStore } from './forkStore'
import { createHost } from './host'
import { createLog, type Log, textOf } from './log'
import { createLostScanAlarm } from './lostScans'
import { createPapers, type Papers } from './papers'
import { createPrinting } from './printing'
import { stopBeforeQuit } from './quit'
import { createRelay, isTrustedSender, type Sender } from './relay'
import { readPageMessage } from './requestCheck'
import { createScannerDevices } from './scannerDevices'
import { ScannerHub } from './scannerHub'
import { createSecretStore } from './secretStore'
import { confineChromium, lockDownPages } from './security'
import { createSpooler, settleMs } from './spooler'
import { StoreProcess } from './storeProcess'
import { pdfOf } from './windows/paperWindow'
import { saveScreenshot } from './windows/screenshot'
import { createPaperWindow, openStoreWindow } from './windows/storeWindow'
import { WindowRegistry } from './windows/windowRegistry'

const outDir = path.join(__dirname, '..')
const files = {
  backend: path.join(__dirname, 'storeProcess.js'),
  preload: path.join(outDir, 'preload', 'index.js'),
  rendererDir: path.join(outDir, 'renderer'),
}

interface Shell {
  options: CommandLine
  log: Log
  windows: WindowRegistry
  scanners: ScannerHub
  papers: Papers
  store: StoreProcess
}

const main = (): void => {
  const options = readCommandLine(process.argv, process.cwd())
  setDataDir(options.dataDir)
  if (!isOnlyInstance()) return
  if (options.isSafeMode) app.disableHardwareAcceleration()
  declareAppScheme()
  confineChromium()
  const shell = createShell(options, createShellLog())
  stopBeforeQuit(() => stopAll(shell))
  app
    .whenReady()
    .then(() => start(shell))
    .catch(failToStart)
}

const start = async (shell: Shell): Promise<void> => {
  const { log, store } = shell
  // No menu, so no accelerators: F5, Ctrl+R and Ctrl+W do nothing, and Alt and F10 stay with the page.
  Menu.setApplicationMenu(null)
  lockDownPages(log, devServerUrl())
  servePages(files.rendererDir, devServerUrl(), (address) => shell.papers.at(address))
  listenToPages(shell)
  store.start()
  const window = openWindow(shell)
  app.on('second-instance', () => bringToFront(window))
  await doOnce(shell, window)
}

const setDataDir = (dataDir: string | null): void => {
  if (dataDir !== null) {
    mkdirSync(dataDir, { recursive: true })
    app.setPath('userData', dataDir)
  }
  // Chromium's own files apart from the shop's.
  app.setPath('sessionData', path.join(app.getPath('userData'), 'chromium'))
}

const isOnlyInstance = (): boolean => {
  if (app.requestSingleInstanceLock()) return true
  print('already open with this data folder; its window was brought to the front')
  app.exit(0)
  return false
}

const createShellLog = (): Log => {
  const log = createLog(path.join(app.getPath('userData'), 'logs'), (line) => process.stderr.write(`${line}\n`))
  const { electron, chrome, node } = process.versions
  log('info', `start ${app.getVersion()} electron ${electron} chrome ${chrome} node ${node} ${process.platform}`)
  process.on('uncaughtException', (error) => log('error', `uncaught exception: ${textOf(error)}`))
  process.on('unhandledRejection', (reason) => log('error', `unhandled rejection: ${textOf(reason)}`))
  return log
}

const createShell = (options: CommandLine, log: Log): Shell => {
  const windows = new WindowRegistry()
  const devices = createScannerDevices(log)
  const scanners = new ScannerHub({
    open: devices.open,
    deliver: (scan) => windows.deliverScan(scan),
    onStates: () => store.sendScannerStates(),
    onTrace: (trace) => windows.broadcast({ type: 'scanTrace', trace }),
    onLost: createLostScanAlarm(),
    log,
  })
  const papers = createPapers({
    folder: path.join(app.getPath('userData'), 'papers'),
    newId: randomUUID,
    pdfOf: (url) => pdfOf(createPaperWindow(), url),
    open: (file) => system.openPath(file),
    log,
  })
  const spooler = createSpooler({
    platform: process.platform,
    settle: () => new Promise((done) => setTimeout(done, settleMs)),
    log,
  })
  const store = new StoreProcess({
    fork: forkStore(files.backend, log),
    dataDir: app.getPath('userData'),
    version: app.getVersion(),
    shellId: randomUUID(),
    onEvent: (event) => windows.broadcast(event),
    host: createHost({
      ...createPrinting({
        keepLog: printerLogFile(path.join(app.getPath('userData'), 'logs', 'printers.jsonl')),
        // One that waits to be plugged in again keeps its port as well.
        scannerPorts: () => scanners.states().map(({ port }) => port),
        systemQueues: async () =>
          (await BrowserWindow.getAllWindows()[0]?.webContents.getPrintersAsync())?.map(({ name }) => name) ?? [],
      }),
      printPaper: (paper) => papers.print(paper),
      showPaper: (file) => papers.show(file),
      spoolPaper: async (job) =>
        papers.isOwn(job.file) ? spooler.spool(job) : { ok: false, code: 'PAPER_NOT_SPOOLED', message: '' },
      configureScanners: (settings) => scanners.configure(settings),
      listSerialPorts: devices.listSerialPorts,
      listHidScanners: devices.listHidScanners,
      secrets: createSecretStore(safeStorage, process.platform, log),
      log,
    }),
    scannerStates: () => scanners.states(),
    log,
  })
  return { options, log, windows, scanners, papers, store }
}

const listenToPages = (shell: Shell): void => {
  const { windows, store, log } = shell
  const isOwnWindow = (id: number) => windows.has(id)
  const relay = createRelay({
    isOwnWindow,
    invoke: (call) => store.invoke(call),
    refused: (what) => store.tellRefused(what),
    log,
  })
  ipcMain.handle(channels.invoke, (event, request: unknown) => relay(senderOf(event), request))
  ipcMain.on(channels.event, (event, message: unknown) => {
    if (isTrustedSender(senderOf(event), isOwnWindow)) pageSaid(shell, event.sender.id, message)
  })
}

const pageSaid = ({ windows, scanners, store }: Shell, id: number, message: unknown): void => {
  const said = readPageMessage(message)
  if (said?.kind === 'scanTaken') scanners.taken(said.scanId)
  if (said?.kind === 'unsubscribed') {
    windows.setListening(id, false)
    scanners.pageLost()
  }
  if (said?.kind === 'subscribed') {
    windows.setListening(id, true)
    const state = store.stateEvent()
    if (state) windows.sendTo(id, state)
    scanners.flush()
  }
}

const senderOf = ({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): Sender => ({
  webContentsId: sender.id,
  frame: senderFrame ? { url: senderFrame.url, isMainFrame: senderFrame.parent === null } : null,
})

const openWindow = ({ windows, scanners, log }: Shell): BrowserWindow =>
  openStoreWindow({
    preloadFile: files.preload,
    log,
    onOpened: (page) => windows.add(page),
    onPageLost: (id) => {
      windows.setListening(id, false)
      scanners.pageLost()
    },
    onClosed: (id) => {
      windows.remove(id)
      scanners.pageLost()
    },
  })

const bringToFront = (window: BrowserWindow): void => {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** What the launch arguments ask for once. The picture comes last, so that it shows an enrolled store. */
const doOnce = async ({ options, store, log }: Shell, window: BrowserWindow): Promise<void> => {
  const invoke = (name: string, input: unknown, requestId: string) =>
    store.invoke({ clientId: 'commandLine', name, input, requestId })
  const isEnrolled = options.enrolment !== null && (await enrolAtStart(options.enrolment, invoke, print, log))
  if (options.screenshotFile === null) return
  try {
    const shown = await saveScreenshot(window, options.screenshotFile, { isEnrolled })
    log('info', `the screenshot shows ${shown}`)
    print(`screenshot ${options.screenshotFile}`)
  } catch (error) {
    log('error', `no screenshot: ${textOf(error)}`)
  }
}

const stopAll = async ({ scanners, store, log }: Shell): Promise<void> => {
  log('info', 'stopping')
  // A serial driver may take its time over closing; the backend's bounded wait is the wait for both.
  void scanners.closeAll()
  await store.stop()
}

/** Development only: where electron-vite serves the pages. A packaged app never looks at the environment. */
const devServerUrl = (): string | null => {
  const url = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
  return url && /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(url) ? url : null
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const failToStart = (error: unknown): void => {
  process.stderr.write(`The app could not start: ${textOf(error)}\n`)
  app.exit(1)
}

main()
