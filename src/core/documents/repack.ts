/**
 * 拆装组合: components become a product, or a product its components. Per SKU the assembly account balances; all value
 * that goes in comes out again, shared by standard cost, the last produced line taking what rounding left.
 */
import { accept, refuse } from '../result'
import { stockAccount } from '../stock/accounts'
import { type DocumentFacts, type DocumentLine, type DocumentRule, none, planned } from './rule'

const withRole = (document: DocumentFacts, role: DocumentLine['role']): DocumentLine[] =>
  document.lines.filter((line) => line.role === role && line.quantity > 0)

export const repack: DocumentRule = {
  type: 'repack',
  prefix: 'CZZH',
  header: [],
  direction: 'both',
  newProduct: 'line',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: false,
  proposed: none,
  posted: (document) => {
    const stock = stockAccount(document.warehouseCode)
    return planned([
      ...withRole(document, 'consume').map((line) => ({
        line,
        from: stock,
        to: 'assembly' as const,
        quantity: line.quantity,
        kind: 'repack' as const,
      })),
      ...withRole(document, 'produce').map((line) => ({
        line,
        from: 'assembly' as const,
        to: stock,
        quantity: line.quantity,
        kind: 'repack' as const,
        cost: { kind: 'share' as const },
      })),
    ])
  },
  check: (document) =>
    withRole(document, 'consume').length > 0 && withRole(document, 'produce').length > 0
      ? accept(null)
      : refuse('LINES_MISSING'),
}
