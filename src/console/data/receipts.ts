/** Figures a reader of receipts wants that no operation tells: differences by line, and what one day brought. */
import type { ReceiptHeader, ReceiptLine } from '../../contract/schemas/goodsReceipt'
import { costValue } from '../../core/quantity/quantity'
import { storeDayOf } from '../../core/quantity/storeDay'

export type LineOutcome = 'even' | 'short' | 'missing' | 'over' | 'unplanned'

export const lineOutcome = (
  line: Pick<ReceiptLine, 'expectedQuantity' | 'receivedQuantity' | 'unplanned'>,
): LineOutcome => {
  if (line.unplanned) return 'unplanned'
  if (line.receivedQuantity === line.expectedQuantity) return 'even'
  if (line.receivedQuantity > line.expectedQuantity) return 'over'
  return line.receivedQuantity === 0 ? 'missing' : 'short'
}

export const countOutcomes = (lines: readonly ReceiptLine[]): Record<LineOutcome, number> => {
  const counts: Record<LineOutcome, number> = { even: 0, short: 0, missing: 0, over: 0, unplanned: 0 }
  for (const line of lines) counts[lineOutcome(line)] += 1
  return counts
}

/** null without the right to see cost */
export const lineValue = (line: ReceiptLine): number | null =>
  line.unitCost === null ? null : costValue(line.receivedQuantity, line.unitCost)

export interface DayFigures {
  documents: number
  received: number
  /** null as soon as one document's value is hidden */
  value: number | null
  latest: ReceiptHeader | null
}

const emptyDay: DayFigures = { documents: 0, received: 0, value: 0, latest: null }

/** What each store posted on that store day; `latest` is the newest posted one on any day. */
export const dayByStore = (receipts: readonly ReceiptHeader[], storeDay: string): Map<string, DayFigures> => {
  const byStore = new Map<string, DayFigures>()
  for (const receipt of receipts) {
    if (receipt.postedAt === null) continue
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

const added = (day: DayFigures, receipt: ReceiptHeader): DayFigures => ({
  ...day,
  documents: day.documents + 1,
  received: day.received + receipt.receivedTotal,
  value: day.value === null || receipt.value === null ? null : day.value + receipt.value,
})

const newer = (a: ReceiptHeader | null, b: ReceiptHeader): ReceiptHeader =>
  a !== null && (a.postedAt ?? '') >= (b.postedAt ?? '') ? a : b
