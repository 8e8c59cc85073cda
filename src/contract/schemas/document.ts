/** The shapes of documents as screens and other systems see them; every type has the same. */
import { z } from 'zod'
import { scanRules, unreadableReasons } from '../../core/barcode/readScan'
import { approvalLevels } from '../../core/documents/approval'
import { conditions, lineRoles, settlementWays } from '../../core/documents/rule'
import { documentStates, documentTypes } from '../../core/documents/states'
import { codeDecisions } from './codeRequest'
import { figure, isoTime, quantity, security, uuid } from './common'

export const scanOutcomes = [
  'added',
  'firstOfLine',
  'lineDone',
  'receiptDone',
  'over',
  /** accepted, but its remaining life is short */
  'nearExpiry',
  /** the product keeps lots and the code names none: give expiry or lot, nothing was added yet */
  'lotWanted',
  /** another day is known of this lot than was said: a person chooses, nothing was added yet */
  'lotContradicted',
  'unknown',
  'notOnOrder',
  'discontinued',
  'unreadable',
  /** several products or packs have this code: a person chooses, nothing was added yet */
  'ambiguous',
  /** cases where pieces were meant, or the other way round? A person says which, nothing was added yet */
  'packDoubt',
  /** a command, a zone, a page or a document: the code is one of the chain's own and no goods, nothing was added */
  'notGoods',
  /** the label itself says nought: no weight, no amount, no pieces; nothing was added */
  'noQuantity',
  /** refused at the dock: expired, or too little life left without the right */
  'expired',
  'shortLife',
] as const
export type ScanOutcomeName = (typeof scanOutcomes)[number]

export const documentLine = z.strictObject({
  lineNo: z.number().int(),
  sku: z.string(),
  name: z.string(),
  nameEn: z.string(),
  spec: z.string(),
  unit: z.string(),
  barcode: z.string(),
  shelf: z.string(),
  weighed: z.boolean(),
  /** the product is kept by lot: a line of its own per lot */
  keepsLots: z.boolean(),
  lot: z.string(),
  /** YYYY-MM-DD, '' without one */
  expiryDate: z.string(),
  /** null while it is counted blind */
  expectedQuantity: quantity.nullable(),
  /** of a count under way that is no blind one, on the PC that keeps the books: what they say just now of the whole warehouse */
  book: figure.optional(),
  quantity,
  damagedQuantity: quantity,
  rejectedQuantity: quantity,
  freeQuantity: quantity,
  unplanned: z.boolean(),
  role: z.enum(lineRoles),
  condition: z.enum(conditions),
  splitOf: z.number().int(),
  /** null without the right to see cost */
  unitCost: figure.nullable(),
  note: z.string(),
  /** order of last touch, for the view "scanned this time"; 0 = untouched */
  touchedAt: z.number().int(),
})

export const trayEntry = z.strictObject({
  trayId: z.string(),
  text: z.string(),
  reason: z.enum(['unknown', 'notOnOrder', 'discontinued', 'noPrice', ...unreadableReasons]),
  sku: z.string().nullable(),
  name: z.string().nullable(),
  quantity: quantity,
  scans: z.number().int(),
  /** open until somebody decides; setAside keeps the goods out, accepted made it an unplanned line, linked counted it as a product */
  state: z.enum(['open', 'setAside', 'accepted', 'linked']),
  decision: z.string(),
  scannedAt: isoTime,
  /** as the catalogue would keep it, where HQ can be asked about it; else '' */
  code: z.string(),
  /** HQ was asked and has not answered yet */
  asked: z.boolean(),
  /** the one product or pack that has the code by now */
  known: z
    .strictObject({ sku: z.string(), name: z.string(), packFactor: z.number().int(), packName: z.string() })
    .nullable(),
  /** HQ's newest word on the code */
  answer: z
    .strictObject({ decision: z.enum(codeDecisions), reason: z.string(), userName: z.string(), at: isoTime })
    .nullable(),
})

