/** Where goods nobody counted should lie, by their shelf. Pure. */
import type { StocktakeLineView, StocktakeView } from '../../../contract/schemas/stocktake'
import { zoneOfShelf } from '../../../core/stocktake/sheets'
import type { RecountZone } from './recountZones'

type Zones = readonly (Pick<StocktakeView['zones'][number], 'code' | 'temporary'> & {
  counts: readonly { state: string }[]
})[]

/**
 * Where a zone was counted, whoever counted it found none of them: another person looks for them there. The other zones are
 * still to be counted, by anybody.
 */
export const firstCountZones = (
  lines: readonly Pick<StocktakeLineView, 'sku' | 'shelf'>[],
  zones: Zones,
): { again: RecountZone[]; first: string[] } => {
  const skusOf = new Map<string, Set<string>>()
  for (const { sku, shelf } of lines) {
    const code = zoneOfShelf(shelf, zones)
    if (code !== null) skusOf.set(code, (skusOf.get(code) ?? new Set()).add(sku))
  }
  const named = zones.filter(({ code }) => skusOf.has(code))
  const wasCounted = ({ counts }: Zones[number]): boolean => counts.some(({ state }) => state === 'approved')
  return {
    again: named.filter(wasCounted).map(({ code }) => ({ zoneCode: code, skus: [...(skusOf.get(code) ?? [])] })),
    first: named.filter((zone) => !wasCounted(zone)).map(({ code }) => code),
  }
}
