/** Documents as screens see them, the same on store and hub. Cost leaves null without the right, expected while blind. */

import { type ApprovalLevel, decidesFor } from '../../core/documents/approval'
import type { Scope } from '../../core/organisation/scope'
import { costValue } from '../../core/quantity/quantity'
import type { Reader } from '../unitOfWork'
import { countsHidden, papersShown } from './blind'
import { skusOfCodeSql, spellingsOf } from './codes'
import { allOf, type Condition, likeText, withinScope } from './scope'

export interface View {
  scope: Scope
  withCost: boolean
  /** also of goods that are counted blind just now (`blind.ts`) */
  seesBook: boolean
  userId: string
  /** also what others counted, while it is counted blind */
  reviews: boolean
}

/**
 * Lots of one planned line count together: what was asked for was the product. Only a line that names a lot can have
 * others split off it, so lines without one are added up alone (a scan asks for this, every time).
 */
export const movedOfGroup = (line: string): string => `
  ${line}.quantity + ${line}.damagedQuantity + CASE ${line}.lot WHEN '' THEN 0 ELSE coalesce(
    (SELECT sum(z.quantity + z.damagedQuantity) FROM documentLine z
     WHERE z.documentId = ${line}.documentId AND z.splitOf = ${line}.lineNo), 0) END`

/** A line is done as `core/documents/progress` says: of the plan, and neither short nor over. */
const totals = (documents: string): string => `
  SELECT x.documentId, count(*) FILTER (WHERE x.splitOf = 0) AS linesTotal,
    sum(CASE WHEN x.splitOf = 0 AND x.unplanned = 0 AND x.expectedQuantity > 0
      AND (${movedOfGroup('x')}) = x.expectedQuantity THEN 1 ELSE 0 END) AS linesDone,
    sum(x.expectedQuantity) AS expectedTotal, sum(x.damagedQuantity) AS damagedTotal,
    sum(CASE x.role WHEN 'consume' THEN 0 ELSE x.quantity END) AS quantityTotal,
    sum(CASE x.role WHEN 'consume' THEN x.quantity ELSE 0 END) AS consumedTotal,
    group_concat((x.quantity + x.damagedQuantity - min(x.freeQuantity, x.quantity)) || ':' || x.unitCost)
      FILTER (WHERE x.quantity + x.damagedQuantity > 0 AND x.role <> 'produce') AS costs
  FROM documentLine x WHERE x.documentId IN (${documents}) GROUP BY x.documentId`

/** The reason as the policy the paper was made under words it, one JSON object; null where there is none by that code. */
const reason = `
  (SELECT r.value FROM policy y, json_each(y.body, '$.reasons') r
   WHERE y.version = d.policyVersion AND d.reasonCode <> '' AND json_extract(r.value, '$.code') = d.reasonCode)`

/** The other side of a posted paper said the goods are there; drafts are not asked about, a scan reads its header every time. */
const confirmedSql = `(d.state = 'posted' AND EXISTS (SELECT 1 FROM documentStep c WHERE c.documentId = d.documentId AND c.step = 'confirmed'))`

const cancelReason = `
  CASE d.state WHEN 'cancelled' THEN coalesce((SELECT c.reason FROM documentStep c
    WHERE c.documentId = d.documentId AND c.step = 'cancelled' ORDER BY c.stepNo DESC LIMIT 1), '') ELSE '' END`

