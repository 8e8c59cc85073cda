/** 采购入库: open an order's delivery, scan it in, decide about odd codes, post. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { empty, note, quantity, rawScan, storeDay, uuid } from '../schemas/common'
import { receipt, receiptHeader, scanResult } from '../schemas/goodsReceipt'

const documentIdOnly = z.strictObject({ documentId: uuid })

export const goodsReceiptOperations = defineOperations({
  'goodsReceipt.expected': {
    kind: 'query',
    runsOn: 'store',
    permission: 'goodsReceipt.view',
    summary: 'Open purchase orders of this store that still expect goods',
    input: empty,
    output: z.strictObject({
      orders: z.array(
        z.strictObject({
          orderId: uuid,
          number: z.string(),
          deliveryNote: z.string(),
          supplierName: z.string(),
          dueDate: storeDay,
          lines: z.number().int(),
          expectedTotal: quantity,
          /** the draft somebody already opened for it */
          draftId: uuid.nullable(),
        }),
      ),
    }),
    errors: [],
  },
  'goodsReceipt.list': {
    kind: 'query',
    runsOn: 'both',
    permission: 'goodsReceipt.view',
    summary: 'Goods receipts, newest first, paged by key',
    input: z.strictObject({
      state: z.enum(['draft', 'posted', 'cancelled']).optional(),
      storeCode: z.string().max(16).optional(),
      /** number of the last row seen */
      after: z.string().max(60).optional(),
      limit: z.number().int().min(1).max(200).optional(),
    }),
    output: z.strictObject({ receipts: z.array(receiptHeader), more: z.boolean() }),
    errors: [],
  },
  'goodsReceipt.get': {
    kind: 'query',
    runsOn: 'both',
    permission: 'goodsReceipt.view',
    summary: 'One goods receipt with its lines and its tray of odd codes',
    input: documentIdOnly,
    output: receipt,
    errors: ['DOCUMENT_NOT_FOUND'],
  },
  'goodsReceipt.open': {
    kind: 'command',
    runsOn: 'store',
    permission: 'goodsReceipt.receive',
    summary: 'Start receiving an order, or go on with the draft already started for it',
    input: z.strictObject({ orderId: uuid }),
    output: documentIdOnly,
    errors: ['ORDER_NOT_FOUND', 'ORDER_NOT_OPEN', 'NOT_ENROLLED'],
  },
  'goodsReceipt.scan': {
    kind: 'command',
    runsOn: 'store',
    permission: 'goodsReceipt.receive',
    summary: 'Take one scan into a draft; durable before it answers; the same scanId counts once',
    input: z.strictObject({
      documentId: uuid,
      scan: rawScan,
      /** from `12*` before the scan; 1 unless said */
      times: z.number().int().min(1).max(9999).optional(),
    }),
    output: scanResult,
    errors: ['DOCUMENT_NOT_FOUND', 'DOCUMENT_STATE', 'QUANTITY_TOO_LARGE'],
  },
  'goodsReceipt.adjust': {
    kind: 'command',
    runsOn: 'store',
    permission: 'goodsReceipt.receive',
    summary: 'Add to, take from or set what a draft line received',
    input: z.strictObject({
      documentId: uuid,
      lineNo: z.number().int().min(1),
      mode: z.enum(['add', 'subtract', 'set']),
      quantity: quantity.max(999_999_999),
    }),
    output: scanResult,
    errors: [
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'LINE_NOT_FOUND',
      'QUANTITY_BELOW_ZERO',
      'QUANTITY_TOO_LARGE',
      'QUANTITY_NOT_WHOLE',
    ],
  },
  'goodsReceipt.undo': {
    kind: 'command',
    runsOn: 'store',
    permission: 'goodsReceipt.receive',
    summary: 'Take back the last scan or adjustment of a draft, again and again to its beginning; each undo is logged',
    input: documentIdOnly,
    output: scanResult,
    errors: ['DOCUMENT_NOT_FOUND', 'DOCUMENT_STATE', 'NOTHING_TO_UNDO', 'DECISION_NOT_UNDOABLE'],
  },
  'goodsReceipt.setAside': {
    kind: 'command',
    runsOn: 'store',
    permission: 'goodsReceipt.receive',
    summary: 'Decide that a code in the tray is not received, with the reason',
    input: z.strictObject({ documentId: uuid, trayId: z.string().max(60), reason: note.min(1) }),
    output: receipt,
    errors: ['DOCUMENT_NOT_FOUND', 'DOCUMENT_STATE', 'TRAY_ENTRY_NOT_FOUND'],
  },
  'goodsReceipt.acceptUnplanned': {
    kind: 'command',
    runsOn: 'store',
    permission: 'goodsReceipt.acceptUnplanned',
    summary: 'Receive a known product that is not on the order as an unplanned line',
    input: z.strictObject({ documentId: uuid, trayId: z.string().max(60), reason: note.min(1) }),
    output: receipt,
    errors: [
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'TRAY_ENTRY_NOT_FOUND',
      'TRAY_ENTRY_NOT_A_PRODUCT',
      'QUANTITY_TOO_LARGE',
    ],
  },
  'goodsReceipt.cancel': {
    kind: 'command',
    runsOn: 'store',
    permission: 'goodsReceipt.cancel',
    summary: 'Void a draft that was opened by mistake; it stays readable and moves nothing',
    input: z.strictObject({ documentId: uuid, reason: note.min(1) }),
    output: documentIdOnly,
    errors: ['DOCUMENT_NOT_FOUND', 'DOCUMENT_STATE'],
  },
  'goodsReceipt.post': {
    kind: 'command',
    runsOn: 'store',
    permission: 'goodsReceipt.post',
    summary: 'Post a draft: movements, balances, event and audit in one transaction; labels are queued',
    input: z.strictObject({
      documentId: uuid,
      /** the version whose summary was confirmed; anything newer is VERSION_CONFLICT */
      version: z.number().int().min(1),
    }),
    output: z.strictObject({
      documentId: uuid,
      number: z.string(),
      movements: z.number().int(),
      labels: z.number().int(),
    }),
    errors: [
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'VERSION_CONFLICT',
      'TRAY_NOT_EMPTY',
      'NOTHING_RECEIVED',
      'OVER_RECEIPT',
    ],
  },
})
