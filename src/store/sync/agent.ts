/**
 * One loop that pushes, then pulls, then waits for the next beat or a nudge. Failures wait longer each time; nothing in
 * the store waits for it.
 */
import type { AppStatus } from '../../contract/operations/app'
import { tellHqTemplates } from '../labels/hqTemplates'
import { tellPrintedPrices } from '../labels/priceChanges'
import { readEnrolment } from '../meta'
import { resumeWork } from '../revocation'
import { isoNow, type RunningStore } from '../runtime'
import { type BatchSize, createBatchSize } from './batchSize'
import { createHints } from './hints'
import { meetPeers } from './meet'
import type { Peers } from './peers'
import { createPictures, type Pictures } from './pictures'
import { pullChanges } from './pull'
import { isWaiting, pushAll, pushTrail, type SyncOutcome } from './push'
import { createWatchdog, watchEveryMs } from './watchdog'

type SyncState = Pick<AppStatus['sync'], 'state' | 'since' | 'lastSecuredAt' | 'problem' | 'rebuiltAt'>

export interface SyncAgent {
  start(): void
  /** something is waiting: do not wait for the beat */
  nudge(): void
  /** one whole round, finished when it returns; the outcome is in state() */
  syncNow(): Promise<void>
  state(): SyncState
  /** does work wait that nothing moves? Then the line is built anew; asked by itself every few seconds */
  watch(): Promise<void>
  stop(): Promise<void>
}

const beatMs = 5_000
const retryMaxMs = 15_000
/** what HQ has said no to, or people have to mend first: asking rarely is enough to hear when that is over */
const rareBeatMs = 45_000
const rarelyAsked = ['DEVICE_REVOKED', 'SYNC_EVENT_TOO_LARGE', 'SYNC_VERSION', 'HUB_OLDER']
/** a slow line may be in the middle of a long batch: the PC does not wait for it to shut down */
const stopWithinMs = 3_000
const offlineCodes = ['HUB_OFFLINE', 'HUB_TIMEOUT', 'HUB_NOT_ZHANGGUI', 'HUB_OLDER']

export const createSyncAgent = (runtime: RunningStore, peers: Peers): SyncAgent => {
  const sent = createPictures(runtime)
  const size = createBatchSize()
  const isStuck = createWatchdog(runtime.clock.elapsedMs)
  const loop = {
    stopped: false,
    /** goes up when a round that hangs is given up: what it still does then is nobody's */
    turn: 0,
    timer: undefined as NodeJS.Timeout | undefined,
    watch: undefined as NodeJS.Timeout | undefined,
    running: null as Promise<void> | null,
    again: false,
    failures: 0,
    /** HQ said when to come again: until then only a person asks sooner */
    waitMs: 0,
  }
  let shown: SyncState = {
    state: 'offline',
    since: isoNow(runtime.clock),
    lastSecuredAt: null,
    problem: '',
    rebuiltAt: null,
  }

  const show = (state: SyncState['state'], problem: string): void => {
    const heard = (state === 'online' && problem === '') || problem === 'EVENTS_PARKED'
    const changed = state !== shown.state || problem !== shown.problem
    const at = isoNow(runtime.clock)
    shown = {
      ...shown,
      state,
      problem,
      since: changed ? at : shown.since,
      lastSecuredAt: heard ? at : shown.lastSecuredAt,
    }
    if (changed) runtime.emit({ type: 'sync.changed' })
  }

  const round = async (turn: number): Promise<void> => {
    const outcome = await attempt(runtime, { peers, sent, size })
    if (outcome === null || turn !== loop.turn) return
    const isBusy = !outcome.ok && outcome.code === 'HUB_BUSY'
    loop.waitMs = isBusy ? (runtime.hub.pace?.().retryAfterMs ?? beatMs) : 0
    // the line is good, it is this PC's turn that has not come
    if (isBusy) return show('online', 'HUB_BUSY')
    loop.failures = outcome.ok ? 0 : loop.failures + 1
    if (outcome.ok) hints.keep()
    if (outcome.ok) show(outcome.parked ? 'failed' : 'online', outcome.parked ? 'EVENTS_PARKED' : '')
    else show(offlineCodes.includes(outcome.code) ? 'offline' : 'failed', outcome.code)
  }

  /** One round at a time; asking during a round means one more after it. */
  const run = (): Promise<void> => {
    if (loop.running) {
      loop.again = true
      return loop.running
    }
    clearTimeout(loop.timer)
    const { turn } = loop
    const running = round(turn).finally(() => {
      if (turn === loop.turn) rest()
    })
    loop.running = running
    return running
  }

  const rest = (): void => {
    loop.running = null
    const soon = loop.again && loop.waitMs === 0
    loop.again = false
    const spreadMs = runtime.hub.pace?.().spreadMs ?? 0
    schedule(soon ? 0 : loop.waitMs || delayMs({ ...loop, problem: shown.problem, spreadMs }, runtime.random))
  }

  /** Sockets that hang, a round that never ends: all of it is left behind, nothing of it in doubt, for HQ skips what it holds. */
  const watch = async (): Promise<void> => {
    const { waiting, moved } = await movedSoFar(runtime)
    const wasAtWork = loop.running !== null
    // whom HQ told to wait, or refuses, is not stuck
    const isHeld = loop.waitMs > 0 || rarelyAsked.includes(shown.problem)
    const isWork = wasAtWork || (waiting && !isHeld)
    if (loop.stopped || !isStuck({ isWork, moved })) return
    loop.turn += 1
    shown = { ...shown, rebuiltAt: isoNow(runtime.clock) }
    runtime.log({ event: 'sync line built anew', waiting, wasAtWork, problem: shown.problem })
    runtime.hub.tearDown?.()
    show(shown.state === 'failed' ? 'failed' : 'offline', shown.problem || 'HUB_TIMEOUT')
    runtime.emit({ type: 'sync.changed' })
    // between two rounds the next one is set already, and comes when it should
    if (!wasAtWork) return
    loop.running = null
    loop.again = false
    schedule(0)
  }

  const schedule = (ms: number): void => {
    if (loop.stopped) return
    clearTimeout(loop.timer)
    loop.timer = setTimeout(() => void run(), ms)
    loop.timer.unref()
  }

  const nudge = (): void => {
    if (loop.running) void run()
    else if (loop.waitMs === 0) schedule(0)
  }
  const hints = createHints(runtime, nudge)

  return {
    start: () => {
      schedule(0)
      const unwatched = (error: unknown): void =>
        runtime.log({ event: 'sync line not watched', error: String(error).slice(0, 300) })
      loop.watch = setInterval(() => void watch().catch(unwatched), watchEveryMs)
      loop.watch.unref()
    },
    nudge,
    syncNow: async () => {
      await loop.running
      await run()
    },
    state: () => shown,
    watch,
    stop: async () => {
      loop.stopped = true
      clearInterval(loop.watch)
      hints.stop()
      clearTimeout(loop.timer)
      const late = setTimeout(() => runtime.hub.tearDown?.(), stopWithinMs)
      await loop.running
      clearTimeout(late)
    },
  }
}

