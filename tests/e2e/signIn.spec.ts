/** Sign-in and the locked window in the real app: by hand and by being left alone, PIN and password, same user and another. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openDatabase } from '../../src/database/openDatabase'
import { seedChain } from '../../src/hub/seed'
import { codesOf, todaysChain } from '../support/demo/goods'
import { HubProcess } from '../support/devices/hubProcess'
import {
  ask,
  asked,
  focusedTestId,
  lock,
  pickUser,
  press,
  sees,
  signIn,
  still,
  typePin,
  typeText,
} from '../support/devices/person'
import { pause, until } from '../support/devices/waiting'
import { chineseWords, graveFindings, languages, sideways, switchTo } from './looks'
import { clerk, closed, figuresOf, manager, removeFolder, Shop, storeCode, temporaryFolder } from './shop'

let folder: string
let hub: HubProcess
let shop: Shop

const at = (testId: string) => shop.page.locator(`[data-testid="${testId}"]`)
/** the screens of the shop, whatever the lock screen has of the same names */
const below = (testId: string) => shop.page.locator(`.shell-holder [data-testid="${testId}"]`)
const pictures = process.env.ZHANGGUI_PICTURES

const photograph = async (name: string): Promise<void> => {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await still(shop.page)
  await shop.page.screenshot({ path: join(pictures, `${name}.png`) })
}

/** HQ's policy here: a window left alone for a minute is locked. */
const startHubOfMinutes = async (): Promise<void> => {
  const chain = todaysChain()
  const policy = { ...chain.policy, signIn: { ...chain.policy.signIn, idleLockMinutes: 1 } }
  const data = join(folder, 'hub')
  mkdirSync(data, { recursive: true })
  const database = await openDatabase('hub', join(data, 'hub.db'))
  await seedChain(database, { ...chain, policy }, new Date().toISOString())
  await database.close()
  hub = await HubProcess.start(data)
}

test.beforeAll(async () => {
  folder = temporaryFolder()
  await startHubOfMinutes()
  shop = await Shop.openAnother(hub, storeCode)
})
test.afterAll(async () => {
  await closed(shop)
  await hub?.stop()
  removeFolder(folder)
})

const atWork = async (userId: string): Promise<void> => {
  await shop.signIn(userId)
  await shop.openDelivery(shop.order(60))
}

const isUnseen = async (): Promise<void> => {
  await expect(at('lock-screen')).toBeVisible()
  await expect(below('receipt')).toBeHidden()
  await expect(below('user-name')).toBeHidden()
  // what a screen reader is given: one main part, and nothing of the receipt
  expect(await shop.page.getByRole('main').count()).toBe(1)
  expect(await shop.page.getByRole('navigation').count()).toBe(0)
  expect(await shop.page.getByRole('grid').count()).toBe(0)
}

test('Ctrl+L locks over the draft; its user comes back to the very same, by PIN and by keyboard alone', async () => {
  await atWork(manager)
  const sku = shop.order(60).lines[0]?.sku ?? ''
  await shop.gun.scanAll([codesOf(shop.chain, sku).piece.code], 0)
  const before = figuresOf(await shop.receipt())
  const address = shop.page.url()
  const focusBefore = await focusedTestId(shop.page)
  await press(shop.page, '1', '2', '*')
  await lock(shop.page)
  await isUnseen()
  await expect(at('sign-in')).toHaveAttribute('data-locked', 'true')
  await expect(at(`user-${manager}`)).toHaveAttribute('aria-checked', 'true')
  // the keys of the screen below are gone with it
  await press(shop.page, 'F12', 'Alt+2', 'F1', 'Control+u')
  await isUnseen()
  expect(await shop.page.getByRole('dialog').count()).toBe(0)
  expect(shop.page.url()).toBe(address)
  // a scan is refused aloud and changes nothing
  await shop.line.scan(codesOf(shop.chain, sku).piece.code)
  await sees(shop.page, '[data-testid=stop-band]')
  await expect(at('stop-band')).toContainText('请先登录')
  expect(await asked(shop.page, 'stock.list', {})).toMatchObject({ error: { code: 'SESSION_LOCKED' } })
  await typePin(shop.page, '111111')
  await expect(at('sign-in-message')).toHaveAttribute('data-code', 'WRONG_PIN')
  await isUnseen()
  await typePin(shop.page, hub.login(manager).pin ?? '')
  await expect(at('lock-screen')).toHaveCount(0)
  await sees(shop.page, '[data-testid=receipt][data-state=draft]')
  expect(shop.page.url()).toBe(address)
  expect(figuresOf(await shop.receipt())).toEqual(before)
  await until('the focus where it was', async () => (await focusedTestId(shop.page)) === focusBefore)
  // typed before the lock and not spent yet
  await shop.gun.scanAll([codesOf(shop.chain, shop.order(60).lines[1]?.sku ?? '').piece.code], 0)
  const line = (await shop.receipt()).lines.find((one) => one.sku === shop.order(60).lines[1]?.sku)
  expect(line?.quantity).toBe(12_000)
})

