/**
 * Whose step was it, and might they take it? What a store's PC says of its people is held against the rights HQ gave them;
 * what it says of HQ's people, against the word HQ itself wrote down.
 */
import { amountLimitFen, type LimitedAct, levelOf, type Permission, roleHolds } from '../../contract/permissions'
import type { Policy, Role } from '../../contract/schemas/masterData'
import type { DocumentStepped } from '../../contract/schemas/sync'
import { type ApprovalLevel, chainAbove, pendingLevel } from '../../core/documents/approval'
import type { DocumentLine } from '../../core/documents/rule'
import { mayDropCount } from '../../core/documents/stocktakeCount'
import { assert } from '../../core/result'
import type { DocumentRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { chainOf, valueFenOf } from '../../documents/check'
import { ruleOf } from '../../documents/find'
import { rowOf } from '../../documents/tell'
import { policyAt } from '../../documents/work'
import type { Caller } from '../../gateway/gateway'
import { believe, type Doubt, doubting } from './doubt'
import { judge, type Word } from './window'

type Device = NonNullable<Caller['device']>

/** Which rights let somebody take a step: one of them is enough. */
const rightsFor = async (tx: Tx, event: DocumentStepped): Promise<Permission[]> => {
  const { step, document } = event
  const of = (...acts: string[]): Permission[] => acts.map((act) => `${document.type}.${act}` as Permission)
  if (step === 'posted') {
    if (document.reversalOf === '') return of('post', 'approve')
    // handed in, it takes effect with the last yes, or by hands; undone at once, it is the act of undoing itself
    return (await handInOf(tx, document.documentId)) ? of('reverse', 'approve', 'post') : of('reverse')
  }
  if (step === 'submitted' && document.reversalOf === '')
    return ruleOf(document).madeOfReview ? ['stocktake.submit'] : of('submit')
  if (step === 'submitted') return of('reverse')
  if (step === 'withdrawn') return of('submit')
  if (step === 'decided') return of('approve')
  if (step !== 'cancelled') return of('post')
  return (await isDropped(tx, event)) ? of('cancel', 'create') : of('cancel')
}

/** A count its author began by mistake, never handed in. Odd codes of a draft are not told: that rule is the PC's. */
const isDropped = async (tx: Tx, { document, lines, userId }: DocumentStepped): Promise<boolean> =>
  document.type === 'stocktakeCount' &&
  mayDropCount({ isOwn: document.authorId === userId, lines: lines.length, codes: 0 }).ok &&
  (await handInOf(tx, document.documentId)) === undefined

/** A dock is lent the right to take in too much; and a hand-in may post in the same breath, under the right that was lent for it. */
const lendableFor = async (
  tx: Tx,
  { step, document, authorityId }: DocumentStepped,
  wanted: readonly Permission[],
): Promise<Permission[]> => {
  if (step !== 'posted' || document.reversalOf !== '') return [...wanted]
  const lent: Permission[] = document.type === 'goodsReceipt' ? [...wanted, 'goodsReceipt.acceptOver'] : [...wanted]
  const handIn = await handInOf(tx, document.documentId)
  return handIn?.authorityId === authorityId ? [...lent, `${document.type}.submit` as Permission] : lent
}

/**
 * Who took the step, or who lent them the right, holds it, or held it when this PC could not know better (`window.ts`): then
 * what is lacking by now is answered. A step that carries out HQ's word needs that word here. Nothing is posted before
 * everybody agreed, as the policy the paper was begun under asks, and nobody agreed to their own.
 */
export const assertRight = async (
  tx: Tx,
  device: Device,
  event: DocumentStepped,
  policy: Policy,
  held: DocumentRow | undefined,
  recordedAt: string,
): Promise<Doubt | null> => {
  const ofHq = event.underDecisionOf !== '' || held?.writtenAt === 'hub'
  if (ofHq) await doubting('hqWord', () => assertHqWord(tx, device, event, held))
  const lacking = ofHq ? null : await judge(tx, device, recordedAt, (word) => assertHeld(tx, event, word))
  if (event.step === 'decided') await doubting('decision', () => assertOthersWork(event, held))
  if (event.step === 'posted' && event.document.writtenAt === 'store')
    await doubting('notAgreed', () => assertAgreed(tx, event, policy))
  return lacking
}

/** Everybody named is of this store: nobody of HQ or of another shop lends their right, or speaks, through its PC. */
const assertHeld = async (tx: Tx, event: DocumentStepped, word: Word): Promise<void> => {
  const { userId, authorityId, document } = event
  believe(authorityId !== userId, 'right', 'nobody lends themselves a right')
  const user = await rolesOf(word, userId, document.storeCode)
  const lender = authorityId === '' ? user : await rolesOf(word, authorityId, document.storeCode)
  const holdsOneOf = (roles: readonly Role[], rights: readonly Permission[]): boolean =>
    word.policies.some((policy) => roles.some((role) => rights.some((right) => roleHolds(role, right, policy))))
  const wanted = await rightsFor(tx, event)
  believe(
    [user, lender].some((roles) => holdsOneOf(roles, wanted)),
    'right',
    `user ${userId} may not ${wanted.join(' or ')}`,
  )
  const wasHandedIn = (await handInOf(tx, document.documentId)) !== undefined
  assertWithinLimit(event, [user, lender], word.policies, wasHandedIn)
  if (authorityId !== '')
    believe(
      holdsOneOf(lender, await lendableFor(tx, event, wanted)),
      'right',
      `user ${authorityId} holds nothing to lend for this`,
    )
  if (event.decision !== null) assertLevel(event, authorityId === '' ? user : lender, word.policies)
}

const limitedActOf = ({ step, document, decision }: DocumentStepped): LimitedAct | null => {
  if (step === 'decided') return decision?.decision === 'approved' ? 'approve' : null
  if (document.reversalOf !== '') return step === 'submitted' || step === 'posted' ? 'reverse' : null
  return step === 'submitted' ? 'submit' : step === 'posted' ? 'post' : null
}

/**
 * Worth more than HQ lets anybody of them do. What a paper's hand-in or last yes posts in the same breath was measured by
 * the limit of that act.
 */
const assertWithinLimit = (
  event: DocumentStepped,
  actors: readonly (readonly Role[])[],
  policies: readonly Policy[],
  wasHandedIn: boolean,
): void => {
  const act = limitedActOf(event)
  if (act === null) return
  const { document, lines } = event
  const acts: LimitedAct[] = event.step === 'posted' && wasHandedIn ? [act, 'submit', 'approve'] : [act]
  const valueFen = Math.abs(valueFenOf(rowOf(document), lines))
  const within = policies.some((policy) =>
    actors.some((roles) =>
      acts.some((one) => {
        if (!roles.some((role) => roleHolds(role, `${document.type}.${one}`, policy))) return false
        const limit = amountLimitFen(roles, document.type, one, policy)
        return limit === null || valueFen <= limit
      }),
    ),
  )
  const holdsAny = policies.some((policy) =>
    actors.some((roles) =>
      acts.some((one) => roles.some((role) => roleHolds(role, `${document.type}.${one}`, policy))),
    ),
  )
  believe(within || !holdsAny, 'amount', `${document.number} is worth more than user ${event.userId} may ${act}`)
}

/** Whoever lent their right on the spot is who decided; HQ's own people were judged when they spoke. */
const assertLevel = (
  { decision, userId, authorityId }: DocumentStepped,
  roles: readonly Role[],
  policies: readonly Policy[],
): void => {
  const level = decision?.level
  const decidesAs = policies.some((policy) => levelOf(roles, policy) === level)
  believe(decidesAs, 'decision', `user ${authorityId || userId} does not decide as ${level}`)
}

const rolesOf = async (word: Word, id: string, storeCode: string): Promise<Role[]> => {
  const roles = await word.rolesOf(id)
  believe(roles.length > 0, 'person', `user ${id} is not of store ${storeCode}`)
  return roles
}

/** The policy a paper was begun under, and all since. */
export const policiesSince = async (tx: Tx, version: number): Promise<Policy[]> => {
  const newer = await tx.all<{ version: number }>('SELECT version FROM policy WHERE version > ? ORDER BY version', [
    version,
  ])
  const policies = [await policyAt(tx, version)]
  for (const one of newer) policies.push(await policyAt(tx, one.version))
  return policies
}

/** HQ's word is carried out in the name of who spoke it, and nothing but a decision or a posting carries one out. */
const assertHqWord = async (
  tx: Tx,
  device: Device,
  event: DocumentStepped,
  held: DocumentRow | undefined,
): Promise<void> => {
  const { document, step, underDecisionOf, userId, authorityId } = event
  const carries = step === 'posted' || (step === 'decided' && document.writtenAt === 'store')
  assert(carries, `no word of HQ's is carried out by a step ${step}`)
  assert(userId === underDecisionOf && authorityId === '', "HQ's word is carried out in the name of who spoke it")
  if (document.writtenAt === 'hub') return assertInstructed(tx, device, event, held)
  const { decision } = event
  const word = await tx.one(
    `SELECT 1 AS found FROM documentStep WHERE documentId = ? AND step = 'decided' AND logId IS NULL AND userId = ?
       AND contentHash = ? AND decision = ? AND (? = '' OR level = ?)`,
    [
      document.documentId,
      underDecisionOf,
      document.contentHash === '' ? (decision?.contentHash ?? '') : document.contentHash,
      decision?.decision ?? 'approved',
      decision?.level ?? '',
      decision?.level ?? '',
    ],
  )
  assert(word, `HQ made no such decision about ${document.number}`)
}

const assertInstructed = async (
  tx: Tx,
  { deviceId }: Device,
  { document, userId }: DocumentStepped,
  held: DocumentRow | undefined,
): Promise<void> => {
  const told = await tx.one(
    `SELECT 1 AS found FROM streamItem WHERE stream = 'documents' AND type = 'instruction' AND key = ?
       AND json_extract(body, '$.userId') = ? AND json_extract(body, '$.deviceId') = ?`,
    [document.documentId, userId, deviceId],
  )
  assert(told && held?.state === 'approved', `HQ never told ${document.number} to be posted`)
}

/** Nobody agrees to their own, and what was agreed to is what was handed in. */
const assertOthersWork = (event: DocumentStepped, held: DocumentRow | undefined): void => {
  const { document, decision, userId, authorityId } = event
  const decider = authorityId === '' ? userId : authorityId
  assert(decider !== document.authorId && decider !== held?.submittedById, 'nobody decides about their own document')
  assert(decision && decision.contentHash === held?.contentHash, 'the decision is about something else')
  // refused, the paper goes back to its author and is signed for no more
  const stands = decision.decision === 'refused' ? '' : decision.contentHash
  assert(document.contentHash === stands, 'the decision is about something else')
}

const assertAgreed = async (tx: Tx, event: DocumentStepped, policy: Policy): Promise<void> => {
  const { document } = event
  const chain = await chainAsked(tx, { ...rowOf(document), by: event }, event.lines, policy)
  if (chain.length === 0) return
  const decisions = await tx.all<never>(
    `SELECT level, decision, userId, contentHash FROM documentStep WHERE documentId = ? AND step = 'decided'`,
    [document.documentId],
  )
  assert(pendingLevel(chain, decisions, document.contentHash) === null, `not everybody agreed to ${document.number}`)
}

type Asked = Pick<DocumentRow, 'documentId' | 'type' | 'value' | 'reversalOf' | 'writtenAt' | 'storeCode'> & {
  /** who takes the step, where it may be the paper's first */
  by?: Pick<DocumentStepped, 'userId' | 'authorityId'>
}

/**
 * The levels that are asked about a paper. Who undoes one agrees for their own level by holding the right to; only levels
 * above theirs are asked about a mirror.
 */
export const chainAsked = async (
  tx: Tx,
  document: Asked,
  lines: readonly DocumentLine[],
  policy: Policy,
): Promise<ApprovalLevel[]> => {
  const chain = chainOf(document, lines, policy)
  if (document.reversalOf === '') return chain
  const begun = (await handInOf(tx, document.documentId)) ?? document.by
  const beginners = [begun?.userId ?? '', begun?.authorityId ?? '']
  const held = await tx.all<{ role: Role }>(
    // at a shop somebody is what they are there; at HQ what they are over that shop. Roles they lost since count on: who is
    // asked about a paper does not change under it, and whether they might begin it was judged when they did
    `SELECT role FROM userRole WHERE userId IN (?, ?) AND (? <> 'store' OR scopeKind = 'store')
       AND (scopeKind <> 'store' OR scopeCode = ?)
     UNION SELECT json_extract(r.value, '$.role') FROM userChange c, json_each(c.before, '$.assignments') r
       WHERE c.userId IN (?, ?) AND ? = 'store' AND json_extract(r.value, '$.scopeKind') = 'store'
         AND json_extract(r.value, '$.scopeCode') = ?`,
    [...beginners, document.writtenAt, document.storeCode, ...beginners, document.writtenAt, document.storeCode],
  )
  return chainAbove(
    chain,
    levelOf(
      held.map(({ role }) => role),
      policy,
    ),
  )
}

/** The newest one: a paper may be taken back and handed in again. */
const handInOf = (tx: Tx, documentId: string): Promise<{ userId: string; authorityId: string } | undefined> =>
  tx.one(
    `SELECT userId, authorityId FROM documentStep WHERE documentId = ? AND step = 'submitted' ORDER BY stepNo DESC LIMIT 1`,
    [documentId],
  )
