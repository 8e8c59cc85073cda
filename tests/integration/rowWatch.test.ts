/**
 * Rows changed past the program, by a database tool on the same file: seen at the next start and at the next act, before an
 * ordinary write to the same row could make the edit look told; and what the tool wanted by it is not had.
 */
import { randomUUID } from 'node:crypto'
import sqlite3 from 'sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Problem } from '../../src/core/findings'
import { openDatabase, openReadOnly } from '../../src/database/openDatabase'
import { appendTrail } from '../../src/ledger/trail'
import { verifyLedger } from '../../src/ledger/verify'
import {
  chain,
  createClock,
  enrol,
  openStore,
  pinOf,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

type DemoProduct = (typeof chain.products)[number]

const clerk = 's001.lin'
const manager = 's001.manager'
const wrong = '000000'

let folder = ''
let hub: TestHub
let store: TestStore
let clock = createClock()

beforeEach(async () => {
  folder = temporaryFolder()
  clock = createClock()
  hub = await startHub(folder, clock)
  store = await openStore(folder, clock)
  await enrol(store, hub)
  for (const userId of [manager, clerk]) await store.signIn(userId)
  await store.backend.sync.syncNow()
})
afterEach(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})

/** As a tool on the same file does it. */
const edit = (sql: string, file = store.file): Promise<void> =>
  new Promise((done, fail) => {
    const connection: sqlite3.Database = new sqlite3.Database(file)
    connection.exec(sql, (error) => connection.close(() => (error ? fail(error) : done())))
  })

interface Odd {
  why: string
  count: number
  found: { table: string; key: string; code: string }[]
}

const toldOf = async ({ database, backend }: Pick<TestStore, 'database' | 'backend'>): Promise<Odd[]> => {
  await backend.rows.settled()
  return oddLines(database)
}
const oddLines = async (database: TestStore['database']): Promise<Odd[]> =>
  (
    await database.read.all<{ detail: string }>(
      `SELECT json_extract(payload, '$.detail') AS detail FROM trail WHERE operation = 'rows.odd' ORDER BY seq`,
    )
  ).map(({ detail }) => JSON.parse(detail) as Odd)

const problemsOf = async (file: string): Promise<Problem[]> => {
  const { read, close } = await openReadOnly(file)
  const { problems } = await verifyLedger(read)
  await close()
  return problems
}

const tryPin = async (pin: string, userId = clerk): Promise<string> => {
  const answer = await store.call('signIn.withPin', { userId, pin })
  return answer.ok ? 'OK' : answer.error.code
}

const restart = async (meanwhile: () => Promise<void>, shellId?: string): Promise<void> => {
  await store.close()
  await meanwhile()
  store = await openStore(folder, clock, shellId ? { shellId } : {})
}

test('a shop that nobody tampers with is told of nothing', async () => {
  await store.must('document.create', { type: 'writeOff' })
  await restart(async () => undefined)
  await store.signIn(manager)
  expect(await toldOf(store)).toEqual([])
  expect(await oddLines(hub.database)).toEqual([])
})

describe('wrong tries given back by a tool', () => {
  test('while the program runs: the fifth wrong one locks all the same, and the edit is told before it is washed', async () => {
    await hub.stop()
    await store.backend.sync.syncNow()
    for (let tries = 0; tries < 4; tries += 1) expect(await tryPin(wrong)).toBe('WRONG_PIN')
    await edit(`UPDATE signInGuard SET wrongTries = 0 WHERE userId = '${clerk}'`)
    expect(await tryPin(wrong)).toBe('SIGN_IN_LOCKED')
    await edit(`DELETE FROM signInGuard WHERE userId = '${clerk}'`)
    expect(await tryPin(pinOf(clerk))).toBe('SIGN_IN_LOCKED')
    expect((await toldOf(store))[0]).toMatchObject({
      why: 'foreignWrite',
      found: [{ table: 'signInGuard', key: JSON.stringify([clerk]), code: 'rowEdited' }],
    })
    await hub.start()
  })

  test('while it is closed: locked from the start, told, and repeated by verify after the row was written again', async () => {
    await hub.stop()
    await store.backend.sync.syncNow()
    for (let tries = 0; tries < 4; tries += 1) expect(await tryPin(wrong)).toBe('WRONG_PIN')
    await restart(() => edit(`UPDATE signInGuard SET wrongTries = 0 WHERE userId = '${clerk}'`))
    expect(await tryPin(pinOf(clerk))).toBe('SIGN_IN_LOCKED')
    clock.pass(16 * 60_000)
    expect(await tryPin(pinOf(clerk))).toBe('OK')
    expect(await toldOf(store)).toMatchObject([{ why: 'start', count: 1, found: [{ table: 'signInGuard' }] }])
    expect(await problemsOf(store.file)).toMatchObject([{ code: 'rowWasOdd', table: 'signInGuard', row: clerk }])
    await hub.start()
  })
})

