/** Changes to a draft by hand: entering a product, a line's quantities, undo, what to do with an odd code. */
import type { InputOf } from '../contract/operations'
import type { ScanResult } from '../contract/schemas/document'
import type { QuantityField } from '../core/documents/rule'
import { assert } from '../core/result'
import type { DocumentRow } from '../database/entities'
import { Refusal } from '../gateway/gateway'
import { findDraft, isPlanned, ruleOf } from './find'
import {
  addDraftStep,
  insertLine,
  lineByNo,
  lineFor,
  outcomeOf,
  placeOn,
  refuseTooLarge,
  type Step,
  showResult,
  stands,
  type TouchedLine,
  type WantedLine,
} from './lines'
import { type FoundProduct, productBySku } from './lookUp'
import { acceptsShortLife, type LotAnswer, type LotPlace, lifeAtTheDock, lotFor, takeConfirmedDay } from './lots'
import { packDoubt } from './packDoubt'
import { aboutProduct, outcomeWithout } from './scan'
import { besidePlan } from './stocktake/beyondPlan'
import { refuseBeyondRecount } from './stocktake/recount'
import { reopenLinked } from './tray'
import { type DocumentWork, may } from './work'

/** What somebody enters of a product: by key, or out of the tray. */
export interface Entry {
  said: Omit<InputOf<'document.setLine'>, 'type' | 'documentId' | 'quantity'>
  /** what the line shall hold, given what it holds */
  quantityFrom(held: number): number
  step: Pick<Step, 'kind' | 'trayId' | 'fromSeq'>
  /** what else is written with it */
  beside?(change: number): Promise<void>
}

/** Sets the quantity of the line that product and lot have, or makes that line. */
export const setLine = async (
  work: DocumentWork,
  input: InputOf<'document.setLine'>,
  counted: Pick<Step, 'fromSeq'> = {},
): Promise<ScanResult> => {
  const draft = await findDraft(work, input.type, input.documentId)
  const product = await productBySku(work.tx, input.sku)
  if (!product) throw new Refusal('PRODUCT_NOT_FOUND', { sku: input.sku })
  const { quantity, sure, ...said } = input
  const { sku, weighed } = product
  const doubt = sure ? null : await packDoubt(work, draft, { sku, weighed, ...typedFigure(quantity) })
  if (doubt) {
    const { name, nameEn, spec, unit } = product
    const shown = { ...shownChange('typed', 0), outcome: 'packDoubt' as const, doubt }
    const about = { product: { sku, name, nameEn, spec, unit } }
    return showResult(work, draft.documentId, { ...shown, ...about }, { lineNo: null, trayId: null })
  }
  return enterProduct(work, draft, product, {
    said,
    quantityFrom: () => quantity,
    step: { kind: 'adjust', ...counted },
  })
}

const typedFigure = (quantity: number) => ({ said: quantity, times: quantity / 1000, scanned: null })

