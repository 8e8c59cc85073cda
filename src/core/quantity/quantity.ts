/**
 * Quantities and money, integers only. Quantity: thousandths of the stock unit. Money: fen. Unit cost: 1/10,000 yuan
 * per stock unit. Cost value: 1/10,000 yuan. No float ever touches stock or money; text is parsed digit by digit.
 */
import { assert } from '../result'

export const thousandthsPerUnit = 1000
/**
 * Every figure of a paper, a movement or a place of goods stays inside ±10^12 (invariant 19), far from where integers lose
 * exactness. What is outside our walls is summed beyond that, and stays exact.
 */
export const figureMax = 1_000_000_000_000

export const isFigure = (value: number): boolean => Number.isSafeInteger(value) && Math.abs(value) <= figureMax

export const units = (count: number): number => count * thousandthsPerUnit

/**
 * Cost value of a quantity: quantity (thousandths) × unitCost (1/10,000 yuan) ÷ 1000, rounded half away from zero.
 * The one place where the two are multiplied; BigInt keeps the product exact where a number would not.
 */
export const costValue = (quantity: number, unitCost: number): number => {
  const small = quantity * unitCost
  if (Number.isSafeInteger(small) && Math.abs(small) < safeProductMax) return thousandths(small)
  const product = BigInt(quantity) * BigInt(unitCost)
  const half = product < 0n ? -500n : 500n
  const value = Number((product + half) / 1000n)
  assert(isFigure(value), 'cost value out of range')
  return value
}

/** The most whole units that at this price are still a figure we keep. */
export const priceableMax = (unitCost: number): number =>
  unitCost <= thousandthsPerUnit ? figureMax : Number(BigInt(figureMax) / BigInt(unitCost)) * thousandthsPerUnit

/** far enough below the limit of exact integers that adding the half keeps it exact */
const safeProductMax = 1_000_000_000_000_000

/** n ÷ 1000 rounded half away from zero; the remainder is taken off first, so the division leaves none. */
const thousandths = (n: number): number => {
  const raised = n + (n < 0 ? -500 : 500)
  const whole = (raised - (raised % 1000)) / 1000
  return whole === 0 ? 0 : whole
}

/** Mean unit cost (1/10,000 yuan per unit) of a balance, for display only; the ledger keeps quantity and value. */
export const meanUnitCost = (quantity: number, value: number): number | null =>
  quantity > 0 ? Number((BigInt(value) * 1000n + BigInt(quantity) / 2n) / BigInt(quantity)) : null

/** 12500 -> "12.5", 3000 -> "3", -500 -> "-0.5" */
export const quantityText = (quantity: number): string => {
  const sign = quantity < 0 ? '-' : ''
  const absolute = Math.abs(quantity)
  const whole = Math.trunc(absolute / thousandthsPerUnit)
  const rest = String(absolute % thousandthsPerUnit)
    .padStart(3, '0')
    .replace(/0+$/, '')
  return `${sign}${whole}${rest === '' ? '' : `.${rest}`}`
}

/** "12", "0.5", "3.125" -> thousandths; null for anything else. At most 6 digits before the point (screen rule S-03). */
export const parseQuantity = (text: string): number | null => {
  const match = /^(\d{1,6})(?:\.(\d{1,3}))?$/.exec(text.trim())
  if (!match) return null
  return Number(match[1]) * thousandthsPerUnit + Number((match[2] ?? '').padEnd(3, '0'))
}

/** 1280 -> "12.80" */
export const moneyText = (fen: number): string => {
  const sign = fen < 0 ? '-' : ''
  const absolute = Math.abs(fen)
  return `${sign}${Math.trunc(absolute / 100)}.${String(absolute % 100).padStart(2, '0')}`
}

/** Cost value in 1/10,000 yuan to fen, rounded half away from zero; for showing, never for booking. */
export const costValueToFen = (value: number): number =>
  value < 0 ? -Math.floor((-value + 50) / 100) : Math.floor((value + 50) / 100)
