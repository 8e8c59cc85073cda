/** 未知条码: a store's question about a code nobody knows, and HQ's answer to every store. */
import { z } from 'zod'
import { productCodeKinds, productCodeLengthMax } from '../../core/barcode/productCode'
import { documentTypes } from '../../core/documents/states'
import { isoTime, note, uuid } from './common'

export const codeDecisions = ['linked', 'refused'] as const

export const productCode = z.string().min(1).max(productCodeLengthMax)
/** thousandths of the stock unit one scan stands for */
export const packFactor = z.number().int().min(1).max(999_999_999)
export const packName = note.max(10)

/** What somebody at the store asked. A question moves nothing. */
export const codeAsked = z.strictObject({
  type: z.literal('code.asked'),
  storeCode: z.string().max(16),
  code: productCode,
  /** which rule read it: what a scale's label names is no GTIN */
  rule: z.string().max(20),
  /** proposed; '' where nobody at the store knows it either */
  sku: z.string().max(32),
  /** 0 without a proposal */
  packFactor: z.number().int().min(0).max(999_999_999),
  documentType: z.enum(documentTypes),
  documentId: uuid,
  number: z.string().max(60),
  note: z.string().max(200),
  /** how many answers to this code the store had heard: a question that crossed an answer is answered by it */
  knownAnswer: z.number().int().min(0),
  userId: z.string().max(40),
  occurredAt: isoTime,
})
export type CodeAsked = z.infer<typeof codeAsked>

/** HQ's newest word on a code, pulled by every store; the product itself travels with the master data. */
export const codeAnswer = z.strictObject({
  code: productCode,
  /** 1, 2 … of this code */
  answerNo: z.number().int().min(1),
  decision: z.enum(codeDecisions),
  /** '' where it was refused */
  sku: z.string().max(32),
  packFactor: z.number().int().min(0),
  reason: z.string().max(200),
  userId: z.string().max(64),
  userName: z.string().max(60),
  at: isoTime,
})
export type CodeAnswer = z.infer<typeof codeAnswer>

const productName = { sku: z.string(), name: z.string(), nameEn: z.string(), spec: z.string(), unit: z.string() }

/** One code at HQ, with every store that asked about it within the scope of who looks. */
export const codeRequest = z.strictObject({
  code: productCode,
  /** what it looks like, and what it has to be kept as to be found again */
  kind: z.enum(productCodeKinds),
  /** null where nothing in it checks itself */
  checkDigitGood: z.boolean().nullable(),
  state: z.enum(['open', 'answered']),
  /** of the question that has waited longest */
  firstAt: isoTime,
  lastAt: isoTime,
  questions: z.array(
    z.strictObject({
      storeCode: z.string(),
      storeName: z.string(),
      times: z.number().int(),
      open: z.boolean(),
      /** null where the store proposes nothing */
      proposal: z.strictObject({ ...productName, packFactor: z.number().int() }).nullable(),
      documentType: z.enum(documentTypes),
      number: z.string(),
      note: z.string(),
      userName: z.string(),
      firstAt: isoTime,
      lastAt: isoTime,
    }),
  ),
  /** products and packs that have the code already */
  holders: z.array(z.strictObject({ ...productName, packFactor: z.number().int(), packName: z.string() })),
  answer: codeAnswer.omit({ code: true, userId: true }).extend({ name: z.string() }).nullable(),
})
export type CodeRequest = z.infer<typeof codeRequest>
