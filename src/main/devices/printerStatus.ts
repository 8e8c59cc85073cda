// How a printer is asked for its state in its language, and what its answer means. Pure. Silence means nothing: many good
// printers never answer, and some answer to one question and not to the next.

import type { PrinterFault, PrinterLanguage } from '../../contract/schemas/printer'

export interface PrinterCondition {
  state: 'ready' | PrinterFault
  /** something is still being printed or waits in it; null: it did not say */
  busy: boolean | null
  detail: string
}

export interface StatusQuestion {
  question: Uint8Array
  isWhole(answer: Uint8Array): boolean
  /** null: it is no answer to this question */
  read(answer: Uint8Array): PrinterCondition | null
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const bytesOf = (words: string): Uint8Array => Buffer.from(words, 'latin1')

/** The first bit that is set says what a person has to do first. */
type Bits = readonly (readonly [mask: number, fault: PrinterFault])[]
const faultIn = (bits: Bits, value: number): PrinterFault | null =>
  bits.find(([mask]) => (value & mask) !== 0)?.[1] ?? null

const zplBits: Bits = [
  [0x4, 'PRINTER_HEAD_OPEN'],
  [0x1, 'PRINTER_PAPER_OUT'],
  [0x2, 'PRINTER_RIBBON_OUT'],
  [0x10000, 'PRINTER_PAUSED'],
]
const zplErrors = /ERRORS:\s*([01])\s+([0-9A-F]{8})\s+([0-9A-F]{8})/i

/** Of a ZPL printer, ~HQES: ~HS is silent exactly when paper is out or the head is open. */
const zplState: StatusQuestion = {
  question: bytesOf('~HQES\r\n'),
  isWhole: (answer) => zplErrors.test(text(answer)) && (answer.includes(3) || /WARNINGS:[^\n]*\n/.test(text(answer))),
  read(answer) {
    const found = zplErrors.exec(text(answer))
    if (!found) return null
    const value = Number.parseInt(found[3] ?? '0', 16)
    const isWrong = found[1] === '1'
    const state = isWrong ? (faultIn(zplBits, value) ?? 'PRINTER_FAULT') : 'ready'
    return { state, busy: null, detail: found[0].replace(/\s+/g, ' ') }
  },
}

const hostStatusStrings = (answer: Uint8Array): string[][] =>
  text(answer)
    .split('\x03')
    .slice(0, -1)
    .map((framed) => framed.slice(framed.indexOf('\x02') + 1).split(','))

/** ~HS: three strings in frames of their own, which come in pieces. What waits: formats received, labels of the batch. */
const zplWaiting: StatusQuestion = {
  question: bytesOf('~HS\r\n'),
  isWhole: (answer) => hostStatusStrings(answer).length >= 3,
  read(answer) {
    const [first, second] = hostStatusStrings(answer)
    if (!first || !second || first.length < 9 || second.length < 9) return null
    const busy = Number(first[4]) > 0 || Number(second[8]) > 0
    const detail = `~HS ${first.join(',')} / ${second.join(',')}`.slice(0, 300)
    return { state: hostStatusState(first, second), busy, detail }
  },
}

const hostStatusState = (first: readonly string[], second: readonly string[]): PrinterCondition['state'] => {
  if (second[2] === '1') return 'PRINTER_HEAD_OPEN'
  if (first[1] === '1') return 'PRINTER_PAPER_OUT'
  if (second[3] === '1') return 'PRINTER_RIBBON_OUT'
  return first[2] === '1' ? 'PRINTER_PAUSED' : 'ready'
}

const tsplBits: Bits = [
  [0x01, 'PRINTER_HEAD_OPEN'],
  [0x04, 'PRINTER_PAPER_OUT'],
  [0x08, 'PRINTER_RIBBON_OUT'],
  [0x10, 'PRINTER_PAUSED'],
  [0x02, 'PRINTER_FAULT'],
  [0x80, 'PRINTER_FAULT'],
]

const tsplState: StatusQuestion = {
  question: Uint8Array.of(0x1b, 0x21, 0x3f),
  isWhole: (answer) => answer.length >= 1,
  read(answer) {
    const value = answer.at(-1)
    if (value === undefined) return null
    return { state: faultIn(tsplBits, value) ?? 'ready', busy: (value & 0x20) !== 0, detail: hexOf(value) }
  },
}

/** DLE EOT 1 to 4, one byte each; what is no such byte is something else the printer said. */
const isEscposStatus = (value: number): boolean => (value & 0x93) === 0x12
const escposFaults: readonly Bits[] = [
  [],
  [
    [0x04, 'PRINTER_HEAD_OPEN'],
    [0x20, 'PRINTER_PAPER_OUT'],
  ],
  [[0x68, 'PRINTER_FAULT']],
  [[0x60, 'PRINTER_PAPER_OUT']],
]

const escposState: StatusQuestion = {
  question: Uint8Array.of(0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4),
  isWhole: (answer) => answer.filter(isEscposStatus).length >= escposFaults.length,
  read(answer) {
    const values = [...answer].filter(isEscposStatus)
    if (values.length < escposFaults.length) return null
    const told = escposFaults.flatMap((bits, index) => faultIn(bits, values[index] ?? 0) ?? [])
    // Offline without a reason among the others: somebody pressed its feed key, or its maker alone knows.
    const state = told[0] ?? (((values[0] ?? 0) & 0x08) !== 0 ? 'PRINTER_PAUSED' : 'ready')
    // It answers at once while labels still wait in it: that nothing is wrong is no word on what is out.
    return { state, busy: null, detail: values.map(hexOf).join(' ') }
  },
}

const hexOf = (value: number): string => value.toString(16).padStart(2, '0')

/** The first says what is wrong; the second, where there is one, whether anything still waits. EPL printers are not asked. */
export const statusQuestions: Record<PrinterLanguage, readonly StatusQuestion[]> = {
  zpl: [zplState, zplWaiting],
  tspl: [tsplState],
  escpos: [escposState],
  epl: [],
}
