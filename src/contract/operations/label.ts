/** 标签: a queue filled when goods are accepted; printing never blocks scanning. */
import { z } from 'zod'
import { linkLengthMax } from '../../core/barcode/readScan'
import { contentKinds } from '../../core/labels/labelLayout'
import { defineOperations } from '../operation'
import { empty, isoTime, uuid } from '../schemas/common'
import { paperLanguage, printedPaper } from '../schemas/countSheet'
import { handOverErrors, paperTo, paperWent } from '../schemas/paper'
import { printerFaults } from '../schemas/printer'
import { stocktakeLimits } from '../schemas/stocktake'

export const labelJobStates = ['queued', 'sending', 'handedOver', 'confirmed', 'unknown', 'failed'] as const
export const labelWhys = ['receipt', 'priceChange', 'scan', 'filter', 'file', 'test'] as const
export type LabelWhy = (typeof labelWhys)[number]

/** lines one call may add or change, and copies one line may have */
export const labelLinesMax = 1000
export const labelCopiesMax = 9999
export const lotDaysMax = 3650
const jobIds = z.array(uuid).min(1).max(labelLinesMax)
const copies = z.number().int().min(1).max(labelCopiesMax)
const template = z.string().min(1).max(60)

export const labelJob = z.strictObject({
  jobId: uuid,
  sku: z.string(),
  name: z.string(),
  spec: z.string(),
  unit: z.string(),
  barcode: z.string(),
  priceFen: z.number().int(),
  copies: z.number().int(),
  template: z.string(),
  /** what it is printed on, as 60×40; '' where nobody knows its template */
  paper: z.string(),
  why: z.enum(labelWhys),
  /** what it is about, and what it says beyond the product; '' where that is nothing */
  about: z.enum(contentKinds),
  lot: z.string(),
  expiryDate: z.string(),
  quantity: z.string(),
  /** number of the receipt or the price change, name of the file */
  origin: z.string(),
  oldPriceFen: z.number().int().nullable(),
  /** '': the printer its template is loaded in */
  printerId: z.string(),
  /** what it was last sent with, and where in it; '' and 0 before */
  batchId: z.string(),
  position: z.number().int(),
  /** it went out before, or may have */
  isReprint: z.boolean(),
  /** the last label of this product, or of this lot of it, that is known to be out */
  lastPrint: z.strictObject({ at: isoTime, userName: z.string(), priceFen: z.number().int() }).nullable(),
  state: z.enum(labelJobStates),
  problem: z.string(),
  /** how often it was handed to a printer */
  printed: z.number().int(),
  createdAt: isoTime,
})

/** what can be counted before it is asked for */
const countedFilters = [
  z.strictObject({ kind: z.literal('noLabel') }),
  z.strictObject({ kind: z.literal('priceChanged') }),
  /** lots in stock that expire within so many days */
  z.strictObject({
    kind: z.literal('lots'),
    days: z.number().int().min(0).max(lotDaysMax),
    sku: z.string().max(32).optional(),
  }),
  z.strictObject({ kind: z.literal('category'), code: z.string().min(1).max(40) }),
  z.strictObject({ kind: z.literal('shelf'), from: z.string().min(1).max(40), to: z.string().min(1).max(40) }),
] as const
const fillFilter = z.discriminatedUnion('kind', [
  ...countedFilters,
  z.strictObject({
    kind: z.literal('zones'),
    stocktakeId: uuid,
    zoneCodes: z.array(z.string().max(16)).max(stocktakeLimits.zones),
  }),
  /** the lots a goods receipt took in */
  z.strictObject({ kind: z.literal('receiptLots'), documentId: uuid }),
  z.strictObject({ kind: z.literal('lot'), sku: z.string().min(1).max(32), lot: z.string().min(1).max(40) }),
])

const printedLabels = z.strictObject({
  handedOver: z.number().int(),
  /** all that did not surely go out, whatever became of them */
  failed: z.number().int(),
  /** of those: what may be out, and asks a person */
  unsure: z.number().int(),
  /** of those: what was not sent, and waits for somebody to mend it */
  held: z.number().int(),
  /** why the first of them is held back */
  heldFor: z.string(),
  /** what a printer said; where none failed, as `heldFor` */
  problem: z.string(),
  /** the paper that no printer holds, as 60×40 */
  paper: z.string(),
})

