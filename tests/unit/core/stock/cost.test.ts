/** Moving average cost: what leaves one account enters the other, to the last 1/10,000 yuan, whatever the order of work. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { costValue } from '../../../../src/core/quantity/quantity'
import type { Account } from '../../../../src/core/stock/accounts'
import { type CostBalance, type MovementPlan, priceMovements } from '../../../../src/core/stock/cost'
import type { Movement } from '../../../../src/core/stock/movement'

const standardCost = 7_000
const shop = 'stock:WS001'

const plan = (change: Partial<MovementPlan> = {}): MovementPlan => ({
  line: 1,
  sku: 'A',
  lot: '',
  fromAccount: shop,
  toAccount: 'customer',
  quantity: 1000,
  kind: 'otherOut',
  cost: { kind: 'average' },
  ...change,
})

const incoming = (change: Partial<MovementPlan> = {}): MovementPlan =>
  plan({ fromAccount: 'supplier', toAccount: shop, kind: 'goodsReceipt', ...change })

/** Prices plans over balances given as `account: [onHand, value]`, all of SKU A; any other account is empty. */
const priced = (balances: Record<string, [number, number]>, ...plans: MovementPlan[]): Movement[] =>
  priceMovements(plans, balanceIn(balances), () => standardCost)

const balanceIn =
  (balances: Record<string, [number, number]>) =>
  (account: string, sku: string): CostBalance => {
    const [onHand, value] = (sku === 'A' && balances[account]) || [0, 0]
    return { onHand, value }
  }

const values = (movements: readonly Movement[]): number[] => movements.map(({ value }) => value)

describe('what goods take with them', () => {
  test.each<[string, [number, number], number, number]>([
    ['a part takes its share', [10_000, 50_000], 4000, 20_000],
    ['a share is rounded', [3000, 100], 1000, 33],
    ['half is rounded away from zero', [2000, 5], 1000, 3],
    ['just under half is rounded down', [2001, 5], 1000, 2],
    ['all of it takes all the value', [3000, 100], 3000, 100],
    ['goods worth nothing take nothing', [3000, 0], 1000, 0],
    ['a thousandth of a unit', [1000, 12_345], 1, 12],
    ['beyond what is there, the rest goes at the same average', [3000, 100], 5000, 167],
    ['an empty account gives at standard cost', [0, 0], 3000, 21_000],
    ['so does one below zero', [-2000, -9000], 3000, 21_000],
    ['so does one whose goods are worth less than nothing', [2000, -9000], 1000, 7000],
    ['figures whose product no float could hold', [999_999_999_999, 999_999_999_998], 333_333_333_333, 333_333_333_333],
  ])('%s', (_what, balance, quantity, value) => {
    expect(values(priced({ [shop]: balance }, plan({ quantity })))[0]).toBe(value)
  })

  test('a price per unit is multiplied, a value is taken as given', () => {
    const movements = priced(
      {},
      incoming({ quantity: 1500, cost: { kind: 'unitCost', unitCost: 333 } }),
      incoming({ line: 2, quantity: 1500, cost: { kind: 'value', value: 12 } }),
    )
    expect(values(movements)).toEqual([500, 12])
  })

  test('the unit cost shown is the mean of the movement, and a plan keeps all else it says', () => {
    expect(priced({ [shop]: [3000, 100] }, plan({ line: 7, lot: 'L1', quantity: 2000, kind: 'writeOff' }))).toEqual([
      {
        ...{ line: 7, sku: 'A', lot: 'L1', fromAccount: shop, toAccount: 'customer', quantity: 2000 },
        ...{ unitCost: 34, value: 67, kind: 'writeOff' },
      },
    ])
  })

  test('nothing planned, nothing moved', () => expect(priced({})).toEqual([]))
})

