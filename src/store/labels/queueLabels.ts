/**
 * Puts labels into the queue, whoever wants them: a receipt, a price change of HQ, a scan, a list. Names, prices and codes are
 * taken as they are now; a label shows what was true when it was wanted, but for its price (priceOfNow.ts).
 */
import type { LabelWhy } from '../../contract/operations/label'
import type { LabelPrinter } from '../../contract/schemas/printer'
import type { LabelKind } from '../../core/labels/labelTemplate'
import { isBuiltIn, labelTemplateIds, labelTemplates } from '../../core/labels/labelTemplates'
import { speaksOf } from '../../core/labels/speaksOf'
import type { LabelJobRow } from '../../database/entities'
import type { Reader, Tx } from '../../database/unitOfWork'
import type { ErrandCall } from '../calls'
import { readDeviceSettings } from '../meta'
import { isoNow, type StoreRuntime } from '../runtime'
import { hqDefaultOf } from './hqTemplates'
import { aboutForTest, type LabelAbout } from './labelContent'
import { templateFor } from './ownTemplates'

export interface LabelWish {
  sku: string
  copies: number
  why: { kind: LabelWhy; number: string; oldPriceFen?: number }
  /** otherwise what is loaded in the first printer */
  template?: string
  /** of a lot or a pack: what it says beyond the product, and the pack's own code */
  about?: LabelAbout
  barcode?: string
  printerId?: string
  requestedBy?: string
  /** the receipt whose draft it follows */
  documentId?: string
  /** sent when somebody says so, not by itself */
  waitsForWord?: boolean
}

type JobRuntime = Pick<StoreRuntime, 'clock' | 'ids'>

interface WantedProduct {
  sku: string
  name: string
  spec: string
  unit: string
  origin: string
  priceFen: number
  barcode: string | null
}

const productsSql = `
  SELECT p.sku, p.name, p.spec, p.unit, p.origin, p.priceFen,
    (SELECT b.code FROM barcode b WHERE b.sku = p.sku ORDER BY b.packFactor, b.rowid LIMIT 1) AS barcode
  FROM json_each(?) wanted JOIN product p ON p.sku = wanted.value`

/**
 * What a label comes out in where nobody chose. One of the product's says which paper is loaded and no more: where HQ names
 * another for that paper, it is HQ's. Whoever loaded the printer for a template of their own, or for one of HQ's, has chosen.
 */
export const loadedTemplate = async (
  read: Reader,
  isMeant: (kind: LabelKind) => boolean = () => true,
): Promise<string> => {
  const printer = await printerLoaded(read, isMeant)
  const loaded =
    printer?.template ?? labelTemplateIds.find((id) => isMeant(labelTemplates[id].kind)) ?? labelTemplateIds[0]
  if (!isBuiltIn(loaded)) return loaded
  const { kind, widthMm, heightMm } = labelTemplates[loaded]
  const wanted = await hqDefaultOf(read, kind)
  const fits = wanted?.widthMm === widthMm && wanted.heightMm === heightMm
  return wanted && (printer === undefined || fits) ? wanted.id : loaded
}

/** The first one whose paper says what is meant; one loaded with lots' labels or zones' tags prints nobody's price. */
const printerLoaded = async (
  read: Reader,
  isMeant: (kind: LabelKind) => boolean,
): Promise<LabelPrinter | undefined> => {
  for (const printer of (await readDeviceSettings(read)).printers) {
    const template = await templateFor(read, printer.template)
    if (template === undefined || isMeant(template.kind)) return printer
  }
  return undefined
}

/** Returns the jobs as they were put in, in the order of the wishes; a product this PC does not know gets none. */
export const queueJobs = async (tx: Tx, runtime: JobRuntime, wishes: readonly LabelWish[]): Promise<LabelJobRow[]> => {
  if (wishes.length === 0) return []
  const skus = [...new Set(wishes.map(({ sku }) => sku))]
  const products = await tx.all<WantedProduct>(productsSql, [JSON.stringify(skus)])
  const bySku = new Map(products.map((product) => [product.sku, product]))
  const template = await loadedTemplate(tx, (kind) => speaksOf(kind, 'product'))
  const jobs = wishes.flatMap((wish) => {
    const product = bySku.get(wish.sku)
    return product && wish.copies > 0 ? [jobOf(runtime, product, { template, ...wish })] : []
  })
  if (jobs.length > 0) await tx.insertRows('labelJob', jobs)
  return jobs
}

export interface TagWish {
  name: string
  barcode: string
  template: string
  about: LabelAbout
  number: string
  requestedBy: string
}

/** Tags of places: they name no product. */
export const queueTags = async (tx: Tx, { ids, clock }: JobRuntime, wishes: readonly TagWish[]): Promise<void> => {
  const jobs = wishes.map(
    ({ name, barcode, template, about, number, requestedBy }): LabelJobRow => ({
      ...blankJob(ids.uuid(), isoNow(clock)),
      ...{ sku: '', name, spec: '', unit: '', place: '', barcode, priceFen: 0, copies: 1, template },
      ...{ why: 'filter', origin: number, about: JSON.stringify(about), requestedBy, waitsForWord: 1 },
    }),
  )
  if (jobs.length > 0) await tx.insertRows('labelJob', jobs)
}

const jobOf = (
  { ids, clock }: JobRuntime,
  { sku, name, spec, unit, origin, priceFen, barcode }: WantedProduct,
  wish: LabelWish & { template: string },
): LabelJobRow => ({
  ...blankJob(ids.uuid(), isoNow(clock)),
  ...{ sku, name, spec, unit, place: origin, barcode: wish.barcode ?? barcode ?? '' },
  priceFen,
  oldPriceFen: wish.why.oldPriceFen ?? null,
  copies: wish.copies,
  template: wish.template,
  why: wish.why.kind,
  origin: wish.why.number,
  documentId: wish.documentId ?? '',
  lot: wish.about?.lot ?? '',
  about: JSON.stringify(wish.about ?? {}),
  printerId: wish.printerId ?? '',
  requestedBy: wish.requestedBy ?? '',
  waitsForWord: wish.waitsForWord ? 1 : 0,
})

type BlankJob = Omit<
  LabelJobRow,
  'sku' | 'name' | 'spec' | 'unit' | 'place' | 'barcode' | 'priceFen' | 'copies' | 'template' | 'why' | 'origin'
>

const blankJob = (jobId: string, createdAt: string): BlankJob => ({
  ...{
    jobId,
    createdAt,
    state: 'queued',
    problem: '',
    printed: 0,
    oldPriceFen: null,
    documentId: '',
    lot: '',
    about: '{}',
  },
  ...{ printerId: '', requestedBy: '', batchId: '', position: 0, isReprint: 0, byHand: 0, waitsForWord: 0 },
})

/** Chinese text with fine strokes, a long price and a code that scans: what a printer gets wrong shows on it. */
export const testJob = async ({ runtime, read }: ErrandCall, template: string): Promise<LabelJobRow> => ({
  ...blankJob(runtime.ids.uuid(), isoNow(runtime.clock)),
  about: JSON.stringify(aboutForTest((await templateFor(read, template))?.kind ?? 'goods')),
  sku: 'TEST',
  name: '测试标签 十二个月装 鱻',
  spec: '203/300 dpi',
  unit: '张',
  barcode: '2100000000005',
  priceFen: 128_88,
  place: '掌柜',
  copies: 1,
  template,
  why: 'test',
  origin: 'test',
})
