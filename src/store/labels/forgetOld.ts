/**
 * How long the label queue remembers: what went out, or was taken out, leaves the list a quarter after its last print. That it
 * went out, when, at what price and how often stays for good in `labelPrint`: reprints are counted there, and so is the price
 * a shelf shows. What waits, is in doubt, follows a draft or has not been told to HQ yet is never forgotten.
 */
import type { StoreRuntime } from '../runtime'

export const jobsKeptMs = 92 * 24 * 60 * 60 * 1000
/** Small writes: a shop that opens is scanning already. The rest is forgotten at the next start. */
const jobsAWrite = 200
const writesMax = 50

const forgetSql = `
  DELETE FROM labelJob WHERE jobId IN (
    SELECT j.jobId FROM labelJob j
    WHERE j.state IN ('handedOver', 'confirmed', 'removed') AND j.createdAt < ?
      AND NOT EXISTS (SELECT 1 FROM labelPrint r WHERE r.jobId = j.jobId AND r.at >= ?)
      AND NOT EXISTS (SELECT 1 FROM document d WHERE d.documentId = j.documentId AND d.state IN ('draft', 'held'))
      AND NOT EXISTS (SELECT 1 FROM priceChangeHeard h WHERE h.number = j.origin AND h.sku = j.sku AND h.state = 'queued')
    LIMIT ${jobsAWrite})
  RETURNING jobId`

/** Returns how many it forgot. */
export const forgetOldLabels = async ({
  database,
  clock,
}: Pick<StoreRuntime, 'database' | 'clock'>): Promise<number> => {
  const before = new Date(clock.nowMs() - jobsKeptMs).toISOString()
  let forgotten = 0
  for (let round = 0; round < writesMax; round += 1) {
    const isOld = await database.read.one(
      `SELECT 1 AS found FROM labelJob WHERE state IN ('handedOver', 'confirmed', 'removed') AND createdAt < ? LIMIT 1`,
      [before],
    )
    if (!isOld) return forgotten
    const gone = await database.write((tx) => tx.all(forgetSql, [before, before]))
    forgotten += gone.length
    if (gone.length < jobsAWrite) return forgotten
  }
  return forgotten
}
