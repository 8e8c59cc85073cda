/** 明盘 and 盲盘 look different to whoever counts; and where blind counting leaves goods out of a list, the list says so. */
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { zoneCode } from '../../src/core/barcode/controlCodes'
import { ask, openModule, press, sees, still } from '../support/devices/person'
import { scan, stockUp } from './papers'
import { clerk, closed, manager, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let pictures: string
let sku: string
let other: string

const byId = (testId: string): string => `[data-testid="${testId}"]`

test.beforeAll(async () => {
  test.setTimeout(240_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  shop = await Shop.open()
  const goods = shop.chain.products.filter(
    ({ weighed, keepsLots, status, unitCost }) => !weighed && !keepsLots && status === 'active' && unitCost < 100_000,
  )
  sku = goods[0]?.sku ?? ''
  other = goods[1]?.sku ?? ''
  await shop.signIn(clerk)
  await shop.signIn(manager)
  await stockUp(shop.page, { [sku]: 6, [other]: 4 })
})
test.afterAll(async () => {
  await closed(shop)
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(pictures)
})

const picture = async (name: string): Promise<void> => {
  await still(shop.page)
  await shop.page.screenshot({ path: join(pictures, `openCount-${name}.png`) })
}

const begin = async (blind: boolean): Promise<string> => {
  await shop.signIn(manager)
  const { stocktakeId } = await ask(shop.page, 'stocktake.open', {
    ...{ blind, tolerancePermille: 20, toleranceFen: 500, note: '', scope: { kind: 'list', skus: [sku, other] } },
    zones: [{ code: 'A01', name: '零食架', temporary: false }],
  })
  await shop.signIn(clerk)
  await shop.page.evaluate((hash) => {
    window.location.hash = hash
  }, `/stocktakes/${stocktakeId}`)
  await sees(shop.page, byId('stocktake'))
  await expect(shop.page.locator('.receipt-details')).toContainText('2 %')
  await expect(shop.page.locator('.receipt-details')).toContainText(other)
  await picture('plan')
  await shop.line.scan(zoneCode('A01'))
  await sees(shop.page, '[data-testid=receipt][data-type=stocktakeCount][data-state=draft]')
  return stocktakeId
}

const cell = (column: string) => shop.page.locator(`[data-testid=lines-row] [data-column=${column}]`)

test('an open count has the books and the difference beside each line', async () => {
  const stocktakeId = await begin(false)
  await expect(shop.page.locator(byId('how-counted'))).toHaveText('明盘')
  await expect(shop.page.locator(byId('count-band'))).toContainText('账面是全店此刻的数')
  await expect(shop.page.locator(byId('nav-stocktakes'))).toHaveAttribute('aria-current', 'page')
  await picture('open-begun')
  await scan(shop, sku, 5)
  await expect(cell('book')).toHaveText('6')
  await expect(cell('received')).toHaveText('5')
  await expect(cell('offBook')).toHaveText('-1')
  await expect(shop.page.locator(byId('result-total'))).toContainText('账面 6')
  await picture('open')
  await press(shop.page, 'F12')
  await sees(shop.page, byId('post-dialog'))
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, '[data-testid=receipt][data-state=approved]')
  await expect(shop.page.locator(byId('document-state'))).toHaveText('已盘完')
  await expect(shop.page.locator(byId('read-only'))).toContainText('已盘完')
  await expect(shop.page.locator(byId('receipt-details'))).toContainText('盘点单号')
  await expect(cell('book')).toHaveCount(0)
  await picture('open-done')
  await shop.signIn(manager)
  await ask(shop.page, 'stocktake.cancel', { stocktakeId, reason: '下一个' })
})

test('a blind one says that it is, and shows none; the list of stock says why its goods are missing', async () => {
  await begin(true)
  await expect(shop.page.locator(byId('how-counted'))).toHaveText('盲盘')
  await expect(shop.page.locator(byId('count-band'))).toContainText('盲盘')
  await scan(shop, sku, 5)
  await expect(cell('received')).toHaveText('5')
  await expect(cell('book')).toHaveCount(0)
  await picture('blind')
  await openModule(shop.page, 'stock')
  await expect(shop.page.locator(byId('counted-blind'))).toContainText('盲盘')
  await picture('stock')
  await shop.signIn(manager)
  await openModule(shop.page, 'stock')
  await expect(shop.page.locator(byId('counted-blind'))).toHaveCount(0)
})
