// What is typed into a line of a count sheet, which columns of a file mean what, and how a file is read as rows. Pure.
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { fileRows } from '../../../src/renderer/screens/countSheets/fileRows'
import { keyedOf, lotText, totalOf } from '../../../src/renderer/screens/countSheets/keyedLine'
import { pageTyped } from '../../../src/renderer/screens/countSheets/PageDialog'
import { csvRows, decoded, readTable } from '../../../src/ui/readTable'

const plain = { keepsLots: false, weighed: false, entered: null }
const held = (quantity: number, scanned = false) => ({ quantity, lot: '', expiryDate: '', scanned })

describe('a line', () => {
  test('blank stays uncounted, nought is a figure, what stands there is not keyed in again', () => {
    expect(keyedOf({ quantity: '', lot: '' }, plain)).toEqual({ kind: 'same' })
    expect(keyedOf({ quantity: '0', lot: '' }, plain)).toEqual({ kind: 'figure', quantity: 0, lot: {} })
    expect(keyedOf({ quantity: '5', lot: '' }, { ...plain, entered: held(5000) })).toEqual({ kind: 'same' })
    expect(keyedOf({ quantity: '', lot: '' }, { ...plain, entered: held(5000) })).toEqual({ kind: 'blank' })
  })
  test('a scanned figure is confirmed by Enter, and not taken back by a blank', () => {
    const scanned = { ...plain, entered: held(5000, true) }
    expect(keyedOf({ quantity: '5', lot: '' }, scanned)).toEqual({ kind: 'figure', quantity: 5000, lot: {} })
    expect(keyedOf({ quantity: '', lot: '' }, scanned)).toEqual({ kind: 'same' })
  })
  test('pieces are whole, weights are not', () => {
    expect(keyedOf({ quantity: '1.5', lot: '' }, plain)).toEqual({ kind: 'wrong', what: 'whole' })
    expect(keyedOf({ quantity: '1.5', lot: '' }, { ...plain, weighed: true })).toMatchObject({ quantity: 1500 })
    expect(keyedOf({ quantity: 'x', lot: '' }, plain)).toEqual({ kind: 'wrong', what: 'quantity' })
  })
  test.each([
    ['270131', { expiryDate: '2027-01-31' }],
    ['B7', { lot: 'B7' }],
    ['B7 270131', { lot: 'B7', expiryDate: '2027-01-31' }],
    ['B7 2027-01-31', { lot: 'B7', expiryDate: '2027-01-31' }],
  ])('the lot %s', (lot, said) =>
    expect(keyedOf({ quantity: '1', lot }, { ...plain, keepsLots: true })).toMatchObject({ lot: said }),
  )
  test.each(['', 'B7 heute', 'B7 270131 x'])('no lot: "%s"', (lot) =>
    expect(keyedOf({ quantity: '1', lot }, { ...plain, keepsLots: true })).toEqual({ kind: 'wrong', what: 'lot' }),
  )
  test('a lot called by its day is said once', () => {
    expect(lotText({ lot: 'E270131', expiryDate: '2027-01-31' })).toBe('2027-01-31')
    expect(lotText({ lot: 'B7', expiryDate: '2027-01-31' })).toBe('B7 2027-01-31')
  })
  test('the page total', () =>
    expect(totalOf([plain, { ...plain, entered: held(2000) }, { ...plain, entered: held(0) }])).toEqual({
      ...{ quantity: 2000, lines: 2 },
    }))
  test('a page by its number or its code', () => {
    const number = 'PD-S001-261123-A0001'
    expect(pageTyped(number, ' 3 ')).toEqual({ number, page: 3 })
    expect(pageTyped(number, 'zg-p-PD-S001-261122-A0007-02')).toMatchObject({ number: 'PD-S001-261122-A0007', page: 2 })
    for (const prefix of [']C0', ']Q1', ']d1'])
      expect(pageTyped(number, `${prefix}ZG-P-PD-S001-261122-A0007-02`)).toMatchObject({ kind: 'page', page: 2 })
    expect([pageTyped(number, ''), pageTyped(number, '0'), pageTyped(number, 'A01')]).toEqual([null, null, null])
  })
})

describe('the columns of a file', () => {
  test('by their headings, in any order; rows keep the numbers the person sees', () => {
    const table = [
      ['盘点'],
      [''],
      ['区域', '数量', '备注', '条码'],
      ['A01', '3', '', '690'],
      ['', '', '', ''],
      ['A02', '4', '', '691'],
    ]
    expect(fileRows(table.slice(2), 'Z')).toEqual({
      ...{ ok: true, hasZones: true },
      rows: [
        [2, '690', '3', 'A01', '', ''],
        [4, '691', '4', 'A02', '', ''],
      ],
    })
    expect(fileRows(table, 'Z')).toEqual({ ok: false, problem: 'noColumns' })
  })
  test('without headings in their order; without zones the one at hand', () =>
    expect(fileRows([['690', '3']], 'A01')).toEqual({
      ok: true,
      hasZones: false,
      rows: [[1, '690', '3', 'A01', '', '']],
    }))
})

describe('a file as rows', () => {
  test('quotes, separators and line ends', () => {
    expect(csvRows('a,"b,""c""\n",d\r\ne,f,g')).toEqual([
      ['a', 'b,"c"\n', 'd'],
      ['e', 'f', 'g'],
    ])
    expect(csvRows('a;b\n1;2')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect(csvRows('a\tb')).toEqual([['a', 'b']])
  })
  test('UTF-8 with and without its mark, UTF-16, and what Chinese Excel writes', () => {
    expect(decoded(new TextEncoder().encode('\uFEFF条码'))).toBe('条码')
    expect(decoded(new TextEncoder().encode('条码'))).toBe('条码')
    expect(decoded(Uint8Array.from([0xff, 0xfe, 0x61, 0x67]))).toBe('条')
    expect(decoded(Uint8Array.from([0xcc, 0xf5, 0xc2, 0xeb]))).toBe('条码')
  })
  test('what is no table says so', async () => {
    const of = (...parts: (string | Uint8Array<ArrayBuffer>)[]) => readTable(new Blob(parts))
    expect(await of('')).toEqual({ ok: false, problem: 'empty' })
    expect(await of(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0]))).toEqual({ ok: false, problem: 'oldExcel' })
    expect(await of('PK no zip')).toEqual({ ok: false, problem: 'unreadable' })
    const other = zipSync({ 'readme.txt': strToU8('no workbook') })
    expect(await of(Uint8Array.from(other))).toEqual({ ok: false, problem: 'unreadable' })
  })
})
