/** What papers that wait for a decision hold of one product in one account, lot by lot; not counting the paper that asks. */
import { claimedByOthers } from '../database/queries/claims'
import type { Reader } from '../database/unitOfWork'

export const claimedLots = async (
  read: Reader,
  account: string,
  sku: string,
  documentId: string,
): Promise<Map<string, number>> => {
  const rows = await read.all<{ lot: string; quantity: number }>(
    `SELECT lot, quantity FROM (${claimedByOthers}) WHERE account = ?1 AND sku = ?3`,
    [account, documentId, sku],
  )
  return new Map(rows.map(({ lot, quantity }) => [lot, quantity]))
}
