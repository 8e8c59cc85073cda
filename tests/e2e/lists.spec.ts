/**
 * Every list by key alone: what it was narrowed to stays, it is saved as a file that adds up, its rows are copied or say why
 * not; and the small deeds on a draft that hang on them. One shop, one clerk, one manager.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import type { OutputOf } from '../../src/contract/operations'
import { storeDayOf } from '../../src/core/quantity/storeDay'
import { ask, openModule, press, sees, still, typeText } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { graveFindings, languages, sideways, switchTo } from './looks'
import { paperOf, stockUp } from './papers'
import { clerk, closed, manager, openTab, receiptOf, removeFolder, Shop, temporaryFolder } from './shop'

let shop: Shop
let folder: string
const goods = { plain: '', other: '', lotted: '' }
const receipts = { bare: '', ordered: '' }
/** fresh, and gone within the month: the shortest life there is */
const soonest = { expiryDate: '', days: 0 }

test.beforeAll(async () => {
  test.setTimeout(180_000)
  folder = temporaryFolder()
  shop = await Shop.open()
  const ordered = new Set(shop.chain.purchaseOrders.flatMap(({ lines }) => lines.map(({ sku }) => sku)))
  const free = shop.chain.products.filter(
    ({ sku, weighed, status }) => !weighed && status === 'active' && !ordered.has(sku),
  )
  const [plain, other] = free.filter(({ keepsLots }) => !keepsLots)
  const [lotted] = free
    .filter(({ keepsLots, shelfLifeDays }) => keepsLots && shelfLifeDays > 0)
    .sort((a, b) => a.shelfLifeDays - b.shelfLifeDays)
  soonest.days = (lotted?.shelfLifeDays ?? 0) - 1
  soonest.expiryDate = storeDayOf(Date.now() + soonest.days * 24 * 3_600_000)
  Object.assign(goods, { plain: plain?.sku ?? '', other: other?.sku ?? '', lotted: lotted?.sku ?? '' })
  await shop.signIn(clerk)
  await shop.signIn(manager)
  await stockUp(shop.page, { [goods.plain]: 30, [goods.other]: 20 })
  await saveDownloadsTo(folder)
  await makeThings()
})
test.afterAll(async () => {
  await closed(shop)
  removeFolder(folder)
})

/** A lot that expires soon in stock, a receipt of an order, a return the supplier has not confirmed: made through the bridge. */
const makeThings = async (): Promise<void> => {
  const { page } = shop
  const type = 'goodsReceipt' as const
  const short = await ask(page, 'goodsReceipt.openWithoutOrder', { supplierCode: 'GY001', deliveryNote: '' })
  const lot = { sku: goods.lotted, quantity: 5000, lot: 'LIST-1', expiryDate: soonest.expiryDate }
  const { header } = await ask(page, 'document.setLine', { type, ...short, ...lot })
  await ask(page, 'document.post', { type, ...short, version: header.version })
  const order = shop.order(12)
  receipts.ordered = (await ask(page, 'goodsReceipt.open', { orderId: order.documentId })).documentId
  const sku = order.lines[0]?.sku ?? ''
  await ask(page, 'document.setLine', { type, documentId: receipts.ordered, sku, quantity: 2000 })
  const { version } = (await paperOf(page, receipts.ordered)).header
  await ask(page, 'document.post', { type, documentId: receipts.ordered, version })
  const { documents } = await ask(page, 'document.list', { types: [type], states: ['posted'] })
  receipts.bare =
    documents.find(({ sourceId, quantityTotal }) => sourceId === '' && quantityTotal === 50_000)?.documentId ?? ''
}

/** Instead of the window that asks where to. */
const saveDownloadsTo = (to: string): Promise<void> =>
  shop.app.electron.evaluate(({ session }, path) => {
    session.defaultSession.on('will-download', (_event, item) => {
      item.setSavePath(`${path}/${item.getFilename()}`)
      item.once('done', (_done, state) => {
        if (state === 'completed') (globalThis as unknown as { savedFile?: string }).savedFile = item.getFilename()
      })
    })
  }, to)

