/** 采购入库 on the store PC: thin handlers; the work is in store/goodsReceipt/. */
import type { OutputOf } from '../../contract/operations'
import { findReceipt, listReceiptHeaders } from '../../database/queries/goodsReceipt'
import type { Reader } from '../../database/unitOfWork'
import { Refusal, viewOf } from '../../gateway/gateway'
import type { CommandCall, HandlersOf } from '../calls'
import { acceptUnplanned, adjustLine, cancelDraft, setAside, undoLast } from '../goodsReceipt/change'
import { openReceipt } from '../goodsReceipt/open'
import { postReceipt } from '../goodsReceipt/post'
import { takeScan } from '../goodsReceipt/scan'
import { readEnrolment } from '../meta'

type WholeReceipt = OutputOf<'goodsReceipt.get'>

export const goodsReceiptHandlers: HandlersOf<'goodsReceipt'> = {
  'goodsReceipt.expected': async (call) => ({ orders: await expectedOrders(call.read) }),

  'goodsReceipt.list': async (call, input) =>
    (await listReceiptHeaders(
      call.read,
      { ...input, limit: input.limit ?? 100 },
      viewOf(call.user),
    )) as OutputOf<'goodsReceipt.list'>,

  'goodsReceipt.get': (call, input) => wholeReceipt(call.read, input.documentId, call),

  'goodsReceipt.open': async (call, input) => ({ documentId: await openReceipt(call, input.orderId) }),

  'goodsReceipt.scan': (call, input) => takeScan(call, input),

  'goodsReceipt.adjust': (call, input) => adjustLine(call, input),

  'goodsReceipt.undo': (call, input) => undoLast(call, input.documentId),

  'goodsReceipt.setAside': async (call, input) => {
    await setAside(call, input)
    return wholeReceipt(call.tx, input.documentId, call)
  },

  'goodsReceipt.acceptUnplanned': async (call, input) => {
    await acceptUnplanned(call, input)
    return wholeReceipt(call.tx, input.documentId, call)
  },

  'goodsReceipt.cancel': async (call, input) => {
    await cancelDraft(call, input.documentId, input.reason)
    return { documentId: input.documentId }
  },

  'goodsReceipt.post': (call, input) => postReceipt(call, input),
}

const wholeReceipt = async (
  read: Reader,
  documentId: string,
  call: Pick<CommandCall, 'user'>,
): Promise<WholeReceipt> => {
  const receipt = await findReceipt(read, documentId, viewOf(call.user))
  if (!receipt) throw new Refusal('DOCUMENT_NOT_FOUND', { documentId })
  return receipt as WholeReceipt
}

/** Orders with anything left to come: ordered less posted, line by line. */
const expectedSql = `
  SELECT o.documentId AS orderId, o.number, o.deliveryNote, coalesce(p.name, o.supplierCode) AS supplierName, o.dueDate,
    count(*) AS lines, sum(x.orderedQuantity - coalesce(g.quantity, 0)) AS expectedTotal,
    (SELECT d.documentId FROM document d WHERE d.orderId = o.documentId AND d.state = 'draft') AS draftId
  FROM purchaseOrder o JOIN purchaseOrderLine x ON x.orderId = o.documentId
  LEFT JOIN supplier p ON p.code = o.supplierCode
  LEFT JOIN (SELECT d.orderId, l.lineNo, sum(l.receivedQuantity) AS quantity FROM document d
             JOIN documentLine l ON l.documentId = d.documentId
             WHERE d.state = 'posted' AND l.unplanned = 0 GROUP BY d.orderId, l.lineNo) g
    ON g.orderId = o.documentId AND g.lineNo = x.lineNo
  WHERE o.state = 'open' AND o.storeCode = ? AND x.orderedQuantity > coalesce(g.quantity, 0)
  GROUP BY o.documentId ORDER BY o.dueDate, o.number`

const expectedOrders = async (read: Reader): Promise<OutputOf<'goodsReceipt.expected'>['orders']> => {
  const enrolment = await readEnrolment(read)
  return read.all(expectedSql, [enrolment?.storeCode ?? ''])
}
