// ZPL for a label: the whole bitmap as one ^GFA graphic in ZPL's own run-length hex, which old firmware reads too.
import type { OneBitBitmap } from './oneBitBitmap'
import { rowBytesOf } from './oneBitBitmap'
import { boundedCopies, joinBytes } from './printerBytes'

export function emitZpl(bitmap: OneBitBitmap, copies: number): Uint8Array {
  const { widthDots, heightDots, bytes } = bitmap
  const rowBytes = rowBytesOf(widthDots)
  const graphic = `^GFA,${bytes.length},${bytes.length},${rowBytes},${compressed(bytes, rowBytes)}`
  const size = `^PW${widthDots}^LL${heightDots}^LH0,0^LS0`
  return joinBytes(`^XA${size}\n^FO0,0${graphic}^FS\n^PQ${boundedCopies(copies)},0,0,N^XZ\n`)
}

/** Each row as hex with runs counted; `:` repeats the row above, `,` fills a row with white and `!` with black. */
function compressed(bytes: Uint8Array, rowBytes: number): string {
  let rows = ''
  for (let at = 0; at < bytes.length; at += rowBytes) {
    rows += at > 0 && isRowAbove(bytes, at, rowBytes) ? ':' : compressedRow(hexOf(bytes.subarray(at, at + rowBytes)))
  }
  return rows
}

/** Most rows of a label are: bars, bands and white. */
function isRowAbove(bytes: Uint8Array, from: number, rowBytes: number): boolean {
  for (let at = from; at < from + rowBytes; at += 1) if (bytes[at] !== bytes[at - rowBytes]) return false
  return true
}

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'))

/** Byte by byte and looked up: a label is ten thousand of them, and joining what was mapped takes six times as long. */
function hexOf(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += hexDigits[byte]
  return hex
}

function compressedRow(hex: string): string {
  const last = hex[hex.length - 1]
  let kept = hex.length - 1
  while (kept > 0 && hex[kept - 1] === last) kept -= 1
  if (kept > hex.length - 2 || (last !== '0' && last !== 'F')) return countedRuns(hex)
  return countedRuns(hex.slice(0, kept)) + (last === '0' ? ',' : '!')
}

function countedRuns(hex: string): string {
  let counted = ''
  for (let at = 0; at < hex.length; ) {
    const digit = hex[at] as string
    let end = at + 1
    while (end < hex.length && hex[end] === digit) end += 1
    counted += countLetters(end - at) + digit
    at = end
  }
  return counted
}

/** g to z count twenties up to 400, G to Y count ones up to 19; a single digit needs no count. */
function countLetters(count: number): string {
  if (count === 1) return ''
  if (count > 419) return `z${countLetters(count - 400)}`
  const twenties = Math.floor(count / 20)
  const ones = count % 20
  return letter(twenties, 0x66) + letter(ones, 0x46)
}

function letter(count: number, before: number): string {
  return count === 0 ? '' : String.fromCharCode(before + count)
}
