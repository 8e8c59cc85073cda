/**
 * Figures that stand apart from their like, by median and MAD (median absolute deviation): one wild figure moves neither, so
 * it cannot hide itself. Whoever is marked is told why in figures. Integers only; times in permille.
 */

export interface Measured {
  key: string
  value: number
  /** how many papers or entries the value is made of: too few say nothing */
  count: number
}

export interface Outlier extends Measured {
  /** of all that were compared, rounded half up */
  median: number
  /** distance from the median in usual spreads, permille: 5000 = five times as far as is usual */
  timesPermille: number
  /** with how many it was compared, itself among them */
  compared: number
}

/** Fewer than these have no usual: nobody stands apart among three. */
export const comparedMin = 5
/** Iglewicz and Hoaglin's 3.5, for a spread scaled to that of a bell curve. */
export const timesPermilleMin = 3_500

export interface OutlierRule {
  /** of papers or entries behind one figure */
  countMin: number
}

/** Only what is too high is worth a visit; the farthest first, equal ones by key. */
export const outliersOf = (measured: readonly Measured[], { countMin }: OutlierRule): Outlier[] => {
  const compared = measured.filter(({ count }) => count >= countMin)
  if (compared.length < comparedMin) return []
  const middle = quadrupleMedian(compared.map(({ value }) => BigInt(value)))
  const distances = compared.map(({ value }) => distance(4n * BigInt(value), middle))
  const spread = spreadOf(distances)
  if (spread === null) return []
  return compared
    .filter(({ value }) => 4n * BigInt(value) > middle)
    .map((one) => ({
      ...one,
      median: Number((middle + 2n) / 4n),
      timesPermille: Number((distance(4n * BigInt(one.value), middle) * spread.scale) / spread.unit),
      compared: compared.length,
    }))
    .filter(({ timesPermille }) => timesPermille >= timesPermilleMin)
    .sort((a, b) => b.timesPermille - a.timesPermille || byText(a.key, b.key))
}

const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a)

/** Four times the middle value, so that the middle of two stays whole, and so does the middle of distances from it. */
const quadrupleMedian = (values: readonly bigint[]): bigint => {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const half = Math.floor(sorted.length / 2)
  const [high, low] = [sorted[half] ?? 0n, sorted[sorted.length % 2 === 0 ? half - 1 : half] ?? 0n]
  return 2n * (high + low)
}

/**
 * The usual distance: 1.4826 × MAD. Where more than half are equal the MAD is nothing, and 1.2533 × the mean distance
 * stands in for it; where all are equal there is none. distance × scale ÷ unit = times in permille.
 */
const spreadOf = (distances: readonly bigint[]): { scale: bigint; unit: bigint } | null => {
  const mad = quadrupleMedian(distances)
  if (mad > 0n) return { scale: 4n * 10_000_000n, unit: 14_826n * mad }
  const sum = distances.reduce((total, one) => total + one, 0n)
  if (sum === 0n) return null
  return { scale: BigInt(distances.length) * 10_000_000n, unit: 12_533n * sum }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
