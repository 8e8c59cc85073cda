// Reads GS1 element strings: splits them into identifiers and values, checks every value, and says what they mean.
// Null means "this is not a sound GS1 code"; a wrong date or check digit is never repaired into a plausible one.

import type { AiMeaning, AiSpec } from './applicationIdentifiers'
import { aiLengthOf, aiSpecOf, predefinedLengthOf } from './applicationIdentifiers'
import { hasGoodCheckDigit, isDigits } from './gtin'

/** FNC1 inside a symbol reaches us as this group separator. */
export const groupSeparator = '\u001d'

export type Gs1Element = { ai: string; value: string }

export type Gs1Reading = {
  elements: Gs1Element[]
  gtin: string | null
  /** the unit inside a logistic label, AI (02) */
  contentGtin: string | null
  sscc: string | null
  lot: string | null
  expiryDate: string | null
  productionDate: string | null
  netGrams: number | null
  amountFen: number | null
  /** pieces, AI (30) or (37): whole numbers, not thousandths */
  count: number | null
  orderNumber: string | null
  itemNumber: string | null
  unknownAis: string[]
}

/** Splits a scanned element string; null when an identifier or a fixed-length value is broken. */
export function splitScanned(data: string): Gs1Element[] | null {
  const elements: Gs1Element[] = []
  let at = 0
  while (at < data.length) {
    if (data[at] === groupSeparator) {
      at += 1
      continue
    }
    const next = elementAt(data, at)
    if (next === null) return null
    elements.push(next.element)
    at = next.end
  }
  return elements.length > 0 ? elements : null
}

function elementAt(data: string, at: number): { element: Gs1Element; end: number } | null {
  const firstTwo = data.slice(at, at + 2)
  if (firstTwo.length < 2 || !isDigits(firstTwo)) return null
  // An identifier GS1 never assigned: its length is unknown, so two digits name it and the next separator ends it.
  const aiLength = aiLengthOf(firstTwo) ?? 2
  const ai = data.slice(at, at + aiLength)
  if (ai.length < aiLength || !isDigits(ai)) return null
  const predefined = predefinedLengthOf(firstTwo)
  const end = predefined === null ? separatorFrom(data, at + aiLength) : at + predefined
  const value = data.slice(at + aiLength, end)
  if (end > data.length || value === '' || value.includes(groupSeparator)) return null
  return { element: { ai, value }, end }
}

function separatorFrom(data: string, from: number): number {
  const found = data.indexOf(groupSeparator, from)
  return found === -1 ? data.length : found
}

/** Splits the form people read and type, `(01)06901234567892(10)A1`; null when it is not that form. */
export function splitBracketed(text: string): Gs1Element[] | null {
  const elements: Gs1Element[] = []
  const pattern = /\(([0-9]{2,4})\)([^()]+)/y
  // people put a space between the elements; no GS1 value holds one
  const close = text.replace(/ *(\([0-9]{2,4}\)) */g, '$1')
  while (pattern.lastIndex < close.length) {
    const found = pattern.exec(close)
    if (found === null) return null
    elements.push({ ai: found[1] ?? '', value: found[2] ?? '' })
  }
  return elements.length > 0 ? elements : null
}

