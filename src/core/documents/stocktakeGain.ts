/** 盘盈: a stocktake found more than the books say. The goods come in at the warehouse's average cost, once agreed to. */
import { anyQuantity, type DocumentRule, goodsIn, none } from './rule'

export const stocktakeGain: DocumentRule = {
  type: 'stocktakeGain',
  prefix: 'PYRK',
  header: ['stocktake'],
  direction: 'in',
  newProduct: 'line',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: true,
  madeOfReview: true,
  proposed: none,
  posted: (document) => goodsIn(document, 'adjustment', 'stocktakeGain'),
  check: anyQuantity,
}
