/** What leaves on a transfer against what was approved: product by product, lots together. */
import { describe, expect, test } from 'vitest'
import { firstOverSent } from '../../../../src/core/documents/transferDispatch'
import { line } from './facts'

describe('more than was approved', () => {
  const approved = (quantity: number, more: object = {}) =>
    line({ sku: 'A', expectedQuantity: 10_000, quantity, ...more })

  test.each<[string, Parameters<typeof firstOverSent>[0], number, ReturnType<typeof firstOverSent>]>([
    ['as many as approved', [approved(10_000)], 0, undefined],
    ['fewer', [approved(1000)], 0, undefined],
    ['one too many', [approved(11_000)], 0, { sku: 'A', approved: 10_000, allowed: 10_000, quantity: 11_000 }],
    ['within what is tolerated', [approved(10_500)], 50, undefined],
    ['a gram beyond it', [approved(10_501)], 50, { sku: 'A', approved: 10_000, allowed: 10_500, quantity: 10_501 }],
    [
      'two lots of one line together',
      [
        approved(6000, { lot: 'L1' }),
        line({ lineNo: 2, sku: 'A', lot: 'L2', splitOf: 1, expectedQuantity: 0, quantity: 5000 }),
      ],
      0,
      { sku: 'A', approved: 10_000, allowed: 10_000, quantity: 11_000 },
    ],
    [
      'what nobody planned, tolerated or not',
      [approved(1000), line({ lineNo: 2, sku: 'B', expectedQuantity: 0, quantity: 1000, unplanned: true })],
      1000,
      { sku: 'B', approved: 0, allowed: 0, quantity: 1000 },
    ],
    ['nothing at all', [line({ sku: 'B', expectedQuantity: 0, quantity: 0, unplanned: true })], 0, undefined],
  ])('%s', (_what, lines, permille, over) => expect(firstOverSent(lines, () => permille)).toEqual(over))

  test('each product has its own tolerance', () => {
    const lines = [approved(10_500), line({ lineNo: 2, sku: 'W', expectedQuantity: 2000, quantity: 2100 })]
    expect(firstOverSent(lines, (sku) => (sku === 'W' ? 50 : 0))).toMatchObject({ sku: 'A' })
    expect(firstOverSent(lines, (sku) => (sku === 'A' ? 50 : 0))).toMatchObject({ sku: 'W' })
    expect(firstOverSent(lines, () => 50)).toBeUndefined()
  })
})
