/** The policy this PC works under, as last pulled. */
import type { HandlersOf } from '../calls'

export const policyHandlers: HandlersOf<'policy'> = {
  'policy.get': async (call) => ({ policy: await call.runtime.policy() }),
}
