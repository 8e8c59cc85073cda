/** How a review speaks of a line, the same in the shop and at HQ. */
import type { TFunction } from 'i18next'
import type { StocktakeLineView } from '../contract/schemas/stocktake'
import { quantityText } from '../core/quantity/quantity'
import { bookRange, variancePermille } from '../core/stocktake/netting'
import { signedPercentText, signedQuantity } from './format'
import type { Tone } from './states'

type Line = StocktakeLineView
export type MovementView = Line['moved']['movements'][number]

/** Nobody knows which shelf what moved was taken from: the books say two figures, and between them nothing differs. */
export const movedWords = (t: TFunction, line: Line): string => {
  const quantity = quantityText(line.movedMeanwhile)
  if (line.variance === 0) return t('review.movedWithin', { quantity })
  const { low, high } = bookRange(line)
  return t('review.movedMeanwhile', { quantity, low: quantityText(low), high: quantityText(high) })
}

/** What became of a movement in the figures; where nobody counted there is no count it could come before. */
export const movedWhenText = (t: TFunction, { counted }: Pick<Line, 'counted'>, { when }: MovementView): string =>
  t(`review.${counted === null ? 'uncountedWhen' : 'when'}.${when}`)

export const movedTones: Record<MovementView['when'], Tone> = { before: 'plain', during: 'look', after: 'good' }

/** Of packs, how many; of all else, pieces. Either as the shelf feels it. */
export const explainerFigure = ({ kind, quantity }: Pick<Line['explainers'][number], 'kind' | 'quantity'>): string =>
  signedQuantity(kind === 'packs' ? quantity * 1000 : quantity)

export const percentOf = (line: Pick<Line, 'variance' | 'book'>): string => {
  const permille = variancePermille(line)
  return permille === null || line.variance === 0 ? '' : signedPercentText(permille)
}

export const countersOf = ({ counts }: Pick<Line, 'counts'>): string =>
  [...new Set(counts.map(({ counterName }) => counterName))].join('、')
