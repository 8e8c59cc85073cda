/** 标签 by keyboard and scanner alone: labels come while a delivery is scanned, more by scan, and go out; what is in doubt asks. */
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { LabelJob } from '../../src/contract/operations/label'
import { ask, openModule, press, sees, typeText } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { graveFindings, languages, sideways, switchTo } from './looks'
import { clerk, closed, manager, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let pictures: string
const linesScanned = 6

test.beforeAll(async () => {
  test.setTimeout(120_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  shop = await Shop.open()
  await shop.signIn(manager)
  await shop.signIn(clerk)
})
test.afterAll(async () => {
  await closed(shop)
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(pictures)
})

const photograph = (name: string): Promise<unknown> =>
  shop.page.screenshot({ path: join(pictures, `labels-${name}.png`) })

const jobs = async (): Promise<LabelJob[]> => (await ask(shop.page, 'label.queue', {})).jobs

test('with nothing to print the list says what fills it', async () => {
  await openModule(shop.page, 'labels')
  await sees(shop.page, '[data-testid=labels]')
  await photograph('empty')
})

test('while a delivery is scanned, a label waits for each product it is for', async () => {
  await shop.openDelivery(shop.order(60))
  const { lines } = await shop.receipt()
  for (const { sku } of lines.slice(0, linesScanned)) {
    const { barcodes } = shop.chain
    await shop.line.scan(barcodes.find((code) => code.sku === sku && code.packFactor === 1000)?.code ?? '')
  }
  await until('the labels', async () => (await jobs()).length >= linesScanned)
  expect((await jobs()).every(({ state, why }) => state === 'queued' && why === 'receipt')).toBe(true)
  expect(shop.printer.jobs).toHaveLength(0)
})

test('on the list a scan asks for one more label, and 5* for five', async () => {
  await openModule(shop.page, 'labels')
  const { barcodes } = shop.chain
  const known = new Set((await jobs()).map(({ sku }) => sku))
  const free = barcodes.find(({ sku, packFactor }) => packFactor === 1000 && !known.has(sku) && sku !== '')
  await press(shop.page, 'F3')
  await typeText(shop.page, '5*')
  await shop.line.scan(free?.code ?? '')
  await until('five labels', async () => (await jobs()).some(({ sku, copies }) => sku === free?.sku && copies === 5))
  await sees(shop.page, `[data-testid=labels-waiting][data-count="${(await jobs()).length}"]`)
  await photograph('waiting')
  expect(await sideways(shop.page)).toEqual([])
})

test('one key prints what waits, and each line says so', async () => {
  const waiting = (await jobs()).length
  await press(shop.page, 'Shift+F9')
  await until('all handed over', async () => (await jobs()).every(({ state }) => state === 'handedOver'))
  expect((await jobs()).length).toBe(waiting)
  await photograph('printed')
})

test('the printer hangs up: the batch is in doubt, nothing goes out again by itself, and a person says which label is missing', async () => {
  await shop.printer.setMode('resets')
  const [first] = await jobs()
  await ask(shop.page, 'label.add', {
    why: 'scan',
    name: '',
    lines: [{ row: 1, code: first?.barcode ?? '', copies: 3 }],
  })
  await sees(shop.page, '[data-testid=labels-waiting][data-count="1"]')
  await press(shop.page, 'Shift+F9')
  await until('the doubt', async () => (await jobs()).some(({ state }) => state === 'unknown'))
  await sees(shop.page, '[data-testid=label-doubt]')
  await photograph('doubt')
  await shop.printer.setMode('ok')
  await press(shop.page, 'F7')
  await sees(shop.page, '.ant-modal')
  await photograph('settle')
  await press(shop.page, 'Escape')
})

test('both languages, nothing grave, nothing sticks out', async () => {
  for (const language of languages) {
    await switchTo(shop.page, language)
    expect(await graveFindings(shop.page, 'electron')).toEqual([])
    expect(await sideways(shop.page)).toEqual([])
    await photograph(`list-${language}`)
  }
  await switchTo(shop.page, 'zh-CN')
  await press(shop.page, 'F4')
  await sees(shop.page, '.ant-modal')
  await photograph('fill')
})
