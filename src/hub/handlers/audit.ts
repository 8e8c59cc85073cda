/** 稽核: what HQ asks of the papers and the trail, within the scope of who asks. */

import { viewOf } from '../../gateway/gateway'
import { overridesOf, reversalsOf } from '../audit/acts'
import { adjustmentsOf, writeOffRateOf } from '../audit/adjustments'
import { outliersIn } from '../audit/apart'
import { entriesOf } from '../audit/entries'
import type { Audit, Period } from '../audit/period'
import { noteSpotCheck, spotChecksOf } from '../audit/spotChecks'
import type { HandlersOf, QueryCall } from '../calls'
import { currentPolicy } from '../policy'

const auditOf = ({ read, user }: QueryCall, { from, to, storeCode }: Period): Audit => ({
  read,
  user,
  period: { from, to, storeCode },
  withCost: viewOf(user).withCost,
})

export const auditHandlers: HandlersOf<'audit'> = {
  'audit.adjustments': async (call, input) =>
    adjustmentsOf(auditOf(call, input), (await currentPolicy(call.read)).reasons),
  'audit.writeOffRate': (call, input) => writeOffRateOf(auditOf(call, input)),
  'audit.reversals': (call, input) => reversalsOf(auditOf(call, input)),
  'audit.overrides': (call, input) => overridesOf(auditOf(call, input)),
  'audit.entries': (call, input) => entriesOf(auditOf(call, input)),
  'audit.outliers': (call, input) => outliersIn(auditOf(call, input)),
  'audit.spotChecks': (call, input) => spotChecksOf(auditOf(call, input), input.count),
  'audit.noteSpotCheck': (call, input) => noteSpotCheck(call, input),
}
