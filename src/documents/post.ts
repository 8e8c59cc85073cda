/** Posting: the document becomes final and its goods move, in one transaction. */
import type { InputOf } from '../contract/operations'
import { checkPosting } from '../core/documents/goodsReceipt'
import { mirrored } from '../core/documents/reversal'
import { warehouseOf } from '../core/stock/accounts'
import type { Movement } from '../core/stock/movement'
import type { DocumentRow } from '../database/entities'
import type { Reader } from '../database/unitOfWork'
import { Refusal } from '../gateway/gateway'
import { type Checked, checkReady } from './check'
import { refuseVirtual } from './create'
import { factsOf, findOwn, linesOf, refuseHeld, refuseState, ruleOf } from './find'
import { valueAnew } from './lines'
import { inOnePosting, postingPlans, priced, refuseShortage } from './price'
import { tellStep } from './tell'
import { type DocumentWork, may, policyAt } from './work'

export interface Posted {
  document: DocumentRow
  movements: number
}

/** A draft of a type nobody has to agree to, or a document that was approved. */
export const postDocument = async (work: DocumentWork, input: InputOf<'document.post'>): Promise<Posted> => {
  const document = await findOwn(work, input.type, input.documentId)
  refuseState(document, ['draft', 'approved'])
  if (document.version !== input.version)
    throw new Refusal('VERSION_CONFLICT', { number: document.number, version: document.version })
  const closing = { closesSource: input.closesSource ? 1 : 0 }
  const posted = await (document.state === 'draft'
    ? postDraft(work, document, closing)
    : postApproved(work, document, await linesOf(work.tx, document.documentId), {}, closing))
  const moved = await work.tx.one<{ n: number }>('SELECT count(*) AS n FROM stockMovement WHERE documentId = ?', [
    document.documentId,
  ])
  return { document: posted, movements: moved?.n ?? 0 }
}

const postDraft = async (
  work: DocumentWork,
  draft: DocumentRow,
  closing: Partial<DocumentRow>,
): Promise<DocumentRow> => {
  await refuseHeld(work, draft)
  await valueAnew(work, draft)
  const checked = await checkReady(work, draft)
  if (checked.chain.length > 0) throw new Refusal('APPROVAL_NEEDED', { level: checked.chain[0] as string })
  refuseOver(work, draft, checked)
  await refuseVirtualWarehouse(work, draft)
  const rule = ruleOf(draft)
  const plans = inOnePosting(rule.proposed(checked.facts), await postingPlans(work.tx, rule, checked.facts))
  await refuseShortage(work.tx, plans, checked.policy, draft.documentId)
  const movements = await priced(work.tx, plans)
  return tellPosted(work, draft, checked.lines, movements, {}, closing)
}

/** What came beyond the tolerance is HQ's or the manager's to accept, not the dock's. */
export const refuseOver = (work: DocumentWork, draft: DocumentRow, { lines, policy }: Checked): void => {
  if (draft.type !== 'goodsReceipt') return
  const over = checkPosting({
    state: 'draft',
    lines: draft.sourceId === '' ? [] : lines,
    openTrayEntries: 0,
    overTolerancePermille: policy.goodsReceipt.overTolerancePermille,
    mayAcceptOver: may(work, 'goodsReceipt.acceptOver'),
  })
  if (over.ok || over.error.code !== 'OVER_RECEIPT') return
  // counted blind, how much would have been allowed tells what is expected
  const { allowed, ...told } = over.error.params
  throw new Refusal(over.error.code, draft.blind === 1 || allowed === undefined ? told : { ...told, allowed })
}

/** HQ may have made it a virtual one since the draft was begun. */
export const refuseVirtualWarehouse = async (work: DocumentWork, draft: DocumentRow): Promise<void> => {
  if (ruleOf(draft).direction !== 'in') return
  const warehouse = await work.tx.one<{ name: string; kind: never }>(
    'SELECT name, kind FROM warehouse WHERE code = ?',
    [draft.warehouseCode],
  )
  if (warehouse) refuseVirtual(warehouse)
}

