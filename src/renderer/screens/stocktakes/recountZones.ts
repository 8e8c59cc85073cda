/** What a recount of these lines is: each zone they were counted in, with its products. Pure. */
import type { StocktakeLineView } from '../../../contract/schemas/stocktake'

type Line = Pick<StocktakeLineView, 'sku' | 'counts'>

export interface RecountZone {
  zoneCode: string
  /** none: the whole zone */
  skus: string[]
}

/** Of a product that lies in several places nobody knows where the count went wrong: it is counted again in each. */
export const recountZones = (lines: readonly Line[]): RecountZone[] => {
  const zones = new Map<string, Set<string>>()
  for (const { sku, counts } of lines)
    for (const { zoneCode } of counts) zones.set(zoneCode, (zones.get(zoneCode) ?? new Set()).add(sku))
  return [...zones]
    .map(([zoneCode, skus]) => ({ zoneCode, skus: [...skus] }))
    .sort((one, other) => (one.zoneCode < other.zoneCode ? -1 : 1))
}
