/**
 * HQ decides about a store's paper: the word is written here, bound to what was seen, and pulled by the store, which
 * carries it out. A request everybody agreed to becomes a transfer at once.
 */
import type { InputOf } from '../../contract/operations'
import type { DocumentRow, TransferRow } from '../../database/entities'
import { findVisible, linesOf } from '../../documents/find'
import { nextNumber } from '../../documents/number'
import { carryOut, movesGoods, nextLevel, refuseDecision } from '../../documents/submit'
import { addStep, changeDocument } from '../../documents/tell'
import type { DocumentWork } from '../../documents/work'
import { Refusal } from '../../gateway/gateway'
import { publish } from '../publish'
import type { HubRuntime } from '../runtime'
import { clearValue, transferFromRequest } from './follow'
import { callOffTransfer } from './transfers'

type Input = InputOf<'document.decide'>

export const decideAtHq = async (work: DocumentWork, runtime: HubRuntime, input: Input): Promise<void> => {
  const document = await findVisible(work, input.type, input.documentId)
  const level = refuseDecision(work, document, input)
  const decision = { level, decision: input.decision, contentHash: input.contentHash }
  await refuseUnknownGrant(work, document, input)
  if (document.writtenAt === 'hub') {
    const authorisationNumber = document.type === 'supplierReturn' ? await nextNumber(work, 'SQ') : ''
    const decided = await carryOut(work, document, decision, { reason: input.reason, authorisationNumber })
    if (decided.state === 'approved' && !movesGoods(document)) await grant(work, runtime, decided, input, '')
    return
  }
  await decideForStore(work, runtime, document, decision, input)
}

/** What is granted must be of the request, and from a warehouse that is there. */
const refuseUnknownGrant = async (work: DocumentWork, document: DocumentRow, input: Input): Promise<void> => {
  const lines = await linesOf(work.tx, document.documentId)
  const unknown = (input.approvedLines ?? []).find(({ lineNo }) => !lines.some((line) => line.lineNo === lineNo))
  if (unknown) throw new Refusal('LINE_NOT_FOUND', { lineNo: unknown.lineNo })
  if (input.fromWarehouseCode === undefined) return
  const warehouse = await work.tx.one(`SELECT 1 AS found FROM warehouse WHERE code = ? AND code <> ?`, [
    input.fromWarehouseCode,
    document.warehouseCode,
  ])
  if (!warehouse) throw new Refusal('WAREHOUSE_NOT_FOUND', { warehouseCode: input.fromWarehouseCode })
}

const decideForStore = async (
  work: DocumentWork,
  runtime: HubRuntime,
  document: DocumentRow,
  decision: {
    level: 'storeManager' | 'regionManager' | 'hqOperations'
    decision: 'approved' | 'refused'
    contentHash: string
  },
  input: Input,
): Promise<void> => {
  const lines = await linesOf(work.tx, document.documentId)
  const approved = decision.decision === 'approved'
  const next = approved ? await nextLevel(work.tx, document, lines, decision) : null
  const complete = approved && next === null
  const authorisationNumber = complete && needsAuthorisation(document.type) ? await nextNumber(work, 'SQ') : ''
  await addStep(work.tx, document.documentId, {
    step: 'decided',
    ...decision,
    userId: work.user.userId,
    userName: work.user.name,
    authorityId: '',
    reason: input.reason,
    at: work.at,
    logId: null,
    seq: null,
  })
  await changeDocument(work.tx, document.documentId, {
    state: approved ? (complete ? 'approved' : 'submitted') : 'draft',
    pendingLevel: approved ? next : null,
    refusal: approved ? '' : input.reason,
    ...(authorisationNumber === '' ? {} : { reference: authorisationNumber }),
  })
  await tellStore(work, document, decision, input.reason, complete, authorisationNumber)
  if (complete && !movesGoods(document)) await grant(work, runtime, document, input, authorisationNumber)
  work.remember(document.documentId, { number: document.number, ...decision, reason: input.reason, complete })
}

/** Goods leave the chain's own hands, or the shop's: whoever carries them shows a number HQ gave. */
const needsAuthorisation = (type: string): boolean => type === 'supplierReturn' || type === 'warehouseReturn'

const tellStore = (
  work: DocumentWork,
  document: DocumentRow,
  decision: {
    level: 'storeManager' | 'regionManager' | 'hqOperations'
    decision: 'approved' | 'refused'
    contentHash: string
  },
  reason: string,
  complete: boolean,
  authorisationNumber: string,
): Promise<void> =>
  publish(work.tx, 'documents', [
    {
      type: 'decision',
      key: document.documentId,
      scope: document.storeCode,
      body: {
        documentId: document.documentId,
        ...decision,
        reason,
        userId: work.user.userId,
        userName: work.user.name,
        at: work.at,
        complete,
        authorisationNumber,
      },
    },
  ])

const grant = async (
  work: DocumentWork,
  runtime: HubRuntime,
  document: DocumentRow,
  input: Input,
  authorisationNumber: string,
): Promise<void> => {
  // handed in a second time while the first yes is being carried out: one request, one transfer
  const standing = await work.tx.one(`SELECT 1 AS found FROM transfer WHERE requestId = ? AND state <> 'cancelled'`, [
    document.documentId,
  ])
  if (standing) return
  const { fromWarehouseCode, approvedLines = [] } = input
  const granted = { approvedLines, fromWarehouseCode, userName: work.user.name }
  return transferFromRequest(work.tx, runtime, document, granted, authorisationNumber)
}

/**
 * HQ calls a transfer off, or, where a part of it has arrived, the rest of it. What is on its way already stands, and is
 * settled as a difference.
 */
export const cancelTransfer = async (
  work: DocumentWork,
  runtime: HubRuntime,
  transfer: TransferRow,
  reason: string,
): Promise<void> => {
  if (transfer.state !== 'awaitingDispatch')
    throw new Refusal('TRANSFER_STATE', { number: transfer.number, state: transfer.state })
  const after = await callOffTransfer(work.tx, transfer.transferId, reason)
  if (after?.state === 'completed') await clearValue(work.tx, runtime, after)
  work.remember(transfer.transferId, { number: transfer.number, before: transfer.state, after: after?.state, reason })
}
