// Joins printer commands and raw bitmap bytes. Commands are ASCII; a bitmap never passes through a string.

export const copiesMax = 9999

/** What is loaded in the printer; the gap lies between two labels. */
export type LabelStock = { widthMm: number; heightMm: number; gapMm: number }

/** For the languages that print the dots whose bit is 0. */
export const turnedBits = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => ~byte & 0xff)

export function joinBytes(...parts: (string | Uint8Array)[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let at = 0
  for (const part of parts) {
    if (typeof part === 'string') writeAscii(joined, at, part)
    else joined.set(part, at)
    at += part.length
  }
  return joined
}

function writeAscii(target: Uint8Array, from: number, text: string): void {
  for (let at = 0; at < text.length; at += 1) target[from + at] = text.charCodeAt(at) & 0x7f
}

/** At least one label and no more than printers accept, whatever was asked. */
export function boundedCopies(copies: number): number {
  return Number.isFinite(copies) ? Math.min(copiesMax, Math.max(1, Math.trunc(copies))) : 1
}
