/**
 * A chain is upgraded hub first, then PC by PC: a hub two versions on takes what a PC of today sends, as it was recorded;
 * one three versions on says that it is too old. tests/support/oldStores keeps a push of every version there was.
 */
import { readFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import type { InputOf } from '../../src/contract/operations'
import { isSpokenHere } from '../../src/contract/protocol'
import { postTo } from '../support/operationInputs'
import { removeFolder, startHub, type TestHub, temporaryFolder } from '../support/world'

const hubSpeaks = vi.hoisted(() => ({ version: 1 }))
vi.mock('../../src/contract/protocol', async (original) => ({
  ...(await original<typeof import('../../src/contract/protocol')>()),
  get protocolVersion() {
    return hubSpeaks.version
  },
}))

const recorded = JSON.parse(readFileSync(new URL('../support/oldStores/protocol1.json', import.meta.url), 'utf8')) as {
  publicKey: string
  push: InputOf<'sync.push'>
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** As its PC enrolled while the hub still spoke its version. */
const upgradedHub = async (version: number): Promise<{ hub: TestHub; deviceToken: string }> => {
  const folder = temporaryFolder()
  hubSpeaks.version = recorded.push.protocolVersion
  const hub = await startHub(folder)
  closing.push(async () => {
    await hub.close()
    removeFolder(folder)
  })
  const { publicKey, push } = recorded
  const input = { code: await hub.enrolmentCode('S001'), publicKey, protocolVersion: push.protocolVersion }
  const { answer } = await postTo(hub.url, 'sync.enrol', input)
  hubSpeaks.version = version
  return { hub, deviceToken: (answer as { value: { deviceToken: string } }).value.deviceToken }
}

const heldAt = (hub: TestHub) =>
  hub.database.read.all('SELECT seq, hash, payload FROM event WHERE logId = ? ORDER BY seq', [recorded.push.logId])

test.each([1, 2, 3])('a push of a PC of version 1 still goes at a hub of version %i', async (version) => {
  const { hub, deviceToken } = await upgradedHub(version)
  const { answer } = await postTo(hub.url, 'sync.push', recorded.push, { deviceToken })
  expect(answer).toEqual({ ok: true, value: { ackedSeq: 1, parked: [] } })
  expect(await heldAt(hub)).toEqual(recorded.push.events)
  const pull = { protocolVersion: 1, stream: 'master' as const, after: 0, limit: 1 }
  expect((await postTo(hub.url, 'sync.pull', pull, { deviceToken })).answer).toMatchObject({ ok: true })
})

test('three versions on it is too old, is told so, and nothing of it is taken', async () => {
  const { hub, deviceToken } = await upgradedHub(4)
  const { answer } = await postTo(hub.url, 'sync.push', recorded.push, { deviceToken })
  expect(answer).toEqual({ ok: false, error: { code: 'SYNC_VERSION', params: { hub: 4, store: 1, oldest: 2 } } })
  expect(await heldAt(hub)).toEqual([])
})

test('which versions are spoken', () => {
  expect([0, 1, 2].map((version) => isSpokenHere(version, 1))).toEqual([false, true, false])
  expect([1, 2, 3, 4, 5, 6].map((version) => isSpokenHere(version, 5))).toEqual([false, false, true, true, true, false])
})