describe('goods from outside without a price', () => {
  test.each<[string, Account, Account, number]>([
    ['come into stock at what the warehouse pays', 'customer', shop, 10_000],
    ['come into its quarantine at the same', 'customer', 'quarantine:WS001', 10_000],
    ['come into an empty warehouse at standard cost', 'customer', 'stock:WS002', 7000],
    ['are on the way at standard cost', 'adjustment', 'inTransit:T1', 7000],
    ['go elsewhere at standard cost', 'supplier', 'loss', 7000],
    ['from an empty account inside they come at standard cost', 'stock:WS002', shop, 7000],
  ])('%s', (_what, fromAccount, toAccount, value) => {
    const movements = priced({ [shop]: [3000, 30_000] }, plan({ fromAccount, toAccount, kind: 'customerReturn' }))
    expect(values(movements)[0]).toBe(value)
  })

  test('what once went out to an account is no average for what comes back from it', () => {
    const back = plan({ fromAccount: 'customer', toAccount: 'inTransit:T1' })
    expect(values(priced({ customer: [3000, 30_000] }, back))).toEqual([7000])
  })

  test('at standard cost when the warehouse is below zero or worth less than nothing', () => {
    for (const balance of [[-1000, -5000] as const, [1000, -5000] as const])
      expect(values(priced({ [shop]: [...balance] }, incoming()))[0]).toBe(7000)
  })

  test('the account whose average was only looked up is not put right', () => {
    expect(priced({ [shop]: [0, 55] }, incoming({ toAccount: 'quarantine:WS001' }))).toHaveLength(1)
  })
})

describe('inside one posting', () => {
  test('each plan sees the ones before it: three thirds of 100 are 100', () => {
    const thirds = [1, 2, 3].map((line) => plan({ line }))
    expect(values(priced({ [shop]: [3000, 100] }, ...thirds))).toEqual([33, 34, 33])
  })

  test('goods that come in change the average of those that go out after', () => {
    const movements = priced(
      { [shop]: [1000, 10_000] },
      incoming({ cost: { kind: 'unitCost', unitCost: 20_000 } }),
      plan({ line: 2 }),
    )
    expect(values(movements)).toEqual([20_000, 15_000])
  })

  test('both halves are seen: what was moved aside is worth what it took with it', () => {
    const movements = priced(
      { [shop]: [3000, 100] },
      plan({ toAccount: 'quarantine:WS001', quantity: 2000, kind: 'moveInside' }),
      plan({ line: 2, fromAccount: 'quarantine:WS001', toAccount: 'loss', kind: 'writeOff' }),
      plan({ line: 3, fromAccount: 'quarantine:WS001', toAccount: 'loss', kind: 'writeOff' }),
    )
    expect(values(movements)).toEqual([67, 34, 33])
  })

  test('a mirror at an old price leaves no goods that are worth less than nothing', () => {
    // ten at 20,000 and ten at 4000 make 12,000 each; nine left since, and the mirror takes ten at 20,000
    const movements = priced(
      { [shop]: [11_000, 132_000] },
      plan({ quantity: 10_000, cost: { kind: 'value', value: 200_000 } }),
    )
    expect(movements).toMatchObject([
      { value: 200_000 },
      { kind: 'revaluation', quantity: 0, fromAccount: 'adjustment', toAccount: shop, value: 68_000 + 7000 },
    ])
    const exact = plan({ quantity: 10_000, cost: { kind: 'value', value: 132_000 } })
    expect(priced({ [shop]: [11_000, 132_000] }, exact)).toHaveLength(1)
  })

  test('lots have no cost of their own, SKUs do', () => {
    const movements = priced(
      { [shop]: [3000, 100] },
      plan({ lot: 'L1' }),
      plan({ line: 2, lot: 'L2', quantity: 2000 }),
      plan({ line: 3, sku: 'B' }),
    )
    expect(values(movements)).toEqual([33, 67, 7000])
  })
})

const tail = (movements: readonly Movement[]): unknown[] =>
  movements
    .filter(({ kind }) => kind === 'revaluation')
    .map(({ line, fromAccount, toAccount, value }) => [line, fromAccount, toAccount, value])

