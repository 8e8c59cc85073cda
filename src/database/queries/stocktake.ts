/** Stocktakes as screens see them, the same on store and hub. Figures of the books are in the review alone. */

import { zoneCode } from '../../core/barcode/controlCodes'
import { pcOfNumber } from '../../core/documents/states'
import {
  readCountReference,
  recountNamedMax,
  roundNow,
  type StocktakeState,
  zoneStateOf,
} from '../../core/stocktake/plan'
import type { Reader } from '../unitOfWork'
import { skusOfCodeSql, spellingsOf } from './codes'
import type { View } from './document'
import { allOf, type Condition, likeText, withinScope } from './scope'

/** The table's own columns. */
export interface StocktakeRow {
  stocktakeId: string
  number: string
  storeCode: string
  warehouseCode: string
  kind: string
  scope: string
  blind: number
  tolerancePermille: number
  toleranceFen: number
  state: string
  version: number
  note: string
  products: number
  openedById: string
  openedAt: string
  closedSeq: number
  uncounted: string
  uncountedReason: string
  chosen: string
  papers: string
  submittedById: string
  submittedAt: string | null
  cancelReason: string
  logId: string
  seq: number
  /** how far the holder's ledger was when it was opened; 0 where nobody noted it */
  openedSeq: number
  taskId: string
}

/**
 * Handed in, a stocktake stands where its papers stand: one that waits (or that HQ has not heard of yet) keeps it waiting;
 * one that came back puts it under review again; all posted, or none needed, it is done.
 */
export const stateSql = (stocktake: string): string => `
  CASE WHEN ${stocktake}.state <> 'submitted' THEN ${stocktake}.state
    WHEN EXISTS (SELECT 1 FROM json_each(${stocktake}.papers) k LEFT JOIN document p ON p.documentId = k.value
      WHERE p.documentId IS NULL OR p.state NOT IN ('posted', 'cancelled')) THEN 'submitted'
    WHEN EXISTS (SELECT 1 FROM json_each(${stocktake}.papers) k JOIN document p ON p.documentId = k.value
      WHERE p.state = 'cancelled') THEN 'review'
    ELSE 'posted' END`

/** Of one that is posted. Its figures stay what was counted; the books say something else again. */
export const reversedSql = (stocktake: string): string => `
  CASE WHEN (${stateSql(stocktake)}) <> 'posted' THEN 'none' ELSE (SELECT CASE WHEN count(v.documentId) = 0 THEN 'none' WHEN count(v.documentId) = count(*) THEN 'whole' ELSE 'part' END
   FROM document d LEFT JOIN document v ON v.reversalOf = d.documentId AND v.reversalOf <> '' AND v.state = 'posted'
   WHERE d.sourceId = ${stocktake}.stocktakeId AND d.type IN ('stocktakeGain', 'stocktakeLoss') AND d.reversalOf = ''
     AND d.state = 'posted') END`

/** Another that is open in that warehouse about some of these products; a full one is about all there is. */
export const overlappingStocktake = (
  read: Reader,
  { stocktakeId, warehouseCode, kind }: Pick<StocktakeRow, 'stocktakeId' | 'warehouseCode' | 'kind'>,
  skus: readonly string[],
): Promise<{ number: string } | undefined> =>
  read.one<{ number: string }>(
    `SELECT s.number FROM stocktake s
     WHERE s.warehouseCode = ? AND s.stocktakeId <> ? AND (${stateSql('s')}) IN ('counting', 'review', 'submitted')
       AND (s.kind = 'full' OR ? = 'full' OR EXISTS (SELECT 1 FROM stocktakeProduct k
         WHERE k.stocktakeId = s.stocktakeId AND k.sku IN (SELECT value FROM json_each(?)))) LIMIT 1`,
    [warehouseCode, stocktakeId, kind, JSON.stringify(skus)],
  )

export const zonesTotalSql = (stocktake: string): string =>
  `(SELECT count(*) FROM stocktakeZone z WHERE z.stocktakeId = ${stocktake}.stocktakeId)`

/** Zones with a finished count, of whatever round. */
export const zonesCountedSql = (stocktake: string): string => `
  (SELECT count(DISTINCT substr(d.reference || '/', 1, instr(d.reference || '/', '/') - 1)) FROM document d
   WHERE d.sourceId = ${stocktake}.stocktakeId AND d.type = 'stocktakeCount' AND d.state = 'approved'
     AND NOT EXISTS (SELECT 1 FROM countArrival a WHERE a.documentId = d.documentId AND a.late = 1))`

