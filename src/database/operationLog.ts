/** 操作日志: who did what, when, on which document, and every refusal. Rows are append-only. */
import type { Tx } from './unitOfWork'

export interface OperationLogRow {
  at: string
  userId: string
  client: string
  operation: string
  requestId: string
  outcome: 'done' | 'refused'
  /** error code of a refusal */
  code: string
  documentId: string
  /** before and after, or the refusal's numbers; never a PIN, token or other secret */
  detail: unknown
}

export const writeOperationLog = (tx: Tx, row: OperationLogRow): Promise<void> =>
  tx.run(
    `INSERT INTO operationLog (at, userId, client, operation, requestId, outcome, code, documentId, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      row.at,
      row.userId,
      row.client,
      row.operation,
      row.requestId,
      row.outcome,
      row.code,
      row.documentId,
      JSON.stringify(row.detail),
    ],
  )
