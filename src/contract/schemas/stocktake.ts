/** 盘点: a stocktake as it is planned, as a store tells it to HQ, and as screens show its progress and its review. */
import { z } from 'zod'
import { documentStates, documentTypes } from '../../core/documents/states'
import { movedWhens, movementsShownMax } from '../../core/stocktake/netting'
import {
  recountNamedMax,
  reversedParts,
  stocktakeKinds,
  stocktakeStates,
  uncountedRules,
  zoneCodePattern,
  zoneStates,
} from '../../core/stocktake/plan'
import { countStandings } from '../../core/stocktake/whichStands'
import { expiryDay, figure, isoTime, note, quantity, uuid } from './common'

/** What one stocktake holds at most: what an event can carry and a person can review. */
export const stocktakeLimits = {
  products: 20_000,
  lines: 30_000,
  zones: 500,
  recounts: 1000,
  recountedSkus: 50_000,
  arrivals: 5000,
} as const

const sku = z.string().min(1).max(32)

/** What it is about. Products are fixed from it when the stocktake opens. */
export const stocktakeScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('full') }),
  z.strictObject({ kind: z.literal('category'), categoryCodes: z.array(z.string().min(1).max(16)).min(1).max(200) }),
  /** shelf positions, or what they begin with */
  z.strictObject({ kind: z.literal('zone'), shelves: z.array(z.string().min(1).max(20)).min(1).max(500) }),
  z.strictObject({ kind: z.literal('list'), skus: z.array(sku).min(1).max(stocktakeLimits.products) }),
  z.strictObject({ kind: z.literal('sample'), size: z.number().int().min(1).max(5000) }),
  /** below zero, or put right by hand lately */
  z.strictObject({ kind: z.literal('suspicious') }),
])

/** A category or a bay somebody may choose to count. */
export const stocktakeChoice = z.strictObject({ code: z.string(), name: z.string(), products: z.number().int() })

export const stocktakeZone = z.strictObject({
  code: z.string().regex(zoneCodePattern),
  name: note.min(1).max(40),
  /** 临时陈列: a place that is there for this stocktake alone */
  temporary: z.boolean(),
})

export const stocktakeRecount = z.strictObject({
  zoneCode: z.string().max(16),
  round: z.number().int().min(2).max(99),
  /** none: the whole zone */
  skus: z.array(sku).max(stocktakeLimits.products),
  note,
  /** why it is not made after all; PCs of earlier versions never said */
  waived: note.default(''),
})

/** A count another PC of the store made, as it reached the one that holds the stocktake. */
export const stocktakeArrival = z.strictObject({
  documentId: uuid,
  /** of the holder's ledger, when it arrived there */
  atSeq: figure.min(0),
  /** counting was over by then: it stands nowhere until somebody chooses it */
  late: z.boolean(),
})

export const toldStocktake = z.strictObject({
  stocktakeId: uuid,
  number: z.string().max(60),
  /** the task of HQ it carries out; '' the shop's own idea, as PCs before tasks always told */
  taskId: z.union([uuid, z.literal('')]).default(''),
  storeCode: z.string().max(16),
  warehouseCode: z.string().max(16),
  scope: stocktakeScope,
  blind: z.boolean(),
  tolerancePermille: z.number().int().min(0).max(1000),
  toleranceFen: figure.min(0),
  note,
  products: figure.min(0),
  openedById: z.string().max(40),
  openedAt: isoTime,
  closedSeq: figure.min(0),
  uncounted: z.enum(uncountedRules),
  uncountedReason: note,
  zones: z.array(stocktakeZone).max(stocktakeLimits.zones),
  recounts: z.array(stocktakeRecount).max(stocktakeLimits.recounts),
  /** counts somebody chose where a zone was counted twice */
  chosen: z.array(uuid).max(stocktakeLimits.zones),
  /** PCs of earlier versions knew of no other */
  arrivals: z.array(stocktakeArrival).max(stocktakeLimits.arrivals).default([]),
})