/** Does a count stand among those the holder has? Its row of `countArrival`, which only another PC's count has. */
export const standsSql = (arrival: string): string =>
  `(${arrival}.documentId IS NULL OR (${arrival}.atSeq IS NOT NULL AND ${arrival}.late = 0))`

const headerSql = (where: string, tail: string): string => `
  SELECT s.stocktakeId, s.number, ${stateSql('s')} AS state,
    ${reversedSql('s')} AS reversed, s.version, s.storeCode,
    coalesce(o.name, s.storeCode) AS storeName, s.warehouseCode, coalesce(w.name, s.warehouseCode) AS warehouseName,
    s.kind, s.blind, s.tolerancePermille, s.toleranceFen, s.note, s.products,
    coalesce(u.name, s.openedById) AS openedByName, s.openedAt,
    coalesce(v.name, s.submittedById) AS submittedByName, s.submittedAt, s.cancelReason,
    ${zonesTotalSql('s')} AS zonesTotal, ${zonesCountedSql('s')} AS zonesCounted, s.taskId,
    coalesce(k.number, '') AS taskNumber, coalesce(k.name, '') AS taskName, coalesce(k.state, '') = 'cancelled' AS taskCancelled,
    EXISTS (SELECT 1 FROM log g, meta m WHERE g.logId = s.logId AND m.key = 'enrolment') AS heldHere
  FROM stocktake s LEFT JOIN stocktakeTask k ON k.taskId = s.taskId LEFT JOIN store o ON o.code = s.storeCode LEFT JOIN warehouse w ON w.code = s.warehouseCode
  LEFT JOIN user u ON u.id = s.openedById LEFT JOIN user v ON v.id = s.submittedById
  WHERE ${where} ${tail}`

type HeaderRow = Record<string, unknown> & { number: string; blind: number; heldHere: number; taskCancelled: number }
const toHeader = (row: HeaderRow) => ({
  ...row,
  ...{ blind: row.blind === 1, taskCancelled: row.taskCancelled === 1, heldHere: row.heldHere === 1 },
  pc: pcOfNumber(row.number),
})

export interface StocktakeFilter {
  states?: readonly string[] | undefined
  storeCode?: string | undefined
  search?: string | undefined
  after?: string | undefined
  limit: number
}

const numberCondition = (text: string): Condition => ({
  sql: [`s.number`, `k.number`, `k.name`].map((field) => `${field} LIKE ? ESCAPE '\\'`).join(' OR '),
  parameters: Array(3).fill(likeText(text)),
})

export const listStocktakes = async (read: Reader, filter: StocktakeFilter, { scope }: Pick<View, 'scope'>) => {
  const where = allOf([
    withinScope(scope, 's.storeCode'),
    ...(filter.states
      ? [{ sql: `(${stateSql('s')}) IN (SELECT value FROM json_each(?))`, parameters: [JSON.stringify(filter.states)] }]
      : []),
    ...(filter.storeCode ? [{ sql: 's.storeCode = ?', parameters: [filter.storeCode] }] : []),
    ...(filter.search ? [numberCondition(filter.search)] : []),
    ...(filter.after
      ? [
          {
            sql: '(s.openedAt, s.number) < (SELECT openedAt, number FROM stocktake WHERE number = ?)',
            parameters: [filter.after],
          },
        ]
      : []),
  ])
  const rows = await read.all<HeaderRow>(
    headerSql(where.sql, `ORDER BY s.openedAt DESC, s.number DESC LIMIT ${filter.limit + 1}`),
    where.parameters,
  )
  return { stocktakes: rows.slice(0, filter.limit).map(toHeader), more: rows.length > filter.limit }
}

/** One this user may see; scope before existence. */
export const stocktakeRow = async (
  read: Reader,
  stocktakeId: string,
  { scope }: Pick<View, 'scope'>,
): Promise<(Omit<StocktakeRow, 'state'> & { state: StocktakeState }) | undefined> => {
  const where = withinScope(scope, 's.storeCode')
  // the derived state is named last, so it is the one that is kept
  return read.one(`SELECT s.*, ${stateSql('s')} AS state FROM stocktake s WHERE s.stocktakeId = ? AND ${where.sql}`, [
    stocktakeId,
    ...where.parameters,
  ])
}

