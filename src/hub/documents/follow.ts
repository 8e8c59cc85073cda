/** What follows at HQ when a document took a step, a store's paper or HQ's own: transfers move on, requests become them, orders close. */
import { costValueToFen } from '../../core/quantity/quantity'
import { inTransitAccount } from '../../core/stock/accounts'
import type { Movement } from '../../core/stock/movement'
import type { DocumentRow, TransferRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { insertDraft } from '../../documents/create'
import { linesOf } from '../../documents/find'
import { nextNumber } from '../../documents/number'
import { tellPosted } from '../../documents/post'
import { actorOf } from '../../gateway/gateway'
import { currentPolicy } from '../policy'
import { publish } from '../publish'
import { type HubRuntime, isoNow } from '../runtime'
import { hubWork } from '../work'
import { settle } from './settle'
import { createTransfer, publishTransfer, refreshTransfer } from './transfers'

const transferPapers = ['transferDispatch', 'transferReceipt', 'transferSettlement']

export const afterStep = async (tx: Tx, runtime: HubRuntime, document: DocumentRow, step: string): Promise<void> => {
  if (step !== 'posted') return
  if (transferPapers.includes(document.type)) await moveOn(tx, runtime, document)
  if (document.type === 'goodsReceipt' && document.closesSource === 1) await closeOrder(tx, document.sourceId)
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
  if (open.some(({ quantity }) => quantity < 0) || valueFen >= settleByItselfBelowFen) return
  const work = hubWork(tx, runtime, await hubItself(tx))
  for (const { lineNo, quantity } of open)
    await settle(work, runtime, { transferId: transfer.transferId, lineNo, quantity, way: 'chargeSender', note: '' })
}

const hubItself = async (tx: Tx) =>
  actorOf(
    { userId: 'hub', name: '总部', nameEn: 'HQ', role: 'hqOperations', scope: { kind: 'chain' } },
    await currentPolicy(tx),
  )

/** All pieces are home, but papers that met out of order may leave cents on the way: they are an adjustment, never lost. */
const clearValue = async (tx: Tx, runtime: HubRuntime, transfer: TransferRow): Promise<void> => {
  const account = inTransitAccount(transfer.transferId)
  const left = await tx.all<{ sku: string; value: number }>(
    'SELECT sku, sum(value) AS value FROM stockBalance WHERE account = ? GROUP BY sku HAVING sum(value) <> 0',
    [account],
  )
  if (left.length === 0) return
  const movements = left.map(
    ({ sku, value }, index): Movement => ({
      line: index + 1,
      sku,
      lot: '',
      fromAccount: value > 0 ? account : 'adjustment',
      toAccount: value > 0 ? 'adjustment' : account,
      quantity: 0,
      unitCost: 0,
      value: Math.abs(value),
      kind: 'revaluation',
    }),
  )
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
    { ...work, afterStep: () => publishTransfer(tx, transfer.transferId) },
    document as DocumentRow,
    [],
    movements,
    {},
    {},
  )
}

/** The store says no more of this order will come: HQ's order is closed and every PC hears it. */
const closeOrder = async (tx: Tx, orderId: string): Promise<void> => {
  const order = await tx.one<Record<string, unknown> & { storeCode: string }>(
    'SELECT * FROM purchaseOrder WHERE documentId = ?',
    [orderId],
  )
  if (!order) return
  const lines = await tx.all<object>(
    'SELECT lineNo, sku, orderedQuantity, unitCost FROM purchaseOrderLine WHERE orderId = ? ORDER BY lineNo',
    [orderId],
  )
  await publish(tx, 'orders', [
    { type: 'purchaseOrder', key: orderId, scope: order.storeCode, body: { ...order, state: 'closed', lines } },
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
  await createTransfer(tx, {
    transferId: runtime.ids.uuid(),
    number: await nextNumber(work, isReturn ? 'FC' : 'DB'),
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
