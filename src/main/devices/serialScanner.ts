// A barcode scanner on a serial port (USB-COM): keeps the port open, opens it again after an unplug, finds it when its
// port was renamed, and hands over raw scans in the order they came. It gives a scan no meaning and takes no decision.

import { existsSync } from 'node:fs'
import { SerialPort } from 'serialport'
import { shownSent } from '../../contract/scanSigns'
import type { ScannerState } from '../../contract/schemas/scanner'
import { createDelivery, type Listeners, messageOf, shownHex } from './delivery'
import type { Frame } from './framer'
import { busyMsMax, createFramer, decodeScan, idleFlushMs, lateMsMax, stallFlushMs } from './framer'
import { createReopening, createToldState } from './reopening'

/** The part of a port that is used here; its events are Node's. */
export type Port = Pick<SerialPort, 'isOpen' | 'opening' | 'open' | 'close' | 'on' | 'once' | 'removeAllListeners'>
export type SerialScannerOptions = Listeners & {
  path: string
  baudRate: number
  onState: (state: ScannerState) => void
  /** where the scanner is now; null: not there. Asked before each opening */
  findPort?: () => Promise<string | null>
  log?: (line: string) => void
  createPort?: (path: string, baudRate: number) => Port
  openMsMax?: number
  /** for tests: the clock by which a pause is measured */
  elapsedMs?: () => number
}
export type SerialScanner = { path: string; port(): string; state(): ScannerState; close(): Promise<void> }

/** A driver does not always say that its device was pulled while it was sending; a device file that is gone does. */
const presenceCheckMs = 1000
/** Some drivers never answer an opening, Bluetooth ports above all. It is given up then and tried again. */
const openMsMaxUsual = 8000

const serialPort = (path: string, baudRate: number): Port =>
  new SerialPort({ path, baudRate, autoOpen: false, lock: true })

export function openSerialScanner(options: SerialScannerOptions): SerialScanner {
  const { path, onState, log = () => undefined, createPort = serialPort, openMsMax = openMsMaxUsual } = options
  const inbox = createInbox(options, log)
  const state = createToldState(onState, log)
  const reopening = createReopening(() => open())
  let portPath = path
  let port: Port | undefined
  let presenceTimer: NodeJS.Timeout | undefined

  const lost = (lostPort: Port, error: Error | null | undefined, isBusy: boolean): void => {
    // Close and error may both report the same loss: only the port in use counts, and only once.
    if (port !== lostPort) return
    port = undefined
    clearInterval(presenceTimer)
    lostPort.removeAllListeners('data')
    inbox.flush(true)
    log(`serial ${portPath}: ${error?.message ?? 'closed'}`)
    state.set(isBusy ? 'busy' : 'unplugged')
    reopening.later()
  }

  /** COM ports of Windows are no files, and their driver does say it. */
  const watchPresence = (opened: Port): void => {
    clearInterval(presenceTimer)
    if (!portPath.startsWith('/')) return
    presenceTimer = setInterval(() => {
      if (existsSync(portPath)) return
      if (opened.isOpen) opened.close(() => undefined)
      lost(opened, new Error('the device file is gone'), false)
    }, presenceCheckMs)
  }

  const open = async (): Promise<void> => {
    const found = await whereIs(options, log)
    if (state.now() === 'closed') return
    if (found === null) {
      state.set('unplugged')
      return reopening.later()
    }
    portPath = found
    try {
      openAt(createPort(found, options.baudRate))
    } catch (error) {
      log(`serial ${found}: ${messageOf(error)}`)
      state.set('unplugged')
      reopening.later()
    }
  }

  const openAt = (opening: Port): void => {
    port = opening
    opening.on('data', inbox.receive)
    opening.on('close', (error: Error | null) => lost(opening, error, false))
    opening.on('error', (error: Error) => {
      // An error on an open port is followed by close on some systems only: closing it here makes that certain.
      if (opening.isOpen) opening.close(() => undefined)
      lost(opening, error, false)
    })
    const patience = setTimeout(() => lost(opening, new Error('the opening was not answered'), true), openMsMax)
    opening.open((error) => {
      clearTimeout(patience)
      // Answered after it was given up: whoever tries next needs the port free.
      if (port !== opening) return void (error === null && opening.close(() => undefined))
      if (error !== null) return lost(opening, error, isInUse(error))
      reopening.succeeded()
      state.set('open')
      watchPresence(opening)
    })
  }

  void open()

  return {
    path,
    port: () => portPath,
    state: state.now,
    async close() {
      state.set('closed')
      reopening.stop()
      clearInterval(presenceTimer)
      inbox.flush(true)
      const closing = port
      port = undefined
      await closed(closing)
    },
  }
}