test('an open dialog is hidden with its screen and is there again afterwards', async () => {
  await atWork(manager)
  await press(shop.page, 'F12')
  await sees(shop.page, '[data-testid=post-dialog]')
  await lock(shop.page)
  await expect(at('post-dialog')).toBeHidden()
  await isUnseen()
  expect(await shop.page.getByRole('dialog').count()).toBe(0)
  await press(shop.page, 'Control+Enter', 'Escape')
  await shop.line.scan('6900000000000')
  await expect(at('stop-band')).toContainText('请先登录')
  await photograph('lock-over-dialog')
  await signIn(shop.page, hub.login(manager))
  await expect(at('post-dialog')).toBeVisible()
  await press(shop.page, 'Escape')
  await expect(at('post-dialog')).toBeHidden()
  expect((await shop.receipt()).header.state).toBe('draft')
})

test('another user takes the seat: the same place, nothing of what only the former may see', async () => {
  await atWork(manager)
  const address = shop.page.url()
  await lock(shop.page)
  await pickUser(shop.page, clerk)
  await expect(at('whose-work')).toContainText('换成')
  await typePin(shop.page, hub.login(clerk).pin ?? '')
  await expect(below('user-name')).toContainText('小林')
  await sees(shop.page, '[data-testid=receipt]')
  expect(shop.page.url()).toBe(address)
  expect((await ask(shop.page, 'signIn.current', {})).session?.userId).toBe(clerk)
})

test('a password instead of the PIN, and it is remembered which', async () => {
  await shop.signIn(clerk)
  await lock(shop.page)
  await press(shop.page, 'Alt+p')
  await expect(at('pin')).toHaveAttribute('data-kind', 'password')
  await expect(at('pin')).toBeFocused()
  await typeText(shop.page, 'not-it')
  await press(shop.page, 'Enter')
  await expect(at('sign-in-message')).toHaveAttribute('data-code', 'WRONG_PASSWORD')
  await expect(at('sign-in-message')).toContainText('还可以试 4 次')
  await typeText(shop.page, hub.login(clerk).password)
  await press(shop.page, 'Enter')
  await expect(at('lock-screen')).toHaveCount(0)
  await lock(shop.page)
  await expect(at('pin')).toHaveAttribute('data-kind', 'password')
  await press(shop.page, 'Alt+p')
  await typePin(shop.page, hub.login(clerk).pin ?? '')
  await expect(at('lock-screen')).toHaveCount(0)
})

test('left alone for the time HQ gave, the window locks itself; scanning and typing keep it open; a crash keeps it locked', async () => {
  test.setTimeout(240_000)
  await atWork(clerk)
  const codes = shop
    .order(60)
    .lines.slice(2, 6)
    .map(({ sku }) => codesOf(shop.chain, sku).piece.code)
  const startedMs = performance.now()
  for (const code of codes) {
    await shop.gun.scanAll([code], 0)
    if (code !== codes.at(-1)) await pause(10_000)
  }
  const before = figuresOf(await shop.receipt())
  await expect(at('lock-screen')).toBeVisible({ timeout: 90_000 })
  // The minute began anew with the last of the scans, thirty seconds after the first.
  expect(performance.now() - startedMs).toBeGreaterThan(85_000)
  await isUnseen()
  const pid = await shop.app.killBackend()
  await until('another backend', async () => (await shop.app.backendPid()) !== pid, { withinMs: 20_000 })
  await ask(shop.page, 'app.status', {})
  expect(await ask(shop.page, 'signIn.current', {})).toMatchObject({ locked: true })
  await isUnseen()
  await signIn(shop.page, hub.login(clerk))
  expect(figuresOf(await shop.receipt())).toEqual(before)
})

test('both faces in both languages: nothing sticks out, nothing hides from a screen reader', async () => {
  test.setTimeout(180_000)
  await shop.signIn(manager)
  for (const language of languages) {
    await switchTo(shop.page, language)
    await lock(shop.page)
    await photograph(`lock-${language}`)
    expect(await graveFindings(shop.page, 'electron')).toEqual([])
    expect(await sideways(shop.page)).toEqual([])
    if (language === 'en-US') expect(await chineseWords(shop.page, shop.names)).toEqual([])
    await press(shop.page, 'ArrowDown')
    await photograph(`lock-other-${language}`)
    await press(shop.page, 'Alt+p')
    await typeText(shop.page, 'not-it')
    await press(shop.page, 'Enter')
    await sees(shop.page, '[data-testid=sign-in-message]')
    await photograph(`lock-password-${language}`)
    expect(await graveFindings(shop.page, 'electron')).toEqual([])
    await press(shop.page, 'Alt+p')
    await signIn(shop.page, hub.login(manager))
    await shop.page.evaluate(() => window.zhanggui?.invoke('signIn.out', {}, crypto.randomUUID()))
    await sees(shop.page, '[data-testid=sign-in][data-locked=false]')
    await photograph(`sign-in-${language}`)
    await signIn(shop.page, hub.login(manager))
  }
  await switchTo(shop.page, 'zh-CN')
})
