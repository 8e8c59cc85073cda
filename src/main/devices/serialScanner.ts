// A barcode scanner on a serial port (USB-COM): keeps the port open, opens it again after an unplug, and hands over
// raw scans in the order they came. It gives a scan no meaning and takes no decision.
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { SerialPort } from 'serialport'
import type { Frame } from './framer'
import { createFramer, decodeScan, idleFlushMs } from './framer'

export type RawScan = {
  scanId: string
  /** `serial:` and the path of the port */
  source: string
  raw: string
  /** the scan was longer than a scan may be, or broke off: it must not be acted upon */
  truncated: boolean
  /** ISO time of the last byte */
  scannedAt: string
}

export type ScannerState = 'opening' | 'open' | 'unplugged' | 'busy' | 'closed'

export type SerialScannerOptions = {
  path: string
  baudRate: number
  onScan: (scan: RawScan) => void
  onState: (state: ScannerState) => void
  log?: (line: string) => void
}

export type SerialScanner = { path: string; state(): ScannerState; close(): Promise<void> }

/** A port that was just plugged in is refused for a moment; one that stays away is asked for every two seconds. */
const reopenDelaysMs = [100, 200, 400, 800]
const reopenSlowMs = 2000
/** A driver does not always say that its device was pulled while it was sending; a device file that is gone does. */
const presenceCheckMs = 1000

export function openSerialScanner(options: SerialScannerOptions): SerialScanner {
  const { path, onState, log = () => undefined } = options
  const inbox = createInbox(options, log)
  let state: ScannerState = 'opening'
  let port: SerialPort | undefined
  let attempts = 0
  let retryTimer: NodeJS.Timeout | undefined
  let presenceTimer: NodeJS.Timeout | undefined

  const setState = (next: ScannerState): void => {
    if (state === next || state === 'closed') return
    state = next
    guarded(() => onState(next), log)
  }

  const retryLater = (): void => {
    if (state === 'closed') return
    const delayMs = reopenDelaysMs[attempts] ?? reopenSlowMs
    attempts += 1
    retryTimer = setTimeout(open, delayMs)
  }

  const lost = (lostPort: SerialPort, error: Error | null | undefined, isBusy: boolean): void => {
    // Close and error may both report the same loss: only the port in use counts, and only once.
    if (port !== lostPort) return
    port = undefined
    clearInterval(presenceTimer)
    lostPort.removeAllListeners('data')
    inbox.flush(true)
    log(`serial ${path}: ${error?.message ?? 'closed'}`)
    setState(isBusy ? 'busy' : 'unplugged')
    retryLater()
  }

  /** COM ports of Windows are no files, and their driver does say it. */
  const watchPresence = (opened: SerialPort): void => {
    clearInterval(presenceTimer)
    if (!path.startsWith('/')) return
    presenceTimer = setInterval(() => {
      if (existsSync(path)) return
      if (opened.isOpen) opened.close(() => undefined)
      lost(opened, new Error('the device file is gone'), false)
    }, presenceCheckMs)
  }

  const open = (): void => {
    if (state === 'closed') return
    const opening = new SerialPort({ path, baudRate: options.baudRate, autoOpen: false, lock: true })
    port = opening
    opening.on('data', inbox.receive)
    opening.on('close', (error: Error | null) => lost(opening, error, false))
    opening.on('error', (error: Error) => {
      // An error on an open port is followed by close on some systems only: closing it here makes that certain.
      if (opening.isOpen) opening.close(() => undefined)
      lost(opening, error, false)
    })
    opening.open((error) => {
      if (error !== null) return lost(opening, error, isInUse(error))
      attempts = 0
      setState('open')
      watchPresence(opening)
    })
  }

  guarded(() => onState('opening'), log)
  open()
  return {
    path,
    state: () => state,
    async close() {
      setState('closed')
      clearTimeout(retryTimer)
      clearInterval(presenceTimer)
      inbox.flush(true)
      const closing = port
      port = undefined
      await closed(closing)
    },
  }
}

type Inbox = { receive(chunk: Buffer): void; flush(brokenOff: boolean): void }

/** Bytes in, scans out, one stream in order; a pause ends the scan of a scanner that sends no terminator. */
function createInbox({ path, onScan }: SerialScannerOptions, log: (line: string) => void): Inbox {
  const framer = createFramer()
  let idleTimer: NodeJS.Timeout | undefined
  const deliver = (frame: Frame): void => {
    const scannedAt = new Date().toISOString()
    const scan = { scanId: randomUUID(), source: `serial:${path}`, raw: decodeScan(frame), scannedAt }
    guarded(() => onScan({ ...scan, truncated: frame.truncated }), log)
  }
  const flush = (brokenOff: boolean): void => {
    clearTimeout(idleTimer)
    const frame = framer.flush()
    if (frame !== null) deliver({ ...frame, truncated: frame.truncated || brokenOff })
  }
  return {
    flush,
    receive(chunk) {
      clearTimeout(idleTimer)
      for (const frame of framer.push(chunk)) deliver(frame)
      if (framer.pendingBytes() > 0) idleTimer = setTimeout(() => flush(false), idleFlushMs)
    },
  }
}

/** A listener's mistake must not stop the scanner. */
function guarded(call: () => void, log: (line: string) => void): void {
  try {
    call()
  } catch (error) {
    log(`scanner listener failed: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function isInUse(error: Error): boolean {
  return /lock|access denied|permission denied|temporarily unavailable|EBUSY|EACCES|in use/i.test(error.message)
}

/** A port still opening cannot be closed yet: it is closed as soon as it is open. */
function closed(port: SerialPort | undefined): Promise<void> {
  if (port === undefined) return Promise.resolve()
  port.removeAllListeners('data')
  return new Promise((resolve) => {
    const finish = (): void => port.close(() => resolve())
    if (port.isOpen) finish()
    else if (port.opening) port.once('open', finish).once('error', () => resolve())
    else resolve()
  })
}
