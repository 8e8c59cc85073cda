/**
 * One scan into a draft. Whatever came, it is written down before the answer: onto a line, into the tray with the reason,
 * or as a question (which product? which lot?). The same scanId counts once, however often it is sent.
 */
import type { InputOf } from '../contract/operations'
import type { ScanCandidate, ScanResult } from '../contract/schemas/document'
import { codeToKeep } from '../core/barcode/productCode'
import { type ControlCode, codeIn, type ScannedCode, type ScanReading } from '../core/barcode/readScan'
import type { PackDoubt } from '../core/documents/packDoubt'
import { assert } from '../core/result'
import type { LotShare } from '../core/stock/lots'
import type { DocumentRow, TrayEntryRow } from '../database/entities'
import { withinScope } from '../database/queries/scope'
import { Refusal } from '../gateway/gateway'
import { choiceFor } from './choice'
import { noteNamed } from './deliveryNote'
import { refuseState, takeHold } from './find'
import {
  addDraftStep,
  heldBy,
  lineFor,
  lineQuantityMax,
  outcomeOf,
  placeOn,
  refuseTooLarge,
  showResult,
  type TouchedLine,
} from './lines'
import { orLinked } from './linkedHere'
import { type FoundProduct, readAndLookUp, readByPolicy, type ScannedProduct, scannedQuantity } from './lookUp'
import { type FoundLot, type LotAnswer, lotFor, lotInCode, takeConfirmedDay } from './lots'
import { packDoubt } from './packDoubt'
import { writeScan } from './scanLog'
import { besidePlan } from './stocktake/beyondPlan'
import { refuseBeyondRecount } from './stocktake/recount'
import type { DocumentWork } from './work'

type Input = InputOf<'document.scan'>

export const takeScan = async (work: DocumentWork, input: Input): Promise<ScanResult> => {
  const policy = await work.policy()
  // asked at once: each waits for the disk's thread anyway, and somebody waits for the scan
  const [found, known] = await Promise.all([
    draftAndScan(work, input),
    readAndLookUp(work.tx, policy, work.storeDay, input.scan.raw),
  ])
  const { reading, products } = await orLinked(work, input.documentId, known)
  if (found && found.outcome !== null) {
    if (found.scannedIn !== input.documentId)
      throw new Refusal('INVALID_INPUT', { field: 'scan.scanId', problem: 'used before' })
    // before the state: an answer that was lost is given again, also when the document was posted meanwhile
    return showAgain(work, found, input, reading, products, { ...found, outcome: found.outcome })
  }
  if (!found || found.writtenAt !== work.side) throw new Refusal('DOCUMENT_NOT_FOUND', { documentId: input.documentId })
  refuseState(found, ['draft'])
  await takeHold(work, found)
  const code = products.length === 0 ? codeIn(reading) : null
  const note = code && (await noteNamed(work.tx, found, code))
  if (note) return onlyLogged(work, input, { reading: code, outcome: 'notGoods', ...note })
  if (reading.kind === 'unreadable') return intoTray(work, input, reading, null, reading.reason, 'unreadable', 0)
  if (reading.kind !== 'code') return onlyLogged(work, input, { reading, outcome: 'notGoods' })
  const product = await choiceFor(work, input, products)
  if (product) return takeProduct(work, found, input, product)
  return products.length > 0
    ? onlyLogged(work, input, { reading, outcome: 'ambiguous', candidates: products.map(candidateOf) })
    : intoTray(work, input, reading, null, 'unknown', 'unknown', 0)
}

const candidateOf = (product: ScannedProduct): ScanCandidate => {
  const { sku, name, nameEn, spec, unit, packName, packFactor, reading } = product
  return { sku, name, nameEn, spec, unit, packName, packFactor, rule: reading.rule }
}

const draftAndScan = (work: DocumentWork, input: Input): Promise<DraftAndScan | undefined> => {
  const scope = withinScope(work.user.scope, 'd.storeCode')
  return work.tx.one<DraftAndScan>(`${draftAndScanSql} AND ${scope.sql}`, [
    ...[input.scan.scanId, input.documentId, input.type],
    ...scope.parameters,
  ])
}

