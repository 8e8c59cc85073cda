/** This database's own trail read from its first line, page by page: what `verify` holds the other tables against. */
import { tellsOfRows } from '../database/migrations/rowLines'
import type { Reader } from '../database/unitOfWork'
import { jsonAt, pageRows } from './check'
import type { Left } from './touched'

export interface Line {
  seq: number
  at: string
  userId: string
  deviceId: string
  operation: string
  documentId: string
  detail: Record<string, unknown>
  left: Left
}

/** Rows that were there before the trail began are in none of its lines. */
export interface Begun {
  logId: string
  isHub: boolean
  documents: number
  scans: number
  events: number
  logs: { logId: string; deviceId: string; kind: string }[]
}

/** Where a side keeps which trail is its own, as SQL: a row of the other side's name is nobody's word. */
export const ownTrailKey = `(CASE WHEN EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'streamHead')
  THEN 'hubTrailLogId' ELSE 'trailLogId' END)`

const trailLogId = async (read: Reader): Promise<string | null> => {
  const row = await read.one<{ logId: string }>(
    `SELECT ${jsonAt('value', '$')} AS logId FROM meta WHERE key = ${ownTrailKey}`,
  )
  return row?.logId ?? null
}

/** null for a file no program of this version has opened yet. */
export const readBegun = async (read: Reader): Promise<Begun | null> => {
  const table = await read.one(`SELECT 1 AS found FROM sqlite_schema WHERE name = 'trail'`)
  const logId = table ? await trailLogId(read) : null
  if (logId === null) return null
  const first = await read.one<{ payload: string }>('SELECT payload FROM trail WHERE logId = ? AND seq = 1', [logId])
  const { documents = 0, scans = 0, events = 0, logs = [] } = lineFrom(1, first?.payload ?? '').detail as Partial<Begun>
  const isHub = (await read.one(`SELECT 1 AS found FROM sqlite_schema WHERE name = 'streamHead'`)) !== undefined
  return { logId, isHub, documents, scans, events, logs }
}

/**
 * Of a trail that began: where somebody who looks for what was just told finds it. By the log's own head: a line somebody moved
 * far behind it is not the newest, and whoever waits for their own line to become that would write lines for ever.
 */
export const newestLine = async (read: Reader): Promise<{ seq: number; logId: string }> =>
  (await read.one<{ seq: number; logId: string }>(
    `SELECT l.headSeq AS seq, l.logId FROM meta m JOIN log l ON l.logId = json_extract(m.value, '$') WHERE m.key = ${ownTrailKey}`,
  )) as { seq: number; logId: string }

type Visit = (lines: readonly Line[]) => Promise<void> | void

/** A page at a time, so that a year of lines needs no more memory than a day. */
export const eachPage = (read: Reader, logId: string, visit: Visit): Promise<void> =>
  pagesWhere(read, logId, 'true', visit)

/** Those that tell what rows were left as, by the index the migration RowLines makes. */
export const linesOfRows = (read: Reader, logId: string, visit: Visit): Promise<void> =>
  pagesWhere(read, logId, tellsOfRows, visit)

const pagesWhere = async (read: Reader, logId: string, condition: string, visit: Visit): Promise<void> => {
  for (let seq = 0; ; ) {
    const rows = await read.all<{ seq: number; payload: string }>(
      `SELECT seq, payload FROM trail WHERE logId = ? AND seq > ? AND ${condition} ORDER BY seq LIMIT ?`,
      [logId, seq, pageRows],
    )
    await visit(rows.map((row) => lineFrom(row.seq, row.payload)))
    seq = rows.at(-1)?.seq ?? seq
    if (rows.length < pageRows) return
  }
}

const nothing = { at: '', userId: '', deviceId: '', operation: '', documentId: '', detail: {}, left: {} }

const objectOr = <T extends object>(value: unknown, nothingSaid: T): T =>
  typeof value === 'object' && value !== null ? (value as T) : nothingSaid

/** A line whose bytes somebody changed breaks the chain; here it only says nothing. */
const lineFrom = (seq: number, payload: string): Line => {
  try {
    const { detail, left, ...line } = JSON.parse(payload) as Record<string, unknown>
    return { ...nothing, ...line, detail: objectOr(detail, {}), left: objectOr(left, {}), seq }
  } catch {
    return { ...nothing, seq }
  }
}