/** One place for the rules of what is typed: the plan, lots and days, whole pieces, what is too much. */
export const enterProduct = async (
  work: DocumentWork,
  draft: DocumentRow,
  product: FoundProduct,
  entry: Entry,
): Promise<ScanResult> => {
  const { said, step } = entry
  const { sku } = product
  await refuseBeyondRecount(work.tx, draft, product)
  if (!product.weighed && entry.quantityFrom(0) % 1000 !== 0) throw new Refusal('QUANTITY_NOT_WHOLE', { sku })
  const place = placeOn(draft, said)
  const asked = await lotFor(work, draft, product, said, place)
  const answer = await taken(work, draft, entry, place, asked)
  if (answer.kind !== 'lot') {
    const shown = { ...shownChange('typed', 0), outcome: outcomeWithout(answer), ...aboutProduct(product, answer) }
    return showResult(work, draft.documentId, shown, { lineNo: null, trayId: null })
  }
  const wanted = { sku, ...answer.lot, ...place }
  const line =
    (await lineFor(work, draft, wanted, { namesHeld: answer.lot.lot !== '' })) ??
    (await unplannedLine(work, draft, wanted, said))
  if (!line) throw new Refusal('PRODUCT_NOT_PLANNED', { sku, name: product.name })
  await takeConfirmedDay(work, draft.documentId, sku, answer)
  await setLineWords(work, draft, line.lineNo, said)
  const quantity = entry.quantityFrom(line.quantity)
  const change = quantity - line.quantity
  refuseTooLarge({ unitCost: said.unitCost ?? line.unitCost }, line.damagedQuantity + line.rejectedQuantity, quantity)
  await addDraftStep(work, draft.documentId, { ...step, lineNo: line.lineNo, change })
  await entry.beside?.(change)
  const { before, lot } = answer
  work.remember(draft.documentId, {
    ...{ lineNo: line.lineNo, sku, before: line.quantity, after: quantity },
    ...(said.unitCost === undefined ? {} : { unitCostBefore: line.unitCost, unitCost: said.unitCost }),
    ...(said.note === undefined ? {} : { note: said.note }),
    ...(before === undefined ? {} : { lot: lot.lot, dayBefore: before, day: lot.expiryDate }),
  })
  const outcome = answer.nearExpiry ? 'nearExpiry' : change > 0 ? outcomeOf(draft, line, change) : 'added'
  const about = answer.nearExpiry ? aboutProduct(product, answer) : {}
  return showResult(
    work,
    draft.documentId,
    { ...shownChange('typed', change), outcome, ...about, ...(await besidePlan(work.tx, draft, sku)) },
    { lineNo: line.lineNo, trayId: step.trayId ?? null },
  )
}

/** Where nobody scans there is no tray: who may take goods in that nobody planned says so, and why, as they enter them. */
const unplannedLine = async (
  work: DocumentWork,
  draft: DocumentRow,
  wanted: WantedLine,
  { unplannedReason, note }: Entry['said'],
): Promise<TouchedLine | undefined> => {
  if (unplannedReason === undefined || !may(work, 'goodsReceipt.acceptUnplanned')) return undefined
  const lineNo = await insertLine(work, draft, wanted, undefined, 1)
  if (note === undefined) await setNote(work, draft.documentId, lineNo, unplannedReason)
  return lineByNo(work.tx, draft.documentId, lineNo)
}

/** What the dock refuses may still be set lower: fewer of it come in, not more. */
const taken = async (
  work: DocumentWork,
  draft: DocumentRow,
  { said, quantityFrom }: Entry,
  { role, condition }: LotPlace,
  answer: LotAnswer,
): Promise<LotAnswer> => {
  if (answer.kind !== 'refused') return answer
  const line = await work.tx.one<{ quantity: number }>(
    `SELECT quantity FROM documentLine WHERE documentId = ? AND sku = ? AND lot = ? AND role = ? AND condition = ?
     ORDER BY lineNo LIMIT 1`,
    [draft.documentId, said.sku, answer.lot.lot, role, condition],
  )
  if (!line || quantityFrom(line.quantity) > line.quantity) return answer
  return { kind: 'lot', lot: answer.lot, nearExpiry: true, life: answer.life }
}

/** A price is HQ's to say, and only where the document is about prices. */
const setLineWords = async (
  work: DocumentWork,
  draft: DocumentRow,
  lineNo: number,
  { note, unitCost }: Pick<InputOf<'document.setLine'>, 'note' | 'unitCost'>,
): Promise<void> => {
  if (note !== undefined) await setNote(work, draft.documentId, lineNo, note)
  if (unitCost !== undefined && ruleOf(draft).valueOnly)
    await work.tx.run('UPDATE documentLine SET unitCost = ? WHERE documentId = ? AND lineNo = ?', [
      unitCost,
      draft.documentId,
      lineNo,
    ])
}

const setNote = (work: DocumentWork, documentId: string, lineNo: number, note: string): Promise<void> =>
  work.tx.run('UPDATE documentLine SET note = ? WHERE documentId = ? AND lineNo = ?', [note, documentId, lineNo])

