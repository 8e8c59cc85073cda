/** Of several counts of one product in a place: which stands, which another took the place of, and where nobody chose yet. */
import { type FinishedCount, type Recount, type StandingLine, standingOf } from './standing'

export const countStandings = ['stands', 'superseded', 'undecided'] as const
export type CountStanding = (typeof countStandings)[number]

interface Count {
  documentId: string
  zoneCode: string
  round: number
  sku: string
  lot: string
}

export interface WhichStands {
  /** goods of which two counts say different things, and nobody chose */
  undecidedSkus: ReadonlySet<string>
  standingOf(count: Count): CountStanding
  /** looked for again and not found, by lot: no paper has a line of it */
  notFound(sku: string): StandingLine[]
}

export const whichStands = (
  counts: readonly FinishedCount[],
  recounts: readonly Recount[],
  chosen: readonly string[],
): WhichStands => {
  const { lines, undecided } = standingOf(counts, recounts, chosen)
  const standing = new Set(lines.map(({ documentId, sku, lot }) => `${documentId}\n${sku}\n${lot}`))
  const written = new Set(
    counts.flatMap((count) => count.lines.map(({ sku, lot }) => `${count.documentId}\n${sku}\n${lot}`)),
  )
  const lastRound = new Map<string, number>()
  for (const { zoneCode, sku, round } of lines)
    lastRound.set(`${zoneCode}\n${sku}`, Math.max(round, lastRound.get(`${zoneCode}\n${sku}`) ?? 0))
  const twice = twiceCounted(counts, chosen).filter(({ zoneCode }) => undecided.includes(zoneCode))
  const isOpen = ({ zoneCode, round, sku }: Omit<Count, 'documentId' | 'lot'>): boolean =>
    twice.some((one) => one.zoneCode === zoneCode && one.round === round) &&
    (lastRound.get(`${zoneCode}\n${sku}`) ?? 0) <= round
  return {
    undecidedSkus: new Set(
      twice.flatMap(({ zoneCode, round, lines: found }) =>
        found.filter(({ sku }) => isOpen({ zoneCode, round, sku })).map(({ sku }) => sku),
      ),
    ),
    standingOf: (count) => {
      if (isOpen(count)) return 'undecided'
      return standing.has(`${count.documentId}\n${count.sku}\n${count.lot}`) ? 'stands' : 'superseded'
    },
    notFound: (sku) =>
      lines.filter((line) => line.sku === sku && !written.has(`${line.documentId}\n${sku}\n${line.lot}`)),
  }
}

/** Counts of a zone and round of which there are several and none is chosen. */
const twiceCounted = (counts: readonly FinishedCount[], chosen: readonly string[]): FinishedCount[] =>
  counts.filter(({ zoneCode, round }) => {
    const ofRound = counts.filter((one) => one.zoneCode === zoneCode && one.round === round)
    return ofRound.length > 1 && !ofRound.some(({ documentId }) => chosen.includes(documentId))
  })
