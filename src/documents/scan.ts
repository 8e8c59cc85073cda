/**
 * One scan into a draft. Whatever came, it is written down before the answer: onto a line, into the tray with the reason,
 * or as a question (which lot?). The same scanId counts once, however often it is sent.
 */
import type { InputOf } from '../contract/operations'
import type { ScanResult } from '../contract/schemas/document'
import { readScan, type ScannedCode, type ScanReading } from '../core/barcode/readScan'
import { type DocumentRow, TrayEntryEntity } from '../database/entities'
import { withinScope } from '../database/queries/scope'
import { Refusal } from '../gateway/gateway'
import { refuseState, takeHold } from './find'
import { addDraftStep, heldBy, lineFor, lineQuantityMax, outcomeOf, refuseTooLarge, roleOn, showResult } from './lines'
import { type FoundProduct, lookUpProduct, scannedQuantity } from './lookUp'
import { type LotAnswer, lotFor, lotInCode } from './lots'
import { writeScan } from './scanLog'
import type { DocumentWork } from './work'

type Input = InputOf<'document.scan'>

export const takeScan = async (work: DocumentWork, input: Input): Promise<ScanResult> => {
  const scope = withinScope(work.user.scope, 'd.storeCode')
  const found = await work.tx.one<DraftAndScan>(`${draftAndScanSql} AND ${scope.sql}`, [
    ...[input.scan.scanId, input.documentId, input.type],
    ...scope.parameters,
  ])
  const policy = await work.policy()
  const reading = readScan(input.scan.raw, { weighRules: policy.scanning.weighRules })
  if (found && found.outcome !== null) {
    if (found.scannedIn !== input.documentId)
      throw new Refusal('INVALID_INPUT', { field: 'scan.scanId', problem: 'used before' })
    // before the state: an answer that was lost is given again, also when the document was posted meanwhile
    return showAgain(work, input, reading, { ...found, outcome: found.outcome })
  }
  if (!found || found.writtenAt !== work.side) throw new Refusal('DOCUMENT_NOT_FOUND', { documentId: input.documentId })
  refuseState(found, ['draft'])
  await takeHold(work, found)
  if (reading.kind === 'unreadable') return intoTray(work, input, reading, null, reading.reason, 'unreadable', 0)
  const product = await lookUpProduct(work.tx, reading)
  return product
    ? takeProduct(work, found, input, reading, product)
    : intoTray(work, input, reading, null, 'unknown', 'unknown', 0)
}

/** The draft, and what this very scan did if it was here before. */
const draftAndScanSql = `
  SELECT d.*, c.documentId AS scannedIn, c.rule, c.outcome, c.packName, c.quantity, s.lineNo, s.trayId
  FROM document d LEFT JOIN scan c ON c.scanId = ? LEFT JOIN draftStep s ON s.scanId = c.scanId
  WHERE d.documentId = ? AND d.type = ?`

type DraftAndScan = DocumentRow & { scannedIn: string | null; outcome: string | null } & Omit<ScanRow, 'outcome'>

interface ScanRow {
  rule: string
  outcome: string
  packName: string
  quantity: number
  lineNo: number | null
  trayId: string | null
}

/** The device or the screen sent it twice: nothing happens again, the first result is shown. */
const showAgain = (work: DocumentWork, input: Input, reading: ScanReading, earlier: ScanRow): Promise<ScanResult> =>
  showResult(
    work,
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
  work: DocumentWork,
  draft: DocumentRow,
  input: Input,
  reading: ScannedCode,
  product: FoundProduct,
): Promise<ScanResult> => {
  const quantity = scannedQuantity(product, reading) * (input.times ?? 1)
  if (quantity > lineQuantityMax) throw new Refusal('QUANTITY_TOO_LARGE', { max: lineQuantityMax })
  const condition = input.condition ?? 'stock'
  const answer = await lotFor(work, draft, product, lotInCode(reading, input), condition)
  if (answer.kind !== 'lot') return onlyLogged(work, input, reading, product, answer)
  const line = await lineFor(work, draft, {
    sku: product.sku,
    ...answer.lot,
    role: roleOn(draft, input.role),
    condition,
  })
  if (!line) {
    const reason = product.status === 'active' ? 'notOnOrder' : 'discontinued'
    return intoTray(work, input, reading, product, reason, reason, quantity)
  }
  refuseTooLarge(heldBy(line), quantity)
  const plain = outcomeOf(draft, line, quantity)
  const outcome = answer.nearExpiry && plain !== 'over' ? 'nearExpiry' : plain
  const about = answer.nearExpiry ? aboutProduct(product, answer) : {}
  return ontoLine(work, input, reading, product, { lineNo: line.lineNo, outcome, about }, quantity)
}

