import { describe, expect, test } from 'vitest'
import { unitCostText } from '../../../src/console/parts/figures'

describe('unit cost', () => {
  test.each([
    [28_170, '¥2.817'],
    [30_600, '¥3.06'],
    [30_000, '¥3.00'],
    [12_345, '¥1.2345'],
    [0, '¥0.00'],
    [null, ''],
  ])('%s is "%s"', (cost, text) => expect(unitCostText(cost)).toBe(text))
})
