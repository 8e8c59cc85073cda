// What is wrong with a line of a price change, what a price rises by, and when a store is late.
import { describe, expect, test } from 'vitest'
import { type AskedPrice, isLate, priceFaultOf, priceRisePermille } from '../../../../src/core/prices/priceChange'

const good: AskedPrice = { found: 1, sku: 'A', oldPriceFen: 100, priceFen: 120, isTwice: false, plannedBy: '' }

describe('a line', () => {
  test.each([
    [{}, null],
    [{ found: 0 }, 'unknown'],
    [{ found: 2 }, 'several'],
    [{ priceFen: null }, 'noPrice'],
    [{ priceFen: 0 }, 'noPrice'],
    [{ isTwice: true }, 'twice'],
    [{ plannedBy: 'TJ-1' }, 'planned'],
    [{ priceFen: 100 }, 'same'],
    // first what has to be mended first
    [{ found: 0, priceFen: null, isTwice: true }, 'unknown'],
    [{ priceFen: 100, isTwice: true }, 'twice'],
  ] as const)('%j: %s', (part, fault) => expect(priceFaultOf({ ...good, ...part })).toBe(fault))
})

test.each([
  [100, 120, 200],
  [100, 80, -200],
  [300, 301, 3],
  [0, 500, null],
])('from %i to %i fen is %s thousandths', (from, to, permille) => expect(priceRisePermille(from, to)).toBe(permille))

test('a store is late after the day itself, and only with a change that is in force', () => {
  const change = { state: 'effective', effectiveDate: '2026-11-22' } as const
  expect(isLate(change, false, '2026-11-22')).toBe(false)
  expect(isLate(change, false, '2026-11-23')).toBe(true)
  expect(isLate(change, true, '2026-11-23')).toBe(false)
  expect(isLate({ ...change, state: 'cancelled' }, false, '2026-11-23')).toBe(false)
})
