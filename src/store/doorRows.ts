/**
 * What keeps a guesser out is looked at before anybody may try: a row of it that somebody changed past the program counts as
 * the worst it can mean. Who is locked so waits as for wrong tries; where more than a count was changed, everybody's word
 * is HQ's once more, and who stands on such a row is nobody until HQ said who they are (`doubts.ts`).
 */
import type { Tx } from '../database/unitOfWork'
import type { OddRow } from '../ledger/oddRows'
import { type Doubts, doubtedTables, raisesDoubt } from './doubts'

const counted = 'signInGuard'
const secrets = 'credential'
/** whether this PC may at all */
const own = 'meta'

const lockOf = (tx: Tx, userId: string): Promise<void> =>
  tx.run(
    `INSERT INTO signInGuard (userId, wrongTries, locked) VALUES (?, 0, 1) ON CONFLICT (userId) DO UPDATE SET locked = 1`,
    [userId],
  )

const setRight = async (tx: Tx, found: readonly OddRow[]): Promise<void> => {
  // without a key it is the whole table that cannot be believed
  const isWider = found.some((row) => row.table === own || row.key === '' || raisesDoubt(row))
  if (isWider) await tx.run('DELETE FROM credential')
  for (const { table, key } of found.filter((row) => row.key !== '')) {
    const [userId] = JSON.parse(key) as string[]
    if (userId === undefined) continue
    if (table === counted) await lockOf(tx, userId)
    if (table === secrets) await tx.run('DELETE FROM credential WHERE userId = ?', [userId])
  }
}

export const doorRows = (doubts: Doubts) => ({
  doors: new Set([counted, secrets, own, ...doubtedTables]),
  alongside: async (tx: Tx, found: readonly OddRow[]): Promise<void> => {
    await setRight(tx, found)
    await doubts.raise(tx, found)
  },
})
