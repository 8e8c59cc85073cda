/**
 * Who counted: whoever took a step of a count, or finished it; who merely began the paper did not. A recount is made by
 * people who have not counted that zone, from its first scan on: nobody takes hold of its paper who has. A void count is
 * nobody's.
 */
import type { DocumentState } from '../../core/documents/states'
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

export type OwnCount = Pick<DocumentRow, 'documentId' | 'number'> & { state: DocumentState }

/** What this user began of a zone in a round. */
export const ownCount = (
  read: Reader,
  stocktakeId: string,
  userId: string,
  reference: string,
): Promise<OwnCount | undefined> =>
  read.one<OwnCount>(
    `SELECT documentId, number, state FROM document
     WHERE sourceId = ? AND type = 'stocktakeCount' AND reference = ? AND authorId = ? AND state <> 'cancelled'`,
    [stocktakeId, reference, userId],
  )

interface Part {
  zoneCode: string
  round: number
  /** by scans, keys or the hand-in, not by beginning the paper alone */
  counted: boolean
}

/** The zones and rounds this user began, or has a hand in. */
export const partsOf = async (read: Reader, stocktakeId: string, userId: string): Promise<Part[]> => {
  const rows = await read.all<{ reference: string; counted: number }>(
    `SELECT * FROM (SELECT d.reference, d.authorId = ? AS began, ${counted('d')} AS counted FROM document d
       WHERE d.sourceId = ? AND d.type = 'stocktakeCount' AND d.state <> 'cancelled') WHERE began OR counted`,
    [userId, userId, userId, userId, stocktakeId],
  )
  return rows.map((row) => ({ ...readCountReference(row.reference), counted: row.counted === 1 }))
}

/** The rounds of a zone this user counted, or counts, in. */
export const roundsCounted = async (
  read: Reader,
  { stocktakeId, zoneCode }: { stocktakeId: string; zoneCode: string },
  userId: string,
): Promise<number[]> =>
  (await partsOf(read, stocktakeId, userId))
    .filter((part) => part.counted && part.zoneCode === zoneCode)
    .map(({ round }) => round)

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