const columnOf: Record<QuantityField, 'quantity' | 'damagedQuantity' | 'rejectedQuantity' | 'freeQuantity'> = {
  quantity: 'quantity',
  damaged: 'damagedQuantity',
  rejected: 'rejectedQuantity',
  free: 'freeQuantity',
}

export const adjustLine = async (work: DocumentWork, input: InputOf<'document.adjust'>): Promise<ScanResult> => {
  const draft = await findDraft(work, input.type, input.documentId)
  const field = input.field ?? 'quantity'
  if (field !== 'quantity' && !ruleOf(draft).quantities.includes(field))
    throw new Refusal('QUANTITY_NOT_USED', { field })
  const line = await lineByNo(work.tx, input.documentId, input.lineNo)
  if (!line) throw new Refusal('LINE_NOT_FOUND', { lineNo: input.lineNo })
  if (line.weighed !== 1 && input.quantity % 1000 !== 0)
    throw new Refusal('QUANTITY_NOT_WHOLE', { lineNo: input.lineNo })
  const held = line[columnOf[field]]
  const change = changeOf(input, held)
  refuseBelowZero(line, field, held + change)
  refuseTooLarge(line, line.quantity + line.damagedQuantity + line.rejectedQuantity, change)
  const doubt = await doubtAboutFigure(work, draft, input, line, held + change)
  if (doubt) return doubt
  const counts = field === 'quantity' || field === 'damaged'
  const refused = counts && change > 0 ? await shortLife(work, draft, line) : null
  if (refused) return showResult(work, input.documentId, refused, { lineNo: null, trayId: null })
  const outcome = change > 0 && counts ? outcomeOf(draft, line, change) : 'added'
  if (input.note !== undefined) await setNote(work, input.documentId, input.lineNo, input.note)
  await addDraftStep(work, input.documentId, { kind: 'adjust', field, lineNo: input.lineNo, change })
  work.remember(input.documentId, { lineNo: input.lineNo, field, before: held, after: held + change })
  const touched = { lineNo: input.lineNo, trayId: null }
  return showResult(work, input.documentId, { ...shownChange('typed', change), outcome }, touched)
}

/** A figure that takes the place of what the line holds, or is the first of it, is held against the plan. */
const doubtAboutFigure = async (
  work: DocumentWork,
  draft: DocumentRow,
  { documentId, field = 'quantity', mode, sure }: InputOf<'document.adjust'>,
  { lineNo, sku, weighed, quantity }: TouchedLine,
  after: number,
): Promise<ScanResult | null> => {
  if (sure || field !== 'quantity' || mode === 'subtract') return null
  const entry = { sku, weighed: weighed === 1, ...typedFigure(after), replaces: quantity }
  const doubt = await packDoubt(work, draft, entry)
  if (!doubt) return null
  return showResult(
    work,
    documentId,
    { ...shownChange('typed', 0), outcome: 'packDoubt', doubt },
    { lineNo, trayId: null },
  )
}

/** The right lent for one scan was for what that scan brought: more of a lot the dock would not take asks for it again. */
const shortLife = async (work: DocumentWork, draft: DocumentRow, line: TouchedLine) => {
  const judged = await lifeAtTheDock(work, draft, { shelfLifeDays: line.shelfLifeDays ?? 0 }, line)
  if (judged?.kind !== 'short' && judged?.kind !== 'expired') return null
  // at HQ whoever raises the figure has the day before them: that is the question and the answer in one
  if (judged.kind === 'short' && acceptsShortLife(work, { shortLifeAccepted: true })) return null
  const product = await productBySku(work.tx, line.sku)
  assert(product, 'a lot that is judged is of a product that is known')
  const outcome = judged.kind === 'short' ? ('shortLife' as const) : ('expired' as const)
  const { lot, expiryDate } = line
  const answer: LotAnswer = { kind: 'refused', outcome, lot: { lot, expiryDate }, life: judged.life }
  return { ...shownChange('typed', 0), outcome, ...aboutProduct(product, answer) }
}

