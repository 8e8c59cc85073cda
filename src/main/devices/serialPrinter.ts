// A label printer on a serial port: opened for a job and closed after it, written to as fast as the printer takes it and
// never after an unplug, where a write would wait for ever. What was on its way when the plug was pulled may be on paper.

import { existsSync } from 'node:fs'
import { SerialPort } from 'serialport'
import type { PrinterFault, SerialFlow } from '../../contract/schemas/printer'
import { messageOf } from './delivery'
import {
  type Asked,
  answerBytesMax,
  answerMsMax,
  type PrinterTransport,
  type Sent,
  sendFailed,
} from './printerTransport'

export interface SerialPrinterOptions {
  baudRate: number
  flow: SerialFlow
  /** where it is now; null: not there */
  findPort(): Promise<string | null>
  /** a scanner of this PC reads there */
  isTaken(path: string): boolean
  /** it takes nothing at the moment, and may go on; or it goes on */
  onStall?(isStalled: boolean): void
  /** for tests: a printer that takes nothing for this long has stopped */
  stallMs?: number
  /** for tests: and for this long is said to stand */
  stallNoticeMs?: number
}

const openMsMax = 8000
/** Whoever changes the roll takes a minute; cut off in the middle, a printer takes the next label for the rest of this one. */
const stallMsUsual = 120_000
const stallNoticeMsUsual = 10_000
/** About a second at 9,600 baud: a stall shows soon, and little is on its way when a plug is pulled. */
const pieceBytes = 1024
const presenceCheckMs = 500

export const serialTransport = (options: SerialPrinterOptions): PrinterTransport => ({
  send: async (bytes) => {
    const opened = await openPort(options)
    if (!opened.ok) return sendFailed(opened.code, false, opened.detail)
    return writeJob(opened.line, bytes, options)
  },
  ask: async (question, isWhole) => {
    const opened = await openPort(options)
    return opened.ok ? askLine(opened.line, question, isWhole) : { ok: false, code: opened.code }
  },
  reach: async () => {
    const opened = await openPort(options)
    if (!opened.ok) return opened.code
    await opened.line.close()
    return null
  },
})

/** Without one of them a printer that is full drops what comes, and a label comes out torn. */
const flowOptions = {
  none: {},
  hardware: { rtscts: true },
  software: { xon: true, xoff: true },
} as const satisfies Record<SerialFlow, object>

interface Line {
  port: SerialPort
  /** settles once the port is gone, with why */
  lost: Promise<string>
  close(): Promise<void>
}
type Opened = { ok: true; line: Line } | { ok: false; code: PrinterFault; detail: string }

async function openPort({ baudRate, flow, findPort, isTaken }: SerialPrinterOptions): Promise<Opened> {
  const path = await findPort()
  if (path === null) return { ok: false, code: 'PRINTER_OFFLINE', detail: 'not plugged in' }
  if (isTaken(path)) return { ok: false, code: 'PRINTER_BUSY_ELSEWHERE', detail: `${path}: a scanner reads there` }
  const port = new SerialPort({ path, baudRate, ...flowOptions[flow], autoOpen: false, lock: true })
  const line = lineOf(port, path)
  const problem = await opening(port)
  if (problem === null) return { ok: true, line }
  await line.close()
  const isInUse = /lock|access denied|temporarily unavailable|EBUSY|in use/i.test(problem)
  return { ok: false, code: isInUse ? 'PRINTER_BUSY_ELSEWHERE' : 'PRINTER_OFFLINE', detail: problem }
}

/** Some drivers never answer an opening, Bluetooth ports above all. */
function opening(port: SerialPort): Promise<string | null> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => {
      // Answered after it was given up, it would keep the port from whoever tries next.
      port.once('open', () => port.close(() => undefined))
      resolve('the opening was not answered')
    }, openMsMax)
    port.open((error) => {
      clearTimeout(patience)
      resolve(error ? messageOf(error) : null)
    })
  })
}

