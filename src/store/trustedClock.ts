/**
 * A clock nobody at this PC can turn: the time the hub last told, plus the time the app ran since (a clock that never goes
 * back), plus for the time the app was closed what the PC's clock says, never below nothing. So setting the PC's clock back,
 * or starting again and again, gives no day back; setting it forward costs what it was set forward, until the hub is heard.
 */

import { storeDayOf } from '../core/quantity/storeDay'
import { assert } from '../core/result'
import { readMeta, writeMeta } from './meta'
import type { StoreRuntime } from './runtime'

const keptKey = 'trustedClock'
export const dayMs = 24 * 60 * 60 * 1000
/** A killed app loses at most this much of the count, and is charged at least as much at its next start. */
export const saveEveryMs = 60_000

interface Kept {
  /** what the hub said when it was last heard */
  hubMs: number
  /** counted since then */
  sinceMs: number
  /** what the PC's own clock said at this writing */
  wallMs: number
  /** written at an orderly stop */
  stopped: boolean
}

export interface TrustedClock {
  /** the best guess of the hub's time, which dated rights are held against */
  nowMs(): number
  hubNow(): string
  /** the calendar day in China */
  day(): string
  /** since the hub was last heard */
  offlineMs(): number
  /** an answer of the hub to this very PC said its time */
  heard(hubTime: string): void
  /** false: the app was killed, and the PC's clock has been set back since: how long ago nobody can say */
  knowsItsGap: boolean
  save(): Promise<void>
  stop(): Promise<void>
}

type Runtime = Pick<StoreRuntime, 'database' | 'clock' | 'log'>

const clocks = new WeakMap<StoreRuntime['database'], TrustedClock>()

/** Of the backend that has this database open. */
export const trustedClock = ({ database }: Pick<StoreRuntime, 'database'>): TrustedClock => {
  const clock = clocks.get(database)
  assert(clock, 'the trusted clock is started before anything asks it')
  return clock
}

export const startTrustedClock = async (runtime: Runtime): Promise<TrustedClock> => {
  const { database, clock, log } = runtime
  const kept = await readMeta<Kept>(database.read, keptKey)
  let base = { ...countOn(kept, clock.nowMs()), atMs: clock.elapsedMs() }
  const offlineMs = (): number => base.sinceMs + clock.elapsedMs() - base.atMs
  const nowMs = (): number => base.hubMs + offlineMs()
  const write = (stopped: boolean): Promise<void> =>
    database.write((tx) => {
      const now: Kept = { hubMs: base.hubMs, sinceMs: offlineMs(), wallMs: clock.nowMs(), stopped }
      return writeMeta(tx, keptKey, now)
    })
  const saveSoon = (): void =>
    void write(false).catch((error) => log({ event: 'clock not saved', error: String(error).slice(0, 300) }))
  const timer = setInterval(saveSoon, saveEveryMs)
  timer.unref()
  const started: TrustedClock = {
    nowMs,
    hubNow: () => new Date(nowMs()).toISOString(),
    day: () => storeDayOf(nowMs()),
    offlineMs,
    heard: (hubTime) => {
      const hubMs = Date.parse(hubTime)
      if (!Number.isFinite(hubMs)) return
      const wasLong = offlineMs() > saveEveryMs
      base = { hubMs, sinceMs: 0, atMs: clock.elapsedMs() }
      // each beat would be a write every five seconds; what a kill loses here makes the count longer, never shorter
      if (wasLong) saveSoon()
    },
    knowsItsGap: kept === null || kept.stopped || clock.nowMs() >= kept.wallMs,
    save: () => write(false),
    stop: () => {
      clearInterval(timer)
      return write(true)
    },
  }
  clocks.set(database, started)
  // at once: whoever kills the app again before the first minute is over is charged for this start too
  await started.save()
  return started
}

/** What the count stands at after the app was away. A PC that never heard a hub believes its own clock for a start. */
const countOn = (kept: Kept | null, wallMs: number): Pick<Kept, 'hubMs' | 'sinceMs'> => {
  if (!kept) return { hubMs: wallMs, sinceMs: 0 }
  const awayMs = Math.max(0, wallMs - kept.wallMs)
  const chargedMs = kept.stopped ? awayMs : Math.max(awayMs, saveEveryMs)
  return { hubMs: kept.hubMs, sinceMs: kept.sinceMs + chargedMs }
}
