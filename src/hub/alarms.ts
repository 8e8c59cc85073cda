/**
 * The only writer of alarms. The same thing seen again while its alarm is open moves that alarm's last time and makes no
 * second one, so that a PC gone mad fills no table. An alarm stops nobody's work.
 */
import type { AlarmDetail, AlarmKind } from '../contract/schemas/alarm'
import type { Tx } from '../database/unitOfWork'
import { hubDeviceId } from '../ledger/trail'
import { type HubRuntime, isoNow } from './runtime'

export interface AlarmFacts {
  kind: AlarmKind
  storeCode?: string
  deviceId?: string
  userId?: string
  documentId?: string
  logId?: string
  seq?: number
  detail?: AlarmDetail
}

/** what PC and HQ both may find of their own files */
export const rowsOdd: AlarmDetail = { ground: 'rowsOdd', reason: 'rows were changed past the program' }

export const trailCut: AlarmDetail = { ground: 'trailCut', reason: 'the end of its trail was missing at a start' }

/** a forger's words are kept no longer than anybody reads */
const idCharsMax = 60
const bounded = (text = ''): string => text.slice(0, idCharsMax)

/**
 * One alarm for one place of a log; a fork is about the log, a lock about the user, everything else about the PC, and so are
 * all rows changed in its file: who looks into one looks into all. HQ's own file is nobody's PC.
 */
const placed: ReadonlySet<AlarmKind> = new Set(['eventParked', 'outOfRole', 'ruleNotKept', 'trailOdd'])

const aboutOf = ({ kind, logId, seq, deviceId, userId, detail }: AlarmFacts): string => {
  if (detail?.ground === 'rowsOdd') return bounded(deviceId ?? hubDeviceId)
  if (placed.has(kind)) return `${logId}/${seq}`
  if (kind === 'fork') return `${logId}`
  return bounded(kind === 'signInLocked' ? userId : deviceId)
}

export const raiseAlarm = async (tx: Tx, runtime: HubRuntime, facts: AlarmFacts): Promise<void> => {
  const at = isoNow(runtime)
  const kept = await tx.one<{ again: number }>(
    `INSERT INTO alarm (alarmId, at, lastAt, kind, about, storeCode, deviceId, userId, documentId, logId, seq, detail,
       state, closedBy, closedAt, note)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', '', NULL, '')
     ON CONFLICT (kind, about) WHERE state = 'open' DO UPDATE SET lastAt = excluded.lastAt
     RETURNING at <> lastAt AS again`,
    [
      ...[runtime.ids.uuid(), at, at, facts.kind, aboutOf(facts), facts.storeCode ?? '', facts.deviceId ?? ''],
      ...[bounded(facts.userId), bounded(facts.documentId), facts.logId ?? '', facts.seq ?? 0],
      JSON.stringify(facts.detail ?? {}),
    ],
  )
  if (kept?.again) return
  runtime.log({ event: 'alarm', kind: facts.kind, storeCode: facts.storeCode, logId: facts.logId, seq: facts.seq })
}

/** An event HQ parked waits until somebody dealt with its alarm: SQL over a row of parkedEvent. */
export const stillWaits = (parked: string): string =>
  `EXISTS (SELECT 1 FROM alarm w WHERE w.kind = 'eventParked' AND w.state = 'open'
     AND w.about = ${parked}.logId || '/' || ${parked}.seq)`

/** an alarm that stands needs no write at every call of a PC that calls every five seconds */
const againMs = 60_000

/**
 * In a transaction of its own, for what is refused before or by rolling back another. It never fails the call it is about:
 * a disk that takes no alarm says so in the log.
 */
export const raiseAlarmNow = async (runtime: HubRuntime, facts: AlarmFacts): Promise<void> => {
  try {
    const standing = await runtime.database.read.one<{ lastAt: string }>(
      `SELECT lastAt FROM alarm WHERE kind = ? AND about = ? AND state = 'open'`,
      [facts.kind, aboutOf(facts)],
    )
    if (standing && Date.parse(standing.lastAt) + againMs > runtime.clock.nowMs()) return
    await runtime.database.write((tx) => raiseAlarm(tx, runtime, facts))
  } catch (error) {
    runtime.log({ event: 'alarm not kept', kind: facts.kind, reason: String(error).slice(0, 300) })
  }
}
