/**
 * What of a review is still to be booked. A paper of an earlier hand-in may be posted while another came back; what it
 * booked after a line was counted is part of that line's difference, what it booked before is in the book already.
 */
import type { ToldStocktakeLine } from '../../contract/schemas/stocktake'
import { stockAccount } from '../../core/stock/accounts'
import type { Change } from '../../core/stocktake/netting'
import type { UncountedRule } from '../../core/stocktake/plan'
import type { StocktakeRow } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'

/** What papers of the stocktake, and their mirrors, moved up to a position of the log; without one, up to now. */
export const bookedOf = (
  read: Reader,
  { stocktakeId, warehouseCode }: Pick<StocktakeRow, 'stocktakeId' | 'warehouseCode'>,
  logId: string,
  upTo: number = Number.MAX_SAFE_INTEGER,
): Promise<Change[]> => {
  const account = stockAccount(warehouseCode)
  return read.all<Change>(
    `SELECT m.seq, m.sku, m.lot, sum(CASE m.toAccount WHEN ? THEN m.quantity ELSE -m.quantity END) AS change
     FROM document d JOIN stockMovement m ON m.documentId = d.documentId
     WHERE d.sourceId = ? AND d.type IN ('stocktakeGain', 'stocktakeLoss') AND m.logId = ? AND m.seq <= ?
       AND m.quantity > 0 AND ? IN (m.fromAccount, m.toAccount) GROUP BY m.seq, m.sku, m.lot ORDER BY m.seq`,
    [account, stocktakeId, logId, upTo, account],
  )
}

type Reviewed = Pick<ToldStocktakeLine, 'sku' | 'lot' | 'counted' | 'variance' | 'atSeq' | 'planned'>

/**
 * Goods it is not about are somebody else's to count. Those left uncounted are left alone: what an earlier hand-in booked of
 * them rests on a count that does not stand any more, and is undone.
 */
export const toBookOf = (uncounted: UncountedRule, booked: readonly Change[]): ((line: Reviewed) => number) => {
  const byKey = new Map<string, Change[]>()
  for (const change of booked) {
    const key = `${change.sku}\n${change.lot}`
    byKey.set(key, [...(byKey.get(key) ?? []), change])
  }
  return ({ sku, lot, counted, variance, atSeq, planned }) => {
    if (!planned) return 0
    const isLeft = counted === null && uncounted === 'leave'
    const since = (byKey.get(`${sku}\n${lot}`) ?? []).filter(({ seq }) => isLeft || seq > atSeq)
    return since.reduce((rest, { change }) => rest - change, variance)
  }
}
