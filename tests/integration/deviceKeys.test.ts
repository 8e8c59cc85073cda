/**
 * The secrets of a store PC: sealed by the system where it can, said where it cannot, and given anew by HQ when they are
 * lost. The system here is a fake with a key of its own, another account is a fake with another key.
 */
import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeMeta } from '../../src/store/meta'
import type { Host } from '../../src/store/runtime'
import { createHubClient } from '../../src/store/sync/hubClient'
import { batchOf, type Enrolment, enrolmentOf, eventsOf, pushTo } from '../support/forger'
import { codeOf, postTo } from '../support/operationInputs'
import {
  createBrowser,
  createClock,
  enrol,
  openStore,
  order60,
  removeFolder,
  startHub,
  type TestBrowser,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

type Secrets = Pick<Host, 'sealSecret' | 'openSecret'>

/** A system with a secret store; every account has its own. */
const account = (): Secrets => {
  const key = randomBytes(32)
  return {
    sealSecret: async ({ text }) => {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const body = Buffer.concat([cipher.update(text), cipher.final()])
      return { sealed: Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64') }
    },
    openSecret: async ({ sealed }) => {
      try {
        const bytes = Buffer.from(sealed, 'base64')
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
        decipher.setAuthTag(bytes.subarray(12, 28))
        return { text: Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString() }
      } catch {
        return null
      }
    },
  }
}
const none: Secrets = { sealSecret: async () => null, openSecret: async () => null }

const folder = temporaryFolder()
const clock = createClock()
let hub: TestHub
let admin: TestBrowser
const opened = new Set<TestStore>()

const open = async (name: string, host: Secrets): Promise<TestStore> => {
  mkdirSync(`${folder}/${name}`, { recursive: true })
  const client = createHubClient({ timeoutMs: 2_000, newRequestId: randomUUID })
  const store = await openStore(`${folder}/${name}`, clock, { host, hub: client })
  opened.add(store)
  return store
}
const close = async (store: TestStore): Promise<void> => {
  opened.delete(store)
  await store.close()
}

/** everything of the database that lies on the disk */
const bytesOf = (store: Pick<TestStore, 'file'>): string =>
  ['', '-wal', '-shm']
    .map((end) => store.file + end)
    .filter(existsSync)
    .map((file) => readFileSync(file, 'latin1'))
    .join('')

const secretsIn = (store: Pick<TestStore, 'file'>, own: Enrolment): string[] => {
  const bytes = bytesOf(store)
  const pem = own.privateKeyPem.split('\n')[1] as string
  return [own.deviceToken, pem, 'PRIVATE KEY'].filter((secret) => bytes.includes(secret))
}

const receiveAndPost = async (pc: TestStore): Promise<void> => {
  clock.pass(1000)
  const { documentId } = await pc.must('goodsReceipt.open', { orderId: order60.documentId })
  const lineNo = (await pc.must('document.get', { documentId })).lines[0]?.lineNo as number
  await pc.must('document.adjust', { type: 'goodsReceipt', documentId, lineNo, mode: 'add', quantity: 1000 })
  const { header } = await pc.must('document.get', { documentId })
  await pc.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })
}

const sync = async (store: TestStore) => (await store.must('app.syncNow', {})).sync
const status = (store: TestStore) => store.must('app.status', {})
const recoveryCode = async (deviceId: string): Promise<string> => {
  const answer = await admin.call('device.createRecoveryCode', { deviceId })
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value.code
}

beforeAll(async () => {
  hub = await startHub(folder, clock)
  admin = await hub.browser('hq.admin')
})
afterAll(async () => {
  for (const store of opened) await store.close()
  await hub.close()
  removeFolder(folder)
})

