/** 报溢: goods turn up that the books do not know. They come in at the warehouse's average cost, once approved. */
import { anyQuantity, type DocumentRule, goodsIn, none } from './rule'

export const overage: DocumentRule = {
  type: 'overage',
  prefix: 'BYRK',
  header: ['reason'],
  direction: 'in',
  newProduct: 'line',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: false,
  proposed: none,
  posted: (document) => goodsIn(document, 'adjustment', 'overage'),
  check: anyQuantity,
}
