/** 返仓: a store asks to send goods back to a central or regional warehouse. Approved, it becomes a transfer. */
import { type DocumentRule, none } from './rule'
import { betweenTwoWarehouses } from './transferRequest'

export const warehouseReturn: DocumentRule = {
  type: 'warehouseReturn',
  prefix: 'FCSQ',
  header: ['toWarehouse', 'reason'],
  direction: 'none',
  newProduct: 'line',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: false,
  takenAwayUnderNumber: true,
  proposed: none,
  posted: none,
  check: betweenTwoWarehouses,
}
