/** What travels between a store PC and the hub. Bytes are sent as they were hashed, never re-serialised (page 3). */
import { z } from 'zod'
import { movementKinds } from '../../core/stock/movement'
import { figure, isoTime, quantity, uuid } from './common'

export const protocolVersion = 1

export const syncEvent = z.strictObject({
  seq: z.number().int().min(1),
  /** the exact text that was hashed */
  payload: z.string().max(2_000_000),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})

export const movementShape = z.strictObject({
  line: z.number().int().min(1),
  sku: z.string().min(1).max(32),
  lot: z.string().max(40),
  fromAccount: z.string().max(80),
  toAccount: z.string().max(80),
  quantity: quantity.min(1),
  unitCost: quantity,
  value: quantity,
  kind: z.enum(movementKinds),
})

/** A posted goods receipt as it is told to HQ: the whole document and the movements it made. */
export const goodsReceiptPosted = z.strictObject({
  type: z.literal('goodsReceipt.posted'),
  documentId: uuid,
  number: z.string().max(60),
  storeCode: z.string(),
  warehouseCode: z.string(),
  supplierCode: z.string(),
  orderId: uuid,
  orderNumber: z.string(),
  deliveryNote: z.string(),
  dueDate: z.string(),
  policyVersion: z.number().int(),
  authorId: z.string(),
  postedById: z.string(),
  createdAt: isoTime,
  occurredAt: isoTime,
  lines: z.array(
    z.strictObject({
      lineNo: z.number().int(),
      sku: z.string(),
      expectedQuantity: quantity,
      receivedQuantity: quantity,
      unitCost: quantity,
      unplanned: z.boolean(),
    }),
  ),
  setAside: z.array(z.strictObject({ text: z.string(), reason: z.string(), decision: z.string(), scans: figure })),
  movements: z.array(movementShape).min(1),
})

export const eventPayload = z.discriminatedUnion('type', [goodsReceiptPosted])

export type GoodsReceiptPosted = z.infer<typeof goodsReceiptPosted>
export type EventPayload = z.infer<typeof eventPayload>
export type SyncEvent = z.infer<typeof syncEvent>

/** Streams a store pulls; each has its own dense counter at the hub. */
export const pullStreams = ['master', 'users', 'policy', 'orders'] as const
export type PullStream = (typeof pullStreams)[number]
