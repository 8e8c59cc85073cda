/** 库存 on the store PC: its own ledger, always of this moment. */
import type { OutputOf } from '../../contract/operations'
import { listStock, movementsOfDocument, movementsOfSku } from '../../database/queries/stock'
import type { HandlersOf } from '../calls'
import { readEnrolment } from '../meta'
import { isoNow } from '../runtime'
import { viewOf } from './view'

export const stockHandlers: HandlersOf<'stock'> = {
  'stock.list': async (call, input) => {
    const page = await listStock(call.read, { ...input, limit: input.limit ?? 100 }, viewOf(call.user))
    const enrolment = await readEnrolment(call.read)
    const self = { storeCode: enrolment?.storeCode ?? '', storeName: enrolment?.storeName ?? '' }
    const stores = [{ ...self, asOf: isoNow(call.runtime.clock), ageSeconds: 0, behind: 0 }]
    return { ...page, stores } as OutputOf<'stock.list'>
  },

  'stock.movements': async (call, input) => {
    const view = viewOf(call.user)
    const answer =
      'documentId' in input
        ? await movementsOfDocument(call.read, input.documentId, view)
        : await movementsOfSku(call.read, input.warehouseCode, input.sku, { after: input.after, limit: input.limit ?? 100 }, view)
    return answer as OutputOf<'stock.movements'>
  },
}
