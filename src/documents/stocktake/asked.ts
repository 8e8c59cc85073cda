/** What both sides answer about stocktakes: the same query, the same scope, on either database. */
import type { InputOf, OutputOf } from '../../contract/operations'
import { readCountReference } from '../../core/stocktake/plan'
import { type CountStanding, whichStands } from '../../core/stocktake/whichStands'
import {
  countersOf,
  countsOfProducts,
  findStocktake,
  listStocktakes,
  recountsOf,
  reviewLines,
  reviewTotals,
  type StocktakeRow,
  stocktakeRow,
} from '../../database/queries/stocktake'
import { explainersOf } from '../../database/queries/stocktakeExplainers'
import { lastCountsOf, movedOf } from '../../database/queries/stocktakeMoved'
import type { Reader } from '../../database/unitOfWork'
import { type Actor, Refusal, viewOf } from '../../gateway/gateway'
import { bookedOfLine, partBookedOf, withoutBooked } from './partBooked'
import { finishedCounts } from './review'

interface Asked {
  read: Reader
  user: Actor
}

export const stocktakeAnswers = {
  'stocktake.list': async ({ read, user }: Asked, input: InputOf<'stocktake.list'>) =>
    (await listStocktakes(read, { ...input, limit: input.limit ?? 100 }, viewOf(user))) as OutputOf<'stocktake.list'>,

  'stocktake.get': ({ read, user }: Asked, input: InputOf<'stocktake.get'>) =>
    wholeStocktake(read, input.stocktakeId, user),

  'stocktake.review': async ({ read, user }: Asked, input: InputOf<'stocktake.review'>) => {
    const { stocktakeId, ...filter } = input
    const view = viewOf(user)
    const stocktake = await stocktakeRow(read, stocktakeId, view)
    if (!stocktake) throw new Refusal('STOCKTAKE_NOT_FOUND', { stocktakeId })
    const which = await standingNow(read, stocktake)
    const asked = { ...filter, limit: filter.limit ?? 100, undecidedSkus: which.undecidedSkus }
    const page = await reviewLines(read, stocktakeId, asked, view.withCost)
    const counts = await countsOfProducts(
      read,
      stocktakeId,
      page.lines.map(({ sku }) => sku),
    )
    const explained = await explainersOf(read, stocktake, page.lines)
    const moved = await movedOf(read, stocktake, page.lines)
    const lastCount = await lastCountsOf(read, stocktake, page.lines)
    const partBooked = await partBookedOf(read, stocktake)
    const booked = bookedOfLine(partBooked)
    const lines = page.lines.map((line) => ({
      ...line,
      booked: booked(line),
      ...{ explainers: explained(line), moved: moved(line), lastCount: lastCount(line) },
      undecided: which.undecidedSkus.has(line.sku),
      counts: countsOfLine(line, [...counts.filter(({ sku }) => sku === line.sku), ...which.notFound(line.sku)]).map(
        ({ found, said }) => shownCount(said, which.standingOf(found)),
      ),
    }))
    const totals = withoutBooked(await reviewTotals(read, stocktakeId, view.withCost), partBooked)
    return { totals, lines, more: page.more } as unknown as OutputOf<'stocktake.review'>
  },
}

type CountSaid = Awaited<ReturnType<typeof countsOfProducts>>[number]

/**
 * Who says what of one lot. A product that was counted was counted whole: whoever found others of its lots says that none of
 * this one is there, and where it was counted it is looked for again. They stand as what they found does.
 */
const countsOfLine = (
  { lot, counted }: { lot: string; counted: number | null },
  ofProduct: readonly CountSaid[],
): { found: CountSaid; said: CountSaid }[] => {
  const own = ofProduct.filter((count) => count.lot === lot)
  const seen = new Set(own.map(({ documentId }) => documentId))
  const without = counted === 0 ? ofProduct.filter(({ documentId }) => isNew(seen, documentId)) : []
  return [
    ...own.map((found) => ({ found, said: found })),
    ...without.map((found) => ({ found, said: { ...found, lot, quantity: 0 } })),
  ]
}

const isNew = (seen: Set<string>, one: string): boolean => !seen.has(one) && seen.add(one).size > 0

const shownCount = (
  { documentId, zoneCode, round, counterName, quantity }: Omit<CountSaid, 'sku' | 'lot'>,
  standing: CountStanding,
) => ({ documentId, zoneCode, round, counterName, quantity, standing })

const allStand = {
  undecidedSkus: new Set<string>(),
  standingOf: (): CountStanding => 'stands',
  notFound: (): CountSaid[] => [],
}

/** Most stocktakes have one count of each zone: their lines, twenty thousand at most, need no reading to say that it stands. */
const isCountedOnce = async (read: Reader, stocktakeId: string): Promise<boolean> => {
  const counts = await read.all<{ reference: string }>(
    `SELECT reference FROM document WHERE sourceId = ? AND type = 'stocktakeCount' AND state = 'approved'`,
    [stocktakeId],
  )
  const zones = counts.map(({ reference }) => readCountReference(reference).zoneCode)
  return new Set(zones).size === zones.length
}

/** Which counts stand, and what a recount looked for and did not find, by whom. */
const standingNow = async (read: Reader, stocktake: Pick<StocktakeRow, 'stocktakeId' | 'chosen'>) => {
  const { stocktakeId, chosen } = stocktake
  if (await isCountedOnce(read, stocktakeId)) return allStand
  const counts = await finishedCounts(read, stocktakeId)
  const which = whichStands(counts, await recountsOf(read, stocktakeId), JSON.parse(chosen))
  const counters = await countersOf(read, stocktakeId)
  return {
    ...which,
    notFound: (sku: string): CountSaid[] =>
      which.notFound(sku).map((one) => ({ ...one, counterName: counters.get(one.documentId) ?? '' })),
  }
}

/** The whole plan as this user may see it; also the answer of whatever changed it. */
export const wholeStocktake = async (
  read: Reader,
  stocktakeId: string,
  user: Actor,
): Promise<OutputOf<'stocktake.get'>> => {
  const stocktake = await findStocktake(read, stocktakeId, viewOf(user))
  if (!stocktake) throw new Refusal('STOCKTAKE_NOT_FOUND', { stocktakeId })
  return stocktake as unknown as OutputOf<'stocktake.get'>
}
