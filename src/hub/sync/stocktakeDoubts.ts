/**
 * What HQ does not believe of a stocktake: a review that does not follow from its counts, papers that do not follow from the
 * review (a difference left out, told twice, or larger than it was), a step out of its turn, a recount by whoever counted
 * first. All of it is booked, because the goods are as the store says, and told to people.
 */
import type { StocktakeStepped, ToldStocktakeLine } from '../../contract/schemas/stocktake'
import type { DocumentStepped } from '../../contract/schemas/sync'
import { countedBefore, type Hand } from '../../core/stocktake/counters'
import { type Held, varianceUnder } from '../../core/stocktake/netting'
import { readCountReference, roundNow, type StocktakeState, type UncountedRule } from '../../core/stocktake/plan'
import { notMade } from '../../core/stocktake/standing'
import type { DocumentRow } from '../../database/entities'
import { openSql, recountsOf, type StocktakeRow, stateSql } from '../../database/queries/stocktake'
import type { Reader, Tx } from '../../database/unitOfWork'
import { ruleOf } from '../../documents/find'
import { bookedOf, toBookOf } from '../../documents/stocktake/booked'
import { toldHands } from '../../documents/stocktake/counters'
import { type Books, finishedCounts, netReview, plannedOf, standingCounts } from '../../documents/stocktake/review'
import { Doubt } from './doubt'
import { logsOfOnePc } from './logsOfPc'

const keyOf = ({ sku, lot }: { sku: string; lot: string }): string => `${sku}\n${lot}`
const shown = (key: string): string => key.replace('\n', ' ').trim()

type Known = Omit<StocktakeRow, 'state'> & { state: StocktakeState }

/** As it stands now, which follows from its papers. */
const knownStocktake = (read: Reader, stocktakeId: string): Promise<Known | undefined> =>
  read.one<Known>(`SELECT s.*, ${stateSql('s')} AS state FROM stocktake s WHERE s.stocktakeId = ?`, [stocktakeId])

/** What each step may follow on; opening is the first word there is. */
const comesIn: Record<Exclude<StocktakeStepped['step'], 'opened'>, readonly StocktakeState[]> = {
  zoneAdded: ['counting'],
  closed: ['counting'],
  reopened: ['review'],
  chosen: ['counting', 'review'],
  recounted: ['counting', 'review'],
  arrived: ['counting', 'review', 'submitted', 'posted'],
  submitted: ['review'],
  cancelled: ['counting', 'review'],
}

/** Asked before the step is written. */
export const turnOddity = async (read: Reader, { step, stocktake }: StocktakeStepped): Promise<Doubt | null> => {
  if (step === 'opened') return null
  const { state } = (await knownStocktake(read, stocktake.stocktakeId)) ?? {}
  if (state && comesIn[step].includes(state)) return null
  return new Doubt('order', `${stocktake.number}: ${step} does not come while it is ${state}`)
}

/** Asked when the review is written: does it follow from the counts, was all said that had to be, is it booked at all? */
export const reviewOddity = async (read: Reader, logId: string, event: StocktakeStepped): Promise<Doubt | null> => {
  const { stocktakeId, number } = event.stocktake
  const stocktake = (await knownStocktake(read, stocktakeId)) as Known
  const { undecided } = await standingCounts(read, stocktake)
  if (undecided.length > 0)
    return new Doubt('order', `${number}: ${undecided.join(', ')} counted twice, and nobody chose`)
  const wrong = await wrongLine(read, stocktake, logId, event.lines)
  if (wrong) return new Doubt('goods', `${number}: the review does not follow from its counts (${wrong})`)
  const open = await read.one<{ n: number }>(
    `SELECT count(*) AS n FROM stocktakeLine l JOIN stocktake s ON s.stocktakeId = l.stocktakeId
     WHERE l.stocktakeId = ? AND ${openSql('l', 's')}`,
    [stocktakeId],
  )
  if (open && open.n > 0) return new Doubt('goods', `${number}: ${open.n} differences beyond tolerance and no word`)
  const skipped = notMade(await recountsOf(read, stocktakeId), await finishedCounts(read, stocktakeId))
  const silent = skipped.find(({ waived }) => waived === '')
  if (silent)
    return new Doubt('order', `${number}: ${silent.zoneCode} was to be counted again and was not, and nobody said why`)
  return event.papers.length === 0 ? notBooked(await leftToBook(read, stocktake), [], number) : null
}

