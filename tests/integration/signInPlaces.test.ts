/**
 * Where wrong tries count: at the place they come from. A stranger shuts their own door and nobody else's; many strangers
 * together are slowed. And which place that is behind a proxy. Real hub and file; the clock is ours.
 */
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/contract/client'
import { sessionMaxMs } from '../../src/hub/sessions'
import { addressGroup } from '../../src/hub/signIn/place'
import { enrolmentOf } from '../support/forger'
import { codeOf, postTo } from '../support/operationInputs'
import {
  chain,
  createClock,
  enrol,
  openStore,
  pinOf,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const folders: string[] = []
const clock = createClock()
const minuteMs = 60_000
const right = 'demo-hq.admin'
/** by what it is told of proxies; every caller here comes from this machine */
const hubs: Record<'trusting' | 'alone' | 'elsewhere', TestHub> = {} as never
const proxies = { trusting: ['127.0.0.1'], alone: [], elsewhere: ['10.0.0.0/8'] }

beforeAll(async () => {
  for (const [name, trustedProxies] of Object.entries(proxies)) {
    const folder = temporaryFolder()
    folders.push(folder)
    hubs[name as keyof typeof proxies] = await startHub(folder, clock, chain, { trustedProxies })
  }
})
afterAll(async () => {
  for (const hub of Object.values(hubs)) await hub.close()
  for (const folder of folders) removeFolder(folder)
})
/** a fresh server counts calls per minute and address from nothing */
beforeEach(async () => {
  for (const hub of Object.values(hubs)) {
    await hub.stop()
    await hub.start()
    await hub.database.write(async (tx) => {
      for (const table of ['signInTries', 'signInPace', 'session']) await tx.run(`DELETE FROM ${table}`)
    })
  }
})

interface Got {
  answer: Answer<unknown>
  cookie: string
}

/** As a proxy on this machine would pass it on. */
const signInTo = (hub: TestHub, forwarded: Record<string, string>, password: string, userId = 'hq.admin') =>
  new Promise<Got>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'x-zhanggui': '1', ...forwarded }
    const asked = request(`${hub.url}/api/signIn/withPassword`, { method: 'POST', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () =>
        resolve({ answer: JSON.parse(text) as Answer<unknown>, cookie: String(response.headers['set-cookie'] ?? '') }),
      )
    })
    asked.on('error', reject)
    asked.end(JSON.stringify({ userId, password }))
  })

const from = (address: string) => ({ 'x-forwarded-for': address })
const secondsOf = ({ answer }: Got): number => (answer.ok ? 0 : Number(answer.error.params.seconds))

describe('a place', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
    ['', ''],
  ])('%s is %s', (address, group) => {
    expect(addressGroup(address)).toBe(group)
  })
})

