/** On hand and movements, the same on store and hub; scope and paging are part of the query. */
import { stockAccount } from '../../core/stock/accounts'
import type { Reader } from '../unitOfWork'
import type { View } from './document'
import { allOf, type Condition, likeText, withinScope } from './scope'

export interface StockFilter {
  storeCode?: string | undefined
  warehouseCode?: string | undefined
  search?: string | undefined
  onlyMoved?: boolean | undefined
  show?: 'all' | 'negative' | 'quarantined' | 'inTransit' | 'allocated' | undefined
  after?: { warehouseCode: string; sku: string } | undefined
  limit: number
}

const shownIf: Record<NonNullable<StockFilter['show']>, string> = {
  all: '1 = 1',
  negative: `(SELECT sum(onHand) FROM stockBalance WHERE account = 'stock:' || w.code AND sku = p.sku) < 0`,
  quarantined: `EXISTS (SELECT 1 FROM stockBalance WHERE account = 'quarantine:' || w.code AND sku = p.sku AND onHand <> 0)`,
  inTransit: `EXISTS (SELECT 1 FROM transferLine l JOIN transfer t ON t.transferId = l.transferId WHERE l.sku = p.sku
    AND t.toWarehouseCode = w.code AND l.sentQuantity - l.receivedQuantity - l.settledQuantity > 0)`,
  allocated: `EXISTS (SELECT 1 FROM document d JOIN documentLine l ON l.documentId = d.documentId WHERE l.sku = p.sku
    AND d.warehouseCode = w.code AND d.state IN ('submitted', 'approved') AND d.type IN ('supplierReturn', 'internalUse', 'otherOut'))
    OR EXISTS (SELECT 1 FROM transferLine l JOIN transfer t ON t.transferId = l.transferId WHERE l.sku = p.sku
    AND t.fromWarehouseCode = w.code AND t.state = 'awaitingDispatch')`,
}

/** Which warehouse × SKU pairs are on the page; figures are added to those alone, so a page costs what a page shows. */
const keysOf = (filter: StockFilter, view: View): Condition => {
  const where = allOf([
    withinScope(view.scope, 'w.storeCode'),
    ...(filter.storeCode ? [{ sql: 'w.storeCode = ?', parameters: [filter.storeCode] }] : []),
    ...(filter.warehouseCode ? [{ sql: 'w.code = ?', parameters: [filter.warehouseCode] }] : []),
    ...(filter.after
      ? [{ sql: '(w.code, p.sku) > (?, ?)', parameters: [filter.after.warehouseCode, filter.after.sku] }]
      : []),
    ...(filter.search ? [searchCondition(filter.search)] : []),
    ...(filter.onlyMoved ? [{ sql: everMoved, parameters: [] }] : []),
    ...(filter.show && filter.show !== 'all' ? [{ sql: shownIf[filter.show], parameters: [] }] : []),
  ])
  return {
    sql: `SELECT w.code, p.sku FROM warehouse w CROSS JOIN product p WHERE ${where.sql}
      ORDER BY w.code, p.sku LIMIT ${filter.limit + 1}`,
    parameters: where.parameters,
  }
}

const everMoved = `EXISTS (SELECT 1 FROM stockBalance WHERE account IN ('stock:' || w.code, 'quarantine:' || w.code) AND sku = p.sku)`

/**
 * Rows of warehouse × SKU, ordered by both. With onlyMoved false every product shows too, with zeros: a shop asks "what
 * do I have of this", and none is an answer.
 */
export const listStock = async (read: Reader, filter: StockFilter, view: View) => {
  const keys = keysOf(filter, view)
  const rows = await read.all<StockRowRaw>(stockSql(keys.sql), keys.parameters)
  return {
    rows: rows.slice(0, filter.limit).map(({ value, quarantinedValue, ...row }) => ({
      ...row,
      available: row.onHand - row.allocated,
      value: view.withCost ? value + quarantinedValue : null,
    })),
    more: rows.length > filter.limit,
  }
}

type StockRowRaw = Record<string, unknown> & {
  onHand: number
  allocated: number
  value: number
  quarantinedValue: number
}

