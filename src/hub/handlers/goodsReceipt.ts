/** Receipts of the chain as HQ sees them; another region's receipt looks like none. */
import type { OutputOf } from '../../contract/operations'
import { findReceipt, listReceiptHeaders } from '../../database/queries/goodsReceipt'
import { Refusal, viewOf } from '../../gateway/gateway'
import type { HandlersOf } from '../calls'

export const goodsReceiptHandlers: HandlersOf<'goodsReceipt'> = {
  'goodsReceipt.list': async (call, input) =>
    (await listReceiptHeaders(
      call.read,
      { ...input, limit: input.limit ?? 100 },
      viewOf(call.user),
    )) as OutputOf<'goodsReceipt.list'>,

  'goodsReceipt.get': async (call, input) => {
    const receipt = await findReceipt(call.read, input.documentId, viewOf(call.user))
    if (!receipt) throw new Refusal('DOCUMENT_NOT_FOUND', { documentId: input.documentId })
    return receipt as OutputOf<'goodsReceipt.get'>
  },
}
