/** A receipt's draft in the database: finding it, its lines, and the steps that changed it. */
import { type GoodsReceiptLine, outcomeOfAdding } from '../../core/documents/goodsReceipt'
import type { ScanResult } from '../../contract/schemas/goodsReceipt'
import { assert } from '../../core/result'
import { DocumentEntity, type DocumentLineRow, type DocumentRow } from '../../database/entities'
import { findReceiptHeader, receiptLineView, trayEntryView } from '../../database/queries/goodsReceipt'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import type { CommandCall } from '../calls'
import { isoNow } from '../runtime'
import { viewOf } from '../handlers/view'

/** Largest quantity a line may hold, thousandths: a million pieces is a mistake, not a delivery. */
export const lineQuantityMax = 999_999_999

/** The draft, or the refusal in the order existence, state. */
export const loadDraft = async (tx: Tx, documentId: string): Promise<DocumentRow> => {
  const document = await tx.one<DocumentRow>(`SELECT * FROM document WHERE documentId = ? AND type = 'goodsReceipt'`, [documentId])
  if (!document) throw new Refusal('DOCUMENT_NOT_FOUND', { documentId })
  if (document.state !== 'draft') throw new Refusal('DOCUMENT_STATE', { number: document.number, state: document.state })
  return document
}

export const loadLines = async (tx: Tx, documentId: string): Promise<(GoodsReceiptLine & { touchedAt: number })[]> => {
  const rows = await tx.all<DocumentLineRow>('SELECT * FROM documentLine WHERE documentId = ? ORDER BY lineNo', [documentId])
  return rows.map((row) => ({ ...row, unplanned: row.unplanned === 1 }))
}

export interface Step {
  kind: 'scan' | 'adjust' | 'undo' | 'decide'
  scanId: string | null
  lineNo: number | null
  trayId: string | null
  change: number
  undoes: number | null
}

/** Adds a step to the draft's history and raises its version: a summary confirmed before it is out of date. */
export const addStep = async (call: CommandCall, documentId: string, step: Step): Promise<number> => {
  const row = await call.tx.one<{ version: number }>(
    'UPDATE document SET version = version + 1 WHERE documentId = ? RETURNING version',
    [documentId],
  )
  assert(row, 'a step belongs to a document')
  await call.tx.run(
    `INSERT INTO draftStep (documentId, stepNo, kind, scanId, lineNo, trayId, change, undoes, userId, recordedAt)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [documentId, row.version, step.kind, step.scanId, step.lineNo, step.trayId, step.change, step.undoes, call.user.userId, isoNow(call.runtime.clock)],
  )
  return row.version
}

/** Changes what a line received; touchedAt is the step, so "scanned this time" can be sorted by it. */
export const changeReceived = async (tx: Tx, documentId: string, lineNo: number, change: number): Promise<void> => {
  const line = await tx.one<{ receivedQuantity: number }>(
    `UPDATE documentLine SET receivedQuantity = receivedQuantity + ?,
       touchedAt = (SELECT version + 1 FROM document WHERE documentId = documentLine.documentId)
     WHERE documentId = ? AND lineNo = ? RETURNING receivedQuantity`,
    [change, documentId, lineNo],
  )
  if (!line) throw new Refusal('LINE_NOT_FOUND', { lineNo })
  if (line.receivedQuantity > lineQuantityMax) throw new Refusal('QUANTITY_TOO_LARGE', { max: lineQuantityMax })
}

export const outcomeOf = async (tx: Tx, documentId: string, lineNo: number, change: number) =>
  outcomeOfAdding(await loadLines(tx, documentId), lineNo, change)

type Shown = Pick<ScanResult, 'outcome' | 'text' | 'rule' | 'packName' | 'added'>

/** What the result panel shows after a step: the touched line or tray entry, and the header's new totals. */
export const showResult = async (
  call: CommandCall,
  documentId: string,
  shown: Shown,
  touched: { lineNo: number | null; trayId: string | null },
): Promise<ScanResult> => {
  const view = viewOf(call.user)
  const header = await findReceiptHeader(call.tx, documentId, view)
  const line = touched.lineNo === null ? null : await receiptLineView(call.tx, documentId, touched.lineNo, view.withCost)
  const tray = touched.trayId === null ? null : await trayEntryView(call.tx, touched.trayId)
  call.tx.afterCommit(() => call.runtime.emit({ type: 'document.changed', documentId }))
  return { ...shown, header, line, tray } as ScanResult
}
