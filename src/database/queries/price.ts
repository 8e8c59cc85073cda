/** Changes of prices as people see them: how far the stores within a scope are is summed in the query itself. */

import type { Scope } from '../../core/organisation/scope'
import { isLate, type PriceState } from '../../core/prices/priceChange'
import type { Reader } from '../unitOfWork'
import { allOf, type Condition, likeText, withinScope } from './scope'

/** The table's own columns. */
export interface PriceChangeRow {
  changeId: string
  number: string
  state: PriceState
  effectiveDate: string
  note: string
  createdById: string
  createdByName: string
  createdAt: string
  effectiveAt: string | null
  cancelledByName: string
  cancelReason: string
}

interface Counts {
  storesTotal: number
  storesHeard: number
  storesDone: number
  toPrint: number
  printed: number
  replaced: number
}

export type PriceChangeSeen = Omit<PriceChangeRow, 'createdById'> & Counts & { lines: number; overdue: boolean }

export interface PriceChangeFilter {
  states?: readonly PriceState[] | undefined
  overdue?: boolean | undefined
  storeCode?: string | undefined
  fromDay?: string | undefined
  toDay?: string | undefined
  search?: string | undefined
  after?: string | undefined
  limit: number
}

type KnownRow = PriceChangeRow & Counts & { lines: number }

/** Only stores with a PC print anything; one that is gone for good no longer counts. */
const printingStore = `EXISTS (SELECT 1 FROM device d WHERE d.storeCode = s.code AND d.state = 'active')`

/** `lookedAt`: the stores whose labels are counted. */
const knownSql = (lookedAt: string): string => `
  SELECT c.*, (SELECT count(*) FROM priceChangeLine l WHERE l.changeId = c.changeId) AS lines,
    (SELECT count(*) FROM store s WHERE ${lookedAt}) AS storesTotal,
    (SELECT count(*) FROM priceChangeStore h JOIN store s ON s.code = h.storeCode
      WHERE h.changeId = c.changeId AND ${lookedAt}) AS storesHeard,
    (SELECT count(*) FROM priceChangeStore h JOIN store s ON s.code = h.storeCode
      WHERE h.changeId = c.changeId AND h.waiting = '[]' AND ${lookedAt}) AS storesDone,
    ${['toPrint', 'printed', 'replaced']
      .map(
        (what) => `(SELECT coalesce(sum(h.${what}), 0) FROM priceChangeStore h JOIN store s ON s.code = h.storeCode
      WHERE h.changeId = c.changeId AND ${lookedAt}) AS ${what}`,
      )
      .join(',\n    ')}
  FROM priceChange c`

const placesLookedAt = 6

const lookedAt = (scope: Scope, storeCode?: string): Condition =>
  allOf([
    withinScope(scope, 's.code'),
    { sql: printingStore, parameters: [] },
    ...(storeCode ? [{ sql: 's.code = ?', parameters: [storeCode] }] : []),
  ])

const seenOf =
  (today: string) =>
  ({ createdById: _who, ...row }: KnownRow): PriceChangeSeen => ({
    ...row,
    overdue: isLate(row, row.storesDone >= row.storesTotal, today),
  })

export const listPriceChanges = async (
  read: Reader,
  filter: PriceChangeFilter,
  scope: Scope,
  today: string,
): Promise<{ changes: PriceChangeSeen[]; more: boolean }> => {
  const looked = lookedAt(scope, filter.storeCode)
  const where = allOf(conditionsOf(filter, looked, today))
  // the page first: only its rows are summed
  const rows = await read.all<KnownRow>(
    `${knownSql(looked.sql)} WHERE c.changeId IN (SELECT q.changeId FROM priceChange q WHERE ${where.sql}
       ORDER BY q.createdAt DESC, q.number DESC LIMIT ?) ORDER BY c.createdAt DESC, c.number DESC`,
    [...Array.from({ length: placesLookedAt }, () => looked.parameters).flat(), ...where.parameters, filter.limit + 1],
  )
  return { changes: rows.slice(0, filter.limit).map(seenOf(today)), more: rows.length > filter.limit }
}

const conditionsOf = (
  { states, overdue, fromDay, toDay, search, after }: PriceChangeFilter,
  looked: Condition,
  today: string,
): Condition[] => [
  ...(states ? [{ sql: 'q.state IN (SELECT value FROM json_each(?))', parameters: [JSON.stringify(states)] }] : []),
  ...(overdue ? [isLateSql(looked, today)] : []),
  ...(fromDay ? [{ sql: 'q.effectiveDate >= ?', parameters: [fromDay] }] : []),
  ...(toDay ? [{ sql: 'q.effectiveDate <= ?', parameters: [toDay] }] : []),
  ...(search ? [searched(search)] : []),
  ...(after
    ? [
        {
          sql: '(q.createdAt, q.number) < (SELECT p.createdAt, p.number FROM priceChange p WHERE p.number = ?)',
          parameters: [after],
        },
      ]
    : []),
]

