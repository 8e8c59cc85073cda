/** Editing the rules for scale labels: digits are counted from 1 on the screen, as people count them on the label. */
import type { WeighRule } from '../../contract/schemas/masterData'

export type WeighTest = WeighRule['tests'][number]
type Span = WeighRule['plu']

/** [2, 7] is "3-7", [7, 8] is "8". */
export const spanText = ([from, to]: Span): string => (to - from === 1 ? String(to) : `${from + 1}-${to}`)

/** "3-7" or "8"; null for anything else. */
export const parseSpan = (text: string): Span | null => {
  const found = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(text.replace(/\s/g, ''))
  if (!found) return null
  const from = Number(found[1])
  const to = Number(found[2] ?? found[1])
  return from >= 1 && from <= to && to <= 32 ? [from - 1, to] : null
}

/** "21, 22" or "21 22". */
export const parsePrefixes = (text: string): string[] => text.split(/[^0-9]+/).filter((prefix) => prefix !== '')

/** Names a rule for ever, also after it was renamed; those of rules taken out before may come again. */
export const freeId = (rules: readonly Pick<WeighRule, 'id'>[]): string => {
  const taken = new Set(rules.map(({ id }) => id))
  let number = rules.length + 1
  while (taken.has(`weigh-${number}`)) number += 1
  return `weigh-${number}`
}

/** 28 PPPPP WWWWW C in grams: the label most scales print as they come. */
export const newRule = (id: string): WeighRule => ({
  id,
  name: '',
  length: 13,
  prefixes: ['28'],
  plu: [2, 7],
  field: 'weightGrams',
  value: [7, 12],
  valueStep: 1,
  amount: null,
  verifierAt: null,
  checkDigit: 'required',
  tests: [newTest],
})

export const newTest: WeighTest = { code: '', plu: '', weightGrams: null, amountFen: null }
