/**
 * Who counted: whoever took a step of a count, or finished it; who merely began the paper did not. A recount is made by
 * people who have not counted what it is about (`core/stocktake/counters`), from its first scan on: nobody takes hold of its
 * paper who has. A void count is nobody's.
 */
import type { DocumentStepped } from '../../contract/schemas/sync'
import type { DocumentState } from '../../core/documents/states'
import { countedBefore, type Hand } from '../../core/stocktake/counters'
import { readCountReference } from '../../core/stocktake/plan'
import type { Recount } from '../../core/stocktake/standing'
import type { DocumentRow } from '../../database/entities'
import { recountsOf } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'

/** Of one person on a count made elsewhere: all it is about, or the products they touched. */
export type ToldHand = string | { userId: string; skus: readonly string[] }

interface CountedBy {
  countedBy?: readonly string[] | undefined
  countedSkus?: readonly { userId: string; skus: readonly string[] }[] | undefined
}

/** PCs of earlier versions said whose hands they were, and not what they touched. */
export const toldHands = ({ countedBy = [], countedSkus = [] }: CountedBy): ToldHand[] =>
  countedBy.map((id) => countedSkus.find(({ userId }) => userId === id) ?? id)

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

/** The products this user touched on a paper, by scans or keys; null where they took no step of it. SQL over `d`. */
const touchedSql = `
  CASE WHEN EXISTS (SELECT 1 FROM draftStep s WHERE s.documentId = d.documentId AND s.userId = ?1) THEN
    (SELECT json_group_array(DISTINCT l.sku) FROM draftStep s
     JOIN documentLine l ON l.documentId = s.documentId AND l.lineNo = s.lineNo
     WHERE s.documentId = d.documentId AND s.userId = ?1) END`

interface PartRow {
  reference: string
  began: number
  handedIn: number
  touched: string | null
  hands: string | null
}

interface Part {
  zoneCode: string
  round: number
  /** what they did there beyond beginning the paper */
  hand: Hand | null
}

/** The zones and rounds this user began, or has a hand in, here or on another PC. */
const partsOf = async (read: Reader, stocktakeId: string, userId: string): Promise<Part[]> => {
  const rows = await read.all<PartRow>(
    `SELECT d.reference, d.authorId = ?1 AS began, d.submittedById = ?1 AS handedIn, ${touchedSql} AS touched, a.hands
     FROM document d LEFT JOIN countArrival a ON a.documentId = d.documentId
     WHERE d.sourceId = ?2 AND d.type = 'stocktakeCount' AND d.state <> 'cancelled'`,
    [userId, stocktakeId],
  )
  return rows.flatMap((row) => {
    const place = readCountReference(row.reference)
    const skus = skusOf(row, userId)
    const hand = skus === undefined ? null : { ...place, skus }
    return hand || row.began === 1 ? [{ ...place, hand }] : []
  })
}

/** null: all the paper is about; undefined: this user has no hand in it. */
const skusOf = ({ handedIn, touched, hands }: PartRow, userId: string): readonly string[] | null | undefined => {
  if (handedIn === 1) return null
  if (touched !== null) return JSON.parse(touched) as string[]
  const told = (JSON.parse(hands ?? '[]') as ToldHand[]).find((hand) => idOf(hand) === userId)
  if (told === undefined) return undefined
  return typeof told === 'string' ? null : told.skus
}

const idOf = (hand: ToldHand): string => (typeof hand === 'string' ? hand : hand.userId)

const handsIn = (parts: readonly Part[]): Hand[] => parts.flatMap(({ hand }) => hand ?? [])

type Place = Pick<Recount, 'zoneCode' | 'round'>

/** Has this user counted what that round of the zone asks for, or a hand in another's paper of the same round? */
export const hasCounted = async (
  read: Reader,
  stocktakeId: string,
  again: Place & { recounts: readonly Recount[] },
  userId: string,
): Promise<boolean> => {
  const hands = handsIn(await partsOf(read, stocktakeId, userId))
  return hands.some((hand) => isOf(hand, again)) || countedBefore(hands, again, again.recounts)
}

const isOf = (one: Place, { zoneCode, round }: Place): boolean => one.zoneCode === zoneCode && one.round === round

/** Of these zones in these rounds, those this user began, has a hand in, or may not count again. */
export const zonesTaken = async (
  read: Reader,
  stocktakeId: string,
  asked: { places: readonly Place[]; recounts: readonly Recount[] },
  userId: string,
): Promise<ReadonlySet<string>> => {
  const parts = await partsOf(read, stocktakeId, userId)
  const hands = handsIn(parts)
  const taken = asked.places.filter(
    (place) => parts.some((part) => isOf(part, place)) || countedBefore(hands, place, asked.recounts),
  )
  return new Set(taken.map(({ zoneCode }) => zoneCode))
}

type Paper = Pick<DocumentRow, 'type' | 'sourceId' | 'reference'>

/** Asked when a paper changes hands, so that no scan waits for it. */
export const refuseFirstCounter = async (
  read: Reader,
  { type, sourceId, reference }: Paper,
  userId: string,
): Promise<void> => {
  if (type !== 'stocktakeCount') return
  const again = readCountReference(reference)
  if (again.round === 1) return
  const hands = handsIn(await partsOf(read, sourceId, userId))
  if (countedBefore(hands, again, await recountsOf(read, sourceId)))
    throw new Refusal('STOCKTAKE_RECOUNT_BY_OTHER', { zone: again.zoneCode })
}

/** By whose hands a count came to be, and which of its products each touched; HQ, which sees no steps, is told. */
export const handsOn = async (read: Reader, documentId: string): Promise<{ userId: string; skus: string[] }[]> => {
  const rows = await read.all<{ userId: string; skus: string }>(
    `SELECT s.userId, json_group_array(DISTINCT l.sku) FILTER (WHERE l.sku IS NOT NULL) AS skus FROM draftStep s
     LEFT JOIN documentLine l ON l.documentId = s.documentId AND l.lineNo = s.lineNo
     WHERE s.documentId = ? GROUP BY s.userId ORDER BY s.userId`,
    [documentId],
  )
  return rows.map(({ userId, skus }) => ({ userId, skus: JSON.parse(skus) as string[] }))
}

/** As an event says it: what whoever hands it in touched needs no word, for they speak for all of it. */
export const toldHandsOn = async (
  read: Reader,
  documentId: string,
  handsInId: string,
): Promise<Pick<DocumentStepped, 'countedBy' | 'countedSkus'>> => {
  const hands = await handsOn(read, documentId)
  const others = hands.filter(({ userId }) => userId !== handsInId)
  return {
    countedBy: hands.map(({ userId }) => userId),
    ...(others.length > 0 ? { countedSkus: others } : {}),
  }
}
