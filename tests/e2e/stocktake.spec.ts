/**
 * 盘点 by key and scanner: the manager plans it, a clerk counts two shelves blind, the manager closes, reviews and hands it in.
 * What is booked is what was missing and what was too much.
 */
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { ask, confirmDialog, openModule, press, sees, still, tabTo, textOf, typeText } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { chineseWords, graveFindings, languages, sideways, switchTo } from './looks'
import { lyingInShop, scan, stockUp } from './papers'
import { clerk, closed, manager, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let pictures: string
/** on the shelves to begin with: too few of one is found, too many of the other, and nobody counts the third */
const goods = { short: '', over: '', uncounted: '' }
const warehouse = 'WS001'

test.beforeAll(async () => {
  test.setTimeout(180_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  shop = await Shop.open()
  const [short, over, uncounted] = shop.chain.products.filter(
    ({ weighed, keepsLots, status, unitCost }) => !weighed && !keepsLots && status === 'active' && unitCost < 100_000,
  )
  Object.assign(goods, { short: short?.sku ?? '', over: over?.sku ?? '', uncounted: uncounted?.sku ?? '' })
  await shop.signIn(clerk)
  await shop.signIn(manager)
  await stockUp(shop.page, { [goods.short]: 6, [goods.over]: 4, [goods.uncounted]: 3 })
})
test.afterAll(async () => {
  await closed(shop)
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(pictures)
})

const byId = (testId: string): string => `[data-testid="${testId}"]`

const resize = async (width: number, height: number): Promise<void> => {
  await shop.app.electron.evaluate(
    ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w as number, h as number),
    [width, height],
  )
  await until('the new size', async () => (await shop.page.evaluate(() => window.innerWidth)) === width)
}

/** Nothing grave, nothing sideways; a picture of each language. Over a dialog the language cannot be changed. */
const looksGood = async (name: string, dialog = false): Promise<void> => {
  for (const language of dialog ? (['zh-CN'] as const) : languages) {
    await switchTo(shop.page, language)
    await still(shop.page)
    await shop.page.screenshot({ path: join(pictures, `${name}-${language}.png`) })
    for (const [width, height] of [[1093, 534] as const, [1366, 768] as const]) {
      await resize(width, height)
      expect.soft(await sideways(shop.page), `${name} ${language} at ${width}`).toEqual([])
    }
    expect(await graveFindings(shop.page, 'electron'), `${name} ${language}`).toEqual([])
    if (language === 'en-US') expect(await chineseWords(shop.page, shop.names), name).toEqual([])
  }
  await switchTo(shop.page, 'zh-CN')
}

const openTheOne = async (): Promise<void> => {
  await openModule(shop.page, 'stocktakes')
  await sees(shop.page, byId('stocktakes-grid-row'))
  await shop.page.locator(byId('stocktakes-grid-body')).focus()
  await press(shop.page, 'Enter')
  await sees(shop.page, byId('stocktake'))
}

const zoneIs = (code: string, words: string): Promise<void> =>
  expect(shop.page.locator(`${byId('zones-row')}[data-key="${code}"]`)).toContainText(words)

test('the manager says what is counted and where', async () => {
  await openModule(shop.page, 'stocktakes')
  await looksGood('list-empty')
  await press(shop.page, 'Control+n')
  await sees(shop.page, byId('stocktake-open-dialog'))
  // from 全盘 to 指定商品
  await press(shop.page, 'ArrowRight', 'ArrowRight', 'ArrowRight')
  await tabTo(shop.page, 'input-codes')
  for (const sku of Object.values(goods)) {
    await typeText(shop.page, sku)
    await sees(shop.page, `.ant-select-item-option-active:has-text("${sku}")`)
    await press(shop.page, 'Enter')
    await sees(shop.page, `${byId('input-codes')} .ant-select-selection-item:has-text("${sku}")`)
  }
  await tabTo(shop.page, 'input-zones')
  await typeText(shop.page, 'A01 Snacks')
  await press(shop.page, 'Enter')
  await typeText(shop.page, 'B01 Drinks')
  await looksGood('open-dialog', true)
  await shop.page.locator(byId('input-zones')).focus()
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, `${byId('stocktake')}[data-state=counting]`)
  await expect(shop.page.locator(byId('zones-row'))).toHaveCount(2)
  await zoneIs('A01', '未开始')
})

test('a display nobody had planned is added', async () => {
  await press(shop.page, 'Control+n')
  await sees(shop.page, byId('zone-add-dialog'))
  await expect(shop.page.locator(byId('zone-code'))).toBeFocused()
  await typeText(shop.page, 'T01')
  await press(shop.page, 'Control+Enter')
  await zoneIs('T01', '临时陈列')
})

