/** The trail held against the tables it speaks of: logs, scans, and when HQ heard of what. */
import { problemOf } from '../core/findings'
import type { Reader } from '../database/unitOfWork'
import {
  type Check,
  hasTable,
  jsonAt,
  onlyAtHub,
  onlyAtStore,
  onlyWithTable,
  type Problem,
  pageRows,
  problemsMax,
  rule,
} from './check'
import { type Begun, eachPage, type Line, readBegun } from './ownTrail'

const withTrail =
  (check: (read: Reader, begun: Begun) => Promise<Problem[]>): Check =>
  async (read) => {
    const begun = await readBegun(read)
    return begun ? check(read, begun) : []
  }

interface LogRow {
  logId: string
  deviceId: string
  kind: string
}

/** Which logs there may be, and whose: this side's own two, those that were here before, and those a PC opened. */
const expectedLogs = async (read: Reader, begun: Begun): Promise<Map<string, LogRow>> => {
  const expected = new Map<string, LogRow>(begun.logs.map((log) => [log.logId, log]))
  const enrolment = await read.one<{ logId: string; deviceId: string }>(
    `SELECT ${jsonAt('value', '$.logId')} AS logId, ${jsonAt('value', '$.deviceId')} AS deviceId
     FROM meta WHERE key = 'enrolment'`,
  )
  const hubLog = await read.one<{ value: string }>(`SELECT value FROM meta WHERE key = 'hubLogId'`)
  const isHub = (await read.one(`SELECT 1 AS found FROM meta WHERE key = 'hubTrailLogId'`)) !== undefined
  if (enrolment) expected.set(enrolment.logId, { ...enrolment, kind: 'ledger' })
  if (hubLog) expected.set(hubLog.value, { logId: hubLog.value, deviceId: 'hub', kind: 'ledger' })
  const { logId } = begun
  expected.set(logId, { logId, deviceId: isHub ? 'hub' : (enrolment?.deviceId ?? ''), kind: 'trail' })
  await eachPage(read, logId, (lines) => {
    for (const { deviceId, detail } of lines.filter(({ operation }) => operation === 'sync.logOpened')) {
      const opened = { logId: String(detail.logId), deviceId, kind: String(detail.kind) }
      expected.set(opened.logId, opened)
    }
  })
  return expected
}

const logs = withTrail(async (read, begun) => {
  const expected = await expectedLogs(read, begun)
  const rows = await read.all<LogRow>('SELECT logId, deviceId, kind FROM log')
  const problems: Problem[] = []
  for (const { logId, deviceId, kind } of rows) {
    const known = expected.get(logId)
    expected.delete(logId)
    if (!known) problems.push(problemOf('logUnopened', 'log', logId))
    else if (known.deviceId !== deviceId || known.kind !== kind) {
      const opened = { openedKind: known.kind, openedDeviceId: known.deviceId }
      problems.push(problemOf('logOther', 'log', logId, { kind, deviceId, ...opened }))
    }
  }
  for (const logId of expected.keys()) problems.push(problemOf('rowGone', 'log', logId))
  return problems
})

interface ScanRow {
  scanId: string
  documentId: string
  source: string
  raw: string
  rule: string
  outcome: string
  sku: string | null
  packName: string
  quantity: number
  userId: string
  scannedAt: string
  recordedAt: string
}

const isScan = ({ operation, detail }: Line): boolean =>
  ['document.scan', 'scan.identify'].includes(operation) && typeof detail.scanId === 'string'

const scans = withTrail(async (read, begun) => {
  const problems: Problem[] = []
  let told = 0
  await eachPage(read, begun.logId, async (lines) => {
    const page = lines.filter(isScan)
    if (page.length === 0) return
    const ids = JSON.stringify(page.map(({ detail }) => detail.scanId))
    const rows = await read.all<ScanRow>('SELECT * FROM scan WHERE scanId IN (SELECT value FROM json_each(?))', [ids])
    const byId = new Map(rows.map((row) => [row.scanId, row]))
    told += page.filter(({ detail }) => byId.has(detail.scanId as string)).length
    problems.push(...page.flatMap((line) => scanProblem(line, byId.get(line.detail.scanId as string))))
  })
  const kept = await read.one<{ n: number }>('SELECT count(*) AS n FROM scan WHERE rowid > ?', [begun.scans])
  return kept?.n === told ? problems : [...problems, ...(await untoldScans(read, begun))]
})

const scanProblem = ({ seq, at, userId, documentId, detail }: Line, row: ScanRow | undefined): Problem[] => {
  const scanId = String(detail.scanId)
  if (!row) return [problemOf('scanGone', 'scan', scanId, { line: seq })]
  const told: Record<string, unknown> = { ...detail, documentId, userId, recordedAt: at }
  const differs = Object.entries(row).find(([column, value]) => value !== told[column])
  if (!differs) return []
  const [column, value] = differs
  const figures = { column, held: value, told: String(told[column] ?? ''), line: seq }
  return [problemOf('scanDiffers', 'scan', scanId, figures)]
}

