/**
 * 盘点表 by key and scanner: printed as a PDF, counted on paper, keyed in page by page; and a handheld's file. No figure of the
 * paper is lost, none of a scan lands among them.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import writeExcelFile from 'write-excel-file/universal'
import { stallMaxMs } from '../../src/renderer/scanning/burst'
import { ask, press, sees, still, textOf, typeText } from '../support/devices/person'
import { focusWindow, wedgeScan } from '../support/devices/realKeys'
import { pause, until } from '../support/devices/waiting'
import { chineseWords, graveFindings, languages, sideways, switchTo } from './looks'
import { stockUp } from './papers'
import { clerk, closed, manager, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let pictures: string
let stocktakeId: string
let number: string
/** on the first page, in printed order */
let skus: string[]

const byId = (testId: string): string => `[data-testid="${testId}"]`
const plain = () =>
  shop.chain.products.filter(
    ({ weighed, keepsLots, status, unitCost }) => !weighed && !keepsLots && status === 'active' && unitCost < 100_000,
  )
const codeOf = (sku: string): string =>
  shop.chain.barcodes.find((barcode) => barcode.sku === sku && barcode.packFactor === 1000)?.code ?? ''

test.beforeAll(async () => {
  test.setTimeout(240_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  shop = await Shop.open()
  const lots = shop.chain.products.find(
    ({ keepsLots, shelfLifeDays, weighed }) => keepsLots && shelfLifeDays > 0 && !weighed,
  )
  const goods = plain()
    .slice(0, 29)
    .map(({ sku }) => sku)
  await shop.signIn(clerk)
  await shop.signIn('s001.zhou')
  await shop.signIn(manager)
  await stockUp(shop.page, { [goods[0] ?? '']: 6, [goods[1] ?? '']: 4 })
  const stocktake = await ask(shop.page, 'stocktake.open', {
    ...{
      scope: { kind: 'list', skus: [...goods, lots?.sku ?? ''] },
      blind: true,
      tolerancePermille: 0,
      toleranceFen: 0,
    },
    ...{ zones: [{ code: 'OTHER', name: '全店', temporary: false }], note: '' },
  })
  ;({ stocktakeId, number } = stocktake)
  await ask(shop.page, 'stocktake.addZone', {
    ...{ stocktakeId, zone: { code: 'T01', name: '门口堆头', temporary: true } },
  })
})
test.afterAll(async () => {
  await closed(shop)
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(pictures)
})

const openTheOne = async (): Promise<void> => {
  await press(shop.page, 'Alt+9')
  await sees(shop.page, byId('stocktakes-grid-row'))
  await shop.page.locator(byId('stocktakes-grid-body')).focus()
  await press(shop.page, 'Enter')
  await sees(shop.page, byId('stocktake'))
}

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

const pagesIn = (file: string): number => (readFileSync(file, 'latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length

const printChoice = async (downs: number): Promise<string> => {
  await press(shop.page, 'F9')
  await sees(shop.page, byId('print-dialog'))
  for (let down = 0; down < downs; down++) await press(shop.page, 'ArrowDown')
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, byId('printed'), 60_000)
  const told = shop.page.locator(byId('printed'))
  // nothing on the screen means that nothing will be printed by itself: that is no success
  const opened = await told.getAttribute('data-opened')
  await expect(told).toHaveClass(opened === 'true' ? /ant-alert-success/ : /ant-alert-warning/)
  return (await told.getAttribute('data-file')) ?? ''
}

test('the manager prints the sheets, the labels and the commands', async () => {
  await openTheOne()
  const sheets = await printChoice(0)
  await looksGood('print-dialog', true)
  expect(readFileSync(sheets, 'latin1').slice(0, 5)).toBe('%PDF-')
  // 29 lines and two for the lots of the last
  expect(pagesIn(sheets)).toBe(2)
  await press(shop.page, 'Escape')
  const labels = await printChoice(3)
  expect(pagesIn(labels)).toBe(1)
  await press(shop.page, 'Escape')
  expect(pagesIn(await printChoice(5))).toBe(1)
  await press(shop.page, 'Escape')
  await switchTo(shop.page, 'en-US')
  expect(pagesIn(await printChoice(0))).toBe(2)
  await expect(shop.page.locator(byId('printed'))).toContainText('reprint')
  await still(shop.page)
  await shop.page.screenshot({ path: join(pictures, 'reprint-en-US.png') })
  expect(await chineseWords(shop.page, [...shop.names, '全店', '门口堆头'])).toEqual([])
  expect(await sideways(shop.page)).toEqual([])
  await press(shop.page, 'Escape')
  await looksGood('zones-with-sheets')
})

const lineIs = (line: number, quantity: string): Promise<void> =>
  expect(shop.page.locator(`${byId('sheet-line')}[data-line="${line}"] ${byId('sheet-quantity')}`)).toHaveText(quantity)

test('a clerk scans the code of a page and keys it in: digits and Enter, blank, nought', async () => {
  await shop.signIn(clerk)
  await openTheOne()
  await shop.line.scan(`ZG-P-${number}-01`)
  await sees(shop.page, `${byId('count-sheet')}[data-page="1"]`)
  await expect(shop.page.locator(byId('sheet-input-quantity'))).toBeFocused()
  await expect(shop.page.locator(byId('sheet-line'))).toHaveCount(25)
  skus = await shop.page
    .locator(byId('sheet-line'))
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-sku') ?? ''))
  await typeText(shop.page, '5')
  await press(shop.page, 'Enter')
  await typeText(shop.page, '0')
  await press(shop.page, 'Enter')
  await press(shop.page, 'Enter')
  await typeText(shop.page, '12')
  await press(shop.page, 'Enter')
  await lineIs(1, '5')
  await lineIs(2, '0')
  await lineIs(3, '')
  await lineIs(4, '12')
  await expect(shop.page.locator(byId('page-total'))).toHaveText('17')
  await looksGood('page')
})

test('what makes no sense is said at once and the cursor stays', async () => {
  await shop.page.locator(byId('sheet-input-quantity')).focus()
  await typeText(shop.page, '1.5')
  await press(shop.page, 'Enter')
  await expect(shop.page.locator(`${byId('sheet-line')}[data-line="5"]`)).toHaveAttribute('data-state', 'refused')
  await looksGood('page-refused')
  // the page is not done while a line of it is refused
  await press(shop.page, 'Control+Enter')
  await expect(shop.page.locator(byId('page-closed'))).toHaveCount(0)
  await expect(shop.page.locator(`${byId('sheet-line')}[data-line="5"] ${byId('sheet-input-quantity')}`)).toBeFocused()
  await typeText(shop.page, '2')
  await press(shop.page, 'Enter')
  await lineIs(5, '2')
})

const cursorIsAt = async (line: number): Promise<void> => {
  await expect(
    shop.page.locator(`${byId('sheet-line')}[data-line="${line}"] ${byId('sheet-input-quantity')}`),
  ).toBeFocused()
  await expect(shop.page.locator(byId('sheet-input-quantity'))).toHaveValue('')
}

test('a product scanned meanwhile takes the cursor to its line and leaves no digit in a figure', async () => {
  await typeText(shop.page, '7')
  await shop.line.scan(codeOf(skus[9] ?? ''))
  await cursorIsAt(10)
  await lineIs(6, '7')
})

test('so does one scanned by keyboard: its keys go through the field of the figure, at every pace', async () => {
  await focusWindow()
  const targets = [11, 13, 15, 17]
  for (const [index, gapMs] of [1, 3, 10, 30].entries()) {
    const before = Number(await shop.page.locator(byId('page-total')).textContent())
    await typeText(shop.page, '4')
    await pause(stallMaxMs)
    await wedgeScan(codeOf(skus[(targets[index] ?? 0) - 1] ?? ''), { gapMs, end: index % 2 ? 'Tab' : 'Return' })
    await cursorIsAt(targets[index] ?? 0)
    // the figure that was being keyed in is that of its own line, and the only one more
    await lineIs(index === 0 ? 10 : (targets[index - 1] ?? 0), '4')
    await expect(shop.page.locator(byId('page-total'))).toHaveText(String(before + 4))
  }
})

test('one scanned into an empty field leaves it empty, and the line blank', async () => {
  await wedgeScan(codeOf(skus[18] ?? ''))
  await cursorIsAt(19)
  await lineIs(17, '')
})

test('Ctrl+Enter closes the page, the total stands large, and the next code opens the next page', async () => {
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, byId('page-closed'))
  await expect(shop.page.locator(byId('page-total'))).toHaveText('42')
  await looksGood('page-closed')
  await shop.line.scan(`]Q1ZG-P-${number}-02`)
  await sees(shop.page, `${byId('count-sheet')}[data-page="2"]`)
  await expect(shop.page.locator(byId('sheet-input-quantity'))).toBeFocused()
})

test('the code of a line puts the cursor there, on whichever page it is; typed figures stay in their lines', async () => {
  await typeText(shop.page, '3')
  await shop.line.scan(`]Q1ZG-P-${number}-02-03`)
  await cursorIsAt(3)
  await lineIs(1, '3')
  // of another page: what is typed here is saved, and that page opens at its line
  await typeText(shop.page, '4')
  await shop.line.scan(`ZG-P-${number}-01-20`)
  await sees(shop.page, `${byId('count-sheet')}[data-page="1"]`)
  await cursorIsAt(20)
  await lineIs(1, '5')
  await shop.line.scan(`ZG-P-${number}-02-01`)
  await sees(shop.page, `${byId('count-sheet')}[data-page="2"]`)
  await expect(shop.page.locator(byId('sheet-input-quantity'))).toHaveValue('3')
  await lineIs(3, '4')
  await looksGood('page-by-line')
  await shop.line.scan(`ZG-P-${number}-02-25`)
  await expect(shop.page.locator(byId('scan-echo'))).toContainText('25')
  await expect(shop.page.locator(`${byId('count-sheet')}[data-page="2"]`)).toBeVisible()
  await shop.line.scan(`ZG-P-${number}-02-01`)
  await expect(shop.page.locator(byId('sheet-input-quantity'))).toHaveValue('3')
})

test('goods kept by lot ask for the day after the figure', async () => {
  const rows = await shop.page
    .locator(byId('sheet-line'))
    .evaluateAll((all) => all.map((row) => [row.getAttribute('data-line'), row.getAttribute('data-sku')]))
  const lots = shop.chain.products.filter(({ keepsLots }) => keepsLots).map(({ sku }) => sku)
  const onPage = rows.filter(([, sku]) => lots.includes(sku ?? '')).map(([line]) => Number(line))
  expect(onPage.length).toBeGreaterThan(0)
  for (let line = 1; line < (onPage[0] ?? 1); line++) await press(shop.page, 'Enter')
  await typeText(shop.page, '3')
  await press(shop.page, 'Enter')
  await expect(shop.page.locator(byId('sheet-input-lot'))).toBeFocused()
  await typeText(shop.page, '270131')
  await press(shop.page, 'Enter')
  await lineIs(onPage[0] ?? 0, '3')
  await expect(shop.page.locator(`${byId('sheet-line')}[data-line="${onPage[0]}"]`)).toContainText('2027-01-31')
})

test('a page opened again, by its number, shows what was keyed in; the count is a paper like any', async () => {
  await press(shop.page, 'Escape')
  await sees(shop.page, byId('stocktake'))
  await press(shop.page, 'F4')
  await sees(shop.page, byId('page-dialog'))
  await typeText(shop.page, '1')
  await press(shop.page, 'Enter')
  await sees(shop.page, `${byId('count-sheet')}[data-page="1"]`)
  await expect(shop.page.locator(byId('sheet-input-quantity'))).toHaveValue('5')
  await lineIs(2, '0')
  await lineIs(3, '')
  const { count } = await ask(shop.page, 'countSheet.page', { number, page: 1 })
  const { lines } = await ask(shop.page, 'document.get', { documentId: count?.documentId ?? '' })
  expect(lines[0]).toMatchObject({ sku: skus[0], quantity: 5000, note: `ZG-P-${number}-01 #1` })
})

/** 条码,数量,区域 as Chinese Excel writes it */
const gbHeading = Buffer.from('ccf5c2eb2ccafdc1bf2cc7f8d3f20d0a', 'hex')
const csv = (...lines: string[]): Buffer => Buffer.concat([gbHeading, Buffer.from(lines.join('\r\n'), 'latin1')])

test('a file of a handheld: every fault at once, then all of it', async () => {
  await shop.signIn('s001.zhou')
  await openTheOne()
  await press(shop.page, 'Control+i')
  await sees(shop.page, byId('file-dialog'))
  await looksGood('file-dialog', true)
  const input = shop.page.locator(byId('file-input'))
  const [first = '', second = ''] = skus
  const wrong = csv('6.90123E+12,3,T01', `${codeOf(first)},x,T01`, `${codeOf(second)},4,Z99`)
  await input.setInputFiles({ name: 'handheld.csv', mimeType: 'text/csv', buffer: wrong })
  await sees(shop.page, byId('file-faults'))
  await expect(shop.page.locator(byId('file-fault-row'))).toHaveCount(3)
  await expect(shop.page.locator(byId('file-confirm'))).toBeDisabled()
  await looksGood('file-faults', true)
  const sheet = await writeExcelFile([
    ['条码', '数量', '区域'].map((value) => ({ value, type: String })),
    [
      { value: codeOf(first), type: String },
      { value: 8, type: Number },
      { value: 'T01', type: String },
    ],
    [
      { value: Number(codeOf(second)), type: Number },
      { value: 2, type: Number },
      { value: 'ZG-Z-T01', type: String },
    ],
  ]).toBlob()
  await input.setInputFiles({
    ...{ name: 'handheld.xlsx', mimeType: 'application/octet-stream' },
    buffer: Buffer.from(await sheet.arrayBuffer()),
  })
  await sees(shop.page, byId('file-good'))
  await looksGood('file-good', true)
  await press(shop.page, 'Control+Enter')
  await expect(shop.page.locator(byId('file-dialog'))).toHaveCount(0)
  const { zones } = await ask(shop.page, 'stocktake.get', { stocktakeId })
  const paper = zones.find(({ code }) => code === 'T01')?.counts[0]?.documentId ?? ''
  const { lines } = await ask(shop.page, 'document.get', { documentId: paper })
  expect(lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
    [first, 8000],
    [second, 2000],
  ])
})

