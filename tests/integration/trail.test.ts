/**
 * 留痕: every act and every refusal is one line, chained, pushed, searched within a scope; who lent a right and whose yes an
 * act stands on is in it. Which operations leave a line follows from the table of operations.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf, OperationName, OutputOf } from '../../src/contract/operations'
import { openDatabase } from '../../src/database/openDatabase'
import type { Database } from '../../src/database/unitOfWork'
import { genesisHash } from '../../src/ledger/hashChain'
import { appendTrail } from '../../src/ledger/trail'
import { verifyLedger } from '../../src/ledger/verify'
import { batchOf, codeOfPush, enrolmentOf } from '../support/forger'
import { declarationOf, operationNames } from '../support/operationInputs'
import { changePolicy, grant, openShops, post, type Shop, type Shops, submit, sync, value } from '../support/shops'
import { fingerprint, order60, pieceCode, removeFolder, scanOf, temporaryFolder } from '../support/world'

type Row = OutputOf<'trail.search'>['rows'][number]

let world: Shops
let shop: Shop
let other: Shop
beforeAll(async () => {
  world = await openShops(['S001', 'S002'])
  ;[shop, other] = world.shops as [Shop, Shop]
})
afterAll(() => world.close())

const at = (shopOf: Shop, input: InputOf<'trail.search'> = {}): Promise<Row[]> =>
  shopOf.must('trail.search', input).then(({ rows }) => rows)

const atHq = async (userId: string, input: InputOf<'trail.search'> = {}): Promise<Row[]> =>
  (await value((await world.hub.browser(userId)).call('trail.search', input))).rows

const bare = async (from: Shop = shop): Promise<string> =>
  (await from.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY001', deliveryNote: '' })).documentId
const sku = order60.lines[0]?.sku as string

describe('one line an act', () => {
  test('says who, as what, where, when, which paper, and what it was before and after', async () => {
    const documentId = await bare()
    await shop.must('document.setHeader', { type: 'goodsReceipt', documentId, note: '早班' })
    const [line] = await at(shop, { operation: 'document.setHeader', documentId })
    const { number } = (await shop.must('document.get', { documentId })).header
    expect(line).toMatchObject({
      ...{
        userId: 's001.manager',
        roles: [{ code: 'storeManager', name: '店长', nameEn: 'Store manager' }],
        storeCode: 'S001',
        deviceLetter: 'A',
        outcome: 'done',
      },
      ...{ at: '2026-11-22T01:00:00.000Z', documentId, number, authorityId: '', approvals: [] },
      detail: { before: { note: '' }, after: { note: '早班' } },
    })
  })

  test('a scan is one line, the same scan again none', async () => {
    const { documentId } = await shop.must('goodsReceipt.open', { orderId: order60.documentId })
    const scan = scanOf(pieceCode(sku))
    const asked = { type: 'goodsReceipt' as const, documentId, scan }
    await shop.must('document.scan', asked)
    await shop.must('document.scan', asked)
    const lines = await at(shop, { operation: 'document.scan', documentId })
    expect(lines).toHaveLength(1)
    expect(lines[0]?.detail).toMatchObject({ scanId: scan.scanId, raw: scan.raw, sku, quantity: 1000 })
    // what is marked row by row is asked for once more before its line: a scan is waited for, and changes nothing of it
    const rows = await shop.database.read.one<{ told: number }>(
      `SELECT json_extract(payload, '$.left.rows') IS NOT NULL AS told FROM trail WHERE operation = 'document.scan' AND documentId = ?`,
      [documentId],
    )
    expect(rows).toEqual({ told: 0 })
  })

  test('a refusal is a line and changes nothing', async () => {
    await shop.signIn('s001.lin')
    const before = await fingerprint(shop.database)
    const documentId = await bareRefused()
    expect(await fingerprint(shop.database)).toBe(before)
    await shop.signIn('s001.manager')
    const [line] = await at(shop, { outcome: 'refused', operation: 'document.post' })
    expect(line).toMatchObject({
      ...{
        userId: 's001.lin',
        roles: [{ code: 'clerk', name: '店员', nameEn: 'Clerk' }],
        code: 'FORBIDDEN',
        documentId,
      },
      detail: { permission: 'goodsReceipt.post' },
    })
  })
  const bareRefused = async (): Promise<string> => {
    const documentId = randomUUID()
    await shop.call('document.post', { type: 'goodsReceipt', documentId, version: 1 })
    return documentId
  }

  test('an act under a lent right names the lender; the lending is a line of its own', async () => {
    const documentId = await bare()
    await shop.must('document.setLine', { type: 'goodsReceipt', documentId, sku, quantity: 5000 })
    await shop.signIn('s001.lin')
    const overrideId = await grant(shop.call, 's001.manager', 'document.post', 'goodsReceipt', documentId)
    await post(shop, 'goodsReceipt', documentId, { overrideId })
    await shop.signIn('s001.manager')
    const lines = await at(shop, { documentId, overridesOnly: true })
    expect(lines.map(({ operation, userId, authorityId }) => [operation, userId, authorityId])).toEqual([
      ['document.post', 's001.lin', 's001.manager'],
      ['override.grant', expect.any(String), expect.any(String)],
    ])
    // and says for which paper
    const { number } = (await shop.must('document.get', { documentId })).header
    expect(lines.map((line) => line.number)).toEqual([number, number])
  })

  test('what was posted names whose yes it stands on', async () => {
    await shop.signIn('s001.lin')
    const type = 'writeOff' as const
    const { documentId } = await shop.must('document.create', { type, reasonCode: 'BROKEN' })
    await shop.must('document.setLine', { type, documentId, sku, quantity: 1000 })
    const { header } = await submit(shop, type, documentId)
    await shop.signIn('s001.manager')
    const yes = { type, documentId, contentHash: header.contentHash, decision: 'approved' as const, reason: '' }
    await shop.must('document.decide', yes)
    const [line] = await at(shop, { operation: 'document.decide', documentId })
    expect(line).toMatchObject({
      approvals: [{ level: 'storeManager', userId: 's001.manager', at: '2026-11-22T01:00:00.000Z' }],
      detail: { decision: 'approved', before: 'submitted', after: 'posted' },
    })
  })
})

describe('the chain', () => {
  test('holds after all that, here and at HQ, and says how much it read', async () => {
    await sync(shop, other)
    const here = await shop.must('trail.verify', {})
    expect(here).toMatchObject({ ok: true, covers: 'chains', problems: [] })
    expect(here.checked).toBeGreaterThan(20)
    const auditor = await world.hub.browser('hq.auditor')
    const there = await value(auditor.call('trail.verify', {}))
    expect(there).toMatchObject({ ok: true, covers: 'everything', problems: [] })
    expect(there.checked).toBeGreaterThan(here.checked)
    for (const { database } of [shop, other, world.hub])
      expect((await verifyLedger(database.read)).problems).toEqual([])
  })

  test('a line written inside a part that is rolled back alone leaves no gap', async () => {
    const { database } = other
    const entry = { at: '2026-11-22T02:00:00.000Z', userId: 's002.manager', outcome: 'done' as const }
    await database.write(async (tx) => {
      await appendTrail(tx, { ...entry, operation: 'test.first' })
      await tx.run('SAVEPOINT part')
      await appendTrail(tx, { ...entry, operation: 'test.gone' })
      await tx.run('ROLLBACK TO part')
      await tx.run('RELEASE part')
    })
    await database.write((tx) => appendTrail(tx, { ...entry, operation: 'test.second' }))
    await expect(
      database.write(async (tx) => {
        await appendTrail(tx, { ...entry, operation: 'test.never' })
        throw new Error('refused')
      }),
    ).rejects.toThrow('refused')
    await database.write((tx) => appendTrail(tx, { ...entry, operation: 'test.third' }))
    expect((await verifyLedger(database.read)).problems).toEqual([])
    const kept = await database.read.all<{ operation: string }>(
      `SELECT operation FROM trail WHERE operation LIKE 'test.%' ORDER BY seq`,
    )
    expect(kept.map(({ operation }) => operation)).toEqual(['test.first', 'test.second', 'test.third'])
  })

  test('the last lines cut off at HQ are missed by HQ, and by whoever asks on its page', async () => {
    const { logId, headSeq } = await trailOf(other.database)
    const { database } = world.hub
    await sync(other)
    const sql = 'SELECT logId, seq, hash, payload FROM trail WHERE logId = ? AND seq > ?'
    const cut = await database.read.all<object>(sql, [logId, headSeq - 3])
    const guard = await database.read.one<{ sql: string }>(`SELECT sql FROM sqlite_schema WHERE name = 'trailNoDELETE'`)
    await database.write(async (tx) => {
      await tx.run('DROP TRIGGER trailNoDELETE')
      await tx.run('DELETE FROM trail WHERE logId = ? AND seq > ?', [logId, headSeq - 3])
    })
    const found = await value((await world.hub.browser('hq.auditor')).call('trail.verify', {}))
    // who answers for the chain has all that HQ holds checked, the guards of its tables too
    expect(found).toMatchObject({ ok: false, covers: 'everything' })
    expect(found.problems).toEqual(
      expect.arrayContaining([
        {
          code: 'headIsNotLast',
          table: 'log',
          row: logId,
          params: { head: String(headSeq), last: String(headSeq - 3) },
        },
      ]),
    )
    // who answers for another region is told nothing of it
    const south = await value((await world.hub.browser('rs.manager')).call('trail.verify', {}))
    expect(south).toMatchObject({ ok: true, covers: 'chains', problems: [] })
    await database.write(async (tx) => {
      await tx.insertRows('trail', cut)
      await tx.run(guard?.sql ?? '')
    })
    expect((await verifyLedger(database.read)).problems).toEqual([])
  })
})

const trailOf = async (database: Database): Promise<{ logId: string; headSeq: number; headHash: string }> =>
  (await database.read.one(
    `SELECT l.logId, l.headSeq, l.headHash FROM log l JOIN meta m ON m.key = 'trailLogId' AND l.logId = json_extract(m.value, '$')`,
  )) as never

describe('at HQ', () => {
  test('a store’s lines stand byte for byte, and each push is anchored in HQ’s own', async () => {
    await sync(shop)
    const { logId } = await trailOf(shop.database)
    const sql = 'SELECT seq, hash, payload FROM trail WHERE logId = ? ORDER BY seq'
    expect(await world.hub.database.read.all(sql, [logId])).toEqual(await shop.database.read.all(sql, [logId]))
    const anchors = await atHq('hq.auditor', { operation: 'sync.push', storeCode: 'S001' })
    expect(anchors.map(({ detail }) => detail.kind)).toEqual(expect.arrayContaining(['ledger', 'trail']))
  })

  test('the same lines again are skipped, others in their place are a fork', async () => {
    const enrolment = await enrolmentOf(other)
    await sync(other)
    const { logId, headSeq, headHash } = await trailOf(other.database)
    const lines = await other.database.read.all<{ payload: string }>(
      'SELECT payload FROM trail WHERE logId = ? ORDER BY seq',
      [logId],
    )
    const again = batchOf(
      enrolment,
      lines.slice(0, 5).map(({ payload }) => payload),
      { logId },
    )
    expect(await codeOfPush(world.hub, enrolment, { ...again, kind: 'trail' })).toBe('OK')
    const forged = batchOf(enrolment, ['{"at":"2026-11-22T01:00:00.000Z","operation":"x"}'], { logId })
    expect(await codeOfPush(world.hub, enrolment, { ...forged, kind: 'trail' })).toBe('SYNC_FORK')
    // a log is of facts or of the trail, never both
    const facts = batchOf(enrolment, [], { logId, fromSeq: headSeq + 1, prevHash: headHash })
    expect(await codeOfPush(world.hub, enrolment, facts)).toBe('SYNC_FORK')
    await world.hub.database.write((tx) => tx.run(`UPDATE device SET state = 'active'`))
  })

  test('a line that is no line, names another PC or no time, is kept, and a person is told', async () => {
    const enrolment = await enrolmentOf(other)
    const logId = randomUUID()
    const odd = ['no json', JSON.stringify({ at: '2026-11-22T01:00:00.000Z', operation: 'x', storeCode: 'S009' })]
    odd.push(JSON.stringify({ at: 'now', operation: 'x' }))
    const batch = { ...batchOf(enrolment, odd, { logId, prevHash: genesisHash(logId) }), kind: 'trail' }
    expect(await codeOfPush(world.hub, enrolment, batch)).toBe('OK')
    const alarms = await world.hub.database.read.all<{ seq: number; storeCode: string }>(
      `SELECT seq, storeCode FROM alarm WHERE kind = 'trailOdd' AND logId = ? ORDER BY seq`,
      [logId],
    )
    expect(alarms).toEqual([
      // it has a trail already
      { seq: 0, storeCode: 'S002' },
      { seq: 1, storeCode: 'S002' },
      { seq: 2, storeCode: 'S002' },
      { seq: 3, storeCode: 'S002' },
    ])
    // whatever it says, it is S002's
    expect((await atHq('hq.auditor', { storeCode: 'S002', operation: 'x' })).map((row) => row.logId)).toEqual([
      logId,
      logId,
    ])
    expect(await atHq('hq.auditor', { storeCode: 'S009' })).toEqual([])
    expect((await verifyLedger(world.hub.database.read)).problems).toEqual([])
  })
})

describe('searched', () => {
  test('a region sees its own stores’ lines and its own acts, the chain all', async () => {
    await sync(shop)
    const [all, south] = [await atHq('hq.auditor', { limit: 500 }), await atHq('rs.manager', { limit: 500 })]
    expect(new Set(all.map(({ storeCode }) => storeCode))).toEqual(new Set(['', 'S001', 'S002']))
    const rows = await world.hub.database.read.all<{ code: string }>(
      `SELECT s.code FROM store s JOIN userRole r ON r.scopeCode = s.regionCode AND r.userId = 'rs.manager'`,
    )
    const codes = new Set(rows.map(({ code }) => code))
    expect(south.every(({ storeCode, userId }) => codes.has(storeCode) || userId === 'rs.manager')).toBe(true)
    expect(south.some(({ userId, operation }) => userId === 'rs.manager' && operation === 'signIn.withPassword')).toBe(
      true,
    )
  })

  test('newest first, a page at a time, each line once', async () => {
    const hq = await world.hub.browser('hq.auditor')
    const seen: string[] = []
    let after: InputOf<'trail.search'>['after']
    for (;;) {
      const page = await value(hq.call('trail.search', { storeCode: 'S001', limit: 7, ...(after ? { after } : {}) }))
      seen.push(...page.rows.map(({ at: when, logId, seq }) => `${when} ${logId} ${String(seq).padStart(6, '0')}`))
      const last = page.rows.at(-1)
      if (!page.more || !last) break
      after = { at: last.at, logId: last.logId, seq: last.seq }
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual([...seen].sort().reverse())
    expect(seen.length).toBe((await atHq('hq.auditor', { storeCode: 'S001', limit: 500 })).length)
  })

  test('by number, by user’s name, by refusal, by day', async () => {
    const [one] = await at(shop, { operation: 'document.decide' })
    expect((await at(shop, { search: one?.number as string })).every(({ number }) => number === one?.number)).toBe(true)
    expect((await at(shop, { search: one?.userName as string })).length).toBeGreaterThan(0)
    expect((await at(shop, { search: 'forbidden' })).map(({ code }) => code)).toContain('FORBIDDEN')
    expect(await at(shop, { to: '2026-11-21' })).toEqual([])
    expect((await at(shop, { from: '2026-11-22', to: '2026-11-22' })).length).toBeGreaterThan(0)
  })

  test('no figure of cost for who may not see cost', async () => {
    await changePolicy(world.hub, (policy) => {
      policy.rights['cost.view'] = policy.rights['cost.view'].filter((role) => role !== 'storeManager')
    })
    await shop.database.write((tx) =>
      appendTrail(tx, {
        ...{ at: '2026-11-22T01:00:00.000Z', userId: 's001.manager', operation: 'test.cost', outcome: 'done' },
        detail: { before: { unitCost: 12_345, quantity: 1 }, limitFen: 500, lines: [{ value: 9, sku }] },
      }),
    )
    const [seen] = await at(shop, { operation: 'test.cost' })
    expect(seen?.detail).toMatchObject({ limitFen: 500 })
    await sync(shop)
    const [hidden] = await at(shop, { operation: 'test.cost' })
    expect(hidden?.detail).toEqual({ before: { quantity: 1 }, lines: [{ sku }] })
  })
})

describe('an operation log of before the chain', () => {
  test('goes into it, in its order, with the people and the policy as they were found', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'store.db')
    await (await openDatabase('store', file)).close()
    const tool = new sqlite3.Database(file)
    const run = (sql: string): Promise<void> =>
      new Promise((done, fail) => tool.exec(sql, (error) => (error ? fail(error) : done())))
    await run(`CREATE TABLE operationLog (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, userId TEXT NOT NULL,
      client TEXT NOT NULL, operation TEXT NOT NULL, requestId TEXT NOT NULL, outcome TEXT NOT NULL, code TEXT NOT NULL,
      documentId TEXT NOT NULL, detail TEXT NOT NULL) STRICT`)
    for (const n of [1, 2, 3])
      await run(`INSERT INTO operationLog (at, userId, client, operation, requestId, outcome, code, documentId, detail)
        VALUES ('2026-11-20T0${n}:00:00.000Z', 'u', 'w', 'old.${n}', 'r', 'done', '', '', '{"n":${n}}')`)
    await run(`INSERT INTO user (id, name, nameEn, pinVersion, active) VALUES ('u', '甲', 'A', 1, 1)`)
    await new Promise<void>((done) => tool.close(() => done()))
    const database = await openDatabase('store', file)
    await database.write((tx) =>
      appendTrail(tx, { at: '2026-11-22T01:00:00.000Z', userId: 'u', operation: 'new.1', outcome: 'done' }),
    )
    const lines = await database.read.all<{ operation: string }>('SELECT operation FROM trail ORDER BY seq')
    const operations = lines.map(({ operation }) => operation)
    expect(operations).toEqual(['trail.begun', 'rows.marked', 'old.1', 'old.2', 'old.3', 'new.1'])
    expect(await database.read.one(`SELECT 1 AS found FROM sqlite_schema WHERE name = 'operationLog'`)).toBeUndefined()
    expect((await verifyLedger(database.read)).problems).toEqual([])
    await database.close()
    removeFolder(folder)
  })
})

describe('errands', () => {
  /** what changes something, and how it is provoked; every other errand says why it leaves no line */
  const leavesNone: Partial<Record<OperationName, string>> = {
    'app.syncNow': 'what it pushes and pulls has lines of its own',
    'signIn.active': 'somebody is at the screen: no act',
    'signIn.checkPin': 'HQ says yes or no; the PC writes down who came in',
    'printer.probe': 'asks a printer for its state: nothing is printed, nothing kept',
    'trail.verify': 'reads',
    'paper.preview': 'reads: what is looked at says that it is no print',
    'paper.previewList': 'reads: what is looked at says that it is no print',
  }
  /** told by the tests of their own subjects */
  const toldElsewhere: OperationName[] = [
    ...(['account.changePassword', 'account.beginTotp', 'account.confirmTotp', 'account.endTotp'] as const),
    ...(['signIn.stepUp', 'app.recoverKey', 'sync.recover', 'device.createRecoveryCode', 'sync.attachment'] as const),
    ...([
      'label.print',
      'label.reprint',
      'label.printSheet',
      'label.test',
      'printer.printTest',
      'labelTemplate.printTest',
      'user.resetSecret',
      'user.changeOwnPin',
    ] as const),
    ...([
      'paper.print',
      'stocktake.printReport',
      'countSheet.print',
      'countSheet.printLabels',
      'countSheet.printCommands',
    ] as const),
  ]

  test('each that changes something leaves its line; the others say why not', async () => {
    const admin = await world.hub.browser('hq.admin')
    await value(admin.call('enrolment.createCode', { storeCode: 'S003' }))
    const hq = await world.hub.browser('hq.operations')
    await value(hq.call('signIn.wearHat', { hat: 'chain' }))
    await value(hq.call('signIn.out', {}))
    await shop.must('signIn.out', {})
    await shop.signIn('s001.manager')
    await sync(shop)
    const told = await world.hub.database.read.all<{ operation: string }>(
      `SELECT DISTINCT operation FROM trail WHERE outcome = 'done'`,
    )
    const known = new Set(told.map(({ operation }) => operation))
    const errands = operationNames.filter((name) => declarationOf(name).kind === 'errand')
    const missing = errands.filter((name) => !known.has(name) && !leavesNone[name] && !toldElsewhere.includes(name))
    expect(missing).toEqual([])
    expect(Object.keys(leavesNone).filter((name) => known.has(name))).toEqual([])
  })

  test('a sign-in and the enrolment say who, where and as what', async () => {
    const [enrolled] = await at(shop, { operation: 'app.enrol' })
    expect(enrolled?.detail).toMatchObject({ after: { storeCode: 'S001', letter: 'A' } })
    const [signedIn] = await at(shop, { operation: 'signIn.withPin' })
    expect(signedIn).toMatchObject({ userId: 's001.manager', storeCode: 'S001', deviceLetter: 'A', outcome: 'done' })
    const [atHub] = await atHq('hq.auditor', { operation: 'sync.enrol', storeCode: 'S001' })
    expect(atHub).toMatchObject({ storeCode: 'S001', deviceLetter: 'A', detail: { after: { letter: 'A' } } })
    // an id in a detail comes with what people call it, at either end
    for (const line of [enrolled, atHub]) {
      const { deviceId } = (line?.detail.after ?? {}) as { deviceId: string }
      expect(line?.names[deviceId]).toEqual({ name: 'S001 A', nameEn: '' })
    }
  })

  test("who writes a stranger's account into a reason is not told their name", async () => {
    const { documentId } = await shop.must('document.create', { type: 'writeOff' })
    await shop.must('document.cancel', { type: 'writeOff', documentId, reason: 's001.lin' })
    const [line] = await at(shop, { operation: 'document.cancel' })
    expect(JSON.stringify(line?.detail)).toContain('s001.lin')
    expect(line?.names['s001.lin']).toBeUndefined()
  })
})
