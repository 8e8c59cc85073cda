/**
 * Wrong tries, and how long a locked user still waits. The wait is measured on a clock that never goes back and only while the
 * app runs: setting the PC's clock changes nothing, and a restart begins the wait again. Both stand in the file, for the time
 * after a restart, and in memory, where no database tool gives a try back; the larger counts.
 */
import type { Policy } from '../contract/schemas/masterData'
import { triesAllowed } from '../contract/signInTries'
import type { Tx } from '../database/unitOfWork'
import type { ErrandCall } from './calls'
import type { RunningStore, StoreRuntime } from './runtime'

type Asker = Pick<ErrandCall, 'read' | 'runtime'>
type Runtime = Pick<StoreRuntime, 'database' | 'clock'>

interface Known {
  wrongTries: number
  /** null: not locked, or not known to be since this start */
  lockedSinceMs: number | null
  /** as HQ said when it locked them; null: as policy says */
  lockMs: number | null
}

const known = new WeakMap<StoreRuntime['database'], Map<string, Known>>()

const knownOf = ({ database }: Pick<Runtime, 'database'>, userId: string): Known => {
  const users = known.get(database) ?? new Map<string, Known>()
  known.set(database, users)
  const user = users.get(userId) ?? { wrongTries: 0, lockedSinceMs: null, lockMs: null }
  users.set(userId, user)
  return user
}

/** Once at the start, before anybody may try: who is locked waits from now on, not from when they first ask. */
export const recallLocks = async (runtime: Runtime, policy: () => Promise<Policy>): Promise<void> => {
  const tried = await runtime.database.read.all<{ userId: string; wrongTries: number; locked: number }>(
    'SELECT userId, wrongTries, locked FROM signInGuard',
  )
  // a PC that is not enrolled has no policy yet, and nobody who could have tried
  if (tried.length === 0) return
  // somebody who took the policy out of the file keeps the PC from starting no more than from being locked
  const triesMax = await policy().then(
    ({ signIn }) => triesAllowed(signIn),
    () => 1,
  )
  for (const { userId, wrongTries, locked } of tried)
    if (locked === 1 || wrongTries >= triesMax) knownOf(runtime, userId).lockedSinceMs = runtime.clock.elapsedMs()
}

/** Counted before it is judged; answers how many this makes without a right one between. */
export const takeTry = async (runtime: Runtime, userId: string): Promise<number> => {
  const user = knownOf(runtime, userId)
  const row = await runtime.database.write((tx) =>
    tx.one<{ wrongTries: number }>(
      `INSERT INTO signInGuard (userId, wrongTries, locked) VALUES (?, ? + 1, 0)
       ON CONFLICT (userId) DO UPDATE SET wrongTries = max(wrongTries, ?) + 1 RETURNING wrongTries`,
      [userId, user.wrongTries, user.wrongTries],
    ),
  )
  user.wrongTries = row?.wrongTries ?? user.wrongTries + 1
  return user.wrongTries
}

/** Nobody could say whether it was right. */
export const giveTryBack = async (runtime: Runtime, userId: string): Promise<void> => {
  const user = knownOf(runtime, userId)
  user.wrongTries = Math.max(0, user.wrongTries - 1)
  const [row] = await runtime.database.write((tx) =>
    tx.all<{ locked: number }>(
      'UPDATE signInGuard SET wrongTries = max(0, wrongTries - 1) WHERE userId = ? RETURNING locked',
      [userId],
    ),
  )
  // somebody who looked meanwhile saw the last try as a lock; it was none
  if (row?.locked !== 1) user.lockedSinceMs = null
}

/** From now on, until the time is over that HQ said, or that policy says where it was not HQ who locked them. */
export const lock = async (runtime: Runtime, userId: string, secondsOfHq?: number): Promise<void> => {
  await runtime.database.write((tx) =>
    tx.run(
      `INSERT INTO signInGuard (userId, wrongTries, locked) VALUES (?, 0, 1)
       ON CONFLICT (userId) DO UPDATE SET locked = 1`,
      [userId],
    ),
  )
  const user = knownOf(runtime, userId)
  user.lockedSinceMs = runtime.clock.elapsedMs()
  user.lockMs = secondsOfHq === undefined ? null : secondsOfHq * 1000
}

/**
 * Their PIN or password is another by HQ's word: tries at the old one count no more. Only in the transaction of a pull, and not
 * where what stands here is in doubt: an older version written into the file would make any word of HQ's look newer.
 */
export const forgiveNewSecrets = async (
  tx: Tx,
  runtime: Pick<RunningStore, 'database' | 'doubts'>,
  items: readonly { type: string; body: unknown }[],
): Promise<void> => {
  const told = items.filter(({ type }) => type === 'user').map(({ body }) => body as { id: string; pinVersion: number })
  const standing = await tx.all<{ id: string; pinVersion: number }>(
    'SELECT id, pinVersion FROM user WHERE id IN (SELECT value FROM json_each(?))',
    [JSON.stringify(told.map(({ id }) => id))],
  )
  const before = new Map(standing.map(({ id, pinVersion }) => [id, pinVersion]))
  for (const { id, pinVersion } of told) {
    if (runtime.doubts.isAbout(id) || pinVersion <= (before.get(id) ?? pinVersion)) continue
    await tx.run('DELETE FROM signInGuard WHERE userId = ?', [id])
    tx.afterCommit(() => known.get(runtime.database)?.delete(id))
  }
}

/** They were right, or have waited: all tries are theirs again. `alongside`: in the same transaction. */
export const forgive = async (
  runtime: Runtime,
  userId: string,
  alongside: (tx: Tx) => Promise<void> = () => Promise.resolve(),
): Promise<void> => {
  await runtime.database.write(async (tx) => {
    await alongside(tx)
    await tx.run('DELETE FROM signInGuard WHERE userId = ?', [userId])
  })
  known.get(runtime.database)?.delete(userId)
}

/**
 * 0 when the user may try. A lock that ran out gives all tries back. The last try counts as a lock already while it is
 * judged: who kills the app before the answer has had it.
 */
export const lockSecondsLeft = async ({ read, runtime }: Asker, userId: string): Promise<number> => {
  const { signIn } = await runtime.policy()
  const triesMax = triesAllowed(signIn)
  const guard = await read.one(
    'SELECT 1 AS found FROM signInGuard WHERE userId = ? AND (locked = 1 OR wrongTries >= ?)',
    [userId, triesMax],
  )
  const user = knownOf(runtime, userId)
  if (!guard && user.lockedSinceMs === null && user.wrongTries < triesMax) return 0
  const nowMs = runtime.clock.elapsedMs()
  user.lockedSinceMs ??= nowMs
  const lockMs = user.lockMs ?? signIn.lockMinutes * 60_000
  const left = Math.ceil((user.lockedSinceMs + lockMs - nowMs) / 1000)
  if (left > 0) return left
  await forgive(runtime, userId)
  return 0
}
