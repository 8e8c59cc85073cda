/** Every document type's own rule: what it moves when it is handed in, what when it is posted, and what it refuses. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { documentRules } from '../../../../src/core/documents'
import { costMovements } from '../../../../src/core/documents/costAdjustment'
import { followsRecipe } from '../../../../src/core/documents/repack'
import { mirrored } from '../../../../src/core/documents/reversal'
import { type DocumentFacts, type DocumentLine, settlementWays } from '../../../../src/core/documents/rule'
import {
  type DocumentType,
  documentNumber,
  documentTypes,
  isDocumentType,
  isOpen,
} from '../../../../src/core/documents/states'
import { settledBySender } from '../../../../src/core/documents/transferSettlement'
import type { Account } from '../../../../src/core/stock/accounts'
import { facts, line, told } from './facts'

const posted = (type: DocumentType, document: Partial<DocumentFacts>): string[] =>
  told(documentRules[type].posted(facts(document)))
const proposed = (type: DocumentType, document: Partial<DocumentFacts>): string[] =>
  told(documentRules[type].proposed(facts(document)))
const checked = (type: DocumentType, document: Partial<DocumentFacts>): string => {
  const result = documentRules[type].check(facts(document))
  return result.ok ? 'OK' : result.error.code
}

const some: DocumentLine[] = [
  line({ quantity: 2000 }),
  line({ lineNo: 2, sku: 'B' }),
  line({ lineNo: 3, sku: 'C', lot: 'L1', quantity: 1500, condition: 'quarantine' }),
]

describe('the table of types', () => {
  test('a type is listed under its own name, and no two share a number prefix', () => {
    expect(documentTypes.map((type) => documentRules[type].type)).toEqual(documentTypes)
    expect(documentTypes.map((type) => `${documentRules[type].prefix} ${type}`)).toEqual([
      'CGRK goodsReceipt',
      'CGTH supplierReturn',
      'THRK customerReturn',
      'YHSQ transferRequest',
      'FCSQ warehouseReturn',
      'DBCK transferDispatch',
      'DBRK transferReceipt',
      'DBCY transferSettlement',
      'BSCK writeOff',
      'BYRK overage',
      'LYCK internalUse',
      'QTRK otherIn',
      'QTCK otherOut',
      'CZZH repack',
      'ZC moveInside',
      'CBTZ costAdjustment',
      'SP stocktakeCount',
      'PYRK stocktakeGain',
      'PKCK stocktakeLoss',
    ])
  })

  test('only these come from something else, and only these are HQ’s to write', () => {
    expect(documentTypes.filter((type) => documentRules[type].opensFromSource)).toEqual([
      'goodsReceipt',
      'transferDispatch',
      'transferReceipt',
      'transferSettlement',
      'stocktakeCount',
      'stocktakeGain',
      'stocktakeLoss',
    ])
    expect(documentTypes.filter((type) => documentRules[type].writtenAt === 'hub')).toEqual([
      'transferSettlement',
      'costAdjustment',
    ])
  })

  test('words of the language are no types', () => {
    expect(['toString', '__proto__', '', null, 7].filter(isDocumentType)).toEqual([])
    expect(['draft', 'held', 'submitted', 'approved', 'posted', 'reversed', 'cancelled'].filter(isOpen)).toEqual([
      'draft',
      'held',
    ])
  })

  test('a document number carries store, day, device and serial, and grows past four digits', () => {
    const parts = { prefix: 'CGRK', storeCode: 'S001', storeDay: '2026-11-22', deviceLetter: 'A', serial: 7 }
    expect(documentNumber(parts)).toBe('CGRK-S001-261122-A0007')
    expect(documentNumber({ ...parts, deviceLetter: 'AB', serial: 12_345 })).toBe('CGRK-S001-261122-AB12345')
  })
})

describe('goods that leave', () => {
  const outs: [DocumentType, string, string][] = [
    ['supplierReturn', 'supplier', 'supplierReturn'],
    ['internalUse', 'internalUse', 'internalUse'],
    ['otherOut', 'customer', 'otherOut'],
    ['transferDispatch', 'inTransit:T1', 'transferDispatch'],
  ]

  test.each(outs)('%s: from where each line says they lie, to %s, at the average', (type, to, kind) => {
    expect(posted(type, { lines: some, reasonAccount: 'customer' })).toEqual([
      `1 A 2000 stock:WS001 > ${to} ${kind} average`,
      `2 C/L1 1500 quarantine:WS001 > ${to} ${kind} average`,
    ])
    expect(proposed(type, { lines: some })).toEqual([])
    expect(checked(type, { lines: [line()] })).toBe('LINES_MISSING')
    expect(checked(type, { lines: [] })).toBe('LINES_MISSING')
    expect(checked(type, { lines: some })).toBe('OK')
  })

  test('writeOff: handed in it takes goods off the shelf into quarantine, approved it leaves quarantine as a loss', () => {
    expect(proposed('writeOff', { lines: some })).toEqual(['1 A 2000 stock:WS001 > quarantine:WS001 writeOff average'])
    expect(posted('writeOff', { lines: some })).toEqual([
      '1 A 2000 quarantine:WS001 > loss writeOff average',
      '2 C/L1 1500 quarantine:WS001 > loss writeOff average',
    ])
    expect(checked('writeOff', { lines: [line()] })).toBe('LINES_MISSING')
  })

  test('moveInside: to the other warehouse or back from quarantine, never to where it lies', () => {
    const toBack = { toWarehouseCode: 'WS001B', lines: some }
    expect(posted('moveInside', toBack)).toEqual([
      '1 A 2000 stock:WS001 > stock:WS001B moveInside average',
      '2 C/L1 1500 quarantine:WS001 > stock:WS001B moveInside average',
    ])
    expect(posted('moveInside', { ...toBack, toCondition: 'quarantine' })[1]).toBe(
      '2 C/L1 1500 quarantine:WS001 > quarantine:WS001B moveInside average',
    )
    expect(checked('moveInside', toBack)).toBe('OK')
    expect(checked('moveInside', { toWarehouseCode: 'WS001', lines: some })).toBe('SAME_WAREHOUSE')
    expect(
      checked('moveInside', { toWarehouseCode: 'WS001', toCondition: 'quarantine', lines: [some[0] as never] }),
    ).toBe('OK')
    expect(checked('moveInside', { toWarehouseCode: 'WS001B', lines: [line()] })).toBe('LINES_MISSING')
  })
})

describe('goods that come in', () => {
  const good = [line({ quantity: 2000, damagedQuantity: 500 }), line({ lineNo: 2, sku: 'B', quantity: 1000 })]
  const ins: [DocumentType, string, string][] = [
    ['customerReturn', 'customer', 'customerReturn'],
    ['overage', 'adjustment', 'overage'],
    ['stocktakeGain', 'adjustment', 'stocktakeGain'],
    ['otherIn', 'supplier', 'otherIn'],
  ]

  test.each(ins)('%s: from %s, the good ones to stock, the broken ones apart', (type, from, kind) => {
    expect(posted(type, { lines: good, reasonAccount: 'supplier' })).toEqual([
      `1 A 2000 ${from} > stock:WS001 ${kind} average`,
      `2 A 500 ${from} > quarantine:WS001 ${kind} average`,
      `3 B 1000 ${from} > stock:WS001 ${kind} average`,
    ])
    expect(proposed(type, { lines: good })).toEqual([])
    expect(checked(type, { lines: [line({ damagedQuantity: 1 })] })).toBe('OK')
    expect(checked(type, { lines: [line({ rejectedQuantity: 1000 })] })).toBe('LINES_MISSING')
  })

  test('transferReceipt: they bring the value they were sent with, the last piece all that is left', () => {
    const lines = [
      line({ quantity: 1000 }),
      line({ lineNo: 2, lot: 'L2', quantity: 1000, damagedQuantity: 1000 }),
      line({ lineNo: 3, sku: 'B', quantity: 1000, unitCost: 500 }),
    ]
    expect(posted('transferReceipt', { lines, inTransit: [{ sku: 'A', quantity: 3000, value: 100 }] })).toEqual([
      '1 A 1000 inTransit:T1 > stock:WS001 transferReceipt value 33',
      '2 A/L2 1000 inTransit:T1 > stock:WS001 transferReceipt value 33',
      '3 A/L2 1000 inTransit:T1 > quarantine:WS001 transferReceipt value 34',
      '4 B 1000 inTransit:T1 > stock:WS001 transferReceipt at 500',
    ])
  })

  test('transferReceipt: more than is known to be under way comes at the estimate', () => {
    const lines = [line({ quantity: 4000, unitCost: 700 })]
    expect(posted('transferReceipt', { lines, inTransit: [{ sku: 'A', quantity: 3000, value: 100 }] })).toEqual([
      '1 A 4000 inTransit:T1 > stock:WS001 transferReceipt at 700',
    ])
  })
})

describe('papers that move nothing of their own', () => {
  test.each(['transferRequest', 'warehouseReturn'] as const)('%s asks, between two warehouses', (type) => {
    expect(posted(type, { lines: some })).toEqual([])
    expect(proposed(type, { lines: some })).toEqual([])
    expect(checked(type, { toWarehouseCode: 'WC01', lines: some })).toBe('OK')
    expect(checked(type, { toWarehouseCode: 'WS001', lines: some })).toBe('SAME_WAREHOUSE')
    expect(checked(type, { toWarehouseCode: 'WC01', lines: [line()] })).toBe('LINES_MISSING')
  })

  test('costAdjustment: value alone, up or down to the new unit cost of what lies there', () => {
    const held = new Map([
      ['A', { onHand: 4000, value: 40_000 }],
      ['B', { onHand: 2000, value: 30_000 }],
      ['C', { onHand: 1000, value: 5000 }],
      ['D', { onHand: -1000, value: -5000 }],
    ])
    const balanceOf = (account: string, sku: string) => {
      expect(account).toBe('stock:WS001')
      return held.get(sku) ?? { onHand: 0, value: 0 }
    }
    const lines = ['A', 'B', 'C', 'D', 'E'].map((sku, index) =>
      line({ lineNo: index + 1, sku, unitCost: { A: 12_500, B: 10_000 }[sku] ?? 5000 }),
    )
    expect(told(costMovements(facts({ lines }), balanceOf))).toEqual([
      '1 A 0 adjustment > stock:WS001 costAdjustment value 10000',
      '2 B 0 stock:WS001 > adjustment costAdjustment value 10000',
    ])
    expect(posted('costAdjustment', { lines })).toEqual([])
    expect(checked('costAdjustment', { lines })).toBe('OK')
    expect(checked('costAdjustment', { lines: [] })).toBe('LINES_MISSING')
  })
})

describe('repack', () => {
  const parts = [
    line({ quantity: 2000, role: 'consume' }),
    line({ lineNo: 2, sku: 'B', quantity: 4000, role: 'consume' }),
    line({ lineNo: 3, sku: 'BOX', quantity: 1000, role: 'produce' }),
  ]

  test('what goes in comes out of stock, what is made shares its value', () => {
    expect(posted('repack', { lines: parts })).toEqual([
      '1 A 2000 stock:WS001 > assembly repack average',
      '2 B 4000 stock:WS001 > assembly repack average',
      '3 BOX 1000 assembly > stock:WS001 repack share',
    ])
  })

  test.each<[string, [string, 'consume' | 'produce', number][], boolean]>([
    [
      'put together',
      [
        ['A', 'consume', 4000],
        ['B', 'consume', 8000],
        ['BOX', 'produce', 2000],
      ],
      true,
    ],
    [
      'taken apart',
      [
        ['BOX', 'consume', 1000],
        ['A', 'produce', 2000],
        ['B', 'produce', 4000],
      ],
      true,
    ],
    [
      'of two lots of one component',
      [
        ['A', 'consume', 1000],
        ['A', 'consume', 1000],
        ['B', 'consume', 4000],
        ['BOX', 'produce', 1000],
      ],
      true,
    ],
    [
      'more boxes than parts',
      [
        ['A', 'consume', 2000],
        ['B', 'consume', 4000],
        ['BOX', 'produce', 2000],
      ],
      false,
    ],
    [
      'another ratio',
      [
        ['A', 'consume', 4000],
        ['B', 'consume', 4000],
        ['BOX', 'produce', 2000],
      ],
      false,
    ],
    [
      'half a box',
      [
        ['A', 'consume', 1000],
        ['B', 'consume', 2000],
        ['BOX', 'produce', 500],
      ],
      false,
    ],
    [
      'something else besides',
      [
        ['A', 'consume', 2000],
        ['B', 'consume', 4000],
        ['BOX', 'produce', 1000],
        ['C', 'produce', 1000],
      ],
      false,
    ],
    ['nothing', [], false],
  ])('a recipe of two A and four B is followed or not: %s', (_what, goods, follows) => {
    const recipe = {
      productSku: 'BOX',
      quantity: 1000,
      components: [
        { sku: 'A', quantity: 2000 },
        { sku: 'B', quantity: 4000 },
      ],
    }
    const lines = goods.map(([sku, role, quantity]) => ({ sku, role, quantity }))
    expect(followsRecipe(lines, recipe)).toBe(follows)
  })

  test('one half alone is no repack, neither is one of nothing', () => {
    expect(checked('repack', { lines: parts })).toBe('OK')
    expect(checked('repack', { lines: parts.slice(0, 2) })).toBe('LINES_MISSING')
    expect(checked('repack', { lines: parts.slice(2) })).toBe('LINES_MISSING')
    expect(checked('repack', { lines: parts.map((one) => ({ ...one, quantity: 0 })) })).toBe('LINES_MISSING')
  })
})

describe('transferSettlement', () => {
  const missing = { lines: [line({ quantity: 1000 })], inTransit: [{ sku: 'A', quantity: 2000, value: 25_000 }] }

  test.each([
    ['reship', '1 A 1000 inTransit:T1 > stock:WS001 transferSettlement value 12500'],
    ['return', '1 A 1000 inTransit:T1 > stock:WS001 transferSettlement value 12500'],
    ['carrierLoss', '1 A 1000 inTransit:T1 > loss transferSettlement value 12500'],
    ['chargeSender', '1 A 1000 inTransit:T1 > loss transferSettlement value 12500'],
    ['chargeReceiver', '1 A 1000 inTransit:T1 > loss transferSettlement value 12500'],
  ] as const)('what never arrived, %s', (settlement, movement) => {
    expect(posted('transferSettlement', { ...missing, settlement })).toEqual([movement])
  })

  test.each([
    ['chargeSender', '1 A 1000 stock:WS001 > inTransit:T1 transferSettlement average'],
    ['chargeReceiver', '1 A 1000 adjustment > inTransit:T1 transferSettlement at 900'],
  ] as const)('what arrived unsent, %s', (settlement, movement) => {
    const lines = [line({ quantity: 1000, unitCost: 900, role: 'produce' })]
    expect(
      posted('transferSettlement', { settlement, lines, inTransit: [{ sku: 'A', quantity: -1000, value: -900 }] }),
    ).toEqual([movement])
  })

  test('the sender’s own ledger posts what touches its stock, HQ the rest', () => {
    expect(settlementWays.filter((way) => settledBySender(way, false))).toEqual(['reship', 'return'])
    expect(settlementWays.filter((way) => settledBySender(way, true))).toEqual(['chargeSender'])
  })
})

describe('whatever the lines say', () => {
  const anyLine = fc.record({
    sku: fc.constantFrom('A', 'B', 'C'),
    lot: fc.constantFrom('', 'L1'),
    quantity: fc.integer({ min: 0, max: 60_000 }),
    damagedQuantity: fc.integer({ min: 0, max: 3000 }),
    rejectedQuantity: fc.integer({ min: 0, max: 3000 }),
    unitCost: fc.integer({ min: 0, max: 900_000 }),
    role: fc.constantFrom('' as const, 'consume' as const, 'produce' as const),
    condition: fc.constantFrom('stock' as const, 'quarantine' as const),
  })

  test.each(documentTypes.filter((type) => type !== 'costAdjustment'))(
    '%s moves whole numbers of something between two accounts, numbered 1 to n',
    (type) => {
      fc.assert(
        fc.property(fc.array(anyLine, { maxLength: 12 }), fc.constantFrom(...settlementWays), (rows, settlement) => {
          const lines = rows.map((row, index) => line({ lineNo: index + 1, ...row }))
          const document = facts({ lines, settlement, toWarehouseCode: 'WS001B', reasonAccount: 'loss' })
          for (const plans of [documentRules[type].proposed(document), documentRules[type].posted(document)]) {
            expect(plans.map(({ line: number }) => number)).toEqual(plans.map((_plan, index) => index + 1))
            for (const plan of plans) {
              expect(plan.quantity).toBeGreaterThan(0)
              expect(plan.fromAccount).not.toBe(plan.toAccount)
            }
          }
        }),
        { numRuns: 60 },
      )
    },
  )

  test('a mirror undoes its original in every account', () => {
    const plans = documentRules.customerReturn.posted(
      facts({
        lines: [line({ quantity: 2000, damagedQuantity: 1000 }), line({ lineNo: 2, sku: 'B', quantity: 3000 })],
      }),
    )
    const movements = plans.map(({ cost: _cost, ...plan }) => ({ ...plan, unitCost: 10, value: plan.quantity / 100 }))
    const sums = new Map<string, number>()
    for (const { fromAccount, toAccount, sku, quantity } of [...movements, ...mirrored(movements)])
      for (const [account, sign] of [
        [fromAccount, -1],
        [toAccount, 1],
      ] as [Account, number][])
        sums.set(`${account} ${sku}`, (sums.get(`${account} ${sku}`) ?? 0) + sign * quantity)
    expect([...sums.values()].filter((sum) => sum !== 0)).toEqual([])
    expect(new Set(mirrored(movements).map(({ kind }) => kind))).toEqual(new Set(['reversal']))
  })
})
