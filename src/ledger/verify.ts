/**
 * Checks a ledger against its invariants (page 3) by reading alone. Every problem names the invariant and the row. It
 * shares no arithmetic with append.ts: balances are folded again from movements, movements again from event bytes.
 */
import { problemOf } from '../core/findings'
import { figureMax } from '../core/quantity/quantity'
import type { Reader } from '../database/unitOfWork'
import { type Check, hasTable, onlyAtHub, type Problem, pageRows, problemsMax, rule } from './check'
import { fenceProblems, readFence } from './fence'
import { chainHash, genesisHash } from './hashChain'
import { paperChecks } from './verifyPapers'
import { markedRows, pictures } from './verifyRows'
import { schemaChecks } from './verifySchema'
import { trailChecks } from './verifyTrail'

export type { Problem } from './check'

export interface Verification {
  ok: boolean
  checked: { logs: number; events: number; movements: number; balances: number; documents: number; lines: number }
  problems: Problem[]
  /** how many were found, of which no more are listed than are read */
  found: number
  /** true when more problems were found than are listed */
  truncated: boolean
}

const looksMax = 5

/**
 * A shop may go on working while this reads: one table is then read before an act and the next after it. What was found is
 * looked at again, until nothing was written meanwhile; what is really wrong is found at every look. `file`: where it lies,
 * with its fence beside it.
 */
export const verifyLedger = async (read: Reader, file?: string): Promise<Verification> => {
  for (let look = 1; ; look += 1) {
    const before = await writesSeen(read)
    const found = await lookOnce(read, file)
    if (found.ok || look === looksMax || (await writesSeen(read)) === before) return found
  }
}

/** SQLite's own count of what other connections committed. */
const writesSeen = async (read: Reader): Promise<number> =>
  (await read.one<{ data_version: number }>('SELECT data_version FROM pragma_data_version'))?.data_version ?? 0

/** A value no check can read is a finding too; the row it stands in is named by its mark. */
const unreadable = (error: unknown): Problem[] => [
  problemOf('valueUnreadable', 'file', '', { said: String(error).slice(0, 200) }),
]

const lookOnce = async (read: Reader, file: string | undefined): Promise<Verification> => {
  const fence = file === undefined ? undefined : await readFence(file)
  const problems: Problem[] = fence === undefined ? [] : await fenceProblems(read, fence).catch(unreadable)
  for (const check of checks) problems.push(...(await check(read).catch(unreadable)))
  const lines = (await hasTable(read, 'trail')) ? '(SELECT count(*) FROM trail)' : '0'
  const checked = await read.one<Verification['checked']>(
    `SELECT (SELECT count(*) FROM log) AS logs, (SELECT count(*) FROM event) AS events,
       (SELECT count(*) FROM stockMovement) AS movements, (SELECT count(*) FROM stockBalance) AS balances,
       (SELECT count(*) FROM document) AS documents, ${lines} AS lines`,
  )
  return {
    ok: problems.length === 0,
    checked: checked as Verification['checked'],
    problems: listed(problems),
    found: problems.length,
    truncated: problems.length > problemsMax,
  }
}

/** stock:WS001 600123 L7: goods without lots are called without one */
const balanceSql = (account: string, sku: string, lot: string): string =>
  `${account} || ' ' || ${sku} || CASE ${lot} WHEN '' THEN '' ELSE ' ' || ${lot} END`

/** of one kind, in one table, while others wait for their place in the list */
const sameKindFirst = 20

/** As many as are read: a flood of one kind, which one edit can bring about, crowds no other finding out of the list. */
const listed = (problems: Problem[]): Problem[] => {
  if (problems.length <= problemsMax) return problems
  const seen = new Map<string, number>()
  const [first, later]: [Problem[], Problem[]] = [[], []]
  for (const problem of problems) {
    const kind = `${problem.code} ${problem.table}`
    const before = seen.get(kind) ?? 0
    seen.set(kind, before + 1)
    ;(before < sameKindFirst ? first : later).push(problem)
  }
  return [...first, ...later].slice(0, problemsMax)
}

const foldedAccounts = `
  SELECT account, sku, lot, sum(quantity) AS quantity, sum(value) AS value FROM (
    SELECT toAccount AS account, sku, lot, quantity, value FROM stockMovement
    UNION ALL SELECT fromAccount, sku, lot, -quantity, -value FROM stockMovement)
  GROUP BY account, sku, lot`

