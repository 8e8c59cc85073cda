/**
 * 留痕: who did what, when, where, on which paper, under whose right, and every refusal. The only writer of the trail:
 * each line is chained to the one before (`hashChain`), in a log of its own that is pushed like the ledger's.
 */
import { randomUUID } from 'node:crypto'
import type { FindingCode } from '../core/findings'
import { cutOperation } from '../core/lookFound'
import { assert } from '../core/result'
import type { Database, Tx } from '../database/unitOfWork'
import { startLog } from './append'
import { chainHash } from './hashChain'
import { ownTrailKey } from './ownTrail'
import { forgetNotes, isNoted, newlyMarked, noteAll, shapesKey, takeRows } from './rowMarks'
import { type Left, takeLeft } from './touched'

export interface TrailEntry {
  at: string
  userId: string
  roles?: readonly string[]
  /** left out: this database's own PC; '' at HQ itself */
  deviceId?: string
  /** left out: this PC's store; '' at HQ unless the thing is a store's */
  storeCode?: string
  client?: string
  operation: string
  requestId?: string
  outcome: 'done' | 'refused'
  /** error code of a refusal */
  code?: string
  documentId?: string
  number?: string
  /** who lent their right for this one act */
  authorityId?: string
  /** decisions this act stands on */
  approvals?: readonly { level: string; userId: string; at: string }[]
  /** before and after, or the refusal's numbers; never a PIN, token or other secret */
  detail?: object
}

interface Head {
  logId: string
  deviceId: string
  storeCode: string
  seq: number
  hash: string
  /** SQLite's own count of what other connections committed, as the writing one sees it */
  foreignWrites: number
}

/** The newest line known to be durable, by the writing connection: a scan asks the database nothing before its line. */
const heads = new WeakMap<object, Head>()

/** The same within a transaction: a batch of labels tells a line for each. */
const headsWithin = new WeakMap<Tx, Head>()

/** What is to be done when another connection wrote into the file, by the writing connection. */
const heeded = new WeakMap<object, { foreignWrites: number; seen: () => Promise<void> }>()

const foreignWritesSql = '(SELECT data_version FROM pragma_data_version)'

/**
 * `seen` is called before the commit of the first transaction that follows somebody else's write: nothing of that transaction
 * can be read by others yet. A scan asks for it in its own INSERT.
 */
export const heedForeignWrites = async (tx: Tx, seen: () => Promise<void>): Promise<void> => {
  const row = await tx.one<{ foreignWrites: number }>(`SELECT ${foreignWritesSql} AS foreignWrites`)
  heeded.set(tx.manager, { foreignWrites: row?.foreignWrites ?? 0, seen })
}

/** For who is about to believe a row, and writes no line: is there anything to look at? */
export const seeForeignWrites = async (tx: Tx): Promise<void> => {
  const row = await tx.one<Pick<Head, 'foreignWrites'>>(`SELECT ${foreignWritesSql} AS foreignWrites`)
  if (row) await lookForForeignWrites(tx, row)
}

const lookForForeignWrites = async (tx: Tx, { foreignWrites }: Pick<Head, 'foreignWrites'>): Promise<void> => {
  const known = heeded.get(tx.manager)
  if (!known || known.foreignWrites === foreignWrites) return
  await known.seen()
  known.foreignWrites = foreignWrites
}

/** One line, in the transaction of what it tells. */
export const appendTrail = async (tx: Tx, entry: TrailEntry): Promise<void> => {
  const left = await takeLeft(tx)
  const known = headsWithin.get(tx) ?? heads.get(tx.manager)
  heads.delete(tx.manager)
  const next = (known && (await follow(tx, known, entry, left))) ?? (await followWithRows(tx, entry, left))
  headsWithin.set(tx, next)
  tx.afterCommit(() => heads.set(tx.manager, next))
  tx.told()
}

/**
 * Nothing where the head is another by now: the memory was of a savepoint that is gone, or somebody changed the file. Nothing
 * either where rows changed that are marked one by one: a scan changes none, and asks no more than this.
 */
const follow = async (tx: Tx, head: Head, entry: TrailEntry, left: Left | undefined): Promise<Head | undefined> => {
  const payload = payloadOf(entry, head, left)
  const next = { ...head, seq: head.seq + 1, hash: chainHash(head.hash, payload) }
  const written = await tx.one(
    `INSERT INTO trail (logId, seq, hash, payload)
     SELECT ?, ?, ?, ? FROM log WHERE logId = ? AND headSeq = ? AND headHash = ?
       AND NOT EXISTS (SELECT 1 FROM touchedRow) AND ${foreignWritesSql} = ? RETURNING seq`,
    [next.logId, next.seq, next.hash, payload, head.logId, head.seq, head.hash, head.foreignWrites],
  )
  return written ? next : undefined
}

