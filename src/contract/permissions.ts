/**
 * Permission names, and what each role holds. The rights on documents are HQ's policy (a matrix of type × act × roles, and
 * the special rights beside it), everything else is fixed here. Checks happen in gateway/ alone.
 */
import { documentRules } from '../core/documents'
import { type DocumentAct, type DocumentType, documentActs, documentTypes } from '../core/documents/states'
import { type SpecialRight, specialRights } from './defaultPolicy'
import { type Policy, type Role, roles } from './schemas/masterData'

const fixedPermissions = [
  'cost.view',
  'stock.view',
  'document.view',
  'policy.view',
  'policy.edit',
  'label.view',
  'label.print',
  'sync.view',
  'device.view',
  'device.configure',
  'enrolment.manage',
] as const

export type DocumentPermission = `${DocumentType}.${DocumentAct}`
export type Permission = (typeof fixedPermissions)[number] | SpecialRight | DocumentPermission

/** What can be done to a type at all: HQ alone makes settlements, by deciding them. */
export const actsOf = (type: DocumentType): readonly DocumentAct[] => {
  if (type === 'transferSettlement') return []
  // the warehouse's own PC books the value when HQ agreed: nobody posts it
  if (documentRules[type].valueOnly) return ['create', 'submit', 'approve', 'cancel', 'reverse']
  // a request moves nothing
  if (documentRules[type].direction === 'none') return ['create', 'submit', 'approve', 'cancel']
  return documentActs
}

export const documentPermissions: readonly DocumentPermission[] = documentTypes.flatMap((type) =>
  actsOf(type).map((act): DocumentPermission => `${type}.${act}`),
)

export const permissions: readonly Permission[] = [...fixedPermissions, ...specialRights, ...documentPermissions]

const clerk: readonly Permission[] = [
  'stock.view',
  'document.view',
  'label.view',
  'label.print',
  'sync.view',
  'device.view',
]

const storeManager: readonly Permission[] = [...clerk, 'cost.view', 'policy.view', 'device.configure']

const reader: readonly Permission[] = ['cost.view', 'stock.view', 'document.view', 'policy.view', 'sync.view']

const fixedOfRole: Record<Role, readonly Permission[]> = {
  clerk,
  storeManager,
  regionManager: reader,
  hqOperations: [...reader, 'policy.edit'],
  purchasing: reader,
  auditor: reader,
  admin: ['sync.view', 'device.view', 'device.configure', 'enrolment.manage'],
}

/** The part of a policy that says who may do what. */
export type RightsPolicy = Pick<Policy, 'documents' | 'specialRights'>

/** A policy never changes once it is read, and every call at the door asks: the answer is kept beside it. */
const known = new WeakMap<RightsPolicy, Map<Role, ReadonlySet<Permission>>>()

/** Everything a role may do under a policy: the fixed rights, and those HQ set. */
export const permissionsOf = (role: Role, policy: RightsPolicy): ReadonlySet<Permission> => {
  const ofRoles = known.get(policy) ?? new Map<Role, ReadonlySet<Permission>>()
  known.set(policy, ofRoles)
  const held = ofRoles.get(role) ?? allOf(role, policy)
  ofRoles.set(role, held)
  return held
}

const allOf = (role: Role, policy: RightsPolicy): ReadonlySet<Permission> =>
  new Set([
    ...fixedOfRole[role],
    ...specialRights.filter((right) => policy.specialRights[right].includes(role)),
    ...documentTypes.flatMap((type) =>
      actsOf(type)
        .filter((act) => policy.documents[type].rights[act].includes(role))
        .map((act): DocumentPermission => `${type}.${act}`),
    ),
  ])

export const roleHolds = (role: Role, permission: Permission, policy: RightsPolicy): boolean =>
  permissionsOf(role, policy).has(permission)

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)
