/** On hand and movements, the same on store and hub; scope and paging are part of the query. */
import { stockAccount } from '../../core/stock/accounts'
import type { Reader } from '../unitOfWork'
import type { View } from './goodsReceipt'
import { allOf, type Condition, likeText, withinScope } from './scope'

export interface StockFilter {
  storeCode?: string | undefined
  search?: string | undefined
  onlyMoved?: boolean | undefined
  after?: { warehouseCode: string; sku: string } | undefined
  limit: number
}

/**
 * Rows of warehouse × SKU that ever moved, ordered by warehouse and SKU. With onlyMoved false every active product shows
 * too, with zeros: a shop asks "what do I have of this", and none is an answer.
 */
export const listStock = async (read: Reader, filter: StockFilter, view: View) => {
  const where = allOf([
    withinScope(view.scope, 'w.storeCode'),
    ...(filter.storeCode ? [{ sql: 'w.storeCode = ?', parameters: [filter.storeCode] }] : []),
    ...(filter.after
      ? [{ sql: '(w.code, p.sku) > (?, ?)', parameters: [filter.after.warehouseCode, filter.after.sku] }]
      : []),
    ...(filter.search ? [searchCondition(filter.search)] : []),
    ...(filter.onlyMoved ? [{ sql: 'b.sku IS NOT NULL OR q.sku IS NOT NULL', parameters: [] }] : []),
  ])
  const rows = await read.all<StockRowRaw>(
    `${stockSql} WHERE ${where.sql} ORDER BY w.code, p.sku LIMIT ${filter.limit + 1}`,
    where.parameters,
  )
  return {
    rows: rows.slice(0, filter.limit).map(({ value, ...row }) => ({ ...row, value: view.withCost ? value : null })),
    more: rows.length > filter.limit,
  }
}

type StockRowRaw = Record<string, unknown> & { value: number }

const folded = (prefix: string): string => `
  SELECT account, sku, sum(onHand) AS onHand, sum(allocated) AS allocated, sum(value) AS value, max(movedAt) AS movedAt
  FROM stockBalance WHERE account >= '${prefix}:' AND account < '${prefix};' GROUP BY account, sku`

const stockSql = `
  SELECT s.code AS storeCode, s.name AS storeName, w.code AS warehouseCode, p.sku, p.name, p.nameEn, p.spec, p.unit,
    coalesce((SELECT c.code FROM barcode c WHERE c.sku = p.sku ORDER BY c.packFactor, c.code LIMIT 1), '') AS barcode,
    coalesce(b.onHand, 0) AS onHand, coalesce(b.allocated, 0) AS allocated,
    coalesce(b.onHand, 0) - coalesce(b.allocated, 0) AS available, coalesce(q.onHand, 0) AS quarantined,
    coalesce(o.quantity, 0) AS onOrder, coalesce(b.value, 0) AS value, b.movedAt AS lastMovedAt
  FROM warehouse w JOIN store s ON s.code = w.storeCode CROSS JOIN product p
  LEFT JOIN (${folded('stock')}) b ON b.account = 'stock:' || w.code AND b.sku = p.sku
  LEFT JOIN (${folded('quarantine')}) q ON q.account = 'quarantine:' || w.code AND q.sku = p.sku
  LEFT JOIN (
    SELECT r.warehouseCode, x.sku, max(0, sum(x.orderedQuantity) - coalesce(sum(g.quantity), 0)) AS quantity
    FROM purchaseOrder r JOIN purchaseOrderLine x ON x.orderId = r.documentId
    LEFT JOIN (SELECT d.orderId, l.sku, sum(l.receivedQuantity) AS quantity FROM document d
               JOIN documentLine l ON l.documentId = d.documentId WHERE d.state = 'posted' GROUP BY d.orderId, l.sku) g
      ON g.orderId = r.documentId AND g.sku = x.sku
    WHERE r.state = 'open' GROUP BY r.warehouseCode, x.sku) o ON o.warehouseCode = w.code AND o.sku = p.sku`

const searchCondition = (text: string): Condition => ({
  sql: `p.sku = ? OR p.name LIKE ? ESCAPE '\\' OR p.searchText LIKE ? ESCAPE '\\'
        OR p.sku IN (SELECT sku FROM barcode WHERE code = ?)`,
  parameters: [text, likeText(text), likeText(text.toLowerCase()), text],
})

/** A document or a warehouse this user may see; outside the scope looks the same as none. */
export const isVisible = async (
  read: Reader,
  table: 'document' | 'warehouse',
  id: string,
  view: View,
): Promise<boolean> => {
  const where = allOf([
    { sql: `${table === 'document' ? 'documentId' : 'code'} = ?`, parameters: [id] },
    withinScope(view.scope, 'storeCode'),
  ])
  return (await read.one(`SELECT 1 AS found FROM ${table} WHERE ${where.sql}`, where.parameters)) !== undefined
}

export interface MovementPage {
  after?: { logId: string; seq: number; line: number } | undefined
  limit: number
}

const movementSql = `
  SELECT m.logId, m.seq, m.line, m.documentId, d.number AS documentNumber, d.type AS documentType, m.sku, m.lot,
    m.fromAccount, m.toAccount, m.quantity, m.unitCost, m.occurredAt, m.recordedAt, coalesce(u.name, m.userId) AS userName
  FROM stockMovement m JOIN document d ON d.documentId = m.documentId LEFT JOIN user u ON u.id = m.userId`

type MovementRaw = Record<string, unknown> & { fromAccount: string; quantity: number; unitCost: number }

const toMovement = (row: MovementRaw, account: string | null, withCost: boolean) => ({
  ...row,
  unitCost: withCost ? row.unitCost : null,
  change: account !== null && row.fromAccount === account ? -row.quantity : row.quantity,
})

/** Newest first by when this ledger recorded them; a key of (log, seq, line) pages without counting. */
export const movementsOfSku = async (
  read: Reader,
  warehouseCode: string,
  sku: string,
  page: MovementPage,
  view: View,
) => {
  const account = stockAccount(warehouseCode)
  const where = allOf([
    { sql: 'm.sku = ? AND (m.fromAccount = ? OR m.toAccount = ?)', parameters: [sku, account, account] },
    withinScope(view.scope, 'd.storeCode'),
    ...(page.after
      ? [
          {
            sql: `(m.recordedAt, m.logId, m.seq, m.line) <
                  (SELECT recordedAt, logId, seq, line FROM stockMovement WHERE logId = ? AND seq = ? AND line = ?)`,
            parameters: [page.after.logId, page.after.seq, page.after.line],
          },
        ]
      : []),
  ])
  const rows = await read.all<MovementRaw>(
    `${movementSql} WHERE ${where.sql} ORDER BY m.recordedAt DESC, m.logId DESC, m.seq DESC, m.line DESC LIMIT ${page.limit + 1}`,
    where.parameters,
  )
  return {
    movements: rows.slice(0, page.limit).map((row) => toMovement(row, account, view.withCost)),
    more: rows.length > page.limit,
  }
}

export const movementsOfDocument = async (read: Reader, documentId: string, view: View) => {
  const where = allOf([{ sql: 'm.documentId = ?', parameters: [documentId] }, withinScope(view.scope, 'd.storeCode')])
  const rows = await read.all<MovementRaw>(
    `${movementSql} WHERE ${where.sql} ORDER BY m.logId, m.seq, m.line`,
    where.parameters,
  )
  return { movements: rows.map((row) => toMovement(row, null, view.withCost)), more: false }
}
