/** The database file itself: refused unread when it is not safe, append-only where it must be, one writer at a time. */
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import type { EntitySchema } from 'typeorm'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { entitiesOf } from '../../src/database/entities'
import { migrationsOf } from '../../src/database/migrations'
import { type DatabaseKind, DatabaseRefused, openDatabase, openReadOnly } from '../../src/database/openDatabase'
import type { Database, Tx } from '../../src/database/unitOfWork'
import {
  enrol,
  openStore,
  order12,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const folder = temporaryFolder()
afterAll(() => removeFolder(folder))

/** A tool of somebody else's: plain SQLite on the file, none of our code. */
const withTool = async (file: string, statements: readonly string[]): Promise<void> => {
  const connection = await new Promise<sqlite3.Database>((done, fail) => {
    const opened: sqlite3.Database = new sqlite3.Database(file, (error) => (error ? fail(error) : done(opened)))
  })
  for (const sql of statements) {
    await new Promise<void>((done, fail) => connection.exec(sql, (error) => (error ? fail(error) : done())))
  }
  await new Promise<void>((done) => connection.close(() => done()))
}

const refusalOf = async (kind: DatabaseKind, file: string): Promise<string> => {
  const outcome = await openDatabase(kind, file).catch((error: unknown) => error)
  if (outcome instanceof DatabaseRefused) return outcome.code
  if (outcome instanceof Error) throw outcome
  await (outcome as Database).close()
  return 'opened'
}

describe('a file that is not safe is refused and keeps every byte', () => {
  let good = ''
  beforeAll(async () => {
    good = join(folder, 'good.db')
    const database = await openDatabase('store', good)
    await database.write((tx) =>
      tx.insertRows(
        'region',
        Array.from({ length: 3000 }, (_, index) => ({ code: `R${index}`, name: `大区${index}` })),
      ),
    )
    await database.close()
  })

  const copied = (name: string): string => {
    const file = join(folder, name)
    copyFileSync(good, file)
    return file
  }
  const expectRefused = async (kind: DatabaseKind, file: string, code: string): Promise<void> => {
    const before = readFileSync(file)
    expect(await refusalOf(kind, file)).toBe(code)
    expect(readFileSync(file).equals(before)).toBe(true)
  }
  const overwrite = (file: string, at: number, bytes: Buffer): void => {
    const handle = openSync(file, 'r+')
    writeSync(handle, bytes, 0, bytes.length, at)
    closeSync(handle)
  }

  test('an untouched copy opens', async () => {
    expect(await refusalOf('store', copied('copy.db'))).toBe('opened')
  })

  test('bytes flipped in a page', async () => {
    const file = copied('flipped.db')
    const pages = readFileSync(file).length / 4096
    for (let page = 4; page < pages; page += 3) overwrite(file, page * 4096, Buffer.alloc(24, 0xa5))
    await expectRefused('store', file, 'DATABASE_DAMAGED')
  })

  test('the first page overwritten after its header', async () => {
    const file = copied('first-page.db')
    overwrite(file, 100, Buffer.alloc(400, 0xff))
    await expectRefused('store', file, 'DATABASE_DAMAGED')
  })

  test('cut off in the middle', async () => {
    const file = copied('short.db')
    truncateSync(file, 5 * 4096 + 100)
    await expectRefused('store', file, 'DATABASE_DAMAGED')
  })

  test('a garbage header, a text file, a file of zeros', async () => {
    const file = copied('header.db')
    overwrite(file, 0, Buffer.from('nonsense'))
    await expectRefused('store', file, 'DATABASE_DAMAGED')
    const text = join(folder, 'text.db')
    writeFileSync(text, '这不是数据库')
    await expectRefused('store', text, 'DATABASE_DAMAGED')
    const zeros = join(folder, 'zeros.db')
    writeFileSync(zeros, Buffer.alloc(8192))
    await expectRefused('store', zeros, 'DATABASE_DAMAGED')
  })

  test('another program’s SQLite file', async () => {
    const file = join(folder, 'foreign.db')
    await withTool(file, ['CREATE TABLE photos (id INTEGER)', 'INSERT INTO photos VALUES (1)'])
    await expectRefused('store', file, 'DATABASE_FOREIGN')
    await expectRefused('hub', file, 'DATABASE_FOREIGN')
  })

  test('the hub’s file opened as a store’s, and the other way round', async () => {
    const file = join(folder, 'hub-file.db')
    await (await openDatabase('hub', file)).close()
    await expectRefused('store', file, 'DATABASE_FOREIGN')
    await expectRefused('hub', copied('store-file.db'), 'DATABASE_FOREIGN')
  })

  test('a newer program’s schema', async () => {
    const file = copied('newer.db')
    await withTool(file, [`PRAGMA user_version = ${migrationsOf.store.length + 1}`])
    await expectRefused('store', file, 'DATABASE_NEWER')
  })

  test('a file where the folder should be', async () => {
    writeFileSync(join(folder, 'no-folder'), 'x')
    expect(await refusalOf('store', join(folder, 'no-folder', 'store.db'))).toBe('DATABASE_UNWRITABLE')
    expect(readFileSync(join(folder, 'no-folder'), 'utf8')).toBe('x')
  })

  test('an empty file is a new database', async () => {
    const file = join(folder, 'empty.db')
    writeFileSync(file, '')
    expect(await refusalOf('store', file)).toBe('opened')
  })

  test('the checker reads without writing a byte', async () => {
    const file = copied('checked.db')
    const before = readFileSync(file)
    const { read, close } = await openReadOnly(file)
    expect(await read.one('SELECT count(*) AS n FROM region')).toEqual({ n: 3000 })
    await expect(read.all(`INSERT INTO region VALUES ('X', 'x')`)).rejects.toThrow(/readonly/i)
    await close()
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})

describe('migrations', () => {
  const columnsOf = async (database: Database, table: string) =>
    database.read.all<{ name: string; type: string; notnull: number; pk: number }>(`PRAGMA table_info(${table})`)
  const tablesOf = async (database: Database): Promise<string[]> =>
    (
      await database.read.all<{ name: string }>(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations' ORDER BY name`,
      )
    ).map(({ name }) => name)

  const ledgerTables = [
    'document',
    'documentLine',
    'event',
    'log',
    'meta',
    'operationLog',
    'savedAnswer',
    'stockBalance',
  ]
  const added: Record<string, string[]> = {
    Ledger: [...ledgerTables, 'stockMovement', 'trayEntry'],
    MasterData: [
      ...['barcode', 'category', 'policy', 'product', 'purchaseOrder', 'purchaseOrderLine', 'region', 'store'],
      ...['supplier', 'user', 'warehouse'],
    ],
    Store: ['credential', 'draftStep', 'labelJob', 'numberCounter', 'parkedItem', 'pullCursor', 'scan', 'signInGuard'],
    Hub: ['device', 'enrolmentCode', 'parkedEvent', 'session', 'streamHead', 'streamItem', 'userSecret'],
  }

  afterEach(() => vi.restoreAllMocks())

  /** A power cut in migration N: what came before it stays, itself leaves nothing, and the next start goes on. */
  const cases = (['store', 'hub'] as const).flatMap((kind) =>
    migrationsOf[kind].map((migration, index) => [kind, migration.name.replace(/\d+$/, ''), index] as const),
  )
  test.each(cases)(
    '%s, %s: a file of the version before keeps its rows and gets the new tables',
    async (kind, name, index) => {
      const file = join(folder, `${kind}-${index}.db`)
      const { prototype } = migrationsOf[kind][index] as (typeof migrationsOf)[typeof kind][number]
      vi.spyOn(prototype, 'up').mockRejectedValueOnce(new Error('power cut'))
      await expect(openDatabase(kind, file)).rejects.toThrow('power cut')
      if (index > 0) await withTool(file, [`INSERT INTO meta VALUES ('before', '"kept"')`])
      if (index > 1) await withTool(file, [`INSERT INTO region VALUES ('R-E', '华东大区')`])

      const database = await openDatabase(kind, file)
      const tables = await tablesOf(database)
      for (const table of added[name] as string[]) expect(tables).toContain(table)
      const names = migrationsOf[kind].map((migration) => migration.name.replace(/\d+$/, ''))
      expect(tables).toEqual(names.flatMap((each) => added[each] as string[]).sort())
      if (index > 0)
        expect(await database.read.one(`SELECT value FROM meta WHERE key = 'before'`)).toEqual({ value: '"kept"' })
      if (index > 1) expect(await database.read.all('SELECT code FROM region')).toEqual([{ code: 'R-E' }])
      expect(await database.read.one('PRAGMA user_version')).toEqual({ user_version: migrationsOf[kind].length })
      expect(await database.read.all('PRAGMA foreign_key_check')).toEqual([])
      await database.close()
    },
  )

  test.each(['store', 'hub'] as const)('%s: no migration runs twice, and none goes back', async (kind) => {
    const file = join(folder, `${kind}-twice.db`)
    await (await openDatabase(kind, file)).close()
    const again = await openDatabase(kind, file)
    expect(await again.read.one('SELECT count(*) AS n FROM migrations')).toEqual({ n: migrationsOf[kind].length })
    await again.close()
    for (const Migration of migrationsOf[kind]) await expect(new Migration().down()).rejects.toThrow(/down/)
  })

  test.each(['store', 'hub'] as const)('%s: the entities and the migrated columns are the same', async (kind) => {
    const database = await openDatabase(kind, join(folder, `${kind}-entities.db`))
    for (const entity of entitiesOf[kind] as EntitySchema[]) {
      const { tableName, columns } = entity.options
      const declared = Object.entries(columns)
        .map(([name, column]) => [
          name,
          String(column?.type).toUpperCase(),
          column?.nullable === true,
          column?.primary === true,
        ])
        .sort()
      const migrated = (await columnsOf(database, tableName as string))
        .map(({ name, type, notnull, pk }) => [name, type, notnull === 0 && pk === 0, pk > 0])
        .sort()
      expect([tableName, declared]).toEqual([tableName, migrated])
    }
    await database.close()
  })

  test('every table is STRICT', async () => {
    for (const kind of ['store', 'hub'] as const) {
      const database = await openDatabase(kind, join(folder, `${kind}-strict.db`))
      const loose = await database.read.all(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
           AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'`,
      )
      expect(loose).toEqual([])
      await database.close()
    }
  })
})

describe('the connections', () => {
  let database: Database
  beforeAll(async () => {
    database = await openDatabase('store', join(folder, 'connections.db'))
  })
  afterAll(() => database.close())

  const pragma = (name: string) => database.write((tx) => tx.one(`PRAGMA ${name}`))

  test('the writer is set up for power cuts and against tampering', async () => {
    expect(await pragma('synchronous')).toEqual({ synchronous: 2 })
    expect(await pragma('journal_mode')).toEqual({ journal_mode: 'wal' })
    expect(await pragma('recursive_triggers')).toEqual({ recursive_triggers: 1 })
    expect(await pragma('foreign_keys')).toEqual({ foreign_keys: 1 })
    expect(await pragma('cell_size_check')).toEqual({ cell_size_check: 1 })
    expect(await pragma('trusted_schema')).toEqual({ trusted_schema: 0 })
  })

  test('the reader cannot write', async () => {
    await expect(database.read.all(`INSERT INTO region VALUES ('X', 'x')`)).rejects.toThrow(/readonly/i)
    await expect(database.read.manager.query(`DELETE FROM meta`)).rejects.toThrow(/readonly/i)
  })

  test('the reader sees nothing of a write that did not commit', async () => {
    let seen: unknown[] = ['not asked']
    await database.write(async (tx) => {
      await tx.run(`INSERT INTO region VALUES ('R1', 'one')`)
      seen = await database.read.all(`SELECT code FROM region`)
    })
    expect(seen).toEqual([])
    expect(await database.read.all(`SELECT code FROM region`)).toEqual([{ code: 'R1' }])
  })

  test('fifty writes at once, ten of which fail: exactly the forty are there', async () => {
    const fails = (index: number): boolean => index % 5 === 3
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        database.write(async (tx) => {
          await tx.run('INSERT INTO category VALUES (?, ?, NULL)', [`C${index}`, 'first row'])
          await new Promise((done) => setTimeout(done, index % 4))
          await tx.insertRows('supplier', [{ code: `C${index}`, name: 'second row', contact: '', phone: '' }])
          if (fails(index)) throw new Error(`planned ${index}`)
          return index
        }),
      ),
    )
    expect(outcomes.map(({ status }) => status)).toEqual(
      Array.from({ length: 50 }, (_, index) => (fails(index) ? 'rejected' : 'fulfilled')),
    )
    const wanted = Array.from({ length: 50 }, (_, index) => index)
      .filter((index) => !fails(index))
      .map((index) => ({ code: `C${index}` }))
    expect(await database.read.all('SELECT code FROM category ORDER BY CAST(substr(code, 2) AS INTEGER)')).toEqual(
      wanted,
    )
    expect(await database.read.all('SELECT code FROM supplier ORDER BY CAST(substr(code, 2) AS INTEGER)')).toEqual(
      wanted,
    )
  })

  test('writes happen in the order of asking', async () => {
    const order: number[] = []
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        database.write(async () => {
          await new Promise((done) => setTimeout(done, (20 - index) % 5))
          order.push(index)
        }),
      ),
    )
    expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index))
  })

  test('a write inside a write is refused instead of waiting for itself', async () => {
    await expect(database.write(() => database.write(async () => undefined))).rejects.toThrow(/write inside a write/)
    expect(await database.write(async () => 'still works')).toBe('still works')
  })

  test('a transaction cannot be used after its end', async () => {
    let kept: Tx | undefined
    await database.write(async (tx) => {
      kept = tx
    })
    const late = async () => kept?.run(`INSERT INTO region VALUES ('LATE', 'late')`)
    await expect(late()).rejects.toThrow(/after its end/)
  })

  test('TypeORM cannot open a transaction of its own on the writer', async () => {
    await expect(database.write((tx) => tx.manager.transaction(async () => undefined))).rejects.toThrow(/unitOfWork/)
  })

  test('what waits for the commit runs after it, and never after a rollback', async () => {
    const seen: string[] = []
    await database.write(async (tx) => {
      tx.afterCommit(() => seen.push('after commit'))
      await tx.run(`INSERT INTO region VALUES ('R2', 'two')`)
      seen.push('inside')
    })
    await database
      .write(async (tx) => {
        tx.afterCommit(() => seen.push('never'))
        throw new Error('planned')
      })
      .catch(() => seen.push('rolled back'))
    expect(seen).toEqual(['inside', 'after commit', 'rolled back'])
  })

  test('a statement that fails inside a write takes the whole write with it', async () => {
    await expect(
      database.write(async (tx) => {
        await tx.run(`INSERT INTO region VALUES ('R3', 'three')`)
        await tx.run(`INSERT INTO region VALUES ('R1', 'again')`)
      }),
    ).rejects.toThrow(/UNIQUE/)
    expect(await database.read.all(`SELECT code FROM region WHERE code = 'R3'`)).toEqual([])
  })
})

