/** Opens a delivery for receiving: a draft with what is still expected, received starting at 0; or goods nobody announced. */
import type { InputOf } from '../../contract/operations'
import { isOpen } from '../../core/documents/states'
import type { DocumentRow } from '../../database/entities'
import type { Reader, Tx } from '../../database/unitOfWork'
import {
  emptyLine,
  insertDraft,
  policyFor,
  refuseUnknownSupplier,
  refuseVirtual,
  warehouseFor,
} from '../../documents/create'
import { findVisible } from '../../documents/find'
import type { DocumentWork } from '../../documents/work'
import { Refusal } from '../../gateway/gateway'

interface OrderRow {
  documentId: string
  number: string
  deliveryNote: string
  supplierCode: string
  warehouseCode: string
  storeCode: string
  dueDate: string
  state: string
}

export interface ExpectedLine {
  lineNo: number
  sku: string
  expectedQuantity: number
  unitCost: number
}

/** What receipts of an order brought, reversed ones left out, per planned line: lots of it count together. */
export const broughtSql = `
  SELECT d.sourceId AS orderId, CASE l.splitOf WHEN 0 THEN l.lineNo ELSE l.splitOf END AS lineNo, l.sku,
    sum(l.quantity + l.damagedQuantity) AS quantity, max(d.closesSource) AS closes
  FROM document d JOIN documentLine l ON l.documentId = d.documentId
  WHERE d.type = 'goodsReceipt' AND d.state = 'posted' AND d.reversalOf = '' AND l.unplanned = 0
    AND NOT EXISTS (SELECT 1 FROM document v WHERE v.reversalOf = d.documentId AND v.reversalOf <> '' AND v.state = 'posted')
  GROUP BY 1, 2, 3`

/** An order somebody closed short expects nothing more, whatever was missing. */
export const closedSql = `
  SELECT d.sourceId FROM document d WHERE d.type = 'goodsReceipt' AND d.state = 'posted' AND d.closesSource = 1
    AND NOT EXISTS (SELECT 1 FROM document v WHERE v.reversalOf = d.documentId AND v.reversalOf <> '' AND v.state = 'posted')`

/** Ordered less what posted receipts of the order already brought; lines that came whole drop out. */
export const expectedLines = (read: Reader, orderId: string): Promise<ExpectedLine[]> =>
  read.all<ExpectedLine>(
    `SELECT o.lineNo, o.sku, o.orderedQuantity - coalesce(g.quantity, 0) AS expectedQuantity, o.unitCost
     FROM purchaseOrderLine o LEFT JOIN (${broughtSql}) g ON g.orderId = o.orderId AND g.lineNo = o.lineNo AND g.sku = o.sku
     WHERE o.orderId = ? AND o.orderedQuantity > coalesce(g.quantity, 0) AND o.orderId NOT IN (${closedSql})
     ORDER BY o.lineNo`,
    [orderId],
  )

export const openReceipt = async (work: DocumentWork, orderId: string): Promise<string> => {
  const order = await findOrder(work, orderId)
  const existing = await openDraft(work.tx, orderId)
  // two people on one delivery work on one paper: nothing new comes of it
  if (existing) work.remember(existing, { orderNumber: order.number, existing: true })
  if (existing) return existing
  const lines = await expectedLines(work.tx, orderId)
  if (order.state !== 'open' || lines.length === 0) throw new Refusal('ORDER_NOT_OPEN', { number: order.number })
  const policy = await policyFor(work, 'goodsReceipt')
  const warehouse = { code: order.warehouseCode, storeCode: order.storeCode }
  await refuseOrderWarehouse(work.tx, order.warehouseCode)
  const documentId = await insertDraft(work, policy, 'goodsReceipt', warehouse, {
    counterpartyCode: order.supplierCode,
    sourceId: order.documentId,
    sourceNumber: order.number,
    reference: order.deliveryNote,
    dueDate: order.dueDate,
    blind: policy.receiving.blind ? 1 : 0,
  })
  await work.tx.insertRows(
    'documentLine',
    lines.map((line) => ({ ...emptyLine, documentId, ...line })),
  )
  work.remember(documentId, { orderNumber: order.number, lines: lines.length })
  return documentId
}

const openDraft = async (tx: Tx, orderId: string): Promise<string | undefined> => {
  const rows = await tx.all<{ documentId: string; state: string }>(
    `SELECT documentId, state FROM document WHERE sourceId = ? AND type = 'goodsReceipt'`,
    [orderId],
  )
  // one that waits for somebody's yes has counted the goods too: no second paper about them
  return rows.find(({ state }) => isOpen(state) || state === 'submitted' || state === 'approved')?.documentId
}

const refuseOrderWarehouse = async (tx: Tx, code: string): Promise<void> => {
  const warehouse = await tx.one<{ name: string; kind: never }>('SELECT name, kind FROM warehouse WHERE code = ?', [
    code,
  ])
  if (warehouse) refuseVirtual(warehouse)
}

/** Scope before existence: an order of another store looks like none. */
const findOrder = async (work: DocumentWork, orderId: string): Promise<OrderRow> => {
  const { storeCode } = await work.place()
  const order = await work.tx.one<OrderRow>('SELECT * FROM purchaseOrder WHERE documentId = ? AND storeCode = ?', [
    orderId,
    storeCode,
  ])
  if (!order) throw new Refusal('ORDER_NOT_FOUND', { orderId })
  return order
}

export const openWithoutOrder = async (
  work: DocumentWork,
  input: InputOf<'goodsReceipt.openWithoutOrder'>,
): Promise<string> => {
  const policy = await policyFor(work, 'goodsReceipt')
  const original = input.copyOf === undefined ? null : await findVisible(work, 'goodsReceipt', input.copyOf)
  await refuseUnknownSupplier(work, input.supplierCode)
  const warehouse = await warehouseFor(work, 'goodsReceipt', input.warehouseCode ?? original?.warehouseCode)
  const documentId = await insertDraft(work, policy, 'goodsReceipt', warehouse, {
    counterpartyCode: input.supplierCode,
    reference: input.deliveryNote,
  })
  if (original) await copyGoods(work, original, documentId)
  return documentId
}

/**
 * The products and good quantities of another receipt, one line each, at today's standard cost: what was ordered, broken,
 * refused or free then says nothing about these goods. A product kept by lot starts at 0, for these come with their own.
 */
const copyGoods = async (
  work: DocumentWork,
  original: Pick<DocumentRow, 'documentId' | 'number'>,
  documentId: string,
): Promise<void> => {
  const lines = await work.tx.all<{ sku: string; quantity: number; unitCost: number }>(
    `SELECT l.sku, CASE p.keepsLots WHEN 1 THEN 0 ELSE sum(l.quantity) END AS quantity, p.unitCost
     FROM documentLine l JOIN product p ON p.sku = l.sku
     WHERE l.documentId = ? GROUP BY l.sku HAVING sum(l.quantity) > 0 ORDER BY min(l.lineNo)`,
    [original.documentId],
  )
  await work.tx.insertRows(
    'documentLine',
    lines.map((line, index) => ({ ...emptyLine, documentId, lineNo: index + 1, ...line })),
  )
  work.remember(documentId, { copyOf: original.number, lines: lines.length })
}
