/** Changes to a draft by hand: a line's quantity, undo, what to do with an odd code, voiding the draft. */
import type { InputOf } from '../../contract/operations'
import type { ScanResult } from '../../contract/schemas/goodsReceipt'
import { assert } from '../../core/result'
import { Refusal } from '../../gateway/gateway'
import type { CommandCall } from '../calls'
import { addStep, findLine, loadDraft, outcomeOf, refuseTooLarge, type Step, showResult } from './draft'

export const adjustLine = async (call: CommandCall, input: InputOf<'goodsReceipt.adjust'>): Promise<ScanResult> => {
  await loadDraft(call.tx, input.documentId)
  const line = await findLine(call.tx, input.documentId, { lineNo: input.lineNo })
  if (!line) throw new Refusal('LINE_NOT_FOUND', { lineNo: input.lineNo })
  if (line.weighed !== 1 && input.quantity % 1000 !== 0)
    throw new Refusal('QUANTITY_NOT_WHOLE', { lineNo: input.lineNo })
  const change = changeOf(input, line.receivedQuantity)
  if (line.receivedQuantity + change < 0) throw new Refusal('QUANTITY_BELOW_ZERO', { received: line.receivedQuantity })
  refuseTooLarge(line.receivedQuantity, change)
  const outcome = change > 0 ? outcomeOf(line, change) : 'added'
  await addStep(call, input.documentId, {
    kind: 'adjust',
    scanId: null,
    lineNo: input.lineNo,
    trayId: null,
    change,
    undoes: null,
  })
  call.remember(input.documentId, {
    lineNo: input.lineNo,
    before: line.receivedQuantity,
    after: line.receivedQuantity + change,
  })
  return showResult(call, input.documentId, shownChange('typed', change, outcome), {
    lineNo: input.lineNo,
    trayId: null,
  })
}

const changeOf = (input: InputOf<'goodsReceipt.adjust'>, received: number): number => {
  if (input.mode === 'add') return input.quantity
  return input.mode === 'subtract' ? -input.quantity : input.quantity - received
}

const shownChange = (rule: string, change: number, outcome: ScanResult['outcome'] = 'added') => ({
  outcome,
  text: '',
  rule,
  packName: '',
  added: Math.max(0, change),
})

/** The newest step nobody took back yet. */
const lastStepSql = `
  SELECT s.stepNo, s.kind, s.lineNo, s.trayId, s.change, t.text FROM draftStep s LEFT JOIN trayEntry t ON t.trayId = s.trayId
  WHERE s.documentId = ? AND s.kind <> 'undo'
    AND NOT EXISTS (SELECT 1 FROM draftStep u WHERE u.documentId = s.documentId AND u.undoes = s.stepNo)
  ORDER BY s.stepNo DESC LIMIT 1`

interface LastStep {
  stepNo: number
  kind: string
  lineNo: number | null
  trayId: string | null
  change: number
  text: string | null
}

/**
 * Takes back the newest step and no other: where that is a decision about an odd code it refuses, because skipping to the
 * scan before it would change a line nobody is looking at.
 */
export const undoLast = async (call: CommandCall, documentId: string): Promise<ScanResult> => {
  await loadDraft(call.tx, documentId)
  const last = await call.tx.one<LastStep>(lastStepSql, [documentId])
  if (!last) throw new Refusal('NOTHING_TO_UNDO')
  if (last.kind === 'decide') throw new Refusal('DECISION_NOT_UNDOABLE', { text: last.text ?? '' })
  if (last.lineNo === null) await takeFromTray(call, last.trayId, last.change)
  const step: Step = {
    kind: 'undo',
    scanId: null,
    lineNo: last.lineNo,
    trayId: last.trayId,
    change: -last.change,
    undoes: last.stepNo,
  }
  await addStep(call, documentId, step)
  call.remember(documentId, { undoes: last.stepNo, change: -last.change })
  return showResult(call, documentId, { ...shownChange('undo', 0), text: last.text ?? '' }, last)
}

