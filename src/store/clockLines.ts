/**
 * What the trail says of the trusted clock (trustedClock.ts): how far the count of time without HQ had got, at each start and
 * each orderly stop. The count itself stands in a row a tool can replace by an older copy, signature and all; the trail goes
 * on meanwhile, so a row that says less than the trail is an old one. Between these lines the times of all other lines say
 * how late it had become.
 */
import { oddRowsOperation } from '../core/lookFound'
import type { Reader, Tx } from '../database/unitOfWork'
import type { OddRow } from '../ledger/oddRows'
import { newestLine, ownTrailKey } from '../ledger/ownTrail'
import { appendTrail, beginTrail } from '../ledger/trail'

export const clockOperation = 'clock.counted'

export interface Counted {
  /** what the hub said when it was last heard */
  hubMs: number
  /** counted since then */
  sinceMs: number
}

/** As the row stands at that moment, and as the line tells it. */
export interface Kept extends Counted {
  /** what the PC's own clock said at this writing */
  wallMs: number
  /** written at an orderly stop */
  stopped: boolean
  /** of the rest, by this PC's key; '' while it has none */
  signature: string
}

/** The same word of HQ with less time since, or an earlier word. */
export const saysLess = (count: Counted, told: Counted): boolean =>
  count.hubMs < told.hubMs || (count.hubMs === told.hubMs && count.sinceMs < told.sinceMs)

/** Signed for its place in the trail, so that a copy of it at the end of the trail is nobody's word; `signed` answers '' without a key. */
export const tellClock = async (tx: Tx, kept: Kept, signed: (place: string) => string): Promise<void> => {
  const at = new Date(kept.wallMs).toISOString()
  await beginTrail(tx, at)
  for (let isInPlace = false; !isInPlace; ) {
    const { logId, seq } = await newestLine(tx)
    const detail: Kept = { ...kept, signature: signed(placeOf(logId, seq + 1)) }
    await appendTrail(tx, { at, userId: '', operation: clockOperation, outcome: 'done', detail })
    // rows that waited to be told went before it: then nothing waits any more
    isInPlace = (await newestLine(tx)).seq === seq + 1
  }
}

const placeOf = (logId: string, seq: number): string => `${logId}/${seq}`

export interface Told {
  /** the newest under this PC's key: a row that says less was put back */
  signed: Kept | null
  /** the most that was told since by starts that could not reach the key, and left the row as it stood */
  unsigned: Kept | null
  /** the latest the PC's clock said in any line since */
  lastMs: number
  /** somebody added lines of their own, and what this PC told is not among the newest */
  isHidden: boolean
}

/** a PC that starts so often without its key has other troubles */
const linesMax = 500

/** Lines a tool adds have no signature of this PC for their place; without one they only make the count longer. */
export const toldOfClock = async (read: Reader, isGenuine: (line: Kept, place: string) => boolean): Promise<Told> => {
  const lines = await read.all<{ logId: string; seq: number; detail: string }>(
    `SELECT t.logId, t.seq, json_extract(t.payload, '$.detail') AS detail
     FROM trail t JOIN meta m ON m.key = ${ownTrailKey} AND t.logId = json_extract(m.value, '$')
     WHERE t.operation = ? ORDER BY t.seq DESC LIMIT ${linesMax}`,
    [clockOperation],
  )
  const told: Told = { signed: null, unsigned: null, lastMs: 0, isHidden: false }
  let forged = 0
  for (const { logId, seq, detail } of lines) {
    const line = JSON.parse(detail) as Kept
    if (line.signature === '') told.unsigned = most(told.unsigned, line)
    else if (isGenuine(line, placeOf(logId, seq)))
      return { ...told, signed: line, lastMs: await latestSince(read, seq) }
    else forged += 1
  }
  return { ...told, isHidden: forged > 0 || lines.length === linesMax }
}

export const most = <T extends Counted>(one: T | null, other: T | null): T | null =>
  one && other ? (saysLess(one, other) ? other : one) : (one ?? other)

const latestSince = async (read: Reader, seq: number): Promise<number> => {
  const row = await read.one<{ at: string }>(
    `SELECT max(t.at) AS at FROM trail t JOIN meta m ON m.key = ${ownTrailKey} AND t.logId = json_extract(m.value, '$')
     WHERE t.seq >= ?`,
    [seq],
  )
  return Date.parse(row?.at ?? '') || 0
}

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
