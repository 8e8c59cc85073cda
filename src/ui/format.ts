/** Dates, accounts and figures as people read them; quantities and money come from core. */
import dayjs from 'dayjs'
import type { TFunction } from 'i18next'
import { costValueToFen, moneyText, quantityText } from '../core/quantity/quantity'

/** 11-22 14:05; the year only when it is not this one */
export const timeText = (iso: string | null, now = dayjs()): string => {
  if (!iso) return '—'
  const at = dayjs(iso)
  if (!at.isValid()) return iso
  return at.format(at.year() === now.year() ? 'MM-DD HH:mm' : 'YYYY-MM-DD HH:mm')
}

/** 11-22, or 25-11-22 of another year: where a column has room for a day alone */
export const dayText = (iso: string, now = dayjs()): string => {
  const at = dayjs(iso)
  return at.format(at.year() === now.year() ? 'MM-DD' : 'YY-MM-DD')
}

/** -12 is -1.2% */
export const signedPercentText = (permille: number): string => `${permille > 0 ? '+' : ''}${permille / 10}%`

/** 14:05 today, 11-21 14:05 before */
export const shortTimeText = (iso: string | null, now = dayjs()): string => {
  if (!iso) return '—'
  const at = dayjs(iso)
  return at.isSame(now, 'day') ? at.format('HH:mm') : timeText(iso, now)
}

/** 14:05:09 today, 11-21 14:05:09 before: where the order of two acts matters */
export const shortSecondText = (iso: string, now = dayjs()): string => {
  const at = dayjs(iso)
  if (!at.isValid()) return iso
  return at.format(at.isSame(now, 'day') ? 'HH:mm:ss' : 'MM-DD HH:mm:ss')
}

/** 905 -> 15:05 */
export const clockText = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

export const signedQuantity = (quantity: number): string => (quantity > 0 ? '+' : '') + quantityText(quantity)

/** 1280000 (1/10,000 yuan) -> ¥128.00 */
export const valueText = (value: number | null): string =>
  value === null ? '' : `${value < 0 ? '-' : ''}¥${grouped(moneyText(costValueToFen(Math.abs(value))))}`

/** +¥128.00, -¥3.20: what a movement did to the value of a place */
export const signedValueText = (value: number | null): string =>
  value === null ? '' : `${value > 0 ? '+' : value < 0 ? '-' : ''}${valueText(Math.abs(value))}`

export const priceText = (fen: number): string => `¥${moneyText(fen)}`

const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+(?!\d)(?=\.))/g, ',')

/** "stock:S001" -> 库存 S001; which transfer goods travel under is an id that tells nobody anything */
export const accountText = (t: TFunction, account: string): string => {
  const [kind = '', place = ''] = account.split(':')
  const words = t(`account.${kind}`, { defaultValue: '' })
  if (words === '') return account
  return kind === 'inTransit' || place === '' ? words : `${words} ${place}`
}

/** the English name where the screen is English and there is one */
export const nameIn = (language: string, names: { name: string; nameEn: string }): string =>
  language === 'en-US' && names.nameEn !== '' ? names.nameEn : names.name

/** why, as the policy of the paper worded it */
export const reasonIn = (language: string, header: { reasonName: string; reasonNameEn: string }): string =>
  nameIn(language, { name: header.reasonName, nameEn: header.reasonNameEn })
