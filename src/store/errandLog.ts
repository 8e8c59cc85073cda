/** The line of an errand in the trail: commands write theirs with their effect, an errand in a write of its own. */
import type { StoreOperationName } from '../contract/operations'
import { standingOf } from '../database/queries/trail'
import type { Tx } from '../database/unitOfWork'
import type { Actor } from '../gateway/gateway'
import { appendTrail } from '../ledger/trail'
import type { ErrandCall } from './calls'
import { isoNow } from './runtime'

interface ErrandLine {
  operation: StoreOperationName
  /** who did it, where that is not whoever sits at the window: they sign in, or lend a right */
  by?: { userId: string; roles: readonly string[] }
  documentId?: string
  /** never a PIN, code or token */
  detail?: object
}

/** As much of the call as the line names. */
type ErrandOf = Pick<ErrandCall, 'clientId' | 'requestId'> & {
  runtime: Pick<ErrandCall['runtime'], 'clock'>
  actor: Pick<Actor, 'userId' | 'roles'> | null
}

/** Transfers and stocktakes are no documents, and have a number all the same. */
const numberIn = (detail: object): string =>
  'number' in detail && typeof detail.number === 'string' ? detail.number : ''

export const logErrand = async (
  tx: Tx,
  { runtime, actor, clientId, requestId }: ErrandOf,
  { operation, by, documentId = '', detail = {} }: ErrandLine,
): Promise<void> => {
  const standing = await standingOf(tx, documentId)
  await appendTrail(tx, {
    at: isoNow(runtime.clock),
    userId: by?.userId ?? actor?.userId ?? '',
    roles: by?.roles ?? actor?.roles ?? [],
    client: clientId,
    operation,
    requestId,
    outcome: 'done',
    documentId,
    number: standing?.number ?? numberIn(detail),
    detail,
  })
}
