/**
 * What keeps a guesser out is looked at before anybody may try: a row of it that somebody changed past the program counts as
 * the worst it can mean. Who is locked so waits as for wrong tries, or needs HQ's word once more.
 */
import type { Tx } from '../database/unitOfWork'
import type { OddRow } from '../ledger/oddRows'

const counted = 'signInGuard'
const secrets = 'credential'

const setRight = async (tx: Tx, found: readonly OddRow[]): Promise<void> => {
  for (const { table, key } of found) {
    const [userId] = key === '' ? [] : (JSON.parse(key) as string[])
    if (userId === undefined) continue
    if (table === counted)
      await tx.run(
        `INSERT INTO signInGuard (userId, wrongTries, locked) VALUES (?, 0, 1)
         ON CONFLICT (userId) DO UPDATE SET locked = 1`,
        [userId],
      )
    if (table === secrets) await tx.run('DELETE FROM credential WHERE userId = ?', [userId])
  }
}

export const doorRows = { doors: new Set([counted, secrets]), alongside: setRight }