const ofSamePc = logsOfOnePc.replace('?', '?2')

/** What that PC's own logs moved, and nobody else's: the books the count was held against. */
const booksOf = (read: Reader, logId: string): Books => ({
  logId,
  held: (account, skus) =>
    read.all<Held>(
      `SELECT sku, lot, sum(quantity) AS onHand FROM (
         SELECT sku, lot, quantity FROM stockMovement WHERE toAccount = ?1 AND logId IN (${ofSamePc})
           AND sku IN (SELECT value FROM json_each(?3))
         UNION ALL SELECT sku, lot, -quantity FROM stockMovement WHERE fromAccount = ?1 AND logId IN (${ofSamePc})
           AND sku IN (SELECT value FROM json_each(?3)))
       GROUP BY sku, lot ORDER BY sku, lot`,
      [account, logId, JSON.stringify(skus)],
    ),
})

const figures = ['counted', 'book', 'fromSeq', 'atSeq', 'movedMeanwhile', 'planned', 'recounted'] as const

/** The first that is not what follows from the counts HQ was told, at the positions they were made at. */
const wrongLine = async (
  read: Reader,
  stocktake: Known,
  logId: string,
  told: readonly ToldStocktakeLine[],
): Promise<string | null> => {
  const planned = await plannedOf(read, stocktake.stocktakeId)
  const found = await netReview(read, stocktake, planned, booksOf(read, logId))
  const said = new Map(told.map((line) => [keyOf(line), line]))
  const wrong = found.find((one) => {
    const line = said.get(keyOf(one))
    if (!line || figures.some((figure) => line[figure] !== one[figure])) return true
    return line.variance !== varianceUnder(stocktake.uncounted as UncountedRule, one)
  })
  if (wrong) return shown(keyOf(wrong))
  return found.length === told.length ? null : `${told.length} lines, ${found.length} follow`
}

/** A paper of a stocktake says what the review said (invariant 10): no more, no less, no other product, and once. */
export const paperOddity = async (
  read: Reader,
  { document, lines }: Pick<DocumentStepped, 'document' | 'lines'>,
): Promise<Doubt | null> => {
  if (!ruleOf(document).madeOfReview) return null
  const stocktake = await knownStocktake(read, document.sourceId)
  const papers = papersOf(stocktake)
  if (!stocktake || !papers.includes(document.documentId))
    return new Doubt('goods', `${document.number} is no paper of its stocktake's`)
  const toBook = await leftToBook(read, stocktake)
  const sign = document.type === 'stocktakeGain' ? 1 : -1
  const strange = lines.find((line) => toBook.get(keyOf(line)) !== line.quantity * sign)
  if (strange)
    return new Doubt('goods', `${document.number}: ${shown(keyOf(strange))} is not what its stocktake came to`)
  const others = await linesOfPapers(read, papers, document.documentId)
  const keys = [...others.keys, ...lines.map(keyOf)]
  const twice = firstTwice(keys)
  if (twice !== undefined) return new Doubt('goods', `${document.number}: ${shown(twice)} is booked twice`)
  return others.known + 1 === papers.length ? notBooked(toBook, keys, document.number) : null
}

const firstTwice = (keys: readonly string[]): string | undefined => {
  const seen = new Set<string>()
  return keys.find((key) => seen.size === seen.add(key).size)
}