export const toldStocktakeLine = z.strictObject({
  sku,
  lot: z.string().max(40),
  expiryDate: z.union([expiryDay, z.literal('')]),
  /** null: nobody counted it */
  counted: quantity.nullable(),
  /** where goods moved while it was counted, the nearest to the count of all the books can say (`core/stocktake/netting`) */
  book: figure,
  variance: figure,
  unitCost: quantity,
  fromSeq: figure.min(0),
  atSeq: figure.min(0),
  movedMeanwhile: figure.min(0),
  planned: z.boolean(),
  recounted: z.boolean(),
  reason: note,
})

export const stocktakeStepNames = [
  'opened',
  'zoneAdded',
  'closed',
  'reopened',
  'chosen',
  'recounted',
  'arrived',
  'submitted',
  'cancelled',
] as const

/** Anything that happened to a stocktake beside its counts and papers: the whole plan, and on hand-in what the review came to. */
export const stocktakeStepped = z.strictObject({
  type: z.literal('stocktake.stepped'),
  step: z.enum(stocktakeStepNames),
  stocktake: toldStocktake,
  /** opened: the products it is about, in the order of their shelves */
  skus: z.array(sku).max(stocktakeLimits.products),
  /** handed in: every line of the review */
  lines: z.array(toldStocktakeLine).max(stocktakeLimits.lines),
  /** handed in: the papers that book it */
  papers: z.array(uuid).max(20),
  reason: note,
  userId: z.string().max(40),
  authorityId: z.string().max(40),
  occurredAt: isoTime,
})

/**
 * Where a count stands: with the PC that holds the stocktake; made elsewhere and not known there yet; or known there only
 * once counting was over.
 */
export const countArrivals = ['here', 'onItsWay', 'late'] as const

export const stocktakeCountView = z.strictObject({
  documentId: uuid,
  number: z.string(),
  round: z.number().int(),
  state: z.enum(documentStates),
  counterId: z.string(),
  counterName: z.string(),
  linesTotal: z.number().int(),
  chosen: z.boolean(),
  /** the letter of the PC it was made on */
  pc: z.string(),
  arrival: z.enum(countArrivals),
})

export const stocktakeHeader = z.strictObject({
  stocktakeId: uuid,
  number: z.string(),
  /** HQ's task it carries out; '' the shop's own idea */
  taskId: z.string(),
  taskNumber: z.string(),
  taskName: z.string(),
  /** HQ called it off after the shop began */
  taskCancelled: z.boolean(),
  state: z.enum(stocktakeStates),
  /** of its papers, once all are posted */
  reversed: z.enum(reversedParts),
  version: z.number().int(),
  storeCode: z.string(),
  storeName: z.string(),
  warehouseCode: z.string(),
  warehouseName: z.string(),
  kind: z.enum(stocktakeKinds),
  blind: z.boolean(),
  tolerancePermille: z.number().int(),
  toleranceFen: z.number().int(),
  note: z.string(),
  products: z.number().int(),
  openedByName: z.string(),
  openedAt: isoTime,
  submittedByName: z.string(),
  submittedAt: isoTime.nullable(),
  cancelReason: z.string(),
  zonesTotal: z.number().int(),
  /** zones with a finished count */
  zonesCounted: z.number().int(),
  /** the letter of the PC that opened it, which alone ends it and reviews it */
  pc: z.string(),
  /** it is this one */
  heldHere: z.boolean(),
})

/** A PC of the store as it last said of itself at HQ: who counts where, while it has not handed in a line yet. */
export const peerView = z.strictObject({
  pc: z.string(),
  ageSeconds: z.number().int().min(0),
  counting: z.array(z.strictObject({ zoneCode: z.string(), counterName: z.string(), linesTotal: z.number().int() })),
})

/** As whoever makes it reads it: which products, and where they should lie. */
export const stocktakeRecountView = stocktakeRecount.extend({
  /** the first of them; none where the whole zone is counted again */
  products: z
    .array(z.strictObject({ sku, name: z.string(), nameEn: z.string(), spec: z.string(), shelf: z.string() }))
    .max(recountNamedMax),
})

