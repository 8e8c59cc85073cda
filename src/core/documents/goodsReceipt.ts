/**
 * 采购入库, goods receipt: expected is what the order says, received is what was scanned and starts at 0. A draft takes
 * scans; posting moves supplier -> stock. A posted receipt never changes.
 */
import { costValue } from '../quantity/quantity'
import { accept, type RefusalParams, type Result, refuse } from '../result'
import { stockAccount } from '../stock/accounts'
import type { Movement } from '../stock/movement'
import type { DocumentState } from './states'

export interface GoodsReceiptLine {
  lineNo: number
  sku: string
  /** thousandths; 0 on a line that is not on the order */
  expectedQuantity: number
  receivedQuantity: number
  /** 1/10,000 yuan per unit */
  unitCost: number
  unplanned: boolean
}

export type ScanOutcome = 'added' | 'firstOfLine' | 'lineDone' | 'receiptDone' | 'over'

/**
 * What one more quantity on a line means to the person who scanned it; the line rule of receiving. `othersOpen` counts
 * the other lines that still expect goods.
 */
export const outcomeOfAdding = (
  line: Pick<GoodsReceiptLine, 'expectedQuantity' | 'receivedQuantity' | 'unplanned'>,
  othersOpen: number,
  quantity: number,
): ScanOutcome => {
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
  lines: readonly GoodsReceiptLine[]
  /** codes nobody has decided about yet */
  openTrayEntries: number
  overTolerancePermille: number
  mayAcceptOver: boolean
}

/** May this receipt be posted as it stands? Order of refusal: state, then rules from the coarsest to the finest. */
export const checkPosting = (facts: PostingFacts): Result<null, PostRefusal> => {
  if (facts.state !== 'draft') return refuse('DOCUMENT_STATE', { state: facts.state })
  if (facts.openTrayEntries > 0) return refuse('TRAY_NOT_EMPTY', { count: facts.openTrayEntries })
  if (facts.lines.every((line) => line.receivedQuantity === 0)) return refuse('NOTHING_RECEIVED')
  const over = facts.mayAcceptOver ? undefined : facts.lines.find((line) => isOver(line, facts.overTolerancePermille))
  return over ? refuse('OVER_RECEIPT', overParams(over, facts.overTolerancePermille)) : accept(null)
}

const isOver = (line: GoodsReceiptLine, permille: number): boolean =>
  !line.unplanned && line.receivedQuantity > toleratedQuantity(line.expectedQuantity, permille)

const overParams = (line: GoodsReceiptLine, permille: number): RefusalParams => ({
  sku: line.sku,
  lineNo: line.lineNo,
  received: line.receivedQuantity,
  allowed: toleratedQuantity(line.expectedQuantity, permille),
})

/** The movements a posting produces: one a line that received anything, supplier -> stock of the warehouse. */
export const postingMovements = (lines: readonly GoodsReceiptLine[], warehouseCode: string): Movement[] =>
  lines
    .filter((line) => line.receivedQuantity > 0)
    .map((line, index) => ({
      line: index + 1,
      sku: line.sku,
      lot: '',
      fromAccount: 'supplier',
      toAccount: stockAccount(warehouseCode),
      quantity: line.receivedQuantity,
      unitCost: line.unitCost,
      value: costValue(line.receivedQuantity, line.unitCost),
      kind: 'goodsReceipt',
    }))
