// The one way from a bitmap to a printer's bytes. Every stream is whole in itself, so a batch is one after the other.
import { emitEpl } from './emitEpl'
import { emitEscpos } from './emitEscpos'
import { emitTspl } from './emitTspl'
import { emitZpl } from './emitZpl'
import type { OneBitBitmap } from './oneBitBitmap'
import { shifted } from './oneBitBitmap'
import type { LabelStock } from './printerBytes'

export const labelLanguages = ['zpl', 'tspl', 'escpos', 'epl'] as const
export type LabelLanguage = (typeof labelLanguages)[number]

/** Where this printer's paper lies against its head, in tenths of a millimetre: right and down are positive. */
export type LabelOffset = { offsetX10: number; offsetY10: number; dpi: 203 | 300 }

export type LabelSheet = { copies: number; stock: LabelStock; offset?: LabelOffset }

export function emitLabel(language: LabelLanguage, bitmap: OneBitBitmap, sheet: LabelSheet): Uint8Array {
  const { copies, stock, offset } = sheet
  const moved = offset === undefined ? bitmap : offsetBitmap(bitmap, offset)
  switch (language) {
    case 'zpl':
      return emitZpl(moved, copies)
    case 'tspl':
      return emitTspl(moved, copies, stock)
    case 'escpos':
      return emitEscpos(moved, copies)
    case 'epl':
      return emitEpl(moved, copies, stock)
  }
}

/** The picture moved by whole dots, as it will lie on the paper: what a preview shows for this printer. */
export function offsetBitmap(bitmap: OneBitBitmap, { offsetX10, offsetY10, dpi }: LabelOffset): OneBitBitmap {
  return shifted(bitmap, offsetDots(offsetX10, dpi), offsetDots(offsetY10, dpi))
}

/** As many dots left as right for the same figure: a rounding that leans would not undo itself. */
function offsetDots(tenths: number, dpi: number): number {
  return Math.sign(tenths) * Math.round((Math.abs(tenths) * dpi) / 254)
}
