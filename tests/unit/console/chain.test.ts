import { describe, expect, test } from 'vitest'
import { type Device, problemsOf, storeOverviews, storesOfDevices } from '../../../src/console/data/chain'
import { countOutcomes, dayByStore, lineOutcome, lineValue, sumOfDays } from '../../../src/console/data/documents'
import type { DocumentHeader, DocumentLineView } from '../../../src/contract/schemas/document'

const line = (expected: number | null, quantity: number, more: Partial<DocumentLineView> = {}) =>
  ({
    lineNo: 1,
    splitOf: 0,
    expectedQuantity: expected,
    quantity,
    damagedQuantity: 0,
    freeQuantity: 0,
    unplanned: false,
    unitCost: null,
    ...more,
  }) as DocumentLineView

const receipt = (storeCode: string, postedAt: string | null, quantityTotal: number, value: number | null) =>
  ({ storeCode, postedAt, quantityTotal, value, reversalOf: '', number: `${storeCode} ${postedAt}` }) as DocumentHeader

const device = (storeCode: string, letter: string, more: Partial<Device> = {}): Device => ({
  deviceId: `${storeCode}${letter}`,
  storeCode,
  storeName: `店${storeCode}`,
  letter,
  enrolledAt: '2026-11-01T00:00:00.000Z',
  lastSeenAt: '2026-11-22T04:00:00.000Z',
  ageSeconds: 4,
  events: 10,
  parked: 0,
  unsecured: 0,
  state: 'active',
  stateReason: '',
  version: '',
  keyKept: null,
  skewSeconds: null,
  recovering: false,
  provisional: false,
  ...more,
})

describe('differences of a receipt', () => {
  test.each([
    [line(5000, 5000), 'even'],
    [line(5000, 4000), 'short'],
    [line(5000, 0), 'missing'],
    [line(5000, 6000), 'over'],
    [line(5000, 4000, { damagedQuantity: 1000 }), 'even'],
    [line(0, 2000, { unplanned: true }), 'unplanned'],
    [line(null, 2000), null],
  ] as const)('%#: %s', (row, outcome) => expect(lineOutcome(row)).toBe(outcome))

  test('are counted', () => {
    expect(countOutcomes([line(1, 1), line(2, 1), line(2, 0), line(1, 1)])).toEqual({
      even: 2,
      short: 1,
      missing: 1,
      over: 0,
      unplanned: 0,
    })
  })

  test('lots split off a line count with it', () => {
    const lines = [line(6000, 4000, { lineNo: 1 }), line(0, 2000, { lineNo: 2, splitOf: 1 }), line(3, 3, { lineNo: 3 })]
    expect(countOutcomes(lines)).toMatchObject({ even: 2, short: 0, over: 0 })
  })

  test('what was free is worth nothing, what came broken still cost', () => {
    const cost = { unitCost: 10_000 }
    expect(lineValue(line(1, 5000, { ...cost, freeQuantity: 2000, damagedQuantity: 1000 }))).toBe(40_000)
  })

  test('a line is worth nothing readable without the right to see cost', () => {
    expect(lineValue(line(1, 2500, { unitCost: 30_000 }))).toBe(75_000)
    expect(lineValue(line(1, 2500))).toBeNull()
  })
})

describe('what a day brought', () => {
  const rows = [
    receipt('S001', '2026-11-22T03:00:00.000Z', 4000, 100),
    // 23:59 in China the day before
    receipt('S001', '2026-11-21T15:59:00.000Z', 9000, 900),
    // 00:01 in China
    receipt('S001', '2026-11-21T16:01:00.000Z', 1000, 50),
    receipt('S002', '2026-11-20T03:00:00.000Z', 7000, 700),
    receipt('S002', null, 1, 1),
  ]

  test('counts by the store day in China; the latest may be older', () => {
    const days = dayByStore(rows, '2026-11-22')
    expect(days.get('S001')).toMatchObject({
      documents: 2,
      received: 5000,
      value: 150,
      latest: { postedAt: '2026-11-22T03:00:00.000Z' },
    })
    expect(days.get('S002')).toMatchObject({
      documents: 0,
      received: 0,
      latest: { postedAt: '2026-11-20T03:00:00.000Z' },
    })
    expect(sumOfDays(days.values())).toMatchObject({ documents: 2, received: 5000, value: 150 })
  })

  test('one hidden value hides the sum', () => {
    const days = dayByStore([...rows, receipt('S003', '2026-11-22T03:00:00.000Z', 1, null)], '2026-11-22')
    expect(sumOfDays(days.values()).value).toBeNull()
  })
})

describe('the chain at a glance', () => {
  test('without the right to see stock, stores and ages come from their active PCs, the least fresh one', () => {
    const stores = storesOfDevices([
      device('S001', 'A', { ageSeconds: 4, unsecured: 2 }),
      device('S001', 'B', { ageSeconds: 90, lastSeenAt: '2026-11-22T03:58:00.000Z', unsecured: 3 }),
      device('S001', 'C', { ageSeconds: 9_000, state: 'revoked', unsecured: 50 }),
    ])
    expect(stores).toEqual([
      {
        storeCode: 'S001',
        storeName: '店S001',
        asOf: '2026-11-22T03:58:00.000Z',
        ageSeconds: 90,
        behind: 5,
        provisional: false,
      },
    ])
  })

  test('a store nobody enrolled a PC for is known by its name, and was never heard', () => {
    const named = ['S001', 'S002'].map((storeCode) => ({ storeCode, storeName: `店${storeCode}` }))
    const [first, second] = storesOfDevices([device('S001', 'A', { ageSeconds: 4, unsecured: 2 })], named)
    expect(first).toMatchObject({ storeCode: 'S001', ageSeconds: 4, behind: 2 })
    expect(second).toEqual({ ...named[1], asOf: null, ageSeconds: null, behind: null, provisional: false })
    const overviews = storeOverviews([], [], [], '2026-11-22', named)
    expect(problemsOf(overviews, 0).map(({ kind, storeCode }) => [kind, storeCode])).toEqual([
      ['neverConnected', 'S001'],
      ['neverConnected', 'S002'],
    ])
  })

  test('problems, gravest first; a store goes offline while nobody asks', () => {
    const devices = [
      device('S001', 'A'),
      device('S002', 'A', { parked: 2 }),
      device('S003', 'B', { state: 'quarantined' }),
    ]
    const stores = [
      { storeCode: 'S001', storeName: '店1', asOf: 'x', ageSeconds: 50, behind: 0, provisional: false },
      { storeCode: 'S002', storeName: '店2', asOf: 'x', ageSeconds: 5, behind: 0, provisional: true },
      { storeCode: 'S003', storeName: '店3', asOf: null, ageSeconds: null, behind: null, provisional: false },
    ]
    const overviews = storeOverviews(stores, devices, [], '2026-11-22')
    const kinds = (elapsed: number) =>
      problemsOf(overviews, elapsed).map(({ kind, storeCode }) => `${kind} ${storeCode}`)
    expect(kinds(0)).toEqual(['quarantined S003', 'parked S002', 'provisional S002', 'neverConnected S003'])
    expect(kinds(10)).toEqual([
      ...['quarantined S003', 'parked S002', 'provisional S002', 'offline S001', 'neverConnected S003'],
    ])
  })
})