describe('revaluation', () => {
  const at = (unitCost: number) => ({ kind: 'unitCost', unitCost }) as const

  test('is a movement of value alone', () => {
    const movements = priced({ [shop]: [-2000, -14_000] }, incoming({ line: 4, quantity: 5000, cost: at(10_000) }))
    expect(movements[1]).toEqual({
      ...{ line: 5, sku: 'A', lot: '', fromAccount: shop, toAccount: 'adjustment', quantity: 0 },
      ...{ unitCost: 0, value: 6000, kind: 'revaluation' },
    })
  })

  test.each<[string, [number, number], MovementPlan[], unknown[]]>([
    // 5 in at 1.0000 fill a hole of 2: 3 remain, worth 3.0000, whatever the hole was thought to be worth.
    [
      'estimate too low',
      [-2000, -14_000],
      [incoming({ quantity: 5000, cost: at(10_000) })],
      [[2, shop, 'adjustment', 6000]],
    ],
    [
      'estimate too high',
      [-2000, -26_000],
      [incoming({ quantity: 5000, cost: at(10_000) })],
      [[2, 'adjustment', shop, 6000]],
    ],
    ['estimate right', [-2000, -20_000], [incoming({ quantity: 5000, cost: at(10_000) })], []],
    [
      'the hole exactly filled',
      [-2000, -14_000],
      [incoming({ quantity: 2000, cost: at(10_000) })],
      [[2, shop, 'adjustment', 6000]],
    ],
    ['the hole partly filled', [-2000, -14_000], [incoming({ quantity: 1000, cost: at(10_000) })], []],
    [
      'filled in two steps, at their mean',
      [-2000, -14_000],
      [incoming({ cost: at(10_000) }), incoming({ line: 2, quantity: 3000, cost: at(20_000) })],
      [[3, shop, 'adjustment', 21_000]], // -14,000 + 70,000 = 56,000; 2 of 4 that cost 70,000 are worth 35,000
    ],
    [
      'what goes out after the hole is filled goes at the new price',
      [-5000, -5000],
      [incoming({ quantity: 6000, cost: at(10_000) }), plan({ line: 2 })],
      [[3, shop, 'adjustment', 45_000]], // 55,000 less the 10,000 the last one took
    ],
    [
      'a hole dug and filled in one posting',
      [1000, 10_000],
      [plan({ quantity: 3000 }), incoming({ line: 2, quantity: 5000, cost: at(12_000) })],
      [[3, shop, 'adjustment', 4000]], // -20,000 + 60,000; 3 at 1.2000 are 36,000
    ],
    [
      'a hole filled and dug again stays an estimate',
      [-1000, -7000],
      [incoming({ quantity: 2000, cost: at(10_000) }), plan({ line: 2, quantity: 4000 })],
      [],
    ],
    [
      'what came in before the hole does not price what fills it',
      [0, 0],
      [
        incoming({ cost: at(90_000) }),
        plan({ line: 2, quantity: 2000 }),
        incoming({ line: 3, quantity: 3000, cost: at(10_000) }),
      ],
      [[4, 'adjustment', shop, 80_000]], // 90,000 - 180,000 + 30,000 = -60,000; 2 at 1.0000 are 20,000
    ],
    [
      'all goods leave at another price',
      [2000, 20_000],
      [plan({ quantity: 2000, cost: at(12_000) })],
      [[2, 'adjustment', shop, 4000]],
    ],
    ['part of the goods leave at another price', [2000, 20_000], [plan({ cost: at(12_000) })], []],
    ['all goods leave at the average', [2000, 20_001], [plan({ quantity: 2000 })], []],
    [
      'value put on top while the hole is filled is no price that was paid',
      [-2000, -14_000],
      [
        incoming({ quantity: 5000, cost: at(10_000) }),
        incoming({
          ...{ line: 2, fromAccount: 'adjustment', quantity: 0, kind: 'costAdjustment' },
          cost: { kind: 'value', value: 500 },
        }),
      ],
      [[3, shop, 'adjustment', 6500]],
    ],
    [
      'value put on an empty shelf falls off again',
      [0, 0],
      [incoming({ fromAccount: 'adjustment', quantity: 0, kind: 'costAdjustment', cost: { kind: 'value', value: 9 } })],
      [[2, shop, 'adjustment', 9]],
    ],
  ])('%s', (_what, balance, plans, expected) => {
    expect(tail(priced({ [shop]: balance }, ...plans))).toEqual(expected)
  })

  test('not of goods on the way: one PC sees only its half of a transfer', () => {
    const receipt = plan({ fromAccount: 'inTransit:T1', toAccount: shop, quantity: 2000, cost: at(12_000) })
    expect(tail(priced({ 'inTransit:T1': [2000, 20_000] }, receipt))).toEqual([])
  })

  test('one a product and account, numbered on after the highest line', () => {
    const movements = priceMovements(
      [
        incoming({ line: 9, quantity: 2000, cost: at(10_000) }),
        incoming({ line: 3, sku: 'B', quantity: 2000, cost: at(10_000) }),
        incoming({ line: 5, quantity: 2000, cost: at(10_000) }),
      ],
      () => ({ onHand: -1000, value: -9000 }),
      () => standardCost,
    )
    expect(movements.map(({ line, sku, value }) => [line, sku, value])).toEqual([
      ...[[9, 'A', 20_000] as const, [3, 'B', 20_000] as const, [5, 'A', 20_000] as const],
      ...[[10, 'A', 1000] as const, [11, 'B', 1000] as const],
    ])
  })
})

