/** The shapes of receiving as screens see them. */
import { z } from 'zod'
import { documentStates } from '../../core/documents/states'
import { figure, isoTime, quantity, security, uuid } from './common'

export const scanOutcomes = [
  'added',
  'firstOfLine',
  'lineDone',
  'receiptDone',
  'over',
  'unknown',
  'notOnOrder',
  'discontinued',
  'unreadable',
] as const
export type ScanOutcomeName = (typeof scanOutcomes)[number]

export const receiptLine = z.strictObject({
  lineNo: z.number().int(),
  sku: z.string(),
  name: z.string(),
  nameEn: z.string(),
  spec: z.string(),
  unit: z.string(),
  barcode: z.string(),
  shelf: z.string(),
  weighed: z.boolean(),
  expectedQuantity: quantity,
  receivedQuantity: quantity,
  unplanned: z.boolean(),
  /** null without the right to see cost */
  unitCost: figure.nullable(),
  /** order of last touch, for the view "scanned this time"; 0 = untouched */
  touchedAt: z.number().int(),
})

export const trayEntry = z.strictObject({
  trayId: z.string(),
  text: z.string(),
  reason: z.enum([
    'unknown',
    'notOnOrder',
    'discontinued',
    'badCheckDigit',
    'controlCharacters',
    'tooLong',
    'badGs1',
    'empty',
  ]),
  sku: z.string().nullable(),
  name: z.string().nullable(),
  quantity: quantity,
  scans: z.number().int(),
  /** open until somebody decides; setAside keeps the goods out, accepted made it an unplanned line */
  state: z.enum(['open', 'setAside', 'accepted']),
  decision: z.string(),
  scannedAt: isoTime,
})

export const receiptHeader = z.strictObject({
  documentId: uuid,
  number: z.string(),
  state: z.enum(documentStates),
  version: z.number().int(),
  storeCode: z.string(),
  storeName: z.string(),
  warehouseCode: z.string(),
  supplierCode: z.string(),
  supplierName: z.string(),
  orderNumber: z.string(),
  deliveryNote: z.string(),
  dueDate: z.string(),
  authorName: z.string(),
  postedByName: z.string(),
  createdAt: isoTime,
  postedAt: isoTime.nullable(),
  security,
  linesTotal: z.number().int(),
  linesDone: z.number().int(),
  expectedTotal: quantity,
  receivedTotal: quantity,
  trayOpen: z.number().int(),
  /** cost value of what was received, 1/10,000 yuan; null without the right to see cost */
  value: figure.nullable(),
})

export const receipt = z.strictObject({
  header: receiptHeader,
  lines: z.array(receiptLine),
  tray: z.array(trayEntry),
})

/** What one scan did, everything the result panel and the sound need. Never "it failed": a refused code has a reason. */
export const scanResult = z.strictObject({
  outcome: z.enum(scanOutcomes),
  /** the text as read, safe to show */
  text: z.string(),
  /** which rule read it, or why it could not be read */
  rule: z.string(),
  packName: z.string(),
  /** thousandths this scan added; 0 when refused */
  added: quantity,
  line: receiptLine.nullable(),
  header: receiptHeader,
  tray: trayEntry.nullable(),
})

export type ReceiptLine = z.infer<typeof receiptLine>
export type TrayEntry = z.infer<typeof trayEntry>
export type ReceiptHeader = z.infer<typeof receiptHeader>
export type Receipt = z.infer<typeof receipt>
export type ScanResult = z.infer<typeof scanResult>
