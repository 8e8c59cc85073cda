/** HQ settles what did not arrive: a paper of HQ's own, posted in HQ's log or, where stock is touched, by the sender's PC. */
import type { InputOf } from '../../contract/operations'
import type { SettlementWay } from '../../core/documents/rule'
import { inTransitOf } from '../../core/documents/transfer'
import { settledBySender, surplusWays } from '../../core/documents/transferSettlement'
import { inTransitAccount } from '../../core/stock/accounts'
import type { DocumentRow, TransferLineRow, TransferRow } from '../../database/entities'
import { emptyLine, insertDraft } from '../../documents/create'
import { linesOf } from '../../documents/find'
import { postApproved } from '../../documents/post'
import { changeDocument, toldLine } from '../../documents/tell'
import type { DocumentWork } from '../../documents/work'
import { Refusal } from '../../gateway/gateway'
import { currentPolicy } from '../policy'
import { publishTransfer } from './transfers'

type Input = InputOf<'transfer.settle'>

export const settle = async (work: DocumentWork, input: Input): Promise<void> => {
  const { tx } = work
  const transfer = await tx.one<TransferRow>('SELECT * FROM transfer WHERE transferId = ?', [input.transferId])
  if (!transfer) throw new Refusal('TRANSFER_NOT_FOUND', { transferId: input.transferId })
  const line = await tx.one<TransferLineRow>('SELECT * FROM transferLine WHERE transferId = ? AND lineNo = ?', [
    input.transferId,
    input.lineNo,
  ])
  if (!line) throw new Refusal('LINE_NOT_FOUND', { lineNo: input.lineNo })
  const nothingSent = transfer.dispatchesPosted + transfer.receiptsPosted === 0 && inTransitOf(line) === 0
  if (nothingSent || transfer.state === 'completed')
    throw new Refusal('TRANSFER_STATE', { number: transfer.number, state: transfer.state })
  // nobody sends any more of it: goods to be sent again would be owed and never come
  if (input.way === 'reship' && transfer.calledOff === 1)
    throw new Refusal('TRANSFER_CALLED_OFF', { number: transfer.number })
  const surplus = inTransitOf(line) < 0
  const open = Math.max(0, Math.abs(inTransitOf(line)) - (await waitingFor(work, input, surplus)))
  if (input.quantity > open) throw new Refusal('SETTLEMENT_TOO_LARGE', { open, quantity: input.quantity })
  if (input.quantity !== open) await refuseBroken(work, line.sku, input.quantity)
  if (surplus && !surplusWays.includes(input.way)) throw new Refusal('SETTLEMENT_WAY', { way: input.way })
  await post(work, transfer, line, input, surplus)
}

/** A part of a difference is whole pieces; all of it is whatever it is. */
const refuseBroken = async (work: DocumentWork, sku: string, quantity: number): Promise<void> => {
  const product = await work.tx.one<{ weighed: number }>('SELECT weighed FROM product WHERE sku = ?', [sku])
  if (product?.weighed !== 1 && quantity % 1000 !== 0) throw new Refusal('QUANTITY_NOT_WHOLE', { sku })
}

/** Settled already, but the sender's PC has not posted it yet: of the same sign, for a way names what it settles. */
const waitingFor = async (work: DocumentWork, { transferId, lineNo }: Input, surplus: boolean): Promise<number> => {
  const rows = await work.tx.all<{ way: SettlementWay; quantity: number }>(
    'SELECT way, quantity FROM transferSettlement WHERE transferId = ? AND lineNo = ? AND waiting = 1',
    [transferId, lineNo],
  )
  return rows.filter(({ way }) => settledBySender(way, surplus)).reduce((sum, { quantity }) => sum + quantity, 0)
}

