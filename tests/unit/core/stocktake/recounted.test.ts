/** Counted again: by other hands, in every place, and a second time indeed. */
import { expect, test } from 'vitest'
import { countedAgain } from '../../../../src/core/stocktake/recounted'
import { type FinishedCount, type Recount, standingOf } from '../../../../src/core/stocktake/standing'

const count = (zoneCode: string, round: number, ...skus: string[]): FinishedCount => ({
  ...{ documentId: `${zoneCode}/${round}`, zoneCode, round, finishedSeq: 9 },
  lines: skus.map((sku) => ({ sku, lot: '', expiryDate: '', quantity: 5, fromSeq: 1, atSeq: 2 })),
})
const asked = (zoneCode: string, round: number, ...skus: string[]): Recount => ({ zoneCode, round, skus })
const again = (counts: readonly FinishedCount[], recounts: readonly Recount[]): string[] =>
  [...countedAgain(standingOf(counts, recounts, []).lines, counts, recounts)].sort()

test.each<[string, FinishedCount[], Recount[], string[]]>([
  ['counted once, nothing is', [count('A', 1, 'tea')], [], []],
  ['a zone counted twice, all of it is', [count('A', 1, 'tea'), count('A', 2, 'tea')], [asked('A', 2)], ['tea']],
  [
    'found the second time alone, somebody had looked before',
    [count('A', 1, 'tea'), count('A', 2, 'rice')],
    [asked('A', 2)],
    ['rice', 'tea'],
  ],
  [
    'one place of two is not enough',
    [count('A', 1, 'tea', 'rice'), count('B', 1, 'tea'), count('A', 2, 'tea', 'rice')],
    [asked('A', 2)],
    ['rice'],
  ],
  [
    'both places are',
    [count('A', 1, 'tea'), count('B', 1, 'tea'), count('A', 2, 'tea'), count('B', 2)],
    [asked('A', 2), asked('B', 2, 'tea')],
    ['tea'],
  ],
  ['a second round without a first is a first look', [count('A', 2, 'tea')], [asked('A', 2)], []],
  [
    'a round of other products is no first look',
    [count('A', 2, 'rice'), count('A', 3, 'tea')],
    [asked('A', 2, 'rice'), asked('A', 3, 'tea')],
    [],
  ],
  [
    'a first look by name and a second by zone are two',
    [count('A', 2, 'tea'), count('A', 3, 'tea', 'rice')],
    [asked('A', 2, 'tea'), asked('A', 3)],
    ['tea'],
  ],
])('%s', (_name, counts, recounts, expected) => expect(again(counts, recounts)).toEqual(expected))
