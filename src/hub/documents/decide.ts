/**
 * HQ decides about a store's paper: the word is written here, bound to what was seen, and pulled by the store, which
 * carries it out. A request everybody agreed to becomes a transfer at once.
 */
import type { InputOf } from '../../contract/operations'
import type { Warehouse } from '../../contract/schemas/masterData'
import type { DocumentRow, TransferRow } from '../../database/entities'
import { withinScope } from '../../database/queries/scope'
import { giveAuthorisation, needsAuthorisation } from '../../documents/authorise'
import { refuseVirtual } from '../../documents/create'
import { findVisible, linesOf } from '../../documents/find'
import { carryOut, movesGoods, nextLevel, refuseDecision } from '../../documents/submit'
import { addStep, changeDocument } from '../../documents/tell'
import type { DocumentWork } from '../../documents/work'
import { Refusal } from '../../gateway/gateway'
import { publish } from '../publish'
import type { HubRuntime } from '../runtime'
import { clearValue, transferFromRequest } from './follow'
import { callOffTransfer, placeOfTransfer } from './transfers'

type Input = InputOf<'document.decide'>

export const decideAtHq = async (work: DocumentWork, runtime: HubRuntime, input: Input): Promise<void> => {
  const document = await findVisible(work, input.type, input.documentId)
  const level = await refuseDecision(work, document, input)
  const decision = { level, decision: input.decision, contentHash: input.contentHash }
  await refuseBadGrant(work, document, input, decision)
  if (document.writtenAt === 'hub') {
    const decided = await carryOut(work, document, decision, { reason: input.reason })
    if (decided.state === 'approved' && !movesGoods(document))
      await grant(work, runtime, decided, input, needsAuthorisation(decided) ? decided.reference : '')
    return
  }
  await decideForStore(work, runtime, document, decision, input)
}

/** What is granted must be of the request, whole where its goods are, and from a warehouse that can send it. */
const refuseBadGrant = async (
  work: DocumentWork,
  document: DocumentRow,
  input: Input,
  decision: Parameters<typeof carryOut>[2],
): Promise<void> => {
  if (input.decision !== 'approved' || movesGoods(document)) return
  const changes = input.approvedLines !== undefined || input.fromWarehouseCode !== undefined
  const next = await nextLevel(work.tx, document, await linesOf(work.tx, document.documentId), decision)
  // the last level's word makes the transfer: a smaller quantity granted before it would be lost without a trace
  if (changes && next !== null) throw new Refusal('APPROVAL_LEVEL', { level: next })
  await refuseSecond(work, document)
  await refuseBadQuantities(work, document, input.approvedLines ?? [])
  await refuseBadEnds(work, document, input.fromWarehouseCode, next === null)
}

/**
 * Taken back in the shop after HQ's yes, and handed in anew: while nothing was sent the first transfer was called off. Once
 * it was, a second yes would either do nothing or send it all again: it is refused, and more is asked for on a new paper.
 */
const refuseSecond = async ({ tx }: DocumentWork, { documentId }: DocumentRow): Promise<void> => {
  const standing = await standingTransfer(tx, documentId)
  if (standing && (standing.state !== 'awaitingDispatch' || standing.dispatchesPosted > 0))
    throw new Refusal('ALREADY_TRANSFERRED', { number: standing.number })
}

const standingTransfer = (tx: DocumentWork['tx'], requestId: string): Promise<TransferRow | undefined> =>
  tx.one<TransferRow>(`SELECT * FROM transfer WHERE requestId = ? AND state <> 'cancelled'`, [requestId])

const refuseBadQuantities = async (
  work: DocumentWork,
  { documentId }: DocumentRow,
  approvedLines: readonly { lineNo: number; quantity: number }[],
): Promise<void> => {
  const lines = await work.tx.all<{ lineNo: number; sku: string; quantity: number; weighed: number }>(
    `SELECT l.lineNo, l.sku, l.quantity, coalesce(p.weighed, 0) AS weighed
     FROM documentLine l LEFT JOIN product p ON p.sku = l.sku WHERE l.documentId = ?`,
    [documentId],
  )
  const granted = new Map(lines.map(({ lineNo, quantity }) => [lineNo, quantity]))
  for (const { lineNo, quantity } of approvedLines) {
    const line = lines.find((one) => one.lineNo === lineNo)
    if (!line) throw new Refusal('LINE_NOT_FOUND', { lineNo })
    if (line.weighed === 0 && quantity % 1000 !== 0) throw new Refusal('QUANTITY_NOT_WHOLE', { sku: line.sku })
    granted.set(lineNo, quantity)
  }
  // nothing of anything is a refusal, and that needs its reason
  if (![...granted.values()].some((quantity) => quantity > 0)) throw new Refusal('NOTHING_GRANTED')
}

/**
 * HQ may have made either end a virtual one since it was asked for. A return keeps its sender, the asker itself. Who decides
 * names a sender of their own region only; goods the request wants out of a shop elsewhere are HQ's to give. A warehouse of no
 * shop belongs to no region: whether a region's yes is enough for it, policy says with the type's levels.
 */
const refuseBadEnds = async (
  work: DocumentWork,
  { type, warehouseCode, toWarehouseCode }: DocumentRow,
  fromWarehouseCode: string | undefined,
  makesTransfer: boolean,
): Promise<void> => {
  const code = type === 'warehouseReturn' ? toWarehouseCode : (fromWarehouseCode ?? toWarehouseCode)
  const other = await work.tx.one<Warehouse>('SELECT code, name, kind, storeCode FROM warehouse WHERE code = ?', [code])
  const chosen = code !== toWarehouseCode
  const within = other !== undefined && (await isWithin(work, code))
  if (!other || (chosen && !within)) throw new Refusal('WAREHOUSE_NOT_FOUND', { warehouseCode: code })
  if (makesTransfer && !within && other.storeCode !== null)
    throw new Refusal('APPROVAL_LEVEL', { level: 'hqOperations' })
  if (code === warehouseCode) throw new Refusal('SAME_WAREHOUSE')
  refuseVirtual(other)
}

const isWithin = async ({ tx, user }: DocumentWork, code: string): Promise<boolean> => {
  const scope = withinScope(user.scope, 'storeCode')
  const sql = `SELECT 1 AS found FROM warehouse WHERE code = ? AND ${scope.sql}`
  return (await tx.one(sql, [code, ...scope.parameters])) !== undefined
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
  const authorisationNumber = complete && needsAuthorisation(document) ? await giveAuthorisation(work) : ''
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
  work.remember(document.documentId, {
    ...{ number: document.number, ...decision, reason: input.reason, complete },
    before: document.state,
    after: approved ? (complete ? 'approved' : 'submitted') : 'draft',
  })
}

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
  // one request, one transfer: nothing of an earlier one is under way, or this yes would have been refused
  const standing = await standingTransfer(work.tx, document.documentId)
  if (standing) await callOffTransfer(work.tx, standing.transferId, input.reason)
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
  const { number, state: before } = transfer
  const storeCode = placeOfTransfer(transfer)
  work.remember(transfer.transferId, { number, storeCode, before, after: after?.state, reason })
}