const sound = async (read: Reader): Promise<Problem[]> => {
  const rows = await read.all<{ integrity_check: string }>(
    'SELECT integrity_check FROM pragma_integrity_check LIMIT 20',
  )
  return rows
    .filter((row) => row.integrity_check !== 'ok')
    .map((row) => problemOf('fileDamaged', 'file', '', { said: row.integrity_check }))
}

interface Chained {
  logId: string
  headSeq: number
  headHash: string
  kind: string
}

interface EventRow {
  seq: number
  hash: string
  payload: string
  prevHash?: string
  recordedAt?: string
}

const chains: Check = async (read) => {
  const logs = await read.all<Chained>(
    `SELECT ${(await hasTable(read, 'trail')) ? '*' : `*, 'ledger' AS kind`} FROM log`,
  )
  const problems: Problem[] = []
  for (const log of logs) problems.push(...(await chainOf(read, log)))
  return problems
}

/** 3: seq is 1..n; 4: hashes chain and the stored bytes are those that were hashed; the head is the last row. */
export const chainOf = async (read: Reader, log: Chained): Promise<Problem[]> => {
  const table = log.kind === 'trail' ? 'trail' : 'event'
  const problems: Problem[] = []
  let seq = 0
  let hash = genesisHash(log.logId)
  // below 1 nothing was ever written
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = await read.all<EventRow>(
      `SELECT seq, hash, payload ${table === 'event' ? ', prevHash, recordedAt' : ''} FROM ${table}
       WHERE logId = ? AND seq > ? ORDER BY seq LIMIT ?`,
      [log.logId, after, pageRows],
    )
    for (const row of rows) {
      const place = `${log.logId}/${row.seq}`
      const { prevHash = hash } = row
      if (row.seq !== seq + 1) problems.push(problemOf('seqGap', table, place, { after: seq }))
      if (prevHash !== hash) problems.push(problemOf('hashNotChained', table, place))
      if (chainHash(prevHash, row.payload) !== row.hash) problems.push(problemOf('bytesChanged', table, place))
      if (table === 'event') problems.push(...(await movementsOf(read, log.logId, row)))
      seq = row.seq
      hash = row.hash
      after = row.seq
    }
    if (rows.length < pageRows || problems.length > problemsMax) break
  }
  if (seq !== log.headSeq || hash !== log.headHash)
    problems.push(problemOf('headIsNotLast', 'log', log.logId, { head: log.headSeq, last: seq }))
  return problems
}

/** as many of an event's movements as one finding names */
const linesNamed = 20

interface ToldMovement {
  line: number
  sku: string
  lot: string
  fromAccount: string
  toAccount: string
  quantity: number
  unitCost: number
  value: number
  kind: string
  documentId: string
  occurredAt: string
  userId: string
  recordedAt: string
}

/** 6: the movement rows of an event are exactly those its bytes tell; none where the hub parked the event. */
const movementsOf = async (read: Reader, logId: string, event: EventRow): Promise<Problem[]> => {
  const rows = await read.all<ToldMovement>(
    `SELECT line, sku, lot, fromAccount, toAccount, quantity, unitCost, value, kind, documentId, occurredAt, userId, recordedAt
     FROM stockMovement WHERE logId = ? AND seq = ? ORDER BY line`,
    [logId, event.seq],
  )
  if (rows.length === 0 && (await isParked(read, logId, event.seq))) return []
  const told = toldMovements(event)
  const lines = linesThatDiffer(told ?? [], rows)
  if (told !== null && lines.length === 0) return []
  const figures = { rows: rows.length, lines: lines.slice(0, linesNamed).join(' ') }
  return [problemOf('movementsDiffer', 'event', `${logId}/${event.seq}`, figures)]
}

const isParked = async (read: Reader, logId: string, seq: number): Promise<boolean> => {
  const table = await read.one(`SELECT 1 AS found FROM sqlite_schema WHERE name = 'parkedEvent'`)
  if (!table) return false
  return (await read.one('SELECT 1 AS found FROM parkedEvent WHERE logId = ? AND seq = ?', [logId, seq])) !== undefined
}

interface ToldEvent {
  movements?: ToldMovement[]
  document?: { documentId: string }
  documentId?: string
  userId?: string
  postedById?: string
  occurredAt?: string
}

/** With what the event says of all its movements alike; PCs of the first version said it in other words. */
const toldMovements = ({ payload, recordedAt = '' }: EventRow): ToldMovement[] | null => {
  try {
    const {
      movements = [],
      document,
      documentId,
      userId,
      postedById,
      occurredAt = '',
    } = JSON.parse(payload) as ToldEvent
    const common = {
      documentId: document?.documentId ?? documentId ?? '',
      userId: userId ?? postedById ?? '',
      ...{ occurredAt, recordedAt },
    }
    return movements.map((movement) => ({ ...movement, ...common }))
  } catch {
    return null
  }
}

