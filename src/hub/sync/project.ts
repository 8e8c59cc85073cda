/**
 * From a store's event to the hub's own documents, movements and balances. Everything is checked again: a store PC is
 * untrusted. What does not hold is thrown here and the event is parked for people; facts are never silently changed.
 */

import { roleHolds } from '../../contract/permissions'
import type { Role } from '../../contract/schemas/masterData'
import { type EventPayload, eventPayload, type GoodsReceiptPosted } from '../../contract/schemas/sync'
import { postingMovements } from '../../core/documents/goodsReceipt'
import { assert } from '../../core/result'
import { DocumentEntity, UserEntity } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import type { Caller } from '../../gateway/gateway'
import { applyMovements, type EventPlace } from '../../ledger/append'

type Device = NonNullable<Caller['device']>
type Projector<T extends EventPayload> = (tx: Tx, event: T, place: EventPlace, recordedAt: string) => Promise<void>

export const projectEvent = async (
  tx: Tx,
  device: Device,
  place: EventPlace,
  payload: string,
  recordedAt: string,
): Promise<void> => {
  const event = eventPayload.parse(JSON.parse(payload))
  assert(event.storeCode === device.storeCode, `event of store ${event.storeCode} from a PC of ${device.storeCode}`)
  await assertOwnNumber(tx, device, event)
  await assertOwnWarehouse(tx, event)
  await assertRight(tx, event)
  await projectors[event.type](tx, event, place, recordedAt)
}

/** Numbers are unique in the chain: taking another PC's would park its real receipt. */
const assertOwnNumber = async (tx: Tx, device: Device, event: EventPayload): Promise<void> => {
  const row = await tx.one<{ letter: string }>('SELECT letter FROM device WHERE deviceId = ?', [device.deviceId])
  const form = new RegExp(`^[A-Z]{1,8}-${event.storeCode}-\\d{6}-${row?.letter}\\d{4,}$`)
  assert(form.test(event.number), `number ${event.number} is not of this PC`)
}

/** What it speaks of must be known here, or its movements would stand on nothing. */
const assertKnown = async (tx: Tx, event: GoodsReceiptPosted): Promise<void> => {
  const order = await tx.one('SELECT 1 AS found FROM purchaseOrder WHERE documentId = ? AND storeCode = ?', [
    event.orderId,
    event.storeCode,
  ])
  assert(order, `order ${event.orderNumber} is not of store ${event.storeCode}`)
  const unknown = await tx.one<{ sku: string }>(
    'SELECT value AS sku FROM json_each(?) WHERE value NOT IN (SELECT sku FROM product) LIMIT 1',
    [JSON.stringify(event.lines.map(({ sku }) => sku))],
  )
  assert(!unknown, `product ${unknown?.sku} is not known`)
}

const assertOwnWarehouse = async (tx: Tx, event: EventPayload): Promise<void> => {
  const warehouse = await tx.one('SELECT 1 AS found FROM warehouse WHERE code = ? AND storeCode = ?', [
    event.warehouseCode,
    event.storeCode,
  ])
  assert(warehouse, `warehouse ${event.warehouseCode} is not of store ${event.storeCode}`)
}

/** The poster must be a user of that store who may post; otherwise people look at it before it counts. */
const assertRight = async (tx: Tx, event: EventPayload): Promise<void> => {
  const user = await tx.manager.findOneBy(UserEntity, { id: event.postedById })
  assert(
    user && user.scopeKind === 'store' && user.scopeCode === event.storeCode,
    `user ${event.postedById} is not of store ${event.storeCode}`,
  )
  assert(roleHolds(user.role as Role, 'goodsReceipt.post'), `user ${event.postedById} may not post`)
}

const projectGoodsReceipt: Projector<GoodsReceiptPosted> = async (tx, event, place, recordedAt) => {
  await assertKnown(tx, event)
  const expected = postingMovements(event.lines, event.warehouseCode)
  assert(JSON.stringify(expected) === JSON.stringify(event.movements), 'movements do not follow from the lines')
  await tx.manager.insert(DocumentEntity, {
    documentId: event.documentId,
    type: 'goodsReceipt',
    number: event.number,
    state: 'posted',
    version: 1,
    storeCode: event.storeCode,
    warehouseCode: event.warehouseCode,
    supplierCode: event.supplierCode,
    orderId: event.orderId,
    orderNumber: event.orderNumber,
    deliveryNote: event.deliveryNote,
    dueDate: event.dueDate,
    policyVersion: event.policyVersion,
    authorId: event.authorId,
    postedById: event.postedById,
    createdAt: event.createdAt,
    occurredAt: event.occurredAt,
    postedAt: event.occurredAt,
    logId: place.logId,
    seq: place.seq,
    note: '',
  })
  await insertLines(tx, event)
  await insertSetAside(tx, event, place)
  await applyMovements(tx, place, {
    documentId: event.documentId,
    movements: expected,
    occurredAt: event.occurredAt,
    recordedAt,
    userId: event.postedById,
  })
}

const insertLines = (tx: Tx, event: GoodsReceiptPosted): Promise<void> =>
  tx.insertRows(
    'documentLine',
    event.lines.map((line) => ({ documentId: event.documentId, ...line, touchedAt: 0 })),
  )

const insertSetAside = (tx: Tx, event: GoodsReceiptPosted, place: EventPlace): Promise<void> =>
  tx.insertRows(
    'trayEntry',
    event.setAside.map((entry, index) => ({
      trayId: `${place.logId}/${place.seq}/${index + 1}`,
      documentId: event.documentId,
      sku: null,
      quantity: 0,
      state: 'setAside',
      scannedAt: event.createdAt,
      ...entry,
    })),
  )

const projectors: { [T in EventPayload['type']]: Projector<Extract<EventPayload, { type: T }>> } = {
  'goodsReceipt.posted': projectGoodsReceipt,
}
