/** From a queued job to what the label shows; the job holds name and price as they were when it was queued. */
import type { LabelContent } from '../../core/labels/labelLayout'
import { storeDayOf } from '../../core/quantity/storeDay'
import type { LabelJobRow } from '../../database/entities'

export const contentOf = (job: LabelJobRow, storeName: string): LabelContent => ({
  name: job.name,
  spec: job.spec,
  unit: job.unit,
  // nothing is for nothing: a product without a price has none to show
  priceFen: job.priceFen > 0 ? job.priceFen : null,
  code: job.barcode === '' ? null : job.barcode,
  sku: job.sku,
  origin: job.place,
  date: storeDayOf(Date.parse(job.createdAt)),
  storeName,
})
