/**
 * Handing in, deciding, and what follows by itself. A decision is bound to the content it saw; nobody decides about what
 * they wrote; once the last level agreed the document is approved, and takes effect where policy says so.
 */
import type { InputOf } from '../contract/operations'
import type { Policy } from '../contract/schemas/masterData'
import { type ApprovalLevel, type Decision, decidesFor, pendingLevel } from '../core/documents/approval'
import type { DocumentType } from '../core/documents/states'
import { costValueToFen } from '../core/quantity/quantity'
import type { DocumentRow } from '../database/entities'
import { hadAHandIn } from '../database/queries/document'
import type { Reader } from '../database/unitOfWork'
import { Refusal } from '../gateway/gateway'
import { refuseAboveLimit } from './amountLimit'
import { authorised } from './authorise'
import { chainOf, checkReady, valueFenOf } from './check'
import { findDraft, findOwn, isCountedFact, linesOf, refuseState, ruleOf } from './find'
import { valueAnew } from './lines'
import { whyUnreversible } from './mirror'
import { undoneProposal } from './moved'
import { refuseOver, refuseVirtualWarehouse, takeEffect } from './post'
import { priced, refuseShortage } from './price'
import { dropEmptyLines } from './remove'
import { refuseOverSent } from './sendOver'
import { keepPositions } from './stocktake/count'
import { toldHandsOn } from './stocktake/counters'
import { contentHashOf, tellStep } from './tell'
import { type DocumentWork, may, policyAt } from './work'

export const submitDocument = async (work: DocumentWork, input: InputOf<'document.submit'>): Promise<DocumentRow> => {
  const draft = await findDraft(work, input.type, input.documentId)
  if (draft.version !== input.version)
    throw new Refusal('VERSION_CONFLICT', { number: draft.number, version: draft.version })
  await dropEmptyLines(work, draft)
  const known = await keepPositions(work, draft)
  await valueAnew(work, draft)
  const checked = await checkReady(work, draft)
  const { policy, typePolicy, lines, facts, value, chain } = checked
  refuseAboveLimit(work, draft, 'submit', costValueToFen(value))
  refuseOver(work, draft, checked)
  await refuseOverSent(work, draft, checked)
  await refuseVirtualWarehouse(work, draft)
  const rule = ruleOf(draft)
  const proposed = rule.proposed(facts)
  if (!isCountedFact(draft)) await refuseShortage(work, [...proposed, ...rule.posted(facts)], policy, draft.documentId)
  const round = draft.round + 1
  const closesSource = input.closesSource ? 1 : 0
  const contentHash = contentHashOf({ ...draft, round, closesSource }, lines)
  const submitted = await tellStep(
    work,
    draft,
    lines,
    {
      ...{ step: 'submitted', movements: await priced(work.tx, proposed), ...known },
      ...(rule.counts ? await toldHandsOn(work.tx, draft.documentId, work.user.userId) : {}),
    },
    {
      state: chain.length > 0 ? 'submitted' : 'approved',
      round,
      contentHash,
      pendingLevel: chain[0] ?? null,
      submittedById: work.user.userId,
      submittedAt: work.at,
      closesSource,
      value,
      holderId: '',
      refusal: '',
      ...(chain.length === 0 ? await authorised(work, draft) : {}),
    },
  )
  work.remember(draft.documentId, { number: draft.number, before: 'draft', after: submitted.state })
  // nobody has to agree: it takes effect at once, if who hands it in may also post it
  const postsNow = chain.length === 0 && typePolicy.postsItself && may(work, `${input.type}.post` as never)
  return postsNow ? takeEffect(work, submitted, lines, {}) : submitted
}

export const withdrawDocument = async (work: DocumentWork, input: InputOf<'document.withdraw'>): Promise<void> => {
  const document = await findOwn(work, input.type, input.documentId)
  refuseState(document, ['submitted'])
  const lines = await linesOf(work.tx, document.documentId)
  await tellStep(
    work,
    document,
    lines,
    { step: 'withdrawn', movements: await undoneProposal(work, document.documentId), reason: input.reason },
    takenBack(document, ''),
  )
  work.remember(document.documentId, {
    number: document.number,
    before: 'submitted',
    after: takenBack(document, '').state,
    reason: input.reason,
  })
}

/** A paper goes back to its author; a mirror, or what a review came to, has no author's draft to go back to: it is void. */
export const goesBackTo = (document: Pick<DocumentRow, 'type' | 'reversalOf'>): 'draft' | 'cancelled' =>
  document.reversalOf === '' && !ruleOf(document).madeOfReview ? 'draft' : 'cancelled'

const takenBack = (document: DocumentRow, refusal: string): Partial<DocumentRow> => ({
  state: goesBackTo(document),
  contentHash: '',
  pendingLevel: null,
  closesSource: 0,
  // what it was worth when handed in says nothing about what its author makes of it now
  value: null,
  refusal,
})