/** null: this PC is not enrolled, there is nobody to talk to. A bug in a round is a failed round, never a dead loop. */
const attempt = async (
  runtime: RunningStore,
  { peers, sent, size }: { peers: Peers; sent: Pictures; size: BatchSize },
): Promise<SyncOutcome | null> => {
  try {
    const enrolment = await readEnrolment(runtime.database.read)
    if (!enrolment) return null
    const secrets = await runtime.keys.open()
    if (!secrets) return { ok: false, code: 'DEVICE_KEY_LOST' }
    runtime.hub.use({ hubUrl: enrolment.hubUrl, deviceToken: secrets.deviceToken })
    await tellPrintedPrices(runtime)
    await runtime.fence.raise()
    const pushed = await pushAll(runtime, enrolment, size)
    if (!pushed.ok) return pushed
    await resumeWork(runtime)
    const pictures = await sent.push()
    if (!pictures.ok) return pictures
    await meetPeers(runtime, peers, enrolment)
    const pulled = await pullChanges(runtime)
    // HQ's word may have made papers of its own here: they are told at once, not at the next beat
    const answers =
      pulled.ok && (await isWaiting(runtime, enrolment)) ? await pushAll(runtime, enrolment, size) : pushed
    // between rounds nobody waits: the write-ahead log is folded into the file, large posts stay fast
    await runtime.database.checkpoint()
    if (!pulled.ok) return pulled
    await tellHqTemplates(runtime)
    const trail = await pushTrail(runtime, size)
    return answers.ok && !trail.ok ? trail : answers
  } catch (error) {
    runtime.log({
      event: 'sync round failed',
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    return { ok: false, code: 'INTERNAL' }
  }
}

/** What HQ has acknowledged and we have taken of it, and what came in over the line: a long answer on a slow line moves too. */
const movedSoFar = async ({ database, hub }: RunningStore): Promise<{ waiting: boolean; moved: number }> => {
  const row = await database.read.one<{ waiting: number; moved: number }>(
    `SELECT coalesce(sum(headSeq > ackedSeq), 0) AS waiting,
       coalesce(sum(ackedSeq), 0) + (SELECT coalesce(sum(position), 0) FROM pullCursor) AS moved
     FROM log`,
  )
  return { waiting: (row?.waiting ?? 0) > 0, moved: (row?.moved ?? 0) + (hub.heardInCall?.() ?? 0) }
}

/**
 * A beat of five seconds, longer after failures. Of a large chain HQ says over how long its PCs spread: the beat is then as
 * long, and after an outage each comes back somewhere within it, not all in the same seconds.
 */
const delayMs = (
  { failures, problem, spreadMs }: { failures: number; problem: string; spreadMs: number },
  random: () => number,
): number => {
  const longestMs = Math.max(retryMaxMs, spreadMs)
  if (rarelyAsked.includes(problem)) return jittered(rareBeatMs, random)
  if (failures === 0) return jittered(Math.max(beatMs, spreadMs), random)
  const grownMs = Math.min(longestMs, beatMs * 2 ** Math.min(failures, 6))
  return grownMs > retryMaxMs ? beatMs + random() * grownMs : jittered(grownMs, random)
}

const jittered = (ms: number, random: () => number): number => ms * (0.8 + random() * 0.4)