/** One row a document with everything a list or a header shows; totals come from the lines of those documents alone. */
const headerSql = (where: string, order: string): string => `
  SELECT d.documentId, d.type, d.number, d.version, d.storeCode, d.warehouseCode, d.toWarehouseCode, d.toCondition,
    d.counterpartyCode, d.sourceId, d.sourceNumber, d.reference, d.reasonCode, d.settlement, d.dueDate, d.note, d.refusal,
    d.authorId, d.submittedById, d.createdAt, d.submittedAt, d.postedAt, d.policyVersion, d.contentHash, d.pendingLevel, d.blind,
    d.closesSource, d.reversalOf, d.value AS booked,
    CASE WHEN v.documentId IS NOT NULL THEN 'reversed' ELSE d.state END AS state,
    coalesce(s.name, d.storeCode) AS storeName, coalesce(w.name, d.warehouseCode) AS warehouseName,
    coalesce(tw.name, d.toWarehouseCode) AS toWarehouseName, coalesce(p.name, d.counterpartyCode) AS counterpartyName,
    coalesce(a.name, d.authorId) AS authorName, coalesce(b.name, d.postedById, '') AS postedByName,
    coalesce(h.name, d.holderId) AS holderName, ${reason} AS reason,
    ${confirmedSql} AS confirmed, ${cancelReason} AS cancelReason,
    coalesce(o.number, '') AS reversalOfNumber, coalesce(v.documentId, '') AS reversedBy,
    coalesce(v.number, '') AS reversedByNumber,
    -- another PC's paper is told in no log of this one: it came from HQ
    CASE WHEN d.seq IS NOT NULL AND (l.logId IS NULL OR d.seq <= l.ackedSeq) THEN 'secured' ELSE 'saved' END AS security,
    coalesce(t.linesTotal, 0) AS linesTotal, coalesce(t.linesDone, 0) AS linesDone,
    coalesce(t.expectedTotal, 0) AS expectedTotal, coalesce(t.quantityTotal, 0) AS quantityTotal,
    coalesce(t.consumedTotal, 0) AS consumedTotal,
    coalesce(t.damagedTotal, 0) AS damagedTotal, t.costs,
    (SELECT count(*) FROM trayEntry e WHERE e.documentId = d.documentId AND e.state = 'open') AS trayOpen,
    (SELECT count(*) FROM attachment c WHERE c.documentId = d.documentId) AS attachments
  FROM document d
  LEFT JOIN (${totals(`SELECT d.documentId FROM document d WHERE ${where} ${order}`)}) t ON t.documentId = d.documentId
  LEFT JOIN store s ON s.code = d.storeCode LEFT JOIN supplier p ON p.code = d.counterpartyCode
  LEFT JOIN warehouse w ON w.code = d.warehouseCode LEFT JOIN warehouse tw ON tw.code = d.toWarehouseCode
  LEFT JOIN user a ON a.id = d.authorId LEFT JOIN user b ON b.id = d.postedById LEFT JOIN user h ON h.id = d.holderId
  LEFT JOIN document o ON o.documentId = d.reversalOf AND d.reversalOf <> ''
  LEFT JOIN document v ON v.reversalOf = d.documentId AND v.reversalOf <> '' AND v.state = 'posted'
  LEFT JOIN log l ON l.logId = d.logId
  WHERE d.documentId IN (SELECT d.documentId FROM document d WHERE ${where} ${order})
  ${order.replace(/LIMIT.*/, '')}`

type HeaderRow = Record<string, unknown> & {
  documentId: string
  type: string
  costs: string | null
  booked: number | null
  reason: string | null
  reasonCode: string
  authorId: string
  submittedById: string | null
  blind: number
  confirmed: number
  closesSource: number
  expectedTotal: number
}

const toHeader = ({ costs, booked, reason, submittedById: _by, ...row }: HeaderRow, withCost: boolean) => ({
  ...row,
  ...reasonNames(reason, row.reasonCode),
  blind: row.blind === 1,
  closesSource: row.closesSource === 1,
  confirmed: row.confirmed === 1,
  expectedTotal: row.blind === 1 ? null : row.expectedTotal,
  // while it is counted blind, how many lines are done would tell what is expected
  linesDone: row.blind === 1 ? 0 : row.linesDone,
  value: withCost ? (booked ?? estimatedValue(costs)) : null,
})

/** Beside which figures of a count somebody else made are no figures: nothing of them is in the answer. */
const noFigures = { linesHidden: true, quantityTotal: 0, consumedTotal: 0, damagedTotal: 0, trayOpen: 0, value: null }

const toHeaders = async (read: Reader, rows: readonly HeaderRow[], view: View) => {
  const hidden = await countsHidden(read, rows, view)
  return rows.map((row) => ({
    ...toHeader(row, view.withCost),
    ...(hidden.has(row.documentId) ? noFigures : {}),
  }))
}

