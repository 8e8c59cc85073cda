/**
 * Five hundred edits of a database file, as somebody with a database tool makes them: a value changed, a row copied or made
 * up, a row taken out, on a store's file and on HQ's, with the guards dropped. Each is found by the ordinary verify, and named.
 */
import { randomUUID } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database, Reader } from '../../src/database/unitOfWork'
import { watchedTables } from '../../src/database/watchedTables'
import { type Problem, verifyLedger } from '../../src/ledger/verify'
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
  await store.must('document.scan', { ...draft, scan: scanOf('4006381333931') })
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
  await store.call('signIn.withPin', { userId: 's001.lin', pin: '999999' })
  await fillEmpty(store.database)
  await fillEmpty(hub.database)
  await store.close()
  await hub.close()
  copyFileSync(store.file, pristine.store)
  copyFileSync(hub.file, pristine.hub)
}, 60_000)
afterAll(() => removeFolder(folder))

type Value = string | number | null
type Row = Record<string, Value>

/** where a word made up will not do */
const madeUp: Record<string, Value> = {
  'alarm.state': 'open',
  'alarm.closedAt': null,
  'attachment.dataBase64': null,
  'policy.body': '{}',
  'transferLine.lots': '[]',
}

/** of papers a draft: nothing is added to another */
const parentSql = (table: string): string =>
  `SELECT * FROM ${table} ${table === 'document' ? `ORDER BY state = 'draft' DESC` : ''} LIMIT 1`

/** What this morning had no use for gets a row through the program's own connection, as if it had. */
const fillEmpty = (database: Database): Promise<void> =>
  database.write(async (tx) => {
    const names = await tx.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    for (const { name } of names) {
      if (await tx.one(`SELECT 1 AS found FROM ${name}`)) continue
      const columns = await tx.all<{ name: string; type: string }>(`PRAGMA table_info(${name})`)
      const parents = await tx.all<{ table: string; from: string; to: string }>(`PRAGMA foreign_key_list(${name})`)
      const row: Row = {}
      for (const column of columns) {
        const parent = parents.find(({ from }) => from === column.name)
        const word = madeUp[`${name}.${column.name}`]
        if (parent) row[column.name] = (await tx.one<Row>(parentSql(parent.table)))?.[parent.to] ?? null
        else row[column.name] = word === undefined ? (column.type === 'INTEGER' ? 1 : 'made up') : word
      }
      await tx.insertRows(name, [row])
    }
  })

interface Tool {
  all<T = Row>(sql: string, parameters?: Value[]): Promise<T[]>
  unguarded(table: string, edit: () => Promise<unknown>): Promise<void>
  close(): Promise<void>
}