const post = async (
  work: DocumentWork,
  transfer: TransferRow,
  line: TransferLineRow,
  input: Input,
  surplus: boolean,
): Promise<void> => {
  const { tx } = work
  const document = await writePaper(work, transfer, line, input, surplus)
  const atSender = settledBySender(input.way, surplus) && !(await work.keepsLedgerOf(transfer.fromWarehouseCode))
  await tx.insertRows('transferSettlement', [
    {
      documentId: document.documentId,
      transferId: transfer.transferId,
      number: document.number,
      lineNo: line.lineNo,
      quantity: input.quantity,
      way: input.way,
      note: input.note,
      userName: work.user.name,
      at: work.at,
      waiting: atSender ? 1 : 0,
    },
  ])
  const lines = await linesOf(tx, document.documentId)
  work.remember(document.documentId, {
    ...{ transfer: transfer.number, lineNo: line.lineNo, sku: line.sku },
    after: { way: input.way, quantity: input.quantity, note: input.note },
  })
  if (!atSender) return void (await postApproved(work, document, lines, {}))
  await work.instruct(document, lines.map(toldLine))
  await publishTransfer(tx, transfer.transferId)
}

const writePaper = async (
  work: DocumentWork,
  transfer: TransferRow,
  line: TransferLineRow,
  input: Input,
  surplus: boolean,
): Promise<DocumentRow> => {
  const { tx } = work
  const from = { code: transfer.fromWarehouseCode, storeCode: transfer.fromStoreCode }
  const documentId = await insertDraft(work, await currentPolicy(tx), 'transferSettlement', from, {
    sourceId: transfer.transferId,
    sourceNumber: transfer.number,
    settlement: input.way,
    note: input.note,
  })
  await tx.insertRows(
    'documentLine',
    (await lotsToSettle(work, transfer.transferId, line, input.quantity, surplus)).map((part, index) => ({
      ...emptyLine,
      documentId,
      lineNo: index + 1,
      sku: line.sku,
      ...part,
      unitCost: line.unitCost,
      role: surplus ? 'produce' : '',
    })),
  )
  await changeDocument(tx, documentId, { state: 'approved' })
  return (await tx.one<DocumentRow>('SELECT * FROM document WHERE documentId = ?', [documentId])) as DocumentRow
}

/**
 * What of each lot is on the way, as the ledger says it, less what is settled already and waits for the sender's PC. A receiver
 * may have read another lot off the goods than the sender, and then lots of both signs are open: a shortage is of lots that
 * were sent, a surplus of lots that were not. What no lot says comes last.
 */
const lotsToSettle = async (
  work: DocumentWork,
  transferId: string,
  { sku, lineNo }: TransferLineRow,
  quantity: number,
  surplus: boolean,
): Promise<{ lot: string; expiryDate: string; quantity: number }[]> => {
  const open = await work.tx.all<{ lot: string; expiryDate: string; quantity: number }>(
    `SELECT b.lot, coalesce(t.expiryDate, '') AS expiryDate, ? * b.onHand - coalesce((SELECT sum(l.quantity)
         FROM transferSettlement s JOIN documentLine l ON l.documentId = s.documentId
         WHERE s.transferId = ? AND s.lineNo = ? AND s.waiting = 1 AND l.lot = b.lot AND l.role = ?), 0) AS quantity
     FROM stockBalance b LEFT JOIN lot t ON t.sku = b.sku AND t.lot = b.lot
     WHERE b.account = ? AND b.sku = ? ORDER BY b.lot = '', quantity DESC, b.lot`,
    [surplus ? -1 : 1, transferId, lineNo, surplus ? 'produce' : '', inTransitAccount(transferId), sku],
  )
  const parts: { lot: string; expiryDate: string; quantity: number }[] = []
  let left = quantity
  for (const { lot, expiryDate, quantity: own } of open) {
    const part = Math.min(left, own)
    if (part <= 0) continue
    parts.push({ lot, expiryDate, quantity: part })
    left -= part
  }
  return left > 0 ? [...parts, { lot: '', expiryDate: '', quantity: left }] : parts
}
