/** 采购入库: what only receiving has, beside the operations of every document: orders, and goods without one. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { note, quantity, storeDay, uuid } from '../schemas/common'
import { document } from '../schemas/document'

export const goodsReceiptOperations = defineOperations({
  'goodsReceipt.expected': {
    kind: 'query',
    runsOn: 'store',
    permission: 'document.view',
    summary: 'Open purchase orders of this store that still expect goods; searched by number, supplier and product',
    input: z.strictObject({ search: z.string().min(1).max(64).optional() }),
    output: z.strictObject({
      orders: z.array(
        z.strictObject({
          orderId: uuid,
          number: z.string(),
          deliveryNote: z.string(),
          supplierName: z.string(),
          dueDate: storeDay,
          lines: z.number().int(),
          /** null where receiving is blind */
          expectedTotal: quantity.nullable(),
          /** the draft somebody already opened for it */
          draftId: uuid.nullable(),
          draftState: z.enum(['draft', 'held']).nullable(),
          holderName: z.string(),
        }),
      ),
    }),
    errors: [],
  },
  'goodsReceipt.open': {
    kind: 'command',
    runsOn: 'store',
    permission: 'goodsReceipt.create',
    summary: 'Start receiving an order, or go on with the draft already started for it',
    input: z.strictObject({ orderId: uuid }),
    output: z.strictObject({ documentId: uuid }),
    errors: ['ORDER_NOT_FOUND', 'ORDER_NOT_OPEN', 'NOT_ENROLLED', 'DOCUMENT_TYPE_OFF', 'WAREHOUSE_CANNOT_RECEIVE'],
  },
  'goodsReceipt.openWithoutOrder': {
    kind: 'command',
    runsOn: 'store',
    permission: 'goodsReceipt.withoutOrder',
    summary:
      'Receive goods nobody announced: a draft for a supplier, every product becomes a line as it is scanned; with copyOf it starts with the products of another receipt, whose order is left behind',
    input: z.strictObject({
      supplierCode: z.string().max(16),
      deliveryNote: note.max(40),
      warehouseCode: z.string().max(16).optional(),
      copyOf: uuid.optional(),
    }),
    output: z.strictObject({ documentId: uuid }),
    errors: [
      'DOCUMENT_NOT_FOUND',
      'NOT_ENROLLED',
      'DOCUMENT_TYPE_OFF',
      'SUPPLIER_NOT_FOUND',
      'WAREHOUSE_NOT_FOUND',
      'WAREHOUSE_CANNOT_RECEIVE',
    ],
  },
  'goodsReceipt.reveal': {
    kind: 'command',
    runsOn: 'store',
    permission: 'goodsReceipt.create',
    summary:
      'Blind receiving: the count is finished (待复核), show what was expected. What is changed after this is logged as such',
    input: z.strictObject({ documentId: uuid }),
    output: document,
    errors: ['DOCUMENT_NOT_FOUND', 'DOCUMENT_STATE', 'DOCUMENT_HELD'],
  },
})
