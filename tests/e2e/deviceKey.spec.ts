/**
 * Where the key of a PC is, as the real system here answers; a PC that HQ disables, restores and gives a new key, by the
 * screens of both sides' people. The pictures are for looking at.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import sqlite3 from 'sqlite3'
import { ask, lock, openModule, press, sees, typeText } from '../support/devices/person'
import { pause, until } from '../support/devices/waiting'
import { switchTo } from './looks'
import { closed, manager, Shop } from './shop'

let shop: Shop
const picture = (name: string): Promise<void> => shop.app.screenshot(`test-results/device-key-${name}.png`)

test.beforeAll(async () => {
  shop = await Shop.open()
})
test.afterAll(() => closed(shop))

const kept = (): Promise<{ kept: string }> => {
  const database = new sqlite3.Database(shop.app.databaseFile, sqlite3.OPEN_READONLY)
  return new Promise((done, fail) => {
    database.get(`SELECT value FROM meta WHERE key = 'deviceSecrets'`, (error, row) => {
      database.close()
      if (error) fail(error)
      else done(JSON.parse((row as { value: string }).value) as { kept: string })
    })
  })
}

/** HQ by its own door; the steps of the console have a test of their own. */
const atHq = async (): Promise<(name: string, input: object) => Promise<{ ok: boolean; value: { code: string } }>> => {
  const jar = { cookie: '' }
  const call = async (name: string, input: object) => {
    const headers = { 'content-type': 'application/json', 'x-zhanggui': '1', cookie: jar.cookie }
    const url = `${shop.hub.url}/api/${name.replace('.', '/')}`
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) })
    jar.cookie = response.headers.get('set-cookie')?.split(';')[0] ?? jar.cookie
    return (await response.json()) as { ok: boolean; value: { code: string } }
  }
  const { id, password } = shop.hub.login('hq.admin')
  expect((await call('signIn.withPassword', { userId: id, password })).ok).toBe(true)
  return call
}

const deviceId = async (): Promise<string> => {
  const database = new sqlite3.Database(shop.app.databaseFile, sqlite3.OPEN_READONLY)
  return new Promise((done) => {
    database.get(`SELECT json_extract(value, '$.deviceId') AS id FROM meta WHERE key = 'enrolment'`, (_error, row) => {
      database.close()
      done((row as { id: string }).id)
    })
  })
}

test('the app says the truth about where its key is', async () => {
  const { keyKept } = await ask(shop.page, 'app.status', {})
  const available = await shop.app.electron.evaluate(({ safeStorage }) => {
    if (!safeStorage.isEncryptionAvailable()) return false
    return process.platform !== 'linux' || safeStorage.encryptString('x').subarray(0, 3).toString() === 'v11'
  })
  expect(keyKept).toBe(available ? 'system' : 'file')
  expect((await kept()).kept).toBe(keyKept)
  const inClear = ['', '-wal'].some((end) => {
    try {
      return readFileSync(shop.app.databaseFile + end, 'latin1').includes('PRIVATE KEY')
    } catch {
      return false
    }
  })
  expect(inClear).toBe(!available)
  await shop.signIn(manager)
  for (const language of ['zh-CN', 'en-US'] as const) {
    await switchTo(shop.page, language)
    await openModule(shop.page, 'settings')
    await expect(shop.page.locator('[data-testid=key-kept]')).toHaveAttribute('data-kept', keyKept)
    await shop.page.locator('[data-testid=key-section]').scrollIntoViewIfNeeded()
    await picture(`settings-${language}`)
  }
  await switchTo(shop.page, 'zh-CN')
})

test('disabled at HQ: everybody is out and it says why; restored, it comes back by itself', async () => {
  const hq = await atHq()
  const input = { deviceId: await deviceId(), reason: '电脑丢了' }
  expect((await hq('device.revoke', input)).ok).toBe(true)
  await sees(shop.page, '[data-testid=revoked-band]', 30_000)
  await sees(shop.page, '[data-testid=sign-in]')
  for (const language of ['zh-CN', 'en-US'] as const) {
    await switchTo(shop.page, language)
    await pause(200)
    await picture(`revoked-${language}`)
  }
  await switchTo(shop.page, 'zh-CN')
  expect((await hq('device.restore', input)).ok).toBe(true)
  await until('the PC at work again', async () => !(await ask(shop.page, 'app.status', {})).revoked, {
    withinMs: 100_000,
    everyMs: 1_000,
  })
  await expect(shop.page.locator('[data-testid=revoked-band]')).toHaveCount(0)
  // the language button has the focus still
  await shop.page.locator(`[data-testid="user-${manager}"]`).click()
  await shop.signIn(manager)
})

test('a key HQ does not know: the band tells the way out, and a recovery code is one', async () => {
  const hq = await atHq()
  const id = await deviceId()
  // somebody else got this PC's recovery: what it holds itself counts no more
  const made = await hq('device.createRecoveryCode', { deviceId: id })
  const publicKey = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE='
  const thief = { code: made.value.code, deviceId: id, publicKey, protocolVersion: 1 }
  expect((await hq('sync.recover', thief)).ok).toBe(true)
  await sees(shop.page, '[data-testid=key-lost-band]', 30_000)
  for (const language of ['zh-CN', 'en-US'] as const) {
    await switchTo(shop.page, language)
    await picture(`lost-${language}`)
  }
  await switchTo(shop.page, 'zh-CN')
  const { code } = (await hq('device.createRecoveryCode', { deviceId: id })).value
  await shop.page.locator('[data-testid=key-recover]').click()
  // the first letter would go nowhere before the field has the focus
  await expect(shop.page.locator('[data-testid=recover-code]')).toBeFocused()
  await typeText(shop.page, code)
  await picture('dialog')
  await press(shop.page, 'Enter')
  await expect(shop.page.locator('[data-testid=key-lost-band]')).toHaveCount(0, { timeout: 30_000 })
  await until('online', async () => (await ask(shop.page, 'app.status', {})).sync.state === 'online', {
    withinMs: 30_000,
  })
  await lock(shop.page)
})
