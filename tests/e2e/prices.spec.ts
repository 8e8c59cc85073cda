/** 标签与调价: HQ gives three products a new price in the browser, the shop hears it, prints three labels, and HQ reads 3 / 3. */
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { moneyText } from '../../src/core/quantity/quantity'
import { storeDayOf } from '../../src/core/quantity/storeDay'
import * as hq from '../support/demo/console'
import { codesOf } from '../support/demo/goods'
import { openBrowser } from '../support/devices/browser'
import { ask, sees } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { closed, manager, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let browser: Browser
let desk: Page
let number = ''

const products = () => {
  const plain = shop.chain.products.filter(
    ({ status, weighed, keepsLots }) => status === 'active' && !weighed && !keepsLots,
  )
  return plain.slice(0, 3)
}
const day = (): string => storeDayOf(Date.now())
const priceJobs = async () => (await ask(shop.page, 'label.queue', {})).jobs.filter(({ origin }) => origin === number)

const keepPicture = async (name: string): Promise<void> => {
  const target = process.env.ZHANGGUI_PICTURES
  if (target) await desk.screenshot({ path: join(target, `prices-${name}.png`) })
}

/** What the shop keeps is what ever lay there. */
const receive = async (): Promise<void> => {
  const type = 'goodsReceipt' as const
  const header = { supplierCode: 'GY001', deliveryNote: 'TJ-1' }
  const { documentId } = await ask(shop.page, 'goodsReceipt.openWithoutOrder', header)
  for (const { sku } of products()) await ask(shop.page, 'document.setLine', { type, documentId, sku, quantity: 1000 })
  const { version } = (await ask(shop.page, 'document.get', { documentId })).header
  await ask(shop.page, 'document.post', { type, documentId, version })
}

test.beforeAll(async () => {
  shop = await Shop.open()
  await shop.signIn(manager)
  await receive()
  browser = await openBrowser()
  desk = await hq.openConsole(browser, shop.hub.consoleUrl)
  await hq.signIn(desk, shop.hub.login('hq.purchasing'))
})
test.afterAll(async () => {
  await browser?.close()
  await closed(shop)
})

test('at HQ: a code and its price each, by keys alone, and a wrong one is said at once', async () => {
  await desk.locator('[data-testid=nav-prices]').press('Enter')
  await sees(desk, '[data-testid=prices]')
  await keepPicture('empty')
  await desk.locator('[data-testid=new-price-change]').press('Enter')
  await expect(desk.locator('[data-testid=price-code]')).toBeFocused()
  await keepPicture('form-empty')
  for (const { sku, priceFen } of products()) {
    await desk.keyboard.type(codesOf(shop.chain, sku).piece.code)
    await desk.keyboard.press('Enter')
    const field = desk.locator(`[data-testid=price-new-${sku}]`)
    await expect(field).toBeFocused()
    await desk.keyboard.type(moneyText(priceFen + 100))
    await desk.keyboard.press('Enter')
    await expect(desk.locator('[data-testid=price-code]')).toBeFocused()
  }
  await desk.keyboard.type('没有这个码')
  await desk.keyboard.press('Enter')
  await sees(desk, '[data-testid=price-faults]')
  await expect(desk.locator('[data-testid=price-send]')).toBeDisabled()
  await keepPicture('form-fault')
  await desk.locator('[data-testid=price-remove-faults]').press('Enter')
  await expect(desk.locator('[data-testid=price-faults]')).toHaveCount(0)
})

test('a file adds its rows, every fault by its row', async () => {
  const [first, ...others] = shop.chain.products.slice(10, 22)
  const rows = others.map(({ sku, priceFen }) => `${sku},${moneyText(priceFen + 50)}`)
  const text = [
    '编码,新价',
    ...rows,
    `${first?.sku},免费`,
    '999999,5.00',
    `${first?.sku},${moneyText(first?.priceFen ?? 0)}`,
  ]
  const buffer = Buffer.from(text.join('\r\n'))
  await desk.locator('[data-testid=price-file-input]').setInputFiles({ name: '调价.csv', mimeType: 'text/csv', buffer })
  await expect(desk.locator('[data-testid=price-faults]')).toContainText('3 行有问题')
  await keepPicture('form-file')
  await desk.locator('[data-testid=price-remove-faults]').press('Enter')
  await expect(desk.locator('[data-testid=price-faults]')).toHaveCount(0)
  for (const { sku } of others) await desk.locator(`[data-testid=price-form-${sku}] button`).press('Enter')
  await expect(desk.locator('[data-testid^=price-form-1], [data-testid^=price-form-2]')).toHaveCount(3)
})

test('sent off from today, it is in force, and the shop has three labels with old and new price', async () => {
  await desk.locator('[data-testid=price-note]').fill('周末促销')
  await desk.locator('input[data-testid=price-day], [data-testid=price-day] input').first().fill(day())
  await desk.keyboard.press('Enter')
  await desk.locator('[data-testid=price-send]').press('Enter')
  await sees(desk, '[data-testid=price-send-dialog]')
  await keepPicture('send')
  await desk.keyboard.press('Control+Enter')
  await sees(desk, '[data-testid=price-change][data-state=effective]')
  number = (await desk.locator('[data-testid=price-change]').getAttribute('data-number')) ?? ''
  await until('three labels at the shop', async () => (await priceJobs()).length === 3)
  const jobs = await priceJobs()
  expect(jobs.map(({ sku, priceFen }) => [sku, priceFen]).sort()).toEqual(
    products()
      .map(({ sku, priceFen }) => [sku, priceFen + 100])
      .sort(),
  )
  await expect(desk.locator('[data-testid=price-store-S001]')).toContainText('0 / 3', { timeout: 20_000 })
  await keepPicture('waiting')
})

test('two printed, HQ sees which one is missing; then all three', async () => {
  const jobIds = (await priceJobs()).map(({ jobId }) => jobId)
  await ask(shop.page, 'label.print', { jobIds: jobIds.slice(0, 2) })
  await expect(desk.locator('[data-testid=price-store-S001]')).toContainText('2 / 3', { timeout: 30_000 })
  await desk.locator('[data-testid=price-store-S001] a').press('Enter')
  await sees(desk, '[data-testid=price-missing-lines]')
  await expect(desk.locator('[data-testid^=missing-]')).toHaveCount(1)
  await keepPicture('missing')
  await desk.keyboard.press('Escape')
  await ask(shop.page, 'label.print', { jobIds: jobIds.slice(2) })
  await expect(desk.locator('[data-testid=price-store-S001]')).toContainText('3 / 3', { timeout: 30_000 })
  await keepPicture('done')
})

test('a later one stands planned, is called off with a reason, and the list says where each is', async () => {
  const [first] = products()
  await desk.locator('[data-testid=nav-prices]').press('Enter')
  await sees(desk, `[data-testid=price-row-${number}]`)
  await desk.locator('[data-testid=new-price-change]').press('Enter')
  await desk.locator('[data-testid=price-code]').fill(first?.sku ?? '')
  await desk.keyboard.press('Enter')
  await expect(desk.locator(`[data-testid=price-new-${first?.sku}]`)).toBeFocused()
  await desk.keyboard.type('99.90')
  await desk.keyboard.press('Enter')
  await expect(desk.locator('[data-testid=price-send]')).toBeEnabled()
  await desk.locator('[data-testid=price-send]').press('Enter')
  await sees(desk, '[data-testid=price-send-dialog]')
  await desk.keyboard.press('Control+Enter')
  await sees(desk, '[data-testid=price-change][data-state=planned]')
  await keepPicture('planned')
  await desk.locator('[data-testid=price-cancel]').press('Enter')
  await desk.keyboard.type('不做了')
  await desk.keyboard.press('Control+Enter')
  await sees(desk, '[data-testid=price-change][data-state=cancelled]')
  await desk.locator('[data-testid=nav-prices]').press('Enter')
  await expect(desk.locator('[data-testid^=price-row-]')).toHaveCount(2)
  await keepPicture('list')
})
