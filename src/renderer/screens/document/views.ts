/** The views of a document's lines, and its totals for the summary. Pure. */
import type { DocumentLineView, DocumentView } from '../../../contract/schemas/document'
import { type LineStanding, standingOf } from '../../../core/documents/progress'

export const views = ['touched', 'all', 'differences'] as const
export type View = (typeof views)[number]

type Counted = Pick<DocumentLineView, 'quantity' | 'damagedQuantity'>

/** What is here of a line, good and broken; what went back with the driver is not here. */
export const countedOf = (line: Counted): number => line.quantity + line.damagedQuantity

/**
 * Difference per line of the plan, its lots taken together: the line a lot was split off has the sum, the split line none.
 * Counted blind there are no differences to know. One pass: this runs at every scan, over lists of thousands.
 */
export const differencesOf = (lines: readonly DocumentLineView[]): ReadonlyMap<number, number> => {
  const sums = new Map<number, number>()
  for (const line of lines) {
    const root = line.splitOf === 0 ? line.lineNo : line.splitOf
    sums.set(root, (sums.get(root) ?? 0) + countedOf(line))
  }
  const differences = new Map<number, number>()
  for (const line of lines)
    if (line.splitOf === 0 && line.expectedQuantity !== null)
      differences.set(line.lineNo, (sums.get(line.lineNo) ?? 0) - line.expectedQuantity)
  return differences
}

export const linesOf = (
  lines: readonly DocumentLineView[],
  view: View,
  differences = differencesOf(lines),
): readonly DocumentLineView[] => {
  if (view === 'all') return lines
  if (view === 'touched') return lines.filter((line) => line.touchedAt > 0).sort((a, b) => b.touchedAt - a.touchedAt)
  return lines.filter((line) => (differences.get(line.lineNo) ?? 0) !== 0)
}

export const countsOf = (
  lines: readonly DocumentLineView[],
  differences = differencesOf(lines),
): Record<View, number> => {
  const counts = { touched: 0, all: lines.length, differences: 0 }
  for (const line of lines) {
    if (line.touchedAt > 0) counts.touched += 1
    if ((differences.get(line.lineNo) ?? 0) !== 0) counts.differences += 1
  }
  return counts
}

export interface LineDifference {
  line: DocumentLineView
  /** its lots taken together */
  counted: number
  difference: number
}

/** How many lines of the plan came whole, of how many: neither short nor over, as the summary counts them. */
export const progressOf = (
  lines: readonly DocumentLineView[],
  differences = differencesOf(lines),
): { done: number; planned: number } => {
  const planned = lines.filter((line) => line.splitOf === 0 && !line.unplanned)
  const done = planned.filter((line) => standingOf(line, differences.get(line.lineNo) ?? 0) === 'done')
  return { done: done.length, planned: planned.length }
}

export interface Summary {
  done: DocumentLineView[]
  short: LineDifference[]
  over: LineDifference[]
  unplanned: LineDifference[]
  damaged: DocumentLineView[]
  rejected: DocumentLineView[]
  trayOpen: DocumentView['tray']
  setAside: DocumentView['tray']
}

const stands =
  (standing: LineStanding) =>
  ({ line, difference }: LineDifference): boolean =>
    standingOf(line, difference) === standing

/** Largest difference first, as a person would check it. */
export const summaryOf = (document: Pick<DocumentView, 'lines' | 'tray'>): Summary => {
  const differences = differencesOf(document.lines)
  const one = (line: DocumentLineView): LineDifference => {
    const difference = differences.get(line.lineNo) ?? 0
    return { line, difference, counted: (line.expectedQuantity ?? 0) + difference }
  }
  const planned = document.lines.filter((line) => !line.unplanned && line.splitOf === 0).map(one)
  const bySize = (a: LineDifference, b: LineDifference): number => Math.abs(b.difference) - Math.abs(a.difference)
  return {
    done: planned.filter(stands('done')).map(({ line }) => line),
    short: planned.filter(stands('short')).sort(bySize),
    over: planned.filter(stands('over')).sort(bySize),
    unplanned: document.lines
      .filter((line) => line.unplanned && countedOf(line) > 0)
      .map((line) => ({ line, difference: countedOf(line), counted: countedOf(line) }))
      .sort(bySize),
    damaged: document.lines.filter((line) => line.damagedQuantity > 0),
    rejected: document.lines.filter((line) => line.rejectedQuantity > 0),
    trayOpen: document.tray.filter((entry) => entry.state === 'open'),
    setAside: document.tray.filter((entry) => entry.state === 'setAside'),
  }
}
