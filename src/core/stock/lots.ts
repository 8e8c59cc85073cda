/**
 * Lots and their expiry: which lot to take first, what a lot is called, and whether its remaining life is long enough
 * to be let in. Days are 'YYYY-MM-DD' texts of the shop's calendar; today is always handed in, core has no clock.
 */
import { dateOf } from '../barcode/gs1'
import { isFigure } from '../quantity/quantity'
import { assert } from '../result'

export interface LotBalance {
  lot: string
  /** 'YYYY-MM-DD', or '' where the lot has none */
  expiryDate: string
  available: number
}

export interface LotShare {
  lot: string
  expiryDate: string
  quantity: number
}

/**
 * First expired, first out; lots without expiry last; ties by lot, so that every PC proposes the same. Never more than
 * is available: what no lot can give is `missing`. Whether an expired lot may be offered at all is for the caller.
 */
export const proposeLots = (
  quantity: number,
  balances: readonly LotBalance[],
): { lots: LotShare[]; missing: number } => {
  assert(isFigure(quantity) && quantity >= 0, 'a quantity to take is a non-negative integer')
  const lots: LotShare[] = []
  let missing = quantity
  for (const { lot, expiryDate, available } of [...balances].sort(firstExpiredFirst)) {
    const taken = Math.min(missing, available)
    if (taken <= 0) continue
    lots.push({ lot, expiryDate, quantity: taken })
    missing -= taken
  }
  return { lots, missing }
}

/**
 * A quantity that leaves, lot by lot: first expired, first out, and what no lot can give on the last of them, so that
 * nothing counted is lost and posting says what is short. Empty when no lot has any.
 */
export const spreadOverLots = (quantity: number, balances: readonly LotBalance[]): LotShare[] => {
  const { lots, missing } = proposeLots(quantity, balances)
  return lots.map((share, index) =>
    index === lots.length - 1 ? { ...share, quantity: share.quantity + missing } : share,
  )
}

const firstExpiredFirst = (one: LotBalance, other: LotBalance): number => {
  if (one.expiryDate === other.expiryDate) return compareTexts(one.lot, other.lot)
  if (one.expiryDate === '' || other.expiryDate === '') return one.expiryDate === '' ? 1 : -1
  return compareTexts(one.expiryDate, other.expiryDate)
}

/** By code unit: the order must not depend on the language a PC is set to. */
const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** The text a lot is known by: the printed lot number, else its expiry as 'E' + YYMMDD, else ''. */
export const lotKey = (lotNumber: string, expiryDate: string): string => {
  const printed = lotNumber.trim()
  if (printed !== '' || expiryDate === '') return printed
  assert(isDay(expiryDate), 'an expiry is a calendar day')
  return `E${expiryDate.slice(2).replaceAll('-', '')}`
}

/** Keys and typed days keep one window for ever (77 to 99 are the 1900s): a lot's key must go on meaning the same day. */
const keyWindowYear = 2026

/** '261130', '20261130' or '2026-11-30' as 'YYYY-MM-DD'; null for anything else. Only YYMMDD may say day 00 (GS1). */
export const parseExpiry = (text: string): string | null => {
  const typed = text.trim()
  if (typed.length === 6) return dateOf(typed, keyWindowYear)
  const match = /^(\d{4})(-?)(\d{2})\2(\d{2})$/.exec(typed)
  if (!match) return null
  const day = `${match[1]}-${match[3]}-${match[4]}`
  return isDay(day) ? day : null
}

const dayMs = 24 * 60 * 60 * 1000

const midnightOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** There and back again, because Date takes 30 February for 2 March. */
const isDay = (day: string): boolean => {
  const at = midnightOf(day)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === day
}

/** Calendar days from one to the other, negative when `toDay` is the earlier. Counted in UTC, where no day has 23 hours. */
export const daysBetween = (fromDay: string, toDay: string): number => {
  assert(isDay(fromDay) && isDay(toDay), 'days are counted between calendar days')
  return (midnightOf(toDay) - midnightOf(fromDay)) / dayMs
}

export type ShelfLifeJudgement =
  | { kind: 'ok'; remainingDays: number }
  | { kind: 'nearExpiry'; remainingDays: number }
  | { kind: 'short'; remainingDays: number; requiredDays: number }
  | { kind: 'expired'; remainingDays: number }

export interface ShelfLifeFacts {
  /** a day; a lot without expiry has nothing to judge and must not be asked about */
  expiryDate: string
  storeDay: string
  /** the product's whole life; 0 = unknown, so there is no gate */
  shelfLifeDays: number
  /** part of the whole life that must remain when goods come in */
  minRemainingPermille: number
  nearExpiryDays: number
}

/** The gate at the dock. The expiry day itself is still good; the day after is not. The hardest word that holds is said. */
export const judgeShelfLife = (facts: ShelfLifeFacts): ShelfLifeJudgement => {
  const remainingDays = daysBetween(facts.storeDay, facts.expiryDate)
  const requiredDays = Math.ceil((facts.shelfLifeDays * facts.minRemainingPermille) / 1000)
  if (remainingDays < 0) return { kind: 'expired', remainingDays }
  if (remainingDays < requiredDays) return { kind: 'short', remainingDays, requiredDays }
  return { kind: remainingDays <= facts.nearExpiryDays ? 'nearExpiry' : 'ok', remainingDays }
}
