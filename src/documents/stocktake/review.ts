/** From counts to differences: which counts stand, what the books said when they were made, and what people say of it. */
import type { InputOf } from '../../contract/operations'
import { stocktakeLimits, type ToldStocktakeLine } from '../../contract/schemas/stocktake'
import { costValue, meanUnitCost } from '../../core/quantity/quantity'
import { stockAccount } from '../../core/stock/accounts'
import { type Change, type Held, type NettedLine, netted } from '../../core/stocktake/netting'
import { readCountReference } from '../../core/stocktake/plan'
import { countedAgain } from '../../core/stocktake/recounted'
import { type CountLine, type FinishedCount, type Standing, standingOf } from '../../core/stocktake/standing'
import { recountsOf, type StocktakeRow, standsSql } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import type { DocumentWork } from '../work'
import { admitLate } from './arrivals'
import { bookedOf } from './booked'
import { findStocktakeIn, type KnownStocktake, tellStocktake } from './tell'

type Planned = Pick<StocktakeRow, 'stocktakeId' | 'warehouseCode' | 'chosen' | 'closedSeq'>

/**
 * Where the holder's ledger was at the first and the last touch. Counted on another PC it was no further than when the count
 * arrived, whatever that PC knew.
 */
const positionsSql = `
  CASE WHEN a.documentId IS NULL THEN l.fromSeq ELSE min(l.fromSeq, a.atSeq) END AS fromSeq,
  CASE WHEN a.documentId IS NULL THEN l.atSeq ELSE min(coalesce(nullif(l.atSeq, 0), a.atSeq), a.atSeq) END AS atSeq`

/** Those that stand with the holder, in the order of its own ledger. */
export const finishedCounts = async (read: Reader, stocktakeId: string): Promise<FinishedCount[]> => {
  const rows = await read.all<
    { documentId: string; reference: string; finishedFrom: number; finishedSeq: number } & CountLine
  >(
    `SELECT d.documentId, d.reference, coalesce(a.knownSeq, d.seq, 0) AS finishedFrom,
       coalesce(a.atSeq, d.seq, 0) AS finishedSeq, l.sku, l.lot, l.expiryDate, l.quantity, ${positionsSql}
     FROM document d LEFT JOIN countArrival a ON a.documentId = d.documentId
     LEFT JOIN documentLine l ON l.documentId = d.documentId
     WHERE d.sourceId = ? AND d.type = 'stocktakeCount' AND d.state = 'approved' AND ${standsSql('a')}
     ORDER BY finishedSeq, d.number, l.lineNo`,
    [stocktakeId],
  )
  const counts = new Map<string, FinishedCount & { lines: CountLine[] }>()
  for (const { documentId, reference, finishedFrom, finishedSeq, ...line } of rows) {
    const begun = { documentId, finishedFrom, finishedSeq, ...readCountReference(reference), lines: [] }
    const known = counts.get(documentId) ?? begun
    counts.set(documentId, known)
    // an empty shelf is a count without lines
    if (line.sku !== null) known.lines.push(line)
  }
  return [...counts.values()]
}

interface StandingCounts extends Standing {
  /** counted again in every place where they stand */
  again: ReadonlySet<string>
}

export const standingCounts = async (read: Reader, { stocktakeId, chosen }: Planned): Promise<StandingCounts> => {
  const counts = await finishedCounts(read, stocktakeId)
  const recounts = await recountsOf(read, stocktakeId)
  const standing = standingOf(counts, recounts, JSON.parse(chosen))
  return { ...standing, again: countedAgain(standing.lines, counts, recounts) }
}

/** Where figures are asked for: the log that moved the goods, and what its books hold now of these products. */
export interface Books {
  logId: string
  held(account: string, skus: readonly string[]): Promise<Held[]>
}

/** The review's figures and marks, from nothing but what was told: the store writes it so, and HQ finds the same. */
export const netReview = async (
  read: Reader,
  stocktake: Planned & Pick<StocktakeRow, 'kind'>,
  planned: readonly string[],
  books: Books,
): Promise<(NettedLine & Marks)[]> => {
  const { lines, again } = await standingCounts(read, stocktake)
  const booked = await bookedOf(read, stocktake, books.logId)
  const account = stockAccount(stocktake.warehouseCode)
  // in a full stocktake papers may speak of goods nobody planned; another count chosen since may not
  const skus = [...new Set([...planned, ...booked.map(({ sku }) => sku)])]
  const asked = [...new Set([...skus, ...lines.map(({ sku }) => sku)])]
  const after = lines.reduce((least, { fromSeq }) => Math.min(least, fromSeq), stocktake.closedSeq)
  const marked = marksBy(stocktake, planned, again)
  const found = netted({
    ...{ skus, lines, booked, closedSeq: stocktake.closedSeq },
    held: await books.held(account, asked),
    changes: await changesAfter(read, books.logId, account, after),
  })
  return found.map((line) => ({ ...line, ...marked(line) }))
}