describe('the console, through a proxy that is trusted', () => {
  const tryFrom = (address: string, password = 'wrong', userId = 'hq.admin') =>
    signInTo(hubs.trusting, from(address), password, userId)

  test('five from one address lock it there; the same person signs in from another', async () => {
    for (let tried = 0; tried < 4; tried += 1)
      expect(codeOf((await tryFrom('203.0.113.1')).answer)).toBe('WRONG_PASSWORD')
    expect(secondsOf(await tryFrom('203.0.113.1'))).toBe(900)
    expect(codeOf((await tryFrom('203.0.113.1', right)).answer)).toBe('SIGN_IN_LOCKED')
    expect(codeOf((await tryFrom('198.51.100.1', right)).answer)).toBe('OK')
    // another person at the locked address
    expect(codeOf((await tryFrom('203.0.113.1', 'demo-hq.auditor', 'hq.auditor')).answer)).toBe('OK')
    clock.pass(15 * minuteMs)
    expect(codeOf((await tryFrom('203.0.113.1', right)).answer)).toBe('OK')
  })

  test('all addresses of one IPv6 subscriber are one', async () => {
    for (let tried = 1; tried <= 4; tried += 1) await tryFrom(`2001:db8:1:2::${tried}`)
    expect(codeOf((await tryFrom('2001:db8:1:2::5')).answer)).toBe('SIGN_IN_LOCKED')
    expect(codeOf((await tryFrom('2001:db8:1:3::1')).answer)).toBe('WRONG_PASSWORD')
  })

  test('strangers from ever other addresses get twenty, then one in half a minute; the own desk is not slowed', async () => {
    expect(codeOf((await tryFrom('198.51.100.9', right)).answer)).toBe('OK')
    for (let stranger = 1; stranger <= 20; stranger += 1)
      expect(codeOf((await tryFrom(`203.0.113.${stranger}`)).answer)).toBe('WRONG_PASSWORD')
    const slowed = await tryFrom('203.0.113.100')
    expect(codeOf(slowed.answer)).toBe('SIGN_IN_LOCKED')
    expect(secondsOf(slowed)).toBe(30)
    expect(codeOf((await tryFrom('198.51.100.9', right)).answer)).toBe('OK')
    expect(codeOf((await tryFrom('198.51.100.9')).answer)).toBe('WRONG_PASSWORD')
    clock.pass(30_000)
    expect(codeOf((await tryFrom('203.0.113.101')).answer)).toBe('WRONG_PASSWORD')
    expect(codeOf((await tryFrom('203.0.113.102')).answer)).toBe('SIGN_IN_LOCKED')
    // somebody else is not slowed by it
    expect(codeOf((await tryFrom('203.0.113.103', 'demo-hq.auditor', 'hq.auditor')).answer)).toBe('OK')
    // in a day of trying: the free ones, and two a minute
    clock.pass(24 * 60 * minuteMs)
    for (let stranger = 1; stranger <= 20; stranger += 1) await tryFrom(`192.0.2.${stranger}`)
    expect(codeOf((await tryFrom('192.0.2.100')).answer)).toBe('SIGN_IN_LOCKED')
  })

  test('a made-up name is slowed and locked like a real one, and raises no alarm', async () => {
    for (let tried = 0; tried < 5; tried += 1) await tryFrom('203.0.113.7', 'wrong', 'no.such')
    expect(codeOf((await tryFrom('203.0.113.7', 'wrong', 'no.such')).answer)).toBe('SIGN_IN_LOCKED')
    const alarms = await hubs.trusting.database.read.all(`SELECT 1 FROM alarm WHERE userId = 'no.such'`)
    expect(alarms).toEqual([])
  })

  test('the limit of calls a minute is each address’s own', async () => {
    for (let call = 0; call < 30; call += 1) await tryFrom('203.0.113.20', 'wrong', `somebody.${call}`)
    expect(codeOf((await tryFrom('203.0.113.20', right)).answer)).toBe('TOO_MANY_REQUESTS')
    expect(codeOf((await tryFrom('203.0.113.21', right)).answer)).toBe('OK')
  })

  test('its word on HTTPS makes the cookie Secure; without it the line is plain', async () => {
    const secure = await signInTo(hubs.trusting, { ...from('198.51.100.3'), 'x-forwarded-proto': 'https' }, right)
    expect(secure.cookie).toMatch(/^zhanggui_session=.*; Secure/)
    expect(secure.cookie).toContain(`Max-Age=${sessionMaxMs / 1000}`)
    const plain = await signInTo(hubs.trusting, from('198.51.100.3'), right)
    expect(plain.cookie).toMatch(/^zhanggui_session=/)
    expect(plain.cookie).not.toContain('Secure')
  })
})

test.each(['alone', 'elsewhere'] as const)(
  '%s: what somebody says who is no trusted proxy is not read: neither address nor HTTPS',
  async (name) => {
    const hub = hubs[name]
    for (let tried = 1; tried <= 4; tried += 1) await signInTo(hub, from(`203.0.113.${tried}`), 'wrong')
    expect(codeOf((await signInTo(hub, from('203.0.113.5'), 'wrong')).answer)).toBe('SIGN_IN_LOCKED')
    const claimed = { ...from('203.0.113.9'), 'x-forwarded-proto': 'https' }
    const got = await signInTo(hub, claimed, 'demo-hq.auditor', 'hq.auditor')
    expect(got.cookie).toMatch(/^zhanggui_session=/)
    expect(got.cookie).not.toContain('Secure')
    const kept = await hub.database.read.all(`SELECT address FROM session WHERE userId = 'hq.auditor'`)
    expect(kept).toEqual([{ address: '127.0.0.1' }])
  },
)

