/** 调拨 at HQ: all that runs between the places a user may see, pushed, called off, settled; and papers of HQ's own ends. */
import type { OutputOf } from '../../contract/operations'
import type { Warehouse } from '../../contract/schemas/masterData'
import type { TransferRow } from '../../database/entities'
import { withinScope } from '../../database/queries/scope'
import { findTransfer, listTransfers } from '../../database/queries/transfer'
import { giveAuthorisation } from '../../documents/authorise'
import { policyFor, refuseVirtual } from '../../documents/create'
import { nextNumber } from '../../documents/number'
import { openTransferPaper } from '../../documents/transfer'
import { Refusal, viewOf } from '../../gateway/gateway'
import type { CommandCall, HandlersOf, QueryCall } from '../calls'
import { cancelTransfer } from '../documents/decide'
import { settle } from '../documents/settle'
import { createTransfer, placeOfTransfer } from '../documents/transfers'
import { isoNow } from '../runtime'
import { workOf } from '../work'

export const transferHandlers: HandlersOf<'transfer'> = {
  'transfer.list': async (call, input) =>
    (await listTransfers(
      call.read,
      { ...input, limit: input.limit ?? 100 },
      viewOf(call.user),
      call.runtime.clock.nowMs(),
    )) as OutputOf<'transfer.list'>,
  'transfer.get': (call, input) => wholeTransfer(call, call.read, input.transferId),

  'transfer.push': async (call, input) => {
    const work = workOf(call)
    const { numbers } = await policyFor(work, 'transferDispatch')
    const [from, to] = [
      await ownWarehouse(call, input.fromWarehouseCode),
      await ownWarehouse(call, input.toWarehouseCode),
    ]
    if (from.code === to.code) throw new Refusal('SAME_WAREHOUSE')
    refuseVirtual(to)
    refuseVirtual(from)
    await refuseUnknownProducts(call, input.lines)
    const transferId = call.runtime.ids.uuid()
    const number = await nextNumber(work, input.kind === 'return' ? numbers.return : numbers.transfer)
    await createTransfer(call.tx, {
      transferId,
      number,
      kind: input.kind,
      fromWarehouseCode: from.code,
      toWarehouseCode: to.code,
      requestId: '',
      requestNumber: '',
      authorisationNumber: input.kind === 'return' ? await giveAuthorisation(work) : '',
      dueDate: input.dueDate,
      note: input.note,
      createdByName: call.user.name,
      createdAt: isoNow(call.runtime),
      lines: input.lines.map(({ sku, quantity }) => ({ sku, askedQuantity: quantity, approvedQuantity: quantity })),
    })
    const { kind, lines } = input
    const storeCode = placeOfTransfer({ fromStoreCode: from.storeCode ?? '', toStoreCode: to.storeCode ?? '' })
    work.remember(transferId, { number, storeCode, after: { kind, from: from.code, to: to.code, lines } })
    return { transferId, number }
  },

  'transfer.cancel': async (call, input) => {
    const transfer = await findOwn(call, input.transferId)
    await cancelTransfer(workOf(call), call.runtime, transfer, input.reason)
    return wholeTransfer(call, call.tx, input.transferId)
  },

  'transfer.settle': async (call, input) => {
    await findOwn(call, input.transferId)
    await settle(workOf(call), input)
    return wholeTransfer(call, call.tx, input.transferId)
  },

  'transfer.openDispatch': async (call, input) => ({
    documentId: await openTransferPaper(workOf(call), input.transferId, 'transferDispatch'),
  }),
  'transfer.openReceipt': async (call, input) => ({
    documentId: await openTransferPaper(workOf(call), input.transferId, 'transferReceipt'),
  }),
}

const wholeTransfer = async (
  call: Pick<QueryCall, 'user'>,
  read: QueryCall['read'],
  transferId: string,
): Promise<OutputOf<'transfer.get'>> => {
  const transfer = await findTransfer(read, transferId, viewOf(call.user))
  if (!transfer) throw new Refusal('TRANSFER_NOT_FOUND', { transferId })
  return transfer as unknown as OutputOf<'transfer.get'>
}

/** A region's manager acts on transfers that run inside the region alone; one end elsewhere is HQ's. */
const findOwn = async (call: CommandCall, transferId: string): Promise<TransferRow> => {
  const [from, to] = [withinScope(call.user.scope, 'fromStoreCode'), withinScope(call.user.scope, 'toStoreCode')]
  const transfer = await call.tx.one<TransferRow>(
    `SELECT * FROM transfer WHERE transferId = ? AND ${from.sql} AND ${to.sql}`,
    [transferId, ...from.parameters, ...to.parameters],
  )
  if (!transfer) throw new Refusal('TRANSFER_NOT_FOUND', { transferId })
  return transfer
}

const ownWarehouse = async (call: CommandCall, code: string): Promise<Warehouse> => {
  const scope = withinScope(call.user.scope, 'storeCode')
  const warehouse = await call.tx.one<Warehouse>(
    `SELECT code, name, kind, storeCode FROM warehouse WHERE code = ? AND ${scope.sql}`,
    [code, ...scope.parameters],
  )
  if (!warehouse) throw new Refusal('WAREHOUSE_NOT_FOUND', { warehouseCode: code })
  return warehouse
}

const refuseUnknownProducts = async (
  call: CommandCall,
  lines: readonly { sku: string; quantity: number }[],
): Promise<void> => {
  const rows = await call.tx.all<{ sku: string; weighed: number }>(
    'SELECT sku, weighed FROM product WHERE sku IN (SELECT value FROM json_each(?))',
    [JSON.stringify(lines.map(({ sku }) => sku))],
  )
  const weighed = new Map(rows.map((row) => [row.sku, row.weighed === 1]))
  for (const { sku, quantity } of lines) {
    if (!weighed.has(sku)) throw new Refusal('PRODUCT_NOT_FOUND', { sku })
    if (!weighed.get(sku) && quantity % 1000 !== 0) throw new Refusal('QUANTITY_NOT_WHOLE', { sku })
  }
}
