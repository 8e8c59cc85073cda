/**
 * Somebody shows who they are, at a window or to lend a right. Not only the secret has to be theirs: what they are told to be
 * here has to be HQ's word too.
 */
import type { Person } from '../database/queries/people'
import { Refusal } from '../gateway/gateway'
import type { ErrandCall } from './calls'
import { type Given, proveSecret } from './proveSecret'
import { findStoreUser } from './sessions'
import { today } from './today'

type Call = Pick<ErrandCall, 'read' | 'runtime'>

export const proveUser = async (
  call: Call,
  userId: string,
  given: Given,
): Promise<{ user: Person; by: 'hub' | 'pc' }> => {
  const by = await proveSecret(call, await userByHq(call, userId), given)
  // the try took its time: somebody may have written into the file meanwhile
  return { user: await userByHq(call, userId), by }
}

/** Where the rows they stand on are somebody else's, HQ is asked for them first; without a line they wait. */
const userByHq = async (call: Call, userId: string): Promise<Person> => {
  const { rows, doubts, services } = call.runtime
  await rows.lookedAtNow()
  if (doubts.isAbout(userId)) await services.sync.syncNow()
  if (doubts.isAbout(userId)) throw new Refusal('SIGN_IN_NEEDS_HUB', { reason: 'ROWS_ODD' })
  const user = await findStoreUser(call.read, userId, today(call.runtime))
  if (!user) throw new Refusal('USER_NOT_FOUND')
  return user
}
