/**
 * A recount of named products is about these alone: one stray scan beside them would pass for the count of another product.
 * A whole zone counted again is about whatever lies there.
 */
import { readCountReference } from '../../core/stocktake/plan'
import { askedIn, isAsked } from '../../core/stocktake/standing'
import type { DocumentRow } from '../../database/entities'
import { recountsOf } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'

/** First counts, which are most of them, cost no question: a scan is waited for. */
export const refuseBeyondRecount = async (
  read: Reader,
  { type, sourceId, reference }: Pick<DocumentRow, 'type' | 'sourceId' | 'reference'>,
  { sku, name }: { sku: string; name: string },
): Promise<void> => {
  if (type !== 'stocktakeCount') return
  const asked = readCountReference(reference)
  if (asked.round === 1 || isAsked(askedIn(await recountsOf(read, sourceId), asked), sku)) return
  throw new Refusal('STOCKTAKE_BEYOND_RECOUNT', { zone: asked.zoneCode, sku, name })
}