/** Ctrl+E, and the rows of the file it left: words as they stand, figures as figures. */
const exported = async (): Promise<{ name: string; rows: (string | number)[][] }> => {
  await shop.app.electron.evaluate(() => Object.assign(globalThis, { savedFile: '' }))
  await press(shop.page, 'Control+e')
  const name = await until('the file', () =>
    shop.app.electron.evaluate(() => (globalThis as unknown as { savedFile?: string }).savedFile ?? ''),
  )
  return { name, rows: rowsOfSheet(readFileSync(join(folder, name))) }
}

const rowsOfSheet = (bytes: Buffer): (string | number)[][] => {
  const files = unzipSync(new Uint8Array(bytes))
  const text = (part: string): string => (files[part] ? strFromU8(files[part]) : '')
  const words = [...text('xl/sharedStrings.xml').matchAll(/<si>.*?<t[^>]*>([^<]*)<\/t>.*?<\/si>/gs)].map(
    ([, word]) => word ?? '',
  )
  return [...text('xl/worksheets/sheet1.xml').matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) =>
    [...(row ?? '').matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, attributes, body]) => {
      const value = /<v>([^<]*)<\/v>/.exec(body ?? '')?.[1]
      if (/t="s"/.test(attributes ?? '')) return words[Number(value)] ?? ''
      if (/t="inlineStr"/.test(attributes ?? '')) return /<t[^>]*>([^<]*)<\/t>/.exec(body ?? '')?.[1] ?? ''
      return value === undefined ? '' : Number(value)
    }),
  )
}

const current = (grid: string): Promise<string | null> =>
  shop.page.locator(`[data-testid=${grid}-row][aria-selected=true]`).getAttribute('data-key')

test('stock: search, filter and row stay, over another module and over a document and back', async () => {
  const { page } = shop
  await openModule(page, 'stock')
  await press(page, 'F3')
  await typeText(page, goods.plain.slice(0, 4))
  await sees(page, '[data-testid=stock-grid-row]')
  await press(page, 'Escape')
  await typeText(page, goods.plain)
  await until('one product', async () => (await page.locator('[data-testid=stock-grid-row]').count()) === 1)
  await press(page, 'Enter')
  await sees(page, '[data-testid=ledger-document]')
  const ledger = await exported()
  expect(ledger.name).toContain(goods.plain)
  expect(ledger.rows[0]).toContain('变动')
  expect(ledger.rows[1]).toContain(30)
  // into the document that moved it, and back to where one was reading
  await press(page, 'Enter')
  await sees(page, '[data-testid=receipt]')
  await press(page, 'Escape')
  await sees(page, '[data-testid=ledger]')
  await press(page, 'Escape')
  await expect(page.locator('[data-testid=ledger]')).toHaveCount(0)
  await expect(page.locator('[data-testid=stock-search] input, input[data-testid=stock-search]')).toHaveValue(
    goods.plain,
  )
  await openModule(page, 'home')
  await openModule(page, 'stock')
  await expect(page.locator('[data-testid=ledger]')).toHaveCount(0)
  await expect(page.locator('[data-testid=stock-search] input, input[data-testid=stock-search]')).toHaveValue(
    goods.plain,
  )
  await until('still one product', async () => (await page.locator('[data-testid=stock-grid-row]').count()) === 1)
  const list = await exported()
  expect(list.rows[1]).toEqual(expect.arrayContaining([goods.plain, 30]))
  expect(list.rows).toHaveLength(2)
  await press(page, 'Escape')
  await until('all of it', async () => (await page.locator('[data-testid=stock-grid-row]').count()) > 5)
  await press(page, 'ArrowDown', 'ArrowDown')
  const third = await current('stock-grid')
  await openModule(page, 'labels')
  await openModule(page, 'stock')
  await sees(page, '[data-testid=stock-grid-row]')
  expect(await current('stock-grid')).toBe(third)
  // the whole list is saved, not only the rows read so far
  const whole = await exported()
  const { rows } = await ask(page, 'stock.list', { limit: 500 })
  expect(whole.rows.length - 1).toBeGreaterThanOrEqual(Math.min(rows.length, 201))
})

