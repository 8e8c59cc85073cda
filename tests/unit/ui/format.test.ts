// Figures, times and accounts as people read them; error words with and without their numbers.
import dayjs from 'dayjs'
import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { codeText, errorText } from '../../../src/ui/errorText'
import {
  accountText,
  shortSecondText,
  shortTimeText,
  signedQuantity,
  timeText,
  valueText,
} from '../../../src/ui/format'
import { enUS } from '../../../src/ui/i18n/enUS'
import { zhCN } from '../../../src/ui/i18n/zhCN'

beforeAll(() =>
  i18next.init({
    lng: 'zh-CN',
    resources: { 'zh-CN': { translation: zhCN }, 'en-US': { translation: enUS } },
    interpolation: { escapeValue: false },
  }),
)

test('money and quantities', () => {
  expect(valueText(1_280_000)).toBe('¥128.00')
  expect(valueText(123_456_789_000)).toBe('¥12,345,678.90')
  expect(valueText(null)).toBe('')
  expect([signedQuantity(2500), signedQuantity(-1000), signedQuantity(0)]).toEqual(['+2.5', '-1', '0'])
})

test('times say as much as is needed', () => {
  const now = dayjs('2026-11-22T20:00:00')
  expect(timeText('2026-11-21T14:05:00', now)).toBe('11-21 14:05')
  expect(timeText('2025-11-21T14:05:00', now)).toBe('2025-11-21 14:05')
  expect(shortTimeText('2026-11-22T14:05:00', now)).toBe('14:05')
  expect(timeText(null)).toBe('—')
  // where the order of two acts matters; a store's line may tell a time that is none
  expect(shortSecondText('2026-11-22T14:05:09', now)).toBe('14:05:09')
  expect(shortSecondText('2026-11-21T14:05:09', now)).toBe('11-21 14:05:09')
  expect(shortSecondText('now', now)).toBe('now')
})

test('accounts are said in words', () => {
  expect(accountText(i18next.t, 'stock:S001')).toBe('库存 S001')
  expect(accountText(i18next.t, 'supplier')).toBe('供应商')
  expect(accountText(i18next.t, 'somethingNew:X')).toBe('somethingNew:X')
})

test('an error says its numbers when it has them, and a whole sentence when it has not', () => {
  const error = (code: never, params = {}, incidentId?: string) =>
    errorText(i18next.t, { code, params, incidentId } as never)
  expect(error('WRONG_PIN' as never, { left: 2 })).toBe('PIN 不对，还可以试 2 次')
  expect(error('WRONG_PIN' as never)).toBe('PIN 不对，请重新输入')
  expect(error('SIGN_IN_LOCKED' as never, { seconds: 251 })).toContain('还要等 4:11')
  expect(error('OVER_RECEIPT' as never, { lineNo: 3, sku: 'A1', received: 14_000, allowed: 12_500 })).toBe(
    '第 3 行 A1 收了 14，最多允许 12.5，需要店长过账',
  )
  expect(error('DOCUMENT_STATE' as never, { state: 'posted' })).toBe('单据现在是“已过账”，不能这样操作')
  expect(error('INTERNAL' as never, {}, 'K7P2')).toContain('K7P2')
  expect(codeText(i18next.t, 'HUB_OFFLINE')).toContain('连不上总部')
  expect(codeText(i18next.t, 'no code at all')).toBe('no code at all')
})
