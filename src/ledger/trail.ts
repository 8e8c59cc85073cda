/**
 * 留痕: who did what, when, where, on which paper, under whose right, and every refusal. The only writer of the trail:
 * each line is chained to the one before (`hashChain`), in a log of its own that is pushed like the ledger's.
 */
import { randomUUID } from 'node:crypto'
import { assert } from '../core/result'
import type { Tx } from '../database/unitOfWork'
import { startLog } from './append'
import { chainHash } from './hashChain'
import { masterMark, takeLeft } from './touched'

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
}

/** The newest line known to be durable, by the writing connection: a scan asks the database nothing before its line. */
const heads = new WeakMap<object, Head>()

/** One line, in the transaction of what it tells. */
export const appendTrail = async (tx: Tx, entry: TrailEntry): Promise<void> => {
  const left = await takeLeft(tx)
  const known = heads.get(tx.manager)
  heads.delete(tx.manager)
  const next =
    (known && (await follow(tx, known, entry, left))) ?? (await follow(tx, await readHead(tx, entry.at), entry, left))
  assert(next, 'the trail follows its own head')
  tx.afterCommit(() => heads.set(tx.manager, next))
}

/** Nothing where the head is another by now: the memory was of a savepoint that is gone, or somebody changed the file. */
const follow = async (tx: Tx, head: Head, entry: TrailEntry, left: object | undefined): Promise<Head | undefined> => {
  const payload = payloadOf(entry, head, left)
  const next = { ...head, seq: head.seq + 1, hash: chainHash(head.hash, payload) }
  const written = await tx.one(
    `INSERT INTO trail (logId, seq, hash, payload)
     SELECT ?, ?, ?, ? FROM log WHERE logId = ? AND headSeq = ? AND headHash = ? RETURNING seq`,
    [next.logId, next.seq, next.hash, payload, head.logId, head.seq, head.hash],
  )
  return written ? next : undefined
}

/** Keys that say nothing are left out: a busy shop writes thousands of lines a day. */
const payloadOf = (entry: TrailEntry, { deviceId, storeCode }: Head, left: object | undefined): string =>
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
}

const headSql = `
  SELECT l.logId, l.deviceId, l.headSeq, l.headHash,
    (SELECT json_extract(e.value, '$.storeCode') FROM meta e WHERE e.key = 'enrolment') AS storeCode
  FROM meta m JOIN log l ON l.logId = json_extract(m.value, '$')
  WHERE m.key IN ('trailLogId', 'hubTrailLogId')`

const readHead = async (tx: Tx, at: string): Promise<Head> => {
  const row = (await tx.one<HeadRow>(headSql)) ?? (await begin(tx, at))
  const { logId, headSeq, headHash } = row
  // at HQ the log's own device is the word `hub`: in a line that is nobody's PC
  const deviceId = row.deviceId === hubDeviceId ? '' : row.deviceId
  return { logId, deviceId, storeCode: row.storeCode ?? '', seq: headSeq, hash: headHash }
}

export const hubDeviceId = 'hub'

/** The first line of all: what stood here already, and was written down before there was a chain. */
const begin = async (tx: Tx, at: string): Promise<HeadRow> => {
  const isHub = (await tx.one(`SELECT 1 AS found FROM sqlite_schema WHERE name = 'streamHead'`)) !== undefined
  const logId = randomUUID()
  const deviceId = isHub ? hubDeviceId : await enrolledDevice(tx)
  const found = await tx.one<{ logs: string }>(standingSql(isHub))
  await startLog(tx, logId, deviceId, 'trail')
  await tx.run('INSERT INTO meta (key, value) VALUES (?, ?)', [
    isHub ? 'hubTrailLogId' : 'trailLogId',
    JSON.stringify(logId),
  ])
  await appendTrail(tx, {
    at,
    userId: '',
    operation: 'trail.begun',
    outcome: 'done',
    detail: { ...found, logs: JSON.parse(found?.logs ?? '[]') as object },
  })
  await carryOver(tx)
  await adoptMasters(tx, at)
  return (await tx.one<HeadRow>(headSql)) as HeadRow
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

const adoptMasters = async (tx: Tx, at: string): Promise<void> => {
  const users = await tx.all<{ key: string }>('SELECT id AS key FROM user ORDER BY id')
  const policies = await tx.all<{ key: string }>('SELECT CAST(version AS TEXT) AS key FROM policy ORDER BY version')
  for (const { key } of users) await tellMaster(tx, at, 'user', key)
  for (const { key } of policies) await tellMaster(tx, at, 'policy', key)
}

const tellMaster = async (tx: Tx, at: string, type: 'user' | 'policy', key: string): Promise<void> => {
  const sha256 = await masterMark(tx, type, key)
  await appendTrail(tx, {
    ...{ at, userId: '', operation: 'master.applied', outcome: 'done' },
    // which one, and what it hashes to: what they are elsewhere is not for everybody who reads this log
    detail: { type, key, sha256: sha256 ?? '' },
  })
}

/** Word of HQ on people and policy was taken into the tables: a row somebody edits there no longer fits its last line. */
export const tellMasters = async (
  tx: Tx,
  at: string,
  items: readonly { type: string; key: string; body: object }[],
): Promise<void> => {
  for (const { type, key, body } of items) {
    if (type === 'user') await tellMaster(tx, at, 'user', key)
    if (type === 'policy') await tellMaster(tx, at, 'policy', String((body as { version: number }).version))
  }
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
