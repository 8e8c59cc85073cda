/**
 * The only writer of events, movements and balances. It knows neither who asked nor why: it is given a payload, the
 * movements, and a place in a log, and writes all of it in the caller's one transaction.
 */
import { assert } from '../core/result'
import { balanceChanges, type Movement } from '../core/stock/movement'
import type { Tx } from '../database/unitOfWork'
import { chainHash, genesisHash } from './hashChain'

export interface Posting {
  logId: string
  /** the exact text that is hashed, stored and sent; never serialised again */
  payload: string
  documentId: string
  movements: readonly Movement[]
  /** business time */
  occurredAt: string
  /** when it entered this ledger */
  recordedAt: string
  userId: string
}

export interface EventPlace {
  logId: string
  seq: number
  prevHash: string
  hash: string
}

/** A new, empty log of this device. */
export const startLog = async (tx: Tx, logId: string, deviceId: string, kind = 'ledger'): Promise<void> => {
  await tx.run('INSERT INTO log (logId, deviceId, headSeq, headHash, ackedSeq, kind) VALUES (?, ?, 0, ?, 0, ?)', [
    logId,
    deviceId,
    genesisHash(logId),
    kind,
  ])
}

/** Gives the posting the next place in its log; the place exists once this transaction commits. */
export const append = async (tx: Tx, posting: Posting): Promise<EventPlace> => {
  const place = await nextPlace(tx, posting.logId, posting.payload)
  await appendEvent(tx, place, posting.payload, posting.recordedAt)
  await applyMovements(tx, place, posting)
  return place
}

const nextPlace = async (tx: Tx, logId: string, payload: string): Promise<EventPlace> => {
  const log = await tx.one<{ headSeq: number; headHash: string }>('SELECT headSeq, headHash FROM log WHERE logId = ?', [
    logId,
  ])
  assert(log, `log ${logId} exists`)
  return { logId, seq: log.headSeq + 1, prevHash: log.headHash, hash: chainHash(log.headHash, payload) }
}

/** Stores an event at its place and moves the log's head; the hub uses it with places given by a store. */
export const appendEvent = async (tx: Tx, place: EventPlace, payload: string, recordedAt: string): Promise<void> => {
  await tx.run('INSERT INTO event (logId, seq, prevHash, hash, payload, recordedAt) VALUES (?, ?, ?, ?, ?, ?)', [
    place.logId,
    place.seq,
    place.prevHash,
    place.hash,
    payload,
    recordedAt,
  ])
  await tx.run('UPDATE log SET headSeq = ?, headHash = ? WHERE logId = ? AND headSeq = ?', [
    place.seq,
    place.hash,
    place.logId,
    place.seq - 1,
  ])
}

/** Movement rows and both halves of every balance, of one event. */
export const applyMovements = async (
  tx: Tx,
  place: Pick<EventPlace, 'logId' | 'seq'>,
  posting: Pick<Posting, 'documentId' | 'movements' | 'occurredAt' | 'recordedAt' | 'userId'>,
): Promise<void> => {
  const { documentId, occurredAt, recordedAt, userId } = posting
  const changes = balanceChanges(posting.movements)
  assert(isZeroSum(changes), 'a posting moves as much in as out')
  await tx.insertRows(
    'stockMovement',
    posting.movements.map((movement) => ({
      logId: place.logId,
      seq: place.seq,
      line: movement.line,
      documentId,
      sku: movement.sku,
      lot: movement.lot,
      fromAccount: movement.fromAccount,
      toAccount: movement.toAccount,
      quantity: movement.quantity,
      unitCost: movement.unitCost,
      value: movement.value,
      kind: movement.kind,
      occurredAt,
      recordedAt,
      userId,
    })),
  )
  await changeBalances(tx, changes, recordedAt)
}

const isZeroSum = (changes: readonly { quantity: number; value: number }[]): boolean =>
  changes.reduce((sum, change) => sum + change.quantity, 0) === 0 &&
  changes.reduce((sum, change) => sum + change.value, 0) === 0

/** x = x + delta in the movement's own transaction: no writer ever states an absolute balance. */
const changeBalances = (tx: Tx, changes: ReturnType<typeof balanceChanges>, movedAt: string): Promise<void> =>
  tx.insertRows(
    'stockBalance',
    changes.map(({ account, sku, lot, quantity, value }) => ({
      account,
      sku,
      lot,
      onHand: quantity,
      allocated: 0,
      value,
      movedAt,
    })),
    `ON CONFLICT (account, sku, lot) DO UPDATE SET
       onHand = stockBalance.onHand + excluded.onHand, value = stockBalance.value + excluded.value, movedAt = excluded.movedAt`,
  )
