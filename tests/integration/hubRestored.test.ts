/**
 * 总部从昨天的备份恢复: a real hub whose file is put back to an older copy. It is noticed, by HQ's own file or by the first PC
 * that knows more; what HQ says at positions it gave before reaches every store; what stores told comes back, once.
 */
import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { epochFileOf, provisionalSql } from '../../src/hub/epoch'
import { publish } from '../../src/hub/publish'
import { fenceFileOf } from '../../src/ledger/fence'
import { verifyLedger } from '../../src/ledger/verify'
import {
  chain,
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

let folder: string
let clock: ReturnType<typeof createClock>
let hub: TestHub
let north: TestStore
let south: TestStore

beforeEach(async () => {
  folder = temporaryFolder()
  clock = createClock()
  hub = await startHub(folder, clock)
  north = await openStore(`${folder}/north`, clock)
  await enrol(north, hub, 'S001')
  await north.signIn('s001.manager')
  south = await openStore(`${folder}/south`, clock)
  await enrol(south, hub, 'S002')
  await south.signIn('s002.manager')
})
afterEach(async () => {
  await north.close()
  await south.close()
  await hub.close()
  removeFolder(folder)
})

const swap = async (change: (file: string) => void): Promise<void> => {
  await hub.stop()
  await hub.close()
  change(hub.file)
  const port = new URL(hub.url).port
  hub = await startHub(folder, clock, chain, { port: Number(port) })
}

const kept = '.yesterday'
const files = (file: string, whole: boolean): string[] => [
  file,
  ...(whole ? [fenceFileOf(file), epochFileOf(file)] : []),
]

/** `whole`: the folder as it lay there, HQ's own small files with it. */
const backUp = (whole = false): Promise<void> =>
  swap((file) => {
    for (const one of files(file, whole)) if (existsSync(one)) copyFileSync(one, one + kept)
  })

const restore = (whole = false): Promise<void> =>
  swap((file) => {
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
    for (const one of files(file, whole)) if (existsSync(one + kept)) copyFileSync(one + kept, one)
  })

/** A purchase order of HQ for a store; its id. */
const order = async (storeCode: string, documentId: string = randomUUID()): Promise<string> => {
  const source = chain.purchaseOrders.find((one) => one.storeCode === storeCode)
  const body = { ...source, documentId, number: `CGDD-${documentId.slice(0, 8)}` }
  await hub.database.write((tx) =>
    publish(tx, 'orders', [{ type: 'purchaseOrder', key: documentId, scope: storeCode, body }]),
  )
  return documentId
}

const ordersHead = async (): Promise<number> =>
  (await hub.database.read.one<{ position: number }>(`SELECT position FROM streamHead WHERE stream = 'orders'`))
    ?.position ?? 0

const ordersAt = async ({ database }: TestStore): Promise<string[]> =>
  (await database.read.all<{ documentId: string }>('SELECT documentId FROM purchaseOrder')).map(
    ({ documentId }) => documentId,
  )

const receive = async (pc: TestStore, orderId = order12.documentId): Promise<string> => {
  clock.pass(1000)
  const { documentId } = await pc.must('goodsReceipt.open', { orderId })
  const lineNo = (await pc.must('document.get', { documentId })).lines[0]?.lineNo as number
  await pc.must('document.adjust', { type: 'goodsReceipt', documentId, lineNo, mode: 'add', quantity: 1000 })
  const { header } = await pc.must('document.get', { documentId })
  return (await pc.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })).number
}

const sync = async (pc: TestStore) => (await pc.must('app.syncNow', {})).sync

const alarms = () =>
  hub.database.read.all(`SELECT storeCode, deviceId FROM alarm WHERE kind = 'hubRestored' AND state = 'open'`)

const provisional = async (): Promise<string[]> =>
  (
    await hub.database.read.all<{ storeCode: string }>(
      `SELECT storeCode FROM device d WHERE ${provisionalSql('d')} ORDER BY storeCode`,
    )
  ).map(({ storeCode }) => storeCode)

const postedAt = async ({ database }: Pick<TestStore, 'database'>, storeCode: string): Promise<string[]> =>
  (
    await database.read.all<{ number: string }>(
      `SELECT number FROM document WHERE storeCode = ? AND state = 'posted' ORDER BY number`,
      [storeCode],
    )
  ).map(({ number }) => number)

const balancesAt = ({ database }: Pick<TestStore, 'database'>, account: string) =>
  database.read.all('SELECT sku, lot, onHand, value FROM stockBalance WHERE account = ? ORDER BY sku, lot', [account])

const expectSame = async (): Promise<void> => {
  for (const [pc, storeCode] of [[north, 'S001'] as const, [south, 'S002'] as const]) {
    expect(await postedAt(hub, storeCode)).toEqual(await postedAt(pc, storeCode))
    expect(await balancesAt(hub, `stock:W${storeCode}`)).toEqual(await balancesAt(pc, `stock:W${storeCode}`))
    expect((await verifyLedger(pc.database.read)).problems).toEqual([])
    expect(await pc.database.read.all('SELECT * FROM parkedItem')).toEqual([])
  }
  expect(await hub.database.read.all('SELECT * FROM parkedEvent')).toEqual([])
}