const papersOf = (stocktake: Pick<StocktakeRow, 'papers'> | undefined): string[] =>
  JSON.parse(stocktake?.papers ?? '[]') as string[]

const notBooked = (toBook: Map<string, number>, keys: readonly string[], number: string): Doubt | null => {
  const booked = new Set(keys)
  const left = [...toBook].find(([key, quantity]) => quantity !== 0 && !booked.has(key))
  return left ? new Doubt('goods', `${number}: ${shown(left[0])} is left out of what is booked`) : null
}

/** What the other papers of the same hand-in say, as far as HQ has heard of them. */
const linesOfPapers = async (read: Reader, papers: readonly string[], but: string) => {
  const rows = await read.all<{ documentId: string; sku: string; lot: string }>(
    `SELECT l.documentId, l.sku, l.lot FROM json_each(?) k JOIN documentLine l ON l.documentId = k.value
     WHERE k.value <> ? ORDER BY l.documentId, l.lineNo`,
    [JSON.stringify(papers), but],
  )
  return { known: new Set(rows.map(({ documentId }) => documentId)).size, keys: rows.map(keyOf) }
}

/** By product and lot, as it was when the review was handed in: what its own papers move is not booked before. */
const leftToBook = async (read: Reader, stocktake: Known): Promise<Map<string, number>> => {
  const { stocktakeId, logId, seq, uncounted } = stocktake
  const rows = await read.all<ReviewedRow>(
    'SELECT sku, lot, counted, variance, atSeq, planned FROM stocktakeLine WHERE stocktakeId = ?',
    [stocktakeId],
  )
  const toBook = toBookOf(uncounted as UncountedRule, await bookedOf(read, stocktake, logId, seq))
  return new Map(rows.map((row) => [keyOf(row), toBook({ ...row, planned: row.planned === 1 })]))
}

type ReviewedRow = Pick<ToldStocktakeLine, 'sku' | 'lot' | 'counted' | 'variance' | 'atSeq'> & { planned: number }

/**
 * A count comes while there is counting, of the shelf alone; it is made again by somebody else; reviewed, it stays. From
 * another PC than the one that holds the stocktake it may come late, which that one says.
 */
export const countOddity = async (
  tx: Tx,
  { deviceId }: { deviceId: string },
  event: DocumentStepped,
  held: DocumentRow | undefined,
): Promise<Doubt | null> => {
  const { document, step, lines } = event
  if (!ruleOf(document).counts) return null
  const stocktake = await knownStocktake(tx, document.sourceId)
  const isFinished = step === 'submitted' || held?.state === 'approved'
  if (!stocktake || !isFinished) return null
  const isHolders = await isLogOf(tx, stocktake.logId, deviceId)
  if (isHolders && stocktake.state !== 'counting')
    return new Doubt('order', `${document.number}: ${step} while its stocktake is ${stocktake.state}`)
  if (isHolders && step === 'cancelled' && (held?.seq ?? 0) <= stocktake.closedSeq)
    return new Doubt('order', `${document.number} was held against the books and is void`)
  // every difference lies within what moved since, if only that is long enough
  if (lines.some(({ fromSeq = stocktake.openedSeq }) => fromSeq < stocktake.openedSeq))
    return new Doubt('order', `${document.number} was counted before ${stocktake.number} was opened`)
  if (lines.some(({ condition }) => condition !== 'stock'))
    return new Doubt('goods', `${document.number} counts what is set apart as damaged`)
  return step === 'submitted' ? recountOddity(tx, event) : null
}

const isLogOf = async (read: Reader, logId: string, deviceId: string): Promise<boolean> =>
  (await read.one('SELECT 1 AS found FROM log WHERE logId = ? AND deviceId = ?', [logId, deviceId])) !== undefined

