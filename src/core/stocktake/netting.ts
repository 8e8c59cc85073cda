/**
 * The variance of a count made while the shop trades. Each counted line remembers how far the ledger was; what moved
 * after that is taken off today's balance, so a sale that follows the count is nobody's shortage. A product counted at
 * several positions is held against the book at the last of them, and what moved between them is said, not guessed.
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
}

export interface NettedLine {
  sku: string
  lot: string
  expiryDate: string
  /** null: nobody counted it, which is not zero */
  counted: number | null
  book: number
  /** 0 where nobody counted */
  variance: number
  fromSeq: number
  atSeq: number
  /** pieces that moved, in or out, between the first and the last touch: the variance is as uncertain as that */
  movedMeanwhile: number
}

const keyOf = ({ sku, lot }: { sku: string; lot: string }): string => `${sku}\n${lot}`

/** What moved of each product and lot, ready to be asked for a stretch of the ledger: after one position, up to another. */
const stretchesOf = (changes: readonly Change[]) => {
  const known = new Map<string, Change[]>()
  for (const change of changes) {
    const list = known.get(keyOf(change))
    if (list) list.push(change)
    else known.set(keyOf(change), [change])
  }
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

/** One product and lot over all zones: quantities add up, positions span. */
const summed = (lines: readonly StandingLine[]): Map<string, Counted> => {
  const byKey = new Map<string, Counted>()
  for (const { sku, lot, expiryDate, quantity, fromSeq, atSeq } of lines) {
    const key = keyOf({ sku, lot })
    const before = byKey.get(key)
    byKey.set(
      key,
      before
        ? {
            ...before,
            expiryDate: before.expiryDate || expiryDate,
            quantity: before.quantity + quantity,
            fromSeq: Math.min(before.fromSeq, fromSeq),
            atSeq: Math.max(before.atSeq, atSeq),
          }
        : { sku, lot, expiryDate, quantity, fromSeq, atSeq },
    )
  }
  return byKey
}

/**
 * A product that was counted was counted whole: a lot of it on the books that nobody found is not there. Found out when
 * the product was last touched.
 */
const lotsNotFound = (counted: Map<string, Counted>, held: readonly Held[]): Counted[] => {
  const lastTouch = new Map<string, Counted>()
  for (const one of counted.values()) {
    const known = lastTouch.get(one.sku)
    if (!known || known.atSeq < one.atSeq) lastTouch.set(one.sku, one)
  }
  return held.flatMap(({ sku, lot }) => {
    const touched = lastTouch.get(sku)
    if (!touched || counted.has(keyOf({ sku, lot }))) return []
    return [{ sku, lot, expiryDate: '', quantity: 0, fromSeq: touched.atSeq, atSeq: touched.atSeq }]
  })
}

/** Every product and lot that was counted, or should have been, with what the books said at that moment. */
export const netted = ({ skus, lines, held, changes, closedSeq }: NettingFacts): NettedLine[] => {
  const between = stretchesOf(changes)
  const onHand = new Map(held.map((one) => [keyOf(one), one.onHand]))
  const bookAt = (key: string, seq: number): number =>
    between(key, seq, Number.MAX_SAFE_INTEGER).reduce((sum, { change }) => sum - change, onHand.get(key) ?? 0)
  const counted = summed(lines)
  const found = [...counted.values(), ...lotsNotFound(counted, held)].map(({ quantity, ...one }): NettedLine => {
    const key = keyOf(one)
    const book = bookAt(key, one.atSeq)
    const meanwhile = between(key, one.fromSeq, one.atSeq)
    const movedMeanwhile = meanwhile.reduce((sum, { change }) => sum + Math.abs(change), 0)
    return { ...one, counted: quantity, book, variance: quantity - book, movedMeanwhile }
  })
  return (
    [...found, ...uncounted(skus, lines, held, (key) => bookAt(key, closedSeq), closedSeq)]
      // a lot that was empty on the books and that nobody found says nothing
      .filter(({ counted: quantity, book, lot }) => quantity !== 0 || book !== 0 || lot === '')
  )
}

/** A product nobody counted stands there once for each lot the books have of it, or once when they have none. */
const uncounted = (
  skus: readonly string[],
  lines: readonly StandingLine[],
  held: readonly Held[],
  bookOf: (key: string) => number,
  closedSeq: number,
): NettedLine[] => {
  const seen = new Set(lines.map(({ sku }) => sku))
  const lotsOf = new Map<string, string[]>()
  for (const one of held.filter(({ sku, lot }) => !seen.has(sku) && bookOf(keyOf({ sku, lot })) !== 0)) {
    const lots = lotsOf.get(one.sku)
    if (lots) lots.push(one.lot)
    else lotsOf.set(one.sku, [one.lot])
  }
  return skus
    .filter((sku) => !seen.has(sku))
    .flatMap((sku) => (lotsOf.get(sku) ?? ['']).map((lot) => ({ sku, lot })))
    .map((one) => ({
      ...one,
      ...{ expiryDate: '', counted: null, book: bookOf(keyOf(one)), variance: 0 },
      ...{ fromSeq: closedSeq, atSeq: closedSeq, movedMeanwhile: 0 },
    }))
}

/** The variance under the rule for what nobody counted: left as it is, or taken as gone. It stays uncounted either way. */
export const varianceUnder = (
  rule: UncountedRule,
  { counted, book, variance }: Pick<NettedLine, 'counted' | 'book' | 'variance'>,
): number => {
  if (counted !== null) return variance
  return rule === 'zero' ? -book : 0
}
