/**
 * Takes a batch of one log's events, in one transaction: what is known and equal is skipped, what chains is stored as it
 * was hashed and projected, a gap or a fork is said. An event that cannot be projected is parked and never blocks the rest.
 */
import { createPublicKey, verify } from 'node:crypto'
import type { ErrorCode } from '../../contract/errors'
import type { InputOf, OutputOf } from '../../contract/operations'
import type { LogRow } from '../../database/entities'
import { isDatabaseTrouble } from '../../database/trouble'
import type { Tx } from '../../database/unitOfWork'
import type { Caller } from '../../gateway/gateway'
import { Refusal } from '../../gateway/gateway'
import { appendEvent, type EventPlace, startLog } from '../../ledger/append'
import { chainHash, genesisHash } from '../../ledger/hashChain'
import { appendTrail } from '../../ledger/trail'
import { type AlarmFacts, raiseAlarm, raiseAlarmNow, stillWaits } from '../alarms'
import { heardOfMore, toldAll } from '../epoch'
import { tellKeeper } from '../keeper'
import { type HubRuntime, isoNow } from '../runtime'
import { keepAbout, recoveryHeard } from './about'
import { groundOf } from './doubt'
import { headlineOf } from './headline'
import { leftKey } from './logsOfPc'
import { isOurTrouble, projectEvent } from './project'
import { takeTrail } from './receiveTrail'
import { papersMissing } from './stocktakeDoubts'
import { ledgerMoved, trailMoved, trailOpened } from './trailKept'

type Batch = InputOf<'sync.push'>
type Device = NonNullable<Caller['device']>

export const receiveBatch = async (
  runtime: HubRuntime,
  device: Device,
  batch: Batch,
): Promise<OutputOf<'sync.push'>> => {
  try {
    checkChain(batch)
    const publicKey = await checkSignature(runtime, device, batch)
    return await runtime.database.write(async (tx) => {
      const taken = await takeBatch(tx, runtime, device, batch)
      await recoveryHeard(tx, device, publicKey)
      return taken
    })
  } catch (error) {
    // the mark must survive the rolled-back batch: nothing of it was applied, and a person has to look
    if (error instanceof Refusal) await markRefused(runtime, device, batch, error)
    throw error
  }
}

/** A gap is a hub's that forgot, the rest no honest PC ever sends. */
const markRefused = async (runtime: HubRuntime, device: Device, batch: Batch, refusal: Refusal): Promise<void> => {
  if (refusal.code === 'SYNC_FORK') await quarantine(runtime, device)
  // it was acknowledged once: only a hub that was put back asks for it again
  if (refusal.code === 'SYNC_GAP') await heardOfMore(runtime, device)
  const kind = refusedKinds[refusal.code]
  if (!kind) return
  const seq = Number(refusal.params.seq ?? batch.fromSeq)
  await raiseAlarmNow(runtime, { kind, ...device, logId: batch.logId, seq })
}

const refusedKinds: Partial<Record<ErrorCode, AlarmFacts['kind']>> = {
  SYNC_FORK: 'fork',
  SYNC_BAD_CHAIN: 'badChain',
  SYNC_BAD_SIGNATURE: 'badSignature',
}

/** The batch must chain within itself before anything is compared with what we hold. */
const checkChain = (batch: Batch): void => {
  let hash = batch.prevHash
  for (const [index, event] of batch.events.entries()) {
    const follows = event.seq === batch.fromSeq + index && event.hash === chainHash(hash, event.payload)
    if (!follows) throw new Refusal('SYNC_BAD_CHAIN', { seq: event.seq })
    hash = event.hash
  }
}

/** Answers the key it was signed with. */
const checkSignature = async (runtime: HubRuntime, device: Device, batch: Batch): Promise<string> => {
  const row = await runtime.database.read.one<{ publicKey: string }>(
    'SELECT publicKey FROM device WHERE deviceId = ?',
    [device.deviceId],
  )
  const publicKey = row?.publicKey ?? ''
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' })
  const head = batch.events.at(-1)?.hash ?? batch.prevHash
  const signed = verify(null, Buffer.from(head), key, Buffer.from(batch.headSignature, 'base64'))
  if (!signed) throw new Refusal('SYNC_BAD_SIGNATURE')
  return publicKey
}

