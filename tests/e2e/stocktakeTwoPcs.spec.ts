/**
 * 盘点 on two PCs of one shop: the manager plans it on A, where the books are; a clerk counts a shelf on B. Each screen says
 * which PC holds it, who counts where and how long ago that was heard; ended too soon, the other PC’s count is late and waits
 * for the manager.
 */
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { ask, confirmDialog, openModule, press, sees, still, tabTo, typeText } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { graveFindings, sideways } from './looks'
import { scan, stockUp } from './papers'
import { closed, manager, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let a: Shop
let b: Shop
let pictures: string
const goods = { first: '', second: '' }
/** news go through HQ, three rounds of five seconds at most */
const newsMs = 60_000

test.beforeAll(async () => {
  test.setTimeout(240_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  a = await Shop.open()
  b = await Shop.openAnother(a.hub, 'S001')
  const [first, second] = a.chain.products.filter(
    ({ weighed, keepsLots, status, unitCost }) => !weighed && !keepsLots && status === 'active' && unitCost < 100_000,
  )
  Object.assign(goods, { first: first?.sku ?? '', second: second?.sku ?? '' })
  await a.signIn(manager)
  await stockUp(a.page, { [goods.first]: 6, [goods.second]: 4 })
})
test.afterAll(async () => {
  await closed(b)
  await closed(a)
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(pictures)
})

const byId = (testId: string): string => `[data-testid="${testId}"]`
const zoneIs = (page: Page, code: string, words: string): Promise<void> =>
  expect(page.locator(`${byId('zones-row')}[data-key="${code}"]`)).toContainText(words, { timeout: newsMs })

const looksGood = async (page: Page, name: string): Promise<void> => {
  await still(page)
  await page.screenshot({ path: join(pictures, `two-pcs-${name}.png`) })
  expect.soft(await sideways(page), name).toEqual([])
  expect(await graveFindings(page, 'electron'), name).toEqual([])
}

const openTheOne = async (page: Page): Promise<void> => {
  await openModule(page, 'stocktakes')
  await sees(page, byId('stocktakes-grid-row'), newsMs)
  await page.locator(byId('stocktakes-grid-body')).focus()
  await press(page, 'Enter')
  await sees(page, byId('stocktake'))
}

const handIn = async (page: Page): Promise<void> => {
  await press(page, 'F12')
  await sees(page, byId('post-dialog'))
  await press(page, 'Control+Enter')
  await sees(page, '[data-testid=receipt][data-state=approved]')
  await expect(page.locator(byId('post-dialog'))).toHaveCount(0)
  await press(page, 'Escape')
  await sees(page, byId('stocktake'))
}

test('B keeps no books: it says where stocktakes are opened, and no key opens one', async () => {
  await b.signIn(manager)
  await openModule(b.page, 'stocktakes')
  await expect(b.page.locator(byId('books-elsewhere'))).toContainText('门店的账在 A 机上', { timeout: newsMs })
  await expect(b.page.locator(byId('stocktake-new'))).toBeDisabled()
  await press(b.page, 'Control+n')
  await expect(b.page.locator(byId('stocktake-open-dialog'))).toHaveCount(0)
  await looksGood(b.page, 'books-elsewhere')
})

test('planned on A, it is on B’s list as A’s', async () => {
  await openModule(a.page, 'stocktakes')
  await press(a.page, 'Control+n')
  await sees(a.page, byId('stocktake-open-dialog'))
  // the window of B lies over this one, whose frames are slow
  await a.page.waitForFunction(() => document.activeElement?.matches('input[type=radio]'))
  await press(a.page, 'ArrowRight', 'ArrowRight', 'ArrowRight')
  await tabTo(a.page, 'input-codes')
  for (const sku of Object.values(goods)) {
    await typeText(a.page, sku)
    await sees(a.page, `.ant-select-item-option-active:has-text("${sku}")`)
    await press(a.page, 'Enter')
    await sees(a.page, `${byId('input-codes')} .ant-select-selection-item:has-text("${sku}")`)
  }
  await tabTo(a.page, 'input-zones')
  await typeText(a.page, 'A01 Snacks')
  await press(a.page, 'Enter')
  await typeText(a.page, 'B01 Drinks')
  await press(a.page, 'Control+Enter')
  await sees(a.page, `${byId('stocktake')}[data-state=counting]`)

  await b.signIn('s001.zhou')
  await openModule(b.page, 'stocktakes')
  await expect(b.page.locator(byId('stocktakes-grid-row'))).toContainText('A 机', { timeout: newsMs })
  await looksGood(b.page, 'list')
  await openTheOne(b.page)
  await expect(b.page.locator(byId('stocktake-pcs'))).toContainText('由 A 机管理')
  await expect(b.page.locator(byId('stocktake-close'))).toBeDisabled()
  await press(b.page, 'F12')
  await expect(b.page.locator(byId('stocktake-close-dialog'))).toHaveCount(0)
  await looksGood(b.page, 'on-b')
})

test('what B counts is seen on A while it is counted, and when it is done', async () => {
  await b.line.scan('ZG-Z-B01')
  await sees(b.page, '[data-testid=receipt][data-type=stocktakeCount][data-state=draft]')
  await scan(b, goods.second, 3)
  await zoneIs(a.page, 'B01', '小周 B 机')
  await expect(a.page.locator(byId('peer'))).toContainText('B01')
  await looksGood(a.page, 'on-a')
  await press(a.page, 'F12')
  await sees(a.page, byId('stocktake-close-dialog'))
  await expect(a.page.locator(byId('still-elsewhere'))).toContainText('B 机还在盘：B01')
  await looksGood(a.page, 'close')
  await press(a.page, 'Escape')
  await handIn(b.page)
  await zoneIs(a.page, 'B01', '已完成')
  await expect(a.page.locator(byId('zone-paper'))).toHaveCount(0)
  await a.page.locator(byId('zones-body')).focus()
  await press(a.page, 'End')
  await expect(a.page.locator(byId('zone-paper'))).toContainText('B 机')
})

test('what B counts after A has closed is late, and the manager chooses it', async () => {
  await b.line.scan('ZG-Z-A01')
  await sees(b.page, '[data-testid=receipt][data-type=stocktakeCount][data-state=draft]')
  await scan(b, goods.first, 5)
  await press(a.page, 'F12')
  await sees(a.page, byId('stocktake-close-dialog'))
  await confirmDialog(a.page, 'stocktake-close')
  await sees(a.page, `${byId('stocktake')}[data-state=review]`)
  await handIn(b.page)
  const stocktakeId = /stocktakes\/([0-9a-f-]{36})/.exec(a.page.url())?.[1] ?? ''
  const late = async () =>
    (await ask(a.page, 'stocktake.get', { stocktakeId })).zones.flatMap(({ counts }) =>
      counts.filter(({ arrival }) => arrival === 'late'),
    ).length
  await until('the late count', async () => (await late()) === 1, { withinMs: newsMs })
  await press(a.page, 'Control+Tab')
  await sees(a.page, `${byId('stocktake')}[data-tab=zones]`)
  await sees(a.page, byId('arrival-late'))
  await looksGood(a.page, 'late')
  await press(a.page, 'Control+b')
  await sees(a.page, byId('choose-dialog'))
  await looksGood(a.page, 'choose-late')
  await press(a.page, 'Space', 'Control+Enter')
  await expect(a.page.locator(byId('choose-dialog'))).toHaveCount(0)
  await zoneIs(a.page, 'A01', '已完成')
  await expect(a.page.locator(byId('arrival-late'))).toHaveCount(0)
})
