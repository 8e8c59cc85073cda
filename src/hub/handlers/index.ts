/** One handler per operation that runs on the hub; this does not compile while one is missing. */
import type { HubHandlers } from '../calls'
import { documentHandlers } from './document'
import { enrolmentHandlers } from './enrolment'
import { lotHandlers } from './lot'
import { policyHandlers, warehouseHandlers } from './policy'
import { signInHandlers } from './signIn'
import { stockHandlers } from './stock'
import { syncHandlers } from './sync'
import { transferHandlers } from './transfer'

export const hubHandlers: HubHandlers = {
  ...signInHandlers,
  ...enrolmentHandlers,
  ...syncHandlers,
  ...stockHandlers,
  ...documentHandlers,
  ...transferHandlers,
  ...lotHandlers,
  ...policyHandlers,
  ...warehouseHandlers,
}