test('a clerk counts two shelves by scanner, and no screen says how much should be there', async () => {
  await shop.signIn(clerk)
  await openTheOne()
  await expect(shop.page.locator(byId('stocktake-close'))).toBeDisabled()
  await expect(shop.page.locator(byId('tab-review'))).toHaveCount(0)
  await press(shop.page, 'F12')
  await expect(shop.page.locator(byId('stocktake-close-dialog'))).toHaveCount(0)
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=receipt][data-type=stocktakeCount][data-state=draft]')
  await scan(shop, goods.short, 5)
  await expect(shop.page.locator('[data-testid=lines-row] [data-column=expected]')).toHaveCount(0)
  await expect(shop.page.locator('[data-testid=lines-row] [data-column=received]')).toHaveText('5')
  await looksGood('count')
  await handIn()
  await zoneIs('A01', '已完成')

  await shop.line.scan(']C0ZG-Z-B01')
  await sees(shop.page, '[data-testid=receipt][data-type=stocktakeCount][data-state=draft]')
  await scan(shop, goods.over, 6)
  await handIn()
  await zoneIs('B01', '已完成')
  expect(await textOf(shop.page, 'zones-done')).toBe('区域 2 / 3')
  await looksGood('zones')
})

/** F12 and Ctrl+Enter; Esc leads back to the stocktake. */
const handIn = async (): Promise<void> => {
  await press(shop.page, 'F12')
  await sees(shop.page, byId('post-dialog'))
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, '[data-testid=receipt][data-state=approved]')
  await expect(shop.page.locator(byId('post-dialog'))).toHaveCount(0)
  await press(shop.page, 'Escape')
  await sees(shop.page, byId('stocktake'))
}

test('a shelf counted by two people is shown side by side, and neither is proposed', async () => {
  await shop.signIn('s001.zhou')
  await openTheOne()
  // the cursor starts where somebody is still wanted; what is finished is counted again only by who means to
  await expect(shop.page.locator(`${byId('zones-row')}[data-key=T01]`)).toHaveAttribute('aria-selected', 'true')
  await press(shop.page, 'Home', 'Enter')
  await expect(shop.page.locator(byId('scan-echo'))).toContainText('店员小林已盘完 A01')
  await looksGood('second-count', true)
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=receipt][data-type=stocktakeCount][data-state=draft]')
  await scan(shop, goods.short, 4)
  await handIn()
  await zoneIs('A01', '盘了两次')
  await shop.signIn(manager)
  await openTheOne()
  await press(shop.page, 'Control+b')
  await sees(shop.page, byId('choose-dialog'))
  const compared = shop.page.locator(byId('compared-row'))
  await expect(compared).toHaveCount(1)
  await expect(compared.locator('[data-column=first]')).toHaveText('5')
  await expect(compared.locator('[data-column=second]')).toHaveText('4')
  // none is proposed, and a key pressed by habit chooses none
  await expect(shop.page.locator(byId('choose-confirm'))).toBeDisabled()
  await sees(shop.page, byId('choose-missing'))
  await looksGood('choose', true)
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, byId('choose-dialog'))
  await press(shop.page, 'Escape')
  await zoneIs('A01', '盘了两次')
})

test('the manager closes the counting: the largest difference stands first, and each wants a word', async () => {
  await shop.signIn(manager)
  // the shop trades on: what comes after its shelf was counted is no difference
  await stockUp(shop.page, { [goods.over]: 3 })
  await openTheOne()
  await press(shop.page, 'F12')
  await sees(shop.page, byId('stocktake-close-dialog'))
  await expect(shop.page.locator(byId('unfinished-zones'))).toContainText('T01')
  await confirmDialog(shop.page, 'stocktake-close')
  await sees(shop.page, `${byId('stocktake')}[data-state=review][data-tab=review]`)
  await undecided()
  const rows = shop.page.locator(byId('review-row'))
  await expect(rows).toHaveCount(2)
  await expect(rowOf(goods.short).locator('[data-column=variance]')).toHaveText('-1')
  await expect(rowOf(goods.over).locator('[data-column=variance]')).toHaveText('+2')
  const keys = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-key')))
  expect(keys).toEqual(await byValue())
  await rowOf(goods.short).click()
  await expect(shop.page.locator(byId('count-stands'))).toHaveText('采用')
  await expect(shop.page.locator(byId('count-superseded'))).toHaveText('不采用')
  await looksGood('review')
  await explain('Home', 'checked')
  await expect(rowOf(keys[0] ?? '').locator('[data-column=reason]')).toContainText('checked')
  await expect(rowOf(keys[1] ?? '').locator('[data-column=reason]')).not.toContainText('checked')
  await expect(shop.page.locator(byId('total-open'))).toHaveCount(1)
  // one word for all that are marked
  await press(shop.page, 'Control+a')
  await expect(marked()).toHaveCount(2)
  await explain('End', 'together')
  for (const key of keys) await expect(rowOf(key ?? '').locator('[data-column=reason]')).toContainText('together')
  await expect(marked()).toHaveCount(0)
  await expect(shop.page.locator(byId('total-open'))).toHaveCount(0)
})

