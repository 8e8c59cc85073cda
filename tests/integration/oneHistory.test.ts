/**
 * One log is one history of one PC. An old copy put back, with its fence or without, and two copies of one PC: each is found, each
 * goes on in a new log, store and HQ agree again, nothing is lost and nothing counted twice.
 */
import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fenceFileOf } from '../../src/ledger/fence'
import { verifyLedger } from '../../src/ledger/verify'
import type { PlantedBug } from '../../src/store/runtime'
import { createHubClient, type HubClient } from '../../src/store/sync/hubClient'
import {
  createClock,
  enrol,
  openStore,
  order60,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

let folder = ''
let clock = createClock()
let hub: TestHub
let store: TestStore

const quickHub = () => createHubClient({ timeoutMs: 2_000, newRequestId: randomUUID })
let line = { up: true }
/** A line on which people still sign in, and nothing is told: what a PC does before its first round reaches HQ. */
const cuttable = (): HubClient => {
  const client = quickHub()
  const cut = { ok: false as const, error: { code: 'HUB_OFFLINE' as const, params: {} } }
  return {
    ...client,
    call: (name, input) => (line.up || !name.startsWith('sync.') ? client.call(name, input) : Promise.resolve(cut)),
  }
}
const openAt = (name: string, ...planted: PlantedBug[]): Promise<TestStore> =>
  openStore(join(folder, name), clock, { hub: cuttable(), planted: new Set(planted) })

/** The database alone, as somebody copies it; with the fence where they take the whole folder. */
const copy = (from: string, to: string, withFence: boolean): void => {
  mkdirSync(join(folder, to), { recursive: true })
  const [source, target] = [join(folder, from, 'store.db'), join(folder, to, 'store.db')]
  for (const end of ['', '-wal', '-shm']) {
    rmSync(target + end, { force: true })
    if (existsSync(source + end)) copyFileSync(source + end, target + end)
  }
  if (withFence) copyFileSync(fenceFileOf(source), fenceFileOf(target))
}

const receive = async (pc: TestStore, pieces = 1): Promise<string> => {
  const opened = await begin(pc, pieces)
  return post(pc, opened)
}
const begin = async (pc: TestStore, pieces = 1): Promise<string> => {
  clock.pass(1000)
  const { documentId } = await pc.must('goodsReceipt.open', { orderId: order60.documentId })
  const lineNo = (await pc.must('document.get', { documentId })).lines[0]?.lineNo as number
  await pc.must('document.adjust', {
    ...{ type: 'goodsReceipt', documentId, lineNo, mode: 'add' },
    quantity: pieces * 1000,
  })
  return documentId
}
const post = async (pc: TestStore, documentId: string): Promise<string> => {
  clock.pass(1000)
  const { header } = await pc.must('document.get', { documentId })
  return (await pc.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })).number
}

const sync = async (pc: TestStore) => {
  const { state, problem, unsecured } = (await pc.must('app.syncNow', {})).sync
  return { state, problem, unsecured }
}
const secured = { state: 'online', problem: '', unsecured: 0 }

const numbersAt = async (side: Pick<TestStore, 'database'>): Promise<string[]> =>
  (
    await side.database.read.all<{ number: string }>(
      `SELECT number FROM document WHERE storeCode = 'S001' AND state = 'posted' ORDER BY number`,
    )
  ).map(({ number }) => number)
const balancesAt = (side: Pick<TestStore, 'database'>) =>
  side.database.read.all(
    `SELECT sku, lot, onHand, value FROM stockBalance WHERE account = 'stock:WS001' ORDER BY sku, lot`,
  )
const eventsAt = (side: Pick<TestStore, 'database'>) =>
  side.database.read.all(
    `SELECT e.logId, e.seq, e.hash FROM event e JOIN log l ON l.logId = e.logId WHERE l.deviceId <> 'hub' ORDER BY 1, 2`,
  )
const logsAt = (side: Pick<TestStore, 'database'>) =>
  side.database.read.all(
    `SELECT logId, headSeq, headHash FROM log WHERE kind = 'ledger' AND deviceId <> 'hub' ORDER BY 1`,
  )

