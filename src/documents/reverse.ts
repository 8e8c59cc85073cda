/** 红冲: a posted document is undone by a new one of the same type, its mirror, linked both ways and at most once. */
import type { InputOf } from '../contract/operations'
import { mirrored } from '../core/documents/reversal'
import type { DocumentType } from '../core/documents/states'
import type { MovementPlan } from '../core/stock/cost'
import { DocumentEntity, type DocumentRow } from '../database/entities'
import { Refusal } from '../gateway/gateway'
import { findOwn, linesOf, refuseState } from './find'
import { nextNumber } from './number'
import { movementsSoFar, tellPosted } from './post'
import { priced, refuseShortage } from './price'
import { type DocumentWork, policyAt } from './work'

export const reverseDocument = async (
  work: DocumentWork,
  input: InputOf<'document.reverse'>,
): Promise<{ documentId: string; number: string }> => {
  const original = await findOwn(work, input.type, input.documentId)
  refuseState(original, ['posted'])
  await refuseUnreversible(work, original)
  const policy = await policyAt(work.tx, original.policyVersion)
  const plans = await mirrorPlans(work, original.documentId)
  await refuseShortage(work.tx, plans, policy, original.documentId)
  const reversal = await insertReversal(work, original, input.type, input.reason)
  const lines = await linesOf(work.tx, reversal.documentId)
  const posted = await tellPosted(work, reversal, lines, await priced(work.tx, plans), {}, {})
  work.remember(reversal.documentId, { number: posted.number, reverses: original.number, reason: input.reason })
  work.emit({ type: 'document.changed', documentId: original.documentId })
  return { documentId: reversal.documentId, number: posted.number }
}

/**
 * The same quantities and values the other way, last first. Revaluations stay out: they corrected an average that has
 * moved on since, and pricing adds new ones where the mirror leaves value without goods.
 */
const mirrorPlans = async (work: DocumentWork, documentId: string): Promise<MovementPlan[]> => {
  const moved = await movementsSoFar(work.tx, documentId)
  const undone = moved.filter(({ kind }) => kind !== 'revaluation')
  return mirrored(undone.map(({ round: _round, ...movement }) => movement))
    .reverse()
    .map(({ unitCost: _unitCost, value, ...movement }, index) => ({
      ...movement,
      line: index + 1,
      cost: { kind: 'value', value },
    }))
}

const refuseUnreversible = async (work: DocumentWork, original: DocumentRow): Promise<void> => {
  if (original.reversalOf !== '') throw new Refusal('NOT_REVERSIBLE', { number: original.number })
  const reversed = await work.tx.one<{ number: string }>(
    `SELECT number FROM document WHERE reversalOf = ? AND reversalOf <> '' AND state = 'posted'`,
    [original.documentId],
  )
  if (reversed) throw new Refusal('ALREADY_REVERSED', { number: original.number, by: reversed.number })
  await refuseTravelled(work, original)
  await refuseConfirmed(work, original)
}

/** The supplier has the goods and said so: what comes back from there is received, not written away. */
const refuseConfirmed = async (work: DocumentWork, { documentId, number }: DocumentRow): Promise<void> => {
  const confirmed = await work.tx.one(
    `SELECT 1 AS found FROM documentStep WHERE documentId = ? AND step = 'confirmed'`,
    [documentId],
  )
  if (confirmed) throw new Refusal('NOT_REVERSIBLE', { number })
}

/** Once the other end acted on a transfer, or HQ settled it, its papers stand; a difference is settled, not reversed. */
const refuseTravelled = async (work: DocumentWork, { type, sourceId, number }: DocumentRow): Promise<void> => {
  if (type !== 'transferDispatch' && type !== 'transferReceipt') return
  const transfer = await work.tx.one<{ receiptsPosted: number; state: string; settled: number }>(
    `SELECT receiptsPosted, state, (SELECT count(*) FROM transferSettlement s WHERE s.transferId = t.transferId) AS settled
     FROM transfer t WHERE transferId = ?`,
    [sourceId],
  )
  const travelled =
    type === 'transferDispatch'
      ? (transfer?.receiptsPosted ?? 0) + (transfer?.settled ?? 0) > 0
      : transfer?.state === 'completed'
  if (travelled) throw new Refusal('NOT_REVERSIBLE', { number })
}

const insertReversal = async (
  work: DocumentWork,
  original: DocumentRow,
  type: DocumentType,
  reason: string,
): Promise<DocumentRow> => {
  const policy = await work.policy()
  const documentId = work.ids.documentId()
  const reversal: DocumentRow = {
    ...original,
    documentId,
    number: await nextNumber(work, original.number.split('-')[0] ?? policy.documents[type].numberPrefix),
    state: 'draft',
    version: 1,
    round: 0,
    note: reason,
    refusal: '',
    policyVersion: policy.version,
    authorId: work.user.userId,
    submittedById: null,
    postedById: null,
    holderId: '',
    closesSource: 0,
    reversalOf: original.documentId,
    contentHash: '',
    pendingLevel: null,
    value: null,
    createdAt: work.at,
    submittedAt: null,
    occurredAt: null,
    postedAt: null,
    logId: null,
    seq: null,
  }
  await work.tx.manager.insert(DocumentEntity, reversal)
  const lines = await linesOf(work.tx, original.documentId)
  await work.tx.insertRows(
    'documentLine',
    lines.map((line) => ({ ...line, documentId, unplanned: line.unplanned ? 1 : 0, touchedAt: 0 })),
  )
  return reversal
}
