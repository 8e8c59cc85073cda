/** One handler per operation that runs on a store PC; this does not compile while one is missing. */
import type { StoreHandlers } from '../calls'
import { appHandlers, deviceHandlers } from './app'
import { goodsReceiptHandlers } from './goodsReceipt'
import { labelHandlers } from './label'
import { scanHandlers } from './scan'
import { signInHandlers } from './signIn'
import { stockHandlers } from './stock'

export const storeHandlers: StoreHandlers = {
  ...appHandlers,
  ...deviceHandlers,
  ...scanHandlers,
  ...signInHandlers,
  ...goodsReceiptHandlers,
  ...stockHandlers,
  ...labelHandlers,
}
