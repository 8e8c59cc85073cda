/** 其他出库: goods leave for a reason HQ named, to the account that reason names. */
import { anyQuantity, type DocumentRule, goodsOut, none } from './rule'

export const otherOut: DocumentRule = {
  type: 'otherOut',
  prefix: 'QTCK',
  header: ['reason'],
  direction: 'out',
  newProduct: 'line',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: false,
  proposed: none,
  posted: (document) => goodsOut(document, document.reasonAccount, 'otherOut'),
  check: anyQuantity,
}
