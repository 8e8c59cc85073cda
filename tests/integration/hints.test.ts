/** HQ's hint makes a publication quick; without hints, or with one that gets lost, the beat brings the same. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publish } from '../../src/hub/publish'
import { createHubClient, type HubClient } from '../../src/store/sync/hubClient'
import { enrolmentOf } from '../support/forger'
import {
  createClock,
  enrol,
  openStore,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const folder = temporaryFolder()
const clock = createClock()
let hub: TestHub
const open: TestStore[] = []

/** so long that no test sees one */
const noBeat = () => 1000

const openPc = async (name: string, line: HubClient, random: () => number): Promise<TestStore> => {
  const pc = await openStore(`${folder}/${name}`, clock, { hub: line, random })
  open.push(pc)
  await enrol(pc, hub, name)
  await pc.backend.sync.syncNow()
  return pc
}
const lineOf = (hints: boolean) => createHubClient({ timeoutMs: 2_000, newRequestId: randomUUID, hints })

/** An order of one line, for this store alone. */
const publishOrder = async (storeCode: string): Promise<string> => {
  const documentId = randomUUID()
  const body = {
    ...{ documentId, number: `PO-${documentId.slice(0, 8)}`, deliveryNote: '', supplierCode: 'GY001' },
    ...{ warehouseCode: `W${storeCode}`, storeCode, dueDate: '2026-11-22', state: 'open' },
    lines: [{ lineNo: 1, sku: 'SP00001', orderedQuantity: 1000, unitCost: 10000 }],
  }
  const sku = (await hub.database.read.one<{ sku: string }>('SELECT sku FROM product ORDER BY sku LIMIT 1'))
    ?.sku as string
  for (const line of body.lines) line.sku = sku
  await hub.database.write((tx) =>
    publish(tx, 'orders', [{ type: 'purchaseOrder', key: documentId, scope: storeCode, body }]),
  )
  return documentId
}

const arrives = async (pc: TestStore, orderId: string, withinMs: number): Promise<boolean> => {
  const until = performance.now() + withinMs
  while (performance.now() < until) {
    if (await pc.database.read.one('SELECT 1 AS found FROM purchaseOrder WHERE documentId = ?', [orderId])) return true
    await new Promise((done) => setTimeout(done, 50))
  }
  return false
}

beforeAll(async () => {
  hub = await startHub(folder, clock)
})
afterAll(async () => {
  for (const pc of open) await pc.close()
  await hub.close()
  removeFolder(folder)
})

test('a publication reaches the store it is for at once, long before its beat', async () => {
  const pc = await openPc('S001', lineOf(true), noBeat)
  await new Promise((done) => setTimeout(done, 300))
  expect(await arrives(pc, await publishOrder('S001'), 10_000)).toBe(true)
})

test('hints off: the beat brings it', async () => {
  const pc = await openPc('S002', lineOf(false), () => 0)
  expect(await arrives(pc, await publishOrder('S002'), 20_000)).toBe(true)
})

test('a hint that gets lost: the beat brings it, too', async () => {
  const deaf = { ...lineOf(false), listen: () => () => {} }
  const pc = await openPc('S003', deaf, () => 0)
  expect(await arrives(pc, await publishOrder('S003'), 20_000)).toBe(true)
})

test('only a PC of the chain may listen, and it hears of what it may pull alone', async () => {
  expect((await fetch(`${hub.url}/hints`)).status).toBe(401)
  const stranger = { headers: { authorization: `Device ${'x'.repeat(40)}` } }
  expect((await fetch(`${hub.url}/hints`, stranger)).status).toBe(401)
  const { deviceToken } = await enrolmentOf(open[1] as TestStore)
  const stop = new AbortController()
  const answered = await fetch(`${hub.url}/hints`, {
    headers: { authorization: `Device ${deviceToken}` },
    signal: stop.signal,
  })
  const words: string[] = []
  const reading = (async () => {
    const reader = (answered.body as ReadableStream<Uint8Array>).getReader()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      words.push(...Buffer.from(value).toString().split('\n').filter(Boolean))
    }
  })().catch(() => {})
  await publishOrder('S001')
  await new Promise((done) => setTimeout(done, 1_500))
  expect(words).toEqual([])
  await publishOrder('S002')
  await new Promise((done) => setTimeout(done, 1_500))
  expect(words).toEqual(['own'])
  stop.abort()
  await reading
})

test('a hub that stops lets listeners go and comes back', async () => {
  await hub.stop()
  await hub.start()
  await (open[0] as TestStore).backend.sync.syncNow()
  expect((await (open[0] as TestStore).must('app.status', {})).sync.state).toBe('online')
})
