// Sends one job to a label printer by raw TCP (port 9100). "Handed over" means that the printer's network took every
// byte, never that paper came out. It sends once: whether to send again is a person's decision.
import { Socket } from 'node:net'

export type TcpPrintJob = { host: string; port: number; bytes: Uint8Array; timeoutMs?: number }

export type PrinterFailure = 'PRINTER_OFFLINE' | 'PRINTER_REFUSED' | 'PRINTER_TIMEOUT' | 'PRINTER_RESET'

export type TcpPrintResult =
  /** heard: the printer closed its side or said something after the job; silence may be a printer that reads nothing */
  { ok: true; state: 'handedOver'; heard: boolean } | { ok: false; code: PrinterFailure; mayHavePrinted: boolean }

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

function failed(code: PrinterFailure, mayHavePrinted: boolean): TcpPrintResult {
  return { ok: false, code, mayHavePrinted }
}

/** Once connected, some of the job may be on paper whatever went wrong; before that, nothing can be. */
function failureOf(error: NodeJS.ErrnoException, connected: boolean): TcpPrintResult {
  if (connected) return failed(error.code === 'ETIMEDOUT' ? 'PRINTER_TIMEOUT' : 'PRINTER_RESET', true)
  return failed(error.code === 'ECONNREFUSED' ? 'PRINTER_REFUSED' : 'PRINTER_OFFLINE', false)
}
