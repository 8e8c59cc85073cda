import { afterEach, describe, expect, test, vi } from 'vitest'
import { callTimeoutMs, httpInvoke, newRequestId, urlOf } from '../../../src/console/data/httpInvoke'
import { presentMs, watchPresence } from '../../../src/console/data/presence'

const answering = (body: unknown) => {
  const calls: { url: string; init: RequestInit }[] = []
  const invoke = httpInvoke(async (url, init) => {
    calls.push({ url, init })
    return { json: async () => body }
  })
  return { invoke, calls }
}

afterEach(() => vi.useRealTimers())

describe('the console over HTTP', () => {
  test('one POST a call, with the headers the hub asks for', async () => {
    const { invoke, calls } = answering({ ok: true, value: { rows: [] } })
    expect(await invoke('stock.list', { limit: 1 }, 'id-1')).toEqual({ ok: true, value: { rows: [] } })
    expect(calls).toHaveLength(1)
    expect(calls[0]?.url).toBe('/api/stock/list')
    expect(calls[0]?.init).toMatchObject({
      method: 'POST',
      credentials: 'same-origin',
      body: '{"limit":1}',
      headers: { 'x-request-id': 'id-1', 'x-zhanggui': '1', 'content-type': 'application/json' },
    })
    expect(urlOf('document.list')).toBe('/api/document/list')
  })

  test('what the page asks while nobody sits there says so', async () => {
    const headers: unknown[] = []
    let now = 0
    const listeners: Record<string, () => void> = {}
    const page = { addEventListener: (sign: string, seen: unknown) => Object.assign(listeners, { [sign]: seen }) }
    const isAttended = watchPresence(page as never, () => now)
    const invoke = httpInvoke(async (_url, init) => {
      headers.push((init.headers as Record<string, string>)['x-zhanggui-unattended'])
      return { json: async () => ({ ok: true, value: {} }) }
    }, isAttended)
    const ask = () => invoke('stock.list', {}, 'id')
    await ask()
    now += presentMs
    await ask()
    for (const sign of ['pointermove', 'keydown']) {
      listeners[sign]?.()
      now += presentMs - 1
      await ask()
      now += 1
      await ask()
    }
    expect(headers).toEqual([undefined, '1', undefined, '1', undefined, '1'])
  })

  test('a refusal keeps its code, params and incident', async () => {
    const error = { code: 'SIGN_IN_LOCKED', params: { seconds: 900 }, incidentId: 'abc' }
    expect(await answering({ ok: false, error }).invoke('signIn.withPassword', {}, 'id')).toEqual({ ok: false, error })
  })

  test.each([
    ['null', null],
    ['no envelope', { hello: 1 }],
    ['a code nobody declared', { ok: false, error: { code: 'SURPRISE', params: {} } }],
    ['a refusal without an error', { ok: false }],
  ])('%s is said as HUB_OFFLINE', async (_what, body) => {
    expect(await answering(body).invoke('stock.list', {}, 'id')).toEqual({
      ok: false,
      error: { code: 'HUB_OFFLINE', params: {} },
    })
  })

  test('a dead line is HUB_OFFLINE, a silent one HUB_TIMEOUT', async () => {
    const dead = httpInvoke(() => Promise.reject(new TypeError('failed to fetch')))
    expect(await dead('stock.list', {}, 'id')).toMatchObject({ error: { code: 'HUB_OFFLINE' } })
    vi.useFakeTimers()
    const silent = httpInvoke(
      (_url, { signal }) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted')))),
    )
    const answer = silent('stock.list', {}, 'id')
    await vi.advanceTimersByTimeAsync(callTimeoutMs)
    expect(await answer).toMatchObject({ error: { code: 'HUB_TIMEOUT' } })
  })

  test('request ids are UUIDs and differ, without a secure context', () => {
    const ids = new Set(Array.from({ length: 100 }, newRequestId))
    expect(ids.size).toBe(100)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