/** Only where the counts differ: each row is looked for among the lines of its paper. */
const untoldScans = async (read: Reader, { logId, scans: before }: Begun): Promise<Problem[]> => {
  const rows = await read.all<{ scanId: string }>(
    `SELECT s.scanId FROM scan s WHERE s.rowid > ? AND NOT EXISTS (SELECT 1 FROM trail t
       WHERE t.documentId = s.documentId AND t.logId = ? AND json_extract(t.payload, '$.detail.scanId') = s.scanId)
     LIMIT ${problemsMax}`,
    [before, logId],
  )
  return rows.map(({ scanId }) => problemOf('scanUntold', 'scan', scanId))
}

interface Anchor {
  logId: string
  kind: string
  fromSeq: number
  toSeq: number
  headHash: string
}

/** Each push left a line: when its rows came, and the hash of the last of them. */
const anchors = withTrail(async (read, begun) => {
  const problems: Problem[] = []
  await eachPage(read, begun.logId, async (lines) => {
    for (const { seq, at, detail } of lines.filter(({ operation }) => operation === 'sync.push'))
      problems.push(...(await againstAnchor(read, seq, at, detail as unknown as Anchor)))
  })
  return problems
})

const againstAnchor = async (read: Reader, line: number, at: string, anchor: Anchor): Promise<Problem[]> => {
  const { logId, kind, fromSeq, toSeq, headHash } = anchor
  const table = kind === 'trail' ? 'trail' : 'event'
  const head = await read.one<{ hash: string }>(`SELECT hash FROM ${table} WHERE logId = ? AND seq = ?`, [logId, toSeq])
  const problems = head?.hash === headHash ? [] : [problemOf('receivedOther', table, `${logId}/${toSeq}`, { line, at })]
  if (kind === 'trail') return problems
  const moved = await read.all<{ seq: number; recordedAt: string }>(
    'SELECT seq, recordedAt FROM event WHERE logId = ? AND seq BETWEEN ? AND ? AND recordedAt <> ? LIMIT ?',
    [logId, fromSeq, toSeq, at, pageRows],
  )
  return [
    ...problems,
    ...moved.map(({ seq, recordedAt }) =>
      problemOf('receivedAtOther', 'event', `${logId}/${seq}`, { recordedAt, line, at }),
    ),
  ]
}

/** Without it nothing could be held against the trail: whoever takes the pointer away must not be left with no finding. */
const ownTrail = onlyWithTable('trail', async (read) => {
  const isHub = await hasTable(read, 'streamHead')
  const [key, device] = isHub ? ['hubTrailLogId', `l.deviceId = 'hub'`] : ['trailLogId', 'true']
  const row = await read.one<{ found: number }>(
    `SELECT count(*) AS found FROM meta m JOIN log l ON l.logId = ${jsonAt('m.value', '$')} AND l.kind = 'trail' AND ${device}
     WHERE m.key = '${key}'`,
  )
  const isBegun = (await read.one('SELECT 1 AS found FROM trail LIMIT 1')) !== undefined
  if (row?.found === 1 || !isBegun) return []
  return [problemOf('ownTrailUnknown', 'meta', String(key))]
})

export const trailChecks: readonly Check[] = [
  ownTrail,
  logs,
  onlyWithTable(
    'trail',
    rule(
      'logMissing',
      'trail',
      `SELECT t.logId || '/' || t.seq AS place
     FROM trail t LEFT JOIN log l ON l.logId = t.logId AND l.kind = 'trail' WHERE l.logId IS NULL`,
    ),
  ),
  onlyAtStore(scans),
  onlyAtHub(anchors),
  onlyWithTable(
    'entryCount',
    rule(
      'entriesDiffer',
      'entryCount',
      `SELECT coalesce(e.day || '/' || e.userId || '/' || e.documentId || '/' || e.logId,
         t.day || '/' || t.userId || '/' || t.documentId || '/' || t.logId) AS place, e.scans, e.typed,
         t.scans AS toldScans, t.typed AS toldTyped
       FROM entryCount e FULL JOIN (
         SELECT coalesce(date(at, '+8 hours'), '') AS day, logId, userId, documentId, sum(entry = 'scan') AS scans,
           sum(entry = 'typed') AS typed
         FROM trail WHERE entry <> '' GROUP BY 1, 2, 3, 4) t
         ON t.day = e.day AND t.logId = e.logId AND t.userId = e.userId AND t.documentId = e.documentId
       WHERE e.scans IS NOT t.scans OR e.typed IS NOT t.typed`,
    ),
  ),
  onlyAtHub(
    rule(
      'ackedNotAll',
      'log',
      `SELECT logId AS place, ackedSeq AS acked, headSeq AS head FROM log
       WHERE ackedSeq <> CASE deviceId WHEN 'hub' THEN 0 ELSE headSeq END`,
    ),
  ),
]