const changesAfter = (read: Reader, logId: string, account: string, seq: number): Promise<Change[]> =>
  read.all<Change>(
    `SELECT seq, sku, lot, sum(CASE toAccount WHEN ? THEN quantity ELSE -quantity END) AS change FROM stockMovement
     WHERE logId = ? AND seq > ? AND (fromAccount = ? OR toAccount = ?) AND quantity > 0 GROUP BY seq, sku, lot ORDER BY seq`,
    [account, logId, seq, account, account],
  )

const heldHere =
  (read: Reader): Books['held'] =>
  (account, skus) =>
    read.all<Held>(
      `SELECT sku, lot, onHand FROM stockBalance WHERE account = ? AND sku IN (SELECT value FROM json_each(?))
       ORDER BY sku, lot`,
      [account, JSON.stringify(skus)],
    )

export const plannedOf = async (read: Reader, stocktakeId: string): Promise<string[]> => {
  const rows = await read.all<{ sku: string }>(
    'SELECT sku FROM stocktakeProduct WHERE stocktakeId = ? ORDER BY place',
    [stocktakeId],
  )
  return rows.map(({ sku }) => sku)
}

/** Writes the review down anew; words about figures that stayed the same stay. */
const writeReview = async (work: DocumentWork, stocktake: KnownStocktake): Promise<void> => {
  const { tx } = work
  const { stocktakeId, warehouseCode } = stocktake
  const { logId } = await work.place()
  const planned = await plannedOf(tx, stocktakeId)
  const lines = await netReview(tx, stocktake, planned, { logId, held: heldHere(tx) })
  if (lines.length > stocktakeLimits.lines) throw new Refusal('LINES_TOO_MANY', { max: stocktakeLimits.lines })
  const costs = await costsOf(tx, warehouseCode, lines)
  const words = await wordsOf(tx, stocktakeId)
  await tx.run('DELETE FROM stocktakeLine WHERE stocktakeId = ?', [stocktakeId])
  await tx.insertRows(
    'stocktakeLine',
    lines.map((line) => {
      const unitCost = costs.get(line.sku) ?? 0
      return {
        ...{ stocktakeId, ...line, unitCost, value: signedValue(line.variance, unitCost) },
        ...toFlags(line),
        reason: words.get(`${line.sku}\n${line.lot}\n${line.variance}`) ?? '',
      }
    }),
  )
}

export const signedValue = (variance: number, unitCost: number): number =>
  Math.sign(variance) * costValue(Math.abs(variance), unitCost)

type Marks = Pick<ToldStocktakeLine, 'planned' | 'recounted'>

export const marksOf = async (
  read: Reader,
  stocktake: Planned & Pick<StocktakeRow, 'kind'>,
  planned: readonly string[],
): Promise<(line: { sku: string }) => Marks> =>
  marksBy(stocktake, planned, (await standingCounts(read, stocktake)).again)

/** Is the stocktake about it (a full one is about whatever lies there), and do two people say the same of it? */
const marksBy = (
  stocktake: Pick<StocktakeRow, 'kind'>,
  planned: readonly string[],
  again: ReadonlySet<string>,
): ((line: { sku: string }) => Marks) => {
  const isPlanned = new Set(planned)
  return ({ sku }) => ({ planned: stocktake.kind === 'full' || isPlanned.has(sku), recounted: again.has(sku) })
}

/** As the table keeps them. */
export const toFlags = ({ planned, recounted }: Marks) => ({ planned: planned ? 1 : 0, recounted: recounted ? 1 : 0 })

const wordsOf = async (read: Reader, stocktakeId: string): Promise<Map<string, string>> => {
  const rows = await read.all<{ sku: string; lot: string; variance: number; reason: string }>(
    `SELECT sku, lot, variance, reason FROM stocktakeLine WHERE stocktakeId = ? AND reason <> ''`,
    [stocktakeId],
  )
  return new Map(rows.map(({ sku, lot, variance, reason }) => [`${sku}\n${lot}\n${variance}`, reason]))
}

