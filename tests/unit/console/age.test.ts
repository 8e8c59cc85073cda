import type { TFunction } from 'i18next'
import { describe, expect, test } from 'vitest'
import { ageNow, agePart, ageState, ageText } from '../../../src/console/ages/age'
import { zhCN } from '../../../src/console/i18n/zhCN'

/** looks words up as i18next does, enough for these */
const t = ((key: string, values: Record<string, unknown> = {}) => {
  const found = key.split('.').reduce<unknown>((words, part) => (words as Record<string, unknown>)[part], zhCN)
  return String(found).replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(values[name]))
}) as unknown as TFunction

describe('age of figures', () => {
  test.each([
    [null, 'never', '从未上报'],
    [0, 'fresh', '0 秒前'],
    [59, 'fresh', '59 秒前'],
    [60, 'offline', '离线 1 分钟'],
    [3_599, 'offline', '离线 59 分钟'],
    [3_600, 'offline', '离线 1 小时'],
    [48 * 3_600, 'offline', '离线 2 天'],
  ] as const)('%s seconds: %s, "%s"', (seconds, state, words) => {
    expect(ageState(seconds)).toBe(state)
    expect(ageText(t, seconds)).toBe(words)
  })

  test('goes on by the browser clock after it was told, and never backwards', () => {
    expect(ageNow(5, 10_000, 17_900)).toBe(12)
    expect(ageNow(5, 10_000, 3_000)).toBe(5)
    expect(ageNow(null, 10_000, 17_900)).toBeNull()
  })

  test('a negative age is shown as none', () => expect(agePart(-4)).toEqual({ unit: 'seconds', n: 0 }))
})
