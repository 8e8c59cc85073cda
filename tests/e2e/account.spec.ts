/**
 * One's own account at HQ, in a real browser and with the keyboard alone: two-step sign-in switched on with the picture a
 * phone would read, a session ended from elsewhere, the password once more before the policy changes, and a password
 * somebody else set.
 */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import sqlite3 from 'sqlite3'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import * as hq from '../support/demo/console'
import { openBrowser } from '../support/devices/browser'
import { HubProcess } from '../support/devices/hubProcess'
import { tabTo } from '../support/devices/person'
import { graveFindings, sideways } from './looks'
import { removeFolder, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

const userId = 'hq.operations'
const better = 'Kailan-und-Doufu-77'
let folder: string
let hub: HubProcess
let browser: Browser
let page: Page
let secret = ''
let recoveryCodes: string[] = []

test.beforeAll(async () => {
  folder = temporaryFolder()
  hub = await HubProcess.start(join(folder, 'hub'))
  browser = await openBrowser()
  page = await hq.openConsole(browser, hub.consoleUrl)
})
test.afterAll(async () => {
  await browser?.close()
  await hub?.stop()
  removeFolder(folder)
})

const at = (testId: string, where = page) => where.locator(`[data-testid="${testId}"]`)

/** Time passes, or an administrator does something no page is needed for here: straight in the hub's file. */
const inDatabase = (sql: string): Promise<void> =>
  new Promise((done, fail) => {
    const database = new sqlite3.Database(hub.databaseFile)
    database.run(sql, (error) => {
      database.close()
      if (error) fail(error)
      else done()
    })
  })

const appCode = (aheadMs = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + aheadMs })

const type = async (testId: string, text: string): Promise<void> => {
  await expect(at(testId)).toBeFocused()
  await page.keyboard.type(text)
}

const looksRight = async (): Promise<void> => {
  expect(await graveFindings(page)).toEqual([])
  expect(await sideways(page)).toEqual([])
}

test('the account is one key from the name in the bar', async () => {
  await hq.signIn(page, hub.login(userId))
  await tabTo(page, 'nav-account')
  await page.keyboard.press('Enter')
  await expect(at('totp-state')).toHaveText('未开启')
  await expect(at('session-own')).toHaveCount(1)
  await looksRight()
})

test('two-step sign-in: the picture says what the typed key says, and the first code switches it on', async () => {
  await tabTo(page, 'totp-on')
  await page.keyboard.press('Enter')
  await expect(at('totp-qr')).toBeVisible()
  secret = ((await at('totp-secret').textContent()) ?? '').replace(/\s/g, '')
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(await readPicture(await at('totp-qr').screenshot())).toContain(`secret=${secret}`)
  await looksRight()
  await type('totp-code', '000000')
  await page.keyboard.press('Enter')
  await expect(at('totp-refused')).toHaveAttribute('data-code', 'WRONG_TOTP')
  await type('totp-code', appCode())
  await page.keyboard.press('Enter')
  await expect(at('recovery-codes').locator('li')).toHaveCount(10)
  recoveryCodes = await at('recovery-codes').locator('code').allTextContents()
  await looksRight()
  await tabTo(page, 'codes-kept')
  await page.keyboard.press('Enter')
  await expect(at('totp-state')).toHaveText('已开启')
})

const readPicture = async (png: Buffer): Promise<string> => {
  const wasm = createRequire(__filename).resolve('zxing-wasm/reader/zxing_reader.wasm')
  await prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer },
    fireImmediately: true,
  })
  const [read] = await readBarcodes(new Uint8Array(png), { formats: ['QRCode'] })
  return read?.text ?? 'nothing was read'
}

test('signing in takes the code now; a wrong one says how many tries are left', async () => {
  await tabTo(page, 'sign-out')
  await page.keyboard.press('Enter')
  await type('sign-in-password', hub.login(userId).password)
  await page.keyboard.press('Enter')
  await type('sign-in-code', '000000')
  await looksRight()
  await page.keyboard.press('Enter')
  await expect(at('sign-in-message')).toContainText('还可以试 4 次')
  await type('sign-in-code', appCode(30_000))
  await page.keyboard.press('Enter')
  await expect(at('user-name')).toBeVisible()
})

test('after ten minutes the policy is saved with the password and a code once more, and not without', async () => {
  await page.goto(`${hub.consoleUrl}#/policy?tab=general`)
  await at('policy-near-expiry').fill('9')
  await tabTo(page, 'policy-save')
  await page.keyboard.press('Enter')
  await type('policy-dialog-reason', '临期改为九天')
  await inDatabase('UPDATE session SET steppedUpAtMs = 0')
  await page.keyboard.press('Control+Enter')
  await expect(at('step-up')).toBeVisible()
  await looksRight()
  await page.keyboard.press('Escape')
  await expect(at('step-up')).toHaveCount(0)
  await expect(at('policy-dialog-refused')).toHaveAttribute('data-code', 'STEP_UP_NEEDED')
  await at('policy-dialog-reason').focus()
  await page.keyboard.press('Control+Enter')
  await type('step-up-password', hub.login(userId).password)
  await page.keyboard.press('Enter')
  await type('step-up-code', recoveryCodes[0] ?? '')
  await page.keyboard.press('Enter')
  await expect(at('step-up')).toHaveCount(0)
  await expect(at('policy-dialog')).toHaveCount(0)
  await expect(at('policy-version')).toContainText('2')
})

