/**
 * A count is held against the books of one PC, in one stocktake. What makes that untrue is booked, because goods moved, and
 * told to people: two open stocktakes about one product, and goods of the counted warehouse in the log of another PC. Beside a
 * stocktake a store's PCs may all book in its warehouse: the store is what their logs say together.
 */
import type { StocktakeStepped } from '../../contract/schemas/stocktake'
import type { DocumentStepped } from '../../contract/schemas/sync'
import { stockAccount } from '../../core/stock/accounts'
import { overlappingStocktake } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'
import { Doubt } from './doubt'
import { logsOfOnePc } from './logsOfPc'

/** Asked once it is written, as it opens. */
export const openingOddity = async (
  read: Reader,
  logId: string,
  { step, stocktake, skus }: StocktakeStepped,
): Promise<Doubt | null> => {
  if (step !== 'opened') return null
  const { number, scope, ...about } = stocktake
  const other = await overlappingStocktake(read, { ...about, kind: scope.kind }, skus)
  if (other) return new Doubt('overlap', `${number} is about goods of ${other.number}, which is open, too`)
  const apart = await bookedApart(read, logId, stocktake, skus)
  return apart ? new Doubt('otherBooks', `${number}: another PC booked ${apart.sku} there, which its books lack`) : null
}

/** Goods that lie in the warehouse by the logs of the store's other PCs, those that work no more included. */
const bookedApart = (
  read: Reader,
  logId: string,
  { storeCode, warehouseCode }: Pick<StocktakeStepped['stocktake'], 'storeCode' | 'warehouseCode'>,
  skus: readonly string[],
): Promise<{ sku: string } | undefined> =>
  read.one<{ sku: string }>(
    `SELECT m.sku FROM stockMovement m
     WHERE m.logId IN (SELECT g.logId FROM log g JOIN device d ON d.deviceId = g.deviceId
         WHERE d.storeCode = ? AND g.kind = 'ledger' AND g.logId NOT IN (${logsOfOnePc}))
       AND ? IN (m.fromAccount, m.toAccount) AND m.sku IN (SELECT value FROM json_each(?))
     GROUP BY m.sku HAVING sum(CASE m.toAccount WHEN ? THEN m.quantity ELSE -m.quantity END) <> 0 ORDER BY m.sku LIMIT 1`,
    [storeCode, logId, stockAccount(warehouseCode), JSON.stringify(skus), stockAccount(warehouseCode)],
  )

/**
 * Goods moved in another log than the one they are counted against. Told late, it may be about a count that is over: that one
 * PC's time says it was before its hand-in by the other's is enough for people to look.
 */
export const movedApart = async (
  read: Reader,
  logId: string,
  { document, movements, occurredAt }: DocumentStepped,
): Promise<Doubt | null> => {
  const moved = movements.filter(({ quantity }) => quantity > 0)
  if (moved.length === 0) return null
  const counted = await read.one<{ number: string }>(
    `SELECT s.number FROM stocktake s
     WHERE s.storeCode = ? AND s.logId NOT IN (${logsOfOnePc}) AND (s.state IN ('counting', 'review') OR
         (s.state = 'submitted' AND s.submittedAt >= ?))
       AND EXISTS (SELECT 1 FROM json_each(?) m WHERE 'stock:' || s.warehouseCode IN (
           json_extract(m.value, '$.fromAccount'), json_extract(m.value, '$.toAccount'))
         AND (s.kind = 'full' OR EXISTS (SELECT 1 FROM stocktakeProduct k
           WHERE k.stocktakeId = s.stocktakeId AND k.sku = json_extract(m.value, '$.sku')))) LIMIT 1`,
    [document.storeCode, logId, occurredAt, JSON.stringify(moved)],
  )
  return counted
    ? new Doubt('otherBooks', `${document.number} moves goods ${counted.number} counts on another PC`)
    : null
}
