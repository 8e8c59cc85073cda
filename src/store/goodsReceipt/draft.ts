/** A receipt's draft in the database: finding it, its lines, and the steps that changed it. */

import type { ScanResult } from '../../contract/schemas/goodsReceipt'
import { type GoodsReceiptLine, outcomeOfAdding } from '../../core/documents/goodsReceipt'
import type { DocumentLineRow, DocumentRow } from '../../database/entities'
import { findReceiptHeader, receiptLineView, trayEntryView } from '../../database/queries/goodsReceipt'
import type { Tx } from '../../database/unitOfWork'
import { Refusal, viewOf } from '../../gateway/gateway'
import type { CommandCall } from '../calls'
import { isoNow } from '../runtime'

/** Largest quantity a line may hold, thousandths: a million pieces is a mistake, not a delivery. */
export const lineQuantityMax = 999_999_999

/** The draft, or the refusal in the order existence, state. */
export const loadDraft = async (tx: Tx, documentId: string): Promise<DocumentRow> =>
  asDraft(
    documentId,
    await tx.one<DocumentRow>(`SELECT * FROM document WHERE documentId = ? AND type = 'goodsReceipt'`, [documentId]),
  )

export const asDraft = <T extends Pick<DocumentRow, 'number' | 'state'>>(
  documentId: string,
  document: T | undefined,
): T => {
  if (!document) throw new Refusal('DOCUMENT_NOT_FOUND', { documentId })
  if (document.state !== 'draft')
    throw new Refusal('DOCUMENT_STATE', { number: document.number, state: document.state })
  return document
}

export const loadLines = async (tx: Tx, documentId: string): Promise<(GoodsReceiptLine & { touchedAt: number })[]> => {
  const rows = await tx.all<DocumentLineRow>('SELECT * FROM documentLine WHERE documentId = ? ORDER BY lineNo', [
    documentId,
  ])
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

/**
 * Adds a step to the draft's history. The database folds it into the line it names and into the document's version, so a
 * summary confirmed before it is out of date.
 */
export const addStep = (call: CommandCall, documentId: string, step: Step): Promise<void> =>
  call.tx.run(
    `INSERT INTO draftStep (documentId, stepNo, kind, scanId, lineNo, trayId, change, undoes, userId, recordedAt)
     SELECT documentId, version + 1, ?, ?, ?, ?, ?, ?, ?, ? FROM document WHERE documentId = ?`,
    [
      step.kind,
      step.scanId,
      step.lineNo,
      step.trayId,
      step.change,
      step.undoes,
      call.user.userId,
      isoNow(call.runtime.clock),
      documentId,
    ],
  )

export const refuseTooLarge = (received: number, change: number): void => {
  if (received + change > lineQuantityMax) throw new Refusal('QUANTITY_TOO_LARGE', { max: lineQuantityMax })
}

interface TouchedLine {
  lineNo: number
  expectedQuantity: number
  receivedQuantity: number
  unplanned: number
  weighed: number | null
  othersOpen: number
}

/** The line a hand or a scan means, with how many other lines still expect goods. */
export const findLine = (
  tx: Tx,
  documentId: string,
  by: { lineNo: number } | { sku: string },
): Promise<TouchedLine | undefined> => {
  const [column, value] = 'sku' in by ? ['sku', by.sku] : ['lineNo', by.lineNo]
  // a product on two lines fills the first that still expects it
  return tx.one<TouchedLine>(
    `SELECT l.lineNo, l.expectedQuantity, l.receivedQuantity, l.unplanned, p.weighed,
       (SELECT count(*) FROM documentLine o WHERE o.documentId = l.documentId AND o.lineNo <> l.lineNo
          AND o.unplanned = 0 AND o.receivedQuantity < o.expectedQuantity) AS othersOpen
     FROM documentLine l LEFT JOIN product p ON p.sku = l.sku WHERE l.documentId = ? AND l.${column} = ?
     ORDER BY l.unplanned = 0 AND l.receivedQuantity >= l.expectedQuantity, l.lineNo LIMIT 1`,
    [documentId, value as string | number],
  )
}

export const outcomeOf = (line: TouchedLine, change: number): ScanResult['outcome'] =>
  outcomeOfAdding({ ...line, unplanned: line.unplanned === 1 }, line.othersOpen, change)

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
  const line =
    touched.lineNo === null ? null : await receiptLineView(call.tx, documentId, touched.lineNo, view.withCost)
  const tray = touched.trayId === null ? null : await trayEntryView(call.tx, touched.trayId)
  call.tx.afterCommit(() => call.runtime.emit({ type: 'document.changed', documentId }))
  return { ...shown, header, line, tray } as ScanResult
}
