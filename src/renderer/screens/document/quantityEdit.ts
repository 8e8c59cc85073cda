/** One quantity while it is being keyed in, and what comes of it. Pure. */
import { parseQuantity, quantityText } from '../../../core/quantity/quantity'

export interface Editing {
  lineNo: number
  text: string
  /** the text it was opened with */
  began: string
}

export const beginEdit = ({ lineNo, quantity }: { lineNo: number; quantity: number }): Editing => {
  const text = quantityText(quantity)
  return { lineNo, text, began: text }
}

/**
 * What the line is to hold; null: it keeps what it holds by now. A text that stands as it was opened is no figure somebody
 * keyed in, and may be older than the last scan. (The keys of a scan go through the text and are taken out of it again.)
 */
export const figureOf = ({ text, began }: Editing, holds: number | undefined): number | 'wrong' | null => {
  if (text === began) return null
  const quantity = parseQuantity(text)
  if (quantity === null) return 'wrong'
  return quantity === holds ? null : quantity
}

/** Figures and a point, also more of them than a quantity has: a key left out unseen would make another figure. */
export const takesText = (text: string): boolean => /^\d{0,20}(\.\d{0,20})?$/.test(text)

/** More figures than a quantity has, before the point or behind it; an unfinished one is not wrong yet. */
export const hasTooMany = (text: string): boolean => !/^\d{0,6}(\.\d{0,3})?$/.test(text)
