/** Sends the bytes of pictures whose document HQ already heard of, one at a time; the same one again changes nothing. */
import type { ErrorCode } from '../../contract/errors'
import type { StoreRuntime } from '../runtime'
import type { SyncOutcome } from './push'

const picturesARoundMax = 20
const ofThisPicture: ReadonlySet<ErrorCode> = new Set([
  'ATTACHMENT_NOT_FOUND',
  'ATTACHMENT_UNREADABLE',
  'INVALID_INPUT',
])

export const pushPictures = async (runtime: StoreRuntime): Promise<SyncOutcome> => {
  const waiting = await runtime.database.read.all<{ attachmentId: string; dataBase64: string }>(
    `SELECT c.attachmentId, c.dataBase64 FROM attachment c JOIN document d ON d.documentId = c.documentId
     JOIN log l ON l.logId = d.logId AND d.seq <= l.ackedSeq
     WHERE c.secured = 0 AND c.dataBase64 IS NOT NULL ORDER BY c.addedAt LIMIT ${picturesARoundMax}`,
  )
  for (const { attachmentId, dataBase64 } of waiting) {
    const answer = await runtime.hub.call('sync.attachment', { attachmentId, dataBase64 })
    // refused for what it is, or its event is parked at HQ: it waits, and holds up nothing else
    if (!answer.ok && !ofThisPicture.has(answer.error.code)) return { ok: false, code: answer.error.code }
    if (answer.ok)
      await runtime.database.write((tx) =>
        tx.run('UPDATE attachment SET secured = 1 WHERE attachmentId = ?', [attachmentId]),
      )
  }
  return { ok: true }
}
