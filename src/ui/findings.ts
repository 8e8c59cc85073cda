/** What `verify` found, in words: which row of which table, and what is wrong with it. */
import type { TFunction } from 'i18next'
import { findings, isFindingCode, type ParamKind, type Problem } from '../core/findings'
import { quantityText } from '../core/quantity/quantity'
import { accountText, timeText, valueText } from './format'
import { fieldText, shortIds, valueIn } from './trail'

/** 库存结存 库存 WS001 600123 */
export const findingPlace = (t: TFunction, { table, row }: Problem): string => {
  const words = tableText(t, table)
  const line = /^(\S{36})\/(\d+)$/.exec(row)
  if (line) return t('findingLine', { table: words, log: shortIds(line[1] ?? ''), seq: line[2] })
  const place = row
    .replace(/\/$/, '')
    .split(' ')
    .map((part) => accountText(t, part))
    .join(' ')
  return place === '' ? words : `${words} ${shortIds(place)}`
}

export const findingText = (t: TFunction, { code, params }: Problem): string => {
  const kinds: [string, ParamKind][] = Object.entries(findings[code])
  return t(`findings.${code}`, Object.fromEntries(kinds.map(([name, kind]) => [name, shown(t, kind, params, name)])))
}

const tableText = (t: TFunction, table: string): string => t(`findingTable.${table}`, { defaultValue: table })

/** A figure of cost somebody may not see is not among the params. */
const shown = (t: TFunction, kind: ParamKind, params: Problem['params'], name: string): string => {
  const text = params[name]
  if (text === undefined) return '—'
  return text === '' ? t('common.none') : say[kind](t, text, params)
}

const figure = (text: string, words: (figure: number) => string): string =>
  /^-?\d+$/.test(text) ? words(Number(text)) : text

const say: Record<ParamKind, (t: TFunction, text: string, params: Problem['params']) => string> = {
  text: (_, text) => shortIds(text),
  count: (_, text) => text,
  quantity: (_, text) => figure(text, quantityText),
  cost: (_, text) => figure(text, valueText),
  column: (t, text) => fieldText(t, text),
  value: (t, text, { column = '' }) => valueIn(t, column, text),
  state: (t, text) => t(`documentState.${text}`, { defaultValue: text }),
  time: (_, text) => timeText(text),
  table: tableText,
  account: (t, text) => accountText(t, text),
  logKind: (t, text) => t(`findingLog.${text}`, { defaultValue: text }),
  finding: (t, text) => (isFindingCode(text) ? t(`findings.${text}`) : text),
}
