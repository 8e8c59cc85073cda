/**
 * Posting: in the command's one transaction the document becomes final, movements and balances are written, the event
 * (which is the outbox) takes its place in the log, labels are queued. After commit the screens and the sync are told.
 */
import type { InputOf, OutputOf } from '../../contract/operations'
import type { GoodsReceiptPosted } from '../../contract/schemas/sync'
import type { GoodsReceiptLine } from '../../core/documents/goodsReceipt'
import { checkPosting, postingMovements } from '../../core/documents/goodsReceipt'
import type { DocumentState } from '../../core/documents/states'
import type { Movement } from '../../core/stock/movement'
import type { DocumentRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { append } from '../../ledger/append'
import type { CommandCall } from '../calls'
import { queueReceiptLabels } from '../labels/queueLabels'
import { readEnrolment, readPolicy } from '../meta'
import { isoNow } from '../runtime'
import { loadDraft, loadLines } from './draft'

export const postReceipt = async (
  call: CommandCall,
  input: InputOf<'goodsReceipt.post'>,
): Promise<OutputOf<'goodsReceipt.post'>> => {
  const draft = await loadDraft(call.tx, input.documentId)
  if (draft.version !== input.version)
    throw new Refusal('VERSION_CONFLICT', { number: draft.number, version: draft.version })
  const lines = await loadLines(call.tx, draft.documentId)
  await refuseUnlessPostable(call, draft, lines)
  const movements = postingMovements(lines, draft.warehouseCode)
  await writePosting(call, draft, lines, movements)
  const labels = await queueReceiptLabels(call, draft)
  call.remember(draft.documentId, {
    number: draft.number,
    before: 'draft',
    after: 'posted',
    movements: movements.length,
  })
  tellAfterCommit(call, draft.documentId)
  return { documentId: draft.documentId, number: draft.number, movements: movements.length, labels }
}

const refuseUnlessPostable = async (
  call: CommandCall,
  draft: DocumentRow,
  lines: GoodsReceiptLine[],
): Promise<void> => {
  const policy = await readPolicy(call.tx)
  const tray = await call.tx.one<{ n: number }>(
    `SELECT count(*) AS n FROM trayEntry WHERE documentId = ? AND state = 'open'`,
    [draft.documentId],
  )
  const checked = checkPosting({
    state: draft.state as DocumentState,
    lines,
    openTrayEntries: tray?.n ?? 0,
    overTolerancePermille: policy.goodsReceipt.overTolerancePermille,
    mayAcceptOver: call.user.may('goodsReceipt.acceptOver'),
  })
  if (!checked.ok) throw new Refusal(checked.error.code, checked.error.params)
}

const writePosting = async (
  call: CommandCall,
  draft: DocumentRow,
  lines: GoodsReceiptLine[],
  movements: Movement[],
): Promise<void> => {
  const enrolment = await readEnrolment(call.tx)
  if (!enrolment) throw new Refusal('NOT_ENROLLED')
  const at = isoNow(call.runtime.clock)
  const payload = JSON.stringify(await tell(call, draft, lines, movements, at))
  const place = await append(call.tx, {
    logId: enrolment.logId,
    payload,
    documentId: draft.documentId,
    movements,
    occurredAt: at,
    recordedAt: at,
    userId: call.user.userId,
  })
  await call.tx.run(
    `UPDATE document SET state = 'posted', version = version + 1, postedById = ?, occurredAt = ?, postedAt = ?, logId = ?, seq = ?
     WHERE documentId = ?`,
    [call.user.userId, at, at, place.logId, place.seq, draft.documentId],
  )
}

const tell = async (
  call: CommandCall,
  draft: DocumentRow,
  lines: GoodsReceiptLine[],
  movements: Movement[],
  at: string,
): Promise<GoodsReceiptPosted> => ({
  type: 'goodsReceipt.posted',
  documentId: draft.documentId,
  number: draft.number,
  storeCode: draft.storeCode,
  warehouseCode: draft.warehouseCode,
  supplierCode: draft.supplierCode,
  orderId: draft.orderId,
  orderNumber: draft.orderNumber,
  deliveryNote: draft.deliveryNote,
  dueDate: draft.dueDate,
  policyVersion: draft.policyVersion,
  authorId: draft.authorId,
  postedById: call.user.userId,
  createdAt: draft.createdAt,
  occurredAt: at,
  lines: lines.map(({ lineNo, sku, expectedQuantity, receivedQuantity, unitCost, unplanned }) => ({
    lineNo,
    sku,
    expectedQuantity,
    receivedQuantity,
    unitCost,
    unplanned,
  })),
  setAside: await setAsideEntries(call.tx, draft.documentId),
  movements,
})

const setAsideEntries = (tx: Tx, documentId: string): Promise<GoodsReceiptPosted['setAside']> =>
  tx.all(
    `SELECT text, reason, decision, scans FROM trayEntry WHERE documentId = ? AND state = 'setAside' ORDER BY trayId`,
    [documentId],
  )

const tellAfterCommit = (call: CommandCall, documentId: string): void =>
  call.tx.afterCommit(() => {
    call.runtime.emit({ type: 'document.changed', documentId })
    call.runtime.emit({ type: 'stock.changed' })
    call.runtime.emit({ type: 'labels.changed' })
    call.runtime.services.sync.nudge()
    call.runtime.services.labels.wake()
  })
