/** Double entry: whatever moves leaves one account and enters another, so nothing is ever made or lost. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Account,
  inTransitAccount,
  isAccount,
  isInside,
  quarantineAccount,
  stockAccount,
  warehouseOf,
} from '../../../../src/core/stock/accounts'
import { assertMovement, balanceChanges, type Movement, movementKinds } from '../../../../src/core/stock/movement'

const movement = (change: Partial<Movement> = {}): Movement => ({
  line: 1,
  sku: '1010001',
  lot: '',
  fromAccount: 'supplier',
  toAccount: 'stock:WS001',
  quantity: 3000,
  unitCost: 12_345,
  value: 37_035,
  kind: 'goodsReceipt',
  ...change,
})

const accounts: Account[] = [
  ...(['supplier', 'customer', 'loss', 'adjustment', 'opening'] as const),
  ...[stockAccount('WS001'), stockAccount('WS002'), quarantineAccount('WS001'), 'inTransit:T1' as const],
]

const anyMovement: fc.Arbitrary<Movement> = fc
  .record({
    sku: fc.constantFrom('A', 'B', 'C'),
    lot: fc.constantFrom('', 'L1', 'L2'),
    pair: fc.tuple(fc.constantFrom(...accounts), fc.constantFrom(...accounts)).filter(([from, to]) => from !== to),
    quantity: fc.integer({ min: 1, max: 1_000_000 }),
    value: fc.integer({ min: 0, max: 1_000_000 }),
  })
  .map(({ pair: [fromAccount, toAccount], ...rest }) => movement({ ...rest, fromAccount, toAccount }))

describe('what a posting changes', () => {
  test('two movements of one product into one account are one change a side', () => {
    expect(balanceChanges([movement(), movement({ line: 2, quantity: 1000, value: 12_345 })])).toEqual([
      { account: 'supplier', sku: '1010001', lot: '', quantity: -4000, value: -49_380 },
      { account: 'stock:WS001', sku: '1010001', lot: '', quantity: 4000, value: 49_380 },
    ])
  })

  test('every lot is kept apart', () => {
    const changes = balanceChanges([movement({ lot: 'L1' }), movement({ lot: 'L2' })])
    expect(changes.map(({ account, lot, quantity }) => [account, lot, quantity])).toEqual([
      ['supplier', 'L1', -3000],
      ['stock:WS001', 'L1', 3000],
      ['supplier', 'L2', -3000],
      ['stock:WS001', 'L2', 3000],
    ])
  })

  test('per product and lot all accounts together stay zero, in quantity and value', () => {
    fc.assert(
      fc.property(fc.array(anyMovement, { maxLength: 40 }), (movements) => {
        const sums = new Map<string, { quantity: number; value: number }>()
        for (const { sku, lot, quantity, value } of balanceChanges(movements)) {
          const sum = sums.get(`${sku}/${lot}`) ?? { quantity: 0, value: 0 }
          sums.set(`${sku}/${lot}`, { quantity: sum.quantity + quantity, value: sum.value + value })
        }
        for (const sum of sums.values()) expect(sum).toEqual({ quantity: 0, value: 0 })
      }),
      { numRuns: 500 },
    )
  })

  test('each account gets what came in less what went out, one row a key, in any order of movements', () => {
    fc.assert(
      fc.property(fc.array(anyMovement, { maxLength: 40 }), (movements) => {
        const changes = balanceChanges(movements)
        const keys = changes.map(({ account, sku, lot }) => `${account} ${sku} ${lot}`)
        expect(new Set(keys).size).toBe(keys.length)
        for (const { account, sku, lot, quantity } of changes) {
          const mine = movements.filter((each) => each.sku === sku && each.lot === lot)
          const moved = mine.reduce(
            (sum, each) =>
              sum +
              (each.toAccount === account ? each.quantity : 0) -
              (each.fromAccount === account ? each.quantity : 0),
            0,
          )
          expect(quantity).toBe(moved)
        }
        const sort = (list: typeof changes) => list.map((each) => JSON.stringify(each)).sort()
        expect(sort(balanceChanges([...movements].reverse()))).toEqual(sort(changes))
      }),
      { numRuns: 300 },
    )
  })

  test('movements there and back leave nothing', () => {
    fc.assert(
      fc.property(fc.array(anyMovement, { maxLength: 20 }), (movements) => {
        const back = movements.map((each) => ({ ...each, fromAccount: each.toAccount, toAccount: each.fromAccount }))
        for (const change of balanceChanges([...movements, ...back]))
          expect([change.quantity, change.value]).toEqual([0, 0])
      }),
    )
  })
})

describe('a movement that must never reach the ledger', () => {
  test.each<[string, Partial<Movement>]>([
    ['nothing moves', { quantity: 0 }],
    ['a revaluation of nothing', { quantity: 0, unitCost: 0, value: 0, kind: 'revaluation' }],
    ['a revaluation backwards', { quantity: -1, kind: 'revaluation' }],
    ['backwards', { quantity: -1000 }],
    ['half a thousandth', { quantity: 0.5 }],
    ['no number', { quantity: Number.NaN }],
    ['beyond all bounds', { quantity: 1e13 }],
    ['a negative value', { value: -1 }],
    ['a broken value', { value: 0.1 }],
    ['a negative cost', { unitCost: -1 }],
    ['one account', { toAccount: 'supplier' }],
    ['an unknown account', { toAccount: 'bank' as Account }],
    ['a warehouse with a blank', { toAccount: 'stock:W 1' }],
    ['no product', { sku: '' }],
  ])('%s', (_what, change) => {
    expect(() => assertMovement(movement(change))).toThrow('Invariant broken')
    expect(() => balanceChanges([movement(), movement(change)])).toThrow('Invariant broken')
  })

  test('the example itself is right', () => {
    expect(() => assertMovement(movement())).not.toThrow()
  })
})

describe('value without goods', () => {
  test.each(movementKinds)('%s', (kind) => {
    const check = () => assertMovement(movement({ kind, quantity: 0, unitCost: 0, value: 5 }))
    if (['costAdjustment', 'revaluation', 'reversal'].includes(kind)) expect(check).not.toThrow()
    else expect(check).toThrow('Invariant broken')
  })

  test('changes what two accounts are worth and nothing else', () => {
    const change = { fromAccount: 'adjustment', quantity: 0, unitCost: 0, value: 5, kind: 'revaluation' } as const
    expect(balanceChanges([movement(change)])).toEqual([
      { account: 'adjustment', sku: '1010001', lot: '', quantity: 0, value: -5 },
      { account: 'stock:WS001', sku: '1010001', lot: '', quantity: 0, value: 5 },
    ])
  })
})

describe('accounts', () => {
  test.each([
    'supplier',
    'customer',
    'loss',
    'internalUse',
    'adjustment',
    'opening',
    'assembly',
    'stock:WS001',
    'quarantine:W-1',
    'inTransit:T_1',
  ])('%s is one', (text) => expect(isAccount(text)).toBe(true))

  test.each([
    '',
    'stock',
    'stock:',
    'Stock:W1',
    'stock:W1\n',
    'stock:W1;DROP',
    'supplier ',
    `stock:${'W'.repeat(65)}`,
    'toString',
  ])('%j is none', (text) => expect(isAccount(text)).toBe(false))

  test('what we own is inside, what came or went is outside', () => {
    const inside = ['stock:WS001', 'quarantine:WS001', inTransitAccount('T1')]
    expect([...inside, 'supplier', 'assembly', 'stockroom'].filter(isInside)).toEqual(inside)
    expect(inTransitAccount('T1')).toBe('inTransit:T1')
  })

  test('a warehouse is found in its accounts and in no other', () => {
    expect(['stock:WS001', 'quarantine:WS001', 'supplier', 'inTransit:T1'].map(warehouseOf)).toEqual([
      'WS001',
      'WS001',
      null,
      null,
    ])
  })
})
