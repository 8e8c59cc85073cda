/** A recount of one product: the zone and the paper say which, and what else is scanned is refused and not added. */
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { ask, openModule, press, sees, still } from '../support/devices/person'
import { scan, stockUp } from './papers'
import { clerk, closed, manager, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let pictures: string
let stocktakeId: string
let asked: Shop['chain']['products'][number]
let beside: Shop['chain']['products'][number]

const type = 'stocktakeCount' as const
const byId = (testId: string): string => `[data-testid="${testId}"]`

test.beforeAll(async () => {
  test.setTimeout(240_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  shop = await Shop.open()
  const goods = shop.chain.products.filter(
    ({ weighed, keepsLots, status, unitCost }) => !weighed && !keepsLots && status === 'active' && unitCost < 100_000,
  )
  ;[asked, beside] = goods as [typeof asked, typeof beside]
  await shop.signIn(manager)
  await stockUp(shop.page, { [asked.sku]: 6, [beside.sku]: 4 })
  const opened = await ask(shop.page, 'stocktake.open', {
    ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
    zones: [{ code: 'A01', name: '零食架', temporary: false }],
    scope: { kind: 'list', skus: [asked.sku, beside.sku] },
  })
  stocktakeId = opened.stocktakeId
  const { documentId } = await ask(shop.page, 'stocktake.startCount', { stocktakeId, zoneCode: 'A01' })
  await ask(shop.page, 'document.setLine', { type, documentId, sku: asked.sku, quantity: 5000 })
  await ask(shop.page, 'document.setLine', { type, documentId, sku: beside.sku, quantity: 4000 })
  const { header } = await ask(shop.page, 'document.get', { documentId })
  await ask(shop.page, 'document.submit', { type, documentId, version: header.version })
  await ask(shop.page, 'stocktake.recount', {
    stocktakeId,
    zones: [{ zoneCode: 'A01', skus: [asked.sku] }],
    note: '差一袋，看看下层',
  })
  await shop.signIn(clerk)
})
test.afterAll(async () => {
  await closed(shop)
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(pictures)
})

const picture = async (name: string): Promise<void> => {
  await still(shop.page)
  await shop.page.screenshot({ path: join(pictures, `recount-${name}.png`) })
}

test('the zone says what is counted again, and so does the paper before anything is scanned', async () => {
  await openModule(shop.page, 'stocktakes')
  await sees(shop.page, byId('stocktakes-grid-row'))
  await shop.page.locator(byId('stocktakes-grid-body')).focus()
  await press(shop.page, 'Enter')
  await expect(shop.page.locator(byId('zone-asked'))).toContainText(asked.name)
  await expect(shop.page.locator(byId('zone-asked'))).toContainText('差一袋，看看下层')
  await picture('zone')
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=receipt][data-type=stocktakeCount][data-state=draft]')
  await expect(shop.page.locator(byId('recount-band'))).toContainText(asked.name)
  await expect(shop.page.locator(byId('recount-band'))).toContainText('差一袋，看看下层')
  await picture('paper')
})

test('another product is refused in words, and nothing is added', async () => {
  await shop.line.scan(shop.chain.barcodes.find(({ sku }) => sku === beside.sku)?.code ?? '')
  await expect(shop.page.locator(byId('result'))).toContainText('不在复盘范围')
  await picture('refused')
  await scan(shop, asked.sku, 6)
  const { zones } = await ask(shop.page, 'stocktake.get', { stocktakeId })
  const documentId = zones[0]?.counts.find(({ round }) => round === 2)?.documentId ?? ''
  const { lines } = await ask(shop.page, 'document.get', { documentId })
  expect(lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([[asked.sku, 6000]])
})

test('what the first person counted is not there to be copied: the paper says so, and so does the list', async () => {
  await openModule(shop.page, 'stocktakes')
  await sees(shop.page, byId('stocktakes-grid-row'))
  await shop.page.locator(byId('stocktakes-grid-body')).focus()
  await press(shop.page, 'Enter')
  await sees(shop.page, byId('stocktake'))
  await shop.page.locator(`${byId('zone-paper')}[data-state=approved]`).click()
  await sees(shop.page, byId('hidden-band'))
  await expect(shop.page.locator(byId('lines-row'))).toHaveCount(0)
  await expect(shop.page.locator(byId('pieces'))).toHaveText('2 行')
  await picture('hidden')
  const { documents } = await ask(shop.page, 'document.list', { types: [type] })
  expect(documents.map(({ quantityTotal, linesHidden }) => [quantityTotal, linesHidden === true])).toEqual([
    [6000, false],
    [0, true],
  ])
})
