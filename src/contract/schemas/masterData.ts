/**
 * What headquarters masters and stores pull: the organisation, products, codes, suppliers, users, policy and orders.
 * Shapes only. Quantities are integer thousandths of the stock unit, money integer fen, unit cost integer 1/10,000 yuan.
 */
import { z } from 'zod'
import { productCodeKinds, productCodeLengthMax } from '../../core/barcode/productCode'
import { approvalLevels } from '../../core/documents/approval'
import { documentTypes } from '../../core/documents/states'
import { figureMax } from '../../core/quantity/quantity'
import {
  builtInRoles,
  defaultDocuments,
  defaultNumbers,
  defaultReasons,
  defaultReceiving,
  defaultRights,
  defaultRoles,
  defaultSpecialRights,
  defaultStockRules,
  defaultTransfers,
  fixedPermissions,
  specialRights,
} from '../defaultPolicy'

export const regionSchema = z.strictObject({ code: z.string().min(1).max(16), name: z.string().min(1).max(60) })

export const storeSchema = z.strictObject({
  code: z.string().min(1).max(16),
  name: z.string().min(1).max(60),
  regionCode: z.string(),
  address: z.string().max(120),
  phone: z.string().max(30),
})

export const warehouseKinds = ['central', 'regional', 'store', 'virtual', 'inTransit'] as const
export const warehouseSchema = z.strictObject({
  code: z.string().min(1).max(16),
  name: z.string().min(1).max(60),
  kind: z.enum(warehouseKinds),
  /** null for a warehouse that no single store owns */
  storeCode: z.string().nullable(),
})

export const categorySchema = z.strictObject({ code: z.string(), name: z.string(), parentCode: z.string().nullable() })

export const supplierSchema = z.strictObject({
  code: z.string().min(1).max(16),
  name: z.string().min(1).max(80),
  contact: z.string().max(40),
  phone: z.string().max(30),
})

export const productSchema = z.strictObject({
  sku: z.string().min(1).max(32),
  name: z.string().min(1).max(120),
  nameEn: z.string().max(120),
  spec: z.string().max(60),
  /** stock unit, as printed: 瓶, 袋, kg … */
  unit: z.string().min(1).max(10),
  categoryCode: z.string(),
  origin: z.string().max(40),
  priceFen: z.number().int().min(0),
  /** standard cost, 1/10,000 yuan per stock unit */
  unitCost: z.number().int().min(0),
  /** sold by weight: quantities may be fractions of the unit */
  weighed: z.boolean(),
  supplierCode: z.string(),
  status: z.enum(['active', 'discontinued']),
  /** shelf position in the demo planogram, e.g. A03-2 */
  shelf: z.string().max(20),
  /** kept by lot and expiry: every quantity names its lot */
  keepsLots: z.boolean().default(false),
  /** days a fresh piece keeps; 0 = not known, no gate at the dock */
  shelfLifeDays: z.number().int().min(0).max(3650).default(0),
})

export const barcodeSchema = z.strictObject({
  /** as printed under the bars, digits or text; GTINs without padding */
  code: z.string().min(1).max(productCodeLengthMax),
  sku: z.string(),
  kind: z.enum(productCodeKinds),
  /** how many stock units one scan stands for, thousandths: 1000 = one, 12000 = a case of twelve */
  packFactor: z.number().int().min(1),
  /** 箱, 提 … ; empty for the stock unit itself */
  packName: z.string().max(10),
})

/** of one product */
export const barcodesMax = 50

const span = z.tuple([z.number().int().min(0).max(32), z.number().int().min(0).max(32)])
export const weighTestsMax = 10
export const weighRulesMax = 20

/** A rule for codes a shop's scales print: spans are half-open digit positions in the whole code. */
export const weighRuleSchema = z.strictObject({
  id: z.string().min(1).max(40),
  name: z.string().max(40),
  length: z.number().int().min(8).max(32),
  prefixes: z
    .array(z.string().regex(/^\d{1,8}$/))
    .min(1)
    .max(20),
  plu: span,
  field: z.enum(['weightGrams', 'amountFen']),
  value: span,
  /** grams or fen in one step of the value's last digit */
  valueStep: z.number().int().min(1).max(1000).default(1),
  /** a label that says weight and amount: where the amount stands, in fen */
  amount: span.nullable().default(null),
  /** where the digit stands that verifies a value of four or five digits */
  verifierAt: z.number().int().min(0).max(31).nullable().default(null),
  checkDigit: z.enum(['required', 'ignored']),
  /** printed labels and what they say; a rule that reads one otherwise is neither saved nor used */
  tests: z
    .array(
      z.strictObject({
        code: z.string().regex(/^\d{8,32}$/),
        plu: z.string().regex(/^\d{1,12}$/),
        weightGrams: z.number().int().min(0).max(figureMax).nullable(),
        amountFen: z.number().int().min(0).max(figureMax).nullable(),
      }),
    )
    .max(weighTestsMax)
    .default([]),
})

