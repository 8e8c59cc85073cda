/** A document as a type's rule sees it, and a line of it; every test says only what matters to it. */
import type { DocumentFacts, DocumentLine } from '../../../../src/core/documents/rule'
import type { MovementPlan } from '../../../../src/core/stock/cost'

export const line = (change: Partial<DocumentLine> = {}): DocumentLine => ({
  lineNo: 1,
  sku: 'A',
  lot: '',
  expiryDate: '',
  expectedQuantity: 0,
  quantity: 0,
  damagedQuantity: 0,
  rejectedQuantity: 0,
  freeQuantity: 0,
  unitCost: 12_345,
  unplanned: false,
  role: '',
  condition: 'stock',
  splitOf: 0,
  ...change,
})

export const facts = (change: Partial<DocumentFacts> = {}): DocumentFacts => ({
  warehouseCode: 'WS001',
  toWarehouseCode: '',
  toCondition: 'stock',
  transferId: 'T1',
  inTransit: [],
  reasonAccount: 'adjustment',
  settlement: '',
  lines: [],
  ...change,
})

/** One word a movement: `1 A/lot 2000 stock:WS001 > loss average`. */
export const told = (plans: readonly MovementPlan[]): string[] =>
  plans.map(({ line: number, sku, lot, quantity, fromAccount, toAccount, kind, cost }) =>
    [number, lot === '' ? sku : `${sku}/${lot}`, quantity, fromAccount, '>', toAccount, kind, costText(cost)].join(' '),
  )

const costText = (cost: MovementPlan['cost']): string => {
  if (cost.kind === 'value') return `value ${cost.value}`
  return cost.kind === 'unitCost' ? `at ${cost.unitCost}` : cost.kind
}
