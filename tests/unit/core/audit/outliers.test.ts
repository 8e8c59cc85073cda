/** Who stands apart, and who does not. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparedMin, type Measured, outliersOf, timesPermilleMin } from '../../../../src/core/audit/outliers'

const named = (values: readonly number[], count = 10): Measured[] =>
  values.map((value, at) => ({ key: `k${String(at).padStart(3, '0')}`, value, count }))

const figures = fc.array(fc.integer({ min: 0, max: 1_000_000_000_000 }), { minLength: 0, maxLength: 40 })

describe('outliers', () => {
  test('one operator writes off ten times what the others do, and the reason is in figures', () => {
    const [only, ...others] = outliersOf(named([100, 110, 120, 90, 105, 1100]), { countMin: 1 })
    expect(others).toEqual([])
    // median of 90 100 105 110 120 1100 is 107.5; distances 2.5 2.5 7.5 12.5 17.5 992.5, their median 10
    expect(only).toEqual({
      key: 'k005',
      value: 1100,
      count: 10,
      median: 108,
      timesPermille: Math.floor((992.5 * 1000) / (1.4826 * 10)),
      compared: 6,
    })
  })

  test('too few to compare, or too few papers behind a figure, say nothing', () => {
    expect(outliersOf(named([1, 1, 1, 900]), { countMin: 1 })).toEqual([])
    expect(outliersOf(named([1, 2, 1, 2, 1, 900], 2), { countMin: 3 })).toEqual([])
  })

  test('where all but one are nothing, the one stands apart by the mean distance', () => {
    const found = outliersOf(named([0, 0, 0, 0, 0, 0, 40]), { countMin: 1 })
    expect(found.map(({ key, median }) => [key, median])).toEqual([['k006', 0]])
  })

  test('what is low is no outlier', () => {
    expect(outliersOf(named([100, 110, 120, 90, 105, 0]), { countMin: 1 })).toEqual([])
  })

  test('equal figures have no outlier', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 60 }), (value, n) => {
        expect(outliersOf(named(Array.from({ length: n }, () => value)), { countMin: 1 })).toEqual([])
      }),
    )
  })

  test('the scale does not matter: fen or yuan mark the same', () => {
    const scaled = fc.tuple(
      fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 1000 }),
    )
    fc.assert(
      fc.property(scaled, ([values, factor]) => {
        const marks = (list: readonly number[]) =>
          outliersOf(named(list), { countMin: 1 }).map(({ key, timesPermille }) => [key, timesPermille])
        expect(marks(values.map((value) => value * factor))).toEqual(marks(values))
      }),
    )
  })

  test('the order does not matter', () => {
    fc.assert(
      fc.property(figures, fc.infiniteStream(fc.nat()), (values, chance) => {
        const rows = named(values)
        const mixed = rows
          .map((row) => ({ row, at: chance.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ row }) => row)
        expect(outliersOf(mixed, { countMin: 1 })).toEqual(outliersOf(rows, { countMin: 1 }))
      }),
    )
  })

  test('every mark is above the median, far enough, and never more than half are marked', () => {
    fc.assert(
      fc.property(figures, (values) => {
        const found = outliersOf(named(values), { countMin: 1 })
        if (values.length < comparedMin) expect(found).toEqual([])
        expect(found.length * 2).toBeLessThanOrEqual(values.length)
        for (const one of found) {
          expect(one.value).toBeGreaterThanOrEqual(one.median)
          expect(one.timesPermille).toBeGreaterThanOrEqual(timesPermilleMin)
          expect(Number.isSafeInteger(one.timesPermille)).toBe(true)
        }
      }),
    )
  })
})
