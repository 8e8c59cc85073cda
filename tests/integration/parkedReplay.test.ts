/** Parked is not for ever: what one side could not understand is tried again once it can be, in order, and counts once. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { eventPayload } from '../../src/contract/schemas/sync'
import { publish } from '../../src/hub/publish'
import { verifyLedger } from '../../src/ledger/verify'
import {
  chain,
  createClock,
  enrol,
  openStore,
  order12,
  order60,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

let folder: string
let clock: ReturnType<typeof createClock>
let hub: TestHub
let store: TestStore

beforeEach(async () => {
  folder = temporaryFolder()
  clock = createClock()
  hub = await startHub(folder, clock)
  store = await openStore(`${folder}/S001`, clock)
  await enrol(store, hub, 'S001')
  await store.signIn('s001.manager')
})
afterEach(async () => {
  vi.restoreAllMocks()
  await store.close()
  await hub.close()
  removeFolder(folder)
})

const receive = async (orderId = order12.documentId): Promise<string> => {
  clock.pass(1000)
  const { documentId } = await store.must('goodsReceipt.open', { orderId })
  const lineNo = (await store.must('document.get', { documentId })).lines[0]?.lineNo as number
  await store.must('document.adjust', { type: 'goodsReceipt', documentId, lineNo, mode: 'add', quantity: 1000 })
  const { header } = await store.must('document.get', { documentId })
  return (await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })).number
}

const sync = async () => (await store.must('app.syncNow', {})).sync

/** A hub of the version before, to which events that name one of these are of a kind it does not know. */
const notKnowing = (words: readonly string[]): void => {
  const parse = eventPayload.parse.bind(eventPayload)
  vi.spyOn(eventPayload, 'parse').mockImplementation((value) => {
    const text = JSON.stringify(value)
    if (words.some((word) => text.includes(word))) throw new Error('an event of a kind nobody here knows')
    return parse(value)
  })
}

const parkedSeqs = async (): Promise<number[]> =>
  (await hub.database.read.all<{ seq: number }>('SELECT seq FROM parkedEvent ORDER BY seq')).map(({ seq }) => seq)

const openAlarms = async (): Promise<number> =>
  (await hub.database.read.all(`SELECT 1 FROM alarm WHERE kind = 'eventParked' AND state = 'open'`)).length

const balancesAt = ({ database }: Pick<TestStore, 'database'>) =>
  database.read.all(`SELECT sku, lot, onHand, value FROM stockBalance WHERE account = 'stock:WS001' ORDER BY sku, lot`)

const movements = async ({ database }: Pick<TestStore, 'database'>): Promise<unknown[]> =>
  database.read.all(
    'SELECT logId, seq, line, sku, quantity, value, recordedAt > occurredAt FROM stockMovement ORDER BY seq, line',
  )

const expectSame = async (): Promise<void> => {
  expect(await balancesAt(hub)).toEqual(await balancesAt(store))
  expect((await movements(hub)).length).toBe((await movements(store)).length)
  expect((await verifyLedger(hub.database.read)).problems).toEqual([])
  expect((await verifyLedger(store.database.read)).problems).toEqual([])
}

test('an event of an unknown kind is parked, the rest flows; a hub that knows it books it at its start, once and in order', async () => {
  const words: string[] = [order12.documentId]
  notKnowing(words)
  // taken back and made again: the second hangs on the first
  await takeBack(await receive())
  await receive()
  const last = await receive(order60.documentId)
  expect(await sync()).toMatchObject({ problem: 'EVENTS_PARKED', unsecured: 0 })
  const parked = await parkedSeqs()
  expect(parked).toEqual([1, 2, 3])
  expect(await openAlarms()).toBe(parked.length)
  const held = await hub.database.read.all<{ number: string }>(`SELECT number FROM document WHERE state = 'posted'`)
  expect(held.map(({ number }) => number)).toContain(last)
  const sizes = await movements(hub)

  // the same version started anew knows no more than before
  await hub.stop()
  await hub.start()
  expect(await parkedSeqs()).toEqual(parked)
  expect(await movements(hub)).toEqual(sizes)

  words.length = 0
  await hub.stop()
  await hub.start()
  expect(await parkedSeqs()).toEqual([])
  expect(await openAlarms()).toBe(0)
  await expectSame()
  const after = await movements(hub)
  await hub.stop()
  await hub.start()
  expect(await movements(hub)).toEqual(after)
  expect(await sync()).toMatchObject({ state: 'online', problem: '' })
  const line = await hub.database.read.all<{ detail: string }>(
    `SELECT json_extract(payload, '$.detail') AS detail FROM trail WHERE operation = 'sync.replayed'`,
  )
  expect(line.map(({ detail }) => JSON.parse(detail))).toMatchObject([{ booked: parked.length, waiting: 0 }])
})

