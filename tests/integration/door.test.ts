/**
 * What is refused before it becomes an operation is in the trail too: who asked, for what, why it was refused. However
 * often somebody knocks, a minute leaves one line for each address and code, with how often.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/unitOfWork'
import { createDoorLog } from '../../src/documents/doorLog'
import { verifyLedger } from '../../src/ledger/verify'
import { enrolmentOf } from '../support/forger'
import { postTo } from '../support/operationInputs'
import { openShops, type Shop, type Shops, value } from '../support/shops'
import { pinOf } from '../support/world'

let world: Shops
let shop: Shop
beforeAll(async () => {
  world = await openShops(['S001'])
  ;[shop] = world.shops as [Shop]
})
afterAll(() => world.close())

interface Line {
  client: string
  userId: string
  code: string
  storeCode: string
  detail: { asked: string; times: number; userId?: string }
}

const knocksIn = async (database: Database): Promise<Line[]> =>
  (
    await database.read.all<{ payload: string }>(
      `SELECT t.payload FROM trail t JOIN meta m ON t.logId = json_extract(m.value, '$')
       WHERE m.key IN ('trailLogId', 'hubTrailLogId') AND t.operation = 'door.refused' ORDER BY t.seq`,
    )
  ).map(({ payload }) => ({ userId: '', storeCode: '', ...(JSON.parse(payload) as object) }) as Line)

/** What was added by an act. */
const added = async (database: Database, act: () => Promise<unknown>): Promise<Line[]> => {
  const before = (await knocksIn(database)).length
  await act()
  return (await knocksIn(database)).slice(before)
}

const told = ({ code, detail }: Line) => [code, detail.asked, detail.times]
const minute = 60_000
const ask = (name: string) => shop.backend.invoke('window:1', name, {}, randomUUID())

describe('at a shop', () => {
  test('a name that is no operation is a line with who asked; again within the minute it is only counted', async () => {
    world.clock.pass(minute)
    const lines = await added(shop.database, async () => {
      for (let round = 0; round < 20; round += 1) await ask('goodsReceipt.bless')
    })
    expect(lines).toMatchObject([{ userId: 's001.manager', client: 'window:1', storeCode: 'S001' }])
    expect(lines.map(told)).toEqual([['UNKNOWN_OPERATION', 'goodsReceipt.bless', 1]])
    world.clock.pass(minute)
    const rest = await added(shop.database, () => ask('goodsReceipt.curse'))
    expect(rest.map(told)).toEqual([
      ['UNKNOWN_OPERATION', 'goodsReceipt.bless', 19],
      ['UNKNOWN_OPERATION', 'goodsReceipt.curse', 1],
    ])
  })

  test('guesses at a locked account are counted by the minute, with whose it is and never whose they are', async () => {
    const guess = (pin: string) =>
      shop.backend.invoke('window:7', 'signIn.withPin', { userId: 's001.lin', pin }, randomUUID())
    const wrong = async (): Promise<number> =>
      (await shop.database.read.all(`SELECT 1 FROM trail WHERE operation = 'signIn.withPin' AND code = 'WRONG_PIN'`))
        .length
    const before = await wrong()
    const lines = await added(shop.database, async () => {
      for (let tried = 0; tried < 12; tried += 1) await guess('111111')
    })
    expect(await wrong()).toBe(before + 4)
    // the try that locked it is found among the sign-ins
    const { rows } = await shop.must('trail.search', { operation: 'signIn.withPin', outcome: 'refused', limit: 1 })
    expect(rows).toMatchObject([{ code: 'SIGN_IN_LOCKED', userId: '', detail: { userId: 's001.lin', left: 0 } }])
    expect(lines).toMatchObject([{ client: 'window:7', userId: '', code: 'SIGN_IN_LOCKED' }])
    expect(lines[0]?.detail).toMatchObject({ asked: 'signIn.withPin', times: 1, userId: 's001.lin' })
    world.clock.pass(minute)
    const rest = await added(shop.database, () => ask('goodsReceipt.bless'))
    expect(rest.map(told)).toContainEqual(['SIGN_IN_LOCKED', 'signIn.withPin', 6])
  })

  test('a guess at a locked window, or over somebody’s head, is nobody’s act; who was guessed at is found', async () => {
    const at = (name: string, input: object) => shop.backend.invoke('window:5', name, input, randomUUID())
    const guess = () => at('signIn.withPin', { userId: 's001.zhou', pin: '111111' })
    await at('signIn.withPin', { userId: 's001.manager', pin: pinOf('s001.manager') })
    await guess()
    await at('signIn.lock', {})
    await guess()
    const knocks = await added(shop.database, () => at('goodsReceipt.blessOnceMore', {}))
    const asked = await at('stock.list', {})
    await at('signIn.withPin', { userId: 's001.zhou', pin: pinOf('s001.zhou') })
    expect(asked).toMatchObject({ error: { code: 'SESSION_LOCKED' } })
    expect(knocks.map(({ userId }) => userId)).toEqual([''])
    const refused = (filter: object) => shop.must('trail.search', { outcome: 'refused', ...filter })
    const tries = await refused({ userId: 's001.zhou', operation: 'signIn.withPin' })
    expect(tries.rows.map((row) => [row.code, row.userId, row.roles, row.detail.userId])).toEqual(
      Array(2).fill(['WRONG_PIN', '', [], 's001.zhou']),
    )
    expect((await refused({ userId: 's001.manager', operation: 'signIn.withPin' })).rows).toEqual([])
  })

  test('what the shell refused is told as well', async () => {
    const lines = await added(shop.database, () =>
      shop.backend.door.refused({ clientId: 'window:9', code: 'FOREIGN_ORIGIN', asked: 'https://elsewhere/' }),
    )
    expect(lines.map(told)).toEqual([['FOREIGN_ORIGIN', 'https://elsewhere/', 1]])
  })

  test('is found on the page of the log, by its code', async () => {
    const { rows } = await shop.must('trail.search', { operation: 'door.refused', search: 'foreign_origin' })
    expect(rows).toMatchObject([{ code: 'FOREIGN_ORIGIN', outcome: 'refused', detail: { times: 1 } }])
  })
})

