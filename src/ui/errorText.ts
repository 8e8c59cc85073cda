/** Turns a refusal into words, with its numbers when the backend gave them. */
import type { TFunction } from 'i18next'
import type { Answer } from '../contract/client'
import { isErrorCode } from '../contract/errors'
import { moneyText, quantityText } from '../core/quantity/quantity'
import { clockText } from './format'

export type AnswerError = Extract<Answer<unknown>, { ok: false }>['error']

/** Codes whose sentence has numbers, and which params that sentence needs. */
export const numbersNeeded: Record<string, readonly string[]> = {
  WRONG_PIN: ['left'],
  SIGN_IN_LOCKED: ['seconds'],
  WRONG_TOTP: ['left'],
  PASSWORD_TOO_WEAK: ['why'],
  TRAY_NOT_EMPTY: ['count'],
  OVER_RECEIPT: ['lineNo', 'sku', 'received', 'allowed'],
  OVER_APPROVED: ['name', 'sku', 'approved', 'allowed', 'quantity'],
  DOCUMENT_STATE: ['state'],
  QUANTITY_BELOW_ZERO: ['received'],
  QUANTITY_TOO_LARGE: ['max'],
  ORDER_NOT_OPEN: ['number'],
  DOCUMENT_HELD: ['name'],
  APPROVAL_NEEDED: ['level'],
  TRANSFER_STATE: ['state'],
  ALREADY_TRANSFERRED: ['number'],
  TRANSFER_CALLED_OFF: ['number'],
  APPROVAL_LEVEL: ['level'],
  AMOUNT_LIMIT: ['number', 'limitFen'],
  FIELD_MISSING: ['field'],
  PHOTO_MISSING: ['fromFen'],
  LOT_REQUIRED: ['lineNo', 'name'],
  DELIVERY_NOTE_TWICE: ['reference', 'number'],
  INSUFFICIENT_STOCK: ['name', 'sku', 'onHand', 'claimed', 'needed'],
  SETTLEMENT_TOO_LARGE: ['open'],
  STOCKTAKE_BOOKS_ELSEWHERE: ['pc'],
  STOCKTAKE_HELD_ELSEWHERE: ['number', 'pc'],
  STOCKTAKE_OVERLAPS: ['number'],
  STOCKTAKE_COUNTS_OPEN: ['count', 'zones'],
  STOCKTAKE_ZONE_TWICE: ['zone'],
  STOCKTAKE_NOT_COUNTED: ['zone'],
  STOCKTAKE_RECOUNT_BY_OTHER: ['zone'],
  STOCKTAKE_HOLDER_WORKS: ['pc'],
  STOCKTAKE_RECOUNTS_OPEN: ['zones'],
  STOCKTAKE_BEYOND_RECOUNT: ['name'],
  STOCKTAKE_LINES_OPEN: ['count'],
  STOCKTAKE_PAPERS_POSTED: ['numbers'],
  COUNT_SHEET_NOT_FOUND: ['number', 'page'],
  COUNT_LOT_TWICE: ['lot'],
  COUNT_FILE_FAULTS: ['count'],
  LINES_TOO_MANY: ['max'],
  CODE_KNOWN: ['code'],
  CODE_REQUEST_NOT_FOUND: ['code'],
  CODE_ANSWERED: ['code', 'userName'],
  BARCODE_TAKEN: ['code', 'name'],
  CODE_KIND: ['code'],
  BARCODES_TOO_MANY: ['max'],
  PRICE_CHANGE_STATE: ['number', 'state'],
  PRICE_DATE_PAST: ['effectiveDate'],
  PRICE_LINE_TWICE: ['name', 'sku'],
  LABEL_TEMPLATE_CHANGED: ['name'],
  LABEL_TEMPLATE_NAME_TAKEN: ['name'],
  LABEL_TEMPLATE_FROM_HQ: ['name'],
  LABEL_TEMPLATE_UNFIT: ['why', 'block'],
  LABEL_TEMPLATES_TOO_MANY: ['most'],
  LABEL_SHEET_UNFIT: ['why'],
  PRICE_SAME: ['name', 'sku'],
  PRICE_PLANNED_ALREADY: ['name', 'sku', 'number'],
  POLICY_PREFIX_TWICE: ['prefix'],
  PAPER_QUEUE_GONE: ['queue'],
  PAPER_QUEUE_CLOSED: ['queue'],
  PAPER_NOT_SPOOLED: ['message'],
  WEIGH_RULE_TEST: ['rule', 'code'],
}

const quantityParams = new Set([
  'received',
  'allowed',
  'approved',
  'quantity',
  'max',
  'onHand',
  'claimed',
  'needed',
  'open',
])

/** Their `max` is a number of things, no quantity of goods. */
const countsThings: readonly string[] = ['LINES_TOO_MANY', 'BARCODES_TOO_MANY']
const isQuantity = (name: string, code: string): boolean =>
  quantityParams.has(name) && !(name === 'max' && countsThings.includes(code))

export const errorText = (t: TFunction, error: AnswerError): string => {
  const words = sentence(t, error)
  return error.incidentId ? `${words}（${t('common.incident', { id: error.incidentId })}）` : words
}

/** For a code that arrives as plain text, such as the last problem of sync. */
export const codeText = (t: TFunction, code: string): string => (isErrorCode(code) ? t(`errors.${code}`) : code)

const sentence = (t: TFunction, error: AnswerError): string => {
  const needed = numbersNeeded[error.code]
  const known = needed?.every((name) => error.params[name] !== undefined && error.params[name] !== null)
  if (!needed || !known) return codeText(t, error.code)
  return t(`errorsWith.${error.code}`, Object.fromEntries(needed.map((name) => [name, shown(t, name, error)])))
}

const shown = (t: TFunction, name: string, error: AnswerError): string => {
  const value = error.params[name]
  if (typeof value === 'number' && isQuantity(name, error.code)) return quantityText(value)
  if (typeof value === 'number' && (name === 'fromFen' || name === 'limitFen')) return moneyText(value)
  if (typeof value === 'number' && name === 'seconds') return clockText(value)
  const words = wordsOf(name, error.code)
  return words === null ? String(value) : t(`${words}.${String(value)}`, { defaultValue: String(value) })
}

/** Whose states they are; a paper's where nothing is said. */
const stateWords: Record<string, string> = { TRANSFER_STATE: 'transferState', PRICE_CHANGE_STATE: 'priceState' }

/** Params that are words of their own, said in the reader's language. */
const wordsOf = (name: string, code: string): string | null => {
  if (name === 'state') return stateWords[code] ?? 'documentState'
  if (name === 'why' && code === 'PASSWORD_TOO_WEAK') return 'passwordFault'
  if (name === 'why' && code === 'LABEL_TEMPLATE_UNFIT') return 'templateFault'
  if (name === 'why' && code === 'LABEL_SHEET_UNFIT') return 'sheetFault'
  return name === 'level' || name === 'field' ? name : null
}
