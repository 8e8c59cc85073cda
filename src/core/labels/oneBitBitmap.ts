// A label as the printer sees it: one bit a dot, 1 = black, rows from the top, most significant bit first,
// each row padded with white to whole bytes.

export type OneBitBitmap = { widthDots: number; heightDots: number; bytes: Uint8Array }

export function rowBytesOf(widthDots: number): number {
  return Math.ceil(widthDots / 8)
}

export function emptyBitmap(widthDots: number, heightDots: number): OneBitBitmap {
  return { widthDots, heightDots, bytes: new Uint8Array(rowBytesOf(widthDots) * heightDots) }
}

export function isBlack({ widthDots, heightDots, bytes }: OneBitBitmap, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= widthDots || y >= heightDots) return false
  return (((bytes[y * rowBytesOf(widthDots) + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 1
}

/** Sets dots of the rectangle to black or white; what lies outside the bitmap is left out. */
export function fillRect(bitmap: OneBitBitmap, x: number, y: number, w: number, h: number, black: boolean): void {
  const { widthDots, heightDots, bytes } = bitmap
  const rowBytes = rowBytesOf(widthDots)
  for (let row = Math.max(0, y); row < Math.min(heightDots, y + h); row += 1) {
    for (let column = Math.max(0, x); column < Math.min(widthDots, x + w); column += 1) {
      const at = row * rowBytes + (column >> 3)
      const bit = 0x80 >> (column & 7)
      bytes[at] = black ? (bytes[at] ?? 0) | bit : (bytes[at] ?? 0) & ~bit
    }
  }
}

/** The same picture further right and down; what leaves the edge is gone, what comes in is white. */
export function shifted(bitmap: OneBitBitmap, rightDots: number, downDots: number): OneBitBitmap {
  if (rightDots === 0 && downDots === 0) return bitmap
  const { widthDots, heightDots } = bitmap
  const moved = emptyBitmap(widthDots, heightDots)
  const rowBytes = rowBytesOf(widthDots)
  for (let y = Math.max(0, downDots); y < Math.min(heightDots, heightDots + downDots); y += 1) {
    const from = bitmap.bytes.subarray((y - downDots) * rowBytes, (y - downDots + 1) * rowBytes)
    shiftRow(from, moved.bytes.subarray(y * rowBytes, (y + 1) * rowBytes), rightDots)
    whitenPadding(moved.bytes, (y + 1) * rowBytes - 1, widthDots)
  }
  return moved
}

/** Each byte of a row takes its bits from the two bytes it lies across. */
function shiftRow(from: Uint8Array, to: Uint8Array, rightDots: number): void {
  const bits = ((rightDots % 8) + 8) % 8
  const whole = (rightDots - bits) / 8
  for (let at = 0; at < to.length; at += 1) {
    const [before, here] = [from[at - whole - 1] ?? 0, from[at - whole] ?? 0]
    to[at] = (((before << 8) | here) >> bits) & 0xff
  }
}

function whitenPadding(bytes: Uint8Array, lastByte: number, widthDots: number): void {
  const used = widthDots % 8
  if (used > 0) bytes[lastByte] = (bytes[lastByte] ?? 0) & (0xff << (8 - used))
}