test('a PIN hash put in by a tool opens nothing', async () => {
  const hash = await store.database.read.one<{ hash: string }>('SELECT hash FROM credential WHERE userId = ?', [clerk])
  await hub.stop()
  await restart(() => edit(`UPDATE credential SET hash = '${hash?.hash}' WHERE userId = '${manager}'`))
  expect(await tryPin(pinOf(clerk), manager)).toBe('SIGN_IN_NEEDS_HUB')
  expect(await tryPin(pinOf(clerk))).toBe('OK')
  await hub.start()
})

test('a PIN hash put in while the program runs opens nothing either', async () => {
  const hash = await store.database.read.one<{ hash: string }>('SELECT hash FROM credential WHERE userId = ?', [clerk])
  await hub.stop()
  await store.backend.sync.syncNow()
  await edit(`UPDATE credential SET hash = '${hash?.hash}' WHERE userId = '${manager}'`)
  expect(await tryPin(pinOf(clerk), manager)).toBe('SIGN_IN_NEEDS_HUB')
  await hub.start()
})

describe('the trail itself made to look away', () => {
  const lockOut = async (): Promise<void> => {
    await hub.stop()
    await store.backend.sync.syncNow()
    for (let tries = 0; tries < 4; tries += 1) expect(await tryPin(wrong)).toBe('WRONG_PIN')
  }

  test.each([
    ['its pointer taken away', `DELETE FROM meta WHERE key = 'trailLogId'`],
    ['a pointer of the other side put in', `INSERT INTO meta VALUES ('hubTrailLogId', '"x"')`],
  ])('%s: the lock holds, and the trail goes on', async (_what, sql) => {
    await lockOut()
    await restart(() => edit(`${sql}; DELETE FROM signInGuard`))
    expect(await tryPin(pinOf(clerk))).not.toBe('OK')
    expect((await toldOf(store))[0]?.found.map(({ table }) => table)).toContain('signInGuard')
    expect(await store.database.read.all(`SELECT DISTINCT logId FROM trail`)).toHaveLength(1)
    await restart(async () => undefined)
    expect((await problemsOf(store.file)).map(({ table }) => table)).toContain('signInGuard')
    await hub.start()
  })

  test('bytes that are no text in a row of the doors: the shop starts, and everybody is asked about at HQ', async () => {
    await lockOut()
    await restart(() =>
      edit(
        `PRAGMA ignore_check_constraints = ON; UPDATE credential SET userId = CAST(x'ff01' AS TEXT) WHERE userId = '${manager}'`,
      ),
    )
    expect(await tryPin(pinOf(manager), manager)).toBe('SIGN_IN_NEEDS_HUB')
    await hub.start()
  })
})

test('rights written into the file give nobody a seat before HQ was asked', async () => {
  await hub.stop()
  await restart(() => edit(`UPDATE userRole SET role = 'storeManager' WHERE userId = '${clerk}'`))
  expect(await tryPin(pinOf(clerk))).toBe('SIGN_IN_NEEDS_HUB')
  await hub.start()
})