/** Not knowing is no reason not to try the port of the settings. */
async function whereIs({ path, findPort }: SerialScannerOptions, log: (line: string) => void): Promise<string | null> {
  if (findPort === undefined) return path
  try {
    return await findPort()
  } catch (error) {
    log(`serial ${path}: its port was not found out: ${messageOf(error)}`)
    return path
  }
}

type Inbox = { receive(chunk: Buffer): void; flush(brokenOff: boolean): void }

/** Bytes in, scans out, one stream in order; a pause ends the scan of a scanner that sends no terminator. */
function createInbox(
  { path, elapsedMs = () => performance.now(), ...listeners }: SerialScannerOptions,
  log: (line: string) => void,
): Inbox {
  const framer = createFramer()
  // By the path of the settings, whatever port it was found at.
  const delivery = createDelivery(`serial:${path}`, listeners, log)
  /**
   * It ends its scans itself: then a pause is a stall, and half a code must not pass for a whole one. A line end inside a
   * 2D code says nothing of the kind, so the end must be the last that came, and one scan that a pause had to end undoes it.
   */
  let endsItself = false
  let idleTimer: NodeJS.Timeout | undefined

  const deliver = (frame: Frame): void =>
    delivery.deliver({ raw: decodeScan(frame), truncated: frame.truncated, ...shownFrame(frame) })
  const flush = (brokenOff: boolean): void => {
    clearTimeout(idleTimer)
    const frame = framer.flush()
    if (frame !== null) deliver({ ...frame, truncated: frame.truncated || brokenOff })
  }

  /** A timer goes off before what came during a stall of this PC is read: a late one proves no silence, so it waits anew. */
  const flushAfter = (pauseMs: number, lastByteMs: number): void => {
    const dueMs = elapsedMs() + pauseMs
    idleTimer = setTimeout(() => {
      const nowMs = elapsedMs()
      if (nowMs - dueMs > lateMsMax && nowMs - lastByteMs < busyMsMax) return flushAfter(pauseMs, lastByteMs)
      endsItself = false
      flush(false)
    }, pauseMs)
  }

  return {
    flush,
    receive(chunk) {
      clearTimeout(idleTimer)
      delivery.note()
      const frames = framer.push(chunk)
      if (frames.length > 0 && framer.isBetweenScans()) endsItself = true
      for (const frame of frames) deliver(frame)
      const pauseMs = endsItself ? stallFlushMs : idleFlushMs
      if (framer.pendingBytes() > 0) flushAfter(pauseMs, elapsedMs())
    },
  }
}

function shownFrame({ sent }: Frame): { sent: string; hex: string } {
  return {
    sent: shownSent(decodeScan({ bytes: sent, truncated: false })),
    hex: shownHex(sent),
  }
}

function isInUse(error: Error): boolean {
  return /lock|access denied|permission denied|temporarily unavailable|EBUSY|EACCES|in use/i.test(error.message)
}

/** A port still opening cannot be closed yet: the answer of its opening closes it, and that may never come. */
function closed(port: Port | undefined): Promise<void> {
  if (port === undefined) return Promise.resolve()
  port.removeAllListeners('data')
  return new Promise((resolve) => {
    if (port.isOpen) return port.close(() => resolve())
    if (!port.opening) return resolve()
    const patience = setTimeout(resolve, closeMsMax)
    port.once('close', () => {
      clearTimeout(patience)
      resolve()
    })
  })
}

const closeMsMax = 1000
