// What went to the printers of this PC and came from them: kept in memory, bounded, the newest last. Of a job its beginning
// alone: enough to see the language, too little to fill the memory with pictures of labels.

import {
  connectionText,
  type LabelPrinter,
  type PrinterLog,
  type PrinterLogEntry,
} from '../../contract/schemas/printer'

export interface PrinterLogBook {
  add(printer: LabelPrinter, direction: 'in' | 'out', bytes: Uint8Array): void
  ended(printer: LabelPrinter, result: string): void
  read(): PrinterLog
}

const entriesMax = 300
const shownBytesMax = 64

export const createPrinterLogBook = (now: () => Date = () => new Date()): PrinterLogBook => {
  const entries: PrinterLogEntry[] = []
  const write = (printer: LabelPrinter, own: Omit<PrinterLogEntry, 'at' | 'printer' | 'address'>): void => {
    entries.push({
      at: now().toISOString(),
      printer: printer.name,
      address: connectionText(printer.connection),
      ...own,
    })
    if (entries.length > entriesMax) entries.shift()
  }
  return {
    add: (printer, direction, bytes) =>
      write(printer, { direction, byteCount: bytes.length, ...shown(bytes.subarray(0, shownBytesMax)), result: '' }),
    ended: (printer, result) => write(printer, { direction: 'result', byteCount: 0, hex: '', text: '', result }),
    read: () => ({ entries: [...entries] }),
  }
}

const shown = (bytes: Uint8Array): { hex: string; text: string } => ({
  hex: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' '),
  text: Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
})
