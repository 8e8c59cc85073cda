// The four printer languages, byte by byte on a bitmap small enough to read.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emitEpl } from '../../../../src/core/labels/emitEpl'
import { emitEscpos } from '../../../../src/core/labels/emitEscpos'
import { emitLabel, labelLanguages, offsetBitmap } from '../../../../src/core/labels/emitLabel'
import { emitTspl } from '../../../../src/core/labels/emitTspl'
import { emitZpl } from '../../../../src/core/labels/emitZpl'
import type { OneBitBitmap } from '../../../../src/core/labels/oneBitBitmap'
import { emptyBitmap, fillRect, isBlack, shifted } from '../../../../src/core/labels/oneBitBitmap'

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

test('EPL: bits turned, LF alone, the gap in dots', () => {
  const bytes = emitEpl(sample(), 2, { widthMm: 40, heightMm: 4, gapMm: 2 })
  const header = '\nN\nq10\nQ4,2\nGW0,0,2,4\n'
  expect(ascii(bytes.subarray(0, header.length))).toBe(header)
  expect([...bytes.subarray(header.length, header.length + 8)]).toEqual([
    0xff, 0xff, 0xbf, 0xff, 0xbf, 0xff, 0x00, 0x3f,
  ])
  expect(ascii(bytes.subarray(header.length + 8))).toBe('\nP2\n')
})

test('one door for the four languages; an offset moves the picture before it is written', () => {
  const stock = { widthMm: 40, heightMm: 30, gapMm: 2 }
  const sheet = { copies: 1, stock }
  expect(emitLabel('zpl', sample(), sheet)).toEqual(emitZpl(sample(), 1))
  expect(emitLabel('tspl', sample(), sheet)).toEqual(emitTspl(sample(), 1, stock))
  expect(emitLabel('escpos', sample(), sheet)).toEqual(emitEscpos(sample(), 1))
  expect(emitLabel('epl', sample(), sheet)).toEqual(emitEpl(sample(), 1, stock))
  const offset = { offsetX10: 5, offsetY10: -5, dpi: 203 } as const
  for (const language of labelLanguages) {
    const moved = emitLabel(language, offsetBitmap(sample(), offset), sheet)
    expect(emitLabel(language, sample(), { ...sheet, offset })).toEqual(moved)
  }
})

test.each([
  [5, 203, 4],
  [-5, 203, -4],
  [5, 300, 6],
  [-100, 300, -118],
] as const)('%i tenths of a millimetre at %i dpi are %i dots', (tenths, dpi, dots) => {
  const wide = emptyBitmap(300, 3)
  fillRect(wide, 150, 1, 1, 1, true)
  const moved = offsetBitmap(wide, { offsetX10: tenths, offsetY10: 0, dpi })
  expect(isBlack(moved, 150 + dots, 1)).toBe(true)
})

test('a picture moved by any number of dots is the same picture, and what leaves the edge is gone', () => {
  const step = fc.integer({ min: -40, max: 40 })
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), step, step, (bytes, right, down) => {
      const bitmap = emptyBitmap(35, 4)
      for (let at = 0; at < 140; at += 1) {
        if (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) fillRect(bitmap, at % 35, Math.floor(at / 35), 1, 1, true)
      }
      const moved = shifted(bitmap, right, down)
      for (let y = 0; y < 4; y += 1) {
        for (let x = 0; x < 40; x += 1) {
          const inside = x < 35
          const bit = (((moved.bytes[y * 5 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 1
          expect(bit).toBe(inside && isBlack(bitmap, x - right, y - down))
        }
      }
    }),
  )
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