describe('at rest', () => {
  test('sealed by the system: neither token nor key is anywhere in the files, and a restart opens them', async () => {
    const system = account()
    const store = await open('sealed', system)
    await enrol(store, hub)
    const own = await enrolmentOf(store)
    expect((await status(store)).keyKept).toBe('system')
    expect(secretsIn(store, own)).toEqual([])
    await close(store)
    expect(secretsIn(store, own)).toEqual([])
    const again = await open('sealed', system)
    expect(again.backend.keys.secrets()).toEqual({ deviceToken: own.deviceToken, privateKeyPem: own.privateKeyPem })
    await again.signIn('s001.manager')
    expect(await sync(again)).toMatchObject({ state: 'online', problem: '' })
    await close(again)
  })

  test('no secret store: the app says that they are in the file', async () => {
    const store = await open('plain', none)
    expect((await status(store)).keyKept).toBe('none')
    await enrol(store, hub)
    expect((await status(store)).keyKept).toBe('file')
    expect(secretsIn(store, await enrolmentOf(store))).toHaveLength(3)
    await close(store)
  })

  test('as soon as the system can, what was in the clear is sealed and overwritten', async () => {
    const before = await open('later', none)
    await enrol(before, hub)
    const own = await enrolmentOf(before)
    await close(before)
    const store = await open('later', account())
    expect((await status(store)).keyKept).toBe('system')
    expect(secretsIn(store, own)).toEqual([])
    await close(store)
    expect(secretsIn(store, own)).toEqual([])
  })

  test('a PC of the first version, with everything in one piece, is split and sealed at its first start', async () => {
    const before = await open('old', none)
    await enrol(before, hub)
    const own = await enrolmentOf(before)
    const pending = { publicKey: 'none', privateKeyPem: own.privateKeyPem }
    await before.database.write(async (tx) => {
      await tx.run(`DELETE FROM meta WHERE key = 'deviceSecrets'`)
      await writeMeta(tx, 'enrolment', own)
      await writeMeta(tx, 'pendingKey', pending)
    })
    await close(before)
    const store = await open('old', account())
    expect(await enrolmentOf(store)).toEqual(own)
    expect((await status(store)).keyKept).toBe('system')
    expect(secretsIn(store, own)).toEqual([])
    await store.signIn('s001.manager')
    expect(await sync(store)).toMatchObject({ state: 'online' })
    await close(store)
    expect(secretsIn(store, own)).toEqual([])
  })
})

describe('lost', () => {
  let store: TestStore
  let old: Enrolment
  const other = account()

  beforeAll(async () => {
    const first = await open('lost', account())
    await enrol(first, hub)
    await first.signIn('s001.manager')
    await receiveAndPost(first)
    expect(await sync(first)).toMatchObject({ state: 'online', unsecured: 0 })
    old = await enrolmentOf(first)
    await close(first)
    // the same file under another account of the system
    store = await open('lost', other)
  })

  test('is said in words, and the shop works on; a restart changes nothing', async () => {
    expect(await status(store)).toMatchObject({
      enrolled: true,
      keyKept: 'lost',
      sync: { state: 'failed', problem: 'DEVICE_KEY_LOST' },
    })
    await store.signIn('s001.manager')
    await receiveAndPost(store)
    expect(await sync(store)).toMatchObject({ state: 'failed', problem: 'DEVICE_KEY_LOST', unsecured: 1 })
    await close(store)
    store = await open('lost', other)
    expect(await status(store)).toMatchObject({ keyKept: 'lost', sync: { unsecured: 1 } })
    await store.signIn('s001.manager')
  })

  test('no code opens it but its own: wrong, another PC’s, too old, replaced', async () => {
    const neighbour = await open('neighbour', none)
    await enrol(neighbour, hub)
    const { deviceId } = await enrolmentOf(neighbour)
    const refused = async (code: string) =>
      expect(codeOf(await store.call('app.recoverKey', { code }))).toBe('RECOVERY_CODE_INVALID')
    await refused('NONE-NONE')
    await refused(await recoveryCode(deviceId))
    await refused(await hub.enrolmentCode('S001'))
    const replaced = await recoveryCode(old.deviceId)
    const late = await recoveryCode(old.deviceId)
    await refused(replaced)
    clock.pass(25 * 60 * 60 * 1000)
    await refused(late)
    admin = await hub.browser('hq.admin')
    expect((await status(store)).keyKept).toBe('lost')
    // the tries took nothing from the PC the other code was for
    await neighbour.signIn('s001.manager')
    expect(await sync(neighbour)).toMatchObject({ state: 'online' })
    await close(neighbour)
  })

  test('with its own code it is the same PC again; what waited is told once, and the old key is dead', async () => {
    const code = await recoveryCode(old.deviceId)
    await store.must('app.recoverKey', { code: ` ${code.toLowerCase()} ` })
    const own = await enrolmentOf(store)
    expect(own).toMatchObject({ deviceId: old.deviceId, letter: old.letter, logId: old.logId })
    expect(own.deviceToken).not.toBe(old.deviceToken)
    expect(own.privateKeyPem).not.toBe(old.privateKeyPem)
    await store.signIn('s001.manager')
    expect(await sync(store)).toMatchObject({ state: 'online', problem: '', unsecured: 0 })
    expect((await status(store)).keyKept).toBe('system')
    expect(secretsIn(store, own)).toEqual([])
    const told = await eventsOf(store)
    const held = await hub.database.read.all('SELECT seq, hash FROM event WHERE logId = ? ORDER BY seq', [own.logId])
    expect(held).toEqual(told.map(({ seq, hash }) => ({ seq, hash })))
    const { n } = (await hub.database.read.one<{ n: number }>(`SELECT count(*) AS n FROM document WHERE logId = ?`, [
      own.logId,
    ])) as { n: number }
    expect(n).toBe(2)
    await oldKeyIsDead(own)
  })

  test('the code is spent: nobody else gets a key by it, and neither does this PC once more', async () => {
    const code = await recoveryCode(old.deviceId)
    await store.must('app.recoverKey', { code })
    const publicKey = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE='
    const thief = { code, deviceId: old.deviceId, publicKey, protocolVersion: 1 }
    expect(codeOf((await postTo(hub.url, 'sync.recover', thief)).answer)).toBe('RECOVERY_CODE_INVALID')
    expect(codeOf(await store.call('app.recoverKey', { code }))).toBe('RECOVERY_CODE_INVALID')
    await store.signIn('s001.manager')
    expect(await sync(store)).toMatchObject({ state: 'online' })
  })

  const oldKeyIsDead = async (own: Enrolment): Promise<void> => {
    const head = (await eventsOf(store)).at(-1)
    const place = { fromSeq: (head?.seq ?? 0) + 1, prevHash: head?.hash as string }
    expect(codeOf((await pushTo(hub, old, batchOf(old, [], place))).answer)).toBe('DEVICE_KEY_LOST')
    // the new token does not help whoever holds the old key
    const mixed = { ...own, privateKeyPem: old.privateKeyPem }
    expect(codeOf((await pushTo(hub, mixed, batchOf(mixed, [], place))).answer)).toBe('SYNC_BAD_SIGNATURE')
    expect(codeOf((await pushTo(hub, own, batchOf(own, [], place))).answer)).toBe('OK')
  }
})

