/** Who may use the channel, and what a request must look like. */
import { describe, expect, it } from 'vitest'
import type { ShellRefusal } from '../../../../src/contract/storeProtocol'
import { createRelay, isTrustedSender, type Sender } from '../../../../src/main/relay'
import { checkRequest, readPageMessage, requestLimits } from '../../../../src/main/requestCheck'
import type { BackendCall } from '../../../../src/main/storeProcess'

const ours: Sender = { webContentsId: 7, frame: { url: 'app://store/index.html', isMainFrame: true } }
const requestId = '7b0c8f0e-4b1e-4e0a-9c52-0c1d9c2f7a11'
const request = { name: 'app.status', input: {}, requestId }

const setUp = () => {
  const calls: BackendCall[] = []
  const refused: ShellRefusal[] = []
  const relay = createRelay({
    isOwnWindow: (id) => id === 7,
    invoke: async (call) => {
      calls.push(call)
      return { ok: true, value: 'done' }
    },
    refused: (what) => void refused.push(what),
    log: () => {},
  })
  return { calls, refused, relay }
}

describe('the sender', () => {
  const frame = (url: string, isMainFrame = true) => ({ url, isMainFrame })
  const strangers: [string, Sender][] = [
    ['a window that is not ours', { ...ours, webContentsId: 8 }],
    ['a frame inside our page', { ...ours, frame: frame('app://store/index.html', false) }],
    ['a frame that is gone', { ...ours, frame: null }],
    ['another site', { ...ours, frame: frame('https://store/index.html') }],
    ['a site that begins like ours', { ...ours, frame: frame('app://store.example/index.html') }],
    ['another host of our scheme', { ...ours, frame: frame('app://other/index.html') }],
    ['a file', { ...ours, frame: frame('file:///app://store/') }],
    ['an empty page', { ...ours, frame: frame('about:blank') }],
  ]
  it.each(strangers)('%s gets no answer, and nothing is passed on', async (_name, sender) => {
    const { calls, refused, relay } = setUp()
    expect(isTrustedSender(sender, (id) => id === 7)).toBe(false)
    await expect(relay(sender, request)).rejects.toThrow('Not allowed')
    expect(calls).toEqual([])
    const asked = sender.frame?.url ?? 'no frame'
    expect(refused).toEqual([{ clientId: `window:${sender.webContentsId}`, code: 'FOREIGN_ORIGIN', asked }])
  })

  it('our own page is passed on with its window stamped, whatever it claims', async () => {
    const { calls, relay } = setUp()
    const answer = await relay(ours, { ...request, clientId: 'window:1', id: 99, kind: 'stop' })
    expect(answer).toEqual({ ok: true, value: 'done' })
    expect(calls).toEqual([{ clientId: 'window:7', ...request }])
  })
})

describe('the request', () => {
  const cyclic: Record<string, unknown> = {}
  cyclic.self = [cyclic, cyclic]
  const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner], 1)
  const bad: [string, unknown, string][] = [
    ['no object', 'app.status', 'request'],
    ['null', null, 'request'],
    ['an array', [request], 'request'],
    ['no name', { ...request, name: undefined }, 'name'],
    ['an empty name', { ...request, name: '' }, 'name'],
    ['a name of 81 characters', { ...request, name: 'x'.repeat(81) }, 'name'],
    ['a request id that is no UUID', { ...request, requestId: 'one' }, 'requestId'],
    ['a request id with more after it', { ...request, requestId: `${requestId}\n` }, 'requestId'],
    ['a number for a request id', { ...request, requestId: 1 }, 'requestId'],
    ['too much text', { ...request, input: 'x'.repeat(requestLimits.inputBytesMax) }, 'input'],
    ['too much Chinese text', { ...request, input: '货'.repeat(400_000) }, 'input'],
    ['too many values', { ...request, input: Array.from({ length: 300_000 }, () => 1) }, 'input'],
    ['a cycle', { ...request, input: cyclic }, 'input'],
    ['too much depth', { ...request, input: deep }, 'input'],
    ['a date', { ...request, input: { at: new Date() } }, 'input'],
    ['a map', { ...request, input: new Map() }, 'input'],
    ['bytes', { ...request, input: { bytes: new Uint8Array(2) } }, 'input'],
    ['a big integer', { ...request, input: 1n }, 'input'],
    ['not a number', { ...request, input: { quantity: Number.NaN } }, 'input'],
    ['infinity', { ...request, input: [Number.POSITIVE_INFINITY] }, 'input'],
  ]
  it.each(bad)('%s is refused as INVALID_INPUT', async (_name, raw, field) => {
    const { calls, refused, relay } = setUp()
    expect(checkRequest(raw)).toEqual({ ok: false, field })
    expect(await relay(ours, raw)).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', params: { field } } })
    expect(calls).toEqual([])
    expect(refused).toEqual([{ clientId: 'window:7', code: 'INVALID_INPUT', asked: field }])
  })

  it('what a page says about events is one of three things, or nothing', () => {
    expect(readPageMessage({ kind: 'subscribed', more: 1 })).toEqual({ kind: 'subscribed' })
    expect(readPageMessage({ kind: 'unsubscribed' })).toEqual({ kind: 'unsubscribed' })
    expect(readPageMessage({ kind: 'scanTaken', scanId: requestId })).toEqual({ kind: 'scanTaken', scanId: requestId })
    for (const bad of [
      null,
      'subscribed',
      {},
      { kind: 'scanTaken' },
      { kind: 'scanTaken', scanId: 'x' },
      { kind: 'x' },
    ]) {
      expect(readPageMessage(bad)).toBeNull()
    }
  })

  it('plain JSON up to a mebibyte is accepted', () => {
    const input = {
      lines: [{ sku: 'A', quantity: 1.5, lot: null, isFree: false, note: undefined }],
      text: '货'.repeat(9),
    }
    expect(checkRequest({ ...request, input }).ok).toBe(true)
    expect(checkRequest({ ...request, input: 'x'.repeat(requestLimits.inputBytesMax - 2) }).ok).toBe(true)
    expect(checkRequest({ ...request, name: 'x'.repeat(80) }).ok).toBe(true)
    expect(checkRequest({ ...request, requestId: requestId.toUpperCase() }).ok).toBe(true)
  })
})