/** the roles a chain starts with; a policy says which there are */
export const roles = builtInRoles
export const roleCode = z.string().regex(/^[A-Za-z][A-Za-z0-9]{1,31}$/)

/** A role over one branch of the organisation, for good or from one day to another, both included; '' = no such end. */
export const assignmentSchema = z.strictObject({
  role: roleCode,
  scopeKind: z.enum(['chain', 'region', 'store']),
  scopeCode: z.string().max(16),
  validFrom: z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/),
  validUntil: z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/),
})

export const userSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  nameEn: z.string(),
  role: roleCode,
  scope: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('chain') }),
    z.strictObject({ kind: z.literal('region'), regionCode: z.string() }),
    z.strictObject({ kind: z.literal('store'), storeCode: z.string() }),
  ]),
  /** argon2id hashes; never a secret in clear */
  pinHash: z.string().nullable(),
  passwordHash: z.string().nullable(),
  active: z.boolean(),
})

/** 拆装组合: what one product is made of. */
export const recipeSchema = z.strictObject({
  code: z.string().min(1).max(32),
  name: z.string().min(1).max(60),
  productSku: z.string(),
  quantity: z.number().int().min(1),
  components: z
    .array(z.strictObject({ sku: z.string(), quantity: z.number().int().min(1) }))
    .min(1)
    .max(50),
  active: z.boolean(),
})

export const purchaseOrderSchema = z.strictObject({
  documentId: z.string(),
  /** our order number, also the barcode on the delivery note */
  number: z.string().min(1).max(40),
  /** the supplier's own delivery note number, scannable too */
  deliveryNote: z.string().max(40),
  supplierCode: z.string(),
  warehouseCode: z.string(),
  storeCode: z.string(),
  /** store day, YYYY-MM-DD */
  dueDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  state: z.enum(['open', 'closed', 'cancelled']),
  lines: z
    .array(
      z.strictObject({
        lineNo: z.number().int().min(1),
        sku: z.string(),
        orderedQuantity: z.number().int().min(1),
        unitCost: z.number().int().min(0),
      }),
    )
    .min(1)
    .max(5000),
})

const numberPrefix = z.string().regex(/^[A-Z]{1,8}$/)

const rolesMax = 60
const roleList = z.array(roleCode).max(rolesMax)

export const roleSchema = z.strictObject({
  code: roleCode,
  name: z.string().min(1).max(20),
  nameEn: z.string().min(1).max(40),
  /** the step of an approval chain it decides at; null = decides nothing */
  level: z.enum(approvalLevels).nullable(),
  /** who may give it to somebody */
  grantedBy: roleList,
  active: z.boolean(),
})

/** Up to which value, in fen at cost, a role may do one act on one type; without a row there is no limit. */
export const amountLimitSchema = z.strictObject({
  role: roleCode,
  type: z.enum(documentTypes),
  act: z.enum(['submit', 'approve', 'post', 'reverse']),
  maxFen: z.number().int().min(0).max(1_000_000_000),
})

/** One document type as HQ wants it. Values in fen are cost value. */
export const documentTypePolicySchema = z.strictObject({
  enabled: z.boolean(),
  numberPrefix,
  /** who may do each step */
  rights: z.strictObject({
    create: roleList,
    submit: roleList,
    approve: roleList,
    post: roleList,
    cancel: roleList,
    reverse: roleList,
  }),
  /** who has to agree, by value; empty = nobody, a draft is posted straight away */
  approval: z
    .array(z.strictObject({ level: z.enum(approvalLevels), fromFen: z.number().int().min(0).max(1_000_000_000) }))
    .max(3),
  /** takes effect by itself once the last level agreed; otherwise somebody posts it */
  postsItself: z.boolean(),
  requiredFields: z.array(z.enum(['reason', 'note', 'reference'])).max(3),
  /** a photo is asked for from this value; null = never */
  photoFromFen: z.number().int().min(0).nullable(),
})

export const reasonAccounts = ['adjustment', 'loss', 'internalUse', 'supplier', 'customer'] as const
export const reasonSchema = z.strictObject({
  code: z.string().regex(/^[A-Z0-9-]{1,32}$/),
  name: z.string().min(1).max(40),
  nameEn: z.string().min(1).max(60),
  types: z.array(z.enum(documentTypes)).min(1),
  /** where goods go to or come from, for types whose reason decides that */
  account: z.enum(reasonAccounts),
  active: z.boolean(),
})

