/**
 * What holds until HQ says otherwise: who may do what to each document type, who has to agree and from which value, and
 * the reasons a chain starts with. A policy written before document types existed reads as if it held these.
 */

import { documentRules } from '../core/documents'
import type { ApprovalLevel } from '../core/documents/approval'
import { type DocumentAct, type DocumentType, documentTypes } from '../core/documents/states'

/** The roles a chain starts with; HQ adds its own beside them. */
export const builtInRoles = [
  'clerk',
  'storeManager',
  'regionManager',
  'hqOperations',
  'purchasing',
  'auditor',
  'admin',
] as const
type RoleName = (typeof builtInRoles)[number]

const shop: RoleName[] = ['clerk', 'storeManager']
const manager: RoleName[] = ['storeManager']
const deciders: RoleName[] = ['storeManager', 'regionManager', 'hqOperations']
const headOffice: RoleName[] = ['hqOperations', 'purchasing']

type Rights = Record<DocumentAct, RoleName[]>

/** A store's paper: the shop writes and hands in, the manager carries out; those above agree. */
const storeRights: Rights = {
  create: shop,
  submit: shop,
  approve: deciders,
  post: manager,
  cancel: manager,
  reverse: manager,
}

/** A warehouse without a store PC is worked from the console, so HQ holds the same rights there. */
const withHq = (rights: Rights): Rights => ({
  ...rights,
  create: [...rights.create, 'hqOperations'],
  submit: [...rights.submit, 'hqOperations'],
  post: [...rights.post, 'hqOperations'],
  cancel: [...rights.cancel, 'hqOperations'],
  reverse: [...rights.reverse, 'hqOperations'],
})

const rightsOf = (type: DocumentType): Rights => {
  if (type === 'transferSettlement') return { create: [], submit: [], approve: [], post: [], cancel: [], reverse: [] }
  if (type === 'stocktakeCount') return { ...storeRights, approve: [], post: [], reverse: [] }
  if (documentRules[type].madeOfReview) return { ...storeRights, create: [], submit: manager }
  if (type === 'costAdjustment')
    return {
      create: headOffice,
      submit: headOffice,
      approve: ['hqOperations'],
      post: [],
      cancel: headOffice,
      reverse: ['hqOperations'],
    }
  // picked is not sent: once it is handed in nobody is asked any more
  if (type === 'transferDispatch') return withHq({ ...storeRights, submit: manager })
  if (type === 'supplierReturn' || type === 'moveInside')
    return withHq({ ...storeRights, create: manager, submit: manager })
  return withHq(storeRights)
}

/** Rights that are no document type's. */
export const fixedPermissions = [
  'cost.view',
  'stock.view',
  'document.view',
  'policy.view',
  'policy.edit',
  'label.view',
  'label.print',
  'label.reprint',
  'label.design',
  'paper.print',
  'sync.view',
  'device.view',
  'device.configure',
  'enrolment.manage',
  'trail.view',
  'audit.view',
  'alarm.view',
  'alarm.handle',
  'codeRequest.view',
  'codeRequest.decide',
  'price.view',
  'price.edit',
  'label.share',
  'user.view',
  'user.manage',
  'role.edit',
  'session.manage',
] as const
export type FixedPermission = (typeof fixedPermissions)[number]

const shopFloor: RoleName[] = ['clerk', 'storeManager']
const readers: RoleName[] = ['storeManager', 'regionManager', 'hqOperations', 'purchasing', 'auditor']
const watchers: RoleName[] = ['regionManager', 'hqOperations', 'auditor']