describe('at HQ', () => {
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${world.hub.url}${path}`, { method: 'POST', body: '{}', ...init })

  test.each<[string, () => Promise<unknown>, string, string]>([
    ['a path that is none', () => send('/api/nothing/atAll?secret=1'), 'UNKNOWN_OPERATION', '/api/nothing/atAll'],
    [
      'a page of another site',
      () => send('/api/stock/list', { headers: { origin: 'https://elsewhere' } }),
      'FOREIGN_ORIGIN',
      '/api/stock/list',
    ],
    [
      'a body nobody can read',
      () => send('/api/stock/list', { headers: { 'content-type': 'application/json' }, body: '{"a":' }),
      'INVALID_INPUT',
      '/api/stock/list',
    ],
    ['somebody who is not signed in', () => postTo(world.hub.url, 'stock.list', {}), 'UNAUTHENTICATED', 'stock.list'],
    [
      'a token nobody was ever given',
      () => postTo(world.hub.url, 'sync.pull', {}, { deviceToken: 'x'.repeat(43) }),
      'DEVICE_KEY_LOST',
      '/api/sync/pull',
    ],
  ])('%s: one line, however often', async (_what, knock, code, asked) => {
    world.clock.pass(minute)
    const lines = await added(world.hub.database, async () => {
      for (let round = 0; round < 3; round += 1) await knock()
    })
    expect(lines.filter((line) => line.detail.asked === asked).map(told)).toContainEqual([code, asked, 1])
    expect(lines.filter((line) => line.code === code && line.detail.times === 1)).toHaveLength(1)
  })

  test('a wrong password says whose account it was tried for; once that is locked, tries are counted', async () => {
    const guess = (userId: string) => postTo(world.hub.url, 'signIn.withPassword', { userId, password: 'guess' })
    const lines = await added(world.hub.database, async () => {
      for (let tried = 0; tried < 9; tried += 1) await guess('hq.purchasing')
      for (let tried = 0; tried < 6; tried += 1) await guess('nobody.there')
    })
    expect(lines.map(told)).toEqual(Array(2).fill(['SIGN_IN_LOCKED', 'signIn.withPassword', 1]))
    expect(lines.map(({ userId, detail }) => [userId, detail.userId])).toEqual([
      ['', 'hq.purchasing'],
      ['', 'no…'],
    ])
    // it may have been a password: whatever is kept of it, it is not that
    const kept = await Promise.all(
      ['trail', 'signInTries', 'signInPace', 'alarm'].map((table) =>
        world.hub.database.read.all(`SELECT * FROM ${table}`),
      ),
    )
    expect(JSON.stringify(kept)).not.toContain('nobody.there')
    const auditor = await world.hub.browser('hq.auditor')
    const asked = { operation: 'signIn.withPassword', outcome: 'refused' as const }
    const { rows } = await value(auditor.call('trail.search', asked))
    const ofPurchasing = rows.filter(({ detail }) => detail.userId === 'hq.purchasing')
    expect(ofPurchasing.map(({ code }) => code)).toEqual(['SIGN_IN_LOCKED', ...Array(4).fill('WRONG_PASSWORD')])
    const byAccount = await value(auditor.call('trail.search', { userId: 'hq.purchasing', outcome: 'refused' }))
    expect(byAccount.rows.map(({ operation }) => operation).sort()).toEqual(
      ['door.refused', ...Array(5).fill('signIn.withPassword')].sort(),
    )
    expect(rows.every(({ userId, userName }) => userId === '' && userName === '')).toBe(true)
  })

  test('an icon a browser looks for by itself is no refusal', async () => {
    expect(await added(world.hub.database, () => fetch(`${world.hub.url}/favicon.ico`))).toEqual([])
  })

  test('too many tries are a line of their own', async () => {
    const lines = await added(world.hub.database, async () => {
      for (let round = 0; round < 35; round += 1)
        await postTo(world.hub.url, 'sync.recover', { protocolVersion: 1, code: 'nothing', publicKey: 'x' })
    })
    expect(lines.map(told)).toContainEqual(['TOO_MANY_REQUESTS', '/api/sync/recover', 1])
  })

  test('a PC HQ took its right from is told with its store, so that its region reads it', async () => {
    world.clock.pass(minute)
    const { deviceId, deviceToken } = await enrolmentOf(shop)
    const state = (to: string) =>
      world.hub.database.write((tx) => tx.run('UPDATE device SET state = ? WHERE deviceId = ?', [to, deviceId]))
    await state('revoked')
    const pull = () => postTo(world.hub.url, 'sync.pull', {}, { deviceToken })
    const lines = await added(world.hub.database, pull)
    await state('active')
    expect(lines.at(-1)).toMatchObject({ code: 'DEVICE_REVOKED', userId: deviceId, storeCode: 'S001' })
    const east = await world.hub.browser('re.manager')
    const south = await world.hub.browser('rs.manager')
    const asked = { operation: 'door.refused', search: 'device_revoked' }
    expect((await value(east.call('trail.search', asked))).rows).toMatchObject([{ code: 'DEVICE_REVOKED' }])
    expect((await value(south.call('trail.search', asked))).rows).toEqual([])
  })

  test('and the chain of the log holds', async () => {
    for (const { database } of [shop, world.hub]) expect((await verifyLedger(database.read)).problems).toEqual([])
  })
})

describe('the bound', () => {
  const doorOn = (database: Database) => {
    const clock = { ms: 0 }
    const failed: object[] = []
    const door = createDoorLog({
      database,
      now: () => '2026-11-22T01:00:00.000Z',
      elapsedMs: () => clock.ms,
      log: (line) => void failed.push(line),
    })
    return { door, clock, failed }
  }
  const from = (n: number) => ({ clientId: `http:10.0.0.${n}`, code: 'UNKNOWN_OPERATION' as const, asked: '/api/x' })

  test('a hundred addresses leave a line each, all others one together; nothing is lost when it stops', async () => {
    const { door } = doorOn(shop.database)
    const lines = await added(shop.database, async () => {
      for (let n = 0; n < 1000; n += 1) await door.refused(from(n))
      await door.stop()
    })
    expect(lines).toHaveLength(102)
    expect(lines.filter(({ client }) => client === 'others').map(({ detail }) => detail.times)).toEqual([1, 899])
    expect(lines.reduce((sum, { detail }) => sum + detail.times, 0)).toBe(1000)
  })

  test('knocks that come together are counted together, and a long siege is a line a minute', async () => {
    const { door, clock } = doorOn(shop.database)
    const lines = await added(shop.database, async () => {
      for (let second = 0; second < 300; second += 1) {
        clock.ms = second * 1000
        await Promise.all([door.refused(from(1)), door.refused(from(1))])
      }
      await door.stop()
    })
    expect(lines.length).toBeLessThanOrEqual(6)
    expect(lines.reduce((sum, { detail }) => sum + detail.times, 0)).toBe(600)
  })

  test('a disk that takes no line fails no call', async () => {
    const broken = { ...shop.database, write: () => Promise.reject(new Error('SQLITE_FULL')) } as Database
    const { door, failed } = doorOn(broken)
    await door.refused(from(1))
    expect(failed).toMatchObject([{ event: 'refusal not kept', code: 'UNKNOWN_OPERATION', times: 1 }])
  })
})
