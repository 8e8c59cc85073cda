/** Puts labels into the queue: the accepted goods of a receipt, or one test label. */
import { labelCopies } from '../../core/labels/copies'
import type { DocumentRow, LabelJobRow } from '../../database/entities'
import type { CommandCall, ErrandCall } from '../calls'
import { readDeviceSettings } from '../meta'
import { isoNow } from '../runtime'

interface AcceptedGoods {
  sku: string
  name: string
  spec: string
  unit: string
  origin: string
  priceFen: number
  weighed: number
  barcode: string | null
  pieceCodeKind: string | null
  receivedQuantity: number
}

const acceptedSql = `
  SELECT p.sku, p.name, p.spec, p.unit, p.origin, p.priceFen, p.weighed, sum(l.quantity) AS receivedQuantity,
    (SELECT b.code FROM barcode b WHERE b.sku = p.sku ORDER BY b.packFactor, b.rowid LIMIT 1) AS barcode,
    (SELECT b.kind FROM barcode b WHERE b.sku = p.sku ORDER BY b.packFactor, b.rowid LIMIT 1) AS pieceCodeKind
  FROM documentLine l JOIN product p ON p.sku = l.sku
  WHERE l.documentId = ? AND l.quantity > 0 GROUP BY p.sku ORDER BY min(l.lineNo)`

/** Returns how many labels were queued; they wait in the database until a printer takes them. */
export const queueReceiptLabels = async (call: CommandCall, document: DocumentRow): Promise<number> => {
  const goods = await call.tx.all<AcceptedGoods>(acceptedSql, [document.documentId])
  const [printer] = (await readDeviceSettings(call.tx)).printers
  const jobs = goods.map((product) => jobOf(call, product, document.number, printer?.template ?? 'priceTag40x30'))
  await call.tx.insertRows('labelJob', jobs)
  return jobs.reduce((sum, job) => sum + job.copies, 0)
}

const jobOf = (call: CommandCall, goods: AcceptedGoods, origin: string, template: string): LabelJobRow => ({
  jobId: call.runtime.ids.uuid(),
  sku: goods.sku,
  name: goods.name,
  spec: goods.spec,
  unit: goods.unit,
  barcode: goods.barcode ?? '',
  priceFen: goods.priceFen,
  place: goods.origin,
  copies: labelCopies({
    pieceCodeKind: goods.pieceCodeKind ?? '',
    weighed: goods.weighed === 1,
    receivedQuantity: goods.receivedQuantity,
  }),
  template,
  origin,
  state: 'queued',
  problem: '',
  printed: 0,
  createdAt: isoNow(call.runtime.clock),
})

/** Chinese text with fine strokes, a long price and a code that scans: what a printer gets wrong shows on it. */
export const testJob = (call: ErrandCall, template: string): LabelJobRow => ({
  jobId: call.runtime.ids.uuid(),
  sku: 'TEST',
  name: '测试标签 十二个月装 鱻',
  spec: '203/300 dpi',
  unit: '张',
  barcode: '2100000000005',
  priceFen: 128_88,
  place: '掌柜',
  copies: 1,
  template,
  origin: 'test',
  state: 'queued',
  problem: '',
  printed: 0,
  createdAt: isoNow(call.runtime.clock),
})