/** The last portion of marks goes into the line itself; an act rarely leaves more than one. */
const followWithRows = async (tx: Tx, entry: TrailEntry, left: Left | undefined): Promise<Head> => {
  let head = await readHead(tx, entry.at)
  await lookForForeignWrites(tx, head)
  const portions = await takeRows(tx)
  for (const rows of portions.slice(0, -1)) head = await mustFollow(tx, head, rowsLeft(entry.at), { rows })
  const rows = portions.at(-1)
  return mustFollow(tx, head, entry, rows ? { ...left, rows } : left)
}

const mustFollow = async (tx: Tx, head: Head, entry: TrailEntry, left: Left | undefined): Promise<Head> => {
  const next = await follow(tx, head, entry, left)
  assert(next, 'the trail follows its own head')
  return next
}

/** Rows a program changed by itself, or more than one line holds. */
const rowsLeft = (at: string): TrailEntry => ({ at, userId: '', operation: 'rows.left', outcome: 'done' })

/** What a transaction changed and no line of it told is told in one of its own. */
export const tellRowsOf = (database: Database, now: () => string): void =>
  database.beforeCommit(async (tx) => {
    if (await isNoted(tx)) await appendTrail(tx, rowsLeft(now()))
  })

/** Keys that say nothing are left out: a busy shop writes thousands of lines a day. */
const payloadOf = (entry: TrailEntry, { deviceId, storeCode }: Head, left: Left | undefined): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries({
        at: entry.at,
        userId: entry.userId,
        roles: entry.roles,
        deviceId: entry.deviceId ?? deviceId,
        storeCode: entry.storeCode ?? storeCode,
        client: entry.client,
        operation: entry.operation,
        requestId: entry.requestId,
        outcome: entry.outcome,
        code: entry.code,
        documentId: entry.documentId,
        number: entry.number,
        authorityId: entry.authorityId,
        approvals: entry.approvals,
        detail: entry.detail,
        left,
      }).filter(([, value]) => !saysNothing(value)),
    ),
  )

const saysNothing = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

interface HeadRow {
  logId: string
  deviceId: string
  headSeq: number
  headHash: string
  storeCode: string | null
  foreignWrites: number
}

const headSql = `
  SELECT l.logId, l.deviceId, l.headSeq, l.headHash, ${foreignWritesSql} AS foreignWrites,
    (SELECT json_extract(e.value, '$.storeCode') FROM meta e WHERE e.key = 'enrolment') AS storeCode
  FROM meta m JOIN log l ON l.logId = json_extract(m.value, '$')
  WHERE m.key = ${ownTrailKey}`

const readHead = async (tx: Tx, at: string): Promise<Head> => {
  if (!(await tx.one<HeadRow>(headSql))) await begin(tx, at)
  await markNewTables(tx, at)
  return headNow(tx)
}

const headNow = async (tx: Tx): Promise<Head> => {
  const row = await tx.one<HeadRow>(headSql)
  assert(row, 'a trail that began has a head')
  const { logId, headSeq, headHash, foreignWrites } = row
  // at HQ the log's own device is the word `hub`: in a line that is nobody's PC
  const deviceId = row.deviceId === hubDeviceId ? '' : row.deviceId
  return { logId, deviceId, storeCode: row.storeCode ?? '', seq: headSeq, hash: headHash, foreignWrites }
}

/** connections whose tables are marked, as far as is known to be durable */
const marked = new WeakSet<object>()

/** Rows that stand in a table when its marks begin are told as they stand. */
const markNewTables = async (tx: Tx, at: string): Promise<void> => {
  const { manager } = tx
  if (marked.has(manager)) return
  tx.afterCommit(() => marked.add(manager))
  const tables = await newlyMarked(tx)
  const names = Object.keys(tables)
  for (const name of names) await noteAll(tx, name)
  if (names.length > 0)
    await appendTrail(tx, { at, userId: '', operation: 'rows.marked', outcome: 'done', detail: { tables } })
}

export const hubDeviceId = 'hub'

