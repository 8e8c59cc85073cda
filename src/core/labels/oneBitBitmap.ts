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
