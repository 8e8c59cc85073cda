/** A stocktake as another side told it, written into the same tables: HQ keeps the store's, a PC those of the store's other PCs. */
import type { ToldStocktake } from '../../contract/schemas/stocktake'
import type { StocktakeRow } from '../../database/queries/stocktake'
import type { Parameter, Tx } from '../../database/unitOfWork'
import { keepArrivals } from './arrivals'

export const columnsOf = (told: ToldStocktake) => ({
  ...{ stocktakeId: told.stocktakeId, taskId: told.taskId, number: told.number, storeCode: told.storeCode },
  ...{ warehouseCode: told.warehouseCode, kind: told.scope.kind, scope: JSON.stringify(told.scope) },
  ...{ blind: told.blind ? 1 : 0, tolerancePermille: told.tolerancePermille, toleranceFen: told.toleranceFen },
  ...{ note: told.note, products: told.products, openedById: told.openedById },
  ...{ openedAt: told.openedAt, closedSeq: told.closedSeq, uncounted: told.uncounted },
  ...{ uncountedReason: told.uncountedReason, chosen: JSON.stringify(told.chosen) },
})

type Columns = Omit<StocktakeRow, 'version'>

export const insertStocktake = async (tx: Tx, row: Columns, skus: readonly string[]): Promise<void> => {
  const { stocktakeId } = row
  await tx.insertRows('stocktake', [{ ...row, version: 1 }])
  await tx.insertRows(
    'stocktakeProduct',
    skus.map((sku, place) => ({ stocktakeId, sku, place })),
  )
}

export const updateStocktake = (tx: Tx, { stocktakeId, ...row }: Columns): Promise<void> =>
  tx.run(
    `UPDATE stocktake SET version = version + 1, ${Object.keys(row)
      .map((column) => `${column} = ?`)
      .join(', ')} WHERE stocktakeId = ?`,
    [...(Object.values(row) as Parameter[]), stocktakeId],
  )

/** Zones, recounts and what arrived from other PCs are told whole each time. */
export const writePlan = async (tx: Tx, { stocktakeId, zones, recounts, arrivals }: ToldStocktake): Promise<void> => {
  await tx.run('DELETE FROM stocktakeZone WHERE stocktakeId = ?', [stocktakeId])
  await tx.insertRows(
    'stocktakeZone',
    zones.map((zone) => ({ stocktakeId, ...zone, temporary: zone.temporary ? 1 : 0 })),
  )
  await tx.run('DELETE FROM stocktakeRecount WHERE stocktakeId = ?', [stocktakeId])
  await tx.insertRows(
    'stocktakeRecount',
    recounts.map((recount) => ({ stocktakeId, ...recount, skus: JSON.stringify(recount.skus) })),
  )
  await keepArrivals(tx, stocktakeId, arrivals)
}
