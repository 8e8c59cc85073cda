/** What is typed into a line of a count sheet, as the figure and the lot it means. Pure. */
import type { CountSheetLineView } from '../../../contract/schemas/countSheet'
import { parseQuantity, quantityText } from '../../../core/quantity/quantity'
import { parseExpiry } from '../../../core/stock/lots'

export interface Typed {
  quantity: string
  lot: string
}

export interface KeyedLot {
  lot?: string
  expiryDate?: string
}

export type Keyed =
  | { kind: 'same' }
  | { kind: 'blank' }
  | { kind: 'figure'; quantity: number; lot: KeyedLot }
  | { kind: 'wrong'; what: 'quantity' | 'whole' | 'lot' }

type Line = Pick<CountSheetLineView, 'keepsLots' | 'weighed' | 'entered'>

/** As a line is shown when the cursor comes to it. */
export const typedOf = ({ entered }: Pick<CountSheetLineView, 'entered'>): Typed => ({
  quantity: entered ? quantityText(entered.quantity) : '',
  lot: entered ? lotText(entered) : '',
})

/** "B7 2027-01-31", "B7", "2027-01-31": a lot that is called by its day is not said twice. */
export const lotText = ({ lot, expiryDate }: { lot: string; expiryDate: string }): string =>
  [expiryDate !== '' && /^E\d{6}$/.test(lot) ? '' : lot, expiryDate].filter((part) => part !== '').join(' ')

/** Blank is no figure; nought is one. What did not change is not keyed in again. */
export const keyedOf = (typed: Typed, line: Line): Keyed => {
  const held = typedOf(line)
  const [figure, lot] = [typed.quantity.trim(), typed.lot.trim()]
  const scanned = line.entered?.scanned === true
  if (figure === held.quantity && lot === held.lot && !(scanned && figure !== '')) return { kind: 'same' }
  if (figure === '') return line.entered && !scanned ? { kind: 'blank' } : { kind: 'same' }
  const quantity = parseQuantity(figure)
  if (quantity === null) return { kind: 'wrong', what: 'quantity' }
  if (!line.weighed && quantity % 1000 !== 0) return { kind: 'wrong', what: 'whole' }
  const said = line.keepsLots ? lotOf(lot) : {}
  return said === null || (line.keepsLots && lot === '')
    ? { kind: 'wrong', what: 'lot' }
    : { kind: 'figure', quantity, lot: said }
}

/** A day alone, a lot alone, or both with a space between them. */
const lotOf = (text: string): KeyedLot | null => {
  const [first = '', second, ...more] = text.split(/\s+/)
  if (first === '') return {}
  if (more.length > 0) return null
  const day = parseExpiry(second ?? first)
  if (second === undefined) return day === null ? { lot: first } : { expiryDate: day }
  return day === null ? null : { lot: first, expiryDate: day }
}

/** What the pen added up at the foot of the page. */
export const totalOf = (
  lines: readonly Pick<CountSheetLineView, 'entered'>[],
): { quantity: number; lines: number } => ({
  quantity: lines.reduce((sum, { entered }) => sum + (entered?.quantity ?? 0), 0),
  lines: lines.filter(({ entered }) => entered !== null).length,
})
