/** The ledger's own check: silent on a busy ledger, and it names every row somebody changed with a database tool. */
import { spawn } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FindingCode, type Problem, problemOf } from '../../src/core/findings'
import { openReadOnly } from '../../src/database/openDatabase'
import { fenceFileOf } from '../../src/ledger/fence'
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
/**
 * A closed ledger of each side: five receipts, a draft and a cancelled one; then a write-off the manager agreed to, a
 * receipt that was reversed, a transfer to the central warehouse that arrived and one that is on its way.
 */
const pristine = { store: join(folder, 'pristine-store.db'), hub: join(folder, 'pristine-hub.db') }
let logId = ''
const numbers: string[] = []
/** numbers of the papers that came after the receipts */
const papers = { writeOff: '', reversed: '', reversal: '', arrived: '', underWay: '' }

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

const sku = order60.lines[0]?.sku as string

const tellTheRest = async (hub: TestHub, store: TestStore): Promise<void> => {
  const versionOf = async (documentId: string) => (await store.must('document.get', { documentId })).header.version
  // a clerk hands in, the manager agrees
  await store.signIn('s001.lin')
  const writeOff = { type: 'writeOff' as const }
  const { documentId } = await store.must('document.create', { ...writeOff, reasonCode: 'BROKEN' })
  await store.must('document.setLine', { ...writeOff, documentId, sku, quantity: 1000 })
  const { header } = await store.must('document.submit', {
    ...writeOff,
    documentId,
    version: await versionOf(documentId),
  })
  await store.signIn('s001.manager')
  const decided = { ...writeOff, documentId, contentHash: header.contentHash, reason: '' }
  await store.must('document.decide', { ...decided, decision: 'approved' })
  papers.writeOff = header.number

  papers.reversed = await receive(store, order12.documentId)
  const [last] = (await store.must('document.list', { types: ['goodsReceipt'], search: papers.reversed })).documents
  const receipt = { type: 'goodsReceipt' as const, documentId: last?.documentId as string, reason: '记错了' }
  papers.reversal = (await store.must('document.reverse', receipt)).number

  papers.arrived = await sendToCentral(hub, store)
  const hq = await hub.browser('hq.operations')
  const arriving = await hq.call('transfer.list', { search: papers.arrived })
  const transferId = arriving.ok ? (arriving.value.transfers[0]?.transferId as string) : ''
  const opened = await hq.call('transfer.openReceipt', { transferId })
  const receiptId = opened.ok ? opened.value.documentId : ''
  const paper = { type: 'transferReceipt' as const, documentId: receiptId }
  const counted = await hq.call('document.adjust', { ...paper, lineNo: 1, mode: 'set', quantity: 1000 })
  const posted = await hq.call('document.post', { ...paper, version: counted.ok ? counted.value.header.version : 0 })
  expect(posted).toMatchObject({ ok: true })
  papers.underWay = await sendToCentral(hub, store)
}

/** One piece, pushed by HQ and sent by the shop; the transfer's number. */
const sendToCentral = async (hub: TestHub, store: TestStore): Promise<string> => {
  const hq = await hub.browser('hq.operations')
  const ends = { fromWarehouseCode: 'WS001', toWarehouseCode: 'WC01', dueDate: '2026-11-23' }
  const pushed = await hq.call('transfer.push', {
    kind: 'transfer',
    ...ends,
    note: '',
    lines: [{ sku, quantity: 1000 }],
  })
  if (!pushed.ok) throw new Error(pushed.error.code)
  await store.must('app.syncNow', {})
  const { documentId } = await store.must('transfer.openDispatch', { transferId: pushed.value.transferId })
  const paper = { type: 'transferDispatch' as const, documentId }
  const counted = await store.must('document.adjust', { ...paper, lineNo: 1, mode: 'set', quantity: 1000 })
  await store.must('document.post', { ...paper, version: counted.header.version })
  await store.must('app.syncNow', {})
  return pushed.value.number
}

