/**
 * Labels for prices HQ changed: one for each product this shop keeps. A newer price takes the place of an older one that has
 * not been printed; whatever else waits for the same product is printed with the price of now (priceOfNow.ts).
 */
import type { Tx } from '../../database/unitOfWork'
import type { StoreRuntime } from '../runtime'
import { queueJobs } from './queueLabels'

export interface PriceLabelWishes {
  /** of HQ's change: why the line is there */
  number: string
  skus: readonly string[]
}

/** Kept: it ever lay here, or had a label here. */
const keptSql = `
  SELECT p.sku, h.oldPriceFen, h.effectiveDate FROM json_each(?) w JOIN product p ON p.sku = w.value
  JOIN priceChangeHeard h ON h.sku = p.sku AND h.number = ?
  WHERE EXISTS (SELECT 1 FROM stockBalance s WHERE s.sku = p.sku AND s.account LIKE 'stock:%')
    OR EXISTS (SELECT 1 FROM priceChangeHeard o WHERE o.sku = p.sku AND o.state IN ('printed', 'queued'))
    OR EXISTS (SELECT 1 FROM labelPrint l WHERE l.sku = p.sku)
  ORDER BY w.key`

const unprinted = `sku IN (SELECT value FROM json_each(?)) AND state IN ('queued', 'failed')`

/** Returns the codes a label was queued for. They wait for a person: the old price stands on the shelf until somebody goes there. */
export const queuePriceLabels = async (
  tx: Tx,
  runtime: StoreRuntime,
  { number, skus }: PriceLabelWishes,
): Promise<string[]> => {
  const kept = await tx.all<{ sku: string; oldPriceFen: number; effectiveDate: string }>(keptSql, [
    JSON.stringify(skus),
    number,
  ])
  const codes = JSON.stringify(kept.map(({ sku }) => sku))
  await tx.run(`DELETE FROM labelJob WHERE ${unprinted} AND why = 'priceChange'`, [codes])
  const wishes = kept.map(({ sku, oldPriceFen, effectiveDate }) => ({
    ...{ sku, copies: 1, waitsForWord: true, about: { validFrom: effectiveDate } },
    why: { kind: 'priceChange' as const, number, oldPriceFen },
  }))
  await queueJobs(tx, runtime, wishes)
  return kept.map(({ sku }) => sku)
}
