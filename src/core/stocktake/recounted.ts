/** What was counted again: wherever it stands, a second count took the place of a first one that was about it, too. */
import { grouped } from './netting'
import { askedIn, type FinishedCount, isAsked, type Recount, type StandingLine } from './standing'

type Count = Pick<FinishedCount, 'zoneCode' | 'round'>

/**
 * A recount is by other hands (`counters`), so that two people say the same. One whose first count is void is a first count
 * itself, whatever its round; and of goods in two places, one looked at once leaves the sum as uncertain as it was.
 */
export const countedAgain = (
  lines: readonly Pick<StandingLine, 'sku' | 'zoneCode' | 'round'>[],
  counts: readonly Count[],
  recounts: readonly Recount[],
): ReadonlySet<string> => {
  const ofZone = grouped(
    counts.map((count) => ({ ...count, asked: askedIn(recounts, count) })),
    ({ zoneCode }) => zoneCode,
  )
  const isSecond = ({ sku, zoneCode, round }: (typeof lines)[number]): boolean =>
    round > 1 && (ofZone.get(zoneCode) ?? []).some((count) => count.round < round && isAsked(count.asked, sku))
  const once = new Set(lines.filter((line) => !isSecond(line)).map(({ sku }) => sku))
  return new Set(lines.map(({ sku }) => sku).filter((sku) => !once.has(sku)))
}
