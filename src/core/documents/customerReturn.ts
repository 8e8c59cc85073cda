/** 退货入库: a customer brings goods back; what can be sold goes to stock, what is broken is kept apart. */
import { anyQuantity, type DocumentRule, goodsIn, none } from './rule'

export const customerReturn: DocumentRule = {
  type: 'customerReturn',
  prefix: 'THRK',
  header: ['reason'],
  direction: 'in',
  newProduct: 'line',
  quantities: ['damaged'],
  writtenAt: 'store',
  opensFromSource: false,
  proposed: none,
  posted: (document) => goodsIn(document, 'customer', 'customerReturn'),
  check: anyQuantity,
}
