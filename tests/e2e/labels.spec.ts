/** 标签 by keyboard and scanner alone: labels come while a delivery is scanned, more by scan, and go out; what is in doubt asks. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { LabelJob } from '../../src/contract/operations/label'
import { keyOf } from '../../src/ui/keyMap'
import { ask, openModule, press, sees, typeText } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { graveFindings, languages, sideways, switchTo } from './looks'
import { clerk, closed, manager, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let pictures: string
const linesScanned = 6
const newPrices = 300
/** page 5: printed with six */
const keysMax = 6

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

test('what a scan prints is chosen with the keyboard, is shown, and holds until it is changed', async () => {
  const known = new Set((await jobs()).map(({ sku }) => sku))
  const plain = shop.chain.products.filter(
    ({ sku, status, weighed }) => status === 'active' && !weighed && !known.has(sku),
  )
  const codeOf = (sku: string | undefined): string =>
    shop.chain.barcodes.find((code) => code.sku === sku && code.packFactor === 1000)?.code ?? ''
  const [one, two] = plain.filter(({ sku }) => codeOf(sku) !== '')
  await press(shop.page, keyOf('labels', 'scanTemplate').replace('Ctrl', 'Control'))
  await sees(shop.page, '[data-testid=label-scan-as-dialog]')
  await photograph('scan-as')
  await shop.page.locator('[data-testid=label-scan-templates] input:focus').waitFor()
  await press(shop.page, 'ArrowDown', 'ArrowDown', 'Control+Enter')
  await sees(shop.page, '[data-testid=label-scan-as][data-template=priceTag50x30]')
  await shop.line.scan(codeOf(one?.sku))
  await shop.line.scan(codeOf(two?.sku))
  const inIt = async (): Promise<LabelJob[]> => (await jobs()).filter(({ template }) => template === 'priceTag50x30')
  await until('both in the chosen one', async () => (await inIt()).length === 2)
  await expect(shop.page.getByTestId('label-words')).toContainText('50×30')
  // no printer holds that paper: the line, the notice and the words beside the picture say so
  await press(shop.page, 'Control+Shift+F9')
  await until('held back', async () => (await inIt()).some(({ problem }) => problem === 'LABEL_PAPER_NOT_LOADED'))
  await shop.page.waitForSelector('[data-testid=scan-echo][data-tone=look]')
  await expect(shop.page.getByTestId('scan-echo')).toContainText('50×30')
  await expect(shop.page.getByTestId('label-problem').filter({ hasText: '50×30' })).toHaveCount(1)
  await expect(shop.page.getByTestId('label-words-problem')).toContainText('50×30')
  await photograph('held-back')
  await ask(shop.page, 'label.remove', { jobIds: (await inIt()).map(({ jobId }) => jobId) })
  await press(shop.page, keyOf('labels', 'scanTemplate').replace('Ctrl', 'Control'))
  await sees(shop.page, '[data-testid=label-scan-as-dialog]')
  await shop.page.locator('[data-testid=label-scan-templates] input:focus').waitFor()
  await press(shop.page, 'ArrowUp', 'ArrowUp', 'Control+Enter')
  await sees(shop.page, '[data-testid=label-scan-as][data-template=""]')
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

test('three hundred new prices: two keys from home, and each label reaches the printer once', async () => {
  // a file of its own: what waited before is not what is counted
  const before = await jobs()
  const waiting = before.filter(({ state }) => state === 'queued' || state === 'failed').map(({ jobId }) => jobId)
  if (waiting.length > 0) await ask(shop.page, 'label.remove', { jobIds: waiting })
  const inDoubt = before.filter(({ state }) => state === 'unknown').map(({ batchId }) => batchId)
  for (const batchId of new Set(inDoubt)) await ask(shop.page, 'label.settle', { batchId, firstMissing: null })
  const codes = shop.chain.products.slice(0, newPrices)
  await ask(shop.page, 'label.add', {
    why: 'file',
    name: '调价.xlsx',
    lines: codes.map(({ sku }, index) => ({ row: index + 1, code: sku, copies: 1 })),
  })
  await openModule(shop.page, 'home')
  shop.printer.jobs.length = 0

  const started = Date.now()
  const pressed: string[] = []
  const key = async (name: string): Promise<void> => {
    pressed.push(name)
    await press(shop.page, name)
  }
  await key(keyOf('global', 'labels'))
  await sees(shop.page, `[data-testid=labels-waiting][data-count="${newPrices}"]`)
  await key(keyOf('labels', 'print'))
  await shop.printer.waitForLabels(newPrices)
  const tookMs = Date.now() - started
  expect(pressed.length).toBeLessThanOrEqual(keysMax)
  const isOut = ({ state }: LabelJob): boolean => state === 'handedOver' || state === 'confirmed'
  await until('each line to say so', async () => (await jobs()).every(isOut))
  const labels = shop.printer.labels.map((label) => label.toString('latin1'))
  expect(labels).toHaveLength(newPrices)
  expect(new Set(labels).size).toBe(newPrices)
  console.info(`${newPrices} labels: ${pressed.length} keys, ${tookMs} ms to the last byte`)
  // in the app, too, they are drawn beside the backend and not in it
  expect(readFileSync(join(shop.folder, 'store', 'logs', 'main.log'), 'utf8')).not.toContain('label thread')
  await photograph('new-prices')
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

test('a category is chosen by its name with the keyboard alone, and how many there will be is said before', async () => {
  const checked = shop.page.locator('[data-testid=label-filters] input:focus')
  await until('the first filter has the focus', async () => (await checked.inputValue()) === 'noLabel')
  await press(shop.page, 'ArrowDown', 'ArrowDown')
  await until('a category is meant', async () => (await checked.inputValue()) === 'category')
  await expect(shop.page.getByTestId('label-fill-confirm')).toBeDisabled()
  const { categories } = await ask(shop.page, 'label.fillChoices', { filter: null })
  const wanted = categories.at(-1) ?? { code: '', name: '' }
  await press(shop.page, 'Tab')
  await typeText(shop.page, wanted.code)
  await press(shop.page, 'Enter')
  const { found } = await ask(shop.page, 'label.fillChoices', { filter: { kind: 'category', code: wanted.code } })
  await sees(shop.page, `[data-testid=label-found][data-count="${found}"]`)
  await photograph('fill-category')
  await press(shop.page, 'Control+Enter')
  await until(
    'they wait',
    async () => (await jobs()).filter(({ why }) => why === 'filter').length === Math.min(1000, found),
  )
})
