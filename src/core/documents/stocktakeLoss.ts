/** 盘亏: a stocktake found less than the books say. The goods leave the books, expired or not, once agreed to. */
import { anyQuantity, type DocumentRule, goodsOut, none } from './rule'

export const stocktakeLoss: DocumentRule = {
  type: 'stocktakeLoss',
  prefix: 'PKCK',
  header: ['stocktake'],
  direction: 'out',
  takesExpired: true,
  newProduct: 'line',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: true,
  madeOfReview: true,
  proposed: none,
  posted: (document) => goodsOut(document, 'adjustment', 'stocktakeLoss'),
  check: anyQuantity,
}
