/** The sender's and the receiver's paper of a transfer, opened from HQ's order: counted quantities start at 0. */
import type { Policy } from '../contract/schemas/masterData'
import type { DocumentType } from '../core/documents/states'
import { inTransitOf, type TransferLine, toSend } from '../core/documents/transfer'
import type { TransferLineRow, TransferRow } from '../database/entities'
import { withinScope } from '../database/queries/scope'
import { Refusal } from '../gateway/gateway'
import { emptyLine, insertDraft, policyFor, refuseVirtual } from './create'
import type { DocumentWork } from './work'

type Paper = 'transferDispatch' | 'transferReceipt'

/** 返仓 has numbers of its own on both papers (page 4). */
const prefixOf = ({ documents, numbers }: Policy, { kind }: TransferRow, paper: Paper): string => {
  if (kind !== 'return') return documents[paper].numberPrefix
  return paper === 'transferDispatch' ? numbers.returnDispatch : numbers.returnReceipt
}

const endOf = (transfer: TransferRow, paper: Paper) =>
  paper === 'transferDispatch'
    ? { code: transfer.fromWarehouseCode, storeCode: transfer.fromStoreCode, other: transfer.toWarehouseCode }
    : { code: transfer.toWarehouseCode, storeCode: transfer.toStoreCode, other: transfer.fromWarehouseCode }

export const openTransferPaper = async (work: DocumentWork, transferId: string, paper: Paper): Promise<string> => {
  const place = await work.place()
  const scope = withinScope(work.user.scope, paper === 'transferDispatch' ? 'fromStoreCode' : 'toStoreCode')
  const transfer = await work.tx.one<TransferRow>(`SELECT * FROM transfer WHERE transferId = ? AND ${scope.sql}`, [
    transferId,
    ...scope.parameters,
  ])
  // scope before existence: a transfer whose end is not here looks like none
  if (!transfer || endOf(transfer, paper).storeCode !== place.storeCode)
    throw new Refusal('TRANSFER_NOT_FOUND', { transferId })
  const existing = await openDraft(work, transferId, paper)
  if (existing) work.remember(existing, { transfer: transfer.number, existing: true })
  if (existing) return existing
  const policy = await policyFor(work, paper)
  const lines = await linesToCount(work, transfer, paper)
  if (lines.length === 0) throw new Refusal('TRANSFER_STATE', { number: transfer.number, state: transfer.state })
  const end = endOf(transfer, paper)
  if (paper === 'transferReceipt') await refuseVirtualEnd(work, end.code)
  const documentId = await insertDraft(
    work,
    policy,
    paper,
    { code: end.code, storeCode: end.storeCode === '' ? null : end.storeCode },
    {
      toWarehouseCode: end.other,
      sourceId: transferId,
      sourceNumber: transfer.number,
      reference: transfer.authorisationNumber,
      dueDate: transfer.dueDate,
    },
    prefixOf(policy, transfer, paper),
  )
  await work.tx.insertRows(
    'documentLine',
    lines.map((line) => ({ ...emptyLine, documentId, ...line })),
  )
  work.remember(documentId, { transfer: transfer.number, lines: lines.length })
  return documentId
}

const openDraft = async (work: DocumentWork, transferId: string, type: DocumentType): Promise<string | undefined> => {
  const row = await work.tx.one<{ documentId: string }>(
    `SELECT documentId FROM document WHERE sourceId = ? AND type = ? AND state IN ('draft', 'held', 'submitted', 'approved')`,
    [transferId, type],
  )
  return row?.documentId
}

const refuseVirtualEnd = async (work: DocumentWork, code: string): Promise<void> => {
  const warehouse = await work.tx.one<{ name: string; kind: never }>(
    'SELECT name, kind FROM warehouse WHERE code = ?',
    [code],
  )
  if (warehouse) refuseVirtual(warehouse)
}

/**
 * To send: what was approved less what went out, also by papers HQ has not confirmed yet. To receive: what is on its way,
 * or, where the sender has not told HQ yet, what was approved: goods that arrive before their paper are counted too.
 */
const linesToCount = async (work: DocumentWork, transfer: TransferRow, paper: Paper) => {
  if (transfer.state === 'cancelled' || transfer.state === 'completed') return []
  const lines = await work.tx.all<TransferLineRow>('SELECT * FROM transferLine WHERE transferId = ? ORDER BY lineNo', [
    transfer.transferId,
  ])
  const untold = await untoldQuantities(work, transfer, paper)
  const nothingOnTheWay = transfer.state === 'awaitingDispatch' && lines.every((line) => inTransitOf(line) <= 0)
  const expected = (line: TransferLine): number => {
    const more = untold.get(line.sku) ?? 0
    if (paper === 'transferDispatch') return toSend({ ...line, sentQuantity: line.sentQuantity + more })
    const received = { ...line, receivedQuantity: line.receivedQuantity + more }
    return Math.max(0, arriving(received, nothingOnTheWay || transfer.dispatchesPosted === 0))
  }
  return lines
    .map((line) => ({ lineNo: line.lineNo, sku: line.sku, expectedQuantity: expected(line), unitCost: line.unitCost }))
    .filter(({ expectedQuantity }) => expectedQuantity > 0)
}

const arriving = (line: TransferLine, beforeItsPaper: boolean): number =>
  beforeItsPaper
    ? line.approvedQuantity + line.reshipQuantity - line.droppedQuantity - line.receivedQuantity - line.settledQuantity
    : inTransitOf(line)

/** Posted here, while HQ's word on the transfer does not count it yet; what was taken back counts against what it took back. */
const untoldQuantities = async (
  work: DocumentWork,
  transfer: TransferRow,
  paper: Paper,
): Promise<Map<string, number>> => {
  const rows = await work.tx.all<{ sku: string; quantity: number }>(
    `SELECT l.sku, sum(CASE d.reversalOf WHEN '' THEN 1 ELSE -1 END * (l.quantity + l.damagedQuantity)) AS quantity
     FROM document d JOIN documentLine l ON l.documentId = d.documentId
     WHERE d.sourceId = ? AND d.type = ? AND d.state = 'posted' AND d.warehouseCode = ?
       AND d.documentId NOT IN (SELECT value FROM json_each(?)) GROUP BY l.sku`,
    [transfer.transferId, paper, endOf(transfer, paper).code, transfer.papers],
  )
  return new Map(rows.map(({ sku, quantity }) => [sku, quantity]))
}
