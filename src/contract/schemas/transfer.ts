/** A transfer as HQ keeps it and both stores pull it: four quantities a line, and how differences ended. */
import { z } from 'zod'
import { settlementWays } from '../../core/documents/rule'
import { transferKinds, transferStates } from '../../core/documents/transfer'
import { figure, isoTime, quantity, uuid } from './common'

/** What one word about a transfer holds at most. HQ cuts what it publishes to these, so that no honest paper is parked. */
export const transferLimits = { lines: 10_000, lotsPerLine: 200, settlements: 10_000, papers: 10_000 } as const

export const transferLine = z.strictObject({
  lineNo: z.number().int().min(1),
  sku: z.string().max(32),
  askedQuantity: quantity,
  approvedQuantity: quantity,
  sentQuantity: quantity,
  /** good and damaged together */
  receivedQuantity: quantity,
  damagedQuantity: quantity,
  settledQuantity: quantity,
  reshipQuantity: quantity,
  /** will not come: called off, or the sender said so. Words of HQ from before it was told know none */
  droppedQuantity: figure.default(0),
  /** cost of a unit as sent, 1/10,000 yuan; an estimate until the dispatch is known */
  unitCost: quantity,
  /** cost value still in transit, as sent less what arrived and was settled; 1/10,000 yuan */
  openValue: figure,
  /** what was sent, lot by lot; past the limit the lots of which least was sent are left out */
  lots: z
    .array(z.strictObject({ lot: z.string().max(40), expiryDate: z.string().max(10), quantity }))
    .max(transferLimits.lotsPerLine),
})

export const transferSettlement = z.strictObject({
  documentId: uuid,
  number: z.string(),
  lineNo: z.number().int(),
  quantity,
  way: z.enum(settlementWays),
  note: z.string(),
  userName: z.string(),
  at: isoTime,
  /** the sender's PC has not posted it yet */
  waiting: z.boolean(),
})

export const transfer = z.strictObject({
  transferId: uuid,
  number: z.string(),
  kind: z.enum(transferKinds),
  state: z.enum(transferStates),
  fromWarehouseCode: z.string(),
  fromStoreCode: z.string(),
  toWarehouseCode: z.string(),
  toStoreCode: z.string(),
  /** the paper that asked for it; '' when HQ pushed it */
  requestId: z.string(),
  requestNumber: z.string(),
  authorisationNumber: z.string(),
  dueDate: z.string(),
  note: z.string(),
  /** why HQ, or who asked, called it off */
  calledOffReason: z.string().default(''),
  createdByName: z.string(),
  createdAt: isoTime,
  dispatchesPosted: z.number().int(),
  receiptsPosted: z.number().int(),
  /** the posted papers these figures count: a store adds its own that are not among them */
  papers: z.array(uuid).max(transferLimits.papers).default([]),
  lines: z.array(transferLine).min(1).max(transferLimits.lines),
  settlements: z.array(transferSettlement).max(transferLimits.settlements),
})

/** The same with names, for screens; value needs the right to see cost. */
export const transferView = transfer.omit({ papers: true }).extend({
  calledOffReason: z.string(),
  fromWarehouseName: z.string(),
  toWarehouseName: z.string(),
  fromStoreName: z.string(),
  toStoreName: z.string(),
  value: figure.nullable(),
  lines: z.array(
    transferLine.omit({ unitCost: true, openValue: true, droppedQuantity: true }).extend({
      name: z.string(),
      nameEn: z.string(),
      spec: z.string(),
      unit: z.string(),
      barcode: z.string(),
      inTransitQuantity: figure,
      unitCost: figure.nullable(),
    }),
  ),
  /** the papers of it that are known here */
  documents: z.array(
    z.strictObject({
      documentId: uuid,
      type: z.string(),
      number: z.string(),
      state: z.string(),
      postedAt: isoTime.nullable(),
    }),
  ),
})

export const transferSummary = transferView.omit({ lines: true, settlements: true, documents: true }).extend({
  linesTotal: z.number().int(),
  approvedTotal: quantity,
  sentTotal: quantity,
  receivedTotal: quantity,
  inTransitTotal: figure,
  /** seconds since it was sent and not all of it arrived; null when nothing is under way */
  inTransitSeconds: z.number().int().nullable(),
})

export type Transfer = z.infer<typeof transfer>
export type TransferView = z.infer<typeof transferView>
export type TransferSummary = z.infer<typeof transferSummary>
