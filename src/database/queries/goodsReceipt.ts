/** Goods receipts as screens see them, the same on store and hub. Cost leaves null without the right to see it. */
import type { Scope } from '../../core/organisation/scope'
import { costValue } from '../../core/quantity/quantity'
import type { Reader } from '../unitOfWork'
import { allOf, type Condition, withinScope } from './scope'

export interface View {
  scope: Scope
  withCost: boolean
}

/** One row a document with everything a list or a header shows; totals come from the lines of that document alone. */
const headerSql = (where: string, order: string): string => `
  SELECT d.documentId, d.number, d.state, d.version, d.storeCode, d.warehouseCode, d.supplierCode, d.orderNumber,
    d.deliveryNote, d.dueDate, d.createdAt, d.postedAt,
    coalesce(s.name, d.storeCode) AS storeName, coalesce(p.name, d.supplierCode) AS supplierName,
    coalesce(a.name, d.authorId) AS authorName, coalesce(b.name, d.postedById, '') AS postedByName,
    CASE WHEN d.seq IS NOT NULL AND d.seq <= coalesce(l.ackedSeq, 0) THEN 'secured' ELSE 'saved' END AS security,
    t.linesTotal, t.linesDone, t.expectedTotal, t.receivedTotal, t.costs,
    (SELECT count(*) FROM trayEntry e WHERE e.documentId = d.documentId AND e.state = 'open') AS trayOpen
  FROM document d
  JOIN (SELECT x.documentId, count(*) AS linesTotal,
          sum(x.receivedQuantity >= x.expectedQuantity) AS linesDone,
          sum(x.expectedQuantity) AS expectedTotal, sum(x.receivedQuantity) AS receivedTotal,
          json_group_array(json_array(x.receivedQuantity, x.unitCost)) FILTER (WHERE x.receivedQuantity > 0) AS costs
        FROM documentLine x WHERE x.documentId IN (SELECT d.documentId FROM document d WHERE ${where} ${order})
        GROUP BY x.documentId) t ON t.documentId = d.documentId
  LEFT JOIN store s ON s.code = d.storeCode LEFT JOIN supplier p ON p.code = d.supplierCode
  LEFT JOIN user a ON a.id = d.authorId LEFT JOIN user b ON b.id = d.postedById
  LEFT JOIN log l ON l.logId = d.logId
  ${order.replace(/LIMIT.*/, '')}`

type HeaderRow = Record<string, unknown> & { costs: string }

const toHeader = ({ costs, ...row }: HeaderRow, withCost: boolean) => ({
  ...row,
  value: withCost ? bookedValue(costs) : null,
})

/** Sum of each line's booked value, by the one function that multiplies quantity and cost. */
const bookedValue = (costs: string | null): number =>
  (JSON.parse(costs ?? '[]') as [number, number][]).reduce(
    (sum, [quantity, cost]) => sum + costValue(quantity, cost),
    0,
  )

const typeIs: Condition = { sql: `d.type = 'goodsReceipt'`, parameters: [] }

export const findReceiptHeader = async (read: Reader, documentId: string, view: View): Promise<object | undefined> => {
  const where = allOf([
    { sql: 'd.documentId = ?', parameters: [documentId] },
    typeIs,
    withinScope(view.scope, 'd.storeCode'),
  ])
  const row = await read.one<HeaderRow>(headerSql(where.sql, ''), where.parameters)
  return row && toHeader(row, view.withCost)
}

export interface ReceiptListFilter {
  state?: string | undefined
  storeCode?: string | undefined
  after?: string | undefined
  limit: number
}

/** Newest first: creation time then number, paged by the number of the last row seen. */
export const listReceiptHeaders = async (read: Reader, filter: ReceiptListFilter, view: View) => {
  const where = allOf([
    typeIs,
    withinScope(view.scope, 'd.storeCode'),
    ...(filter.state ? [{ sql: 'd.state = ?', parameters: [filter.state] }] : []),
    ...(filter.storeCode ? [{ sql: 'd.storeCode = ?', parameters: [filter.storeCode] }] : []),
    ...(filter.after
      ? [
          {
            sql: '(d.createdAt, d.number) < (SELECT createdAt, number FROM document WHERE number = ?)',
            parameters: [filter.after],
          },
        ]
      : []),
  ])
  const rows = await read.all<HeaderRow>(
    headerSql(where.sql, `ORDER BY d.createdAt DESC, d.number DESC LIMIT ${filter.limit + 1}`),
    where.parameters,
  )
  return {
    receipts: rows.slice(0, filter.limit).map((row) => toHeader(row, view.withCost)),
    more: rows.length > filter.limit,
  }
}

const lineSql = `
  SELECT l.lineNo, l.sku, coalesce(p.name, l.sku) AS name, coalesce(p.nameEn, '') AS nameEn, coalesce(p.spec, '') AS spec,
    coalesce(p.unit, '') AS unit, coalesce(p.shelf, '') AS shelf, coalesce(p.weighed, 0) AS weighed,
    coalesce((SELECT b.code FROM barcode b WHERE b.sku = l.sku ORDER BY b.packFactor, b.code LIMIT 1), '') AS barcode,
    l.expectedQuantity, l.receivedQuantity, l.unplanned, l.unitCost, l.touchedAt
  FROM documentLine l LEFT JOIN product p ON p.sku = l.sku`

type LineRow = Record<string, unknown> & { weighed: number; unplanned: number; unitCost: number }

const toLine = (row: LineRow, withCost: boolean) => ({
  ...row,
  weighed: row.weighed === 1,
  unplanned: row.unplanned === 1,
  unitCost: withCost ? row.unitCost : null,
})

export const receiptLines = async (read: Reader, documentId: string, withCost: boolean): Promise<object[]> => {
  const rows = await read.all<LineRow>(`${lineSql} WHERE l.documentId = ? ORDER BY l.lineNo`, [documentId])
  return rows.map((row) => toLine(row, withCost))
}

export const receiptLineView = async (
  read: Reader,
  documentId: string,
  lineNo: number,
  withCost: boolean,
): Promise<object | null> => {
  const row = await read.one<LineRow>(`${lineSql} WHERE l.documentId = ? AND l.lineNo = ?`, [documentId, lineNo])
  return row ? toLine(row, withCost) : null
}

const traySql = `
  SELECT e.trayId, e.text, e.reason, e.sku, p.name, e.quantity, e.scans, e.state, e.decision, e.scannedAt
  FROM trayEntry e LEFT JOIN product p ON p.sku = e.sku`

export const receiptTray = (read: Reader, documentId: string): Promise<object[]> =>
  read.all<object>(`${traySql} WHERE e.documentId = ? ORDER BY e.scannedAt, e.trayId`, [documentId])

export const trayEntryView = async (read: Reader, trayId: string): Promise<object | null> =>
  (await read.one<object>(`${traySql} WHERE e.trayId = ?`, [trayId])) ?? null

/** The whole receipt; undefined where it does not exist or lies outside the scope: the two look the same on purpose. */
export const findReceipt = async (read: Reader, documentId: string, view: View) => {
  const header = await findReceiptHeader(read, documentId, view)
  if (!header) return undefined
  const [lines, tray] = [await receiptLines(read, documentId, view.withCost), await receiptTray(read, documentId)]
  return { header, lines, tray }
}
