/**
 * Scans by real keys with a Chinese input method on: it makes words of letters in a text field, takes Enter for itself, and
 * gives keys back late and with old times. 2,000 scans: WEDGE_SCANS=2000 npm test -- --only e2e -- tests/e2e/inputMethod.spec.ts
 */
import { expect, test } from '@playwright/test'
import { stallMaxMs } from '../../src/renderer/scanning/burst'
import { codesOf } from '../support/demo/goods'
import { InputMethod } from '../support/devices/inputMethod'
import { openModule, press, sees } from '../support/devices/person'
import { focusWindow, realKey, realText, wedgeScan, wedgeScans } from '../support/devices/realKeys'
import { pause, until } from '../support/devices/waiting'
import { ScanLog } from './scanLog'
import { clerk, closed, manager, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

const scansTotal = Number(process.env.WEDGE_SCANS ?? 100)
const gapsMs = [1, 3, 10]
const places = ['bar', 'button', 'cell', 'dialog', 'field'] as const
const scansEach = Math.max(1, Math.round(scansTotal / (gapsMs.length * places.length)))
const msEach = 4_000
/** from one trigger to the next, with what a busy input method adds */
const fingersMs = stallMaxMs + 800

let ime: InputMethod
let shop: Shop
let log: ScanLog
let codes: string[]

/** Every other one has letters, as printed shelf and carton codes do. */
const codesFor = (count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    index % 2 ? `SKU-${1000 + index}ab` : (codes[index % codes.length] ?? ''),
  )

test.beforeAll(async () => {
  ime = await InputMethod.switchOn()
  shop = await Shop.open(ime.env)
  log = new ScanLog(shop.app.databaseFile)
  codes = shop.order(60).lines.map(({ sku }) => codesOf(shop.chain, sku).piece.code)
  await shop.signIn(manager)
  await focusWindow()
})
test.afterAll(async () => {
  await closed(shop)
  await ime?.switchOff()
})

test('it is on: in a text field, letters become Chinese words', async () => {
  await openModule(shop.page, 'settings')
  const host = shop.page.locator('[data-testid=printer-host]')
  await host.fill('')
  await host.focus()
  await realText('ni')
  await realKey('space')
  await until('a Chinese word', async () => /^[\u4e00-\u9fff]+$/.test(await host.inputValue()))
  await pause(fingersMs)
})

test('a code of digits is read in a text field, and the field keeps what it held', async () => {
  const host = shop.page.locator('[data-testid=printer-host]')
  await host.fill('10.0.0.9')
  for (const gapMs of gapsMs) {
    const [after, sent] = [await log.last(), codes.slice(0, scansEach)]
    await host.focus()
    await wedgeScans(sent, { gapMs, pauseMs: 150 })
    await log.hasExactly(after, sent)
    await expect(host).toHaveValue('10.0.0.9')
  }
})

test('a code with letters, too, where the input method gives them as they are', async () => {
  const host = shop.page.locator('[data-testid=printer-host]')
  for (const gapMs of gapsMs) {
    const [after, sent] = [await log.last(), codesFor(6)]
    await host.focus()
    await wedgeScans(sent, { gapMs, pauseMs: fingersMs })
    await log.hasExactly(after, sent)
    await expect(host).toHaveValue('10.0.0.9')
  }
})

test('where it makes words of them the shop hears so, the field keeps what it held, and elsewhere the code counts', async () => {
  const host = shop.page.locator('[data-testid=printer-host]')
  for (const gapMs of gapsMs) {
    const after = await log.last()
    await host.focus()
    await wedgeScan('nihao12ab', { gapMs })
    await expect(shop.page.locator('[data-testid=stop-band]')).toContainText('输入法')
    await expect(host).toHaveValue('10.0.0.9')
    expect(await log.rawsAfter(after)).toEqual([])
    await shop.page.locator('[data-testid=printer-host]').blur()
    await wedgeScan('nihao12ab', { gapMs })
    await log.hasExactly(after, ['nihao12ab'])
    await expect(shop.page.locator('[data-testid=stop-band]')).toHaveCount(0)
  }
})

test('in a receipt: bar, button, quantity cell and dialog, at every pace', async () => {
  test.setTimeout(120_000 + scansEach * gapsMs.length * 4 * msEach)
  await shop.signIn(clerk)
  await shop.openDelivery(shop.order(60))
  for (const gapMs of gapsMs) {
    await test.step(`${gapMs} ms, one behind the other`, async () => {
      await press(shop.page, 'F3')
      const [after, sent] = [await log.last(), codesFor(scansEach)]
      await wedgeScans(sent, { gapMs })
      await log.hasExactly(after, sent)
      await expect(shop.page.locator('[data-testid=scan-bar]')).toHaveValue('')
    })
    await test.step(`${gapMs} ms, while a button has the focus`, async () => {
      const [after, sent] = [await log.last(), codesFor(scansEach)]
      for (const [index, code] of sent.entries()) {
        await shop.page.locator('[data-testid=undo]').focus()
        await wedgeScan(code, { gapMs })
        await until('its log', async () => (await log.rawsAfter(after)).length > index)
      }
      await log.hasExactly(after, sent)
    })
    await test.step(`${gapMs} ms, while a quantity is edited`, async () => {
      const [after, sent] = [await log.last(), codes.slice(0, scansEach)]
      for (const [index, code] of sent.entries()) {
        await wedgeScan(code, { gapMs })
        await until('its line', async () => (await log.rawsAfter(after)).length > index * 2)
        await press(shop.page, 'F3', 'F2')
        await sees(shop.page, '[data-testid=quantity-cell]')
        await wedgeScan(code, { gapMs })
        await until('its log', async () => (await log.rawsAfter(after)).length > index * 2 + 1)
        await expect(shop.page.locator('[data-testid=quantity-cell]')).toHaveCount(0)
      }
      await log.hasExactly(
        after,
        sent.flatMap((code) => [code, code]),
      )
    })
    await test.step(`${gapMs} ms, while a dialog is open`, async () => {
      await press(shop.page, 'Control+u')
      await sees(shop.page, '[data-testid=tray]')
      const [after, sent] = [await log.last(), codesFor(scansEach)]
      await wedgeScans(sent, { gapMs })
      await log.hasExactly(after, sent)
      await press(shop.page, 'Escape')
      await expect(shop.page.locator('[data-testid=tray]')).toHaveCount(0)
    })
  }
})
