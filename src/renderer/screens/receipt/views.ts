/** The three views of a receipt's lines, and its totals for the summary. Pure. */
import type { Receipt, ReceiptLine } from '../../../contract/schemas/goodsReceipt'

export const views = ['touched', 'all', 'differences'] as const
export type View = (typeof views)[number]

export const differenceOf = (line: ReceiptLine): number => line.receivedQuantity - line.expectedQuantity

export const linesOf = (lines: readonly ReceiptLine[], view: View): readonly ReceiptLine[] => {
  if (view === 'all') return lines
  if (view === 'touched') return lines.filter((line) => line.touchedAt > 0).sort((a, b) => b.touchedAt - a.touchedAt)
  return lines.filter((line) => differenceOf(line) !== 0)
}

/** One pass: this runs at every scan, over lists of thousands. */
export const countsOf = (lines: readonly ReceiptLine[]): Record<View, number> => {
  const counts = { touched: 0, all: lines.length, differences: 0 }
  for (const line of lines) {
    if (line.touchedAt > 0) counts.touched += 1
    if (differenceOf(line) !== 0) counts.differences += 1
  }
  return counts
}

export interface Summary {
  done: ReceiptLine[]
  short: ReceiptLine[]
  over: ReceiptLine[]
  unplanned: ReceiptLine[]
  trayOpen: Receipt['tray']
  setAside: Receipt['tray']
}

/** Largest difference first, as a person would check it. */
export const summaryOf = (receipt: Receipt): Summary => {
  const planned = receipt.lines.filter((line) => !line.unplanned)
  const bySize = (a: ReceiptLine, b: ReceiptLine): number => Math.abs(differenceOf(b)) - Math.abs(differenceOf(a))
  return {
    done: planned.filter((line) => differenceOf(line) === 0),
    short: planned.filter((line) => differenceOf(line) < 0).sort(bySize),
    over: planned.filter((line) => differenceOf(line) > 0).sort(bySize),
    unplanned: receipt.lines.filter((line) => line.unplanned && line.receivedQuantity > 0).sort(bySize),
    trayOpen: receipt.tray.filter((entry) => entry.state === 'open'),
    setAside: receipt.tray.filter((entry) => entry.state === 'setAside'),
  }
}