/** What a piece costs this warehouse now, or by the catalogue where none lies there. */
export const costsOf = async (
  read: Reader,
  warehouseCode: string,
  lines: readonly { sku: string }[],
): Promise<Map<string, number>> => {
  const rows = await read.all<{ sku: string; unitCost: number; onHand: number; value: number }>(
    `SELECT p.sku, p.unitCost, coalesce(sum(b.onHand), 0) AS onHand, coalesce(sum(b.value), 0) AS value
     FROM product p LEFT JOIN stockBalance b ON b.sku = p.sku AND b.account = ?
     WHERE p.sku IN (SELECT value FROM json_each(?)) GROUP BY p.sku`,
    [stockAccount(warehouseCode), JSON.stringify([...new Set(lines.map(({ sku }) => sku))])],
  )
  return new Map(
    rows.map(({ sku, unitCost, onHand, value }) => {
      const mean = meanUnitCost(onHand, value)
      return [sku, mean !== null && mean >= 0 ? mean : unitCost]
    }),
  )
}

/** Nobody is sent away from a shelf: counts under way are finished, or voided, first. */
export const refuseOpenCounts = async (read: Reader, stocktakeId: string): Promise<void> => {
  const open = await read.all<{ reference: string }>(
    `SELECT reference FROM document WHERE sourceId = ? AND type = 'stocktakeCount'
       AND state NOT IN ('approved', 'posted', 'cancelled') ORDER BY reference`,
    [stocktakeId],
  )
  if (open.length === 0) return
  const zones = [...new Set(open.map(({ reference }) => reference))].slice(0, 10).join(', ')
  throw new Refusal('STOCKTAKE_COUNTS_OPEN', { count: open.length, zones })
}

export const closeCounting = async (work: DocumentWork, stocktakeId: string): Promise<void> => {
  const stocktake = await findStocktakeIn(work, stocktakeId, ['counting'])
  await refuseOpenCounts(work.tx, stocktakeId)
  const { logId } = await work.place()
  const log = await work.tx.one<{ headSeq: number }>('SELECT headSeq FROM log WHERE logId = ?', [logId])
  const closedSeq = log?.headSeq ?? 0
  await writeReview(work, { ...stocktake, closedSeq })
  await tellStocktake(work, stocktakeId, { step: 'closed' }, { state: 'review', closedSeq })
}

/** Of two counts of a zone in one round, the right one; said anew, the newer word counts. One that came late stands from now on. */
export const chooseCount = async (
  work: DocumentWork,
  { stocktakeId, documentId }: InputOf<'stocktake.chooseCount'>,
): Promise<void> => {
  const stocktake = await findStocktakeIn(work, stocktakeId, ['counting', 'review'])
  await admitLate(work.tx, stocktakeId, documentId)
  const counts = await finishedCounts(work.tx, stocktakeId)
  const count = counts.find((one) => one.documentId === documentId)
  if (!count) throw new Refusal('DOCUMENT_NOT_FOUND', { documentId })
  const others = counts.filter(({ zoneCode, round }) => zoneCode === count.zoneCode && round === count.round)
  const chosen = (JSON.parse(stocktake.chosen) as string[]).filter((id) => !others.some((one) => one.documentId === id))
  const changes = { chosen: JSON.stringify([...chosen, documentId]) }
  if (stocktake.state === 'review') await writeReview(work, { ...stocktake, ...changes })
  await tellStocktake(work, stocktakeId, { step: 'chosen' }, { ...changes, ...writtenState(stocktake) })
}

/** Its papers came back: under review again it is one that was not handed in. */
const writtenState = ({ state }: KnownStocktake) => (state === 'review' ? { state, papers: '[]' } : {})

export const acceptLines = async (
  work: DocumentWork,
  { stocktakeId, lines, reason }: InputOf<'stocktake.accept'>,
): Promise<KnownStocktake> => {
  const stocktake = await findStocktakeIn(work, stocktakeId, ['review'])
  const keys = JSON.stringify(lines)
  const named = `SELECT l.sku, l.lot FROM stocktakeLine l JOIN json_each(?) k
    ON l.sku = json_extract(k.value, '$.sku') AND l.lot = json_extract(k.value, '$.lot') WHERE l.stocktakeId = ?`
  const found = await work.tx.all<{ sku: string; lot: string }>(named, [keys, stocktakeId])
  const known = new Set(found.map(({ sku, lot }) => `${sku}\n${lot}`))
  const missing = lines.find(({ sku, lot }) => !known.has(`${sku}\n${lot}`))
  if (missing) throw new Refusal('LINE_NOT_FOUND', { ...missing })
  await work.tx.run(`UPDATE stocktakeLine SET reason = ? WHERE stocktakeId = ? AND (sku, lot) IN (${named})`, [
    reason,
    stocktakeId,
    keys,
    stocktakeId,
  ])
  work.remember('', { number: stocktake.number, lines: lines.length, after: reason })
  return stocktake
}
