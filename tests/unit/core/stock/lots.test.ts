/** Lots: which to take first, what to call them, how to read their expiry, and whether they may still be let in. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  daysBetween,
  judgeShelfLife,
  type LotBalance,
  lotKey,
  parseExpiry,
  proposeLots,
  type ShelfLifeFacts,
  type ShelfLifeJudgement,
  spreadOverLots,
} from '../../../../src/core/stock/lots'

const lots = (...rows: [lot: string, expiryDate: string, available: number][]): LotBalance[] =>
  rows.map(([lot, expiryDate, available]) => ({ lot, expiryDate, available }))

describe('which lots to take', () => {
  const shelf = lots(['C', '', 9000], ['B', '2026-12-01', 2000], ['A', '2026-12-01', 1000], ['D', '2026-11-30', 500])

  test.each<[string, number, [string, number][], number]>([
    ['the first to expire, first', 400, [['D', 400]], 0],
    [
      'then the next, ties by lot',
      1600,
      [
        ['D', 500],
        ['A', 1000],
        ['B', 100],
      ],
      0,
    ],
    [
      'those without expiry last',
      4000,
      [
        ['D', 500],
        ['A', 1000],
        ['B', 2000],
        ['C', 500],
      ],
      0,
    ],
    [
      'what no lot can give is missing',
      13_000,
      [
        ['D', 500],
        ['A', 1000],
        ['B', 2000],
        ['C', 9000],
      ],
      500,
    ],
    ['nothing asked, nothing taken', 0, [], 0],
  ])('%s', (_what, quantity, taken, missing) => {
    const proposal = proposeLots(quantity, shelf)
    expect(proposal.lots.map(({ lot, quantity: each }) => [lot, each])).toEqual(taken)
    expect(proposal.missing).toBe(missing)
  })

  test('lots with nothing available are passed over, also those below zero', () => {
    const shelf = lots(['A', '2026-01-01', 0], ['B', '2026-01-02', -3000], ['C', '2026-01-03', 1000])
    expect(proposeLots(2000, shelf)).toEqual({
      lots: [{ lot: 'C', expiryDate: '2026-01-03', quantity: 1000 }],
      missing: 1000,
    })
  })

  test('a quantity that is none is a bug', () => {
    for (const quantity of [-1, 0.5, Number.NaN]) expect(() => proposeLots(quantity, [])).toThrow('Invariant broken')
  })

  const anyLot = fc.record({
    lot: fc.string({ maxLength: 3 }),
    expiryDate: fc.constantFrom('', '2025-12-31', '2026-01-01', '2026-01-02'),
    available: fc.integer({ min: -5000, max: 5000 }),
  })
  const shelves = fc.uniqueArray(anyLot, { selector: ({ lot, expiryDate }) => `${lot}\n${expiryDate}`, maxLength: 12 })

  test('no lot gives more than it has, none is skipped, and the order of the rows does not matter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), shelves, (quantity, balances) => {
        const before = JSON.stringify(balances)
        const proposal = proposeLots(quantity, balances)
        expect(proposal).toEqual(proposeLots(quantity, [...balances].reverse()))
        expect(JSON.stringify(balances)).toBe(before)
        const available = balances.reduce((sum, each) => sum + Math.max(0, each.available), 0)
        expect(proposal.missing).toBe(Math.max(0, quantity - available))
        expect(proposal.lots.reduce((sum, each) => sum + each.quantity, 0)).toBe(quantity - proposal.missing)
        proposal.lots.forEach((each, index) => {
          const row = balances.find(({ lot, expiryDate }) => lot === each.lot && expiryDate === each.expiryDate)
          const isLast = index === proposal.lots.length - 1
          expect(each.quantity).toBeGreaterThan(0)
          if (isLast) expect(each.quantity).toBeLessThanOrEqual(row?.available ?? 0)
          else expect(each.quantity).toBe(row?.available)
        })
      }),
      { numRuns: 300 },
    )
  })
})

describe('a quantity spread over lots', () => {
  const shelf = lots(['B', '2026-12-01', 7000], ['A', '2026-11-30', 5000], ['C', '', 1000])

  test.each<[string, number, [string, number][]]>([
    ['what the first can give stays whole', 5000, [['A', 5000]]],
    [
      'twelve over five and seven',
      12_000,
      [
        ['A', 5000],
        ['B', 7000],
      ],
    ],
    [
      'what no lot can give is on the last',
      20_000,
      [
        ['A', 5000],
        ['B', 7000],
        ['C', 8000],
      ],
    ],
    ['nothing is spread over nothing', 0, []],
  ])('%s', (_what, quantity, spread) =>
    expect(spreadOverLots(quantity, shelf).map(({ lot, quantity: each }) => [lot, each])).toEqual(spread),
  )

  test('where no lot has any there is nowhere to put it', () =>
    expect(spreadOverLots(1000, lots(['A', '2026-11-30', 0], ['B', '', -1000]))).toEqual([]))

  test('all of it is spread, each lot but the last gives no more than it has, and none that is due later goes first', () => {
    const anyLots = fc.uniqueArray(
      fc.record({
        lot: fc.string({ minLength: 1, maxLength: 3 }),
        expiryDate: fc.constantFrom('', '2025-12-31', '2026-01-01', '2026-01-02'),
        available: fc.integer({ min: -5000, max: 5000 }),
      }),
      { selector: ({ lot }) => lot, maxLength: 8 },
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), anyLots, (quantity, balances) => {
        const shares = spreadOverLots(quantity, balances)
        const given = balances.filter(({ available }) => available > 0)
        if (given.length === 0) {
          expect(shares).toEqual([])
          return
        }
        expect(shares.reduce((sum, each) => sum + each.quantity, 0)).toBe(quantity)
        expect(new Set(shares.map(({ lot }) => lot)).size).toBe(shares.length)
        const heldBy = (share: { lot: string }) => given.find(({ lot }) => lot === share.lot)?.available
        for (const share of shares) expect(share.quantity).toBeGreaterThan(0)
        for (const share of shares.slice(0, -1)) expect(share.quantity).toBe(heldBy(share))
        const last = shares.at(-1) as (typeof shares)[number]
        if (last.quantity > (heldBy(last) ?? 0)) expect(shares).toHaveLength(given.length)
        const days = shares.map(({ expiryDate }) => expiryDate || '9999')
        expect(days).toEqual([...days].sort())
        expect(shares).toEqual(spreadOverLots(quantity, [...balances].reverse()))
      }),
      { numRuns: 300 },
    )
  })
})

describe('what a lot is called', () => {
  test.each([
    ['L2026A', '2026-11-30', 'L2026A'],
    [' L1 ', '', 'L1'],
    ['', '2026-11-30', 'E261130'],
    ['  ', '2026-01-02', 'E260102'],
    ['', '', ''],
  ])('%j with expiry %j is %j', (lotNumber, expiryDate, key) => expect(lotKey(lotNumber, expiryDate)).toBe(key))

  test('an expiry that is no day is a bug', () => expect(() => lotKey('', '2026-02-30')).toThrow('Invariant broken'))
})

describe('reading an expiry', () => {
  test.each([
    ['261130', '2026-11-30'],
    ['261100', '2026-11-30'],
    ['260200', '2026-02-28'],
    ['280200', '2028-02-29'],
    ['20261130', '2026-11-30'],
    ['2026-11-30', '2026-11-30'],
    [' 2028-02-29 ', '2028-02-29'],
  ])('%j is %j', (text, day) => expect(parseExpiry(text)).toBe(day))

  test.each([
    ...['', '2611', '261131', '261301', '260001', '270229', '26113a', '26 130'],
    ...['20261131', '20261300', '20261100', '20270229', '2026-1-30', '2026-1130', '202611-30', '2026/11/30'],
    ...['30-11-2026', '2026-11-30T00:00', '-20261130', '+261130', '２６１１３０'],
  ])('%j is none', (text) => expect(parseExpiry(text)).toBeNull())

  test('every day of a century is read the same in all three spellings', () => {
    const first = Date.UTC(2000, 0, 1)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 28_000 }), (offset) => {
        const day = new Date(first + offset * 86_400_000).toISOString().slice(0, 10)
        const packed = day.replaceAll('-', '')
        expect([day, packed, packed.slice(2)].map(parseExpiry)).toEqual([day, day, day])
        expect(parseExpiry(lotKey('', day).slice(1))).toBe(day)
        expect(daysBetween('2000-01-01', day)).toBe(offset)
        expect(daysBetween(day, '2000-01-01') + offset).toBe(0)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('days between', () => {
  test.each([
    ['2026-11-30', '2026-11-30', 0],
    ['2026-11-30', '2026-12-01', 1],
    ['2026-12-01', '2026-11-30', -1],
    ['2028-02-28', '2028-03-01', 2],
    ['2027-02-28', '2027-03-01', 1],
    ['2026-01-01', '2027-01-01', 365],
    ['1986-05-03', '1986-05-05', 2], // a day of 23 hours where China once kept summer time
  ])('%s to %s is %d', (from, to, days) => expect(daysBetween(from, to)).toBe(days))

  test.each(['', '2026-02-30', '261130', '2026-11-30T00:00'])('%j is no day, and a bug', (text) => {
    expect(() => daysBetween(text, '2026-01-01')).toThrow('Invariant broken')
    expect(() => daysBetween('2026-01-01', text)).toThrow('Invariant broken')
  })
})

describe('the gate at the dock', () => {
  const facts = (change: Partial<ShelfLifeFacts>): ShelfLifeFacts => ({
    expiryDate: '2026-12-31',
    storeDay: '2026-12-01', // 30 days remain
    shelfLifeDays: 60,
    minRemainingPermille: 500,
    nearExpiryDays: 7,
    ...change,
  })

  test.each<[string, Partial<ShelfLifeFacts>, ShelfLifeJudgement]>([
    ['exactly what is required', {}, { kind: 'ok', remainingDays: 30 }],
    ['a day too few', { storeDay: '2026-12-02' }, { kind: 'short', remainingDays: 29, requiredDays: 30 }],
    ['part of a day counts as one', { shelfLifeDays: 61 }, { kind: 'short', remainingDays: 30, requiredDays: 31 }],
    [
      'a thousandth of a day too',
      { shelfLifeDays: 90, minRemainingPermille: 334 },
      { kind: 'short', remainingDays: 30, requiredDays: 31 },
    ],
    ['the whole life', { shelfLifeDays: 30, minRemainingPermille: 1000 }, { kind: 'ok', remainingDays: 30 }],
    ['near its end at the bound', { nearExpiryDays: 30 }, { kind: 'nearExpiry', remainingDays: 30 }],
    ['not yet near', { nearExpiryDays: 29 }, { kind: 'ok', remainingDays: 30 }],
    ['short is said before near', { storeDay: '2026-12-30' }, { kind: 'short', remainingDays: 1, requiredDays: 30 }],
    ['no known life, no gate', { storeDay: '2026-12-20', shelfLifeDays: 0 }, { kind: 'ok', remainingDays: 11 }],
    [
      'nothing has to remain',
      { storeDay: '2026-12-31', minRemainingPermille: 0 },
      { kind: 'nearExpiry', remainingDays: 0 },
    ],
    [
      'its last day, by the gate short',
      { storeDay: '2026-12-31' },
      { kind: 'short', remainingDays: 0, requiredDays: 30 },
    ],
    ['its last day, no gate', { storeDay: '2026-12-31', shelfLifeDays: 0 }, { kind: 'nearExpiry', remainingDays: 0 }],
    ['the day after', { storeDay: '2027-01-01' }, { kind: 'expired', remainingDays: -1 }],
    ['the day after, no gate', { storeDay: '2027-01-01', shelfLifeDays: 0 }, { kind: 'expired', remainingDays: -1 }],
  ])('%s', (_what, change, judgement) => expect(judgeShelfLife(facts(change))).toEqual(judgement))

  test('a lot without expiry has nothing to judge', () => {
    expect(() => judgeShelfLife(facts({ expiryDate: '' }))).toThrow('Invariant broken')
  })
})
