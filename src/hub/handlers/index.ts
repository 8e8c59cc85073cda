/** One handler per operation that runs on the hub; this does not compile while one is missing. */
import type { HubHandlers } from '../calls'
import { enrolmentHandlers } from './enrolment'
import { goodsReceiptHandlers } from './goodsReceipt'
import { signInHandlers } from './signIn'
import { stockHandlers } from './stock'
import { syncHandlers } from './sync'

export const hubHandlers: HubHandlers = {
  ...signInHandlers,
  ...enrolmentHandlers,
  ...syncHandlers,
  ...stockHandlers,
  ...goodsReceiptHandlers,
}
