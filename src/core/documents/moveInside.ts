/** 转仓: goods change place inside one store, between its warehouses or out of quarantine back to the shelf, in one post. */
import { accept, refuse } from '../result'
import { anyQuantity, type DocumentRule, none, placeOf, planned } from './rule'

export const moveInside: DocumentRule = {
  type: 'moveInside',
  prefix: 'ZC',
  header: ['toWarehouse'],
  direction: 'out',
  newProduct: 'line',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: false,
  proposed: none,
  posted: (document) =>
    planned(
      document.lines.map((line) => ({
        line,
        from: placeOf(line.condition, document.warehouseCode),
        to: placeOf(document.toCondition, document.toWarehouseCode),
        quantity: line.quantity,
        kind: 'moveInside',
      })),
    ),
  check: (document) => {
    const stays = document.lines.some(
      ({ condition }) => document.warehouseCode === document.toWarehouseCode && condition === document.toCondition,
    )
    if (stays) return refuse('SAME_WAREHOUSE')
    const any = anyQuantity(document)
    return any.ok ? accept(null) : any
  },
}
