/**
 * 盘点计划: HQ plans a weekly blind count of a shelf in the browser, the shop's PC gets it and counts it by scanner, and HQ sees
 * it done, what it came to, and how right the shop counts.
 */
import { join } from 'node:path'
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import { storeDayOf } from '../../src/core/quantity/storeDay'
import * as hq from '../support/demo/console'
import { openBrowser } from '../support/devices/browser'
import { confirmDialog, openModule, press, sees, still, tabTo, typeText } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { chineseWords, graveFindings, languages, sideways, switchTo } from './looks'
import { scan, stockUp } from './papers'
import { clerk, closed, manager, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let browser: Browser
let page: Page
let pictures: string
let goods: { sku: string; shelf: string; name: string }

const byId = (testId: string): string => `[data-testid="${testId}"]`
const at = (testId: string) => page.locator(byId(testId))

test.beforeAll(async () => {
  test.setTimeout(180_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  shop = await Shop.open()
  const product = shop.chain.products.find(
    ({ weighed, keepsLots, status, unitCost, shelf }) =>
      !weighed && !keepsLots && status === 'active' && unitCost < 100_000 && shelf !== '',
  )
  if (!product) throw new Error('no product lies on a shelf')
  goods = product
  await shop.signIn(clerk)
  await shop.signIn(manager)
  await stockUp(shop.page, { [goods.sku]: 6 })
  browser = await openBrowser()
  page = await hq.openConsole(browser, shop.hub.consoleUrl)
  await hq.signIn(page, shop.hub.login('hq.operations'))
})
test.afterAll(async () => {
  await browser?.close()
  await closed(shop)
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(pictures)
})

/** Of the store's people and places, of goods and of what HQ typed: data, whatever language the screen is in. */
const consoleLooks = async (name: string, data: readonly string[] = []): Promise<void> => {
  const known = ['掌柜', ...data, ...shop.names, ...shop.chain.stores.map((store) => store.name), goods.name]
  for (const language of languages) {
    await switchTo(page, language)
    await still(page)
    await page.screenshot({ path: join(pictures, `hq-${name}-${language}.png`) })
    expect(await graveFindings(page), `${name} ${language}`).toEqual([])
    expect.soft(await sideways(page), `${name} ${language}`).toEqual([])
    if (language === 'en-US') expect.soft(await chineseWords(page, known), name).toEqual([])
  }
  await switchTo(page, 'zh-CN')
}

const shopLooks = async (name: string): Promise<void> => {
  await still(shop.page)
  await shop.page.screenshot({ path: join(pictures, `shop-${name}.png`) })
  expect(await graveFindings(shop.page, 'electron'), name).toEqual([])
}

/** 1 Monday … 7 Sunday, where the shops are. */
const weekdayToday = (): number => ((new Date(`${storeDayOf(Date.now())}T00:00:00Z`).getUTCDay() + 6) % 7) + 1

/** By key, as every choice can be. */
const tick = async (choice: Locator): Promise<void> => {
  await choice.focus()
  await page.keyboard.press('Space')
}

test('an empty page says what to do', async () => {
  await at('nav-stocktakes').click()
  await at('tasks').waitFor()
  await consoleLooks('tasks-empty')
})

test('HQ plans a weekly blind count of one shelf', async () => {
  await at('plan-stocktake').click()
  await expect(at('plan-name')).toBeFocused()
  await page.keyboard.type('每周货架盲盘')
  await at('plan-codes').fill(goods.shelf)
  await tick(at('plan-stores-stores'))
  await at('plan-store-codes').locator('input').fill('S001')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await tick(at('plan-repeat-weekly'))
  const days = at('plan-weekdays').locator('input')
  for (const [index, day] of (await days.all()).entries())
    if ((await day.isChecked()) !== (index + 1 === weekdayToday())) await tick(day)
  await consoleLooks('plan', ['每周货架盲盘'])
  await at('plan-name').focus()
  await page.keyboard.press('Control+Enter')
  await expect(at('schedule-state')).toHaveText('启用')
  await expect(at('schedule-newest')).toContainText('0 / 1')
})

test('the schedule stands with its newest round, and its task with a shop that has not begun', async () => {
  await consoleLooks('schedules', ['每周货架盲盘'])
  await at('tab-tasks').click()
  const row = page.locator('[data-testid^="task-row-S001"]')
  await expect(row).toHaveAttribute('data-state', 'notStarted')
  await expect(row).toContainText('每周货架盲盘')
  await consoleLooks('tasks', ['每周货架盲盘'])
})

test('the shop’s first page counts it', async () => {
  await openModule(shop.page, 'home')
  await sees(shop.page, `${byId('task-stocktakes')}[data-count="1"]`, 30_000)
  for (const language of languages) {
    await switchTo(shop.page, language)
    await shopLooks(`home-${language}`)
    expect(await sideways(shop.page), language).toEqual([])
  }
  await switchTo(shop.page, 'zh-CN')
  // its key leads there; away from the button of the language
  await shop.page.locator(byId('task-expected')).focus()
  await press(shop.page, '6')
  await sees(shop.page, byId('stocktakes'))
})

test('the shop sees what HQ asks, and begins it as HQ planned it', async () => {
  await openModule(shop.page, 'stocktakes')
  await sees(shop.page, byId('task-due'), 30_000)
  await shopLooks('tasks')
  await shop.page.locator(byId('stocktakes-grid-body')).focus()
  await press(shop.page, 'Enter')
  await sees(shop.page, byId('task-dialog'))
  await expect(shop.page.locator(byId('task-dialog'))).toContainText(goods.shelf)
  await expect(shop.page.locator(byId('task-dialog'))).toContainText('盘的人看不到账面数')
  await shopLooks('task-dialog')
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, `${byId('stocktake')}[data-state=counting]`)
  await expect(shop.page.locator(byId('zones-row'))).toHaveCount(1)
})

test('HQ sees that it is counted, by the store’s own word', async () => {
  await expect(page.locator('[data-testid^="task-row-S001"]')).toHaveAttribute('data-state', 'counting', {
    timeout: 30_000,
  })
})

/** F12 and Ctrl+Enter; Esc leads back to the stocktake. */
const handIn = async (): Promise<void> => {
  await press(shop.page, 'F12')
  await sees(shop.page, byId('post-dialog'))
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, '[data-testid=receipt][data-state=approved]')
  await expect(shop.page.locator(byId('post-dialog'))).toHaveCount(0)
  await press(shop.page, 'Escape')
  await sees(shop.page, byId('stocktake'))
}

