/**
 * The paper the goods came with, scanned where goods are wanted. A supplier numbers it as he likes, so nothing in the code
 * tells it from goods: our orders know it.
 */
import type { ScannedCode } from '../core/barcode/readScan'
import type { DocumentRow } from '../database/entities'
import type { Reader } from '../database/unitOfWork'

export interface NamedNote {
  rule: 'ownNote' | 'otherNote'
  /** our number of the order another note belongs to */
  orderNumber?: string
}

/** This paper's own note, or that of another order of the same shop; null for what is no note. */
export const noteNamed = async (read: Reader, draft: DocumentRow, reading: ScannedCode): Promise<NamedNote | null> => {
  // a GS1 label may carry the order's number among other things
  const numbers = [reading.text, ...reading.lookups]
  if (numbers.includes(draft.reference) || numbers.includes(draft.sourceNumber)) return { rule: 'ownNote' }
  const spelled = JSON.stringify(numbers)
  const order = await read.one<{ documentId: string; number: string }>(
    `SELECT documentId, number FROM purchaseOrder
     WHERE (number IN (SELECT value FROM json_each(?)) OR deliveryNote IN (SELECT value FROM json_each(?))) AND storeCode = ?
     ORDER BY documentId = ? DESC, state = 'open' DESC LIMIT 1`,
    [spelled, spelled, draft.storeCode, draft.sourceId],
  )
  if (!order) return null
  return order.documentId === draft.sourceId ? { rule: 'ownNote' } : { rule: 'otherNote', orderNumber: order.number }
}
