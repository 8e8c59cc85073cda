/** What a measured keyboard-mode scanner puts round its codes is taken off again. Pure. */
import type { WedgeScanner } from '../../contract/schemas/scanner'
import { isGtin } from '../../core/barcode/gtin'
import { readControl } from '../../core/barcode/readScan'

export type WedgeMarks = Pick<WedgeScanner, 'prefix' | 'suffix'>

/**
 * The longest marks that fit win; a code without its scanner's marks comes from another one and stays as it is. So does one
 * that is whole only with what looks like marks: keys do not tell whose they are.
 */
export const withoutMarks = (text: string, wedges: readonly WedgeMarks[]): string => {
  const fitting = wedges.filter(({ prefix, suffix }) => isMarked(text, prefix, suffix))
  const [best] = fitting.sort((one, other) => marksLength(other) - marksLength(one))
  const bare = best ? text.slice(best.prefix.length, text.length - best.suffix.length) : text
  return isWhole(text) && !isWhole(bare) ? text : bare
}

/** A GTIN that checks, or one of the chain's own codes. */
const isWhole = (text: string): boolean => isGtin(text) || readControl(text) !== null

const isMarked = (text: string, prefix: string, suffix: string): boolean =>
  text.length > prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix)

const marksLength = ({ prefix, suffix }: WedgeMarks): number => prefix.length + suffix.length

/** The layout is the system's: what one scanner showed of it holds for all. */
export const keysReadBy = (wedges: readonly Pick<WedgeScanner, 'keys'>[]): WedgeScanner['keys'] =>
  wedges.some(({ keys }) => keys === 'place') ? 'place' : 'character'

/** One that sends no Enter: its scans are over when it has been silent for longer than any stall inside a scan. */
export const endBySilence = (wedges: readonly Pick<WedgeScanner, 'end'>[]): boolean =>
  wedges.some(({ end }) => end === 'none')
