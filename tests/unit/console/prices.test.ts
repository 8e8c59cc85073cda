// A file of new prices as rows, and how much is printed as blocks.
import { describe, expect, test } from 'vitest'
import {
  barText,
  lastPrintOf,
  priceInput,
  priceOf,
  priceRows,
  readPriceFilters,
} from '../../../src/console/data/prices'

describe('a file', () => {
  test('with headings in any order: each row keeps the place the person sees', () => {
    const table = [
      ['品名', '新价（元）', '商品编码'],
      ['水', '¥2.50', '1001'],
      ['', '', ''],
      ['盐', '1,203', '1002'],
    ]
    expect(priceRows(table)).toEqual({
      ok: true,
      rows: [
        { row: 2, code: '1001', priceFen: 250 },
        { row: 4, code: '1002', priceFen: 120_300 },
      ],
    })
  })
  test('without headings: code, then price', () =>
    expect(priceRows([['1001', '2.5元']])).toEqual({ ok: true, rows: [{ row: 1, code: '1001', priceFen: 250 }] }))
  test('what is no price stays a row, and is said to be none', () =>
    expect(
      priceRows([
        ['编码', '新价'],
        ['1001', '免费'],
        ['', '3'],
      ]),
    ).toEqual({
      ok: true,
      rows: [
        { row: 2, code: '1001', priceFen: null },
        { row: 3, code: '', priceFen: 300 },
      ],
    }))
  test('no such columns, nothing in it, too much of it', () => {
    expect(
      priceRows([
        ['品名', '单位'],
        ['水', '瓶'],
      ]),
    ).toEqual({ ok: false, problem: 'noColumns' })
    expect(priceRows([['编码', '新价']])).toEqual({ ok: false, problem: 'empty' })
    const many = Array.from({ length: 5001 }, (_none, at) => [String(at), '1'])
    expect(priceRows(many)).toEqual({ ok: false, problem: 'tooMany' })
  })
})

test.each([
  ['12.345', null],
  ['-1', null],
  ['1000000', null],
  ['999999.99', 99_999_999],
  ['0.01', 1],
])('%s yuan is %s fen', (text, fen) => expect(priceOf(text)).toBe(fen))

test('blocks are full only when all is printed', () => {
  expect(barText(299, 300)).toBe('█████████░')
  expect(barText(300, 300)).toBe('██████████')
  expect(barText(0, 300)).toBe('░░░░░░░░░░')
  expect(barText(0, 0)).toBe('██████████')
})

test('an address is asked for what it says, and nonsense in it is left out', () => {
  expect(priceInput(readPriceFilters(new URLSearchParams('show=overdue&store=S001&q= 可乐 ')))).toEqual({
    ...{ overdue: true, storeCode: 'S001', search: '可乐' },
  })
  expect(priceInput(readPriceFilters(new URLSearchParams('show=planned&from=2026-11-22&to=x')))).toEqual({
    ...{ states: ['planned'], fromDay: '2026-11-22' },
  })
  expect(priceInput(readPriceFilters(new URLSearchParams('show=what')))).toEqual({})
})

test('the last print is the store’s own time; when HQ heard is said where it is another, or all there is', () => {
  const [printed, soon, later] = ['2026-11-22T08:00:00.000Z', '2026-11-22T08:05:00.000Z', '2026-11-22T08:05:00.001Z']
  expect(lastPrintOf({ lastAt: null, lastPrintedAt: null })).toEqual({ at: null, heard: null })
  expect(lastPrintOf({ lastAt: soon, lastPrintedAt: null })).toEqual({ at: soon, heard: 'only' })
  expect(lastPrintOf({ lastAt: soon, lastPrintedAt: printed })).toEqual({ at: printed, heard: null })
  expect(lastPrintOf({ lastAt: later, lastPrintedAt: printed })).toEqual({ at: printed, heard: { at: later } })
  // a PC whose clock is ahead of HQ's
  expect(lastPrintOf({ lastAt: printed, lastPrintedAt: later })).toEqual({ at: later, heard: { at: printed } })
})