/** A file as a database tool holds it: no check, no foreign key; `unguarded` takes a table's triggers off for one edit. */
const openTool = async (file: string): Promise<Tool> => {
  const connection = new sqlite3.Database(file)
  const all: Tool['all'] = (sql, parameters = []) =>
    new Promise((done, fail) =>
      connection.all(sql, parameters, (error, rows) => (error ? fail(error) : done(rows as never))),
    )
  for (const pragma of ['foreign_keys = OFF', 'ignore_check_constraints = ON']) await all(`PRAGMA ${pragma}`)
  const unguarded: Tool['unguarded'] = async (table, edit) => {
    const guards = await all<{ name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?`,
      [table],
    )
    for (const { name } of guards) await all(`DROP TRIGGER ${name}`)
    await edit()
    for (const { sql } of guards) await all(sql)
  }
  return { all, unguarded, close: () => new Promise((done) => connection.close(() => done())) }
}

const readerOn = ({ all }: Tool): Reader =>
  ({ all, one: async (sql: string, parameters?: Value[]) => (await all(sql, parameters))[0] }) as unknown as Reader

/** Tables in which nothing is looked for, and why. */
const leftOut: Record<string, string> = {
  migrations: 'which tables there are: the schema itself is held against what these make',
  sqlite_sequence: 'SQLite counts the rows of `migrations` in it',
  savedAnswer: 'what a request was answered, for who asks once more within a week; nothing is booked from it',
}

/** Columns in which nothing is found, and why. */
const notFound: Record<Side, Record<string, string>> = {
  store: {
    'log.ackedSeq': 'how much HQ acknowledged: the next push asks HQ, which knows, and mends it',
    'attachment.secured': 'whether HQ has the picture: sent once more it changes nothing there',
    'labelJob.state': 'what became of the print: the printer is asked, nothing is decided by it',
    'labelJob.problem': 'as its state',
    'labelJob.printed': 'as its state',
  },
  hub: {
    'attachment.secured': 'whether HQ has the picture: its bytes are here or not',
    'device.lastSeenAt': 'said anew by the next call of the PC',
    'device.unsecured': 'as lastSeenAt',
    'device.usersHeardAt': 'said anew by the next pull, a minute later at most',
    'device.policyHeardAt': 'as usersHeardAt',
    'device.caughtUpAt': 'as usersHeardAt',
    'deviceAbout.skewSeconds': 'said anew by the next push',
    'provenAtPc.at': 'said anew by the next sign-in there',
    'session.seenAtMs': 'said anew by the next call',
  },
}

/** Rows in which nothing is found: how long the app ran, and who was last active at a window; both change by the minute. */
const hidden: Record<string, string> = {
  meta: `key IN ('running', 'trustedClock') OR key LIKE 'session:%'`,
}

/** table -> its key; every table of the file is here or left out with a reason */
const tablesOf = async (tool: Tool): Promise<Map<string, string[]>> => {
  const names = await tool.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
  const keys = new Map<string, string[]>()
  for (const { name } of names.filter((one) => leftOut[one.name] === undefined)) {
    const columns = await tool.all<{ name: string; pk: number }>(`PRAGMA table_info(${name})`)
    keys.set(
      name,
      columns.filter(({ pk }) => pk > 0).map((column) => column.name),
    )
  }
  return keys
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
  key: Value[]
  row: Row
  sql: string
  parameters: Value[]
}

const anyEdit = async (tool: Tool, side: Side, random: Seeded, table: string, keys: string[]): Promise<Edit> => {
  const shown = hidden[table] ? `WHERE NOT (${hidden[table]})` : ''
  const row = random.pick(await tool.all(`SELECT * FROM ${table} ${shown} ORDER BY ${keys.join(', ')}`))
  const whereKey = keys.map((key) => `${key} = ?`).join(' AND ')
  const key = keys.map((one) => row[one] as Value)
  const columns = await columnsOf(tool, side, table)
  const verb = random.pick(['UPDATE', 'UPDATE', 'UPDATE', 'INSERT', 'DELETE'])
  if (verb === 'DELETE')
    return { what: 'delete', table, key, row, sql: `DELETE FROM ${table} WHERE ${whereKey}`, parameters: key }
  const { name, type } = random.pick(columns)
  if (verb === 'UPDATE') {
    const value = otherValue(random, type, row[name] as Value)
    const sql = `UPDATE ${table} SET ${name} = ? WHERE ${whereKey}`
    return { what: `${name} = ${value}`, table, key, row, sql, parameters: [value, ...key] }
  }
  const copy = copyOf(random, table, row, columns, keys)
  const names = columns.map((column) => column.name)
  const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
  return { what: 'insert', table, key, row: copy, sql, parameters: names.map((one) => copy[one] as Value) }
}

/** what else has to be its own in a copied row */
const unique: Record<string, string[]> = {
  document: ['number'],
  transfer: ['number'],
  device: ['letter', 'tokenHash'],
  session: ['sessionId'],
  alarm: ['about'],
  recoveryCode: ['deviceId'],
}

/** The next place, or an id of its own; everything else as the row it was copied from. */
const copyOf = (
  random: Seeded,
  table: string,
  row: Row,
  columns: { name: string; type: string }[],
  keys: string[],
): Row => {
  const copy = { ...row }
  for (const name of [random.pick(keys), ...(unique[table] ?? [])]) {
    const type = columns.find((column) => column.name === name)?.type ?? 'TEXT'
    copy[name] = type === 'INTEGER' ? Number(row[name]) + 1000 : randomUUID()
  }
  return copy
}

/** The table, or the row by what it is called. */
const isNamed = (edit: Edit, told: string): boolean =>
  told.includes(edit.table) ||
  [...edit.key, edit.row.number ?? null].some(
    (part) => part !== null && String(part).length > 3 && told.includes(String(part)),
  )

const placeAndFigures = ({ table, row, params }: Problem): string =>
  `${table} ${row} ${Object.values(params).join(' ')}`

/** held against the hash beside them */
const pictureBytes: Record<string, object[]> = {
  attachment: [expect.objectContaining({ name: 'dataBase64' })],
}

const editsPerSide = 250

describe.each(['store', 'hub'] as const)('on the %s file', (side) => {
  const onCopy = async (name: string, work: (tool: Tool) => Promise<void>): Promise<void> => {
    const file = join(folder, `${name}-${side}.db`)
    copyFileSync(pristine[side], file)
    const tool = await openTool(file)
    await work(tool)
    await tool.close()
  }

  test('a file nobody touched is in order, and every table of it is looked at or left out for a reason', () =>
    onCopy('untouched', async (tool) => {
      expect((await verifyLedger(readerOn(tool))).problems).toEqual([])
      for (const table of (await tablesOf(tool)).keys()) {
        expect([table, (await tool.all(`SELECT 1 FROM ${table} LIMIT 1`)).length]).toEqual([table, 1])
        const { by, columns } = watchedTables[table] ?? { by: [], columns: [] }
        const told = new Set([...by, ...columns])
        const unwatched = (await columnsOf(tool, side, table)).filter(({ name }) => !told.has(name))
        // a column of a watched table is marked, or says in `notFound` why it need not be
        if (watchedTables[table]) expect([table, unwatched]).toEqual([table, pictureBytes[table] ?? []])
      }
    }))

  test('a key of bytes that are no text is named, and ends no search', () =>
    onCopy('bytes', async (tool) => {
      await tool.unguarded('supplier', () =>
        tool.all(`UPDATE supplier SET code = CAST(x'ff' AS TEXT) WHERE code = (SELECT max(code) FROM supplier)`),
      )
      const { problems } = await verifyLedger(readerOn(tool))
      expect(problems.map(({ params }) => params.said).join()).toContain('a key of supplier is no text')
    }))

  test(`${editsPerSide} random edits are found and named`, { timeout: 600_000 }, () =>
    onCopy('edited', async (tool) => {
      const random = seeded(side === 'store' ? 20261122 : 20261123)
      const tables = [...(await tablesOf(tool))]
      const missed: unknown[] = []
      let made = 0
      for (let tries = 0; made < editsPerSide; tries += 1) {
        const [table, keys] = tables[tries % tables.length] as [string, string[]]
        const edit = await anyEdit(tool, side, random, table, keys)
        await tool.all('SAVEPOINT edit')
        const done = await tool
          .unguarded(table, () => tool.all(edit.sql, edit.parameters))
          .then(
            () => true,
            () => false,
          )
        if (done) {
          made += 1
          const { ok, problems } = await verifyLedger(readerOn(tool))
          const named = problems.some((problem) => isNamed(edit, placeAndFigures(problem)))
          if (ok || !named) missed.push([edit.table, edit.what, edit.key, problems.slice(0, 3)])
        }
        await tool.all('ROLLBACK TO edit')
        await tool.all('RELEASE edit')
      }
      expect(missed).toEqual([])
    }),
  )
})
