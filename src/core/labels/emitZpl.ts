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
  const rows: string[] = []
  let above = ''
  for (let at = 0; at < bytes.length; at += rowBytes) {
    const row = hexOf(bytes.subarray(at, at + rowBytes))
    rows.push(row === above ? ':' : compressedRow(row))
    above = row
  }
  return rows.join('')
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('')
}

function compressedRow(hex: string): string {
  const tail = /(0+|F+)$/.exec(hex)?.[0] ?? ''
  if (tail.length < 2) return countedRuns(hex)
  return countedRuns(hex.slice(0, hex.length - tail.length)) + (tail[0] === '0' ? ',' : '!')
}

function countedRuns(hex: string): string {
  return hex.replace(/(.)\1*/g, (run, digit: string) => countLetters(run.length) + digit)
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
