/** The bytes of a picture an event told of: kept when they are what was told, from the store that told it. */
import { createHash } from 'node:crypto'
import type { InputOf } from '../../contract/operations'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { appendTrail } from '../../ledger/trail'
import type { QueryCall } from '../calls'
import { isoNow } from '../runtime'

export const keepPicture = async (call: QueryCall, input: InputOf<'sync.attachment'>): Promise<void> => {
  const told = await call.read.one<{ sha256: string; documentId: string; number: string }>(
    `SELECT c.sha256, c.documentId, d.number FROM attachment c JOIN document d ON d.documentId = c.documentId
     WHERE c.attachmentId = ? AND d.storeCode = ?`,
    [input.attachmentId, call.device.storeCode],
  )
  if (!told) throw new Refusal('ATTACHMENT_NOT_FOUND')
  const sha256 = createHash('sha256').update(Buffer.from(input.dataBase64, 'base64')).digest('hex')
  if (sha256 !== told.sha256) throw new Refusal('ATTACHMENT_UNREADABLE', { mime: '' })
  await call.runtime.database.write(async (tx) => {
    const kept = await tx.one(
      `UPDATE attachment SET dataBase64 = ?, secured = 1 WHERE attachmentId = ? AND dataBase64 IS NULL
       RETURNING attachmentId`,
      [input.dataBase64, input.attachmentId],
    )
    if (kept) await logKept(tx, call, input.attachmentId, told)
  })
}

/** The same one again changes nothing, and is no act. */
const logKept = (
  tx: Tx,
  { device, runtime, requestId, caller }: QueryCall,
  attachmentId: string,
  { sha256, documentId, number }: { sha256: string; documentId: string; number: string },
): Promise<void> =>
  appendTrail(tx, {
    ...{ at: isoNow(runtime), userId: device.deviceId, ...device, client: caller.clientId, requestId },
    ...{ operation: 'sync.attachment', outcome: 'done', documentId, number },
    detail: { after: { attachmentId, sha256 } },
  })