describe('what is written stays written', () => {
  let hub: TestHub
  let store: TestStore
  let postedId = ''

  beforeAll(async () => {
    mkdirSync(join(folder, 'written'))
    hub = await startHub(join(folder, 'written'))
    store = await openStore(join(folder, 'written'))
    await enrol(store, hub)
    await store.signIn('s001.manager')
    postedId = (await store.must('goodsReceipt.open', { orderId: order12.documentId })).documentId
    const scan = {
      scanId: crypto.randomUUID(),
      source: 'test',
      raw: order12.lines[0]?.sku as string,
      scannedAt: new Date().toISOString(),
    }
    await store.must('document.scan', { type: 'goodsReceipt', documentId: postedId, scan })
    const { header } = await store.must('document.get', { documentId: postedId })
    await store.must('document.post', { type: 'goodsReceipt', documentId: postedId, version: header.version })
    await store.must('app.syncNow', {})
    const hq = await hub.browser('hq.operations')
    await hq.call('document.get', { documentId: crypto.randomUUID() })
  })
  afterAll(async () => {
    await store.close()
    await hub.close()
  })

  const sides = (): [string, Database][] => [
    ['store', store.database],
    ['hub', hub.database],
  ]
  const rowsOf = (database: Database, table: string) => database.read.all(`SELECT * FROM ${table} ORDER BY 1, 2`)

  /** table -> a column that can be set */
  const appendOnly: Record<string, string> = {
    event: 'payload',
    stockMovement: 'quantity',
    operationLog: 'userId',
    scan: 'raw',
    draftStep: 'change',
  }

  test.each(Object.keys(appendOnly))('%s takes no UPDATE, no DELETE and no REPLACE', async (table) => {
    for (const [side, database] of sides()) {
      if (side === 'hub' && ['scan', 'draftStep'].includes(table)) continue
      const before = await rowsOf(database, table)
      expect(before.length).toBeGreaterThan(0)
      const column = appendOnly[table] as string
      const row = before[0] as Record<string, string | number | null>
      const columns = Object.keys(row)
      const marks = columns.map(() => '?').join(', ')
      const attempts: ((tx: Tx) => Promise<void>)[] = [
        (tx) => tx.run(`UPDATE ${table} SET ${column} = ${column}`),
        (tx) => tx.run(`DELETE FROM ${table}`),
        (tx) => tx.run(`INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`, Object.values(row)),
        (tx) => tx.run(`REPLACE INTO ${table} SELECT * FROM ${table}`),
        (tx) => tx.run(`UPDATE OR REPLACE ${table} SET ${column} = ${column}`),
      ]
      for (const attempt of attempts) await expect(database.write(attempt)).rejects.toThrow(/append-only/)
      expect(await rowsOf(database, table)).toEqual(before)
    }
  })

  test.each([
    ['its state', `UPDATE document SET state = 'draft', seq = NULL`],
    ['its note', `UPDATE document SET note = 'changed'`],
    ['its existence', 'DELETE FROM document'],
    ['a replaced row', 'REPLACE INTO document SELECT * FROM document'],
    ['a line', 'UPDATE documentLine SET quantity = quantity + 1'],
    ['a line less', 'DELETE FROM documentLine WHERE lineNo = 1'],
    [
      'a line more',
      `INSERT INTO documentLine SELECT documentId, 99, 'X', 0, 1000, 1, 1, 0 FROM document WHERE state = 'posted'`,
    ],
  ])('a posted document changes in nothing: %s', async (_what, sql) => {
    for (const [, database] of sides()) {
      const before = [await rowsOf(database, 'document'), await rowsOf(database, 'documentLine')]
      await expect(database.write((tx) => tx.run(sql))).rejects.toThrow(/never|no line/)
      expect([await rowsOf(database, 'document'), await rowsOf(database, 'documentLine')]).toEqual(before)
    }
  })

  test('a balance has bounds, an acknowledgement is never ahead of the log', async () => {
    const refuse = (sql: string) => expect(store.database.write((tx) => tx.run(sql))).rejects.toThrow(/CHECK/)
    await refuse('UPDATE stockBalance SET onHand = 1000000000001')
    await refuse('UPDATE stockBalance SET allocated = -1')
    await refuse('UPDATE log SET ackedSeq = headSeq + 1')
  })
})
