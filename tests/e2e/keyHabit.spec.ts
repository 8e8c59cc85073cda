/** Keys as another system taught them: chosen in the settings by keyboard, pressed on a draft, named by F1 and after a restart. */
import { expect, test } from '@playwright/test'
import { ask, openModule, press, sees } from '../support/devices/person'
import { graveFindings, languages, sideways, switchTo } from './looks'
import { stockUp } from './papers'
import { closed, manager, Shop } from './shop'

let shop: Shop
test.beforeAll(async () => {
  test.setTimeout(180_000)
  shop = await Shop.open()
  await shop.signIn(manager)
})
test.afterAll(() => closed(shop))

const habit = '[data-testid="key-habit"]'

test('金蝶 keys: F4 hands in where F12 did, and every button and list of keys says so', async () => {
  const { page } = shop
  await openModule(page, 'settings')
  await sees(page, `${habit}[data-habit="usual"]`)
  // by Tab and arrows alone
  await page.locator(`${habit} input[type="radio"]`).first().focus()
  await press(page, 'ArrowRight')
  await sees(page, `${habit}[data-habit="kingdee"]`)
  for (const language of languages) {
    await switchTo(page, language)
    expect(await graveFindings(page, 'electron')).toEqual([])
    expect(await sideways(page)).toEqual([])
  }
  await page.locator(habit).scrollIntoViewIfNeeded()
  await page.screenshot({ path: test.info().outputPath('key-habit.png') })
  await switchTo(page, 'zh-CN')
  const sku = shop.chain.products.find(({ weighed, keepsLots }) => !weighed && !keepsLots)?.sku ?? ''
  await stockUp(page, { [sku]: 5 })
  const { documentId } = await ask(page, 'document.create', { type: 'writeOff' })
  await ask(page, 'document.setLine', { type: 'writeOff', documentId, sku, quantity: 1000 })
  await openModule(page, 'documents')
  await press(page, 'Enter')
  await sees(page, '[data-testid="scan-bar"]')
  await expect(page.locator('[data-testid="post"] .key-cap')).toHaveText('F4')
  await press(page, 'F12')
  await sees(page, '[data-testid="pick-dialog"]')
  await press(page, 'Escape')
  await press(page, 'F1')
  await sees(page, '[data-testid="key-overlay"]')
  await expect(page.locator('.key-row', { hasText: '过账' }).locator('.key-cap').first()).toHaveText('F4')
  await page.screenshot({ path: test.info().outputPath('overlay.png') })
  await press(page, 'Escape')
  await press(page, 'F4')
  await sees(page, '[data-testid="post-dialog"]')
  await page.screenshot({ path: test.info().outputPath('post.png') })
  await press(page, 'Escape')
})