const reasonNames = (reason: string | null, code: string): { reasonName: string; reasonNameEn: string } => {
  const words = JSON.parse(reason ?? '{}') as { name?: string; nameEn?: string }
  return { reasonName: words.name ?? code, reasonNameEn: words.nameEn ?? words.name ?? code }
}

/** Sum of each line's value at its unit cost, by the one function that multiplies quantity and cost. */
export const estimatedValue = (costs: string | null): number =>
  (costs ?? '')
    .split(',')
    .filter((pair) => pair !== '')
    .reduce((sum, pair) => {
      const [quantity, cost] = pair.split(':').map(Number)
      return sum + costValue(quantity as number, cost as number)
    }, 0)

const ofId = (documentId: string, view: View): Condition =>
  allOf([
    { sql: 'd.documentId = ?', parameters: [documentId] },
    withinScope(view.scope, 'd.storeCode'),
    ...papersShown('d', view),
  ])

const headerSqls = new Map<string, string>()

/** A long text, made once for each kind of scope and not at every scan. */
const headerByIdSql = (where: string): string => {
  const sql = headerSqls.get(where) ?? headerSql(where, '')
  headerSqls.set(where, sql)
  return sql
}

const twice = (condition: Condition) => [...condition.parameters, ...condition.parameters]

export const findHeader = async (read: Reader, documentId: string, view: View) => {
  const where = ofId(documentId, view)
  const row = await read.one<HeaderRow>(headerByIdSql(where.sql), twice(where))
  return row && (await toHeaders(read, [row], view))[0]
}

export interface DocumentFilter {
  types: readonly string[]
  states?: readonly string[] | undefined
  storeCode?: string | undefined
  warehouseCode?: string | undefined
  search?: string | undefined
  fromDay?: string | undefined
  toDay?: string | undefined
  confirmed?: boolean | undefined
  after?: string | undefined
  limit: number
}

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ')

/** A day on paper is a day in China, eight hours ahead of the times stored. */
export const dayStarts = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - 8 * 3_600_000).toISOString()
export const dayEnds = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 16 * 3_600_000).toISOString()

const searchCondition = (text: string): Condition => ({
  sql: `d.number LIKE ? ESCAPE '\\' OR d.sourceNumber LIKE ? ESCAPE '\\' OR d.reference LIKE ? ESCAPE '\\'
    OR d.counterpartyCode IN (SELECT code FROM supplier WHERE name LIKE ? ESCAPE '\\')
    OR EXISTS (SELECT 1 FROM documentLine x JOIN product p ON p.sku = x.sku WHERE x.documentId = d.documentId
      AND (p.sku = ? OR p.name LIKE ? ESCAPE '\\' OR p.searchText LIKE ? ESCAPE '\\'
        OR p.sku IN (${skusOfCodeSql})))`,
  parameters: [
    likeText(text),
    likeText(text),
    likeText(text),
    likeText(text),
    text,
    likeText(text),
    likeText(text.toLowerCase()),
    spellingsOf(text),
  ],
})

/** A reversed document is a posted one that has a reversal, so both words find the rows they mean. */
const statesCondition = (states: readonly string[]): Condition => {
  const reversed = `EXISTS (SELECT 1 FROM document v WHERE v.reversalOf = d.documentId AND v.reversalOf <> '' AND v.state = 'posted')`
  const plain = states.filter((state) => state !== 'reversed' && state !== 'posted')
  const parts = [
    plain.length > 0 ? `d.state IN (${marks(plain)})` : '',
    states.includes('posted') ? `(d.state = 'posted' AND NOT ${reversed})` : '',
    states.includes('reversed') ? `(d.state = 'posted' AND ${reversed})` : '',
  ].filter((part) => part !== '')
  return { sql: parts.join(' OR '), parameters: [...plain] }
}

