/**
 * Who counted: whoever took a step of a count, or finished it; who merely began the paper did not. A recount is made by
 * people who have not counted that zone, from its first scan on: nobody takes hold of its paper who has.
 */
import { readCountReference } from '../../core/stocktake/plan'
import type { DocumentRow } from '../../database/entities'
import type { Reader } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'

/** SQL: did the user of the three places in the question count on that paper, here or on another PC? */
const counted = (document: string): string => `
  (${document}.submittedById = ? OR EXISTS (SELECT 1 FROM draftStep s
    WHERE s.documentId = ${document}.documentId AND s.userId = ?)
   OR EXISTS (SELECT 1 FROM countArrival a JOIN json_each(a.hands) h ON h.value = ?
    WHERE a.documentId = ${document}.documentId))`

/** The rounds of a zone this user counted, or counts, in; a void count is nobody's. */
export const roundsCounted = async (
  read: Reader,
  { stocktakeId, zoneCode }: { stocktakeId: string; zoneCode: string },
  userId: string,
): Promise<number[]> => {
  const rows = await read.all<{ reference: string }>(
    `SELECT d.reference FROM document d
     WHERE d.sourceId = ? AND d.type = 'stocktakeCount' AND d.state <> 'cancelled' AND ${counted('d')}`,
    [stocktakeId, userId, userId, userId],
  )
  return rows
    .map(({ reference }) => readCountReference(reference))
    .filter((count) => count.zoneCode === zoneCode)
    .map(({ round }) => round)
}

type Paper = Pick<DocumentRow, 'type' | 'sourceId' | 'reference'>

/** Asked when a paper changes hands, so that no scan waits for it. */
export const refuseFirstCounter = async (
  read: Reader,
  { type, sourceId, reference }: Paper,
  userId: string,
): Promise<void> => {
  if (type !== 'stocktakeCount') return
  const { zoneCode, round } = readCountReference(reference)
  if (round === 1) return
  const rounds = await roundsCounted(read, { stocktakeId: sourceId, zoneCode }, userId)
  if (rounds.some((one) => one < round)) throw new Refusal('STOCKTAKE_RECOUNT_BY_OTHER', { zone: zoneCode })
}

/** By whose hands a count came to be, beside whoever hands it in; HQ, which sees no steps, is told. */
export const handsOn = async (read: Reader, documentId: string): Promise<string[]> => {
  const rows = await read.all<{ userId: string }>(
    'SELECT DISTINCT userId FROM draftStep WHERE documentId = ? ORDER BY userId',
    [documentId],
  )
  return rows.map(({ userId }) => userId)
}
