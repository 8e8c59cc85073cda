/** What both sides answer about stocktakes: the same query, the same scope, on either database. */
import type { InputOf, OutputOf } from '../../contract/operations'
import { readCountReference } from '../../core/stocktake/plan'
import {
  countsOfProducts,
  findStocktake,
  listStocktakes,
  reviewLines,
  reviewTotals,
  stocktakeRow,
} from '../../database/queries/stocktake'
import { explainersOf } from '../../database/queries/stocktakeExplainers'
import { lastCountsOf, movedOf } from '../../database/queries/stocktakeMoved'
import type { Reader } from '../../database/unitOfWork'
import { type Actor, Refusal, viewOf } from '../../gateway/gateway'

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
    const page = await reviewLines(read, stocktakeId, { ...filter, limit: filter.limit ?? 100 }, view.withCost)
    const counts = await countsOfProducts(
      read,
      stocktakeId,
      page.lines.map(({ sku }) => sku),
    )
    const explained = await explainersOf(read, stocktake, page.lines)
    const moved = await movedOf(read, stocktake, page.lines)
    const lastCount = await lastCountsOf(read, stocktake, page.lines)
    const lines = page.lines.map((line) => ({
      ...line,
      ...{ explainers: explained(line), moved: moved(line), lastCount: lastCount(line) },
      counts: counts
        .filter(({ sku, lot }) => sku === line.sku && lot === line.lot)
        .map(({ sku: _sku, lot: _lot, reference, ...count }) => ({ ...count, ...readCountReference(reference) })),
    }))
    const totals = await reviewTotals(read, stocktakeId, view.withCost)
    return { totals, lines, more: page.more } as unknown as OutputOf<'stocktake.review'>
  },
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