const filterConditions = (filter: DocumentFilter, view: View): Condition[] => [
  { sql: `d.type IN (${marks(filter.types)})`, parameters: [...filter.types] },
  withinScope(view.scope, 'd.storeCode'),
  ...papersShown('d', view),
  ...(filter.states ? [statesCondition(filter.states)] : []),
  ...(filter.storeCode ? [{ sql: 'd.storeCode = ?', parameters: [filter.storeCode] }] : []),
  ...(filter.warehouseCode
    ? [
        {
          sql: 'd.warehouseCode = ? OR d.toWarehouseCode = ?',
          parameters: [filter.warehouseCode, filter.warehouseCode],
        },
      ]
    : []),
  ...(filter.fromDay ? [{ sql: 'd.createdAt >= ?', parameters: [dayStarts(filter.fromDay)] }] : []),
  ...(filter.toDay ? [{ sql: 'd.createdAt < ?', parameters: [dayEnds(filter.toDay)] }] : []),
  ...(filter.confirmed === undefined
    ? []
    : [{ sql: filter.confirmed ? confirmedSql : `d.reversalOf = '' AND NOT ${confirmedSql}`, parameters: [] }]),
  ...(filter.search ? [searchCondition(filter.search)] : []),
  ...(filter.after
    ? [
        {
          sql: '(d.createdAt, d.number) < (SELECT createdAt, number FROM document WHERE number = ?)',
          parameters: [filter.after],
        },
      ]
    : []),
]

/** Newest first: creation time then number, paged by the number of the last row seen. */
export const listHeaders = async (read: Reader, filter: DocumentFilter, view: View) => {
  const where = allOf(filterConditions(filter, view))
  const rows = await read.all<HeaderRow>(
    headerSql(where.sql, `ORDER BY d.createdAt DESC, d.number DESC LIMIT ${filter.limit + 1}`),
    twice(where),
  )
  return {
    documents: await toHeaders(read, rows.slice(0, filter.limit), view),
    more: rows.length > filter.limit,
  }
}

export interface InboxFilter {
  types?: readonly string[] | undefined
  storeCode?: string | undefined
  search?: string | undefined
  /** cost value, fen */
  minValueFen?: number | undefined
}

export interface InboxAsker extends View {
  level: ApprovalLevel | null
  nowMs: number
  filter: InboxFilter
  after?: string | undefined
  limit: number
}

/** The value a header shows, as a condition: booked, or each line's at its unit cost, rounded as `costValue` does. */
const valueFrom = (fen: number): Condition => ({
  sql: `coalesce(d.value, (
    SELECT sum(((x.quantity + x.damagedQuantity - min(x.freeQuantity, x.quantity)) * x.unitCost + 500) / 1000)
    FROM documentLine x WHERE x.documentId = d.documentId AND x.role <> 'produce'), 0) >= ?`,
  parameters: [fen * 100],
})

/** Whoever does not see cost cannot find it out by asking for values either. */
const inboxConditions = ({ types, storeCode, search, minValueFen }: InboxFilter, withCost: boolean): Condition[] => [
  ...(types ? [{ sql: `d.type IN (${marks(types)})`, parameters: [...types] }] : []),
  ...(storeCode ? [{ sql: 'd.storeCode = ?', parameters: [storeCode] }] : []),
  ...(search ? [searchCondition(search)] : []),
  ...(minValueFen && withCost ? [valueFrom(minValueFen)] : []),
]

/** Wrote document `d`, handed it in, or counted or changed a line of it: who agrees to it is somebody else. */
export const hadAHandIn = (userId: string): Condition => ({
  sql: `? IN (d.authorId, coalesce(d.submittedById, '')) OR EXISTS (
    SELECT 1 FROM draftStep x WHERE x.documentId = d.documentId AND x.userId = ? AND x.kind <> 'reveal')`,
  parameters: [userId, userId],
})

