/**
 * Scans by real keys with a Chinese input method on: it makes words of letters in a text field, takes Enter for itself, and
 * gives keys back late and with old times. In a receipt the log, every line, the tray and the sums are the judges, as in
 * wedge.spec.ts, and the long run is the README's.
 */
import { expect, test } from '@playwright/test'
import { stallMaxMs } from '../../src/renderer/scanning/burst'
import { InputMethod } from '../support/devices/inputMethod'
import { openModule, openPrinterFields } from '../support/devices/person'
import { focusWindow, realKey, realText, wedgeScan, wedgeScans } from '../support/devices/realKeys'
import { pause, until } from '../support/devices/waiting'
import { ScanLog } from './scanLog'
import { piecesOf, receiptPlaces } from './scanPlaces'
import { clerk, closed, manager, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

const scansTotal = Number(process.env.WEDGE_SCANS ?? 100)
const gapsMs = [1, 3, 10, 30]
/** in each place of the receipt, and in a field of the settings */
const scansEach = Math.max(4, Math.round(scansTotal / (gapsMs.length * (receiptPlaces.length + 1))))
const msEach = 4_000
/** from one trigger to the next, with what a busy input method adds */
const fingersMs = stallMaxMs + 800

let ime: InputMethod
let shop: Shop
let log: ScanLog
/** code → SKU */
let pieces: Map<string, string>
let codes: string[]

const cycled = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => codes[index % codes.length] ?? '')

/** Every other one has letters, as printed shelf and carton codes do. */
const withLetters = (count: number): string[] =>
  cycled(count).map((code, index) => (index % 2 ? `SKU-${1000 + index}ab` : code))

/** What a scanner set to say it puts before the code of goods: they count by a scan that has signs and a letter as well. */
const marked = (code: string): string => `]E0${code}`

test.beforeAll(async () => {
  ime = await InputMethod.switchOn()
  shop = await Shop.open(ime.env)
  log = new ScanLog(shop.app.databaseFile)
  pieces = piecesOf(shop, shop.order(60).lines)
  codes = [...pieces.keys()]
  await shop.signIn(manager)
  await focusWindow()
})
test.afterAll(async () => {
  await closed(shop)
  await ime?.switchOff()
})

test('it is on: in a text field, letters become Chinese words', async () => {
  await openModule(shop.page, 'settings')
  await openPrinterFields(shop.page)
  const host = shop.page.locator('[data-testid=printer-host-0]')
  await host.fill('')
  await host.focus()
  await realText('ni')
  await realKey('space')
  await until('a Chinese word', async () => /^[\u4e00-\u9fff]+$/.test(await host.inputValue()))
  await pause(fingersMs)
})

test('a code of digits is read in a text field, and the field keeps what it held', async () => {
  test.setTimeout(60_000 + gapsMs.length * scansEach * msEach)
  const host = shop.page.locator('[data-testid=printer-host-0]')
  await host.fill('10.0.0.9')
  for (const gapMs of gapsMs) {
    const [after, sent] = [await log.last(), cycled(scansEach)]
    await host.focus()
    await wedgeScans(sent, { gapMs, pauseMs: 150 })
    await log.hasExactly(after, sent)
    await expect(host).toHaveValue('10.0.0.9')
  }
})

test('a code with letters, too, where the input method gives them as they are', async () => {
  test.setTimeout(60_000 + gapsMs.length * scansEach * msEach)
  const host = shop.page.locator('[data-testid=printer-host-0]')
  for (const gapMs of gapsMs) {
    const [after, sent] = [await log.last(), withLetters(scansEach)]
    await host.focus()
    await wedgeScans(sent, { gapMs, pauseMs: fingersMs })
    await log.hasExactly(after, sent)
    await expect(host).toHaveValue('10.0.0.9')
  }
})

test('where it makes words of them the shop hears so, the field keeps what it held, and elsewhere the code counts', async () => {
  const host = shop.page.locator('[data-testid=printer-host-0]')
  for (const gapMs of gapsMs) {
    const after = await log.last()
    await host.focus()
    await wedgeScan('nihao12ab', { gapMs })
    await expect(shop.page.locator('[data-testid=stop-band]')).toContainText('输入法')
    await expect(host).toHaveValue('10.0.0.9')
    expect(await log.rawsAfter(after)).toEqual([])
    await host.blur()
    await pause(fingersMs)
    await wedgeScan('nihao12ab', { gapMs })
    await log.hasExactly(after, ['nihao12ab'])
    // by itself it would still be there
    await expect(shop.page.locator('[data-testid=stop-band]')).toHaveCount(0, { timeout: 500 })
  }
})

test('where it keeps letters to itself, what is left of a code is no scan', async () => {
  const after = await log.last()
  // It does so now and then just after a field was left: of the key nothing is shown but that it was let go.
  await shop.page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keyup', { key: 'n', code: 'KeyN' })))
  await wedgeScan('ihao12ab')
  await expect(shop.page.locator('[data-testid=stop-band]')).toContainText('输入法')
  await pause(fingersMs)
  await wedgeScan('nihao12ab')
  await log.hasExactly(after, ['nihao12ab'])
})

test.describe('in a receipt', () => {
  /** with letters: goods, goods behind their mark, and what nobody knows */
  const printed = (count: number): string[] =>
    withLetters(count).map((code, index) => (index % 4 === 2 ? marked(code) : code))

  test.beforeAll(async () => {
    await shop.signIn(clerk)
    await shop.openDelivery(shop.order(60))
  })

  for (const gapMs of gapsMs)
    for (const place of receiptPlaces)
      test(`${gapMs} ms a key, ${place.name}`, async () => {
        test.setTimeout(60_000 + scansEach * msEach)
        const known = new Map(
          [...pieces].flatMap(([code, sku]) => [code, marked(code)].map((one) => [one, sku] as const)),
        )
        await place.scan({ shop, log, pieces: known }, place.letters ? printed(scansEach) : cycled(scansEach), gapMs)
      })
})
