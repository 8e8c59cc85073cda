/**
 * A clock nobody at this PC can turn: the time the hub last told, plus the time the app ran since (a clock that never goes
 * back), plus for the time the app was closed what the PC's clock says, never below nothing. So setting the PC's clock back,
 * or starting again and again, gives no day back; setting it forward costs what it was set forward, until the hub is heard.
 * What is kept of it is signed with this PC's key: a count that somebody wrote into the file, or took out of it, is none, and
 * only HQ's word begins another. An old one put back is held against the trail (clockLines.ts), which cannot be put back alone.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import { storeDayOf } from '../core/quantity/storeDay'
import { assert } from '../core/result'
import { keysTold } from '../ledger/fenceKeeper'
import type { OddRow } from '../ledger/oddRows'
import { markOf } from '../ledger/touched'
import { type Counted, isOddTold, type Kept, most, saysLess, tellClock, toldOfClock } from './clockLines'
import type { DeviceKeys } from './deviceKeys'
import { readMeta, writeMeta } from './meta'
import type { StoreRuntime } from './runtime'

const keptKey = 'trustedClock'
/** how the trail names it */
const forgedClock = (kept: Kept | null): OddRow => ({
  ...{ table: 'meta', key: JSON.stringify([keptKey]), code: 'rowEdited' },
  mark: markOf(kept),
})
export const dayMs = 24 * 60 * 60 * 1000
/** A killed app loses at most this much of the count, and is charged at least as much at its next start. */
export const saveEveryMs = 60_000

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
  /** somebody wrote into what was kept of it, took it away or put an older one in its place; null: nobody, or it was told */
  forged: OddRow | null
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

export const startTrustedClock = async (runtime: Runtime, isTrailCut = false): Promise<TrustedClock> => {
  const { database, clock, log, keys } = runtime
  const kept = await readMeta<Kept>(database.read, keptKey)
  const key = await keyOf(runtime)
  const said = await toldOfClock(database.read, (line, place) => isGenuine(line, key, place))
  const isPutBack = said.isHidden || (kept !== null && said.signed !== null && saysLess(kept, said.signed))
  const isForged = isPutBack || (!isGenuine(kept, key) && kept?.signature !== '')
  // an end of the trail that is gone may have said more
  let isKnown = isGenuine(kept, key) && !isPutBack && !isTrailCut
  // a start without the key leaves the row as it stands, and counts on in the trail
  const counted = most(most(kept, said.unsigned), said.signed)
  let base = { ...countOn(counted, clock.nowMs(), said.lastMs), atMs: clock.elapsedMs() }
  let told: Counted | null = most(said.unsigned, said.signed)
  let toldUnder = keys.secrets()?.privateKeyPem
  /** by how much the PC's clock was ahead of the count at most, since the trail was last told */
  let aheadMs = Number.NEGATIVE_INFINITY
  const sinceMs = (): number => base.sinceMs + clock.elapsedMs() - base.atMs
  const offlineMs = (): number => (isKnown ? sinceMs() : Number.POSITIVE_INFINITY)
  const nowMs = (): number => base.hubMs + sinceMs()
  /** What was told no longer bounds an old row, or would call an honest one old: HQ's own clock, or this PC's, went back. */
  const isToldWrongly = (now: Kept): boolean => {
    const ahead = now.wallMs - clock.elapsedMs()
    aheadMs = Math.max(aheadMs, ahead)
    return told === null || saysLess(now, told) || aheadMs - ahead > saveEveryMs
  }
  const write = (when: 'started' | 'running' | 'stopped'): Promise<void> =>
    database.write(async (tx) => {
      // a count nobody believes is not made one by writing it anew
      if (!isKnown) return
      const own = keys.secrets()?.privateKeyPem
      const rest = { hubMs: base.hubMs, sinceMs: sinceMs(), wallMs: clock.nowMs(), stopped: when === 'stopped' }
      const now = { ...rest, signature: signatureOf(rest, own) }
      if (own !== undefined || key === null) await writeMeta(tx, keptKey, now)
      const hadKey = own !== undefined || key !== null
      if (!hadKey || !(isToldWrongly(now) || when !== 'running' || own !== toldUnder)) return
      await tellClock(tx, now, (place) => signatureOf(now, own, place))
      told = now
      toldUnder = own
      aheadMs = now.wallMs - clock.elapsedMs()
    })
  const saveSoon = (): void =>
    void write('running').catch((error) => log({ event: 'clock not saved', error: String(error).slice(0, 300) }))
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
      // from a row nobody believed the trail goes on with a line of its own
      if (!isKnown) told = null
      isKnown = true
      base = { hubMs, sinceMs: 0, atMs: clock.elapsedMs() }
      // each beat would be a write every five seconds; what a kill loses here makes the count longer, never shorter
      if (wasLong) saveSoon()
    },
    forged: isForged && !(await isOddTold(database.read, forgedClock(kept))) ? forgedClock(kept) : null,
    knowsItsGap: isKnown && (kept === null || kept.stopped || clock.nowMs() >= kept.wallMs),
    save: () => write('running'),
    stop: () => {
      clearInterval(timer)
      return write('stopped')
    },
  }
  clocks.set(database, started)
  // at once: whoever kills the app again before the first minute is over is charged for this start too
  await write('started')
  return started
}

/** This PC's own; where it cannot be reached the one its trail last named. null: it never had one. */
const keyOf = async ({ database, keys }: Runtime): Promise<KeyObject | null> => {
  const own = keys.secrets()?.privateKeyPem
  if (own !== undefined) return createPublicKey(createPrivateKey(own))
  const named = (await keysTold(database.read)).at(-1)
  return named === undefined
    ? null
    : createPublicKey({ key: Buffer.from(named, 'base64'), type: 'spki', format: 'der' })
}

type Said = Omit<Kept, 'signature'>

/** `place`: of a line of the trail; '' for the row */
const textOf = ({ hubMs, sinceMs, wallMs, stopped }: Said, place: string): Buffer =>
  Buffer.from(`clock:${hubMs}/${sinceMs}/${wallMs}/${stopped}${place === '' ? '' : `@${place}`}`)

const signatureOf = (said: Said, privateKeyPem: string | undefined, place = ''): string =>
  privateKeyPem === undefined ? '' : sign(null, textOf(said, place), createPrivateKey(privateKeyPem)).toString('base64')

/** A PC that never had a key was not enrolled, and has nothing else to go by. */
const isGenuine = (kept: Kept | null, key: KeyObject | null, place = ''): boolean =>
  key === null ||
  (kept !== null && verify(null, textOf(kept, place), key, Buffer.from(String(kept.signature ?? ''), 'base64')))

/**
 * What the count stands at after the app was away: until now, or until the latest line the trail holds, whatever the PC's clock
 * says by now. A PC that never heard a hub believes its own clock for a start.
 */
const countOn = (kept: Kept | null, wallMs: number, lastMs: number): Counted => {
  if (!kept) return { hubMs: wallMs, sinceMs: 0 }
  const awayMs = Math.max(0, wallMs - kept.wallMs, lastMs - kept.wallMs)
  const chargedMs = kept.stopped ? awayMs : Math.max(awayMs, saveEveryMs)
  return { hubMs: kept.hubMs, sinceMs: kept.sinceMs + chargedMs }
}
