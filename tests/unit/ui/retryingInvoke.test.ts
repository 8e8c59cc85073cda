// While the backend comes back, a query or command is repeated with the same requestId, for a bounded time; an errand never.
import { expect, test } from 'vitest'
import type { Answer } from '../../../src/contract/client'
import { type RetryHost, retryingInvoke } from '../../../src/ui/retryingInvoke'

const rules = { totalMs: 30_000, firstDelayMs: 100, delayMaxMs: 1_000 }

const makeHost = () => {
  let nowMs = 0
  const seen: boolean[] = []
  const host: RetryHost = {
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms
    },
    onRestarting: (restarting) => seen.push(restarting),
  }
  return { host, seen, elapsed: () => nowMs }
}
const refuse = (code: 'STORE_RESTARTING' | 'BUSY' | 'NOTHING_TO_UNDO'): Answer<unknown> => ({
  ok: false,
  error: { code, params: {} },
})

test('an answer that comes at once is not repeated', async () => {
  const { host } = makeHost()
  const ids: string[] = []
  const invoke = retryingInvoke(
    async (_name, _input, id) => {
      ids.push(id)
      return { ok: true, value: 1 }
    },
    rules,
    host,
  )
  expect(await invoke('document.undo', { type: 'goodsReceipt' } as never, 'r1')).toEqual({ ok: true, value: 1 })
  expect(ids).toEqual(['r1'])
})

test('restarting, busy and a broken line are repeated with the same requestId until the answer', async () => {
  const { host, seen } = makeHost()
  const ids: string[] = []
  const invoke = retryingInvoke(
    async (_name, _input, id) => {
      ids.push(id)
      if (ids.length === 1) return refuse('STORE_RESTARTING')
      if (ids.length === 2) throw new Error('the line broke')
      return ids.length === 3 ? refuse('BUSY') : { ok: true, value: 'done' }
    },
    rules,
    host,
  )
  expect(await invoke('document.scan', {}, 'scan-7')).toEqual({ ok: true, value: 'done' })
  expect(ids).toEqual(['scan-7', 'scan-7', 'scan-7', 'scan-7'])
  expect(seen).toEqual([true, true, false, false])
})

test('a refusal of a rule is an answer', async () => {
  const { host, elapsed } = makeHost()
  const invoke = retryingInvoke(async () => refuse('NOTHING_TO_UNDO'), rules, host)
  expect(await invoke('document.undo', { type: 'goodsReceipt' } as never, 'r')).toEqual(refuse('NOTHING_TO_UNDO'))
  expect(elapsed()).toBe(0)
})

test('it gives up after its time, with the refusal', async () => {
  const { host, elapsed } = makeHost()
  let calls = 0
  const invoke = retryingInvoke(
    async () => {
      calls += 1
      return refuse('STORE_RESTARTING')
    },
    rules,
    host,
  )
  expect(await invoke('document.scan', {}, 'r')).toEqual(refuse('STORE_RESTARTING'))
  expect(elapsed()).toBeLessThanOrEqual(rules.totalMs)
  expect(elapsed()).toBeGreaterThan(rules.totalMs - 1_100)
  expect(calls).toBeLessThan(50)
})

test.each([
  ['stock.list', true],
  ['document.scan', true],
  ['label.print', false],
  ['label.test', false],
  ['labelTemplate.printTest', false],
  ['signIn.withPin', false],
  ['app.syncNow', false],
])('%s is repeated: %s', async (name, repeated) => {
  const { host } = makeHost()
  let calls = 0
  const invoke = retryingInvoke(
    async () => {
      calls += 1
      return calls === 1 ? refuse('STORE_RESTARTING') : { ok: true, value: 'done' }
    },
    rules,
    host,
  )
  expect((await invoke(name, {}, 'r')).ok).toBe(repeated)
  expect(calls).toBe(repeated ? 2 : 1)
})
