/**
 * Keyboard-wedge scanners by real keys, whatever has the focus and however fast they come: none lost, none doubled, in
 * order, and none in a field. The backend's log of scans is the judge. The long run:
 * WEDGE_SCANS=2000 npm test -- --only e2e -- tests/e2e/wedge.spec.ts
 */
import { expect, test } from '@playwright/test'
import { codesOf } from '../support/demo/goods'
import { focusedTestId, openModule, press, sees } from '../support/devices/person'
import { focusWindow, realKey, wedgeScan, wedgeScans } from '../support/devices/realKeys'
import { until } from '../support/devices/waiting'
import { ScanLog } from './scanLog'
import { clerk, closed, manager, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

const scansTotal = Number(process.env.WEDGE_SCANS ?? 100)
// A busy machine makes of 30 ms what is no usual scanner's pace any more: that is for the long run, on a quiet one.
const gapsMs = process.env.WEDGE_SCANS ? [1, 3, 10, 30] : [1, 3, 10]
const places = ['bar', 'button', 'cell', 'dialog', 'field'] as const
const scansEach = Math.max(1, Math.round(scansTotal / (gapsMs.length * places.length)))
const msEach = 4_000

let shop: Shop
let codes: string[]
let log: ScanLog

const codesFor = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => codes[index % codes.length] ?? '')

test.beforeAll(async () => {
  shop = await Shop.open()
  log = new ScanLog(shop.app.databaseFile)
  codes = shop.order(60).lines.map(({ sku }) => codesOf(shop.chain, sku).piece.code)
  await shop.signIn(clerk)
  await focusWindow()
  await shop.openDelivery(shop.order(60))
})
test.afterAll(() => closed(shop))

for (const gapMs of gapsMs) {
  test.describe(`${gapMs} ms a key`, () => {
    test.setTimeout(60_000 + scansEach * msEach)

    test('into the scan bar, one behind the other', async () => {
      await press(shop.page, 'F3')
      const [after, sent] = [await log.last(), codesFor(scansEach)]
      await wedgeScans(sent, { gapMs })
      await log.hasExactly(after, sent)
      await expect(shop.page.locator('[data-testid=scan-bar]')).toHaveValue('')
    })

    test('while a button has the focus', async () => {
      const [after, sent] = [await log.last(), codesFor(scansEach)]
      const undone = (await shop.receipt()).header.quantityTotal
      for (const [index, code] of sent.entries()) {
        await shop.page.locator('[data-testid=undo]').focus()
        await wedgeScan(code, { gapMs, end: index % 2 ? 'Tab' : 'Return' })
        await until('its log', async () => (await log.logged(after)).length > index)
      }
      await log.hasExactly(after, sent)
      // Pressed, the button would have taken the last scan back.
      expect((await shop.receipt()).header.quantityTotal).toBeGreaterThanOrEqual(undone)
    })

    test('while a quantity is being edited', async () => {
      const [after, sent] = [await log.last(), codesFor(scansEach)]
      for (const [index, code] of sent.entries()) {
        await press(shop.page, 'F3', 'F2')
        await sees(shop.page, '[data-testid=quantity-cell]')
        await wedgeScan(code, { gapMs })
        await until('its log', async () => (await log.logged(after)).length > index)
        await expect(shop.page.locator('[data-testid=quantity-cell]')).toHaveCount(0)
      }
      await log.hasExactly(after, sent)
    })

    test('while a dialog is open', async () => {
      await press(shop.page, 'Control+u')
      await sees(shop.page, '[data-testid=tray]')
      const [after, sent] = [await log.last(), codesFor(scansEach)]
      await wedgeScans(sent, { gapMs })
      await log.hasExactly(after, sent)
      await expect(shop.page.locator('[data-testid=tray]')).toBeVisible()
      await press(shop.page, 'Escape')
      await expect(shop.page.locator('[data-testid=tray]')).toHaveCount(0)
    })
  })
}

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

test.describe('a text field of the settings', () => {
  test.setTimeout(60_000 + scansEach * gapsMs.length * msEach)

  test('keeps what it holds at every pace', async () => {
    await shop.signIn(manager)
    await openModule(shop.page, 'settings')
    const host = shop.page.locator('[data-testid=printer-host]')
    const before = await host.inputValue()
    for (const gapMs of gapsMs) {
      await host.focus()
      const [after, sent] = [await log.last(), codesFor(scansEach)]
      await wedgeScans(sent, { gapMs, pauseMs: 150 })
      await log.hasExactly(after, sent)
      await expect(host).toHaveValue(before)
      expect(await focusedTestId(shop.page)).toBe('printer-host')
    }
  })
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
    await expect(newest).toContainText('6900001999997⏎')
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
