/** A command on this PC as the document engine sees it. */
import { storeDayOf } from '../core/quantity/storeDay'
import type { Tx } from '../database/unitOfWork'
import type { DocumentWork, WritingPlace } from '../documents/work'
import { Refusal } from '../gateway/gateway'
import type { CommandCall } from './calls'
import { lotLabelsAfterStep } from './labels/lotLabels'
import { readEnrolment } from './meta'
import { isoNow, type StoreRuntime } from './runtime'
import { isSignedInElsewhere } from './sessions'

export const workOf = (call: CommandCall): DocumentWork => ({
  tx: call.tx,
  side: 'store',
  user: call.user,
  authority: call.authority,
  at: isoNow(call.runtime.clock),
  storeDay: storeDayOf(call.runtime.clock.nowMs()),
  ids: call.runtime.ids,
  policy: call.runtime.policy,
  place: () => placeOf(call),
  isElsewhere: (userId) => isSignedInElsewhere(call.tx, call.clientId, userId),
  peers: {
    heads: () => call.runtime.services.peers.heads(),
    boundsOf: (documentId) => call.runtime.services.peers.boundsOf(documentId),
  },
  remember: call.remember,
  emit: (event) => call.tx.afterCommit(() => call.runtime.emit(event)),
  nudge: () => call.tx.afterCommit(() => call.runtime.services.sync.nudge()),
  ...storeSide(call.tx, call.runtime),
})

/** A store keeps its own warehouses' ledger; labels that wait follow here, HQ hears of the rest by the log. */
export const storeSide = (
  tx: Tx,
  runtime: Pick<StoreRuntime, 'emit'>,
): Pick<DocumentWork, 'keepsLedgerOf' | 'afterStep' | 'instruct'> => ({
  keepsLedgerOf: () => Promise.resolve(true),
  afterStep: (document) => lotLabelsAfterStep(tx, runtime, document),
  instruct: () => Promise.reject(new Error('a store instructs nobody')),
})

const placeOf = async (call: CommandCall): Promise<WritingPlace> => {
  const enrolment = await readEnrolment(call.tx)
  if (!enrolment) throw new Refusal('NOT_ENROLLED')
  const { logId, letter, storeCode } = enrolment
  return { logId, letter, storeCode }
}
