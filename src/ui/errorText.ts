/** Turns a refusal into words, with its numbers when the backend gave them. */
import type { TFunction } from 'i18next'
import type { Answer } from '../contract/client'
import { isErrorCode } from '../contract/errors'
import { quantityText } from '../core/quantity/quantity'

export type AnswerError = Extract<Answer<unknown>, { ok: false }>['error']

/** Codes whose sentence has numbers, and which params that sentence needs. */
export const numbersNeeded: Record<string, readonly string[]> = {
  WRONG_PIN: ['left'],
  SIGN_IN_LOCKED: ['seconds'],
  TRAY_NOT_EMPTY: ['count'],
  OVER_RECEIPT: ['lineNo', 'sku', 'received', 'allowed'],
  DOCUMENT_STATE: ['state'],
  QUANTITY_BELOW_ZERO: ['received'],
  QUANTITY_TOO_LARGE: ['max'],
  ORDER_NOT_OPEN: ['number'],
}

const quantityParams = new Set(['received', 'allowed', 'max'])

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
  if (typeof value === 'number' && quantityParams.has(name)) return quantityText(value)
  return name === 'state' ? t(`documentStates.${String(value)}`) : String(value)
}
