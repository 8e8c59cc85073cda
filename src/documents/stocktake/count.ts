/** Counting: one paper for each zone, person and round, worked like any draft; finished, it never changes. */
import type { InputOf } from '../../contract/operations'
import { countReference, readCountReference, roundNow } from '../../core/stocktake/plan'
import type { DocumentRow } from '../../database/entities'
import { recountsOf, stateSql } from '../../database/queries/stocktake'
import type { Reader, Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { insertDraft, policyFor } from '../create'
import { ruleOf } from '../find'
import { resumeDocument } from '../keep'
import { stands } from '../lines'
import type { DocumentWork } from '../work'
import { findStocktakeIn } from './tell'

const type = 'stocktakeCount'

export const startCount = async (
  work: DocumentWork,
  { stocktakeId, zoneCode }: InputOf<'stocktake.startCount'>,
): Promise<string> => {
  const stocktake = await findStocktakeIn(work, stocktakeId, ['counting'])
  await refuseUnknownZone(work.tx, stocktakeId, zoneCode)
  const round = roundNow(zoneCode, await recountsOf(work.tx, stocktakeId))
  const own = await ownCounts(work, stocktakeId, zoneCode)
  const same = own.find(({ reference }) => reference === countReference(zoneCode, round))
  if (same) return goOn(work, same, zoneCode)
  if (own.length > 0) throw new Refusal('STOCKTAKE_RECOUNT_BY_OTHER', { zone: zoneCode })
  const policy = await policyFor(work, type)
  const warehouse = { code: stocktake.warehouseCode, storeCode: stocktake.storeCode }
  return insertDraft(work, policy, type, warehouse, {
    ...{ sourceId: stocktakeId, sourceNumber: stocktake.number, reference: countReference(zoneCode, round) },
    blind: stocktake.blind,
  })
}

export const refuseUnknownZone = async (read: Reader, stocktakeId: string, zoneCode: string): Promise<void> => {
  const zone = await read.one('SELECT 1 AS found FROM stocktakeZone WHERE stocktakeId = ? AND code = ?', [
    stocktakeId,
    zoneCode,
  ])
  if (!zone) throw new Refusal('STOCKTAKE_ZONE_NOT_FOUND', { zone: zoneCode })
}

type Own = Pick<DocumentRow, 'documentId' | 'number' | 'reference' | 'state'>

/** What this user counted, or counts, of the zone, in whatever round. */
const ownCounts = async (work: DocumentWork, stocktakeId: string, zoneCode: string): Promise<Own[]> => {
  const rows = await work.tx.all<Own>(
    `SELECT documentId, number, reference, state FROM document
     WHERE sourceId = ? AND type = ? AND authorId = ? AND state <> 'cancelled'`,
    [stocktakeId, type, work.user.userId],
  )
  return rows.filter(({ reference }) => readCountReference(reference).zoneCode === zoneCode)
}

const goOn = async (work: DocumentWork, { documentId, number, state }: Own, zoneCode: string): Promise<string> => {
  if (state === 'held') await resumeDocument(work, { type, documentId })
  else if (state !== 'draft') throw new Refusal('STOCKTAKE_COUNTED_ALREADY', { zone: zoneCode, number })
  else work.remember(documentId, { number, existing: true })
  return documentId
}

/** What was under review stands: a finished count may be voided only while counting goes on. */
export const refuseCountClosed = async (
  read: Reader,
  { sourceId, type: documentType }: Pick<DocumentRow, 'type' | 'sourceId'>,
): Promise<void> => {
  if (documentType !== type) return
  const stocktake = await read.one<{ number: string; state: string }>(
    `SELECT s.number, ${stateSql('s')} AS state FROM stocktake s WHERE s.stocktakeId = ?`,
    [sourceId],
  )
  if (stocktake && stocktake.state !== 'counting') throw new Refusal('STOCKTAKE_STATE', { ...stocktake })
}

/**
 * A finished count keeps, line by line, how far the ledger was at its first and its last touch. Steps taken back touched
 * nothing: undoing a slip of the finger does not make a shelf counted anew.
 */
export const keepPositions = async (tx: Tx, draft: DocumentRow): Promise<void> => {
  if (!ruleOf(draft).counts) return
  await tx.run(
    `UPDATE documentLine SET fromSeq = n.fromSeq, atSeq = n.atSeq FROM (
       SELECT s.lineNo, min(s.atSeq) AS fromSeq, max(s.atSeq) AS atSeq FROM draftStep s
       WHERE s.documentId = ? AND s.lineNo IS NOT NULL AND s.kind IN ('scan', 'adjust', 'decide') AND ${stands('s')}
       GROUP BY s.lineNo) n
     WHERE documentLine.documentId = ? AND documentLine.lineNo = n.lineNo`,
    [draft.documentId, draft.documentId],
  )
}
