/**
 * What the trail says of the trusted clock (trustedClock.ts): how far the count of time without HQ had got, at each start and
 * each orderly stop. The count itself stands in a row a tool can replace by an older copy, signature and all; the trail goes
 * on meanwhile, so a row that says less than the trail is an old one. Between these lines the times of all other lines say
 * how late it had become.
 */
import type { Reader, Tx } from '../database/unitOfWork'
import { type OddRow, oddRowsOperation } from '../ledger/oddRows'
import { ownTrailKey } from '../ledger/ownTrail'
import { appendTrail } from '../ledger/trail'

export const clockOperation = 'clock.counted'

export interface Counted {
  /** what the hub said when it was last heard */
  hubMs: number
  /** counted since then */
  sinceMs: number
}

export interface ClockLine extends Counted {
  /** the PC could not reach its key: the row was left as it stood, and this line alone goes on counting */
  unsigned: boolean
  /** what the PC's clock said then */
  atMs: number
  /** the latest it said in a line since, this one among them */
  lastMs: number
}

/** The same word of HQ with less time since, or an earlier word. */
export const saysLess = (count: Counted, told: Counted): boolean =>
  count.hubMs < told.hubMs || (count.hubMs === told.hubMs && count.sinceMs < told.sinceMs)

export const tellClock = (tx: Tx, at: string, { hubMs, sinceMs }: Counted, unsigned: boolean): Promise<void> =>
  appendTrail(tx, {
    ...{ at, userId: '', operation: clockOperation, outcome: 'done' },
    detail: { hubMs, sinceMs, ...(unsigned ? { unsigned } : {}) },
  })

/** Since the last of these lines: the same old row put back once more, after HQ was heard again, is told once more. */
export const isOddTold = async (read: Reader, { key, mark = '' }: OddRow): Promise<boolean> => {
  const told = await read.one(
    `SELECT 1 AS found FROM trail t JOIN meta m ON m.key = ${ownTrailKey} AND t.logId = json_extract(m.value, '$')
     WHERE t.operation = ? AND instr(t.payload, ?) > 0
       AND t.seq > coalesce((SELECT max(n.seq) FROM trail n WHERE n.logId = t.logId AND n.operation = ?), 0)
       AND EXISTS (SELECT 1 FROM json_each(t.payload, '$.detail.found') f WHERE json_extract(f.value, '$.key') = ?)
     LIMIT 1`,
    [oddRowsOperation, mark, clockOperation, key],
  )
  return told !== undefined
}

interface Row {
  detail: string
  at: string
  lastAt: string
}

/** The newest; null before the first. */
export const lastClockLine = async (read: Reader): Promise<ClockLine | null> => {
  const row = await read.one<Row>(
    `SELECT json_extract(t.payload, '$.detail') AS detail, t.at,
       (SELECT max(n.at) FROM trail n WHERE n.logId = t.logId AND n.seq >= t.seq) AS lastAt
     FROM trail t JOIN meta m ON m.key = ${ownTrailKey} AND t.logId = json_extract(m.value, '$')
     WHERE t.operation = ? ORDER BY t.seq DESC LIMIT 1`,
    [clockOperation],
  )
  if (!row) return null
  const { hubMs, sinceMs, unsigned = false } = JSON.parse(row.detail) as Counted & { unsigned?: boolean }
  return { hubMs, sinceMs, unsigned, atMs: Date.parse(row.at), lastMs: Date.parse(row.lastAt) }
}
