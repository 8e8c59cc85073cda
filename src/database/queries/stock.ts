/** On hand and movements, the same on store and hub; scope and paging are part of the query. */

import { quarantineAccount, stockAccount } from '../../core/stock/accounts'
import type { Reader } from '../unitOfWork'
import { countedBlind, papersShown } from './blind'
import { claimedOnShelf } from './claims'
import { skusOfCodeSql, spellingsOf } from './codes'
import type { View as DocumentView } from './document'
import { allOf, type Condition, likeText, withinScope } from './scope'

/** Who may not see the books beside a blind count is shown nothing of what is counted. */
type View = DocumentView

export interface StockFilter {
  storeCode?: string | undefined
  warehouseCode?: string | undefined
  search?: string | undefined
  skus?: readonly string[] | undefined
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
  allocated: `(w.code, p.sku) IN (SELECT warehouseCode, sku FROM (${claimedOnShelf}))
    OR EXISTS (SELECT 1 FROM transferLine l JOIN transfer t ON t.transferId = l.transferId WHERE l.sku = p.sku
    AND t.fromWarehouseCode = w.code AND t.state = 'awaitingDispatch')`,
}

/**
 * Which warehouse × SKU pairs are on the page; figures are added to those alone, so a page costs what a page shows. After a
 * row it goes on in that warehouse and then in the next ones, each by its own key: nothing that was read is read again.
 */
const keysOf = (filter: StockFilter, view: View): Condition => {
  const parts = filter.after
    ? [
        keysWhere(filter, view, 'w.code = ? AND p.sku > ?', [filter.after.warehouseCode, filter.after.sku]),
        keysWhere(filter, view, 'w.code > ?', [filter.after.warehouseCode]),
      ]
    : [keysWhere(filter, view, '1 = 1', [])]
  return {
    sql: `SELECT code, sku FROM (${parts.map(({ sql }) => `SELECT * FROM (${sql})`).join(' UNION ALL ')})
      ORDER BY code, sku LIMIT ${filter.limit + 1}`,
    parameters: parts.flatMap(({ parameters }) => parameters),
  }
}

