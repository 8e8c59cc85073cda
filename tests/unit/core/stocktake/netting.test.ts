/**
 * A shop that trades while it is counted. Goods lie in zones, the books were wrong by a planted amount before anybody
 * counted, and counts, sales, receipts and transfers come in any order: the variance is the planted one.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bookRange,
  type Change,
  movedWhen,
  type NettedLine,
  netted,
  variancePermille,
  varianceUnder,
} from '../../../../src/core/stocktake/netting'
import type { StandingLine } from '../../../../src/core/stocktake/standing'

const skus = ['tea', 'rice', 'milk']
const zones = ['A01', 'A02', 'B01']

type Happening =
  | { kind: 'count'; zone: number }
  | { kind: 'move'; sku: number; zone: number; quantity: number; comesIn: boolean }

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ kind: fc.constant('count' as const), zone: fc.nat(zones.length - 1) }),
  fc.record({
    kind: fc.constant('move' as const),
    sku: fc.nat(skus.length - 1),
    zone: fc.nat(zones.length - 1),
    quantity: fc.integer({ min: 1, max: 20_000 }),
    comesIn: fc.boolean(),
  }),
)

interface Shop {
  /** what lies there, zone by zone */
  shelves: number[][]
  /** what the books had too much or too little of before the day began */
  planted: number[]
}

const shop: fc.Arbitrary<Shop> = fc.record({
  shelves: fc.array(
    fc.array(fc.integer({ min: 0, max: 50_000 }), { minLength: zones.length, maxLength: zones.length }),
    { minLength: skus.length, maxLength: skus.length },
  ),
  planted: fc.array(fc.integer({ min: -9000, max: 9000 }), { minLength: skus.length, maxLength: skus.length }),
})

/** Lets the day pass and answers what the ledger and the counters would hold at its end. */
const passDay = ({ shelves, planted }: Shop, happenings: readonly Happening[]) => {
  const there = shelves.map((ofSku) => [...ofSku])
  const book = there.map((ofSku, sku) => ofSku.reduce((sum, one) => sum + one, 0) - (planted[sku] as number))
  const changes: Change[] = []
  const lines = new Map<string, StandingLine>()
  const countZone = (zone: number): void => {
    if ([...lines.values()].some(({ zoneCode }) => zoneCode === zones[zone])) return
    for (const [index, sku] of skus.entries()) {
      const quantity = there[index]?.[zone] as number
      lines.set(`${zone} ${sku}`, {
        ...{ sku, lot: '', expiryDate: '', quantity, fromSeq: changes.length, atSeq: changes.length },
        ...{ documentId: `of ${zone}`, zoneCode: zones[zone] as string, round: 1 },
      })
    }
  }
  for (const one of happenings) {
    if (one.kind === 'count') countZone(one.zone)
    else {
      const ofSku = there[one.sku] as number[]
      // nobody sells what does not lie there
      const change = one.comesIn ? one.quantity : -Math.min(one.quantity, ofSku[one.zone] as number)
      if (change === 0) continue
      ofSku[one.zone] = (ofSku[one.zone] as number) + change
      book[one.sku] = (book[one.sku] as number) + change
      changes.push({ seq: changes.length + 1, sku: skus[one.sku] as string, lot: '', change })
    }
  }
  for (const zone of zones.keys()) countZone(zone)
  const held = skus.map((sku, index) => ({ sku, lot: '', onHand: book[index] as number }))
  return { skus, lines: [...lines.values()], held, changes, closedSeq: changes.length }
}

