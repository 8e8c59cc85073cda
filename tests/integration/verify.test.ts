/** The ledger's own check: silent on a busy ledger, and it names every row somebody changed with a database tool. */
import { spawn } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openReadOnly } from '../../src/database/openDatabase'
import { type Verification, verifyLedger } from '../../src/ledger/verify'
import {
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

const folder = temporaryFolder()
const clock = createClock()
/** a closed ledger of each side, with several receipts, a draft and a cancelled one */
const pristine = { store: join(folder, 'pristine-store.db'), hub: join(folder, 'pristine-hub.db') }
let logId = ''
const numbers: string[] = []

const receive = async (store: TestStore, orderId: string): Promise<string> => {
  clock.pass(60_000)
  const { documentId } = await store.must('goodsReceipt.open', { orderId })
  const { lines } = await store.must('document.get', { documentId })
  for (const { lineNo } of lines.slice(0, 4)) {
    await store.must('document.adjust', { type: 'goodsReceipt', documentId, lineNo, mode: 'add', quantity: 1000 })
  }
  const { header } = await store.must('document.get', { documentId })
  return (await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })).number
}

beforeAll(async () => {
  const hub: TestHub = await startHub(folder, clock)
  const store = await openStore(folder, clock)
  await enrol(store, hub)
  await store.signIn('s001.manager')
  for (const order of [order60, order12, order60, order12, order60])
    numbers.push(await receive(store, order.documentId))
  const draft = await store.must('goodsReceipt.open', { orderId: order60.documentId })
  await store.must('document.adjust', { type: 'goodsReceipt', documentId: draft.documentId, lineNo: 9, mode: 'add', quantity: 1000 })
  const mistake = await store.must('goodsReceipt.open', { orderId: order12.documentId })
  await store.must('document.cancel', { type: 'goodsReceipt', documentId: mistake.documentId, reason: '开错了' })
  await store.must('app.syncNow', {})
  const log = await store.database.read.one<{ logId: string }>('SELECT logId FROM log')
  logId = log?.logId as string
  await store.close()
  await hub.close()
  copyFileSync(store.file, pristine.store)
  copyFileSync(hub.file, pristine.hub)
})
afterAll(() => removeFolder(folder))

type Side = keyof typeof pristine
let copies = 0