test('a zone scanned in a stocktake is a scan on record', async () => {
  await shop.line.scan('ZG-Z-OTHER')
  await sees(shop.page, '[data-testid=receipt][data-type=stocktakeCount][data-state=draft]')
  expect(await textOf(shop.page, 'user-name')).not.toBe('')
})

test('a line of a sheet that was withdrawn says that nothing can be keyed in', async () => {
  await shop.signIn(manager)
  const other = await ask(shop.page, 'stocktake.open', {
    scope: {
      kind: 'list',
      skus: plain()
        .slice(40, 43)
        .map(({ sku }) => sku),
    },
    ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
    zones: [{ code: 'OTHER', name: '全店', temporary: false }],
  })
  const { stocktakeId: withdrawn } = other
  await ask(shop.page, 'countSheet.print', { stocktakeId: withdrawn, zoneCodes: [], language: 'zh-CN' })
  await ask(shop.page, 'stocktake.cancel', { stocktakeId: withdrawn, reason: '不盘了' })
  await press(shop.page, 'Alt+9')
  await sees(shop.page, byId('stocktakes'))
  await shop.line.scan(`ZG-P-${other.number}-01-02`)
  await sees(shop.page, byId('count-sheet'))
  await expect(shop.page.locator(byId('scan-echo'))).toContainText('不能再录')
  await expect(shop.page.locator(byId('sheet-input-quantity'))).toHaveCount(0)
})