const takeBack = async (number: string): Promise<void> => {
  const row = await store.database.read.one<{ documentId: string }>(
    'SELECT documentId FROM document WHERE number = ?',
    [number],
  )
  clock.pass(1000)
  await store.must('document.reverse', {
    ...{ type: 'goodsReceipt', documentId: row?.documentId ?? '', reason: '收错了' },
  } as never)
}

test('what is still not known waits on with its age, and people who closed its alarm are not overruled', async () => {
  const words = ['goodsReceipt']
  notKnowing(words)
  await receive()
  await receive()
  await sync()
  const before = await hub.database.read.all('SELECT * FROM parkedEvent ORDER BY seq')
  expect(before).toHaveLength(2)
  clock.pass(60_000)
  const alarms = await hub.database.read.all<{ alarmId: string }>(
    `SELECT alarmId FROM alarm WHERE kind = 'eventParked' ORDER BY seq`,
  )
  const browser = await hub.browser('hq.auditor')
  const [one, other] = alarms.map(({ alarmId }) => alarmId) as [string, string]
  expect(await browser.call('alarm.retry', { alarmId: one })).toMatchObject({ value: { booked: 0, waiting: 2 } })
  expect(await hub.database.read.all('SELECT * FROM parkedEvent ORDER BY seq')).toEqual(before)
  expect(await browser.call('alarm.close', { alarmId: one, note: '手工补过了' })).toMatchObject({ ok: true })
  words.length = 0
  expect(await browser.call('alarm.retry', { alarmId: other })).toMatchObject({ value: { booked: 1, waiting: 0 } })
  expect(await parkedSeqs()).toHaveLength(1)
  const [closed] = await hub.database.read.all<object>('SELECT state, closedBy, note FROM alarm WHERE alarmId = ?', [
    other,
  ])
  expect(closed).toEqual({ state: 'closed', closedBy: 'hq.auditor', note: '' })
})

test('an item a store did not understand is heard again after an upgrade, under what HQ said of it since', async () => {
  const product = chain.products[0] as (typeof chain.products)[number]
  await hub.database.write(async (tx) => {
    await tx.run(`UPDATE streamHead SET position = position + 1 WHERE stream = 'master'`)
    await tx.run(
      `INSERT INTO streamItem (stream, position, scope, type, key, body)
       SELECT 'master', position, '', 'region', 'R-N', '{"code":"R-N","name":"华北大区","climate":"干"}' FROM streamHead WHERE stream = 'master'`,
    )
  })
  await sync()
  expect(await store.database.read.all('SELECT key FROM parkedItem')).toEqual([{ key: 'R-N' }])
  const region = () => store.database.read.all(`SELECT name FROM region WHERE code = 'R-N'`)
  expect(await region()).toEqual([])

  const upgraded = async (version: string): Promise<void> => {
    await store.close()
    store = await openStore(`${folder}/S001`, clock, { version })
  }
  // an upgrade that does not know it either keeps it; the same program does not ask again at each start
  await upgraded('2')
  await store.backend.sync.syncNow()
  expect(await store.database.read.all('SELECT key FROM parkedItem')).toEqual([{ key: 'R-N' }])
  const cursor = () => store.database.read.one(`SELECT position FROM pullCursor WHERE stream = 'master'`)
  const reached = await cursor()
  await upgraded('2')
  expect(await cursor()).toEqual(reached)

  const { streamItemSchemas } = await import('../../src/contract/schemas/streamItems')
  const known = streamItemSchemas.region
  vi.spyOn(known, 'safeParse').mockImplementation(
    (value) =>
      ({
        success: true,
        data: { code: (value as { code: string }).code, name: (value as { name: string }).name },
      }) as never,
  )
  await hub.database.write((tx) =>
    publish(tx, 'master', [{ type: 'region', key: 'R-N', scope: '', body: { code: 'R-N', name: '华北' } }]),
  )
  await upgraded('3')
  await store.backend.sync.syncNow()
  expect(await region()).toEqual([{ name: '华北' }])
  expect(await store.database.read.all('SELECT key FROM parkedItem')).toEqual([])
  expect(await store.database.read.one('SELECT name FROM product WHERE sku = ?', [product.sku])).toEqual({
    name: product.name,
  })
  expect((await verifyLedger(store.database.read)).problems).toEqual([])
})
