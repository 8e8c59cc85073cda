/**
 * Stocktakes and counts of the store's other PCs, as HQ passes them on. A plan is written as its holder told it. A count is
 * kept as its PC told it and never told again here; on the PC that holds its stocktake its arrival is an event of the holder's
 * own log, so that HQ knows from where on it stands. A fact is never refused: one that comes late is kept, and shown.
 */
import type { StocktakeCountItem, StocktakePlanItem } from '../../contract/schemas/sync'
import { assert } from '../../core/result'
import { DocumentEntity, type DocumentRow } from '../../database/entities'
import { type StocktakeRow, stateSql } from '../../database/queries/stocktake'
import type { Tx } from '../../database/unitOfWork'
import { isOfLogHere } from '../../documents/find'
import { expectArrival, keepArrival } from '../../documents/stocktake/arrivals'
import { toldHands } from '../../documents/stocktake/counters'
import { tellStocktake } from '../../documents/stocktake/tell'
import { columnsOf, insertStocktake, updateStocktake, writePlan } from '../../documents/stocktake/told'
import { addStep, changeDocument, keepLots, keepSetAside, rowOf } from '../../documents/tell'
import { touchLines } from '../../ledger/touched'
import { type Enrolment, ledgerHead } from '../meta'
import type { StoreRuntime } from '../runtime'
import { workAs } from './workAs'

export const takePlan = async (tx: Tx, item: StocktakePlanItem): Promise<void> => {
  if (await isOfLogHere(tx, item.logId)) return calledOff(tx, item)
  const { stocktake, skus, state, logId, seq, openedSeq, papers, submittedById, submittedAt, cancelReason } = item
  const held = await tx.one<StocktakeRow>('SELECT * FROM stocktake WHERE stocktakeId = ?', [stocktake.stocktakeId])
  // heard again from the beginning: a void one stays void
  if (held?.state === 'cancelled') return
  const row = {
    ...{ ...columnsOf(stocktake), state, logId, seq, openedSeq, papers: JSON.stringify(papers) },
    ...{ submittedById, submittedAt, cancelReason },
  }
  if (held) await updateStocktake(tx, row)
  else await insertStocktake(tx, row, skus)
  await writePlan(tx, stocktake)
}

/** Of this PC's own HQ has one word to say: called off while this PC was switched off, and it is working again. */
const calledOff = async (tx: Tx, { stocktake, state, cancelReason }: StocktakePlanItem): Promise<void> => {
  if (state !== 'cancelled') return
  await tx.run(
    `UPDATE stocktake SET version = version + 1, state = 'cancelled', cancelReason = ?
     WHERE stocktakeId = ? AND state IN ('counting', 'review')`,
    [cancelReason, stocktake.stocktakeId],
  )
}

export const takeCount = async (
  tx: Tx,
  runtime: StoreRuntime,
  enrolment: Enrolment | null,
  item: StocktakeCountItem,
): Promise<void> => {
  if (await isOfLogHere(tx, item.logId)) return
  const held = await tx.one<DocumentRow>('SELECT * FROM document WHERE documentId = ?', [item.document.documentId])
  if (held && item.state === 'cancelled' && held.state !== 'cancelled') await voidCount(tx, item)
  if (held || item.state === 'cancelled') return
  await keepCount(tx, item)
  await expect(tx, runtime, enrolment, item)
}

const nameOf = async (tx: Tx, userId: string): Promise<string> =>
  (await tx.one<{ name: string }>('SELECT name FROM user WHERE id = ?', [userId]))?.name ?? userId

/** Lines are written while it is a draft; then it is what its PC says. */
const keepCount = async (tx: Tx, item: StocktakeCountItem): Promise<void> => {
  const { document, lines, logId, seq } = item
  const { documentId } = document
  await tx.manager.insert(DocumentEntity, { ...rowOf(document), state: 'draft', version: 0 } as DocumentRow)
  await tx.insertRows(
    'documentLine',
    lines.map(({ unplanned, fromSeq = 0, atSeq = 0, ...line }) => ({
      ...{ documentId, ...line, unplanned: unplanned ? 1 : 0, fromSeq, atSeq, touchedAt: 0 },
    })),
  )
  touchLines(tx, documentId, 'all')
  await keepSetAside(tx, document, item.setAside, item)
  await keepLots(tx, lines)
  await addStep(tx, documentId, stepOf(item, 'submitted', await nameOf(tx, item.userId)))
  await changeDocument(tx, documentId, {
    ...{ state: 'approved', submittedById: item.userId, submittedAt: item.at, logId, seq },
  })
}

const voidCount = async (tx: Tx, item: StocktakeCountItem): Promise<void> => {
  const { documentId } = item.document
  await addStep(tx, documentId, stepOf(item, 'cancelled', await nameOf(tx, item.userId)))
  await changeDocument(tx, documentId, { state: 'cancelled', logId: item.logId, seq: item.seq })
}

const stepOf = ({ userId, reason, at, logId, seq }: StocktakeCountItem, step: string, userName: string) => ({
  ...{ step, level: '', decision: '', contentHash: '', userId, userName, authorityId: '', reason, at, logId, seq },
})

/** A count of the holder's own stands by itself; of any other only the holder says so. */
const expect = async (
  tx: Tx,
  runtime: StoreRuntime,
  enrolment: Enrolment | null,
  { document, logId, knownSeq, ...told }: StocktakeCountItem,
): Promise<void> => {
  const { documentId, sourceId: stocktakeId } = document
  const stocktake = await tx.one<Stocktake>(
    `SELECT s.logId, s.number, ${stateSql('s')} AS state FROM stocktake s WHERE s.stocktakeId = ?`,
    [stocktakeId],
  )
  assert(stocktake, `the stocktake of count ${document.number} is known`)
  if (stocktake.logId === logId) return
  await expectArrival(tx, { documentId, stocktakeId, knownSeq, hands: toldHands(told) })
  if (stocktake.logId === enrolment?.logId) await arrive(tx, runtime, enrolment, document, stocktake)
}

type Stocktake = Pick<StocktakeRow, 'logId' | 'number' | 'state'>

/** It is here: from this place of the ledger on it stands or, counting being over, is known to have come too late. */
const arrive = async (
  tx: Tx,
  runtime: StoreRuntime,
  enrolment: Enrolment,
  { documentId, sourceId, number, authorId }: StocktakeCountItem['document'],
  stocktake: Stocktake,
): Promise<void> => {
  const late = stocktake.state !== 'counting'
  // a void stocktake takes no step: the count is kept beside it
  const takesStep = stocktake.state !== 'cancelled'
  const atSeq = takesStep ? await ledgerHead(tx) : null
  await keepArrival(tx, sourceId, documentId, { atSeq, late })
  const by = { userId: authorId, userName: await nameOf(tx, authorId) }
  const { work, told } = await workAs(tx, runtime, enrolment, by)
  if (takesStep) await tellStocktake(work, sourceId, { step: 'arrived' }, {})
  work.remember(documentId, { number, stocktake: stocktake.number, late })
  await told('count.arrived')
}