test('the answer to a recovery is lost: asked again with the same code, it is the same PC', async () => {
  const store = await open('lostAnswer', account())
  await enrol(store, hub)
  const { deviceId } = await enrolmentOf(store)
  const code = await recoveryCode(deviceId)
  // as if the answer never came: the PC has kept the key it showed
  const { publicKey } = await store.backend.keys.pendingPair()
  const asked = { code, deviceId, publicKey, protocolVersion: 1 }
  expect(codeOf((await postTo(hub.url, 'sync.recover', asked)).answer)).toBe('OK')
  await store.must('app.recoverKey', { code })
  await store.signIn('s001.manager')
  expect(await sync(store)).toMatchObject({ state: 'online', problem: '' })
  expect(codeOf((await postTo(hub.url, 'sync.recover', asked)).answer)).toBe('RECOVERY_CODE_INVALID')
})

test('a key ring that is unlocked later is opened at the next round, without a code', async () => {
  const system = account()
  const first = await open('unlocked', system)
  await enrol(first, hub)
  await close(first)
  const ring = { locked: true }
  const store = await open('unlocked', {
    ...system,
    openSecret: (input) => (ring.locked ? Promise.resolve(null) : system.openSecret(input)),
  })
  expect((await status(store)).keyKept).toBe('lost')
  ring.locked = false
  await store.backend.sync.syncNow()
  expect(await status(store)).toMatchObject({ keyKept: 'system', sync: { state: 'online', problem: '' } })
})

test('who made a code and who spent it is in HQ’s log, the code is not', async () => {
  const store = await open('logged', none)
  await enrol(store, hub)
  const { deviceId } = await enrolmentOf(store)
  const code = await recoveryCode(deviceId)
  await store.must('app.recoverKey', { code })
  const browser = createBrowser(hub.url)
  expect(codeOf(await browser.call('device.createRecoveryCode', { deviceId }))).toBe('UNAUTHENTICATED')
  const bytes = ['', '-wal'].map((end) => readFileSync(hub.file + end, 'latin1')).join('')
  expect(bytes).toContain('device.createRecoveryCode')
  expect(bytes).toContain('sync.recover')
  expect(bytes).not.toContain(code)
})