/** The whole promise in one place. */
const expectSame = async (pc: TestStore): Promise<void> => {
  expect(await numbersAt(pc)).toEqual(await numbersAt(hub))
  expect(await balancesAt(pc)).toEqual(await balancesAt(hub))
  expect(await eventsAt(pc)).toEqual(await eventsAt(hub))
  expect(await logsAt(pc)).toEqual(await logsAt(hub))
  const numbers = await numbersAt(hub)
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(await hub.database.read.all('SELECT * FROM parkedEvent')).toEqual([])
  expect(await verifyLedger(pc.database.read)).toMatchObject({ problems: [] })
  expect(await verifyLedger(hub.database.read)).toMatchObject({ problems: [] })
}

const repairOf = async (pc: TestStore) => {
  const row = await pc.database.read.one<{ value: string }>(`SELECT value FROM meta WHERE key = 'historyRepaired'`)
  return row ? (JSON.parse(row.value) as Record<string, unknown>) : null
}

beforeEach(async () => {
  folder = temporaryFolder()
  line = { up: true }
  clock = createClock()
  hub = await startHub(folder, clock)
  store = await openAt('pc')
  await enrol(store, hub)
  await store.signIn('s001.manager')
})
afterEach(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})

/** Two papers before the copy, three after it; all of them secured. One of the three may be a draft in the copy. */
const workOnBothSidesOfACopy = async ({ draftInCopy = false } = {}): Promise<string> => {
  await receive(store)
  await receive(store, 2)
  const draft = draftInCopy ? await begin(store, 3) : ''
  expect(await sync(store)).toEqual(secured)
  await store.close()
  copy('pc', 'kept', true)
  store = await openAt('pc')
  await store.signIn('s001.manager')
  await (draftInCopy ? post(store, draft) : receive(store, 3))
  await receive(store, 4)
  await receive(store, 5)
  expect(await sync(store)).toEqual(secured)
  await store.close()
  return draft
}

describe('last week’s copy put back', () => {
  test('where the fence stayed, the next start says so, and the first contact brings everything back', async () => {
    await workOnBothSidesOfACopy({ draftInCopy: true })
    const before = await numbersAt(hub)
    copy('kept', 'pc', false)
    store = await openAt('pc')
    const cuts = await store.database.read.all<{ payload: string }>(
      `SELECT payload FROM trail WHERE operation = 'trail.cut'`,
    )
    expect(cuts).toHaveLength(1)
    await store.signIn('s001.manager')
    expect(await sync(store)).toEqual(secured)
    expect(await numbersAt(hub)).toEqual(before)
    await expectSame(store)
    expect(await repairOf(store)).toMatchObject({ taken: 3, retold: 0, setAside: [], lost: 0, renumbered: [] })
    await receive(store, 6)
    expect(await sync(store)).toEqual(secured)
    await expectSame(store)
    expect(await logsAt(hub)).toHaveLength(2)
  })

  test('what was posted before HQ was reached is told under the new log, under numbers nobody had', async () => {
    await workOnBothSidesOfACopy()
    copy('kept', 'pc', false)
    line.up = false
    store = await openAt('pc')
    await store.signIn('s001.manager')
    const own = [await receive(store, 7), await receive(store, 8)]
    line.up = true
    expect(await sync(store)).toEqual(secured)
    expect(await numbersAt(hub)).toEqual(expect.arrayContaining(own))
    expect(await numbersAt(hub)).toHaveLength(7)
    await expectSame(store)
    expect(await repairOf(store)).toMatchObject({ taken: 3, retold: 2, setAside: [], renumbered: [] })
    expect(await hub.database.read.all('SELECT state FROM device')).toEqual([{ state: 'active' }])
  })

  test('a paper posted anew that HQ has already is HQ’s: its goods are counted once, and people are told', async () => {
    const draft = await workOnBothSidesOfACopy({ draftInCopy: true })
    copy('kept', 'pc', false)
    line.up = false
    store = await openAt('pc')
    await store.signIn('s001.manager')
    const number = await post(store, draft)
    line.up = true
    expect(await sync(store)).toEqual(secured)
    await expectSame(store)
    expect(await repairOf(store)).toMatchObject({ taken: 3, retold: 0, setAside: [{ number, step: 'posted' }] })
    const told = await hub.database.read.all(`SELECT 1 FROM trail WHERE operation = 'log.setAside'`)
    expect(told).toHaveLength(1)
  })

  test('with database and fence put back together HQ’s first answer says so', async () => {
    await workOnBothSidesOfACopy()
    copy('kept', 'pc', true)
    store = await openAt('pc')
    await store.signIn('s001.manager')
    expect(await sync(store)).toEqual(secured)
    await expectSame(store)
    expect(await repairOf(store)).toMatchObject({ taken: 3, retold: 0 })
  })

  test('acts that neither HQ nor the file holds are counted, to be entered again', async () => {
    await receive(store)
    expect(await sync(store)).toEqual(secured)
    await store.close()
    copy('pc', 'kept', false)
    line.up = false
    store = await openAt('pc')
    await store.signIn('s001.manager')
    await receive(store, 2)
    await receive(store, 3)
    await sync(store)
    await store.close()
    line.up = true
    copy('kept', 'pc', false)
    store = await openAt('pc')
    await store.signIn('s001.manager')
    expect(await sync(store)).toEqual(secured)
    expect(await repairOf(store)).toMatchObject({ taken: 0, lost: 2 })
    await receive(store, 4)
    expect(await sync(store)).toEqual(secured)
    await expectSame(store)
    const numbers = await numbersAt(hub)
    // the serials of the two that are gone are not given again
    expect(Number(numbers.at(-1)?.slice(-4))).toBeGreaterThan(3)
  })
})

