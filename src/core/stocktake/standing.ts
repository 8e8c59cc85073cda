/**
 * Which counts of a zone count. A zone counted twice is never summed: somebody chooses, or it is counted again by another
 * person. A recount takes the place of what was counted before: all of the zone, or the products it was asked for.
 */
export interface CountLine {
  sku: string
  lot: string
  expiryDate: string
  quantity: number
  /** ledger position of the first and of the last touch */
  fromSeq: number
  atSeq: number
}

export interface FinishedCount {
  documentId: string
  zoneCode: string
  round: number
  /** how far the ledger was when it was finished; at least, where another PC counted, and at most */
  finishedFrom?: number
  finishedSeq: number
  lines: readonly CountLine[]
}

/** Asked for by whoever reviews; no products named means the whole zone. */
export interface Recount {
  zoneCode: string
  round: number
  skus: readonly string[]
}

/** What a round of a zone was asked for: the products named, none where the whole zone was. */
export const askedIn = (
  recounts: readonly Recount[],
  { zoneCode, round }: Pick<Recount, 'zoneCode' | 'round'>,
): ReadonlySet<string> => new Set(recounts.find((one) => one.zoneCode === zoneCode && one.round === round)?.skus)

/** Is a count with these products named about that one? A first count, and a recount of the whole zone, names none. */
export const isAsked = (askedSkus: ReadonlySet<string>, sku: string): boolean =>
  askedSkus.size === 0 || askedSkus.has(sku)

/** What two people ask of one zone, as one list; no products named means all of it. */
export const askedTogether = (one: readonly string[], other: readonly string[]): string[] =>
  one.length === 0 || other.length === 0 ? [] : [...new Set([...one, ...other])]

/** Is all that is asked for counted where that other recount of the zone is made? */
export const covers = ({ skus }: Pick<Recount, 'skus'>, asked: Pick<Recount, 'skus'>): boolean =>
  skus.length === 0 || (asked.skus.length > 0 && asked.skus.every((sku) => skus.includes(sku)))

/** Asked for, and no count of it is finished. What a later round of its zone asks for as well is waited for there. */
export const notMade = <R extends Recount>(
  recounts: readonly R[],
  counts: readonly Pick<FinishedCount, 'zoneCode' | 'round'>[],
): R[] => {
  const isMade = (asked: Recount): boolean =>
    counts.some(({ zoneCode, round }) => zoneCode === asked.zoneCode && round === asked.round)
  const isInLater = (asked: Recount): boolean =>
    recounts.some((one) => one.zoneCode === asked.zoneCode && one.round > asked.round && covers(one, asked))
  return recounts.filter((asked) => !isMade(asked) && !isInLater(asked))
}

export interface StandingLine extends CountLine {
  documentId: string
  zoneCode: string
  round: number
}

export interface Standing {
  lines: StandingLine[]
  /** zones with two counts of one round, of which nobody has chosen one yet */
  undecided: string[]
}

/** `chosen`: counts somebody said are the right ones. `counts` in the order they were finished. */
export const standingOf = (
  counts: readonly FinishedCount[],
  recounts: readonly Recount[],
  chosen: readonly string[],
): Standing => {
  const zones = [...new Set(counts.map(({ zoneCode }) => zoneCode))]
  const standing = zones.map((zoneCode) => standingInZone(zoneCode, counts, recounts, chosen))
  return {
    lines: standing.flatMap(({ lines }) => lines),
    undecided: zones.filter((_zone, index) => standing[index]?.undecided),
  }
}

interface ZoneStanding {
  lines: StandingLine[]
  undecided: boolean
}

const standingInZone = (
  zoneCode: string,
  counts: readonly FinishedCount[],
  recounts: readonly Recount[],
  chosen: readonly string[],
): ZoneStanding => {
  const ofZone = counts.filter((count) => count.zoneCode === zoneCode)
  const rounds = [...new Set(ofZone.map(({ round }) => round))].sort((a, b) => a - b)
  return rounds.reduce<ZoneStanding>(
    (before, round) => {
      const ofRound = ofZone.filter((count) => count.round === round)
      const named = ofRound.find(({ documentId }) => chosen.includes(documentId))
      const count = named ?? (ofRound[0] as FinishedCount)
      const undecided = !named && ofRound.length > 1
      return replaced(before, count, askedIn(recounts, count), undecided)
    },
    { lines: [], undecided: false },
  )
}

const replaced = (
  before: ZoneStanding,
  count: FinishedCount,
  askedSkus: ReadonlySet<string>,
  undecided: boolean,
): ZoneStanding => {
  const { documentId, zoneCode, round } = count
  // logs of earlier versions hold stray scans beside what was asked for: one piece is not what lies there
  const lines = count.lines.filter(({ sku }) => isAsked(askedSkus, sku))
  const found = [...lines, ...notFoundAgain(before.lines, count, askedSkus)]
  const fresh = found.map((line) => ({ ...line, documentId, zoneCode, round }))
  // the whole zone was counted again: whatever was in doubt before is not any more
  if (askedSkus.size === 0) return { lines: fresh, undecided }
  return {
    lines: [...before.lines.filter(({ sku }) => !askedSkus.has(sku)), ...fresh],
    undecided: before.undecided || undecided,
  }
}

/** Looked for again and not there is nought, not uncounted: what was asked for, or all that stood in the zone before. */
const notFoundAgain = (
  before: readonly StandingLine[],
  { lines, finishedSeq, finishedFrom = finishedSeq }: FinishedCount,
  askedSkus: ReadonlySet<string>,
): CountLine[] => {
  const found = new Set(lines.map(({ sku }) => sku))
  const soughtSkus = askedSkus.size > 0 ? askedSkus : new Set(before.map(({ sku }) => sku))
  const nothing = { quantity: 0, fromSeq: Math.min(finishedFrom, finishedSeq), atSeq: finishedSeq }
  return [...soughtSkus]
    .filter((sku) => !found.has(sku))
    .flatMap((sku) => {
      const lots = before.filter((line) => line.sku === sku).map(({ lot, expiryDate }) => ({ lot, expiryDate }))
      return (lots.length > 0 ? lots : [{ lot: '', expiryDate: '' }]).map((lot) => ({ sku, ...lot, ...nothing }))
    })
}
