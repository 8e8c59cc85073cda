/**
 * A clerk and zone labels, where no stocktake is on the screen: the label leads to the running count of its zone, and a
 * label that leads to none, or to several, says so. A count begun by mistake is taken back by who began it, while empty.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { ask, openModule, press, sees, still, typeText } from '../support/devices/person'
import { chineseWords, graveFindings, sideways, switchTo } from './looks'
import { scan, stockUp } from './papers'
import { clerk, closed, manager, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let goods: string[]
let first: string
let second: string
const pictures = process.env.ZHANGGUI_PICTURES

const at = (testId: string) => shop.page.locator(`[data-testid="${testId}"]`)
const echo = () => at('scan-echo')
const draftOpen = '[data-testid=receipt][data-type=stocktakeCount][data-state=draft]'

/** In both languages, whatever a scan said before: nothing grave, nothing sideways. */
const looksGood = async (name: string, before: () => Promise<void>): Promise<void> => {
  for (const language of ['en-US', 'zh-CN'] as const) {
    await switchTo(shop.page, language)
    await before()
    await still(shop.page)
    if (pictures) {
      mkdirSync(pictures, { recursive: true })
      await shop.page.screenshot({ path: join(pictures, `${name}-${language}.png`) })
    }
    expect(await sideways(shop.page)).toEqual([])
    expect(await graveFindings(shop.page, 'electron')).toEqual([])
    if (language === 'en-US') expect(await chineseWords(shop.page, shop.names)).toEqual([])
  }
}

/** Its number. */
const open = async (sku: string, zoneCodes: readonly string[]): Promise<string> => {
  const { number } = await ask(shop.page, 'stocktake.open', {
    ...{ scope: { kind: 'list', skus: [sku] }, blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
    zones: zoneCodes.map((code) => ({ code, name: code, temporary: false })),
  })
  return number
}

test.beforeAll(async () => {
  test.setTimeout(180_000)
  shop = await Shop.open()
  goods = shop.chain.products
    .filter(
      ({ weighed, keepsLots, status, unitCost }) => !weighed && !keepsLots && status === 'active' && unitCost < 9e4,
    )
    .slice(0, 2)
    .map(({ sku }) => sku)
  await shop.signIn(clerk)
  await shop.signIn(manager)
  await stockUp(shop.page, Object.fromEntries(goods.map((sku) => [sku, 6])))
  first = await open(goods[0] as string, ['A01', 'B01'])
  second = await open(goods[1] as string, ['A01', 'C01'])
  await shop.signIn(clerk)
})
test.afterAll(() => closed(shop))

test('from home, the label of a zone of two running stocktakes names both and opens none; of no zone, says so', async () => {
  await openModule(shop.page, 'home')
  await shop.line.scan('ZG-Z-X99')
  await expect(echo()).toContainText('没有正在盘的盘点有区域 X99')
  await looksGood('zone-of-several-home', async () => {
    await openModule(shop.page, 'home')
    await shop.line.scan('ZG-Z-A01')
    await expect(echo()).toContainText(first)
    await expect(echo()).toContainText(second)
    await expect(at('home')).toBeVisible()
  })
})

test('the label of one zone leads to its count, and Ctrl+Del takes the empty count back', async () => {
  await shop.line.scan('ZG-Z-C01')
  await sees(shop.page, draftOpen)
  await press(shop.page, 'Control+Delete')
  await sees(shop.page, '[data-testid=cancel-dialog]')
  await typeText(shop.page, 'C01 is not mine')
  if (pictures) await shop.page.screenshot({ path: join(pictures, 'drop-count-zh-CN.png') })
  await press(shop.page, 'Control+Enter')
  await expect(at('cancel-dialog')).toHaveCount(0)
  await expect(shop.page.locator(draftOpen)).toHaveCount(0)
  // said in the language of then
  await expect(shop.page.locator('.ant-message-notice')).toHaveCount(0)
  const { documents } = await ask(shop.page, 'document.list', { types: ['stocktakeCount'], limit: 5 })
  expect(documents.map(({ state, reference }) => [state, reference])).toEqual([['cancelled', 'C01']])
})

test('from the list as well; what was counted is the manager’s to void, and the clerk is told so', async () => {
  await openModule(shop.page, 'stocktakes')
  await shop.line.scan('ZG-Z-B01')
  await sees(shop.page, draftOpen)
  await scan(shop, goods[0] as string, 2)
  await looksGood('count-not-empty', async () => {
    await press(shop.page, 'Control+Delete')
    await expect(at('result')).toContainText(/店长|manager/)
    await expect(at('cancel-dialog')).toHaveCount(0)
  })
  // home again, and the label goes on with the same count
  await openModule(shop.page, 'home')
  await shop.line.scan('ZG-Z-B01')
  await sees(shop.page, draftOpen)
  await expect(shop.page.locator('[data-testid=lines-row] [data-column=received]')).toHaveText('2')
})
