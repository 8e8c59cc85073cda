/**
 * Permission names, and what each role holds. The rights on documents are HQ's policy (a matrix of type × act × roles),
 * everything else is fixed here. Checks happen in gateway/ alone.
 */
import { documentRules } from '../core/documents'
import { type DocumentAct, type DocumentType, documentActs, documentTypes } from '../core/documents/states'
import { type Policy, type Role, roles } from './schemas/masterData'

const fixedPermissions = [
  'cost.view',
  'stock.view',
  'document.view',
  'goodsReceipt.withoutOrder',
  'goodsReceipt.acceptUnplanned',
  'goodsReceipt.acceptOver',
  'goodsReceipt.acceptShortLife',
  'transfer.push',
  'transfer.cancel',
  'transfer.settle',
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
export type Permission = (typeof fixedPermissions)[number] | DocumentPermission

/** What can be done to a type at all: HQ alone makes settlements, by deciding them. */
export const actsOf = (type: DocumentType): readonly DocumentAct[] => {
  if (type === 'transferSettlement') return []
  if (documentRules[type].posted === documentRules.transferRequest.posted && documentRules[type].direction === 'none')
    return ['create', 'submit', 'approve', 'cancel']
  return documentActs
}

export const documentPermissions: readonly DocumentPermission[] = documentTypes.flatMap((type) =>
  actsOf(type).map((act): DocumentPermission => `${type}.${act}`),
)

export const permissions: readonly Permission[] = [...fixedPermissions, ...documentPermissions]

const clerk: readonly Permission[] = [
  'stock.view',
  'document.view',
  'label.view',
  'label.print',
  'sync.view',
  'device.view',
]

const storeManager: readonly Permission[] = [
  ...clerk,
  'cost.view',
  'goodsReceipt.withoutOrder',
  'goodsReceipt.acceptUnplanned',
  'goodsReceipt.acceptOver',
  'goodsReceipt.acceptShortLife',
  'policy.view',
  'device.configure',
]

const reader: readonly Permission[] = ['cost.view', 'stock.view', 'document.view', 'policy.view', 'sync.view']

const fixedOfRole: Record<Role, readonly Permission[]> = {
  clerk,
  storeManager,
  regionManager: [...reader, 'transfer.push', 'transfer.cancel', 'transfer.settle'],
  hqOperations: [...reader, 'transfer.push', 'transfer.cancel', 'transfer.settle', 'policy.edit'],
  purchasing: reader,
  auditor: reader,
  admin: ['sync.view', 'device.view', 'device.configure', 'enrolment.manage'],
}

/** Everything a role may do under a policy: the fixed rights, and those on documents that HQ set. */
export const permissionsOf = (role: Role, policy: Pick<Policy, 'documents'>): Set<Permission> =>
  new Set([
    ...fixedOfRole[role],
    ...documentTypes.flatMap((type) =>
      actsOf(type)
        .filter((act) => policy.documents[type].rights[act].includes(role))
        .map((act): DocumentPermission => `${type}.${act}`),
    ),
  ])

export const roleHolds = (role: Role, permission: Permission, policy: Pick<Policy, 'documents'>): boolean =>
  permissionsOf(role, policy).has(permission)

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)
