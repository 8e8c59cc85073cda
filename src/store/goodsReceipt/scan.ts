/**
 * One scan into a draft. Whatever came, it is written down before the answer: onto a line, or into the tray with the
 * reason. The same scanId counts once, however often it is sent.
 */
import type { InputOf } from '../../contract/operations'
import type { ScanResult } from '../../contract/schemas/goodsReceipt'
import { type ScanReading, type ScannedCode, readScan } from '../../core/barcode/readScan'
import { TrayEntryEntity } from '../../database/entities'
import { Refusal } from '../../gateway/gateway'
import type { CommandCall } from '../calls'
import { type FoundProduct, lookUpProduct, scannedQuantity } from '../lookUp'
import { readPolicy } from '../meta'
import { isoNow } from '../runtime'
import { writeScan } from '../scanLog'
import { addStep, changeReceived, lineQuantityMax, loadDraft, outcomeOf, showResult } from './draft'

type Input = InputOf<'goodsReceipt.scan'>

export const takeScan = async (call: CommandCall, input: Input): Promise<ScanResult> => {
  await loadDraft(call.tx, input.documentId)
  const earlier = await call.tx.one<ScanRow>(
    `SELECT c.rule, c.outcome, c.quantity, s.lineNo, s.trayId FROM scan c LEFT JOIN draftStep s ON s.scanId = c.scanId
     WHERE c.scanId = ?`,
    [input.scan.scanId],
  )
  const policy = await readPolicy(call.tx)
  const reading = readScan(input.scan.raw, { weighRules: policy.scanning.weighRules })
  if (earlier) return showAgain(call, input, reading, earlier)
  if (reading.kind === 'unreadable') return intoTray(call, input, reading, null, reading.reason, 'unreadable', 0)
  const product = await lookUpProduct(call.tx, reading)
  return product ? takeProduct(call, input, reading, product) : intoTray(call, input, reading, null, 'unknown', 'unknown', 0)
}

interface ScanRow {
  rule: string
  outcome: string
  quantity: number
  lineNo: number | null
  trayId: string | null
}

/** The device or the screen sent it twice: nothing happens again, the first result is shown. */
const showAgain = (call: CommandCall, input: Input, reading: ScanReading, earlier: ScanRow): Promise<ScanResult> =>
  showResult(
    call,
    input.documentId,
    { outcome: earlier.outcome as ScanResult['outcome'], text: reading.text, rule: earlier.rule, packName: '', added: earlier.quantity },
    earlier,
  )

const takeProduct = async (call: CommandCall, input: Input, reading: ScannedCode, product: FoundProduct): Promise<ScanResult> => {
  const quantity = scannedQuantity(product, reading) * (input.times ?? 1)
  if (quantity > lineQuantityMax) throw new Refusal('QUANTITY_TOO_LARGE', { max: lineQuantityMax })
  const line = await call.tx.one<{ lineNo: number }>(
    `SELECT lineNo FROM documentLine WHERE documentId = ? AND sku = ?
     ORDER BY receivedQuantity >= expectedQuantity AND NOT unplanned, lineNo LIMIT 1`,
    [input.documentId, product.sku],
  )
  if (line) return ontoLine(call, input, reading, product, line.lineNo, quantity)
  const reason = product.status === 'active' ? 'notOnOrder' : 'discontinued'
  return intoTray(call, input, reading, product, reason, reason, quantity)
}

const ontoLine = async (
  call: CommandCall,
  input: Input,
  reading: ScannedCode,
  product: FoundProduct,
  lineNo: number,
  quantity: number,
): Promise<ScanResult> => {
  const outcome = await outcomeOf(call.tx, input.documentId, lineNo, quantity)
  await writeScan(call, input.documentId, input.scan, { rule: reading.rule, outcome, sku: product.sku, quantity })
  await changeReceived(call.tx, input.documentId, lineNo, quantity)
  await addStep(call, input.documentId, { kind: 'scan', scanId: input.scan.scanId, lineNo, trayId: null, change: quantity, undoes: null })
  const shown = { outcome, text: reading.text, rule: reading.rule, packName: product.packName, added: quantity }
  return showResult(call, input.documentId, shown, { lineNo, trayId: null })
}

const intoTray = async (
  call: CommandCall,
  input: Input,
  reading: ScanReading,
  product: FoundProduct | null,
  reason: string,
  outcome: ScanResult['outcome'],
  quantity: number,
): Promise<ScanResult> => {
  const rule = reading.kind === 'code' ? reading.rule : reading.reason
  await writeScan(call, input.documentId, input.scan, { rule, outcome, sku: product?.sku ?? null, quantity: 0 })
  const trayId = await addToTray(call, input, reading.text, product?.sku ?? null, reason, quantity)
  await addStep(call, input.documentId, { kind: 'scan', scanId: input.scan.scanId, lineNo: null, trayId, change: quantity, undoes: null })
  const shown = { outcome, text: reading.text, rule, packName: product?.packName ?? '', added: 0 }
  return showResult(call, input.documentId, shown, { lineNo: null, trayId })
}

/** One open entry per product or text; scanned again it counts up instead of filling the tray. */
const addToTray = async (
  call: CommandCall,
  input: Input,
  text: string,
  sku: string | null,
  reason: string,
  quantity: number,
): Promise<string> => {
  const open = await call.tx.one<{ trayId: string }>(
    `SELECT trayId FROM trayEntry WHERE documentId = ? AND state = 'open' AND reason = ?
       AND CASE WHEN sku IS NULL THEN text = ? ELSE sku = ? END`,
    [input.documentId, reason, text, sku],
  )
  if (open) {
    await call.tx.run('UPDATE trayEntry SET scans = scans + 1, quantity = quantity + ? WHERE trayId = ?', [quantity, open.trayId])
    return open.trayId
  }
  const trayId = call.runtime.ids.uuid()
  const scannedAt = isoNow(call.runtime.clock)
  await call.tx.manager.insert(TrayEntryEntity, {
    trayId, documentId: input.documentId, text, reason, sku, quantity, scans: 1, state: 'open', decision: '', scannedAt,
  })
  return trayId
}
