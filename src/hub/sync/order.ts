/**
 * Which step may come now. A store tells its papers' steps in the order it took them, so where a paper stands at the store
 * follows from what the store told, and from that alone: HQ's own words change its state here before the store hears of
 * them, and one the store never carried out (the paper was taken back meanwhile) changes nothing there.
 */
import type { DocumentStepped } from '../../contract/schemas/sync'
import { type Decision, pendingLevel } from '../../core/documents/approval'
import { assert } from '../../core/result'
import type { DocumentRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { linesOf } from '../../documents/find'
import { rowOf } from '../../documents/tell'
import { policyAt } from '../../documents/work'
import { chainAsked } from './rights'

type Step = DocumentStepped['step']
type Standing = 'draft' | 'submitted' | 'approved' | 'posted'

const followedBy: Record<Standing, readonly Step[]> = {
  draft: ['submitted', 'posted', 'cancelled'],
  submitted: ['decided', 'withdrawn'],
  approved: ['posted', 'cancelled'],
  posted: ['confirmed'],
}

/** What HQ wrote takes one step of a store's, and whether it may is HQ's own word (`rights.ts`). */
export const assertOrder = async (tx: Tx, event: DocumentStepped, held: DocumentRow | undefined): Promise<void> => {
  const { step, document, decision } = event
  assert((decision !== null) === (step === 'decided'), 'a decision comes with the step that makes it')
  if (document.writtenAt === 'hub') return
  const told = await stepsTold(tx, document.documentId)
  const standing = held ? await standingAtStore(tx, held, told) : 'draft'
  assert(followedBy[standing].includes(step), `step ${step} of ${document.number} comes when it is ${standing}`)
  // each hand-in is signed for anew, so no decision is used twice
  if (step === 'submitted')
    assert(document.round > (held?.round ?? 0), `${document.number} is handed in again as before`)
  if (step === 'posted' && standing === 'draft') await assertUnsigned(tx, event)
  if (step === 'confirmed') {
    const once = !told.some((one) => one.step === 'confirmed')
    assert(document.type === 'supplierReturn' && once, `${document.number} has nothing to be confirmed`)
  }
}

/** What people agreed to and the author took back is not posted under their yes. What nobody is asked about may be. */
const assertUnsigned = async (tx: Tx, { document, lines, userId, authorityId }: DocumentStepped): Promise<void> => {
  if (document.contentHash === '') return
  const policy = await policyAt(tx, document.policyVersion)
  const chain = await chainAsked(tx, { ...rowOf(document), by: { userId, authorityId } }, lines, policy)
  assert(chain.length === 0, `${document.number} was not handed in as it is posted`)
}

type Told = Decision & { step: string }

/** HQ's own decisions stand in no log; the store carrying one out tells so. */
const stepsTold = (tx: Tx, documentId: string): Promise<Told[]> =>
  tx.all(
    `SELECT step, level, decision, userId, contentHash FROM documentStep WHERE documentId = ? AND logId IS NOT NULL
     ORDER BY stepNo`,
    [documentId],
  )

const standingAtStore = async (tx: Tx, held: DocumentRow, told: readonly Told[]): Promise<Standing> => {
  if (held.state === 'posted') return 'posted'
  const handedIn = told.map(({ step }) => step).lastIndexOf('submitted')
  const since = told.slice(handedIn + 1)
  const wentBack = since.some(({ step, decision }) => step === 'withdrawn' || decision === 'refused')
  if (handedIn < 0 || wentBack) return 'draft'
  const policy = await policyAt(tx, held.policyVersion)
  const chain = await chainAsked(tx, held, await linesOf(tx, held.documentId), policy)
  return pendingLevel(chain, since, held.contentHash) === null ? 'approved' : 'submitted'
}
