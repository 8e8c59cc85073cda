/**
 * A clock nobody at this PC can turn: the time the hub last told, plus the time the app ran since (a clock that never goes
 * back), plus for the time the app was closed what the PC's clock says, never below nothing. So setting the PC's clock back,
 * or starting again and again, gives no day back; setting it forward costs what it was set forward, until the hub is heard.
 * What is kept of it is signed with this PC's key: a count that somebody wrote into the file, or took out of it, is none, and
 * only HQ's word begins another.
 */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'

import { storeDayOf } from '../core/quantity/storeDay'
import { assert } from '../core/result'
import type { OddRow } from '../ledger/oddRows'
import type { DeviceKeys } from './deviceKeys'
import { readMeta, writeMeta } from './meta'
import type { StoreRuntime } from './runtime'

const keptKey = 'trustedClock'
/** how the trail names it */
export const forgedClock: OddRow = { table: 'meta', key: JSON.stringify([keptKey]), code: 'rowEdited' }
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
  /** of the rest, by this PC's key; '' while it has none */
  signature: string
}

export interface TrustedClock {
  /** the best guess of the hub's time, which dated rights are held against */
  nowMs(): number
  hubNow(): string
  /** the calendar day in China */
  day(): string
  /** since the hub was last heard; Infinity where nobody can say */
  offlineMs(): number
  /** an answer of the hub to this very PC said its time */
  heard(hubTime: string): void
  /** somebody wrote into what was kept of it, or took it away */
  wasForged: boolean
  /** false: the app was killed, and the PC's clock has been set back since: how long ago nobody can say */
  knowsItsGap: boolean
  save(): Promise<void>
  stop(): Promise<void>
}

type Runtime = Pick<StoreRuntime, 'database' | 'clock' | 'log'> & { keys: Pick<DeviceKeys, 'secrets'> }

const clocks = new WeakMap<StoreRuntime['database'], TrustedClock>()

/** Of the backend that has this database open. */
export const trustedClock = ({ database }: Pick<StoreRuntime, 'database'>): TrustedClock => {
  const clock = clocks.get(database)
  assert(clock, 'the trusted clock is started before anything asks it')
  return clock
}

export const startTrustedClock = async (runtime: Runtime): Promise<TrustedClock> => {
  const { database, clock, log, keys } = runtime
  const kept = await readMeta<Kept>(database.read, keptKey)
  let isKnown = isGenuine(kept, keys.secrets()?.privateKeyPem)
  let base = { ...countOn(kept, clock.nowMs()), atMs: clock.elapsedMs() }
  const sinceMs = (): number => base.sinceMs + clock.elapsedMs() - base.atMs
  const offlineMs = (): number => (isKnown ? sinceMs() : Number.POSITIVE_INFINITY)
  const nowMs = (): number => base.hubMs + sinceMs()
  const write = async (stopped: boolean): Promise<void> => {
    // a count nobody believes is not made one by writing it anew
    if (!isKnown) return
    const now = { hubMs: base.hubMs, sinceMs: sinceMs(), wallMs: clock.nowMs(), stopped }
    const signature = signatureOf(now, keys.secrets()?.privateKeyPem)
    await database.write((tx) => writeMeta(tx, keptKey, { ...now, signature }))
  }
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
      isKnown = true
      base = { hubMs, sinceMs: 0, atMs: clock.elapsedMs() }
      // each beat would be a write every five seconds; what a kill loses here makes the count longer, never shorter
      if (wasLong) saveSoon()
    },
    wasForged: !isKnown && kept?.signature !== '',
    knowsItsGap: isKnown && (kept === null || kept.stopped || clock.nowMs() >= kept.wallMs),
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

const textOf = ({ hubMs, sinceMs, wallMs, stopped }: Omit<Kept, 'signature'>): Buffer =>
  Buffer.from(`clock:${hubMs}/${sinceMs}/${wallMs}/${stopped}`)

const signatureOf = (now: Omit<Kept, 'signature'>, privateKeyPem: string | undefined): string =>
  privateKeyPem === undefined ? '' : sign(null, textOf(now), createPrivateKey(privateKeyPem)).toString('base64')

/** A PC without a key was not enrolled, or cannot reach its key and so no HQ: it has nothing else to go by. */
const isGenuine = (kept: Kept | null, privateKeyPem: string | undefined): boolean => {
  if (privateKeyPem === undefined) return true
  const signature = Buffer.from(String(kept?.signature ?? ''), 'base64')
  return kept !== null && verify(null, textOf(kept), createPublicKey(createPrivateKey(privateKeyPem)), signature)
}

/** What the count stands at after the app was away. A PC that never heard a hub believes its own clock for a start. */
const countOn = (kept: Kept | null, wallMs: number): Pick<Kept, 'hubMs' | 'sinceMs'> => {
  if (!kept) return { hubMs: wallMs, sinceMs: 0 }
  const awayMs = Math.max(0, wallMs - kept.wallMs)
  const chargedMs = kept.stopped ? awayMs : Math.max(awayMs, saveEveryMs)
  return { hubMs: kept.hubMs, sinceMs: kept.sinceMs + chargedMs }
}