/** Free goods are some of the good ones: neither may the free be more, nor the good fall below them. */
const refuseBelowZero = (line: TouchedLine, field: QuantityField, after: number): void => {
  const free = field === 'free' ? after : line.freeQuantity
  const good = field === 'quantity' ? after : line.quantity
  if (after < 0 || free > good) throw new Refusal('QUANTITY_BELOW_ZERO', { received: line[columnOf[field]] })
}

const changeOf = (input: InputOf<'document.adjust'>, held: number): number => {
  if (input.mode === 'add') return input.quantity
  return input.mode === 'subtract' ? -input.quantity : input.quantity - held
}

const shownChange = (rule: string, change: number) => ({
  outcome: 'added' as ScanResult['outcome'],
  text: '',
  rule,
  packName: '',
  added: Math.max(0, change),
})

const standingSql = `
  SELECT s.stepNo, s.kind, s.field, s.lineNo, s.trayId, s.change, t.text
  FROM draftStep s LEFT JOIN trayEntry t ON t.trayId = s.trayId
  WHERE s.documentId = ? AND s.kind NOT IN ('undo', 'reveal', 'lotDay', 'drop')
    AND ${stands('s')}`

const lastStepSql = `${standingSql} ORDER BY s.stepNo DESC LIMIT 1`

interface LastStep {
  stepNo: number
  kind: string
  field: QuantityField
  lineNo: number | null
  trayId: string | null
  change: number
  text: string | null
}

/**
 * Takes back the newest step and no other: where that is a decision about an odd code or a line taken away it refuses,
 * because skipping to the scan before it would change a line nobody is looking at.
 */
export const undoLast = async (work: DocumentWork, input: InputOf<'document.undo'>): Promise<ScanResult> => {
  const { documentId } = await findDraft(work, input.type, input.documentId)
  const last = await work.tx.one<LastStep>(lastStepSql, [documentId])
  if (!last) throw new Refusal('NOTHING_TO_UNDO')
  if (last.kind === 'decide') throw new Refusal('DECISION_NOT_UNDOABLE', { text: last.text ?? '' })
  if (last.kind === 'remove') throw new Refusal('REMOVAL_NOT_UNDOABLE')
  const steps = await wholeScan(work, documentId, last)
  for (const step of steps) await takeBack(work, documentId, step)
  const taken = steps.reduce((sum, { change }) => sum + change, 0)
  work.remember(documentId, await undone(work, documentId, last, taken))
  const spread = steps.length > 1 ? { spread: { lots: steps.length, quantity: taken } } : {}
  return showResult(work, documentId, { ...shownChange('undo', 0), text: last.text ?? '', ...spread }, last)
}

/** Of goods on a line, how many it held and holds; of an odd code, how many of it waited. */
const undone = async (work: DocumentWork, documentId: string, last: LastStep, taken: number): Promise<object> => {
  const { stepNo: undoes, lineNo, field, text } = last
  const line = lineNo === null ? undefined : await lineByNo(work.tx, documentId, lineNo)
  if (!line) return { undoes, text, before: taken, after: 0 }
  const after = line[columnOf[field]]
  return { undoes, lineNo, sku: line.sku, field, before: after + taken, after }
}

/** A scan that went out of several lots is one scan: all its steps, the newest first. */
const wholeScan = async (work: DocumentWork, documentId: string, last: LastStep): Promise<LastStep[]> => {
  if (last.kind !== 'scan' || last.lineNo === null) return [last]
  return work.tx.all<LastStep>(
    `${standingSql} AND s.scanId = (SELECT scanId FROM draftStep WHERE documentId = ? AND stepNo = ?)
     ORDER BY s.stepNo DESC`,
    [documentId, documentId, last.stepNo],
  )
}

const takeBack = async (work: DocumentWork, documentId: string, step: LastStep): Promise<void> => {
  if (step.lineNo === null) await takeFromTray(work, step.trayId, step.change)
  else await giveBackFree(work, documentId, step)
  if (step.kind === 'link' && step.trayId !== null) await reopenLinked(work, [step.trayId])
  await addDraftStep(work, documentId, {
    kind: 'undo',
    field: step.field,
    lineNo: step.lineNo,
    trayId: step.trayId,
    change: -step.change,
    undoes: step.stepNo,
  })
}

