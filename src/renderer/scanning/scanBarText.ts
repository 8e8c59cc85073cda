/**
 * The grammar of the scan bar: `12*` before a scan, `+3` `-3` `=24` for the current line, what ends in
 * another star is no count and no code, anything else is a code, never a quantity. Pure.
 */
import { linkLengthMax } from '../../core/barcode/readScan'
import { parseQuantity } from '../../core/quantity/quantity'

export type BarEntry =
  | { kind: 'nothing' }
  | { kind: 'adjust'; mode: 'add' | 'subtract' | 'set'; quantity: number }
  | { kind: 'badQuantity'; text: string }
  | { kind: 'times'; times: number }
  | { kind: 'badTimes'; text: string }
  | { kind: 'code'; code: string }

const modes = { '+': 'add', '-': 'subtract', '=': 'set' } as const
export const timesMax = 9999
/** whatever a scan of it may hold */
export const barLengthMax = linkLengthMax

/** What Enter means for this text. */
export const readBar = (text: string): BarEntry => {
  const trimmed = text.trim()
  if (trimmed === '') return { kind: 'nothing' }
  if (trimmed.endsWith('*')) {
    const times = readTimes(trimmed.slice(0, -1))
    return times === null ? { kind: 'badTimes', text: trimmed } : { kind: 'times', times }
  }
  const mode = modes[trimmed.charAt(0) as keyof typeof modes]
  // `-` may begin a code as well, so only a sign followed by figures is a command.
  if (!mode || !/^[+\-=][\d.]+$/.test(trimmed)) return { kind: 'code', code: trimmed }
  const quantity = parseQuantity(trimmed.slice(1))
  // Adding or taking away nothing is a slip of the finger, not an adjustment.
  if (quantity === null || (quantity === 0 && mode !== 'set')) return { kind: 'badQuantity', text: trimmed }
  return { kind: 'adjust', mode, quantity }
}

/** `12*` -> 12; null when the text before the star is no count. */
export const readTimes = (textBeforeStar: string): number | null => {
  if (!/^\d{1,4}$/.test(textBeforeStar)) return null
  const times = Number(textBeforeStar)
  return times >= 1 && times <= timesMax ? times : null
}
