/** 调价: HQ's word on what products cost from a day on, and how far each store is with the labels of it. */
import { z } from 'zod'
import { priceFaults, priceStates } from '../../core/prices/priceChange'
import { isoTime, note, storeDay, uuid } from './common'

export const priceLinesMax = 5000
/** a change travels in parts, so that a page of the stream stays small */
export const pricePartLines = 500
/** 999,999.99 yuan: what a label has room for */
export const priceFenMax = 99_999_999

export const priceFen = z.number().int().min(1).max(priceFenMax)
const sku = z.string().min(1).max(32)
const number = z.string().min(1).max(60)

/** To every store, behind the products themselves: why their prices are others now. */
export const priceChangeItem = z.strictObject({
  number,
  effectiveDate: storeDay,
  note: z.string().max(200),
  lines: z
    .array(z.strictObject({ sku, oldPriceFen: z.number().int().min(0), newPriceFen: z.number().int().min(0) }))
    .max(pricePartLines),
})
export type PriceChangeItem = z.infer<typeof priceChangeItem>

export const priceWish = z.strictObject({ sku, priceFen })

const productName = { sku: z.string(), name: z.string(), nameEn: z.string(), spec: z.string(), unit: z.string() }

export const priceLine = z.strictObject({
  ...productName,
  oldPriceFen: z.number().int(),
  newPriceFen: z.number().int(),
})
export type PriceLine = z.infer<typeof priceLine>

/** One row somebody typed, or of a file: which product it is, and what is wrong with it. */
export const checkedPrice = z.strictObject({
  code: z.string(),
  ...productName,
  /** null where the product is not known */
  oldPriceFen: z.number().int().nullable(),
  priceFen: z.number().int().nullable(),
  fault: z.enum(priceFaults).nullable(),
  /** of the change that plans the same product for the same day */
  plannedBy: z.string(),
})
export type CheckedPrice = z.infer<typeof checkedPrice>

/** Within the scope of who looks. */
const compliance = {
  storesTotal: z.number().int(),
  /** told it back: their PC knows of the change */
  storesHeard: z.number().int(),
  /** heard, and nothing left to print */
  storesDone: z.number().int(),
  toPrint: z.number().int(),
  printed: z.number().int(),
  /** a newer price came before the label was printed */
  replaced: z.number().int(),
}

export const priceChangeView = z.strictObject({
  changeId: uuid,
  number: z.string(),
  state: z.enum(priceStates),
  effectiveDate: storeDay,
  note,
  lines: z.number().int(),
  createdByName: z.string(),
  createdAt: isoTime,
  effectiveAt: isoTime.nullable(),
  cancelledByName: z.string(),
  cancelReason: z.string(),
  /** its day is over and some store has labels left, or has not heard */
  overdue: z.boolean(),
  ...compliance,
})
export type PriceChangeView = z.infer<typeof priceChangeView>

export const storePrices = z.strictObject({
  storeCode: z.string(),
  storeName: z.string(),
  heardAt: isoTime.nullable(),
  toPrint: z.number().int(),
  printed: z.number().int(),
  replaced: z.number().int(),
  /** still to print */
  waiting: z.number().int(),
  /** when HQ heard of the last label told */
  lastAt: isoTime.nullable(),
  /** when it came out, by the store's own clock: shown alone, no decision hangs on it; null where its program told none */
  lastPrintedAt: isoTime.nullable(),
  overdue: z.boolean(),
  /** of the store's word; null where it never spoke */
  ageSeconds: z.number().int().nullable(),
})
export type StorePrices = z.infer<typeof storePrices>
