/**
 * Keyboard-wedge scanners by real keys, whatever has the focus and however fast they come: none lost, none doubled, in
 * order, none in a field, and none presses a button. The backend's log and figures are the judges. The long
 * run, on a quiet machine, is the README's.
 */
import { expect, test } from '@playwright/test'
import { focusedTestId, openModule, openPrinterFields, press, sees } from '../support/devices/person'
import { focusWindow, realKey, wedgeScan, wedgeScans } from '../support/devices/realKeys'
import { until } from '../support/devices/waiting'
import { closingCode, ScanLog } from './scanLog'
import { piecesOf, receiptPlaces } from './scanPlaces'
import { clerk, closed, manager, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

const scansTotal = Number(process.env.WEDGE_SCANS ?? 100)
const gapsMs = [1, 3, 10, 30]
/** in each place of the receipt, and in a field of the settings */
const scansEach = Math.max(1, Math.round(scansTotal / (gapsMs.length * (receiptPlaces.length + 1))))
const msEach = 4_000

let shop: Shop
let pieces: Map<string, string>
let codes: string[]
let log: ScanLog

const codesFor = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => codes[index % codes.length] ?? '')

test.beforeAll(async () => {
  shop = await Shop.open()
  log = new ScanLog(shop.app.databaseFile)
  pieces = piecesOf(shop, shop.order(60).lines)
  codes = [...pieces.keys()]
  await shop.signIn(clerk)
  await focusWindow()
  await shop.openDelivery(shop.order(60))
})
test.afterAll(() => closed(shop))

for (const gapMs of gapsMs) {
  test.describe(`${gapMs} ms a key`, () => {
    test.setTimeout(60_000 + scansEach * msEach)

    for (const place of receiptPlaces)
      test(place.name, () => place.scan({ shop, log, pieces }, codesFor(scansEach), gapMs))
  })
}

test('F2 right behind a scan, before its answer is drawn, takes no piece back when the next scan comes', async () => {
  const [code = ''] = codes
  const held = async () => (await shop.receipt()).lines.find(({ sku }) => sku === pieces.get(code))?.quantity ?? 0
  await press(shop.page, 'F3')
  const [before, after] = [await held(), await log.last()]
  const sent = Array.from({ length: 8 }, () => code)
  await wedgeScans(sent, { gapMs: 1, pauseMs: 300, end: 'Return F2' })
  await press(shop.page, 'Escape')
  await log.hasExactly(after, sent)
  expect(await held()).toBe(before + sent.length * 1000)
})

test('Caps Lock on: letters come as they were printed', async () => {
  await press(shop.page, 'F3')
  const after = await log.last()
  await realKey('Caps_Lock')
  try {
    await wedgeScan('SKU-0012/aB')
    await until('the scan', async () => (await log.logged(after)).length > 0)
  } finally {
    await realKey('Caps_Lock')
  }
  expect(await log.rawsAfter(after)).toEqual(['SKU-0012/aB'])
})

test.describe('the first screen, whose tiles the digits press', () => {
  const ending = [...'123456789'].map((digit) => `690000299999${digit}`)
  test.setTimeout(60_000 + gapsMs.length * ending.length * 2 * 1_000)

  test('stays where it is, whatever digit a code ends with, and tells each scan', async () => {
    await openModule(shop.page, 'home')
    const home = shop.page.locator('[data-testid=home]')
    await press(shop.page, '2')
    await expect(home).toHaveCount(0)
    await openModule(shop.page, 'home')
    for (const end of ['Return', 'Tab'])
      for (const gapMs of gapsMs) {
        const after = await log.last()
        await wedgeScans(ending, { gapMs, end, pauseMs: 250 })
        await expect(home).toBeVisible()
        await log.hasExactly(after, ending)
        await expect(shop.page.locator('[data-testid=scan-echo]')).toContainText(closingCode)
      }
  })
})

