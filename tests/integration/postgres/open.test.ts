/** Opening a PostgreSQL database: what is made of an empty one, and what is refused with nothing written. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src/database/openDatabase'
import { openPostgres, openPostgresReadOnly } from '../../../src/database/postgres/openPostgres'
import { type Postgres, startPostgres } from '../../support/postgres'
import { removeFolder, temporaryFolder } from '../../support/world'

let server: Postgres
const folder = temporaryFolder()
const file = `${folder}/hub.db`

beforeAll(async () => {
  server = await startPostgres()
}, 60_000)
afterAll(async () => {
  await server.close()
  removeFolder(folder)
})

const schemas = (url: string): Promise<{ name: string }[]> =>
  server.ask(url, `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'zhanggui%' ORDER BY 1`)

describe('an empty database', () => {
  test('gets every table, column, index and guard the migrations make on SQLite', async () => {
    const postgres = await openPostgres({ url: await server.database('shape'), file })
    const sqlite = await openDatabase('hub', file)
    const objects = `SELECT type || ' ' || name AS name FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'
      ORDER BY 1`
    expect(await postgres.read.all(objects)).toEqual(await sqlite.read.all(objects))
    const tables = await sqlite.read.all<{ name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
    )
    expect(tables.length).toBeGreaterThan(60)
    for (const { name } of tables) {
      // generated columns are hidden from table_info
      const here = await sqlite.read.all<{ name: string }>('SELECT name FROM pragma_table_xinfo(?)', [name])
      const there = await postgres.read.all<{ name: string }>('SELECT name FROM pragma_table_info(?)', [name])
      const names = there.map((one) => one.name).filter((column) => column !== 'rowid')
      expect([name, names.sort()]).toEqual([name, here.map((one) => one.name).sort()])
    }
    await postgres.close()
    await sqlite.close()
  })

  test('two that open it at once make it once; opened again it is as it was left', async () => {
    const url = await server.database('twice')
    const both = await Promise.all([openPostgres({ url, file }), openPostgres({ url, file })])
    await both[0].write((tx) => tx.run(`INSERT INTO meta (key, value) VALUES ('hubId', 'one')`))
    expect(await both[1].read.one(`SELECT value FROM meta WHERE key = 'hubId'`)).toEqual({ value: 'one' })
    for (const one of both) await one.close()
    const again = await openPostgres({ url, file })
    expect(await again.read.one(`SELECT value FROM meta WHERE key = 'hubId'`)).toEqual({ value: 'one' })
    await again.close()
  })

  test('a reader cannot write, and the hub’s own role may not change what the schema is', async () => {
    const database = await openPostgres({ url: await server.database('rights'), file })
    await expect(database.read.all('DELETE FROM meta')).rejects.toThrow(/read-only/)
    await expect(database.write((tx) => tx.run('DROP TABLE meta'))).rejects.toThrow(/must be owner/)
    await expect(database.write((tx) => tx.run('ALTER TABLE event DISABLE TRIGGER ALL'))).rejects.toThrow(
      /must be owner/,
    )
    await database.close()
  })
})

describe('is refused, and nothing is written', () => {
  test('text not in the order of its bytes', async () => {
    const url = await server.database('collated')
    await server.ask(url.replace(/collated$/, 'postgres'), 'DROP DATABASE collated')
    await server.ask(
      url.replace(/collated$/, 'postgres'),
      `CREATE DATABASE collated TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'`,
    )
    await expect(openPostgres({ url, file })).rejects.toMatchObject({
      code: 'POSTGRES_UNFIT',
      params: { what: 'collation', found: 'C.UTF-8' },
    })
    expect(await schemas(url)).toEqual([])
  })

  test('a schema of our name that somebody else made', async () => {
    const url = await server.database('foreign')
    await server.ask(url, 'CREATE SCHEMA zhanggui; CREATE TABLE zhanggui.theirs (a integer)')
    await expect(openPostgres({ url, file })).rejects.toMatchObject({ code: 'DATABASE_FOREIGN' })
    expect(await schemas(url)).toEqual([{ name: 'zhanggui' }])
  })

  test('a newer program’s database', async () => {
    const url = await server.database('newer')
    await (await openPostgres({ url, file })).close()
    await server.ask(url, `INSERT INTO zhanggui.migrations ("timestamp", name) VALUES (0, 'FromTheFuture9999')`)
    await expect(openPostgres({ url, file })).rejects.toMatchObject({ code: 'DATABASE_NEWER' })
  })

  test('nobody answers, or no such database: the place is named, the password never', async () => {
    const url = await server.database('there')
    const secret = url.replace('zg@', 'zg:hush@').replace(/there$/, 'nowhere')
    for (const one of [secret, 'postgres://zg:hush@127.0.0.1:1/hub']) {
      const refused = await openPostgres({ url: one, file }).catch((error: unknown) => error as Error)
      expect(refused).toMatchObject({ code: 'POSTGRES_UNREACHABLE' })
      expect(JSON.stringify(refused)).not.toContain('hush')
    }
    await expect(openPostgresReadOnly(secret)).rejects.toMatchObject({ code: 'POSTGRES_UNREACHABLE' })
  })
})
