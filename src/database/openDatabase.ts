/**
 * Opens a store's or the hub's SQLite file, or refuses with a plain reason before anything is written: damaged, not
 * ours, another program's, newer than this program. Nothing else in the codebase makes a DataSource.
 */
import { closeSync, existsSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import sqlite3 from 'sqlite3'
import { DataSource } from 'typeorm'
import type { RefusalParams } from '../core/result'
import { entitiesOf } from './entities'
import { migrationsOf } from './migrations'
import { createStatements, type OnSlow } from './statements'
import { createUnitOfWork, type Database, type Reader, readerOn, type Snapshot } from './unitOfWork'
import { watchSql } from './watchedTables'

export type DatabaseKind = 'store' | 'hub'

export type OpenRefusalCode =
  | 'DATABASE_DAMAGED'
  | 'DATABASE_FOREIGN'
  | 'DATABASE_NEWER'
  | 'DATABASE_UNWRITABLE'
  | 'SQLITE_UNSAFE'
  | 'POSTGRES_UNFIT'
  | 'POSTGRES_UNREACHABLE'

/** Start is refused; the file was not touched. */
export class DatabaseRefused extends Error {
  constructor(
    readonly code: OpenRefusalCode,
    readonly params: RefusalParams,
  ) {
    super(`${code} ${JSON.stringify(params)}`)
  }
}

/** "ZGst" and "ZGhb": what the file header says the file is. */
const applicationIds: Record<DatabaseKind, number> = { store: 0x5a477374, hub: 0x5a476862 }
/** files up to here are checked at every start; larger ones after an unclean stop only */
const alwaysCheckBytesMax = 64 * 1024 * 1024
/** older SQLite can lose committed pages when a WAL is reset while read (fixed in 3.51.3) */
const sqliteVersionMin = [3, 51, 3]

export const openDatabase = async (kind: DatabaseKind, file: string, onSlow?: OnSlow): Promise<Database> => {
  if (file !== ':memory:') {
    makeFolder(dirname(file))
    if (existsSync(file) && statSync(file).size > 0) await inspect(kind, file)
  }
  const writer = await openWriter(kind, file)
  try {
    await refuseUnsafeLibrary(writer)
    await setWriterPragmas(writer)
    await migrate(kind, writer)
    await watchRows(writer)
    const reader = await openReader(kind, file)
    return createUnitOfWork(writer, reader, { kind, file, snapshot: () => openSnapshot(file) }, onSlow)
  } catch (error) {
    await writer.destroy()
    throw asRefusal(error, file)
  }
}

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    throw new DatabaseRefused('DATABASE_UNWRITABLE', { folder })
  }
}

/** Looks at an existing file read-only, so that a refused file keeps every byte. */
const inspect = async (kind: DatabaseKind, file: string): Promise<void> => {
  if (!statSync(file).isFile()) throw new DatabaseRefused('DATABASE_UNWRITABLE', { folder: file })
  if (!startsLikeSqlite(file)) throw new DatabaseRefused('DATABASE_DAMAGED', { file, found: 'header' })
  const connection = await openRaw(file)
  try {
    const { application_id: applicationId } = await first<{ application_id: number }>(
      connection,
      'PRAGMA application_id',
    )
    const { n: tables } = await first<{ n: number }>(connection, 'SELECT count(*) AS n FROM sqlite_schema')
    if (tables > 0 && applicationId !== applicationIds[kind]) throw new DatabaseRefused('DATABASE_FOREIGN', { file })
    const { user_version: version } = await first<{ user_version: number }>(connection, 'PRAGMA user_version')
    const known = migrationsOf[kind].length
    if (version > known) throw new DatabaseRefused('DATABASE_NEWER', { file, version, known })
    if (statSync(file).size <= alwaysCheckBytesMax || (await wasLeftRunning(connection)))
      await quickCheck(connection, file)
  } catch (error) {
    throw asRefusal(error, file)
  } finally {
    await new Promise<void>((done) => connection.close(() => done()))
  }
}

/** For checks by another program: reads the file as it is, migrates nothing, writes nothing. */
export const openReadOnly = async (file: string): Promise<{ read: Reader; close: () => Promise<void> }> => {
  if (!existsSync(file)) throw new DatabaseRefused('DATABASE_UNWRITABLE', { folder: dirname(file) })
  const source = new DataSource({
    type: 'sqlite',
    driver,
    database: file,
    flags: sqlite3.OPEN_READONLY,
    name: 'readOnly',
  })
  try {
    await source.initialize()
    await source.query('SELECT count(*) FROM sqlite_schema')
  } catch (error) {
    throw asRefusal(error, file)
  }
  const statements = createStatements(source)
  const close = async (): Promise<void> => {
    await statements.finalize()
    await source.destroy()
  }
  return { read: readerOn(source.manager, statements), close }
}

const openSnapshot = async (file: string): Promise<Snapshot> => {
  const { read, close } = await openReadOnly(file)
  try {
    await read.all('BEGIN')
    // the moment is the first read's
    await read.all('SELECT count(*) FROM sqlite_schema')
    return { read, close }
  } catch (error) {
    await close()
    throw error
  }
}

const wasLeftRunning = async (connection: sqlite3.Database): Promise<boolean> => {
  const row = await first<{ value: string } | undefined>(connection, `SELECT value FROM meta WHERE key = 'running'`)
  return row?.value === '1'
}

