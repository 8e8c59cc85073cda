/**
 * A label that waits shows the product's price of now, whatever it was when the label was wanted: it is set anew when HQ's
 * products arrive, and whenever a label begins to wait again. What came out keeps the price it came out with.
 */
import type { Tx } from '../../database/unitOfWork'

/** What hangs on the shelf is what this line last put there; where it put nothing yet, what it was told. */
const putThereSql = `(SELECT l.priceFen FROM labelPrint l WHERE l.jobId = labelJob.jobId
  AND l.state IN ('handedOver', 'confirmed') ORDER BY l.rowid DESC LIMIT 1)`
const hangingSql = `coalesce(${putThereSql}, labelJob.oldPriceFen)`

/** A day from which another price held says nothing of this one. */
const beginsSql = `(SELECT h.effectiveDate FROM priceChangeHeard h
  WHERE h.number = labelJob.origin AND h.sku = p.sku AND h.newPriceFen = p.priceFen)`

const repriceSql = (whose: string): string => `
  UPDATE labelJob SET priceFen = p.priceFen, oldPriceFen = nullif(${hangingSql}, p.priceFen),
    about = CASE WHEN labelJob.about ->> '$.validFrom' IS NULL THEN labelJob.about
      ELSE json_patch(labelJob.about, json_object('validFrom', ${beginsSql})) END
  FROM product p
  WHERE p.sku = labelJob.sku AND labelJob.priceFen <> p.priceFen AND labelJob.state IN ('queued', 'failed') AND ${whose}
  RETURNING jobId`

/** Returns how many lines wait with another price than before. */
export const priceOfNow = async (
  tx: Tx,
  whose: { skus: readonly string[] } | { jobIds: readonly string[] } | 'all',
): Promise<number> => {
  if (whose === 'all') return (await tx.all(repriceSql('1'))).length
  const [column, values] = 'skus' in whose ? ['sku', whose.skus] : ['jobId', whose.jobIds]
  if (values.length === 0) return 0
  const sql = repriceSql(`labelJob.${column} IN (SELECT value FROM json_each(?))`)
  return (await tx.all(sql, [JSON.stringify(values)])).length
}

/** Of products as HQ sends them, in the write that takes them. */
export const priceOfArrived = async (
  tx: Tx,
  items: readonly { type: string; key: string }[],
  tellChanged: () => void,
): Promise<void> => {
  const skus = items.filter(({ type }) => type === 'product').map(({ key }) => key)
  if ((await priceOfNow(tx, { skus })) > 0) tx.afterCommit(tellChanged)
}

/** Of a line that was to come out once more, and is not to any longer. */
export const priceThatHangs = (tx: Tx, jobIds: readonly string[]): Promise<void> =>
  tx.run(
    `UPDATE labelJob SET priceFen = ${putThereSql}, oldPriceFen = nullif(oldPriceFen, ${putThereSql})
     WHERE state = 'handedOver' AND priceFen <> ${putThereSql} AND jobId IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(jobIds)],
  )
