// Both languages hold the same keys with the same values to fill in, every error code has words, and every literal t('…')
// of the screens exists.
import type { TFunction } from 'i18next'
import { describe, expect, test } from 'vitest'
import { type ErrorCode, errors } from '../../../src/contract/errors'
import { permissions } from '../../../src/contract/permissions'
import { startRefusals } from '../../../src/renderer/app/backendState'
import { storeWords } from '../../../src/renderer/i18n'
import { permissionText } from '../../../src/ui/documents'
import { errorText, numbersNeeded } from '../../../src/ui/errorText'
import type { Words } from '../../../src/ui/i18n'
import { enUS } from '../../../src/ui/i18n/enUS'
import { zhCN } from '../../../src/ui/i18n/zhCN'
import { keyMap } from '../../../src/ui/keyMap'

const flat = (words: Words, prefix = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  )
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => String(match[1])).sort()

const lookUp = (words: Words, key: string): string | undefined => new Map(flat(words)).get(key)

const sets = [
  ['ui', zhCN, enUS],
  ['renderer', storeWords['zh-CN'], storeWords['en-US']],
] as const

describe.each(sets)('words of %s', (_set, chinese, english) => {
  const zh = new Map(flat(chinese))
  const en = new Map(flat(english))

  test('both languages have the same keys', () => expect([...en.keys()].sort()).toEqual([...zh.keys()].sort()))

  test('no word is empty', () => {
    const empty = [...zh, ...en].filter(([, text]) => text.trim() === '')
    expect(empty).toEqual([])
  })

  test('both languages fill in the same values', () => {
    const differing = [...zh.keys()].filter(
      (key) => placeholders(zh.get(key) ?? '').join() !== placeholders(en.get(key) ?? '').join(),
    )
    expect(differing).toEqual([])
  })
})

test('every error code has words in both languages', () => {
  const codes = Object.keys(errors).sort()
  expect(Object.keys(zhCN.errors).sort()).toEqual(codes)
  expect(Object.keys(enUS.errors).sort()).toEqual(codes)
})

test('a sentence with numbers names exactly the params it needs', () => {
  // one that nobody fills is a sentence nobody ever reads
  expect(Object.keys(zhCN.errorsWith).sort()).toEqual(Object.keys(numbersNeeded).sort())
  for (const [code, needed] of Object.entries(numbersNeeded)) {
    const sentence = (zhCN.errorsWith as Record<string, string>)[code] ?? ''
    expect([code, ...new Set(placeholders(sentence))]).toEqual([code, ...[...needed].sort()])
  }
})

test.each([
  ['zh-CN', zhCN],
  ['en-US', enUS],
])('in %s a refusal that came without its details is a whole sentence, and with them none is missing', (_, words) => {
  const known = new Map(flat(words))
  const plain = ((key: string) => known.get(key) ?? key) as TFunction
  const filled = ((key: string, values: Record<string, unknown> = {}) =>
    (known.get(key) ?? key).replace(/\{\{(\w+)\}\}/g, (whole, name: string) =>
      name in values ? String(values[name]) : whole,
    )) as TFunction
  for (const code of Object.keys(errors) as ErrorCode[]) {
    expect(errorText(plain, { code, params: {} }), code).not.toContain('{{')
    const params = Object.fromEntries((numbersNeeded[code] ?? []).map((name) => [name, 3000]))
    expect(errorText(filled, { code, params }), code).not.toContain('{{')
  }
})

test('a number of lines or codes is no quantity of goods', () => {
  const asked = ((_key: string, values: Record<string, unknown>) => String(values.max)) as unknown as TFunction
  expect(errorText(asked, { code: 'LINES_TOO_MANY', params: { max: 5000 } })).toBe('5000')
  expect(errorText(asked, { code: 'BARCODES_TOO_MANY', params: { max: 20 } })).toBe('20')
  expect(errorText(asked, { code: 'QUANTITY_TOO_LARGE', params: { max: 5000 } })).toBe('5')
})

test('every permission and every refusal to start has words', () => {
  const t = ((key: string) => lookUp(zhCN, key) ?? key) as TFunction
  for (const permission of permissions) expect(permissionText(t, permission), permission).toMatch(/\p{Script=Han}/u)
  const own = Object.keys(zhCN.permissions).map((name) => name.replace('-', '.'))
  expect(own.filter((name) => !(permissions as readonly string[]).includes(name))).toEqual([])
  for (const code of startRefusals) expect(storeWords['zh-CN'].refused[code].reason).not.toBe('')
})

test('every key of the store has words, and no words are left over', () => {
  const words = storeWords['zh-CN'].keys as Record<string, Record<string, string>>
  for (const [scope, actions] of Object.entries(words)) {
    const expected = Object.keys((keyMap as Record<string, object>)[scope] ?? {})
    expect([scope, ...Object.keys(actions).sort()]).toEqual([scope, ...[...expected, 'title'].sort()])
  }
})

test('every literal key the screens ask for exists', () => {
  const sources = import.meta.glob(['../../../src/renderer/**/*.{ts,tsx}', '../../../src/ui/**/*.{ts,tsx}'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }) as Record<string, string>
  const known = new Set([...flat(zhCN), ...flat(storeWords['zh-CN'])].map(([key]) => key))
  const asked = Object.values(sources).flatMap((text) =>
    [...text.matchAll(/\b(?:t|stop|showNotice|say)\((?:'\w+', )*'([a-zA-Z]+(?:\.[\w-]+)+)'/g)].map((match) =>
      String(match[1]),
    ),
  )
  expect(asked.length).toBeGreaterThan(150)
  expect([...new Set(asked)].filter((key) => !known.has(key))).toEqual([])
})