/** Nobody chose between the two counts: the line says so and nothing is handed in, until somebody does. */
const undecided = async (): Promise<void> => {
  await expect(rowOf(goods.short).locator('[data-column=name]')).toContainText('待选定')
  await rowOf(goods.short).click()
  await expect(shop.page.locator(byId('count-undecided'))).toHaveCount(2)
  await looksGood('review-undecided')
  await press(shop.page, 'Control+Tab')
  await sees(shop.page, `${byId('stocktake')}[data-tab=zones]`)
  await press(shop.page, 'Control+b')
  await sees(shop.page, byId('choose-dialog'))
  await press(shop.page, 'Space')
  await expect(shop.page.locator(byId('choose-confirm'))).toBeEnabled()
  await press(shop.page, 'Control+Enter')
  await zoneIs('A01', '已完成')
  await press(shop.page, 'Control+Tab')
  await sees(shop.page, `${byId('stocktake')}[data-tab=review]`)
  await expect(rowOf(goods.short).locator('[data-column=name]')).not.toContainText('待选定')
}

const marked = () => shop.page.locator(`${byId('review-row')} [data-column=mark] input:checked`)

const explain = async (row: 'Home' | 'End', words: string): Promise<void> => {
  await shop.page.locator(byId('review-body')).focus()
  await press(shop.page, row, 'F2')
  await sees(shop.page, byId('review-reason-dialog'))
  await expect(shop.page.locator(byId('review-reason-reason'))).toBeFocused()
  await typeText(shop.page, words)
  await press(shop.page, 'Control+Enter')
  await expect(shop.page.locator(byId('review-reason-dialog'))).toHaveCount(0)
}

const rowOf = (sku: string) => shop.page.locator(`${byId('review-row')}[data-key="${sku}"]`)

/** What one of each is worth is the average of all there ever was, so the backend says it. */
const byValue = async (): Promise<string[]> => {
  const { stocktakes } = await ask(shop.page, 'stocktake.list', {})
  const stocktakeId = stocktakes[0]?.stocktakeId ?? ''
  const { lines } = await ask(shop.page, 'stocktake.review', { stocktakeId, show: 'variance' })
  const sizes = lines.map(({ value }) => Math.abs(value ?? 0))
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
  return lines.map(({ sku }) => sku)
}

test('what moved stands on the row and below it, and F7 opens the ledger: from a paper of it one comes back there', async () => {
  await expect(rowOf(goods.short).locator('[data-column=moved]')).toHaveText('')
  await expect(rowOf(goods.over).locator('[data-column=moved]')).toContainText('+3')
  await rowOf(goods.over).click()
  const moved = shop.page.locator(byId('review-movement'))
  await expect(moved).toHaveCount(1)
  await expect(moved).toHaveAttribute('data-when', 'after')
  await expect(moved).toContainText('采购入库')
  await expect(moved).toContainText('+3')
  await looksGood('review-moved')
  const number = await textOf(shop.page, 'review-movement-paper')
  await rowOf(goods.over).click()
  await press(shop.page, 'F7')
  await sees(shop.page, byId('ledger'))
  await expect(shop.page.locator(byId('ledger-document')).first()).toHaveText(number)
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=receipt][data-state=posted]')
  await press(shop.page, 'Escape')
  await sees(shop.page, byId('ledger'))
  await press(shop.page, 'Escape')
  await expect(shop.page.locator(byId('ledger'))).toHaveCount(0)
  await expect(rowOf(goods.over)).toHaveAttribute('aria-selected', 'true')
})

test('R has the marked lines counted again, each in its zone, asked in one window that can be closed', async () => {
  await shop.page.locator(byId('review-body')).focus()
  await press(shop.page, 'Home', 'Space', 'End', 'Space')
  await expect(marked()).toHaveCount(2)
  await looksGood('review-marked')
  await shop.page.locator(byId('review-body')).focus()
  await press(shop.page, 'r')
  await sees(shop.page, byId('recount-dialog'))
  await expect(shop.page.locator(byId('recount-zones'))).toContainText('2 个区域，2 种商品')
  await expect(shop.page.locator(`${byId('recount-zones')} input:checked`)).toHaveCount(2)
  await looksGood('recount', true)
  await press(shop.page, 'Escape')
  await expect(shop.page.locator(byId('recount-dialog'))).toHaveCount(0)
})

test('handed in, what was missing and what was too much is booked; what nobody counted stays', async () => {
  await press(shop.page, 'F12')
  await sees(shop.page, byId('stocktake-submit-dialog'))
  await expect(shop.page.locator(byId('uncounted-list'))).toContainText(goods.uncounted)
  await looksGood('submit', true)
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, `${byId('stocktake')}[data-state=posted]`)
  await expect(shop.page.locator(`${byId('stocktake-paper')}[data-state=posted]`)).toHaveCount(2)
  const onHand = async (sku: string) => (await lyingInShop(shop.page, warehouse, sku)).onHand
  expect(await onHand(goods.short)).toBe(5)
  expect(await onHand(goods.over)).toBe(9)
  expect(await onHand(goods.uncounted)).toBe(3)
  await looksGood('posted')
  await tabTo(shop.page, 'stocktake-paper')
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=receipt][data-state=posted]')
  await press(shop.page, 'Escape')
  await sees(shop.page, byId('stocktake'))
})