export const stocktakeView = stocktakeHeader.extend({
  scope: stocktakeScope,
  uncounted: z.enum(uncountedRules),
  uncountedReason: z.string(),
  zones: z.array(
    stocktakeZone.extend({
      state: z.enum(zoneStates),
      /** what its label says under the bars */
      barcode: z.string(),
      /** the round whoever starts now counts in */
      round: z.number().int(),
      counts: z.array(stocktakeCountView),
    }),
  ),
  /** the store's other PCs, at the store alone; none where none was heard of since this one started */
  peers: z.array(peerView),
  recounts: z.array(stocktakeRecountView),
  papers: z.array(
    z.strictObject({
      documentId: uuid,
      type: z.enum(documentTypes),
      number: z.string(),
      state: z.enum(documentStates),
    }),
  ),
})

/** What may explain a difference; that goods moved between two counts is in `movedMeanwhile`. */
export const explainers = ['bookedLate', 'onTheWay', 'unposted', 'packs', 'neighbour'] as const

export const stocktakeLine = toldStocktakeLine.omit({ unitCost: true }).extend({
  name: z.string(),
  nameEn: z.string(),
  spec: z.string(),
  unit: z.string(),
  barcode: z.string(),
  shelf: z.string(),
  /** the variance at cost, 1/10,000 yuan; null without the right to see cost */
  value: figure.nullable(),
  /** beyond what is tolerated, not counted again and not explained yet */
  open: z.boolean(),
  /** how much of the difference the books hold already, by a paper of an earlier hand-in; said while it is reviewed again */
  booked: figure,
  /** what each count says of it, those that do not stand included */
  counts: z.array(
    z.strictObject({
      documentId: uuid,
      zoneCode: z.string(),
      round: z.number().int(),
      counterName: z.string(),
      /** 0 as well where it was looked for again and is not on that paper */
      quantity,
      standing: z.enum(countStandings),
    }),
  ),
  /** two counts speak of it and nobody chose: its figures are those of the first, for now */
  undecided: z.boolean(),
  explainers: z.array(
    z.strictObject({
      kind: z.enum(explainers),
      /** thousandths, signed as the shelf feels it; of packs, how many */
      quantity: figure,
      /** a paper's number, a pack's name, the other product */
      text: z.string(),
    }),
  ),
  /** what moved of it since the stocktake was opened */
  moved: z.strictObject({
    /** papers */
    total: z.number().int(),
    /** papers after it was first touched, and what they came to, signed as the shelf feels it */
    since: z.number().int(),
    sinceQuantity: figure,
    /** the newest of all */
    movements: z
      .array(
        z.strictObject({
          documentId: uuid,
          type: z.enum(documentTypes),
          number: z.string(),
          at: isoTime,
          quantity: figure,
          when: z.enum(movedWhens),
        }),
      )
      .max(movementsShownMax),
  }),
  /** what the stocktake before this one made of it; null where none counted it */
  lastCount: z.strictObject({ at: isoTime, counted: quantity, variance: figure }).nullable(),
})

/** Of what is still to be booked; how much was counted, and against what, is of all lines. */
export const stocktakeTotals = z.strictObject({
  lines: z.number().int(),
  gained: z.number().int(),
  lost: z.number().int(),
  uncounted: z.number().int(),
  /** lines that still need a word or a recount */
  open: z.number().int(),
  /** lines the books hold, or hold a part of, by a paper of an earlier hand-in */
  partBooked: z.number().int(),
  gainValue: figure.nullable(),
  lossValue: figure.nullable(),
  bookValue: figure.nullable(),
})

export type StocktakeArrival = z.infer<typeof stocktakeArrival>
export type PeerView = z.infer<typeof peerView>
export type StocktakeScope = z.infer<typeof stocktakeScope>
export type ToldStocktake = z.infer<typeof toldStocktake>
export type ToldStocktakeLine = z.infer<typeof toldStocktakeLine>
export type StocktakeStepped = z.infer<typeof stocktakeStepped>
export type StocktakeHeader = z.infer<typeof stocktakeHeader>
export type StocktakeView = z.infer<typeof stocktakeView>
export type StocktakeLineView = z.infer<typeof stocktakeLine>
