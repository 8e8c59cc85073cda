/**
 * The end of a trail HQ does not hold yet, cut off together with its head: nothing inside the file tells, the fence beside it
 * does. It may be behind the trail, so a crash between the two is no finding.
 */
import { generateKeyPairSync } from 'node:crypto'
import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openReadOnly } from '../../src/database/openDatabase'
import { type FencePlace, fenceFileOf, writeFence } from '../../src/ledger/fence'
import { type Problem, verifyLedger } from '../../src/ledger/verify'
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

let folder = ''
let hub: TestHub
let store: TestStore
const clock = createClock()

beforeEach(async () => {
  folder = temporaryFolder()
  hub = await startHub(folder, clock)
  store = await openStore(folder, clock)
  await enrol(store, hub)
  await store.backend.sync.syncNow()
  await store.signIn('s001.manager')
})
afterEach(async () => {
  await hub.close()
  removeFolder(folder)
})

const withFence = (): Promise<Problem[]> => verified(store.file)
const verified = async (file: string | undefined): Promise<Problem[]> => {
  const { read, close } = await openReadOnly(store.file)
  const { problems } = await verifyLedger(read, file)
  await close()
  return problems
}

const exec = (sql: string): Promise<void> =>
  new Promise((done, fail) => {
    const connection: sqlite3.Database = new sqlite3.Database(store.file)
    connection.exec(sql, (error) => connection.close(() => (error ? fail(error) : done())))
  })

/** What the trail says of its own cuts. */
const toldCuts = async (): Promise<unknown[]> => {
  const { read, close } = await openReadOnly(store.file)
  const lines = await read.all<{ payload: string }>(`SELECT payload FROM trail WHERE operation = 'trail.cut'`)
  await close()
  return lines.map(({ payload }) => (JSON.parse(payload) as { detail: unknown }).detail)
}

/** A refusal, which leaves a line and no row: the very thing somebody would rather not have seen. */
const refusedWork = async (): Promise<void> => {
  const missing = { type: 'goodsReceipt' as const, documentId: '00000000-0000-7000-8000-000000000000' }
  expect(await store.call('document.post', { ...missing, version: 1 })).toMatchObject({ ok: false })
}

/** As somebody does who knows the file: the guard off, the line out, the head back, the guard on again. */
const cutLastLine = async (): Promise<number> => {
  const { read, close } = await openReadOnly(store.file)
  const head = await read.one<{ logId: string; headSeq: number }>(`SELECT logId, headSeq FROM log WHERE kind = 'trail'`)
  const guard = await read.one<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'trail' AND sql LIKE '%DELETE ON trail%'`,
  )
  await close()
  if (!head || !guard) throw new Error('a store has a trail and its guard')
  await exec(
    `DROP TRIGGER ${guard.name};
     DELETE FROM trail WHERE logId = '${head.logId}' AND seq = ${head.headSeq};
     UPDATE log SET headSeq = headSeq - 1, headHash = (SELECT hash FROM trail t WHERE t.logId = log.logId
       AND t.seq = ${head.headSeq - 1}) WHERE logId = '${head.logId}';
     ${guard.sql};`,
  )
  return head.headSeq
}

describe('a PC that is offline', () => {
  beforeEach(async () => {
    await hub.stop()
    await refusedWork()
    await store.close()
  })

  test('nothing is found where nothing was done', async () => {
    expect(await withFence()).toEqual([])
  })

  test('a last line cut off with its head is missed, and named at the next start, at HQ and ever after', async () => {
    const seq = await cutLastLine()
    expect(await verified(undefined)).toEqual([])
    expect(await withFence()).toEqual([
      expect.objectContaining({ code: 'fencedLineGone', row: expect.stringMatching(new RegExp(`/${seq}$`)) }),
    ])
    store = await openStore(folder, clock)
    await hub.start()
    await store.backend.sync.syncNow()
    const alarms = await hub.database.read.all<{ detail: string }>(`SELECT detail FROM alarm WHERE kind = 'trailOdd'`)
    expect(alarms.map(({ detail }) => detail).join()).toContain('the end of its trail was missing at a start')
    await store.close()
    expect(await withFence()).toEqual([
      expect.objectContaining({ code: 'cutAtStart', params: { found: 'fencedLineGone' } }),
    ])
  })

  test('a fence taken away, or signed by another, is told', async () => {
    const { logId, seq, hash } = JSON.parse(readFileSync(fenceFileOf(store.file), 'utf8')) as FencePlace
    const stranger = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    await writeFence(store.file, { logId, seq, hash }, stranger)
    expect(await withFence()).toEqual([expect.objectContaining({ code: 'fenceForged' })])
    rmSync(fenceFileOf(store.file))
    expect(await withFence()).toEqual([expect.objectContaining({ code: 'fenceGone' })])
  })
})

test('a last line cut off while the program runs is told before the fence is written anew', async () => {
  await hub.stop()
  await refusedWork()
  await store.call('app.syncNow', {})
  const seq = await cutLastLine()
  await store.call('app.syncNow', {})
  await store.close()
  expect((await withFence()).map(({ code, params }) => [code, params])).toEqual([
    ['cutAtStart', { found: 'fencedLineGone' }],
  ])
  const told = await toldCuts()
  expect(told).toEqual([{ found: 'fencedLineGone', row: expect.stringMatching(new RegExp(`/${seq}$`)) }])
})

test('a crash before the fence went up is no finding, and the next start goes on', async () => {
  const before = join(folder, 'before.fence')
  copyFileSync(fenceFileOf(store.file), before)
  await refusedWork()
  await store.close()
  copyFileSync(before, fenceFileOf(store.file))
  expect(await withFence()).toEqual([])
  store = await openStore(folder, clock)
  await store.backend.sync.syncNow()
  await store.close()
  expect(await withFence()).toEqual([])
  expect(readFileSync(fenceFileOf(store.file), 'utf8')).not.toBe(readFileSync(before, 'utf8'))
})

test('a new database where an old one’s fence lies is nobody’s cut', async () => {
  await store.close()
  for (const end of ['', '-wal', '-shm']) rmSync(`${store.file}${end}`, { force: true })
  store = await openStore(folder, clock)
  expect(await store.database.read.all(`SELECT seq FROM trail WHERE operation = 'trail.cut'`)).toEqual([])
  await enrol(store, hub)
  await store.backend.sync.syncNow()
  await store.close()
  expect(await withFence()).toEqual([])
})
