/**
 * How long a locked user still waits. Measured on a clock that never goes back and only while the app runs: setting the
 * PC's clock changes nothing, and a restart begins the wait again.
 */
import type { ErrandCall } from './calls'
import type { StoreRuntime } from './runtime'

type Asker = Pick<ErrandCall, 'read' | 'runtime'>

const lockedSinceMs = new WeakMap<StoreRuntime['database'], Map<string, number>>()

const locksOf = (runtime: Pick<StoreRuntime, 'database'>): Map<string, number> => {
  const locks = lockedSinceMs.get(runtime.database) ?? new Map<string, number>()
  lockedSinceMs.set(runtime.database, locks)
  return locks
}

export const startLock = (runtime: Pick<StoreRuntime, 'database' | 'clock'>, userId: string): void =>
  void locksOf(runtime).set(userId, runtime.clock.elapsedMs())

export const endLock = (runtime: Pick<StoreRuntime, 'database'>, userId: string): void =>
  void locksOf(runtime).delete(userId)

/**
 * 0 when the user may try. A lock that ran out gives all tries back. The last try counts as a lock already while it is
 * judged: who kills the app before the answer has had it.
 */
export const lockSecondsLeft = async ({ read, runtime }: Asker, userId: string): Promise<number> => {
  const { wrongPinMax, lockMinutes } = (await runtime.policy()).signIn
  const guard = await read.one(
    'SELECT 1 AS found FROM signInGuard WHERE userId = ? AND (locked = 1 OR wrongTries >= ?)',
    [userId, wrongPinMax],
  )
  if (!guard) return 0
  const locks = locksOf(runtime)
  const nowMs = runtime.clock.elapsedMs()
  const since = locks.get(userId) ?? nowMs
  locks.set(userId, since)
  const left = Math.ceil((since + lockMinutes * 60_000 - nowMs) / 1000)
  if (left > 0) return left
  locks.delete(userId)
  await runtime.database.write((tx) => tx.run('DELETE FROM signInGuard WHERE userId = ?', [userId]))
  return 0
}