const recountOddity = async (tx: Tx, event: DocumentStepped): Promise<Doubt | null> => {
  const { document, userId } = event
  const again = readCountReference(document.reference)
  if (again.round === 1) return null
  const recounts = await recountsOf(tx, document.sourceId)
  if (again.round > roundNow(again.zoneCode, recounts))
    return new Doubt('order', `${document.number}: nobody asked for ${document.reference}`)
  const handsOf = await handsTold(tx, document.sourceId)
  const first = [userId, ...(event.countedBy ?? [document.authorId])].find((id) =>
    countedBefore(handsOf.get(id) ?? [], again, recounts),
  )
  if (first === undefined) return null
  return new Doubt('right', `${document.number}: ${first} counted ${again.zoneCode} before`)
}

/** What each person did to the finished counts: the events of these say so. */
const handsTold = async (read: Reader, stocktakeId: string): Promise<Map<string, Hand[]>> => {
  const rows = await read.all<CountHands>(
    `SELECT d.reference, d.authorId, d.submittedById, json_extract(e.payload, '$.countedBy') AS countedBy,
       json_extract(e.payload, '$.countedSkus') AS countedSkus
     FROM document d LEFT JOIN event e ON e.logId = d.logId AND e.seq = d.seq
     WHERE d.sourceId = ? AND d.type = 'stocktakeCount' AND d.state = 'approved'`,
    [stocktakeId],
  )
  const hands = new Map<string, Hand[]>()
  for (const row of rows)
    for (const [userId, skus] of handsOfCount(row))
      hands.set(userId, [...(hands.get(userId) ?? []), { ...readCountReference(row.reference), skus }])
  return hands
}

type CountHands = Record<'reference' | 'authorId' | 'submittedById', string> &
  Record<'countedBy' | 'countedSkus', string | null>

/** PCs of the earliest versions said nothing: whoever began it counted it. Whoever handed it in speaks for all of it. */
const handsOfCount = (row: CountHands): Map<string, Hand['skus']> => {
  const countedBy = row.countedBy === null ? [row.authorId] : (JSON.parse(row.countedBy) as string[])
  const told = toldHands({ countedBy, countedSkus: JSON.parse(row.countedSkus ?? '[]') })
  const hands = told.map((hand): [string, Hand['skus']] =>
    typeof hand === 'string' ? [hand, null] : [hand.userId, hand.skus],
  )
  return new Map([...hands, [row.submittedById, null]])
}

/** a paper takes two places in the log at most while it is handed in, and an event names twenty of them */
const placesMax = 40

export interface HandedIn {
  documentId: string
  userId: string
  seq: number
  doubt: Doubt
}

/**
 * Papers follow their hand-in in the log at once, in the transaction that told it. Once the log went on beyond them, or has
 * nothing more to say (`silent`), those HQ has not heard of are left out.
 */
export const papersMissing = async (
  read: Reader,
  logId: string,
  heard: { fromSeq: number; headSeq: number; silent: boolean },
): Promise<HandedIn[]> => {
  const rows = await read.all<{ number: string; papers: number; submittedById: string; seq: number }>(
    `SELECT s.number, s.submittedById, s.seq, json_array_length(s.papers) AS papers FROM stocktake s
     WHERE s.logId = ? AND s.seq >= ? AND s.state = 'submitted'
       AND EXISTS (SELECT 1 FROM json_each(s.papers) k WHERE NOT EXISTS (
         SELECT 1 FROM document d WHERE d.documentId = k.value))
       AND NOT EXISTS (SELECT 1 FROM alarm a WHERE a.kind = 'ruleNotKept' AND a.about = s.logId || '/' || s.seq)`,
    [logId, heard.fromSeq - placesMax],
  )
  return rows
    .filter(({ seq, papers }) => heard.silent || heard.headSeq - seq >= 2 * papers)
    .map(({ number, submittedById, seq }) => ({
      ...{ documentId: '', userId: submittedById, seq },
      doubt: new Doubt('goods', `${number}: papers it was handed in with were never told`),
    }))
}
