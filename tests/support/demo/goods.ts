/** What comes through the door: the demo chain's orders, the codes printed on its goods, and which of them are scanned how. */
import type { ScanOutcomeName } from '../../../src/contract/schemas/document'
import type { PurchaseOrder } from '../../../src/contract/schemas/masterData'
import { storeDayOf } from '../../../src/core/quantity/storeDay'
import { type DemoChain, demoChain } from '../../../src/hub/demo/demoChain'
import { withCheckDigit } from '../../../src/hub/demo/gtin'

type OrderLine = PurchaseOrder['lines'][number]

export interface PlannedScan {
  code: string
  /** typed before the scan as `12*`; 1 types nothing */
  times: number
  lineNo: number | null
  /** thousandths that the line gains */
  adds: number
  outcome: ScanOutcomeName
}

export interface ReceivingPlan {
  order: PurchaseOrder
  /** one of each kind, at the beginning, by name */
  specials: Record<'piece' | 'case' | 'again' | 'unknown' | 'badCheckDigit' | 'notOnOrder', PlannedScan>
  /** different codes for a burst, one piece each */
  burst: PlannedScan[]
  /** what is still missing afterwards, but for two lines left short; one line gets a piece too many */
  rest: PlannedScan[]
  /** thousandths a line has in the end */
  received: ReadonlyMap<number, number>
  strangerSku: string
  shortLines: number[]
  overLines: number[]
}

/** The same chain the hub seeded today: everything but the dates follows from the seed. */
export const todaysChain = (): DemoChain => demoChain({ storeDay: storeDayOf(Date.now()) })

export const orderOf = (chain: DemoChain, storeCode: string, lines: number): PurchaseOrder => {
  const order = chain.purchaseOrders.find((one) => one.storeCode === storeCode && one.lines.length === lines)
  if (!order) throw new Error(`the demo chain has no order of ${lines} lines for ${storeCode}`)
  return order
}

export const codesOf = (chain: DemoChain, sku: string) => {
  const codes = chain.barcodes.filter((barcode) => barcode.sku === sku)
  const piece = codes.find(({ packFactor }) => packFactor === 1000)
  if (!piece) throw new Error(`no piece code for ${sku}`)
  return { piece, pack: codes.find(({ packFactor, packName }) => packFactor === 12_000 && packName === '箱') }
}

const burstLength = 20

/** Needs an order with enough lines for one of everything. */
export const planReceiving = (chain: DemoChain, order: PurchaseOrder): ReceivingPlan => {
  const received = new Map(order.lines.map(({ lineNo }) => [lineNo, 0]))
  const plan = (line: OrderLine, code: string, factor: number, times = 1): PlannedScan => {
    const before = received.get(line.lineNo) ?? 0
    const adds = factor * times
    received.set(line.lineNo, before + adds)
    return { code, times, lineNo: line.lineNo, adds, outcome: outcomeOf(before, before + adds, line.orderedQuantity) }
  }
  const pieces = (line: OrderLine, times = 1): PlannedScan =>
    plan(line, codesOf(chain, line.sku).piece.code, 1000, times)

  const caseLine = needed(
    order.lines.find(({ sku, orderedQuantity }) => codesOf(chain, sku).pack && orderedQuantity > 12_000),
    'a line of several cases',
  )
  const pieceLine = needed(
    order.lines.find(
      (line) => line !== caseLine && codesOf(chain, line.sku).piece.kind === 'ean13' && line.orderedQuantity > 2000,
    ),
    'a line with a maker’s EAN-13',
  )
  const others = order.lines.filter((line) => line !== caseLine && line !== pieceLine)
  const burstLines = others.filter(({ orderedQuantity }) => orderedQuantity > 1000).slice(0, burstLength)
  const stranger = needed(
    chain.products.find(
      ({ sku, status, weighed, supplierCode }) =>
        status === 'active' &&
        !weighed &&
        supplierCode !== order.supplierCode &&
        order.lines.every((line) => line.sku !== sku),
    ),
    'a product of another supplier',
  )
  const pieceCode = codesOf(chain, pieceLine.sku).piece.code
  const refused = (code: string, outcome: ScanOutcomeName): PlannedScan => ({
    code,
    times: 1,
    lineNo: null,
    adds: 0,
    outcome,
  })
  const specials = {
    piece: pieces(pieceLine),
    case: plan(caseLine, needed(codesOf(chain, caseLine.sku).pack, 'a case code').code, 12_000),
    again: pieces(pieceLine),
    unknown: refused(unknownCode(chain), 'unknown'),
    badCheckDigit: refused(withWrongCheckDigit(pieceCode), 'unreadable'),
    notOnOrder: refused(codesOf(chain, stranger.sku).piece.code, 'notOnOrder'),
  }
  const burst = burstLines.map((line) => pieces(line))
  // One line of the burst stays a piece short, one beyond it is missing altogether, one gets a piece too many.
  const [shortLine, overLine, missingLine] = [
    burstLines[0],
    burstLines[1],
    others.find((line) => !burstLines.includes(line)),
  ]
  const rest = order.lines
    .filter((line) => line !== missingLine)
    .flatMap((line) => {
      const target = line.orderedQuantity + (line === shortLine ? -1000 : line === overLine ? 1000 : 0)
      return restOf(
        target - (received.get(line.lineNo) ?? 0),
        codesOf(chain, line.sku).pack?.code,
        (code, factor, times) => (code === null ? pieces(line, times) : plan(line, code, factor, times)),
      )
    })
  return {
    order,
    specials,
    burst,
    rest,
    received,
    strangerSku: stranger.sku,
    shortLines: [shortLine, missingLine].flatMap((line) => (line ? [line.lineNo] : [])),
    overLines: overLine ? [overLine.lineNo] : [],
  }
}

/** Every line of a short delivery, whole. */
export const planWhole = (chain: DemoChain, order: PurchaseOrder): PlannedScan[] =>
  order.lines.map((line) => ({
    code: codesOf(chain, line.sku).piece.code,
    times: line.orderedQuantity / 1000,
    lineNo: line.lineNo,
    adds: line.orderedQuantity,
    outcome: 'lineDone',
  }))

type Scan = (packCode: string | null, factor: number, times: number) => PlannedScan

/** Cases first where there are whole ones, then pieces. */
const restOf = (missing: number, packCode: string | undefined, scan: Scan): PlannedScan[] => {
  const cases = packCode ? Math.floor(missing / 12_000) : 0
  const rest = (missing - cases * 12_000) / 1000
  return [
    ...(cases > 0 && packCode ? [scan(packCode, 12_000, cases)] : []),
    ...(rest > 0 ? [scan(null, 1000, rest)] : []),
  ]
}

const outcomeOf = (before: number, after: number, expected: number): ScanOutcomeName => {
  if (after > expected) return 'over'
  if (after === expected) return 'lineDone'
  return before === 0 ? 'firstOfLine' : 'added'
}

const unknownCode = (chain: DemoChain): string => {
  const code = withCheckDigit('690000199999')
  if (chain.barcodes.some((barcode) => barcode.code === code)) throw new Error('the unknown code is known')
  return code
}

export const withWrongCheckDigit = (code: string): string => code.slice(0, -1) + ((Number(code.slice(-1)) + 1) % 10)

const needed = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`the demo chain has not ${what}`)
  return value
}
