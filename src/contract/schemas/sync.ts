/** What travels between a store PC and the hub. Bytes are sent as they were hashed, never re-serialised (page 3). */
import { z } from 'zod'
import { approvalLevels } from '../../core/documents/approval'
import { conditions, lineRoles, settlementWays } from '../../core/documents/rule'
import { documentTypes } from '../../core/documents/states'
import { movementKinds } from '../../core/stock/movement'
import { stocktakeStates } from '../../core/stocktake/plan'
import { codeAsked } from './codeRequest'
import { expiryDay, figure, isoTime, quantity, uuid } from './common'
import { stocktakeLimits, stocktakeStepped, toldStocktake } from './stocktake'

export { protocolVersion } from '../protocol'

/** a document of the most lines there may be, with all it moves, fits with room to spare; no log may ever get stuck on one */
export const eventCharsMax = 8_000_000

export const syncEvent = z.strictObject({
  seq: z.number().int().min(1),
  /** the exact text that was hashed */
  payload: z.string().max(eventCharsMax),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})

export const movementShape = z.strictObject({
  line: z.number().int().min(1),
  sku: z.string().min(1).max(32),
  lot: z.string().max(40),
  fromAccount: z.string().max(80),
  toAccount: z.string().max(80),
  /** 0 where value alone moves */
  quantity,
  unitCost: quantity,
  value: quantity,
  kind: z.enum(movementKinds),
})

/** A posted goods receipt as PCs of the first version told it; their logs keep these bytes for ever. */
export const goodsReceiptPosted = z.strictObject({
  type: z.literal('goodsReceipt.posted'),
  documentId: uuid,
  number: z.string().max(60),
  storeCode: z.string(),
  warehouseCode: z.string(),
  supplierCode: z.string(),
  orderId: uuid,
  orderNumber: z.string(),
  deliveryNote: z.string(),
  dueDate: z.string(),
  policyVersion: z.number().int(),
  authorId: z.string(),
  postedById: z.string(),
  createdAt: isoTime,
  occurredAt: isoTime,
  lines: z.array(
    z.strictObject({
      lineNo: z.number().int(),
      sku: z.string(),
      expectedQuantity: quantity,
      receivedQuantity: quantity,
      unitCost: quantity,
      unplanned: z.boolean(),
    }),
  ),
  setAside: z.array(z.strictObject({ text: z.string(), reason: z.string(), decision: z.string(), scans: figure })),
  movements: z.array(movementShape).min(1),
})

export const toldLine = z.strictObject({
  lineNo: z.number().int().min(1),
  sku: z.string().min(1).max(32),
  lot: z.string().max(40),
  expiryDate: z.string().max(10),
  expectedQuantity: quantity,
  quantity,
  damagedQuantity: quantity,
  rejectedQuantity: quantity,
  freeQuantity: quantity,
  unitCost: quantity,
  unplanned: z.boolean(),
  role: z.enum(lineRoles),
  condition: z.enum(conditions),
  splitOf: z.number().int().min(0),
  note: z.string().max(200),
  /**
   * Of a count alone: how far the ledger of the PC that holds the stocktake was at its first and at its last touch. Counted
   * on another PC these are the least and the most it can have been; the most is 0 where it was not known yet.
   */
  fromSeq: figure.min(0).optional(),
  atSeq: figure.min(0).optional(),
})

/** The header as it travels, the same words as the columns of the document table. */
export const toldDocument = z.strictObject({
  documentId: uuid,
  type: z.enum(documentTypes),
  number: z.string().max(60),
  writtenAt: z.enum(['store', 'hub']),
  storeCode: z.string().max(16),
  warehouseCode: z.string().max(16),
  toWarehouseCode: z.string().max(16),
  toCondition: z.enum(conditions),
  counterpartyCode: z.string().max(16),
  sourceId: z.string().max(60),
  sourceNumber: z.string().max(60),
  reference: z.string().max(60),
  reasonCode: z.string().max(32),
  settlement: z.enum([...settlementWays, '']),
  dueDate: z.string().max(10),
  note: z.string().max(200),
  policyVersion: z.number().int(),
  round: z.number().int().min(0),
  contentHash: z.string().max(64),
  authorId: z.string().max(40),
  createdAt: isoTime,
  closesSource: z.boolean(),
  reversalOf: z.string().max(36),
})

export const documentStepNames = ['submitted', 'withdrawn', 'decided', 'posted', 'confirmed', 'cancelled'] as const

/** Codes nobody made goods of, and why: on no line, though they were on the shelf. */
/** Products a person touched on a count. */
const countedSkus = z
  .array(z.strictObject({ userId: z.string().max(40), skus: z.array(z.string().min(1).max(32)).max(5000) }))
  .max(200)

const codesSetAside = z
  .array(z.strictObject({ text: z.string(), reason: z.string(), decision: z.string(), scans: figure }))
  .max(5000)

