// ESC/POS for a label on a receipt printer: the whole bitmap as GS v 0 raster, repeated for each copy because the
// language has no copy count.
import type { OneBitBitmap } from './oneBitBitmap'
import { rowBytesOf } from './oneBitBitmap'
import { boundedCopies, joinBytes } from './printerBytes'

const initialise = Uint8Array.of(0x1b, 0x40)
const feedThreeLines = Uint8Array.of(0x1b, 0x64, 0x03)

export function emitEscpos(bitmap: OneBitBitmap, copies: number): Uint8Array {
  const rowBytes = rowBytesOf(bitmap.widthDots)
  const { heightDots } = bitmap
  const raster = Uint8Array.of(0x1d, 0x76, 0x30, 0, ...littleEndian(rowBytes), ...littleEndian(heightDots))
  const label = joinBytes(raster, bitmap.bytes, feedThreeLines)
  return joinBytes(initialise, ...Array.from({ length: boundedCopies(copies) }, () => label))
}

function littleEndian(value: number): [low: number, high: number] {
  return [value & 0xff, (value >> 8) & 0xff]
}
