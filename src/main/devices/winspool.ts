// The Windows spooler, fed with bytes as they are (datatype RAW) through winspool.drv. Names stay in UTF-16: printers in
// China have Chinese names. koffi is loaded when a queue is used, and where it is missing only these printers are. Written
// from the documentation and tested against a fake of these functions: it has not been run on Windows yet.

import type { PrinterFault } from '../../contract/schemas/printer'
import { type PrinterTransport, type Sent, sendFailed } from './printerTransport'

/** The functions of winspool.drv that a RAW job takes. */
export interface Winspool<Handle = unknown> {
  /** null: Windows would not open it; `lastError` says why */
  openPrinter(name: string): Handle | null
  /** the number of the job; 0: refused */
  startDoc(printer: Handle, document: string): number
  startPage(printer: Handle): boolean
  /** how many bytes were taken; 0: none, it failed */
  write(printer: Handle, bytes: Uint8Array): Promise<number>
  endPage(printer: Handle): boolean
  endDoc(printer: Handle): boolean
  /** takes the whole job out of the spooler again */
  abort(printer: Handle): boolean
  close(printer: Handle): boolean
  lastError(): number
}

const documentName = '掌柜 标签'

export const winspoolTransport = (queue: string, load: () => Winspool | null = loadWinspool): PrinterTransport => ({
  send: async (bytes) => {
    const winspool = load()
    if (winspool === null) return sendFailed('PRINTER_OFFLINE', false, 'koffi is not there')
    return sendRaw(winspool, queue, bytes)
  },
  ask: null,
})

async function sendRaw(winspool: Winspool, queue: string, bytes: Uint8Array): Promise<Sent> {
  const printer = winspool.openPrinter(queue)
  if (printer === null) return refused(winspool, 'OpenPrinter')
  try {
    if (winspool.startDoc(printer, documentName) === 0) return refused(winspool, 'StartDocPrinter')
    return await writeDocument(winspool, printer, bytes)
  } finally {
    winspool.close(printer)
  }
}

async function writeDocument(winspool: Winspool, printer: unknown, bytes: Uint8Array): Promise<Sent> {
  if (!winspool.startPage(printer)) return takenBack(winspool, printer, 'StartPagePrinter', 0)
  let written = 0
  while (written < bytes.length) {
    const taken = await winspool.write(printer, bytes.subarray(written))
    if (taken <= 0) return takenBack(winspool, printer, 'WritePrinter', written)
    written += taken
  }
  if (!winspool.endPage(printer)) return takenBack(winspool, printer, 'EndPagePrinter', written)
  // The spooler has the whole job by now: whether it prints it, it does not say here.
  if (!winspool.endDoc(printer)) return sendFailed('PRINTER_RESET', true, `EndDocPrinter: ${winspool.lastError()}`)
  return { ok: true, heard: false }
}

/** A queue set to print while it spools may have sent what it had. */
function takenBack(winspool: Winspool, printer: unknown, what: string, written: number): Sent {
  const error = winspool.lastError()
  winspool.abort(printer)
  return sendFailed(written === 0 ? faultOf(error) : 'PRINTER_RESET', written > 0, `${what}: ${error}`)
}

const refused = (winspool: Winspool, what: string): Sent => {
  const error = winspool.lastError()
  return sendFailed(faultOf(error), false, `${what}: ${error}`)
}

/** ERROR_INVALID_PRINTER_NAME, ERROR_PRINTER_DELETED, ERROR_FILE_NOT_FOUND; ERROR_ACCESS_DENIED, ERROR_INVALID_DATATYPE. */
const errorFaults: Readonly<Record<number, PrinterFault>> = {
  1801: 'PRINTER_QUEUE_GONE',
  1905: 'PRINTER_QUEUE_GONE',
  2: 'PRINTER_QUEUE_GONE',
  5: 'PRINTER_QUEUE_STOPPED',
  1804: 'PRINTER_QUEUE_STOPPED',
  /** ERROR_PRINTER_OUT_OF_PAPER */
  28: 'PRINTER_PAPER_OUT',
}
const faultOf = (error: number): PrinterFault => errorFaults[error] ?? 'PRINTER_OFFLINE'

let loaded: Winspool | null | undefined

function loadWinspool(): Winspool | null {
  loaded ??= process.platform === 'win32' ? declared() : null
  return loaded
}

/** null where koffi or its binary for this PC is missing. */
function declared(): Winspool | null {
  try {
    const koffi = require('koffi') as typeof import('koffi')
    const spool = koffi.load('winspool.drv')
    const kernel = koffi.load('kernel32.dll')
    koffi.pointer('HANDLE', koffi.opaque())
    koffi.struct('DOC_INFO_1W', { pDocName: 'str16', pOutputFile: 'str16', pDatatype: 'str16' })
    const open = spool.func('bool __stdcall OpenPrinterW(str16 name, _Out_ HANDLE *printer, void *defaults)')
    const startDoc = spool.func(
      'uint32 __stdcall StartDocPrinterW(HANDLE printer, uint32 level, DOC_INFO_1W *document)',
    )
    const write = spool.func(
      'bool __stdcall WritePrinter(HANDLE printer, void *bytes, uint32 count, _Out_ uint32 *written)',
    )
    const [startPage, endPage, endDoc, abort, close] = [
      'StartPagePrinter',
      'EndPagePrinter',
      'EndDocPrinter',
      'AbortPrinter',
      'ClosePrinter',
    ].map((name) => spool.func(`bool __stdcall ${name}(HANDLE printer)`))
    const lastError = kernel.func('uint32 __stdcall GetLastError()')
    const told = (f: ((handle: unknown) => unknown) | undefined, handle: unknown): boolean => f?.(handle) === true
    return {
      openPrinter(name) {
        const printer: unknown[] = [null]
        return open(name, printer, null) ? (printer[0] ?? null) : null
      },
      startDoc: (printer, pDocName) => startDoc(printer, 1, { pDocName, pOutputFile: null, pDatatype: 'RAW' }),
      startPage: (printer) => told(startPage, printer),
      write: (printer, bytes) =>
        new Promise((resolve) => {
          const written = [0]
          write.async(printer, Buffer.from(bytes), bytes.length, written, (error: unknown, ok: boolean) =>
            resolve(error || !ok ? 0 : (written[0] ?? 0)),
          )
        }),
      endPage: (printer) => told(endPage, printer),
      endDoc: (printer) => told(endDoc, printer),
      abort: (printer) => told(abort, printer),
      close: (printer) => told(close, printer),
      lastError: () => lastError(),
    }
  } catch {
    return null
  }
}
