/** Scanning in the real window: serial and keyboard wedge, at a scanner's pace, in the wrong place, and with bad codes. */
import { expect, test } from '@playwright/test'
import { weighLabelOf } from '../../src/hub/demo/gtin'
import { codesOf, withWrongCheckDigit } from '../support/demo/goods'
import { paintedOf } from '../support/demo/scanning'
import { ask, lock, openModule, openPrinterFields, press, sees, textOf, typeText } from '../support/devices/person'
import { focusWindow, wedgeScan } from '../support/devices/realKeys'
import { pause, until } from '../support/devices/waiting'
import { clerk, closed, figuresOf, manager, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
const result = '[data-testid=result]'
const outcome = (): Promise<string | null> => shop.page.locator(result).getAttribute('data-outcome')
const pieceOf = (lineNo: number): string => {
  const line = shop.order(60).lines.find((one) => one.lineNo === lineNo)
  return codesOf(shop.chain, line?.sku ?? '').piece.code
}
const lastSound = async (): Promise<string | undefined> => (await shop.app.recording.sounds()).at(-1)
/** By itself it stays for five seconds. */
const goneAtOnce = (): Promise<void> =>
  expect(shop.page.locator('[data-testid=stop-band]')).toHaveCount(0, { timeout: 1_000 })
const heardSound = (name: string): Promise<unknown> =>
  until(`the sound ${name}`, async () => (await lastSound()) === name)

test.beforeAll(async () => {
  shop = await Shop.open()
})
test.afterAll(() => closed(shop))
test.beforeEach(async () => {
  await shop?.app.recording.clear()
})

test('nobody is signed in: a scan is refused with words and changes nothing', async () => {
  await shop.line.scan(pieceOf(1))
  await sees(shop.page, '[data-testid=stop-band]')
  expect(await textOf(shop.page, 'stop-band')).toContain('请先登录')
  expect(await lastSound()).toBe('stop')
})

test('the band of a scan that was not taken goes with the screen that said it', async () => {
  await shop.line.scan(pieceOf(2))
  await sees(shop.page, '[data-testid=stop-band]')
  await shop.signIn(clerk)
  await goneAtOnce()
  await lock(shop.page)
})

test('no document is open: a product is not counted and opens nothing', async () => {
  await shop.signIn(clerk)
  await sees(shop.page, '[data-testid=home]')
  // two products: the same code again within 200 ms would be a bounce; on the list of labels a scan asks for one
  for (const [index, screen] of (['home', 'receiving'] as const).entries()) {
    await openModule(shop.page, screen)
    await shop.app.recording.clear()
    await expect(shop.page.locator('[data-testid=scan-echo][data-tone]')).toHaveCount(0)
    await shop.line.scan(pieceOf(index + 1))
    await sees(shop.page, '[data-testid=scan-echo][data-tone=look]')
    expect(await textOf(shop.page, 'scan-echo')).toContain('未计入，请先扫送货单')
    expect(await shop.app.recording.sounds()).toEqual(['warn'])
  }
  await expect(shop.page.locator('[data-testid=orders-row][aria-selected=true]')).toHaveCount(1)
  expect((await ask(shop.page, 'document.list', { types: ['goodsReceipt'], states: ['draft'] })).documents).toEqual([])
})

test('no document is open: an unknown code is said in words, a delivery note opens its receipt', async () => {
  await openModule(shop.page, 'home')
  await shop.line.scan('6900001999997')
  await sees(shop.page, '[data-testid=scan-echo][data-tone=refused]')
  expect(await textOf(shop.page, 'scan-echo')).toContain('6900001999997')
  expect(await lastSound()).toBe('error')
  await shop.line.scan(shop.order(60).deliveryNote)
  await sees(shop.page, '[data-testid=receipt][data-state=draft]')
  const { header } = await shop.receipt()
  expect([header.sourceNumber, header.quantityTotal, header.linesTotal]).toEqual([shop.order(60).number, 0, 60])
})

test('20 codes 100 ms apart: each shown, in order, each durable before its sound', async () => {
  const codes = shop
    .order(60)
    .lines.slice(0, 20)
    .map(({ lineNo }) => pieceOf(lineNo))
  const shown = await shop.gun.scanAll(codes, 100)
  expect(shown.map(({ code }) => code)).toEqual(codes)
  const heard = await shop.app.recording.all()
  expect(heard.filter(({ kind }) => kind === 'sound')).toHaveLength(20)
  const { lines, header } = await shop.receipt()
  expect(header.quantityTotal).toBe(20_000)
  expect(lines.filter(({ quantity }) => quantity === 1000).map(({ lineNo }) => lineNo)).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  )
  // The line that was touched last is the one that is lit.
  await expect(shop.page.locator('[data-testid=lines-row].touched')).toHaveAttribute('data-key', '20')
  await expect(shop.page.locator('[data-testid=lines-row].touched [data-column=expected]')).not.toHaveText('1')
  await expect(shop.page.locator('[data-testid=lines-row].touched [data-column=received]')).toHaveText('1')
})