export const labelOperations = defineOperations({
  'label.queue': {
    kind: 'query',
    runsOn: 'store',
    permission: 'label.view',
    summary: 'Label jobs, waiting and failed first, then the latest printed',
    input: empty,
    output: z.strictObject({ jobs: z.array(labelJob), waiting: z.number().int() }),
    errors: [],
  },
  'label.preview': {
    kind: 'query',
    runsOn: 'store',
    permission: 'label.view',
    summary: 'The label as it will print, pixel for pixel',
    input: z.strictObject({ jobId: uuid }),
    output: z.strictObject({
      pngBase64: z.string(),
      widthMm: z.number(),
      heightMm: z.number(),
      /** what it comes out of, and the paper that is in it; drawn in that printer's dots */
      printer: z.strictObject({ name: z.string(), paper: z.string() }).nullable(),
      noPrinter: z.enum(['', 'notSet', 'paperNotLoaded']),
      warnings: z.array(
        z.strictObject({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
      ),
    }),
    errors: ['LABEL_JOB_NOT_FOUND'],
  },
  'label.add': {
    kind: 'command',
    runsOn: 'store',
    permission: 'label.print',
    summary:
      'Queue labels by their codes: scanned ones, or the rows of a file. In a template of lots or packs the code says which. With one fault in it nothing is queued',
    input: z.strictObject({
      why: z.enum(['scan', 'file']),
      /** name of the file */
      name: z.string().max(120),
      template: template.optional(),
      lines: z
        .array(z.strictObject({ row: z.number().int().min(1), code: z.string().min(1).max(linkLengthMax), copies }))
        .min(1)
        .max(labelLinesMax),
    }),
    output: z.strictObject({
      added: z.array(
        z.strictObject({
          jobId: uuid,
          sku: z.string(),
          name: z.string(),
          copies: z.number().int(),
          now: z.number().int(),
        }),
      ),
      faults: z.array(
        z.strictObject({
          row: z.number().int(),
          code: z.string(),
          reason: z.enum(['unknown', 'ambiguous', 'tooMany', 'noLot', 'noExpiry', 'noPack']),
        }),
      ),
    }),
    errors: ['LABEL_TEMPLATE_MISFIT'],
  },
  'label.fill': {
    kind: 'command',
    runsOn: 'store',
    permission: 'label.print',
    summary:
      'Queue a label for each product a filter finds, each lot near its day, of a receipt or named, or each zone of a stocktake; what waits already is left alone',
    input: z.strictObject({
      filter: fillFilter,
      copies,
      template: template.optional(),
    }),
    output: z.strictObject({
      added: z.number().int(),
      /** found beyond what one call queues */
      more: z.number().int(),
    }),
    errors: ['LABEL_TEMPLATE_MISFIT', 'STOCKTAKE_NOT_FOUND', 'STOCKTAKE_ZONE_NOT_FOUND', 'DOCUMENT_NOT_FOUND'],
  },
  'label.fillChoices': {
    kind: 'query',
    runsOn: 'store',
    permission: 'label.print',
    summary: 'Before labels are added: the categories to choose from, and how many labels a filter would add',
    input: z.strictObject({
      /** null while a person is still choosing */
      filter: z.discriminatedUnion('kind', countedFilters).nullable(),
    }),
    output: z.strictObject({
      found: z.number().int(),
      categories: z.array(z.strictObject({ code: z.string(), name: z.string() })),
    }),
    errors: [],
  },
  'label.change': {
    kind: 'command',
    runsOn: 'store',
    permission: 'label.print',
    summary: 'Copies, template or printer of labels that wait',
    input: z.strictObject({
      jobIds,
      copies: copies.optional(),
      template: template.optional(),
      printerId: z.string().max(40).optional(),
    }),
    output: z.strictObject({ changed: z.number().int() }),
    errors: ['LABEL_JOB_NOT_FOUND', 'LABEL_JOB_STATE', 'LABEL_TEMPLATE_MISFIT'],
  },
  'label.remove': {
    kind: 'command',
    runsOn: 'store',
    permission: 'label.print',
    summary: 'Take labels that wait out of the queue',
    input: z.strictObject({ jobIds }),
    output: z.strictObject({ removed: z.number().int() }),
    errors: ['LABEL_JOB_NOT_FOUND', 'LABEL_JOB_STATE'],
  },
  'label.settle': {
    kind: 'command',
    runsOn: 'store',
    permission: 'label.print',
    summary:
      'After a failure: which label of a batch is the first that did not come out well. It and the rest wait again',
    input: z.strictObject({
      batchId: uuid,
      /** null: all of them came out */
      firstMissing: z
        .strictObject({
          jobId: uuid,
          /** which of its copies, from 1 */
          copy: copies,
        })
        .nullable(),
    }),
    output: z.strictObject({ printed: z.number().int(), waiting: z.number().int() }),
    errors: ['LABEL_BATCH_NOT_FOUND', 'LABEL_JOB_NOT_FOUND'],
  },
  'label.print': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'label.print',
    summary: 'Send labels that wait to their printers; what went out meanwhile, or may have, is left alone',
    input: z.strictObject({ jobIds }),
    output: printedLabels,
    errors: ['PRINTER_NOT_SET', 'LABEL_JOB_NOT_FOUND'],
  },
  'label.reprint': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'label.reprint',
    summary: 'Send labels once more that went out, or may have: marked and counted',
    input: z.strictObject({ jobIds }),
    output: printedLabels,
    errors: ['PRINTER_NOT_SET', 'LABEL_JOB_NOT_FOUND'],
  },
  'label.printSheet': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'label.print',
    summary:
      'Print labels that wait onto A4 stickers, from the first free one on; what must not be printed stays in the list with its reason',
    input: z.strictObject({
      jobIds,
      layout: z.enum(['a4of3x8', 'a4of2x7']),
      /** counted from one along the rows */
      startAt: z.number().int().min(1).max(100),
      language: paperLanguage,
      to: paperTo.optional(),
    }),
    output: printedPaper.extend({
      ...paperWent,
      pages: z.number().int(),
      /** lines that went out, and those held back */
      printed: z.number().int(),
      held: z.number().int(),
      /** the first sticker of the last sheet that is still free; 1 where it is full */
      nextFree: z.number().int(),
    }),
    errors: ['LABEL_JOB_NOT_FOUND', 'LABEL_JOB_STATE', 'LABEL_SHEET_UNFIT', ...handOverErrors],
  },
  'label.test': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'device.configure',
    summary: 'Print one test label with Chinese text and a barcode',
    input: empty,
    output: empty,
    errors: ['PRINTER_NOT_SET', 'LABEL_TEMPLATE_UNFIT', ...printerFaults],
  },
})

export type LabelJob = z.infer<typeof labelJob>
