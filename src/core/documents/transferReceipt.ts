/**
 * 调拨入库: the receiver's step of a transfer. Goods come in at the value they were sent with; what was sent
 * and is not here stays in transit as a difference, it never vanishes.
 */
import { inTransitAccount } from '../stock/accounts'
import { anyQuantity, costInTransit, type DocumentRule, goodsIn, none } from './rule'

export const transferReceipt: DocumentRule = {
  type: 'transferReceipt',
  prefix: 'DBRK',
  header: ['source'],
  direction: 'in',
  newProduct: 'tray',
  quantities: ['damaged'],
  writtenAt: 'store',
  opensFromSource: true,
  proposed: none,
  posted: (document) => {
    const costOf = costInTransit(document)
    return goodsIn(document, inTransitAccount(document.transferId), 'transferReceipt', (line, part) =>
      costOf(line.sku, part === 'good' ? line.quantity : line.damagedQuantity, line.unitCost),
    )
  },
  check: anyQuantity,
}