const openTheOne = async (): Promise<void> => {
  await openModule(shop.page, 'stocktakes')
  await sees(shop.page, byId('stocktakes-grid-row'))
  await shop.page.locator(byId('stocktakes-grid-body')).focus()
  await press(shop.page, 'Enter')
  await sees(shop.page, byId('stocktake'))
}

test('a clerk counts the shelf by scanner, and the manager hands it in', async () => {
  await shop.signIn(clerk)
  await openTheOne()
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=receipt][data-type=stocktakeCount][data-state=draft]')
  await scan(shop, goods.sku, 5)
  await handIn()
  await shop.signIn(manager)
  await stockUp(shop.page, { [goods.sku]: 2 })
  await openTheOne()
  await press(shop.page, 'F12')
  await sees(shop.page, byId('stocktake-close-dialog'))
  await confirmDialog(shop.page, 'stocktake-close')
  await sees(shop.page, `${byId('stocktake')}[data-state=review]`)
  await shop.page.locator(byId('review-body')).focus()
  await press(shop.page, 'Home', 'F2')
  await sees(shop.page, byId('review-reason-dialog'))
  await expect(shop.page.locator(byId('review-reason-reason'))).toBeFocused()
  await typeText(shop.page, 'checked')
  await press(shop.page, 'Control+Enter')
  await expect(shop.page.locator(byId('review-reason-dialog'))).toHaveCount(0)
  await press(shop.page, 'F12')
  await sees(shop.page, byId('stocktake-submit-dialog'))
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, `${byId('stocktake')}[data-state=posted]`)
  await shopLooks('posted')
})

