/**
 * Takes the end of one log out of a PC's file, so that what HQ holds of that log can stand in its place: the one exception to
 * append-only, and only for an end HQ never acknowledged. What is taken out is handed back, byte for byte; whoever calls books
 * it again in another log, or tells people of it, in the same transaction. The guards of the file are off within it alone.
 */
import type { Tx } from '../database/unitOfWork'

export interface OwnEvent {
  seq: number
  hash: string
  payload: string
}

const guarded = ['event', 'stockMovement', 'document', 'documentLine', 'documentStep', 'trayEntry']

/** Triggers that say no; those that fold something stay as they are. */
export const withoutGuards = async <T>(tx: Tx, work: () => Promise<T>): Promise<T> => {
  const guards = await tx.all<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'
       AND tbl_name IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(guarded)],
  )
  for (const { name } of guards) await tx.run(`DROP TRIGGER ${name}`)
  const value = await work()
  for (const { sql } of guards) await tx.run(sql)
  return value
}

/** Within `withoutGuards`: the log ends at `last` again, and nothing its later events moved has moved. */
export const takeOutEnd = async (tx: Tx, logId: string, last: { seq: number; hash: string }): Promise<OwnEvent[]> => {
  const events = await tx.all<OwnEvent>(
    'SELECT seq, hash, payload FROM event WHERE logId = ? AND seq > ? ORDER BY seq',
    [logId, last.seq],
  )
  await tx.run('DELETE FROM stockMovement WHERE logId = ? AND seq > ?', [logId, last.seq])
  await tx.run('DELETE FROM event WHERE logId = ? AND seq > ?', [logId, last.seq])
  await tx.run('UPDATE log SET headSeq = ?, headHash = ?, ackedSeq = min(ackedSeq, ?) WHERE logId = ?', [
    last.seq,
    last.hash,
    last.seq,
    logId,
  ])
  return events
}

/** Every balance anew from what moved. */
export const foldBalances = async (tx: Tx): Promise<void> => {
  await tx.run('DELETE FROM stockBalance')
  await tx.run(
    `INSERT INTO stockBalance (account, sku, lot, onHand, allocated, value, movedAt)
     SELECT account, sku, lot, sum(quantity), 0, sum(value), max(recordedAt) FROM (
       SELECT toAccount AS account, sku, lot, quantity, value, recordedAt FROM stockMovement
       UNION ALL SELECT fromAccount, sku, lot, -quantity, -value, recordedAt FROM stockMovement)
     GROUP BY account, sku, lot`,
  )
}
