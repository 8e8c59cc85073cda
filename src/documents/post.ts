/** Posting: the document becomes final and its goods move, in one transaction. */
import type { InputOf } from '../contract/operations'
import type { Policy } from '../contract/schemas/masterData'
import { checkPosting } from '../core/documents/goodsReceipt'
import { costValueToFen } from '../core/quantity/quantity'
import { warehouseOf } from '../core/stock/accounts'
import type { MovementPlan } from '../core/stock/cost'
import type { Movement } from '../core/stock/movement'
import type { DocumentRow } from '../database/entities'
import { Refusal } from '../gateway/gateway'
import { refuseAboveLimit } from './amountLimit'
import { authorised } from './authorise'
import { type Checked, checkReady, valueFenOf } from './check'
import { refuseVirtual } from './create'
import { factsOf, findOwn, isCountedFact, linesOf, refuseHeld, refuseState, ruleOf } from './find'
import { valueAnew } from './lines'
import { mirrorPlans, refuseUnreversible } from './mirror'
import { inOnePosting, postingPlans, priced, refuseShortage } from './price'
import { dropEmptyLines } from './remove'
import { refuseOverSent } from './sendOver'
import { confirmedDays, tellStep, toldLine } from './tell'
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
  // what was handed in said already whether it closes its order
  const closing = { closesSource: document.state === 'draft' && input.closesSource ? 1 : document.closesSource }
  const posted = await (document.state === 'draft'
    ? postDraft(work, document, closing)
    : postAgreed(work, document, closing))
  const moved = await work.tx.one<{ n: number }>('SELECT count(*) AS n FROM stockMovement WHERE documentId = ?', [
    document.documentId,
  ])
  return { document: posted, movements: moved?.n ?? 0 }
}

const postAgreed = async (
  work: DocumentWork,
  document: DocumentRow,
  closing: Partial<DocumentRow>,
): Promise<DocumentRow> => {
  const lines = await linesOf(work.tx, document.documentId)
  refuseAboveLimit(work, document, 'post', valueFenOf(document, lines))
  return postApproved(work, document, lines, {}, closing)
}

const postDraft = async (
  work: DocumentWork,
  draft: DocumentRow,
  closing: Partial<DocumentRow>,
): Promise<DocumentRow> => {
  await refuseHeld(work, draft)
  await dropEmptyLines(work, draft)
  await valueAnew(work, draft)
  const checked = await checkReady(work, draft)
  if (checked.chain.length > 0) throw new Refusal('APPROVAL_NEEDED', { level: checked.chain[0] as string })
  refuseAboveLimit(work, draft, 'post', costValueToFen(checked.value))
  refuseOver(work, draft, checked)
  await refuseOverSent(work, draft, checked)
  await refuseVirtualWarehouse(work, draft)
  const rule = ruleOf(draft)
  const plans = inOnePosting(rule.proposed(checked.facts), await postingPlans(work.tx, rule, checked.facts))
  await refuseShortage(work, plans, checked.policy, draft.documentId)
  const movements = await priced(work.tx, plans)
  return tellPosted(work, draft, checked.lines, movements, {}, { ...closing, ...(await authorised(work, draft)) })
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
  const { direction, header } = ruleOf(draft)
  const takers = [
    direction === 'in' ? draft.warehouseCode : '',
    header.includes('toWarehouse') ? draft.toWarehouseCode : '',
  ]
  const warehouses = await work.tx.all<{ name: string; kind: never }>(
    'SELECT name, kind FROM warehouse WHERE code IN (?, ?)',
    takers,
  )
  for (const warehouse of warehouses) refuseVirtual(warehouse)
}

/** What everybody agreed to: its goods move where this side keeps the warehouse's ledger; elsewhere that PC is told to. */
export const takeEffect = async (
  work: DocumentWork,
  document: DocumentRow,
  lines: Awaited<ReturnType<typeof linesOf>>,
  by: Parameters<typeof postApproved>[3],
): Promise<DocumentRow> => {
  if (await work.keepsLedgerOf(document.warehouseCode)) return postApproved(work, document, lines, by)
  await work.instruct(document, lines.map(toldLine))
  return document
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
  const plans = await plansOf(work, document, lines, policy)
  // approved goods may have gone meanwhile; by HQ's word alone that is shown as an exception, not refused here
  if (!by.userId && !isCountedFact(document)) await refuseShortage(work, plans, policy, document.documentId)
  return tellPosted(work, document, lines, await priced(work.tx, plans), by, closing)
}

const plansOf = async (
  work: DocumentWork,
  document: DocumentRow,
  lines: Awaited<ReturnType<typeof linesOf>>,
  policy: Policy,
): Promise<MovementPlan[]> => {
  if (document.reversalOf === '')
    return postingPlans(work.tx, ruleOf(document), await factsOf(work.tx, document, lines, policy))
  await refuseUnreversible(work.tx, document)
  return mirrorPlans(work.tx, document.reversalOf)
}

export const tellPosted = async (
  work: DocumentWork,
  document: DocumentRow,
  lines: Awaited<ReturnType<typeof linesOf>>,
  movements: readonly Movement[],
  by: { userId?: string | undefined; userName?: string | undefined },
  closing: Partial<DocumentRow>,
): Promise<DocumentRow> => {
  const lotDays = await confirmedDays(work.tx, document.documentId, lines)
  work.remember(document.documentId, {
    number: document.number,
    before: document.state,
    after: 'posted',
    movements: movements.length,
    ...(lotDays.length > 0 ? { lotDays } : {}),
  })
  return tellStep(
    work,
    document,
    lines,
    {
      step: 'posted',
      movements,
      lotDays,
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