function lineOf(port: SerialPort, path: string): Line {
  let tell: (why: string) => void = () => undefined
  const lost = new Promise<string>((resolve) => {
    tell = resolve
  })
  port.on('error', (error) => tell(messageOf(error)))
  port.on('close', () => tell('closed'))
  // A driver does not always say that its device was pulled while it was being written to; a file that is gone does.
  const presence = setInterval(() => {
    if (path.startsWith('/') && !existsSync(path)) tell('the device file is gone')
  }, presenceCheckMs)
  return {
    port,
    lost,
    async close() {
      clearInterval(presence)
      if (!port.isOpen) return
      await Promise.race([new Promise<void>((resolve) => port.close(() => resolve())), pause(1000)])
    },
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())

async function writeJob(
  line: Line,
  bytes: Uint8Array,
  { stallMs = stallMsUsual, stallNoticeMs = stallNoticeMsUsual, onStall }: SerialPrinterOptions,
): Promise<Sent> {
  const taking = (work: (done: Done) => void): Promise<Problem | null> =>
    noticing(stallNoticeMs, onStall, step(line, stallMs, work))
  let sent = 0
  let spoke = false
  line.port.on('data', () => {
    spoke = true
  })
  try {
    for (; sent < bytes.length; sent += pieceBytes) {
      const problem = await taking((done) => writePiece(line.port, bytes.subarray(sent, sent + pieceBytes), done))
      // From the first piece on, some of it may be in the printer.
      if (problem) return sendFailed(problem.code, true, `${problem.why} after ${sent} bytes`)
    }
    // That the line took it all says nothing of the printer at its end.
    return { ok: true, heard: spoke }
  } finally {
    // What still waits for a printer that stopped would keep the port from closing.
    if (line.port.isOpen && sent < bytes.length) line.port.flush(() => undefined)
    await line.close()
  }
}

/** Taken by the system and gone from it: what merely waits in a buffer has not been sent. */
function writePiece(port: SerialPort, piece: Uint8Array, done: Done): void {
  if (port.isOpen) port.write(Buffer.from(piece), (error) => (error ? done(error) : port.drain(done)))
  else done(new Error('the port is closed'))
}

type Problem = { code: PrinterFault; why: string }
type Done = (error?: Error | null) => void

async function noticing<T>(afterMs: number, onStall: SerialPrinterOptions['onStall'], work: Promise<T>): Promise<T> {
  let isTold = false
  const timer = setTimeout(() => {
    isTold = true
    onStall?.(true)
  }, afterMs)
  const result = await work
  clearTimeout(timer)
  if (isTold) onStall?.(false)
  return result
}

async function step(line: Line, stallMs: number, work: (done: Done) => void): Promise<Problem | null> {
  let timer: NodeJS.Timeout | undefined
  const stalled = new Promise<Problem>((resolve) => {
    timer = setTimeout(() => resolve({ code: 'PRINTER_TIMEOUT', why: 'nothing was taken any more' }), stallMs)
  })
  const worked = new Promise<Problem | null>((resolve) =>
    work((error) => resolve(error ? { code: 'PRINTER_RESET', why: messageOf(error) } : null)),
  )
  const gone = line.lost.then((why): Problem => ({ code: 'PRINTER_RESET', why }))
  const problem = await Promise.race([worked, stalled, gone])
  clearTimeout(timer)
  return problem
}

async function askLine(line: Line, question: Uint8Array, isWhole: (answer: Uint8Array) => boolean): Promise<Asked> {
  let answer: Uint8Array = new Uint8Array()
  const whole = new Promise<void>((resolve) => {
    line.port.on('data', (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk])
      if (isWhole(answer) || answer.length > answerBytesMax) resolve()
    })
  })
  try {
    const problem = await step(line, answerMsMax, (done) => writePiece(line.port, question, done))
    if (problem) return { ok: false, code: problem.code }
    await Promise.race([whole, line.lost, pause(answerMsMax)])
    return { ok: true, answer }
  } finally {
    await line.close()
  }
}
