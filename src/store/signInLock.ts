/**
 * How long a locked user still waits. Measured on a clock that never goes back and only while the app runs: setting the
 * PC's clock changes nothing, and a restart begins the wait again.
 */
import type { ErrandCall } from './calls'
import { readPolicy } from './meta'
import type { StoreRuntime } from './runtime'

type Asker = Pick<ErrandCall, 'read'> & { runtime: StoreRuntime }

const lockedSinceMs = new WeakMap<StoreRuntime['database'], Map<string, number>>()

const locksOf = (runtime: StoreRuntime): Map<string, number> => {
  const locks = lockedSinceMs.get(runtime.database) ?? new Map<string, number>()
  lockedSinceMs.set(runtime.database, locks)
  return locks
}

export const startLock = (call: Asker, userId: string): void => {
  locksOf(call.runtime).set(userId, call.runtime.clock.elapsedMs())
}

/** 0 when the user may try. A lock that ran out gives all tries back. */
export const lockSecondsLeft = async (call: Asker, userId: string): Promise<number> => {
  const guard = await call.read.one<{ locked: number }>('SELECT locked FROM signInGuard WHERE userId = ?', [userId])
  if (guard?.locked !== 1) return 0
  const locks = locksOf(call.runtime)
  const nowMs = call.runtime.clock.elapsedMs()
  const since = locks.get(userId) ?? nowMs
  locks.set(userId, since)
  const policy = await readPolicy(call.read)
  const left = Math.ceil((since + policy.signIn.lockMinutes * 60_000 - nowMs) / 1000)
  if (left > 0) return left
  locks.delete(userId)
  await call.runtime.database.write((tx) => tx.run('DELETE FROM signInGuard WHERE userId = ?', [userId]))
  return 0
}
