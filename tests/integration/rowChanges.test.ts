/**
 * An upgrade on a file whose rows are marked: what it changes itself is nobody's edit, and what somebody edited before it is
 * found all the same, also in a table whose columns it changes.
 */
import sqlite3 from 'sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrationsOf } from '../../src/database/migrations'
import { RowLines1795910400021 } from '../../src/database/migrations/rowLines'
import { inMemory, openDatabase, openReadOnly } from '../../src/database/openDatabase'
import type { RowChange } from '../../src/database/rowChanges'
import { type WatchedTable, watchedTables } from '../../src/database/watchedTables'
import type { OddRow } from '../../src/ledger/oddRows'
import { startRowWatch } from '../../src/ledger/rowWatch'
import { tellRowsOf } from '../../src/ledger/trail'
import { verifyLedger } from '../../src/ledger/verify'
import { chain, createClock, enrol, openStore, removeFolder, startHub, temporaryFolder } from '../support/world'

const sku = chain.products[0]?.sku as string
const other = chain.products[1]?.sku as string
const clock = createClock()
let folder = ''
let file = ''

/** A store that was enrolled, worked and was closed. */
const worked = async (): Promise<void> => {
  const hub = await startHub(folder, clock)
  const store = await openStore(folder, clock)
  await enrol(store, hub)
  await store.signIn('s001.manager')
  file = store.file
  await store.close()
  await hub.close()
}
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => removeFolder(folder))

const edit = (sql: string): Promise<void> =>
  new Promise((done, fail) => {
    const connection: sqlite3.Database = new sqlite3.Database(file)
    connection.exec(sql, (error) => connection.close(() => (error ? fail(error) : done())))
  })

/** The first start of the program that has these changes. */
const started = async (changes: readonly RowChange[]): Promise<OddRow[]> => {
  const database = await openDatabase('store', file)
  const now = () => '2026-11-23T01:00:00.000Z'
  const rows = await startRowWatch({ database, now, log: () => undefined, doors: new Set(['meta']), changes })
  tellRowsOf(database, now)
  await rows.settled()
  const lines = await database.read.all<{ found: string }>(
    `SELECT json_extract(payload, '$.detail.found') AS found FROM trail WHERE operation = 'rows.odd' ORDER BY seq`,
  )
  await database.close()
  return lines.flatMap(({ found }) => JSON.parse(found) as OddRow[])
}

const codes = async (): Promise<string[]> => {
  const { read, close } = await openReadOnly(file)
  const { problems } = await verifyLedger(read, file)
  await close()
  return problems.map(({ code, row }) => `${code} ${row}`)
}

const told = async (operation: string): Promise<number> => {
  const { read, close } = await openReadOnly(file)
  const lines = await read.all('SELECT seq FROM trail WHERE operation = ?', [operation])
  await close()
  return lines.length
}

const cheaper: RowChange = {
  name: 'cheaper',
  run: (tx) => tx.run('UPDATE product SET priceFen = priceFen + 1 WHERE sku <> ?', [other]),
}

describe('an upgrade that changes marked rows', () => {
  beforeEach(worked)

  test("is told, is nobody's edit, and happens once", async () => {
    expect(await started([cheaper])).toEqual([])
    expect(await started([cheaper])).toEqual([])
    expect(await told('rows.upgraded')).toBe(1)
    expect(await codes()).toEqual([])
  })

  test('hides no edit made before it, of a row it changes and of one it leaves', async () => {
    await edit(`UPDATE product SET priceFen = 1 WHERE sku IN ('${sku}', '${other}')`)
    const keys = [sku, other].map((one) => JSON.stringify([one])).sort()
    expect((await started([cheaper])).map(({ key }) => key).sort()).toEqual(keys)
    expect((await codes()).sort()).toEqual(
      [`rowEdited ${other}`, ...[sku, other].map((one) => `rowWasOdd ${one}`)].sort(),
    )
  })

  test('that fails leaves the file as it was', async () => {
    const half: RowChange = {
      name: 'half',
      run: async (tx) => {
        await cheaper.run(tx)
        throw new Error('no room')
      },
    }
    await expect(started([half])).rejects.toThrow('no room')
    expect(await started([])).toEqual([])
    expect(await told('rows.upgraded')).toBe(0)
    expect(await codes()).toEqual([])
  })
})

describe('an upgrade that marks more columns of a table', () => {
  const tables = watchedTables as Record<string, WatchedTable>
  const now = watchedTables.product as WatchedTable
  beforeEach(async () => {
    tables.product = { ...now, columns: now.columns.filter((name) => name !== 'shelf') }
    try {
      await worked()
    } finally {
      tables.product = now
    }
  })

  test('marks them, and finds nothing where nobody edited', async () => {
    expect(await started([])).toEqual([])
    expect(await codes()).toEqual([])
  })

  test('finds the row that was edited before it by the columns that were marked', async () => {
    await edit(`UPDATE product SET priceFen = 1 WHERE sku = '${sku}'`)
    expect(await started([])).toMatchObject([{ table: 'product', key: JSON.stringify([sku]), code: 'rowEdited' }])
    expect(await codes()).toContain(`rowWasOdd ${sku}`)
  })
})

const writes =
  /^\s*(?:UPDATE|DELETE FROM|(?:INSERT|REPLACE)(?: OR \w+)? INTO)\s+(\w+)|^\s*ALTER TABLE\s+(\w+)\s+(?:DROP|RENAME)/i

test.each(['store', 'hub'] as const)('no migration of the %s writes to rows that are marked', async (kind) => {
  const first = migrationsOf[kind].indexOf(RowLines1795910400021)
  for (const [at, Migration] of migrationsOf[kind].entries()) {
    const { name } = new Migration()
    // those before it are from before rows were marked
    if (at <= first) continue
    const source = inMemory(migrationsOf[kind].slice(0, at))
    await source.initialize()
    await source.runMigrations({ transaction: 'each' })
    const tables = (await source.query(`SELECT name FROM sqlite_schema WHERE type = 'table'`)) as { name: string }[]
    const marked = new Set(tables.map((table) => table.name).filter((table) => watchedTables[table]))
    const runner = source.createQueryRunner()
    const said: string[] = []
    const query = runner.query.bind(runner)
    runner.query = (sql: string, parameters?: unknown[]) => {
      said.push(sql)
      return query(sql, parameters as never)
    }
    await new Migration().up(runner)
    await source.destroy()
    const touched = said
      .map((sql) => writes.exec(sql)?.slice(1).find(Boolean) ?? '')
      .filter((table) => marked.has(table))
    expect([name, touched], 'change rows in database/rowChanges.ts').toEqual([name, []])
  }
})
