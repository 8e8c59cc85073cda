/**
 * A real store and a real hub with a wire between them that resets, cuts, stalls, drips and says things twice: every fault
 * heals, the queue ends up empty, nothing is doubled. And a line too slow for a whole batch still drains.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { verifyLedger } from '../../src/ledger/verify'
import { createHubClient } from '../../src/store/sync/hubClient'
import { type Chaos, type ChaosProxy, startChaosProxy } from '../support/chaosProxy'
import {
  createClock,
  openStore,
  order60,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

vi.setConfig({ testTimeout: 60_000 })

const folder = temporaryFolder()
const clock = createClock()
const silenceMs = 800
let hub: TestHub
let proxy: ChaosProxy
let store: TestStore

const receive = async (pieces = 1): Promise<void> => {
  clock.pass(1000)
  const { documentId } = await store.must('goodsReceipt.open', { orderId: order60.documentId })
  const { lines } = await store.must('document.get', { documentId })
  for (const { lineNo } of lines.slice(0, pieces))
    await store.must('document.adjust', { type: 'goodsReceipt', documentId, lineNo, mode: 'add', quantity: 1000 })
  const { header } = await store.must('document.get', { documentId })
  await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })
}

const sync = async () => (await store.must('app.syncNow', {})).sync

const waiting = async (): Promise<number> =>
  (await store.database.read.one<{ n: number }>('SELECT sum(headSeq - ackedSeq) AS n FROM log'))?.n as number

/** What the store holds is at the hub, once, with the same figures. */
const expectSame = async (): Promise<void> => {
  const numbers = (side: Pick<TestStore, 'database'>) =>
    side.database.read.all(`SELECT number FROM document WHERE storeCode = 'S001' AND state = 'posted' ORDER BY number`)
  const balances = (side: Pick<TestStore, 'database'>) =>
    side.database.read.all(`SELECT sku, onHand, value FROM stockBalance WHERE account = 'stock:WS001' ORDER BY sku`)
  const events = (side: Pick<TestStore, 'database'>) =>
    side.database.read.all(
      `SELECT seq, hash FROM event WHERE logId = (SELECT logId FROM event ORDER BY recordedAt LIMIT 1) ORDER BY seq`,
    )
  expect(await numbers(hub)).toEqual(await numbers(store))
  expect(await balances(hub)).toEqual(await balances(store))
  expect(await events(hub)).toEqual(await events(store))
  expect(await verifyLedger(store.database.read)).toMatchObject({ problems: [] })
  expect(await verifyLedger(hub.database.read)).toMatchObject({ problems: [] })
}

beforeAll(async () => {
  hub = await startHub(folder, clock)
  proxy = await startChaosProxy(() => hub.url)
  const line = createHubClient({ timeoutMs: silenceMs, newRequestId: randomUUID })
  store = await openStore(`${folder}/S001`, clock, { hub: line })
  await store.must('app.enrol', { hubUrl: proxy.url, code: await hub.enrolmentCode('S001') })
  await store.signIn('s001.manager')
  await sync()
})
afterAll(async () => {
  await store.close()
  await proxy.close()
  await hub.close()
  removeFolder(folder)
})
beforeEach(() => {
  proxy.cut()
  proxy.chaos = { kind: 'pass' }
})

const wires: [string, Chaos, string][] = [
  ['taken and dropped', { kind: 'drop' }, 'HUB_OFFLINE'],
  ['reset before the body', { kind: 'resetUp', afterBytes: 40 }, 'HUB_OFFLINE'],
  ['reset in the middle of the body', { kind: 'resetUp', afterBytes: 900 }, 'HUB_OFFLINE'],
  ['reset as the answer begins', { kind: 'resetDown', afterBytes: 1 }, 'HUB_OFFLINE'],
  ['answer cut off', { kind: 'truncate', afterBytes: 300 }, 'HUB_OFFLINE'],
  ['half open', { kind: 'halfOpen' }, 'HUB_TIMEOUT'],
  ['one byte a second', { kind: 'slow', bytesASecond: 1 }, 'HUB_TIMEOUT'],
  ['answers later than anybody waits', { kind: 'delay', ms: 3 * silenceMs }, 'HUB_TIMEOUT'],
]

