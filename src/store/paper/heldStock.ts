/** What the books say lies in a warehouse, for a list somebody signs: all of it as it was at one moment. */
import type { OutputOf } from '../../contract/operations'
import { type LeftOut, leftOutOf } from '../../database/queries/blind'
import { listStock } from '../../database/queries/stock'
import type { Database } from '../../database/unitOfWork'
import type { viewOf } from '../../gateway/gateway'

const stockPageRows = 500

export interface HeldStock {
  rows: OutputOf<'stock.list'>['rows']
  leftOut: LeftOut | null
}

/** Page by page, so that a scan between two gets its turn; what is posted meanwhile is on none of them. */
export const heldStock = async (
  database: Pick<Database, 'snapshot'>,
  warehouseCode: string,
  view: ReturnType<typeof viewOf>,
  pageRows = stockPageRows,
): Promise<HeldStock> => {
  const { read, close } = await database.snapshot()
  try {
    const rows: HeldStock['rows'] = []
    for (let more = true; more; ) {
      const last = rows.at(-1)
      const after = last ? { warehouseCode: last.warehouseCode, sku: last.sku } : undefined
      const filter = { warehouseCode, onlyMoved: true, limit: pageRows, ...(after ? { after } : {}) }
      const page = await listStock(read, filter, view)
      rows.push(...(page.rows as unknown as HeldStock['rows']))
      more = page.more && page.rows.length > 0
    }
    const held = rows.filter(({ onHand, quarantined }) => onHand !== 0 || quarantined !== 0)
    return { rows: held, leftOut: await leftOutOf(read, warehouseCode, view.seesBook) }
  } finally {
    await close()
  }
}
