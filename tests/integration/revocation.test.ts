/**
 * A store PC is disabled at HQ and restored: told as it happens, with the line up and down. Nothing of its ledger is lost,
 * nothing is told twice, and in between HQ takes nothing from it.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OutputOf } from '../../src/contract/operations'
import { createHubClient, type HubClient } from '../../src/store/sync/hubClient'
import { batchOf, type Enrolment, enrolmentOf, eventsOf, pushTo } from '../support/forger'
import { codeOf, postTo, wellFormedInputs } from '../support/operationInputs'
import {
  createClock,
  enrol,
  fingerprint,
  openStore,
  order60,
  pinOf,
  removeFolder,
  startHub,
  type TestBrowser,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const folder = temporaryFolder()
const clock = createClock()
const manager = 's001.manager'
let hub: TestHub
let admin: TestBrowser
let store: TestStore
let own: Enrolment
let line: { up: boolean }
let turn = 0

const cuttable = (): HubClient => {
  const client = createHubClient({ timeoutMs: 2_000, newRequestId: randomUUID })
  const cut = { ok: false as const, error: { code: 'HUB_OFFLINE' as const, params: {} } }
  return { ...client, call: (name, input) => (line.up ? client.call(name, input) : Promise.resolve(cut)) }
}

const openPc = (): Promise<TestStore> => openStore(`${folder}/${turn}`, clock, { hub: cuttable() })

beforeAll(async () => {
  hub = await startHub(folder, clock)
  admin = await hub.browser('hq.admin')
})
beforeEach(async () => {
  turn += 1
  mkdirSync(`${folder}/${turn}`)
  line = { up: true }
  store = await openPc()
  await enrol(store, hub)
  own = await enrolmentOf(store)
  await store.signIn(manager)
})
afterEach(() => store.close())
afterAll(async () => {
  await hub.close()
  removeFolder(folder)
})

const post = async (): Promise<void> => {
  clock.pass(1000)
  const { documentId } = await store.must('goodsReceipt.open', { orderId: order60.documentId })
  const lineNo = (await store.must('document.get', { documentId })).lines[0]?.lineNo as number
  await store.must('document.adjust', { type: 'goodsReceipt', documentId, lineNo, mode: 'add', quantity: 1000 })
  const { header } = await store.must('document.get', { documentId })
  await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })
}

const round = async (): Promise<OutputOf<'app.status'>> => {
  await store.backend.sync.syncNow()
  return store.must('app.status', {})
}

const revoke = async (reason = '电脑丢了') =>
  codeOf(await admin.call('device.revoke', { deviceId: own.deviceId, reason }))
const restore = async (reason = '找回来了') =>
  codeOf(await admin.call('device.restore', { deviceId: own.deviceId, reason }))
const atHub = async () => {
  const answer = await admin.call('enrolment.devices', {})
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value.devices.find(({ deviceId }) => deviceId === own.deviceId)
}
const heldAtHub = () => hub.database.read.all('SELECT seq, hash FROM event WHERE logId = ? ORDER BY seq', [own.logId])
const hereToo = async () => (await eventsOf(store)).map(({ seq, hash }) => ({ seq, hash }))
/** what a shop would miss */
const kept = () =>
  Promise.all(
    ['event', 'stockMovement', 'stockBalance', 'document', 'documentLine', 'draftStep', 'labelJob', 'credential'].map(
      (table) => store.database.read.all(`SELECT * FROM ${table} ORDER BY 1, 2`),
    ),
  )
const signIn = async (): Promise<string> =>
  codeOf(await store.call('signIn.withPin', { userId: manager, pin: pinOf(manager) }))

describe('with the line up', () => {
  test('the next call says so; everybody is out, nobody comes in, and what there is stays', async () => {
    await post()
    await round()
    expect(await revoke()).toBe('OK')
    const before = await kept()
    expect(await round()).toMatchObject({ revoked: true, sync: { state: 'failed', problem: 'DEVICE_REVOKED' } })
    expect(codeOf(await store.call('stock.list', {}))).toBe('UNAUTHENTICATED')
    expect(await signIn()).toBe('DEVICE_REVOKED')
    expect(store.events).toContainEqual({ type: 'session.changed' })
    expect(await kept()).toEqual(before)
    expect(await atHub()).toMatchObject({ state: 'revoked', stateReason: '电脑丢了' })
  })

  test('neither a restart nor a line that is down lifts it', async () => {
    await revoke()
    await round()
    await store.close()
    line.up = false
    store = await openPc()
    expect(await store.must('app.status', {})).toMatchObject({
      revoked: true,
      sync: { state: 'failed', problem: 'DEVICE_REVOKED' },
    })
    expect(await signIn()).toBe('DEVICE_REVOKED')
    await round()
    expect(await signIn()).toBe('DEVICE_REVOKED')
  })

  test('restored, it comes back by itself', async () => {
    await revoke()
    await round()
    expect(await signIn()).toBe('DEVICE_REVOKED')
    expect(await restore()).toBe('OK')
    expect(await round()).toMatchObject({ revoked: false, sync: { state: 'online', problem: '' } })
    expect(await signIn()).toBe('OK')
    await post()
    expect(await round()).toMatchObject({ sync: { state: 'online', unsecured: 0 } })
    expect(await heldAtHub()).toEqual(await hereToo())
    expect(await atHub()).toMatchObject({ state: 'active', stateReason: '找回来了', unsecured: 0 })
  })
})

