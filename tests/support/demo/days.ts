/** Days of the shop's calendar, counted from today. */
import { storeDayOf } from '../../../src/core/quantity/storeDay'

const dayMs = 86_400_000

/** 'YYYY-MM-DD' this many days from now, or ago. */
export const inStoreDays = (days: number): string => storeDayOf(Date.now() + days * dayMs)
