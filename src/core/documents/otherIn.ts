/** 其他入库: goods come in for a reason HQ named, from the account that reason names. */
import { anyQuantity, type DocumentRule, goodsIn, none } from './rule'

export const otherIn: DocumentRule = {
  type: 'otherIn',
  prefix: 'QTRK',
  header: ['reason'],
  direction: 'in',
  newProduct: 'line',
  quantities: ['damaged'],
  writtenAt: 'store',
  opensFromSource: false,
  proposed: none,
  posted: (document) => goodsIn(document, document.reasonAccount, 'otherIn'),
  check: anyQuantity,
}
