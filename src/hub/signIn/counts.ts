/**
 * How many wrong tries there were, kept in the database: neither a restart nor another hub process gives one back. A try is
 * taken before it is judged, in one write, so that many sent at once cannot pass a lock before it closes.
 *
 * What a guesser gets of one user, at the most:
 * - at one store PC as many of PIN and password together as policy gives, five at the most, and then none for as long as
 *   policy says: in a quarter of an hour, 480 a day. Only PCs of the user's own store are answered; a made PIN is one of
 *   nearly a million.
 * - at the console five from one address in a quarter of an hour; from addresses the user never came from, however many
 *   they are, twenty and then one in half a minute for all of them together: 2,900 a day. Where the user signed in lately
 *   is not slowed, so a stranger's hammering keeps nobody from their desk.
 * - in an open session five; then that session is over, and the account is as it was.
 */
import { triesAllowed, wrongTriesMax } from '../../contract/signInTries'
import type { Reader, Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { currentPolicy } from '../policy'
import type { HubRuntime } from '../runtime'
import { hashOf } from '../secrets'
import { addressGroup, type Place } from './place'

const minuteMs = 60_000
const consoleLockMs = 15 * minuteMs
const paceMs = 30_000
const paceFreeTries = 20
/** a place nobody tried from for so long holds no count that still matters */
const forgottenMs = 24 * 60 * 60_000

/** One series of tries. Who was right has all of them again. */
export interface Count {
  /** counts a try as wrong, before it is judged, and answers how many are left after it; refuses where none was left */
  take(): Promise<number>
  /** it was neither right nor wrong */
  giveBack(): Promise<void>
  clear(): Promise<void>
  /** what the last wrong one brings about, and is told */
  spent(): Promise<Refusal>
}

/** What a place bears of one user, and how long it then stays shut for them. */
interface Bound {
  triesMax: number
  lockMs: number
}

/** A store's PC counts by the policy as well, for the time without a line: both have to come to the same. */
const boundAt = async (read: Reader, { door }: Place): Promise<Bound> => {
  if (door === 'console') return { triesMax: wrongTriesMax, lockMs: consoleLockMs }
  const { signIn } = await currentPolicy(read)
  return { triesMax: triesAllowed(signIn), lockMs: signIn.lockMinutes * minuteMs }
}

/** Somebody unknown is counted as somebody known is: what is left tells nobody which names exist. */
export const countAtPlace = (runtime: HubRuntime, userId: string, place: Place, isStranger = false): Count => {
  const counted = isStranger ? strangerKey(userId) : userId
  const locked = lockedAs(userId)
  let paced = false
  const undo = (sql: string): Promise<void> =>
    runtime.database.write(async (tx) => {
      const key = [counted, place.door, place.at]
      await tx.run(`UPDATE signInTries ${sql}, lockedUntilMs = 0 WHERE userId = ? AND door = ? AND place = ?`, key)
      if (paced) await tx.run('UPDATE signInPace SET dueMs = dueMs - ? WHERE userId = ?', [paceMs, counted])
    })
  return {
    take: () =>
      runtime.database.write(async (tx) => {
        const nowMs = runtime.clock.nowMs()
        const bound = await boundAt(tx, place)
        const lockedMs = await lockedMsAt(tx, nowMs, counted, place, bound)
        if (lockedMs > 0) throw locked(lockedMs)
        paced = place.door === 'console' && !(await cameFrom(tx, counted, place.at))
        const waitMs = paced ? await takePace(tx, nowMs, counted) : 0
        if (waitMs > 0) throw locked(waitMs)
        return takeAtPlace(tx, nowMs, counted, place, bound)
      }),
    giveBack: () => undo('SET wrongTries = wrongTries - 1'),
    clear: () => undo('SET wrongTries = 0'),
    spent: async () => {
      const { lockMs } = await boundAt(runtime.database.read, place)
      return new Refusal('SIGN_IN_LOCKED', { seconds: Math.ceil(lockMs / 1000), userId, left: 0 })
    },
  }
}

const lockedAs =
  (userId: string) =>
  (ms: number): Refusal =>
    new Refusal('SIGN_IN_LOCKED', { seconds: Math.ceil(ms / 1000), userId })

/** A name nobody has may be a password in the wrong field: it is counted, and kept nowhere. */
const strangerKey = (typed: string): string => `?${hashOf(typed).slice(0, 20)}`

const lockedMsAt = async (
  tx: Tx,
  nowMs: number,
  userId: string,
  { door, at }: Place,
  { lockMs }: Bound,
): Promise<number> => {
  const row = await tx.one<{ untilMs: number }>(
    'SELECT lockedUntilMs AS untilMs FROM signInTries WHERE userId = ? AND door = ? AND place = ?',
    [userId, door, at],
  )
  // a clock that was set back, or a policy that is shorter by now, keeps nobody out for longer
  return Math.min(Math.max(0, (row?.untilMs ?? 0) - nowMs), lockMs)
}

/** A lock that ran out gives all of them again. The last one locks while it is judged: more at that moment have had it. */
const takeAtPlace = async (
  tx: Tx,
  nowMs: number,
  userId: string,
  { door, at }: Place,
  { triesMax, lockMs }: Bound,
): Promise<number> => {
  const row = await tx.one<{ wrongTries: number }>(
    `INSERT INTO signInTries (userId, door, place, wrongTries, lockedUntilMs, lastAtMs) VALUES (?, ?, ?, 1, 0, ?)
     ON CONFLICT (userId, door, place) DO UPDATE SET lastAtMs = excluded.lastAtMs, lockedUntilMs = 0,
       wrongTries = CASE WHEN signInTries.lockedUntilMs = 0 THEN signInTries.wrongTries + 1 ELSE 1 END RETURNING wrongTries`,
    [userId, door, at, nowMs],
  )
  const tries = row?.wrongTries ?? 1
  if (tries >= triesMax)
    await tx.run('UPDATE signInTries SET lockedUntilMs = ? WHERE userId = ? AND door = ? AND place = ?', [
      nowMs + lockMs,
      ...[userId, door, at],
    ])
  await tx.run('DELETE FROM signInTries WHERE lastAtMs < ?', [nowMs - forgottenMs])
  return triesMax - tries
}

/**
 * `dueMs` runs ahead of the clock by a pace for each try; further ahead than the free ones, the next has to wait. Answers how
 * long; 0 where the try is taken.
 */
const takePace = async (tx: Tx, nowMs: number, userId: string): Promise<number> => {
  const row = await tx.one<{ dueMs: number }>('SELECT dueMs FROM signInPace WHERE userId = ?', [userId])
  const dueMs = Math.max(row?.dueMs ?? 0, nowMs)
  const waitMs = dueMs - nowMs - (paceFreeTries - 1) * paceMs
  if (waitMs > 0) return waitMs
  await tx.run('DELETE FROM signInPace WHERE dueMs < ?', [nowMs])
  await tx.run(
    'INSERT INTO signInPace (userId, dueMs) VALUES (?, ?) ON CONFLICT (userId) DO UPDATE SET dueMs = excluded.dueMs',
    [userId, dueMs + paceMs],
  )
  return 0
}

/** Sessions are kept for thirty days, ended ones too. */
const cameFrom = async (read: Reader, userId: string, place: string): Promise<boolean> => {
  const rows = await read.all<{ address: string }>('SELECT DISTINCT address FROM session WHERE userId = ?', [userId])
  return rows.some(({ address }) => addressGroup(address) === place)
}

/** Whoever sits at an open session has five tries at its user's secrets; then it is over, and the account is as it was. */
export const countInSession = (runtime: HubRuntime, sessionId: string): Count => {
  const write = (sql: string, ...before: number[]): Promise<void> =>
    runtime.database.write((tx) => tx.run(`UPDATE session SET ${sql} WHERE sessionId = ?`, [...before, sessionId]))
  const over = async (): Promise<Refusal> => {
    await write('endedAtMs = coalesce(endedAtMs, ?)', runtime.clock.nowMs())
    return new Refusal('UNAUTHENTICATED')
  }
  return {
    take: async () => {
      const tries = await runtime.database.write((tx) => takeInSession(tx, sessionId))
      if (tries === null) throw await over()
      return wrongTriesMax - tries
    },
    giveBack: () => write('wrongTries = wrongTries - 1'),
    clear: () => write('wrongTries = 0'),
    spent: over,
  }
}

/** Null where all are had, or the session ended meanwhile. */
const takeInSession = async (tx: Tx, sessionId: string): Promise<number | null> => {
  const row = await tx.one<{ wrongTries: number }>(
    `UPDATE session SET wrongTries = wrongTries + 1 WHERE sessionId = ? AND endedAtMs IS NULL AND wrongTries < ?
     RETURNING wrongTries`,
    [sessionId, wrongTriesMax],
  )
  return row?.wrongTries ?? null
}

export const forgetTriesOf = async (tx: Tx, userId: string): Promise<void> => {
  await tx.run('DELETE FROM signInTries WHERE userId = ?', [userId])
  await tx.run('DELETE FROM signInPace WHERE userId = ?', [userId])
}

/** How long the longest lock of a user still lasts, wherever that is. */
export const lockedMsOf = async (read: Reader, userId: string, nowMs: number): Promise<number> => {
  const row = await read.one<{ untilMs: number | null }>(
    'SELECT max(lockedUntilMs) AS untilMs FROM signInTries WHERE userId = ?',
    [userId],
  )
  return Math.max(0, (row?.untilMs ?? 0) - nowMs)
}