/** In order, each once: those that are another than was told, too many or gone. */
const linesThatDiffer = (told: readonly ToldMovement[], rows: readonly ToldMovement[]): number[] => {
  const toldOf = new Map(told.map((movement) => [movement.line, movement]))
  const differ = new Set<number>()
  for (const row of rows) {
    const other = toldOf.get(row.line)
    toldOf.delete(row.line)
    if (!other || !isSame(row, other)) differ.add(row.line)
  }
  for (const line of toldOf.keys()) differ.add(line)
  return [...differ].sort((one, other) => one - other)
}

const isSame = (row: ToldMovement, other: ToldMovement): boolean =>
  (Object.keys(row) as (keyof ToldMovement)[]).every((key) => row[key] === other[key])

const checks: readonly Check[] = [
  sound,
  ...schemaChecks,
  chains,
  rule(
    'accountsNotZero',
    'stockBalance',
    `SELECT sku || '/' || lot AS place, sum(onHand) AS quantity, sum(value) AS value
     FROM stockBalance GROUP BY sku, lot HAVING sum(onHand) <> 0 OR sum(value) <> 0`,
  ),
  rule(
    'balanceDiffers',
    'stockBalance',
    `SELECT ${balanceSql('coalesce(b.account, f.account)', 'coalesce(b.sku, f.sku)', 'coalesce(b.lot, f.lot)')} AS place, b.onHand AS held,
       f.quantity AS moved, b.value AS heldValue, f.value AS movedValue
     FROM stockBalance b FULL JOIN (${foldedAccounts}) f ON f.account = b.account AND f.sku = b.sku AND f.lot = b.lot
     WHERE b.onHand IS NOT f.quantity OR b.value IS NOT f.value`,
  ),
  rule(
    'movementEventMissing',
    'stockMovement',
    `SELECT m.logId || '/' || m.seq || '/' || m.line AS place
     FROM stockMovement m LEFT JOIN event e ON e.logId = m.logId AND e.seq = m.seq WHERE e.seq IS NULL`,
  ),
  rule(
    'movementStepMissing',
    'document',
    `SELECT DISTINCT m.documentId AS place, d.state
     FROM stockMovement m LEFT JOIN document d ON d.documentId = m.documentId
     LEFT JOIN documentStep t ON t.documentId = m.documentId AND t.logId = m.logId AND t.seq = m.seq
     WHERE d.documentId IS NULL OR t.step IS NULL`,
  ),
  rule(
    'stateNotOfSteps',
    'document',
    `SELECT d.number AS place, d.state FROM document d
     WHERE (d.state = 'posted') <> EXISTS (SELECT 1 FROM documentStep t WHERE t.documentId = d.documentId
         AND t.step = 'posted' AND t.logId = d.logId AND t.seq = d.seq)
       OR (d.state <> 'cancelled' AND EXISTS (SELECT 1 FROM documentStep t WHERE t.documentId = d.documentId
         AND t.step = 'cancelled'))`,
  ),
  rule(
    'postedNothingMoved',
    'document',
    `SELECT d.number AS place FROM document d
     WHERE d.state = 'posted' AND d.type <> 'costAdjustment'
       AND NOT EXISTS (SELECT 1 FROM stockMovement m WHERE m.documentId = d.documentId)
       AND EXISTS (SELECT 1 FROM documentLine l WHERE l.documentId = d.documentId AND l.quantity + l.damagedQuantity > 0)`,
  ),
  rule(
    'movedOtherThanLine',
    'document',
    `SELECT d.number AS place, l.sku, l.quantity, coalesce(m.quantity, 0) AS moved
     FROM (SELECT documentId, sku, sum(quantity + damagedQuantity) AS quantity FROM documentLine GROUP BY documentId, sku) l
     JOIN document d ON d.documentId = l.documentId AND d.type IN ('goodsReceipt', 'transferDispatch', 'transferReceipt')
       AND d.state = 'posted'
     LEFT JOIN (SELECT documentId, sku, sum(quantity) AS quantity FROM stockMovement GROUP BY documentId, sku) m
       ON m.documentId = l.documentId AND m.sku = l.sku
     WHERE l.quantity <> coalesce(m.quantity, 0)`,
  ),
  rule(
    'reversalNoMirror',
    'document',
    `SELECT v.number AS place, x.account, x.sku, sum(x.quantity) AS quantity
     FROM document v JOIN (
       SELECT documentId, toAccount AS account, sku, lot, quantity, kind FROM stockMovement
       UNION ALL SELECT documentId, fromAccount, sku, lot, -quantity, kind FROM stockMovement) x
       ON x.documentId IN (v.documentId, v.reversalOf) AND x.kind <> 'revaluation'
     WHERE v.reversalOf <> '' AND v.state = 'posted' GROUP BY v.documentId, x.account, x.sku, x.lot HAVING sum(x.quantity) <> 0`,
  ),
  rule(
    'completedOnTheWay',
    'transfer',
    `SELECT t.number AS place, l.sku, l.sentQuantity - l.receivedQuantity - l.settledQuantity AS quantity
     FROM transfer t JOIN transferLine l ON l.transferId = t.transferId
     WHERE t.state = 'completed' AND l.sentQuantity <> l.receivedQuantity + l.settledQuantity`,
  ),
  onlyAtHub(
    rule(
      'onTheWayDiffers',
      'transfer',
      `SELECT t.number AS place, l.sku, l.sentQuantity - l.receivedQuantity - l.settledQuantity AS owed,
         coalesce(b.onHand, 0) AS inTransit
       FROM transfer t JOIN transferLine l ON l.transferId = t.transferId
       LEFT JOIN (SELECT account, sku, sum(onHand) AS onHand FROM stockBalance WHERE account LIKE 'inTransit:%' GROUP BY account, sku) b
         ON b.account = 'inTransit:' || t.transferId AND b.sku = l.sku
       WHERE l.sentQuantity - l.receivedQuantity - l.settledQuantity <> coalesce(b.onHand, 0)`,
    ),
  ),
  rule(
    'decidedByAuthor',
    'document',
    `SELECT d.number AS place, d.authorId AS userId
     FROM document d JOIN documentStep t ON t.documentId = d.documentId AND t.step = 'decided'
     WHERE t.userId = d.authorId AND t.authorityId = ''`,
  ),
  rule(
    'postedUndecided',
    'document',
    `SELECT d.number AS place FROM document d
     WHERE d.state = 'posted' AND d.contentHash <> '' AND d.writtenAt = 'store'
       AND EXISTS (SELECT 1 FROM documentStep s WHERE s.documentId = d.documentId AND s.step = 'decided')
       AND NOT EXISTS (SELECT 1 FROM documentStep t WHERE t.documentId = d.documentId AND t.step = 'decided'
         AND t.decision = 'approved' AND t.contentHash = d.contentHash)`,
  ),
  rule(
    'logMissing',
    'event',
    `SELECT e.logId || '/' || e.seq AS place
     FROM event e LEFT JOIN log l ON l.logId = e.logId WHERE l.logId IS NULL`,
  ),
  rule(
    // what is promised is reckoned from papers
    'balanceAllocated',
    'stockBalance',
    `SELECT ${balanceSql('account', 'sku', 'lot')} AS place, allocated FROM stockBalance WHERE allocated <> 0`,
  ),
  rule(
    'balanceMovedAtOdd',
    'stockBalance',
    `SELECT ${balanceSql('b.account', 'b.sku', 'b.lot')} AS place, b.movedAt FROM stockBalance b
     WHERE NOT EXISTS (SELECT 1 FROM stockMovement m WHERE m.toAccount = b.account AND m.sku = b.sku AND m.lot = b.lot
         AND m.recordedAt = b.movedAt)
       AND NOT EXISTS (SELECT 1 FROM stockMovement m WHERE m.fromAccount = b.account AND m.sku = b.sku AND m.lot = b.lot
         AND m.recordedAt = b.movedAt)`,
  ),
  rule(
    'recordedAtOdd',
    'event',
    `SELECT e.logId || '/' || e.seq AS place, e.recordedAt
     FROM event e JOIN log l ON l.logId = e.logId
     WHERE (l.deviceId = 'hub' OR EXISTS (SELECT 1 FROM meta WHERE key = 'enrolment'))
       AND json_valid(e.payload) AND json_extract(e.payload, '$.occurredAt') IS NOT e.recordedAt`,
  ),
  rule(
    'movementOutOfBounds',
    'stockMovement',
    `SELECT logId || '/' || seq || '/' || line AS place, quantity FROM stockMovement
     WHERE typeof(quantity) <> 'integer' OR typeof(value) <> 'integer' OR quantity < 0 OR (quantity = 0 AND value = 0)
       OR quantity > ${figureMax} OR value < 0 OR value > ${figureMax}`,
  ),
  ...paperChecks,
  ...trailChecks,
  markedRows,
  pictures,
]
