/** Figures a reader of documents wants that no operation tells: differences by line, and what one day brought. */
import type { DocumentHeader, DocumentLineView } from '../../contract/schemas/document'
import { costValue } from '../../core/quantity/quantity'
import { storeDayOf } from '../../core/quantity/storeDay'

export type LineOutcome = 'even' | 'short' | 'missing' | 'over' | 'unplanned'

type Counted = Pick<DocumentLineView, 'expectedQuantity' | 'quantity' | 'damagedQuantity' | 'unplanned'>

/** Good and damaged came; what was rejected went back with the driver. */
export const arrived = (line: Pick<DocumentLineView, 'quantity' | 'damagedQuantity'>): number =>
  line.quantity + line.damagedQuantity

/** null while it is counted blind */
export const lineOutcome = (line: Counted): LineOutcome | null => {
  if (line.unplanned) return 'unplanned'
  if (line.expectedQuantity === null) return null
  if (arrived(line) === line.expectedQuantity) return 'even'
  if (arrived(line) > line.expectedQuantity) return 'over'
  return arrived(line) === 0 ? 'missing' : 'short'
}

export const countOutcomes = (lines: readonly DocumentLineView[]): Record<LineOutcome, number> => {
  const counts: Record<LineOutcome, number> = { even: 0, short: 0, missing: 0, over: 0, unplanned: 0 }
  for (const line of planLines(lines)) {
    const outcome = lineOutcome(line)
    if (outcome !== null) counts[outcome] += 1
  }
  return counts
}

/** Lots split off one planned line count with it: what was ordered was the product. */
export const planLines = (lines: readonly DocumentLineView[]): DocumentLineView[] =>
  lines
    .filter(({ splitOf }) => splitOf === 0)
    .map((line) => {
      const parts = lines.filter(({ splitOf }) => splitOf === line.lineNo)
      return {
        ...line,
        quantity: parts.reduce((sum, part) => sum + part.quantity, line.quantity),
        damagedQuantity: parts.reduce((sum, part) => sum + part.damagedQuantity, line.damagedQuantity),
      }
    })

/** At the line's cost, free goods aside; null without the right to see cost. */
export const lineValue = (line: DocumentLineView): number | null =>
  line.unitCost === null
    ? null
    : costValue(Math.max(0, line.quantity - line.freeQuantity) + line.damagedQuantity, line.unitCost)

/** What came against what was expected; null where nothing was planned or it is counted blind. */
export const totalDifference = (header: DocumentHeader): number | null =>
  header.expectedTotal === null || header.expectedTotal === 0
    ? null
    : header.quantityTotal + header.damagedTotal - header.expectedTotal

export interface DayFigures {
  documents: number
  received: number
  /** null as soon as one document's value is hidden */
  value: number | null
  latest: DocumentHeader | null
}

const emptyDay: DayFigures = { documents: 0, received: 0, value: 0, latest: null }

/** What each store posted on that store day; `latest` is the newest posted one on any day. */
export const dayByStore = (receipts: readonly DocumentHeader[], storeDay: string): Map<string, DayFigures> => {
  const byStore = new Map<string, DayFigures>()
  for (const receipt of receipts) {
    // a reversal takes back what another day brought
    if (receipt.postedAt === null || receipt.reversalOf !== '') continue
    const so = byStore.get(receipt.storeCode) ?? emptyDay
    const counted = storeDayOf(Date.parse(receipt.postedAt)) === storeDay ? added(so, receipt) : so
    byStore.set(receipt.storeCode, { ...counted, latest: newer(so.latest, receipt) })
  }
  return byStore
}

export const sumOfDays = (days: Iterable<DayFigures>): DayFigures => {
  let sum = emptyDay
  for (const day of days) {
    sum = {
      documents: sum.documents + day.documents,
      received: sum.received + day.received,
      value: sum.value === null || day.value === null ? null : sum.value + day.value,
      latest: day.latest === null ? sum.latest : newer(sum.latest, day.latest),
    }
  }
  return sum
}

const added = (day: DayFigures, receipt: DocumentHeader): DayFigures => ({
  ...day,
  documents: day.documents + 1,
  received: day.received + receipt.quantityTotal,
  value: day.value === null || receipt.value === null ? null : day.value + receipt.value,
})

const newer = (a: DocumentHeader | null, b: DocumentHeader): DocumentHeader =>
  a !== null && (a.postedAt ?? '') >= (b.postedAt ?? '') ? a : b
