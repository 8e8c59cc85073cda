/**
 * 成本调整: HQ sets what the stock on hand is worth. Value alone moves, no goods: the line's quantity is what lay there
 * when it was posted, its unit cost the new one. The warehouse's own PC posts it, so that no other writer is needed.
 */
import { costValue } from '../quantity/quantity'
import { accept, refuse } from '../result'
import { stockAccount } from '../stock/accounts'
import type { MovementPlan } from '../stock/cost'
import { type DocumentFacts, type DocumentRule, none } from './rule'

/** Value-only movements towards the new unit cost, given what each SKU holds now. */
export const costMovements = (
  document: DocumentFacts,
  balanceOf: (account: string, sku: string) => { onHand: number; value: number },
): MovementPlan[] => {
  const stock = stockAccount(document.warehouseCode)
  return document.lines
    .map((line) => {
      const { onHand, value } = balanceOf(stock, line.sku)
      const change = costValue(Math.max(0, onHand), line.unitCost) - value
      return { line, change: onHand > 0 ? change : 0 }
    })
    .filter(({ change }) => change !== 0)
    .map(({ line, change }, index) => ({
      line: index + 1,
      sku: line.sku,
      lot: '',
      fromAccount: change > 0 ? ('adjustment' as const) : stock,
      toAccount: change > 0 ? stock : ('adjustment' as const),
      quantity: 0,
      kind: 'costAdjustment' as const,
      cost: { kind: 'value' as const, value: Math.abs(change) },
    }))
}

export const costAdjustment: DocumentRule = {
  type: 'costAdjustment',
  prefix: 'CBTZ',
  header: ['reason'],
  direction: 'none',
  newProduct: 'line',
  quantities: [],
  writtenAt: 'hub',
  opensFromSource: false,
  valueOnly: true,
  proposed: none,
  posted: none,
  check: (document) => (document.lines.length > 0 ? accept(null) : refuse('LINES_MISSING')),
}
