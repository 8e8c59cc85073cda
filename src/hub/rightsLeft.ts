/** Somebody has to be left who can give rights again: a chain that locked itself out would need a database tool. */
import { type Permission, roleHolds } from '../contract/permissions'
import type { Assignment, Policy } from '../contract/schemas/masterData'
import type { Reader } from '../database/unitOfWork'

interface Holder extends Pick<Assignment, 'role' | 'validFrom' | 'validUntil'> {
  userId: string
}

interface Change {
  before: Policy
  after: Policy
  /** what becomes of one person */
  person?: { id: string; active: boolean; assignments: readonly Assignment[] }
}

/** Is there, after a change, still somebody who can sign in and holds this right over the chain, today and without an end? */
export const keepsSomebodyInCharge = async (
  read: Reader,
  right: Permission,
  today: string,
  { before, after, person }: Change,
): Promise<boolean> => {
  const now = await read.all<Holder>(
    `SELECT r.userId, r.role, r.validFrom, r.validUntil FROM userRole r JOIN user u ON u.id = r.userId
     WHERE u.active = 1 AND r.scopeKind = 'chain'`,
  )
  const isInCharge = (policy: Policy) => (holder: Holder) =>
    holder.validFrom <= today && holder.validUntil === '' && roleHolds(holder.role, right, policy)
  if (!now.some(isInCharge(before))) return true
  const then = person ? [...now.filter(({ userId }) => userId !== person.id), ...theirs(person)] : now
  const able = await read.all<{ userId: string }>('SELECT userId FROM userSecret WHERE passwordHash IS NOT NULL')
  const maySignIn = new Set(able.map(({ userId }) => userId))
  return then.filter(({ userId }) => maySignIn.has(userId)).some(isInCharge(after))
}

const theirs = ({ id, active, assignments }: NonNullable<Change['person']>): Holder[] =>
  active ? assignments.filter(({ scopeKind }) => scopeKind === 'chain').map((one) => ({ ...one, userId: id })) : []
