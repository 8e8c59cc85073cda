/**
 * 单据, documents of every type: write a draft by scanner or key, submit, decide, post, reverse. The type is part of the
 * input, because the right asked for is the type's own: `document.post` of a write-off asks for `writeOff.post`.
 */
import { z } from 'zod'
import { documentRules } from '../../core/documents'
import { conditions, lineRoles, quantityFields } from '../../core/documents/rule'
import { documentStates, documentTypes } from '../../core/documents/states'
import { defineOperations } from '../operation'
import {
  empty,
  expiryDay,
  figure,
  isoTime,
  note,
  quantity,
  rawScan,
  secret,
  secretKind,
  storeDay,
  uuid,
} from '../schemas/common'
import { attachment, document, documentHeader, scanResult } from '../schemas/document'

const type = z.enum(documentTypes)
/** Approved it becomes a transfer, and whoever approves may grant another quantity. */
const isRequest = (one: (typeof documentTypes)[number]): boolean =>
  documentRules[one].direction === 'none' && documentRules[one].writtenAt === 'store'

const ofDocument = z.strictObject({ type, documentId: uuid })
const documentIdOnly = z.strictObject({ documentId: uuid })
/** the version whose summary was confirmed; anything newer is VERSION_CONFLICT */
const version = z.number().int().min(1)

/** What a header may be given by hand. Fields a type does not use are refused as unknown to it. */
const headerFields = {
  toWarehouseCode: z.string().max(16).optional(),
  toCondition: z.enum(conditions).optional(),
  counterpartyCode: z.string().max(16).optional(),
  reasonCode: z.string().max(32).optional(),
  reference: note.max(40).optional(),
  note: note.optional(),
}

/** a manager's right lent for this one act: from `override.grant` */
const overrideId = uuid.optional()

/** said after the outcome packDoubt: the figure is what is meant, whatever it looks like */
const sure = z.literal(true).optional()

/**
 * said after the outcome lotContradicted: the day given with this call is what the goods have printed on them, whatever was
 * known of the lot
 */
const dayConfirmed = z.boolean().optional()