/** Somebody here decides about a document handed in here. */
export const decideDocument = async (work: DocumentWork, input: InputOf<'document.decide'>): Promise<DocumentRow> => {
  const document = await findOwn(work, input.type, input.documentId)
  const level = await refuseDecision(work, document, input)
  const decision = { level, decision: input.decision, contentHash: input.contentHash }
  return carryOut(work, document, decision, { reason: input.reason })
}

/** Who may decide, and about what, the same on both sides. Answers the level they decide at. */
export const refuseDecision = async (
  work: Pick<DocumentWork, 'tx' | 'user' | 'authority'>,
  document: DocumentRow,
  input: Pick<InputOf<'document.decide'>, 'contentHash' | 'decision' | 'reason'>,
): Promise<ApprovalLevel> => {
  refuseState(document, ['submitted'])
  if (document.contentHash !== input.contentHash) throw new Refusal('CONTENT_CHANGED', { number: document.number })
  const decider = work.authority ?? work.user
  if (await hasOwnWorkIn(work.tx, document, decider.userId))
    throw new Refusal('APPROVER_IS_AUTHOR', { number: document.number })
  const pending = document.pendingLevel as ApprovalLevel
  const own = decider.level
  if (own === null || !decidesFor(own, pending)) throw new Refusal('APPROVAL_LEVEL', { level: pending })
  if (input.decision === 'refused' && input.reason === '') throw new Refusal('REASON_MISSING')
  // to say no is nobody's money
  if (input.decision === 'approved')
    refuseAboveLimit(
      { user: decider, authority: null },
      document,
      'approve',
      valueFenOf(document, await linesOf(work.tx, document.documentId)),
    )
  return own
}

/** Four eyes are two people's. */
const hasOwnWorkIn = async (read: Reader, { documentId }: DocumentRow, userId: string): Promise<boolean> => {
  const own = hadAHandIn(userId)
  const row = await read.one(`SELECT 1 AS found FROM document d WHERE d.documentId = ? AND (${own.sql})`, [
    documentId,
    ...own.parameters,
  ])
  return row !== undefined
}

export interface CarriedOut {
  reason: string
  /** HQ's decision carried out here: who it was */
  userId?: string
  userName?: string
  authorisationNumber?: string
}

/** A decision takes effect on the side that writes the document, in its own log. */
export const carryOut = async (
  work: DocumentWork,
  document: DocumentRow,
  decision: { level: ApprovalLevel; decision: 'approved' | 'refused'; contentHash: string },
  by: CarriedOut,
): Promise<DocumentRow> => {
  const lines = await linesOf(work.tx, document.documentId)
  const step = {
    step: 'decided' as const,
    decision,
    reason: by.reason,
    underDecisionOf: by.userId ?? '',
    ...(by.userId ? { userId: by.userId, userName: by.userName ?? '' } : {}),
  }
  const { number, state: before } = document
  const after = decision.decision === 'refused' ? takenBack(document, '').state : 'approved'
  work.remember(document.documentId, { number, ...decision, before, after, reason: by.reason })
  if (decision.decision === 'refused') {
    const movements = await undoneProposal(work, document.documentId)
    return tellStep(work, document, lines, { ...step, movements }, takenBack(document, by.reason || '-'))
  }
  const next = await nextLevel(work.tx, document, lines, decision)
  const decided = await tellStep(work, document, lines, step, {
    state: next === null ? 'approved' : 'submitted',
    pendingLevel: next,
    ...(next === null ? await authorised(work, document, by.authorisationNumber) : {}),
  })
  if (next !== null) work.remember(document.documentId, { after: decided.state, nextLevel: next })
  if (next !== null) return decided
  const policy = await policyAt(work.tx, document.policyVersion)
  const posts = (await postsAtOnce(work, decided, policy)) && movesGoods(document)
  return posts ? takeEffect(work, decided, lines, { userId: by.userId, userName: by.userName }) : decided
}

/**
 * Nobody's hands are needed for a mirror. What happened while it waited may stand on its original by now; then it stays
 * approved, for a person to see why and void it.
 */
const postsAtOnce = async (work: DocumentWork, document: DocumentRow, policy: Policy): Promise<boolean> =>
  document.reversalOf === ''
    ? policy.documents[document.type as DocumentType].postsItself
    : (await whyUnreversible(work.tx, document)) === undefined

/** A request moves nothing: approved, HQ makes a transfer of it. */
export const movesGoods = (document: Pick<DocumentRow, 'type'>): boolean =>
  ruleOf(document).direction !== 'none' || ruleOf(document).valueOnly === true

/** The level that is asked next, counting this decision; null when all agreed. */
export const nextLevel = async (
  read: Reader,
  document: DocumentRow,
  lines: Awaited<ReturnType<typeof linesOf>>,
  decision: Omit<Decision, 'userId'>,
): Promise<ApprovalLevel | null> => {
  const policy = await policyAt(read, document.policyVersion)
  const made = await read.all<Decision>(
    `SELECT level, decision, userId, contentHash FROM documentStep WHERE documentId = ? AND step = 'decided'`,
    [document.documentId],
  )
  return pendingLevel(chainOf(document, lines, policy), [...made, { ...decision, userId: '' }], document.contentHash)
}
