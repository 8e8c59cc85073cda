/**
 * What a document type has to say, and nothing more: which lines it takes, what its header must name, and the movements
 * its posting makes. Everything that all types share (drafts, approval, numbers, posting, sync, screens) reads it here.
 */
import { accept, type Result, refuse } from '../result'
import { type Account, quarantineAccount, stockAccount } from '../stock/accounts'
import type { MovementPlan, PlanCost } from '../stock/cost'
import type { MovementKind } from '../stock/movement'
import type { DocumentType } from './states'

/** Where the goods of a line lie before they move: good on the shelf, or set apart as damaged. */
export const conditions = ['stock', 'quarantine'] as const
export type Condition = (typeof conditions)[number]

export const lineRoles = ['', 'consume', 'produce'] as const
export type LineRole = (typeof lineRoles)[number]

export interface DocumentLine {
  lineNo: number
  sku: string
  /** '' where the product keeps no lots */
  lot: string
  /** YYYY-MM-DD, '' without one */
  expiryDate: string
  /** what the source says should be there, thousandths; 0 where nothing was planned */
  expectedQuantity: number
  /** good goods counted; starts at 0 */
  quantity: number
  /** came broken: kept apart in quarantine */
  damagedQuantity: number
  /** went back with the driver: recorded, moves nothing */
  rejectedQuantity: number
  /** of `quantity`, given free of charge */
  freeQuantity: number
  /** 1/10,000 yuan per unit */
  unitCost: number
  unplanned: boolean
  role: LineRole
  condition: Condition
  /** the line this one was split off because its lot differs; 0 = none */
  splitOf: number
}

export interface DocumentFacts {
  warehouseCode: string
  toWarehouseCode: string
  toCondition: Condition
  /** the transfer these goods travel under; '' for none */
  transferId: string
  /** what of a transfer is still on the way, per product, as far as it is known here; its value comes in with the goods */
  inTransit: readonly { sku: string; quantity: number; value: number }[]
  /** of the reason, where the type moves goods to or from an account the reason names */
  reasonAccount: Account
  /** for a settlement: how a difference ends */
  settlement: SettlementWay | ''
  lines: readonly DocumentLine[]
}

/** How goods that were sent and did not arrive (or arrived unsent) are settled: 补发 退回 承运损失 记发货方 记收货方. */
export const settlementWays = ['reship', 'return', 'carrierLoss', 'chargeSender', 'chargeReceiver'] as const
export type SettlementWay = (typeof settlementWays)[number]

export type HeaderField = 'supplier' | 'reason' | 'toWarehouse' | 'source' | 'stocktake'
/** quantities a line holds beside the good ones */
export type LineQuantity = 'damaged' | 'rejected' | 'free'
export const quantityFields = ['quantity', 'damaged', 'rejected', 'free'] as const
export type QuantityField = (typeof quantityFields)[number]

export interface DocumentRule {
  type: DocumentType
  /** page 4's code; HQ's policy may set another */
  prefix: string
  /** must be named before the draft leaves its author */
  header: readonly HeaderField[]
  /** what it does to the warehouse it is written for */
  direction: 'in' | 'out' | 'both' | 'none'
  /** a product on no line yet: becomes a line, or goes to the tray because the document has a plan */
  newProduct: 'line' | 'tray'
  quantities: readonly LineQuantity[]
  /** who writes it: somebody in the store, or HQ */
  writtenAt: 'store' | 'hub'
  /** opened from something else (an order, a transfer) and never by "new" */
  opensFromSource: boolean
  /** goods past their day are what it is for, so the first to expire may be one of them */
  takesExpired?: true
  /** moves value and no goods: its lines say what the goods are worth, and what is at stake is how much that changes */
  valueOnly?: true
  /** HQ may begin one bare, for a warehouse no store PC works */
  bareAtHub?: true
  /** goods leave the shop's hands, or the chain's: agreed to, it gets a number whoever takes them away shows */
  takenAwayUnderNumber?: true
  /** says what lies there: lots are named as the goods name them, nought is a figure, and each line keeps its ledger position */
  counts?: true
  /** its lines are what a stocktake's review came to; nobody writes them, so there is no draft for it to go back to */
  madeOfReview?: true
  /** goods that move when it is submitted, before anybody decided (page 3: a write-off moves to quarantine at once) */
  proposed(document: DocumentFacts): MovementPlan[]
  /** goods that move when it is posted */
  posted(document: DocumentFacts): MovementPlan[]
  /** the type's own rule on its lines */
  check(document: DocumentFacts): Result<null, 'NOTHING_RECEIVED' | 'LINES_MISSING' | 'SAME_WAREHOUSE'>
}

