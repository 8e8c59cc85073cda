/**
 * Which papers and products to look at first. Each reason gives points and says its figures; nothing here is proof of
 * anything. The clock of a PC decides nothing: seconds between two steps are shown, and weigh little.
 */
import type { ApprovalLevel } from '../documents/approval'

export interface PaperFacts {
  documentId: string
  number: string
  /** cost value in fen */
  valueFen: number
  /** from these values on somebody more is asked, by the policy it was made under */
  thresholds: readonly { level: ApprovalLevel; fromFen: number }[]
  /** acts on it done under a right somebody lent */
  lentActs: number
  scans: number
  typed: number
  reversed: boolean
  /** from handing in to the first decision; null where nobody decided */
  decidedAfterSeconds: number | null
  /** measures in which who wrote it stands apart */
  outlierMeasures: readonly string[]
}

export type PaperReason =
  | { reason: 'value'; points: number; valueFen: number }
  | { reason: 'nearLimit'; points: number; valueFen: number; fromFen: number; level: ApprovalLevel }
  | { reason: 'lent'; points: number; acts: number }
  | { reason: 'typed'; points: number; typed: number }
  | { reason: 'reversed'; points: number }
  | { reason: 'outlier'; points: number; measures: string[] }
  | { reason: 'quick'; points: number; seconds: number }

export interface PaperToCheck {
  documentId: string
  number: string
  score: number
  reasons: PaperReason[]
}

/** a yes given faster than a paper is read */
export const quickSeconds = 10
/** this far below a limit, in permille of it, somebody may have kept just under it */
export const nearLimitPermille = 100
const typedMin = 3
/** a point a hundred yuan, no more than thirty */
const fenPerPoint = 10_000
const valuePointsMax = 30

export const papersToCheck = (papers: readonly PaperFacts[], count: number): PaperToCheck[] =>
  papers
    .map((paper) => {
      const reasons = reasonsOf(paper)
      const score = reasons.reduce((sum, { points }) => sum + points, 0)
      return { documentId: paper.documentId, number: paper.number, score, reasons }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || byText(a.number, b.number) || byText(a.documentId, b.documentId))
    .slice(0, count)

/** The weightiest first. */
export const reasonsOf = (paper: PaperFacts): PaperReason[] => {
  const near = nearLimit(paper)
  const quick = paper.decidedAfterSeconds
  const reasons: (PaperReason | false)[] = [
    near !== null && { reason: 'nearLimit', points: 25, valueFen: paper.valueFen, ...near },
    paper.lentActs > 0 && { reason: 'lent', points: 20, acts: paper.lentActs },
    paper.reversed && { reason: 'reversed', points: 20 },
    paper.outlierMeasures.length > 0 && { reason: 'outlier', points: 20, measures: [...paper.outlierMeasures].sort() },
    paper.scans === 0 && paper.typed >= typedMin && { reason: 'typed', points: 15, typed: paper.typed },
    quick !== null && quick >= 0 && quick <= quickSeconds && { reason: 'quick', points: 10, seconds: quick },
    valuePoints(paper.valueFen) > 0 && {
      reason: 'value',
      points: valuePoints(paper.valueFen),
      valueFen: paper.valueFen,
    },
  ]
  return reasons.filter((one): one is PaperReason => one !== false).sort((a, b) => b.points - a.points)
}

const valuePoints = (valueFen: number): number =>
  Math.min(valuePointsMax, Math.floor(Math.max(0, valueFen) / fenPerPoint))

/** The lowest limit it stayed just under. */
const nearLimit = ({
  valueFen,
  thresholds,
}: Pick<PaperFacts, 'valueFen' | 'thresholds'>): { fromFen: number; level: ApprovalLevel } | null => {
  const near = thresholds.filter(
    ({ fromFen }) =>
      fromFen > 0 && valueFen < fromFen && valueFen * 1000 >= fromFen * (1000 - nearLimitPermille) && valueFen > 0,
  )
  return near.sort((a, b) => a.fromFen - b.fromFen)[0] ?? null
}

export interface ProductFacts {
  warehouseCode: string
  sku: string
  /** papers that took it off or put it on the books in the period */
  papers: number
  valueFen: number
  /** written off and found again, both in the period */
  bothWays: boolean
  negative: boolean
}

export type ProductReason =
  | { reason: 'negative'; points: number }
  | { reason: 'bothWays'; points: number }
  | { reason: 'often'; points: number; papers: number }
  | { reason: 'value'; points: number; valueFen: number }

export interface ProductToCount {
  warehouseCode: string
  sku: string
  score: number
  reasons: ProductReason[]
}

const oftenMin = 2

export const productsToCount = (products: readonly ProductFacts[], count: number): ProductToCount[] =>
  products
    .map((product) => {
      const reasons = productReasons(product)
      const score = reasons.reduce((sum, { points }) => sum + points, 0)
      return { warehouseCode: product.warehouseCode, sku: product.sku, score, reasons }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || byText(a.warehouseCode, b.warehouseCode) || byText(a.sku, b.sku))
    .slice(0, count)

const productReasons = ({ papers, valueFen, bothWays, negative }: ProductFacts): ProductReason[] => {
  const reasons: (ProductReason | false)[] = [
    negative && { reason: 'negative', points: 25 },
    bothWays && { reason: 'bothWays', points: 20 },
    papers >= oftenMin && { reason: 'often', points: Math.min(20, papers * 3), papers },
    valuePoints(valueFen) > 0 && { reason: 'value', points: valuePoints(valueFen), valueFen },
  ]
  return reasons.filter((one): one is ProductReason => one !== false).sort((a, b) => b.points - a.points)
}

/** part × 1000 ÷ whole, rounded half up; null where there is no whole to be a part of */
export const permilleOf = (part: number, whole: number): number | null =>
  whole <= 0 ? null : Number((BigInt(part) * 2000n + BigInt(whole)) / (2n * BigInt(whole)))

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
