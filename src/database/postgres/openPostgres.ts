/**
 * Opens the hub's database on PostgreSQL behind the same port as its SQLite file, or refuses with a plain reason. Every write of
 * every hub process on it waits for one lock, so that a process may read and then write as it does on SQLite; who reads sees
 * what was committed. One connection writes, a few read.
 */
import pg from 'pg'
import type { EntityManager } from 'typeorm'
import { migrationsOf } from '../migrations'
import { DatabaseRefused } from '../openDatabase'
import type { OnSlow } from '../statements'
import { createQueue, type Database, type Engine, readerOn, type Snapshot } from '../unitOfWork'
import { configOf, setUpReader, setUpWriter, statementsOn } from './connection'
import { quoted, schemaToPostgres } from './dialect'
import { grants, migrationNames, ownSchema, searchPath, wholeSchema, writerRole } from './schema'

export interface PostgresOptions {
  /** postgres://user:password@host:port/database */
  url: string
  /** the hub's key and the fence of its trail lie beside this name, as beside a SQLite file */
  file: string
  onSlow?: OnSlow
}

const readersMax = 6
/** "ZGhb": whoever writes into this database, or changes its shape, holds this lock to the end of the transaction */
const lockKey = 0x5a476862

export const isPostgresUrl = (text: string): boolean => /^postgres(ql)?:\/\//.test(text)

/** Whatever is said of the place says no password. */
const placeOf = (url: string): string => {
  try {
    const { hostname, port, pathname } = new URL(url)
    return `postgres://${hostname}${port === '' ? '' : `:${port}`}${pathname}`
  } catch {
    return 'postgres://'
  }
}

export const openPostgres = async ({ url, file, onSlow }: PostgresOptions): Promise<Database> => {
  await prepare(url)
  const writer = createWriter(url)
  await writer.ready()
  const pool = new pg.Pool({ ...configOf(url, 'zhanggui hub, reading'), max: readersMax, onConnect: setUpOnConnect })
  // a connection that breaks while nobody uses it is made anew when it is next wanted
  pool.on('error', () => undefined)
  const reading = statementsOn(() => pool, onSlow)
  const writing = statementsOn(writer.client, onSlow)
  const engine: Engine = {
    writing,
    manager: writer.manager,
    read: readerOn(noManager(), reading),
    begin: writer.begin,
    rowsIn,
    checkpoint: () => Promise.resolve(),
    close: async () => {
      await pool.end()
      await writer.end()
    },
  }
  const database = createQueue(engine, { kind: 'hub', file, snapshot: () => snapshotOf(pool) })
  return database
}

/** A line that breaks while somebody reads over it fails that read, and must not end the process. */
const setUpOnConnect = async (client: pg.ClientBase): Promise<void> => {
  client.on('error', () => undefined)
  await setUpReader(client)
}

/** Raw SQL alone goes to PostgreSQL; the object is what a connection is remembered by. */
const noManager = (): EntityManager =>
  new Proxy({} as EntityManager, {
    get: (_target, name) => {
      throw new Error(`TypeORM's ${String(name)} is not used on PostgreSQL`)
    },
  })

/** The one connection that writes; broken, it is made anew for the next transaction. */
const createWriter = (url: string) => {
  let client: pg.Client | null = null
  const manager = noManager()
  const connected = async (): Promise<pg.Client> => {
    if (client) return client
    const fresh = new pg.Client(configOf(url, 'zhanggui hub, writing'))
    fresh.on('error', () => drop(fresh))
    fresh.on('end', () => drop(fresh))
    await fresh.connect()
    await setUpWriter(fresh)
    client = fresh
    return fresh
  }
  const drop = (broken: pg.Client): void => {
    if (client === broken) client = null
  }
  return {
    manager,
    client: (): pg.Client => {
      if (!client) throw new Error('the connection to PostgreSQL broke')
      return client
    },
    ready: async () => void (await connected()),
    begin: async (): Promise<void> => {
      const own = await connected()
      try {
        // the lock is taken before the first look at anything, so that every statement sees what the holder before left
        await own.query(`BEGIN; SELECT pg_advisory_xact_lock(${lockKey})`)
      } catch (error) {
        drop(own)
        await own.end().catch(() => undefined)
        throw error
      }
    },
    end: async () => void (await client?.end()),
  }
}

/** As `json_each` on SQLite; what is true is 1, as every table keeps it. */
const rowsIn: Engine['rowsIn'] = (table, columns) => {
  const names = columns.map(quoted).join(', ')
  return {
    sql: `INSERT INTO ${quoted(table)} (${names}) SELECT ${names}
      FROM json_populate_recordset(NULL::${quoted(table)}, ?::json) WHERE true`,
    parameter: (rows) => JSON.stringify(rows.map((row) => Object.fromEntries(Object.entries(row).map(kept)))),
  }
}

const kept = ([name, value]: [string, unknown]): [string, unknown] => [
  name,
  typeof value === 'boolean' ? Number(value) : typeof value === 'string' ? wellFormed(value) : value,
]

/** Half a character is none in PostgreSQL's JSON; SQLite gives it back as this sign. */
const wellFormed = (text: string): string =>
  text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')

const snapshotOf = async (pool: pg.Pool): Promise<Snapshot> => {
  const client = await pool.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1 FROM meta LIMIT 1')
  } catch (error) {
    client.release(true)
    throw error
  }
  const close = async (): Promise<void> => {
    const failed = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    )
    client.release(failed)
  }
  return {
    read: readerOn(
      noManager(),
      statementsOn(() => client),
    ),
    close,
  }
}

