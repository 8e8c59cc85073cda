/** 单据 on paper: what is printed, on which, and where this PC's papers go. */
import { z } from 'zod'
import { paperSizes } from '../../core/paper/form'
import { isoTime, uuid } from './common'

export const paperSize = z.enum(paperSizes)

/** the slip of differences goes with a document, the lists with a warehouse */
export const paperForms = ['document', 'difference', 'transfer', 'nearExpiry', 'stock'] as const
export type PaperForm = (typeof paperForms)[number]

const warehouseCode = z.string().max(16)
export const paperSubject = z.discriminatedUnion('form', [
  z.strictObject({ form: z.enum(['document', 'difference']), documentId: uuid }),
  z.strictObject({ form: z.literal('transfer'), transferId: uuid }),
  z.strictObject({ form: z.literal('nearExpiry'), warehouseCode, days: z.number().int().min(0).max(730) }),
  z.strictObject({ form: z.literal('stock'), warehouseCode }),
])

/** as the spooler knows it; '' none: the system's viewer shows the paper, and prints it from its own dialog */
export const queueName = z
  .string()
  .max(127)
  .regex(/^(?!-)[^\s/#\p{Cc}]*$/u)

export const paperSettings = z.strictObject({ queue: queueName, size: paperSize })

export const paperQueues = z.strictObject({
  /** this system has a spooler papers can be handed to */
  spooler: z.boolean(),
  queues: z.array(z.string()),
})

export const paperPrint = z.strictObject({
  form: z.enum(paperForms),
  size: paperSize,
  printNo: z.number().int(),
  userName: z.string(),
  printedAt: isoTime,
})

export type PaperSubject = z.infer<typeof paperSubject>
export type PaperSettings = z.infer<typeof paperSettings>
export type PaperQueues = z.infer<typeof paperQueues>