describe('a plan that is a bug', () => {
  test.each<[string, Partial<MovementPlan>]>([
    ['no quantity', { quantity: 0 }],
    ['a negative quantity', { quantity: -1 }],
    ['half a thousandth', { quantity: 0.5 }],
    ['a negative value', { cost: { kind: 'value', value: -1 } }],
    ['a broken value', { cost: { kind: 'value', value: 0.5 } }],
    ['a value beyond all bounds', { cost: { kind: 'value', value: 1e13 } }],
    ['from an account to itself', { toAccount: shop }],
    ['a value adjustment of nothing', { quantity: 0, kind: 'costAdjustment', cost: { kind: 'value', value: 0 } }],
  ])('%s', (_what, change) => expect(() => priced({ [shop]: [3000, 100] }, plan(change))).toThrow())

  test('a balance that is no integer', () => {
    expect(() => priced({ [shop]: [3000, 0.1] }, plan())).toThrow('Invariant broken')
  })
})

/** The world the properties run in: it folds movements by itself and knows nothing of averages. */
const inside: Account[] = ['stock:W1', 'stock:W2', 'quarantine:W1', 'inTransit:T1']
const outside: Account[] = ['supplier', 'customer', 'loss', 'adjustment', 'assembly']

const newWorld = () => {
  const balances = new Map<string, CostBalance>()
  const balanceOf = (account: string, sku: string): CostBalance =>
    balances.get(`${account} ${sku}`) ?? { onHand: 0, value: 0 }
  const add = (account: Account, { sku, quantity, value }: Movement, sign: 1 | -1): void => {
    const { onHand, value: before } = balanceOf(account, sku)
    balances.set(`${account} ${sku}`, { onHand: onHand + sign * quantity, value: before + sign * value })
  }
  const post = (plans: readonly MovementPlan[]): Movement[] => {
    const movements = priceMovements(plans, balanceOf, (sku) => (sku === 'A' ? 7000 : 0))
    for (const movement of movements) {
      add(movement.fromAccount, movement, -1)
      add(movement.toAccount, movement, 1)
    }
    return movements
  }
  return { balances, balanceOf, post }
}

type World = ReturnType<typeof newWorld>

const skus = ['A', 'B']

const expectConserved = (world: World): void => {
  for (const sku of skus) {
    const all = [...inside, ...outside].map((account) => world.balanceOf(account, sku))
    expect(all.reduce((sum, { value }) => sum + value, 0)).toBe(0)
    expect(all.reduce((sum, { onHand }) => sum + onHand, 0)).toBe(0)
  }
}

const expectIntegers = (movements: readonly Movement[]): void => {
  for (const { quantity, value, unitCost } of movements)
    expect([quantity, value, unitCost].every((figure) => Number.isSafeInteger(figure) && figure >= 0)).toBe(true)
}

