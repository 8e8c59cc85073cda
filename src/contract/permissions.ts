/** Permission names, and what each default role holds. HQ may redefine roles later; checks happen in gateway/ alone. */
import type { Role } from './schemas/masterData'

export const permissions = [
  'cost.view',
  'stock.view',
  'goodsReceipt.view',
  'goodsReceipt.receive',
  'goodsReceipt.cancel',
  'goodsReceipt.post',
  'goodsReceipt.acceptUnplanned',
  'goodsReceipt.acceptOver',
  'label.view',
  'label.print',
  'sync.view',
  'device.view',
  'device.configure',
  'enrolment.manage',
] as const

export type Permission = (typeof permissions)[number]

const clerk: readonly Permission[] = [
  'stock.view',
  'goodsReceipt.view',
  'goodsReceipt.receive',
  'label.view',
  'label.print',
  'sync.view',
  'device.view',
]

const storeManager: readonly Permission[] = [
  ...clerk,
  'cost.view',
  'goodsReceipt.cancel',
  'goodsReceipt.post',
  'goodsReceipt.acceptUnplanned',
  'goodsReceipt.acceptOver',
  'device.configure',
]

const reader: readonly Permission[] = ['cost.view', 'stock.view', 'goodsReceipt.view', 'sync.view']

export const permissionsOfRole: Record<Role, readonly Permission[]> = {
  clerk,
  storeManager,
  regionManager: reader,
  hqOperations: reader,
  purchasing: reader,
  auditor: reader,
  admin: ['sync.view', 'device.view', 'device.configure', 'enrolment.manage'],
}

export const roleHolds = (role: Role, permission: Permission): boolean => permissionsOfRole[role].includes(permission)
