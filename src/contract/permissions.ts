/**
 * Permission names, and what a role holds. Every right is HQ's policy: a matrix of type × act × roles, the special rights
 * beside it, and the rights that are no document's. Checks happen in gateway/ alone.
 */
import { documentRules } from '../core/documents'
import type { ApprovalLevel } from '../core/documents/approval'
import { highestLevel } from '../core/documents/approval'
import { type DocumentAct, type DocumentType, documentActs, documentTypes } from '../core/documents/states'
import { type FixedPermission, fixedPermissions, type SpecialRight, specialRights } from './defaultPolicy'
import type { Policy, Role } from './schemas/masterData'

export type DocumentPermission = `${DocumentType}.${DocumentAct}`
export type Permission = FixedPermission | SpecialRight | DocumentPermission

/** What can be done to a type at all: HQ alone makes settlements, by deciding them. */
export const actsOf = (type: DocumentType): readonly DocumentAct[] => {
  if (type === 'transferSettlement') return []
  // the warehouse's own PC books the value when HQ agreed: nobody posts it
  if (documentRules[type].valueOnly) return ['create', 'submit', 'approve', 'cancel', 'reverse']
  // a review makes it (`stocktake.submit`): nobody begins one, but it can be taken back
  if (documentRules[type].madeOfReview) return ['submit', 'approve', 'post', 'cancel', 'reverse']
  // finished, a count is a finding: nobody agrees to it
  if (documentRules[type].counts) return ['create', 'submit', 'cancel']
  // a request moves nothing
  if (documentRules[type].direction === 'none') return ['create', 'submit', 'approve', 'cancel']
  return documentActs
}

export const documentPermissions: readonly DocumentPermission[] = documentTypes.flatMap((type) =>
  actsOf(type).map((act): DocumentPermission => `${type}.${act}`),
)

export const permissions: readonly Permission[] = [...fixedPermissions, ...specialRights, ...documentPermissions]

/** The part of a policy that says who may do what. */
export type RightsPolicy = Pick<Policy, 'documents' | 'specialRights' | 'rights' | 'roles'>

/** A policy never changes once it is read, and every call at the door asks: the answer is kept beside it. */
const known = new WeakMap<RightsPolicy, Map<Role, ReadonlySet<Permission>>>()

/** Everything a role may do under a policy; a role that is switched off, or unknown there, may do nothing. */
export const permissionsOf = (role: Role, policy: RightsPolicy): ReadonlySet<Permission> => {
  const ofRoles = known.get(policy) ?? new Map<Role, ReadonlySet<Permission>>()
  known.set(policy, ofRoles)
  const held = ofRoles.get(role) ?? allOf(role, policy)
  ofRoles.set(role, held)
  return held
}

/** What somebody who holds all these roles at the same place may do. */
export const permissionsOfAll = (roles: readonly Role[], policy: RightsPolicy): ReadonlySet<Permission> => {
  const [only, ...others] = roles
  if (only !== undefined && others.length === 0) return permissionsOf(only, policy)
  return new Set(roles.flatMap((role) => [...permissionsOf(role, policy)]))
}

const allOf = (role: Role, policy: RightsPolicy): ReadonlySet<Permission> => {
  if (!policy.roles.some(({ code, active }) => code === role && active)) return new Set()
  return new Set([
    ...fixedPermissions.filter((right) => policy.rights[right].includes(role)),
    ...specialRights.filter((right) => policy.specialRights[right].includes(role)),
    ...documentTypes.flatMap((type) =>
      actsOf(type)
        .filter((act) => policy.documents[type].rights[act].includes(role))
        .map((act): DocumentPermission => `${type}.${act}`),
    ),
  ])
}

export const roleHolds = (role: Role, permission: Permission, policy: RightsPolicy): boolean =>
  permissionsOf(role, policy).has(permission)

/** The level of an approval chain somebody with these roles decides at; null where none of them decides anything. */
export const levelOf = (roles: readonly Role[], policy: Pick<Policy, 'roles'>): ApprovalLevel | null =>
  highestLevel(policy.roles.filter(({ code, active }) => active && roles.includes(code)).map(({ level }) => level))

/** Acts an amount limits: those whose value is known when they are done. */
export const limitedActs = ['submit', 'approve', 'post', 'reverse'] as const satisfies readonly DocumentAct[]
export type LimitedAct = (typeof limitedActs)[number]

/**
 * Up to what value, in fen at cost, these roles may do an act on a type; null where any of them that may do it at all has
 * no limit. Roles that may not do it say nothing.
 */
export const amountLimitFen = (
  roles: readonly Role[],
  type: DocumentType,
  act: LimitedAct,
  policy: RightsPolicy & Pick<Policy, 'limits'>,
): number | null => {
  const holders = roles.filter((role) => roleHolds(role, `${type}.${act}`, policy))
  const limits = holders.map((role) => limitOf(role, type, act, policy))
  return limits.includes(null) ? null : Math.max(0, ...(limits as number[]))
}

const limitOf = (role: Role, type: DocumentType, act: LimitedAct, { limits }: Pick<Policy, 'limits'>): number | null =>
  limits.find((limit) => limit.role === role && limit.type === type && limit.act === act)?.maxFen ?? null
