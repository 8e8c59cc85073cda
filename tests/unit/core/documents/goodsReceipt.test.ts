/** 采购入库: what one more piece means, when a receipt may be posted, and what posting moves. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkPosting,
  goodsReceipt,
  type LineProgress,
  outcomeOfAdding,
  type PostingFacts,
  toleratedQuantity,
} from '../../../../src/core/documents/goodsReceipt'
import { costValue } from '../../../../src/core/quantity/quantity'
import { facts as documentOf, line as emptyLine, told } from './facts'

const line = (change: Partial<ReturnType<typeof emptyLine>> = {}) =>
  emptyLine({ sku: '1010001', expectedQuantity: 12_000, ...change })

const anyLine = fc
  .record({
    sku: fc.constantFrom('A', 'B', 'C'),
    expectedQuantity: fc.integer({ min: 0, max: 50_000 }),
    quantity: fc.integer({ min: 0, max: 60_000 }),
    damagedQuantity: fc.integer({ min: 0, max: 5000 }),
    rejectedQuantity: fc.integer({ min: 0, max: 5000 }),
    freeQuantity: fc.integer({ min: 0, max: 5000 }),
    unitCost: fc.integer({ min: 0, max: 900_000 }),
    unplanned: fc.boolean(),
  })
  .map((change) => line({ ...change, freeQuantity: Math.min(change.freeQuantity, change.quantity) }))

describe('one more quantity on a line', () => {
  const progress = (receivedQuantity: number, change: Partial<LineProgress> = {}): LineProgress => ({
    expectedQuantity: 12_000,
    receivedQuantity,
    unplanned: false,
    ...change,
  })

  test.each([
    ['the first of its line', 0, 1000, 3, 'firstOfLine'],
    ['one more', 1000, 1000, 3, 'added'],
    ['the last of its line', 11_000, 1000, 3, 'lineDone'],
    ['a whole line at once', 0, 12_000, 3, 'lineDone'],
    ['the last of all', 11_000, 1000, 0, 'receiptDone'],
    ['one too many', 12_000, 1000, 0, 'over'],
    ['too many at once', 0, 13_000, 3, 'over'],
  ])('%s', (_what, received, quantity, othersOpen, outcome) => {
    expect(outcomeOfAdding(progress(received), othersOpen, quantity)).toBe(outcome)
  })

  test('an unplanned line is never done and never over', () => {
    const unplanned = { unplanned: true, expectedQuantity: 0 }
    expect(outcomeOfAdding(progress(0, unplanned), 0, 5000)).toBe('firstOfLine')
    expect(outcomeOfAdding(progress(5000, unplanned), 0, 5000)).toBe('added')
  })

  test('the word follows from the figures alone', () => {
    fc.assert(
      fc.property(
        anyLine,
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 1, max: 70_000 }),
        (one, othersOpen, quantity) => {
          const { expectedQuantity, unplanned } = one
          const outcome = outcomeOfAdding(progress(one.quantity, { expectedQuantity, unplanned }), othersOpen, quantity)
          const after = one.quantity + quantity
          if (unplanned) expect(['firstOfLine', 'added']).toContain(outcome)
          else {
            expect(outcome === 'over').toBe(after > expectedQuantity)
            expect(['lineDone', 'receiptDone'].includes(outcome)).toBe(after === expectedQuantity)
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

  test.each(['held', 'submitted', 'approved', 'posted', 'reversed', 'cancelled'] as const)(
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

describe('what came broken, back or free', () => {
  test('broken goods were received, goods sent back with the driver are on record and are no receipt alone', () => {
    const postable = (change: Parameters<typeof line>[0]) =>
      checkPosting({
        state: 'draft',
        lines: [line(change)],
        openTrayEntries: 0,
        overTolerancePermille: 0,
        mayAcceptOver: false,
      }).ok
    expect([{ damagedQuantity: 1000 }, { rejectedQuantity: 1000 }, {}].map(postable)).toEqual([true, true, false])
    expect(postable({ quantity: 11_000, damagedQuantity: 1000 })).toBe(true)
    expect(postable({ quantity: 12_000, damagedQuantity: 1000 })).toBe(false)
    expect(postable({ quantity: 12_000, rejectedQuantity: 9000 })).toBe(true)
  })

  test('lots of one order line count together', () => {
    const lots = [line({ lot: 'L1', quantity: 8000 }), line({ lineNo: 61, lot: 'L2', splitOf: 1, expectedQuantity: 0 })]
    const over = (quantity: number) =>
      checkPosting({
        state: 'draft',
        lines: [lots[0] as never, { ...(lots[1] as (typeof lots)[number]), quantity }],
        openTrayEntries: 0,
        overTolerancePermille: 50,
        mayAcceptOver: false,
      })
    expect(over(4600)).toEqual({ ok: true, value: null })
    expect(over(5000)).toEqual({
      ok: false,
      error: { code: 'OVER_RECEIPT', params: { sku: '1010001', lineNo: 1, received: 13_000, allowed: 12_600 } },
    })
  })
})

describe('what posting moves', () => {
  test('every line that received anything, from the supplier into the warehouse, at its cost', () => {
    const lines = [line({ quantity: 2500 }), line({ lineNo: 2 }), line({ lineNo: 3, sku: '1010002', quantity: 1000 })]
    expect(told(goodsReceipt.posted(documentOf({ lines })))).toEqual([
      '1 1010001 2500 supplier > stock:WS001 goodsReceipt value 30863',
      '2 1010002 1000 supplier > stock:WS001 goodsReceipt value 12345',
    ])
    expect(goodsReceipt.proposed(documentOf({ lines }))).toEqual([])
  })

  test('broken goods are kept apart at their price, rejected ones move nothing, free ones cost nothing', () => {
    const lines = [
      line({ quantity: 3000, damagedQuantity: 1000, rejectedQuantity: 2000, freeQuantity: 1000, unitCost: 10_000 }),
      line({ lineNo: 2, sku: 'GIFT', quantity: 2000, freeQuantity: 2000 }),
    ]
    expect(told(goodsReceipt.posted(documentOf({ lines })))).toEqual([
      '1 1010001 3000 supplier > stock:WS001 goodsReceipt value 20000',
      '2 1010001 1000 supplier > quarantine:WS001 goodsReceipt value 10000',
      '3 GIFT 2000 supplier > stock:WS001 goodsReceipt value 0',
    ])
  })

  test('neither more nor less than the lines say, whatever they say', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 30 }), (lines) => {
        const plans = goodsReceipt.posted(documentOf({ lines }))
        const parts = lines.flatMap((one) => [
          { into: 'stock:WS001', quantity: one.quantity, paid: one.quantity - one.freeQuantity, one },
          { into: 'quarantine:WS001', quantity: one.damagedQuantity, paid: one.damagedQuantity, one },
        ])
        const received = parts.filter(({ quantity }) => quantity > 0)
        expect(plans.map(({ line: number }) => number)).toEqual(received.map((_part, index) => index + 1))
        expect(plans.map(({ toAccount, quantity, cost }) => [toAccount, quantity, cost])).toEqual(
          received.map(({ into, quantity, paid, one }) => [
            into,
            quantity,
            { kind: 'value', value: costValue(paid, one.unitCost) },
          ]),
        )
      }),
      { numRuns: 300 },
    )
  })
})
