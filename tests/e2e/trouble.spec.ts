/** What goes wrong in a shop, and that it costs nothing but a clear word: crashes, printers, the line to HQ, PINs, files. */
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sqlite3 from 'sqlite3'
import type { LabelJob } from '../../src/contract/operations/label'
import { codesOf } from '../support/demo/goods'
import { startFakeHub } from '../support/devices/hubProcess'
import { ask, asked, lock, openModule, pickUser, press, sees, signIn, textOf, typePin } from '../support/devices/person'
import { runStoreApp, StoreApp } from '../support/devices/storeApp'
import { pause, until, within } from '../support/devices/waiting'
import { clerk, closed, figuresOf, manager, openTab, post, removeFolder, Shop, temporaryFolder } from './shop'

const pieceOf = (shop: Shop, lines: number, lineNo: number): string => {
  const line = shop.order(lines).lines.find((one) => one.lineNo === lineNo)
  return codesOf(shop.chain, line?.sku ?? '').piece.code
}

test.describe('in a shop at work', () => {
  test.describe.configure({ mode: 'serial' })
  let shop: Shop
  const badge = () => shop.page.locator('[data-testid=sync-badge]')
  const heardScans = async (): Promise<number> =>
    (await shop.app.recording.all()).filter(({ kind }) => kind === 'scan').length
  const jobs = async (number: string): Promise<LabelJob[]> =>
    (await ask(shop.page, 'label.queue', {})).jobs.filter(({ origin }) => origin === number)

  test.beforeAll(async () => {
    shop = await Shop.open()
    await shop.signIn(manager)
  })
  test.afterAll(() => closed(shop))

  test('the backend is killed: it comes back, the draft is there, a scan sent meanwhile counts', async () => {
    await shop.openDelivery(shop.order(60))
    await shop.gun.scanAll(
      [1, 2, 3, 4, 5].map((lineNo) => pieceOf(shop, 60, lineNo)),
      100,
    )
    const before = figuresOf(await shop.receipt())
    const pid = await shop.app.killBackend()
    await shop.line.scan(pieceOf(shop, 60, 6))
    await until('the scan sent meanwhile', async () => figuresOf(await shop.receipt()).received[6] === 1000, {
      withinMs: 20_000,
    })
    expect(await shop.app.backendPid()).not.toBe(pid)
    expect(figuresOf(await shop.receipt())).toEqual({ ...before, received: { ...before.received, 6: 1000 } })
    await expect(shop.page.locator('[data-testid=restart-band]')).toHaveCount(0)
    await expect(shop.page.locator('[data-testid=user-name]')).toContainText('店长老程')
    await expect(shop.page.locator('[data-testid=lines-row][data-key="6"] [data-column=received]')).toHaveText('1')
    await expect(shop.page.locator('[data-testid=scanner-state]')).toHaveAttribute('data-state', 'open')
  })

  test('killed again and again in the middle of a burst: nothing that sounded is lost', async () => {
    const before = figuresOf(await shop.receipt())
    await shop.app.recording.clear()
    const codes = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20]
    for (const lineNo of codes) {
      await shop.line.scan(pieceOf(shop, 60, lineNo))
      if (lineNo === 13 || lineNo === 17) await shop.app.killBackend()
      await pause(100)
    }
    const wanted = { ...before.received, ...Object.fromEntries(codes.map((lineNo) => [lineNo, 1000])) }
    await until(
      'all ten',
      async () => (await shop.app.recording.all()).filter(({ kind }) => kind === 'painted').length === 10,
      { withinMs: 30_000 },
    )
    expect(figuresOf(await shop.receipt()).received).toEqual(wanted)
  })

  test('the page goes while scans wait in it: none is lost in silence', async () => {
    const before = figuresOf(await shop.receipt()).received
    const pid = await shop.app.backendPid()
    process.kill(pid, 'SIGSTOP')
    await shop.app.recording.clear()
    for (const lineNo of [31, 32, 33]) await shop.line.scan(pieceOf(shop, 60, lineNo))
    await until('the scans in the page', async () => (await heardScans()) === 3)
    await shop.app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload())
    process.kill(pid, 'SIGCONT')
    await sees(shop.page, '[data-testid=receipt][data-state=draft]', 20_000)
    // The first was with the backend already, the others waited in the page: the new page gets all three, each counts once.
    const wanted = { ...before, 31: 1000, 32: 1000, 33: 1000 }
    await until('the scans given again', async () => figuresOf(await shop.receipt()).received[33] === 1000)
    expect(figuresOf(await shop.receipt()).received).toEqual(wanted)
    const stops = async () => (await shop.app.recording.sounds()).filter((name) => name === 'stop').length
    await shop.app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload())
    await pause(500)
    await sees(shop.page, '[data-testid=receipt][data-state=draft]', 20_000)
    expect(await stops()).toBe(0)
    expect(figuresOf(await shop.receipt()).received).toEqual(wanted)
  })

  test('the printer is off: posting and the screen are free, the job waits with a reason and goes through later', async () => {
    await shop.printer.setMode('off')
    await shop.openDelivery(shop.order(12))
    await shop.gun.scanAll([pieceOf(shop, 12, 1)], 0)
    const startedAt = Date.now()
    const number = await post(shop.page)
    expect(Date.now() - startedAt).toBeLessThan(5_000)
    await press(shop.page, 'Escape')
    await sees(shop.page, '[data-testid=receiving-list]', 3_000)
    await until('the job that failed', async () => (await jobs(number))[0]?.problem === 'PRINTER_REFUSED')
    // It is tried again from time to time, so one may be on its way just now; none has been handed over.
    await until('only waiting and failed jobs', async () =>
      (await jobs(number)).every(({ state }) => state === 'queued' || state === 'failed'),
    )
    await openModule(shop.page, 'labels')
    // labels of receipts that are still being scanned wait beside it
    const signed = (words: string) => shop.page.locator('[data-testid=label-state]').filter({ hasText: words }).first()
    const problem = shop.page.locator('[data-testid=label-problem]').filter({ hasText: '标签打印机拒绝连接' })
    await expect(problem.first()).toBeVisible()
    await expect(signed('失败')).toBeVisible()
    const before = shop.printer.jobs.length
    await shop.printer.setMode('ok')
    await until(
      'the job that goes through by itself',
      async () => (await jobs(number)).every(({ state }) => state === 'handedOver'),
      { withinMs: 20_000 },
    )
    expect(shop.printer.jobs).toHaveLength(before + 1)
    await expect(signed('已送出')).toBeVisible()
    await expect(signed('失败')).toHaveCount(0)
  })

  test('the printer hangs up in the middle: the job is uncertain and is not sent again without a person', async () => {
    await shop.printer.setMode('resets')
    await shop.openDelivery(shop.order(60))
    const calls = shop.printer.calls
    const number = await post(shop.page)
    await press(shop.page, 'Escape')
    await sees(shop.page, '[data-testid=receiving-list]', 3_000)
    await until('the uncertain job', async () => (await jobs(number)).some(({ state }) => state === 'unknown'))
    await shop.printer.setMode('neverReads')
    await pause(500)
    const uncertain = (await jobs(number)).filter(({ state }) => state === 'unknown').map(({ jobId }) => jobId)
    expect(shop.printer.calls - calls).toBeGreaterThan(0)
    await openModule(shop.page, 'labels')
    const words = shop.page.locator('[data-testid=label-problem]').filter({ hasText: '看纸，按 F7' })
    await expect(words.first()).toBeVisible()
    const labels = await jobs(number)
    expect(labels.filter(({ jobId }) => uncertain.includes(jobId)).every(({ printed }) => printed === 0)).toBe(true)
  })

  test('the printer takes calls and reads nothing: the screen stays free, nothing is called printed', async () => {
    await shop.printer.setMode('neverReads')
    await shop.openDelivery(shop.order(60))
    await shop.gun.scanAll([pieceOf(shop, 60, 30)], 0)
    const startedAt = Date.now()
    const number = await post(shop.page)
    await press(shop.page, 'Escape')
    await sees(shop.page, '[data-testid=receiving-list]', 3_000)
    await openTab(shop.page, 'receiving-list', 'done')
    await sees(shop.page, '[data-testid=done-row]')
    expect(Date.now() - startedAt).toBeLessThan(8_000)
    // The system took the bytes, or the printer kept silent: either way nobody says that paper came out.
    const done = ['handedOver', 'unknown', 'failed']
    await until('an end of the job', async () => done.includes((await jobs(number))[0]?.state ?? ''), {
      withinMs: 25_000,
    })
    await shop.printer.setMode('ok')
  })

  test('the line to headquarters: down, somebody else’s page, and silence each have their words', async () => {
    test.setTimeout(120_000)
    await openModule(shop.page, 'settings')
    await expect(badge()).toHaveAttribute('data-state', 'online')
    const problem = shop.page.locator('[data-testid=sync-problem]')
    await shop.hub.stop()
    await press(shop.page, 'F5')
    await expect(badge()).toHaveAttribute('data-state', 'offline')
    await expect(badge()).toContainText(/离线 \d\d:\d\d 起/)
    await expect(problem).toContainText('连不上总部')
    const page = await startFakeHub('html', shop.hub.port)
    await press(shop.page, 'F5')
    await expect(problem).toContainText('不是掌柜总部')
    await page.stop()
    const silence = await startFakeHub('hangs', shop.hub.port)
    await press(shop.page, 'F5')
    // Meanwhile the shop works on.
    await openModule(shop.page, 'stock')
    await openModule(shop.page, 'settings')
    await expect(problem).toContainText('没有及时回应', { timeout: 40_000 })
    await silence.stop()
    await shop.hub.start()
    await press(shop.page, 'F5')
    await expect(badge()).toHaveAttribute('data-state', 'online')
    await expect(badge()).toHaveAttribute('data-unsecured', '0')
    await expect(problem).toHaveText('没有')
  })

  test('five wrong PINs: the words count down, then the account is locked, and only that one', async () => {
    await shop.signIn(clerk)
    await lock(shop.page)
    await wrongPins()
    await expect(shop.page.locator('[data-testid=pin]')).toHaveAttribute('readonly')
    const pin = shop.hub.login(clerk).pin ?? ''
    const refused = { ok: false, error: { code: 'SIGN_IN_LOCKED' } }
    expect(await asked(shop.page, 'signIn.withPin', { userId: clerk, pin })).toMatchObject(refused)
    // A crash gives no tries back.
    const pid = await shop.app.killBackend()
    await until('another backend', async () => (await shop.app.backendPid()) !== pid, { withinMs: 20_000 })
    await ask(shop.page, 'app.status', {})
    expect(await asked(shop.page, 'signIn.withPin', { userId: clerk, pin })).toMatchObject(refused)
    await signIn(shop.page, shop.hub.login(manager))
  })

  test('five wrong PINs of somebody who was never here: headquarters counts them and locks', async () => {
    await lock(shop.page)
    await pickUser(shop.page, 's001.zhou')
    await wrongPins()
    await signIn(shop.page, shop.hub.login(manager))
  })

  const wrongPins = async (): Promise<void> => {
    const message = shop.page.locator('[data-testid=sign-in-message]')
    for (const left of [4, 3, 2, 1]) {
      await typePin(shop.page, '111111')
      await expect(message).toContainText(`还可以试 ${left} 次`)
    }
    await typePin(shop.page, '111111')
    await expect(message).toHaveAttribute('data-code', 'SIGN_IN_LOCKED')
    await expect(message).toContainText('锁定')
  }

  test('a second start ends with 0 and brings the first window back', async () => {
    await shop.app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    const second = runStoreApp({ dataDir: shop.app.dataDir })
    expect(await within('the second start', 20_000, second.exited)).toBe(0)
    expect(second.output.join('')).toContain('already open')
    const isBack = () =>
      shop.app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
    await until('the first window', isBack)
    await expect(shop.page.locator('[data-testid=user-name]')).toContainText('店长老程')
    expect(await shop.app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })
})