/** As HQ and the shop do it: a code for this PC, typed in at this PC. */
const release = async (pc: TestStore): Promise<void> => {
  const hq = await hub.browser('hq.admin')
  const [device] = await hub.database.read.all<{ deviceId: string }>('SELECT deviceId FROM device')
  const answer = await hq.call('device.createRecoveryCode', { deviceId: device?.deviceId as string })
  if (!answer.ok) throw new Error(answer.error.code)
  await pc.must('app.recoverKey', { code: answer.value.code })
}
const stateAtHub = () => hub.database.read.all('SELECT state FROM device')

describe('a fork', () => {
  test('a copy put back with its fence and worked on apart is set apart by HQ, released by a code, and loses nothing', async () => {
    await workOnBothSidesOfACopy()
    const before = await numbersAt(hub)
    copy('kept', 'pc', true)
    line.up = false
    store = await openAt('pc')
    await store.signIn('s001.manager')
    // the very number HQ's paper has
    const again = await receive(store, 7)
    expect(before).toContain(again)
    line.up = true
    expect(await sync(store)).toMatchObject({ problem: 'SYNC_FORK' })
    expect(await stateAtHub()).toEqual([{ state: 'quarantined' }])
    expect(await numbersAt(hub)).toEqual(before)
    // asked again and again, nothing of it is taken, and nothing is lost
    expect(await sync(store)).toMatchObject({ problem: 'SYNC_FORK' })
    expect(await numbersAt(store)).toContain(again)
    await release(store)
    expect(await sync(store)).toEqual(secured)
    expect(await stateAtHub()).toEqual([{ state: 'active' }])
    expect(await numbersAt(hub)).toHaveLength(before.length + 1)
    await expectSame(store)
    expect(await repairOf(store)).toMatchObject({ taken: 3, retold: 1, renumbered: [{ before: again }] })
  })

  test('of two copies of one PC the one HQ released goes on, the other is no PC any more', async () => {
    await receive(store)
    expect(await sync(store)).toEqual(secured)
    await store.close()
    copy('pc', 'clone', true)
    store = await openAt('pc')
    const clone = await openAt('clone')
    await clone.signIn('s001.manager')
    await store.signIn('s001.manager')
    await receive(store, 2)
    expect(await sync(store)).toEqual(secured)
    line.up = false
    await receive(clone, 3)
    line.up = true
    expect(await sync(clone)).toMatchObject({ problem: 'SYNC_FORK' })
    expect(await stateAtHub()).toEqual([{ state: 'quarantined' }])
    await release(clone)
    expect(await sync(clone)).toEqual(secured)
    await expectSame(clone)
    expect(await numbersAt(hub)).toHaveLength(3)
    await receive(store, 4)
    expect(await sync(store)).toMatchObject({ state: 'failed', unsecured: 1 })
    expect(await numbersAt(hub)).toHaveLength(3)
    await clone.close()
  })
})

