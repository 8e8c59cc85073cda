/** 采购入库 on the store PC: orders that expect goods, and opening their receipts. */

import type { OutputOf } from '../../contract/operations'
import { skusOfCodeSql, spellingsOf } from '../../database/queries/codes'
import { type Condition, likeText } from '../../database/queries/scope'
import type { Reader } from '../../database/unitOfWork'
import { wholeDocument } from '../../documents/asked'
import { revealDocument } from '../../documents/keep'
import type { HandlersOf } from '../calls'
import { broughtSql, closedSql, openReceipt, openWithoutOrder } from '../goodsReceipt/open'
import { readEnrolment } from '../meta'
import { workOf } from '../work'

export const goodsReceiptHandlers: HandlersOf<'goodsReceipt'> = {
  'goodsReceipt.expected': async (call, input) => ({
    orders: await expectedOrders(call.read, (await call.runtime.policy()).receiving.blind, input.search),
  }),
  'goodsReceipt.open': async (call, input) => ({ documentId: await openReceipt(workOf(call), input.orderId) }),
  'goodsReceipt.openWithoutOrder': async (call, input) => ({ documentId: await openWithoutOrder(workOf(call), input) }),
  'goodsReceipt.reveal': async (call, input) => {
    await revealDocument(workOf(call), input.documentId)
    return wholeDocument(call.tx, input.documentId, call.user)
  },
}

/** Orders with anything left to come: ordered less posted, line by line. */
const expectedSql = (found: string): string => `
  SELECT o.documentId AS orderId, o.number, o.deliveryNote, coalesce(p.name, o.supplierCode) AS supplierName, o.dueDate,
    count(*) AS lines, sum(x.orderedQuantity - coalesce(g.quantity, 0)) AS expectedTotal,
    d.documentId AS draftId, d.state AS draftState, coalesce(h.name, '') AS holderName
  FROM purchaseOrder o JOIN purchaseOrderLine x ON x.orderId = o.documentId
  LEFT JOIN supplier p ON p.code = o.supplierCode
  LEFT JOIN document d ON d.sourceId = o.documentId AND d.type = 'goodsReceipt' AND d.state IN ('draft', 'held')
  LEFT JOIN user h ON h.id = d.holderId
  LEFT JOIN (${broughtSql}) g ON g.orderId = o.documentId AND g.lineNo = x.lineNo
  WHERE o.state = 'open' AND o.storeCode = ? AND x.orderedQuantity > coalesce(g.quantity, 0)
    AND o.documentId NOT IN (${closedSql}) AND (${found})
  GROUP BY o.documentId ORDER BY o.dueDate, o.number`

/** By what a delivery says of itself, or by a product that is on it: code, name, initials or bar. */
const searchCondition = (text: string): Condition => ({
  sql: `o.number LIKE ? ESCAPE '\\' OR o.deliveryNote LIKE ? ESCAPE '\\' OR p.name LIKE ? ESCAPE '\\'
    OR EXISTS (SELECT 1 FROM purchaseOrderLine y JOIN product r ON r.sku = y.sku WHERE y.orderId = o.documentId
      AND (r.sku = ? OR r.name LIKE ? ESCAPE '\\' OR r.searchText LIKE ? ESCAPE '\\'
        OR r.sku IN (${skusOfCodeSql})))`,
  parameters: [
    likeText(text),
    likeText(text),
    likeText(text),
    text,
    likeText(text),
    likeText(text.toLowerCase()),
    spellingsOf(text),
  ],
})

const everything: Condition = { sql: '1', parameters: [] }

const expectedOrders = async (
  read: Reader,
  blind: boolean,
  search: string | undefined,
): Promise<OutputOf<'goodsReceipt.expected'>['orders']> => {
  const enrolment = await readEnrolment(read)
  const found = search === undefined ? everything : searchCondition(search)
  const orders = await read.all<OutputOf<'goodsReceipt.expected'>['orders'][number]>(expectedSql(found.sql), [
    enrolment?.storeCode ?? '',
    ...found.parameters,
  ])
  return orders.map((order) => ({ ...order, expectedTotal: blind ? null : order.expectedTotal }))
}
