// Sends one job to a label printer by raw TCP (port 9100). "Handed over" means that the printer's network took every
// byte, never that paper came out. It sends once: whether to send again is a person's decision.
import { Socket } from 'node:net'
import { type Asked, answerBytesMax, answerMsMax, type PrinterTransport } from './printerTransport'

export type TcpPrintJob = { host: string; port: number; bytes: Uint8Array; timeoutMs?: number }

export type PrinterFailure = 'PRINTER_OFFLINE' | 'PRINTER_REFUSED' | 'PRINTER_TIMEOUT' | 'PRINTER_RESET'

type Failed = { ok: false; code: PrinterFailure; mayHavePrinted: boolean }
export type TcpPrintResult =
  /** heard: the printer closed its side or said something after the job; silence may be a printer that reads nothing */
  { ok: true; state: 'handedOver'; heard: boolean } | Failed

const handedOver = (heard: boolean): TcpPrintResult => ({ ok: true, state: 'handedOver', heard })
/** After the last byte: time for the printer to close its side or to reset the connection. */
const settleMs = 300
/** A printer that takes a few bytes now and then never falls silent, but a job must end. */
const wholeJobMsMax = 120_000

export function sendToTcpPrinter({ host, port, bytes, timeoutMs = 5000 }: TcpPrintJob): Promise<TcpPrintResult> {
  if (host.trim() === '' || !isPort(port)) return Promise.resolve(failed('PRINTER_OFFLINE', false))
  return new Promise((resolve) => {
    const socket = new Socket()
    let connected = false
    let sent = false
    let spoke = false
    let settleTimer: NodeJS.Timeout | undefined
    const end = (result: TcpPrintResult): void => {
      clearTimeout(settleTimer)
      clearTimeout(wholeJobTimer)
      socket.destroy()
      resolve(result)
    }
    // A promise keeps its first answer: the events that follow an end change nothing.
    const silent = (): void => end(failed(connected ? 'PRINTER_TIMEOUT' : 'PRINTER_OFFLINE', connected))
    const wholeJobTimer = setTimeout(silent, Math.max(wholeJobMsMax, timeoutMs))

    // The system's own limit for an address that never answers is minutes; this one counts silence, also while connecting.
    socket.setTimeout(timeoutMs, silent)
    socket.on('error', (error: NodeJS.ErrnoException) => end(failureOf(error, connected)))
    socket.on('close', () => end(sent ? handedOver(true) : failed('PRINTER_RESET', connected)))
    // Status bytes are read and dropped: unread ones would turn our close into a reset that eats the end of the job.
    socket.on('data', () => {
      spoke = true
    })
    socket.connect({ host, port, noDelay: true }, () => {
      connected = true
      socket.end(bytes)
    })
    socket.on('finish', () => {
      sent = true
      settleTimer = setTimeout(() => end(handedOver(spoke)), settleMs)
    })
  })
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535
}

function failed(code: PrinterFailure, mayHavePrinted: boolean): Failed {
  return { ok: false, code, mayHavePrinted }
}

/** Once connected, some of the job may be on paper whatever went wrong; before that, nothing can be. */
function failureOf(error: NodeJS.ErrnoException, connected: boolean): Failed {
  if (connected) return failed(error.code === 'ETIMEDOUT' ? 'PRINTER_TIMEOUT' : 'PRINTER_RESET', true)
  return failed(error.code === 'ECONNREFUSED' ? 'PRINTER_REFUSED' : 'PRINTER_OFFLINE', false)
}

export const tcpTransport = (host: string, port: number): PrinterTransport => ({
  send: (bytes) => sendToTcpPrinter({ host, port, bytes }),
  ask: (question, isWhole) => askTcpPrinter(host, port, question, isWhole),
  reach: async () => {
    const asked = await askTcpPrinter(host, port, new Uint8Array(), () => true)
    return asked.ok ? null : asked.code
  },
})

/** A connection of its own, ended before a job's begins: printers take one at a time. */
function askTcpPrinter(
  host: string,
  port: number,
  question: Uint8Array,
  isWhole: (answer: Uint8Array) => boolean,
): Promise<Asked> {
  if (host.trim() === '' || !isPort(port)) return Promise.resolve({ ok: false, code: 'PRINTER_OFFLINE' })
  return new Promise((resolve) => {
    const socket = new Socket()
    let answer: Uint8Array = new Uint8Array()
    let connected = false
    const end = (asked: Asked): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(asked)
    }
    const heard = (): void => end(connected ? { ok: true, answer } : { ok: false, code: 'PRINTER_OFFLINE' })
    const timer = setTimeout(heard, answerMsMax)
    socket.on('error', (error: NodeJS.ErrnoException) =>
      connected ? heard() : end({ ok: false, code: failureOf(error, false).code }),
    )
    socket.on('close', heard)
    socket.on('data', (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk])
      if (isWhole(answer) || answer.length > answerBytesMax) heard()
    })
    socket.connect({ host, port, noDelay: true }, () => {
      connected = true
      // Nothing to ask: that it let us in is the answer.
      if (question.length === 0) heard()
      else socket.write(question)
    })
  })
}
