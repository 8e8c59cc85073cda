/** 标签: a queue filled when goods are accepted; printing never blocks scanning. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { empty, isoTime, uuid } from '../schemas/common'
import { printerFaults } from '../schemas/printer'

export const labelJobStates = ['queued', 'sending', 'handedOver', 'unknown', 'failed'] as const

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
  /** why the line is there: number of the receipt, or "test" */
  origin: z.string(),
  state: z.enum(labelJobStates),
  problem: z.string(),
  /** how often it was handed to a printer */
  printed: z.number().int(),
  createdAt: isoTime,
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
      warnings: z.array(
        z.strictObject({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
      ),
    }),
    errors: ['LABEL_JOB_NOT_FOUND'],
  },
  'label.print': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'label.print',
    summary: 'Send waiting, failed or uncertain jobs to the printer, one at a time; a reprint is asked for and counted',
    input: z.strictObject({
      jobIds: z.array(uuid).min(1).max(1000),
      /** print jobs that went out already once more; without it they are left alone, for the queue prints by itself */
      reprint: z.boolean().optional(),
    }),
    output: z.strictObject({ handedOver: z.number().int(), failed: z.number().int(), problem: z.string() }),
    errors: ['PRINTER_NOT_SET', 'LABEL_JOB_NOT_FOUND'],
  },
  'label.test': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'device.configure',
    summary: 'Print one test label with Chinese text and a barcode',
    input: empty,
    output: empty,
    errors: ['PRINTER_NOT_SET', ...printerFaults],
  },
})

export type LabelJob = z.infer<typeof labelJob>