const keysWhere = (filter: StockFilter, view: View, from: string, parameters: Condition['parameters']): Condition => {
  const where = allOf([
    { sql: from, parameters },
    withinScope(view.scope, 'w.storeCode'),
    ...(view.seesBook ? [] : [{ sql: `NOT ${countedBlind('w.code', 'p.sku')}`, parameters: [] }]),
    ...(filter.storeCode ? [{ sql: 'w.storeCode = ?', parameters: [filter.storeCode] }] : []),
    ...(filter.warehouseCode ? [{ sql: 'w.code = ?', parameters: [filter.warehouseCode] }] : []),
    ...(filter.search ? [searchCondition(filter.search)] : []),
    ...(filter.skus
      ? [{ sql: 'p.sku IN (SELECT value FROM json_each(?))', parameters: [JSON.stringify(filter.skus)] }]
      : []),
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

/** One account of each pair on the page, all its lots. */
const held = (prefix: string): string => `
  SELECT k.code, k.sku, sum(b.onHand) AS onHand, sum(b.allocated) AS allocated, sum(b.value) AS value,
    max(b.movedAt) AS movedAt
  FROM k CROSS JOIN stockBalance b ON b.account = '${prefix}:' || k.code AND b.sku = k.sku GROUP BY k.code, k.sku`

/** Sent from here, or taken back, while HQ's word on the transfer does not count it yet. HQ itself counts all it knows of. */
const sentUntold = `
  SELECT t.transferId, l.sku, sum(CASE d.reversalOf WHEN '' THEN l.quantity ELSE -l.quantity END) AS quantity
  FROM transfer t CROSS JOIN document d ON d.sourceId = t.transferId CROSS JOIN documentLine l ON l.documentId = d.documentId
  WHERE t.state IN ('awaitingDispatch', 'inTransit', 'difference') AND d.type = 'transferDispatch' AND d.state = 'posted'
    AND d.documentId NOT IN (SELECT value FROM json_each(t.papers)) GROUP BY t.transferId, l.sku`

/** Not said to be closed here either, in a paper HQ does not count yet. */
const stillToSend = `
  SELECT t.transferId, t.fromWarehouseCode FROM transfer t
  WHERE t.state IN ('awaitingDispatch', 'inTransit', 'difference') AND NOT EXISTS (
    SELECT 1 FROM document c WHERE c.sourceId = t.transferId AND c.closesSource = 1 AND c.state = 'posted'
      AND c.reversalOf = '' AND c.documentId NOT IN (SELECT value FROM json_each(t.papers))
      AND NOT EXISTS (SELECT 1 FROM document v
        WHERE v.reversalOf = c.documentId AND v.reversalOf <> '' AND v.state = 'posted'))`

/** Promised and not gone yet: papers that wait to be posted, and transfers that wait to be sent. */
const promised = `
  SELECT warehouseCode AS code, sku, sum(quantity) AS quantity FROM (
    SELECT warehouseCode, sku, quantity FROM (${claimedOnShelf})
    UNION ALL
    SELECT t.fromWarehouseCode, l.sku,
      max(0, l.approvedQuantity + l.reshipQuantity - l.droppedQuantity - l.sentQuantity - coalesce(u.quantity, 0))
    FROM (${stillToSend}) t CROSS JOIN transferLine l ON l.transferId = t.transferId
    LEFT JOIN (${sentUntold}) u ON u.transferId = l.transferId AND u.sku = l.sku
    WHERE l.approvedQuantity + l.reshipQuantity > l.droppedQuantity + l.sentQuantity OR u.quantity < 0)
  GROUP BY warehouseCode, sku`

const arriving = `
  SELECT t.toWarehouseCode AS code, l.sku, sum(l.sentQuantity - l.receivedQuantity - l.settledQuantity) AS quantity
  FROM transfer t JOIN transferLine l ON l.transferId = t.transferId
  WHERE t.state IN ('inTransit', 'difference', 'awaitingDispatch') GROUP BY t.toWarehouseCode, l.sku`

const ordered = `
  SELECT k.code, k.sku, max(0, sum(x.orderedQuantity - coalesce(
      (SELECT sum(l.quantity + l.damagedQuantity) FROM document d JOIN documentLine l ON l.documentId = d.documentId
       WHERE d.sourceId = r.documentId AND d.state = 'posted' AND d.type = 'goodsReceipt' AND l.sku = x.sku
         AND d.reversalOf = '' AND NOT EXISTS (SELECT 1 FROM document v
           WHERE v.reversalOf = d.documentId AND v.reversalOf <> '' AND v.state = 'posted')), 0))) AS quantity
  FROM k CROSS JOIN purchaseOrderLine x ON x.sku = k.sku
  JOIN purchaseOrder r ON r.documentId = x.orderId AND r.warehouseCode = k.code AND r.state = 'open'
  GROUP BY k.code, k.sku`

const stockSql = (keys: string): string => `
  WITH k AS MATERIALIZED (${keys}),
    b AS MATERIALIZED (${held('stock')}), q AS MATERIALIZED (${held('quarantine')}),
    o AS MATERIALIZED (${ordered}), a AS MATERIALIZED (${promised}), t AS MATERIALIZED (${arriving})
  SELECT coalesce(s.code, '') AS storeCode, coalesce(s.name, '') AS storeName, w.code AS warehouseCode,
    w.name AS warehouseName, p.sku, p.name, p.nameEn, p.spec, p.unit,
    coalesce((SELECT c.code FROM barcode c WHERE c.sku = p.sku ORDER BY c.packFactor, c.code LIMIT 1), '') AS barcode,
    coalesce(b.onHand, 0) AS onHand, coalesce(b.allocated, 0) + coalesce(a.quantity, 0) AS allocated,
    coalesce(q.onHand, 0) AS quarantined, coalesce(o.quantity, 0) AS onOrder, coalesce(t.quantity, 0) AS inTransit,
    coalesce(b.value, 0) AS value, coalesce(q.value, 0) AS quarantinedValue, b.movedAt AS lastMovedAt
  FROM k JOIN warehouse w ON w.code = k.code LEFT JOIN store s ON s.code = w.storeCode
  JOIN product p ON p.sku = k.sku
  LEFT JOIN b ON b.code = k.code AND b.sku = k.sku LEFT JOIN q ON q.code = k.code AND q.sku = k.sku
  LEFT JOIN o ON o.code = k.code AND o.sku = k.sku LEFT JOIN a ON a.code = k.code AND a.sku = k.sku
  LEFT JOIN t ON t.code = k.code AND t.sku = k.sku ORDER BY k.code, k.sku`

const searchCondition = (text: string): Condition => ({
  sql: `p.sku = ? OR p.name LIKE ? ESCAPE '\\' OR p.searchText LIKE ? ESCAPE '\\'
        OR p.sku IN (${skusOfCodeSql})`,
  parameters: [text, likeText(text), likeText(text.toLowerCase()), spellingsOf(text)],
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
    ...(table === 'document' ? papersShown('document', view) : []),
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

type MovementRaw = Record<string, unknown> & {
  fromAccount: string
  toAccount: string
  quantity: number
  unitCost: number
  value: number
}

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
  const [account, apart] = [stockAccount(warehouseCode), quarantineAccount(warehouseCode)]
  const where = allOf([
    {
      sql: 'm.sku = ? AND (m.fromAccount IN (?, ?) OR m.toAccount IN (?, ?))',
      parameters: [sku, account, apart, account, apart],
    },
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
    movements: rows
      .slice(0, page.limit)
      .map((row) => toMovement(row, touches(row, account) ? account : apart, view.withCost)),
    more: rows.length > page.limit,
  }
}

/** Seen from the shelf where it was touched; what passes only through quarantine is seen from there. */
const touches = (row: MovementRaw, account: string): boolean => row.fromAccount === account || row.toAccount === account

export const movementsOfDocument = async (read: Reader, documentId: string, view: View) => {
  const where = allOf([{ sql: 'm.documentId = ?', parameters: [documentId] }, withinScope(view.scope, 'd.storeCode')])
  const rows = await read.all<MovementRaw>(
    `${movementSql} WHERE ${where.sql} ORDER BY m.logId, m.seq, m.line`,
    where.parameters,
  )
  return { movements: rows.map((row) => toMovement(row, null, view.withCost)), more: false }
}
