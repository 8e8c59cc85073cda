/**
 * 采购入库, goods receipt: expected is what the order says, received is what was scanned and starts at 0. Good goods move
 * supplier -> stock, broken ones supplier -> quarantine, rejected ones stay with the driver. Free goods cost nothing.
 */
import { costValue } from '../quantity/quantity'
import { accept, type RefusalParams, type Result, refuse } from '../result'
import { type DocumentLine, type DocumentRule, goodsIn, movedQuantity, none } from './rule'
import type { DocumentState } from './states'

export type ScanOutcome = 'added' | 'firstOfLine' | 'lineDone' | 'receiptDone' | 'over'

/** What one line's plan and count come to, lots of the same order line taken together. */
export interface LineProgress {
  expectedQuantity: number
  receivedQuantity: number
  unplanned: boolean
}

/**
 * What one more quantity on a line means to the person who scanned it; the line rule of receiving. `othersOpen` counts
 * the other lines that still expect goods.
 */
export const outcomeOfAdding = (line: LineProgress, othersOpen: number, quantity: number): ScanOutcome => {
  const received = line.receivedQuantity + quantity
  if (line.unplanned) return line.receivedQuantity === 0 ? 'firstOfLine' : 'added'
  if (received > line.expectedQuantity) return 'over'
  if (received === line.expectedQuantity) return othersOpen === 0 ? 'receiptDone' : 'lineDone'
  return line.receivedQuantity === 0 ? 'firstOfLine' : 'added'
}

/** Largest quantity a line may receive without the right to accept over (policy: permille of the expected quantity). */
export const toleratedQuantity = (expectedQuantity: number, overTolerancePermille: number): number =>
  expectedQuantity + Number((BigInt(expectedQuantity) * BigInt(overTolerancePermille)) / 1000n)

export type PostRefusal = 'DOCUMENT_STATE' | 'NOTHING_RECEIVED' | 'OVER_RECEIPT' | 'TRAY_NOT_EMPTY'

export interface PostingFacts {
  state: DocumentState
  lines: readonly DocumentLine[]
  /** codes nobody has decided about yet */
  openTrayEntries: number
  overTolerancePermille: number
  mayAcceptOver: boolean
}

/** May this receipt be posted as it stands? Order of refusal: state, then rules from the coarsest to the finest. */
export const checkPosting = (facts: PostingFacts): Result<null, PostRefusal> => {
  if (facts.state !== 'draft') return refuse('DOCUMENT_STATE', { state: facts.state })
  if (facts.openTrayEntries > 0) return refuse('TRAY_NOT_EMPTY', { count: facts.openTrayEntries })
  if (facts.lines.every((line) => movedQuantity(line) + line.rejectedQuantity === 0)) return refuse('NOTHING_RECEIVED')
  const over = facts.mayAcceptOver ? undefined : firstOver(facts.lines, facts.overTolerancePermille)
  return over ? refuse('OVER_RECEIPT', over) : accept(null)
}

/** Lots of one order line count together: what was ordered was the product. */
const firstOver = (lines: readonly DocumentLine[], permille: number): RefusalParams | undefined => {
  for (const line of lines.filter(({ unplanned, splitOf }) => !unplanned && splitOf === 0)) {
    const received = lines
      .filter((other) => other === line || other.splitOf === line.lineNo)
      .reduce((sum, other) => sum + movedQuantity(other), 0)
    const allowed = toleratedQuantity(line.expectedQuantity, permille)
    if (received > allowed) return { sku: line.sku, lineNo: line.lineNo, received, allowed }
  }
  return undefined
}

/** At the order's price; of the good goods only those that were not free carry value. */
const receivedValue = (line: DocumentLine, part: 'good' | 'damaged'): number =>
  part === 'good'
    ? costValue(Math.max(0, line.quantity - line.freeQuantity), line.unitCost)
    : costValue(line.damagedQuantity, line.unitCost)

export const goodsReceipt: DocumentRule = {
  type: 'goodsReceipt',
  prefix: 'CGRK',
  header: ['supplier'],
  direction: 'in',
  newProduct: 'tray',
  quantities: ['damaged', 'rejected', 'free'],
  writtenAt: 'store',
  opensFromSource: true,
  bareAtHub: true,
  proposed: none,
  posted: (document) =>
    goodsIn(document, 'supplier', 'goodsReceipt', (line, part) => ({
      kind: 'value',
      value: receivedValue(line, part),
    })),
  check: (document) =>
    document.lines.some((line) => movedQuantity(line) + line.rejectedQuantity > 0)
      ? accept(null)
      : refuse('NOTHING_RECEIVED'),
}
