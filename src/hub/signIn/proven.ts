/**
 * Whom HQ itself found to be who they say, at which PC, and with which version of their PIN and password. A PC lets nobody
 * in by itself whom HQ did not find right there before; so who acts on it and was never proven there did not sign in there.
 */
import type { Person } from '../../database/queries/people'
import type { Reader } from '../../database/unitOfWork'
import { type HubRuntime, isoNow } from '../runtime'

export const keepProven = (runtime: HubRuntime, deviceId: string, { id, pinVersion }: Person): Promise<void> =>
  runtime.database.write((tx) =>
    tx.run(
      `INSERT INTO provenAtPc (userId, deviceId, secretVersion, at) VALUES (?, ?, ?, ?)
       ON CONFLICT (userId, deviceId) DO UPDATE SET secretVersion = excluded.secretVersion, at = excluded.at`,
      [id, deviceId, pinVersion, isoNow(runtime)],
    ),
  )

/**
 * Was this user proven at the PC with a secret that was still theirs by what it had heard at `sinceIso`? An older one the PC
 * forgets with the next pull. A moment later than that it may have been in use: it could not know better.
 */
export const wasProven = async (read: Reader, deviceId: string, userId: string, sinceIso: string): Promise<boolean> =>
  (await read.one(
    `SELECT 1 AS found FROM provenAtPc p JOIN user u ON u.id = p.userId
     WHERE p.userId = ? AND p.deviceId = ? AND p.secretVersion >= coalesce(
       (SELECT CAST(json_extract(c.before, '$.pinVersion') AS INTEGER) FROM userChange c WHERE c.userId = p.userId AND c.at > ?
          AND c.before <> 'null' ORDER BY c.changeNo LIMIT 1), u.pinVersion)`,
    [userId, deviceId, sinceIso],
  )) !== undefined