describe('counting while the shop trades', () => {
  test('the variance is what was planted, and where goods moved between two zones no further off than they did', () => {
    fc.assert(
      fc.property(shop, fc.array(happening, { maxLength: 40 }), (before, happenings) => {
        const review = netted(passDay(before, happenings))
        expect(review.map(({ sku }) => sku).sort()).toEqual([...skus].sort())
        for (const line of review) {
          const planted = before.planted[skus.indexOf(line.sku)] as number
          expect(Math.abs(line.variance - planted)).toBeLessThanOrEqual(line.movedMeanwhile)
        }
      }),
      { numRuns: 400 },
    )
  })

  test('each product counted in one go has the planted variance to the gram, and none where none was planted', () => {
    fc.assert(
      fc.property(shop, fc.array(happening, { maxLength: 40 }), fc.boolean(), (before, happenings, isRight) => {
        const honest = isRight ? { ...before, planted: skus.map(() => 0) } : before
        // all zones one after the other, then trading goes on
        const counts = zones.map((_zone, zone): Happening => ({ kind: 'count', zone }))
        const review = netted(
          passDay(honest, [...happenings.filter(({ kind }) => kind === 'move'), ...counts, ...happenings]),
        )
        expect(review.map(({ sku, variance }) => [sku, variance])).toEqual(
          skus.map((sku, index) => [sku, honest.planted[index]]),
        )
        expect(review.every(({ movedMeanwhile }) => movedMeanwhile === 0)).toBe(true)
      }),
      { numRuns: 400 },
    )
  })
})

const line = (sku: string, quantity: number, atSeq: number, more: Partial<StandingLine> = {}): StandingLine => ({
  ...{ sku, lot: '', expiryDate: '', quantity, fromSeq: atSeq, atSeq, documentId: 'a', zoneCode: 'A01', round: 1 },
  ...more,
})

describe('a product counted in two zones with goods moving between', () => {
  const counted = (...quantities: [number, number]) =>
    netted({
      skus: ['tea'],
      lines: quantities.map((quantity, zone) =>
        line('tea', quantity, 2 + 8 * zone, { zoneCode: zones[zone] as string }),
      ),
      held: [{ sku: 'tea', lot: '', onHand: 11_000 }],
      // after the first zone and before the second three were sold and two came
      changes: [
        { seq: 5, sku: 'tea', lot: '', change: -3000 },
        { seq: 6, sku: 'tea', lot: '', change: 2000 },
      ],
      closedSeq: 10,
    })[0] as NettedLine

  test.each([
    ['three too few even if all was sold from the second shelf', [4000, 2000], -3000, 9000],
    ['as few as it can be', [4000, 5000], 0, 9000],
    ['somewhere between', [4000, 7000], 0, 11_000],
    ['as many as it can be', [4000, 10_000], 0, 14_000],
    ['one too many even if all was sold from the first shelf', [5000, 10_000], 1000, 14_000],
  ] as const)('%s', (_words, [first, second], variance, book) => {
    const found = counted(first, second)
    expect(found).toMatchObject({ variance, book, movedMeanwhile: 5000 })
    if (variance !== 0) expect(bookRange(found)).toEqual({ low: 9000, high: 14_000 })
  })
})

describe('what an earlier hand-in booked', () => {
  const booked = [{ seq: 6, sku: 'milk', lot: 'L9', change: 5000 }]
  const facts = {
    skus: ['milk'],
    held: [
      { sku: 'milk', lot: 'L1', onHand: 4000 },
      { sku: 'milk', lot: 'L9', onHand: 5000 },
    ],
    ...{ changes: booked, closedSeq: 5, booked },
  }

  test('stays under review where the count that stands now does not speak of it', () => {
    const lots = netted({ ...facts, lines: [line('milk', 4000, 4, { lot: 'L1' })] })
    expect(lots.map(({ lot, counted, book }) => [lot, counted, book])).toEqual([
      ['L1', 4000, 4000],
      ['L9', 0, 0],
    ])
    const uncounted = netted({ ...facts, lines: [] })
    expect(uncounted.map(({ lot, counted, book }) => [lot, counted, book])).toEqual([
      ['L1', null, 4000],
      ['L9', null, 0],
    ])
  })

  test('moved no piece: it makes nothing uncertain', () => {
    const lines = [line('milk', 4000, 4, { lot: 'L9' }), line('milk', 0, 8, { lot: 'L9', zoneCode: 'B01' })]
    expect(netted({ ...facts, lines })[0]).toMatchObject({ book: 5000, variance: -1000, movedMeanwhile: 0 })
  })
})

