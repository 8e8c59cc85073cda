/**
 * HQ's word, carried out here: a decision about a paper of this PC, or a paper HQ wrote for this store's warehouse. Each
 * in a savepoint of the pull's own transaction; what cannot be carried out is parked and never blocks the rest.
 */
import type { DecisionItem, InstructionItem } from '../../contract/schemas/sync'
import { storeDayOf } from '../../core/quantity/storeDay'
import { DocumentEntity, type DocumentRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { createMemory, logCarriedOut } from '../../documents/act'
import { linesOf } from '../../documents/find'
import { postApproved } from '../../documents/post'
import { carryOut } from '../../documents/submit'
import { rowOf } from '../../documents/tell'
import type { DocumentWork } from '../../documents/work'
import { actorOf } from '../../gateway/gateway'
import { touchDocument } from '../../ledger/touched'
import { type Enrolment, readEnrolment, readPolicy } from '../meta'
import { isoNow, type StoreRuntime } from '../runtime'
import { storeSide } from '../work'

export interface HqWord {
  type: 'decision' | 'instruction'
  body: unknown
}

export const isHqWord = (item: { type: string }): boolean => item.type === 'decision' || item.type === 'instruction'

export const carryOutWord = async (tx: Tx, runtime: StoreRuntime, word: HqWord): Promise<void> => {
  const enrolment = await readEnrolment(tx)
  if (!enrolment) return
  if (word.type === 'decision') await carryOutDecision(tx, runtime, enrolment, word.body as DecisionItem)
  else await carryOutInstruction(tx, runtime, enrolment, word.body as InstructionItem)
}

const carryOutDecision = async (
  tx: Tx,
  runtime: StoreRuntime,
  enrolment: Enrolment,
  item: DecisionItem,
): Promise<void> => {
  const document = await tx.one<DocumentRow>(`SELECT * FROM document WHERE documentId = ? AND writtenAt = 'store'`, [
    item.documentId,
  ])
  // withdrawn or handed in anew since HQ looked: the decision was about something that is no more
  if (document?.state !== 'submitted' || document.contentHash !== item.contentHash)
    return runtime.log({ event: 'decision is void', documentId: item.documentId, state: document?.state ?? 'unknown' })
  const { work, told } = await workAs(tx, runtime, enrolment, item)
  const { level, decision, contentHash, reason, userId, userName, authorisationNumber } = item
  await carryOut(work, document, { level, decision, contentHash }, { reason, userId, userName, authorisationNumber })
  await told('decision.carriedOut')
}

const carryOutInstruction = async (
  tx: Tx,
  runtime: StoreRuntime,
  enrolment: Enrolment,
  item: InstructionItem,
): Promise<void> => {
  if (item.deviceId !== enrolment.deviceId) return
  const { documentId } = item.document
  if (await tx.one('SELECT 1 AS found FROM document WHERE documentId = ?', [documentId])) return
  await tx.manager.insert(DocumentEntity, { ...rowOf(item.document), state: 'draft', version: 1 } as DocumentRow)
  await tx.insertRows(
    'documentLine',
    item.lines.map((line) => ({ documentId, ...line, unplanned: line.unplanned ? 1 : 0, touchedAt: 0 })),
  )
  await tx.run(`UPDATE document SET state = 'approved' WHERE documentId = ?`, [documentId])
  touchDocument(tx, documentId)
  const document = await tx.one<DocumentRow>('SELECT * FROM document WHERE documentId = ?', [documentId])
  const { work, told } = await workAs(tx, runtime, enrolment, item)
  await postApproved(work, document as DocumentRow, await linesOf(tx, documentId), item)
  await told('instruction.carriedOut')
}

/** Somebody at HQ acts here through their decision; no window, no PIN, and no right is asked again. `told` is its line in the trail. */
const workAs = async (
  tx: Tx,
  runtime: StoreRuntime,
  enrolment: Enrolment,
  by: { userId: string; userName: string },
): Promise<{ work: DocumentWork; told: (operation: string) => Promise<void> }> => {
  const policy = await readPolicy(tx)
  const memory = createMemory()
  const scope = { kind: 'store', storeCode: enrolment.storeCode } as const
  const { logId, letter, storeCode } = enrolment
  const work: DocumentWork = {
    tx,
    side: 'store',
    user: actorOf({ userId: by.userId, name: by.userName, nameEn: '', roles: ['hqOperations'], scope }, policy),
    authority: null,
    at: isoNow(runtime.clock),
    storeDay: storeDayOf(runtime.clock.nowMs()),
    ids: runtime.ids,
    policy: () => Promise.resolve(policy),
    place: () => Promise.resolve({ logId, letter, storeCode }),
    isElsewhere: () => Promise.resolve(false),
    remember: memory.remember,
    emit: (event) => tx.afterCommit(() => runtime.emit(event)),
    nudge: () => undefined,
    ...storeSide,
  }
  const told = (operation: string): Promise<void> =>
    logCarriedOut(tx, { operation, userId: by.userId, at: work.at }, memory)
  return { work, told }
}