/** Documents in the scope that wait for this level or one below it, oldest first; a filter leaves their count alone. */
export const listInbox = async (read: Reader, asker: InboxAsker) => {
  const own = hadAHandIn(asker.userId)
  const { level } = asker
  const levels = (['storeManager', 'regionManager', 'hqOperations'] as const).filter((one) => decidesFor(level, one))
  const waiting = allOf([
    { sql: `d.state = 'submitted' AND d.pendingLevel IN (${marks(levels)})`, parameters: [...levels] },
    withinScope(asker.scope, 'd.storeCode'),
  ])
  const page = allOf([
    waiting,
    ...inboxConditions(asker.filter, asker.withCost),
    ...(asker.after
      ? [
          {
            sql: '(d.submittedAt, d.number) > (SELECT submittedAt, number FROM document WHERE number = ?)',
            parameters: [asker.after],
          },
        ]
      : []),
  ])
  const rows = await read.all<HeaderRow>(
    headerSql(page.sql, `ORDER BY d.submittedAt, d.number LIMIT ${asker.limit + 1}`),
    twice(page),
  )
  const count = await read.one<{ n: number }>(
    `SELECT count(*) AS n FROM document d WHERE ${waiting.sql} AND NOT (${own.sql})`,
    [...waiting.parameters, ...own.parameters],
  )
  const mine = await read.all<{ documentId: string }>(
    `SELECT d.documentId FROM document d WHERE d.documentId IN (SELECT value FROM json_each(?)) AND (${own.sql})`,
    [JSON.stringify(rows.map(({ documentId }) => documentId)), ...own.parameters],
  )
  const owned = new Set(mine.map(({ documentId }) => documentId))
  const shown = await toHeaders(read, rows.slice(0, asker.limit), asker)
  return {
    documents: shown.map((header, index) => ({
      ...header,
      waitingSeconds: Math.max(0, Math.round((asker.nowMs - Date.parse(String(rows[index]?.submittedAt))) / 1000)),
      decidable: !owned.has(header.documentId),
    })),
    more: rows.length > asker.limit,
    waiting: count?.n ?? 0,
  }
}

/** An open count stands beside the books; another PC's are not those the count is held against. */
const bookSql = `
  CASE WHEN d.type = 'stocktakeCount' AND d.state IN ('draft', 'held') AND EXISTS (SELECT 1 FROM stocktake y
      JOIN log g ON g.logId = y.logId JOIN meta m ON m.key = 'enrolment' WHERE y.stocktakeId = d.sourceId AND y.blind = 0)
    THEN coalesce((SELECT b.onHand FROM stockBalance b
      WHERE b.account = 'stock:' || d.warehouseCode AND b.sku = l.sku AND b.lot = l.lot), 0) END`

const lineSql = `
  SELECT l.lineNo, l.sku, coalesce(p.name, l.sku) AS name, coalesce(p.nameEn, '') AS nameEn, coalesce(p.spec, '') AS spec,
    coalesce(p.unit, '') AS unit, coalesce(p.shelf, '') AS shelf, coalesce(p.weighed, 0) AS weighed,
    coalesce(p.keepsLots, 0) AS keepsLots, l.lot, l.expiryDate,
    coalesce((SELECT b.code FROM barcode b WHERE b.sku = l.sku ORDER BY b.packFactor, b.code LIMIT 1), '') AS barcode,
    CASE d.blind WHEN 1 THEN NULL ELSE l.expectedQuantity END AS expectedQuantity, ${bookSql} AS book,
    l.quantity, l.damagedQuantity, l.rejectedQuantity, l.freeQuantity, l.unplanned, l.role, l.condition, l.splitOf, l.unitCost, l.note, l.touchedAt
  FROM documentLine l JOIN document d ON d.documentId = l.documentId LEFT JOIN product p ON p.sku = l.sku`

type LineRow = Record<string, unknown> & {
  weighed: number
  keepsLots: number
  unplanned: number
  unitCost: number
  book: number | null
}

const toLine = ({ book, ...row }: LineRow, withCost: boolean) => ({
  ...row,
  ...(book === null ? {} : { book }),
  weighed: row.weighed === 1,
  keepsLots: row.keepsLots === 1,
  unplanned: row.unplanned === 1,
  unitCost: withCost ? row.unitCost : null,
})

export const documentLines = async (read: Reader, documentId: string, withCost: boolean): Promise<object[]> => {
  const rows = await read.all<LineRow>(`${lineSql} WHERE l.documentId = ? ORDER BY l.lineNo`, [documentId])
  return rows.map((row) => toLine(row, withCost))
}

export const documentLineView = async (
  read: Reader,
  documentId: string,
  lineNo: number,
  withCost: boolean,
): Promise<object | null> => {
  const row = await read.one<LineRow>(`${lineSql} WHERE l.documentId = ? AND l.lineNo = ?`, [documentId, lineNo])
  return row ? toLine(row, withCost) : null
}