/** What of a line moves: the sum of what came good and what came broken. */
export const movedQuantity = (line: Pick<DocumentLine, 'quantity' | 'damagedQuantity'>): number =>
  line.quantity + line.damagedQuantity

interface PlanParts {
  line: DocumentLine
  from: Account
  to: Account
  quantity: number
  kind: MovementKind
  cost?: PlanCost
}

/** Numbers the movements of one posting 1..n; a part that moves nothing drops out. */
export const planned = (parts: readonly PlanParts[]): MovementPlan[] =>
  parts
    .filter(({ quantity }) => quantity > 0)
    .map(({ line, from, to, quantity, kind, cost }, index) => ({
      line: index + 1,
      sku: line.sku,
      lot: line.lot,
      fromAccount: from,
      toAccount: to,
      quantity,
      kind,
      cost: cost ?? { kind: 'average' },
    }))

export const placeOf = (condition: Condition, warehouseCode: string): Account =>
  condition === 'quarantine' ? quarantineAccount(warehouseCode) : stockAccount(warehouseCode)

export const none = (): MovementPlan[] => []

/** Where the goods of a paper that waits for a decision lie meanwhile; null where it takes none from its warehouse. */
export const waitsAt = ({ direction, proposed }: Pick<DocumentRule, 'direction' | 'proposed'>): Condition | null => {
  if (direction === 'in' || direction === 'none') return null
  return proposed === none ? 'stock' : 'quarantine'
}

/** At least one line holds something; most types ask no more. */
export const anyQuantity = (document: DocumentFacts): Result<null, 'LINES_MISSING'> =>
  document.lines.some((line) => movedQuantity(line) > 0) ? accept(null) : refuse('LINES_MISSING')

/** Goods that leave the warehouse for one account, from where each line says they lie. */
export const goodsOut = (document: DocumentFacts, to: Account, kind: MovementKind): MovementPlan[] =>
  planned(
    document.lines.map((line) => ({
      line,
      from: placeOf(line.condition, document.warehouseCode),
      to,
      quantity: line.quantity,
      kind,
    })),
  )

/** Goods that come into the warehouse from one account: the good ones to stock, the broken ones kept apart. */
export const goodsIn = (
  document: DocumentFacts,
  from: Account,
  kind: MovementKind,
  costOf: (line: DocumentLine, part: 'good' | 'damaged') => PlanCost = () => ({ kind: 'average' }),
): MovementPlan[] =>
  planned(
    document.lines.flatMap((line) => [
      {
        line,
        from,
        to: placeOf(line.condition, document.warehouseCode),
        quantity: line.quantity,
        kind,
        cost: costOf(line, 'good'),
      },
      {
        line,
        from,
        to: quarantineAccount(document.warehouseCode),
        quantity: line.damagedQuantity,
        kind,
        cost: costOf(line, 'damaged'),
      },
    ]),
  )

/**
 * Goods that arrive bring the value they were sent with: their share of what is on the way, the last piece all that is
 * left, so no cent sticks in transit. Where the dispatch is not known yet the line's unit cost is the estimate.
 */
export const costInTransit = (
  document: DocumentFacts,
): ((sku: string, quantity: number, unitCost: number) => PlanCost) => {
  const left = new Map(document.inTransit.map(({ sku, quantity, value }) => [sku, { quantity, value }]))
  return (sku, quantity, unitCost) => {
    const open = left.get(sku)
    if (!open || open.quantity < quantity || open.quantity <= 0 || open.value < 0) return { kind: 'unitCost', unitCost }
    const value = Number((BigInt(open.value) * BigInt(quantity)) / BigInt(open.quantity))
    left.set(sku, { quantity: open.quantity - quantity, value: open.value - value })
    return { kind: 'value', value }
  }
}
