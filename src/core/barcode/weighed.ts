// In-store codes that a shop's own scales print: a product number with a weight or an amount inside.
// There is no standard for these, so each shop's rules come in as data; a rule that makes no sense matches nothing.
import { hasGoodCheckDigit, isDigits } from './gtin'

/** Spans are half-open digit positions in the whole code. */
export type WeighRule = {
  id: string
  name: string
  length: number
  prefixes: string[]
  plu: [from: number, to: number]
  field: 'weightGrams' | 'amountFen'
  value: [from: number, to: number]
  checkDigit: 'required' | 'ignored'
}

export type WeighedReading = { rule: WeighRule; plu: string; quantity: number | null; amountFen: number | null }

/** The first rule, in the shop's own order, that fits the code. */
export function readWeighed(code: string, rules: readonly WeighRule[]): WeighedReading | null {
  if (!isDigits(code)) return null
  const rule = rules.find((candidate) => fits(code, candidate))
  if (rule === undefined) return null
  const value = Number(code.slice(...rule.value))
  return {
    rule,
    plu: code.slice(...rule.plu),
    // Grams are thousandths of a kilogram, and a weighed product's stock unit is the kilogram.
    quantity: rule.field === 'weightGrams' ? value : null,
    amountFen: rule.field === 'amountFen' ? value : null,
  }
}

function fits(code: string, rule: WeighRule): boolean {
  if (code.length !== rule.length || !isSpan(rule.plu, rule.length) || !isSpan(rule.value, rule.length)) return false
  if (!rule.prefixes.some((prefix) => prefix !== '' && code.startsWith(prefix))) return false
  return rule.checkDigit === 'ignored' || hasGoodCheckDigit(code)
}

/** Fifteen digits are the most that stay exact as a number. */
function isSpan([from, to]: [number, number], length: number): boolean {
  return Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= length && to - from <= 15
}
