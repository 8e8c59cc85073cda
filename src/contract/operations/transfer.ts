/** 调拨: the transfers HQ keeps, from request or push to the last settled piece. */
import { z } from 'zod'
import { settlementWays } from '../../core/documents/rule'
import { transferKinds, transferStates } from '../../core/documents/transfer'
import { defineOperations } from '../operation'
import { note, quantity, storeDay, uuid } from '../schemas/common'
import { transferSummary, transferView } from '../schemas/transfer'

export const transferOperations = defineOperations({
  'transfer.list': {
    kind: 'query',
    runsOn: 'both',
    permission: 'document.view',
    summary: 'Transfers from or to what this user may see, newest first',
    input: z.strictObject({
      states: z.array(z.enum(transferStates)).min(1).optional(),
      kind: z.enum(transferKinds).optional(),
      storeCode: z.string().max(16).optional(),
      search: z.string().max(64).optional(),
      after: z.string().max(60).optional(),
      limit: z.number().int().min(1).max(200).optional(),
    }),
    output: z.strictObject({ transfers: z.array(transferSummary), more: z.boolean() }),
    errors: [],
  },
  'transfer.get': {
    kind: 'query',
    runsOn: 'both',
    permission: 'document.view',
    summary: 'One transfer with asked, approved, sent and received quantities, its papers and its settlements',
    input: z.strictObject({ transferId: uuid }),
    output: transferView,
    errors: ['TRANSFER_NOT_FOUND'],
  },
  'transfer.push': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'transfer.push',
    summary: 'HQ orders goods from one warehouse to another; both stores see it after their next pull',
    input: z.strictObject({
      kind: z.enum(transferKinds),
      fromWarehouseCode: z.string().max(16),
      toWarehouseCode: z.string().max(16),
      dueDate: storeDay,
      note,
      lines: z
        .array(z.strictObject({ sku: z.string().max(32), quantity: quantity.min(1).max(999_999_999) }))
        .min(1)
        .max(5000),
    }),
    output: z.strictObject({ transferId: uuid, number: z.string() }),
    errors: [
      'WAREHOUSE_NOT_FOUND',
      'WAREHOUSE_CANNOT_RECEIVE',
      'SAME_WAREHOUSE',
      'PRODUCT_NOT_FOUND',
      'QUANTITY_NOT_WHOLE',
      'DOCUMENT_TYPE_OFF',
    ],
  },
  'transfer.cancel': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'transfer.cancel',
    summary:
      'HQ calls a transfer off before it was sent; a dispatch that was under way stands and is shown as a difference',
    input: z.strictObject({ transferId: uuid, reason: note.min(1) }),
    output: transferView,
    errors: ['TRANSFER_NOT_FOUND', 'TRANSFER_STATE'],
  },
  'transfer.settle': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'transfer.settle',
    summary:
      'Decide how goods that were sent and did not arrive end: 补发, 退回, 承运损失, charged to sender or receiver',
    input: z.strictObject({
      transferId: uuid,
      lineNo: z.number().int().min(1),
      quantity: quantity.min(1).max(999_999_999),
      way: z.enum(settlementWays),
      note,
    }),
    output: transferView,
    errors: [
      'TRANSFER_NOT_FOUND',
      'TRANSFER_STATE',
      'TRANSFER_CALLED_OFF',
      'LINE_NOT_FOUND',
      'SETTLEMENT_TOO_LARGE',
      'QUANTITY_NOT_WHOLE',
      'SETTLEMENT_WAY',
      'STORE_HAS_NO_PC',
    ],
  },
  'transfer.openDispatch': {
    kind: 'command',
    runsOn: 'both',
    permission: 'transferDispatch.create',
    summary: 'Start sending a transfer, or go on with the draft already started; sent starts at 0',
    input: z.strictObject({ transferId: uuid }),
    output: z.strictObject({ documentId: uuid }),
    errors: ['NOT_ENROLLED', 'TRANSFER_NOT_FOUND', 'TRANSFER_STATE', 'DOCUMENT_TYPE_OFF'],
  },
  'transfer.openReceipt': {
    kind: 'command',
    runsOn: 'both',
    permission: 'transferReceipt.create',
    summary: 'Start receiving a transfer, or go on with the draft already started; received starts at 0',
    input: z.strictObject({ transferId: uuid }),
    output: z.strictObject({ documentId: uuid }),
    errors: ['NOT_ENROLLED', 'TRANSFER_NOT_FOUND', 'TRANSFER_STATE', 'DOCUMENT_TYPE_OFF', 'WAREHOUSE_CANNOT_RECEIVE'],
  },
})
