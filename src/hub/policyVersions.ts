/** The one way a new version of the policy comes about: who, why, and what changed are kept; stores are told. */
import type { AmountLimit, Policy, RoleDefinition } from '../contract/schemas/masterData'
import { documentTypes } from '../core/documents/states'
import { storeDayOf } from '../core/quantity/storeDay'
import type { Tx } from '../database/unitOfWork'
import { Refusal, refuseOtherRights } from '../gateway/gateway'
import type { CommandCall } from './calls'
import { refuseOwnRoleWider } from './ownRole'
import { currentPolicy } from './policy'
import { publish } from './publish'
import { keepsSomebodyInCharge } from './rightsLeft'
import { isoNow } from './runtime'

/** The policy in force, where it is the one that was edited. The chain has one policy: who works for a branch has no say in it. */
export const policyEdited = async (call: CommandCall, baseVersion: number): Promise<Policy> => {
  const before = await currentPolicy(call.tx)
  if (before.version !== baseVersion) throw new Refusal('VERSION_CONFLICT', { version: before.version })
  if (call.user.scope.kind !== 'chain') throw new Refusal('WHOLE_CHAIN_ONLY')
  return before
}

export const putInForce = async (call: CommandCall, before: Policy, after: Policy, reason: string): Promise<void> => {
  if (rightsDiffer(before, after)) await refuseRights(call, before, after)
  await publish(call.tx, 'policy', [{ type: 'policy', key: 'policy', scope: '', body: after }])
  await call.tx.run('INSERT INTO policyChange (version, userId, at, note) VALUES (?, ?, ?, ?)', [
    after.version,
    call.user.userId,
    isoNow(call.runtime),
    reason,
  ])
  call.remember('', { version: after.version, note: reason, changes: changesBetween(before, after) })
}

const rightsPart = ({ roles, rights, limits, specialRights, documents }: Policy): unknown => [
  ...[roles, rights, limits, specialRights],
  documentTypes.map((type) => documents[type].rights),
]

const rightsDiffer = (before: Policy, after: Policy): boolean =>
  JSON.stringify(rightsPart(before)) !== JSON.stringify(rightsPart(after))

const refuseRights = async (call: CommandCall, before: Policy, after: Policy): Promise<void> => {
  refuseOtherRights(call.user)
  const today = storeDayOf(call.runtime.clock.nowMs())
  await refuseRolesGone(call.tx, before, after, today)
  refuseUnknownRoles(after)
  await refuseOwnRoleWider(call.tx, call.user.userId, before, after)
  for (const right of ['user.manage', 'role.edit'] as const)
    if (!(await keepsSomebodyInCharge(call.tx, right, today, { before, after })))
      throw new Refusal('LAST_ADMIN', { permission: right })
}

/** Every role a list names exists: a right of nobody knows whom is a mistake waiting for somebody of that name. */
const refuseUnknownRoles = ({ roles, rights, specialRights, documents, limits }: Policy): void => {
  const known = new Set(roles.map(({ code }) => code))
  const named = [
    ...Object.values(rights).flat(),
    ...Object.values(specialRights).flat(),
    ...documentTypes.flatMap((type) => Object.values(documents[type].rights).flat()),
    ...limits.map(({ role }) => role),
    ...roles.flatMap(({ grantedBy }) => grantedBy),
  ]
  const role = named.find((one) => !known.has(one))
  if (role !== undefined) throw new Refusal('ROLE_NOT_FOUND', { role })
}

/** A role somebody holds, or will, is not switched off; one that ever was anybody's keeps its name. */
const refuseRolesGone = async (tx: Tx, before: Policy, after: Policy, today: string): Promise<void> => {
  const now = new Map(after.roles.map((role) => [role.code, role]))
  for (const { code, active } of before.roles) {
    const kept = now.get(code)
    if (kept && (kept.active || !active)) continue
    const held = await tx.one(
      `SELECT 1 AS found FROM userRole r JOIN user u ON u.id = r.userId WHERE r.role = ?
       AND (? OR (u.active = 1 AND (r.validUntil = '' OR r.validUntil >= ?))) LIMIT 1`,
      [code, kept ? 0 : 1, today],
    )
    if (held) throw new Refusal('ROLE_IN_USE', { role: code })
  }
}

/** Every value that differs, by its path. What has a code goes by it, so that one added at the front moves no other. */
export const changesBetween = (before: Policy, after: Policy): { path: string; before: string; after: string }[] => {
  const [old, fresh] = [flat(before), flat(after)]
  const paths = [...new Set([...old.keys(), ...fresh.keys()])].filter((path) => path !== 'version')
  return paths
    .filter((path) => old.get(path) !== fresh.get(path))
    .map((path) => ({ path, before: old.get(path) ?? '', after: fresh.get(path) ?? '' }))
}

const flat = (value: unknown, path = ''): Map<string, string> => {
  if (value === null || typeof value !== 'object') return new Map([[path, JSON.stringify(value)]])
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return new Map([[path, [...value].sort().join(', ')]])
  if (path === 'limits') return limitsOf(value as AmountLimit[])
  const entries = Array.isArray(value)
    ? value.map((one, index): [string, unknown] => [keyOf(one, index), one])
    : Object.entries(value)
  return new Map(entries.flatMap(([key, one]) => [...flat(one, path === '' ? key : `${path}.${key}`)]))
}

const limitsOf = (limits: readonly AmountLimit[]): Map<string, string> =>
  new Map(limits.map(({ type, act, role, maxFen }) => [`limits.${type}.${act}.${role}.maxFen`, String(maxFen)]))

/** A role by its code; the rest by its place. */
const keyOf = (one: unknown, index: number): string => {
  const { code, grantedBy } = one as Partial<RoleDefinition>
  return grantedBy !== undefined && code !== undefined ? code : String(index)
}