export const documentHeader = z.strictObject({
  documentId: uuid,
  type: z.enum(documentTypes),
  number: z.string(),
  state: z.enum(documentStates),
  version: z.number().int(),
  storeCode: z.string(),
  storeName: z.string(),
  warehouseCode: z.string(),
  warehouseName: z.string(),
  toWarehouseCode: z.string(),
  toWarehouseName: z.string(),
  toCondition: z.enum(conditions),
  counterpartyCode: z.string(),
  counterpartyName: z.string(),
  /** order, transfer or document it came from */
  sourceId: z.string(),
  sourceNumber: z.string(),
  /** delivery note of the supplier, or the authorisation number HQ gave */
  reference: z.string(),
  reasonCode: z.string(),
  reasonName: z.string(),
  reasonNameEn: z.string(),
  settlement: z.enum([...settlementWays, '']),
  dueDate: z.string(),
  note: z.string(),
  /** why it came back the last time; '' when it did not */
  refusal: z.string(),
  /** why it was voided; '' when it was not */
  cancelReason: z.string(),
  /** the supplier said the goods are there (对方确认) */
  confirmed: z.boolean(),
  authorId: z.string(),
  authorName: z.string(),
  postedByName: z.string(),
  createdAt: isoTime,
  submittedAt: isoTime.nullable(),
  postedAt: isoTime.nullable(),
  policyVersion: z.number().int(),
  security,
  /** what a decision is bound to; '' while it is a draft */
  contentHash: z.string(),
  /** who has to decide next; null when nobody */
  pendingLevel: z.enum(approvalLevels).nullable(),
  /** counted without seeing what is expected */
  blind: z.boolean(),
  /** who works on the draft just now; '' nobody */
  holderName: z.string(),
  /** nothing more of its order is expected */
  closesSource: z.boolean(),
  reversalOf: z.string(),
  reversalOfNumber: z.string(),
  reversedBy: z.string(),
  reversedByNumber: z.string(),
  linesTotal: z.number().int(),
  /** a count somebody else makes or made, while its goods are counted blind: how many lines it has, and nothing of them */
  linesHidden: z.literal(true).optional(),
  /** lines of the plan that came whole: neither short nor over */
  linesDone: z.number().int(),
  expectedTotal: quantity.nullable(),
  /** of a repack what comes out of it; what goes in is apart */
  quantityTotal: quantity,
  consumedTotal: quantity,
  damagedTotal: quantity,
  trayOpen: z.number().int(),
  attachments: z.number().int(),
  /** cost value of what it moves, 1/10,000 yuan; null without the right to see cost */
  value: figure.nullable(),
})

/** One thing that happened to a document after its draft: who, when, under whose authority. */
export const documentStep = z.strictObject({
  step: z.string(),
  userName: z.string(),
  /** who lent their right on the spot; '' nobody */
  authorityName: z.string(),
  level: z.string(),
  reason: z.string(),
  at: isoTime,
})

export const attachment = z.strictObject({
  attachmentId: uuid,
  name: z.string(),
  mime: z.string(),
  bytes: z.number().int(),
  addedAt: isoTime,
})

export const document = z.strictObject({
  header: documentHeader,
  lines: z.array(documentLine),
  tray: z.array(trayEntry),
  steps: z.array(documentStep),
  attachments: z.array(attachment),
})

/** What one scan did, everything the result panel and the sound need. Never "it failed": a refused code has a reason. */
export const scanResult = z.strictObject({
  outcome: z.enum(scanOutcomes),
  /** the text as read, safe to show */
  text: z.string(),
  /** which rule read it, or why it could not be read */
  rule: z.string(),
  packName: z.string(),
  /** thousandths this scan added; 0 when refused */
  added: quantity,
  line: documentLine.nullable(),
  header: documentHeader,
  tray: trayEntry.nullable(),
  /** the questions, noQuantity, expired, shortLife and nearExpiry: which product it is about, known although no line was touched */
  product: z
    .strictObject({ sku: z.string(), name: z.string(), nameEn: z.string(), spec: z.string(), unit: z.string() })
    .optional(),
  /** expired, shortLife and nearExpiry: what is left of its life, and what HQ asks for at the dock */
  life: z.strictObject({ expiryDate: z.string(), remainingDays: figure, requiredDays: figure.nullable() }).optional(),
  /** lotWanted and lotContradicted: the lot and day said so far, the day known of it, and whether a day has to be said */
  lot: z
    .strictObject({ lot: z.string(), expiryDate: z.string(), knownDate: z.string(), dayNeeded: z.boolean() })
    .optional(),
  /** ambiguous: what the code may mean, and by which rule */
  candidates: z
    .array(
      z.strictObject({
        sku: z.string(),
        name: z.string(),
        nameEn: z.string(),
        spec: z.string(),
        unit: z.string(),
        packName: z.string(),
        /** thousandths of the stock unit one scan stands for */
        packFactor: quantity,
        rule: z.enum(scanRules),
      }),
    )
    .optional(),
  /** packDoubt: what was said and what may have been meant, thousandths; the plan where it may be known */
  doubt: z
    .strictObject({
      ...{ said: quantity, other: quantity, expected: quantity.nullable() },
      ...{ packName: z.string(), packFactor: quantity },
    })
    .optional(),
  /** name of the shop's own rule that read a scale's label */
  weighRule: z.string().optional(),
  /** identifiers in the code that say nothing to us, stepped over */
  unknownAis: z.array(z.string()).optional(),
  /** one scan went out of several lots, or its undo back to them: how many, and how much in all */
  spread: z.strictObject({ lots: z.number().int().min(2), quantity }).optional(),
  /** counted, although its stocktake is not about it: nothing of it will be booked */
  beyondPlan: z.boolean().optional(),
})

export type DocumentLineView = z.infer<typeof documentLine>
export type TrayEntry = z.infer<typeof trayEntry>
export type DocumentHeader = z.infer<typeof documentHeader>
export type DocumentView = z.infer<typeof document>
export type DocumentStepView = z.infer<typeof documentStep>
export type AttachmentView = z.infer<typeof attachment>
export type ScanCandidate = NonNullable<ScanResult['candidates']>[number]
export type ScanResult = z.infer<typeof scanResult>
