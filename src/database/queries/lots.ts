/** Lots on hand and how long they last, the same on store and hub. */

import { daysBetween } from '../../core/stock/lots'
import type { Reader } from '../unitOfWork'
import { countedBlind } from './blind'
import { skusOfCodeSql, spellingsOf } from './codes'
import type { View } from './document'
import { allOf, type Condition, likeText, withinScope } from './scope'

interface LotRow {
  lot: string
  expiryDate: string
  onHand: number
  quarantined: number
}

const remainingDays = (asOfDay: string, expiryDate: string): number | null =>
  expiryDate === '' ? null : daysBetween(asOfDay, expiryDate)

export const lotsOf = async (read: Reader, warehouseCode: string, sku: string, asOfDay: string) => {
  const rows = await read.all<LotRow>(
    `SELECT b.lot, coalesce(max(t.expiryDate), '') AS expiryDate,
       sum(CASE WHEN b.account = 'stock:' || ? THEN b.onHand ELSE 0 END) AS onHand,
       sum(CASE WHEN b.account = 'quarantine:' || ? THEN b.onHand ELSE 0 END) AS quarantined
     FROM stockBalance b LEFT JOIN lot t ON t.sku = b.sku AND t.lot = b.lot
     WHERE b.account IN ('stock:' || ?, 'quarantine:' || ?) AND b.sku = ? AND b.lot <> ''
     GROUP BY b.lot HAVING sum(abs(b.onHand)) > 0 ORDER BY coalesce(max(t.expiryDate), '') = '', expiryDate, b.lot`,
    [warehouseCode, warehouseCode, warehouseCode, warehouseCode, sku],
  )
  return rows.map((row) => ({ ...row, remainingDays: remainingDays(asOfDay, row.expiryDate) }))
}

export interface ExpiryFilter {
  asOfDay: string
  days: number
  storeCode?: string | undefined
  warehouseCode?: string | undefined
  search?: string | undefined
  limit: number
}

const searchCondition = (text: string): Condition => ({
  sql: `p.sku = ? OR p.name LIKE ? ESCAPE '\\' OR p.searchText LIKE ? ESCAPE '\\' OR b.lot LIKE ? ESCAPE '\\'
    OR p.sku IN (${skusOfCodeSql})`,
  parameters: [text, likeText(text), likeText(text.toLowerCase()), likeText(text), spellingsOf(text)],
})

const lastDay = (asOfDay: string, days: number): string =>
  new Date(Date.parse(`${asOfDay}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** What expires first comes first; what has expired already heads the list. */
export const nearExpiry = async (read: Reader, filter: ExpiryFilter, view: View) => {
  const where = allOf([
    withinScope(view.scope, 'w.storeCode'),
    ...(view.seesBook ? [] : [{ sql: `NOT ${countedBlind('w.code', 'b.sku')}`, parameters: [] }]),
    ...(filter.warehouseCode ? [{ sql: 'w.code = ?', parameters: [filter.warehouseCode] }] : []),
    ...(filter.storeCode ? [{ sql: 'w.storeCode = ?', parameters: [filter.storeCode] }] : []),
    ...(filter.search ? [searchCondition(filter.search)] : []),
  ])
  const rows = await read.all<{ expiryDate: string; value: number }>(
    `SELECT coalesce(w.storeCode, '') AS storeCode, coalesce(s.name, '') AS storeName, w.code AS warehouseCode,
       w.name AS warehouseName, b.sku,
       p.name, p.nameEn, p.spec, p.unit, b.lot, t.expiryDate, b.onHand,
       (SELECT CASE WHEN sum(a.onHand) > 0 THEN b.onHand * sum(a.value) / sum(a.onHand) ELSE 0 END
        FROM stockBalance a WHERE a.account = b.account AND a.sku = b.sku) AS value
     FROM lot t JOIN stockBalance b ON b.sku = t.sku AND b.lot = t.lot AND b.onHand > 0
     JOIN warehouse w ON b.account = 'stock:' || w.code LEFT JOIN store s ON s.code = w.storeCode
     JOIN product p ON p.sku = b.sku
     WHERE t.expiryDate <> '' AND t.expiryDate <= ? AND ${where.sql}
     ORDER BY t.expiryDate, w.code, b.sku, b.lot LIMIT ${filter.limit + 1}`,
    [lastDay(filter.asOfDay, filter.days), ...where.parameters],
  )
  return {
    asOfDay: filter.asOfDay,
    rows: rows.slice(0, filter.limit).map((row) => ({
      ...row,
      remainingDays: daysBetween(filter.asOfDay, row.expiryDate),
      value: view.withCost ? row.value : null,
    })),
    more: rows.length > filter.limit,
  }
}
