/** On which days a plan falls: weekdays, days of a month, its last day, and what is made up for after a pause. */
import { describe, expect, test } from 'vitest'
import { daysAfter } from '../../../../src/core/quantity/storeDay'
import { fallsOn, lastFallAfter, nextFallAfter, type Recurrence } from '../../../../src/core/stocktake/schedule'

const mondays: Recurrence = { kind: 'weekly', weekdays: [1] }
const mondaysAndThursdays: Recurrence = { kind: 'weekly', weekdays: [1, 4] }
const lastDays: Recurrence = { kind: 'monthly', day: 'last' }
const daysIn = (recurrence: Recurrence, from: string, days: number): string[] =>
  Array.from({ length: days }, (_, at) => daysAfter(from, at)).filter((day) => fallsOn(recurrence, day))

describe('on which days', () => {
  test('weekdays, Monday the first and Sunday the seventh', () => {
    expect(daysIn(mondaysAndThursdays, '2026-11-22', 12)).toEqual([
      '2026-11-23',
      '2026-11-26',
      '2026-11-30',
      '2026-12-03',
    ])
    expect(daysIn({ kind: 'weekly', weekdays: [7] }, '2026-11-22', 8)).toEqual(['2026-11-22', '2026-11-29'])
  })

  test('a day of each month, and the last one in a leap year too', () => {
    expect(daysIn({ kind: 'monthly', day: 28 }, '2027-01-01', 90)).toEqual(['2027-01-28', '2027-02-28', '2027-03-28'])
    expect(daysIn(lastDays, '2028-01-15', 80)).toEqual(['2028-01-31', '2028-02-29', '2028-03-31'])
  })

  test('once is once', () => {
    const once: Recurrence = { kind: 'once', day: '2026-12-31' }
    expect(daysIn(once, '2026-12-01', 400)).toEqual(['2026-12-31'])
  })
})

describe('what is to be made now', () => {
  test('nothing before its day, its day itself, and the newest of those that passed', () => {
    expect(lastFallAfter(mondays, '2026-11-21', '2026-11-22')).toBe(null)
    expect(lastFallAfter(mondays, '2026-11-22', '2026-11-23')).toBe('2026-11-23')
    expect(lastFallAfter(mondays, '2026-11-01', '2026-11-24')).toBe('2026-11-23')
  })

  test('not the one that was made', () => {
    expect(lastFallAfter(mondays, '2026-11-23', '2026-11-29')).toBe(null)
  })

  test('a hub that was off for a year makes one round', () => {
    expect(lastFallAfter(lastDays, '2025-11-30', '2026-11-22')).toBe('2026-10-31')
    expect(lastFallAfter({ kind: 'once', day: '2026-03-01' }, '2025-11-30', '2026-11-22')).toBe('2026-03-01')
  })
})

describe('the next one', () => {
  test('the next day it falls on, within its end', () => {
    expect(nextFallAfter(mondaysAndThursdays, '2026-11-23', '')).toBe('2026-11-26')
    expect(nextFallAfter(mondaysAndThursdays, '2026-11-23', '2026-11-25')).toBe(null)
    expect(nextFallAfter(lastDays, '2027-01-31', '')).toBe('2027-02-28')
    expect(nextFallAfter({ kind: 'once', day: '2026-11-22' }, '2026-11-22', '')).toBe(null)
  })

  test('every recurrence falls on a day of any 31', () => {
    for (const day of [1, 15, 28, 'last'] as const)
      for (let at = 0; at < 800; at += 1) {
        const from = daysAfter('2027-01-01', at)
        expect(nextFallAfter({ kind: 'monthly', day }, from, '')).not.toBe(null)
      }
  })
})