test('near expiry: the tab, the days and the search stay; a warehouse has its name', async () => {
  const { page } = shop
  await openModule(page, 'stock')
  await press(page, 'Control+Tab')
  await sees(page, '[data-testid=near-expiry]')
  const found = page.locator('[data-testid=expiry-grid-row]')
  await expect(found).toHaveCount(1)
  await expect(found).toContainText('静安旗舰店')
  const soon = await exported()
  expect(soon.rows[1]).toEqual(expect.arrayContaining([soonest.expiryDate, soonest.days, goods.lotted, 'LIST-1', 5]))
  await press(page, 'F3')
  await typeText(page, 'LIST-1')
  await expect(found).toHaveCount(1)
  await press(page, 'Control+a')
  await typeText(page, 'NONE-SUCH')
  await expect(page.locator('[data-testid=expiry-grid-row]')).toHaveCount(0)
  await press(page, 'Alt+1')
  await sees(page, '[data-testid=home]')
  await press(page, 'Alt+5')
  await sees(page, '[data-testid=near-expiry]')
  await expect(page.locator('input[data-testid=expiry-search], [data-testid=expiry-search] input')).toHaveValue(
    'NONE-SUCH',
  )
  await press(page, 'F3', 'Escape')
  await press(page, 'Control+Shift+Tab')
  await sees(page, '[data-testid=stock]')
})

test('receiving: tab, search and row stay, each tab is saved, a receipt is copied without its order', async () => {
  const { page } = shop
  await openModule(page, 'receiving')
  await openTab(page, 'receiving-list', 'expected')
  const orders = await exported()
  expect(orders.rows[0]).toEqual(['订单号', '送货单', '供应商', '预计到货', '行数', '应收件数', '状态', '经手人'])
  const wanted = (await ask(page, 'goodsReceipt.expected', {})).orders
  expect(
    orders.rows
      .slice(1)
      .map(([number]) => number)
      .sort(),
  ).toEqual(wanted.map(({ number }) => number).sort())
  await openTab(page, 'receiving-list', 'done')
  await sees(page, `[data-testid=done-row][data-key="${receipts.ordered}"]`)
  const { header } = await paperOf(page, receipts.ordered)
  await press(page, 'F3')
  await typeText(page, header.number)
  await expect(page.locator('[data-testid=done-row]')).toHaveCount(1)
  const done = await exported()
  expect(done.rows[1]).toEqual(expect.arrayContaining([header.number, header.sourceNumber, '已过账', 2]))
  await press(page, 'Enter')
  await expect(page.locator('[data-testid=done-body]')).toBeFocused()
  await press(page, 'Enter')
  await sees(page, '[data-testid=receipt][data-state=posted]')
  await press(page, 'Escape')
  await expect(page.locator('[data-testid=done-row]')).toHaveCount(1)
  await openModule(page, 'home')
  await openModule(page, 'receiving')
  await expect(page.locator('[data-testid=receiving-list]')).toHaveAttribute('data-tab', 'done')
  await expect(page.locator('[data-testid=done-row]')).toHaveCount(1)
  await press(page, 'Control+d')
  await sees(page, '[data-testid=receipt][data-type=goodsReceipt][data-state=draft]')
  const copy = await receiptOf(page)
  expect(copy.header).toMatchObject({ sourceId: '', counterpartyCode: header.counterpartyCode, quantityTotal: 2000 })
  await expect(page.locator('[data-testid=result]')).toContainText(header.number)

  // Del takes a line out, asked once by key; F1 names it.
  await press(page, 'ArrowDown', 'Delete')
  await sees(page, '[data-testid=remove-dialog]')
  await press(page, 'Enter')
  await expect(page.locator('[data-testid=remove-dialog]')).toBeVisible()
  await press(page, 'Control+Enter')
  await expect(page.locator('[data-testid=lines-row]')).toHaveCount(0)
  expect((await receiptOf(page)).lines).toEqual([])
  await press(page, 'F1')
  await expect(page.locator('[data-testid=key-overlay]')).toContainText('删除当前行')
  await press(page, 'Escape', 'Escape')
  await openModule(page, 'receiving')
  await press(page, 'F3', 'Escape')
})

