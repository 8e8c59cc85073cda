/** One handler per operation that runs on the hub; this does not compile while one is missing. */
import type { HubHandlers } from '../calls'
import { accountHandlers, sessionHandlers } from './account'
import { alarmHandlers } from './alarm'
import { auditHandlers } from './audit'
import { chainTemplateHandlers } from './chainTemplate'
import { codeRequestHandlers } from './codeRequest'
import { deviceHandlers } from './device'
import { documentHandlers } from './document'
import { enrolmentHandlers } from './enrolment'
import { lotHandlers } from './lot'
import { organisationHandlers } from './organisation'
import { policyHandlers, warehouseHandlers } from './policy'
import { priceHandlers } from './price'
import { roleHandlers } from './role'
import { signInHandlers } from './signIn'
import { stockHandlers } from './stock'
import { stocktakeHandlers } from './stocktake'
import { stocktakeAccuracyHandlers, stocktakeScheduleHandlers, stocktakeTaskHandlers } from './stocktakeTask'
import { syncHandlers } from './sync'
import { trailHandlers } from './trail'
import { transferHandlers } from './transfer'
import { userHandlers } from './user'

export const hubHandlers: HubHandlers = {
  ...signInHandlers,
  ...accountHandlers,
  ...sessionHandlers,
  ...enrolmentHandlers,
  ...deviceHandlers,
  ...syncHandlers,
  ...stockHandlers,
  ...stocktakeHandlers,
  ...stocktakeTaskHandlers,
  ...stocktakeScheduleHandlers,
  ...stocktakeAccuracyHandlers,
  ...documentHandlers,
  ...transferHandlers,
  ...lotHandlers,
  ...trailHandlers,
  ...policyHandlers,
  ...warehouseHandlers,
  ...organisationHandlers,
  ...userHandlers,
  ...roleHandlers,
  ...auditHandlers,
  ...alarmHandlers,
  ...codeRequestHandlers,
  ...priceHandlers,
  ...chainTemplateHandlers,
}
