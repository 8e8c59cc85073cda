/** 调拨出库: the sender's step of a transfer. What left the shelf is in transit until somebody received or settled it. */
import { inTransitAccount } from '../stock/accounts'
import { anyQuantity, type DocumentRule, goodsOut, none } from './rule'

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
