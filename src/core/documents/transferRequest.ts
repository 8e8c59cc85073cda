/** 要货申请: a store asks for goods, or offers some to another. It moves nothing; approved, it becomes a transfer. */
import { accept, refuse } from '../result'
import { anyQuantity, type DocumentFacts, type DocumentRule, none } from './rule'

export const betweenTwoWarehouses = (document: DocumentFacts) => {
  if (document.warehouseCode === document.toWarehouseCode) return refuse('SAME_WAREHOUSE')
  const any = anyQuantity(document)
  return any.ok ? accept(null) : any
}

export const transferRequest: DocumentRule = {
  type: 'transferRequest',
  prefix: 'YHSQ',
  header: ['toWarehouse'],
  direction: 'none',
  newProduct: 'line',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: false,
  proposed: none,
  posted: none,
  check: betweenTwoWarehouses,
}
