/**
 * Sends this PC's logs to the hub, facts and trail alike, in order, from the first event HQ does not hold. The pointer moves only on the hub's
 * acknowledgement; a lost answer means the same events again, which the hub skips.
 */
import { createPrivateKey, sign } from 'node:crypto'
import { protocolVersion } from '../../contract/schemas/sync'
import { assert } from '../../core/result'
import type { LogRow } from '../../database/entities'
import { genesisHash } from '../../ledger/hashChain'
import { type Enrolment, readEnrolment } from '../meta'
import { markDiffers } from '../repair/mark'
import { repairHistory } from '../repair/repair'
import { isoNow, type RunningStore, type StoreRuntime } from '../runtime'
import type { BatchSize } from './batchSize'

/** of an event beside its payload: seq, hash and the words around them */
const eventFrameBytes = 110
/** a hub that keeps asking for earlier events would otherwise hold us for ever */
const roundsMax = 10_000

export type SyncOutcome = { ok: true; parked?: number } | { ok: false; code: string }

interface EventRow {
  seq: number
  hash: string
  payload: string
}

/** Pushes until nothing is unsecured. With nothing to push it still says so once: HQ shows how fresh a store is. */
export const pushAll = async (runtime: RunningStore, enrolment: Enrolment, size: BatchSize): Promise<SyncOutcome> => {
  const pushed = await pushRepaired(runtime, enrolment, size)
  // HQ holds another history: where nobody has to be asked first, this round puts it right
  return !pushed.ok && pushed.code === 'SYNC_FORK' ? pushRepaired(runtime, enrolment, size) : pushed
}

const pushRepaired = async (runtime: RunningStore, enrolment: Enrolment, size: BatchSize): Promise<SyncOutcome> => {
  const repaired = await repairHistory(runtime)
  if (!repaired.ok) return repaired
  for (const logId of await earlierLogs(runtime)) {
    const pushed = await pushLog(runtime, logId, size)
    if (!pushed.ok) return pushed
  }
  const now = (await readEnrolment(runtime.database.read)) ?? enrolment
  return pushLog(runtime, now.logId, size)
}

/** A log this PC wrote before it went on in another is whole at HQ, unless HQ was put back to an older state. */
const earlierLogs = async ({ database }: RunningStore): Promise<string[]> => {
  const isFirst = !lookedAt.has(database)
  lookedAt.add(database)
  const rows = await database.read.all<{ logId: string }>(
    `SELECT l.logId FROM log l JOIN meta m ON m.key = 'enrolment'
     WHERE l.kind = 'ledger' AND l.logId <> json_extract(m.value, '$.logId') AND (? OR l.headSeq > l.ackedSeq) ORDER BY l.rowid`,
    [isFirst ? 1 : 0],
  )
  return rows.map(({ logId }) => logId)
}

const lookedAt = new WeakSet<object>()

/** Who did what, after what was done: a PC behind on it is behind on nothing that stands in the books. */
export const pushTrail = async (runtime: RunningStore, size: BatchSize): Promise<SyncOutcome> => {
  const trail = await runtime.database.read.one<LogRow>(
    `SELECT l.* FROM log l JOIN meta m ON m.key = 'trailLogId' AND l.logId = json_extract(m.value, '$')`,
  )
  return trail && trail.headSeq > trail.ackedSeq ? pushLog(runtime, trail.logId, size) : { ok: true }
}

const pushLog = async (runtime: RunningStore, logId: string, size: BatchSize): Promise<SyncOutcome> => {
  for (let round = 0; round < roundsMax; round += 1) {
    const log = await readLog(runtime, logId)
    const { events, bytes } = await nextBatch(runtime, log, size)
    const answer = await runtime.hub.call('sync.push', await batchOf(runtime, log, events))
    // the hub holds more of this log than we do: this file is an older copy
    const isFork = answer.ok ? answer.value.ackedSeq > log.headSeq : answer.error.code === 'SYNC_FORK'
    if (isFork) await markDiffers(runtime)
    if (isFork) return { ok: false, code: 'SYNC_FORK' }
    if (answer.ok) await acknowledge(runtime, log, answer.value.ackedSeq)
    else if (answer.error.code === 'SYNC_GAP') await rewind(runtime, log, Number(answer.error.params.wanted))
    else if (answer.error.code === 'BODY_TOO_LARGE') {
      if (!size.halve({ events: events.length, bytes })) return { ok: false, code: 'SYNC_EVENT_TOO_LARGE' }
    } else {
      // the next round sends less; in this one the line is as it is
      if (answer.error.code === 'HUB_TIMEOUT') size.halve({ events: events.length, bytes })
      return { ok: false, code: answer.error.code }
    }
    if (answer.ok && events.length > 0) size.grow()
    if (answer.ok && answer.value.ackedSeq >= log.headSeq) return { ok: true, parked: answer.value.parked.length }
  }
  return { ok: false, code: 'HUB_REFUSED' }
}

export const isWaiting = async (runtime: StoreRuntime, { logId }: Enrolment): Promise<boolean> => {
  const log = await readLog(runtime, logId)
  return log.headSeq > log.ackedSeq
}