/** The draft, and what became of this very scan if it was here before. */
const draftAndScanSql = `
  SELECT d.*, c.documentId AS scannedIn, c.rule, c.outcome, c.packName, c.quantity
  FROM document d LEFT JOIN scan c ON c.scanId = ? WHERE d.documentId = ? AND d.type = ?`

type DraftAndScan = DocumentRow & { scannedIn: string | null; outcome: string | null } & Omit<ScanRow, 'outcome'>

interface ScanRow {
  rule: string
  outcome: string
  packName: string
  quantity: number
}

/** The device or the screen sent it twice: nothing happens again, the first result is shown. */
const showAgain = async (
  work: DocumentWork,
  draft: DocumentRow,
  input: Input,
  reading: ScanReading,
  products: readonly ScannedProduct[],
  { outcome, rule, packName, quantity }: ScanRow,
): Promise<ScanResult> => {
  const steps = await work.tx.all<{ lineNo: number | null; trayId: string | null }>(
    'SELECT lineNo, trayId FROM draftStep WHERE scanId = ? ORDER BY stepNo DESC',
    [input.scan.scanId],
  )
  const question = questions.includes(outcome) ? await questionAgain(work, draft, input, outcome, products) : {}
  return showResult(
    work,
    input.documentId,
    {
      ...{ outcome: outcome as ScanResult['outcome'], text: reading.text, rule, packName, added: quantity },
      ...spreadOver(steps.length, quantity),
      ...question,
    },
    steps[0] ?? { lineNo: null, trayId: null },
  )
}

const questions: readonly string[] = [
  'lotWanted',
  'lotContradicted',
  'ambiguous',
  'packDoubt',
  'notGoods',
] satisfies ScanResult['outcome'][]

/** A question is asked again in full, or nobody could answer it. */
const questionAgain = async (
  work: DocumentWork,
  draft: DocumentRow,
  input: Input,
  outcome: string,
  products: readonly ScannedProduct[],
): Promise<Partial<ScanResult>> => {
  if (outcome === 'ambiguous') return { candidates: products.map(candidateOf) }
  if (outcome === 'notGoods') return orderAgain(work, draft, input)
  const product = await choiceFor(work, input, products)
  if (!product) return {}
  if (outcome === 'packDoubt') {
    const quantity = (scannedQuantity(product) ?? 0) * (input.times ?? 1)
    const doubt = await doubtAbout(work, draft, input, product, quantity)
    return doubt ? { doubt } : {}
  }
  const place = placeOn(draft, input)
  return aboutProduct(product, await lotFor(work, draft, product, lotInCode(product.reading, input), place))
}

/** Which order another delivery note belongs to is said again, too. */
const orderAgain = async (work: DocumentWork, draft: DocumentRow, { scan }: Input): Promise<Partial<ScanResult>> => {
  const code = codeIn(readByPolicy(await work.policy(), work.storeDay, scan.raw))
  const orderNumber = code && (await noteNamed(work.tx, draft, code))?.orderNumber
  return orderNumber ? { orderNumber } : {}
}

const spreadOver = (lots: number, quantity: number): Pick<ScanResult, 'spread'> =>
  lots > 1 ? { spread: { lots, quantity } } : {}