test('HQ sees it done, opens its review from the row, and what it came to', async () => {
  const row = page.locator('[data-testid^="task-row-S001"]')
  await expect(row).toHaveAttribute('data-state', 'posted', { timeout: 30_000 })
  await row.locator('[data-row-link]').focus()
  await page.keyboard.press('Enter')
  await at('task-dialog').waitFor()
  await still(page)
  await page.screenshot({ path: join(pictures, 'hq-task.png') })
  await expect(at('task-stocktake')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(at('stocktake')).toHaveAttribute('data-state', 'posted')
  await expect(at(`review-${goods.sku}`).locator('[data-column=variance]')).toHaveText('-1')
  await consoleLooks('review', ['每周货架盲盘', '货架', '包', '盒', '瓶', '罐', '袋', '个', '支', '条', '桶', '提'])
  await at(`review-${goods.sku}`).locator('[data-row-link]').focus()
  await page.keyboard.press('Enter')
  await at('review-line').waitFor()
  const [count] = await page.locator('[data-testid^="review-count-"]').allInnerTexts()
  expect(count).toContain('第 1 轮')
  expect(count).toContain('5')
  await expect(at('review-explainers')).toContainText('总部看不到')
  await expect(at('review-moved').locator('[data-when=after]')).toContainText('+2')
  await still(page)
  await page.screenshot({ path: join(pictures, 'hq-review-line.png') })
  expect(await graveFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(at('review-line')).toHaveCount(0)
  // whoever decides about such a paper is led from it to the review
  await at('tab-papers').click()
  await at('stocktake-papers').locator('[data-row-link]').first().click()
  await at('source-link').click()
  await expect(at('stocktake')).toHaveAttribute('data-state', 'posted')
  await page.goBack()
  await page.goBack()
  await at('stocktake-papers').waitFor()
  await at('back').click()
  await at('tasks').waitFor()
})

test('and how right the shop counts, with what that means beside it', async () => {
  await at('tab-accuracy').click()
  await expect(at('accuracy-S001').locator('[data-column=counted]')).not.toHaveText('0')
  await expect(at('accuracy-note')).toContainText('无差异行 ÷ 盘了的行')
  await consoleLooks('accuracy')
  await at('accuracy-S001').locator('[data-row-link]').focus()
  await page.keyboard.press('Enter')
  await until('the people', async () => (await at(`accuracy-S001-${clerk}`).count()) === 1)
  await consoleLooks('accuracy-people')
  await at('tab-stocktakes').click()
  await at('stocktakes').waitFor()
  await consoleLooks('stocktakes', ['每周货架盲盘'])
})

test('a task is called off with a reason, and the shop cannot begin it any more', async () => {
  await at('plan-stocktake').click()
  await expect(at('plan-name')).toBeFocused()
  await page.keyboard.type('月底全盘')
  await tick(at('plan-kind-full'))
  await page.keyboard.press('Control+Enter')
  await at('tasks').waitFor()
  const row = page.locator('[data-testid^="task-row-S001"][data-state=notStarted]')
  await row.locator('[data-row-link]').focus()
  await page.keyboard.press('Enter')
  await at('task-cancel').click()
  await at('cancel-task-reason').fill('改到下周')
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('[data-testid^="task-row-S001"][data-state=cancelled]')).toHaveCount(1)
  await openModule(shop.page, 'stocktakes')
  await until('the shop hears of it', async () => (await shop.page.locator(byId('task-due')).count()) === 0)
  await tabTo(shop.page, 'stocktakes-grid-body')
})