describe('rights written into the file', () => {
  const promote = `UPDATE userRole SET role = 'storeManager' WHERE userId = '${clerk}'`
  const widen = `UPDATE policy SET body = replace(body, '"cost.view":[', '"cost.view":["clerk",')`
  const ghost = `
    INSERT INTO user VALUES ('s001.ghost', '鬼', 'Ghost', 1, 1);
    INSERT INTO userRole SELECT 's001.ghost', 'storeManager', scopeKind, scopeCode, '', '' FROM userRole
      WHERE userId = '${manager}';
    INSERT INTO policy SELECT version + 100, replace(body, '"cost.view":[', '"cost.view":["clerk",') FROM policy`
  const seen = async (userId = clerk) => {
    const answer = await store.call('signIn.withPin', { userId, pin: pinOf(userId) })
    if (!answer.ok) return { code: answer.error.code, params: answer.error.params }
    const { roleName, permissions } = answer.value.session
    return { roleName, seesCost: permissions.includes('cost.view') }
  }
  const honest = { roleName: '店员', seesCost: false }
  const goOffline = async (): Promise<void> => {
    await hub.stop()
    await store.backend.sync.syncNow()
  }

  test.each([
    ['a role', promote],
    ['the policy', widen],
    ['a role nobody gave, somebody nobody knows and a policy HQ never made', ghost],
    ['how far HQ was heard', `UPDATE pullCursor SET position = 1000000 WHERE stream IN ('users', 'policy')`],
  ])(
    '%s, while it is closed: with the line everybody is what HQ says, at once, and so it stays',
    async (_what, sql) => {
      await restart(() => edit(sql))
      expect(await seen()).toEqual(honest)
      expect(await store.must('stock.list', { limit: 3 })).toMatchObject({ rows: expect.anything() })
      expect((await toldOf(store))[0]).toMatchObject({ why: 'start' })
      await restart(async () => undefined)
      await goOffline()
      expect(await seen()).toEqual(honest)
      expect(await store.database.read.one(`SELECT 1 AS found FROM user WHERE id = 's001.ghost'`)).toBeUndefined()
      expect(await toldOf(store)).toHaveLength(1)
      await hub.start()
    },
  )

  test('the finding and its alarm stay after HQ set the row right', async () => {
    await restart(() => edit(promote))
    expect(await seen()).toEqual(honest)
    await store.backend.sync.syncNow()
    expect((await problemsOf(store.file)).map(({ code, table }) => `${code} ${table}`)).toEqual(['rowWasOdd userRole'])
    expect(await hub.database.read.all(`SELECT kind, state FROM alarm`)).toMatchObject([
      { kind: 'trailOdd', state: 'open' },
    ])
  })

  test.each([
    ['a role', promote],
    ['the policy', widen],
  ])('%s, without the line: nobody is seated by it, and is told why', async (_what, sql) => {
    await goOffline()
    await restart(() => edit(sql))
    const rowsOdd = { code: 'SIGN_IN_NEEDS_HUB', params: { reason: 'ROWS_ODD' } }
    expect(await seen()).toEqual(rowsOdd)
    // another start finds the row again before anybody may try
    await restart(async () => undefined)
    expect(await seen()).toEqual(rowsOdd)
    await hub.start()
    expect(await seen()).toEqual(honest)
  })

  test('somebody at work is nobody until HQ was heard, and then goes on as what they are', async () => {
    await store.signIn(clerk)
    await goOffline()
    await edit(promote)
    await store.call('document.create', { type: 'writeOff' })
    await store.backend.rows.settled()
    expect(await store.must('signIn.current', {})).toEqual({ session: null, locked: false })
    expect(await store.call('document.create', { type: 'writeOff' })).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    })
    await hub.start()
    await store.backend.sync.syncNow()
    expect(await store.must('signIn.current', {})).toMatchObject({ session: { userId: clerk, roleName: '店员' } })
  })

  test('what a tool wrote overnight is found before the rights of the new day are read', async () => {
    await store.signIn(clerk)
    await goOffline()
    await edit(promote)
    clock.pass(86_400_000)
    expect(await store.must('signIn.current', {})).toEqual({ session: null, locked: false })
    await hub.start()
  })

  test('a manager whose own row was edited lends nothing without the line', async () => {
    await store.signIn(clerk)
    await goOffline()
    await edit(`UPDATE userRole SET role = 'areaManager' WHERE userId = '${manager}'`)
    const grant = { userId: manager, pin: pinOf(manager), operation: 'document.post', type: 'writeOff' } as const
    const documentId = '00000000-0000-7000-8000-000000000000'
    expect(await store.call('override.grant', { ...grant, documentId })).toMatchObject({
      error: { code: 'SIGN_IN_NEEDS_HUB' },
    })
    await hub.start()
  })
})

