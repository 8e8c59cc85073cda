/**
 * One scan into a draft. Whatever came, it is written down before the answer: onto a line, or into the tray with the
 * reason. The same scanId counts once, however often it is sent.
 */
import type { InputOf } from '../../contract/operations'
import type { ScanResult } from '../../contract/schemas/goodsReceipt'
import { readScan, type ScannedCode, type ScanReading } from '../../core/barcode/readScan'
import { TrayEntryEntity } from '../../database/entities'
import { Refusal } from '../../gateway/gateway'
import type { CommandCall } from '../calls'
import { type FoundProduct, lookUpProduct, scannedQuantity } from '../lookUp'
import { isoNow } from '../runtime'
import { writeScan } from '../scanLog'
import { addStep, asDraft, findLine, lineQuantityMax, outcomeOf, refuseTooLarge, showResult } from './draft'

type Input = InputOf<'goodsReceipt.scan'>

export const takeScan = async (call: CommandCall, input: Input): Promise<ScanResult> => {
  const found = await call.tx.one<DraftAndScan>(draftAndScanSql, [input.scan.scanId, input.documentId])
  const policy = await call.runtime.policy()
  const reading = readScan(input.scan.raw, { weighRules: policy.scanning.weighRules })
  if (found && found.outcome !== null) {
    if (found.scannedIn !== input.documentId)
      throw new Refusal('INVALID_INPUT', { field: 'scan.scanId', problem: 'used before' })
    // before the state: an answer that was lost is given again, also when the receipt was posted meanwhile
    return showAgain(call, input, reading, { ...found, outcome: found.outcome })
  }
  asDraft(input.documentId, found)
  if (reading.kind === 'unreadable') return intoTray(call, input, reading, null, reading.reason, 'unreadable', 0)
  const product = await lookUpProduct(call.tx, reading)
  return product
    ? takeProduct(call, input, reading, product)
    : intoTray(call, input, reading, null, 'unknown', 'unknown', 0)
}

/** The draft, and what this very scan did if it was here before. */
const draftAndScanSql = `
  SELECT d.number, d.state, c.documentId AS scannedIn, c.rule, c.outcome, c.packName, c.quantity, s.lineNo, s.trayId
  FROM document d LEFT JOIN scan c ON c.scanId = ? LEFT JOIN draftStep s ON s.scanId = c.scanId
  WHERE d.documentId = ? AND d.type = 'goodsReceipt'`

type DraftAndScan = { number: string; state: string; scannedIn: string | null; outcome: string | null } & Omit<
  ScanRow,
  'outcome'
>

interface ScanRow {
  rule: string
  outcome: string
  packName: string
  quantity: number
  lineNo: number | null
  trayId: string | null
}

/** The device or the screen sent it twice: nothing happens again, the first result is shown. */
const showAgain = (call: CommandCall, input: Input, reading: ScanReading, earlier: ScanRow): Promise<ScanResult> =>
  showResult(
    call,
    input.documentId,
    {
      outcome: earlier.outcome as ScanResult['outcome'],
      text: reading.text,
      rule: earlier.rule,
      packName: earlier.packName,
      added: earlier.quantity,
    },
    earlier,
  )

const takeProduct = async (
  call: CommandCall,
  input: Input,
  reading: ScannedCode,
  product: FoundProduct,
): Promise<ScanResult> => {
  const quantity = scannedQuantity(product, reading) * (input.times ?? 1)
  if (quantity > lineQuantityMax) throw new Refusal('QUANTITY_TOO_LARGE', { max: lineQuantityMax })
  const line = await findLine(call.tx, input.documentId, { sku: product.sku })
  if (line) refuseTooLarge(line.receivedQuantity, quantity)
  if (line)
    return ontoLine(
      call,
      input,
      reading,
      product,
      { lineNo: line.lineNo, outcome: outcomeOf(line, quantity) },
      quantity,
    )
  const reason = product.status === 'active' ? 'notOnOrder' : 'discontinued'
  return intoTray(call, input, reading, product, reason, reason, quantity)
}

const ontoLine = async (
  call: CommandCall,
  input: Input,
  reading: ScannedCode,
  product: FoundProduct,
  { lineNo, outcome }: { lineNo: number; outcome: ScanResult['outcome'] },
  quantity: number,
): Promise<ScanResult> => {
  const { rule } = reading
  await writeScan(call, input.documentId, input.scan, {
    rule,
    outcome,
    sku: product.sku,
    packName: product.packName,
    quantity,
  })
  await addStep(call, input.documentId, {
    kind: 'scan',
    scanId: input.scan.scanId,
    lineNo,
    trayId: null,
    change: quantity,
    undoes: null,
  })
  const shown = { outcome, text: reading.text, rule, packName: product.packName, added: quantity }
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
  await writeScan(call, input.documentId, input.scan, {
    rule,
    outcome,
    sku: product?.sku ?? null,
    packName: product?.packName ?? '',
    quantity: 0,
  })
  const trayId = await addToTray(call, input, reading.text, product?.sku ?? null, reason, quantity)
  await addStep(call, input.documentId, {
    kind: 'scan',
    scanId: input.scan.scanId,
    lineNo: null,
    trayId,
    change: quantity,
    undoes: null,
  })
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
    await call.tx.run('UPDATE trayEntry SET scans = scans + 1, quantity = quantity + ? WHERE trayId = ?', [
      quantity,
      open.trayId,
    ])
    return open.trayId
  }
  const trayId = call.runtime.ids.uuid()
  const scannedAt = isoNow(call.runtime.clock)
  await call.tx.manager.insert(TrayEntryEntity, {
    trayId,
    documentId: input.documentId,
    text,
    reason,
    sku,
    quantity,
    scans: 1,
    state: 'open',
    decision: '',
    scannedAt,
  })
  return trayId
}
