/** Quantities and money are integers: text goes in and out without loss, and a product is exact to the last place. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  costValue,
  costValueToFen,
  figureMax,
  isFigure,
  meanUnitCost,
  moneyText,
  parseQuantity,
  quantityText,
  units,
} from '../../../../src/core/quantity/quantity'
import { storeDayOf } from '../../../../src/core/quantity/storeDay'

describe('quantity as text', () => {
  test.each([
    [0, '0'],
    [1, '0.001'],
    [500, '0.5'],
    [12_500, '12.5'],
    [3000, '3'],
    [-500, '-0.5'],
    [-3000, '-3'],
    [999_999_999, '999999.999'],
  ])('%i is %s', (quantity, text) => {
    expect(quantityText(quantity)).toBe(text)
  })

  test.each([
    ['12', 12_000],
    ['0.5', 500],
    ['3.125', 3125],
    ['007', 7000],
    [' 2 ', 2000],
    ['999999.999', 999_999_999],
  ])('%s is read as %i', (text, quantity) => {
    expect(parseQuantity(text)).toBe(quantity)
  })

  test.each(['', '.', '1.', '.5', '-1', '+1', '1e3', '1,5', '1.2345', '1000000', '１２', '1 2', '0x10', 'NaN', '١'])(
    '%j is no quantity',
    (text) => {
      expect(parseQuantity(text)).toBeNull()
    },
  )

  test('what is written is read back, for every quantity a line may hold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (quantity) => {
        expect(parseQuantity(quantityText(quantity))).toBe(quantity)
      }),
      { numRuns: 1000 },
    )
  })

  test('what is read is written back in its shortest form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 0, max: 999 }), (whole, rest) => {
        const text = `${whole}.${String(rest).padStart(3, '0')}`
        expect(quantityText(parseQuantity(text) as number)).toBe(
          text.replace(/\.?0+$/, (zeros) => (zeros.includes('.') || rest > 0 ? '' : zeros)),
        )
      }),
      { numRuns: 1000 },
    )
  })

  test('nothing that is read ever throws or leaves the bounds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const quantity = parseQuantity(text)
        expect(quantity === null || (Number.isInteger(quantity) && quantity >= 0 && quantity <= 999_999_999)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('cost', () => {
  test.each([
    [1000, 12_345, 12_345],
    [500, 3, 2],
    [499, 1, 0],
    [-500, 3, -2],
    [12_000, 45_000, 540_000],
    [1, 499, 0],
    [1, 500, 1],
    [0, 999, 0],
  ])('%i thousandths at %i make %i', (quantity, unitCost, value) => {
    expect(costValue(quantity, unitCost)).toBe(value)
  })

  test('is exact against integers of any size, rounded half away from zero', () => {
    const quantity = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
    const unitCost = fc.integer({ min: 0, max: 900_000 })
    fc.assert(
      fc.property(quantity, unitCost, (amount, cost) => {
        const product = BigInt(amount) * BigInt(cost)
        const doubled = product * 2n
        const negative = product < 0n
        const magnitude = ((negative ? -doubled : doubled) + 1000n) / 2000n
        expect(BigInt(costValue(amount, cost))).toBe(negative ? -magnitude : magnitude)
      }),
      { numRuns: 2000 },
    )
  })

  test('of a quantity and of its opposite cancel', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), fc.integer({ min: 0, max: 900_000 }), (amount, cost) => {
        expect(costValue(amount, cost) + costValue(-amount, cost)).toBe(0)
      }),
    )
  })

  test('beyond all bounds is a bug and is said so', () => {
    expect(() => costValue(figureMax, figureMax)).toThrow('cost value out of range')
    expect(() => costValue(1.5, 1)).toThrow()
  })

  test('a mean cost gives its value back to within half a unit of cost', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 0, max: 1_000_000_000 }),
        (quantity, value) => {
          const mean = meanUnitCost(quantity, value) as number
          const back = (BigInt(mean) * BigInt(quantity)) / 1000n
          expect(Math.abs(Number(back) - value)).toBeLessThanOrEqual(quantity / 2000 + 1)
        },
      ),
    )
    expect(meanUnitCost(0, 100)).toBeNull()
    expect(meanUnitCost(-1000, 100)).toBeNull()
  })
})

describe('money and figures', () => {
  test.each([
    [0, '0.00'],
    [5, '0.05'],
    [1280, '12.80'],
    [-1280, '-12.80'],
    [100_000_00, '100000.00'],
  ])('%i fen is %s', (fen, text) => {
    expect(moneyText(fen)).toBe(text)
  })

  test.each([
    [49, 0],
    [50, 1],
    [149, 1],
    [150, 2],
    [-49, 0],
    [-50, -1],
  ])('a value of %i is %i fen', (value, fen) => {
    expect(costValueToFen(value) + 0).toBe(fen)
  })

  test('a figure is an integer within a million million', () => {
    expect([0, figureMax, -figureMax, units(12)].map(isFigure)).toEqual([true, true, true, true])
    expect([figureMax + 1, -figureMax - 1, 0.5, Number.NaN, Infinity].map(isFigure)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
  })

  test('a day in the shop begins at midnight in China, in any time zone of the PC', () => {
    expect(storeDayOf(Date.parse('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22')
    expect(storeDayOf(Date.parse('2026-11-22T16:00:00.000Z'))).toBe('2026-11-23')
    expect(storeDayOf(Date.parse('2028-02-28T16:00:00.000Z'))).toBe('2028-02-29')
  })
})
