/** The day a shop's papers carry. China keeps one time zone and no daylight saving, so the offset is a constant. */
const chinaOffsetMs = 8 * 60 * 60 * 1000
const dayMs = 24 * 60 * 60 * 1000

/** Milliseconds since 1970 -> "2026-11-22", the calendar day in China, whatever zone the PC is set to. */
export const storeDayOf = (atMs: number): string => new Date(atMs + chinaOffsetMs).toISOString().slice(0, 10)

/** Milliseconds since 1970 -> "2026-11-22 09:30", as a clock on the wall says it. */
export const storeTimeOf = (atMs: number): string =>
  new Date(atMs + chinaOffsetMs).toISOString().slice(0, 16).replace('T', ' ')

/** "2026-11-30" and 1 -> "2026-12-01" */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + days * dayMs).toISOString().slice(0, 10)