beforeAll(async () => {
  const hub: TestHub = await startHub(folder, clock)
  const store = await openStore(folder, clock)
  await enrol(store, hub)
  await store.signIn('s001.manager')
  for (const order of [order60, order12, order60, order12, order60])
    numbers.push(await receive(store, order.documentId))
  const draft = await store.must('goodsReceipt.open', { orderId: order60.documentId })
  await store.must('document.adjust', {
    type: 'goodsReceipt',
    documentId: draft.documentId,
    lineNo: 9,
    mode: 'add',
    quantity: 1000,
  })
  const mistake = await store.must('goodsReceipt.open', { orderId: order12.documentId })
  await store.must('document.cancel', { type: 'goodsReceipt', documentId: mistake.documentId, reason: '开错了' })
  await tellTheRest(hub, store)
  await store.must('app.syncNow', {})
  const log = await store.database.read.one<{ logId: string }>(`SELECT logId FROM log WHERE kind = 'ledger'`)
  logId = log?.logId as string
  await store.close()
  await hub.close()
  copyFileSync(store.file, pristine.store)
  copyFileSync(fenceFileOf(store.file), fenceFileOf(pristine.store))
  copyFileSync(hub.file, pristine.hub)
})
afterAll(() => removeFolder(folder))

type Side = keyof typeof pristine
let copies = 0