/** Anything that happened to a document after its draft, as its PC tells it: the whole paper, and the goods it moved. */
export const documentStepped = z.strictObject({
  type: z.literal('document.stepped'),
  step: z.enum(documentStepNames),
  document: toldDocument,
  lines: z.array(toldLine).max(5000),
  setAside: codesSetAside,
  attachments: z
    .array(
      z.strictObject({
        attachmentId: uuid,
        name: z.string().max(80),
        mime: z.string().max(40),
        bytes: z.number().int(),
        sha256: z.string().max(64),
        addedAt: isoTime,
      }),
    )
    .max(20),
  /** for a decision made in the store */
  decision: z
    .strictObject({
      level: z.enum(approvalLevels),
      decision: z.enum(['approved', 'refused']),
      contentHash: z.string().max(64),
    })
    .nullable(),
  /** the hub's decision or instruction this step carries out; '' where the store acted on its own */
  underDecisionOf: z.string().max(40),
  reason: z.string().max(200),
  userId: z.string().max(40),
  /** whose right was lent on the spot; '' nobody's */
  authorityId: z.string().max(40),
  occurredAt: isoTime,
  /** a posting alone: lots of which somebody confirmed another day than was known, and the day known at the store until then */
  lotDays: z
    .array(
      z.strictObject({
        sku: z.string().min(1).max(32),
        lot: z.string().min(1).max(40),
        before: z.string().max(10),
        expiryDate: expiryDay,
      }),
    )
    .max(5000)
    .optional(),
  /** a count for a stocktake another PC holds: how far that PC's ledger was known to be when the count was finished */
  knownSeq: figure.min(0).optional(),
  /** a count's hand-in alone: whose hands were on it, beside whoever handed it in */
  countedBy: z.array(z.string().max(40)).max(200).optional(),
  /** of these, which products whoever did not hand it in touched; PCs of earlier versions never said */
  countedSkus: countedSkus.optional(),
  movements: z.array(movementShape).max(20_000),
})

/** A lot's day was mended by hand, with no paper. */
export const lotCorrected = z.strictObject({
  type: z.literal('lot.corrected'),
  storeCode: z.string().max(16),
  warehouseCode: z.string().max(16),
  sku: z.string().min(1).max(32),
  lot: z.string().min(1).max(40),
  /** '' where none was known */
  before: z.string().max(10),
  expiryDate: expiryDay,
  reason: z.string().max(200),
  userId: z.string().max(40),
  occurredAt: isoTime,
})

export const eventPayload = z.discriminatedUnion('type', [
  goodsReceiptPosted,
  documentStepped,
  lotCorrected,
  stocktakeStepped,
  codeAsked,
])

/** HQ's word on a submitted document, pulled by the store that wrote it. */
export const decisionItem = z.strictObject({
  documentId: uuid,
  contentHash: z.string(),
  level: z.enum(approvalLevels),
  decision: z.enum(['approved', 'refused']),
  reason: z.string(),
  userId: z.string(),
  userName: z.string(),
  at: isoTime,
  /** every level agreed: carry it out */
  complete: z.boolean(),
  authorisationNumber: z.string(),
})

/** A paper HQ wrote that the warehouse's own PC has to post, so that each warehouse keeps one writer. */
export const instructionItem = z.strictObject({
  deviceId: uuid,
  document: toldDocument,
  lines: z.array(toldLine).min(1).max(5000),
  /** who at HQ stands behind it */
  userId: z.string(),
  userName: z.string(),
})

/** Which PC of the store keeps its books, where it has several. */
export const booksKeeper = z.strictObject({ deviceId: uuid, letter: z.string().max(8) })

/** A stocktake as the PC that holds it told it, for the store's other PCs. */
export const stocktakePlanItem = z.strictObject({
  stocktake: toldStocktake,
  /** where it stands, its papers considered */
  state: z.enum(stocktakeStates),
  /** of the holder's log */
  logId: uuid,
  seq: figure.min(1),
  /** where it was opened; hubs of earlier versions did not pass it on */
  openedSeq: figure.min(0).default(0),
  /** what it is about, told when it opens */
  skus: z.array(z.string().min(1).max(32)).max(stocktakeLimits.products),
  papers: z.array(uuid).max(20),
  submittedById: z.string().max(40),
  submittedAt: isoTime.nullable(),
  cancelReason: z.string().max(200),
})

/** A finished count, or that it is void after all, for the store's other PCs. */
export const stocktakeCountItem = z.strictObject({
  document: toldDocument,
  lines: z.array(toldLine).max(5000),
  state: z.enum(['approved', 'cancelled']),
  logId: uuid,
  seq: figure.min(1),
  /** of its last step */
  userId: z.string().max(40),
  at: isoTime,
  reason: z.string().max(200),
  knownSeq: figure.min(0),
  countedBy: z.array(z.string().max(40)).max(200),
  countedSkus: countedSkus.optional(),
  /** HQ of earlier versions passed none on */
  setAside: codesSetAside.default([]),
})

export type BooksKeeper = z.infer<typeof booksKeeper>
export type StocktakePlanItem = z.infer<typeof stocktakePlanItem>
export type StocktakeCountItem = z.infer<typeof stocktakeCountItem>
export type GoodsReceiptPosted = z.infer<typeof goodsReceiptPosted>
export type DocumentStepped = z.infer<typeof documentStepped>
export type LotCorrected = z.infer<typeof lotCorrected>
export type LotDay = NonNullable<DocumentStepped['lotDays']>[number]
export type ToldDocument = z.infer<typeof toldDocument>
export type ToldLine = z.infer<typeof toldLine>
export type DecisionItem = z.infer<typeof decisionItem>
export type InstructionItem = z.infer<typeof instructionItem>
export type EventPayload = z.infer<typeof eventPayload>
export type SyncEvent = z.infer<typeof syncEvent>

/**
 * Streams a store pulls; each has its own dense counter at the hub. A kind of item that programs of before do not know comes
 * in a stream of its own: they never ask for it, so it is not set aside there, and after an upgrade it is pulled from the start.
 */
export const pullStreams = ['master', 'users', 'policy', 'orders', 'documents', 'labels'] as const
export type PullStream = (typeof pullStreams)[number]
