/** 单据 on paper: what is printed, on which, and where this PC's papers go. */
import { z } from 'zod'
import { paperSizes } from '../../core/paper/form'
import { isoTime, uuid } from './common'

export const paperSize = z.enum(paperSizes)

/** the slip of differences goes with a document, the lists with a warehouse */
export const paperForms = ['document', 'difference', 'transfer', 'nearExpiry', 'stock'] as const
export type PaperForm = (typeof paperForms)[number]

const warehouseCode = z.string().max(16)
const documents = [
  z.strictObject({ form: z.enum(['document', 'difference']), documentId: uuid }),
  z.strictObject({ form: z.literal('transfer'), transferId: uuid }),
] as const
const lists = [
  z.strictObject({ form: z.literal('nearExpiry'), warehouseCode, days: z.number().int().min(0).max(730) }),
  z.strictObject({ form: z.literal('stock'), warehouseCode }),
] as const
export const paperSubject = z.discriminatedUnion('form', [...documents, ...lists])
/** what whoever reads documents may look at, and what whoever reads stock may */
export const documentSubject = z.discriminatedUnion('form', documents)
export const listSubject = z.discriminatedUnion('form', lists)

/** the system's viewer, or the queue this PC's papers go to */
export const paperTo = z.enum(['viewer', 'printer'])

/** where a paper went: the queue that took it, '' for the viewer; why it does not print just now, in the system's words */
export const paperWent = { queue: z.string(), waits: z.string() }

/** goods a list does not show whoever printed it, for they are counted blind just now; null: it shows all */
export const paperLeftOut = z.strictObject({ stocktakes: z.array(z.string()), products: z.number().int() }).nullable()

/** why a paper does not get there */
export const handOverErrors = [
  'PAPER_QUEUE_NOT_SET',
  'PAPER_NOT_PRINTED',
  'PAPER_SPOOLER_MISSING',
  'PAPER_QUEUE_GONE',
  'PAPER_QUEUE_CLOSED',
  'PAPER_NOT_SPOOLED',
] as const

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
export type DocumentSubject = z.infer<typeof documentSubject>
export type ListSubject = z.infer<typeof listSubject>
export type PaperSettings = z.infer<typeof paperSettings>
export type PaperQueues = z.infer<typeof paperQueues>