/** No line was touched, so the answer says itself which product it is about, and how old. */
export const aboutProduct = (
  { sku, name, nameEn, spec, unit }: FoundProduct,
  answer: LotAnswer,
): Pick<ScanResult, 'product' | 'life'> => ({
  product: { sku, name, nameEn, spec, unit },
  ...('life' in answer && answer.life ? { life: answer.life } : {}),
})

const outcomeWithout = (answer: Exclude<LotAnswer, { kind: 'lot' }>): ScanResult['outcome'] =>
  answer.kind === 'wanted' ? 'lotWanted' : answer.outcome

/** Nothing is counted yet, or ever; the scan itself is on record. */
const onlyLogged = async (
  work: DocumentWork,
  input: Input,
  reading: ScannedCode,
  product: FoundProduct,
  answer: Exclude<LotAnswer, { kind: 'lot' }>,
): Promise<ScanResult> => {
  const { rule } = reading
  const { sku, packName } = product
  const outcome = outcomeWithout(answer)
  await writeScan(work, input.documentId, input.scan, { rule, outcome, sku, packName, quantity: 0 })
  const shown = { outcome, text: reading.text, rule, packName, added: 0, ...aboutProduct(product, answer) }
  return showResult(work, input.documentId, shown, { lineNo: null, trayId: null })
}

const ontoLine = async (
  work: DocumentWork,
  input: Input,
  reading: ScannedCode,
  product: FoundProduct,
  {
    lineNo,
    outcome,
    about,
  }: { lineNo: number; outcome: ScanResult['outcome']; about: Pick<ScanResult, 'product' | 'life'> },
  quantity: number,
): Promise<ScanResult> => {
  const { rule } = reading
  const { sku, packName } = product
  await writeScan(work, input.documentId, input.scan, { rule, outcome, sku, packName, quantity })
  await addDraftStep(work, input.documentId, { kind: 'scan', scanId: input.scan.scanId, lineNo, change: quantity })
  const shown = { outcome, text: reading.text, rule, packName, added: quantity, ...about }
  return showResult(work, input.documentId, shown, { lineNo, trayId: null })
}

const intoTray = async (
  work: DocumentWork,
  input: Input,
  reading: ScanReading,
  product: FoundProduct | null,
  reason: string,
  outcome: ScanResult['outcome'],
  quantity: number,
): Promise<ScanResult> => {
  const rule = reading.kind === 'code' ? reading.rule : reading.reason
  await writeScan(work, input.documentId, input.scan, {
    rule,
    outcome,
    sku: product?.sku ?? null,
    packName: product?.packName ?? '',
    quantity: 0,
  })
  const trayId = await addToTray(work, input, reading.text, product?.sku ?? null, reason, quantity)
  await addDraftStep(work, input.documentId, { kind: 'scan', scanId: input.scan.scanId, trayId, change: quantity })
  const shown = { outcome, text: reading.text, rule, packName: product?.packName ?? '', added: 0 }
  return showResult(work, input.documentId, shown, { lineNo: null, trayId })
}

/** One open entry per product or text; scanned again it counts up instead of filling the tray. */
const addToTray = async (
  work: DocumentWork,
  input: Input,
  text: string,
  sku: string | null,
  reason: string,
  quantity: number,
): Promise<string> => {
  const open = await work.tx.one<{ trayId: string }>(
    `SELECT trayId FROM trayEntry WHERE documentId = ? AND state = 'open' AND reason = ?
       AND CASE WHEN sku IS NULL THEN text = ? ELSE sku = ? END`,
    [input.documentId, reason, text, sku],
  )
  if (open) {
    await work.tx.run('UPDATE trayEntry SET scans = scans + 1, quantity = quantity + ? WHERE trayId = ?', [
      quantity,
      open.trayId,
    ])
    return open.trayId
  }
  const trayId = work.ids.uuid()
  await work.tx.manager.insert(TrayEntryEntity, {
    trayId,
    documentId: input.documentId,
    text,
    reason,
    sku,
    quantity,
    scans: 1,
    state: 'open',
    decision: '',
    scannedAt: work.at,
  })
  return trayId
}