const takeBatch = async (tx: Tx, runtime: HubRuntime, device: Device, batch: Batch): Promise<OutputOf<'sync.push'>> => {
  await refuseRevoked(tx, device)
  const recordedAt = isoNow(runtime)
  const log = await logOf(tx, runtime, device, batch, recordedAt)
  if (batch.fromSeq > log.headSeq + 1) throw new Refusal('SYNC_GAP', { wanted: log.headSeq + 1 })
  await refuseFork(tx, log, batch)
  const fresh = batch.events.filter(({ seq }) => seq > log.headSeq)
  await noteLeft(tx, device, batch)
  await refuseLeftLog(tx, log, fresh)
  if (batch.kind === 'trail') await takeTrail(tx, runtime, device, log, fresh)
  else await takeEvents(tx, runtime, device, batch, fresh, recordedAt)
  if (batch.kind !== 'trail') await missPapers(tx, runtime, device, batch)
  await anchor(tx, device, batch, fresh, recordedAt)
  if (fresh.length > 0) await moved(tx, runtime, device, batch)
  await seen(tx, runtime, device, batch)
  if (batch.kind !== 'trail' && batch.unsecured <= batch.events.length) await toldAll(tx, device)
  // all that wait, not only this batch's: the store shows them until people at HQ have dealt with them
  const parked = await tx.all<{ seq: number }>(
    `SELECT p.seq FROM parkedEvent p WHERE p.logId = ? AND ${stillWaits('p')} ORDER BY p.seq LIMIT 1000`,
    [log.logId],
  )
  return {
    ackedSeq: Math.max(log.headSeq, batch.fromSeq + batch.events.length - 1),
    parked: parked.map(({ seq }) => seq),
  }
}

const moved = async (tx: Tx, runtime: HubRuntime, device: Device, { kind, logId }: Batch): Promise<void> =>
  kind === 'trail' ? trailMoved(tx, runtime, device) : ledgerMoved(tx, runtime, device, logId)

type Told = Batch['events'][number]

const takeEvents = async (
  tx: Tx,
  runtime: HubRuntime,
  device: Device,
  batch: Batch,
  fresh: readonly Told[],
  recordedAt: string,
): Promise<void> => {
  for (const { seq, hash, payload } of fresh) {
    const place: EventPlace = { logId: batch.logId, seq, prevHash: prevHashOf(batch, seq), hash }
    await takeEvent(tx, runtime, device, place, payload, recordedAt)
  }
}

/** What a stocktake was handed in with, and the log went on without. */
const missPapers = async (tx: Tx, runtime: HubRuntime, device: Device, batch: Batch): Promise<void> => {
  const { logId, fromSeq, events, unsecured } = batch
  const headSeq = fromSeq + events.length - 1
  const silent = events.length === 0 && unsecured === 0
  for (const { doubt, ...about } of await papersMissing(tx, logId, { fromSeq, headSeq, silent })) {
    const detail = { ground: doubt.ground, reason: doubt.message }
    await raiseAlarm(tx, runtime, { kind: 'ruleNotKept', ...device, logId, ...about, detail })
  }
}

/** HQ's own trail says what came when, and as what: neither a time nor a hash here can be changed without it. */
const anchor = async (
  tx: Tx,
  { deviceId, storeCode }: Device,
  { logId, kind }: Batch,
  fresh: readonly Told[],
  at: string,
): Promise<void> => {
  const [first, last] = [fresh[0], fresh.at(-1)]
  if (!first || !last) return
  const detail = { logId, kind, fromSeq: first.seq, toSeq: last.seq, headHash: last.hash }
  await appendTrail(tx, { at, userId: deviceId, deviceId, storeCode, operation: 'sync.push', outcome: 'done', detail })
}

/** It may have been disabled since its token was looked at: from that moment nothing of it is taken. */
const refuseRevoked = async (tx: Tx, { deviceId }: Device): Promise<void> => {
  const row = await tx.one<{ state: string }>('SELECT state FROM device WHERE deviceId = ?', [deviceId])
  if (row?.state === 'revoked') throw new Refusal('DEVICE_REVOKED')
}

const prevHashOf = (batch: Batch, seq: number): string => batch.events[seq - batch.fromSeq - 1]?.hash ?? batch.prevHash

/** A log belongs to the device that started it; somebody else's log id is a fork, not a gap. */
const logOf = async (
  tx: Tx,
  runtime: HubRuntime,
  device: Device,
  { logId, kind }: Batch,
  at: string,
): Promise<LogRow> => {
  const log = await tx.one<LogRow>('SELECT * FROM log WHERE logId = ?', [logId])
  if (log && (log.deviceId !== device.deviceId || log.kind !== kind)) throw new Refusal('SYNC_FORK', { seq: 0 })
  if (log) return log
  const { deviceId, storeCode } = device
  if (kind === 'trail') await trailOpened(tx, runtime, device, logId)
  await startLog(tx, logId, deviceId, kind)
  const who = { userId: deviceId, deviceId, storeCode, operation: 'sync.logOpened' }
  await appendTrail(tx, { at, ...who, outcome: 'done', detail: { logId, kind } })
  return { logId, deviceId, headSeq: 0, headHash: genesisHash(logId), ackedSeq: 0, kind }
}