describe('TCP reset mid-body, half-open, 1 byte/s', () => {
  test.each(wires)(
    '%s: work goes on, said plainly; once it is over, all is there once',
    async (_what, chaos, problem) => {
      // on sockets that stand, and on new ones
      proxy.chaos = chaos
      await receive()
      expect(await sync()).toMatchObject({ state: 'offline', problem, unsecured: 1 })
      await receive()
      expect(await sync()).toMatchObject({ state: 'offline', unsecured: 2 })
      proxy.chaos = { kind: 'pass' }
      const healedAt = performance.now()
      expect(await sync()).toMatchObject({ state: 'online', problem: '', unsecured: 0 })
      expect(performance.now() - healedAt).toBeLessThan(10_000)
      expect(await waiting()).toBe(0)
      await expectSame()
    },
  )

  test('said again by the wire, everything counts once', async () => {
    proxy.chaos = { kind: 'replay' }
    await receive()
    await sync()
    // only now does the wire say it again
    proxy.cut()
    await receive()
    await sync()
    proxy.chaos = { kind: 'pass' }
    expect(await sync()).toMatchObject({ state: 'online', unsecured: 0 })
    await expectSame()
  })

  test('a small delay is nothing anybody hears of', async () => {
    proxy.chaos = { kind: 'delay', ms: 30 }
    await receive()
    expect(await sync()).toMatchObject({ state: 'online', problem: '', unsecured: 0 })
    await expectSame()
  })
})

test('a line too slow for a whole batch drains, and each piece is smaller until one gets through', async () => {
  proxy.chaos = { kind: 'halfOpen' }
  for (let paper = 0; paper < 8; paper += 1) await receive(12)
  expect(await sync()).toMatchObject({ state: 'offline', unsecured: 8 })
  // by now it would send half of them
  proxy.chaos = { kind: 'slow', bytesASecond: 20_000 }
  let rounds = 0
  while ((await sync()).unsecured > 0 && rounds < 12) rounds += 1
  expect((await sync()).unsecured).toBe(0)
  proxy.chaos = { kind: 'pass' }
  while ((await waiting()) > 0 && rounds < 24) {
    await sync()
    rounds += 1
  }
  await expectSame()
}, 120_000)

test('work waits and nothing moves for two minutes: the line is torn down and built anew, and it is shown', async () => {
  const slow = await openStore(`${folder}/S002`, clock, {
    hub: createHubClient({ timeoutMs: 600_000, newRequestId: randomUUID }),
  })
  await slow.must('app.enrol', { hubUrl: proxy.url, code: await hub.enrolmentCode('S002') })
  await slow.signIn('s002.manager')
  await slow.must('app.syncNow', {})
  expect((await slow.must('app.status', {})).sync.rebuiltAt).toBeNull()
  proxy.chaos = { kind: 'halfOpen' }
  const hanging = slow.call('app.syncNow', {})
  for (let look = 0; look < 11; look += 1) {
    clock.pass(10_000)
    await slow.backend.sync.watch()
  }
  expect((await slow.must('app.status', {})).sync).toMatchObject({ state: 'online', rebuiltAt: null })
  proxy.chaos = { kind: 'pass' }
  for (let look = 0; look < 2; look += 1) {
    clock.pass(10_000)
    await slow.backend.sync.watch()
  }
  const { sync: shown } = await slow.must('app.status', {})
  expect(shown.rebuiltAt).not.toBeNull()
  // whoever waited for the hanging round has an answer, and the next one gets through on new sockets
  await hanging
  await slow.must('app.syncNow', {})
  expect((await slow.must('app.status', {})).sync).toMatchObject({ state: 'online', problem: '' })
  await slow.close()
})
