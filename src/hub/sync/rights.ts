/**
 * Whose step was it, and might they take it? What a store's PC says of its people is held against the rights HQ gave them;
 * what it says of HQ's people, against the word HQ itself wrote down.
 */
import { type Permission, roleHolds } from '../../contract/permissions'
import type { Policy, Role } from '../../contract/schemas/masterData'
import type { DocumentStepped } from '../../contract/schemas/sync'
import { type ApprovalLevel, chainAbove, highestLevel, levelOfRole, pendingLevel } from '../../core/documents/approval'
import type { DocumentLine } from '../../core/documents/rule'
import { assert } from '../../core/result'
import { type DocumentRow, UserEntity } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { chainOf } from '../../documents/check'
import { rowOf } from '../../documents/tell'
import { policyAt } from '../../documents/work'
import type { Caller } from '../../gateway/gateway'

type Device = NonNullable<Caller['device']>

/** Which rights let somebody take a step: one of them is enough. */
const rightsFor = async (tx: Tx, { step, document }: DocumentStepped): Promise<Permission[]> => {
  const of = (...acts: string[]): Permission[] => acts.map((act) => `${document.type}.${act}` as Permission)
  if (step === 'posted') {
    if (document.reversalOf === '') return of('post', 'approve')
    // handed in, it takes effect with the last yes, or by hands; undone at once, it is the act of undoing itself
    return (await handInOf(tx, document.documentId)) ? of('reverse', 'approve', 'post') : of('reverse')
  }
  if (step === 'submitted') return document.reversalOf === '' ? of('submit') : of('reverse')
  if (step === 'withdrawn') return of('submit')
  if (step === 'decided') return of('approve')
  return step === 'cancelled' ? of('cancel') : of('post')
}

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
 * Who took the step, or who lent them the right, held it when it was taken, or at least some time since the paper was
 * begun: a store knows the policy it last pulled, and which that was nobody here can tell. A step that carries
 * out HQ's word needs that word here. Nothing is posted before everybody agreed, and nobody agreed to their own.
 */
export const assertRight = async (
  tx: Tx,
  device: Device,
  event: DocumentStepped,
  policies: readonly Policy[],
  held: DocumentRow | undefined,
): Promise<void> => {
  if (event.underDecisionOf !== '' || held?.writtenAt === 'hub') await assertHqWord(tx, device, event, held)
  else await assertHeld(tx, event, policies)
  if (event.step === 'decided') await assertOthersWork(tx, event, held)
  if (event.step === 'posted' && event.document.writtenAt === 'store')
    await assertAgreed(tx, event, policies[0] as Policy)
}

/** Everybody named is of this store: nobody of HQ or of another shop lends their right, or speaks, through its PC. */
const assertHeld = async (tx: Tx, event: DocumentStepped, policies: readonly Policy[]): Promise<void> => {
  const { userId, authorityId, document } = event
  assert(authorityId !== userId, 'nobody lends themselves a right')
  const user = await ownUser(tx, userId, document.storeCode)
  const lender = authorityId === '' ? user : await ownUser(tx, authorityId, document.storeCode)
  const holdsOneOf = (role: string, rights: readonly Permission[]): boolean =>
    policies.some((policy) => rights.some((right) => roleHolds(role as Role, right, policy)))
  const wanted = await rightsFor(tx, event)
  assert(
    [user, lender].some(({ role }) => holdsOneOf(role, wanted)),
    `user ${userId} may not ${wanted.join(' or ')}`,
  )
  if (authorityId !== '')
    assert(
      holdsOneOf(lender.role, await lendableFor(tx, event, wanted)),
      `user ${authorityId} holds nothing to lend for this`,
    )
}

const ownUser = async (tx: Tx, id: string, storeCode: string): Promise<{ role: string }> => {
  const user = await tx.manager.findOneBy(UserEntity, { id })
  assert(user && user.scopeKind === 'store' && user.scopeCode === storeCode, `user ${id} is not of store ${storeCode}`)
  return user
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

/** Whoever lent their right on the spot is who decided; HQ's own people were judged when they spoke. */
const assertOthersWork = async (tx: Tx, event: DocumentStepped, held: DocumentRow | undefined): Promise<void> => {
  const { document, decision, userId, authorityId, underDecisionOf } = event
  const decider = authorityId === '' ? userId : authorityId
  assert(decider !== document.authorId && decider !== held?.submittedById, 'nobody decides about their own document')
  assert(decision && decision.contentHash === held?.contentHash, 'the decision is about something else')
  // refused, the paper goes back to its author and is signed for no more
  const stands = decision.decision === 'refused' ? '' : decision.contentHash
  assert(document.contentHash === stands, 'the decision is about something else')
  if (underDecisionOf !== '') return
  const user = await tx.manager.findOneBy(UserEntity, { id: decider })
  assert(levelOfRole(user?.role ?? '') === decision.level, `user ${decider} does not decide as ${decision.level}`)
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

type Asked = Pick<DocumentRow, 'documentId' | 'type' | 'value' | 'reversalOf'> & {
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
  const roles = await tx.all<{ role: string }>('SELECT role FROM user WHERE id IN (?, ?)', [
    begun?.userId ?? '',
    begun?.authorityId ?? '',
  ])
  return chainAbove(chain, highestLevel(roles.map(({ role }) => role)))
}

/** The newest one: a paper may be taken back and handed in again. */
const handInOf = (tx: Tx, documentId: string): Promise<{ userId: string; authorityId: string } | undefined> =>
  tx.one(
    `SELECT userId, authorityId FROM documentStep WHERE documentId = ? AND step = 'submitted' ORDER BY stepNo DESC LIMIT 1`,
    [documentId],
  )
