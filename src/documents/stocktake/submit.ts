/**
 * Handing a review in: the rule for what nobody counted takes hold, and what is more and what is less become papers of their
 * own. They are agreed to, posted and reversed like any; one that comes back puts the stocktake under review again.
 */
import type { InputOf } from '../../contract/operations'
import type { ToldStocktakeLine } from '../../contract/schemas/stocktake'
import { varianceUnder } from '../../core/stocktake/netting'
import { countReference } from '../../core/stocktake/plan'
import { notMade } from '../../core/stocktake/standing'
import { openSql, papersOf, recountsOf } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { emptyLine, insertDraft, policyFor } from '../create'
import { linesMax } from '../lines'
import { submitDocument } from '../submit'
import { type DocumentWork, may } from '../work'
import { bookedOf, toBookOf } from './booked'
import { finishedCounts, refuseOpenCounts, signedValue, standingCounts, toFlags } from './review'
import { findStocktakeIn, type KnownStocktake, tellStocktake } from './tell'

type Input = InputOf<'stocktake.submit'>

export const submitStocktake = async (work: DocumentWork, input: Input): Promise<void> => {
  const { stocktakeId, uncounted, uncountedReason, recountsReason = '' } = input
  const stocktake = await findStocktakeIn(work, stocktakeId, ['review'])
  if (stocktake.version !== input.version)
    throw new Refusal('VERSION_CONFLICT', { number: stocktake.number, version: stocktake.version })
  refuseZeroUnsaid(work, input)
  await refuseUndecided(work.tx, stocktake)
  await waiveRecounts(work, stocktakeId, recountsReason)
  await refuseOpenLines(work.tx, stocktakeId)
  const lines = await reviewedLines(work.tx, stocktakeId, uncounted)
  await writeRule(work, stocktakeId, lines)
  const papers = await draftPapers(work, stocktake, await bookable(work, stocktake, lines, input))
  const ids = papers.map(({ documentId }) => documentId)
  await tellStocktake(
    work,
    stocktakeId,
    { step: 'submitted', lines, papers: ids, reason: uncountedReason },
    {
      ...{ state: 'submitted', uncounted, uncountedReason, papers: JSON.stringify(ids) },
      ...{ submittedById: work.user.userId, submittedAt: work.at },
    },
  )
  for (const { type, documentId } of papers) await submitDocument(work, { type, documentId, version: 1 })
  // what became of each paper is in its own history: the act was this one
  const shown = { number: stocktake.number, papers: papers.length, uncounted, uncountedReason, recountsReason }
  work.remember('', { ...shown, before: 'review', after: 'submitted' })
}

/** Taken as gone, goods leave the books although nobody looked: a right of its own, and a reason. */
const refuseZeroUnsaid = (work: DocumentWork, { uncounted, uncountedReason }: Input): void => {
  if (uncounted === 'leave') return
  const permission = 'stocktake.zeroUncounted'
  if (!may(work, permission)) throw new Refusal('FORBIDDEN', { permission })
  if (uncountedReason === '') throw new Refusal('REASON_MISSING')
}

const refuseUndecided = async (read: Reader, stocktake: KnownStocktake): Promise<void> => {
  const { undecided } = await standingCounts(read, stocktake)
  if (undecided.length > 0) throw new Refusal('STOCKTAKE_ZONE_TWICE', { zone: undecided.join(', ') })
}

/** A recount somebody asked for is made, or somebody says why it is not: its figures would pass for looked at twice. */
const waiveRecounts = async ({ tx }: DocumentWork, stocktakeId: string, reason: string): Promise<void> => {
  const asked = (await recountsOf(tx, stocktakeId)).filter(({ waived }) => waived === '')
  if (asked.length === 0) return
  const open = notMade(asked, await finishedCounts(tx, stocktakeId))
  if (open.length === 0) return
  const zones = open.map(({ zoneCode, round }) => countReference(zoneCode, round))
  if (reason === '') throw new Refusal('STOCKTAKE_RECOUNTS_OPEN', { zones: zones.slice(0, 10).join(', ') })
  await tx.run(
    `UPDATE stocktakeRecount SET waived = ? WHERE stocktakeId = ?
       AND zoneCode || '/' || round IN (SELECT value FROM json_each(?))`,
    [reason, stocktakeId, JSON.stringify(open.map(({ zoneCode, round }) => `${zoneCode}/${round}`))],
  )
}

const refuseOpenLines = async (read: Reader, stocktakeId: string): Promise<void> => {
  const open = await read.one<{ n: number }>(
    `SELECT count(*) AS n FROM stocktakeLine l JOIN stocktake s ON s.stocktakeId = l.stocktakeId
     WHERE l.stocktakeId = ? AND ${openSql('l', 's')}`,
    [stocktakeId],
  )
  if (open && open.n > 0) throw new Refusal('STOCKTAKE_LINES_OPEN', { count: open.n })
}

type LineRow = Omit<ToldStocktakeLine, 'planned' | 'recounted'> & { planned: number; recounted: number }

/**
 * The review as it is handed in, the rule for what nobody counted applied. What it is not about keeps its figures. The
 * reason for the rule is told once, with the stocktake: on each of many lines it would be more than an event holds.
 */
