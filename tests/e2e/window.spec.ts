/** The window itself: what a page cannot do, both languages, no mouse traps, every screen accessible and fitting. */
import { expect, type Page, test } from '@playwright/test'
import { codesOf } from '../support/demo/goods'
import { ask, lock, openModule, press, sees, still, typeText } from '../support/devices/person'
import { focusWindow, realKey } from '../support/devices/realKeys'
import { pause, until } from '../support/devices/waiting'
import { chineseWords, graveFindings, languages, sideways, switchTo } from './looks'
import { closed, figuresOf, manager, openTab, post, Shop } from './shop'

// One shop for all, and each test leaves it as the next can use it.

let shop: Shop

test.beforeAll(async () => {
  shop = await Shop.open()
})
test.afterAll(() => closed(shop))
// A failed test starts a new shop, so each one sees to it that the manager stands at the screen.
const atWork = async (): Promise<void> => {
  if ((await shop.page.locator('[data-testid=user-name]:visible').count()) === 0) await shop.signIn(manager)
}

test('the page is sandboxed: no Node, two functions, nothing else', async () => {
  const preferences = await shop.app.electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } = contents.getLastWebPreferences()
    return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity }
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
  })
  expect(preferences.webSecurity).not.toBe(false)
  const globals = await shop.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in window),
  )
  expect(globals).toEqual([])
  expect(await shop.page.evaluate(() => Object.keys(window.zhanggui ?? {}).sort())).toEqual(['invoke', 'subscribe'])
})

test('the policy of the page is strict, and holds', async () => {
  const policy = await shop.page.evaluate(async () =>
    (await fetch('/index.html')).headers.get('content-security-policy'),
  )
  const directives = Object.fromEntries(
    (policy ?? '').split('; ').map((part) => [part.split(' ')[0], part.slice(part.indexOf(' ') + 1)]),
  )
  expect(directives).toEqual({
    'default-src': "'self'",
    'script-src': "'self'",
    'style-src': "'self' 'unsafe-inline'",
    'img-src': "'self' data:",
    'font-src': "'self' data:",
    'connect-src': "'self'",
    'object-src': "'none'",
    'frame-src': "'none'",
    'worker-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  })
  const ran = await shop.page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.inlineRan = true'
    document.head.append(script)
    return 'inlineRan' in window
  })
  expect(ran).toBe(false)
  const reached = await shop.page.evaluate(
    (url) =>
      fetch(`${url}/health`).then(
        () => true,
        () => false,
      ),
    shop.hub.url,
  )
  expect(reached).toBe(false)
})

test('the keys that reload or close a page do nothing', async () => {
  await atWork()
  await shop.page.evaluate(() => {
    ;(window as unknown as { mark: number }).mark = 1
  })
  await focusWindow()
  await realKey('F5', 'ctrl+r', 'ctrl+shift+r', 'ctrl+w', 'ctrl+F4', 'ctrl+shift+i', 'F11', 'alt+Left')
  await pause(400)
  expect(await shop.page.evaluate(() => (window as unknown as { mark?: number }).mark)).toBe(1)
  const state = await shop.app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return { fullScreen: window?.isFullScreen(), devTools: window?.webContents.isDevToolsOpened() }
  })
  expect(state).toEqual({ fullScreen: false, devTools: false })
})

test('the language is switched live, and the draft stays as it was', async () => {
  await atWork()
  await shop.openDelivery(shop.order(60))
  const line = shop.order(60).lines[0]
  await shop.gun.scanAll([codesOf(shop.chain, line?.sku ?? '').piece.code], 0)
  const before = figuresOf(await shop.receipt())
  await expect(shop.page.locator('[data-testid=result]')).toContainText('已加')
  await switchTo(shop.page, 'en-US')
  await expect(shop.page.locator('[data-testid=result]')).toContainText('Added')
  await expect(shop.page.locator('[data-testid=nav-receiving]')).toContainText('Receiving')
  await expect(shop.page.locator('[data-testid=lines-row].touched [data-column=received]')).toHaveText('1')
  expect(await chineseWords(shop.page, shop.names)).toEqual([])
  await switchTo(shop.page, 'zh-CN')
  await expect(shop.page.locator('[data-testid=result]')).toContainText('已加')
  expect(figuresOf(await shop.receipt())).toEqual(before)
})

/** Every screen and panel a user can be on, and how to get there and away. */
const screens: [string, (page: Page) => Promise<unknown>, string[]][] = [
  ['home', (page) => openModule(page, 'home'), []],
  ['receiving', (page) => openModule(page, 'receiving'), []],
  ['receipt', () => shop.openDelivery(shop.order(60)), []],
  ['tray', (page) => press(page, 'Control+u').then(() => sees(page, '[data-testid=tray]')), ['Escape']],
  ['post', (page) => press(page, 'F12').then(() => sees(page, '[data-testid=post-dialog]')), ['Escape']],
  ['cancel', (page) => press(page, 'Control+Delete').then(() => sees(page, '[data-testid=cancel-dialog]')), ['Escape']],
  ['keys', (page) => press(page, 'F1').then(() => sees(page, '[data-testid=key-overlay]')), ['Escape']],
  ['receiving in progress', (page) => openDrafts(page), []],
  ['stock', (page) => openModule(page, 'stock'), []],
  ['labels', (page) => openModule(page, 'labels'), []],
  ['settings', (page) => openModule(page, 'settings'), []],
]

