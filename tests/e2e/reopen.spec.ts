/** Counting was closed and a zone was forgotten: back from the review with a reason, counted, closed again, nothing lost. */
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { StocktakeView } from '../../src/contract/schemas/stocktake'
import { zoneCode } from '../../src/core/barcode/controlCodes'
import { bayOf } from '../../src/core/stocktake/plan'
import { ask, confirmDialog, press, sees, still, typeText } from '../support/devices/person'
import { scan, stockUp } from './papers'
import { clerk, closed, manager, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let pictures: string
let stocktake: StocktakeView
/** on the shelves of one bay each; nobody goes to the second's at first */
let found: string
let forgotten: string
let b: string

const type = 'stocktakeCount' as const
const byId = (testId: string): string => `[data-testid="${testId}"]`
const rowOf = (sku: string) => shop.page.locator(`${byId('review-row')}[data-key="${sku}"]`)

test.beforeAll(async () => {
  test.setTimeout(240_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  shop = await Shop.open()
  const goods = shop.chain.products.filter(
    ({ weighed, keepsLots, status, unitCost }) => !weighed && !keepsLots && status === 'active' && unitCost < 100_000,
  )
  const one = goods[0]
  const other = goods.find(({ shelf }) => bayOf(shelf) !== bayOf(one?.shelf ?? ''))
  found = one?.sku ?? ''
  forgotten = other?.sku ?? ''
  const a = bayOf(one?.shelf ?? '')
  b = bayOf(other?.shelf ?? '')
  await shop.signIn(clerk)
  await shop.signIn(manager)
  await stockUp(shop.page, { [found]: 6, [forgotten]: 4 })
  stocktake = await ask(shop.page, 'stocktake.open', {
    ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
    zones: [
      { code: a, name: '零食架', temporary: false },
      { code: b, name: '饮料柜', temporary: false },
    ],
    scope: { kind: 'list', skus: [found, forgotten] },
  })
  const { stocktakeId } = stocktake
  const { documentId } = await ask(shop.page, 'stocktake.startCount', { stocktakeId, zoneCode: a })
  await ask(shop.page, 'document.setLine', { type, documentId, sku: found, quantity: 5000 })
  const { header } = await ask(shop.page, 'document.get', { documentId })
  await ask(shop.page, 'document.submit', { type, documentId, version: header.version })
  await ask(shop.page, 'stocktake.closeCounting', { stocktakeId })
  await ask(shop.page, 'stocktake.accept', { stocktakeId, lines: [{ sku: found, lot: '' }], reason: '破了一袋' })
})
test.afterAll(async () => {
  await closed(shop)
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(pictures)
})

const picture = async (name: string): Promise<void> => {
  await still(shop.page)
  await shop.page.screenshot({ path: join(pictures, `reopen-${name}.png`) })
}

const openIt = async (): Promise<void> => {
  await shop.page.evaluate((hash) => {
    window.location.hash = hash
  }, `/stocktakes/${stocktake.stocktakeId}`)
  await sees(shop.page, byId('stocktake'))
}

test('R on goods nobody counted asks for their first count, and wants a reason', async () => {
  await openIt()
  await sees(shop.page, `${byId('stocktake')}[data-state=review][data-tab=review]`)
  await shop.page.locator(byId('filter-uncounted')).click()
  await expect(rowOf(forgotten)).toHaveCount(1)
  await shop.page.locator(byId('review-body')).focus()
  await still(shop.page)
  await picture('uncounted')
  await press(shop.page, 'r')
  await sees(shop.page, byId('stocktake-reopen-dialog'))
  await expect(shop.page.getByRole('dialog')).toContainText('补盘')
  await expect(shop.page.getByRole('dialog')).toContainText(b)
  await expect(shop.page.locator(byId('stocktake-reopen-confirm'))).toBeDisabled()
  await picture('dialog')
  await press(shop.page, 'Escape')
  await expect(shop.page.locator(byId('stocktake-reopen-dialog'))).toHaveCount(0)
  await sees(shop.page, `${byId('stocktake')}[data-state=review]`)
})

test('Shift+F12 goes back to counting', async () => {
  await press(shop.page, 'Shift+F12')
  await sees(shop.page, byId('stocktake-reopen-dialog'))
  await expect(shop.page.locator(byId('stocktake-reopen-reason'))).toBeFocused()
  await typeText(shop.page, 'one zone forgotten')
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, `${byId('stocktake')}[data-state=counting]`)
  await picture('counting')
})

test('the clerk counts the zone by its label, and closed again the review has it beside the words there were', async () => {
  await shop.signIn(clerk)
  await openIt()
  await shop.line.scan(`]C0${zoneCode(b)}`)
  await sees(shop.page, `[data-testid=receipt][data-type=${type}][data-state=draft]`)
  await scan(shop, forgotten, 3)
  await press(shop.page, 'F12')
  await sees(shop.page, byId('post-dialog'))
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, '[data-testid=receipt][data-state=approved]')
  await shop.signIn(manager)
  await openIt()
  await press(shop.page, 'F12')
  await confirmDialog(shop.page, 'stocktake-close')
  await sees(shop.page, `${byId('stocktake')}[data-state=review][data-tab=review]`)
  // the filter one left the review with is kept
  await shop.page.locator(byId('filter-variance')).click()
  await expect(rowOf(forgotten).locator('[data-column=variance]')).toHaveText('-1')
  await expect(rowOf(found).locator('[data-column=reason]')).toContainText('破了一袋')
  await picture('again')
})
