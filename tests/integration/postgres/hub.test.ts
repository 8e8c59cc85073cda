/** The hub on PostgreSQL: a real store enrols, pulls, posts and pushes; two hubs get the same batch; the server is cut off. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { factTables } from '../../../src/database/postgres/schema'
import { verifyLedger } from '../../../src/ledger/verify'
import { batchOf, enrolmentOf, eventsOf, pushTo } from '../../support/forger'
import { type Postgres, startPostgres } from '../../support/postgres'
import {
  createClock,
  enrol,
  openStore,
  order12,
  order60,
  pieceCode,
  removeFolder,
  scanOf,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../../support/world'

let server: Postgres

beforeAll(async () => {
  server = await startPostgres()
}, 60_000)
afterAll(() => server.close())

const receive = async (store: TestStore, order: typeof order60): Promise<string> => {
  const { documentId } = await store.must('goodsReceipt.open', { orderId: order.documentId })
  for (const line of order.lines) {
    const times = line.orderedQuantity / 1000
    await store.must('document.scan', { type: 'goodsReceipt', documentId, scan: scanOf(pieceCode(line.sku)), times })
  }
  const { header } = await store.must('document.get', { documentId })
  const posted = await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })
  return posted.number
}

const onHand = async (asker: Pick<TestStore, 'call'>): Promise<unknown[]> => {
  const answer = await asker.call('stock.list', { onlyMoved: true, limit: 500 })
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value.rows.map(({ storeCode, sku, onHand: quantity, value }) => ({ storeCode, sku, quantity, value }))
}

const countAt = async (hub: TestHub, table: string): Promise<number> =>
  (await hub.database.read.one<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))?.n ?? 0

describe('a receiving morning at a chain on PostgreSQL', () => {
  const folder = temporaryFolder()
  let url: string
  let hub: TestHub
  let store: TestStore

  beforeAll(async () => {
    url = await server.database('morning')
    hub = await startHub(folder, createClock(), undefined, { postgres: url })
    store = await openStore(folder)
    await enrol(store, hub)
    await store.signIn('s001.manager')
  }, 60_000)
  afterAll(async () => {
    await store.close()
    await hub.close()
    removeFolder(folder)
  })

  test('the PC holds what HQ masters', async () => {
    expect(await store.must('app.status', {})).toMatchObject({ enrolled: true, storeCode: 'S001', products: 300 })
  })

  test('a delivery is received and posted, and HQ has it once', async () => {
    const number = await receive(store, order60)
    expect((await store.must('app.syncNow', {})).sync).toMatchObject({ state: 'online', unsecured: 0 })
    const hq = await hub.browser('hq.operations')
    const list = await hq.call('document.list', { types: ['goodsReceipt'], storeCode: 'S001' })
    expect(list).toMatchObject({ ok: true, value: { documents: [{ number, state: 'posted', security: 'secured' }] } })
    expect(await onHand(hq)).toEqual(await onHand(store))
  })

  test('posted while the hub is down it is there once when it is back', async () => {
    await hub.stop()
    await receive(store, order12)
    expect((await store.must('app.syncNow', {})).sync).toMatchObject({ state: 'offline', problem: 'HUB_OFFLINE' })
    await hub.start()
    expect((await store.must('app.syncNow', {})).sync).toMatchObject({ state: 'online', unsecured: 0 })
    expect(await onHand(await hub.browser('hq.operations'))).toEqual(await onHand(store))
  })

  test('a batch told again, ten times and at once, is one effect and one answer', async () => {
    const enrolment = await enrolmentOf(store)
    const batch = batchOf(
      enrolment,
      (await eventsOf(store)).map(({ payload }) => payload),
    )
    const before = await countAt(hub, 'stockMovement')
    const answers = await Promise.all(Array.from({ length: 10 }, () => pushTo(hub, enrolment, batch)))
    expect(new Set(answers.map(({ answer }) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]?.answer).toMatchObject({ ok: true, value: { ackedSeq: batch.events.length, parked: [] } })
    expect(await countAt(hub, 'stockMovement')).toBe(before)
  })

  test('both ledgers hold every invariant', async () => {
    expect(await verifyLedger(store.database.read)).toMatchObject({ ok: true, problems: [] })
    const { read, close } = await hub.database.snapshot()
    expect(await verifyLedger(read, hub.database.file)).toMatchObject({ ok: true, problems: [] })
    await close()
    const hq = await hub.browser('hq.admin')
    expect(await hq.call('trail.verify', {})).toMatchObject({ ok: true, value: { ok: true, covers: 'everything' } })
  })

  test.each(factTables)(
    'no row of %s is changed or deleted: the hub has no right to, and for others a guard stands',
    async (table) => {
      for (const sql of [
        `DELETE FROM "${table}"`,
        `UPDATE "${table}" SET ${table === 'spotCheck' ? 'note' : '"userId"'} = 'x'`,
      ]) {
        const asHub = table === 'event' || table === 'trail' ? sql.replace(/SET .*/, `SET hash = 'x'`) : sql
        await expect(hub.database.write((tx) => tx.run(asHub))).rejects.toThrow(/permission denied/)
      }
      const rows = await countAt(hub, `"${table}"`)
      if (rows > 0)
        await expect(
          server.ask(url, `SET search_path = zhanggui, zhanggui_sql, pg_catalog; DELETE FROM "${table}"`),
        ).rejects.toThrow(/append-only/)
      expect(await countAt(hub, `"${table}"`)).toBe(rows)
    },
  )

  test('a price changed with a database tool is seen at the next line of the trail, and named', async () => {
    await server.ask(
      url,
      `SET search_path = zhanggui, zhanggui_sql, pg_catalog; UPDATE product SET "priceFen" = 1 WHERE sku = '${order12.lines[0]?.sku}'`,
    )
    const hq = await hub.browser('hq.operations')
    await hq.call('document.list', { types: ['goodsReceipt'] })
    await hub.gateway.rows.lookedAtNow()
    await hub.gateway.rows.settled()
    const { read, close } = await hub.database.snapshot()
    const { problems } = await verifyLedger(read)
    await close()
    expect(problems).toContainEqual(expect.objectContaining({ code: 'rowEdited', table: 'product' }))
    expect(problems).toContainEqual(expect.objectContaining({ code: 'rowWasOdd', table: 'product' }))
  })

  test('a number beyond what is counted exactly is refused, and never rounded', async () => {
    await expect(hub.database.read.one('SELECT CAST(9007199254740993 AS INTEGER) AS n')).rejects.toThrow(/exactly/)
    await expect(hub.database.read.one('SELECT CAST(9007199254740991 AS INTEGER) AS n')).resolves.toEqual({
      n: Number.MAX_SAFE_INTEGER,
    })
  })

  test('of fifty writes at once those that fail leave nothing, and the others are all there', async () => {
    const write = (index: number): Promise<void> =>
      hub.database.write(async (tx) => {
        await tx.run('INSERT INTO numberCounter (key, next) VALUES (?, ?)', [`try-${index}`, index])
        if (index % 5 === 0) throw new Error('planned')
      })
    const results = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => write(index)))
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(10)
    const kept = await hub.database.read.all(`SELECT key FROM numberCounter WHERE key LIKE 'try-%'`)
    expect(kept).toHaveLength(40)
  })
})

