/** The trail held against the tables it speaks of: logs, scans, and when HQ heard of what. */
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

const logsInvariant = '3 every log is one this trail knows'

const logs = withTrail(async (read, begun) => {
  const expected = await expectedLogs(read, begun)
  const rows = await read.all<LogRow>('SELECT logId, deviceId, kind FROM log')
  const problems: Problem[] = []
  for (const { logId, deviceId, kind } of rows) {
    const known = expected.get(logId)
    expected.delete(logId)
    const where = `log ${logId}`
    if (!known) problems.push({ invariant: logsInvariant, where, detail: 'nobody opened it' })
    else if (known.deviceId !== deviceId || known.kind !== kind)
      problems.push({
        invariant: logsInvariant,
        where,
        detail: `is ${kind} of '${deviceId}', was opened as ${known.kind} of '${known.deviceId}'`,
      })
  }
  for (const logId of expected.keys())
    problems.push({ invariant: logsInvariant, where: `log ${logId}`, detail: 'its row is gone' })
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

const scanInvariant = 'a scan is what the trail says of it'
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
  const where = `scan ${detail.scanId}`
  if (!row) return [{ invariant: scanInvariant, where, detail: `its row is gone; line ${seq} tells of it` }]
  const told: Record<string, unknown> = { ...detail, documentId, userId, recordedAt: at }
  const differs = Object.entries(row).find(([column, value]) => value !== told[column])
  if (!differs) return []
  const [column, value] = differs
  return [{ invariant: scanInvariant, where, detail: `${column} is ${value}, line ${seq} says ${told[column]}` }]
}

/** Only where the counts differ: each row is looked for among the lines of its paper. */
const untoldScans = async (read: Reader, { logId, scans: before }: Begun): Promise<Problem[]> => {
  const rows = await read.all<{ scanId: string }>(
    `SELECT s.scanId FROM scan s WHERE s.rowid > ? AND NOT EXISTS (SELECT 1 FROM trail t
       WHERE t.documentId = s.documentId AND t.logId = ? AND json_extract(t.payload, '$.detail.scanId') = s.scanId)
     LIMIT ${problemsMax}`,
    [before, logId],
  )
  return rows.map(({ scanId }) => ({ invariant: scanInvariant, where: `scan ${scanId}`, detail: 'in no line' }))
}

interface Anchor {
  logId: string
  kind: string
  fromSeq: number
  toSeq: number
  headHash: string
}

const anchorInvariant = '3 what HQ received stands as it was received'

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
  const said = `HQ's line ${line} of ${at}`
  const head = await read.one<{ hash: string }>(`SELECT hash FROM ${table} WHERE logId = ? AND seq = ?`, [logId, toSeq])
  const problems =
    head?.hash === headHash
      ? []
      : [
          {
            invariant: anchorInvariant,
            where: `${table} ${logId}/${toSeq}`,
            detail: `is another than ${said} received`,
          },
        ]
  if (kind === 'trail') return problems
  const moved = await read.all<{ seq: number; recordedAt: string }>(
    'SELECT seq, recordedAt FROM event WHERE logId = ? AND seq BETWEEN ? AND ? AND recordedAt <> ? LIMIT ?',
    [logId, fromSeq, toSeq, at, pageRows],
  )
  return [
    ...problems,
    ...moved.map(({ seq, recordedAt }) => ({
      invariant: anchorInvariant,
      where: `event ${logId}/${seq}`,
      detail: `recordedAt is ${recordedAt}, ${said} says otherwise`,
    })),
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
  return [{ invariant: '3 this side knows its own trail', where: `meta ${key}`, detail: 'names no trail of its own' }]
})

export const trailChecks: readonly Check[] = [
  ownTrail,
  logs,
  onlyWithTable(
    'trail',
    rule(
      '3 every line belongs to a known log',
      `SELECT 'trail ' || t.logId || '/' || t.seq AS place, 'log is missing' AS detail
     FROM trail t LEFT JOIN log l ON l.logId = t.logId AND l.kind = 'trail' WHERE l.logId IS NULL`,
    ),
  ),
  onlyAtStore(scans),
  onlyAtHub(anchors),
  onlyWithTable(
    'entryCount',
    rule(
      'entries are counted as the lines tell of them',
      `SELECT 'entryCount ' || coalesce(e.day || '/' || e.userId, t.day || '/' || t.userId) AS place,
         coalesce(e.scans || ' scans, ' || e.typed || ' typed', 'none') || ', lines ' ||
           coalesce(t.scans || ' and ' || t.typed, 'none') AS detail
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
      '3 HQ acknowledged all it holds',
      `SELECT 'log ' || logId AS place, 'ackedSeq ' || ackedSeq || ', head ' || headSeq AS detail FROM log
       WHERE ackedSeq <> CASE deviceId WHEN 'hub' THEN 0 ELSE headSeq END`,
    ),
  ),
]
