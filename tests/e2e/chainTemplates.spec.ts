/** 标签模板 at HQ: drawn in the browser, published to the shop as its default, printed there, withdrawn. */
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import * as hq from '../support/demo/console'
import { openBrowser } from '../support/devices/browser'
import { ask, openModule, press, sees } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { languages, sideways, switchTo } from './looks'
import { closed, manager, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let browser: Browser
let desk: Page

const name = '总部促销价签'
const ofHq = async () => (await ask(shop.page, 'labelTemplate.list', {})).templates.filter(({ fromHq }) => fromHq)

const keepPicture = async (what: string): Promise<void> => {
  const target = process.env.ZHANGGUI_PICTURES
  if (target) await desk.screenshot({ path: join(target, `templates-${what}.png`) })
}

test.beforeAll(async () => {
  shop = await Shop.open()
  await shop.signIn(manager)
  browser = await openBrowser()
  desk = await hq.openConsole(browser, shop.hub.consoleUrl)
  await hq.signIn(desk, shop.hub.login('hq.operations'))
})
test.afterAll(async () => {
  await browser?.close()
  await closed(shop)
})

test('a new one begins as a copy of ours, by keys alone', async () => {
  await desk.locator('[data-testid=nav-prices]').press('Enter')
  await desk.locator('[data-testid=part-templates]').press('Enter')
  await sees(desk, '[data-testid=templates]')
  await keepPicture('empty')
  await desk.locator('[data-testid=new-template]').press('Enter')
  await sees(desk, '[data-testid=new-template-dialog]')
  await expect(desk.locator('[data-testid=new-template-name]')).toBeFocused()
  await desk.keyboard.type(name)
  await keepPicture('new')
  await desk.keyboard.press('Control+Enter')
  await sees(desk, '[data-testid=template][data-state=draft]')
  await sees(desk, '[data-testid=editor-picture]')
  await keepPicture('draft')
})

test('what is drawn is saved by its key, and published only then', async () => {
  await desk.locator('[data-testid=editor-stage]').focus()
  await desk.keyboard.press('F3')
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('F6')
  await desk.keyboard.press('Control+ArrowDown')
  await expect(desk.locator('[data-testid=template-publish]')).toBeDisabled()
  await keepPicture('changed')
  await desk.keyboard.press('Control+S')
  await sees(desk, '[data-testid=template][data-version="2"]')
  await desk.locator('[data-testid=template-publish]').press('Enter')
  await sees(desk, '[data-testid=publish-dialog]')
  await desk.locator('[data-testid=publish-default]').press('Space')
  await keepPicture('publish')
  await desk.keyboard.press('Control+Enter')
  await sees(desk, '[data-testid=template][data-state=published]')
  expect(await ofHq()).toEqual([])
})

test('the shop has it as its default, and HQ sees that it has', async () => {
  await ask(shop.page, 'app.syncNow', {})
  await until('the template at the shop', async () => (await ofHq()).length === 1)
  expect(await ofHq()).toMatchObject([{ isDefault: true, version: 2, template: { name } }])
  await desk.locator('[data-testid=tab-stores]').press('Enter')
  await expect(desk.locator('[data-testid=template-store-S001]')).toContainText('已收到', { timeout: 30_000 })
  await keepPicture('stores')
  await desk.locator('[data-testid=tab-history]').press('Enter')
  await sees(desk, '[data-testid=publication-1]')
  await keepPicture('history')
  await desk.locator('[data-testid=nav-prices]').press('Enter')
  await desk.locator('[data-testid=part-templates]').press('Enter')
  await sees(desk, `[data-testid="template-row-${name}"][data-state=published]`)
  await keepPicture('list')
})

test("the shop reads it as HQ's default, cannot change it, copies it and chooses it for a label", async () => {
  const { page } = shop
  const photograph = async (what: string): Promise<void> => {
    const target = process.env.ZHANGGUI_PICTURES
    if (target) await page.screenshot({ path: join(target, `shop-templates-${what}.png`) })
  }
  await openModule(page, 'labels')
  await sees(page, '[data-testid=labels]')
  await press(page, 'F3')
  await shop.line.scan(shop.chain.barcodes.find(({ packFactor }) => packFactor === 1000)?.code ?? '')
  await sees(page, '[data-testid=labels-waiting][data-count="1"]')
  await press(page, 'Escape')
  await press(page, 'Control+p')
  await expect(page.getByTestId('label-templates')).toContainText(`${name} · 总部`)
  await photograph('choose')
  await press(page, 'Escape')
  await press(page, 'F8')
  const row = page.getByTestId('templates-grid').locator('.grid-row', { hasText: name })
  await expect(row).toContainText('总部')
  await expect(row).toContainText('默认')
  await row.click()
  await expect(page.getByTestId('template-rename')).toBeDisabled()
  await expect(page.getByTestId('template-remove')).toBeDisabled()
  await photograph('list')
  await press(page, 'Enter')
  await sees(page, '[data-testid=editor-picture]')
  await expect(page.getByTestId('editor-add')).toBeDisabled()
  await photograph('read')
  await press(page, 'Escape')
  await press(page, 'Control+d')
  await sees(page, '[data-testid=template-state][data-unsaved=true]')
  await expect(page.getByTestId('template-title')).toContainText(name)
  await press(page, 'Escape')
  await page.getByTestId('template-discard').click()
  await sees(page, '[data-testid=templates-grid]')
})

test('withdrawn, it leaves the shop', async () => {
  await desk.locator(`[data-testid="template-row-${name}"] a`).press('Enter')
  await desk.locator('[data-testid=template-withdraw]').press('Enter')
  await sees(desk, '[data-testid=withdraw-dialog]')
  await keepPicture('withdraw')
  await desk.keyboard.press('Control+Enter')
  await sees(desk, '[data-testid=template][data-state=withdrawn]')
  await ask(shop.page, 'app.syncNow', {})
  await until('the template gone', async () => (await ofHq()).length === 0)
})

test('in both languages nothing sticks out', async () => {
  for (const language of languages) {
    await switchTo(desk, language)
    for (const tab of ['stores', 'history', 'draw']) {
      await desk.locator(`[data-testid=tab-${tab}]`).press('Enter')
      if (tab === 'draw') await sees(desk, '[data-testid=editor-picture]')
      expect.soft(await sideways(desk), `${tab}, ${language}`).toEqual([])
      await keepPicture(`${tab}-${language}`)
    }
  }
  await desk.locator('[data-testid=nav-prices]').press('Enter')
  await desk.locator('[data-testid=part-templates]').press('Enter')
  await desk.locator('[data-testid=new-template]').press('Enter')
  await sees(desk, '[data-testid=new-template-dialog]')
  expect.soft(await sideways(desk)).toEqual([])
  await keepPicture('new-en-US')
})
