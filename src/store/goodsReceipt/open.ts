/** Opens an order's delivery for receiving: a draft with what is still expected, received starting at 0. */
import { documentNumber } from '../../core/documents/states'
import { storeDayOf } from '../../core/quantity/storeDay'
import { DocumentEntity } from '../../database/entities'
import type { Reader, Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import type { CommandCall } from '../calls'
import { readEnrolment, readPolicy } from '../meta'
import { isoNow } from '../runtime'

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

/** Ordered less what posted receipts of the order already brought; lines that came whole drop out. */
export const expectedLines = (read: Reader, orderId: string): Promise<ExpectedLine[]> =>
  read.all<ExpectedLine>(
    `SELECT o.lineNo, o.sku, o.orderedQuantity - coalesce(g.quantity, 0) AS expectedQuantity, o.unitCost
     FROM purchaseOrderLine o
     LEFT JOIN (SELECT l.lineNo, l.sku, sum(l.receivedQuantity) AS quantity FROM document d
                JOIN documentLine l ON l.documentId = d.documentId
                WHERE d.orderId = ? AND d.state = 'posted' AND l.unplanned = 0 GROUP BY l.lineNo, l.sku) g
       ON g.lineNo = o.lineNo AND g.sku = o.sku
     WHERE o.orderId = ? AND o.orderedQuantity > coalesce(g.quantity, 0) ORDER BY o.lineNo`,
    [orderId, orderId],
  )

export const openReceipt = async (call: CommandCall, orderId: string): Promise<string> => {
  const { tx } = call
  const order = await findOrder(tx, orderId)
  const existing = await tx.one<{ documentId: string }>(
    `SELECT documentId FROM document WHERE orderId = ? AND state = 'draft' AND type = 'goodsReceipt'`,
    [orderId],
  )
  if (existing) return existing.documentId
  const lines = await expectedLines(tx, orderId)
  if (order.state !== 'open' || lines.length === 0) throw new Refusal('ORDER_NOT_OPEN', { number: order.number })
  const documentId = call.runtime.ids.documentId()
  await insertDraft(call, documentId, order)
  await tx.insertRows(
    'documentLine',
    lines.map((line) => ({ documentId, ...line, receivedQuantity: 0, unplanned: 0, touchedAt: 0 })),
  )
  call.remember(documentId, { orderNumber: order.number, lines: lines.length })
  tx.afterCommit(() => call.runtime.emit({ type: 'document.changed', documentId }))
  return documentId
}

/** Scope before existence: an order of another store looks like none. */
const findOrder = async (tx: Tx, orderId: string): Promise<OrderRow> => {
  const enrolment = await readEnrolment(tx)
  if (!enrolment) throw new Refusal('NOT_ENROLLED')
  const order = await tx.one<OrderRow>('SELECT * FROM purchaseOrder WHERE documentId = ? AND storeCode = ?', [
    orderId,
    enrolment.storeCode,
  ])
  if (!order) throw new Refusal('ORDER_NOT_FOUND', { orderId })
  return order
}

const insertDraft = async (call: CommandCall, documentId: string, order: OrderRow): Promise<void> => {
  const policy = await readPolicy(call.tx)
  await call.tx.manager.insert(DocumentEntity, {
    documentId,
    type: 'goodsReceipt',
    number: await nextNumber(call, policy.goodsReceipt.numberPrefix),
    state: 'draft',
    version: 1,
    storeCode: order.storeCode,
    warehouseCode: order.warehouseCode,
    supplierCode: order.supplierCode,
    orderId: order.documentId,
    orderNumber: order.number,
    deliveryNote: order.deliveryNote,
    dueDate: order.dueDate,
    policyVersion: policy.version,
    authorId: call.user.userId,
    postedById: null,
    createdAt: isoNow(call.runtime.clock),
    occurredAt: null,
    postedAt: null,
    logId: null,
    seq: null,
    note: '',
  })
}

/** The device's own serial of the day: unique with no network, because the hub gave this PC its letter. */
const nextNumber = async (call: CommandCall, prefix: string): Promise<string> => {
  const enrolment = await readEnrolment(call.tx)
  if (!enrolment) throw new Refusal('NOT_ENROLLED')
  const parts = {
    prefix,
    storeCode: enrolment.storeCode,
    storeDay: storeDayOf(call.runtime.clock.nowMs()),
    deviceLetter: enrolment.letter,
  }
  const row = await call.tx.one<{ next: number }>(
    `INSERT INTO numberCounter (key, next) VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET next = next + 1 RETURNING next`,
    [`${parts.prefix}-${parts.storeCode}-${parts.storeDay}-${parts.deviceLetter}`],
  )
  return documentNumber({ ...parts, serial: row?.next ?? 0 })
}