export function bracketed(elements: Gs1Element[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value}`).join('')
}

/** Checks every element and gathers what they say; null as soon as one of them cannot be right. `year` is the present one. */
export function readElements(elements: Gs1Element[], year: number): Gs1Reading | null {
  const reading = emptyReading(elements)
  const seen = new Map<string, string>()
  for (const element of elements) {
    const earlier = seen.get(element.ai)
    // Linked symbols may repeat an element, but two different values for one identifier contradict each other.
    if (earlier !== undefined && earlier !== element.value) return null
    if (earlier !== undefined) continue
    seen.set(element.ai, element.value)
    if (!addElement(reading, element, year)) return null
  }
  // Best-before stands in for the expiry only when the code carries no expiry of its own, in whatever order they come.
  reading.expiryDate ??= dateOf(seen.get('7003')?.slice(0, 6) ?? '', year) ?? dateOf(seen.get('15') ?? '', year)
  return reading
}

function emptyReading(elements: Gs1Element[]): Gs1Reading {
  return {
    elements,
    gtin: null,
    contentGtin: null,
    sscc: null,
    lot: null,
    expiryDate: null,
    productionDate: null,
    netGrams: null,
    amountFen: null,
    count: null,
    orderNumber: null,
    itemNumber: null,
    unknownAis: [],
  }
}

/** GS1 allows 82 printable ASCII characters in text values; no space among them. */
const gs1Text = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/

function fits(value: string, { chars, min, max }: AiSpec): boolean {
  if (value.length < min || value.length > max) return false
  return chars === 'digits' ? isDigits(value) : gs1Text.test(value)
}

function addElement(reading: Gs1Reading, { ai, value }: Gs1Element, year: number): boolean {
  const spec = aiSpecOf(ai)
  if (spec === null || (spec.meaning === 'skipped' && !fits(value, spec))) {
    reading.unknownAis.push(ai)
    return true
  }
  if (!fits(value, spec)) return false
  const said = meanings[spec.meaning](value, { decimals: Number(ai[3] ?? 0), year })
  if (said === null) return false
  Object.assign(reading, said)
  return true
}

type Said = Partial<Gs1Reading>
type How = { decimals: number; year: number }

/** One entry per meaning: what a sound value adds to the reading; null for one that cannot be right. */
const meanings: Record<AiMeaning, (value: string, how: How) => Said | null> = {
  sscc: (value) => checked(value, { sscc: value }),
  gtin: (value) => checked(value, { gtin: value }),
  contentGtin: (value) => checked(value, { contentGtin: value }),
  checked: (value) => checked(value, {}),
  lot: (value) => ({ lot: value }),
  productionDate: (value, { year }) => dated(value, year, (productionDate) => ({ productionDate })),
  bestBefore: (value, { year }) => dated(value, year, () => ({})),
  expiry: (value, { year }) => dated(value, year, (expiryDate) => ({ expiryDate })),
  // a day with an hour is a day of its own: 00, the month's last one, is for dates alone
  expiryTime: (value, { year }) =>
    isTimeOfDay(value.slice(6)) && value.slice(4, 6) !== '00' ? dated(value.slice(0, 6), year, () => ({})) : null,
  date: (value, { year }) => dated(value, year, () => ({})),
  count: (value) => ({ count: Number(value) }),
  netKilograms: (value, { decimals }) => exact(value, 3 - decimals, (netGrams) => ({ netGrams })),
  amount: (value, { decimals }) => exact(value, 2 - decimals, (amountFen) => ({ amountFen })),
  // Only yuan (ISO 156) may become fen; an amount in another currency is sound but says nothing to us.
  amountWithCurrency: (value, { decimals }) =>
    value.startsWith('156') ? exact(value.slice(3), 2 - decimals, (amountFen) => ({ amountFen })) : {},
  order: (value) => ({ orderNumber: value }),
  itemNumber: (value) => ({ itemNumber: value }),
  plain: () => ({}),
  skipped: () => ({}),
}

function checked(digits: string, said: Said): Said | null {
  return hasGoodCheckDigit(digits) ? said : null
}

function dated(yymmdd: string, year: number, say: (date: string) => Said): Said | null {
  const date = dateOf(yymmdd, year)
  return date === null ? null : say(date)
}

function exact(digits: string, power: number, say: (value: number) => Said): Said | null {
  const value = scaled(digits, power)
  return value === null ? null : say(value)
}

/** Digits times a power of ten, as an exact integer, halves up; null when the number would not be exact. */
function scaled(digits: string, power: number): number | null {
  const shifted = power >= 0 ? digits + '0'.repeat(power) : digits.padStart(1 - power, '0').slice(0, power)
  const roundUp = power < 0 && (digits.padStart(1 - power, '0').at(power) ?? '0') >= '5'
  const value = Number(shifted) + (roundUp ? 1 : 0)
  return Number.isSafeInteger(value) ? value : null
}

/**
 * YYMMDD as an ISO date; day 00 is the month's last day. The century is the one that brings the year nearest to the
 * present: GS1's sliding window of 49 years ahead and 50 back.
 */
export function dateOf(yymmdd: string, presentYear: number): string | null {
  if (yymmdd.length !== 6 || !isDigits(yymmdd)) return null
  const year = fullYear(Number(yymmdd.slice(0, 2)), presentYear)
  const month = Number(yymmdd.slice(2, 4))
  const lastDay = daysInMonth(year, month)
  const day = Number(yymmdd.slice(4)) || lastDay
  if (month < 1 || month > 12 || day > lastDay) return null
  return `${year}-${pad2(month)}-${pad2(day)}`
}

function fullYear(shortYear: number, presentYear: number): number {
  const year = presentYear - (presentYear % 100) + shortYear
  if (year - presentYear >= 51) return year - 100
  return year - presentYear <= -50 ? year + 100 : year
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function isTimeOfDay(hhmm: string): boolean {
  return Number(hhmm.slice(0, 2)) <= 23 && Number(hhmm.slice(2)) <= 59
}

function pad2(value: number): string {
  return String(value).padStart(2, '0')
}