const takeProduct = async (
  work: DocumentWork,
  draft: DocumentRow,
  input: Input,
  product: ScannedProduct,
): Promise<ScanResult> => {
  await refuseBeyondRecount(work.tx, draft, product)
  const { reading } = product
  const scanned = scannedQuantity(product)
  if (scanned === null) return intoTray(work, input, reading, product, 'noPrice', 'unknown', 0)
  if (scanned === 0)
    return onlyLogged(work, input, {
      ...{ reading, packName: product.packName, outcome: 'noQuantity', product: namedProduct(product) },
    })
  const { times = 1 } = input
  const quantity = input.meant ?? scanned * times
  if (quantity > lineQuantityMax) throw new Refusal('QUANTITY_TOO_LARGE', { max: lineQuantityMax })
  const place = placeOn(draft, input)
  const answer = await lotFor(work, draft, product, lotInCode(reading, input), place, quantity)
  if (answer.kind !== 'lot')
    return onlyLogged(work, input, {
      ...{ reading, packName: product.packName, outcome: outcomeWithout(answer) },
      ...aboutProduct(product, answer),
    })
  const doubt = await doubtAbout(work, draft, input, product, quantity)
  if (doubt)
    return onlyLogged(work, input, {
      ...{ reading, packName: product.packName, outcome: 'packDoubt', doubt },
      ...aboutProduct(product, answer),
    })
  const line = await lineFor(work, draft, { sku: product.sku, ...answer.lot, ...place })
  if (!line) {
    const reason = product.status === 'active' ? 'notOnOrder' : 'discontinued'
    return intoTray(work, input, reading, product, reason, reason, quantity)
  }
  const shares = answer.shares ?? [{ ...answer.lot, quantity }]
  refuseTooLarge(line, heldBy(line), shares[0]?.quantity ?? 0)
  await takeConfirmedDay(work, draft.documentId, product.sku, answer)
  const plain = outcomeOf(draft, line, quantity)
  const outcome = answer.nearExpiry && plain !== 'over' ? 'nearExpiry' : plain
  const about = answer.nearExpiry ? aboutProduct(product, answer) : {}
  const { rule } = reading
  const { sku, packName } = product
  // asked at once, as above: neither reads what the other writes
  const [lineNo, plan] = await Promise.all([
    ontoLines(work, draft, input, { ...place, sku }, line, shares),
    besidePlan(work.tx, draft, sku),
    writeScan(work, input.documentId, input.scan, { rule, outcome, sku, packName, quantity }),
  ])
  const shown = {
    outcome,
    text: reading.text,
    rule,
    packName,
    added: quantity,
    ...readingSays(reading),
    ...about,
    ...plan,
  }
  const spread = spreadOver(shares.length, quantity)
  return showResult(work, input.documentId, { ...shown, ...spread }, { lineNo, trayId: null })
}

/** Somebody who said which of the two they meant is not asked again. */
const doubtAbout = (
  work: DocumentWork,
  draft: DocumentRow,
  { times = 1, meant }: Input,
  { sku, weighed, packName, packFactor }: ScannedProduct,
  said: number,
): Promise<PackDoubt | null> | null => {
  // a pack without a name is what somebody said on this paper, as they linked the code
  if (meant !== undefined || (packFactor > 1000 && packName === '')) return null
  const scanned = packFactor > 1000 ? { packName, packFactor } : null
  return packDoubt(work, draft, { sku, weighed, said, times, scanned })
}

/** One step a lot, all of them this scan's. Answers the last line touched. */
const ontoLines = async (
  work: DocumentWork,
  draft: DocumentRow,
  input: Input,
  wanted: { sku: string; role: string; condition: string },
  first: TouchedLine,
  shares: readonly LotShare[],
): Promise<number> => {
  let { lineNo } = first
  for (const [index, { lot, expiryDate, quantity }] of shares.entries()) {
    if (index > 0) {
      const line = await lineFor(work, draft, { ...wanted, lot, expiryDate })
      assert(line, 'where one lot of a product goes, its others go too')
      refuseTooLarge(line, heldBy(line), quantity)
      lineNo = line.lineNo
    }
    await addDraftStep(work, input.documentId, { kind: 'scan', scanId: input.scan.scanId, lineNo, change: quantity })
  }
  return lineNo
}

const namedProduct = ({ sku, name, nameEn, spec, unit }: FoundProduct): ScanResult['product'] => {
  return { sku, name, nameEn, spec, unit }
}

/** No line was touched, so the answer says itself which product it is about, how old, and what is asked. */
export const aboutProduct = (
  product: FoundProduct,
  answer: LotAnswer,
): Pick<ScanResult, 'product' | 'life' | 'lot'> => ({
  product: namedProduct(product),
  ...('life' in answer && answer.life ? { life: answer.life } : {}),
  ...('asked' in answer ? { lot: answer.asked } : {}),
})

