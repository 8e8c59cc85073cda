import { expect, test } from 'vitest'
import { parseUnitCost, parseYuan, unitCostDigits } from '../../../src/ui/money'

test.each([
  ['12', 1200],
  ['12.3', 1230],
  ['0.05', 5],
  [' 200 ', 20_000],
  ['1.005', null],
  ['-1', null],
  ['1e3', null],
  ['', null],
  ['12345678', null],
])('%j yuan is %s fen', (text, fen) => expect(parseYuan(text)).toBe(fen))

test.each([
  ['3.25', 32_500],
  ['0.0001', 1],
  ['99999.9999', 999_999_999],
  ['1.00001', null],
  ['abc', null],
])('%j yuan a unit is %s', (text, cost) => expect(parseUnitCost(text)).toBe(cost))

test('unit costs read back as they were typed', () => {
  expect([32_500, 30_000, 1, 123_456].map(unitCostDigits)).toEqual(['3.25', '3.00', '0.0001', '12.3456'])
  for (const cost of [0, 1, 999, 32_500, 999_999_999]) expect(parseUnitCost(unitCostDigits(cost))).toBe(cost)
})