test('a copy started beside the PC it is of: the PC is found out with its next paper, and either may be the one that goes on', async () => {
  await receive(store)
  expect(await sync(store)).toEqual(secured)
  await store.close()
  copy('pc', 'clone', true)
  store = await openAt('pc')
  await store.signIn('s001.manager')
  await receive(store, 2)
  expect(await sync(store)).toEqual(secured)
  const clone = await openAt('clone')
  await clone.signIn('s001.manager')
  expect(await sync(clone)).toEqual(secured)
  await receive(clone, 3)
  expect(await sync(clone)).toEqual(secured)
  await receive(store, 4)
  expect(await sync(store)).toMatchObject({ problem: 'SYNC_FORK', unsecured: 1 })
  expect(await stateAtHub()).toEqual([{ state: 'quarantined' }])
  await release(store)
  expect(await sync(store)).toEqual(secured)
  await expectSame(store)
  expect(await numbersAt(hub)).toHaveLength(4)
  await receive(clone, 5)
  expect(await sync(clone)).toMatchObject({ state: 'failed', unsecured: 1 })
  await clone.close()
})

test('a PC installed anew goes on as the one it was: its ledger is HQ’s, its letter its own, its numbers new', async () => {
  await receive(store)
  await receive(store, 2)
  expect(await sync(store)).toEqual(secured)
  const before = await numbersAt(hub)
  await store.close()
  rmSync(join(folder, 'pc'), { recursive: true })
  mkdirSync(join(folder, 'pc'))
  store = await openAt('pc')
  const hq = await hub.browser('hq.admin')
  const device = await hub.database.read.one<{ deviceId: string }>('SELECT deviceId FROM device')
  const answer = await hq.call('device.createRecoveryCode', { deviceId: device?.deviceId as string })
  if (!answer.ok) throw new Error(answer.error.code)
  const enrolled = await store.must('app.enrol', { hubUrl: hub.url, code: answer.value.code })
  expect(enrolled).toMatchObject({ storeCode: 'S001', deviceLetter: 'A' })
  await store.signIn('s001.manager')
  expect(await sync(store)).toEqual(secured)
  await receive(store, 3)
  expect(await sync(store)).toEqual(secured)
  expect(await numbersAt(hub)).toEqual([...before, expect.stringMatching(/A050\d$/)])
  expect(await logsAt(store)).toEqual(await logsAt(hub))
  await expectSame(store)
  expect(await repairOf(store)).toMatchObject({ taken: 2 })
  // spent: no third PC comes in by it
  mkdirSync(join(folder, 'third'))
  const third = await openAt('third')
  const refused = await third.call('app.enrol', { hubUrl: hub.url, code: answer.value.code })
  expect(refused).toMatchObject({ ok: false, error: { code: 'ENROLMENT_CODE_INVALID' } })
  await third.close()
})

/** A mistake made on purpose must not pass the promise above, or the promise is worth nothing. */
describe('planted mistakes are seen', () => {
  const backWith = async (bug: PlantedBug): Promise<string[]> => {
    await workOnBothSidesOfACopy()
    copy('kept', 'pc', false)
    line.up = false
    store = await openAt('pc', bug)
    await store.signIn('s001.manager')
    const own = [await receive(store, 7)]
    line.up = true
    return own
  }

  test('the ledger not fenced: the start finds nothing, and a number is given twice', async () => {
    await receive(store)
    expect(await sync(store)).toEqual(secured)
    await store.close()
    copy('pc', 'kept', false)
    store = await openAt('pc', 'fenceSkipped')
    await store.signIn('s001.manager')
    const number = await receive(store, 2)
    expect(await sync(store)).toEqual(secured)
    await store.close()
    copy('kept', 'pc', false)
    line.up = false
    store = await openAt('pc', 'fenceSkipped')
    await store.signIn('s001.manager')
    expect(await receive(store, 7)).toBe(number)
    line.up = true
    expect(await sync(store)).toMatchObject({ problem: 'SYNC_FORK' })
  })

  test('the old log going on after a copy was put back: HQ never takes what follows', async () => {
    await backWith('logReused')
    expect(await sync(store)).toMatchObject({ problem: 'SYNC_FORK' })
    await expect(expectSame(store)).rejects.toThrow()
  })

  test('what was not secured dropped when told again: it is missed', async () => {
    const own = await backWith('tailDropped')
    expect(await sync(store)).toEqual(secured)
    expect(await numbersAt(hub)).not.toEqual(expect.arrayContaining(own))
    expect(await repairOf(store)).toMatchObject({ retold: 0 })
  })
})
