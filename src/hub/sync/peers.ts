/**
 * What a store's PC told of its stocktakes and counts, passed on to the store's other PCs by the stream they pull: the plan as
 * it stands, and every finished count. HQ adds nothing but where the papers stand. Where a store has one PC nothing is said.
 */
import type { StocktakeStepped } from '../../contract/schemas/stocktake'
import type { DocumentStepped, StocktakeCountItem, StocktakePlanItem } from '../../contract/schemas/sync'
import { type StocktakeRow, stateSql } from '../../database/queries/stocktake'
import type { Tx } from '../../database/unitOfWork'
import { ruleOf } from '../../documents/find'
import { expectArrival } from '../../documents/stocktake/arrivals'
import { toldHands } from '../../documents/stocktake/counters'
import { plannedOf } from '../../documents/stocktake/review'
import { toldOf } from '../../documents/stocktake/tell'
import type { EventPlace } from '../../ledger/append'
import { hasOtherPcs } from '../keeper'
import { publish } from '../publish'

export const passOnStocktake = async (tx: Tx, { step, stocktake }: StocktakeStepped): Promise<void> => {
  const { stocktakeId, storeCode } = stocktake
  if (await hasOtherPcs(tx, storeCode)) await publishPlan(tx, stocktakeId, { withProducts: step === 'opened' })
}

/** HQ's own word on it: called off. */
export const passOnPlan = (tx: Tx, stocktakeId: string): Promise<void> =>
  publishPlan(tx, stocktakeId, { withProducts: false })

/** A count for the others to have; a paper a review came to moves its stocktake on. */
export const passOnPaper = async (tx: Tx, place: EventPlace, event: DocumentStepped): Promise<void> => {
  const { document } = event
  const { madeOfReview, counts } = ruleOf(document)
  if ((!madeOfReview && !counts) || !(await hasOtherPcs(tx, document.storeCode))) return
  if (madeOfReview) await publishPlan(tx, document.sourceId, { withProducts: false })
  else await passOnCount(tx, place, event)
}

/** What stands open when a store gets another PC, which has heard of nothing. */
export const passOnAllOpen = async (tx: Tx, storeCode: string): Promise<void> => {
  const open = await tx.all<{ stocktakeId: string }>(
    `SELECT s.stocktakeId FROM stocktake s WHERE s.storeCode = ?
       AND (${stateSql('s')}) IN ('counting', 'review', 'submitted') ORDER BY s.openedAt, s.number`,
    [storeCode],
  )
  for (const { stocktakeId } of open) {
    await publishPlan(tx, stocktakeId, { withProducts: true })
    for (const { payload, ...place } of await finishedCountsOf(tx, stocktakeId))
      await publishCount(tx, place, JSON.parse(payload) as DocumentStepped, 'approved')
  }
}

/** As their PCs told them: what was told was held against its shape before it was believed. */
const finishedCountsOf = (tx: Tx, stocktakeId: string) =>
  tx.all<Pick<EventPlace, 'logId' | 'seq'> & { payload: string }>(
    `SELECT e.logId, e.seq, e.payload FROM document d JOIN event e ON e.logId = d.logId AND e.seq = d.seq
     WHERE d.sourceId = ? AND d.type = 'stocktakeCount' AND d.state = 'approved' ORDER BY d.number`,
    [stocktakeId],
  )

const passOnCount = async (tx: Tx, place: EventPlace, event: DocumentStepped): Promise<void> => {
  const { documentId, sourceId: stocktakeId } = event.document
  const stocktake = await tx.one<{ logId: string }>('SELECT logId FROM stocktake WHERE stocktakeId = ?', [stocktakeId])
  const state = await finishedState(tx, documentId)
  if (!stocktake || !state) return
  if (stocktake.logId !== place.logId && state === 'approved')
    await expectArrival(tx, {
      ...{ documentId, stocktakeId, knownSeq: event.knownSeq ?? 0, hands: toldHands(event) },
    })
  await publishCount(tx, place, event, state)
}

type FinishedState = StocktakeCountItem['state']

/** One that was void before it was finished is nobody else's. */
const finishedState = async (tx: Tx, documentId: string): Promise<FinishedState | null> => {
  const row = await tx.one<{ state: string }>(
    'SELECT state FROM document WHERE documentId = ? AND submittedAt IS NOT NULL',
    [documentId],
  )
  return row?.state === 'approved' || row?.state === 'cancelled' ? row.state : null
}

const publishCount = (
  tx: Tx,
  { logId, seq }: Pick<EventPlace, 'logId' | 'seq'>,
  { document, lines, userId, occurredAt, reason, setAside, knownSeq = 0, countedBy = [], countedSkus }: DocumentStepped,
  state: FinishedState,
): Promise<void> => {
  const body: StocktakeCountItem = {
    ...{ document, lines, state, logId, seq, userId, at: occurredAt, reason, knownSeq, countedBy },
    ...{ setAside, ...(countedSkus ? { countedSkus } : {}) },
  }
  const { documentId, storeCode } = document
  return publish(tx, 'documents', [{ type: 'stocktakeCount', key: documentId, scope: storeCode, body }])
}

const publishPlan = async (tx: Tx, stocktakeId: string, { withProducts }: { withProducts: boolean }): Promise<void> => {
  const row = await tx.one<StocktakeRow>(
    `SELECT s.*, ${stateSql('s')} AS state FROM stocktake s WHERE s.stocktakeId = ?`,
    [stocktakeId],
  )
  if (!row) return
  const skus = withProducts ? await plannedOf(tx, stocktakeId) : []
  await publish(tx, 'documents', [
    { type: 'stocktakePlan', key: stocktakeId, scope: row.storeCode, body: await planItem(tx, row, skus) },
  ])
}

const planItem = async (tx: Tx, row: StocktakeRow, skus: readonly string[]): Promise<StocktakePlanItem> => ({
  stocktake: await toldOf(tx, row.stocktakeId, {}),
  ...{ state: row.state as StocktakePlanItem['state'], logId: row.logId, seq: row.seq, skus: [...skus] },
  openedSeq: row.openedSeq,
  ...{ papers: JSON.parse(row.papers), submittedById: row.submittedById, submittedAt: row.submittedAt },
  cancelReason: row.cancelReason,
})
