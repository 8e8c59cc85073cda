/** Counting: one paper for each zone, person and round, worked like any draft; finished, it never changes. */
import type { InputOf } from '../../contract/operations'
import { countReference, roundNow } from '../../core/stocktake/plan'
import type { DocumentRow } from '../../database/entities'
import { recountsOf, stateSql } from '../../database/queries/stocktake'
import type { Reader, Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { insertDraft, policyFor } from '../create'
import { isOfLogHere, ruleOf } from '../find'
import { resumeDocument } from '../keep'
import { stands } from '../lines'
import type { DocumentWork } from '../work'
import { expectArrival } from './arrivals'
import { hasCounted, type OwnCount, ownCount, toldHands, toldHandsOn } from './counters'
import { findStocktakeIn, refuseHeldElsewhere } from './tell'

const type = 'stocktakeCount'

export const startCount = async (
  work: DocumentWork,
  { stocktakeId, zoneCode }: InputOf<'stocktake.startCount'>,
): Promise<string> => {
  const stocktake = await findStocktakeIn(work, stocktakeId, ['counting'], 'anyPc')
  await refuseUnknownZone(work.tx, stocktakeId, zoneCode)
  const recounts = await recountsOf(work.tx, stocktakeId)
  const round = roundNow(zoneCode, recounts)
  const own = await ownCount(work.tx, stocktakeId, work.user.userId, countReference(zoneCode, round))
  if (own) return goOn(work, own, zoneCode)
  if (await hasCounted(work.tx, stocktakeId, { zoneCode, round, recounts }, work.user.userId))
    throw new Refusal('STOCKTAKE_RECOUNT_BY_OTHER', { zone: zoneCode })
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

const goOn = async (work: DocumentWork, { documentId, number, state }: OwnCount, zoneCode: string): Promise<string> => {
  if (state === 'held') await resumeDocument(work, { type, documentId })
  else if (state !== 'draft') throw new Refusal('STOCKTAKE_COUNTED_ALREADY', { zone: zoneCode, number })
  else work.remember(documentId, { number, existing: true })
  return documentId
}

/**
 * What was under review stands: a finished count may be voided only while counting goes on, and never once it was held
 * against the books, or whoever made it could count again knowing them. Made on another PC than the one that holds the
 * stocktake it is never void: the holder may have reviewed it by the time it heard.
 */
export const refuseCountClosed = async (
  read: Reader,
  { number, sourceId, seq, type: documentType }: Pick<DocumentRow, 'number' | 'type' | 'sourceId' | 'seq'>,
): Promise<void> => {
  if (documentType !== type) return
  const stocktake = await read.one<{ number: string; state: string; logId: string; closedSeq: number }>(
    `SELECT s.number, s.logId, s.closedSeq, ${stateSql('s')} AS state FROM stocktake s WHERE s.stocktakeId = ?`,
    [sourceId],
  )
  if (!stocktake) return
  await refuseHeldElsewhere(read, stocktake)
  const { state, closedSeq } = stocktake
  if (state !== 'counting') throw new Refusal('STOCKTAKE_STATE', { number: stocktake.number, state })
  if ((seq ?? 0) <= closedSeq) throw new Refusal('STOCKTAKE_COUNT_REVIEWED', { number })
}

/** `atSeq`: SQL over `n`, the standing steps of a line. Steps taken back touched nothing: undoing a slip counts no shelf anew. */
const writePositions = (tx: Tx, documentId: string, atSeq: string, parameters: readonly string[] = []): Promise<void> =>
  tx.run(
    `UPDATE documentLine SET fromSeq = n.firstSeq, atSeq = ${atSeq} FROM (
       SELECT s.lineNo, min(coalesce(nullif(s.fromSeq, 0), s.atSeq)) AS firstSeq, max(s.atSeq) AS lastSeq,
         max(s.stepNo) AS lastStep FROM draftStep s
       WHERE s.documentId = ? AND s.lineNo IS NOT NULL AND s.kind IN ('scan', 'adjust', 'decide') AND ${stands('s')}
       GROUP BY s.lineNo) n
     WHERE documentLine.documentId = ? AND documentLine.lineNo = n.lineNo`,
    [...parameters, documentId, documentId],
  )

/** The most the holder's ledger can have been at the last step; 0 where nobody can say yet. */
const boundSql = `coalesce((SELECT min(CAST(json_extract(b.value, '$.seq') AS INTEGER)) FROM json_each(?) b
  WHERE CAST(json_extract(b.value, '$.upToStep') AS INTEGER) >= n.lastStep), 0)`

/**
 * A finished count keeps, line by line, how far the ledger was at its first and its last touch. Of a stocktake another PC
 * holds that is not known, but between what; and how far that PC is known to be now is told with it.
 */
export const keepPositions = async (work: DocumentWork, draft: DocumentRow): Promise<{ knownSeq?: number }> => {
  if (!ruleOf(draft).counts) return {}
  const { tx, peers } = work
  const { documentId, sourceId } = draft
  const stocktake = await tx.one<{ logId: string; seq: number }>(
    'SELECT logId, seq FROM stocktake WHERE stocktakeId = ?',
    [sourceId],
  )
  if (!stocktake || (await isOfLogHere(tx, stocktake.logId))) {
    await writePositions(tx, documentId, 'n.lastSeq')
    return {}
  }
  await writePositions(tx, documentId, boundSql, [JSON.stringify(peers.boundsOf(documentId))])
  const knownSeq = Math.max(stocktake.seq, peers.heads()[stocktake.logId] ?? 0)
  const hands = toldHands(await toldHandsOn(tx, documentId, work.user.userId))
  await expectArrival(tx, { documentId, stocktakeId: sourceId, knownSeq, hands })
  return { knownSeq }
}
