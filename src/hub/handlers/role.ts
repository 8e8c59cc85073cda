/** 角色与权限: the rights part of the policy, changed by the same path as the policy itself; and the matrix it makes. */
import type { InputOf, OutputOf } from '../../contract/operations'
import { permissionMatrix } from '../../contract/permissionMatrix'
import { type AmountLimit, type Policy, policySchema } from '../../contract/schemas/masterData'
import { type DocumentType, documentTypes } from '../../core/documents/states'
import { rolesWithin } from '../../database/queries/roles'
import type { CommandCall, HandlersOf, QueryCall } from '../calls'
import { today } from '../people'
import { currentPolicy } from '../policy'
import { policyEdited, putInForce } from '../policyVersions'

export const roleHandlers: HandlersOf<'role'> = {
  'role.list': (call) => listRoles(call),
  'role.save': (call, input) => saveRoles(call, input),
  'role.matrix': async (call) => {
    const policy = await currentPolicy(call.read)
    const roles = policy.roles.map(({ code, name, nameEn, active }) => ({ code, name, nameEn, active }))
    return { version: policy.version, roles, rows: permissionMatrix(policy) }
  },
}

const listRoles = async (call: QueryCall): Promise<OutputOf<'role.list'>> => {
  const { version, roles, rights, specialRights, documents, limits } = await currentPolicy(call.read)
  const within = rolesWithin(call.user.scope, 'r')
  const held = await call.read.all<{ role: string; people: number }>(
    `SELECT r.role, count(DISTINCT r.userId) AS people FROM userRole r JOIN user u ON u.id = r.userId AND u.active = 1
     WHERE (r.validUntil = '' OR r.validUntil >= ?) AND (${within.sql}) GROUP BY r.role`,
    [today(call.runtime), ...within.parameters],
  )
  return {
    ...{ version, rights, specialRights, limits },
    roles: roles.map((role) => ({ ...role, people: held.find((one) => one.role === role.code)?.people ?? 0 })),
    documents: Object.fromEntries(documentTypes.map((type) => [type, documents[type].rights])) as Record<
      DocumentType,
      Policy['documents'][DocumentType]['rights']
    >,
  }
}

const saveRoles = async (call: CommandCall, input: InputOf<'role.save'>): Promise<OutputOf<'role.save'>> => {
  const { baseVersion, note, documents, ...part } = input
  const before = await policyEdited(call, baseVersion)
  const withRights = documentTypes.map((type) => [type, { ...before.documents[type], rights: documents[type] }])
  const changed = { ...before, ...part, documents: Object.fromEntries(withRights), version: before.version + 1 }
  const after = withoutIdleLimits(policySchema.parse(changed))
  await putInForce(call, before, after, note)
  return { version: after.version }
}

/** A limit on what a role may not do says nothing, and would surprise whoever gives the right back. */
const withoutIdleLimits = (policy: Policy): Policy => {
  const isHeld = ({ role, type, act }: AmountLimit): boolean => {
    // a role nobody knows is refused in words of its own; one that is switched off may be switched on again
    return !policy.roles.some(({ code }) => code === role) || policy.documents[type].rights[act].includes(role)
  }
  return { ...policy, limits: policy.limits.filter(isHeld) }
}
