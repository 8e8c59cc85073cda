/** What the 稽核 pages are asked for, and their figures in words. The period stands in the address; without one, 30 days. */
import type { TFunction } from 'i18next'
import type { OutputOf } from '../../contract/operations'
import { storeDayOf } from '../../core/quantity/storeDay'
import { valueText } from '../../ui/format'

export interface AuditPeriod {
  from: string
  to: string
  storeCode: string
}

const day = /^\d{4}-\d{2}-\d{2}$/
const periodDays = 30
const dayMs = 24 * 60 * 60 * 1000

/** Days that make no period are asked as the last thirty. */
export const readAuditPeriod = (params: URLSearchParams, nowMs: number): AuditPeriod => {
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? '']
  const storeCode = (params.get('store') ?? '').slice(0, 16)
  const given = day.test(from) && day.test(to) && from <= to
  return given
    ? { from, to, storeCode }
    : { from: storeDayOf(nowMs - (periodDays - 1) * dayMs), to: storeDayOf(nowMs), storeCode }
}

export const auditInput = ({ from, to, storeCode }: AuditPeriod) => ({
  from,
  to,
  ...(storeCode === '' ? {} : { storeCode }),
})

/** Where a link to another list starts, in the same period. */
export const searchOf = (fields: Record<string, string>): string =>
  new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== '')).toString()

/** 82 -> "8.2 %" */
export const permilleText = (permille: number | null): string =>
  permille === null ? '—' : `${Math.trunc(permille / 10)}.${Math.abs(permille % 10)} %`

/** for a file: 8.2 */
export const percentCell = (permille: number | null): number | '' => (permille === null ? '' : permille / 10)

/** 6300 -> "6.3" */
export const timesText = (permille: number): string =>
  `${Math.trunc(permille / 1000)}.${Math.trunc((permille % 1000) / 100)}`

/** fen as people read amounts: ¥5,002.20 */
const yuan = (fen: number): string => valueText(fen * 100)

export type OutlierRow = OutputOf<'audit.outliers'>['rows'][number]

/** The value of a measure: money for one, a share for the others. */
export const measureText = ({ measure }: Pick<OutlierRow, 'measure'>, figure: number): string =>
  measure === 'adjustmentValue' ? yuan(figure) : permilleText(figure)

export const outlierText = (t: TFunction, row: OutlierRow): string =>
  t(`audit.why.${row.kind}`, {
    value: measureText(row, row.value),
    median: measureText(row, row.median),
    times: timesText(row.timesPermille),
    n: row.compared,
  })

type Paper = OutputOf<'audit.spotChecks'>['papers'][number]
type Product = OutputOf<'audit.spotChecks'>['products'][number]
export type SpotReason = Paper['reasons'][number] | Product['reasons'][number]

/** Each reason as a sentence with its figures. */
export const reasonText = (t: TFunction, reason: SpotReason): string => {
  const money = 'valueFen' in reason && reason.valueFen !== null ? yuan(reason.valueFen) : ''
  if (reason.reason === 'nearLimit')
    return t('audit.reason.nearLimit', {
      value: money,
      limit: yuan(reason.fromFen),
      level: t(`level.${reason.level}`),
    })
  if (reason.reason === 'outlier')
    return t('audit.reason.outlier', {
      measures: reason.measures.map((measure) => t(`audit.measure.${measure}`)).join(t('audit.and')),
    })
  const { points: _points, reason: name, ...figures } = reason
  return t(`audit.reason.${name}`, { ...figures, value: money })
}

/** 5 分钟, 3 小时, 2 天 */
export const spanText = (t: TFunction, seconds: number): string => {
  if (seconds < 60) return t('audit.span.seconds', { n: seconds })
  if (seconds < 3600) return t('audit.span.minutes', { n: Math.floor(seconds / 60) })
  if (seconds < 48 * 3600) return t('audit.span.hours', { n: Math.floor(seconds / 3600) })
  return t('audit.span.days', { n: Math.floor(seconds / 86_400) })
}
