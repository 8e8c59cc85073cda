/** Cases or pieces: `24*` before a case of twelve is asked about, loudly, before anything is added; the answer is a key away. */
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openModule, press, sees, still, typeText } from '../support/devices/person'
import { chineseWords, graveFindings, sideways, switchTo } from './looks'
import { clerk, closed, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let pictures: string
/** ordered: two cases */
let sku: string
let caseCode: string
let ordered: number
let pack: number

const byId = (testId: string): string => `[data-testid="${testId}"]`

test.beforeAll(async () => {
  test.setTimeout(180_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  shop = await Shop.open()
  const found = shop.chain.barcodes.find(
    (one) =>
      one.packName === '箱' &&
      shop.order(60).lines.some((line) => line.sku === one.sku && line.orderedQuantity === 2 * one.packFactor),
  )
  sku = found?.sku ?? ''
  caseCode = found?.code ?? ''
  pack = (found?.packFactor ?? 0) / 1000
  ordered = 2 * pack
  await shop.signIn(clerk)
  await openModule(shop.page, 'home')
  await shop.line.scan(shop.order(60).deliveryNote)
  await sees(shop.page, '[data-testid=receipt][data-state=draft]')
})
test.afterAll(async () => {
  await closed(shop)
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(pictures)
})

const received = async (): Promise<number> =>
  ((await shop.receipt()).lines.find((line) => line.sku === sku)?.quantity ?? -1) / 1000

/** The count before a scan, and the scan. */
const scanTimes = async (times: number): Promise<void> => {
  await expect(shop.page.locator(byId('scan-bar'))).toBeFocused()
  await typeText(shop.page, `${times}*`)
  await shop.line.scan(caseCode)
}

test('as many cases as pieces were ordered: a window stops the scanner, and nothing is added yet', async () => {
  await scanTimes(ordered)
  await sees(shop.page, byId('pack-dialog'))
  expect((await shop.app.recording.sounds()).at(-1)).toBe('stop')
  await expect(shop.page.locator(byId('pack-dialog'))).toContainText(`1 箱 = ${pack} `)
  await expect(shop.page.locator(byId('pack-row'))).toHaveCount(2)
  expect(await received()).toBe(0)
  await still(shop.page)
  await shop.page.screenshot({ path: join(pictures, 'pack-doubt.png') })
  expect(await graveFindings(shop.page, 'electron')).toEqual([])
  // Enter alone chooses nothing
  await press(shop.page, 'Enter')
  await sees(shop.page, byId('pack-dialog'))
})

test('the other figure is two keys away; the line has what was meant', async () => {
  await press(shop.page, 'ArrowDown', 'ArrowDown')
  await expect(shop.page.locator(`${byId('pack-row')}[aria-selected=true]`)).toContainText(String(ordered))
  await press(shop.page, 'Enter')
  await expect(shop.page.locator(byId('pack-dialog'))).toHaveCount(0)
  await sees(shop.page, `${byId('result')}[data-outcome=lineDone]`)
  expect(await received()).toBe(ordered)
})

test('left without an answer it says so, and the count before the scan is there again', async () => {
  await press(shop.page, 'Control+z')
  await expect.poll(received).toBe(0)
  await scanTimes(ordered)
  await sees(shop.page, byId('pack-dialog'))
  await press(shop.page, 'Escape')
  await expect(shop.page.locator(byId('result'))).toContainText('没有记上')
  expect(await received()).toBe(0)
  await shop.page.screenshot({ path: join(pictures, 'pack-dropped.png') })
})

test('in English it asks in English, each figure with what it means', async () => {
  await switchTo(shop.page, 'en-US')
  await shop.page.locator(byId('scan-bar')).focus()
  await scanTimes(ordered)
  await sees(shop.page, byId('pack-dialog'))
  await still(shop.page)
  await shop.page.screenshot({ path: join(pictures, 'pack-doubt-en-US.png') })
  const units = ['箱', ...new Set(shop.chain.products.map(({ unit }) => unit))]
  expect(await chineseWords(shop.page, [...shop.names, ...units])).toEqual([])
  expect(await sideways(shop.page)).toEqual([])
  expect(await graveFindings(shop.page, 'electron')).toEqual([])
  await press(shop.page, 'Escape')
  await sees(shop.page, byId('result'))
  await still(shop.page)
  await shop.page.screenshot({ path: join(pictures, 'pack-dropped-en-US.png') })
  await switchTo(shop.page, 'zh-CN')
})