for (const language of languages) {
  test(`axe finds nothing serious on any screen, ${language}`, async () => {
    test.setTimeout(120_000)
    await atWork()
    await switchTo(shop.page, language)
    for (const [name, open, away] of screens) {
      await open(shop.page)
      await still(shop.page)
      expect.soft(await graveFindings(shop.page, 'electron'), `${name} in ${language}`).toEqual([])
      expect
        .soft(language === 'en-US' ? await chineseWords(shop.page, shop.names) : [], `Chinese words on ${name}`)
        .toEqual([])
      await press(shop.page, ...away)
    }
    await lock(shop.page)
    expect.soft(await graveFindings(shop.page, 'electron'), `sign-in in ${language}`).toEqual([])
    await shop.signIn(manager)
  })
}

test('nothing scrolls sideways and the grid shows enough rows on the small screens shops have', async () => {
  test.setTimeout(180_000)
  await atWork()
  for (const [width, height, rowsMin] of [
    [1366, 688, 17],
    [1280, 640, 15],
    [1093, 534, 11],
  ] as const) {
    await resize(width, height)
    for (const language of languages) {
      await switchTo(shop.page, language)
      for (const [name, open, away] of screens) {
        await open(shop.page)
        await still(shop.page)
        expect.soft(await sideways(shop.page), `${name} at ${width}×${height} in ${language}`).toEqual([])
        if (name === 'receipt') await fold(shop.page)
        if (name === 'receipt')
          expect.soft(await wholeRows(shop.page), `rows at ${width}×${height}`).toBeGreaterThanOrEqual(rowsMin)
        await press(shop.page, ...away)
      }
    }
  }
  await resize(1366, 768)
})

test('after posting: the receipt, its dialog and the ledger are accessible too', async () => {
  await atWork()
  await switchTo(shop.page, 'zh-CN')
  await shop.openDelivery(shop.order(60))
  await shop.gun.scanAll([codesOf(shop.chain, shop.order(60).lines[0]?.sku ?? '').piece.code], 0)
  await post(shop.page)
  await still(shop.page)
  expect.soft(await graveFindings(shop.page, 'electron'), 'posted dialog').toEqual([])
  await press(shop.page, 'Escape')
  await openTab(shop.page, 'receiving-list', 'done')
  await sees(shop.page, '[data-testid=done-row]')
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=receipt][data-state=posted]')
  await still(shop.page)
  expect.soft(await graveFindings(shop.page, 'electron'), 'posted receipt').toEqual([])
  await openModule(shop.page, 'labels')
  await sees(shop.page, '[data-testid=label-state]')
  await still(shop.page)
  expect.soft(await graveFindings(shop.page, 'electron'), 'labels with jobs').toEqual([])
  await openModule(shop.page, 'stock')
  await typeText(shop.page, shop.order(60).lines[0]?.sku ?? '')
  await until('one product', async () => (await shop.page.locator('[data-testid=stock-grid-row]').count()) === 1)
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=ledger-document]')
  await still(shop.page)
  expect.soft(await graveFindings(shop.page, 'electron'), 'ledger').toEqual([])
  expect((await ask(shop.page, 'stock.list', { onlyMoved: true })).rows).toHaveLength(1)
})

// Last: the driver takes a refused navigation for one that is still under way, and waits for it ever after.
test('leaving, opening windows and reaching other files are refused', async () => {
  const here = shop.page.url()
  await shop.page.evaluate((url) => window.location.assign(url), shop.hub.consoleUrl)
  await pause(300)
  expect(shop.page.url()).toBe(here)
  expect(await shop.page.evaluate((url) => window.open(url), shop.hub.consoleUrl)).toBeNull()
  expect(await shop.app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  const answers = await shop.page.evaluate(() =>
    Promise.all(
      ['/../main/index.js', '/%2e%2e/main/index.js', '/..%5cmain%5cindex.js', '//etc/passwd.txt'].map((path) =>
        fetch(`app://store${path}`).then(
          ({ status }) => status,
          () => 0,
        ),
      ),
    ),
  )
  expect(answers.filter((status) => status === 200)).toEqual([])
  const refused = await shop.page.evaluate(() => window.zhanggui?.invoke('no.suchOperation', {}, crypto.randomUUID()))
  expect(refused).toMatchObject({ ok: false, error: { code: 'UNKNOWN_OPERATION' } })
})

const openDrafts = async (page: Page): Promise<void> => {
  await openModule(page, 'receiving')
  await openTab(page, 'receiving-list', 'drafts')
  await sees(page, '[data-testid=drafts-row]')
}

const resize = async (width: number, height: number): Promise<void> => {
  await shop.app.electron.evaluate(
    ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w as number, h as number),
    [width, height],
  )
  await until(`${width}×${height}`, () =>
    shop.page.evaluate(([w, h]) => window.innerWidth === w && window.innerHeight === h, [width, height]),
  )
}

/** As the first scan does. */
const fold = async (page: Page): Promise<void> => {
  if ((await page.locator('[data-testid=receipt-details]').count()) > 0) await press(page, 'F8')
  await expect(page.locator('[data-testid=receipt-details]')).toHaveCount(0)
}

const wholeRows = (page: Page): Promise<number> =>
  page.evaluate(() => Math.floor((document.querySelector('[data-testid=lines-body]')?.clientHeight ?? 0) / 28))
