/** The day a shop's papers carry. China keeps one time zone and no daylight saving, so the offset is a constant. */
const chinaOffsetMs = 8 * 60 * 60 * 1000

/** Milliseconds since 1970 -> "2026-11-22", the calendar day in China, whatever zone the PC is set to. */
export const storeDayOf = (atMs: number): string => new Date(atMs + chinaOffsetMs).toISOString().slice(0, 10)
