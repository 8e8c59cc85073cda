import { describe, expect, test } from 'vitest'
import { enUS } from '../../../src/console/i18n/enUS'
import { zhCN } from '../../../src/console/i18n/zhCN'
import { enUS as sharedEnUS } from '../../../src/ui/i18n/enUS'
import { zhCN as sharedZhCN } from '../../../src/ui/i18n/zhCN'

type Words = { [key: string]: string | Words }

const flat = (words: Words, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flat(value, `${path}${key}.`),
  )

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{\w+\}\}/g)].map(([found]) => found).sort()

describe('words of the console', () => {
  const chinese = new Map(flat(zhCN))
  const english = new Map(flat(enUS))

  test('both languages say the same things', () =>
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort()))

  test('nothing is empty, and both carry the same numbers', () => {
    for (const [key, text] of chinese) {
      expect(text.trim(), key).not.toBe('')
      expect(english.get(key)?.trim(), key).not.toBe('')
      expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text))
    }
  })

  test('English holds no Chinese, except the name', () => {
    for (const [key, text] of english) if (key !== 'app.name') expect(text, key).not.toMatch(/\p{Script=Han}/u)
  })

  test('it only replaces shared words in common, errors and errorsWith', () => {
    const taken = Object.keys(zhCN).filter((key) => Object.hasOwn(sharedZhCN, key) || Object.hasOwn(sharedEnUS, key))
    expect(taken.sort()).toEqual(['common', 'errors', 'errorsWith'])
  })

  test('every literal key the screens ask for exists', () => {
    const sources = import.meta.glob('../../../src/console/**/*.{ts,tsx}', {
      query: '?raw',
      import: 'default',
      eager: true,
    }) as Record<string, string>
    const known = new Set([...flat(sharedZhCN), ...chinese].map(([key]) => key))
    const asked = Object.values(sources).flatMap((text) =>
      [...text.matchAll(/\bt\((?:[\w. =!?'|&()-]+ \? )?'(\w+(?:\.\w+)+)'(?: : '(\w+(?:\.\w+)+)')?/g)].flatMap(
        ([, one, other]) => [one, other].filter((key) => key !== undefined),
      ),
    )
    expect(asked.length).toBeGreaterThan(250)
    expect([...new Set(asked)].filter((key) => !known.has(key))).toEqual([])
  })
})
