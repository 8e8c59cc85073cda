/** The one step of a transfer that is this store's to do now, as core says it; shown before it is pressed. Pure. */
import type { TransferSummary } from '../../../contract/schemas/transfer'
import type { TransferState } from '../../../core/documents/transfer'

export const transferTabs = ['toSend', 'toReceive', 'difference', 'done'] as const
export type TransferTab = (typeof transferTabs)[number]

export const statesOfTab: Record<TransferTab, TransferState[]> = {
  toSend: ['awaitingDispatch'],
  toReceive: ['inTransit'],
  difference: ['difference'],
  done: ['completed', 'cancelled'],
}

type Route = Pick<TransferSummary, 'state' | 'fromStoreCode' | 'toStoreCode'>

export type TransferStep = 'dispatch' | 'receive'

/** Ours to send, ours to receive, or for somebody else to act on. A difference is settled at HQ; what still comes is received. */
export const stepFor = (transfer: Route, storeCode: string): TransferStep | null => {
  if (transfer.state === 'awaitingDispatch' && transfer.fromStoreCode === storeCode) return 'dispatch'
  if (transfer.state === 'inTransit' && transfer.toStoreCode === storeCode) return 'receive'
  return null
}
