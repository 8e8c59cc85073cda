// In-store codes that a shop's own scales print: a product number with a weight, an amount or both inside.
// There is no standard for these, so each shop's rules come in as data; a rule that makes no sense matches nothing, and
// one that does not read its own test codes as HQ wrote them down is not used at all.
import { hasGoodCheckDigit, isDigits, isGtinLength } from './gtin'
import { isVerifier } from './priceVerifier'

export type Span = [from: number, to: number]

/** A printed label and what it says: what a rule is tried on. */
export type WeighTest = { code: string; plu: string; weightGrams: number | null; amountFen: number | null }

/** Spans are half-open digit positions in the whole code. */
export type WeighRule = {
  id: string
  name: string
  length: number
  prefixes: string[]
  plu: Span
  field: 'weightGrams' | 'amountFen'
  value: Span
  /** grams or fen in one step of the value's last digit: 10 where a label says hundredths of a kilogram */
  valueStep: number
  /** of a label that says both: where the amount stands beside the weight, in fen */
  amount: Span | null
  /** where the digit stands that verifies a value of four or five digits; null: there is none */
  verifierAt: number | null
  checkDigit: 'required' | 'ignored'
  tests: readonly WeighTest[]
}

export type WeighedReading = { rule: WeighRule; plu: string; weightGrams: number | null; amountFen: number | null }

/** The first rule, in the shop's own order, that fits the code. */
export function readWeighed(code: string, rules: readonly WeighRule[]): WeighedReading | null {
  if (!isDigits(code)) return null
  const rule = rules.find((candidate) => fits(code, candidate))
  if (rule === undefined) return null
  const value = Number(code.slice(...rule.value)) * rule.valueStep
  const beside = rule.amount === null ? null : Number(code.slice(...rule.amount))
  return {
    rule,
    plu: code.slice(...rule.plu),
    weightGrams: rule.field === 'weightGrams' ? value : null,
    amountFen: rule.field === 'amountFen' ? value : beside,
  }
}

/** Does this rule, among all of the shop's, read the label as it was written down? */
export function passes(test: WeighTest, rule: WeighRule, rules: readonly WeighRule[]): boolean {
  const reading = readWeighed(test.code, rules)
  if (reading === null || reading.rule !== rule) return false
  const { plu, weightGrams, amountFen } = reading
  return plu === test.plu && weightGrams === test.weightGrams && amountFen === test.amountFen
}

export function failedTests(rule: WeighRule, rules: readonly WeighRule[]): WeighTest[] {
  return rule.tests.filter((test) => !passes(test, rule, rules))
}

/** Tried, and every test read as it should. */
export function isProven(rule: WeighRule, rules: readonly WeighRule[]): boolean {
  return rule.tests.length > 0 && failedTests(rule, rules).length === 0
}

export function provenRules(rules: readonly WeighRule[]): WeighRule[] {
  return rules.filter((rule) => isProven(rule, rules))
}

function fits(code: string, rule: WeighRule): boolean {
  if (code.length !== rule.length || !isSound(rule)) return false
  if (!rule.prefixes.some((prefix) => prefix !== '' && code.startsWith(prefix)) || !isInStore(code)) return false
  if (rule.verifierAt !== null && !isVerifier(code.charAt(rule.verifierAt), code.slice(...rule.value))) return false
  return rule.checkDigit === 'ignored' || hasGoodCheckDigit(code)
}

/** Of codes as long as a GTIN, only the numbers GS1 leaves to the shops: no rule may take a maker's code for a label. */
function isInStore(code: string): boolean {
  if (!isGtinLength(code)) return true
  if (code.length === 13) return /^(?:2|02|04)/.test(code)
  return code.length === 12 ? /^[24]/.test(code) : code.length === 8 && /^[02]/.test(code)
}

function isSound({ length, plu, value, valueStep, amount, verifierAt }: WeighRule): boolean {
  const spans = amount === null ? [plu, value] : [plu, value, amount]
  if (!spans.every((span) => isSpan(span, length)) || !Number.isInteger(valueStep) || valueStep < 1) return false
  return verifierAt === null || (Number.isInteger(verifierAt) && verifierAt >= 0 && verifierAt < length)
}

/** Twelve digits, and a step, are far below what stays exact as a number. */
function isSpan([from, to]: Span, length: number): boolean {
  return Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= length && to - from <= 12
}