const receivingLimits = z.strictObject({
  /** how much more than expected a line may receive without its own right, in thousandths of the expected quantity */
  overTolerancePermille: z.number().int().min(0).max(1000),
})

export const policySchema = z.strictObject({
  version: z.number().int().min(1),
  /** policies of the first version named the prefix of receipts here; it is the type's own now, and theirs is not kept */
  goodsReceipt: receivingLimits
    .extend({ numberPrefix: z.string().max(8).optional() })
    .transform(({ numberPrefix: _old, ...limits }) => limits)
    .pipe(receivingLimits),
  /** added with the document types: a policy written before them reads with these defaults */
  receiving: z
    .strictObject({
      /** expected quantities are hidden until the count is finished */
      blind: z.boolean(),
      /** least remaining life at the dock, in thousandths of the shelf life */
      minRemainingPermille: z.number().int().min(0).max(1000),
      nearExpiryDays: z.number().int().min(0).max(365),
    })
    .default(defaultReceiving),
  documents: z.record(z.enum(documentTypes), documentTypePolicySchema).default(defaultDocuments),
  /** added with roles of HQ's own: a policy written before them knows the seven of the beginning */
  roles: z.array(roleSchema).min(1).max(rolesMax).default(defaultRoles),
  /** the rights that are no document's; one this policy does not know yet has its default */
  rights: z.record(z.enum(fixedPermissions), roleList).default(defaultRights),
  limits: z.array(amountLimitSchema).max(2000).default([]),
  /** who may go beyond a rule; a right this policy does not know yet has its default */
  specialRights: z.record(z.enum(specialRights), roleList).default(defaultSpecialRights),
  /** prefixes of numbers that are no type's own; policies before them numbered with these defaults */
  numbers: z
    .strictObject({
      /** the two papers of 返仓, beside those of other transfers */
      returnDispatch: numberPrefix,
      returnReceipt: numberPrefix,
      transfer: numberPrefix,
      return: numberPrefix,
      /** what whoever takes returned goods away shows */
      authorisation: numberPrefix,
    })
    .default(defaultNumbers),
  reasons: z.array(reasonSchema).max(200).default(defaultReasons),
  stock: z
    .strictObject({
      /** what happens when more leaves than is there */
      negative: z.enum(['refuse', 'allow']),
      /** warehouses that differ from it */
      exceptions: z
        .array(z.strictObject({ warehouseCode: z.string(), negative: z.enum(['refuse', 'allow']) }))
        .max(500),
    })
    .default(defaultStockRules),
  transfers: z
    .strictObject({
      /** a transfer that arrived short below this value is charged to the sender by itself; 0 = people decide */
      settleByItselfBelowFen: z.number().int().min(0),
      /** how much more than approved may be sent, in thousandths of it; a policy written before this reads with the defaults */
      overSendPermille: z.number().int().min(0).max(1000).default(defaultTransfers.overSendPermille),
      /** of goods sold by weight, which no hand hits to the gram */
      overSendWeighedPermille: z.number().int().min(0).max(1000).default(defaultTransfers.overSendWeighedPermille),
    })
    .default(defaultTransfers),
  scanning: z.strictObject({
    bounceMs: z.number().int().min(0).max(1000),
    weighRules: z.array(weighRuleSchema).max(weighRulesMax),
  }),
  signIn: z.strictObject({
    wrongPinMax: z.number().int().min(3).max(10),
    lockMinutes: z.number().int().min(1).max(1440),
    /** a window left alone this long is locked; 0 = never */
    idleLockMinutes: z.number().int().min(0).max(480).default(10),
    /** how long people may sign in without HQ hearing of it; 0 = never */
    offlineDays: z.number().int().min(0).max(365).default(30),
  }),
})

export type Region = z.infer<typeof regionSchema>
export type Store = z.infer<typeof storeSchema>
export type Warehouse = z.infer<typeof warehouseSchema>
export type Category = z.infer<typeof categorySchema>
export type Supplier = z.infer<typeof supplierSchema>
export type Product = z.infer<typeof productSchema>
export type Barcode = z.infer<typeof barcodeSchema>
export type WeighRule = z.infer<typeof weighRuleSchema>
export type User = z.infer<typeof userSchema>
export type Role = string
export type RoleDefinition = z.infer<typeof roleSchema>
export type Assignment = z.infer<typeof assignmentSchema>
export type AmountLimit = z.infer<typeof amountLimitSchema>
export type PurchaseOrder = z.infer<typeof purchaseOrderSchema>
export type Policy = z.infer<typeof policySchema>
export type DocumentTypePolicy = z.infer<typeof documentTypePolicySchema>
export type Reason = z.infer<typeof reasonSchema>
export type Recipe = z.infer<typeof recipeSchema>
