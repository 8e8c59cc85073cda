/** 采购入库: what one more piece means, when a receipt may be posted, and what posting moves. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkPosting,
  type GoodsReceiptLine,
  outcomeOfAdding,
  type PostingFacts,
  postingMovements,
  toleratedQuantity,
} from '../../../../src/core/documents/goodsReceipt'
import { documentNumber } from '../../../../src/core/documents/states'
import { costValue } from '../../../../src/core/quantity/quantity'
import { balanceChanges } from '../../../../src/core/stock/movement'

const line = (change: Partial<GoodsReceiptLine> = {}): GoodsReceiptLine => ({
  lineNo: 1,
  sku: '1010001',
  expectedQuantity: 12_000,
  quantity: 0,
  unitCost: 12_345,
  unplanned: false,
  ...change,
})

const anyLine: fc.Arbitrary<GoodsReceiptLine> = fc.record({
  lineNo: fc.integer({ min: 1, max: 99 }),
  sku: fc.constantFrom('A', 'B', 'C'),
  expectedQuantity: fc.integer({ min: 0, max: 50_000 }),
  quantity: fc.integer({ min: 0, max: 60_000 }),
  unitCost: fc.integer({ min: 0, max: 900_000 }),
  unplanned: fc.boolean(),
})

describe('one more quantity on a line', () => {
  test.each([
    ['the first of its line', 0, 1000, 3, 'firstOfLine'],
    ['one more', 1000, 1000, 3, 'added'],
    ['the last of its line', 11_000, 1000, 3, 'lineDone'],
    ['a whole line at once', 0, 12_000, 3, 'lineDone'],
    ['the last of all', 11_000, 1000, 0, 'receiptDone'],
    ['one too many', 12_000, 1000, 0, 'over'],
    ['too many at once', 0, 13_000, 3, 'over'],
  ])('%s', (_what, quantity, quantity, othersOpen, outcome) => {
    expect(outcomeOfAdding(line({ quantity }), othersOpen, quantity)).toBe(outcome)
  })

  test('an unplanned line is never done and never over', () => {
    const unplanned = line({ unplanned: true, expectedQuantity: 0 })
    expect(outcomeOfAdding(unplanned, 0, 5000)).toBe('firstOfLine')
    expect(outcomeOfAdding({ ...unplanned, quantity: 5000 }, 0, 5000)).toBe('added')
  })

  test('the word follows from the figures alone', () => {
    fc.assert(
      fc.property(
        anyLine,
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 1, max: 70_000 }),
        (one, othersOpen, quantity) => {
          const outcome = outcomeOfAdding(one, othersOpen, quantity)
          const after = one.quantity + quantity
          if (one.unplanned) expect(['firstOfLine', 'added']).toContain(outcome)
          else {
            expect(outcome === 'over').toBe(after > one.expectedQuantity)
            expect(['lineDone', 'receiptDone'].includes(outcome)).toBe(after === one.expectedQuantity)
            if (outcome === 'receiptDone') expect(othersOpen).toBe(0)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('may it be posted', () => {
  const facts = (change: Partial<PostingFacts> = {}): PostingFacts => ({
    state: 'draft',
    lines: [line({ quantity: 5000 })],
    openTrayEntries: 0,
    overTolerancePermille: 50,
    mayAcceptOver: false,
    ...change,
  })
  const codeOf = (change: Partial<PostingFacts>): string => {
    const checked = checkPosting(facts(change))
    return checked.ok ? 'OK' : checked.error.code
  }

  test('yes, also in part', () => {
    expect(checkPosting(facts())).toEqual({ ok: true, value: null })
  })

  test.each(['submitted', 'approved', 'posted', 'reversed', 'cancelled'] as const)(
    'not a document that is %s',
    (state) => {
      expect(checkPosting(facts({ state }))).toMatchObject({ error: { code: 'DOCUMENT_STATE', params: { state } } })
    },
  )

  test('the coarsest reason is said first', () => {
    const none = [line()]
    expect(codeOf({ state: 'posted', openTrayEntries: 2, lines: none })).toBe('DOCUMENT_STATE')
    expect(codeOf({ openTrayEntries: 2, lines: none })).toBe('TRAY_NOT_EMPTY')
    expect(codeOf({ lines: none })).toBe('NOTHING_RECEIVED')
    expect(codeOf({ lines: [] })).toBe('NOTHING_RECEIVED')
  })

  test('five percent over is tolerated to the thousandth, more needs the right', () => {
    const over = (quantity: number) => [line({ quantity })]
    expect(toleratedQuantity(12_000, 50)).toBe(12_600)
    expect(codeOf({ lines: over(12_600) })).toBe('OK')
    expect(checkPosting(facts({ lines: over(12_601) }))).toMatchObject({
      error: { code: 'OVER_RECEIPT', params: { sku: '1010001', lineNo: 1, received: 12_601, allowed: 12_600 } },
    })
    expect(codeOf({ lines: over(12_601), mayAcceptOver: true })).toBe('OK')
    expect(codeOf({ lines: over(12_001), overTolerancePermille: 0 })).toBe('OVER_RECEIPT')
  })

  test('goods accepted as unplanned are over nothing', () => {
    const unplanned = line({ unplanned: true, expectedQuantity: 0, quantity: 90_000 })
    expect(codeOf({ lines: [unplanned] })).toBe('OK')
  })

  test('a tolerance is exact for quantities a float would round', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 1000 }), (expected, permille) => {
        const allowed = toleratedQuantity(expected, permille)
        expect(BigInt(allowed) * 1000n <= BigInt(expected) * BigInt(1000 + permille)).toBe(true)
        expect(BigInt(allowed + 1) * 1000n > BigInt(expected) * BigInt(1000 + permille)).toBe(true)
      }),
    )
  })
})

describe('what posting moves', () => {
  test('every line that received anything, from the supplier into the warehouse, at its cost', () => {
    const lines = [
      line({ quantity: 2500 }),
      line({ lineNo: 2 }),
      line({ lineNo: 3, sku: '1010002', quantity: 1000 }),
    ]
    expect(postingMovements(lines, 'WS001')).toEqual([
      {
        line: 1,
        sku: '1010001',
        lot: '',
        fromAccount: 'supplier',
        toAccount: 'stock:WS001',
        quantity: 2500,
        unitCost: 12_345,
        value: 30_863,
        kind: 'goodsReceipt',
      },
      expect.objectContaining({ line: 2, sku: '1010002', quantity: 1000, value: 12_345 }),
    ])
  })

  test('neither more nor less than the lines say, whatever they say', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 30 }), (lines) => {
        const movements = postingMovements(lines, 'WS001')
        const received = lines.filter(({ quantity }) => quantity > 0)
        expect(movements.map(({ line: number }) => number)).toEqual(received.map((_line, index) => index + 1))
        expect(movements.map(({ value }) => value)).toEqual(
          received.map(({ quantity, unitCost }) => costValue(quantity, unitCost)),
        )
        const into = balanceChanges(movements).filter(({ account }) => account === 'stock:WS001')
        for (const { sku, quantity } of into) {
          const expected = received
            .filter((each) => each.sku === sku)
            .reduce((sum, each) => sum + each.quantity, 0)
          expect(quantity).toBe(expected)
        }
      }),
      { numRuns: 300 },
    )
  })
})

test('a document number carries store, day, device and serial, and grows past four digits', () => {
  const parts = { prefix: 'CGRK', storeCode: 'S001', storeDay: '2026-11-22', deviceLetter: 'A', serial: 7 }
  expect(documentNumber(parts)).toBe('CGRK-S001-261122-A0007')
  expect(documentNumber({ ...parts, deviceLetter: 'AB', serial: 12_345 })).toBe('CGRK-S001-261122-AB12345')
})
