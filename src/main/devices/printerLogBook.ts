// What went to the printers of this PC and came from them: bounded, the newest last, and kept over a restart, for who asks is
// often told to start anew first. Of a job its beginning alone: enough to see the language, too little to fill memory or disk
// with pictures of labels.

import { readFileSync } from 'node:fs'
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  connectionText,
  type LabelPrinter,
  type PrinterLog,
  type PrinterLogEntry,
  printerLogEntry,
} from '../../contract/schemas/printer'

export interface PrinterLogBook {
  add(printer: LabelPrinter, direction: 'in' | 'out', bytes: Uint8Array): void
  ended(printer: LabelPrinter, result: string): void
  read(): PrinterLog
}

/** Where the entries outlive this process. What cannot be kept stops no label. */
export interface PrinterLogKeep {
  readonly before: readonly PrinterLogEntry[]
  keep(entry: PrinterLogEntry, all: readonly PrinterLogEntry[]): void
}

export const entriesMax = 300
const shownBytesMax = 64

const keptNowhere: PrinterLogKeep = { before: [], keep: () => {} }

export const createPrinterLogBook = (
  kept: PrinterLogKeep = keptNowhere,
  now: () => Date = () => new Date(),
): PrinterLogBook => {
  const entries: PrinterLogEntry[] = kept.before.slice(-entriesMax)
  const write = (printer: LabelPrinter, own: Omit<PrinterLogEntry, 'at' | 'printer' | 'address'>): void => {
    const entry = {
      ...{ at: now().toISOString(), printer: printer.name, address: connectionText(printer.connection) },
      ...own,
    }
    entries.push(entry)
    if (entries.length > entriesMax) entries.shift()
    kept.keep(entry, entries)
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

/** A line of JSON each, behind the talk with the printer, never before it; written anew when it has grown to twice its length. */
export const printerLogFile = (file: string): PrinterLogKeep & { written(): Promise<void> } => {
  // the first is written with all that was read, so that nothing is put behind half a line
  let lines = entriesMax * 2
  let work: Promise<void> = mkdir(path.dirname(file), { recursive: true }).then(nothing, nothing)
  const behind = (write: () => Promise<void>): void => {
    work = work.then(write).then(nothing, nothing)
  }
  return {
    before: entriesOf(file),
    keep: (entry, all) => {
      lines += 1
      if (lines <= entriesMax * 2) {
        behind(() => appendFile(file, lineOf(entry)))
        return
      }
      lines = all.length
      const whole = all.map(lineOf).join('')
      behind(async () => {
        await writeFile(`${file}.new`, whole)
        await rename(`${file}.new`, file)
      })
    },
    written: () => work,
  }
}

const nothing = (): void => {}
const lineOf = (entry: PrinterLogEntry): string => `${JSON.stringify(entry)}\n`

/** What a PC that lost its power left half written is passed over. */
const entriesOf = (file: string): PrinterLogEntry[] => {
  try {
    return readFileSync(file, 'utf8').split('\n').flatMap(entryOf)
  } catch {
    return []
  }
}

const entryOf = (line: string): PrinterLogEntry[] => {
  try {
    return [printerLogEntry.parse(JSON.parse(line))]
  } catch {
    return []
  }
}
