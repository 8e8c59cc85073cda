/** The bytes of a picture an event told of: kept when they are what was told, from the store that told it. */
import { createHash } from 'node:crypto'
import type { InputOf } from '../../contract/operations'
import { Refusal } from '../../gateway/gateway'
import type { QueryCall } from '../calls'

export const keepPicture = async (call: QueryCall, input: InputOf<'sync.attachment'>): Promise<void> => {
  const told = await call.read.one<{ sha256: string }>(
    `SELECT c.sha256 FROM attachment c JOIN document d ON d.documentId = c.documentId
     WHERE c.attachmentId = ? AND d.storeCode = ?`,
    [input.attachmentId, call.device.storeCode],
  )
  if (!told) throw new Refusal('ATTACHMENT_NOT_FOUND')
  const sha256 = createHash('sha256').update(Buffer.from(input.dataBase64, 'base64')).digest('hex')
  if (sha256 !== told.sha256) throw new Refusal('ATTACHMENT_UNREADABLE', { mime: '' })
  await call.runtime.database.write((tx) =>
    tx.run('UPDATE attachment SET dataBase64 = ?, secured = 1 WHERE attachmentId = ? AND dataBase64 IS NULL', [
      input.dataBase64,
      input.attachmentId,
    ]),
  )
}