const readLog = async (runtime: StoreRuntime, logId: string): Promise<LogRow> => {
  const log = await runtime.database.read.one<LogRow>('SELECT * FROM log WHERE logId = ?', [logId])
  assert(log, 'an enrolled PC has a log')
  return log
}

const tableOf = ({ kind }: Pick<LogRow, 'kind'>): string => (kind === 'trail' ? 'trail' : 'event')

/** Sizes first: hundreds of the longest documents at once would not fit into memory. */
const nextBatch = async (
  runtime: StoreRuntime,
  log: LogRow,
  size: BatchSize,
): Promise<{ events: EventRow[]; bytes: number }> => {
  const sizes = await runtime.database.read.all<{ seq: number; chars: number }>(
    `SELECT seq, length(payload) AS chars FROM ${tableOf(log)} WHERE logId = ? AND seq > ? ORDER BY seq LIMIT ?`,
    [log.logId, log.ackedSeq, size.events()],
  )
  const rows = await runtime.database.read.all<EventRow>(
    `SELECT seq, hash, payload FROM ${tableOf(log)} WHERE logId = ? AND seq > ? AND seq <= ? ORDER BY seq`,
    [
      log.logId,
      log.ackedSeq,
      log.ackedSeq +
        fitting(
          sizes.map(({ chars }) => chars + eventFrameBytes),
          size.bytes(),
        ),
    ],
  )
  const bytes = rows.map(({ payload }) => Buffer.byteLength(JSON.stringify(payload)) + eventFrameBytes)
  const count = fitting(bytes, size.bytes())
  return { events: rows.slice(0, count), bytes: bytes.slice(0, count).reduce((sum, one) => sum + one, 0) }
}

/** How many of these from the first one on are within a whole; one at least, where there is any. */
const fitting = (parts: readonly number[], whole: number): number => {
  let sum = 0
  const over = parts.findIndex((part, index) => {
    sum += part
    return index > 0 && sum > whole
  })
  return over < 0 ? parts.length : over
}

/** What this PC wrote before it went on in this ledger; none for one that never had to. */
const leftFor = async ({ database }: RunningStore, { logId }: LogRow): Promise<{ goesOnFrom?: string[] }> => {
  const left = await database.read.all<{ logId: string }>(
    `SELECT l.logId FROM log l JOIN meta m ON m.key = 'enrolment'
     WHERE l.kind = 'ledger' AND json_extract(m.value, '$.logId') = ? AND l.logId <> ?`,
    [logId, logId],
  )
  return left.length > 0 ? { goesOnFrom: left.map((one) => one.logId) } : {}
}

const batchOf = async (runtime: RunningStore, log: LogRow, events: EventRow[]) => {
  const prevHash = await hashAt(runtime, log, log.ackedSeq)
  return {
    protocolVersion,
    logId: log.logId,
    kind: log.kind === 'trail' ? ('trail' as const) : ('ledger' as const),
    fromSeq: log.ackedSeq + 1,
    prevHash,
    events: events.map(({ seq, hash, payload }) => ({ seq, hash, payload })),
    headSignature: signed(runtime, events.at(-1)?.hash ?? prevHash),
    unsecured: log.headSeq - log.ackedSeq,
    ...(await leftFor(runtime, log)),
    about: { version: runtime.version, at: isoNow(runtime.clock), keyKept: runtime.keys.kept() },
  }
}

const hashAt = async (runtime: StoreRuntime, log: LogRow, seq: number): Promise<string> => {
  if (seq === 0) return genesisHash(log.logId)
  const row = await runtime.database.read.one<{ hash: string }>(
    `SELECT hash FROM ${tableOf(log)} WHERE logId = ? AND seq = ?`,
    [log.logId, seq],
  )
  assert(row, 'an acknowledged event is in the log')
  return row.hash
}

const signed = ({ keys }: RunningStore, hash: string): string => {
  const secrets = keys.secrets()
  assert(secrets, 'a PC without its key pushes nothing')
  return sign(null, Buffer.from(hash), createPrivateKey(secrets.privateKeyPem)).toString('base64')
}

const acknowledge = async (runtime: StoreRuntime, log: LogRow, ackedSeq: number): Promise<void> => {
  if (ackedSeq <= log.ackedSeq) return
  await runtime.database.write((tx) =>
    tx.run('UPDATE log SET ackedSeq = ? WHERE logId = ? AND ackedSeq < ?', [ackedSeq, log.logId, ackedSeq]),
  )
  runtime.emit({ type: 'sync.changed' })
}

/** The hub wants earlier events than we thought it held: they are unsecured again, and are shown so. */
const rewind = async (runtime: StoreRuntime, log: LogRow, wanted: number): Promise<void> => {
  assert(
    Number.isSafeInteger(wanted) && wanted >= 1 && wanted <= log.headSeq + 1,
    'the hub asks for an event of this log',
  )
  await runtime.database.write((tx) => tx.run('UPDATE log SET ackedSeq = ? WHERE logId = ?', [wanted - 1, log.logId]))
  runtime.log({ event: 'hub asked for earlier events', wanted, thought: log.ackedSeq })
  runtime.emit({ type: 'sync.changed' })
}