test.describe('a database file that is not ours, or not whole', () => {
  let folder: string
  let hubFile: string
  test.beforeAll(async () => {
    folder = temporaryFolder()
    hubFile = join(folder, 'other.db')
    await makeForeign(hubFile)
  })
  test.afterAll(() => removeFolder(folder))

  const cases: [string, string, string, (file: string) => void][] = [
    [
      'is not a database at all',
      'DATABASE_DAMAGED',
      '已损坏',
      (file) => writeFileSync(file, '这不是数据库\n'.repeat(500)),
    ],
    ['has a page of noise in it', 'DATABASE_DAMAGED', '已损坏', (file) => damage(hubFile, file)],
    ['is another program’s', 'DATABASE_FOREIGN', '不是掌柜写的', (file) => copyFileSync(hubFile, file)],
  ]
  for (const [name, code, words, make] of cases) {
    test(`the file ${name}: refused in words, and not a byte is changed`, async () => {
      const dataDir = join(folder, name.replaceAll(/\W/g, '-'))
      mkdirSync(dataDir)
      const file = join(dataDir, 'store.db')
      make(file)
      const before = hashOf(file)
      const app = await StoreApp.start({ dataDir })
      try {
        await sees(app.page, '[data-testid=refused]')
        await expect(app.page.locator('[data-testid=refused]')).toHaveAttribute('data-code', code)
        expect(await textOf(app.page, 'refused')).toContain(words)
        expect(await textOf(app.page, 'refused')).toContain('没有改动任何数据')
      } finally {
        await app.close()
      }
      expect(hashOf(file)).toBe(before)
    })
  }
})

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

/** A sound SQLite file with tables of another program, several pages long. */
const makeForeign = (file: string): Promise<void> =>
  new Promise((done, fail) => {
    const database = new sqlite3.Database(file)
    database.exec(
      `CREATE TABLE song (id INTEGER PRIMARY KEY, title TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
       INSERT INTO song (title) SELECT 'song number ' || i FROM n`,
      (error) => (error ? fail(error) : database.close((closing) => (closing ? fail(closing) : done()))),
    )
  })

/** The header stays whole, the pages behind it do not. */
const damage = (from: string, to: string): void => {
  const bytes = readFileSync(from)
  // "ZGst": the header still says that the file is ours.
  bytes.writeUInt32BE(0x5a477374, 68)
  bytes.fill(0xa5, 4096, 4096 * 5)
  writeFileSync(to, bytes)
}