describe('with the line down', () => {
  test('it works until it hears; what it did meanwhile waits, and is told once after it is restored', async () => {
    await post()
    await round()
    line.up = false
    await revoke()
    await post()
    await post()
    expect(await round()).toMatchObject({ revoked: false, sync: { state: 'offline', unsecured: 2 } })
    const held = await heldAtHub()
    line.up = true
    expect(await round()).toMatchObject({ revoked: true, sync: { problem: 'DEVICE_REVOKED', unsecured: 2 } })
    expect(await heldAtHub()).toEqual(held)
    await restore()
    expect(await round()).toMatchObject({ revoked: false, sync: { state: 'online', unsecured: 0 } })
    expect(await heldAtHub()).toEqual(await hereToo())
    const twice = await hub.database.read.all(
      'SELECT number FROM document WHERE logId = ? GROUP BY number HAVING count(*) > 1',
      [own.logId],
    )
    expect(twice).toEqual([])
    const balance = (side: TestStore | TestHub) =>
      side.database.read.one<{ onHand: number }>(
        `SELECT sum(quantity) AS onHand FROM stockMovement WHERE logId = ? AND toAccount = 'stock:WS001'`,
        [own.logId],
      )
    expect(await balance(hub)).toEqual(await balance(store))
    expect(await balance(hub)).toEqual({ onHand: 3000 })
  })
})

describe('HQ takes nothing from it', () => {
  test('not by any operation a PC has, and an alarm says that it calls', async () => {
    await post()
    await revoke()
    const before = await fingerprint(hub.database)
    const [event] = await eventsOf(store)
    const batch = batchOf(own, [event?.payload as string])
    expect(codeOf((await pushTo(hub, own, batch)).answer)).toBe('DEVICE_REVOKED')
    for (const name of ['sync.push', 'sync.pull', 'sync.attachment', 'signIn.checkPin'] as const) {
      const { answer } = await postTo(hub.url, name, wellFormedInputs()[name], { deviceToken: own.deviceToken })
      expect([name, codeOf(answer)]).toEqual([name, 'DEVICE_REVOKED'])
    }
    expect(await fingerprint(hub.database)).toBe(before)
    expect(
      await hub.database.read.all(`SELECT state FROM alarm WHERE kind = 'revokedDeviceCalls' AND deviceId = ?`, [
        own.deviceId,
      ]),
    ).toEqual([{ state: 'open' }])
  })

  test('a code does not bring it back: neither one for a new PC nor one for a new key', async () => {
    const made = await admin.call('device.createRecoveryCode', { deviceId: own.deviceId })
    await revoke()
    await round()
    const code = await hub.enrolmentCode('S001')
    expect(codeOf(await store.call('app.enrol', { hubUrl: hub.url, code }))).toBe('ALREADY_ENROLLED')
    expect(codeOf(await store.call('app.recoverKey', { code: made.ok ? made.value.code : '' }))).toBe('DEVICE_REVOKED')
    expect(codeOf(await admin.call('device.createRecoveryCode', { deviceId: own.deviceId }))).toBe('DEVICE_STATE')
    expect(await atHub()).toMatchObject({ state: 'revoked' })
    expect(await round()).toMatchObject({ revoked: true })
  })

  test('an unknown token is no revocation: a hub set back to yesterday puts nobody out of work', async () => {
    await hub.database.write((tx) => tx.run(`UPDATE device SET tokenHash = 'other' WHERE deviceId = ?`, [own.deviceId]))
    expect(await round()).toMatchObject({ revoked: false, sync: { state: 'failed', problem: 'DEVICE_KEY_LOST' } })
    expect(codeOf(await store.call('stock.list', {}))).toBe('OK')
  })
})

describe('who may', () => {
  test('refused without the right, without a reason, for a PC that is not there, and twice; nothing changes', async () => {
    const browser = await hub.browser('hq.operations')
    const input = { deviceId: own.deviceId, reason: '试试' }
    const before = await fingerprint(hub.database)
    expect(codeOf(await browser.call('device.revoke', input))).toBe('FORBIDDEN')
    expect(codeOf(await admin.call('device.revoke', { ...input, reason: '  ' }))).toBe('INVALID_INPUT')
    expect(codeOf(await admin.call('device.revoke', { ...input, deviceId: randomUUID() }))).toBe('DEVICE_NOT_FOUND')
    expect(codeOf(await admin.call('device.restore', input))).toBe('DEVICE_STATE')
    expect(await fingerprint(hub.database)).toBe(before)
    expect(await revoke()).toBe('OK')
    expect(await revoke()).toBe('DEVICE_STATE')
  })

  test('a quarantine is not lifted by disabling and restoring', async () => {
    await hub.database.write((tx) =>
      tx.run(`UPDATE device SET state = 'quarantined' WHERE deviceId = ?`, [own.deviceId]),
    )
    await revoke()
    await restore()
    expect(await atHub()).toMatchObject({ state: 'quarantined' })
  })
})

test('HQ sees what the PC says of itself: version, where its key is, how far its clock is off', async () => {
  await round()
  expect(await atHub()).toMatchObject({ version: 'test', keyKept: 'file', skewSeconds: 0, recovering: false })
  await admin.call('device.createRecoveryCode', { deviceId: own.deviceId })
  expect(await atHub()).toMatchObject({ recovering: true })
})
