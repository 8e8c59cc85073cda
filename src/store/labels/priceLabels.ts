/**
 * Labels for prices HQ changed: one for each product this shop keeps. A newer price takes the place of an older one that has
 * not been printed; whatever else waits for the same product is printed with the price of now.
 */
import type { LabelJobRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { readDeviceSettings } from '../meta'
import { isoNow, type StoreRuntime } from '../runtime'

export interface PriceLabelWishes {
  /** of HQ's change: why the line is there */
  number: string
  skus: readonly string[]
}

/** Kept: it ever lay here, or had a label here. The price is the product's own, so that what is printed is never out of date. */
const keptSql = `
  SELECT p.sku, p.name, p.spec, p.unit, p.origin AS place, p.priceFen,
    coalesce((SELECT b.code FROM barcode b WHERE b.sku = p.sku ORDER BY b.packFactor, b.rowid LIMIT 1), '') AS barcode
  FROM json_each(?) w JOIN product p ON p.sku = w.value
  WHERE EXISTS (SELECT 1 FROM stockBalance s WHERE s.sku = p.sku AND s.account LIKE 'stock:%')
    OR EXISTS (SELECT 1 FROM priceChangeHeard h WHERE h.sku = p.sku AND h.state IN ('printed', 'queued'))
    OR p.sku IN (SELECT j.sku FROM labelJob j WHERE j.printed > 0)
  ORDER BY w.key`

/** Returns the codes a label was queued for. */
export const queuePriceLabels = async (
  tx: Tx,
  runtime: StoreRuntime,
  { number, skus }: PriceLabelWishes,
): Promise<string[]> => {
  const kept = await tx.all<Omit<LabelJobRow, 'jobId'>>(keptSql, [JSON.stringify(skus)])
  const codes = JSON.stringify(kept.map(({ sku }) => sku))
  const unprinted = `sku IN (SELECT value FROM json_each(?)) AND state IN ('queued', 'failed')`
  await tx.run(`DELETE FROM labelJob WHERE ${unprinted} AND origin IN (SELECT number FROM priceChangeHeard)`, [codes])
  await tx.run(
    `UPDATE labelJob SET priceFen = (SELECT p.priceFen FROM product p WHERE p.sku = labelJob.sku) WHERE ${unprinted}`,
    [codes],
  )
  const { printer } = await readDeviceSettings(tx)
  const common = { copies: 1, template: printer?.template ?? 'priceTag40x30', origin: number, state: 'queued' as const }
  const rest = { problem: '', printed: 0, createdAt: isoNow(runtime.clock) }
  await tx.insertRows(
    'labelJob',
    kept.map((job) => ({ jobId: runtime.ids.uuid(), ...job, ...common, ...rest })),
  )
  return kept.map(({ sku }) => sku)
}