interface CountRow {
  documentId: string
  number: string
  reference: string
  state: string
  counterId: string
  counterName: string
  linesTotal: number
  arrival: 'here' | 'onItsWay' | 'late'
}

const countsSql = `
  SELECT d.documentId, d.number, d.reference, d.state, d.authorId AS counterId, coalesce(u.name, d.authorId) AS counterName,
    (SELECT count(*) FROM documentLine l WHERE l.documentId = d.documentId) AS linesTotal,
    CASE WHEN a.late = 1 THEN 'late' WHEN ${standsSql('a')} THEN 'here' ELSE 'onItsWay' END AS arrival
  FROM document d LEFT JOIN user u ON u.id = d.authorId LEFT JOIN countArrival a ON a.documentId = d.documentId
  WHERE d.sourceId = ? AND d.type = 'stocktakeCount' ORDER BY coalesce(d.submittedAt, '~'), d.createdAt, d.number`

export interface RecountRow {
  zoneCode: string
  round: number
  skus: string
  note: string
  /** why it is not made after all; '' nobody said so */
  waived: string
}

export const recountsOf = async (read: Reader, stocktakeId: string) => {
  const rows = await read.all<RecountRow>(
    'SELECT zoneCode, round, skus, note, waived FROM stocktakeRecount WHERE stocktakeId = ? ORDER BY zoneCode, round',
    [stocktakeId],
  )
  return rows.map((row) => ({ ...row, skus: JSON.parse(row.skus) as string[] }))
}

/** With the names of the first products each is about, so that whoever makes it knows what to look for. */
const recountsShown = async (read: Reader, stocktakeId: string) => {
  const recounts = await recountsOf(read, stocktakeId)
  const rows = await read.all<
    { zoneCode: string; round: number } & Record<'sku' | 'name' | 'nameEn' | 'spec' | 'shelf', string>
  >(
    `SELECT r.zoneCode, r.round, k.value AS sku, coalesce(p.name, k.value) AS name, coalesce(p.nameEn, '') AS nameEn,
       coalesce(p.spec, '') AS spec, coalesce(p.shelf, '') AS shelf
     FROM stocktakeRecount r JOIN json_each(r.skus) k ON true LEFT JOIN product p ON p.sku = k.value
     WHERE r.stocktakeId = ? AND CAST(k.key AS INTEGER) < ${recountNamedMax} ORDER BY CAST(k.key AS INTEGER)`,
    [stocktakeId],
  )
  return recounts.map((recount) => ({
    ...recount,
    products: rows
      .filter(({ zoneCode, round }) => zoneCode === recount.zoneCode && round === recount.round)
      .map(({ zoneCode: _zone, round: _round, ...product }) => product),
  }))
}

export const zonesOf = async (read: Reader, stocktakeId: string) => {
  const rows = await read.all<{ code: string; name: string; temporary: number }>(
    'SELECT code, name, temporary FROM stocktakeZone WHERE stocktakeId = ? ORDER BY code',
    [stocktakeId],
  )
  return rows.map((row) => ({ ...row, temporary: row.temporary === 1 }))
}

const toCount = ({ reference, ...row }: CountRow, chosen: readonly string[]) => ({
  ...row,
  ...readCountReference(reference),
  pc: pcOfNumber(row.number),
  chosen: chosen.includes(row.documentId),
})

export const findStocktake = async (read: Reader, stocktakeId: string, view: Pick<View, 'scope'>) => {
  const where = withinScope(view.scope, 's.storeCode')
  const header = await read.one<HeaderRow>(headerSql(`s.stocktakeId = ? AND ${where.sql}`, ''), [
    stocktakeId,
    ...where.parameters,
  ])
  const row = header && (await stocktakeRow(read, stocktakeId, view))
  if (!header || !row) return undefined
  const chosen = JSON.parse(row.chosen) as string[]
  const counts = (await read.all<CountRow>(countsSql, [stocktakeId])).map((count) => toCount(count, chosen))
  const recounts = await recountsShown(read, stocktakeId)
  const zones = await zonesOf(read, stocktakeId)
  return {
    ...toHeader(header),
    ...{ scope: JSON.parse(row.scope), uncounted: row.uncounted, uncountedReason: row.uncountedReason },
    recounts,
    zones: zones.map((zone) => {
      const round = roundNow(zone.code, recounts)
      const own = counts.filter(({ zoneCode }) => zoneCode === zone.code)
      const shown = own.map(({ zoneCode: _zone, ...count }) => count)
      const counting = own.filter(({ arrival }) => arrival !== 'late')
      return { ...zone, round, state: zoneStateOf(counting, round), barcode: zoneCode(zone.code), counts: shown }
    }),
    papers: await papersOf(read, stocktakeId),
    peers: [],
  }
}

