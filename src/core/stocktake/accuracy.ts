/**
 * How right first counts were, in figures: what somebody counted first against what stands after somebody else looked again.
 * A line nobody looked at again proves nothing about who counted it, and is not reckoned.
 */
import { askedIn, type CountLine, type FinishedCount, isAsked, type Recount, standingOf } from './standing'

export interface CounterFigures {
  counterId: string
  /** lines of their first counts */
  counted: number
  /** products and lots of a zone somebody else counted too, beside them or again; those only the other found included */
  checked: number
  /** of these, the figure that stands is the one they said */
  stood: number
}

export interface CountBySomebody extends FinishedCount {
  counterId: string
}

export interface CountsOfStocktake {
  counts: readonly CountBySomebody[]
  recounts: readonly Recount[]
  chosen: readonly string[]
}

const firstRound = 1

/** By counter, each once, in the order of their first count. */
export const counterFigures = ({ counts, recounts, chosen }: CountsOfStocktake): CounterFigures[] => {
  const standing = standingOf(counts, recounts, chosen).lines
  const byCounter = new Map<string, CounterFigures>()
  for (const count of counts.filter(({ round }) => round === firstRound)) {
    const before = byCounter.get(count.counterId) ?? { counterId: count.counterId, counted: 0, checked: 0, stood: 0 }
    const said = figuresOf(count.lines)
    const stands = figuresOf(standing.filter(({ zoneCode }) => zoneCode === count.zoneCode))
    const checked = checkedKeys(count, counts, recounts)
    byCounter.set(count.counterId, {
      ...before,
      counted: before.counted + count.lines.length,
      checked: before.checked + checked.length,
      stood: before.stood + checked.filter((key) => (said.get(key) ?? 0) === (stands.get(key) ?? 0)).length,
    })
  }
  return [...byCounter.values()]
}

const keyOf = ({ sku, lot }: Pick<CountLine, 'sku' | 'lot'>): string => `${sku}\n${lot}`

const figuresOf = (lines: readonly CountLine[]): Map<string, number> => {
  const figures = new Map<string, number>()
  for (const line of lines) figures.set(keyOf(line), (figures.get(keyOf(line)) ?? 0) + line.quantity)
  return figures
}

/** What of this count, or missing from it, others of its zone counted as well. */
const checkedKeys = (
  count: FinishedCount,
  counts: readonly FinishedCount[],
  recounts: readonly Recount[],
): string[] => {
  const others = counts.filter(
    ({ documentId, zoneCode }) => zoneCode === count.zoneCode && documentId !== count.documentId,
  )
  const keys = others.flatMap((other) => {
    const asked = askedIn(recounts, other)
    return [...count.lines, ...other.lines].filter(({ sku }) => isAsked(asked, sku)).map(keyOf)
  })
  return [...new Set(keys)]
}
