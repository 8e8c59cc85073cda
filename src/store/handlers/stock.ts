/** 库存 on the store PC: its own ledger, always of this moment. */
import type { OutputOf } from '../../contract/operations'
import { listStock } from '../../database/queries/stock'
import { documentAnswers } from '../../documents/asked'
import { viewOf } from '../../gateway/gateway'
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
    const stores = [{ ...self, asOf: isoNow(call.runtime.clock), ageSeconds: 0, behind: 0, provisional: false }]
    return { ...page, rows, stores } as OutputOf<'stock.list'>
  },

  'stock.movements': documentAnswers['stock.movements'],
}
