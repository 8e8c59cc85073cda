/** 未知条码 by scanner and keys alone: linked at the tray, asked at HQ, answered in the browser, known at the next scan. */
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import * as hq from '../support/demo/console'
import { codesOf } from '../support/demo/goods'
import { openBrowser } from '../support/devices/browser'
import { openModule, press, sees, tabTo, typeText } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { closed, manager, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let browser: Browser
let desk: Page
/** good EANs nobody has */
const strange = '6901234567892'
const gift = '6901234567908'
const product = () => {
  const skus = shop.order(60).lines.map(({ sku }) => sku)
  const plain = shop.chain.products.find(({ sku, keepsLots, weighed }) => skus.includes(sku) && !keepsLots && !weighed)
  if (!plain) throw new Error('the order has a plain product')
  return plain
}
const pieces = async (): Promise<number> =>
  (await shop.receipt()).lines.find(({ sku }) => sku === product().sku)?.quantity ?? 0
const entry = async (code: string) => (await shop.receipt()).tray.find(({ text }) => text === code)

const keepPicture = async (page: Page, name: string): Promise<void> => {
  const target = process.env.CODE_PICTURES
  if (target) await page.screenshot({ path: join(target, `${name}.png`) })
}

test.beforeAll(async () => {
  shop = await Shop.open()
  await shop.signIn(manager)
  await shop.openDelivery(shop.order(60))
  browser = await openBrowser()
})
test.afterAll(async () => {
  await browser?.close()
  await closed(shop)
})

test('an unknown code is linked by F4’s search: its pieces are on the line, and HQ is asked', async () => {
  await shop.line.scan(strange)
  await until('the code in the tray', async () => (await entry(strange))?.state === 'open')
  await press(shop.page, 'Control+u')
  await sees(shop.page, '[data-testid=tray]')
  await keepPicture(shop.page, 'tray')
  await press(shop.page, 'Alt+l')
  await sees(shop.page, '[data-testid=pick-search]')
  await tabTo(shop.page, 'pick-search')
  await typeText(shop.page, product().sku)
  await sees(shop.page, `[data-testid=pick-row][data-key="${product().sku}"][aria-selected=true]`)
  await press(shop.page, 'Enter')
  await expect(shop.page.locator('[data-testid=pick-quantity]')).toBeFocused()
  await keepPicture(shop.page, 'pick')
  await press(shop.page, 'Enter')
  await until('one piece on its line', async () => (await pieces()) === 1000)
  expect(await entry(strange)).toMatchObject({ state: 'linked', sku: product().sku, asked: true })
})

test('taken back, it is linked by a scan of a code its product is known by', async () => {
  await press(shop.page, 'Control+z')
  await until('the code waits again', async () => (await entry(strange))?.state === 'open')
  await press(shop.page, 'Control+u')
  await sees(shop.page, '[data-testid=tray]')
  await press(shop.page, 'Alt+l')
  await sees(shop.page, '[data-testid=pick-search]')
  // one nobody knows finds nothing, and says so
  await shop.line.scan(gift)
  await sees(shop.page, '[data-testid=pick-problem]')
  await keepPicture(shop.page, 'pick-unknown')
  await shop.line.scan(codesOf(shop.chain, product().sku).piece.code)
  await sees(shop.page, `[data-testid=pick-row][data-key="${product().sku}"][aria-selected=true]`)
  await expect(shop.page.locator('[data-testid=pick-quantity]')).toBeFocused()
  await expect(shop.page.locator('[data-testid=pick-problem]')).toHaveCount(0)
  await keepPicture(shop.page, 'pick-scanned')
  // nothing was counted by the scan itself
  expect(await pieces()).toBe(0)
  await press(shop.page, 'Enter')
  await until('one piece on its line', async () => (await pieces()) === 1000)
  expect(await entry(strange)).toMatchObject({ state: 'linked', sku: product().sku })
})

test('taken back it waits; the gift is only asked about', async () => {
  await press(shop.page, 'Control+z')
  await until('the code waits again', async () => (await entry(strange))?.state === 'open')
  await shop.line.scan(gift)
  await until('two codes', async () => (await shop.receipt()).tray.length === 2)
  await press(shop.page, 'Control+u', 'Alt+q')
  await expect(shop.page.locator('[data-testid=tray-reason]')).toBeFocused()
  await typeText(shop.page, 'gift?')
  await press(shop.page, 'Control+Enter')
  await until('HQ asked', async () => (await entry(gift))?.asked === true)
  await keepPicture(shop.page, 'asked')
  await press(shop.page, 'Escape')
})

test('at HQ: A links what the store proposes, R refuses the gift with a reason', async () => {
  desk = await hq.openConsole(browser, shop.hub.consoleUrl)
  await hq.signIn(desk, shop.hub.login('hq.purchasing'))
  await desk.locator('[data-testid=area-setup]').press('Enter')
  await desk.locator('[data-testid=nav-codes]').press('Enter')
  await sees(desk, `[data-testid=code-row-${strange}]`)
  await sees(desk, `[data-testid=code-row-${gift}]`)
  await desk.locator(`[data-testid=code-row-${strange}] a`).focus()
  await keepPicture(desk, 'codes')
  await desk.keyboard.press('a')
  await sees(desk, `[data-testid=code-product][data-sku="${product().sku}"]`)
  await keepPicture(desk, 'link')
  await desk.keyboard.press('Control+Enter')
  await expect(desk.locator(`[data-testid=code-row-${strange}]`)).toHaveCount(0)
  await desk.locator(`[data-testid=code-row-${gift}] a`).focus()
  await desk.keyboard.press('r')
  await expect(desk.locator('[data-testid=code-refuse-dialog-reason]')).toBeFocused()
  await desk.keyboard.type('赠品不入库')
  await desk.keyboard.press('Control+Enter')
  await expect(desk.locator(`[data-testid=code-row-${gift}]`)).toHaveCount(0)
  await desk.locator('[data-testid=filter-code-state]').getByText('已答复').click()
  await sees(desk, `[data-testid=code-row-${gift}]`)
  await keepPicture(desk, 'answered')
})

test('the shop hears of it at home, links with one key, and the same code scans as goods', async () => {
  await until('HQ’s answers', async () => (await entry(strange))?.known !== null && !(await entry(gift))?.asked)
  await press(shop.page, 'Escape')
  await openModule(shop.page, 'home')
  await sees(shop.page, `[data-testid=code-news-${strange}]`)
  await keepPicture(shop.page, 'home')
  await shop.page.locator(`[data-testid=code-news-${strange}]`).focus()
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=receipt][data-state=draft]')
  await press(shop.page, 'Control+u')
  const row = shop.page.locator('[data-testid=tray-row]').filter({ hasText: strange })
  await expect(row).toContainText('总部已答复')
  for (let moves = 0; moves < 2 && (await row.getAttribute('aria-selected')) !== 'true'; moves++)
    await press(shop.page, 'ArrowDown')
  await keepPicture(shop.page, 'tray-answered')
  await press(shop.page, 'Alt+l')
  await until('one piece again', async () => (await pieces()) === 1000)
  await shop.line.scan(strange)
  await until('and one more by its scan', async () => (await pieces()) === 2000)
})
