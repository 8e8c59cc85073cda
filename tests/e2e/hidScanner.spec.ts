/**
 * Scanners in HID-POS mode in the real window: found and chosen in the settings, scanned with, pulled and plugged in again,
 * not permitted, and shown as they sent. node-hid alone is a fake (`hidPort`).
 */
import { expect, test } from '@playwright/test'
import { codesOf } from '../support/demo/goods'
import { HidPort, type PortDevice } from '../support/devices/hidPort'
import { boardingPass, scanReports } from '../support/devices/hidReports'
import { ask, openModule, press, sees, still } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { switchTo } from './looks'
import { clerk, closed, manager, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let port: HidPort
const gun: PortDevice = {
  ...{ path: '/dev/hidraw3', vendorId: 0x0c2e, productId: 0x0b61, serialNumber: '15232B1F0C' },
  ...{ product: 'Voyager 1602g', usagePage: 0x8c, usage: 0x02 },
}
const byId = (id: string) => shop.page.locator(`[data-testid=${id}]`)
const stateIs = (state: string) => expect(byId('scanner-state')).toHaveAttribute('data-state', state)
const picture = async (name: string): Promise<void> => {
  await still(shop.page)
  await shop.page.screenshot({ path: test.info().outputPath(`${name}.png`) })
}

test.beforeAll(async () => {
  shop = await Shop.open()
  port = await HidPort.install(shop.app)
  await shop.signIn(manager)
  await openModule(shop.page, 'settings')
})
test.afterAll(() => closed(shop))

test('none is there: what to do is said; plugged in, it is found and chosen by keyboard', async () => {
  await byId('hid-find').focus()
  await press(shop.page, 'Enter')
  await expect(byId('hid-words')).toContainText('HID-POS 方式')
  await picture('none')
  await port.plugIn({ ...gun, path: '/dev/hidraw2', usagePage: 0xff8c })
  await port.plugIn(gun)
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=hid-picker]')
  await byId('hid-picker').locator('input').focus()
  await press(shop.page, 'ArrowDown')
  await expect(shop.page.locator('.ant-select-item-option')).toHaveText(['Voyager 1602g · 0c2e:0b61 15232B1F0C'])
  await press(shop.page, 'Enter')
  await expect(byId('scanner-hid-1')).toHaveText('Voyager 1602g')
  await expect(byId('hid-words')).toHaveText('找到的都已添加')
  await press(shop.page, 'Control+s')
  await expect(byId('settings-words')).toHaveText('已保存')
  await expect(byId('scanner-state-1')).toHaveText('已连')
  await picture('chosen')
  const { scanners } = await ask(shop.page, 'device.settings', {})
  const hid = { vendorId: '0c2e', productId: '0b61', serialNumber: '15232B1F0C' }
  expect(scanners).toEqual([
    { path: shop.line.devicePath, baudRate: 9600 },
    { hid, name: 'Voyager 1602g' },
  ])
})

test('what it sends is shown, with its bytes', async () => {
  await port.send(gun.path, boardingPass.reports)
  const row = byId('traces').locator('[role=row]').nth(1)
  await expect(row).toContainText(`]Q0${boardingPass.text.trim()}`)
  await expect(row).toContainText('Voyager 1602g')
  await picture('shown')
})

test('a delivery is received with it, in the same line with the serial one; each scan is saved', async () => {
  const order = shop.order(60)
  await shop.signIn(clerk)
  await openModule(shop.page, 'receiving')
  await port.send(gun.path, scanReports(order.deliveryNote, ']C0'))
  await sees(shop.page, '[data-testid=receipt][data-state=draft]')
  const [first, second] = order.lines
  const codeOf = (sku = '') => codesOf(shop.chain, sku).piece.code
  await port.send(gun.path, scanReports(codeOf(first?.sku)))
  await shop.line.scan(codeOf(second?.sku))
  await port.send(gun.path, scanReports(codeOf(first?.sku).concat('\r'), '', 'newland'))
  await until('three pieces', async () => (await shop.receipt()).header.quantityTotal === 3_000)
  const received = (await shop.receipt()).lines.map(({ lineNo, quantity }) => [lineNo, quantity])
  expect(received.filter(([, quantity]) => quantity !== 0)).toEqual([
    [first?.lineNo, 2_000],
    [second?.lineNo, 1_000],
  ])
})

test('pulled in the middle of a code: nothing half is taken; plugged in elsewhere it goes on by itself', async () => {
  await shop.app.recording.clear()
  await port.send(gun.path, boardingPass.reports.slice(0, 1))
  await port.pull(gun.path)
  await stateIs('unplugged')
  await until('the sound of a scan that is not whole', async () => (await shop.app.recording.sounds()).length > 0)
  expect((await shop.receipt()).header.quantityTotal).toBe(3_000)
  await port.plugIn({ ...gun, path: '/dev/hidraw9' })
  await stateIs('open')
  const [, , third] = shop.order(60).lines
  await port.send('/dev/hidraw9', scanReports(codesOf(shop.chain, third?.sku ?? '').piece.code))
  await until('the fourth piece', async () => (await shop.receipt()).header.quantityTotal === 4_000)
})

test('not permitted: the bar says it, the settings say what to do, in both languages; and it opens when it is', async () => {
  await port.pull('/dev/hidraw9')
  await port.plugIn({ ...gun, refuses: 'Permission denied' })
  await stateIs('denied')
  await shop.signIn(manager)
  await openModule(shop.page, 'settings')
  await expect(byId('scanner-help-1')).toContainText('udev')
  await picture('denied')
  await switchTo(shop.page, 'en-US')
  await expect(byId('scanner-help-1')).toContainText('Linux: a udev rule for hidraw')
  await picture('denied-en')
  await switchTo(shop.page, 'zh-CN')
  await port.plugIn(gun)
  await stateIs('open')
  await expect(byId('scanner-help-1')).toHaveCount(0)
})
