/**
 * The variance of a count made while the shop trades. Each counted line remembers how far the ledger was; what moved
 * after that is taken off today's balance, so a sale that follows the count is nobody's shortage. A product counted at
 * several positions could be anything between two figures: nobody knows from which shelf what moved meanwhile was taken,
 * one counted before or one counted after. Only what lies outside those two is a difference.
 */
import type { UncountedRule } from './plan'
import type { StandingLine } from './standing'

/** What one account holds now. */
export interface Held {
  sku: string
  lot: string
  onHand: number
}

/** One movement as that account feels it. */
export interface Change {
  seq: number
  sku: string
  lot: string
  change: number
}

export interface NettingFacts {
  /** products this stocktake is about */
  skus: readonly string[]
  lines: readonly StandingLine[]
  held: readonly Held[]
  /** of every product in question, at least all after the first counted position */
  changes: readonly Change[]
  /** how far the ledger was when the counting was closed */
  closedSeq: number
  /** what papers of this stocktake moved before: it stays under review even where nothing else speaks of it */
  booked?: readonly Change[]
}

export interface NettedLine {
  sku: string
  lot: string
  expiryDate: string
  /** null: nobody counted it, which is not zero */
  counted: number | null
  /** of all the books can say (`movedMeanwhile` wide), the figure nearest to the count */
  book: number
  /** 0 where nobody counted */
  variance: number
  fromSeq: number
  atSeq: number
  /** pieces that moved, in or out, between the first and the last touch: how far the two figures of the books are apart */
  movedMeanwhile: number
}

export const keyOf = ({ sku, lot }: { sku: string; lot: string }): string => `${sku}\n${lot}`

/** What moved of each product and lot, ready to be asked for a stretch of the ledger: after one position, up to another. */
const stretchesOf = (changes: readonly Change[]) => {
  const known = grouped(changes, keyOf)
  return (key: string, after: number, upTo: number): readonly Change[] =>
    (known.get(key) ?? []).filter(({ seq }) => seq > after && seq <= upTo)
}

interface Counted {
  sku: string
  lot: string
  expiryDate: string
  quantity: number
  fromSeq: number
  atSeq: number
}

type Span = Pick<Counted, 'fromSeq' | 'atSeq'>

const spanOf = (touched: readonly Span[]): Span => ({
  fromSeq: touched.reduce((least, { fromSeq }) => Math.min(least, fromSeq), Number.MAX_SAFE_INTEGER),
  atSeq: touched.reduce((most, { atSeq }) => Math.max(most, atSeq), 0),
})

/** Lists of what has one key. */
export const grouped = <T>(all: Iterable<T>, keyed: (one: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const group = groups.get(keyed(one))
    if (group) group.push(one)
    else groups.set(keyed(one), [one])
  }
  return groups
}

/**
 * One product and lot over all zones: quantities add up, positions span. A product that was counted was counted whole: a lot
 * of it that is not among what was found in a zone is not there, nor was it whenever the product was touched in that zone.
 */
const countedLots = (lines: readonly StandingLine[], known: readonly { sku: string; lot: string }[]): Counted[] => {
  const lotsKnown = grouped(known, ({ sku }) => sku)
  return [...grouped(lines, ({ sku }) => sku)].flatMap(([sku, ofSku]) => {
    const zones = [...grouped(ofSku, ({ zoneCode }) => zoneCode).values()]
    const lots = new Set([...ofSku, ...(lotsKnown.get(sku) ?? [])].map(({ lot }) => lot))
    return [...lots].map((lot): Counted => {
      const found = ofSku.filter((line) => line.lot === lot)
      const touched = zones.map((inZone) => {
        const own = inZone.filter((line) => line.lot === lot)
        return spanOf(own.length > 0 ? own : inZone)
      })
      return {
        ...{ sku, lot, ...spanOf(touched) },
        expiryDate: found.find(({ expiryDate }) => expiryDate !== '')?.expiryDate ?? '',
        quantity: found.reduce((sum, { quantity }) => sum + quantity, 0),
      }
    })
  })
}

