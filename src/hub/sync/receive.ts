/**
 * Takes a batch of one log's events, in one transaction: what is known and equal is skipped, what chains is stored as it
 * was hashed and projected, a gap or a fork is said. An event that cannot be projected is parked and never blocks the rest.
 */
import { createPublicKey, verify } from 'node:crypto'
import type { InputOf, OutputOf } from '../../contract/operations'
import type { LogRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import type { Caller } from '../../gateway/gateway'
import { Refusal } from '../../gateway/gateway'
import { appendEvent, type EventPlace, startLog } from '../../ledger/append'
import { chainHash, genesisHash } from '../../ledger/hashChain'
import { type HubRuntime, isoNow } from '../runtime'
import { projectEvent } from './project'

type Batch = InputOf<'sync.push'>
type Device = NonNullable<Caller['device']>

export const receiveBatch = async (
  runtime: HubRuntime,
  device: Device,
  batch: Batch,
): Promise<OutputOf<'sync.push'>> => {
  checkChain(batch)
  await checkSignature(runtime, device, batch)
  try {
    return await runtime.database.write((tx) => takeBatch(tx, runtime, device, batch))
  } catch (error) {
    // the fork's mark must survive the rolled-back batch: nothing of it was applied, and a person has to look
    if (error instanceof Refusal && error.code === 'SYNC_FORK') await quarantine(runtime, device)
    throw error
  }
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

const checkSignature = async (runtime: HubRuntime, device: Device, batch: Batch): Promise<void> => {
  const row = await runtime.database.read.one<{ publicKey: string }>(
    'SELECT publicKey FROM device WHERE deviceId = ?',
    [device.deviceId],
  )
  const key = createPublicKey({ key: Buffer.from(row?.publicKey ?? '', 'base64'), type: 'spki', format: 'der' })
  const head = batch.events.at(-1)?.hash ?? batch.prevHash
  const signed = verify(null, Buffer.from(head), key, Buffer.from(batch.headSignature, 'base64'))
  if (!signed) throw new Refusal('SYNC_BAD_SIGNATURE')
}

const takeBatch = async (tx: Tx, runtime: HubRuntime, device: Device, batch: Batch): Promise<OutputOf<'sync.push'>> => {
  const log = await logOf(tx, device, batch.logId)
  if (batch.fromSeq > log.headSeq + 1) throw new Refusal('SYNC_GAP', { wanted: log.headSeq + 1 })
  await refuseFork(tx, log, batch)
  for (const event of batch.events.filter(({ seq }) => seq > log.headSeq)) {
    const place: EventPlace = {
      logId: log.logId,
      seq: event.seq,
      prevHash: prevHashOf(batch, event.seq),
      hash: event.hash,
    }
    await takeEvent(tx, runtime, device, place, event.payload)
  }
  await seen(tx, runtime, device, batch)
  // all that wait, not only this batch's: the store shows them until people at HQ have dealt with them
  const parked = await tx.all<{ seq: number }>('SELECT seq FROM parkedEvent WHERE logId = ? ORDER BY seq LIMIT 1000', [
    log.logId,
  ])
  return {
    ackedSeq: Math.max(log.headSeq, batch.fromSeq + batch.events.length - 1),
    parked: parked.map(({ seq }) => seq),
  }
}

const prevHashOf = (batch: Batch, seq: number): string => batch.events[seq - batch.fromSeq - 1]?.hash ?? batch.prevHash

/** A log belongs to the device that started it; somebody else's log id is a fork, not a gap. */
const logOf = async (tx: Tx, device: Device, logId: string): Promise<LogRow> => {
  const log = await tx.one<LogRow>('SELECT * FROM log WHERE logId = ?', [logId])
  if (log && log.deviceId !== device.deviceId) throw new Refusal('SYNC_FORK', { seq: 0 })
  if (log) return log
  await startLog(tx, logId, device.deviceId)
  return { logId, deviceId: device.deviceId, headSeq: 0, headHash: genesisHash(logId), ackedSeq: 0 }
}

/** Where the batch overlaps what we hold, every hash must be the same; so must the hash it builds on. */
const refuseFork = async (tx: Tx, log: LogRow, batch: Batch): Promise<void> => {
  const held = await tx.all<{ seq: number; hash: string }>(
    'SELECT seq, hash FROM event WHERE logId = ? AND seq >= ? AND seq <= ?',
    [log.logId, batch.fromSeq - 1, batch.fromSeq + batch.events.length - 1],
  )
  const heldBySeq = new Map(held.map(({ seq, hash }) => [seq, hash]))
  if (batch.fromSeq === 1) heldBySeq.set(0, genesisHash(log.logId))
  const told = [{ seq: batch.fromSeq - 1, hash: batch.prevHash }, ...batch.events]
  const forked = told.find(({ seq, hash }) => heldBySeq.has(seq) && heldBySeq.get(seq) !== hash)
  if (forked) throw new Refusal('SYNC_FORK', { seq: forked.seq })
}

/** Stores the bytes as they were hashed; a savepoint keeps a failed projection from taking the event with it. */
const takeEvent = async (
  tx: Tx,
  runtime: HubRuntime,
  device: Device,
  place: EventPlace,
  payload: string,
): Promise<void> => {
  const recordedAt = isoNow(runtime)
  await appendEvent(tx, place, payload, recordedAt)
  await tx.run('UPDATE log SET ackedSeq = headSeq WHERE logId = ?', [place.logId])
  await tx.run('SAVEPOINT projection')
  try {
    await projectEvent(tx, runtime, device, place, payload, recordedAt)
    await tx.run('RELEASE projection')
  } catch (error) {
    if (isOurTrouble(error)) throw error
    await tx.run('ROLLBACK TO projection')
    await tx.run('RELEASE projection')
    await park(tx, runtime, place, recordedAt, error)
  }
}

/** A full disk or a failing read says nothing about the event: the batch rolls back and the store sends it again. */
const isOurTrouble = (error: unknown): boolean =>
  /SQLITE_(?!CONSTRAINT)/.test(error instanceof Error ? error.message : '')

const park = async (tx: Tx, runtime: HubRuntime, place: EventPlace, at: string, error: unknown): Promise<void> => {
  const reason = error instanceof Error ? error.message : String(error)
  await tx.run('INSERT INTO parkedEvent (logId, seq, reason, at) VALUES (?, ?, ?, ?)', [
    place.logId,
    place.seq,
    reason.slice(0, 500),
    at,
  ])
  runtime.log({ event: 'event parked', logId: place.logId, seq: place.seq, reason: reason.slice(0, 500) })
}

const seen = (tx: Tx, runtime: HubRuntime, device: Device, batch: Batch): Promise<void> =>
  tx.run('UPDATE device SET lastSeenAt = ?, unsecured = ? WHERE deviceId = ?', [
    isoNow(runtime),
    Math.max(0, batch.unsecured - batch.events.length),
    device.deviceId,
  ])

const quarantine = (runtime: HubRuntime, device: Device): Promise<void> =>
  runtime.database.write((tx) =>
    tx.run(`UPDATE device SET state = 'quarantined' WHERE deviceId = ? AND state = 'active'`, [device.deviceId]),
  )