test('who may not receive without an order is told so before copying', async () => {
  const { page } = shop
  await shop.signIn(clerk)
  await openModule(page, 'receiving')
  await openTab(page, 'receiving-list', 'done')
  await sees(page, '[data-testid=done-row]')
  await expect(page.locator('[data-testid=receiving-copy]')).toBeDisabled()
  await expect(page.locator('[data-testid=receiving-copy]')).toHaveAttribute('aria-label', /无订单收货/)
  await press(page, 'Control+d')
  await expect(page.locator('[data-testid=scan-echo]')).toContainText('无订单收货')
  await expect(page.locator('[data-testid=receiving-list]')).toBeVisible()
})

test('documents: quantities and values are figures in the file, the current row stays', async () => {
  const { page } = shop
  await shop.signIn(manager)
  await openModule(page, 'documents')
  await openTab(page, 'documents', 'all')
  await sees(page, '[data-testid=documents-grid-row]')
  await press(page, 'ArrowDown')
  const second = await current('documents-grid')
  await press(page, 'Enter')
  await sees(page, '[data-testid=receipt]')
  await press(page, 'Escape')
  await openModule(page, 'documents')
  await sees(page, '[data-testid=documents-grid-row]')
  expect(await current('documents-grid')).toBe(second)
  const { rows } = await exported()
  const [heading = []] = rows
  const pieces = heading.indexOf('件数')
  const bare = (await paperOf(page, receipts.bare)).header
  const row = rows.find((one) => one.includes(bare.number))
  expect(row?.[pieces]).toBe(50)
  expect(row?.[heading.indexOf('金额')]).toBe(Math.round((bare.value ?? 0) / 100) / 100)
})

test('labels and transfers are saved by the same key', async () => {
  const { page } = shop
  await openModule(page, 'labels')
  await sees(page, '[data-testid=labels-grid-row]')
  const labels = await exported()
  const { jobs }: OutputOf<'label.queue'> = await ask(page, 'label.queue', {})
  expect(labels.rows).toHaveLength(jobs.length + 1)
  expect(labels.rows[1]).toContain(jobs[0]?.sku)
  await openModule(page, 'transfers')
  const transfers = await exported()
  expect(transfers.rows[0]).toContain('在途')
})

test('a clerk who sees no values is told that a photo may be needed, and gets there by key', async () => {
  const { page } = shop
  await shop.signIn(clerk)
  const type = 'writeOff' as const
  const { documentId } = await ask(page, 'document.create', { type, reasonCode: 'BROKEN' })
  await ask(page, 'document.setLine', { type, documentId, sku: goods.plain, quantity: 1000 })
  await openModule(page, 'documents')
  await openTab(page, 'documents', 'open')
  await sees(page, `[data-testid=documents-grid-row][data-key="${documentId}"]`)
  for (let moves = 0; moves < 20 && (await current('documents-grid')) !== documentId; moves++)
    await press(page, 'ArrowDown')
  await press(page, 'Enter')
  await sees(page, '[data-testid=receipt][data-state=draft]')
  await press(page, 'F12')
  await sees(page, '[data-testid=post-dialog]')
  await expect(page.locator('[data-testid=photo-hint]')).toContainText('照片')
  await press(page, 'Control+o')
  await sees(page, '[data-testid=photos]')
  await press(page, 'Escape', 'Escape')
})

const resize = async (width: number, height: number): Promise<void> => {
  await shop.app.electron.evaluate(
    ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w as number, h as number),
    [width, height],
  )
  await until('the new size', async () => (await shop.page.evaluate(() => window.innerWidth)) === width)
}

for (const language of languages) {
  test(`the lists: nothing serious for axe, nothing sideways on a large and a small screen, ${language}`, async () => {
    test.setTimeout(200_000)
    const { page } = shop
    await shop.signIn(manager)
    await switchTo(page, language)
    try {
      for (const name of ['receiving', 'documents', 'transfers', 'stock', 'labels', 'trail'] as const) {
        await openModule(page, name)
        await still(page)
        expect.soft(await graveFindings(page, 'electron'), `${name} in ${language}`).toEqual([])
        for (const [width, height] of [[1093, 534] as const, [1366, 768] as const]) {
          await resize(width, height)
          expect.soft(await sideways(page), `${name} in ${language} at ${width}`).toEqual([])
        }
      }
    } finally {
      await switchTo(page, 'zh-CN')
    }
  })
}
