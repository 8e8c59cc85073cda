/**
 * Figures of the line: how soon HQ sees what a store posted, and a chain whose stores all come back at once. The stores of
 * the second one are light: the real client and real batches without a database each; hub and stores share this process, so
 * what is said of the hub's memory is more than it needs.
 */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { pullStreams } from '../../src/contract/schemas/sync'
import { DeviceEntity } from '../../src/database/entities'
import { hashOf } from '../../src/hub/secrets'
import { createHubClient, type HubClient } from '../../src/store/sync/hubClient'
import { batchOf, type Enrolment } from '../support/forger'
import {
  enrol,
  openStore,
  order60,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'
import { type Figure, figure, percentile } from './durable'

const posts = 40
const seenMsMax = 2_000
const fewStores = 1_000
const manyStores = 10_000
const rssMbMax = 1024
const drainSecondsMax = 600

/** Ten thousand take minutes: by command, as the large figures are. */
export const syncFigures = async (large: boolean): Promise<Figure[]> => [
  await postedToSeen(),
  ...(await allComeBack(large ? manyStores : fewStores)),
]

const postedToSeen = async (): Promise<Figure> => {
  const folder = temporaryFolder()
  const hub = await startHub(folder)
  const store = await openStore(`${folder}/S001`)
  try {
    await enrol(store, hub)
    await store.signIn('s001.manager')
    await store.backend.sync.syncNow()
    const ms: number[] = []
    for (let post = 0; post < posts; post += 1) ms.push(await seenAtHub(hub, store))
    const name = 'store post → in the hub’s stock, online, p95'
    return figure(name, percentile(ms, 95), 'ms', seenMsMax, 1, `≤ ${seenMsMax} ms`)
  } finally {
    await store.close()
    await hub.close()
    removeFolder(folder)
  }
}

const onHandAt = async ({ database }: TestHub): Promise<number> =>
  (
    await database.read.one<{ n: number }>(
      `SELECT coalesce(sum(onHand), 0) AS n FROM stockBalance WHERE account = 'stock:WS001'`,
    )
  )?.n ?? 0

const seenAtHub = async (hub: TestHub, store: TestStore): Promise<number> => {
  const { documentId } = await store.must('goodsReceipt.open', { orderId: order60.documentId })
  const lineNo = (await store.must('document.get', { documentId })).lines[0]?.lineNo as number
  await store.must('document.adjust', { type: 'goodsReceipt', documentId, lineNo, mode: 'add', quantity: 1000 })
  const { header } = await store.must('document.get', { documentId })
  const before = await onHandAt(hub)
  await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })
  const postedAt = performance.now()
  while ((await onHandAt(hub)) === before) await wait(5)
  return performance.now() - postedAt
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

const allComeBack = async (count: number): Promise<Figure[]> => {
  const folder = temporaryFolder()
  const hub = await startHub(folder)
  try {
    const stores = await lightStores(hub, count)
    const seen = { busy: 0, other: new Map<string, number>(), rssMb: 0 }
    const watch = setInterval(() => {
      seen.rssMb = Math.max(seen.rssMb, process.memoryUsage().rss / 1024 / 1024)
    }, 200)
    const begun = performance.now()
    await Promise.all(stores.map((store) => comeBack(store, seen)))
    clearInterval(watch)
    const seconds = (performance.now() - begun) / 1000
    const other = [...seen.other.values()].reduce((sum, times) => sum + times, 0)
    const said = `${count} stores come back at once`
    process.stderr.write(`     ${said}: busy ${seen.busy}, other ${JSON.stringify([...seen.other])}\n`)
    return [
      figure(`${said}: all told and heard`, seconds, 's', drainSecondsMax, 1, `≤ ${drainSecondsMax} s`),
      // one more than there were, for a ratio needs a limit
      figure(`${said}: answers but “busy”`, other, 'answers', 1, 0, 'none'),
      figure(`${said}: hub and stores in memory`, seen.rssMb, 'MB', rssMbMax, 1, `≤ ${rssMbMax} MB`),
    ]
  } finally {
    await hub.close()
    removeFolder(folder)
  }
}

interface LightStore {
  line: HubClient
  enrolment: Enrolment
}

const devicesAStatement = 500

const lightStores = async (hub: TestHub, count: number): Promise<LightStore[]> => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const stores = Array.from({ length: count }, (_, index): LightStore => {
    const deviceToken = `bench-${randomUUID()}`
    const facts = { deviceId: randomUUID(), storeCode: 'S001', storeName: '', letter: `Z${index}`, hubId: randomUUID() }
    const line = createHubClient({ timeoutMs: 30_000, newRequestId: randomUUID })
    line.use({ hubUrl: hub.url, deviceToken })
    return { line, enrolment: { ...facts, logId: randomUUID(), hubUrl: hub.url, deviceToken, privateKeyPem } }
  })
  for (let from = 0; from < count; from += devicesAStatement)
    await hub.database.write(async (tx) => {
      for (const { enrolment } of stores.slice(from, from + devicesAStatement))
        await tx.manager.insert(DeviceEntity, {
          ...{ deviceId: enrolment.deviceId, storeCode: 'S001', letter: enrolment.letter, publicKey: key },
          ...{ tokenHash: hashOf(enrolment.deviceToken), state: 'active', enrolledAt: '2026-11-22T00:00:00.000Z' },
          ...{ lastSeenAt: null, unsecured: null },
        })
    })
  return stores
}

/** A round as the sync loop makes it: what it has to tell, then every stream, each again when the hub said. */
const comeBack = async (
  { line, enrolment }: LightStore,
  seen: { busy: number; other: Map<string, number> },
): Promise<void> => {
  const asked = async <N extends 'sync.push' | 'sync.pull'>(name: N, input: Parameters<typeof line.call<N>>[1]) => {
    for (;;) {
      const answer = await line.call(name, input)
      if (answer.ok) return
      if (answer.error.code === 'HUB_BUSY') seen.busy += 1
      else seen.other.set(answer.error.code, (seen.other.get(answer.error.code) ?? 0) + 1)
      await wait(line.pace?.().retryAfterMs || 5_000)
    }
  }
  await asked('sync.push', batchOf(enrolment, []))
  for (const stream of pullStreams) await asked('sync.pull', { protocolVersion: 1, stream, after: 0, limit: 1 })
  line.tearDown?.()
}
