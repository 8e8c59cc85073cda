/** Counting: one paper for each zone, person and round, worked like any draft; finished, it never changes. */
import type { InputOf } from '../../contract/operations'
import { countReference, roundNow } from '../../core/stocktake/plan'
import type { DocumentRow } from '../../database/entities'
import { recountsOf, stateSql } from '../../database/queries/stocktake'
import type { Reader, Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { insertDraft, policyFor } from '../create'
import { ruleOf } from '../find'
import { resumeDocument } from '../keep'
import { stands } from '../lines'
import type { DocumentWork } from '../work'
import { roundsCounted } from './counters'
import { findStocktakeIn } from './tell'

const type = 'stocktakeCount'

export const startCount = async (
  work: DocumentWork,
  { stocktakeId, zoneCode }: InputOf<'stocktake.startCount'>,
): Promise<string> => {
  const stocktake = await findStocktakeIn(work, stocktakeId, ['counting'])
  await refuseUnknownZone(work.tx, stocktakeId, zoneCode)
  const round = roundNow(zoneCode, await recountsOf(work.tx, stocktakeId))
  const own = await ownCount(work, stocktakeId, countReference(zoneCode, round))
  if (own) return goOn(work, own, zoneCode)
  const rounds = await roundsCounted(work.tx, { stocktakeId, zoneCode }, work.user.userId)
  if (rounds.length > 0) throw new Refusal('STOCKTAKE_RECOUNT_BY_OTHER', { zone: zoneCode })
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

type Own = Pick<DocumentRow, 'documentId' | 'number' | 'state'>

/** What this user began of the zone in this round. */
const ownCount = (work: DocumentWork, stocktakeId: string, reference: string): Promise<Own | undefined> =>
  work.tx.one<Own>(
    `SELECT documentId, number, state FROM document
     WHERE sourceId = ? AND type = ? AND reference = ? AND authorId = ? AND state <> 'cancelled'`,
    [stocktakeId, type, reference, work.user.userId],
  )

const goOn = async (work: DocumentWork, { documentId, number, state }: Own, zoneCode: string): Promise<string> => {
  if (state === 'held') await resumeDocument(work, { type, documentId })
  else if (state !== 'draft') throw new Refusal('STOCKTAKE_COUNTED_ALREADY', { zone: zoneCode, number })
  else work.remember(documentId, { number, existing: true })
  return documentId
}

/**
 * What was under review stands: a finished count may be voided only while counting goes on, and never once it was held
 * against the books, or whoever made it could count again knowing them.
 */
export const refuseCountClosed = async (
  read: Reader,
  { number, sourceId, seq, type: documentType }: Pick<DocumentRow, 'number' | 'type' | 'sourceId' | 'seq'>,
): Promise<void> => {
  if (documentType !== type) return
  const stocktake = await read.one<{ number: string; state: string; closedSeq: number }>(
    `SELECT s.number, ${stateSql('s')} AS state, s.closedSeq FROM stocktake s WHERE s.stocktakeId = ?`,
    [sourceId],
  )
  if (!stocktake) return
  const { closedSeq, ...shown } = stocktake
  if (shown.state !== 'counting') throw new Refusal('STOCKTAKE_STATE', shown)
  if ((seq ?? 0) <= closedSeq) throw new Refusal('STOCKTAKE_COUNT_REVIEWED', { number })
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
