/** What follows at HQ when a document took a step, a store's paper or HQ's own: transfers move on, requests become them, orders close. */
import { costValueToFen } from '../../core/quantity/quantity'
import { type Account, inTransitAccount } from '../../core/stock/accounts'
import type { Movement } from '../../core/stock/movement'
import type { DocumentRow, TransferRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { giveAuthorisation, isAuthorisation, needsAuthorisation } from '../../documents/authorise'
import { insertDraft } from '../../documents/create'
import { linesOf } from '../../documents/find'
import { hqCode, nextNumber } from '../../documents/number'
import { tellPosted } from '../../documents/post'
import type { DocumentWork } from '../../documents/work'
import { actorOf } from '../../gateway/gateway'
import { currentPolicy } from '../policy'
import { publish } from '../publish'
import { type HubRuntime, isoNow } from '../runtime'
import { hubWork } from '../work'
import { settle } from './settle'
import { callOffTransfer, createTransfer, publishTransfer, refreshTransfer } from './transfers'

const transferPapers = ['transferDispatch', 'transferReceipt', 'transferSettlement']

export const afterStep = async (tx: Tx, runtime: HubRuntime, document: DocumentRow, step: string): Promise<void> => {
  if (isRequest(document)) return followRequest(tx, runtime, document, step)
  if (step !== 'posted') return
  if (transferPapers.includes(document.type)) await moveOn(tx, runtime, document)
  if (document.type === 'goodsReceipt' && (await saysOfOrder(tx, document))) await followOrder(tx, document.sourceId)
}

const isRequest = ({ type }: DocumentRow): boolean => type === 'transferRequest' || type === 'warehouseReturn'

/**
 * Where policy lets a shop agree by itself, its request becomes a transfer when HQ hears of it; HQ's own yes makes one in
 * the same breath (`carriedOut` is the store repeating it). A request called off, taken back or refused meanwhile in the
 * shop takes its transfer along while nothing was sent: handed in again it must not become a second one.
 */
const followRequest = async (tx: Tx, runtime: HubRuntime, request: DocumentRow, step: string): Promise<void> => {
  const standing = await tx.one<TransferRow>(`SELECT * FROM transfer WHERE requestId = ? AND state <> 'cancelled'`, [
    request.documentId,
  ])
  if (request.state === 'draft' || request.state === 'cancelled') return callOff(tx, request, standing)
  if (standing && request.state === 'approved') return nameAlike(tx, request, standing)
  const agreedHere = step === 'submitted' || (step === 'decided' && request.writtenAt === 'store')
  if (!agreedHere || request.state !== 'approved' || standing) return
  const granted = { approvedLines: [], fromWarehouseCode: undefined, userName: request.storeCode }
  const work = hubWork(tx, runtime, await hubItself(tx))
  await transferFromRequest(tx, runtime, request, granted, await authorisationOf(work, request))
}

/** The shop gave the number when its own people agreed. PCs of the first version did not know to, so HQ gives it for them. */
const authorisationOf = async (work: DocumentWork, request: DocumentRow): Promise<string> => {
  if (!needsAuthorisation(request)) return ''
  const given = isAuthorisation(request.reference, request.storeCode || hqCode)
  return given ? request.reference : giveAuthorisation(work)
}

/**
 * Shop and HQ agreed at the same time, each with a number of its own: the paper is the shop's, and whoever takes the goods
 * away shows the number that is on it.
 */
const nameAlike = async (tx: Tx, request: DocumentRow, transfer: TransferRow): Promise<void> => {
  if (!needsAuthorisation(request) || !isAuthorisation(request.reference, request.storeCode || hqCode)) return
  if (request.reference === transfer.authorisationNumber) return
  await tx.run('UPDATE transfer SET authorisationNumber = ? WHERE transferId = ?', [
    request.reference,
    transfer.transferId,
  ])
  await publishTransfer(tx, transfer.transferId)
}

const callOff = async (tx: Tx, request: DocumentRow, transfer: TransferRow | undefined): Promise<void> => {
  if (transfer?.state !== 'awaitingDispatch' || transfer.dispatchesPosted > 0) return
  await callOffTransfer(tx, transfer.transferId, await lastReason(tx, request.documentId))
}

/** Why the request was called off, taken back or refused: the words of the step that did it. */
const lastReason = async (tx: Tx, documentId: string): Promise<string> => {
  const step = await tx.one<{ reason: string }>(
    'SELECT reason FROM documentStep WHERE documentId = ? ORDER BY stepNo DESC LIMIT 1',
    [documentId],
  )
  return step?.reason ?? ''
}

const moveOn = async (tx: Tx, runtime: HubRuntime, document: DocumentRow): Promise<void> => {
  if (document.type === 'transferSettlement')
    await tx.run('UPDATE transferSettlement SET waiting = 0 WHERE documentId = ?', [document.documentId])
  const transfer = await refreshTransfer(tx, document.sourceId)
  if (transfer?.state === 'difference') await settleByItself(tx, runtime, transfer)
  if (transfer?.state === 'completed') await clearValue(tx, runtime, transfer)
}

/** Policy may let small shortages be charged to the sender with nobody looking. */
const settleByItself = async (tx: Tx, runtime: HubRuntime, transfer: TransferRow): Promise<void> => {
  const { settleByItselfBelowFen } = (await currentPolicy(tx)).transfers
  const open = await tx.all<{ lineNo: number; quantity: number; openValue: number }>(
    `SELECT lineNo, sentQuantity - receivedQuantity - settledQuantity AS quantity, openValue FROM transferLine
     WHERE transferId = ? AND sentQuantity - receivedQuantity - settledQuantity <> 0`,
    [transfer.transferId],
  )
  const valueFen = costValueToFen(open.reduce((sum, line) => sum + line.openValue, 0))
  const [first] = open
  if (!first || open.some(({ quantity }) => quantity < 0) || valueFen >= settleByItselfBelowFen) return
  // people decided already and the sender's PC has not posted it yet: theirs stands
  const decided = await tx.one('SELECT 1 AS found FROM transferSettlement WHERE transferId = ? AND waiting = 1', [
    transfer.transferId,
  ])
  if (decided) return
  // one line at a time: the paper it posts moves the transfer on, and that comes back here for the next
  const { transferId } = transfer
  const { lineNo, quantity } = first
  const work = hubWork(tx, runtime, await hubItself(tx))
  await settle(work, { transferId, lineNo, quantity, way: 'chargeSender', note: '' })
}

/** HQ acting by itself, in nobody's name. */
export const hubItself = async (tx: Tx) =>
  actorOf(
    { userId: 'hub', name: '总部', nameEn: 'HQ', roles: ['hqOperations'], scope: { kind: 'chain' } },
    await currentPolicy(tx),
  )

/**
 * All pieces are home, but papers that met out of order may leave cents on the way, and a receiver who read another lot off
 * the goods than the sender leaves one lot too many and one too few. Both are an adjustment, never lost.
 */
export const clearValue = async (tx: Tx, runtime: HubRuntime, transfer: TransferRow): Promise<void> => {
  const movements = await leftOnTheWay(tx, inTransitAccount(transfer.transferId))
  if (movements.length === 0) return
  const work = hubWork(tx, runtime, await hubItself(tx))
  const documentId = await insertDraft(
    work,
    await currentPolicy(tx),
    'transferSettlement',
    { code: transfer.fromWarehouseCode, storeCode: transfer.fromStoreCode },
    { sourceId: transfer.transferId, sourceNumber: transfer.number, note: '尾差' },
  )
  const document = await tx.one<DocumentRow>('SELECT * FROM document WHERE documentId = ?', [documentId])
  await tellPosted(
    { ...work, afterStep: async () => void (await refreshTransfer(tx, transfer.transferId)) },
    document as DocumentRow,
    [],
    movements,
    {},
    {},
  )
}

const leftOnTheWay = async (tx: Tx, account: Account): Promise<Movement[]> => {
  const lots = await tx.all<{ sku: string; lot: string; onHand: number }>(
    'SELECT sku, lot, onHand FROM stockBalance WHERE account = ? AND onHand <> 0 ORDER BY sku, lot',
    [account],
  )
  const values = await tx.all<{ sku: string; value: number }>(
    'SELECT sku, sum(value) AS value FROM stockBalance WHERE account = ? GROUP BY sku HAVING sum(value) <> 0',
    [account],
  )
  const ends = (left: number): Pick<Movement, 'fromAccount' | 'toAccount'> =>
    left > 0 ? { fromAccount: account, toAccount: 'adjustment' } : { fromAccount: 'adjustment', toAccount: account }
  const goods = lots.map(({ sku, lot, onHand }) => ({
    ...{ sku, lot, quantity: Math.abs(onHand), value: 0, kind: 'transferSettlement' as const },
    ...ends(onHand),
  }))
  const cents = values.map(({ sku, value }) => ({
    ...{ sku, lot: '', quantity: 0, value: Math.abs(value), kind: 'revaluation' as const },
    ...ends(value),
  }))
  return [...goods, ...cents].map((movement, index) => ({ ...movement, line: index + 1, unitCost: 0 }))
}

/** Closing its order, or taking back a paper that closed it. */
const saysOfOrder = async (tx: Tx, { closesSource, reversalOf }: DocumentRow): Promise<boolean> =>
  closesSource === 1 ||
  (reversalOf !== '' &&
    (await tx.one('SELECT 1 AS found FROM document WHERE documentId = ? AND closesSource = 1', [reversalOf])) !==
      undefined)

/**
 * The store says no more of this order will come: HQ's order is closed and every PC hears it; reversed, the paper that
 * said so says it no more, and the order expects its goods again.
 */
const followOrder = async (tx: Tx, orderId: string): Promise<void> => {
  const order = await tx.one<Record<string, unknown> & { storeCode: string; state: string }>(
    'SELECT * FROM purchaseOrder WHERE documentId = ?',
    [orderId],
  )
  const closedBy = await tx.one(
    `SELECT 1 AS found FROM document d WHERE d.sourceId = ? AND d.type = 'goodsReceipt' AND d.state = 'posted' AND d.closesSource = 1
       AND NOT EXISTS (SELECT 1 FROM document v WHERE v.reversalOf = d.documentId AND v.reversalOf <> '' AND v.state = 'posted')`,
    [orderId],
  )
  const state = closedBy ? 'closed' : 'open'
  if (!order || order.state === state) return
  const lines = await tx.all<object>(
    'SELECT lineNo, sku, orderedQuantity, unitCost FROM purchaseOrderLine WHERE orderId = ? ORDER BY lineNo',
    [orderId],
  )
  await publish(tx, 'orders', [
    { type: 'purchaseOrder', key: orderId, scope: order.storeCode, body: { ...order, state, lines } },
  ])
}

export interface Granted {
  /** per line of the request; what is not named is granted as asked */
  approvedLines: readonly { lineNo: number; quantity: number }[]
  fromWarehouseCode: string | undefined
  userName: string
}

/**
 * A request everybody agreed to becomes a transfer. A store asks for goods from elsewhere into its own warehouse, or (its
 * own warehouse named as the sender, and always for 返仓) offers some: `warehouseCode` is the asker's, `toWarehouseCode`
 * the other end.
 */
export const transferFromRequest = async (
  tx: Tx,
  runtime: HubRuntime,
  request: DocumentRow,
  granted: Granted,
  authorisationNumber: string,
): Promise<void> => {
  const isReturn = request.type === 'warehouseReturn'
  const lines = await linesOf(tx, request.documentId)
  const approved = new Map(granted.approvedLines.map(({ lineNo, quantity }) => [lineNo, quantity]))
  const work = hubWork(tx, runtime, await hubItself(tx))
  const { numbers } = await currentPolicy(tx)
  await createTransfer(tx, {
    transferId: runtime.ids.uuid(),
    number: await nextNumber(work, isReturn ? numbers.return : numbers.transfer),
    kind: isReturn ? 'return' : 'transfer',
    fromWarehouseCode: isReturn ? request.warehouseCode : (granted.fromWarehouseCode ?? request.toWarehouseCode),
    toWarehouseCode: isReturn ? request.toWarehouseCode : request.warehouseCode,
    requestId: request.documentId,
    requestNumber: request.number,
    authorisationNumber,
    dueDate: request.dueDate,
    note: request.note,
    createdByName: granted.userName,
    createdAt: isoNow(runtime),
    lines: lines.map((line) => ({
      sku: line.sku,
      askedQuantity: line.quantity,
      approvedQuantity: approved.get(line.lineNo) ?? line.quantity,
    })),
  })
}