/** What each right is for, and who holds it until HQ says otherwise. What goods cost is a right of its own. */
export const defaultRights: Record<FixedPermission, RoleName[]> = {
  'cost.view': readers,
  'stock.view': ['clerk', ...readers],
  'document.view': ['clerk', ...readers],
  'policy.view': [...readers, 'admin'],
  'policy.edit': ['hqOperations'],
  'label.view': shopFloor,
  'label.print': shopFloor,
  'label.reprint': shopFloor,
  'label.design': ['storeManager', 'hqOperations'],
  'paper.print': shopFloor,
  'sync.view': ['clerk', ...readers, 'admin'],
  'device.view': [...shopFloor, 'admin'],
  'device.configure': ['storeManager', 'admin'],
  'enrolment.manage': ['admin'],
  'trail.view': ['storeManager', ...watchers, 'admin'],
  'audit.view': watchers,
  'alarm.view': [...watchers, 'admin'],
  'alarm.handle': ['auditor', 'admin'],
  'codeRequest.view': ['regionManager', ...headOffice, 'auditor'],
  'codeRequest.decide': headOffice,
  'price.view': readers,
  'price.edit': headOffice,
  'label.share': ['hqOperations'],
  'user.view': [...watchers, 'admin'],
  'user.manage': ['regionManager', 'admin'],
  'role.edit': ['hqOperations', 'admin'],
  'session.manage': ['admin'],
}

type RoleDefault = {
  code: string
  name: string
  nameEn: string
  level: ApprovalLevel | null
  grantedBy: string[]
  active: boolean
}

const role = (
  code: RoleName,
  name: string,
  nameEn: string,
  level: ApprovalLevel | null,
  grantedBy: RoleName[],
): RoleDefault => ({ code, name, nameEn, level, grantedBy, active: true })

/** `level`: at which step of an approval chain the role decides; `grantedBy`: who may give it to somebody. */
export const defaultRoles: RoleDefault[] = [
  role('clerk', '店员', 'Clerk', null, ['regionManager', 'admin']),
  role('storeManager', '店长', 'Store manager', 'storeManager', ['regionManager', 'admin']),
  role('regionManager', '区域经理', 'Region manager', 'regionManager', ['admin']),
  role('hqOperations', '总部运营', 'HQ operations', 'hqOperations', ['admin']),
  role('purchasing', '采购', 'Purchasing', null, ['admin']),
  role('auditor', '稽核', 'Auditor', null, ['admin']),
  role('admin', '系统管理员', 'System administrator', null, ['admin']),
]

/** Rights beside the acts of a type: what goes beyond a rule, and what HQ does to transfers. Each is HQ's to give. */
export const specialRights = [
  'goodsReceipt.withoutOrder',
  'goodsReceipt.acceptUnplanned',
  'goodsReceipt.acceptOver',
  'goodsReceipt.acceptShortLife',
  'repack.withoutRecipe',
  'lot.correct',
  'transfer.push',
  'transfer.cancel',
  'transfer.settle',
  'transfer.sendOver',
  'stocktake.manage',
  'stocktake.submit',
  'stocktake.zeroUncounted',
  'stocktake.seeBook',
  'stocktake.assign',
] as const
export type SpecialRight = (typeof specialRights)[number]

/** Whoever answers for a dock: a store's manager for its own, HQ for the warehouses no store PC works. */
const dock: RoleName[] = ['storeManager', 'hqOperations']
const overseers: RoleName[] = ['regionManager', 'hqOperations']

export const defaultSpecialRights: Record<SpecialRight, RoleName[]> = {
  'goodsReceipt.withoutOrder': dock,
  'goodsReceipt.acceptUnplanned': dock,
  'goodsReceipt.acceptOver': dock,
  'goodsReceipt.acceptShortLife': dock,
  'repack.withoutRecipe': dock,
  'lot.correct': dock,
  'transfer.push': overseers,
  'transfer.cancel': overseers,
  'transfer.settle': overseers,
  'transfer.sendOver': overseers,
  'stocktake.manage': manager,
  'stocktake.submit': manager,
  'stocktake.zeroUncounted': manager,
  'stocktake.seeBook': readers,
  'stocktake.assign': overseers,
}

const fen = (yuan: number): number => yuan * 100

type Step = { level: ApprovalLevel; fromFen: number }
const region = (yuan: number): Step => ({ level: 'regionManager', fromFen: fen(yuan) })
const hq = (yuan: number): Step => ({ level: 'hqOperations', fromFen: fen(yuan) })
const store: Step = { level: 'storeManager', fromFen: 0 }

