/** PIN or password: which of them somebody used last, and what is said when it was not right. */
import type { TFunction } from 'i18next'
import type { SecretKind } from '../../contract/schemas/common'
import { mayBePin } from '../../core/identity/pin'
import { type AnswerError, errorText } from '../../ui/errorText'

export const secretMax = 200

const keyOf = (userId: string): string => `zhanggui.secretKind.${userId}`

export const kindOf = (userId: string): SecretKind =>
  localStorage.getItem(keyOf(userId)) === 'password' ? 'password' : 'pin'

export const rememberKind = (userId: string, kind: SecretKind): void => localStorage.setItem(keyOf(userId), kind)

/** What cannot be a PIN was scanned or mistyped, and must not lock anybody out: nobody is asked. */
export const notPin: AnswerError = { code: 'WRONG_PIN', params: { reason: 'shape' } }
export const isTry = (kind: SecretKind, given: string): boolean => kind === 'password' || mayBePin(given)

/** Why only HQ can decide, where there is more than one reason for that. */
const needsHub: Record<string, string> = {
  OFFLINE_TOO_LONG: 'signIn.offlineTooLong',
  ROWS_ODD: 'signIn.rowsOdd',
  DEVICE_REVOKED: 'errors.DEVICE_REVOKED',
}

export const secretErrorText = (t: TFunction, error: AnswerError): string => {
  const { left, reason, days } = error.params
  if (error === notPin) return t('signIn.notPin')
  if (error.code === 'WRONG_PASSWORD') return t('signIn.wrongPassword', { left })
  const why = error.code === 'SIGN_IN_NEEDS_HUB' ? needsHub[String(reason)] : undefined
  return why ? t(why, { days }) : errorText(t, error)
}