/** What a scale printed differs on every label: a known number in it does not say how much the pieces scanned before were. */
const knownNow = `
  (SELECT json_object('sku', min(b.sku), 'name', min(n.name), 'packFactor', min(b.packFactor), 'packName', min(b.packName))
   FROM barcode b JOIN product n ON n.sku = b.sku
   WHERE b.code = e.code AND e.code <> '' AND e.sku IS NULL AND b.kind <> 'plu'
   GROUP BY b.code HAVING count(*) = 1)`

const traySql = `
  SELECT e.trayId, e.text, e.reason, e.sku, p.name, e.quantity, e.scans, e.state, e.decision, e.scannedAt, e.code,
    q.code IS NOT NULL AND coalesce(a.answerNo, 0) <= q.knownAnswer AS asked, ${knownNow} AS known,
    a.decision AS answered, a.reason AS answerReason, a.userName AS answeredBy, a.at AS answeredAt
  FROM trayEntry e LEFT JOIN product p ON p.sku = e.sku
  LEFT JOIN codeAnswer a ON a.code = e.code AND e.code <> ''
  LEFT JOIN codeQuestion q ON q.code = e.code AND e.code <> ''
    AND q.storeCode = (SELECT d.storeCode FROM document d WHERE d.documentId = e.documentId)`

type TrayRow = Record<string, unknown> & {
  asked: number
  known: string | null
  answered: string | null
  answerReason: string
  answeredBy: string
  answeredAt: string
}

const toEntry = ({ asked, known, answered, answerReason, answeredBy, answeredAt, ...row }: TrayRow): object => ({
  ...row,
  asked: asked === 1,
  known: known === null ? null : JSON.parse(known),
  answer: answered === null ? null : { decision: answered, reason: answerReason, userName: answeredBy, at: answeredAt },
})

export const documentTray = async (read: Reader, documentId: string): Promise<object[]> =>
  (await read.all<TrayRow>(`${traySql} WHERE e.documentId = ? ORDER BY e.scannedAt, e.trayId`, [documentId])).map(
    toEntry,
  )

export const trayEntryView = async (read: Reader, trayId: string): Promise<object | null> => {
  const row = await read.one<TrayRow>(`${traySql} WHERE e.trayId = ?`, [trayId])
  return row ? toEntry(row) : null
}

const documentSteps = (read: Reader, documentId: string): Promise<object[]> =>
  read.all<object>(
    `SELECT CASE t.step WHEN 'decided' THEN 'decided.' || t.decision ELSE t.step END AS step, t.level, t.reason, t.at,
       coalesce(u.name, nullif(t.userName, ''), t.userId) AS userName, coalesce(a.name, t.authorityId) AS authorityName
     FROM documentStep t LEFT JOIN user u ON u.id = t.userId LEFT JOIN user a ON a.id = t.authorityId
     WHERE t.documentId = ? AND t.step <> 'carriedOut' ORDER BY t.stepNo`,
    [documentId],
  )

const documentAttachments = (read: Reader, documentId: string): Promise<object[]> =>
  read.all<object>(
    'SELECT attachmentId, name, mime, bytes, addedAt FROM attachment WHERE documentId = ? ORDER BY addedAt, attachmentId',
    [documentId],
  )

/** The whole document; undefined where it does not exist or lies outside the scope: the two look the same on purpose. */
export const findDocument = async (read: Reader, documentId: string, view: View) => {
  const header = await findHeader(read, documentId, view)
  if (!header) return undefined
  const isHidden = 'linesHidden' in header
  return {
    header,
    lines: isHidden ? [] : await documentLines(read, documentId, view.withCost),
    tray: isHidden ? [] : await documentTray(read, documentId),
    steps: await documentSteps(read, documentId),
    attachments: await documentAttachments(read, documentId),
  }
}

/** Undefined where the document or the picture is not there for this user; data is null until the store sent it. */
export const findAttachment = async (read: Reader, documentId: string, attachmentId: string, view: View) => {
  const where = ofId(documentId, view)
  return read.one<{ mime: string; dataBase64: string | null }>(
    `SELECT c.mime, c.dataBase64 FROM attachment c JOIN document d ON d.documentId = c.documentId
     WHERE c.attachmentId = ? AND ${where.sql}`,
    [attachmentId, ...where.parameters],
  )
}
