/**
 * The end of a stocktake, by key: what it would leave out is listed, a recount that was not made wants a word, and what it came
 * to is a paper to sign, read back off the PDF itself.
 */
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { pdfPages } from '../support/devices/pdfText'
import { ask, openModule, press, sees, still, tabTo, typeText } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { chineseWords, graveFindings, languages, sideways, switchTo } from './looks'
import { scan, stockUp } from './papers'
import { clerk, closed, manager, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let pictures: string
let stocktakeId: string
let number: string
/** one bag is missing; the rest nobody counts */
let missing: string

const strange = '6999999999997'

test.beforeAll(async () => {
  test.setTimeout(240_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  shop = await Shop.open()
  const goods = shop.chain.products
    .filter(
      ({ weighed, keepsLots, status, unitCost }) => !weighed && !keepsLots && status === 'active' && unitCost < 100_000,
    )
    .slice(0, 30)
    .map(({ sku }) => sku)
  missing = goods[0] ?? ''
  await shop.signIn(clerk)
  await shop.signIn(manager)
  await stockUp(shop.page, { [missing]: 6, [goods[1] ?? '']: 4 })
  const zones = [
    { code: 'A01', name: '零食架', temporary: false },
    { code: 'B01', name: '酒水柜', temporary: false },
  ]
  const plan = { blind: true, tolerancePermille: 0, toleranceFen: 0, note: '月底盘点', zones }
  ;({ stocktakeId, number } = await ask(shop.page, 'stocktake.open', { ...plan, scope: { kind: 'list', skus: goods } }))
  await shop.signIn(clerk)
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

test('a clerk counts a shelf; one code nobody knows is set aside', async () => {
  await openTheOne()
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=receipt][data-type=stocktakeCount][data-state=draft]')
  await scan(shop, missing, 5)
  await shop.line.scan(strange)
  await sees(shop.page, `${byId('result')}[data-outcome=unknown]`)
  const zone = (await ask(shop.page, 'stocktake.get', { stocktakeId })).zones[0]
  const documentId = zone?.counts[0]?.documentId ?? ''
  const { tray } = await ask(shop.page, 'document.get', { documentId })
  const aside = { type: 'stocktakeCount' as const, documentId, trayId: tray[0]?.trayId ?? '', reason: '赠品' }
  await ask(shop.page, 'document.setAside', aside)
  const { header } = await ask(shop.page, 'document.get', { documentId })
  await ask(shop.page, 'document.submit', { type: 'stocktakeCount', documentId, version: header.version })
})

test('before counting is closed the manager reads what is left out', async () => {
  await shop.signIn(manager)
  await ask(shop.page, 'stocktake.recount', {
    stocktakeId,
    zones: [{ zoneCode: 'A01', skus: [missing] }],
    note: '差一袋',
  })
  await openTheOne()
  await press(shop.page, 'F12')
  await sees(shop.page, byId('stocktake-close-dialog'))
  await expect(shop.page.locator(byId('unfinished-zones'))).toContainText('B01')
  await expect(shop.page.locator(byId('missing-recounts'))).toContainText('A01/2')
  await expect(shop.page.locator(`${byId('missing-products')} li`)).toHaveCount(29)
  await expect(shop.page.locator(byId('missing-codes'))).toContainText(strange)
  await looksGood('close', true)
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, `${byId('stocktake')}[data-state=review][data-tab=review]`)
  const lines = [{ sku: missing, lot: '' }]
  await ask(shop.page, 'stocktake.accept', { stocktakeId, lines, reason: '两人核对过' })
})

/** F9, and what the paper says; a letter drawn like a radical is told as one, so some letters are not asked for. */
const printed = async (): Promise<string[]> => {
  await press(shop.page, 'F9')
  await sees(shop.page, byId('report-dialog'))
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, byId('report-printed'), 60_000)
  const file = (await shop.page.locator(byId('report-printed')).getAttribute('data-file')) ?? ''
  copyFileSync(file, join(pictures, 'report.pdf'))
  return pdfPages(readFileSync(file)).map((page) => page.normalize('NFKC').replace(/\s+/g, ''))
}

test('the summary and the differences come out as paper, and say that nothing is handed in', async () => {
  const [summary = '', differences = '', ...more] = await printed()
  expect(more).toEqual([])
  const fromPlan = ['指定商品', '月底盘点', number, 'A01']
  for (const words of ['盘点汇总表', '核对中,未提交', ...fromPlan, '盘点人', '没盘29行', '第1/2'])
    expect(summary).toContain(words)
  for (const words of ['盘点差异表', missing, '两人核对过', '盘亏1行', '第2/2']) expect(differences).toContain(words)
  expect(differences).toMatch(/65-1-¥\d+\.\d\d/)
  await looksGood('report', true)
  await press(shop.page, 'Escape')
  await looksGood('review-with-print')
})

test('handing in wants to know why the recount was not made', async () => {
  await press(shop.page, 'F12')
  await sees(shop.page, byId('stocktake-submit-dialog'))
  await expect(shop.page.locator(byId('recounts-left'))).toContainText('A01/2')
  await expect(shop.page.locator(byId('stocktake-submit-confirm'))).toBeDisabled()
  await tabTo(shop.page, 'recounts-reason')
  await typeText(shop.page, 'alone today')
  await looksGood('submit-with-recount', true)
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, `${byId('stocktake')}[data-state=posted]`)
})

test('booked, the paper that is signed says so, and why there was no recount', async () => {
  const [summary = ''] = await printed()
  for (const words of ['已入账', 'A01/2', 'alonetoday', 'PKCK-']) expect(summary).toContain(words)
  expect(summary).not.toContain('未提交')
})