test('an edit of what no ordinary write touches is told at the next start, to HQ too', async () => {
  const sku = chain.products[0]?.sku as string
  await restart(() => edit(`UPDATE product SET priceFen = 1 WHERE sku = '${sku}'`))
  expect(await toldOf(store)).toMatchObject([{ why: 'start', found: [{ table: 'product', code: 'rowEdited' }] }])
  await store.backend.sync.syncNow()
  expect(
    await hub.database.read.all(`SELECT kind, json_extract(detail, '$.ground') AS ground FROM alarm`),
  ).toMatchObject([{ kind: 'trailOdd', ground: 'rowsOdd' }])
  // and which row it was, to who looks into the alarm
  const admin = await hub.browser('hq.admin')
  const list = await admin.call('alarm.list', {})
  const { alarmId, seq, logId } = (list.ok && list.value.alarms[0]) as { alarmId: string; seq: number; logId: string }
  const found = { code: 'rowEdited', table: 'product', row: sku, params: {} }
  expect(await admin.call('alarm.get', { alarmId })).toMatchObject({
    value: { findings: [found], findingsTotal: 1 },
  })
  // and to whoever has the log checked: here, in the region and at HQ; other regions hear nothing of it
  const line = { line: String(seq), found: 'rowEdited' }
  await store.signIn(manager)
  expect(await store.must('trail.verify', {})).toMatchObject({
    ok: false,
    problems: [{ code: 'rowWasOdd', table: 'product', row: sku, params: line }],
  })
  const atHq = { code: 'rowWasOddAt', table: 'product', row: sku, params: { pc: 'S001 A', ...line } }
  const checkedBy = async (userId: string) => (await hub.browser(userId)).call('trail.verify', {})
  for (const userId of ['hq.auditor', 're.manager'])
    expect(await checkedBy(userId)).toMatchObject({ value: { ok: false, found: 1, problems: [atHq] } })
  expect(await checkedBy('rs.manager')).toMatchObject({ value: { ok: true, problems: [] } })
  // the line it names is that line
  const told = await admin.call('trail.search', { operation: 'rows.odd', storeCode: 'S001' })
  expect(told).toMatchObject({ value: { rows: [{ logId, seq }] } })
})