describe('two hubs on one PostgreSQL', () => {
  const folder = temporaryFolder()
  let hubs: [TestHub, TestHub]
  let store: TestStore

  beforeAll(async () => {
    const url = await server.database('two')
    const first = await startHub(folder, createClock(), undefined, { postgres: url })
    hubs = [first, await startHub(folder, createClock(), undefined, { postgres: url })]
    store = await openStore(folder)
    await enrol(store, first)
    await store.signIn('s001.manager')
  }, 60_000)
  afterAll(async () => {
    await store.close()
    for (const hub of hubs) await hub.close()
    removeFolder(folder)
  })

  test('both get the same batch at the same moment: one effect, the same answer', async () => {
    await hubs[0].stop()
    await receive(store, order12)
    await receive(store, order60)
    await hubs[0].start()
    const enrolment = await enrolmentOf(store)
    const batch = batchOf(
      enrolment,
      (await eventsOf(store)).map(({ payload }) => payload),
    )
    const answers = await Promise.all([0, 1, 0, 1, 0, 1].map((at) => pushTo(hubs[at as 0 | 1], enrolment, batch)))
    expect(new Set(answers.map(({ answer }) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]?.answer).toMatchObject({ ok: true, value: { ackedSeq: batch.events.length } })
    expect(await countAt(hubs[1], 'event')).toBe(batch.events.length)
    expect(await countAt(hubs[1], 'stockMovement')).toBe(72)
  })

  test('each writes its lines into HQ’s one trail, and what one did the other knows at once', async () => {
    const [one, two] = [await hubs[0].browser('hq.operations'), await hubs[1].browser('hq.operations')]
    expect(await onHand(one)).toEqual(await onHand(two))
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        hubs[(index % 2) as 0 | 1].enrolmentCode(index % 3 === 0 ? 'S002' : 'S003'),
      ),
    )
    const { read, close } = await hubs[0].database.snapshot()
    expect(await verifyLedger(read, hubs[0].database.file)).toMatchObject({ ok: true, problems: [] })
    await close()
  })
})

describe('PostgreSQL is cut off (stop -m immediate) while a store pushes', () => {
  const folder = temporaryFolder()
  let hub: TestHub
  let store: TestStore

  beforeAll(async () => {
    const url = await server.database('cut')
    hub = await startHub(folder, createClock(), undefined, { postgres: url })
    store = await openStore(folder)
    await enrol(store, hub)
    await store.signIn('s001.manager')
  }, 60_000)
  afterAll(async () => {
    await store.close()
    await hub.close()
    removeFolder(folder)
  })

  test('nothing that was acknowledged is lost, and the rest comes once it is back', async () => {
    const pushed = async (): Promise<number> =>
      (await store.database.read.one<{ ackedSeq: number }>(`SELECT ackedSeq FROM log WHERE kind = 'ledger'`))
        ?.ackedSeq ?? 0
    const held = async (): Promise<number> =>
      (
        await hub.database.read.one<{ n: number }>(
          `SELECT coalesce(max(headSeq), 0) AS n FROM log WHERE kind = 'ledger'`,
        )
      )?.n ?? 0
    for (let round = 0; round < 3; round += 1) {
      await receive(store, round === 0 ? order12 : order60).catch(() => undefined)
      const push = store.call('app.syncNow', {})
      await new Promise((done) => setTimeout(done, round * 40))
      await server.stopNow()
      await push
      const acked = await pushed()
      await server.start()
      expect(await held()).toBeGreaterThanOrEqual(acked)
    }
    expect((await store.must('app.syncNow', {})).sync).toMatchObject({ state: 'online', unsecured: 0 })
    expect(await held()).toBe(await pushed())
    expect(await onHand(await hub.browser('hq.operations'))).toEqual(await onHand(store))
    const { read, close } = await hub.database.snapshot()
    expect(await verifyLedger(read, hub.database.file)).toMatchObject({ ok: true, problems: [] })
    await close()
  }, 60_000)
})
