/**
 * 电脑丢失，作废: the PC that holds a stocktake is gone. HQ may not call the stocktake off while that PC works; once it is
 * switched off HQ does, in the browser and by key, the shop's other PC hears it, and every count stays to be read.
 */
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import * as hq from '../support/demo/console'
import { openBrowser } from '../support/devices/browser'
import { ask, openModule, press, sees, still } from '../support/devices/person'
import { chineseWords, graveFindings, languages, sideways, switchTo } from './looks'
import { scan, stockUp } from './papers'
import { closed, manager, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let a: Shop
let b: Shop
let browser: Browser
/** hq.operations, and the administrator who switches the PC off */
let page: Page
let admin: Page
let pictures: string
let sku: string
let number: string
const reason = 'A 机昨晚被偷，已报警'
/** news go through HQ, three rounds of five seconds at most */
const newsMs = 60_000

const byId = (testId: string): string => `[data-testid="${testId}"]`
const at = (testId: string) => page.locator(byId(testId))

test.beforeAll(async () => {
  test.setTimeout(240_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  a = await Shop.open()
  b = await Shop.openAnother(a.hub, 'S001')
  const plain = a.chain.products.filter(
    ({ weighed, keepsLots, status, unitCost }) => !weighed && !keepsLots && status === 'active' && unitCost < 100_000,
  )
  sku = plain[0]?.sku ?? ''
  await b.signIn(manager)
  await a.signIn(manager)
  await stockUp(a.page, { [sku]: 6 })
  const zones = [
    { code: 'A01', name: '零食架', temporary: false },
    { code: 'B01', name: '酒水柜', temporary: false },
  ]
  const plan = { blind: true, tolerancePermille: 0, toleranceFen: 0, note: '', zones }
  const skus = plain.slice(0, 2).map((product) => product.sku)
  ;({ number } = await ask(a.page, 'stocktake.open', { ...plan, scope: { kind: 'list', skus } }))
  browser = await openBrowser()
  page = await hq.openConsole(browser, a.hub.consoleUrl)
  await hq.signIn(page, a.hub.login('hq.operations'))
  admin = await hq.openConsole(browser, a.hub.consoleUrl)
  await hq.signIn(admin, a.hub.login('hq.admin'))
})
test.afterAll(async () => {
  await browser?.close()
  await closed(b)
  await closed(a)
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(pictures)
})

/** Over a dialog the language cannot be changed. */
const looksGood = async (name: string, dialog = false): Promise<void> => {
  const names = ['掌柜', reason, '零食架', '酒水柜', ...a.names, ...a.chain.stores.map((store) => store.name)]
  for (const language of dialog ? (['zh-CN'] as const) : languages) {
    await switchTo(page, language)
    await still(page)
    await page.screenshot({ path: join(pictures, `lost-pc-${name}-${language}.png`) })
    expect(await graveFindings(page), `${name} ${language}`).toEqual([])
    expect.soft(await sideways(page), `${name} ${language}`).toEqual([])
    if (language === 'en-US') expect.soft(await chineseWords(page, names), name).toEqual([])
  }
  await switchTo(page, 'zh-CN')
}

const openDialog = async (): Promise<void> => {
  await at('stocktake-call-off').focus()
  await page.keyboard.press('Enter')
  await at('call-off').waitFor()
  await expect(at('call-off-reason')).toBeFocused()
}

test('a count made on the PC is told before it is lost, and HQ reads it', async () => {
  await openModule(a.page, 'stocktakes')
  await sees(a.page, byId('stocktakes-grid-row'))
  await a.page.locator(byId('stocktakes-grid-body')).focus()
  await press(a.page, 'Enter')
  await sees(a.page, byId('stocktake'))
  await press(a.page, 'Enter')
  await sees(a.page, '[data-testid=receipt][data-type=stocktakeCount][data-state=draft]')
  await scan(a, sku, 5)
  await press(a.page, 'F12')
  await sees(a.page, byId('post-dialog'))
  await press(a.page, 'Control+Enter')
  await sees(a.page, '[data-testid=receipt][data-state=approved]')
  await at('nav-stocktakes').click()
  await at('tab-stocktakes').click()
  const row = at(`stocktake-row-${number}`)
  await expect(row).toBeVisible({ timeout: newsMs })
  await row.locator('[data-row-link]').focus()
  await page.keyboard.press('Enter')
  await expect(at('stocktake')).toHaveAttribute('data-number', number)
  await expect(at('zone-A01').locator('.count-link')).toHaveCount(1, { timeout: newsMs })
  await looksGood('counting')
})

test('while the PC works HQ is refused, and told what to do first', async () => {
  await openDialog()
  await expect(at('call-off')).toContainText('A 机')
  await expect(at('call-off-confirm')).toBeDisabled()
  await page.keyboard.type(reason)
  // Enter alone does nothing
  await page.keyboard.press('Enter')
  await expect(at('call-off-refused')).toHaveCount(0)
  await looksGood('dialog', true)
  await page.keyboard.press('Control+Enter')
  await expect(at('call-off-refused')).toContainText('A 机还在用')
  await looksGood('refused', true)
  await page.keyboard.press('Escape')
  await expect(at('call-off')).toHaveCount(0)
  await expect(at('stocktake')).toHaveAttribute('data-state', 'counting')
})

test('the PC is lost: an administrator switches it off, and HQ calls its stocktake off', async () => {
  await admin.locator(byId('area-setup')).click()
  await admin.locator(byId('nav-devices')).click()
  await admin.locator(byId('device-revoke-S001-A')).click()
  await admin.locator(byId('device-state-reason')).fill(reason)
  await admin.keyboard.press('Control+Enter')
  await expect(admin.locator(byId('device-restore-S001-A'))).toBeVisible()
  // wherever it is, it gets nothing any more
  await sees(a.page, byId('revoked-band'), newsMs)
  await openDialog()
  await page.keyboard.type(reason)
  await page.keyboard.press('Control+Enter')
  await expect(at('stocktake')).toHaveAttribute('data-state', 'cancelled')
  await expect(at('call-off')).toHaveCount(0)
  await expect(at('stocktake-call-off')).toHaveCount(0)
  await expect(at('stocktake')).toContainText(reason)
  // what was counted stays, its papers lead on
  await expect(at('zone-A01').locator('.count-link')).toHaveCount(1)
  await looksGood('called-off')
})

test('the other PC hears it, with the reason, and opens its own', async () => {
  await openModule(b.page, 'stocktakes')
  await expect(b.page.locator(byId('stocktakes-grid-row'))).toContainText('已作废', { timeout: newsMs })
  await b.page.locator(byId('stocktakes-grid-body')).focus()
  await press(b.page, 'Enter')
  await sees(b.page, `${byId('stocktake')}[data-state=cancelled]`)
  await expect(b.page.locator(byId('stocktake'))).toContainText(reason)
  await still(b.page)
  await b.page.screenshot({ path: join(pictures, 'lost-pc-shop.png') })
  expect(await graveFindings(b.page, 'electron')).toEqual([])
  await press(b.page, 'Escape')
  await sees(b.page, byId('stocktakes'))
  await press(b.page, 'Control+n')
  await sees(b.page, byId('stocktake-open-dialog'))
})
