/**
 * Labels of lots that wait say what the books say: a day somebody mended reaches them before they reach food, and a lot that
 * its receipt does not bring after all gets none. What is on its way or in doubt is left alone: a person is asked about it.
 */
import type { DocumentRow } from '../../database/entities'
import type { Reader, Tx } from '../../database/unitOfWork'
import type { StoreRuntime } from '../runtime'

const waits = `j.state IN ('queued', 'failed') AND j.lot <> ''`
const saysDay = `coalesce(j.about ->> '$.expiryDate', '')`

/** Held-back ones too, and what waits again after it was on its way. Answers whether anything changed. */
export const renewLotLabels = async (tx: Tx): Promise<boolean> => {
  const renewed = await tx.all(
    `UPDATE labelJob AS j SET about = json_set(j.about, '$.expiryDate', t.expiryDate) FROM lot t
     WHERE t.sku = j.sku AND t.lot = j.lot AND t.expiryDate <> '' AND ${waits} AND ${saysDay} <> t.expiryDate RETURNING jobId`,
  )
  return renewed.length > 0
}

const isReversed = `EXISTS (SELECT 1 FROM document v WHERE v.reversalOf = d.documentId AND v.state = 'posted')`

/** Each lot label of this receipt that waits, and the day it is to say: null where the receipt brings nothing of the lot. */
const wantedSql = `
  SELECT j.jobId, j.printed, ${saysDay} AS says,
    (SELECT coalesce(nullif(t.expiryDate, ''), l.expiryDate) FROM documentLine l LEFT JOIN lot t ON t.sku = l.sku AND t.lot = l.lot
     WHERE l.documentId = d.documentId AND l.sku = j.sku AND l.lot = j.lot AND l.quantity > 0
       AND d.state <> 'cancelled' AND NOT ${isReversed} ORDER BY l.lineNo LIMIT 1) AS expiryDate
  FROM document d JOIN labelJob j ON j.why = 'receipt' AND j.origin = d.number
  WHERE d.documentId = ? AND d.type = 'goodsReceipt' AND ${waits}`

interface LotLabel {
  jobId: string
  printed: number
  says: string
  expiryDate: string | null
}

const changesOf = async (read: Reader, documentId: string): Promise<LotLabel[]> =>
  (await read.all<LotLabel>(wantedSql, [documentId])).filter(({ says, expiryDate }) => says !== expiryDate)

export const lotLabelsDiffer = async (read: Reader, documentId: string): Promise<boolean> =>
  (await changesOf(read, documentId)).length > 0

/** Answers whether anything changed. */
export const settleLotLabels = async (tx: Tx, documentId: string): Promise<boolean> => {
  const changes = await changesOf(tx, documentId)
  for (const { jobId, printed, expiryDate } of changes) {
    // what went out once is still in the list as that
    if (expiryDate === null && printed > 0)
      await tx.run(`UPDATE labelJob SET state = 'handedOver', problem = '' WHERE jobId = ?`, [jobId])
    else if (expiryDate === null) await tx.run('DELETE FROM labelJob WHERE jobId = ?', [jobId])
    else
      await tx.run(`UPDATE labelJob SET about = json_set(about, '$.expiryDate', ?) WHERE jobId = ?`, [
        expiryDate,
        jobId,
      ])
  }
  return changes.length > 0
}

/** Whoever took the step, a person here or HQ's word: in its transaction, so that no label goes out in between. */
export const lotLabelsAfterStep = async (
  tx: Tx,
  runtime: Pick<StoreRuntime, 'emit'>,
  { type, documentId, reversalOf }: Pick<DocumentRow, 'type' | 'documentId' | 'reversalOf'>,
): Promise<void> => {
  const renewed = await renewLotLabels(tx)
  const settled = type === 'goodsReceipt' && (await settleLotLabels(tx, reversalOf || documentId))
  if (renewed || settled) tellLabels(tx, runtime)
}

export const tellLabels = (tx: Tx, runtime: Pick<StoreRuntime, 'emit'>): void =>
  tx.afterCommit(() => runtime.emit({ type: 'labels.changed' }))
