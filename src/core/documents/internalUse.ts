/** 领用: the store uses its own goods (cleaning, tasting, display). */
import { anyQuantity, type DocumentRule, goodsOut, none } from './rule'

export const internalUse: DocumentRule = {
  type: 'internalUse',
  prefix: 'LYCK',
  header: ['reason'],
  direction: 'out',
  newProduct: 'line',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: false,
  proposed: none,
  posted: (document) => goodsOut(document, 'internalUse', 'internalUse'),
  check: anyQuantity,
}
