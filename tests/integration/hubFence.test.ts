/**
 * HQ's own trail has a fence as a PC's has: its end cut off together with its head, in a file no program has open, is told by
 * the small signed file beside it. The key that signs lies in a file of its own.
 */
import { readFileSync, rmSync, statSync } from 'node:fs'
import sqlite3 from 'sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openReadOnly } from '../../src/database/openDatabase'
import { keyFileOf } from '../../src/hub/hubKey'
import { fenceFileOf } from '../../src/ledger/fence'
import { verifyLedger } from '../../src/ledger/verify'
import { createClock, removeFolder, startHub, type TestHub, temporaryFolder } from '../support/world'

let folder = ''
let hub: TestHub
const clock = createClock()

beforeEach(async () => {
  folder = temporaryFolder()
  hub = await startHub(folder, clock)
  await hub.browser('hq.admin')
  await hub.browser('hq.operations')
})
afterEach(async () => {
  await hub.close()
  removeFolder(folder)
})

const restart = async (meanwhile: () => Promise<void>): Promise<void> => {
  await hub.stop()
  await meanwhile()
  await hub.start()
}

/** As somebody does who knows the file: the guard off, the last line out, the head back, the guard on again. */
const cutLastLine = (): Promise<void> =>
  new Promise((done, fail) => {
    const own = `(SELECT json_extract(value, '$') FROM meta WHERE key = 'hubTrailLogId')`
    const connection: sqlite3.Database = new sqlite3.Database(hub.file)
    connection.exec(
      `DROP TRIGGER trailNoDELETE;
       DELETE FROM trail WHERE logId = ${own} AND seq = (SELECT headSeq FROM log WHERE logId = ${own});
       UPDATE log SET headSeq = headSeq - 1, headHash = (SELECT hash FROM trail t WHERE t.logId = log.logId
         AND t.seq = log.headSeq - 1) WHERE logId = ${own};
       CREATE TRIGGER trailNoDELETE BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'trail is append-only'); END;`,
      (error) => connection.close(() => (error ? fail(error) : done())),
    )
  })

const codes = async (): Promise<string[]> => {
  const { read, close } = await openReadOnly(hub.file)
  const { problems } = await verifyLedger(read, hub.file)
  await close()
  return problems.map(({ code }) => code)
}

const grounds = async (): Promise<string[]> =>
  (
    await hub.database.read.all<{ ground: string }>(
      `SELECT json_extract(detail, '$.ground') AS ground FROM alarm WHERE kind = 'trailOdd'`,
    )
  ).map(({ ground }) => ground)

test('nothing is found where nothing was done', async () => {
  await restart(async () => undefined)
  await hub.browser('hq.admin')
  await restart(async () => undefined)
  expect(await grounds()).toEqual([])
  expect(await codes()).toEqual([])
})

test('a last line cut off with its head is told at the next start, with an alarm, and repeated by verify', async () => {
  await restart(async () => {
    await cutLastLine()
    expect(await codes()).toEqual(['fencedLineGone'])
  })
  expect(await grounds()).toEqual(['trailCut'])
  await restart(async () => undefined)
  expect(await grounds()).toEqual(['trailCut'])
  expect(await codes()).toEqual(['cutAtStart'])
})

test('a fence taken away is told as well', async () => {
  await restart(async () => rmSync(fenceFileOf(hub.file)))
  expect(await grounds()).toEqual(['trailCut'])
})

test('the key lies beside the database, for the hub alone to read; lost, the fence goes on under another', async () => {
  await restart(async () => undefined)
  expect(statSync(keyFileOf(hub)).mode & 0o077).toBe(0)
  const before = readFileSync(keyFileOf(hub), 'utf8')
  await restart(async () => rmSync(keyFileOf(hub)))
  await hub.browser('hq.admin')
  await restart(async () => undefined)
  expect(readFileSync(keyFileOf(hub), 'utf8')).not.toBe(before)
  expect(await grounds()).toEqual([])
  expect(await codes()).toEqual([])
})
