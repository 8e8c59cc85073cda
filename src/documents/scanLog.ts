/** Every scan that reached the backend, as it came, with what became of it. Append-only. */
import type { RawScanInput } from '../contract/schemas/common'
import type { DocumentWork } from './work'

export const writeScan = (
  work: Pick<DocumentWork, 'tx' | 'user' | 'at'>,
  documentId: string,
  scan: RawScanInput,
  result: { rule: string; outcome: string; sku: string | null; packName: string; quantity: number },
): Promise<void> =>
  work.tx.run(
    `INSERT INTO scan (scanId, documentId, source, raw, rule, outcome, sku, packName, quantity, userId, scannedAt, recordedAt)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      scan.scanId,
      documentId,
      scan.source,
      // SQLite text ends at NUL for many tools; the picture of it keeps the row readable and the length true
      scan.raw.replaceAll('\0', '\u2400'),
      result.rule,
      result.outcome,
      result.sku,
      result.packName,
      result.quantity,
      work.user.userId,
      scan.scannedAt,
      work.at,
    ],
  )
