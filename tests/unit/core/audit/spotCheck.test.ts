/** Which papers are worth a second look, and why. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type PaperFacts,
  papersToCheck,
  permilleOf,
  productsToCount,
  reasonsOf,
} from '../../../../src/core/audit/spotCheck'

const plain: PaperFacts = {
  documentId: 'd1',
  number: 'N1',
  valueFen: 0,
  thresholds: [],
  lentActs: 0,
  scans: 4,
  typed: 0,
  reversed: false,
  decidedAfterSeconds: null,
  outlierMeasures: [],
}
const limits: PaperFacts['thresholds'] = [
  { level: 'storeManager', fromFen: 0 },
  { level: 'regionManager', fromFen: 20_000 },
  { level: 'hqOperations', fromFen: 200_000 },
]
const reasonNames = (paper: Partial<PaperFacts>) => reasonsOf({ ...plain, ...paper }).map(({ reason }) => reason)

describe('papers to look at', () => {
  test('a plain paper is left alone', () => expect(papersToCheck([plain], 10)).toEqual([]))

  test.each([
    [17_999, []],
    [18_000, ['nearLimit', 'value']],
    [19_999, ['nearLimit', 'value']],
    [20_000, ['value']],
  ])('just under a limit is from ten per cent below it: %i fen', (valueFen, reasons) => {
    const found = reasonNames({ valueFen, thresholds: limits })
    expect(found.filter((reason) => reason === 'nearLimit')).toEqual(
      (reasons as string[]).filter((reason) => reason === 'nearLimit'),
    )
  })

  test('each reason by itself', () => {
    expect(reasonNames({ lentActs: 1 })).toEqual(['lent'])
    expect(reasonNames({ reversed: true })).toEqual(['reversed'])
    expect(reasonNames({ scans: 0, typed: 3 })).toEqual(['typed'])
    expect(reasonNames({ scans: 1, typed: 30 })).toEqual([])
    expect(reasonNames({ scans: 0, typed: 2 })).toEqual([])
    expect(reasonNames({ decidedAfterSeconds: 10 })).toEqual(['quick'])
    expect(reasonNames({ decidedAfterSeconds: 11 })).toEqual([])
    expect(reasonNames({ outlierMeasures: ['typed'] })).toEqual(['outlier'])
    expect(reasonNames({ valueFen: 123_456 })).toEqual(['value'])
  })

  test('more reasons come first; equals by number; the list is as long as asked', () => {
    const list = papersToCheck(
      [
        { ...plain, documentId: 'c', number: 'N3', reversed: true },
        { ...plain, documentId: 'b', number: 'N2', reversed: true },
        { ...plain, documentId: 'a', number: 'N1', reversed: true, lentActs: 1 },
      ],
      2,
    )
    expect(list.map(({ number, score }) => [number, score])).toEqual([
      ['N1', 40],
      ['N2', 20],
    ])
  })

  test('the score is the sum of what its reasons say', () => {
    const paper = fc.record({
      valueFen: fc.integer({ min: 0, max: 1e10 }),
      lentActs: fc.nat(5),
      scans: fc.nat(5),
      typed: fc.nat(5),
      reversed: fc.boolean(),
      decidedAfterSeconds: fc.option(fc.nat(30)),
    })
    fc.assert(
      fc.property(paper, (facts) => {
        for (const one of papersToCheck([{ ...plain, ...facts, thresholds: limits }], 1))
          expect(one.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(one.score)
      }),
    )
  })
})

test('products: below zero, written off and found again, often', () => {
  const product = { warehouseCode: 'W', sku: 'a', papers: 1, valueFen: 0, bothWays: false, negative: false }
  const list = productsToCount(
    [product, { ...product, sku: 'b', negative: true, papers: 4 }, { ...product, sku: 'c', bothWays: true, papers: 2 }],
    10,
  )
  expect(list.map(({ sku, reasons }) => [sku, reasons.map(({ reason }) => reason)])).toEqual([
    ['b', ['negative', 'often']],
    ['c', ['bothWays', 'often']],
  ])
})

test('permille, rounded half up', () => {
  expect(permilleOf(1, 3)).toBe(333)
  expect(permilleOf(1, 2000)).toBe(1)
  expect(permilleOf(0, 5)).toBe(0)
  expect(permilleOf(5, 0)).toBeNull()
})
