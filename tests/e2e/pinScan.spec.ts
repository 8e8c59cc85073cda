/**
 * What falls into a field for a PIN and can be none, by real keys: a scanner measured as slow, at whose pace people type,
 * and fingers that type too much. Nobody is locked out by it, and the right PIN works at once.
 */
import { expect, test } from '@playwright/test'
import { codesOf } from '../support/demo/goods'
import { openModule, press, sees, typeText } from '../support/devices/person'
import { focusWindow, realKey, realText, wedgeScan, wedgeScans } from '../support/devices/realKeys'
import { pause, until } from '../support/devices/waiting'
import { ScanLog } from './scanLog'
import { clerk, closed, manager, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

/** xdotool waits about half of what it is told: 55 ms, above what counts as a scanner anyway (40) */
const slowMs = 110
/** one more than the tries that lock a user out */
const times = 6
const tooLong = '1234567890123'

let shop: Shop
let log: ScanLog
let ean13: string

const at = (testId: string) => shop.page.locator(`[data-testid="${testId}"]`)
const pinOf = (userId: string): string => shop.hub.login(userId).pin ?? ''

test.beforeAll(async () => {
  shop = await Shop.open()
  log = new ScanLog(shop.app.databaseFile)
  ean13 = codesOf(shop.chain, shop.order(60).lines[0]?.sku ?? '').piece.code
  expect(ean13).toMatch(/^\d{13}$/)
  await shop.signIn(manager)
  await focusWindow()
})
test.afterAll(() => closed(shop))

const scansIntoPin = async (field: string): Promise<void> => {
  for (let time = 1; time <= times; time++) {
    await expect(at(field)).toBeFocused()
    await wedgeScan(ean13, { gapMs: slowMs })
    await expect(at('stop-band')).toContainText('这是输入 PIN 的地方')
    await expect(at(field)).toHaveValue('')
  }
}

test('a scanner is measured as slow', async () => {
  await openModule(shop.page, 'settings')
  await at('wedge-measure').focus()
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=scanner-wizard] img')
  await wedgeScans(
    Array.from({ length: 3 }, () => 'ZG-aB/0123'),
    { gapMs: slowMs, pauseMs: 900 },
  )
  await sees(shop.page, '[data-testid=wizard-result]')
  await shop.page.keyboard.insertText('蓝牙枪')
  await press(shop.page, 'Enter')
  await expect(at('wedge-row')).toHaveAttribute('data-name', '蓝牙枪')
  const after = await log.last()
  await wedgeScan(ean13, { gapMs: slowMs })
  await until('the scan', async () => (await log.rawsAfter(after)).includes(ean13))
})

test('it scans into the PIN again and again: told each time, nothing stays in the field, nobody is locked out', async () => {
  await realKey('ctrl+l')
  await sees(shop.page, '[data-testid=sign-in]')
  const after = await log.last()
  await scansIntoPin('pin')
  await expect(at('sign-in-message')).toHaveCount(0)
  await expect(at('lock-screen')).toBeVisible()
  // it was read as no code either: what fell into a secret's field is kept nowhere
  expect(await log.rawsAfter(after)).toEqual([])
  await realText(pinOf(manager))
  await realKey('Return')
  await expect(at('lock-screen')).toHaveCount(0)
})

test('fingers that type what can be no PIN are told so, and no try is lost', async () => {
  await realKey('ctrl+l')
  await sees(shop.page, '[data-testid=sign-in]')
  for (let time = 1; time <= times; time++) {
    await shop.page.keyboard.insertText(tooLong)
    await press(shop.page, 'Enter')
    await expect(at('sign-in-message')).toContainText('这不是 PIN')
    await expect(at('pin')).toHaveValue('')
  }
  // letters can be none either
  await typeText(shop.page, '12345a')
  await press(shop.page, 'Enter')
  await expect(at('sign-in-message')).toContainText('这不是 PIN')
  await realText(pinOf(manager))
  await realKey('Return')
  await expect(at('lock-screen')).toHaveCount(0)
})

test('the dialog that lends a right takes neither for a try of the manager’s', async () => {
  const order = shop.order(12)
  await shop.signIn(clerk)
  await shop.openDelivery(order)
  await shop.gun.scanAll([codesOf(shop.chain, order.lines[0]?.sku ?? '').piece.code], 0)
  await press(shop.page, 'F12', 'F12')
  await sees(shop.page, '[data-testid=post-dialog]')
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, '[data-testid=override-dialog]')
  await focusWindow()
  await scansIntoPin('override-pin')
  await expect(at('override-problem')).toHaveCount(0)
  // an Enter right behind a scan is its own line feed
  await pause(300)
  for (let time = 1; time <= times; time++) {
    await shop.page.keyboard.insertText(tooLong)
    await press(shop.page, 'Enter')
    await expect(at('override-problem')).toContainText('这不是 PIN')
    await expect(at('override-pin')).toHaveValue('')
  }
  expect((await shop.receipt()).header.state).toBe('draft')
  await realText(pinOf(manager))
  await realKey('Return')
  await sees(shop.page, '[data-testid=posted-number]')
})
