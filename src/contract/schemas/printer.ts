/** Label printers of a store PC: how each is reached, what it speaks, and what is loaded in it. Shapes only. */
import { z } from 'zod'
import { serialIdentity } from './scanner'

export const printerLanguages = ['zpl', 'tspl', 'escpos', 'epl'] as const
export type PrinterLanguage = (typeof printerLanguages)[number]

const shown = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]+$/u)

/** raw TCP, mostly port 9100 */
export const tcpConnection = z.strictObject({
  kind: z.literal('tcp'),
  host: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[A-Za-z0-9._:-]+$/),
  port: z.number().int().min(1).max(65535),
})

export const serialConnection = z.strictObject({
  kind: z.literal('serial'),
  path: shown(200),
  baudRate: z.number().int().min(1200).max(921600),
  device: serialIdentity.optional(),
})

/** a queue of the system, which gets the bytes as they are */
export const spoolerConnection = z.strictObject({ kind: z.literal('spooler'), queue: shown(200) })

export const printerConnection = z.discriminatedUnion('kind', [tcpConnection, serialConnection, spoolerConnection])
export type PrinterConnection = z.infer<typeof printerConnection>

/** tenths of a millimetre, in steps of a half one */
const offset = z.number().int().min(-100).max(100).multipleOf(5)

export const labelPrinter = z.strictObject({
  /** chosen by the PC; jobs name it */
  id: z.string().min(1).max(40),
  name: shown(40),
  connection: printerConnection,
  language: z.enum(printerLanguages),
  dpi: z.union([z.literal(203), z.literal(300)]),
  /** what is loaded in it: the label printed where nobody chose another */
  template: z.string().min(1).max(60),
  /** it answered when the wizard asked; one that never does is not asked, and its silence is no fault */
  asked: z.boolean(),
  offsetX10: offset,
  offsetY10: offset,
})
export type LabelPrinter = z.infer<typeof labelPrinter>

export const labelPrintersMax = 8

export const labelPrinters = z
  .array(labelPrinter)
  .max(labelPrintersMax)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, { message: 'one id twice' })
  .refine((all) => new Set(all.map(({ name }) => name.trim())).size === all.length, { message: 'one name twice' })

/** By which a person knows where its bytes go: an address, a port or a queue. */
export const connectionText = (connection: PrinterConnection): string => {
  if (connection.kind === 'tcp') return `${connection.host}:${connection.port}`
  return connection.kind === 'serial' ? connection.path : connection.queue
}

/** One that is being set up: it has no name yet, and is nowhere in the settings. */
export const draftPrinter = labelPrinter.omit({ id: true, name: true })
export type DraftPrinter = z.infer<typeof draftPrinter>

/** hello: short, to find the language; whole: ruler, corners, Chinese, a code of each kind, on the stock of its template */
export const testPages = ['hello', 'whole'] as const

/** What can be wrong with a printer, each an error code: reaching it, itself, or the queue it stands behind. */
export const printerFaults = [
  'PRINTER_OFFLINE',
  'PRINTER_TIMEOUT',
  'PRINTER_REFUSED',
  'PRINTER_RESET',
  'PRINTER_PAPER_OUT',
  'PRINTER_RIBBON_OUT',
  'PRINTER_HEAD_OPEN',
  'PRINTER_PAUSED',
  'PRINTER_FAULT',
  'PRINTER_BUSY_ELSEWHERE',
  'PRINTER_QUEUE_GONE',
  'PRINTER_QUEUE_STOPPED',
] as const
export type PrinterFault = (typeof printerFaults)[number]

/** What is known of a page that went. silent: it was taken and nothing came back; confirmed: the printer says that nothing waits in it any more */
export const printStates = ['silent', 'handedOver', 'confirmed'] as const
export type PrintState = (typeof printStates)[number]

/** unknown: nothing came back, which many good printers never do; detail: its own words or bytes, for support */
export const printerStatus = z.strictObject({
  state: z.enum(['ready', 'unknown', ...printerFaults]),
  detail: z.string().max(400),
})
export type PrinterStatus = z.infer<typeof printerStatus>

export const queueStates = ['idle', 'printing', 'stopped', 'gone', 'noSpooler'] as const

export const spoolers = z.strictObject({
  /** false: this PC has no spooler that could be asked */
  listed: z.boolean(),
  /** papers can be handed to it as well; on Windows labels alone */
  takesPapers: z.boolean(),
  queues: z.array(z.strictObject({ queue: z.string(), state: z.enum(queueStates) })),
})
export type Spoolers = z.infer<typeof spoolers>

/** One piece of the talk with a printer. Of a long one its beginning alone is kept. */
export const printerLogEntry = z.strictObject({
  at: z.string(),
  /** its name, and where its bytes go */
  printer: z.string(),
  address: z.string(),
  direction: z.enum(['out', 'in', 'result']),
  byteCount: z.number().int(),
  hex: z.string(),
  text: z.string(),
  /** of a result: ok, or an error code */
  result: z.string(),
})
export type PrinterLogEntry = z.infer<typeof printerLogEntry>

export const printerLog = z.strictObject({ entries: z.array(printerLogEntry) })
export type PrinterLog = z.infer<typeof printerLog>
