/** 调价: what a line of a change may be, and when a store is late with its labels. */

export const priceStates = ['planned', 'effective', 'cancelled'] as const
export type PriceState = (typeof priceStates)[number]

/** In the order somebody would mend them. */
export const priceFaults = ['unknown', 'several', 'noPrice', 'same', 'twice', 'planned'] as const
export type PriceFault = (typeof priceFaults)[number]

export interface AskedPrice {
  /** how many products answer to the code */
  found: number
  sku: string
  oldPriceFen: number
  /** null: nothing that is a price */
  priceFen: number | null
  /** the same product stands further up */
  isTwice: boolean
  /** another change plans it for that day */
  plannedBy: string
}

export const priceFaultOf = ({ found, oldPriceFen, priceFen, isTwice, plannedBy }: AskedPrice): PriceFault | null => {
  if (found === 0) return 'unknown'
  if (found > 1) return 'several'
  if (priceFen === null || priceFen <= 0) return 'noPrice'
  if (isTwice) return 'twice'
  if (plannedBy !== '') return 'planned'
  return priceFen === oldPriceFen ? 'same' : null
}

/** In thousandths of the old price, rounded to the nearest; null where there was none. */
export const priceRisePermille = (oldPriceFen: number, newPriceFen: number): number | null =>
  oldPriceFen <= 0 ? null : Math.round(((newPriceFen - oldPriceFen) * 1000) / oldPriceFen)

/** A shelf may say the old price on the day itself, while labels are printed; after it, it misleads customers. */
export const isLate = (
  { state, effectiveDate }: { state: PriceState; effectiveDate: string },
  isDone: boolean,
  today: string,
): boolean => state === 'effective' && !isDone && today > effectiveDate
