/** The one table of operations. A subject's file is named after it; a new subject adds its file and a line here. */
import type { z } from 'zod'
import { accountOperations, sessionOperations } from './account'
import { alarmOperations } from './alarm'
import { appOperations } from './app'
import { auditOperations } from './audit'
import { chainTemplateOperations } from './chainTemplate'
import { codeRequestOperations } from './codeRequest'
import { countSheetOperations } from './countSheet'
import { deviceOperations } from './device'
import { documentOperations } from './document'
import { goodsReceiptOperations } from './goodsReceipt'
import { labelOperations } from './label'
import { labelTemplateOperations } from './labelTemplate'
import { lotOperations } from './lot'
import { paperOperations } from './paper'
import { policyOperations } from './policy'
import { priceOperations } from './price'
import { printerOperations } from './printer'
import { roleOperations } from './role'
import { signInOperations } from './signIn'
import { stockOperations } from './stock'
import { stocktakeOperations } from './stocktake'
import { stocktakeAccuracyOperations, stocktakeScheduleOperations, stocktakeTaskOperations } from './stocktakeTask'
import { syncOperations } from './sync'
import { trailOperations } from './trail'
import { transferOperations } from './transfer'
import { organisationOperations, userOperations } from './user'

export const operations = {
  ...appOperations,
  ...signInOperations,
  ...accountOperations,
  ...sessionOperations,
  ...documentOperations,
  ...goodsReceiptOperations,
  ...transferOperations,
  ...lotOperations,
  ...policyOperations,
  ...organisationOperations,
  ...userOperations,
  ...roleOperations,
  ...stockOperations,
  ...stocktakeOperations,
  ...stocktakeTaskOperations,
  ...stocktakeScheduleOperations,
  ...stocktakeAccuracyOperations,
  ...countSheetOperations,
  ...labelOperations,
  ...labelTemplateOperations,
  ...priceOperations,
  ...chainTemplateOperations,
  ...paperOperations,
  ...printerOperations,
  ...syncOperations,
  ...auditOperations,
  ...deviceOperations,
  ...alarmOperations,
  ...codeRequestOperations,
  ...trailOperations,
}

export type OperationName = keyof typeof operations
export type InputOf<N extends OperationName> = z.infer<(typeof operations)[N]['input']>
export type OutputOf<N extends OperationName> = z.infer<(typeof operations)[N]['output']>

type RunsOn<N extends OperationName> = (typeof operations)[N]['runsOn']
export type StoreOperationName = { [N in OperationName]: RunsOn<N> extends 'hub' ? never : N }[OperationName]
export type HubOperationName = { [N in OperationName]: RunsOn<N> extends 'store' ? never : N }[OperationName]

export const isOperationName = (text: string): text is OperationName => Object.hasOwn(operations, text)
