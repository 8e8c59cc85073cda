/**
 * Headquarters finds an act under a lent right and a receipt typed by hand, and goes from the figure to the paper and to the
 * log; the store's manager searches the log by keyboard alone.
 */
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import sqlite3 from 'sqlite3'
import * as hq from '../support/demo/console'
import { openBrowser } from '../support/devices/browser'
import { openModule, press, sees, textOf, typeText } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { graveFindings, languages, sideways, switchTo } from './looks'
import { lend, pick } from './papers'
import { clerk, manager, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let browser: Browser
let desk: Page
let number: string

const at = (testId: string): string => `[data-testid="${testId}"]`
const newsMs = 40_000

/** As somebody does with a database tool, while the program runs. */
const edited = (file: string, sql: string): Promise<void> =>
  new Promise((done, fail) => {
    const tool: sqlite3.Database = new sqlite3.Database(file)
    tool.configure('busyTimeout', 5_000)
    tool.exec(sql, (error) => tool.close(() => (error ? fail(error) : done())))
  })

const openPart = async (name: 'audit' | 'trail'): Promise<void> => {
  await desk.locator(at('area-audit')).click()
  await desk.locator(at(`nav-${name}`)).click()
}

test.beforeAll(async () => {
  shop = await Shop.open()
  browser = await openBrowser()
})
test.afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

test('a clerk types a delivery and posts it under the manager’s right', async () => {
  const { page } = shop
  const order = shop.order(12)
  await shop.signIn(clerk)
  await shop.openDelivery(order)
  for (const line of order.lines.slice(0, 3)) await pick(page, line.sku, line.orderedQuantity / 1000)
  await press(page, 'F12', 'F12')
  await sees(page, at('post-dialog'))
  await press(page, 'Control+Enter')
  await lend(shop, manager)
  await sees(page, at('posted-number'))
  number = await textOf(page, 'posted-number')
  await press(page, 'Escape')
})

test('headquarters finds the lent right, and goes to the paper and back', async () => {
  desk = await hq.openConsole(browser, shop.hub.consoleUrl)
  await hq.signIn(desk, shop.hub.login('hq.auditor'))
  await openPart('audit')
  await desk.locator(at('tab-overrides')).click()
  const row = desk.locator(at(`override-${number}`))
  await expect(row.first()).toBeVisible({ timeout: newsMs })
  await expect(row.last()).toContainText('店长老程')
  await expect(row.last()).toContainText('店员小林')
  expect(await graveFindings(desk)).toEqual([])
  await row.first().locator('[data-row-link]').click()
  await expect(desk.locator(`${at('receipt')}[data-number="${number}"]`)).toBeVisible()
  await desk.locator(at('back')).click()
  await expect(row.first()).toBeVisible()
})

test('the receipt was typed: the share says so, and the operator’s name leads to what they did', async () => {
  await desk.locator(at('tab-entries')).click()
  const row = desk.locator(at(`entries-S001-${clerk}`))
  await until('the typed lines at headquarters', async () => ((await row.textContent()) ?? '').includes('100.0 %'))
  await row.locator('[data-row-link]').click()
  await expect(desk).toHaveURL(new RegExp(`user=${clerk}`))
  await expect(desk.locator(at('trail-row-document.setLine'))).toHaveCount(3)
  await desk
    .locator(`${at('trail-row-document.post')}[data-outcome=done] [data-row-link]`)
    .first()
    .click()
  await sees(desk, at('trail-panel'))
  await expect(desk.locator(at('trail-panel'))).toContainText('店长老程')
  await expect(desk.locator(at('change-state'))).toContainText('已过账')
  expect(await graveFindings(desk)).toEqual([])
  await desk.locator(at('trail-document')).click()
  await expect(desk.locator(`${at('receipt')}[data-number="${number}"]`)).toBeVisible()
})

test('it is on the spot-check list, and what was found is noted by keyboard', async () => {
  await openPart('audit')
  await desk.locator(at('tab-spotChecks')).click()
  const row = desk.locator(at(`spot-${number}`))
  await expect(row).toContainText('授权')
  await row.locator('[data-row-link]').focus()
  await desk.keyboard.press('F2')
  await sees(desk, at('spot-note'))
  await desk.locator(at('spot-note')).getByText('有问题', { exact: true }).click()
  await expect(desk.locator(at('spot-note-confirm'))).toBeDisabled()
  await desk.locator(at('spot-note-reason')).fill('送货单上没有签名')
  await desk.keyboard.press('Control+Enter')
  await expect(row.locator(at('finding'))).toContainText('有问题')
})

test('the chain of the log is read again, and holds', async () => {
  await openPart('trail')
  // the line that was open last is open again, as the page was left
  await sees(desk, at('trail-panel'))
  await desk.keyboard.press('Escape')
  await expect(desk.locator(at('trail-panel'))).toHaveCount(0)
  await desk.locator(at('trail-verify')).click()
  await expect(desk.locator(at('verify-answer'))).toHaveAttribute('data-ok', 'true')
  await desk.keyboard.press('Escape')
})

test('a price changed with a database tool is found, and said in words: which row, and what is wrong with it', async () => {
  const change = (by: number): Promise<void> =>
    edited(shop.hub.databaseFile, `UPDATE product SET priceFen = priceFen + ${by} WHERE sku = '1030007'`)
  await change(100)
  await desk.locator(at('trail-verify')).click()
  await expect(desk.locator(at('verify-answer'))).toHaveAttribute('data-ok', 'false')
  await expect(desk.locator(at('verify-answer'))).toContainText('发现 1 处被改动')
  const found = desk.locator(`${at('verify-problems')} li`)
  await expect(found).toHaveText(['商品 1030007被改过，和最后一次操作留下的不一样'])
  expect(await graveFindings(desk)).toEqual([])
  await desk.keyboard.press('Escape')
  await expect(desk.locator(at('verify-dialog'))).toHaveCount(0)
  await change(-100)
})

test('every part in both languages: nothing grave, nothing sticks out', async () => {
  const parts = ['outliers', 'spotChecks', 'adjustments', 'writeOffRate', 'reversals', 'overrides', 'entries']
  await openPart('audit')
  for (const language of languages) {
    await switchTo(desk, language)
    for (const part of parts) {
      await desk.locator(at(`tab-${part}`)).click()
      await expect(desk.locator(at(`audit-${part}`))).toBeVisible()
      expect(await graveFindings(desk), `${part} ${language}`).toEqual([])
      expect(await sideways(desk), `${part} ${language}`).toEqual([])
    }
  }
  await switchTo(desk, 'zh-CN')
})

test('the store’s manager finds the paper in the log by keyboard alone', async () => {
  const { page } = shop
  await shop.signIn(manager)
  await openModule(page, 'trail')
  await press(page, 'F3')
  await typeText(page, number)
  await until('only lines of this paper', async () => {
    const rows = await page.locator(at('trail-grid-row')).allTextContents()
    return rows.length > 0 && rows.every((text) => text.includes(number))
  })
  await press(page, 'Enter')
  await expect(page.locator(at('trail-grid-body'))).toBeFocused()
  await press(page, 'Home', 'Enter')
  await sees(page, at('trail-panel'))
  await expect(page.locator(at('trail-panel'))).toContainText(number)
  await expect(page.locator(at('trail-changes'))).toBeVisible()
  expect(await graveFindings(page, 'electron')).toEqual([])
  await press(page, 'Escape')
  await expect(page.locator(at('trail-panel'))).toHaveCount(0)
  await press(page, 'Alt+l')
  await until('lent rights alone', async () => {
    const rows = await page.locator(at('trail-grid-row')).allTextContents()
    return rows.length > 0 && rows.every((text) => text.includes('店长老程'))
  })
  await press(page, 'Alt+v')
  await expect(page.locator(at('scan-echo'))).toContainText('链条完整')
  for (const language of languages) {
    await switchTo(page, language)
    expect(await graveFindings(page, 'electron'), language).toEqual([])
    expect(await sideways(page), language).toEqual([])
  }
  await switchTo(page, 'zh-CN')
})

test('a line of the store’s log that somebody changed stays on the screen until it was read', async () => {
  const { page } = shop
  const guard = 'trailNoUPDATE'
  await edited(
    join(shop.app.dataDir, 'store.db'),
    `DROP TRIGGER ${guard}; UPDATE trail SET payload = replace(payload, '店', '点') || ' ' WHERE seq = 3`,
  )
  await press(page, 'Alt+v')
  await sees(page, at('verify-dialog'))
  await expect(page.locator(at('verify-answer'))).toHaveAttribute('data-ok', 'false')
  await expect(page.locator(at('verify-problems'))).toContainText('操作日志')
  await expect(page.locator(`${at('verify-problems')} li`).first()).toContainText('内容和写入时的校验码对不上，被改过')
  expect(await graveFindings(page, 'electron')).toEqual([])
  await press(page, 'Escape')
  await expect(page.locator(at('verify-dialog'))).toHaveCount(0)
})

test('who may not read the log has no such module', async () => {
  await shop.signIn(clerk)
  // not even where the manager left the window
  await sees(shop.page, at('home'))
  await expect(shop.page.locator(at('nav-trail'))).toHaveCount(0)
  await press(shop.page, 'Alt+8')
  await expect(shop.page.locator(at('trail'))).toHaveCount(0)
})
