/** Codes that are no plain goods: printed commands, a code of two products, zones; and the rules for scale labels at HQ. */
import { expect, test } from '@playwright/test'
import sqlite3 from 'sqlite3'
import { press, sees, textOf } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { closed, manager, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
const result = '[data-testid=result]'
const sharedCode = '6909999000012'
const linesOf = (): string[] =>
  shop
    .order(60)
    .lines.filter(({ sku }) => shop.chain.products.some((one) => one.sku === sku && !one.keepsLots && !one.weighed))
    .map(({ sku }) => sku)
const pieceOf = (sku: string): string =>
  shop.chain.barcodes.find((one) => one.sku === sku && one.packFactor === 1000)?.code ?? ''
const total = async (): Promise<number> => (await shop.receipt()).header.quantityTotal
const says = (words: string): Promise<unknown> =>
  until(words, async () => ((await shop.page.locator(result).textContent()) ?? '').includes(words))

/** HQ's catalogue gives two products one code. */
const shareCode = (file: string, skus: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const database = new sqlite3.Database(file)
    database.configure('busyTimeout', 10_000)
    const rows = skus.map((sku) => `('${sharedCode}', '${sku}', 'ean13', 1000, '')`)
    database.run(`INSERT INTO barcode VALUES ${rows.join(', ')}`, (error) =>
      database.close(() => (error ? reject(error) : resolve())),
    )
  })

test.beforeAll(async () => {
  shop = await Shop.open()
  await shop.signIn(manager)
  await shareCode(shop.app.databaseFile, linesOf().slice(2, 4))
  await shop.openDelivery(shop.order(60))
})
test.afterAll(() => closed(shop))

test('x12 before a piece counts twelve, however close behind it the piece comes; 撤销 takes them back', async () => {
  // two products: the same code again within 200 ms would be a bounce
  const [first, second] = linesOf() as [string, string]
  await shop.line.scan('ZG-C-X12')
  await shop.line.scan(pieceOf(first))
  await until('twelve pieces', async () => (await total()) === 12_000)
  await shop.line.scan(pieceOf(second))
  await until('one more, and no twelve', async () => (await total()) === 13_000)
  await shop.line.scan('ZG-C-UNDO')
  await until('one less', async () => (await total()) === 12_000)
  await shop.line.scan('ZG-C-SAVE')
  await says('都已保存')
  expect(await total()).toBe(12_000)
})

test('a zone label is no goods: said in words, and the tray stays empty', async () => {
  await shop.line.scan('ZG-Z-A03')
  await says('盘点区域码')
  await expect(shop.page.locator(result)).toHaveAttribute('data-outcome', 'notGoods')
  expect((await shop.receipt()).tray).toEqual([])
})

test('a code of two products is asked about once, by arrows and Enter', async () => {
  const [, , , second] = linesOf() as [string, string, string, string]
  await shop.line.scan(sharedCode)
  await sees(shop.page, '[data-testid=choice-dialog]')
  const rows = shop.page.locator('[data-testid=choice-row]')
  await expect(rows).toHaveCount(2)
  // nothing is chosen beforehand: Enter alone does nothing
  await press(shop.page, 'Enter')
  await expect(rows).toHaveCount(2)
  const at = (await rows.allTextContents()).findIndex((text) => text.includes(second))
  await press(shop.page, ...Array.from({ length: at + 1 }, () => 'ArrowDown'), 'Enter')
  await expect(rows).toHaveCount(0)
  await until('the chosen one', async () => (await total()) === 13_000)
  await shop.line.scan(`${sharedCode}`)
  await until('not asked again', async () => (await total()) === 14_000)
  const line = (await shop.receipt()).lines.find(({ sku }) => sku === second)
  expect(line?.quantity).toBe(2000)
  expect(await textOf(shop.page, 'result-rule')).toBe('EAN-13')
})

test('提交 opens the summary as F12 does, 暂停 puts the paper aside', async () => {
  await shop.line.scan('ZG-C-SUBMIT')
  await sees(shop.page, '[data-testid=post-dialog]')
  await press(shop.page, 'Escape')
  await expect(shop.page.locator('[data-testid=post-dialog]')).toHaveCount(0)
  await shop.line.scan('ZG-C-HOLD')
  await sees(shop.page, '[data-testid=drafts-row], [data-testid=orders-row]')
})

test('where no paper is open, a command says that it does nothing there', async () => {
  await shop.line.scan('ZG-C-X6')
  await sees(shop.page, '[data-testid=scan-echo][data-tone=look]')
  expect(await textOf(shop.page, 'scan-echo')).toContain('命令码')
})
