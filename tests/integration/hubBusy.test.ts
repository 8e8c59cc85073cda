/** A hub with enough at work tells store PCs when to come again: they queue up, no person is told of a fault, nothing is lost. */
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  chain,
  createClock,
  enrol,
  fingerprint,
  openStore,
  order60,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const folder = temporaryFolder()
const clock = createClock()
let hub: TestHub
let store: TestStore

beforeAll(async () => {
  hub = await startHub(folder, clock, chain, { atWorkMax: 1 })
  store = await openStore(`${folder}/S001`, clock)
  await enrol(store, hub)
  await store.signIn('s001.manager')
  await store.must('app.syncNow', {})
})
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})

/** Somebody on a line so slow that their batch never ends has the only place. */
const takePlace = async (): Promise<Socket> => {
  const { hostname, port } = new URL(hub.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await new Promise((done) => socket.once('connect', done))
  socket.write(
    'POST /api/sync/push HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
  )
  await new Promise((done) => setTimeout(done, 100))
  return socket
}

const askPull = () =>
  fetch(`${hub.url}/api/sync/pull`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ protocolVersion: 1, stream: 'master', after: 0 }),
  })

test('beyond what it has places for: 503, when to come again, and nothing written', async () => {
  const slow = await takePlace()
  const before = await fingerprint(hub.database)
  const answered = await askPull()
  expect(answered.status).toBe(503)
  expect(await answered.json()).toEqual({
    ok: false,
    error: { code: 'HUB_BUSY', params: { retryAfterMs: expect.any(Number) } },
  })
  expect(Number(answered.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await fingerprint(hub.database)).toEqual(before)
  slow.destroy()
})

test('a store is told its turn, stays online in the queue, and tells all once it is let in', async () => {
  const slow = await takePlace()
  const { documentId } = await store.must('goodsReceipt.open', { orderId: order60.documentId })
  const line = (await store.must('document.get', { documentId })).lines[0]
  await store.must('document.adjust', {
    ...{ type: 'goodsReceipt', documentId, lineNo: line?.lineNo as number, mode: 'add', quantity: 1000 },
  })
  const { header } = await store.must('document.get', { documentId })
  await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })
  const heardBefore = (await store.must('app.status', {})).sync.lastSecuredAt
  clock.pass(60_000)
  const { sync } = await store.must('app.syncNow', {})
  expect(sync).toMatchObject({ state: 'online', problem: 'HUB_BUSY', unsecured: 1, lastSecuredAt: heardBefore })
  // a posting does not push in; a person may
  store.backend.sync.nudge()
  await new Promise((done) => setTimeout(done, 100))
  expect((await store.must('app.status', {})).sync).toMatchObject({ problem: 'HUB_BUSY', unsecured: 1 })
  slow.destroy()
  await new Promise((done) => setTimeout(done, 100))
  expect((await store.must('app.syncNow', {})).sync).toMatchObject({ state: 'online', problem: '', unsecured: 0 })
})

test('a new PC waits its turn while it is enrolled', async () => {
  const slow = await takePlace()
  const fresh = await openStore(`${folder}/S002`, clock)
  setTimeout(() => slow.destroy(), 300)
  await enrol(fresh, hub, 'S002')
  expect((await fresh.must('app.status', {})).enrolled).toBe(true)
  await fresh.close()
})