describe('a hub restored from yesterday', () => {
  test.each([
    ['its database alone: HQ knows at its start', false],
    ['its whole folder: the first PC that knows more says so', true],
  ])('%s', async (_, whole) => {
    await sync(north)
    await sync(south)
    await backUp(whole)
    const [forgotten, told] = [await order('S001'), await order('S001')]
    const reached = await ordersHead()
    await receive(north)
    await receive(north)
    expect(await sync(north)).toMatchObject({ state: 'online', unsecured: 0, hubRestoredAt: null })
    expect(await ordersAt(north)).toEqual(expect.arrayContaining([forgotten, told]))

    await restore(whole)
    expect(await alarms()).toHaveLength(whole ? 0 : 1)
    // HQ goes on, and gives the positions of before to other orders
    const fresh = [await order('S001'), await order('S001')]
    const forSouth = await order('S002')
    expect(await ordersHead()).toBe(reached + 1)
    if (!whole) expect(await provisional()).toEqual(['S001', 'S002'])

    const heard = await sync(north)
    expect(heard).toMatchObject({ state: 'online', unsecured: 0, problem: '' })
    expect(heard.hubRestoredAt).toBe(new Date(clock.nowMs()).toISOString())
    expect(await ordersAt(north)).toEqual(expect.arrayContaining(fresh))
    expect(await alarms()).toEqual([{ storeCode: '', deviceId: '' }])
    expect(await provisional()).toEqual(['S002'])

    await receive(south, chain.purchaseOrders.find(({ storeCode }) => storeCode === 'S002')?.documentId)
    expect(await sync(south)).toMatchObject({ state: 'online', unsecured: 0, hubRestoredAt: null })
    expect(await ordersAt(south)).toContain(forSouth)
    expect(await provisional()).toEqual([])
    await expectSame()
    expect(await alarms()).toHaveLength(1)
    // heard once more, not again and again
    const cursors = () => north.database.read.all('SELECT * FROM pullCursor ORDER BY stream')
    const before = await cursors()
    await sync(north)
    expect(await cursors()).toEqual(before)
  })

  test('with facts alone forgotten, and its whole folder put back: the push says so', async () => {
    await backUp(true)
    await sync(north)
    await receive(north)
    expect(await sync(north)).toMatchObject({ unsecured: 0 })
    await restore(true)
    expect(await alarms()).toEqual([])
    expect(await sync(north)).toMatchObject({ state: 'online', unsecured: 0, hubRestoredAt: null })
    expect(await alarms()).toHaveLength(1)
    expect(await provisional()).toEqual(['S002'])
    await sync(south)
    await expectSame()
  })

  test('twice: each time all of it comes back', async () => {
    await backUp()
    for (let time = 0; time < 2; time += 1) {
      await order('S001')
      await receive(north)
      await sync(north)
      await restore()
      const fresh = await order('S001')
      await sync(north)
      expect(await ordersAt(north)).toContain(fresh)
      expect(await provisional()).toEqual(['S002'])
    }
    await sync(south)
    await expectSame()
  })

  test('one that was only started anew, or killed, is no other: nothing is heard twice', async () => {
    await order('S001')
    await receive(north)
    await sync(north)
    const cursors = () => north.database.read.all('SELECT * FROM pullCursor ORDER BY stream')
    const before = await cursors()
    await swap(() => undefined)
    expect(await sync(north)).toMatchObject({ state: 'online', hubRestoredAt: null })
    expect(await cursors()).toEqual(before)
    expect(await alarms()).toEqual([])
    expect(await provisional()).toEqual([])
    // its file behind the database, as a kill leaves it
    await swap((file) => copyFileSync(epochFileOf(file), `${file}.before`))
    await receive(north)
    await sync(north)
    await swap((file) => copyFileSync(`${file}.before`, epochFileOf(file)))
    expect(await alarms()).toEqual([])
  })

  test('brought to another computer without the small file, it asks everybody', async () => {
    await sync(north)
    await swap((file) => rmSync(epochFileOf(file)))
    expect(await alarms()).toHaveLength(1)
    expect(await provisional()).toEqual(['S001', 'S002'])
    await sync(north)
    await sync(south)
    expect(await provisional()).toEqual([])
  })

  test('goods on an order HQ forgot wait for people, and are booked once HQ has that order again', async () => {
    await backUp()
    const lost = await order('S001')
    await sync(north)
    const number = await receive(north, lost)
    await sync(north)
    await restore()
    expect(await sync(north)).toMatchObject({ state: 'failed', problem: 'EVENTS_PARKED', unsecured: 0 })
    expect(await postedAt(hub, 'S001')).not.toContain(number)
    await order('S001', lost)
    const browser = await hub.browser('hq.auditor')
    const listed = await browser.call('alarm.list', { kinds: ['eventParked'] })
    const [alarm] = listed.ok ? listed.value.alarms : []
    expect(await browser.call('alarm.retry', { alarmId: alarm?.alarmId ?? '' })).toMatchObject({
      value: { booked: 1, waiting: 0 },
    })
    expect(await sync(north)).toMatchObject({ state: 'online', problem: '' })
    await expectSame()
    const devices = await browser.call('enrolment.devices', {})
    const told = devices.ok ? devices.value.devices.map((one) => [one.storeCode, one.provisional]) : []
    expect(told).toEqual([
      ['S001', false],
      ['S002', true],
    ])
  })

  test('a PC of before, that names no start of the hub, goes on as it did', async () => {
    await sync(north)
    const answer = await hub.gateway.invoke(
      {
        clientId: 'device:old',
        actor: null,
        device: (await hub.database.read.one(
          `SELECT deviceId, storeCode FROM device WHERE storeCode = 'S001'`,
        )) as never,
      },
      'sync.pull',
      { protocolVersion: 1, stream: 'orders', after: 1_000_000 },
      randomUUID(),
    )
    expect(answer).toMatchObject({ ok: true, value: { items: [], more: false, position: 1_000_000 } })
    expect(answer.ok && Object.keys(answer.value as object)).not.toContain('epoch')
  })
})