export const documentOperations = defineOperations({
  'document.list': {
    kind: 'query',
    runsOn: 'both',
    permission: 'document.view',
    summary: 'Documents of some types, newest first, paged by key',
    input: z.strictObject({
      types: z.array(type).min(1).max(documentTypes.length),
      states: z.array(z.enum(documentStates)).min(1).max(documentStates.length).optional(),
      storeCode: z.string().max(16).optional(),
      warehouseCode: z.string().max(16).optional(),
      /** number, source number, reference, supplier, SKU, product name or pinyin initials */
      search: z.string().max(64).optional(),
      fromDay: storeDay.optional(),
      toDay: storeDay.optional(),
      /** the supplier said the goods are there, or has not said so yet */
      confirmed: z.boolean().optional(),
      /** number of the last row seen */
      after: z.string().max(60).optional(),
      limit: z.number().int().min(1).max(200).optional(),
    }),
    output: z.strictObject({ documents: z.array(documentHeader), more: z.boolean() }),
    errors: [],
  },
  'document.get': {
    kind: 'query',
    runsOn: 'both',
    permission: 'document.view',
    summary: 'One document with its lines, its tray of odd codes, its history and its attachments',
    input: documentIdOnly,
    output: document,
    errors: ['DOCUMENT_NOT_FOUND'],
  },
  'document.choices': {
    kind: 'query',
    runsOn: 'both',
    permission: 'document.view',
    summary: 'What a new document may name: types in force here, warehouses, suppliers, reasons',
    input: empty,
    output: z.strictObject({
      types: z.array(
        z.strictObject({
          type,
          enabled: z.boolean(),
          /** acts this user holds the right to */
          may: z.array(z.string()),
          photoFromFen: z.number().int().nullable(),
          /** somebody has to agree, at least from some value on: a draft is submitted, not posted */
          needsApproval: z.boolean(),
          /** header fields HQ asks for here, beside those the type itself needs */
          requiredFields: z.array(z.enum(['reason', 'note', 'reference'])),
        }),
      ),
      warehouses: z.array(
        z.strictObject({
          code: z.string(),
          name: z.string(),
          kind: z.string(),
          storeCode: z.string().nullable(),
          own: z.boolean(),
        }),
      ),
      suppliers: z.array(z.strictObject({ code: z.string(), name: z.string() })),
      reasons: z.array(
        z.strictObject({ code: z.string(), name: z.string(), nameEn: z.string(), types: z.array(type) }),
      ),
      recipes: z.array(
        z.strictObject({
          code: z.string(),
          name: z.string(),
          productSku: z.string(),
          quantity,
          components: z.array(z.strictObject({ sku: z.string(), quantity })),
        }),
      ),
    }),
    errors: [],
  },
  'document.create': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'create' },
    summary:
      'A new draft; with copyOf it starts with the lines and header of another document, counted quantities included',
    input: z.strictObject({
      type,
      warehouseCode: z.string().max(16).optional(),
      ...headerFields,
      copyOf: uuid.optional(),
      recipeCode: z.string().max(32).optional(),
      recipeTimes: z.number().int().min(1).max(9999).optional(),
    }),
    output: documentIdOnly,
    errors: [
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'NOT_ENROLLED',
      'DOCUMENT_TYPE_OFF',
      'DOCUMENT_NOT_FOUND',
      'WAREHOUSE_NOT_FOUND',
      'WAREHOUSE_CANNOT_RECEIVE',
      'SUPPLIER_NOT_FOUND',
      'REASON_NOT_FOUND',
      'RECIPE_NOT_FOUND',
      'DOCUMENT_NEEDS_SOURCE',
    ],
  },
  'document.setHeader': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'create' },
    summary: 'Change what the header of a draft says',
    input: z.strictObject({ type, documentId: uuid, ...headerFields }),
    output: document,
    errors: [
      'STOCKTAKE_RECOUNT_BY_OTHER',
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'WAREHOUSE_NOT_FOUND',
      'WAREHOUSE_CANNOT_RECEIVE',
      'SUPPLIER_NOT_FOUND',
      'REASON_NOT_FOUND',
    ],
  },
  'document.scan': {
    kind: 'command',
    runsOn: 'store',
    permission: { act: 'create' },
    summary: 'Take one scan into a draft; durable before it answers; the same scanId counts once',
    input: z.strictObject({
      type,
      documentId: uuid,
      scan: rawScan,
      /** from `12*` before the scan; 1 unless said */
      times: z.number().int().min(1).max(9999).optional(),
      /** keyed after the outcome lotWanted: the lot on the goods, as printed */
      lot: note.max(40).optional(),
      expiryDate: expiryDay.optional(),
      dayConfirmed,
      /** said after the outcome packDoubt: what this scan stands for, whole pieces */
      meant: quantity.min(1000).max(999_999_999).multipleOf(1000).optional(),
      /** chosen after the outcome ambiguous; holds for later scans of this code into this document */
      chosen: z.strictObject({ sku: z.string().max(32), packName: z.string().max(10) }).optional(),
      role: z.enum(lineRoles).optional(),
      condition: z.enum(conditions).optional(),
      overrideId,
    }),
    output: scanResult,
    errors: [
      'STOCKTAKE_RECOUNT_BY_OTHER',
      'STOCKTAKE_BEYOND_RECOUNT',
      'CONDITION_NOT_USED',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'LINES_TOO_MANY',
      'QUANTITY_TOO_LARGE',
    ],
  },
  'document.setLine': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'create' },
    summary: 'Enter a product by key: adds a line, or sets the quantity of the line that product and lot already have',
    input: z.strictObject({
      type,
      documentId: uuid,
      sku: z.string().max(32),
      lot: note.max(40).optional(),
      expiryDate: expiryDay.optional(),
      dayConfirmed,
      role: z.enum(lineRoles).optional(),
      condition: z.enum(conditions).optional(),
      quantity: quantity.max(999_999_999),
      sure,
      /** cost adjustment alone: the new unit cost, 1/10,000 yuan */
      unitCost: quantity.max(1_000_000_000).optional(),
      note: note.optional(),
      /** why a product that is on no line of the order or transfer is taken in; whoever says it holds that right */
      unplannedReason: note.min(1).optional(),
      /** at HQ, where nobody lends a right by PIN: who holds it was shown what is left of its life and takes it in */
      shortLifeAccepted: z.literal(true).optional(),
      overrideId,
    }),
    output: scanResult,
    errors: [
      'STOCKTAKE_RECOUNT_BY_OTHER',
      'STOCKTAKE_BEYOND_RECOUNT',
      'CONDITION_NOT_USED',
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'PRODUCT_NOT_FOUND',
      'PRODUCT_NOT_PLANNED',
      'LINES_TOO_MANY',
      'QUANTITY_TOO_LARGE',
      'QUANTITY_NOT_WHOLE',
    ],
  },
  'document.adjust': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'create' },
    summary: 'Add to, take from or set a quantity of a draft line: good, damaged, rejected or free goods',
    input: z.strictObject({
      type,
      documentId: uuid,
      lineNo: z.number().int().min(1),
      field: z.enum(quantityFields).optional(),
      mode: z.enum(['add', 'subtract', 'set']),
      quantity: quantity.max(999_999_999),
      sure,
      /** why it is damaged or rejected */
      note: note.optional(),
      overrideId,
    }),
    output: scanResult,
    errors: [
      'STOCKTAKE_RECOUNT_BY_OTHER',
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'LINE_NOT_FOUND',
      'QUANTITY_BELOW_ZERO',
      'QUANTITY_TOO_LARGE',
      'QUANTITY_NOT_WHOLE',
      'QUANTITY_NOT_USED',
    ],
  },
  'document.undo': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'create' },
    summary: 'Take back the last scan or adjustment of a draft, again and again to its beginning; each undo is logged',
    input: ofDocument,
    output: scanResult,
    errors: [
      'STOCKTAKE_RECOUNT_BY_OTHER',
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'NOTHING_TO_UNDO',
      'DECISION_NOT_UNDOABLE',
      'REMOVAL_NOT_UNDOABLE',
    ],
  },
  'document.removeLine': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'create' },
    summary: 'Take a line entered by mistake out of a draft; a line of an order or a transfer stays, with quantity 0',
    input: z.strictObject({ type, documentId: uuid, lineNo: z.number().int().min(1) }),
    output: document,
    errors: [
      'STOCKTAKE_RECOUNT_BY_OTHER',
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'LINE_NOT_FOUND',
      'LINE_PLANNED',
    ],
  },
  'document.setAside': {
    kind: 'command',
    runsOn: 'store',
    permission: { act: 'create' },
    summary: 'Decide that a code in the tray is not taken, with the reason',
    input: z.strictObject({ type, documentId: uuid, trayId: z.string().max(60), reason: note.min(1) }),
    output: document,
    errors: [
      'STOCKTAKE_RECOUNT_BY_OTHER',
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'TRAY_ENTRY_NOT_FOUND',
    ],
  },
  'document.acceptUnplanned': {
    kind: 'command',
    runsOn: 'store',
    permission: 'goodsReceipt.acceptUnplanned',
    summary: 'Receive a known product that is not on the order or transfer as an unplanned line',
    input: z.strictObject({ type, documentId: uuid, trayId: z.string().max(60), reason: note.min(1), overrideId }),
    output: document,
    errors: [
      'STOCKTAKE_RECOUNT_BY_OTHER',
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'TRAY_ENTRY_NOT_FOUND',
      'TRAY_ENTRY_NOT_A_PRODUCT',
      'LINES_TOO_MANY',
      'QUANTITY_TOO_LARGE',
    ],
  },
  'document.link': {
    kind: 'command',
    runsOn: 'store',
    permission: { act: 'create' },
    summary:
      'Say which product an unknown code in the tray is: its pieces go onto the paper as if they were typed, and HQ is asked',
    input: z.strictObject({
      type,
      documentId: uuid,
      trayId: z.string().max(60),
      sku: z.string().max(32),
      /** thousandths of the stock unit each scan stands for; one where nothing is said */
      packFactor: z.number().int().min(1).max(999_999_999).optional(),
      role: z.enum(lineRoles).optional(),
      condition: z.enum(conditions).optional(),
      lot: note.max(40).optional(),
      expiryDate: expiryDay.optional(),
      dayConfirmed,
      /** as for document.setLine */
      unplannedReason: note.min(1).optional(),
      /** for whoever decides at HQ */
      note: note.optional(),
      overrideId,
    }),
    output: scanResult,
    errors: [
      'STOCKTAKE_BEYOND_RECOUNT',
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'TRAY_ENTRY_NOT_FOUND',
      'TRAY_ENTRY_IS_PRODUCT',
      'PRODUCT_NOT_FOUND',
      'PRODUCT_NOT_PLANNED',
      'LINES_TOO_MANY',
      'QUANTITY_TOO_LARGE',
      'QUANTITY_NOT_WHOLE',
    ],
  },
  'document.hold': {
    kind: 'command',
    runsOn: 'store',
    permission: { act: 'create' },
    summary: 'Put a draft aside (暂停); it keeps everything and takes no scans until it is resumed',
    input: ofDocument,
    output: document,
    errors: [
      'STOCKTAKE_RECOUNT_BY_OTHER',
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
    ],
  },
  'document.resume': {
    kind: 'command',
    runsOn: 'store',
    permission: { act: 'create' },
    summary: 'Go on with a draft that was put aside',
    input: ofDocument,
    output: document,
    errors: ['STOCKTAKE_RECOUNT_BY_OTHER', 'DOCUMENT_WRITTEN_ELSEWHERE', 'DOCUMENT_NOT_FOUND', 'DOCUMENT_STATE'],
  },
  'document.takeOver': {
    kind: 'command',
    runsOn: 'store',
    permission: { act: 'create' },
    summary: 'Go on with a draft somebody else has open; they are told and their next scan is refused',
    input: ofDocument,
    output: document,
    errors: ['STOCKTAKE_RECOUNT_BY_OTHER', 'DOCUMENT_WRITTEN_ELSEWHERE', 'DOCUMENT_NOT_FOUND', 'DOCUMENT_STATE'],
  },
  'document.attach': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'create' },
    summary: 'Add a photo to a draft',
    input: z.strictObject({
      type,
      documentId: uuid,
      name: note.max(80),
      mime: z.enum(['image/jpeg', 'image/png', 'image/webp']),
      /** at most 600 KB once decoded */
      dataBase64: z
        .string()
        .min(1)
        .max(820_000)
        .regex(/^[A-Za-z0-9+/]+={0,2}$/),
    }),
    output: attachment,
    errors: [
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'ATTACHMENT_UNREADABLE',
      'ATTACHMENTS_TOO_MANY',
    ],
  },
  'document.attachment': {
    kind: 'query',
    runsOn: 'both',
    permission: 'document.view',
    summary: 'The bytes of one attachment',
    input: z.strictObject({ documentId: uuid, attachmentId: uuid }),
    output: z.strictObject({ mime: z.string(), dataBase64: z.string() }),
    errors: ['ATTACHMENT_NOT_FOUND'],
  },
  'document.submit': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'submit' },
    summary:
      'Hand a draft in: it goes to whoever must agree by type and value, or is approved at once where nobody must',
    input: z.strictObject({
      type,
      documentId: uuid,
      version,
      /** receiving, sending: nothing more of this order or transfer will come */
      closesSource: z.boolean().optional(),
      overrideId,
    }),
    output: document,
    errors: [
      'STOCKTAKE_RECOUNT_BY_OTHER',
      'AMOUNT_LIMIT',
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'VERSION_CONFLICT',
      'FIELD_MISSING',
      'PHOTO_MISSING',
      'TRAY_NOT_EMPTY',
      'LINES_MISSING',
      'SAME_WAREHOUSE',
      'LOT_REQUIRED',
      'RECIPE_NOT_FOLLOWED',
      'DELIVERY_NOTE_TWICE',
      'QUANTITY_TOO_LARGE',
      'OVER_RECEIPT',
      'OVER_APPROVED',
      'INSUFFICIENT_STOCK',
      'WAREHOUSE_CANNOT_RECEIVE',
    ],
  },
  'document.withdraw': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'submit' },
    summary: 'Take a submitted document back to draft before it was decided; decisions made so far are void',
    input: z.strictObject({ type, documentId: uuid, reason: note.min(1) }),
    output: document,
    errors: ['DOCUMENT_WRITTEN_ELSEWHERE', 'DOCUMENT_NOT_FOUND', 'DOCUMENT_STATE'],
  },
  'document.inbox': {
    kind: 'query',
    runsOn: 'both',
    permission: 'document.view',
    summary: 'Submitted documents that wait for somebody of this level, oldest first',
    input: z.strictObject({
      types: z.array(type).min(1).max(documentTypes.length).optional(),
      storeCode: z.string().max(16).optional(),
      /** as in document.list */
      search: z.string().max(64).optional(),
      /** least cost value; says nothing to who does not see cost */
      minValueFen: z.number().int().min(0).max(1_000_000_000).optional(),
      after: z.string().max(60).optional(),
      limit: z.number().int().min(1).max(200).optional(),
    }),
    output: z.strictObject({
      documents: z.array(
        documentHeader.extend({
          waitingSeconds: z.number().int(),
          /** for this user to decide; false where they wrote or handed it in themselves */
          decidable: z.boolean(),
        }),
      ),
      more: z.boolean(),
      /** how many wait in all for this user's decision, whatever was filtered */
      waiting: z.number().int(),
    }),
    errors: [],
  },
  'document.decide': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'approve' },
    summary:
      'Approve, or refuse with a reason, exactly the content that was seen; refused goes back to its author as a draft',
    input: z
      .strictObject({
        type,
        documentId: uuid,
        contentHash: z.string().regex(/^[0-9a-f]{64}$/),
        decision: z.enum(['approved', 'refused']),
        reason: note,
        /** requests only: what HQ grants per line instead of what was asked, less or more */
        approvedLines: z
          .array(z.strictObject({ lineNo: z.number().int().min(1), quantity: quantity.max(999_999_999) }))
          .max(5000)
          .optional(),
        /** requests for goods only: the warehouse that will send, when another than asked */
        fromWarehouseCode: z.string().max(16).optional(),
        overrideId,
      })
      .refine(({ type, approvedLines }) => approvedLines === undefined || isRequest(type), {
        path: ['approvedLines'],
        error: 'only a request is granted in part',
      })
      .refine(({ type, fromWarehouseCode }) => fromWarehouseCode === undefined || type === 'transferRequest', {
        path: ['fromWarehouseCode'],
        error: 'only a request for goods is sent from elsewhere',
      }),
    output: document,
    errors: [
      'AMOUNT_LIMIT',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'CONTENT_CHANGED',
      'APPROVER_IS_AUTHOR',
      'APPROVAL_LEVEL',
      'ALREADY_TRANSFERRED',
      'REASON_MISSING',
      'STORE_HAS_NO_PC',
      'WAREHOUSE_NOT_FOUND',
      'WAREHOUSE_CANNOT_RECEIVE',
      'SAME_WAREHOUSE',
      'LINE_NOT_FOUND',
      'NOTHING_GRANTED',
      'QUANTITY_NOT_WHOLE',
      'QUANTITY_TOO_LARGE',
      'INSUFFICIENT_STOCK',
    ],
  },
  'document.post': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'post' },
    summary:
      'Post: movements, balances, event and audit in one transaction. A draft of a type that needs nobody, or an approved document',
    input: z.strictObject({
      type,
      documentId: uuid,
      version,
      /** receiving: nothing more of this order or transfer will come */
      closesSource: z.boolean().optional(),
      overrideId,
    }),
    output: z.strictObject({
      documentId: uuid,
      number: z.string(),
      movements: z.number().int(),
      labels: z.number().int(),
    }),
    errors: [
      'AMOUNT_LIMIT',
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'VERSION_CONFLICT',
      'APPROVAL_NEEDED',
      'FIELD_MISSING',
      'PHOTO_MISSING',
      'TRAY_NOT_EMPTY',
      'NOTHING_RECEIVED',
      'LINES_MISSING',
      'SAME_WAREHOUSE',
      'LOT_REQUIRED',
      'RECIPE_NOT_FOLLOWED',
      'DELIVERY_NOTE_TWICE',
      'QUANTITY_TOO_LARGE',
      'OVER_RECEIPT',
      'OVER_APPROVED',
      'INSUFFICIENT_STOCK',
      'NOT_REVERSIBLE',
      'WAREHOUSE_CANNOT_RECEIVE',
    ],
  },
  'document.confirm': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'post' },
    summary: 'Supplier return: the other side confirmed it has the goods (对方确认)',
    input: z.strictObject({ type: z.literal('supplierReturn'), documentId: uuid, reference: note.min(1).max(40) }),
    output: document,
    errors: ['DOCUMENT_WRITTEN_ELSEWHERE', 'DOCUMENT_NOT_FOUND', 'DOCUMENT_STATE'],
  },
  'document.cancel': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'cancel' },
    summary: 'Void a draft, or an approved document nobody will carry out; it stays readable and moves nothing',
    input: z.strictObject({ type, documentId: uuid, reason: note.min(1) }),
    output: documentIdOnly,
    errors: [
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'STOCKTAKE_HELD_ELSEWHERE',
      'STOCKTAKE_STATE',
      'STOCKTAKE_COUNT_REVIEWED',
    ],
  },
  'document.reverse': {
    kind: 'command',
    runsOn: 'both',
    permission: { act: 'reverse' },
    summary: 'Undo a posted document (红冲) by its mirror, linked both ways, at most once',
    input: z.strictObject({ type, documentId: uuid, reason: note.min(1), overrideId }),
    output: z.strictObject({
      documentId: uuid,
      number: z.string(),
      /** posted, or submitted where its value needs the word of somebody above who undoes it */
      state: z.enum(documentStates),
    }),
    errors: [
      'AMOUNT_LIMIT',
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'ALREADY_REVERSED',
      'NOT_REVERSIBLE',
      'INSUFFICIENT_STOCK',
    ],
  },
  'document.lots': {
    kind: 'query',
    runsOn: 'both',
    permission: 'stock.view',
    summary: 'Lots of one product in one warehouse, first to expire first',
    input: z.strictObject({ warehouseCode: z.string().max(16), sku: z.string().max(32) }),
    output: z.strictObject({
      lots: z.array(
        z.strictObject({
          lot: z.string(),
          expiryDate: z.string(),
          onHand: figure,
          quarantined: figure,
          remainingDays: figure.nullable(),
        }),
      ),
    }),
    errors: ['STORE_NOT_FOUND', 'STOCK_BEING_COUNTED'],
  },
  'document.nearExpiry': {
    kind: 'query',
    runsOn: 'both',
    permission: 'stock.view',
    summary: 'Lots on hand that expire within some days, or have expired, first to expire first',
    input: z.strictObject({
      days: z.number().int().min(0).max(730),
      storeCode: z.string().max(16).optional(),
      /** name, pinyin initials, SKU, barcode or lot */
      search: z.string().max(64).optional(),
      limit: z.number().int().min(1).max(500).optional(),
    }),
    output: z.strictObject({
      asOfDay: storeDay,
      rows: z.array(
        z.strictObject({
          storeCode: z.string(),
          storeName: z.string(),
          warehouseCode: z.string(),
          warehouseName: z.string(),
          sku: z.string(),
          name: z.string(),
          nameEn: z.string(),
          spec: z.string(),
          unit: z.string(),
          lot: z.string(),
          expiryDate: storeDay,
          remainingDays: figure,
          onHand: figure,
          value: figure.nullable(),
        }),
      ),
      more: z.boolean(),
    }),
    errors: [],
  },
  'override.grant': {
    // no command: a saved answer would keep the PIN's grant
    kind: 'errand',
    runsOn: 'store',
    permission: 'signedIn',
    summary: 'A manager lends one right for one act on one document by their own PIN, on the spot; two minutes, once',
    input: z.strictObject({
      userId: z.string().max(64),
      kind: secretKind,
      pin: secret,
      operation: z.string().max(60),
      documentId: uuid,
      type,
    }),
    output: z.strictObject({ overrideId: uuid, userName: z.string(), expiresAt: isoTime }),
    errors: [
      'NOT_ENROLLED',
      'USER_NOT_FOUND',
      'WRONG_PIN',
      'WRONG_PASSWORD',
      'SIGN_IN_LOCKED',
      'SIGN_IN_NEEDS_HUB',
      'OVERRIDE_NOT_HELD',
      'OVERRIDE_OWN',
    ],
  },
})
