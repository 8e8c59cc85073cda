/** Whatever `verify` finds is said in words: every code and every table, in both languages, with every figure in its place. */
import type { TFunction } from 'i18next'
import { describe, expect, test } from 'vitest'
import { type FindingCode, findings, type Problem, problemOf, withoutCost } from '../../../src/core/findings'
import { watchedTables } from '../../../src/database/watchedTables'
import { findingPlace, findingText } from '../../../src/ui/findings'
import { enUS } from '../../../src/ui/i18n/enUS'
import { zhCN } from '../../../src/ui/i18n/zhCN'

const lookUp = (words: object, key: string): unknown =>
  key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], words)
const tIn = (words: object): TFunction =>
  ((key: string, values: Record<string, unknown> = {}) => {
    const text = lookUp(words, key)
    if (typeof text !== 'string') return values.defaultValue ?? key
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]))
  }) as TFunction
const t = tIn(zhCN)

const codes = Object.keys(findings) as FindingCode[]
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => String(match[1])).sort()

test.each(codes)('%s is said in both languages and names each of its params', (code) => {
  const named = Object.keys(findings[code]).sort()
  expect([placeholders(zhCN.findings[code]), placeholders(enUS.findings[code])]).toEqual([named, named])
  expect(zhCN.findings[code]).toMatch(/\p{Script=Han}/u)
  expect(enUS.findings[code]).toMatch(/^\S[^\p{Script=Han}]+$/u)
})

test('no words are of no code', () => expect(Object.keys(zhCN.findings).sort()).toEqual([...codes].sort()))

test('every table whose rows are watched has a name in the shop', () => {
  const unnamed = Object.keys(watchedTables).filter((table) => !(table in zhCN.findingTable))
  expect(unnamed).toEqual([])
})

describe('a finding as a person reads it', () => {
  const balance = problemOf('balanceDiffers', 'stockBalance', 'stock:WS001 600123', {
    held: 5000,
    moved: null,
    heldValue: 1280000,
    movedValue: null,
  })

  test('the row in shop words, figures in their unit, nothing where there is none', () => {
    expect(findingPlace(t, balance)).toBe('库存结存 库存 WS001 600123')
    expect(findingText(t, balance)).toBe('结存是 5（¥128.00），流水加起来是 无（无）')
    expect(findingText(tIn(enUS), balance)).toBe('The balance is 5 (¥128.00); its movements add up to None (None)')
  })

  test('without the right to see cost, no figure of it', () => {
    const isCost = (column: string): boolean => column === 'unitCost'
    expect(findingText(t, withoutCost(balance, isCost))).toBe('结存是 5（—），流水加起来是 无（—）')
    const told = (column: string): Problem =>
      withoutCost(problemOf('notAsEventTold', 'documentLine', 'N1/2', { column, held: '7000', told: '9000' }), isCost)
    expect(told('unitCost').params).toEqual({ column: 'unitCost' })
    expect(findingText(t, told('quantity'))).toBe('“数量”现在是 7，当时报的是 9')
  })

  test('an id is shortened, a table nobody named stays as it is', () => {
    const log = '6c867a3a-c942-468b-b38a-0cfa731791cd'
    expect(findingPlace(t, problemOf('bytesChanged', 'trail', `${log}/12`))).toBe('操作日志 6c867a3a 第 12 条')
    expect(findingPlace(t, problemOf('rowEdited', 'future', 'A'))).toBe('future A')
    expect(findingPlace(t, problemOf('fileDamaged', 'file', '', { said: 'x' }))).toBe('数据库文件')
  })

  test('what was found at a start is said in its own words, and what an older program wrote as it wrote it', () => {
    const cut = (found: string): string => findingText(t, problemOf('cutAtStart', 'trail', 'L/3', { found }))
    expect(cut('fenceGone')).toBe('启动时已经发现：封签文件不见了，它记着操作日志写到哪里')
    expect(cut('it had reached line 5')).toBe('启动时已经发现：it had reached line 5')
  })
})
