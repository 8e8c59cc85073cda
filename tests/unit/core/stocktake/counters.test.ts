/** Who has counted before what is to be counted again. */
import { expect, test } from 'vitest'
import { countedBefore, type Hand } from '../../../../src/core/stocktake/counters'

const recounts = [
  { zoneCode: 'A01', round: 2, skus: ['tea'] },
  { zoneCode: 'A01', round: 3, skus: ['tea', 'rice'] },
  { zoneCode: 'A01', round: 4, skus: ['salt'] },
  { zoneCode: 'A01', round: 5, skus: [] },
]
const hand = (round: number, skus: Hand['skus'], zoneCode = 'A01'): Hand => ({ zoneCode, round, skus })
const counted = (round: number, ...hands: Hand[]) => countedBefore(hands, { zoneCode: 'A01', round }, recounts)

test.each<[string, Hand, Record<2 | 3 | 4 | 5, boolean>]>([
  ['handed in the first count: all of the zone', hand(1, null), { 2: true, 3: true, 4: true, 5: true }],
  ['touched tea on it', hand(1, ['tea']), { 2: true, 3: true, 4: false, 5: true }],
  ['scanned nothing known', hand(1, []), { 2: false, 3: false, 4: false, 5: true }],
  ['handed in the recount of tea', hand(2, null), { 2: false, 3: true, 4: false, 5: true }],
  ['handed in another zone', hand(1, null, 'B01'), { 2: false, 3: false, 4: false, 5: false }],
  ['counts in a later round', hand(6, null), { 2: false, 3: false, 4: false, 5: false }],
])('whoever %s', (_words, own, rounds) => {
  expect({ 2: counted(2, own), 3: counted(3, own), 4: counted(4, own), 5: counted(5, own) }).toEqual(rounds)
})

test('one of several hands is enough', () => {
  expect(counted(4, hand(1, ['tea']), hand(2, null))).toBe(false)
  expect(counted(4, hand(1, ['tea']), hand(1, ['salt']))).toBe(true)
})
