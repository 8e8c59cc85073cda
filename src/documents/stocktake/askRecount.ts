/**
 * Asking for recounts: of whole zones, or of some products in each, all of them or none. What is asked for beside a recount
 * nobody has begun is counted with it: one walk along the shelf, one paper.
 */
import type { InputOf } from '../../contract/operations'
import { stocktakeLimits } from '../../contract/schemas/stocktake'
import { countReference, roundNow } from '../../core/stocktake/plan'
import { askedTogether, covers, type Recount } from '../../core/stocktake/standing'
import { recountsOf } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import type { DocumentWork } from '../work'
import { refuseUnknownZone } from './count'
import { finishedCounts } from './review'
import { findStocktakeIn, tellStocktake } from './tell'

type Input = InputOf<'stocktake.recount'>
type Known = Awaited<ReturnType<typeof recountsOf>>[number]

export const askRecount = async (work: DocumentWork, { stocktakeId, zones, note }: Input): Promise<void> => {
  await findStocktakeIn(work, stocktakeId, ['counting', 'review'])
  for (const { zoneCode } of zones) await refuseUnknownZone(work.tx, stocktakeId, zoneCode)
  for (const zone of zones) await askZone(work, stocktakeId, { ...zone, note })
  refuseTooMany(await recountsOf(work.tx, stocktakeId))
  await tellStocktake(work, stocktakeId, { step: 'recounted', reason: note }, { state: 'counting', papers: '[]' })
}

/** All of them are told with every step. */
const refuseTooMany = (recounts: readonly Recount[]): void => {
  const { recounts: max, recountedSkus } = stocktakeLimits
  if (recounts.length > max) throw new Refusal('LINES_TOO_MANY', { max })
  const named = recounts.reduce((sum, { skus }) => sum + skus.length, 0)
  if (named > recountedSkus) throw new Refusal('LINES_TOO_MANY', { max: recountedSkus })
}

type Asked = Pick<Known, 'zoneCode' | 'skus' | 'note'>

const askZone = async (work: DocumentWork, stocktakeId: string, asked: Asked): Promise<void> => {
  const { tx } = work
  const recounts = await recountsOf(tx, stocktakeId)
  const round = roundNow(asked.zoneCode, recounts)
  const counts = await finishedCounts(tx, stocktakeId)
  if (counts.some((one) => one.zoneCode === asked.zoneCode && one.round === round))
    return addRound(work, stocktakeId, { ...asked, round: round + 1 })
  const waiting = recounts.find((one) => one.zoneCode === asked.zoneCode && one.round === round)
  const reference = countReference(asked.zoneCode, round)
  // a zone nobody has counted in this round yet, or that somebody counts just now, is still waiting for that count
  if (!waiting || (await isBegun(tx, stocktakeId, reference)))
    throw new Refusal('STOCKTAKE_NOT_COUNTED', { zone: reference })
  await askBeside(work, stocktakeId, waiting, asked)
}

const addRound = ({ tx }: DocumentWork, stocktakeId: string, asked: Omit<Known, 'waived'>): Promise<void> =>
  tx.insertRows('stocktakeRecount', [{ stocktakeId, ...asked, skus: JSON.stringify(asked.skus), waived: '' }])

const isBegun = async (read: Reader, stocktakeId: string, reference: string): Promise<boolean> =>
  (await read.one(
    `SELECT 1 AS found FROM document WHERE sourceId = ? AND type = 'stocktakeCount' AND reference = ?
       AND state IN ('draft', 'held')`,
    [stocktakeId, reference],
  )) !== undefined

/**
 * Added to the recount that waits. Where somebody may work by its list already, a product they never heard of would pass for
 * looked for and not found: the next round then asks for all of it.
 */
const askBeside = async (work: DocumentWork, stocktakeId: string, waiting: Known, asked: Asked): Promise<void> => {
  const together = {
    ...asked,
    skus: askedTogether(waiting.skus, asked.skus),
    note: bothNotes(waiting.note, asked.note),
  }
  if (!covers(waiting, asked) && (await isOut(work, stocktakeId, waiting)))
    return addRound(work, stocktakeId, { ...together, round: waiting.round + 1 })
  await work.tx.run(
    `UPDATE stocktakeRecount SET skus = ?, note = ?, waived = '' WHERE stocktakeId = ? AND zoneCode = ? AND round = ?`,
    [JSON.stringify(together.skus), together.note, stocktakeId, waiting.zoneCode, waiting.round],
  )
}

const noteMax = 200

const bothNotes = (before: string, after: string): string => {
  if (before === after || after === '') return before
  const both = before === '' ? after : `${before}；${after}`
  return both.length > noteMax ? after : both
}

/** Its list is on paper, or with another PC. */
const isOut = async (
  { tx, peers }: DocumentWork,
  stocktakeId: string,
  { zoneCode, round }: Pick<Known, 'zoneCode' | 'round'>,
): Promise<boolean> => {
  if (Object.keys(peers.heads()).length > 0) return true
  const out = await tx.one(
    `SELECT 1 AS found FROM countSheetPrint WHERE stocktakeId = ?1 AND zoneCode = ?2 AND round = ?3
     UNION ALL SELECT 1 FROM countArrival WHERE stocktakeId = ?1`,
    [stocktakeId, zoneCode, round],
  )
  return out !== undefined
}