test.describe('a text field of the settings', () => {
  test.setTimeout(60_000 + scansEach * gapsMs.length * msEach)

  test('keeps what it holds at every pace', async () => {
    await shop.signIn(manager)
    await openModule(shop.page, 'settings')
    await openPrinterFields(shop.page)
    const host = shop.page.locator('[data-testid=printer-host-0]')
    const before = await host.inputValue()
    for (const gapMs of gapsMs) {
      await host.focus()
      const [after, sent] = [await log.last(), codesFor(scansEach)]
      await wedgeScans(sent, { gapMs, pauseMs: 150 })
      await log.hasExactly(after, sent)
      await expect(host).toHaveValue(before)
      expect(await focusedTestId(shop.page)).toBe('printer-host-0')
    }
  })
})

test('a choice that has the focus keeps what is chosen, and its list shut', async () => {
  const choice = shop.page.locator('[data-testid=settings] [role=combobox]').first()
  await choice.focus()
  const [after, sent] = [await log.last(), codesFor(4)]
  await wedgeScans(sent, { gapMs: 3, pauseMs: 300 })
  await log.hasExactly(after, sent)
  await expect(choice).toHaveAttribute('aria-expanded', 'false')
  await expect(choice).toBeFocused()
})

test.describe('a slow scanner that ends with Tab', () => {
  const slowMs = 45

  test('is measured by three scans of the code on the screen', async () => {
    await openModule(shop.page, 'settings')
    await shop.page.locator('[data-testid=wedge-measure]').focus()
    await press(shop.page, 'Enter')
    await sees(shop.page, '[data-testid=scanner-wizard] img')
    await expect(shop.page.locator('[data-testid=wizard-field]')).toBeFocused()
    await wedgeScans(
      Array.from({ length: 3 }, () => 'ZG-aB/0123'),
      { gapMs: slowMs, pauseMs: 900, end: 'Tab' },
    )
    await sees(shop.page, '[data-testid=wizard-result]')
    await expect(shop.page.locator('[data-testid=wizard-end]')).toHaveAttribute('data-end', 'tab')
    await expect(shop.page.locator('[data-testid=wizard-result] .code')).toHaveText('ZG-aB/0123')
    await expect(shop.page.locator('[data-testid=wizard-name]')).toBeFocused()
    await shop.page.keyboard.insertText('蓝牙枪')
    await press(shop.page, 'Enter')
    await expect(shop.page.locator('[data-testid=wedge-row]')).toHaveAttribute('data-name', '蓝牙枪')
  })

  test('scans from then on, and leaves the focused button and the focus alone', async () => {
    const add = shop.page.locator('[data-testid=scanner-add]')
    await add.focus()
    const [after, sent] = [await log.last(), codesFor(3)]
    await wedgeScans(sent, { gapMs: slowMs, pauseMs: 400, end: 'Tab' })
    await log.hasExactly(after, sent)
    await expect(add).toBeFocused()
    await expect(shop.page.locator('[data-testid=scanner-path-1]')).toHaveCount(0)
  })

  test('what it sent stands in the monitor, key by key, with how it is read', async () => {
    const newest = shop.page.locator('[data-testid=traces-row]').first()
    await expect(newest).toContainText(`${closingCode}⏎`)
    await expect(newest).toContainText('EAN-13')
    await expect(shop.page.locator('[data-testid=traces-row]').nth(1)).toContainText(`${codesFor(3)[2]}⇥`)
  })

  test('a serial one stands there with its bytes', async () => {
    await shop.line.send('\u0002A1\u001dB2\u0003\r\n')
    const newest = shop.page.locator('[data-testid=traces-row]').first()
    await expect(newest).toContainText('␂A1␝B2␃⏎␊')
    await expect(newest.locator('[title]').first()).toHaveAttribute('title', '02 41 31 1d 42 32 03 0d 0a')
  })

  test('is forgotten again', async () => {
    await shop.page.locator('[data-testid=wedge-remove]').focus()
    await press(shop.page, 'Enter')
    await expect(shop.page.locator('[data-testid=wedge-row]')).toHaveCount(0)
  })
})
