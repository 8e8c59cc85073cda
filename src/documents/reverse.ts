/**
 * 红冲: a posted document is undone by a new one of the same type, its mirror, linked both ways and at most once. Who undoes
 * it holds the right to; where its value needs somebody above them, the mirror waits for their word like any paper.
 */
import type { InputOf, OutputOf } from '../contract/operations'
import { type ApprovalLevel, chainAbove, highestLevel } from '../core/documents/approval'
import type { DocumentState, DocumentType } from '../core/documents/states'
import type { DocumentRow } from '../database/entities'
import { touchDocument } from '../ledger/touched'
import { refuseAboveLimit } from './amountLimit'
import { chainOf, valueFenOf } from './check'
import { findOwn, linesOf, refuseState, ruleOf } from './find'
import { mirrorPlans, refuseUnreversible } from './mirror'
import { nextNumber } from './number'
import { postApproved, takeEffect } from './post'
import { refuseShortage } from './price'
import { contentHashOf, tellStep } from './tell'
import type { DocumentWork } from './work'

export const reverseDocument = async (
  work: DocumentWork,
  input: InputOf<'document.reverse'>,
): Promise<OutputOf<'document.reverse'>> => {
  const original = await findOwn(work, input.type, input.documentId)
  refuseState(original, ['posted'])
  await refuseUnreversible(work.tx, { documentId: '', reversalOf: original.documentId })
  refuseAboveLimit(work, original, 'reverse', valueFenOf(original, await linesOf(work.tx, original.documentId)))
  const policy = await work.policy()
  const plans = await mirrorPlans(work.tx, original.documentId)
  await refuseShortage(work, plans, policy, original.documentId)
  const mirror = await insertMirror(work, original, input.type, input.reason)
  const lines = await linesOf(work.tx, mirror.documentId)
  const chain = chainAbove(
    chainOf(mirror, lines, policy),
    highestLevel([work.user.level, work.authority?.level ?? null]),
  )
  const done = await handIn(work, mirror, lines, chain[0] ?? null)
  work.remember(mirror.documentId, {
    number: done.number,
    reverses: original.number,
    after: done.state,
    reason: input.reason,
  })
  work.emit({ type: 'document.changed', documentId: original.documentId })
  return { documentId: mirror.documentId, number: done.number, state: done.state as DocumentState }
}

/** Nobody above has to agree: it is undone now. Else the mirror waits, bound to what it says. */
const handIn = async (
  work: DocumentWork,
  mirror: DocumentRow,
  lines: Awaited<ReturnType<typeof linesOf>>,
  pendingLevel: ApprovalLevel | null,
): Promise<DocumentRow> => {
  if (pendingLevel === null && (await work.keepsLedgerOf(mirror.warehouseCode)))
    return postApproved(work, mirror, lines, {})
  const handedIn = await tellStep(
    work,
    mirror,
    lines,
    { step: 'submitted', reason: mirror.note },
    {
      state: pendingLevel === null ? 'approved' : 'submitted',
      round: 1,
      contentHash: contentHashOf({ ...mirror, round: 1 }, lines),
      pendingLevel,
      submittedById: work.user.userId,
      submittedAt: work.at,
      holderId: '',
    },
  )
  return pendingLevel === null ? takeEffect(work, handedIn, lines, {}) : handedIn
}

const insertMirror = async (
  work: DocumentWork,
  original: DocumentRow,
  type: DocumentType,
  reason: string,
): Promise<DocumentRow> => {
  const policy = await work.policy()
  const documentId = work.ids.documentId()
  const mirror: DocumentRow = {
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
    // lines that say a price say nothing of how much value moved; the original does
    value: ruleOf(original).valueOnly ? original.value : null,
    createdAt: work.at,
    submittedAt: null,
    occurredAt: null,
    postedAt: null,
    logId: null,
    seq: null,
  }
  await work.tx.insertRows('document', [mirror])
  touchDocument(work.tx, documentId)
  const lines = await linesOf(work.tx, original.documentId)
  await work.tx.insertRows(
    'documentLine',
    lines.map((line) => ({ ...line, documentId, unplanned: line.unplanned ? 1 : 0, touchedAt: 0 })),
  )
  return mirror
}