/** One that was reversed says so, and is in the books no more. */
export const papersOf = (read: Reader, stocktakeId: string) =>
  read.all<Record<'documentId' | 'type' | 'number' | 'state', string>>(
    `SELECT d.documentId, d.type, d.number,
       CASE WHEN v.documentId IS NOT NULL THEN 'reversed' ELSE d.state END AS state
     FROM document d LEFT JOIN document v ON v.reversalOf = d.documentId AND v.reversalOf <> '' AND v.state = 'posted'
     WHERE d.sourceId = ? AND d.type IN ('stocktakeGain', 'stocktakeLoss') AND d.reversalOf = '' ORDER BY d.number`,
    [stocktakeId],
  )

export interface ReviewFilter {
  show?: 'all' | 'variance' | 'open' | 'uncounted' | 'uncertain' | 'unplanned' | undefined
  search?: string | undefined
  after?: { sku: string; lot: string } | undefined
  limit: number
  /** counted twice, and nobody chose */
  undecidedSkus?: ReadonlySet<string>
}

/**
 * Goods nobody counted, and those the stocktake is not about, need no word: they are not booked. What moved while it was
 * counted makes a difference a guess, so that no tolerance lets it pass.
 */
export const openSql = (line: string, stocktake: string): string => `
  (${line}.variance <> 0 AND ${line}.counted IS NOT NULL AND ${line}.planned = 1 AND ${line}.recounted = 0
   AND ${line}.reason = '' AND (${line}.movedMeanwhile > 0
     OR ((abs(${line}.value) + 50) / 100 > ${stocktake}.toleranceFen
       AND abs(${line}.variance) * 1000 > abs(${line}.book) * ${stocktake}.tolerancePermille)))`

const uncertainCondition = (undecidedSkus: ReadonlySet<string>): Condition => ({
  sql: '(l.movedMeanwhile > 0 OR l.sku IN (SELECT value FROM json_each(?)))',
  parameters: [JSON.stringify([...undecidedSkus])],
})

const shownIf: Record<Exclude<ReviewFilter['show'], 'uncertain' | undefined>, string> = {
  all: '1 = 1',
  variance: 'l.variance <> 0',
  open: openSql('l', 's'),
  uncounted: 'l.counted IS NULL',
  unplanned: 'l.planned = 0',
}

const searchCondition = (text: string): Condition => ({
  sql: `l.sku = ? OR p.name LIKE ? ESCAPE '\\' OR p.searchText LIKE ? ESCAPE '\\' OR l.lot = ?
    OR l.sku IN (${skusOfCodeSql})`,
  parameters: [text, likeText(text), likeText(text.toLowerCase()), text, spellingsOf(text)],
})

const afterCondition = ({ sku, lot }: { sku: string; lot: string }, stocktakeId: string): Condition => ({
  sql: `(-l.planned, -abs(l.value), l.sku, l.lot) > (SELECT -a.planned, -abs(a.value), a.sku, a.lot FROM stocktakeLine a
    WHERE a.stocktakeId = ? AND a.sku = ? AND a.lot = ?)`,
  parameters: [stocktakeId, sku, lot],
})

type LineRow = Record<string, unknown> & {
  sku: string
  lot: string
  counted: number | null
  variance: number
  value: number
  fromSeq: number
  atSeq: number
  planned: number
  recounted: number
  open: number
}