/** A copy changed by plain SQL, its guards taken off first as a tool would. */
const tampered = async (side: Side, statements: readonly string[]): Promise<string> => {
  copies += 1
  const file = join(folder, `tampered-${copies}.db`)
  copyFileSync(pristine[side], file)
  const connection = await new Promise<sqlite3.Database>((done, fail) => {
    const opened: sqlite3.Database = new sqlite3.Database(file, (error) => (error ? fail(error) : done(opened)))
  })
  const all = <T>(sql: string) =>
    new Promise<T[]>((done, fail) => connection.all(sql, (error, rows) => (error ? fail(error) : done(rows as T[]))))
  for (const { name } of await all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`)) {
    await all(`DROP TRIGGER ${name}`)
  }
  for (const sql of ['PRAGMA ignore_check_constraints = ON', 'PRAGMA foreign_keys = OFF', ...statements]) await all(sql)
  await new Promise<void>((done) => connection.close(() => done()))
  return file
}

const verify = async (file: string): Promise<Verification> => {
  const { read, close } = await openReadOnly(file)
  const result = await verifyLedger(read)
  await close()
  return result
}

describe('an untouched ledger', () => {
  test.each(['store', 'hub'] as const)('%s: everything was looked at and nothing found', async (side) => {
    expect(await verify(pristine[side])).toEqual({
      ok: true,
      checked: { logs: 1, events: 5, movements: 20, balances: expect.any(Number), documents: side === 'store' ? 7 : 5 },
      problems: [],
      truncated: false,
    })
  })

  test('store and hub hold the same log to the last byte', async () => {
    const heldBy = async (side: Side) => {
      const { read, close } = await openReadOnly(pristine[side])
      const rows = await read.all('SELECT logId, seq, prevHash, hash, payload FROM event ORDER BY seq')
      await close()
      return rows
    }
    expect(await heldBy('hub')).toEqual(await heldBy('store'))
  })

  test('taking the guards off alone changes no finding', async () => {
    expect(await verify(await tampered('store', []))).toMatchObject({ ok: true })
  })
})

describe('a row changed with a database tool is found and named', () => {
  /** what was done, the invariants that must be among the findings, and where */
  const cases: [string, string[], string, () => string][] = [
    [
      'a movement’s quantity',
      [`UPDATE stockMovement SET quantity = quantity + 1000 WHERE seq = 2 AND line = 1`],
      '6 movements are those of their event',
      () => `event ${logId}/2`,
    ],
    [
      'a movement’s value',
      [`UPDATE stockMovement SET value = value + 1 WHERE seq = 3 AND line = 2`],
      '2 a balance is the fold of its movements',
      () => 'supplier',
    ],
    [
      'a movement’s SKU',
      [`UPDATE stockMovement SET sku = 'OTHER' WHERE seq = 1 AND line = 1`],
      '6 movements are those of their event',
      () => `event ${logId}/1`,
    ],
    [
      'a movement less',
      [`DELETE FROM stockMovement WHERE seq = 4 AND line = 3`],
      '6 movements are those of their event',
      () => `event ${logId}/4`,
    ],
    [
      'a movement more, with its balances',
      [
        `INSERT INTO stockMovement SELECT logId, seq, 99, documentId, sku, lot, fromAccount, toAccount, quantity, unitCost,
           value, kind, occurredAt, recordedAt, userId FROM stockMovement WHERE seq = 2 AND line = 1`,
        `UPDATE stockBalance SET onHand = onHand + 1000, value = value + (SELECT value FROM stockMovement WHERE seq = 2 AND line = 99)
           WHERE account LIKE 'stock:%' AND sku = (SELECT sku FROM stockMovement WHERE seq = 2 AND line = 99)`,
        `UPDATE stockBalance SET onHand = onHand - 1000, value = value - (SELECT value FROM stockMovement WHERE seq = 2 AND line = 99)
           WHERE account = 'supplier' AND sku = (SELECT sku FROM stockMovement WHERE seq = 2 AND line = 99)`,
      ],
      '6 movements are those of their event',
      () => `event ${logId}/2`,
    ],
    [
      'an event’s payload',
      [`UPDATE event SET payload = replace(payload, '"occurredAt":"2026', '"occurredAt":"2025') WHERE seq = 2`],
      '4 hashes chain',
      () => `event ${logId}/2`,
    ],
    [
      'an event’s payload and its hash',
      [`UPDATE event SET payload = payload || ' ', hash = '${'a'.repeat(64)}' WHERE seq = 3`],
      '4 hashes chain',
      () => `event ${logId}/4`,
    ],
    ['an event less in the middle', [`DELETE FROM event WHERE seq = 3`], '3 seq has no gap', () => `event ${logId}/4`],
    ['the last event less', [`DELETE FROM event WHERE seq = 5`], '3 the log ends at its head', () => `log ${logId}`],
    [
      'the log’s head',
      [`UPDATE log SET headSeq = 4, ackedSeq = 4`],
      '3 the log ends at its head',
      () => `log ${logId}`,
    ],
    ['the log itself', ['DELETE FROM log'], '3 every event belongs to a known log', () => `event ${logId}/1`],
    [
      'a balance',
      [
        `UPDATE stockBalance SET onHand = onHand + 5000 WHERE account LIKE 'stock:%' AND sku = (SELECT min(sku) FROM stockBalance)`,
      ],
      '2 a balance is the fold of its movements',
      () => 'stock:WS001',
    ],
    [
      'both halves of a balance, so that the sum still holds',
      [
        `UPDATE stockBalance SET onHand = onHand + 5000 WHERE account LIKE 'stock:%' AND sku = (SELECT min(sku) FROM stockBalance)`,
        `UPDATE stockBalance SET onHand = onHand - 5000 WHERE account = 'supplier' AND sku = (SELECT min(sku) FROM stockBalance)`,
      ],
      '2 a balance is the fold of its movements',
      () => 'supplier',
    ],
    [
      'a balance’s value',
      [
        `UPDATE stockBalance SET value = value - 1 WHERE account = 'supplier' AND sku = (SELECT max(sku) FROM stockBalance)`,
      ],
      '1 all accounts of a SKU and lot are zero together',
      () => '/',
    ],
    [
      'a balance less',
      [`DELETE FROM stockBalance WHERE account = 'supplier'`],
      '2 a balance is the fold of its movements',
      () => 'supplier',
    ],
    [
      'a balance of nothing',
      [`INSERT INTO stockBalance VALUES ('stock:WS001', 'GHOST', '', 1000, 0, 0, '')`],
      '2 a balance is the fold of its movements',
      () => 'stock:WS001 GHOST',
    ],
    [
      'goods allocated below zero',
      [`UPDATE stockBalance SET allocated = -1000 WHERE account LIKE 'stock:%'`],
      '14 nothing is allocated below zero',
      () => 'stock:WS001',
    ],
    [
      'a document’s state',
      [`UPDATE document SET state = 'cancelled' WHERE seq = 2`],
      '6 every movement belongs to one posted document',
      () => 'document ',
    ],
    [
      'a document without its movements’ place',
      [`UPDATE document SET seq = 77 WHERE seq = 2`],
      '6 every posted document has movements',
      () => `document ${numbers[1]}`,
    ],
    [
      'a posted document less',
      [
        `DELETE FROM documentLine WHERE documentId = (SELECT documentId FROM document WHERE seq = 4)`,
        `DELETE FROM document WHERE seq = 4`,
      ],
      '6 every movement belongs to one posted document',
      () => 'document ',
    ],
    [
      'what a posted line received',
      [
        `UPDATE documentLine SET quantity = quantity + 1000
           WHERE lineNo = (SELECT min(lineNo) FROM documentLine) AND documentId = (SELECT documentId FROM document WHERE seq = 1)`,
      ],
      '6 received on a posted receipt is what moved',
      () => `document ${numbers[0]}`,
    ],
  ]

  test.each(cases)('%s', async (_what, statements, invariant, where) => {
    for (const side of ['store', 'hub'] as const) {
      const { ok, problems } = await verify(await tampered(side, statements))
      expect(ok).toBe(false)
      const named = problems.filter((problem) => problem.invariant === invariant && problem.where.includes(where()))
      expect([side, named.length > 0, problems.slice(0, 5)]).toEqual([side, true, expect.any(Array)])
    }
  })

  test('a parked event needs no movements, but a movement of it is a lie', async () => {
    const park = `INSERT INTO parkedEvent VALUES ('nobody', 1, 'test', '')`
    expect(await verify(await tampered('hub', [park]))).toMatchObject({ ok: true })
    const hide = [
      `INSERT INTO parkedEvent SELECT logId, seq, 'hidden', '' FROM event WHERE seq = 2`,
      `UPDATE stockMovement SET quantity = quantity + 1000 WHERE seq = 2 AND line = 1`,
    ]
    expect((await verify(await tampered('hub', hide))).problems.map(({ invariant }) => invariant)).toContain(
      '6 movements are those of their event',
    )
  })
})

describe('npm run verify', () => {
  const run = (...options: string[]): Promise<{ code: number | null; line: Record<string, unknown>; lines: number }> =>
    new Promise((done) => {
      const child = spawn(process.execPath, ['--import', 'tsx', 'src/ledger/verifyMain.ts', ...options], {
        cwd: join(__dirname, '../..'),
      })
      let text = ''
      child.stdout.on('data', (chunk) => {
        text += chunk
      })
      child.on('close', (code) =>
        done({ code, line: JSON.parse(text.trim()) as Record<string, unknown>, lines: text.trim().split('\n').length }),
      )
    })

  test('0 and one line of JSON for a sound ledger, and not a byte changed', async () => {
    const before = readFileSync(pristine.store)
    const { code, line, lines } = await run('--database', pristine.store)
    expect([code, lines, line.ok, line.problems]).toEqual([0, 1, true, []])
    expect(readFileSync(pristine.store).equals(before)).toBe(true)
  })

  test('1 and the row for a changed one', async () => {
    const file = await tampered('store', [`UPDATE stockMovement SET quantity = 1 WHERE seq = 5 AND line = 1`])
    const { code, line } = await run('--database', file)
    expect(code).toBe(1)
    expect(line).toMatchObject({ ok: false })
    expect(JSON.stringify(line.problems)).toContain(`event ${logId}/5`)
  })

  test('2 and the reason for what it cannot read', async () => {
    const text = join(folder, 'text.db')
    writeFileSync(text, 'no database '.repeat(100))
    const answers = await Promise.all([run(), run('--database', join(folder, 'none.db')), run('--database', text)])
    expect(answers.map(({ code, line }) => [code, line.ok, line.error])).toEqual([
      [2, false, expect.stringContaining('usage')],
      [2, false, 'NO_SUCH_FILE'],
      [2, false, 'DATABASE_DAMAGED'],
    ])
  })
})
