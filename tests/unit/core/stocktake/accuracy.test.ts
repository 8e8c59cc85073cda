/** How right first counts were: only what somebody else looked at too, what they missed included. */
import { expect, test } from 'vitest'
import { type CountBySomebody, counterFigures } from '../../../../src/core/stocktake/accuracy'

const count = (
  documentId: string,
  counterId: string,
  round: number,
  goods: Record<string, number>,
  zoneCode = 'A01',
): CountBySomebody => ({
  ...{ documentId, counterId, round, zoneCode, finishedSeq: 9 },
  lines: Object.entries(goods).map(([sku, quantity]) => ({
    ...{ sku, quantity, lot: '', expiryDate: '', fromSeq: 1, atSeq: 1 },
  })),
})

test('what nobody looked at again proves nothing', () => {
  const counts = [count('one', 'lin', 1, { a: 1000, b: 2000 })]
  expect(counterFigures({ counts, recounts: [], chosen: [] })).toEqual([
    { counterId: 'lin', counted: 2, checked: 0, stood: 0 },
  ])
})

test('a recount of the whole zone: what changed, what stood, and what the first had not seen', () => {
  const counts = [
    count('one', 'lin', 1, { a: 1000, b: 2000, gone: 3000 }),
    count('two', 'zhou', 2, { a: 1000, b: 5000, new: 1000 }),
  ]
  const recounts = [{ zoneCode: 'A01', round: 2, skus: [] }]
  // a stood; b was wrong, gone is not there, new was overlooked
  expect(counterFigures({ counts, recounts, chosen: [] })).toEqual([
    { counterId: 'lin', counted: 3, checked: 4, stood: 1 },
  ])
})

test('a recount of some products speaks of these alone', () => {
  const counts = [count('one', 'lin', 1, { a: 1000, b: 2000, c: 1000 }), count('two', 'zhou', 2, { a: 1, b: 2000 })]
  const recounts = [{ zoneCode: 'A01', round: 2, skus: ['b', 'c'] }]
  expect(counterFigures({ counts, recounts, chosen: [] })).toEqual([
    { counterId: 'lin', counted: 3, checked: 2, stood: 1 },
  ])
})

test('two counts side by side: the chosen one stands, the other is held against it', () => {
  const counts = [count('one', 'lin', 1, { a: 1000, b: 2000 }), count('two', 'zhou', 1, { a: 1000, b: 4000 })]
  expect(counterFigures({ counts, recounts: [], chosen: ['two'] })).toEqual([
    { counterId: 'lin', counted: 2, checked: 2, stood: 1 },
    { counterId: 'zhou', counted: 2, checked: 2, stood: 2 },
  ])
})

test('zones are apart, and one person over several is one', () => {
  const counts = [
    count('one', 'lin', 1, { a: 1000 }),
    count('two', 'lin', 1, { a: 4000 }, 'B01'),
    count('again', 'zhou', 2, { a: 3000 }, 'B01'),
  ]
  const recounts = [{ zoneCode: 'B01', round: 2, skus: ['a'] }]
  expect(counterFigures({ counts, recounts, chosen: [] })).toEqual([
    { counterId: 'lin', counted: 2, checked: 1, stood: 0 },
  ])
})
