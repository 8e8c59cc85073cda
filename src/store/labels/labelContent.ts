/** From a queued job to what the label shows; the job holds name and price as they were when it was queued. */
import type { ContentKind, LabelContent } from '../../core/labels/labelLayout'
import type { LabelKind } from '../../core/labels/labelTemplate'
import { sampleContentOf } from '../../core/labels/sampleContent'
import { storeDayOf } from '../../core/quantity/storeDay'
import type { LabelJobRow } from '../../database/entities'

/** What a label says beyond its product. */
export type LabelAbout = Pick<
  LabelContent,
  'kind' | 'lot' | 'productionDate' | 'expiryDate' | 'pack' | 'quantity' | 'hint' | 'validFrom'
>

export const aboutIn = ({ about }: Pick<LabelJobRow, 'about'>): LabelAbout => JSON.parse(about) as LabelAbout
export const kindOf = (job: Pick<LabelJobRow, 'about'>): ContentKind => aboutIn(job).kind ?? 'product'

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
  ...aboutIn(job),
})

/** So that a printer can be tried with whatever it is loaded with. */
export const aboutForTest = (template: LabelKind): LabelAbout => {
  const { kind, lot, expiryDate, pack, quantity } = sampleContentOf(template)
  if (kind === undefined) return {}
  return {
    kind,
    ...(lot ? { lot } : {}),
    ...(expiryDate ? { expiryDate } : {}),
    ...(pack ? { pack } : {}),
    ...(quantity ? { quantity } : {}),
  }
}
