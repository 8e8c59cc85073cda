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
import { meetPeers } from './meet'
import type { Peers } from './peers'
import { createPictures, type Pictures } from './pictures'
import { pullChanges } from './pull'
import { isWaiting, pushAll, pushTrail, type SyncOutcome } from './push'

type SyncState = Pick<AppStatus['sync'], 'state' | 'since' | 'lastSecuredAt' | 'problem'>

export interface SyncAgent {
  start(): void
  /** something is waiting: do not wait for the beat */
  nudge(): void
  /** one whole round, finished when it returns; the outcome is in state() */
  syncNow(): Promise<void>
  state(): SyncState
  stop(): Promise<void>
}

const beatMs = 5_000
const retryMaxMs = 15_000
/** HQ has said no: asking rarely is enough to hear when it takes that back */
const revokedBeatMs = 45_000
const offlineCodes = ['HUB_OFFLINE', 'HUB_TIMEOUT', 'HUB_NOT_ZHANGGUI']

export const createSyncAgent = (runtime: RunningStore, peers: Peers): SyncAgent => {
  const sent = createPictures(runtime)
  const loop = {
    stopped: false,
    timer: undefined as NodeJS.Timeout | undefined,
    running: null as Promise<void> | null,
    again: false,
    failures: 0,
  }
  let shown: SyncState = { state: 'offline', since: isoNow(runtime.clock), lastSecuredAt: null, problem: '' }

  const show = (state: SyncState['state'], problem: string): void => {
    const heard = state === 'online' || problem === 'EVENTS_PARKED'
    const changed = state !== shown.state || problem !== shown.problem
    const at = isoNow(runtime.clock)
    shown = {
      state,
      problem,
      since: changed ? at : shown.since,
      lastSecuredAt: heard ? at : shown.lastSecuredAt,
    }
    if (changed) runtime.emit({ type: 'sync.changed' })
  }

  const round = async (): Promise<void> => {
    const outcome = await attempt(runtime, peers, sent)
    if (outcome === null) return
    loop.failures = outcome.ok ? 0 : loop.failures + 1
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
    loop.running = round().finally(() => {
      loop.running = null
      const soon = loop.again
      loop.again = false
      schedule(soon ? 0 : delayMs(loop.failures, shown.problem))
    })
    return loop.running
  }

  const schedule = (ms: number): void => {
    if (loop.stopped) return
    clearTimeout(loop.timer)
    loop.timer = setTimeout(() => void run(), ms)
    loop.timer.unref()
  }

  return {
    start: () => schedule(0),
    nudge: () => (loop.running ? void run() : schedule(0)),
    syncNow: async () => {
      await loop.running
      await run()
    },
    state: () => shown,
    stop: async () => {
      loop.stopped = true
      clearTimeout(loop.timer)
      await loop.running
    },
  }
}

/** null: this PC is not enrolled, there is nobody to talk to. A bug in a round is a failed round, never a dead loop. */
const attempt = async (runtime: RunningStore, peers: Peers, { push }: Pictures): Promise<SyncOutcome | null> => {
  try {
    const enrolment = await readEnrolment(runtime.database.read)
    if (!enrolment) return null
    const secrets = await runtime.keys.open()
    if (!secrets) return { ok: false, code: 'DEVICE_KEY_LOST' }
    runtime.hub.use({ hubUrl: enrolment.hubUrl, deviceToken: secrets.deviceToken })
    await tellPrintedPrices(runtime)
    await runtime.fence.raise()
    const pushed = await pushAll(runtime, enrolment)
    if (!pushed.ok) return pushed
    await resumeWork(runtime)
    const pictures = await push()
    if (!pictures.ok) return pictures
    await meetPeers(runtime, peers, enrolment)
    const pulled = await pullChanges(runtime)
    // HQ's word may have made papers of its own here: they are told at once, not at the next beat
    const answers = pulled.ok && (await isWaiting(runtime, enrolment)) ? await pushAll(runtime, enrolment) : pushed
    // between rounds nobody waits: the write-ahead log is folded into the file, large posts stay fast
    await runtime.database.checkpoint()
    if (!pulled.ok) return pulled
    await tellHqTemplates(runtime)
    const trail = await pushTrail(runtime)
    return answers.ok && !trail.ok ? trail : answers
  } catch (error) {
    runtime.log({
      event: 'sync round failed',
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    return { ok: false, code: 'INTERNAL' }
  }
}

/** A beat of five seconds, longer after failures up to a quarter of one, with jitter so that a chain's stores do not march in step. */
const delayMs = (failures: number, problem: string): number => {
  const base = problem === 'DEVICE_REVOKED' ? revokedBeatMs : Math.min(retryMaxMs, beatMs * 2 ** Math.min(failures, 6))
  return base * (0.8 + Math.random() * 0.4)
}
