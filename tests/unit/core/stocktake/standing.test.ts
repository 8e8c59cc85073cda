/** Which counts of a zone count: one, two by mistake, and again by somebody else. */
import { describe, expect, test } from 'vitest'
import { bayOf, countReference, readCountReference } from '../../../../src/core/stocktake/plan'
import { askedTogether, covers, type FinishedCount, notMade, standingOf } from '../../../../src/core/stocktake/standing'

const count = (documentId: string, zoneCode: string, round: number, goods: Record<string, number>): FinishedCount => ({
  ...{ documentId, zoneCode, round, finishedSeq: 9 },
  lines: Object.entries(goods).map(([sku, quantity]) => ({
    ...{ sku, lot: '', expiryDate: '', quantity, fromSeq: 1, atSeq: 2 },
  })),
})
const told = (...input: Parameters<typeof standingOf>) => {
  const { lines, undecided } = standingOf(...input)
  return { lines: lines.map(({ documentId, sku, quantity }) => [documentId, sku, quantity]), undecided }
}

describe('two counts of one zone', () => {
  const twice = [
    count('lin', 'A01', 1, { tea: 5 }),
    count('wang', 'A01', 1, { tea: 7 }),
    count('wu', 'B01', 1, { tea: 1 }),
  ]

  test('are never summed: the first stands until somebody chose, and the zone is in doubt', () => {
    expect(told(twice, [], [])).toEqual({
      lines: [
        ['lin', 'tea', 5],
        ['wu', 'tea', 1],
      ],
      undecided: ['A01'],
    })
  })

  test('one is chosen: it stands', () => {
    expect(told(twice, [], ['wang'])).toEqual({
      lines: [
        ['wang', 'tea', 7],
        ['wu', 'tea', 1],
      ],
      undecided: [],
    })
  })

  test('counted again whole, neither stands', () => {
    const again = [...twice, count('he', 'A01', 2, { rice: 2 })]
    expect(told(again, [{ zoneCode: 'A01', round: 2, skus: [] }], [])).toEqual({
      lines: [
        ['he', 'rice', 2],
        // the tea that stood there before was looked for too
        ['he', 'tea', 0],
        ['wu', 'tea', 1],
      ],
      undecided: [],
    })
  })
})

describe('some products counted again', () => {
  const first = count('lin', 'A01', 1, { tea: 5, rice: 8, salt: 3 })
  const asked = [{ zoneCode: 'A01', round: 2, skus: ['tea', 'salt'] }]

  test('take the place of what was counted of them, and of nothing else: a stray scan in an older log is no count', () => {
    const again = count('wang', 'A01', 2, { tea: 6, rice: 1, oil: 1 })
    expect(told([first, again], asked, []).lines).toEqual([
      ['lin', 'rice', 8],
      ['wang', 'tea', 6],
      // asked for and not found: nought, which is not uncounted
      ['wang', 'salt', 0],
    ])
  })

  test('not found again, they are nought when the recount was finished, lot by lot as they stood', () => {
    const lots = {
      ...first,
      lines: ['L1', 'L2'].map((lot) => ({
        ...{ sku: 'milk', lot, expiryDate: '2027-01-28', quantity: 4, fromSeq: 1, atSeq: 2 },
      })),
    }
    const { lines } = standingOf(
      [lots, count('wang', 'A01', 2, {})],
      [{ zoneCode: 'A01', round: 2, skus: ['milk', 'tea'] }],
      [],
    )
    expect(lines.map(({ sku, lot, quantity, fromSeq, atSeq }) => [sku, lot, quantity, fromSeq, atSeq])).toEqual([
      ['milk', 'L1', 0, 9, 9],
      ['milk', 'L2', 0, 9, 9],
      ['tea', '', 0, 9, 9],
    ])
  })

  test('asked for and not done yet, nothing changes', () => {
    expect(told([first], asked, []).lines).toHaveLength(3)
  })
})

test('a count is named for its zone and round', () => {
  expect([countReference('A03', 1), countReference('A03', 2)]).toEqual(['A03', 'A03/2'])
  expect([readCountReference('A03'), readCountReference('A03/12')]).toEqual([
    { zoneCode: 'A03', round: 1 },
    { zoneCode: 'A03', round: 12 },
  ])
})

test('the zone of a shelf is its bay', () => {
  expect(['A03-2', 'b1', '', '冷柜-1'].map(bayOf)).toEqual(['A03', 'B1', 'OTHER', 'OTHER'])
})

describe('a recount asked for beside another', () => {
  const asked = (round: number, ...skus: string[]) => ({ zoneCode: 'A01', round, skus })

  test('is one list with it, and all of the zone covers every product', () => {
    expect(askedTogether(['tea'], ['rice', 'tea'])).toEqual(['tea', 'rice'])
    expect([askedTogether([], ['tea']), askedTogether(['tea'], [])]).toEqual([[], []])
    expect([covers(asked(2), asked(2, 'tea')), covers(asked(2, 'tea'), asked(2))]).toEqual([true, false])
    expect([covers(asked(2, 'tea', 'rice'), asked(2, 'tea')), covers(asked(2, 'tea'), asked(2, 'rice'))]).toEqual([
      true,
      false,
    ])
  })

  test('is waited for in the later round that asks for all of it, and nowhere else', () => {
    const both = [asked(2, 'tea'), asked(3, 'tea', 'rice')]
    expect(notMade(both, [])).toEqual([asked(3, 'tea', 'rice')])
    expect(notMade(both, [count('he', 'A01', 3, { tea: 1 })])).toEqual([])
    expect(notMade([asked(2, 'tea'), asked(3, 'rice')], [])).toEqual([asked(2, 'tea'), asked(3, 'rice')])
    expect(notMade([asked(2, 'tea'), { ...asked(3), zoneCode: 'B01' }], [])).toHaveLength(2)
  })
})
