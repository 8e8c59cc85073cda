/**
 * Who sits at which window, and whether that window is locked. Kept in memory for the check before every call and in the
 * database for the time after a crash, sealed with what only this start of the app knows: a row from before it, or one that
 * somebody wrote meanwhile, seats nobody. Left alone longer than policy allows a window locks itself, measured on a clock
 * that never goes back; a locked session lives on and answers nothing.
 */
import { createHmac } from 'node:crypto'
import type { Policy } from '../contract/schemas/masterData'
import type { Reader, Tx } from '../database/unitOfWork'
import { appendTrail } from '../ledger/trail'
import { removeMeta, writeMeta } from './meta'
import { refuseRevoked } from './revocation'
import { isoNow, type StoreRuntime } from './runtime'
import { trustedClock } from './trustedClock'

const prefix = 'session:'
export const seatKey = (clientId: string): string => `${prefix}${clientId}`
const lookEveryMs = 5_000

interface Seat {
  userId: string
  locked: boolean
  /** on the clock of this run */
  activeAtMs: number
}

interface Kept {
  userId: string
  locked: boolean
  /** the trusted clock's, so that a crash does not make an idle window look busy */
  activeMs: number
  seal: string
}

export interface Seats {
  take(tx: Tx, clientId: string, userId: string): Promise<void>
  leave(tx: Tx, clientId: string): Promise<void>
  /** somebody typed, pointed or scanned there */
  touch(clientId: string): Promise<void>
  lock(tx: Tx, clientId: string): Promise<void>
  isLocked(clientId: string): Promise<boolean>
  /** who took the seat, whatever the file says by now; null where nobody did */
  userAt(clientId: string): string | null
  stop(): void
}

type Runtime = StoreRuntime & { policy(): Promise<Policy> }

export const startSeats = async (runtime: Runtime): Promise<Seats> => {
  const { database, clock } = runtime
  await forgetStrangers(runtime)
  const seats = await seatsBefore(runtime)

  const keptOf = (clientId: string, userId: string, locked: boolean): Kept => {
    const kept = { userId, locked, activeMs: trustedClock(runtime).nowMs() }
    return { ...kept, seal: sealOf(runtime.shellId, seatKey(clientId), kept) }
  }
  /** Only what is still there: somebody else may have taken the seat meanwhile, or HQ have cleared them all. */
  const update = (tx: Tx, clientId: string, { userId }: Seat, locked: boolean): Promise<void> =>
    tx.run(`UPDATE meta SET value = ? WHERE key = ? AND json_extract(value, '$.userId') = ?`, [
      JSON.stringify(keptOf(clientId, userId, locked)),
      seatKey(clientId),
      userId,
    ])
  const lock = async (tx: Tx, clientId: string, seat: Seat): Promise<void> => {
    await update(tx, clientId, seat, true)
    tx.afterCommit(() => {
      seat.locked = true
      runtime.emit({ type: 'session.changed' })
    })
  }
  const lockForIdleness = (clientId: string, seat: Seat): Promise<void> =>
    database.write(async (tx) => {
      // taken by somebody else, or locked by hand, while this waited for its turn
      if (seats.get(clientId) !== seat || seat.locked) return
      await lock(tx, clientId, seat)
      await logIdle(tx, runtime, clientId, seat.userId)
    })
  const isIdle = async ({ activeAtMs }: Seat): Promise<boolean> => {
    const { idleLockMinutes } = (await runtime.policy()).signIn
    return idleLockMinutes > 0 && clock.elapsedMs() - activeAtMs >= idleLockMinutes * 60_000
  }
  const lockIfIdle = async (clientId: string, seat: Seat): Promise<void> => {
    if (!seat.locked && (await isIdle(seat))) await lockForIdleness(clientId, seat)
  }
  const lookRound = async (): Promise<void> => {
    for (const [clientId, seat] of seats) await lockIfIdle(clientId, seat)
  }
  const timer = setInterval(
    () => void lookRound().catch((error) => runtime.log({ event: 'idle lock failed', error: String(error) })),
    lookEveryMs,
  )
  timer.unref()

  return {
    take: async (tx, clientId, userId) => {
      await refuseRevoked(tx)
      const seat: Seat = { userId, locked: false, activeAtMs: clock.elapsedMs() }
      await writeMeta(tx, seatKey(clientId), keptOf(clientId, userId, false))
      tx.afterCommit(() => void seats.set(clientId, seat))
    },
    leave: async (tx, clientId) => {
      await removeMeta(tx, seatKey(clientId))
      tx.afterCommit(() => void seats.delete(clientId))
    },
    touch: async (clientId) => {
      const seat = seats.get(clientId)
      if (!seat || seat.locked) return
      seat.activeAtMs = clock.elapsedMs()
      await database.write(async (tx) => {
        if (seats.get(clientId) === seat && !seat.locked) await update(tx, clientId, seat, false)
      })
    },
    lock: async (tx, clientId) => {
      const seat = seats.get(clientId)
      if (seat) await lock(tx, clientId, seat)
    },
    isLocked: async (clientId) => {
      const seat = seats.get(clientId)
      if (!seat) return false
      // not left to the timer: a call that comes a moment before it must not slip in
      await lockIfIdle(clientId, seat)
      return seat.locked
    },
    userAt: (clientId) => seats.get(clientId)?.userId ?? null,
    stop: () => clearInterval(timer),
  }
}

const sealOf = (shellId: string, key: string, { userId, locked, activeMs }: Omit<Kept, 'seal'>): string =>
  createHmac('sha256', shellId)
    .update(JSON.stringify([key, userId, locked, activeMs]))
    .digest('base64')

/** Seats of earlier starts of the app, and rows this start did not write. */
const forgetStrangers = ({ database, shellId }: Runtime): Promise<void> =>
  database.write(async (tx) => {
    for (const { key, value } of await keptSeats(tx))
      if (readKept(shellId, key, value) === null) await removeMeta(tx, key)
  })

const keptSeats = (read: Reader): Promise<{ key: string; value: string }[]> =>
  read.all(`SELECT key, value FROM meta WHERE key LIKE '${prefix}%'`)

const readKept = (shellId: string, key: string, value: string): Kept | null => {
  try {
    const kept = JSON.parse(value) as Kept
    return kept.seal === sealOf(shellId, key, kept) ? kept : null
  } catch {
    return null
  }
}

/** After a crash of the backend: as they were, and locked where nobody can say how long they have been alone. */
const seatsBefore = async (runtime: Runtime): Promise<Map<string, Seat>> => {
  const { database, clock } = runtime
  const rows = await keptSeats(database.read)
  const trusted = trustedClock(runtime)
  return new Map(
    rows.map(({ key, value }) => {
      const { userId, locked, activeMs } = JSON.parse(value) as Kept
      const aloneMs = trusted.nowMs() - activeMs
      const isSure = trusted.knowsItsGap && aloneMs >= 0
      const seat: Seat = { userId, locked: locked || !isSure, activeAtMs: clock.elapsedMs() - Math.max(0, aloneMs) }
      return [key.slice(prefix.length), seat]
    }),
  )
}

const logIdle = (tx: Tx, runtime: StoreRuntime, clientId: string, userId: string): Promise<void> =>
  appendTrail(tx, {
    at: isoNow(runtime.clock),
    userId,
    client: clientId,
    operation: 'signIn.lock',
    outcome: 'done',
    detail: { idle: true },
  })
