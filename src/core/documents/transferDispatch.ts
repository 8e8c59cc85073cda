/** 调拨出库: the sender's step of a transfer. What left the shelf is in transit until somebody received or settled it. */
import { inTransitAccount } from '../stock/accounts'
import { toleratedQuantity } from './goodsReceipt'
import { anyQuantity, type DocumentLine, type DocumentRule, goodsOut, movedQuantity, none } from './rule'

export const transferDispatch: DocumentRule = {
  type: 'transferDispatch',
  prefix: 'DBCK',
  header: ['source'],
  direction: 'out',
  newProduct: 'tray',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: true,
  proposed: none,
  posted: (document) => goodsOut(document, inTransitAccount(document.transferId), 'transferDispatch'),
  check: anyQuantity,
}

export interface OverSent {
  sku: string
  approved: number
  allowed: number
  quantity: number
}

/** The first product of which more leaves than was approved and tolerated, its lots together; what nobody planned is all over. */
export const firstOverSent = (
  lines: readonly DocumentLine[],
  permilleOf: (sku: string) => number,
): OverSent | undefined => {
  for (const sku of new Set(lines.map((line) => line.sku))) {
    const own = lines.filter((line) => line.sku === sku)
    const approved = own.reduce((sum, { expectedQuantity }) => sum + expectedQuantity, 0)
    const quantity = own.reduce((sum, line) => sum + movedQuantity(line), 0)
    const allowed = toleratedQuantity(approved, permilleOf(sku))
    if (quantity > allowed) return { sku, approved, allowed, quantity }
  }
  return undefined
}