const step = fc.record({
  sku: fc.constantFrom(...skus),
  lot: fc.constantFrom('', 'L1', 'L2'),
  way: fc.constantFrom('buy', 'return', 'sell', 'sell', 'move', 'move', 'empty'),
  here: fc.constantFrom(...inside),
  there: fc.constantFrom(...inside),
  far: fc.constantFrom(...outside),
  quantity: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 2_000_000 })),
  unitCost: fc.integer({ min: 0, max: 200_000 }),
})

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const planOf = (what: Step, line: number): MovementPlan => {
  const { sku, lot, quantity, way } = what
  const rest = { line, sku, lot, quantity, kind: 'otherOut', cost: { kind: 'average' } } as const
  if (way === 'buy')
    return {
      ...{ ...rest, fromAccount: what.far, toAccount: what.here, kind: 'goodsReceipt' },
      cost: { kind: 'unitCost', unitCost: what.unitCost },
    }
  if (way === 'return') return { ...rest, fromAccount: what.far, toAccount: what.here }
  if (way === 'move' && what.here !== what.there) return { ...rest, fromAccount: what.here, toAccount: what.there }
  return { ...rest, fromAccount: what.here, toAccount: what.far }
}

const postings = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 40 })

/** Plans that never take more than is there, counted along inside the posting; 'empty' takes exactly all of it. */
const feasible = (steps: readonly Step[], world: World): MovementPlan[] => {
  const moved = new Map<string, number>()
  const change = (key: string, by: number): unknown => moved.set(key, (moved.get(key) ?? 0) + by)
  return steps.flatMap((what, index) => {
    const wish = planOf(what, index + 1)
    const fromKey = `${wish.fromAccount} ${wish.sku}`
    const there = world.balanceOf(wish.fromAccount, wish.sku).onHand + (moved.get(fromKey) ?? 0)
    const bound = inside.includes(wish.fromAccount) ? there : Number.POSITIVE_INFINITY
    const quantity = Math.min(what.way === 'empty' ? bound : wish.quantity, bound)
    if (quantity === 0) return []
    change(fromKey, -quantity)
    change(`${wish.toAccount} ${wish.sku}`, quantity)
    return [{ ...wish, quantity }]
  })
}

describe('over long sequences of work', () => {
  test('nothing is lost, no shelf is worth less than nothing, an empty one is worth nothing', () => {
    fc.assert(
      fc.property(postings, (work) => {
        const world = newWorld()
        for (const steps of work) {
          const movements = world.post(feasible(steps, world))
          expectIntegers(movements)
          expect(movements.every(({ kind }) => kind !== 'revaluation')).toBe(true)
          expectConserved(world)
          for (const sku of skus)
            for (const account of inside) {
              const { onHand, value } = world.balanceOf(account, sku)
              expect(onHand >= 0 && value >= 0 && (onHand > 0 || value === 0)).toBe(true)
            }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('where stock may go below zero nothing is lost either, and an empty warehouse is worth nothing', () => {
    fc.assert(
      fc.property(postings, (work) => {
        const world = newWorld()
        for (const steps of work) {
          const movements = world.post(steps.map((what, index) => planOf(what, index + 1)))
          expectIntegers(movements)
          expectConserved(world)
          for (const [key, { onHand, value }] of world.balances) {
            if (!/^(stock|quarantine):/.test(key)) continue
            if (onHand === 0) expect(value).toBe(0)
            // Holes are valued at estimates; none of their error may stay with goods that are really there.
            if (onHand > 0) expect(value).toBeGreaterThanOrEqual(0)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('with one price, the average stays at that price to within half a 1/10,000 yuan a movement', () => {
    const sizes = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 50_000 })), { maxLength: 60 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 100_000 }), (moves, unitCost) => {
        const world = newWorld()
        for (const [isIn, size] of moves) {
          const { onHand } = world.balanceOf(shop, 'A')
          const quantity = isIn ? size : Math.min(size, onHand)
          if (quantity === 0) continue
          world.post([isIn ? incoming({ quantity, cost: { kind: 'unitCost', unitCost } }) : plan({ quantity })])
        }
        const { onHand, value } = world.balanceOf(shop, 'A')
        expect(Math.abs(value - costValue(onHand, unitCost))).toBeLessThanOrEqual(moves.length / 2 + 1)
      }),
      { numRuns: 300 },
    )
  })

  test('a posting of many plans prices them as many postings of one plan would, while nothing is below zero', () => {
    fc.assert(
      fc.property(postings, (work) => {
        const [together, apart] = [newWorld(), newWorld()]
        for (const steps of work) {
          const plans = feasible(steps, together)
          expect(plans.flatMap((each) => apart.post([each]))).toEqual(together.post(plans))
        }
      }),
      { numRuns: 100 },
    )
  })
})