const reviewedLines = async (
  read: Reader,
  stocktakeId: string,
  uncounted: Input['uncounted'],
): Promise<ToldStocktakeLine[]> => {
  const rows = await read.all<LineRow>(
    `SELECT sku, lot, expiryDate, counted, book, variance, unitCost, fromSeq, atSeq, movedMeanwhile, planned, recounted,
       reason FROM stocktakeLine WHERE stocktakeId = ? ORDER BY sku, lot`,
    [stocktakeId],
  )
  return rows.map((row) => ({
    ...row,
    ...{ planned: row.planned === 1, recounted: row.recounted === 1, variance: varianceUnder(uncounted, row) },
    reason: row.counted === null ? '' : row.reason,
  }))
}

/** What the rule made of lines nobody counted, and of no others, is what the stocktake says from now on. */
const writeRule = async (
  { tx }: DocumentWork,
  stocktakeId: string,
  lines: readonly ToldStocktakeLine[],
): Promise<void> => {
  const ruled = lines.filter(({ counted }) => counted === null)
  await tx.run('DELETE FROM stocktakeLine WHERE stocktakeId = ? AND counted IS NULL', [stocktakeId])
  await tx.insertRows(
    'stocktakeLine',
    ruled.map((line) => lineRow(stocktakeId, line)),
  )
}

/** A told line as its row; HQ writes the same. */
export const lineRow = (stocktakeId: string, line: ToldStocktakeLine) => ({
  ...{ stocktakeId, ...line, value: signedValue(line.variance, line.unitCost) },
  ...toFlags(line),
})

/** What the papers have to say, in the words of the review. */
const bookable = async (
  work: DocumentWork,
  stocktake: KnownStocktake,
  lines: readonly ToldStocktakeLine[],
  { uncounted, uncountedReason }: Pick<Input, 'uncounted' | 'uncountedReason'>,
): Promise<ToldStocktakeLine[]> => {
  const { logId } = await work.place()
  const toBook = toBookOf(uncounted, await bookedOf(work.tx, stocktake, logId))
  return lines
    .map((line) => ({
      ...line,
      variance: toBook(line),
      reason: line.counted === null ? uncountedReason : line.reason,
    }))
    .filter(({ variance }) => variance !== 0)
}

interface Paper {
  type: 'stocktakeGain' | 'stocktakeLoss'
  documentId: string
}

const draftPapers = async (
  work: DocumentWork,
  stocktake: KnownStocktake,
  lines: readonly ToldStocktakeLine[],
): Promise<Paper[]> => {
  const parts = (['stocktakeLoss', 'stocktakeGain'] as const).flatMap((type) => {
    const own = lines.filter(({ variance }) => variance > 0 === (type === 'stocktakeGain'))
    return inPieces(own).map((piece) => ({ type, piece }))
  })
  const papers: Paper[] = []
  for (const { type, piece } of parts) papers.push({ type, documentId: await draftPaper(work, stocktake, type, piece) })
  return papers
}

/** A paper has so many lines and no more. */
const inPieces = (lines: readonly ToldStocktakeLine[]): ToldStocktakeLine[][] =>
  Array.from({ length: Math.ceil(lines.length / linesMax) }, (_piece, index) =>
    lines.slice(index * linesMax, (index + 1) * linesMax),
  )

const draftPaper = async (
  work: DocumentWork,
  { stocktakeId, number, warehouseCode, storeCode }: KnownStocktake,
  type: Paper['type'],
  lines: readonly ToldStocktakeLine[],
): Promise<string> => {
  const policy = await policyFor(work, type)
  const header = { sourceId: stocktakeId, sourceNumber: number }
  const documentId = await insertDraft(work, policy, type, { code: warehouseCode, storeCode }, header)
  await work.tx.insertRows(
    'documentLine',
    lines.map(({ sku, lot, expiryDate, variance, unitCost, reason }, index) => ({
      ...{ ...emptyLine, documentId, lineNo: index + 1, sku, lot, expiryDate },
      ...{ quantity: Math.abs(variance), unitCost, note: reason },
    })),
  )
  return documentId
}

export const cancelStocktake = async (
  work: DocumentWork,
  { stocktakeId, reason }: InputOf<'stocktake.cancel'>,
): Promise<void> => {
  await findStocktakeIn(work, stocktakeId, ['counting', 'review'])
  await refuseOpenCounts(work.tx, stocktakeId)
  await refusePostedPapers(work.tx, stocktakeId)
  await tellStocktake(work, stocktakeId, { step: 'cancelled', reason }, { state: 'cancelled', cancelReason: reason })
}

/** A paper of an earlier hand-in may be in the books while another came back: called off, a stocktake has booked nothing. */
const refusePostedPapers = async (read: Reader, stocktakeId: string): Promise<void> => {
  const posted = (await papersOf(read, stocktakeId)).filter(({ state }) => state === 'posted')
  if (posted.length === 0) return
  throw new Refusal('STOCKTAKE_PAPERS_POSTED', { numbers: posted.map(({ number }) => number).join(', ') })
}
