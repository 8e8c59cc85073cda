/** The line of an errand in the trail: commands write theirs with their effect, an errand in a write of its own. */
import type { StoreOperationName } from '../contract/operations'
import type { Tx } from '../database/unitOfWork'
import { appendTrail } from '../ledger/trail'
import type { ErrandCall } from './calls'
import { isoNow } from './runtime'

/** `detail`: never a PIN, code or token. */
export const logErrand = (tx: Tx, call: ErrandCall, operation: StoreOperationName, detail: object): Promise<void> =>
  appendTrail(tx, {
    at: isoNow(call.runtime.clock),
    userId: call.actor?.userId ?? '',
    roles: call.actor?.roles ?? [],
    client: call.clientId,
    operation,
    requestId: call.requestId,
    outcome: 'done',
    detail,
  })
