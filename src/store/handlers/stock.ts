/** 库存 on the store PC: its own ledger, always of this moment. */
import type { OutputOf } from '../../contract/operations'
import { isVisible, listStock, movementsOfDocument, movementsOfSku } from '../../database/queries/stock'
import { Refusal, viewOf } from '../../gateway/gateway'
import type { HandlersOf } from '../calls'
import { readEnrolment } from '../meta'
import { isoNow } from '../runtime'

export const stockHandlers: HandlersOf<'stock'> = {
  'stock.list': async (call, input) => {
    const view = viewOf(call.user)
    const page = await listStock(call.read, { ...input, limit: input.limit ?? 100 }, view)
    const blind = (await call.runtime.policy()).receiving.blind && !view.mayKnowOrdered
    const rows = page.rows.map((row) => ({ ...row, ...(blind ? { onOrder: null } : {}) }))
    const enrolment = await readEnrolment(call.read)
    const self = { storeCode: enrolment?.storeCode ?? '', storeName: enrolment?.storeName ?? '' }
    const stores = [{ ...self, asOf: isoNow(call.runtime.clock), ageSeconds: 0, behind: 0 }]
    return { ...page, rows, stores } as OutputOf<'stock.list'>
  },

  'stock.movements': async (call, input) => {
    const view = viewOf(call.user)
    if ('documentId' in input && !(await isVisible(call.read, 'document', input.documentId, view)))
      throw new Refusal('DOCUMENT_NOT_FOUND')
    if ('warehouseCode' in input && !(await isVisible(call.read, 'warehouse', input.warehouseCode, view)))
      throw new Refusal('STORE_NOT_FOUND')
    const answer =
      'documentId' in input
        ? await movementsOfDocument(call.read, input.documentId, view)
        : await movementsOfSku(
            call.read,
            input.warehouseCode,
            input.sku,
            { after: input.after, limit: input.limit ?? 100 },
            view,
          )
    return answer as OutputOf<'stock.movements'>
  },
}
