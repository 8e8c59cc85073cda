/** Pictures on their way to HQ: one that is refused for itself stands aside, and holds up none behind it. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHubClient } from '../../src/store/sync/hubClient'
import {
  createClock,
  enrol,
  openStore,
  order12,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const picture = Buffer.from([0xff, 0xd8, 0xff, ...Array.from({ length: 60 }, (_, at) => at)]).toString('base64')
const refusedMax = 20

let folder = ''
let hub: TestHub
let store: TestStore
const clock = createClock()
/** pictures HQ was asked to keep, in order */
let asked: string[] = []

beforeEach(async () => {
  folder = temporaryFolder()
  asked = []
  hub = await startHub(folder, clock)
  const line = createHubClient({ timeoutMs: 5_000, newRequestId: randomUUID })
  const call: typeof line.call = (name, input) => {
    if (name === 'sync.attachment') asked.push((input as { attachmentId: string }).attachmentId)
    return line.call(name, input)
  }
  store = await openStore(folder, clock, { hub: { ...line, call } })
  await enrol(store, hub)
  await store.signIn('s001.manager')
})
afterEach(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})

const versionOf = async (documentId: string): Promise<number> =>
  (await store.must('document.get', { documentId })).header.version

/** A write-off handed in with its picture, of goods that came in before. */
const withPicture = async (): Promise<string> => {
  const receipt = {
    type: 'goodsReceipt' as const,
    ...(await store.must('goodsReceipt.open', { orderId: order12.documentId })),
  }
  const sku = order12.lines[0]?.sku as string
  await store.must('document.adjust', { ...receipt, lineNo: 1, mode: 'add', quantity: 9000 })
  await store.must('document.post', { ...receipt, version: await versionOf(receipt.documentId) })
  const type = 'writeOff' as const
  const draft = { type, ...(await store.must('document.create', { type, reasonCode: 'BROKEN' })) }
  await store.must('document.setLine', { ...draft, sku, quantity: 1000 })
  await store.must('document.attach', { ...draft, name: '破损.jpg', mime: 'image/jpeg', dataBase64: picture })
  await store.must('document.submit', { ...draft, version: await versionOf(draft.documentId) })
  return draft.documentId
}

/** As many as are asked about in a round, which HQ never heard of, and older than the one it waits for. */
const refusedBefore = (documentId: string): Promise<void> =>
  store.database.write((tx) =>
    tx.insertRows(
      'attachment',
      Array.from({ length: refusedMax }, () => ({
        ...{ attachmentId: randomUUID(), documentId, name: '旧.jpg', mime: 'image/jpeg', bytes: 3 },
        ...{ sha256: 'x', dataBase64: 'AAAA', addedAt: '2026-01-01T00:00:00.000Z', secured: 0 },
      })),
    ),
  )

const heldAtHq = () =>
  hub.database.read.all<{ dataBase64: string }>('SELECT dataBase64 FROM attachment WHERE dataBase64 IS NOT NULL')

test('twenty refused at the head of the queue keep no other from HQ, and are asked about again later', async () => {
  await hub.stop()
  const documentId = await withPicture()
  await refusedBefore(documentId)
  await hub.start()
  await store.backend.sync.syncNow()
  await store.backend.sync.syncNow()
  expect(await heldAtHq()).toEqual([{ dataBase64: picture }])
  expect(store.backend.sync.state().state).toBe('online')

  const once = asked.length
  expect(once).toBe(refusedMax + 1)
  await store.backend.sync.syncNow()
  expect(asked).toHaveLength(once)
  clock.pass(10 * 60_000)
  await store.backend.sync.syncNow()
  expect(asked).toHaveLength(once + refusedMax)
})