test('an administrator finds the session and ends it; its page is back at signing in within seconds', async () => {
  const desk = await hq.openConsole(browser, hub.consoleUrl)
  await hq.signIn(desk, hub.login('hq.admin'))
  await desk.goto(`${hub.consoleUrl}#/sessions`)
  await expect(at(`session-row-${userId}`, desk)).toHaveCount(1)
  expect(await graveFindings(desk)).toEqual([])
  expect(await sideways(desk)).toEqual([])
  await at('filter-search', desk).fill('总部运营')
  await expect(at('session-row-hq.admin', desk)).toHaveCount(0)
  await at('end-session', desk).click()
  await desk.keyboard.press('Control+Enter')
  await expect(at(`session-row-${userId}`, desk)).toHaveCount(0)
  await expect(at('sign-in-message')).toContainText('登录已过期')
  await desk.context().close()
})

test('a password somebody else set is changed before anything else', async () => {
  await inDatabase(`UPDATE userSecret SET mustChangePassword = 1 WHERE userId = '${userId}'`)
  await type('sign-in-password', hub.login(userId).password)
  await page.keyboard.press('Enter')
  await type('sign-in-code', recoveryCodes[1] ?? '')
  await page.keyboard.press('Enter')
  await expect(at('password-due')).toBeVisible()
  await looksRight()
  await page.keyboard.type(hub.login(userId).password)
  await tabTo(page, 'new-password')
  await page.keyboard.type('hq.operations1')
  await tabTo(page, 'repeat-password')
  await page.keyboard.type('hq.operations1')
  await page.keyboard.press('Enter')
  await expect(at('new-password-refused')).toContainText('不能含有自己的账号')
  await at('new-password').fill(better)
  await at('repeat-password').fill(better)
  await page.keyboard.press('Enter')
  await expect(at('user-name')).toBeVisible()
})

test('English, and the account page in it', async () => {
  await page.goto(`${hub.consoleUrl}#/account`)
  await at('language').click()
  await expect(at('totp-state')).toHaveText('On')
  await expect(at('codes-left')).toContainText('8')
  await expect(at('password-changed')).not.toContainText('Not by you')
  await looksRight()
})

test('who lost the phone: an administrator switches the second step off, and the next sign-in takes the password alone', async () => {
  await at('language').click()
  const desk = await hq.openConsole(browser, hub.consoleUrl)
  await hq.signIn(desk, hub.login('hq.admin'))
  await desk.goto(`${hub.consoleUrl}#/users/${userId}`)
  await tabTo(desk, 'reset-totp')
  await desk.keyboard.press('Enter')
  await expect(at('reset-dialog', desk)).toBeVisible()
  expect(await graveFindings(desk)).toEqual([])
  await desk.keyboard.press('Control+Enter')
  await expect(at('reset-dialog', desk)).toHaveCount(0)
  await expect(at('reset-totp', desk)).toHaveCount(0)
  await desk.context().close()
  // whoever sits there under the old account is put out as well
  await expect(at('sign-in-message')).toContainText('登录已过期')
  await withPasswordAlone()
  await page.goto(`${hub.consoleUrl}#/account`)
  await expect(at('totp-state')).toHaveText('未开启')
})

test('switched on again and off by its owner: the password and a code, and neither alone', async () => {
  await tabTo(page, 'totp-on')
  await page.keyboard.press('Enter')
  await expect(at('totp-secret')).toBeVisible()
  secret = ((await at('totp-secret').textContent()) ?? '').replace(/\s/g, '')
  await type('totp-code', appCode())
  await page.keyboard.press('Enter')
  await tabTo(page, 'codes-kept')
  await page.keyboard.press('Enter')
  await expect(at('totp-state')).toHaveText('已开启')
  await tabTo(page, 'totp-off')
  await page.keyboard.press('Enter')
  await type('totp-end-password', 'not the password')
  await tabTo(page, 'totp-end-code')
  await page.keyboard.type(appCode(30_000))
  await looksRight()
  await page.keyboard.press('Enter')
  await expect(at('totp-end-refused')).toHaveAttribute('data-code', 'WRONG_PASSWORD')
  await type('totp-end-password', better)
  await tabTo(page, 'totp-end-code')
  await page.keyboard.type('000000')
  await page.keyboard.press('Enter')
  await expect(at('totp-end-refused')).toHaveAttribute('data-code', 'WRONG_TOTP')
  // the password was right and stays
  await type('totp-end-code', appCode(30_000))
  await page.keyboard.press('Enter')
  await expect(at('totp-state')).toHaveText('未开启')
  await expect(at('totp-on')).toBeFocused()
  await tabTo(page, 'sign-out')
  await page.keyboard.press('Enter')
  await withPasswordAlone()
})

const withPasswordAlone = async (): Promise<void> => {
  await type('sign-in-password', better)
  await page.keyboard.press('Enter')
  await expect(at('user-name')).toBeVisible()
}
