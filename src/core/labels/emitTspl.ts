// TSPL for a label: the whole bitmap as one BITMAP command. TSPL prints the dots whose bit is 0, so all bits are turned.
import type { OneBitBitmap } from './oneBitBitmap'
import { rowBytesOf } from './oneBitBitmap'
import type { LabelStock } from './printerBytes'
import { boundedCopies, joinBytes, turnedBits } from './printerBytes'

export function emitTspl(bitmap: OneBitBitmap, copies: number, stock: LabelStock): Uint8Array {
  const { widthDots, heightDots, bytes } = bitmap
  const setUp = [
    `SIZE ${stock.widthMm} mm,${stock.heightMm} mm`,
    `GAP ${stock.gapMm} mm,0 mm`,
    'DIRECTION 1',
    'REFERENCE 0,0',
    'CLS',
  ]
  const header = `${setUp.join('\r\n')}\r\nBITMAP 0,0,${rowBytesOf(widthDots)},${heightDots},0,`
  return joinBytes(header, turnedBits(bytes), `\r\nPRINT ${boundedCopies(copies)},1\r\n`)
}