/** One account × SKU, all its lots. */
const held = (prefix: string, column: string): string =>
  `(SELECT sum(${column}) FROM stockBalance b WHERE b.account = '${prefix}:' || k.code AND b.sku = k.sku)`

/** Promised and not gone yet: papers that wait to be posted, and transfers that wait to be sent. */
const allocated = `
  coalesce((SELECT sum(l.quantity) FROM document d JOIN documentLine l ON l.documentId = d.documentId
    WHERE d.warehouseCode = k.code AND d.state IN ('submitted', 'approved')
      AND d.type IN ('supplierReturn', 'internalUse', 'otherOut') AND l.sku = k.sku AND l.condition = 'stock'), 0)
  + coalesce((SELECT sum(max(0, l.approvedQuantity + l.reshipQuantity - l.sentQuantity)) FROM transfer t
    JOIN transferLine l ON l.transferId = t.transferId
    WHERE t.fromWarehouseCode = k.code AND t.state IN ('awaitingDispatch', 'inTransit', 'difference') AND l.sku = k.sku), 0)`

const inTransit = `
  coalesce((SELECT sum(l.sentQuantity - l.receivedQuantity - l.settledQuantity) FROM transfer t
    JOIN transferLine l ON l.transferId = t.transferId
    WHERE t.toWarehouseCode = k.code AND t.state IN ('inTransit', 'difference', 'awaitingDispatch') AND l.sku = k.sku), 0)`

const onOrder = `
  coalesce((SELECT max(0, sum(x.orderedQuantity - coalesce(
      (SELECT sum(l.quantity + l.damagedQuantity) FROM document d JOIN documentLine l ON l.documentId = d.documentId
       WHERE d.sourceId = r.documentId AND d.state = 'posted' AND d.type = 'goodsReceipt' AND l.sku = x.sku), 0)))
    FROM purchaseOrder r JOIN purchaseOrderLine x ON x.orderId = r.documentId
    WHERE r.warehouseCode = k.code AND r.state = 'open' AND x.sku = k.sku), 0)`

const stockSql = (keys: string): string => `
  SELECT coalesce(s.code, '') AS storeCode, coalesce(s.name, '') AS storeName, w.code AS warehouseCode,
    w.name AS warehouseName, p.sku, p.name, p.nameEn, p.spec, p.unit,
    coalesce((SELECT c.code FROM barcode c WHERE c.sku = p.sku ORDER BY c.packFactor, c.code LIMIT 1), '') AS barcode,
    coalesce(${held('stock', 'onHand')}, 0) AS onHand,
    coalesce(${held('stock', 'allocated')}, 0) + ${allocated} AS allocated,
    coalesce(${held('quarantine', 'onHand')}, 0) AS quarantined, ${onOrder} AS onOrder, ${inTransit} AS inTransit,
    coalesce(${held('stock', 'value')}, 0) AS value, coalesce(${held('quarantine', 'value')}, 0) AS quarantinedValue,
    (SELECT max(b.movedAt) FROM stockBalance b WHERE b.account = 'stock:' || k.code AND b.sku = k.sku) AS lastMovedAt
  FROM (${keys}) k JOIN warehouse w ON w.code = k.code LEFT JOIN store s ON s.code = w.storeCode
  JOIN product p ON p.sku = k.sku ORDER BY k.code, k.sku`

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
    m.fromAccount, m.toAccount, m.quantity, m.unitCost, m.value, m.kind, m.occurredAt, m.recordedAt, coalesce(u.name, m.userId) AS userName
  FROM stockMovement m JOIN document d ON d.documentId = m.documentId LEFT JOIN user u ON u.id = m.userId`

type MovementRaw = Record<string, unknown> & { fromAccount: string; quantity: number; unitCost: number; value: number }

const toMovement = (row: MovementRaw, account: string | null, withCost: boolean) => ({
  ...row,
  unitCost: withCost ? row.unitCost : null,
  value: withCost ? signed(row, account, row.value) : null,
  change: signed(row, account, row.quantity),
})

/** As seen from one account: what leaves it counts against it. No minus zero: it is a figure like any other. */
const signed = (row: MovementRaw, account: string | null, figure: number): number =>
  account !== null && row.fromAccount === account && figure !== 0 ? -figure : figure

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