describe('a row that stays odd', () => {
  const [first, second] = chain.products as [DemoProduct, DemoProduct]
  const priced = (sku: string, fen: number): Promise<void> =>
    edit(`UPDATE product SET priceFen = ${fen} WHERE sku = '${sku}'`)
  const alarms = () =>
    hub.database.read.all<{ alarmId: string; state: string; about: string }>(
      `SELECT alarmId, state, about FROM alarm WHERE kind = 'trailOdd' ORDER BY at, state`,
    )
  const heardAtHq = async (): Promise<void> => {
    await store.backend.rows.settled()
    await store.backend.sync.syncNow()
  }
  const close = async (alarmId: string): Promise<void> => {
    clock.pass(60_000)
    const browser = await hub.browser('hq.admin')
    expect(await browser.call('alarm.close', { alarmId, note: '查过了' })).toMatchObject({ ok: true })
  }

  test('is told once in fifty starts, with one alarm', { timeout: 180_000 }, async () => {
    await restart(() => priced(first.sku, 1))
    for (let starts = 1; starts < 50; starts += 1) {
      await restart(async () => undefined)
      await store.backend.rows.settled()
    }
    expect(await toldOf(store)).toMatchObject([{ why: 'start', count: 1, found: [{ table: 'product' }] }])
    await heardAtHq()
    expect(await alarms()).toMatchObject([{ state: 'open' }])
    const ofRow = (await problemsOf(store.file)).filter(({ table }) => table === 'product')
    expect(ofRow.map(({ code }) => code)).toEqual(['rowEdited', 'rowWasOdd'])
  })

  test('is told anew when it is edited otherwise, or was written meanwhile, and adds to the alarm that is open', async () => {
    await restart(() => priced(first.sku, 1))
    await restart(() => priced(first.sku, 2))
    await restart(() => priced(second.sku, 1))
    expect(await toldOf(store)).toHaveLength(3)
    await store.database.write((tx) => tx.run('UPDATE product SET priceFen = 3 WHERE sku = ?', [first.sku]))
    await restart(() => priced(first.sku, 2))
    expect(await toldOf(store)).toHaveLength(4)
    await heardAtHq()
    expect(await alarms()).toMatchObject([{ state: 'open' }])
  })

  test('whose alarm was closed raises another with the next finding, not with the next start', async () => {
    await restart(() => priced(first.sku, 1))
    await heardAtHq()
    const [alarm] = await alarms()
    await close(alarm?.alarmId as string)
    await restart(async () => undefined)
    await heardAtHq()
    expect(await alarms()).toMatchObject([{ state: 'closed' }])
    await restart(() => priced(second.sku, 1))
    await heardAtHq()
    expect(await alarms()).toMatchObject([
      { state: 'closed', about: alarm?.about },
      { state: 'open', about: alarm?.about },
    ])
  })

  test('of the count of days is told once, and once more when it is put back after HQ was heard', async () => {
    const old = await store.database.read.one<{ value: string }>(`SELECT value FROM meta WHERE key = 'trustedClock'`)
    const putBack = () => edit(`UPDATE meta SET value = '${old?.value}' WHERE key = 'trustedClock'`)
    await hub.stop()
    await store.backend.sync.syncNow()
    clock.pass(86_400_000)
    await restart(putBack)
    await restart(async () => undefined)
    expect(await toldOf(store)).toHaveLength(1)
    await hub.start()
    await store.backend.sync.syncNow()
    await hub.stop()
    await restart(putBack)
    expect(await toldOf(store)).toHaveLength(2)
    await hub.start()
  })
})

test('somebody who wrote and left every row as it was is told of too, and is no finding of verify', async () => {
  await edit(`CREATE TABLE note (text TEXT); DROP TABLE note`)
  await store.must('document.create', { type: 'writeOff' })
  expect(await toldOf(store)).toEqual([{ why: 'foreignWrite', count: 0, found: [] }])
  expect(await problemsOf(store.file)).toEqual([])
})

test('a transaction that fails leaves the look to be told all the same', async () => {
  const sku = chain.products[0]?.sku as string
  await edit(`UPDATE product SET priceFen = 1 WHERE sku = '${sku}'`)
  const missing = { type: 'writeOff' as const, documentId: '00000000-0000-7000-8000-000000000000', version: 1 }
  expect(await store.call('document.post', missing)).toMatchObject({ ok: false })
  expect(await toldOf(store)).toMatchObject([{ why: 'foreignWrite', found: [{ table: 'product' }] }])
})

test("HQ's own file: told in HQ's trail, with an alarm", async () => {
  const browser = await hub.browser('hq.admin')
  await edit(`UPDATE store SET name = '别处' WHERE code = 'S001'`, hub.file)
  await browser.call('policy.get', {})
  await hub.database.write((tx) => tx.run(`UPDATE store SET name = '又一处' WHERE code = 'S001'`))
  await hub.gateway.rows.settled()
  expect(await oddLines(hub.database)).toMatchObject([{ found: [{ table: 'store', key: '["S001"]' }] }])
  expect(await hub.database.read.all('SELECT kind, storeCode FROM alarm')).toMatchObject([{ kind: 'trailOdd' }])
})

