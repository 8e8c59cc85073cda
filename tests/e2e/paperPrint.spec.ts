/**
 * 单据打印 in the shop's own window, by key: a posted receipt to the viewer, then to a real print queue. The PDF is Electron's own;
 * it is drawn as a picture, its code read, its words taken out, and what the printer behind the queue received is that very file.
 */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { CupsServer } from '../support/devices/cups'
import { ask, confirmDialog, focusedTestId, openModule, press, sees, still, tabTo } from '../support/devices/person'
import { codesOnPaper, paperPicture, paperSizeOf, paperText } from '../support/devices/printedPaper'
import { until } from '../support/devices/waiting'
import { chineseWords, graveFindings, sideways, switchTo } from './looks'
import { clerk, closed, manager, post, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })
test.skip(process.getuid?.() !== 0, "a spooler's helpers run as another account, which only root can become")

const queue = 'Office'
const byId = (testId: string): string => `[data-testid="${testId}"]`

let shop: Shop
let cups: CupsServer
let pictures: string
let number: string
let makerName: string
let posterName: string
const received: Buffer[] = []
let printer: Server

test.beforeAll(async () => {
  test.setTimeout(240_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  cups = await CupsServer.start()
  printer = createServer((socket) => {
    const parts: Buffer[] = []
    socket.on('data', (part) => parts.push(part))
    socket.on('end', () => received.push(Buffer.concat(parts)))
  })
  await new Promise<void>((done) => printer.listen(0, '127.0.0.1', done))
  await cups.addQueue(queue, (printer.address() as { port: number }).port)
  shop = await Shop.open({ CUPS_SERVER: cups.env.CUPS_SERVER ?? '' })
})
test.afterAll(async () => {
  await closed(shop)
  await cups?.stop()
  printer?.close()
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(pictures)
})

/** Kept as a picture to look at, too. */
const keptAs = (name: string, file: string): string => {
  const kept = join(pictures, `${name}.pdf`)
  copyFileSync(file, kept)
  for (let page = 1; page <= Math.min(3, paperSizeOf(kept).pages); page += 1)
    writeFileSync(join(pictures, `${name}-${page}.png`), paperPicture(kept, page, 100))
  return kept
}

/** F9, then a choice of each row by its place, then Ctrl+Enter. */
const printBy = async (choices: Partial<Record<'form' | 'size' | 'language' | 'to', string>>) => {
  const { page } = shop
  await press(page, 'F9')
  await sees(page, byId('print-form-dialog'))
  await sees(page, `${byId('print-form-confirm')}:enabled`)
  for (const [name, value] of Object.entries(choices)) {
    await tabTo(page, `print-form-${name}`)
    const chosen = page.locator(`${byId(`print-form-${name}`)} input[value="${value}"]`)
    for (let moves = 0; moves < 4 && !(await chosen.isChecked()); moves += 1) await press(page, 'ArrowRight')
    await expect(chosen).toBeChecked()
  }
  await confirmDialog(page, 'print-form')
  await sees(page, byId('paper-printed'), 60_000)
  const told = page.locator(byId('paper-printed'))
  return {
    file: (await told.getAttribute('data-file')) ?? '',
    queue: (await told.getAttribute('data-queue')) ?? '',
    words: (await told.textContent()) ?? '',
  }
}

/** Each page says which of how many it is, who made and checked the paper, and has the number as a code two readers read. */
const holdsUp = async (file: string, { size, again }: { size: readonly [number, number]; again: string }) => {
  const measured = paperSizeOf(file)
  expect([Math.round(measured.width), Math.round(measured.height)]).toEqual(size)
  const texts = paperText(file)
  expect(texts.length).toBe(measured.pages)
  for (const [at, text] of texts.entries()) {
    expect(text).toContain(number)
    expect(text).toContain(`第${at + 1}/${texts.length}页`)
    if (again === '') expect(text).not.toContain('补打')
    else expect(text).toContain(again)
    const codes = await codesOnPaper(file, at + 1, 200)
    expect(codes).toEqual({ zxing: [`Code128 ${number}`], zbar: [number] })
  }
  const whole = texts.join('')
  expect(whole).toContain(makerName)
  expect(whole).toContain(posterName)
  for (const words of ['制单', '审核', '收货单']) expect(whole).toContain(words)
  return measured.pages
}

test('a clerk receives, the manager posts', async () => {
  const order = shop.order(60)
  await shop.signIn(clerk)
  await shop.openDelivery(order)
  const { header, lines } = await shop.receipt()
  for (const { sku, expectedQuantity, lineNo, keepsLots } of lines) {
    const lot = keepsLots ? { lot: 'L1', expiryDate: '2028-12-31' } : {}
    const quantity = lineNo === 1 ? 1000 : (expectedQuantity ?? 0)
    await ask(shop.page, 'document.setLine', {
      ...{ type: 'goodsReceipt', documentId: header.documentId, sku, quantity, sure: true, ...lot },
    })
  }
  makerName = header.authorName
  await shop.signIn(manager)
  await shop.openDelivery(order)
  number = await post(shop.page)
  await press(shop.page, 'Escape')
  posterName = shop.chain.users.find(({ id }) => id === manager)?.name ?? ''
})

/** The number on a paper, scanned, opens it. */
const openPosted = async (): Promise<void> => {
  await openModule(shop.page, 'receiving')
  await shop.line.scan(number)
  await sees(shop.page, '[data-testid=receipt][data-state=posted]')
}

test('F9: three-part paper, shown; its PDF is Electron’s own', async () => {
  const { page } = shop
  await openPosted()
  const printed = await printBy({ form: 'document', size: 'threePart' })
  await still(page)
  await page.screenshot({ path: join(pictures, 'printed-viewer.png') })
  expect(await graveFindings(page, 'electron')).toEqual([])
  expect(await sideways(page)).toEqual([])
  const file = keptAs('viewer-three-part', printed.file)
  expect(readFileSync(file, 'latin1')).toMatch(/^%PDF-[\s\S]*Skia\/PDF/)
  expect(await holdsUp(file, { size: [241, 140], again: '' })).toBeGreaterThanOrEqual(3)
  await press(page, 'Escape')
})

test('in the settings, by key: the queue of the system is chosen, and kept', async () => {
  const { page } = shop
  await openModule(page, 'settings')
  await sees(page, byId('paper-settings'))
  await tabTo(page, 'paper-queue')
  await press(page, 'Enter')
  await sees(page, `.ant-select-item-option:has-text("${queue}")`)
  await press(page, 'ArrowDown', 'Enter')
  await tabTo(page, 'paper-save')
  await press(page, 'Enter')
  await expect(page.locator(byId('paper-saved'))).not.toBeEmpty()
  expect(await ask(page, 'paper.settings', {})).toEqual({ queue, size: 'a4' })
  for (const language of ['zh-CN', 'en-US'] as const) {
    await switchTo(page, language)
    await page.locator(byId('paper-settings')).scrollIntoViewIfNeeded()
    await still(page)
    await page.screenshot({ path: join(pictures, `settings-${language}.png`) })
    expect(await graveFindings(page, 'electron')).toEqual([])
    expect(await sideways(page)).toEqual([])
    // a printer is called whatever its shop calls it
    if (language === 'en-US') expect(await chineseWords(page, [...shop.names, '标签机'])).toEqual([])
  }
  await switchTo(page, 'zh-CN')
  expect(await focusedTestId(page)).not.toBeNull()
})

test('F9 again, to the queue: it is the second print and says so, and the printer gets that very file', async () => {
  const { page } = shop
  await openPosted()
  const printed = await printBy({ size: 'a4', to: 'printer' })
  expect(printed.queue).toBe(queue)
  expect(printed.words).toContain('第 2 次打印')
  await still(page)
  await page.screenshot({ path: join(pictures, 'printed-queue.png') })
  const file = keptAs('queue-a4', printed.file)
  await holdsUp(file, { size: [210, 297], again: '补打本机第2次打印' })
  await until('the paper at the printer', () => received.length > 0)
  expect(received[0]?.equals(readFileSync(file))).toBe(true)
  await press(page, 'Escape')
})