/** Every product and lot that was counted, or should have been, with what the books said at that moment. */
export const netted = ({ skus, lines, held, changes, closedSeq, booked = [] }: NettingFacts): NettedLine[] => {
  const between = stretchesOf(changes)
  const onHand = new Map(held.map((one) => [keyOf(one), one.onHand]))
  const bookAt = (key: string, seq: number): number =>
    between(key, seq, Number.MAX_SAFE_INTEGER).reduce((sum, { change }) => sum - change, onHand.get(key) ?? 0)
  const known = [...held, ...booked]
  const bookedAt = new Set(booked.map(({ seq }) => seq))
  const found = countedLots(lines, known).map(({ quantity, ...one }): NettedLine => {
    const key = keyOf(one)
    // what this stocktake booked put the books right and moved no piece
    const meanwhile = between(key, one.fromSeq, one.atSeq).filter(({ seq }) => !bookedAt.has(seq))
    const last = bookAt(key, one.atSeq)
    const low = meanwhile.reduce((sum, { change }) => sum - Math.max(change, 0), last)
    const high = meanwhile.reduce((sum, { change }) => sum - Math.min(change, 0), last)
    const book = Math.min(Math.max(quantity, low), high)
    return { ...one, counted: quantity, book, variance: quantity - book, movedMeanwhile: high - low }
  })
  const wasBooked = new Set(booked.map(keyOf))
  const atClose = (key: string): number => bookAt(key, closedSeq)
  return (
    [...found, ...uncounted(skus, lines, known, wasBooked, atClose, closedSeq)]
      // a lot that was empty on the books and that nobody found says nothing
      .filter((line) => line.counted !== 0 || line.book !== 0 || line.lot === '' || wasBooked.has(keyOf(line)))
  )
}

/** A product nobody counted stands there once for each lot the books have of it, or once when they have none. */
const uncounted = (
  skus: readonly string[],
  lines: readonly StandingLine[],
  known: readonly { sku: string; lot: string }[],
  wasBooked: ReadonlySet<string>,
  bookOf: (key: string) => number,
  closedSeq: number,
): NettedLine[] => {
  const seen = new Set(lines.map(({ sku }) => sku))
  const speaks = (key: string): boolean => bookOf(key) !== 0 || wasBooked.has(key)
  const lotsOf = grouped(
    known.filter((one) => !seen.has(one.sku) && speaks(keyOf(one))),
    ({ sku }) => sku,
  )
  return skus
    .filter((sku) => !seen.has(sku))
    .flatMap((sku) => [...new Set(lotsOf.get(sku)?.map(({ lot }) => lot) ?? [''])].map((lot) => ({ sku, lot })))
    .map((one) => ({
      ...one,
      ...{ expiryDate: '', counted: null, book: bookOf(keyOf(one)), variance: 0 },
      ...{ fromSeq: closedSeq, atSeq: closedSeq, movedMeanwhile: 0 },
    }))
}

/** Movements of one line a review lists; the ledger of its product shows the rest. */
export const movementsShownMax = 20

/** Before the first touch it is in what somebody counted; after the last it was taken off again; between, nobody can say. */
export const movedWhens = ['before', 'during', 'after'] as const
export type MovedWhen = (typeof movedWhens)[number]

export const movedWhen = ({ fromSeq, atSeq }: Pick<NettedLine, 'fromSeq' | 'atSeq'>, seq: number): MovedWhen => {
  if (seq > atSeq) return 'after'
  return seq > fromSeq ? 'during' : 'before'
}

/** All the books can say of a line that differs: beyond the end that is nearest to the count lies what moved meanwhile. */
export const bookRange = ({
  book,
  variance,
  movedMeanwhile,
}: Pick<NettedLine, 'book' | 'variance' | 'movedMeanwhile'>): { low: number; high: number } =>
  variance > 0 ? { low: book - movedMeanwhile, high: book } : { low: book, high: book + movedMeanwhile }

/** The variance in tenths of a percent of what the books say; null where they have none to compare with. */
export const variancePermille = ({ variance, book }: Pick<NettedLine, 'variance' | 'book'>): number | null =>
  book === 0 ? null : Math.round((variance * 1000) / Math.abs(book))

/** The variance under the rule for what nobody counted: left as it is, or taken as gone. It stays uncounted either way. */
export const varianceUnder = (
  rule: UncountedRule,
  { counted, book, variance }: Pick<NettedLine, 'counted' | 'book' | 'variance'>,
): number => {
  if (counted !== null) return variance
  return rule === 'zero' ? -book : 0
}