/** The largest difference by value first; what the stocktake is not about, and books nothing of, behind all others. */
export const reviewLines = async (read: Reader, stocktakeId: string, filter: ReviewFilter, withCost: boolean) => {
  const where = allOf([
    { sql: 'l.stocktakeId = ?', parameters: [stocktakeId] },
    filter.show === 'uncertain'
      ? uncertainCondition(filter.undecidedSkus ?? new Set())
      : { sql: shownIf[filter.show ?? 'all'], parameters: [] },
    ...(filter.search ? [searchCondition(filter.search)] : []),
    ...(filter.after ? [afterCondition(filter.after, stocktakeId)] : []),
  ])
  const rows = await read.all<LineRow>(
    `SELECT l.sku, l.lot, l.expiryDate, l.counted, l.book, l.variance, l.value, l.fromSeq, l.atSeq, l.movedMeanwhile,
       l.planned, l.recounted,
       CASE WHEN l.counted IS NULL AND s.uncountedReason <> '' THEN s.uncountedReason ELSE l.reason END AS reason,
       ${openSql('l', 's')} AS open, coalesce(p.name, '') AS name,
       coalesce(p.nameEn, '') AS nameEn, coalesce(p.spec, '') AS spec, coalesce(p.unit, '') AS unit,
       coalesce(p.shelf, '') AS shelf,
       coalesce((SELECT b.code FROM barcode b WHERE b.sku = l.sku ORDER BY b.packFactor <> 1000, b.code LIMIT 1), '') AS barcode
     FROM stocktakeLine l JOIN stocktake s ON s.stocktakeId = l.stocktakeId LEFT JOIN product p ON p.sku = l.sku
     WHERE ${where.sql} ORDER BY l.planned DESC, abs(l.value) DESC, l.sku, l.lot LIMIT ${filter.limit + 1}`,
    where.parameters,
  )
  return {
    lines: rows.slice(0, filter.limit).map((row) => ({
      ...row,
      ...{ planned: row.planned === 1, recounted: row.recounted === 1, open: row.open === 1 },
      value: withCost ? row.value : null,
    })),
    more: rows.length > filter.limit,
  }
}

type Totals = Record<'lines' | 'gained' | 'lost' | 'uncounted' | 'open', number> &
  Record<'gainValue' | 'lossValue' | 'bookValue', number | null>

export const reviewTotals = async (read: Reader, stocktakeId: string, withCost: boolean): Promise<Totals> => {
  const totals = await read.one<Totals>(
    `SELECT count(*) AS lines, coalesce(sum(l.variance > 0 AND l.planned = 1), 0) AS gained,
       coalesce(sum(l.variance < 0 AND l.planned = 1), 0) AS lost, coalesce(sum(l.counted IS NULL), 0) AS uncounted,
       coalesce(sum(${openSql('l', 's')}), 0) AS open,
       coalesce(sum(l.value) FILTER (WHERE l.variance > 0 AND l.planned = 1), 0) AS gainValue,
       coalesce(-sum(l.value) FILTER (WHERE l.variance < 0 AND l.planned = 1), 0) AS lossValue,
       coalesce(sum((l.book / 1000) * l.unitCost + (l.book % 1000) * l.unitCost / 1000), 0) AS bookValue
     FROM stocktakeLine l JOIN stocktake s ON s.stocktakeId = l.stocktakeId WHERE l.stocktakeId = ?`,
    [stocktakeId],
  )
  const known = totals as Totals
  return withCost ? known : { ...known, gainValue: null, lossValue: null, bookValue: null }
}

/** What each count of the stocktake says of these products, those that do not stand included: side by side, never added up. */
export const countsOfProducts = async (read: Reader, stocktakeId: string, skus: readonly string[]) => {
  const rows = await read.all<{
    sku: string
    lot: string
    documentId: string
    reference: string
    counterName: string
    quantity: number
  }>(
    `SELECT l.sku, l.lot, d.documentId, d.reference, coalesce(u.name, d.authorId) AS counterName, l.quantity
     FROM document d JOIN documentLine l ON l.documentId = d.documentId LEFT JOIN user u ON u.id = d.authorId
     LEFT JOIN countArrival a ON a.documentId = d.documentId
     WHERE d.sourceId = ? AND d.type = 'stocktakeCount' AND d.state = 'approved' AND ${standsSql('a')}
       AND l.sku IN (SELECT value FROM json_each(?)) ORDER BY d.reference, d.submittedAt, d.number`,
    [stocktakeId, JSON.stringify(skus)],
  )
  return rows.map(({ reference, ...count }) => ({ ...count, ...readCountReference(reference) }))
}

/** Who began each count, by name. */
export const countersOf = async (read: Reader, stocktakeId: string): Promise<Map<string, string>> => {
  const rows = await read.all<{ documentId: string; name: string }>(
    `SELECT d.documentId, coalesce(u.name, d.authorId) AS name FROM document d LEFT JOIN user u ON u.id = d.authorId
     WHERE d.sourceId = ? AND d.type = 'stocktakeCount'`,
    [stocktakeId],
  )
  return new Map(rows.map(({ documentId, name }) => [documentId, name]))
}