/** For checks by another program: reads what is committed at one moment, migrates nothing, writes nothing. */
export const openPostgresReadOnly = async (url: string): Promise<Snapshot> => {
  const client = new pg.Client(configOf(url, 'zhanggui verify'))
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(`SET search_path = ${searchPath}; SET TIME ZONE 'UTC'`)
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await client.query('SELECT 1 FROM migrations LIMIT 1')
  } catch (error) {
    await client.end().catch(() => undefined)
    throw asRefusal(error, url)
  }
  return {
    read: readerOn(
      noManager(),
      statementsOn(() => client),
    ),
    close: () => client.end(),
  }
}

/** By whoever owns the database, on a connection of its own that is gone before the hub works in its role. */
const prepare = async (url: string): Promise<void> => {
  const client = new pg.Client(configOf(url, 'zhanggui hub, preparing'))
  client.on('error', () => undefined)
  try {
    await client.connect()
    await refuseUnfit(client, url)
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(${lockKey})`)
    await migrate(client, url)
    await client.query('COMMIT')
  } catch (error) {
    throw asRefusal(error, url)
  } finally {
    await client.end().catch(() => undefined)
  }
}

const serverVersionMin = 150_000

/** What the ledger relies on and a server may have been told otherwise. */
const refuseUnfit = async (client: pg.Client, url: string): Promise<void> => {
  const { rows } = await client.query<Record<string, string>>(
    `SELECT current_setting('server_version_num') AS version, current_setting('fsync') AS fsync,
       current_setting('full_page_writes') AS pages, datcollate AS collation, pg_encoding_to_char(encoding) AS encoding
     FROM pg_database WHERE datname = current_database()`,
  )
  const [found] = rows
  if (!found) return
  const needed: Record<string, boolean> = {
    version: Number(found.version) >= serverVersionMin,
    fsync: found.fsync === 'on',
    pages: found.pages === 'on',
    // text in the order of its bytes, as on SQLite: pages of lists are cut by it
    collation: found.collation === 'C' || found.collation === 'POSIX',
    encoding: found.encoding === 'UTF8',
  }
  for (const [what, isFit] of Object.entries(needed))
    if (!isFit) throw new DatabaseRefused('POSTGRES_UNFIT', { place: placeOf(url), what, found: found[what] ?? '' })
}

const migrate = async (client: pg.Client, url: string): Promise<void> => {
  await ensureRole(client)
  const done = await migrationsDone(client, url)
  if (done === null) {
    for (const sql of await wholeSchema()) await client.query(sql)
    for (const name of migrationNames()) await noteMigration(client, name)
  } else {
    await client.query(`SET LOCAL search_path = ${searchPath}`)
    await later(client, url, done)
  }
  for (const sql of grants()) await client.query(sql)
  await client.query(
    `INSERT INTO ${ownSchema}.meta (key, value) VALUES ('running', '1') ON CONFLICT (key) DO UPDATE SET value = '1'`,
  )
}

/** null: nothing of ours is here yet. */
const migrationsDone = async (client: pg.Client, url: string): Promise<string[] | null> => {
  const { rows: schemas } = await client.query(`SELECT 1 FROM pg_namespace WHERE nspname = '${ownSchema}'`)
  if (schemas.length === 0) return null
  const { rows: kept } = await client.query(`SELECT to_regclass('${ownSchema}.migrations') IS NOT NULL AS is_ours`)
  if (kept[0]?.is_ours !== 1) throw new DatabaseRefused('DATABASE_FOREIGN', { file: placeOf(url) })
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${ownSchema}.migrations ORDER BY id`)
  return rows.map(({ name }) => name)
}

/** A program that came later brings its migrations; an older one knows not all there are, and keeps its hands off. */
const later = async (client: pg.Client, url: string, done: readonly string[]): Promise<void> => {
  const known = migrationNames()
  if (done.some((name) => !known.includes(name)))
    throw new DatabaseRefused('DATABASE_NEWER', { file: placeOf(url), version: done.length, known: known.length })
  for (const Migration of migrationsOf.hub) {
    const migration = new Migration()
    if (done.includes(migration.name ?? '')) continue
    const runner = { query: (sql: string) => client.query(schemaToPostgres(sql)) }
    await migration.up(runner as never)
    await noteMigration(client, migration.name ?? '')
  }
}

const noteMigration = (client: pg.Client, name: string): Promise<unknown> =>
  client.query(`INSERT INTO ${ownSchema}.migrations ("timestamp", name) VALUES (0, $1)`, [name])

/** The role belongs to the server; who may not make one is given it by who may. */
const ensureRole = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query(`SELECT 1 FROM pg_roles WHERE rolname = '${writerRole}'`)
  if (rows.length === 0) await client.query(`CREATE ROLE ${writerRole} NOLOGIN`)
  const { rows: member } = await client.query(
    `SELECT pg_has_role(current_user, '${writerRole}', 'MEMBER') AS is_member`,
  )
  if (member[0]?.is_member !== 1) await client.query(`GRANT ${writerRole} TO CURRENT_USER`)
}

const asRefusal = (error: unknown, url: string): unknown => {
  if (error instanceof DatabaseRefused) return error
  const code = (error as { code?: string }).code ?? ''
  const message = error instanceof Error ? error.message : String(error)
  if (/^(ECONN|ENOTFOUND|EHOST|ETIMEDOUT|28|3D|08|57P)/.test(code) || /timeout|terminated/i.test(message))
    return new DatabaseRefused('POSTGRES_UNREACHABLE', { place: placeOf(url), found: message.slice(0, 200) })
  return error
}