/** Where the batch overlaps what we hold, every hash must be the same; so must the hash it builds on. */
const refuseFork = async (tx: Tx, log: LogRow, batch: Batch): Promise<void> => {
  const held = await tx.all<{ seq: number; hash: string }>(
    `SELECT seq, hash FROM ${batch.kind === 'trail' ? 'trail' : 'event'} WHERE logId = ? AND seq >= ? AND seq <= ?`,
    [log.logId, batch.fromSeq - 1, batch.fromSeq + batch.events.length - 1],
  )
  const heldBySeq = new Map(held.map(({ seq, hash }) => [seq, hash]))
  if (batch.fromSeq === 1) heldBySeq.set(0, genesisHash(log.logId))
  const told = [{ seq: batch.fromSeq - 1, hash: batch.prevHash }, ...batch.events]
  const forked = told.find(({ seq, hash }) => heldBySeq.has(seq) && heldBySeq.get(seq) !== hash)
  if (forked) throw new Refusal('SYNC_FORK', { seq: forked.seq })
}

/** Of its own ledgers alone, and once said it stands. */
const noteLeft = async (tx: Tx, { deviceId }: Device, { logId, goesOnFrom = [] }: Batch): Promise<void> => {
  for (const left of goesOnFrom.filter((one) => one !== logId))
    await tx.run(
      `INSERT INTO meta (key, value) SELECT ?, ? FROM log WHERE logId = ? AND deviceId = ? AND kind = 'ledger'
       ON CONFLICT DO NOTHING`,
      [leftKey(left), JSON.stringify(logId), left, deviceId],
    )
}

/** A PC that went on in a new ledger says nothing more in the old one: who does is another copy of it. */
const refuseLeftLog = async (tx: Tx, { logId }: LogRow, fresh: readonly Told[]): Promise<void> => {
  const [first] = fresh
  if (!first) return
  if (await tx.one('SELECT 1 AS found FROM meta WHERE key = ?', [leftKey(logId)]))
    throw new Refusal('SYNC_FORK', { seq: first.seq })
}

/** Stores the bytes as they were hashed; a savepoint keeps a failed projection from taking the event with it. */
const takeEvent = async (
  tx: Tx,
  runtime: HubRuntime,
  device: Device,
  place: EventPlace,
  payload: string,
  recordedAt: string,
): Promise<void> => {
  await appendEvent(tx, place, payload, recordedAt)
  await tx.run('UPDATE log SET ackedSeq = headSeq WHERE logId = ?', [place.logId])
  await tx.run('SAVEPOINT projection')
  try {
    await projectEvent(tx, runtime, device, place, payload, recordedAt)
    await tx.run('RELEASE projection')
  } catch (error) {
    // it says nothing about the event: the batch rolls back and the store sends it again
    if (isDatabaseTrouble(error)) throw error
    await tx.run('ROLLBACK TO projection')
    await tx.run('RELEASE projection')
    await park(tx, runtime, device, place, { payload, at: recordedAt, error })
  }
}

const reasonCharsMax = 500

const park = async (
  tx: Tx,
  runtime: HubRuntime,
  device: Device,
  { logId, seq }: EventPlace,
  { payload, at, error }: { payload: string; at: string; error: unknown },
): Promise<void> => {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, reasonCharsMax)
  await tx.run('INSERT INTO parkedEvent (logId, seq, reason, at) VALUES (?, ?, ?, ?)', [logId, seq, reason, at])
  runtime.log({ event: 'event parked', logId, seq, reason })
  const told = headlineOf(payload)
  const { userId, documentId } = told
  const detail = { ground: groundOf(error), reason, told }
  await raiseAlarm(tx, runtime, { kind: 'eventParked', ...device, logId, seq, userId, documentId, detail })
}

/** A trail says nothing of how much of the ledger still waits. */
const seen = async (tx: Tx, runtime: HubRuntime, device: Device, batch: Batch): Promise<void> => {
  if (batch.kind === 'trail') return
  await tx.run('UPDATE device SET lastSeenAt = ?, unsecured = ? WHERE deviceId = ?', [
    isoNow(runtime),
    Math.max(0, batch.unsecured - batch.events.length),
    device.deviceId,
  ])
  await keepAbout(tx, runtime, device, batch)
}

const quarantine = (runtime: HubRuntime, device: Device): Promise<void> =>
  runtime.database.write(async (tx) => {
    await tx.run(`UPDATE device SET state = 'quarantined' WHERE deviceId = ? AND state = 'active'`, [device.deviceId])
    await tellKeeper(tx, device.storeCode)
  })