describe('what nobody counted', () => {
  const facts = {
    skus: ['tea', 'rice'],
    lines: [line('tea', 3000, 5)],
    held: [
      { sku: 'tea', lot: '', onHand: 3000 },
      { sku: 'rice', lot: '', onHand: 8000 },
    ],
    changes: [{ seq: 9, sku: 'rice', lot: '', change: -2000 }],
    closedSeq: 7,
  }
  const rice = netted(facts)[1]

  test('is not zero: it has no variance', () => {
    expect(rice).toMatchObject({ sku: 'rice', counted: null, book: 10_000, variance: 0, atSeq: 7 })
    expect(varianceUnder('leave', rice as NettedLine)).toBe(0)
  })

  test('is taken as gone only where somebody says so, by the book at the end of counting', () => {
    expect(varianceUnder('zero', rice as NettedLine)).toBe(-10_000)
    // what was counted is what was counted
    expect(varianceUnder('zero', { counted: 2000, book: 5000, variance: -3000 })).toBe(-3000)
  })

  test('a product that was never there and that nobody counted says nothing, but it is listed', () => {
    const [none] = netted({ skus: ['salt'], lines: [], held: [], changes: [], closedSeq: 1 })
    expect(none).toMatchObject({ sku: 'salt', counted: null, book: 0, variance: 0 })
  })
})

describe('lots', () => {
  test('a lot of the books that was not found with its product is not there', () => {
    const review = netted({
      skus: ['milk'],
      lines: [line('milk', 10_000, 4, { lot: 'L1', expiryDate: '2026-12-01' })],
      held: [
        { sku: 'milk', lot: 'L1', onHand: 6000 },
        { sku: 'milk', lot: 'L2', onHand: 4000 },
        { sku: 'milk', lot: 'old', onHand: 0 },
      ],
      changes: [],
      closedSeq: 4,
    })
    expect(review.map(({ lot, counted, variance }) => [lot, counted, variance])).toEqual([
      ['L1', 10_000, 4000],
      ['L2', 0, -4000],
    ])
  })

  test('a lot sold out of a zone before that was counted is not missing: it lay there while another zone was', () => {
    const review = netted({
      skus: ['milk'],
      lines: [line('milk', 4000, 4, { lot: 'L1' }), line('milk', 1000, 9, { lot: 'L2', zoneCode: 'B01' })],
      held: [
        { sku: 'milk', lot: 'L1', onHand: 4000 },
        { sku: 'milk', lot: 'L2', onHand: 1000 },
      ],
      // the last two of the first lot went from the second zone
      changes: [{ seq: 6, sku: 'milk', lot: 'L1', change: -2000 }],
      closedSeq: 9,
    })
    expect(review.map(({ lot, counted, book, movedMeanwhile }) => [lot, counted, book, movedMeanwhile])).toEqual([
      ['L1', 4000, 4000, 2000],
      ['L2', 1000, 1000, 0],
    ])
  })
})

test('a movement was before the first touch, after the last, or nobody can say', () => {
  const touched = { fromSeq: 4, atSeq: 6 }
  expect([3, 4, 5, 6, 7].map((seq) => movedWhen(touched, seq))).toEqual([
    ...(['before', 'before', 'during', 'during', 'after'] as const),
  ])
  expect([4, 5].map((seq) => movedWhen({ fromSeq: 4, atSeq: 4 }, seq))).toEqual(['before', 'after'])
})

test('a variance in tenths of a percent: of what the books say, whatever its sign; of nothing there is none', () => {
  const permille = (variance: number, book: number) => variancePermille({ variance, book })
  expect([permille(-1000, 6000), permille(2000, 4000), permille(3000, -1000)]).toEqual([-167, 500, 3000])
  expect([permille(2000, 0), permille(0, 5000)]).toEqual([null, 0])
})
