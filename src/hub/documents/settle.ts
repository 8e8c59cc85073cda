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
  const surplus = inTransitOf(line) < 0
  const open = Math.max(0, Math.abs(inTransitOf(line)) - (await waitingFor(work, input, surplus)))
  if (input.quantity > open) throw new Refusal('SETTLEMENT_TOO_LARGE', { open, quantity: input.quantity })
  if (surplus && !surplusWays.includes(input.way)) throw new Refusal('SETTLEMENT_WAY', { way: input.way })
  await post(work, transfer, line, input, surplus)
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
  work.remember(document.documentId, { transfer: transfer.number, way: input.way, quantity: input.quantity })
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
    (await lotsToSettle(work, transfer.transferId, line, input.quantity)).map((part, index) => ({
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

/** What of each lot is on the way, as the ledger says it; goods whose lot is not known come last. */
const lotsToSettle = async (
  work: DocumentWork,
  transferId: string,
  { sku }: TransferLineRow,
  quantity: number,
): Promise<{ lot: string; expiryDate: string; quantity: number }[]> => {
  const open = await work.tx.all<{ lot: string; expiryDate: string; onHand: number }>(
    `SELECT b.lot, coalesce(t.expiryDate, '') AS expiryDate, b.onHand
     FROM stockBalance b LEFT JOIN lot t ON t.sku = b.sku AND t.lot = b.lot
     WHERE b.account = ? AND b.sku = ? AND b.onHand <> 0 ORDER BY abs(b.onHand) DESC, b.lot`,
    [inTransitAccount(transferId), sku],
  )
  const parts: { lot: string; expiryDate: string; quantity: number }[] = []
  let left = quantity
  for (const { lot, expiryDate, onHand } of open) {
    const part = Math.min(left, Math.abs(onHand))
    if (part > 0) parts.push({ lot, expiryDate, quantity: part })
    left -= part
  }
  return left > 0 ? [...parts, { lot: '', expiryDate: '', quantity: left }] : parts
}
