/** The line of an errand in the trail: commands write theirs with their effect, an errand in a write of its own. */
import type { HubOperationName } from '../contract/operations'
import type { Tx } from '../database/unitOfWork'
import { appendTrail } from '../ledger/trail'
import type { QueryCall } from './calls'
import { isoNow } from './runtime'

interface ErrandLine {
  operation: HubOperationName
  /** who, where nobody was signed in yet */
  userId?: string
  /** what they are, where nobody was signed in yet */
  roles?: readonly string[]
  /** whose region may read it; '' = the chain's */
  storeCode?: string
  /** never a password, code or token */
  detail?: object
}

export const logErrand = (
  tx: Tx,
  call: QueryCall,
  { operation, userId, roles, storeCode = '', detail = {} }: ErrandLine,
): Promise<void> =>
  appendTrail(tx, {
    at: isoNow(call.runtime),
    userId: userId ?? call.user.userId,
    roles: roles ?? call.caller.actor?.roles ?? [],
    storeCode,
    client: call.caller.clientId,
    operation,
    requestId: call.requestId,
    outcome: 'done',
    detail,
  })
