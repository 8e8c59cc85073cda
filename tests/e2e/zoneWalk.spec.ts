/**
 * From zone to zone with the scanner alone: a label puts the count before it aside and opens the next, a page's code opens the
 * page, and a label that leads nowhere says why and moves nobody.
 */
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { StocktakeView } from '../../src/contract/schemas/stocktake'
import { pageCode, zoneCode } from '../../src/core/barcode/controlCodes'
import { bayOf } from '../../src/core/stocktake/plan'
import { ask, press, sees, still } from '../support/devices/person'
import { scan, stockUp } from './papers'
import { clerk, closed, manager, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let pictures: string
let stocktake: StocktakeView
/** on the shelves of one bay each, which are the two zones */
let first: string
let second: string
let a: string
let b: string

const type = 'stocktakeCount' as const
const byId = (testId: string): string => `[data-testid="${testId}"]`
const paperOf = (zone: string): string => `[data-testid=receipt][data-type=stocktakeCount]:has-text("${zone}")`

test.beforeAll(async () => {
  test.setTimeout(240_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  shop = await Shop.open()
  const goods = shop.chain.products.filter(
    ({ weighed, keepsLots, status, unitCost }) => !weighed && !keepsLots && status === 'active' && unitCost < 100_000,
  )
  const one = goods[0]
  const other = goods.find(({ shelf }) => bayOf(shelf) !== bayOf(one?.shelf ?? ''))
  first = one?.sku ?? ''
  second = other?.sku ?? ''
  a = bayOf(one?.shelf ?? '')
  b = bayOf(other?.shelf ?? '')
  await shop.signIn(manager)
  await stockUp(shop.page, { [first]: 6, [second]: 4 })
  stocktake = await ask(shop.page, 'stocktake.open', {
    ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
    zones: [
      { code: a, name: '零食架', temporary: false },
      { code: b, name: '饮料柜', temporary: false },
    ],
    scope: { kind: 'list', skus: [first, second] },
  })
  const { stocktakeId } = stocktake
  await ask(shop.page, 'countSheet.print', { stocktakeId, zoneCodes: [], language: 'zh-CN' })
  await shop.signIn(clerk)
})
test.afterAll(async () => {
  await closed(shop)
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(pictures)
})

const picture = async (name: string): Promise<void> => {
  await still(shop.page)
  await shop.page.screenshot({ path: join(pictures, `zoneWalk-${name}.png`) })
}

const counts = async (): Promise<Record<string, string>> => {
  const { zones } = await ask(shop.page, 'stocktake.get', { stocktakeId: stocktake.stocktakeId })
  return Object.fromEntries(
    zones.map(({ code, counts: made }) => [code, made.map(({ state, linesTotal }) => `${state} ${linesTotal}`).join()]),
  )
}

const openAt = (path: string): Promise<void> =>
  shop.page.evaluate((hash) => {
    window.location.hash = hash
  }, path)

const says = (words: string): Promise<void> => expect(shop.page.locator(byId('result'))).toContainText(words)

test('the label of the zone one is counting is a note, and of no zone of this stocktake a refusal', async () => {
  await openAt(`/stocktakes/${stocktake.stocktakeId}`)
  await sees(shop.page, byId('stocktake'))
  await shop.line.scan(`]C0${zoneCode(a)}`)
  await sees(shop.page, `${paperOf(a)}[data-state=draft]`)
  await says(`开始盘 ${a} 零食架`)
  await scan(shop, first, 2)
  await shop.line.scan(zoneCode(a))
  await says(`正在盘 ${a}`)
  await expect(shop.page.locator(byId('result'))).toHaveAttribute('data-tone', 'look')
  await picture('same')
  await shop.line.scan(zoneCode('Z99'))
  await says(`盘点 ${stocktake.number} 没有区域 Z99`)
  await expect(shop.page.locator(byId('result'))).toHaveAttribute('data-tone', 'refused')
  expect(await counts()).toEqual({ [a]: 'draft 1', [b]: '' })
})

test('another zone’s label puts this count aside and begins that one; what comes right behind it is counted there', async () => {
  const code = shop.chain.barcodes.find(({ sku }) => sku === second)?.code ?? ''
  await shop.line.scan(`]C0${zoneCode(b)}`)
  await shop.line.scan(code)
  await sees(shop.page, `${paperOf(b)}[data-state=draft]`)
  await expect(shop.page.locator('[data-testid=lines-row] [data-column=received]')).toHaveText('1')
  await expect.poll(counts).toEqual({ [a]: 'held 1', [b]: 'draft 1' })
})

test('back by the first label, the count goes on where it was', async () => {
  await shop.line.scan(`]E0${zoneCode(a)}`)
  await sees(shop.page, `${paperOf(a)}[data-state=draft]`)
  await says(`接着盘 ${a} 零食架，已有 1 行`)
  await says(`${b} 已保存`)
  await picture('back')
  await expect(shop.page.locator('[data-testid=lines-row] [data-column=received]')).toHaveText('2')
  await scan(shop, first, 1)
  await expect(shop.page.locator('[data-testid=lines-row] [data-column=received]')).toHaveText('3')
  await expect.poll(counts).toEqual({ [a]: 'draft 1', [b]: 'held 1' })
})

test('the code of a page opens the page, and from there a label leads back; of an unknown page there are words', async () => {
  await shop.line.scan(pageCode(stocktake.number, 77))
  await says('第 77 页')
  await expect(shop.page.locator(byId('result'))).toHaveAttribute('data-tone', 'refused')
  await shop.line.scan(pageCode(stocktake.number, 2))
  await sees(shop.page, `${byId('count-sheet')}[data-page="2"]`)
  await expect.poll(counts).toEqual({ [a]: 'held 1', [b]: 'held 1' })
  await shop.line.scan(pageCode(stocktake.number, 77))
  await expect(shop.page.locator(byId('scan-echo'))).toContainText('第 77 页')
  await picture('page')
  await shop.line.scan(pageCode(stocktake.number, 2))
  await expect(shop.page.locator(byId('scan-echo'))).toContainText('就是这一页')
  await sees(shop.page, `${byId('count-sheet')}[data-page="2"]`)
  await shop.line.scan(zoneCode(a))
  await sees(shop.page, `${paperOf(a)}[data-state=draft]`)
})

test('right after a count is handed in the next label opens the next; the same one says that nothing is added', async () => {
  await press(shop.page, 'F12')
  await sees(shop.page, byId('post-dialog'))
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, '[data-testid=receipt][data-state=approved]')
  await expect(shop.page.locator(byId('post-dialog'))).toHaveCount(0)
  await shop.line.scan(zoneCode(a))
  await expect(shop.page.locator(byId('scan-echo'))).toContainText(`${a} 您已提交`)
  await picture('handedIn')
  await shop.line.scan(zoneCode(b))
  await sees(shop.page, `${paperOf(b)}[data-state=draft]`)
  await says(`接着盘 ${b} 饮料柜，已有 1 行`)
  await shop.line.scan(zoneCode(a))
  await says('请店长安排复盘')
  await expect.poll(counts).toEqual({ [a]: 'approved 1', [b]: 'draft 1' })
})

test('a page that is not there can be left by key', async () => {
  await openAt(`/stocktakes/pages/${stocktake.number}/88`)
  await sees(shop.page, byId('no-page'))
  await sees(shop.page, byId('page-leave'))
  await picture('noPage')
  await press(shop.page, 'Escape')
  await sees(shop.page, byId('stocktakes'))
})

test('once counting is closed a label shows what was counted, and begins nothing', async () => {
  const { stocktakeId } = stocktake
  await shop.signIn(manager)
  const { zones } = await ask(shop.page, 'stocktake.get', { stocktakeId })
  for (const { documentId, state } of zones.flatMap((zone) => zone.counts))
    if (state !== 'approved') await ask(shop.page, 'document.cancel', { type, documentId, reason: '不盘了' })
  await ask(shop.page, 'stocktake.closeCounting', { stocktakeId })
  await shop.signIn(clerk)
  await openAt(`/stocktakes/${stocktakeId}`)
  await sees(shop.page, `${byId('stocktake')}[data-state=review]`)
  await shop.line.scan(zoneCode(a))
  await sees(shop.page, `${paperOf(a)}[data-state=approved]`)
  await shop.line.scan(zoneCode(b))
  await expect(shop.page.locator(byId('scan-echo'))).toContainText('复核中')
})