/** The first line of all: what stood here already, and was written down before there was a chain. */
const begin = async (tx: Tx, at: string): Promise<void> => {
  const isHub = (await tx.one(`SELECT 1 AS found FROM sqlite_schema WHERE name = 'streamHead'`)) !== undefined
  const logId = randomUUID()
  const deviceId = isHub ? hubDeviceId : await enrolledDevice(tx)
  const found = await tx.one<{ logs: string }>(standingSql(isHub))
  await startLog(tx, logId, deviceId, 'trail')
  await tx.run('INSERT INTO meta (key, value) VALUES (?, ?)', [
    isHub ? 'hubTrailLogId' : 'trailLogId',
    JSON.stringify(logId),
  ])
  // what was written before is marked with all the rest of its table
  await forgetNotes(tx)
  const begun = { at, userId: '', operation: 'trail.begun', outcome: 'done' as const }
  await mustFollow(
    tx,
    await headNow(tx),
    { ...begun, detail: { ...found, logs: JSON.parse(found?.logs ?? '[]') as object } },
    undefined,
  )
  await carryOver(tx)
}

/**
 * Whoever takes the pointer to a trail away would have another begun, in which nothing of before is told: the one that stands
 * here is taken up again, and says so for good.
 */
export const takeUpTrail = async (tx: Tx, at: string): Promise<void> => {
  if (await tx.one<HeadRow>(headSql)) return
  const isHub = (await tx.one(`SELECT 1 AS found FROM sqlite_schema WHERE name = 'streamHead'`)) !== undefined
  const own = await tx.one<{ logId: string }>(
    `SELECT logId FROM log WHERE kind = 'trail' AND (? = 0 OR deviceId = '${hubDeviceId}') ORDER BY rowid DESC LIMIT 1`,
    [isHub ? 1 : 0],
  )
  if (!own) return
  await tx.run(
    `INSERT INTO meta (key, value) VALUES (${ownTrailKey}, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [JSON.stringify(own.logId)],
  )
  const detail = { found: 'ownTrailUnknown' satisfies FindingCode }
  await appendTrail(tx, { at, userId: '', operation: cutOperation, outcome: 'done', detail })
}

/**
 * Another trail for a PC whose file is older than what HQ holds of the trail it has: that one stays as it is, and the new one
 * begins with all that stands here. Who calls tells why in it.
 */
export const beginTrailAnew = async (tx: Tx, at: string): Promise<void> => {
  heads.delete(tx.manager)
  headsWithin.delete(tx)
  marked.delete(tx.manager)
  await tx.run(`DELETE FROM meta WHERE key IN ('trailLogId', '${shapesKey}')`)
  await readHead(tx, at)
}

/** At the start of a program, so that what stood here before is told apart from what comes. */
export const beginTrail = async (tx: Tx, at: string): Promise<void> => void (await readHead(tx, at))

const enrolledDevice = async (tx: Tx): Promise<string> => {
  const row = await tx.one<{ deviceId: string | null }>(
    `SELECT json_extract(value, '$.deviceId') AS deviceId FROM meta WHERE key = 'enrolment'`,
  )
  return row?.deviceId ?? ''
}

/** Rows that were there before the chain are not in it; newer ones all are. */
const standingSql = (isHub: boolean): string => `
  SELECT (SELECT coalesce(max(rowid), 0) FROM document) AS documents,
    ${isHub ? '0' : '(SELECT coalesce(max(rowid), 0) FROM scan)'} AS scans,
    (SELECT coalesce(max(rowid), 0) FROM event) AS events,
    (SELECT json_group_array(json_object('logId', logId, 'deviceId', deviceId, 'kind', kind)) FROM log) AS logs`

interface EarlierLine {
  id: number
  at: string
  userId: string
  client: string
  operation: string
  requestId: string
  outcome: 'done' | 'refused'
  code: string
  documentId: string
  detail: string
}

const earlierPage = 500

/** The operation log of earlier versions was not chained: from here on what it said is. */
const carryOver = async (tx: Tx): Promise<void> => {
  if (!(await tx.one(`SELECT 1 AS found FROM sqlite_schema WHERE name = 'operationLog'`))) return
  for (let after = 0; ; ) {
    const rows = await tx.all<EarlierLine>(`SELECT * FROM operationLog WHERE id > ? ORDER BY id LIMIT ${earlierPage}`, [
      after,
    ])
    for (const { id: _id, detail, ...line } of rows)
      await appendTrail(tx, { ...line, detail: JSON.parse(detail) as object })
    const last = rows.at(-1)
    if (!last) break
    after = last.id
  }
  await tx.run('DROP TABLE operationLog')
}

/** From now on this PC's lines are a known device's; those written before it was one stay as they are. */
export const bindTrail = async (tx: Tx, deviceId: string, at: string): Promise<void> => {
  await readHead(tx, at)
  heads.delete(tx.manager)
  await tx.run(
    `UPDATE log SET deviceId = ? WHERE logId = (SELECT json_extract(value, '$') FROM meta WHERE key = 'trailLogId')`,
    [deviceId],
  )
}
