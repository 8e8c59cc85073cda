// The three printer languages, byte by byte on a bitmap small enough to read.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emitEscpos } from '../../../../src/core/labels/emitEscpos'
import { emitTspl } from '../../../../src/core/labels/emitTspl'
import { emitZpl } from '../../../../src/core/labels/emitZpl'
import type { OneBitBitmap } from '../../../../src/core/labels/oneBitBitmap'
import { emptyBitmap, fillRect, isBlack } from '../../../../src/core/labels/oneBitBitmap'

/** 10 x 4 dots: a white row, two like rows with one black dot, a black row. */
function sample(): OneBitBitmap {
  const bitmap = emptyBitmap(10, 4)
  fillRect(bitmap, 1, 1, 1, 2, true)
  fillRect(bitmap, 0, 3, 20, 9, true)
  return bitmap
}
const ascii = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

test('the bitmap pads with white and keeps to its edges', () => {
  const bitmap = sample()
  expect([...bitmap.bytes]).toEqual([0, 0, 0x40, 0, 0x40, 0, 0xff, 0xc0])
  expect([isBlack(bitmap, 1, 1), isBlack(bitmap, 2, 1), isBlack(bitmap, 10, 3), isBlack(bitmap, -1, 3)]).toEqual([
    true,
    false,
    false,
    false,
  ])
  fillRect(bitmap, -5, -5, 100, 100, false)
  expect(Math.max(...bitmap.bytes)).toBe(0)
})

test('ZPL: one graphic, runs counted, like rows repeated, copies', () => {
  expect(ascii(emitZpl(sample(), 3))).toBe('^XA^PW10^LL4^LH0,0^LS0\n^FO0,0^GFA,8,8,2,,4,:HFC0^FS\n^PQ3,0,0,N^XZ\n')
})

test('TSPL: bits turned, binary between CRLF lines', () => {
  const bytes = emitTspl(sample(), 2, { widthMm: 40, heightMm: 30, gapMm: 2 })
  const header = 'SIZE 40 mm,30 mm\r\nGAP 2 mm,0 mm\r\nDIRECTION 1\r\nREFERENCE 0,0\r\nCLS\r\nBITMAP 0,0,2,4,0,'
  expect(ascii(bytes.subarray(0, header.length))).toBe(header)
  expect([...bytes.subarray(header.length, header.length + 8)]).toEqual([
    0xff, 0xff, 0xbf, 0xff, 0xbf, 0xff, 0x00, 0x3f,
  ])
  expect(ascii(bytes.subarray(header.length + 8))).toBe('\r\nPRINT 2,1\r\n')
})

test('ESC/POS: raster, once for each copy', () => {
  const label = [0x1d, 0x76, 0x30, 0, 2, 0, 4, 0, 0, 0, 0x40, 0, 0x40, 0, 0xff, 0xc0, 0x1b, 0x64, 3]
  expect([...emitEscpos(sample(), 2)]).toEqual([0x1b, 0x40, ...label, ...label])
})

test.each([0, -3, 1.9, Number.NaN])('%d copies is one', (copies) => {
  expect(ascii(emitZpl(sample(), copies))).toContain('^PQ1,')
})

/** Reads ZPL's run-length hex back, written from the manual and not from the emitter. */
function unpack(data: string, rowBytes: number, rows: number): number[] {
  const lines: string[] = []
  let line = ''
  let count = 0
  for (const sign of data) {
    if (sign >= 'g' && sign <= 'z') count += (sign.charCodeAt(0) - 0x66) * 20
    else if (sign >= 'G' && sign <= 'Y') count += sign.charCodeAt(0) - 0x46
    else if (sign === ':') lines.push(lines.at(-1) ?? '0'.repeat(rowBytes * 2))
    else if (sign === ',' || sign === '!') line = line.padEnd(rowBytes * 2, sign === ',' ? '0' : 'F')
    else {
      line += sign.repeat(Math.max(1, count))
      count = 0
    }
    if (line.length === rowBytes * 2) {
      lines.push(line)
      line = ''
    }
  }
  expect(lines).toHaveLength(rows)
  return lines.flatMap((each) => each.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [])
}

test('any bitmap comes back out of the ZPL', () => {
  const bitmap = fc
    .record({ rowBytes: fc.integer({ min: 1, max: 240 }), rows: fc.integer({ min: 1, max: 6 }) })
    .chain(({ rowBytes, rows }) =>
      fc
        .array(fc.tuple(fc.constantFrom(0, 0xff, 0xa5, 0x0f, 0xf0), fc.integer({ min: 1, max: 300 })), { minLength: 1 })
        .map((runs) => {
          const bytes = new Uint8Array(rowBytes * rows)
          const values = runs.flatMap(([value, count]) => Array<number>(count).fill(value))
          bytes.forEach((_byte, at) => {
            bytes[at] = values[at % values.length] ?? 0
          })
          return { widthDots: rowBytes * 8, heightDots: rows, bytes }
        }),
    )
  fc.assert(
    fc.property(bitmap, (each) => {
      const data = /\^GFA,\d+,\d+,\d+,(.*)\^FS/.exec(ascii(emitZpl(each, 1)))?.[1] ?? ''
      expect(unpack(data, each.widthDots / 8, each.heightDots)).toEqual([...each.bytes])
    }),
  )
})