const approvalOf: Partial<Record<DocumentType, Step[]>> = {
  supplierReturn: [region(0), hq(5000)],
  transferRequest: [hq(0)],
  warehouseReturn: [hq(0)],
  writeOff: [store, region(200), hq(2000)],
  overage: [store, region(500)],
  internalUse: [store, region(500)],
  otherIn: [store, hq(2000)],
  otherOut: [store, hq(2000)],
  moveInside: [],
  costAdjustment: [hq(0)],
  // the manager stands for a count; a large difference is somebody's above to look at
  stocktakeGain: [region(500), hq(2000)],
  stocktakeLoss: [region(500), hq(2000)],
}

const waitsForHands: readonly DocumentType[] = ['supplierReturn']

const policyOf = (type: DocumentType) => ({
  enabled: true,
  numberPrefix: documentRules[type].prefix,
  rights: rightsOf(type),
  approval: approvalOf[type] ?? [],
  postsItself: !waitsForHands.includes(type),
  requiredFields: documentRules[type].header.includes('reason') ? (['reason'] as 'reason'[]) : [],
  photoFromFen: type === 'writeOff' ? fen(200) : null,
})

export const defaultDocuments = Object.fromEntries(documentTypes.map((type) => [type, policyOf(type)])) as Record<
  DocumentType,
  ReturnType<typeof policyOf>
>

export const defaultReceiving = { blind: false, minRemainingPermille: 333, nearExpiryDays: 7 }
export const defaultStockRules: {
  negative: 'refuse' | 'allow'
  exceptions: { warehouseCode: string; negative: 'refuse' | 'allow' }[]
} = { negative: 'refuse', exceptions: [] }
export const defaultTransfers = { settleByItselfBelowFen: 0, overSendPermille: 0, overSendWeighedPermille: 50 }
/** page 4's codes */
export const defaultNumbers = {
  returnDispatch: 'FCCK',
  returnReceipt: 'FCRK',
  transfer: 'DB',
  return: 'FC',
  authorisation: 'SQ',
}

type Account = 'adjustment' | 'loss' | 'internalUse' | 'supplier' | 'customer'
const reason = (
  code: string,
  name: string,
  nameEn: string,
  types: DocumentType[],
  account: Account = 'adjustment',
) => ({
  code,
  name,
  nameEn,
  types,
  account,
  active: true,
})

export const defaultReasons = [
  reason('BROKEN', '破损', 'Broken', ['writeOff', 'supplierReturn', 'customerReturn', 'warehouseReturn'], 'loss'),
  reason('EXPIRED', '过期', 'Expired', ['writeOff', 'supplierReturn', 'warehouseReturn'], 'loss'),
  reason('NEAR-EXPIRY', '临期', 'Near expiry', ['writeOff', 'supplierReturn', 'warehouseReturn'], 'loss'),
  reason('STOLEN', '失窃', 'Stolen', ['writeOff'], 'loss'),
  reason('QUALITY', '质量问题', 'Quality fault', ['supplierReturn', 'customerReturn', 'warehouseReturn']),
  reason('WRONG-GOODS', '发错货', 'Wrong goods', ['supplierReturn', 'warehouseReturn']),
  reason('SLOW', '滞销', 'Slow seller', ['supplierReturn', 'warehouseReturn']),
  reason('RECALL', '召回', 'Recall', ['supplierReturn', 'warehouseReturn', 'writeOff']),
  reason('UNWANTED', '顾客不想要', 'Customer changed mind', ['customerReturn'], 'customer'),
  reason('FOUND', '盘外发现', 'Found outside a count', ['overage', 'otherIn']),
  reason('CLEANING', '清洁领用', 'Cleaning', ['internalUse'], 'internalUse'),
  reason('TASTING', '试吃试用', 'Tasting', ['internalUse'], 'internalUse'),
  reason('DISPLAY', '陈列道具', 'Display', ['internalUse'], 'internalUse'),
  reason('GIFT-IN', '赠品入库', 'Gifts received', ['otherIn'], 'supplier'),
  reason('GIFT-OUT', '赠送顾客', 'Given to customers', ['otherOut'], 'customer'),
  reason('SAMPLE', '送检样品', 'Sample for inspection', ['otherOut'], 'loss'),
  reason('PRICE-FIX', '进价更正', 'Purchase price corrected', ['costAdjustment']),
]
