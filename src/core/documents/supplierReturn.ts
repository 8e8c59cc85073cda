/** 采购退货: goods go back to the supplier, good ones from stock or broken ones from quarantine, once HQ authorised it. */
import { anyQuantity, type DocumentRule, goodsOut, none } from './rule'

export const supplierReturn: DocumentRule = {
  type: 'supplierReturn',
  prefix: 'CGTH',
  header: ['supplier', 'reason'],
  direction: 'out',
  takesExpired: true,
  newProduct: 'line',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: false,
  takenAwayUnderNumber: true,
  proposed: none,
  posted: (document) => goodsOut(document, 'supplier', 'supplierReturn'),
  check: anyQuantity,
}
