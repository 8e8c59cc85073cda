/** One handler per operation that runs on a store PC; this does not compile while one is missing. */
import type { StoreHandlers } from '../calls'
import { appHandlers, deviceHandlers } from './app'
import { codeRequestHandlers } from './codeRequest'
import { countSheetHandlers } from './countSheet'
import { documentHandlers } from './document'
import { goodsReceiptHandlers } from './goodsReceipt'
import { labelHandlers } from './label'
import { labelTemplateHandlers } from './labelTemplate'
import { lotHandlers } from './lot'
import { overrideHandlers } from './override'
import { paperHandlers } from './paper'
import { policyHandlers } from './policy'
import { printerHandlers } from './printer'
import { scanHandlers } from './scan'
import { signInHandlers } from './signIn'
import { stockHandlers } from './stock'
import { stocktakeHandlers } from './stocktake'
import { stocktakeTaskHandlers } from './stocktakeTask'
import { trailHandlers } from './trail'
import { transferHandlers } from './transfer'

export const storeHandlers: StoreHandlers = {
  ...appHandlers,
  ...deviceHandlers,
  ...scanHandlers,
  ...signInHandlers,
  ...documentHandlers,
  ...goodsReceiptHandlers,
  ...transferHandlers,
  ...lotHandlers,
  ...trailHandlers,
  ...policyHandlers,
  ...overrideHandlers,
  ...stockHandlers,
  ...stocktakeHandlers,
  ...stocktakeTaskHandlers,
  ...countSheetHandlers,
  ...labelHandlers,
  ...labelTemplateHandlers,
  ...paperHandlers,
  ...printerHandlers,
  ...codeRequestHandlers,
}
