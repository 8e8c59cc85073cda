import { describe, expect, test } from 'vitest'
import { type Choices, creatableOf, isEditableAtHq, type WarehouseChoice } from '../../../src/console/data/writing'
import type { DocumentHeader } from '../../../src/contract/schemas/document'
import { documentTypes } from '../../../src/core/documents/states'

const warehouse = (code: string, kind: string, storeCode: string | null): WarehouseChoice => ({
  code,
  name: code,
  kind,
  storeCode,
  own: storeCode === null,
})
const warehouses = [
  warehouse('WC', 'central', null),
  warehouse('WS001', 'store', 'S001'),
  warehouse('WV', 'virtual', null),
]
const choices = (may: string[]): Choices => ({
  types: documentTypes.map((type) => ({
    type,
    enabled: type !== 'overage',
    may,
    photoFromFen: null,
    needsApproval: false,
    requiredFields: [],
  })),
  warehouses,
  suppliers: [],
  reasons: [],
  recipes: [],
})
const header = (type: string, warehouseCode: string, state: string) =>
  ({ type, warehouseCode, state }) as DocumentHeader

describe('what HQ writes', () => {
  test('a cost adjustment for any real warehouse, other papers only where no store keeps the books', () => {
    const found = new Map(
      creatableOf(choices(['create'])).map(({ type, warehouses: of }) => [type, of.map(({ code }) => code)]),
    )
    expect(found.get('costAdjustment')).toEqual(['WC', 'WS001'])
    expect(found.get('writeOff')).toEqual(['WC', 'WV'])
    expect(found.get('otherIn')).toEqual(['WC'])
  })

  test('nothing that is off, opens from a source, or that this user may not write', () => {
    const types = creatableOf(choices(['create'])).map(({ type }) => type)
    expect(types).not.toContain('overage')
    expect(types).not.toContain('goodsReceipt')
    expect(types).not.toContain('transferDispatch')
    expect(creatableOf(choices(['approve']))).toEqual([])
  })

  test('a store’s paper is the store’s to change, and nobody changes what is posted', () => {
    expect(isEditableAtHq(header('writeOff', 'WC', 'draft'), warehouses)).toBe(true)
    expect(isEditableAtHq(header('writeOff', 'WS001', 'draft'), warehouses)).toBe(false)
    expect(isEditableAtHq(header('costAdjustment', 'WS001', 'draft'), warehouses)).toBe(true)
    expect(isEditableAtHq(header('costAdjustment', 'WS001', 'posted'), warehouses)).toBe(false)
  })
})