export const outcomeWithout = (answer: Exclude<LotAnswer, FoundLot>): ScanResult['outcome'] => {
  if (answer.kind === 'refused') return answer.outcome
  return answer.kind === 'wanted' ? 'lotWanted' : 'lotContradicted'
}

/** What is known of a scan that touches no line. */
interface LoggedScan
  extends Pick<ScanResult, 'outcome' | 'product' | 'life' | 'lot' | 'candidates' | 'doubt' | 'orderNumber'> {
  reading: ScannedCode | ControlCode
  /** what it is, where its shape alone does not say it */
  rule?: string
  packName?: string
}

/** Nothing is counted yet, or ever; the scan itself is on record. */
const onlyLogged = async (work: DocumentWork, input: Input, logged: LoggedScan): Promise<ScanResult> => {
  const { reading, ...said } = logged
  const { rule = ruleOfReading(reading) } = said
  const packName = said.packName ?? ''
  const { outcome, product } = said
  await writeScan(work, input.documentId, input.scan, {
    ...{ rule, outcome, sku: product?.sku ?? null, packName, quantity: 0 },
  })
  const shown = { ...said, text: reading.text, rule, packName, added: 0, ...readingSays(reading) }
  return showResult(work, input.documentId, shown, { lineNo: null, trayId: null })
}

/** Which rule read it; of the chain's own codes what they are, of what is no code why not. */
const ruleOfReading = (reading: ScanReading): string => {
  if (reading.kind === 'code') return reading.rule
  return reading.kind === 'unreadable' ? reading.reason : reading.kind
}

/** What else the reading is worth telling: whose rule it was, and what in the code says nothing to us. */
const readingSays = (reading: ScanReading): Pick<ScanResult, 'weighRule' | 'unknownAis'> => {
  if (reading.kind !== 'code') return {}
  const { weighRule, unknownAis } = reading
  return { ...(weighRule ? { weighRule: weighRule.name } : {}), ...(unknownAis.length > 0 ? { unknownAis } : {}) }
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
  const rule = ruleOfReading(reading)
  await writeScan(work, input.documentId, input.scan, {
    rule,
    outcome,
    sku: product?.sku ?? null,
    packName: product?.packName ?? '',
    quantity: 0,
  })
  const code = reading.kind === 'code' && product === null ? codeToKeep(reading) : null
  const odd = { text: reading.text, code: code ?? '', sku: product?.sku ?? null, reason, quantity }
  const trayId = await addToTray(work, input.documentId, odd)
  await addDraftStep(work, input.documentId, { kind: 'scan', scanId: input.scan.scanId, trayId, change: quantity })
  const shown = {
    outcome,
    text: reading.text,
    rule,
    packName: product?.packName ?? '',
    added: 0,
    ...readingSays(reading),
  }
  return showResult(work, input.documentId, shown, { lineNo: null, trayId })
}

/** One open entry per product or text; scanned again it counts up instead of filling the tray. */
const addToTray = async (
  work: DocumentWork,
  documentId: string,
  odd: Pick<TrayEntryRow, 'text' | 'code' | 'sku' | 'reason' | 'quantity'>,
): Promise<string> => {
  const { text, sku, reason, quantity } = odd
  const open = await work.tx.one<{ trayId: string }>(
    `SELECT trayId FROM trayEntry WHERE documentId = ? AND state = 'open' AND reason = ?
       AND CASE WHEN sku IS NULL THEN text = ? ELSE sku = ? END`,
    [documentId, reason, text, sku],
  )
  if (open) {
    await work.tx.run('UPDATE trayEntry SET scans = scans + 1, quantity = quantity + ? WHERE trayId = ?', [
      quantity,
      open.trayId,
    ])
    return open.trayId
  }
  const trayId = work.ids.uuid()
  await work.tx.insertRows('trayEntry', [
    {
      ...odd,
      trayId,
      documentId,
      scans: 1,
      state: 'open',
      decision: '',
      scannedAt: work.at,
    },
  ])
  return trayId
}
