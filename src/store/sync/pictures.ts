/** Sends the bytes of pictures whose document HQ already heard of, one at a time; the same one again changes nothing. */
import type { ErrorCode } from '../../contract/errors'
import type { Reader } from '../../database/unitOfWork'
import type { StoreRuntime } from '../runtime'
import type { SyncOutcome } from './push'

const picturesARoundMax = 20
const ofThisPicture: ReadonlySet<ErrorCode> = new Set([
  'ATTACHMENT_NOT_FOUND',
  'ATTACHMENT_UNREADABLE',
  'INVALID_INPUT',
])

/** what was refused for itself is asked about again after this long: its event may have been parked, and set right since */
const refusedMs = 10 * 60_000

export interface Pictures {
  push(): Promise<SyncOutcome>
}

/** Refused ones stand aside for a while: twenty of them would keep every one behind them from being sent. */
export const createPictures = (runtime: StoreRuntime): Pictures => {
  const { database, clock } = runtime
  const refusedAtMs = new Map<string, number>()
  const waitAside = (): string[] => {
    for (const [attachmentId, atMs] of refusedAtMs)
      if (clock.elapsedMs() - atMs >= refusedMs) refusedAtMs.delete(attachmentId)
    return [...refusedAtMs.keys()]
  }
  const push = async (): Promise<SyncOutcome> => {
    for (const { attachmentId, dataBase64 } of await waiting(database.read, waitAside())) {
      const answer = await runtime.hub.call('sync.attachment', { attachmentId, dataBase64 })
      // refused for what it is, or its event is parked at HQ: it waits, and holds up nothing else
      if (!answer.ok && !ofThisPicture.has(answer.error.code)) return { ok: false, code: answer.error.code }
      if (!answer.ok) refusedAtMs.set(attachmentId, clock.elapsedMs())
      else
        await database.write((tx) => tx.run('UPDATE attachment SET secured = 1 WHERE attachmentId = ?', [attachmentId]))
    }
    return { ok: true }
  }
  return { push }
}

const waiting = (read: Reader, aside: readonly string[]): Promise<{ attachmentId: string; dataBase64: string }[]> =>
  read.all(
    `SELECT c.attachmentId, c.dataBase64 FROM attachment c JOIN document d ON d.documentId = c.documentId
     JOIN log l ON l.logId = d.logId AND d.seq <= l.ackedSeq
     WHERE c.secured = 0 AND c.dataBase64 IS NOT NULL AND c.attachmentId NOT IN (SELECT value FROM json_each(?))
     ORDER BY c.addedAt, c.attachmentId LIMIT ${picturesARoundMax}`,
    [JSON.stringify(aside)],
  )
