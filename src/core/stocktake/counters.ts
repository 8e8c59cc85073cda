/**
 * Who may count again: whoever has not counted it. Of a whole zone that is whoever counted nothing there; of named products,
 * whoever counted none of these there, so that a shop of few people does not run out of them. Handing a count in says
 * something of all it is about, what was not found included; a scan or a key speaks of its own product alone.
 */
import { askedIn, type Recount } from './standing'

/** What one person did to a count of a zone. */
export interface Hand {
  zoneCode: string
  round: number
  /** the products they touched; null: they speak for all the count is about */
  skus: readonly string[] | null
}

export const countedBefore = (
  hands: readonly Hand[],
  again: Pick<Recount, 'zoneCode' | 'round'>,
  recounts: readonly Recount[],
): boolean => {
  const asked = askedIn(recounts, again)
  return hands
    .filter(({ zoneCode, round }) => zoneCode === again.zoneCode && round < again.round)
    .some((hand) => asked.size === 0 || speaksOf(hand, recounts, asked))
}

const speaksOf = (hand: Hand, recounts: readonly Recount[], asked: ReadonlySet<string>): boolean => {
  const about = hand.skus === null ? askedIn(recounts, hand) : new Set(hand.skus)
  const isWhole = hand.skus === null && about.size === 0
  return isWhole || [...asked].some((sku) => about.has(sku))
}