const quickCheck = async (connection: sqlite3.Database, file: string): Promise<void> => {
  const { quick_check: found } = await first<{ quick_check: string }>(connection, 'PRAGMA quick_check(1)')
  if (found !== 'ok') throw new DatabaseRefused('DATABASE_DAMAGED', { file, found: found.slice(0, 120) })
}

const startsLikeSqlite = (file: string): boolean => {
  const handle = openSync(file, 'r')
  try {
    const head = Buffer.alloc(16)
    readSync(handle, head, 0, 16, 0)
    return head.toString('latin1') === 'SQLite format 3\0'
  } finally {
    closeSync(handle)
  }
}

const openRaw = (file: string): Promise<sqlite3.Database> =>
  new Promise((done, fail) => {
    const connection: sqlite3.Database = new sqlite3.Database(file, sqlite3.OPEN_READONLY, (error) =>
      error ? fail(error) : done(connection),
    )
  })

const first = <T>(connection: sqlite3.Database, sql: string): Promise<T> =>
  new Promise((done, fail) => {
    connection.get(sql, (error: Error | null, row: T) => (error ? fail(error) : done(row)))
  })

const asRefusal = (error: unknown, file: string): unknown => {
  if (error instanceof DatabaseRefused) return error
  const message = error instanceof Error ? error.message : String(error)
  if (/SQLITE_(CORRUPT|NOTADB)/.test(message))
    return new DatabaseRefused('DATABASE_DAMAGED', { file, found: message.slice(0, 120) })
  if (/SQLITE_(READONLY|CANTOPEN|PERM|FULL)/.test(message))
    return new DatabaseRefused('DATABASE_UNWRITABLE', { folder: dirname(file) })
  return error
}

/**
 * TypeORM switches sqlite3 to its verbose mode, which takes a stack trace and prints every parameter to text at each call:
 * half a millisecond a scan, and parameters (a PIN's hash among them) in the stacks of errors. It is given one that stays quiet.
 */
const driver = { verbose: () => sqlite3 }

/** An empty database of no file, for whoever asks what these migrations make. */
export const inMemory = (migrations: (typeof migrationsOf)[DatabaseKind]): DataSource =>
  new DataSource({ driver, type: 'sqlite', database: ':memory:', migrations })

const openWriter = async (kind: DatabaseKind, file: string): Promise<DataSource> => {
  const writer = new DataSource({
    driver,
    type: 'sqlite',
    database: file,
    entities: entitiesOf[kind],
    migrations: migrationsOf[kind],
    synchronize: false,
    enableWAL: true,
    busyErrorRetry: 50,
  })
  try {
    return await writer.initialize()
  } catch (error) {
    throw asRefusal(error, file)
  }
}

/** Opened after the writer; SQLite itself refuses a write here, and it never sees uncommitted rows. */
const openReader = async (kind: DatabaseKind, file: string): Promise<DataSource> => {
  const reader = new DataSource({
    driver,
    type: 'sqlite',
    database: file,
    entities: entitiesOf[kind],
    synchronize: false,
    flags: sqlite3.OPEN_READONLY,
    name: 'reader',
  })
  await reader.initialize()
  await reader.query('PRAGMA query_only = ON')
  await reader.query('PRAGMA cache_size = -32768')
  return reader
}

const refuseUnsafeLibrary = async (writer: DataSource): Promise<void> => {
  const [{ version }] = (await writer.query('SELECT sqlite_version() AS version')) as [{ version: string }]
  const parts = version.split('.').map(Number)
  const order = sqliteVersionMin.map((part, index) => (parts[index] ?? 0) - part).find((difference) => difference !== 0)
  if ((order ?? 0) < 0) throw new DatabaseRefused('SQLITE_UNSAFE', { version, needed: sqliteVersionMin.join('.') })
}

const setWriterPragmas = async (writer: DataSource): Promise<void> => {
  // NORMAL lost acknowledged commits in simulated power cuts; FULL lost none (page 2)
  for (const pragma of [
    'synchronous = FULL',
    'foreign_keys = ON',
    'recursive_triggers = ON',
    'cell_size_check = ON',
    'trusted_schema = OFF',
    'busy_timeout = 5000',
    'cache_size = -32768',
  ]) {
    await writer.query(`PRAGMA ${pragma}`)
  }
}

/** Rows that change are noted for the trail from the first write on. */
const watchRows = async (writer: DataSource): Promise<void> => {
  const tables = (await writer.query(`SELECT name FROM sqlite_schema WHERE type = 'table'`)) as { name: string }[]
  await writer.query('PRAGMA temp_store = MEMORY')
  for (const sql of watchSql(new Set(tables.map(({ name }) => name)))) await writer.query(sql)
}

const migrate = async (kind: DatabaseKind, writer: DataSource): Promise<void> => {
  // first: a file left half migrated by a power cut must still be known as ours
  await writer.query(`PRAGMA application_id = ${applicationIds[kind]}`)
  await writer.runMigrations({ transaction: 'each' })
  await writer.query(`PRAGMA user_version = ${migrationsOf[kind].length}`)
  await writer.query(
    `INSERT INTO meta (key, value) VALUES ('running', '1') ON CONFLICT (key) DO UPDATE SET value = '1'`,
  )
}
