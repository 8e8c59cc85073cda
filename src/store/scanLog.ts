/** Every scan that reached the backend, as it came, with what became of it. Append-only. */
import type { RawScanInput } from '../contract/schemas/common'
import type { CommandCall } from './calls'
import { isoNow } from './runtime'

export const writeScan = (
  call: CommandCall,
  documentId: string,
  scan: RawScanInput,
  result: { rule: string; outcome: string; sku: string | null; packName: string; quantity: number },
): Promise<void> =>
  call.tx.run(
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
      call.user.userId,
      scan.scannedAt,
      isoNow(call.runtime.clock),
    ],
  )