/** Undoing good goods may leave fewer than were called free; the free ones follow, as a step of their own. */
const giveBackFree = async (work: DocumentWork, documentId: string, last: LastStep): Promise<void> => {
  const line = await lineByNo(work.tx, documentId, last.lineNo as number)
  assert(line, 'a step names a line of its document')
  const surplus = last.field === 'quantity' ? line.freeQuantity - (line.quantity - last.change) : 0
  if (surplus > 0)
    await addDraftStep(work, documentId, { kind: 'undo', field: 'free', lineNo: line.lineNo, change: -surplus })
}

/** The scan log keeps the scan; the tray shows only what still needs a decision. */
const takeFromTray = async (work: DocumentWork, trayId: string | null, quantity: number): Promise<void> => {
  assert(trayId, 'a step touches a line or the tray')
  await work.tx.run('UPDATE trayEntry SET scans = scans - 1, quantity = quantity - ? WHERE trayId = ?', [
    quantity,
    trayId,
  ])
  await work.tx.run('DELETE FROM trayEntry WHERE trayId = ? AND scans <= 0', [trayId])
}

interface TrayRow {
  trayId: string
  sku: string | null
  quantity: number
  text: string
}

const openTrayEntry = async (work: DocumentWork, documentId: string, trayId: string): Promise<TrayRow> => {
  const entry = await work.tx.one<TrayRow>(
    `SELECT trayId, sku, quantity, text FROM trayEntry WHERE trayId = ? AND documentId = ? AND state = 'open'`,
    [trayId, documentId],
  )
  if (!entry) throw new Refusal('TRAY_ENTRY_NOT_FOUND')
  return entry
}

interface Decided {
  trayId: string
  /** the line the goods go onto; null when they stay out */
  lineNo: number | null
  quantity: number
}

const decideTray = async (
  work: DocumentWork,
  documentId: string,
  { trayId, lineNo, quantity }: Decided,
  state: string,
  reason: string,
): Promise<void> => {
  await work.tx.run('UPDATE trayEntry SET state = ?, decision = ? WHERE trayId = ?', [state, reason, trayId])
  await addDraftStep(work, documentId, { kind: 'decide', lineNo, trayId, change: lineNo === null ? 0 : quantity })
  work.emit({ type: 'document.changed', documentId })
}

export const setAside = async (work: DocumentWork, input: InputOf<'document.setAside'>): Promise<void> => {
  await findDraft(work, input.type, input.documentId)
  const entry = await openTrayEntry(work, input.documentId, input.trayId)
  await decideTray(work, input.documentId, { ...entry, lineNo: null }, 'setAside', input.reason)
  const { text, sku, quantity } = entry
  work.remember(input.documentId, { text, sku, quantity, before: 'open', after: 'setAside', reason: input.reason })
}

/** The goods are physically here, so they become a line of their own, at the product's standard cost. */
export const acceptUnplanned = async (
  work: DocumentWork,
  input: InputOf<'document.acceptUnplanned'>,
): Promise<void> => {
  const draft = await findDraft(work, input.type, input.documentId)
  const entry = await openTrayEntry(work, input.documentId, input.trayId)
  if (entry.sku === null) throw new Refusal('TRAY_ENTRY_NOT_A_PRODUCT', { text: entry.text })
  const wanted = { sku: entry.sku, lot: '', expiryDate: '', role: '', condition: 'stock' }
  const lineNo =
    (await lineFor(work, draft, wanted))?.lineNo ??
    (await insertLine(work, draft, wanted, undefined, isPlanned(draft) ? 1 : 0))
  const line = await lineByNo(work.tx, input.documentId, lineNo)
  assert(line, 'the unplanned line was made')
  refuseTooLarge(line, line.quantity, entry.quantity)
  await decideTray(work, input.documentId, { ...entry, lineNo }, 'accepted', input.reason)
  work.remember(input.documentId, {
    sku: entry.sku,
    lineNo,
    decision: 'accepted',
    before: line.quantity,
    after: line.quantity + entry.quantity,
    reason: input.reason,
  })
}