/** The scan log keeps the scan; the tray shows only what still needs a decision. */
const takeFromTray = async (call: CommandCall, trayId: string | null, quantity: number): Promise<void> => {
  assert(trayId, 'a step touches a line or the tray')
  await call.tx.run('UPDATE trayEntry SET scans = scans - 1, quantity = quantity - ? WHERE trayId = ?', [
    quantity,
    trayId,
  ])
  await call.tx.run('DELETE FROM trayEntry WHERE trayId = ? AND scans <= 0', [trayId])
}

interface TrayRow {
  trayId: string
  sku: string | null
  quantity: number
  text: string
}

const openTrayEntry = async (call: CommandCall, documentId: string, trayId: string): Promise<TrayRow> => {
  const entry = await call.tx.one<TrayRow>(
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

const decide = async (
  call: CommandCall,
  documentId: string,
  entry: Decided,
  state: string,
  reason: string,
): Promise<void> => {
  const { trayId, lineNo, quantity } = entry
  await call.tx.run('UPDATE trayEntry SET state = ?, decision = ? WHERE trayId = ?', [state, reason, trayId])
  const change = lineNo === null ? 0 : quantity
  await addStep(call, documentId, { kind: 'decide', scanId: null, lineNo, trayId, change, undoes: null })
  call.tx.afterCommit(() => call.runtime.emit({ type: 'document.changed', documentId }))
}

export const setAside = async (call: CommandCall, input: InputOf<'goodsReceipt.setAside'>): Promise<void> => {
  await loadDraft(call.tx, input.documentId)
  const entry = await openTrayEntry(call, input.documentId, input.trayId)
  await decide(call, input.documentId, { ...entry, lineNo: null }, 'setAside', input.reason)
  call.remember(input.documentId, { text: entry.text, decision: 'setAside', reason: input.reason })
}

/** The goods are physically here, so they become a line of their own, at the product's standard cost. */
export const acceptUnplanned = async (
  call: CommandCall,
  input: InputOf<'goodsReceipt.acceptUnplanned'>,
): Promise<void> => {
  await loadDraft(call.tx, input.documentId)
  const entry = await openTrayEntry(call, input.documentId, input.trayId)
  if (entry.sku === null) throw new Refusal('TRAY_ENTRY_NOT_A_PRODUCT', { text: entry.text })
  await call.tx.run(
    `INSERT INTO documentLine (documentId, lineNo, sku, expectedQuantity, receivedQuantity, unitCost, unplanned, touchedAt)
     SELECT d.documentId, (SELECT max(lineNo) + 1 FROM documentLine WHERE documentId = d.documentId), p.sku, 0, 0, p.unitCost, 1, 0
     FROM document d JOIN product p ON p.sku = ? WHERE d.documentId = ?
       AND NOT EXISTS (SELECT 1 FROM documentLine l WHERE l.documentId = d.documentId AND l.sku = p.sku)`,
    [entry.sku, input.documentId],
  )
  const line = await findLine(call.tx, input.documentId, { sku: entry.sku })
  assert(line, 'the unplanned line was made')
  refuseTooLarge(line.receivedQuantity, entry.quantity)
  await decide(call, input.documentId, { ...entry, lineNo: line.lineNo }, 'accepted', input.reason)
  call.remember(input.documentId, {
    sku: entry.sku,
    quantity: entry.quantity,
    decision: 'accepted',
    reason: input.reason,
  })
}

export const cancelDraft = async (call: CommandCall, documentId: string, reason: string): Promise<void> => {
  const draft = await loadDraft(call.tx, documentId)
  await call.tx.run(`UPDATE document SET state = 'cancelled', note = ?, version = version + 1 WHERE documentId = ?`, [
    reason,
    documentId,
  ])
  call.remember(documentId, { number: draft.number, before: 'draft', after: 'cancelled', reason })
  call.tx.afterCommit(() => call.runtime.emit({ type: 'document.changed', documentId }))
}