/** `isLate` as the database says it, so that it can be asked for. */
const isLateSql = ({ sql, parameters }: Condition, today: string): Condition => ({
  sql: `q.state = 'effective' AND q.effectiveDate < ? AND EXISTS (SELECT 1 FROM store s WHERE ${sql} AND NOT EXISTS (
    SELECT 1 FROM priceChangeStore h
    WHERE h.changeId = q.changeId AND h.storeCode = s.code AND h.waiting = '[]'))`,
  parameters: [today, ...parameters],
})

const searched = (text: string): Condition => ({
  sql: `q.number LIKE ? ESCAPE '\\' OR q.note LIKE ? ESCAPE '\\' OR q.changeId IN (
    SELECT l.changeId FROM priceChangeLine l JOIN product p ON p.sku = l.sku
    WHERE p.sku = ? OR p.name LIKE ? ESCAPE '\\' OR p.searchText LIKE ? ESCAPE '\\'
      OR p.sku IN (SELECT b.sku FROM barcode b WHERE b.code = ?))`,
  parameters: [likeText(text), likeText(text), text, likeText(text), likeText(text.toLowerCase()), text],
})

export const findPriceChange = async (
  read: Reader,
  changeId: string,
  scope: Scope,
  today: string,
): Promise<PriceChangeSeen | undefined> => {
  const looked = lookedAt(scope)
  const row = await read.one<KnownRow>(`${knownSql(looked.sql)} WHERE c.changeId = ?`, [
    ...Array.from({ length: placesLookedAt }, () => looked.parameters).flat(),
    changeId,
  ])
  return row && seenOf(today)(row)
}

export interface PriceLineSeen {
  sku: string
  name: string
  nameEn: string
  spec: string
  unit: string
  oldPriceFen: number
  newPriceFen: number
}

/** All lines of a change, or those a store still has to print. */
export const priceLinesOf = (read: Reader, changeId: string, waitingAt?: string): Promise<PriceLineSeen[]> => {
  const waiting = `AND l.sku IN (SELECT w.value FROM priceChangeStore h, json_each(h.waiting) w
    WHERE h.changeId = l.changeId AND h.storeCode = ?)`
  return read.all<PriceLineSeen>(
    `SELECT l.sku, coalesce(p.name, '') AS name, coalesce(p.nameEn, '') AS nameEn, coalesce(p.spec, '') AS spec,
       coalesce(p.unit, '') AS unit, l.oldPriceFen, l.newPriceFen
     FROM priceChangeLine l LEFT JOIN product p ON p.sku = l.sku
     WHERE l.changeId = ? ${waitingAt === undefined ? '' : waiting} ORDER BY l.lineNo`,
    waitingAt === undefined ? [changeId] : [changeId, waitingAt],
  )
}

export interface StorePricesSeen {
  storeCode: string
  storeName: string
  heardAt: string | null
  toPrint: number
  printed: number
  replaced: number
  waiting: number
  lastAt: string | null
  lastPrintedAt: string | null
  overdue: boolean
}

/** Every store of the scope that prints, or did: who has most to print first, and who never heard before all. */
export const priceStoresOf = async (
  read: Reader,
  change: Pick<PriceChangeSeen, 'changeId' | 'state' | 'effectiveDate'>,
  scope: Scope,
  today: string,
): Promise<StorePricesSeen[]> => {
  const { sql, parameters } = withinScope(scope, 's.code')
  const rows = await read.all<Omit<StorePricesSeen, 'overdue'>>(
    `SELECT s.code AS storeCode, s.name AS storeName, h.heardAt, coalesce(h.toPrint, 0) AS toPrint,
       coalesce(h.printed, 0) AS printed, coalesce(h.replaced, 0) AS replaced,
       coalesce(json_array_length(h.waiting), 0) AS waiting, h.lastAt, h.lastPrintedAt
     FROM store s LEFT JOIN priceChangeStore h ON h.storeCode = s.code AND h.changeId = ?
     WHERE ${sql} AND (h.heardAt IS NOT NULL OR ${printingStore})
     ORDER BY h.heardAt IS NOT NULL, waiting DESC, s.code`,
    [change.changeId, ...parameters],
  )
  return rows.map((row) => ({ ...row, overdue: isLate(change, row.heardAt !== null && row.waiting === 0, today) }))
}
