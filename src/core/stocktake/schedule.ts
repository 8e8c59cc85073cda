/** On which store days a plan falls. Days are text, "2026-11-22": they sort as they follow each other. */
import { daysAfter } from '../quantity/storeDay'

export type Recurrence =
  | { kind: 'once'; day: string }
  /** 1 Monday … 7 Sunday */
  | { kind: 'weekly'; weekdays: readonly number[] }
  /** a day every month has, or its last */
  | { kind: 'monthly'; day: number | 'last' }

/** "2026-11-22" -> 7, a Sunday */
export const weekdayOf = (day: string): number => ((new Date(`${day}T00:00:00.000Z`).getUTCDay() + 6) % 7) + 1

const dayOfMonth = (day: string): number => Number(day.slice(8))

export const fallsOn = (recurrence: Recurrence, day: string): boolean => {
  switch (recurrence.kind) {
    case 'once':
      return recurrence.day === day
    case 'weekly':
      return recurrence.weekdays.includes(weekdayOf(day))
    case 'monthly':
      return recurrence.day === 'last' ? dayOfMonth(daysAfter(day, 1)) === 1 : dayOfMonth(day) === recurrence.day
  }
}

/** every recurrence falls on a day of any 31 that follow each other */
const daysLookedAt = 31

/**
 * The newest day it falls on after one day and up to another; null where there is none. Of several that passed while nobody
 * looked the last alone matters: nobody wants a month of weekly counts in one morning.
 */
export const lastFallAfter = (recurrence: Recurrence, after: string, upTo: string): string | null => {
  if (recurrence.kind === 'once') return recurrence.day > after && recurrence.day <= upTo ? recurrence.day : null
  for (let back = 0; back < daysLookedAt; back += 1) {
    const day = daysAfter(upTo, -back)
    if (day <= after) return null
    if (fallsOn(recurrence, day)) return day
  }
  return null
}

/** The next day it falls on after one day, not beyond `until` ('' without an end). */
export const nextFallAfter = (recurrence: Recurrence, after: string, until: string): string | null => {
  const within = (day: string): string | null => (until !== '' && day > until ? null : day)
  if (recurrence.kind === 'once') return recurrence.day > after ? within(recurrence.day) : null
  for (let on = 1; on <= daysLookedAt; on += 1) {
    const day = daysAfter(after, on)
    if (fallsOn(recurrence, day)) return within(day)
  }
  return null
}