/** Carries out an approved document. Its proposal moved already when it was handed in. */
export const postApproved = async (
  work: DocumentWork,
  document: DocumentRow,
  lines: Awaited<ReturnType<typeof linesOf>>,
  by: { userId?: string | undefined; userName?: string | undefined },
  closing: Partial<DocumentRow> = {},
): Promise<DocumentRow> => {
  const policy = await policyAt(work.tx, document.policyVersion)
  const facts = await factsOf(work.tx, document, lines, policy)
  const plans = await postingPlans(work.tx, ruleOf(document), facts)
  // approved goods may have gone meanwhile; by HQ's word alone that is shown as an exception, not refused here
  if (!by.userId) await refuseShortage(work.tx, plans, policy, document.documentId)
  return tellPosted(work, document, lines, await priced(work.tx, plans), by, closing)
}

export const tellPosted = (
  work: DocumentWork,
  document: DocumentRow,
  lines: Awaited<ReturnType<typeof linesOf>>,
  movements: readonly Movement[],
  by: { userId?: string | undefined; userName?: string | undefined },
  closing: Partial<DocumentRow>,
): Promise<DocumentRow> => {
  work.remember(document.documentId, {
    number: document.number,
    before: document.state,
    after: 'posted',
    movements: movements.length,
  })
  return tellStep(
    work,
    document,
    lines,
    {
      step: 'posted',
      movements,
      underDecisionOf: by.userId ?? '',
      ...(by.userId ? { userId: by.userId, userName: by.userName ?? '' } : {}),
    },
    {
      ...closing,
      state: 'posted',
      postedById: by.userId ?? work.user.userId,
      occurredAt: work.at,
      postedAt: work.at,
      pendingLevel: null,
      holderId: '',
      blind: 0,
      value: bookedValue(movements),
    },
  )
}

/** What a document is worth: the value that crossed the warehouse's walls, or, inside them, what changed place. */
export const bookedValue = (movements: readonly Movement[]): number => {
  const counted = movements.filter(({ kind }) => kind !== 'revaluation')
  const crossing = counted.filter(
    ({ fromAccount, toAccount }) => warehouseOf(fromAccount) === null || warehouseOf(toAccount) === null,
  )
  const out = (crossing.length > 0 ? crossing : counted).filter(({ fromAccount }) => fromAccount !== 'assembly')
  return out.reduce((sum, { value }) => sum + value, 0)
}

/** Everything a document moved up to now, in order, with the round (hand-in) it belongs to. */
export const movementsSoFar = async (read: Reader, documentId: string): Promise<(Movement & { round: number })[]> => {
  const rows = await read.all<Movement & { stepNo: number }>(
    `SELECT m.line, m.sku, m.lot, m.fromAccount, m.toAccount, m.quantity, m.unitCost, m.value, m.kind, s.stepNo
     FROM stockMovement m JOIN documentStep s ON s.logId = m.logId AND s.seq = m.seq
     WHERE m.documentId = ? ORDER BY s.stepNo, m.line`,
    [documentId],
  )
  return rows.map(({ stepNo, ...movement }) => ({ ...movement, round: stepNo }))
}

/** What the last hand-in moved and nothing has undone: earlier rounds were undone already, mirror for mirror. */
export const openProposal = (moved: readonly (Movement & { round: number })[]): Movement[] => {
  const goods = moved.filter(({ kind }) => kind !== 'revaluation')
  const last = Math.max(0, ...goods.map(({ round }) => round))
  return goods
    .filter(({ round, kind }) => round === last && kind !== 'reversal')
    .map(({ round: _round, ...movement }) => movement)
}

/**
 * Goods that moved when it was proposed go back to where they were, at the value they left with. The shelf may have gone
 * below zero meanwhile, so what comes back is priced like any goods that fill a hole.
 */
export const undoneProposal = async (work: DocumentWork, documentId: string): Promise<Movement[]> => {
  const open = openProposal(await movementsSoFar(work.tx, documentId))
  const plans = mirrored(open).map(({ unitCost: _unitCost, value, ...movement }, index) => ({
    ...movement,
    line: index + 1,
    cost: { kind: 'value' as const, value },
  }))
  return priced(work.tx, plans)
}
