/** Every scan that reached the backend, as it came, with what became of it. Append-only, and a line of the trail each. */
import type { RawScanInput } from '../contract/schemas/common'
import type { DocumentWork } from './work'

export const writeScan = (
  work: Pick<DocumentWork, 'tx' | 'user' | 'at' | 'remember'>,
  documentId: string,
  scan: RawScanInput,
  result: { rule: string; outcome: string; sku: string | null; packName: string; quantity: number },
): Promise<void> => {
  // SQLite text ends at NUL for many tools; the picture of it keeps the row readable and the length true
  const raw = scan.raw.replaceAll('\0', '\u2400')
  const { scanId, source, scannedAt } = scan
  work.remember(documentId, { scanId, source, raw, ...result, scannedAt, recordedAt: work.at })
  return work.tx.run(
    `INSERT INTO scan (scanId, documentId, source, raw, rule, outcome, sku, packName, quantity, userId, scannedAt, recordedAt)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      scanId,
      documentId,
      source,
      raw,
      result.rule,
      result.outcome,
      result.sku,
      result.packName,
      result.quantity,
      work.user.userId,
      scannedAt,
      work.at,
    ],
  )
}
