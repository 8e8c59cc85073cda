/**
 * Five hundred edits of a database file, as somebody with a database tool makes them: a value changed, a row copied or made
 * up, a row taken out, on a store's file and on HQ's, with the guards dropped. Each is found by the ordinary verify, and named.
 */
import { randomUUID } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Reader } from '../../src/database/unitOfWork'
import { verifyLedger } from '../../src/ledger/verify'
import { type Seeded, seeded } from '../support/seeded'
import {
  createClock,
  enrol,
  openStore,
  order12,
  order60,
  pieceCode,
  removeFolder,
  scanOf,
  startHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const folder = temporaryFolder()
const clock = createClock()
type Side = 'store' | 'hub'
const pristine: Record<Side, string> = { store: join(folder, 'clean-store.db'), hub: join(folder, 'clean-hub.db') }
/** of line 4, which came in by hand */
let sku = ''

const versionOf = async (store: TestStore, documentId: string): Promise<number> =>
  (await store.must('document.get', { documentId })).header.version

const receive = async (store: TestStore, orderId: string): Promise<string> => {
  clock.pass(60_000)
  const { documentId } = await store.must('goodsReceipt.open', { orderId })
  const receipt = { type: 'goodsReceipt' as const, documentId }
  const { lines } = await store.must('document.get', { documentId })
  for (const line of lines.slice(0, 3))
    await store.must('document.scan', { ...receipt, scan: scanOf(pieceCode(line.sku)) })
  await store.must('document.adjust', { ...receipt, lineNo: 4, mode: 'add', quantity: 9000 })
  await store.must('document.adjust', { ...receipt, lineNo: 4, mode: 'subtract', quantity: 1000 })
  await store.must('document.undo', receipt)
  await store.must('document.post', { ...receipt, version: await versionOf(store, receipt.documentId) })
  return receipt.documentId
}

/** Everything there is a table for: scans, drafts, decisions, a reversal, goods on their way, papers of HQ's own. */
beforeAll(async () => {
  const hub = await startHub(folder, clock)
  const store = await openStore(folder, clock)
  await enrol(store, hub)
  await store.signIn('s001.manager')
  const first = await store.must('document.get', { documentId: await receive(store, order60.documentId) })
  sku = first.lines.find(({ lineNo }) => lineNo === 4)?.sku as string
  const mistake = await receive(store, order12.documentId)
  await store.must('document.reverse', { type: 'goodsReceipt', documentId: mistake, reason: '记错了' })
  await store.must('scan.identify', { scan: scanOf(order12.deliveryNote), where: 'home' })

  const writeOff = { type: 'writeOff' as const }
  await store.signIn('s001.lin')
  const broken = { ...writeOff, ...(await store.must('document.create', { ...writeOff, reasonCode: 'BROKEN' })) }
  await store.must('document.setLine', { ...broken, sku, quantity: 1000 })
  const version = await versionOf(store, broken.documentId)
  const { header } = await store.must('document.submit', { ...broken, version })
  await store.signIn('s001.manager')
  const yes = { contentHash: header.contentHash, decision: 'approved' as const, reason: '' }
  await store.must('document.decide', { ...broken, ...yes })
  await store.must('document.submit', {
    ...writeOff,
    ...(await store.must('document.create', { ...writeOff, reasonCode: 'BROKEN', copyOf: broken.documentId })),
    version: 1,
  })

  const draft = {
    type: 'goodsReceipt' as const,
    ...(await store.must('goodsReceipt.open', { orderId: order60.documentId })),
  }
  await store.must('document.scan', { ...draft, scan: scanOf(pieceCode(sku)) })
  await store.must('document.adjust', { ...draft, lineNo: 2, mode: 'add', quantity: 3000 })
  await store.must('document.setHeader', { ...draft, note: '晚班' })
  await store.call('document.post', { ...draft, version: 1 })

  await store.must('app.syncNow', {})
  const hq = await hub.browser('hq.operations')
  const pushed = await hq.call('transfer.push', {
    ...{ kind: 'transfer', fromWarehouseCode: 'WS001', toWarehouseCode: 'WC01', dueDate: '2026-11-23', note: '' },
    lines: [{ sku, quantity: 1000 }],
  })
  const transferId = pushed.ok ? pushed.value.transferId : ''
  await store.must('app.syncNow', {})
  const sent = { type: 'transferDispatch' as const, ...(await store.must('transfer.openDispatch', { transferId })) }
  await store.must('document.adjust', { ...sent, lineNo: 1, mode: 'set', quantity: 1000 })
  await store.must('document.post', { ...sent, version: await versionOf(store, sent.documentId) })
  await store.must('app.syncNow', {})
  const opened = await hq.call('transfer.openReceipt', { transferId })
  const arrived = { type: 'transferReceipt' as const, documentId: opened.ok ? opened.value.documentId : '' }
  await hq.call('document.adjust', { ...arrived, lineNo: 1, mode: 'set', quantity: 1000 })
  await store.must('app.syncNow', {})
  await store.close()
  await hub.close()
  copyFileSync(store.file, pristine.store)
  copyFileSync(hub.file, pristine.hub)
}, 60_000)
afterAll(() => removeFolder(folder))

type Value = string | number | null
type Row = Record<string, Value>

interface Tool {
  all<T = Row>(sql: string, parameters?: Value[]): Promise<T[]>
  close(): Promise<void>
}

/** A file as a database tool holds it: no guard, no check, no foreign key. */
const openTool = async (file: string): Promise<Tool> => {
  const connection = new sqlite3.Database(file)
  const all: Tool['all'] = (sql, parameters = []) =>
    new Promise((done, fail) =>
      connection.all(sql, parameters, (error, rows) => (error ? fail(error) : done(rows as never))),
    )
  for (const pragma of ['foreign_keys = OFF', 'ignore_check_constraints = ON']) await all(`PRAGMA ${pragma}`)
  const triggers = await all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
  for (const { name } of triggers) await all(`DROP TRIGGER ${name}`)
  return { all, close: () => new Promise((done) => connection.close(() => done())) }
}

const readerOn = ({ all }: Tool): Reader =>
  ({ all, one: async (sql: string, parameters?: Value[]) => (await all(sql, parameters))[0] }) as unknown as Reader

/** table -> its key */
const tables: Record<string, string[]> = {
  event: ['logId', 'seq'],
  stockMovement: ['logId', 'seq', 'line'],
  stockBalance: ['account', 'sku', 'lot'],
  document: ['documentId'],
  documentLine: ['documentId', 'lineNo'],
  documentStep: ['documentId', 'stepNo'],
  draftStep: ['documentId', 'stepNo'],
  trail: ['logId', 'seq'],
  scan: ['scanId'],
  log: ['logId'],
  user: ['id'],
  userRole: ['userId', 'role', 'scopeKind', 'scopeCode', 'validFrom'],
  policy: ['version'],
}

/** What cannot be found, and why. */
const notFound: Record<Side, Record<string, string>> = {
  store: {
    'log.ackedSeq': 'how much HQ acknowledged: the next push asks HQ, which knows, and mends it',
  },
  hub: {},
}

const columnsOf = async (tool: Tool, side: Side, table: string): Promise<{ name: string; type: string }[]> =>
  (await tool.all<{ name: string; type: string }>(`PRAGMA table_info(${table})`)).filter(
    ({ name }) => notFound[side][`${table}.${name}`] === undefined,
  )

const otherValue = (random: Seeded, type: string, value: Value): Value => {
  if (type === 'INTEGER') return Number(value ?? 0) + random.pick([-1, 1, 1000, 7])
  const text = String(value ?? '')
  if (text === '') return random.pick(['x', randomUUID()])
  const at = random.integer(0, text.length - 1)
  return random.pick([`${text}x`, text.slice(0, -1), `${text.slice(0, at)}~${text.slice(at + 1)}`, randomUUID()])
}

interface Edit {
  what: string
  table: string
  row: Row
  sql: string
  parameters: Value[]
}

const whereKey = (table: string): string => (tables[table] as string[]).map((key) => `${key} = ?`).join(' AND ')
const keyOf = (table: string, row: Row): Value[] => (tables[table] as string[]).map((key) => row[key] as Value)

const anyEdit = async (tool: Tool, side: Side, random: Seeded, table: string): Promise<Edit | null> => {
  const rows = await tool.all(`SELECT * FROM ${table} ORDER BY ${(tables[table] as string[]).join(', ')}`)
  if (rows.length === 0) return null
  const row = random.pick(rows)
  const columns = await columnsOf(tool, side, table)
  const verb = random.pick(['UPDATE', 'UPDATE', 'UPDATE', 'INSERT', 'DELETE'])
  if (verb === 'DELETE')
    return {
      what: 'delete',
      table,
      row,
      sql: `DELETE FROM ${table} WHERE ${whereKey(table)}`,
      parameters: keyOf(table, row),
    }
  const { name, type } = random.pick(columns)
  if (verb === 'UPDATE') {
    const value = otherValue(random, type, row[name] as Value)
    const sql = `UPDATE ${table} SET ${name} = ? WHERE ${whereKey(table)}`
    return { what: `${name} = ${value}`, table, row, sql, parameters: [value, ...keyOf(table, row)] }
  }
  const copy = copyOf(random, table, row, columns)
  const names = columns.map((column) => column.name)
  const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
  return { what: 'insert', table, row: copy, sql, parameters: names.map((one) => copy[one] as Value) }
}

/** The next place, or an id of its own; everything else as the row it was copied from. */
const copyOf = (random: Seeded, table: string, row: Row, columns: { name: string; type: string }[]): Row => {
  const copy = { ...row }
  const key = random.pick(tables[table] as string[])
  for (const name of [key, ...(table === 'document' ? ['number'] : [])]) {
    const type = columns.find((column) => column.name === name)?.type ?? 'TEXT'
    copy[name] = type === 'INTEGER' ? Number(row[name]) + 1000 : randomUUID()
  }
  return copy
}

/** The table, or the row by what it is called. */
const isNamed = (edit: Edit, told: string): boolean =>
  told.includes(edit.table) ||
  [...keyOf(edit.table, edit.row), edit.row.number ?? null].some(
    (part) => part !== null && String(part).length > 3 && told.includes(String(part)),
  )

const editsPerSide = 250

describe.each(['store', 'hub'] as const)('on the %s file', (side) => {
  test('a file nobody touched is in order, also with its guards dropped', async () => {
    const file = join(folder, `untouched-${side}.db`)
    copyFileSync(pristine[side], file)
    const tool = await openTool(file)
    expect((await verifyLedger(readerOn(tool))).problems).toEqual([])
    for (const table of Object.keys(tables).filter((name) => side === 'store' || name !== 'scan'))
      expect([table, (await tool.all(`SELECT 1 FROM ${table}`)).length > 0]).toEqual([table, true])
    await tool.close()
  })

  test(`${editsPerSide} random edits are found and named`, { timeout: 300_000 }, async () => {
    const file = join(folder, `edited-${side}.db`)
    copyFileSync(pristine[side], file)
    const tool = await openTool(file)
    const random = seeded(side === 'store' ? 20261122 : 20261123)
    const names = Object.keys(tables).filter((name) => side === 'store' || name !== 'scan')
    const missed: unknown[] = []
    let made = 0
    while (made < editsPerSide) {
      const edit = await anyEdit(tool, side, random, names[made % names.length] as string)
      if (!edit) throw new Error('an empty table was expected to hold something')
      await tool.all('SAVEPOINT edit')
      const done = await tool.all(edit.sql, edit.parameters).then(
        () => true,
        () => false,
      )
      if (done) {
        made += 1
        const { ok, problems } = await verifyLedger(readerOn(tool))
        const named = problems.some(({ where, detail }) => isNamed(edit, `${where} ${detail}`))
        if (ok || !named) missed.push([edit.table, edit.what, keyOf(edit.table, edit.row), problems.slice(0, 3)])
      }
      await tool.all('ROLLBACK TO edit')
      await tool.all('RELEASE edit')
    }
    await tool.close()
    expect(missed).toEqual([])
  })
})
