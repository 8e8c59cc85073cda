/** 调拨 on the store PC: HQ's transfers as last pulled, and the papers this store writes for them. */
import type { OutputOf } from '../../contract/operations'
import { findTransfer, listTransfers } from '../../database/queries/transfer'
import { openTransferPaper } from '../../documents/transfer'
import { Refusal, viewOf } from '../../gateway/gateway'
import type { HandlersOf } from '../calls'
import { workOf } from '../work'

export const transferHandlers: HandlersOf<'transfer'> = {
  'transfer.list': async (call, input) =>
    (await listTransfers(
      call.read,
      { ...input, limit: input.limit ?? 100 },
      viewOf(call.user),
      call.runtime.clock.nowMs(),
    )) as OutputOf<'transfer.list'>,
  'transfer.get': async (call, input) => {
    const transfer = await findTransfer(call.read, input.transferId, viewOf(call.user))
    if (!transfer) throw new Refusal('TRANSFER_NOT_FOUND', { transferId: input.transferId })
    return transfer as unknown as OutputOf<'transfer.get'>
  },
  'transfer.openDispatch': async (call, input) => ({
    documentId: await openTransferPaper(workOf(call), input.transferId, 'transferDispatch'),
  }),
  'transfer.openReceipt': async (call, input) => ({
    documentId: await openTransferPaper(workOf(call), input.transferId, 'transferReceipt'),
  }),
}
