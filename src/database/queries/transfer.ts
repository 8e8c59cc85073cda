/** Transfers as screens see them; a user sees one when either end of it lies in their scope. */
import type { Reader } from '../unitOfWork'
import type { View } from './document'
import { allOf, type Condition, likeText, withinScope } from './scope'

export const eitherEnd = ({ scope }: Pick<View, 'scope'>): Condition => {
  const [from, to] = [withinScope(scope, 't.fromStoreCode'), withinScope(scope, 't.toStoreCode')]
  return { sql: `${from.sql} OR ${to.sql}`, parameters: [...from.parameters, ...to.parameters] }
}

const summarySql = `
  SELECT t.*, coalesce(fw.name, t.fromWarehouseCode) AS fromWarehouseName,
    coalesce(tw.name, t.toWarehouseCode) AS toWarehouseName, coalesce(fs.name, t.fromStoreCode) AS fromStoreName,
    coalesce(ts.name, t.toStoreCode) AS toStoreName, x.linesTotal, x.approvedTotal, x.sentTotal, x.receivedTotal,
    x.inTransitTotal, x.value,
    (SELECT max(d.postedAt) FROM document d WHERE d.sourceId = t.transferId AND d.type = 'transferDispatch' AND d.state = 'posted') AS sentAt
  FROM transfer t
  JOIN (SELECT transferId, count(*) AS linesTotal, sum(approvedQuantity) AS approvedTotal, sum(sentQuantity) AS sentTotal,
          sum(receivedQuantity) AS receivedTotal, sum(sentQuantity - receivedQuantity - settledQuantity) AS inTransitTotal,
          sum((approvedQuantity * unitCost + 500) / 1000) AS value
        FROM transferLine GROUP BY transferId) x ON x.transferId = t.transferId
  LEFT JOIN warehouse fw ON fw.code = t.fromWarehouseCode LEFT JOIN warehouse tw ON tw.code = t.toWarehouseCode
  LEFT JOIN store fs ON fs.code = t.fromStoreCode LEFT JOIN store ts ON ts.code = t.toStoreCode`

type SummaryRow = Record<string, unknown> & { sentAt: string | null; inTransitTotal: number; value: number }

const toSummary = (
  { sentAt, calledOff: _calledOff, papers: _papers, ...row }: SummaryRow,
  view: View,
  nowMs: number,
) => ({
  ...row,
  value: view.withCost ? row.value : null,
  inTransitSeconds:
    row.inTransitTotal === 0 || sentAt === null ? null : Math.max(0, Math.round((nowMs - Date.parse(sentAt)) / 1000)),
})

export interface TransferFilter {
  states?: readonly string[] | undefined
  kind?: string | undefined
  storeCode?: string | undefined
  search?: string | undefined
  after?: string | undefined
  limit: number
}

export const listTransfers = async (read: Reader, filter: TransferFilter, view: View, nowMs: number) => {
  const where = allOf([
    eitherEnd(view),
    ...(filter.states
      ? [{ sql: `t.state IN (${filter.states.map(() => '?').join(', ')})`, parameters: [...filter.states] }]
      : []),
    ...(filter.kind ? [{ sql: 't.kind = ?', parameters: [filter.kind] }] : []),
    ...(filter.storeCode
      ? [{ sql: 't.fromStoreCode = ? OR t.toStoreCode = ?', parameters: [filter.storeCode, filter.storeCode] }]
      : []),
    ...(filter.search ? [searchCondition(filter.search)] : []),
    ...(filter.after
      ? [
          {
            sql: '(t.createdAt, t.number) < (SELECT createdAt, number FROM transfer WHERE number = ?)',
            parameters: [filter.after],
          },
        ]
      : []),
  ])
  const rows = await read.all<SummaryRow>(
    `${summarySql} WHERE ${where.sql} ORDER BY t.createdAt DESC, t.number DESC LIMIT ${filter.limit + 1}`,
    where.parameters,
  )
  return {
    transfers: rows.slice(0, filter.limit).map((row) => toSummary(row, view, nowMs)),
    more: rows.length > filter.limit,
  }
}

const searchCondition = (text: string): Condition => ({
  sql: `t.number LIKE ? ESCAPE '\\' OR t.requestNumber LIKE ? ESCAPE '\\' OR t.authorisationNumber LIKE ? ESCAPE '\\'
    OR EXISTS (SELECT 1 FROM transferLine x JOIN product p ON p.sku = x.sku WHERE x.transferId = t.transferId
      AND (p.sku = ? OR p.name LIKE ? ESCAPE '\\' OR p.searchText LIKE ? ESCAPE '\\'))`,
  parameters: [likeText(text), likeText(text), likeText(text), text, likeText(text), likeText(text.toLowerCase())],
})

type LineRow = Record<string, unknown> & {
  lots: string
  unitCost: number
  sentQuantity: number
  receivedQuantity: number
  settledQuantity: number
}

const lineSql = `
  SELECT l.lineNo, l.sku, l.askedQuantity, l.approvedQuantity, l.sentQuantity, l.receivedQuantity, l.damagedQuantity,
    l.settledQuantity, l.reshipQuantity, l.unitCost, l.lots, coalesce(p.name, l.sku) AS name,
    coalesce(p.nameEn, '') AS nameEn, coalesce(p.spec, '') AS spec, coalesce(p.unit, '') AS unit,
    coalesce((SELECT b.code FROM barcode b WHERE b.sku = l.sku ORDER BY b.packFactor, b.code LIMIT 1), '') AS barcode
  FROM transferLine l LEFT JOIN product p ON p.sku = l.sku WHERE l.transferId = ? ORDER BY l.lineNo`

export const findTransfer = async (read: Reader, transferId: string, view: View) => {
  const where = allOf([{ sql: 't.transferId = ?', parameters: [transferId] }, eitherEnd(view)])
  const row = await read.one<SummaryRow>(`${summarySql} WHERE ${where.sql}`, where.parameters)
  if (!row) return undefined
  const { sentAt, linesTotal, approvedTotal, sentTotal, receivedTotal, inTransitTotal, value, ...known } = row
  const { calledOff, papers, ...header } = known
  const lines = await read.all<LineRow>(lineSql, [transferId])
  return {
    ...header,
    value: view.withCost ? value : null,
    lines: lines.map((line) => ({
      ...line,
      unitCost: view.withCost ? line.unitCost : null,
      lots: JSON.parse(line.lots) as unknown,
      inTransitQuantity: line.sentQuantity - line.receivedQuantity - line.settledQuantity,
    })),
    settlements: await settlementsOf(read, transferId),
    documents: await papersOf(read, transferId, view),
  }
}

export const settlementsOf = async (read: Reader, transferId: string): Promise<object[]> => {
  const rows = await read.all<{ waiting: number }>(
    `SELECT documentId, number, lineNo, quantity, way, note, userName, at, waiting FROM transferSettlement
     WHERE transferId = ? ORDER BY at, number`,
    [transferId],
  )
  return rows.map((row) => ({ ...row, waiting: row.waiting === 1 }))
}

const papersOf = (read: Reader, transferId: string, view: View): Promise<object[]> => {
  const scope = withinScope(view.scope, 'd.storeCode')
  return read.all<object>(
    `SELECT d.documentId, d.type, d.number, d.state, d.postedAt FROM document d
     WHERE d.sourceId = ? AND ${scope.sql} ORDER BY d.createdAt`,
    [transferId, ...scope.parameters],
  )
}
