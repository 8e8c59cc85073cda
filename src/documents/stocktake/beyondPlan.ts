/** What lies on a shelf is counted even where the stocktake is not about it; whoever counts it hears that it books nothing. */
import type { ScanResult } from '../../contract/schemas/document'
import type { DocumentRow } from '../../database/entities'
import type { Reader } from '../../database/unitOfWork'

/** A PC that knows none of the plan's products says nothing: a full stocktake has no others. */
export const besidePlan = async (
  read: Reader,
  { type, sourceId }: Pick<DocumentRow, 'type' | 'sourceId'>,
  sku: string,
): Promise<Pick<ScanResult, 'beyondPlan'>> => {
  if (type !== 'stocktakeCount') return {}
  const beyond = await read.one(
    `SELECT 1 AS found FROM stocktake s WHERE s.stocktakeId = ?1 AND s.kind <> 'full'
       AND EXISTS (SELECT 1 FROM stocktakeProduct k WHERE k.stocktakeId = ?1)
       AND NOT EXISTS (SELECT 1 FROM stocktakeProduct k WHERE k.stocktakeId = ?1 AND k.sku = ?2)`,
    [sourceId, sku],
  )
  return beyond ? { beyondPlan: true } : {}
}