describe('the count of days without HQ', () => {
  const dayMs = 24 * 60 * 60 * 1000
  const days = chain.policy.signIn.offlineDays

  test.each([
    [
      'written anew',
      `UPDATE meta SET value = json_set(value, '$.hubMs', $.now, '$.sinceMs', 0) WHERE key = 'trustedClock'`,
    ],
    ['taken away', `DELETE FROM meta WHERE key = 'trustedClock'`],
  ])('%s by a tool, only HQ lets anybody in again', async (_what, sql) => {
    await hub.stop()
    await store.backend.sync.syncNow()
    clock.pass((days + 1) * dayMs)
    expect(await tryPin(pinOf(clerk))).toBe('SIGN_IN_NEEDS_HUB')
    await restart(() => edit(sql.replace('$.now', String(clock.nowMs()))))
    expect(await tryPin(pinOf(clerk))).toBe('SIGN_IN_NEEDS_HUB')
    // written once more by the program itself it is no better for it
    await restart(async () => undefined)
    expect(await tryPin(pinOf(clerk))).toBe('SIGN_IN_NEEDS_HUB')
    expect((await toldOf(store))[0]).toMatchObject({ found: [{ table: 'meta', key: '["trustedClock"]' }] })
    await hub.start()
    await store.backend.sync.syncNow()
    await hub.stop()
    await store.backend.sync.syncNow()
    await restart(async () => undefined)
    expect(await tryPin(pinOf(clerk))).toBe('OK')
    await hub.start()
  })

  const kept = async (): Promise<string> =>
    (await store.database.read.one<{ value: string }>(`SELECT value FROM meta WHERE key = 'trustedClock'`))
      ?.value as string
  const putBack = (value: string): Promise<void> =>
    edit(`UPDATE meta SET value = '${value}' WHERE key = 'trustedClock'`)
  const clockLines = async (): Promise<number> =>
    (await store.database.read.all(`SELECT seq FROM trail WHERE operation = 'clock.counted'`)).length

  test('an older count put back is charged the time since', async () => {
    const before = await kept()
    await hub.stop()
    clock.pass((days + 1) * dayMs)
    await restart(() => putBack(before))
    expect(await tryPin(pinOf(clerk))).toBe('SIGN_IN_NEEDS_HUB')
    await hub.start()
  })

  test("an older count put back together with the PC's clock gives no day back, and is told", async () => {
    const before = { value: await kept(), wallMs: clock.nowMs() }
    await hub.stop()
    clock.pass((days + 1) * dayMs)
    await restart(async () => {
      await putBack(before.value)
      clock.setWall(before.wallMs)
    })
    expect(await tryPin(pinOf(clerk))).toBe('SIGN_IN_NEEDS_HUB')
    expect(await toldOf(store)).toMatchObject([{ why: 'start', found: [{ table: 'meta', key: '["trustedClock"]' }] }])
    await hub.start()
    await store.backend.sync.syncNow()
    await hub.stop()
    await restart(async () => undefined)
    expect(await tryPin(pinOf(clerk))).toBe('OK')
    expect(await toldOf(store)).toHaveLength(1)
    await hub.start()
  })

  test('the same after the program was killed: what the trail told meanwhile is charged', async () => {
    const before = { value: await kept(), wallMs: clock.nowMs() }
    await hub.stop()
    clock.pass((days + 1) * dayMs)
    await store.must('document.create', { type: 'writeOff' })
    await putBack(before.value)
    clock.setWall(before.wallMs)
    const killed = store
    store = await openStore(folder, clock)
    expect(await tryPin(pinOf(clerk))).toBe('SIGN_IN_NEEDS_HUB')
    await killed.close()
    await hub.start()
  })

  test('the line that says more cut off the trail, nobody is let in without HQ', async () => {
    const before = { value: await kept(), wallMs: clock.nowMs() }
    await hub.stop()
    clock.pass((days + 1) * dayMs)
    await restart(async () => {
      await putBack(before.value)
      await edit(
        `DROP TRIGGER trailNoDelete; DELETE FROM trail WHERE at > '${new Date(before.wallMs + dayMs).toISOString()}';
         UPDATE log SET headSeq = (SELECT max(seq) FROM trail t WHERE t.logId = log.logId) WHERE kind = 'trail';
         UPDATE log SET headHash = (SELECT hash FROM trail t WHERE t.logId = log.logId AND t.seq = log.headSeq)
           WHERE kind = 'trail'`,
      )
      clock.setWall(before.wallMs)
    })
    expect(await tryPin(pinOf(clerk))).toBe('SIGN_IN_NEEDS_HUB')
    await hub.start()
  })

  test('a line a tool adds to the trail, made up or copied from an earlier one, speaks for no older count', async () => {
    const first = await store.database.read.one<{ detail: string }>(
      `SELECT json_extract(payload, '$.detail') AS detail FROM trail WHERE operation = 'clock.counted' ORDER BY seq LIMIT 1`,
    )
    const copied = JSON.parse(first?.detail as string) as object
    for (const detail of [copied, { ...copied, signature: 'AAAA' }, { ...copied, signature: '' }]) {
      const before = { value: await kept(), wallMs: clock.nowMs() }
      await hub.stop()
      clock.pass((days + 1) * dayMs)
      await store.close()
      await putBack(before.value)
      clock.setWall(before.wallMs)
      const database = await openDatabase('store', store.file)
      const at = new Date(before.wallMs).toISOString()
      await database.write((tx) =>
        appendTrail(tx, { at, userId: '', operation: 'clock.counted', outcome: 'done', detail }),
      )
      await database.close()
      store = await openStore(folder, clock)
      expect(await tryPin(pinOf(clerk))).toBe('SIGN_IN_NEEDS_HUB')
      await hub.start()
      await store.backend.sync.syncNow()
      expect(await tryPin(pinOf(clerk))).toBe('OK')
    }
  })

  test('a PC whose key cannot be reached holds its count against the key its trail named, and goes on counting', async () => {
    const sealed = (text: string) => ({ sealed: Buffer.from(text).toString('base64') })
    const system = { isLocked: false }
    const host = {
      sealSecret: async ({ text }: { text: string }) => sealed(text),
      openSecret: async (one: { sealed: string }) =>
        system.isLocked ? null : { text: Buffer.from(one.sealed, 'base64').toString() },
    }
    const reopened = async (): Promise<void> => {
      await store.close()
      store = await openStore(folder, clock, { host })
    }
    await hub.stop()
    await reopened()
    const before = { value: await kept(), wallMs: clock.nowMs() }
    clock.pass((days - 1) * dayMs)
    system.isLocked = true
    for (let starts = 0; starts < 3; starts += 1) await reopened()
    expect(await tryPin(pinOf(clerk))).toBe('OK')
    clock.pass(2 * dayMs)
    await store.close()
    await putBack(before.value)
    clock.setWall(before.wallMs)
    store = await openStore(folder, clock, { host })
    expect(await tryPin(pinOf(clerk))).toBe('SIGN_IN_NEEDS_HUB')
    await store.close()
    await putBack(before.value.replace(/"hubMs":[0-9]+/, `"hubMs":${clock.nowMs() + dayMs}`))
    store = await openStore(folder, clock, { host })
    expect(await tryPin(pinOf(clerk))).toBe('SIGN_IN_NEEDS_HUB')
    const forged = { found: [{ table: 'meta', key: '["trustedClock"]' }] }
    expect(await toldOf(store)).toMatchObject([forged, forged])
    await hub.start()
  })

  test('a start and an orderly stop leave one line each, and HQ heard every minute leaves none', async () => {
    const first = await clockLines()
    for (let beats = 0; beats < 5; beats += 1) {
      clock.pass(60_000)
      await store.backend.sync.syncNow()
    }
    expect(await clockLines()).toBe(first)
    await restart(async () => undefined)
    expect(await clockLines()).toBe(first + 2)
  })
})

test('a seat written into the file before the backend is killed seats nobody', async () => {
  const shellId = randomUUID()
  await restart(async () => undefined, shellId)
  await store.signIn(clerk)
  await restart(
    () => edit(`UPDATE meta SET value = json_set(value, '$.userId', '${manager}') WHERE key LIKE 'session:%'`),
    shellId,
  )
  expect(await store.must('signIn.current', {})).toEqual({ session: null, locked: false })
  await store.signIn(clerk)
  await restart(async () => undefined, shellId)
  expect(await store.must('signIn.current', {})).toMatchObject({ session: { userId: clerk } })
})