test('a list of proxies that is none is refused at the start', async () => {
  const folder = temporaryFolder()
  folders.push(folder)
  await expect(startHub(folder, clock, chain, { trustedProxies: ['proxy'] })).rejects.toThrow(/proxy/)
})

describe('at store PCs', () => {
  let pcs: TestStore[]
  let hub: TestHub
  beforeAll(async () => {
    pcs = []
    hub = hubs.alone
    for (const name of ['one', 'two']) {
      const pc = await openStore(`${folders[0]}/${name}`, clock)
      await enrol(pc, hub)
      pcs.push(pc)
    }
  })
  afterAll(async () => {
    for (const pc of pcs) await pc.close()
  })
  const checkAt = async (index: number, pin: string, userId = 's001.lin') => {
    const { deviceToken } = await enrolmentOf(pcs[index] as TestStore)
    return codeOf((await postTo(hub.url, 'signIn.checkPin', { userId, pin }, { deviceToken })).answer)
  }

  test('PCs behind one address each have tries of their own; a token nobody was given has those of its address', async () => {
    const lockedOut = async (index: number): Promise<string[]> => {
      const codes: string[] = []
      for (let tried = 0; tried < 30; tried += 1) codes.push(await checkAt(index, '111111', 'nobody'))
      return [...new Set(codes)]
    }
    expect(await lockedOut(0)).toEqual(['USER_NOT_FOUND'])
    expect(await checkAt(0, '111111', 'nobody')).toBe('TOO_MANY_REQUESTS')
    expect(await checkAt(1, pinOf('s001.zhou'), 's001.zhou')).toBe('OK')
    const guess = (deviceToken: string) =>
      postTo(hub.url, 'signIn.checkPin', { userId: 'nobody', pin: '111111' }, { deviceToken })
    const codes: string[] = []
    for (let tried = 0; tried < 31; tried += 1) codes.push(codeOf((await guess(`${tried}`.padStart(43, 'x'))).answer))
    expect([...new Set(codes)]).toEqual(['DEVICE_KEY_LOST', 'TOO_MANY_REQUESTS'])
    await hub.stop()
    await hub.start()
  })

  test('five at one PC lock the person there, at that PC alone; the console is open to them', async () => {
    for (let tried = 0; tried < 4; tried += 1) expect(await checkAt(0, '111111')).toBe('WRONG_PIN')
    expect(await checkAt(0, '111111')).toBe('SIGN_IN_LOCKED')
    expect(await checkAt(0, pinOf('s001.lin'))).toBe('SIGN_IN_LOCKED')
    expect(await checkAt(1, pinOf('s001.lin'))).toBe('OK')
    expect(await checkAt(0, pinOf('s001.zhou'), 's001.zhou')).toBe('OK')
    const atConsole = await postTo(hub.url, 'signIn.withPassword', { userId: 's001.lin', password: 'demo-s001.lin' })
    expect(codeOf(atConsole.answer)).toBe('OK')
    await hub.stop()
    await hub.start()
    expect(await checkAt(0, pinOf('s001.lin'))).toBe('SIGN_IN_LOCKED')
    clock.pass(15 * minuteMs)
    expect(await checkAt(0, pinOf('s001.lin'))).toBe('OK')
  })

  test('HQ keeps whom it proved where, and with which secret', async () => {
    await pcs[1]?.signIn('s001.manager')
    const rows = await hub.database.read.all<{ secretVersion: number; at: string }>(
      `SELECT secretVersion, p.at FROM provenAtPc p JOIN device d USING (deviceId)
       WHERE userId = 's001.manager' ORDER BY d.letter`,
    )
    expect(rows).toEqual([{ secretVersion: 1, at: new Date(clock.nowMs()).toISOString() }])
  })
})