/** A copy changed by plain SQL, its guards taken off first and put on again after, as somebody careful would. */
const tampered = async (side: Side, statements: readonly string[]): Promise<string> => {
  copies += 1
  const file = join(folder, `tampered-${copies}.db`)
  copyFileSync(pristine[side], file)
  const connection = await new Promise<sqlite3.Database>((done, fail) => {
    const opened: sqlite3.Database = new sqlite3.Database(file, (error) => (error ? fail(error) : done(opened)))
  })
  const all = <T>(sql: string) =>
    new Promise<T[]>((done, fail) => connection.all(sql, (error, rows) => (error ? fail(error) : done(rows as T[]))))
  const guards = await all<{ name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
  for (const { name } of guards) await all(`DROP TRIGGER ${name}`)
  for (const sql of ['PRAGMA ignore_check_constraints = ON', 'PRAGMA foreign_keys = OFF', ...statements]) await all(sql)
  for (const { sql } of guards) await all(sql)
  await new Promise<void>((done) => connection.close(() => done()))
  return file
}

const schemaChanged = async (statements: readonly string[]): Promise<string> => {
  copies += 1
  const file = join(folder, `tampered-${copies}.db`)
  copyFileSync(pristine.store, file)
  const connection = await new Promise<sqlite3.Database>((done, fail) => {
    const opened: sqlite3.Database = new sqlite3.Database(file, (error) => (error ? fail(error) : done(opened)))
  })
  await new Promise<void>((done, fail) =>
    connection.exec(statements.join(';\n'), (error) => (error ? fail(error) : done())),
  )
  await new Promise<void>((done) => connection.close(() => done()))
  return file
}

const placeOf = ({ table, row }: Problem): string => `${table} ${row}`

const verify = async (file: string): Promise<Verification> => {
  const { read, close } = await openReadOnly(file)
  const result = await verifyLedger(read)
  await close()
  return result
}

describe('an untouched ledger', () => {
  test.each(['store', 'hub'] as const)('%s: everything was looked at and nothing found', async (side) => {
    // a log of facts and one of the trail each; HQ has no drafts, and the receipt of the central warehouse
    const counts = {
      store: { logs: 2, events: 13, movements: 32, documents: 12 },
      hub: { logs: 4, events: 14, movements: 33, documents: 12 },
    }
    expect(await verify(pristine[side])).toEqual({
      ok: true,
      checked: { ...counts[side], balances: expect.any(Number), lines: expect.any(Number) },
      problems: [],
      found: 0,
      truncated: false,
    })
  })

  test('store and hub hold the same log to the last byte', async () => {
    const heldBy = async (side: Side) => {
      const { read, close } = await openReadOnly(pristine[side])
      const rows = await read.all('SELECT seq, prevHash, hash, payload FROM event WHERE logId = ? ORDER BY seq', [
        logId,
      ])
      await close()
      return rows
    }
    expect(await heldBy('hub')).toEqual(await heldBy('store'))
  })

  test('guards taken off and put on again leave no finding; one that is gone, weaker or new is named', async () => {
    expect(await verify(await tampered('store', []))).toMatchObject({ ok: true })
    const schemaFindings = async (...statements: string[]): Promise<string[]> =>
      (await verify(await schemaChanged(statements))).problems.map(
        ({ code, table, row, params }) => `${table} ${row} ${code} ${params.of}`,
      )
    expect(await schemaFindings('DROP TRIGGER documentKept')).toEqual(['trigger documentKept schemaGone document'])
    expect(
      await schemaFindings(
        'DROP TRIGGER documentKept',
        `CREATE TRIGGER documentKept BEFORE DELETE ON document BEGIN SELECT 1; END`,
      ),
    ).toEqual(['trigger documentKept schemaOther document'])
    expect(
      await schemaFindings(`CREATE TRIGGER quiet AFTER INSERT ON event BEGIN DELETE FROM lot WHERE sku = ''; END`),
    ).toEqual(['trigger quiet schemaExtra event'])
  })

  test('a row below the first one cannot pass for an old one, nor an acknowledgement for more than there is', async () => {
    const below = `UPDATE document SET rowid = -7 WHERE rowid = (SELECT min(rowid) FROM document)`
    const ahead = `UPDATE log SET ackedSeq = headSeq + 1 WHERE kind = 'ledger'`
    expect((await verify(await tampered('store', [below]))).problems).toContainEqual(
      problemOf('rowBelowFirst', 'document', -7),
    )
    expect((await verify(await tampered('store', [ahead]))).problems).toContainEqual(
      expect.objectContaining({ code: 'ackedBeyondHead', table: 'log', row: logId }),
    )
  })
})

describe('a row changed with a database tool is found and named', () => {
  /** what was done, the code that must be among the findings, and where */
  const cases: [string, string[], FindingCode, () => string][] = [
    [
      'a movement’s quantity',
      [`UPDATE stockMovement SET quantity = quantity + 1000 WHERE seq = 2 AND line = 1`],
      'movementsDiffer',
      () => `event ${logId}/2`,
    ],
    [
      'a movement’s value',
      [`UPDATE stockMovement SET value = value + 1 WHERE seq = 3 AND line = 2`],
      'balanceDiffers',
      () => 'supplier',
    ],
    [
      'a movement’s SKU',
      [`UPDATE stockMovement SET sku = 'OTHER' WHERE seq = 1 AND line = 1`],
      'movementsDiffer',
      () => `event ${logId}/1`,
    ],
    [
      'a movement less',
      [`DELETE FROM stockMovement WHERE seq = 4 AND line = 3`],
      'movementsDiffer',
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
      'movementsDiffer',
      () => `event ${logId}/2`,
    ],
    [
      'an event’s payload',
      [`UPDATE event SET payload = replace(payload, '"occurredAt":"2026', '"occurredAt":"2025') WHERE seq = 2`],
      'bytesChanged',
      () => `event ${logId}/2`,
    ],
    [
      'an event’s payload and its hash',
      [`UPDATE event SET payload = payload || ' ', hash = '${'a'.repeat(64)}' WHERE seq = 3`],
      'hashNotChained',
      () => `event ${logId}/4`,
    ],
    ['an event less in the middle', [`DELETE FROM event WHERE seq = 3`], 'seqGap', () => `event ${logId}/4`],
    ['the last event less', [`DELETE FROM event WHERE seq = 13`], 'headIsNotLast', () => `log ${logId}`],
    ['the log’s head', [`UPDATE log SET headSeq = 4, ackedSeq = 4`], 'headIsNotLast', () => `log ${logId}`],
    ['the log itself', ['DELETE FROM log'], 'logMissing', () => `event ${logId}/1`],
    [
      'a balance',
      [
        `UPDATE stockBalance SET onHand = onHand + 5000 WHERE account LIKE 'stock:%' AND sku = (SELECT min(sku) FROM stockBalance)`,
      ],
      'balanceDiffers',
      () => 'stock:WS001',
    ],
    [
      'both halves of a balance, so that the sum still holds',
      [
        `UPDATE stockBalance SET onHand = onHand + 5000 WHERE account LIKE 'stock:%' AND sku = (SELECT min(sku) FROM stockBalance)`,
        `UPDATE stockBalance SET onHand = onHand - 5000 WHERE account = 'supplier' AND sku = (SELECT min(sku) FROM stockBalance)`,
      ],
      'balanceDiffers',
      () => 'supplier',
    ],
    [
      'a balance’s value',
      [
        `UPDATE stockBalance SET value = value - 1 WHERE account = 'supplier' AND sku = (SELECT max(sku) FROM stockBalance)`,
      ],
      'accountsNotZero',
      () => '/',
    ],
    ['a balance less', [`DELETE FROM stockBalance WHERE account = 'supplier'`], 'balanceDiffers', () => 'supplier'],
    [
      'a balance of nothing',
      [`INSERT INTO stockBalance VALUES ('stock:WS001', 'GHOST', '', 1000, 0, 0, '')`],
      'balanceDiffers',
      () => 'stock:WS001 GHOST',
    ],
    [
      'goods promised in a balance',
      [`UPDATE stockBalance SET allocated = -1000 WHERE account LIKE 'stock:%'`],
      'balanceAllocated',
      () => 'stock:WS001',
    ],
    [
      'a document’s state',
      [`UPDATE document SET state = 'cancelled' WHERE seq = 2`],
      'stateNotOfSteps',
      () => `document ${numbers[1]}`,
    ],
    [
      'a document without its movements’ place',
      [`UPDATE document SET seq = 77 WHERE seq = 2`],
      'stateNotOfSteps',
      () => `document ${numbers[1]}`,
    ],
    [
      'a posted document less',
      [
        `DELETE FROM documentLine WHERE documentId = (SELECT documentId FROM document WHERE seq = 4)`,
        `DELETE FROM document WHERE seq = 4`,
      ],
      'movementStepMissing',
      () => 'document ',
    ],
    [
      'what a posted line received',
      [
        `UPDATE documentLine SET quantity = quantity + 1000
           WHERE lineNo = (SELECT min(lineNo) FROM documentLine) AND documentId = (SELECT documentId FROM document WHERE seq = 1)`,
      ],
      'movedOtherThanLine',
      () => `document ${numbers[0]}`,
    ],
    [
      'a receipt that was reversed, alive again',
      [`DELETE FROM documentStep WHERE documentId = (SELECT documentId FROM document WHERE reversalOf <> '')`],
      'stateNotOfSteps',
      () => `document ${papers.reversal}`,
    ],
    [
      'a void draft, alive again',
      [`UPDATE document SET state = 'draft' WHERE state = 'cancelled'`],
      'stateNotOfSteps',
      () => 'document CGRK-S001-261122-A0007',
    ],
    [
      'a reversal that gives back less',
      [`UPDATE stockMovement SET quantity = quantity - 1000 + 1 WHERE kind = 'reversal' AND line = 1`],
      'reversalNoMirror',
      () => `document ${papers.reversal}`,
    ],
    [
      'a reversal of something else',
      [
        `UPDATE document SET reversalOf = (SELECT documentId FROM document WHERE number = (SELECT min(number) FROM document
           WHERE type = 'goodsReceipt' AND state = 'posted')) WHERE reversalOf <> ''`,
      ],
      'reversalNoMirror',
      () => `document ${papers.reversal}`,
    ],
    [
      'a transfer that is called completed while goods are on the way',
      [`UPDATE transfer SET state = 'completed'`],
      'completedOnTheWay',
      () => `transfer ${papers.underWay}`,
    ],
    [
      'a completed transfer that sent more than arrived',
      [
        `UPDATE transferLine SET sentQuantity = sentQuantity + 1000
           WHERE transferId = (SELECT transferId FROM transfer WHERE state = 'completed')`,
      ],
      'completedOnTheWay',
      () => `transfer ${papers.arrived}`,
    ],
    [
      'a decision in its author’s name',
      [`UPDATE documentStep SET userId = 's001.lin' WHERE step = 'decided'`],
      'decidedByAuthor',
      () => `document ${papers.writeOff}`,
    ],
    [
      'a decision about other content',
      [`UPDATE documentStep SET contentHash = '${'b'.repeat(64)}' WHERE step = 'decided'`],
      'postedUndecided',
      () => `document ${papers.writeOff}`,
    ],
    [
      'a refusal under a posted document',
      [`UPDATE documentStep SET decision = 'refused' WHERE step = 'decided'`],
      'postedUndecided',
      () => `document ${papers.writeOff}`,
    ],
  ]

  test.each(cases)('%s', async (_what, statements, code, where) => {
    for (const side of ['store', 'hub'] as const) {
      const { ok, problems } = await verify(await tampered(side, statements))
      expect(ok).toBe(false)
      const named = problems.filter((problem) => problem.code === code && placeOf(problem).includes(where()))
      expect([side, named.length > 0, problems.slice(0, 5)]).toEqual([side, true, expect.any(Array)])
    }
  })

  test('HQ, which holds both ends, sees what is on the way differ from what was sent', async () => {
    const less = [`UPDATE transferLine SET receivedQuantity = 999 WHERE receivedQuantity = 0`]
    const { problems } = await verify(await tampered('hub', less))
    expect(problems).toContainEqual({
      code: 'onTheWayDiffers',
      table: 'transfer',
      row: papers.underWay,
      params: { sku, owed: '1', inTransit: '1000' },
    })
  })

  test('a parked event needs no movements, but a movement of it is a lie', async () => {
    const park = `INSERT INTO parkedEvent VALUES ('nobody', 1, 'test', '')`
    // nobody parked it, and that alone is wrong with it
    expect((await verify(await tampered('hub', [park]))).problems).toEqual([
      { code: 'rowUntold', table: 'parkedEvent', row: 'nobody/1', params: {} },
    ])
    const hide = [
      `INSERT INTO parkedEvent SELECT logId, seq, 'hidden', '' FROM event WHERE seq = 2`,
      `UPDATE stockMovement SET quantity = quantity + 1000 WHERE seq = 2 AND line = 1`,
    ]
    expect((await verify(await tampered('hub', hide))).problems.map(({ code }) => code)).toContain('movementsDiffer')
  })
})

describe('npm run verify', () => {
  interface Run {
    code: number | null
    line: Record<string, unknown>
    lines: number
    /** what it says to a person */
    heard: string
  }
  const run = (...options: string[]): Promise<Run> =>
    new Promise((done) => {
      const child = spawn(process.execPath, ['--import', 'tsx', 'src/ledger/verifyMain.ts', ...options], {
        cwd: join(__dirname, '../..'),
      })
      const said = { stdout: '', stderr: '' }
      for (const name of ['stdout', 'stderr'] as const)
        child[name].on('data', (chunk) => {
          said[name] += chunk
        })
      child.on('close', (code) => {
        const text = said.stdout.trim()
        const line = JSON.parse(text) as Record<string, unknown>
        done({ code, line, lines: text.split('\n').length, heard: said.stderr })
      })
    })

  test('0 and one line of JSON for a sound ledger, and not a byte changed', async () => {
    const before = readFileSync(pristine.store)
    const { code, line, lines, heard } = await run('--database', pristine.store)
    expect([code, lines, line.ok, line.problems]).toEqual([0, 1, true, []])
    expect(heard).toMatch(/^sound: 2 logs, 13 events, /)
    expect(readFileSync(pristine.store).equals(before)).toBe(true)
  })

  test('1 and the row for a changed one', async () => {
    const file = await tampered('store', [`UPDATE stockMovement SET quantity = 1 WHERE seq = 5 AND line = 1`])
    const { code, line, heard } = await run('--database', file)
    expect(code).toBe(1)
    expect(line).toMatchObject({ ok: false })
    expect(line.problems).toContainEqual(problemOf('movementsDiffer', 'event', `${logId}/5`, { rows: 4, lines: '1' }))
    expect(heard).toContain(`event ${logId}/5: movementsDiffer (rows 4, lines 1)`)
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
