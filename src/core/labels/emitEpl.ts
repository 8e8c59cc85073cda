// EPL for a label: the whole bitmap as one GW graphic. EPL prints the dots whose bit is 0, so all bits are turned; its
// lines end in LF alone, and the first LF ends whatever a job cut off before left behind.
import type { OneBitBitmap } from './oneBitBitmap'
import { rowBytesOf } from './oneBitBitmap'
import type { LabelStock } from './printerBytes'
import { boundedCopies, joinBytes, turnedBits } from './printerBytes'

export function emitEpl(bitmap: OneBitBitmap, copies: number, stock: LabelStock): Uint8Array {
  const { widthDots, heightDots, bytes } = bitmap
  const gapDots = Math.round((heightDots * stock.gapMm) / stock.heightMm)
  const setUp = `\nN\nq${widthDots}\nQ${heightDots},${gapDots}\n`
  const header = `${setUp}GW0,0,${rowBytesOf(widthDots)},${heightDots}\n`
  return joinBytes(header, turnedBits(bytes), `\nP${boundedCopies(copies)}\n`)
}