test('no sound before the backend has it on the disk', async () => {
  const pid = await shop.app.backendPid()
  process.kill(pid, 'SIGSTOP')
  try {
    await shop.line.scan(pieceOf(21))
    await pause(700)
    expect(await shop.app.recording.sounds()).toEqual([])
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  await heardSound('new')
  expect((await shop.receipt()).header.quantityTotal).toBe(21_000)
})

test('a case counts its pieces, a count typed before the scan multiplies it', async () => {
  const line = shop.order(60).lines.find(({ sku }) => codesOf(shop.chain, sku).pack)
  const pack = codesOf(shop.chain, line?.sku ?? '').pack?.code ?? ''
  const before = (await shop.receipt()).lines.find(({ lineNo }) => lineNo === line?.lineNo)?.quantity ?? 0
  await shop.gun.scanAll([pack], 0)
  await expect(shop.page.locator('[data-testid=result-added]')).toContainText('+12')
  await expect(shop.page.locator('[data-testid=result-added]')).toContainText('1 箱')
  await typeText(shop.page, '2*')
  await expect(shop.page.locator('[data-testid=times-chip]')).toHaveText('× 2')
  await shop.gun.scanAll([pack], 0)
  await expect(shop.page.locator('[data-testid=result-added]')).toContainText('+24')
  await expect(shop.page.locator('[data-testid=times-chip]')).toHaveCount(0)
  const after = (await shop.receipt()).lines.find(({ lineNo }) => lineNo === line?.lineNo)?.quantity ?? 0
  expect(after - before).toBe(36_000)
  for (const times of [1, 2]) {
    await press(shop.page, 'Control+z')
    await until(
      `undo ${times}`,
      async () => (await shop.app.recording.sounds()).filter((name) => name === 'undo').length === times,
    )
  }
})

test('the same code within 200 ms is a bounce: ignored, counted, shown', async () => {
  const before = (await shop.receipt()).header.quantityTotal
  const code = pieceOf(22)
  await shop.line.send(`${code}\r${code}\r`)
  await sees(shop.page, '[data-testid=bounced]')
  await until('the one scan', async () => (await shop.receipt()).header.quantityTotal === before + 1000)
  await pause(250)
  expect((await shop.receipt()).header.quantityTotal).toBe(before + 1000)
})

test('endings other scanners send, and an AIM prefix', async () => {
  const before = (await shop.receipt()).header.quantityTotal
  for (const [index, text] of [
    `${pieceOf(23)}\r\n`,
    `${pieceOf(24)}\n`,
    `\u0002${pieceOf(25)}\u0003`,
    `]E0${pieceOf(26)}\r`,
  ].entries()) {
    await shop.line.send(text)
    await until(
      `scan ${index}`,
      async () => (await shop.receipt()).header.quantityTotal === before + 1000 * (index + 1),
    )
  }
  expect(await outcome()).toBe('firstOfLine')
})

test.describe('keyboard wedge with real keys', () => {
  test.beforeAll(() => focusWindow())

  test('in the scan bar: one line changes, nothing stays in the bar', async () => {
    const before = figuresOf(await shop.receipt())
    await wedgeScan(pieceOf(27))
    await heardSound('new')
    await expect(shop.page.locator('[data-testid=scan-bar]')).toHaveValue('')
    expect(figuresOf(await shop.receipt())).toEqual({ ...before, received: { ...before.received, 27: 1000 } })
  })

  test('"the scanner presses the button that has the focus": while one has it, it is not pressed', async () => {
    const before = figuresOf(await shop.receipt())
    await shop.page.locator('[data-testid=undo]').focus()
    await wedgeScan(pieceOf(28))
    await heardSound('new')
    await pause(150)
    expect(await shop.app.recording.sounds()).toEqual(['new'])
    expect(figuresOf(await shop.receipt())).toEqual({ ...before, received: { ...before.received, 28: 1000 } })
  })

  test('ended by Tab: the focus stays', async () => {
    await press(shop.page, 'F3')
    await wedgeScan(pieceOf(29), { end: 'Tab' })
    await heardSound('new')
    await expect(shop.page.locator('[data-testid=scan-bar]')).toBeFocused()
  })

  test('in a quantity cell: the cell’s line keeps its quantity, only the scanned line changes', async () => {
    const before = figuresOf(await shop.receipt())
    await press(shop.page, 'F2')
    await sees(shop.page, '[data-testid=quantity-cell]')
    await wedgeScan(pieceOf(30))
    await heardSound('new')
    await expect(shop.page.locator('[data-testid=quantity-cell]')).toHaveCount(0)
    expect(figuresOf(await shop.receipt())).toEqual({ ...before, received: { ...before.received, 30: 1000 } })
  })

  test('one figure too many in a quantity cell stands in red, and Enter refuses it: nothing is cut to another quantity', async () => {
    const before = figuresOf(await shop.receipt())
    await press(shop.page, 'F2')
    await sees(shop.page, '[data-testid=quantity-cell]')
    const cell = shop.page.locator('[data-testid=quantity-cell]')
    await cell.fill('1234567')
    await expect(cell).toHaveAttribute('aria-invalid', 'true')
    await press(shop.page, 'Enter')
    await heardSound('error')
    await expect(cell).toHaveValue('1234567')
    await press(shop.page, 'Escape')
    await expect(cell).toHaveCount(0)
    expect(figuresOf(await shop.receipt())).toEqual(before)
  })

  test('"a code became a quantity": a quantity being typed is kept when it is one, and the code never becomes one', async () => {
    const before = figuresOf(await shop.receipt())
    await press(shop.page, 'F2')
    await sees(shop.page, '[data-testid=quantity-cell]')
    await typeText(shop.page, '3')
    // As long as a hand needs from the key to the scanner, at the least.
    await pause(450)
    await wedgeScan(pieceOf(31))
    await heardSound('new')
    expect(figuresOf(await shop.receipt())).toEqual({ ...before, received: { ...before.received, 30: 3000, 31: 1000 } })
  })

  test('a count typed with the trigger right behind it multiplies the scan, and is no part of its code', async () => {
    const before = figuresOf(await shop.receipt())
    await press(shop.page, 'F3')
    await typeText(shop.page, '5*')
    await wedgeScan(pieceOf(32))
    await heardSound('new')
    expect(figuresOf(await shop.receipt())).toEqual({ ...before, received: { ...before.received, 32: 5000 } })
    await expect(shop.page.locator('[data-testid=scan-bar]')).toHaveValue('')
  })

  test('letters and signs come as they were printed', async () => {
    await wedgeScan('SKU-0012/aB')
    await heardSound('error')
    const { tray } = await shop.receipt()
    expect(tray.map(({ text }) => text)).toContain('SKU-0012/aB')
  })

  test('while a dialog is open: refused with the stop sound, counted, nothing changed', async () => {
    const before = figuresOf(await shop.receipt())
    await press(shop.page, 'Control+u')
    await sees(shop.page, '[data-testid=tray]')
    await wedgeScan(pieceOf(32))
    await sees(shop.page, '[data-testid=stop-band]')
    await shop.line.scan(pieceOf(33))
    await until('two refused scans', async () => (await textOf(shop.page, 'stop-band')).includes('2 次'))
    expect(await shop.app.recording.sounds()).toEqual(['stop', 'stop'])
    await expect(shop.page.locator('[data-testid=tray]')).toBeVisible()
    await press(shop.page, 'Escape')
    await expect(shop.page.locator('[data-testid=tray]')).toHaveCount(0)
    await goneAtOnce()
    expect(figuresOf(await shop.receipt())).toEqual(before)
  })

  test('in a text field of the settings: no trace in it', async () => {
    await shop.signIn(manager)
    await openModule(shop.page, 'settings')
    await openPrinterFields(shop.page)
    await shop.page.locator('[data-testid=printer-host-0]').focus()
    await press(shop.page, 'End')
    const before = await shop.page.locator('[data-testid=printer-host-0]').inputValue()
    await wedgeScan('6900001999997')
    await sees(shop.page, '[data-testid=scan-echo][data-tone=refused]')
    await expect(shop.page.locator('[data-testid=printer-host-0]')).toHaveValue(before)
    await shop.signIn(clerk)
    await shop.openDelivery(shop.order(60))
  })
})

test('"errors flash by": bad codes each have their reason in words that stay, and scanning goes on', async () => {
  const before = await shop.receipt()
  const bad: [string, string, string][] = [
    [withWrongCheckDigit(pieceOf(34)), 'badCheckDigit', 'unreadable'],
    ['A'.repeat(4000), 'tooLong', 'unreadable'],
    ['69012\u0001\u0007\u001b345', 'controlCharacters', 'unreadable'],
    ['6901\u0000234', 'controlCharacters', 'unreadable'],
    ['9'.repeat(6000), 'tooLong', 'unreadable'],
    ['6900001999997', 'unknown', 'unknown'],
    [weighLabelOf('99999', 500), 'unknown', 'unknown'],
  ]
  for (const [index, [code, reason, wanted]] of bad.entries()) {
    const known = (await shop.receipt()).tray.reduce((sum, { scans }) => sum + scans, 0)
    await shop.line.scan(code)
    await until(`bad code ${index} in the tray`, async () => {
      const tray = (await shop.receipt()).tray
      return tray.reduce((sum, { scans }) => sum + scans, 0) === known + 1
    })
    await until(`the outcome of bad code ${index}`, async () => (await outcome()) === wanted)
    expect((await shop.receipt()).tray.map((entry) => entry.reason)).toContain(reason)
    expect(await lastSound()).toBe('error')
  }
  const after = await shop.receipt()
  expect(after.header.quantityTotal).toBe(before.header.quantityTotal)
  const overflow = await shop.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await shop.gun.scanAll([pieceOf(35)], 0)
  expect(await outcome()).toBe('firstOfLine')
})

test('the scanner is unplugged and plugged in again', async () => {
  const state = shop.page.locator('[data-testid=scanner-state]')
  await expect(state).toHaveAttribute('data-state', 'open')
  await shop.line.unplug()
  await expect(state).toHaveAttribute('data-state', 'unplugged')
  await expect(state).toContainText('扫码枪已拔出')
  await pause(300)
  await shop.line.replug()
  await expect(state).toHaveAttribute('data-state', 'open')
  await shop.gun.scanAll([pieceOf(36)], 0)
  expect(await outcome()).toBe('firstOfLine')
})

test('a scan broken off by the unplug is never taken for a code', async () => {
  const before = figuresOf(await shop.receipt())
  // Half of it: a whole code counts after a pause, and pulling the plug may take longer than that pause.
  await shop.line.send(pieceOf(37).slice(0, 9))
  await shop.line.unplug()
  await expect(shop.page.locator('[data-testid=scanner-state]')).toHaveAttribute('data-state', 'unplugged')
  await shop.line.replug()
  await expect(shop.page.locator('[data-testid=scanner-state]')).toHaveAttribute('data-state', 'open')
  expect(figuresOf(await shop.receipt()).received).toEqual(before.received)
  await shop.gun.scanAll([pieceOf(38)], 0)
  expect(paintedOf(await shop.app.recording.all()).at(-1)?.code).toBe(pieceOf(38))
})
