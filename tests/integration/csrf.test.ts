/**
 * What a page of another site can make a signed-in browser send, and what becomes of it: nothing. The cookie alone opens
 * no door; our own header, which other sites cannot send, has to stand beside it.
 */
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/contract/client'
import { operationNames, postTo, runsOn } from '../support/operationInputs'
import { createBrowser, fingerprint, removeFolder, startHub, type TestHub, temporaryFolder } from '../support/world'

const folder = temporaryFolder()
let hub: TestHub
let cookie: string

beforeAll(async () => {
  hub = await startHub(folder)
  const browser = createBrowser(hub.url)
  await browser.call('signIn.withPassword', { userId: 'hq.admin', password: 'demo-hq.admin' })
  cookie = browser.cookie
})
afterAll(async () => {
  await hub.close()
  removeFolder(folder)
})

interface Sent {
  method?: string
  path?: string
  headers?: Record<string, string>
  body?: string
}

interface Got {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  code: string
}

/** node's own client, because fetch sends no Origin, Host or Sec-Fetch-Site as it is told */
const send = ({ method = 'POST', path = '/api/enrolment/createCode', headers = {}, body = '' }: Sent): Promise<Got> =>
  new Promise((resolve, reject) => {
    const asked = request(`${hub.url}${path}`, { method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, code: codeIn(text) }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })

const codeIn = (text: string): string => {
  try {
    const answer = JSON.parse(text) as Answer<unknown>
    return answer.ok ? 'OK' : answer.error.code
  } catch {
    return ''
  }
}

const act = JSON.stringify({ storeCode: 'S001' })
const json = { 'content-type': 'application/json' }
const ours = { ...json, 'x-zhanggui': '1' }
const hostOf = () => new URL(hub.url).host

/** whatever was sent made no activation code and changed nothing else */
const unmoved = async (sent: Sent): Promise<Got> => {
  const before = await fingerprint(hub.database)
  const got = await send({ ...sent, headers: { cookie, ...sent.headers } })
  expect((await fingerprint(hub.database)) === before, 'something changed').toBe(true)
  return got
}

test('our own page’s call does what it says: the others below fail for what they lack', async () => {
  const got = await send({ headers: { ...ours, cookie, origin: hub.url, 'sec-fetch-site': 'same-origin' }, body: act })
  expect([got.status, got.code]).toEqual([200, 'OK'])
})

describe('what another site’s page can send by itself', () => {
  test.each([
    ['application/x-www-form-urlencoded', 'storeCode=S001'],
    ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="storeCode"\r\n\r\nS001\r\n--x--'],
    ['text/plain', act],
    ['text/plain; charset=application/json', act],
  ])('a form or simple request as %s', async (type, body) => {
    const got = await unmoved({ headers: { 'content-type': type }, body })
    expect([got.status, got.code]).toEqual([400, 'INVALID_INPUT'])
    // the header would not save it either
    expect((await unmoved({ headers: { 'content-type': type, 'x-zhanggui': '1' }, body })).code).toBe('INVALID_INPUT')
  })

  test('a request without any type, as sendBeacon makes it', async () => {
    expect((await unmoved({ body: act })).code).not.toBe('OK')
  })

  test('JSON with the cookie but without our header', async () => {
    const got = await unmoved({ headers: json, body: act })
    expect([got.status, got.code]).toEqual([401, 'UNAUTHENTICATED'])
    expect((await unmoved({ headers: { ...json, 'x-zhanggui': '' }, body: act })).code).toBe('UNAUTHENTICATED')
    expect((await unmoved({ headers: { ...json, 'x-zhanggui': '2' }, body: act })).code).toBe('UNAUTHENTICATED')
  })

  test('signing the browser in as somebody else, or out', async () => {
    const body = JSON.stringify({ userId: 'hq.operations', password: 'demo-hq.operations' })
    const got = await send({
      path: '/api/signIn/withPassword',
      headers: { ...json, cookie, origin: 'https://evil.example' },
      body,
    })
    expect([got.status, got.code, got.headers['set-cookie']]).toEqual([403, 'FOREIGN_ORIGIN', undefined])
    const out = await send({ path: '/api/signIn/out', headers: { ...json, cookie }, body: '{}' })
    expect(out.code).toBe('UNAUTHENTICATED')
    expect(await stillIn()).toBe(true)
  })
})

const stillIn = async (): Promise<boolean> => {
  const { answer } = await postTo(hub.url, 'account.get', {}, { cookie })
  return answer.ok
}

describe('where a call says it comes from', () => {
  test.each([
    'https://evil.example',
    'null',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'file://',
    'http://evil.example@127.0.0.1',
    'nonsense',
  ])('Origin %s is refused, even with everything else right', async (origin) => {
    const got = await unmoved({ headers: { ...ours, origin }, body: act })
    expect([got.status, got.code]).toEqual([403, 'FOREIGN_ORIGIN'])
  })

  test('a longer name of ours is not ours', async () => {
    for (const origin of [`http://${hostOf()}.evil.example`, `http://evil.example/${hostOf()}`])
      expect((await unmoved({ headers: { ...ours, origin }, body: act })).code).toBe('FOREIGN_ORIGIN')
  })

  test.each(['cross-site', 'same-site'])('Sec-Fetch-Site %s is refused', async (site) => {
    const got = await unmoved({ headers: { ...ours, 'sec-fetch-site': site }, body: act })
    expect([got.status, got.code]).toEqual([403, 'FOREIGN_ORIGIN'])
  })

  test('a store PC says nothing of it and is heard; behind a proxy that speaks https our host is enough', async () => {
    const path = '/api/signIn/current'
    expect((await send({ path, headers: json, body: '{}' })).code).toBe('OK')
    expect((await send({ path, headers: { ...json, origin: `https://${hostOf()}` }, body: '{}' })).code).toBe('OK')
  })

  test('a preflight is told nothing', async () => {
    const got = await send({
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-zhanggui',
      },
    })
    expect(got.status).toBeGreaterThanOrEqual(400)
    expect(Object.keys(got.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

test('no operation answers to GET, HEAD, PUT or DELETE', async () => {
  const before = await fingerprint(hub.database)
  for (const name of operationNames.filter((one) => runsOn(one, 'hub')))
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      const got = await send({ method, path: `/api/${name.replace('.', '/')}`, headers: { cookie, 'x-zhanggui': '1' } })
      expect([name, method, got.status >= 400]).toEqual([name, method, true])
    }
  expect((await fingerprint(hub.database)) === before).toBe(true)
  expect(await stillIn()).toBe(true)
})

describe('the cookie', () => {
  const signIn = (headers: Record<string, string> = {}) =>
    send({
      path: '/api/signIn/withPassword',
      headers: { ...ours, ...headers },
      body: JSON.stringify({ userId: 'hq.auditor', password: 'demo-hq.auditor' }),
    })

  test('no script reads it, no other site’s link carries it, and it goes with the session', async () => {
    const [cookieLine = ''] = (await signIn()).headers['set-cookie'] as string[]
    expect(cookieLine).toMatch(/^zhanggui_session=[\w-]{43}; /)
    for (const flag of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=43200']) expect(cookieLine).toContain(flag)
  })

  test('one somebody planted before signing in is not adopted', async () => {
    const planted = `zhanggui_session=${'p'.repeat(43)}`
    const [line = ''] = (await signIn({ cookie: planted })).headers['set-cookie'] as string[]
    expect(line).not.toContain('ppp')
    expect((await postTo(hub.url, 'account.get', {}, { cookie: planted })).status).toBe(401)
  })

  test.each([
    ['none', ''],
    ['short', 'x'],
    ['SQL', "' OR 1=1 --"],
    ['of the right length', 'p'.repeat(43)],
    ['a NUL', '%00'],
    ['very long', 'a'.repeat(5_000)],
  ])('a forged one, %s, opens nothing', async (_name, value) => {
    const got = await send({
      path: '/api/account/get',
      headers: { ...ours, cookie: `zhanggui_session=${value}` },
      body: '{}',
    })
    expect([got.status, got.code]).toEqual([401, 'UNAUTHENTICATED'])
  })

  test('the public id of a session, seen in a list, is no key', async () => {
    const browser = createBrowser(hub.url)
    browser.cookie = cookie
    const answer = await browser.call('account.sessions', {})
    const sessionId = answer.ok ? (answer.value.sessions[0]?.sessionId ?? '') : ''
    expect(sessionId).not.toBe('')
    const got = await postTo(hub.url, 'account.get', {}, { cookie: `zhanggui_session=${sessionId}` })
    expect(got.status).toBe(401)
  })
})

test('no other page may hold ours in a frame, and answers stay in no cache', async () => {
  for (const path of ['/', '/health', '/api/openapi.json', '/console/']) {
    const { headers } = await send({ method: 'GET', path })
    expect([path, headers['x-frame-options']]).toEqual([path, 'DENY'])
    expect(headers['content-security-policy']).toContain(`frame-ancestors 'none'`)
    expect(headers['x-content-type-options']).toBe('nosniff')
  }
  const answered = await send({ path: '/api/account/get', headers: { ...ours, cookie }, body: '{}' })
  expect(answered.headers['cache-control']).toBe('no-store')
})
