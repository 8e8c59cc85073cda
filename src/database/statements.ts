/**
 * Prepared statements on the connection TypeORM opened, kept between calls: a scan runs a dozen of them, and parsing them
 * each time costs more than running them. The one place that touches the sqlite3 driver for queries.
 */
import type sqlite3 from 'sqlite3'
import type { DataSource } from 'typeorm'
import type { Parameter } from './unitOfWork'

export interface Statements {
  all(sql: string, parameters?: readonly Parameter[]): Promise<unknown[]>
  run(sql: string, parameters?: readonly Parameter[]): Promise<void>
  /** before the connection closes: SQLite keeps a file open while a statement lives */
  finalize(): Promise<void>
}

const keptMax = 300
/** a statement slower than this is named in the log (page 2, habits) */
const slowMs = 40

export type OnSlow = (slow: { ms: number; sql: string }) => void

export const createStatements = (source: DataSource, onSlow: OnSlow = () => undefined): Statements => {
  const connection = (source.driver as unknown as { databaseConnection: sqlite3.Database }).databaseConnection
  const kept = new Map<string, Promise<sqlite3.Statement>>()

  /** Kept by text, the least recently used goes first; a text that does not compile is not kept. */
  const statementFor = (sql: string): Promise<sqlite3.Statement> => {
    const known = kept.get(sql)
    const statement = known ?? prepare(connection, sql)
    kept.delete(sql)
    kept.set(sql, statement)
    if (!known) {
      statement.catch(() => kept.delete(sql))
      dropOldest(kept)
    }
    return statement
  }

  const watched = async <T>(sql: string, work: (statement: sqlite3.Statement) => Promise<T>): Promise<T> => {
    const statement = await statementFor(sql)
    const startedMs = performance.now()
    const value = await work(statement)
    const ms = Math.round(performance.now() - startedMs)
    if (ms > slowMs) onSlow({ ms, sql: sql.replace(/\s+/g, ' ').trim().slice(0, 300) })
    return value
  }

  const all: Statements['all'] = (sql, parameters = []) =>
    watched(
      sql,
      (statement) =>
        new Promise((done, fail) =>
          statement.all([...parameters], (error, rows) => (error ? fail(error) : done(rows))),
        ),
    )

  return {
    all,
    // by `all` as well: it steps to the end, while the driver's `run` leaves a statement that gives rows (a PRAGMA) open,
    // and no transaction commits beside an open statement
    run: async (sql, parameters = []) => void (await all(sql, parameters)),
    finalize: async () => {
      const statements = await Promise.allSettled(kept.values())
      kept.clear()
      await Promise.all(statements.map((found) => (found.status === 'fulfilled' ? finalize(found.value) : undefined)))
    },
  }
}

const prepare = (connection: sqlite3.Database, sql: string): Promise<sqlite3.Statement> =>
  new Promise((done, fail) => {
    const statement: sqlite3.Statement = connection.prepare(sql, (error: Error | null) =>
      error ? fail(error) : done(statement),
    )
  })

const finalize = (statement: sqlite3.Statement): Promise<void> =>
  new Promise((done) => statement.finalize(() => done()))

const dropOldest = (kept: Map<string, Promise<sqlite3.Statement>>): void => {
  if (kept.size <= keptMax) return
  const [oldest] = kept.keys()
  const statement = kept.get(oldest as string)
  kept.delete(oldest as string)
  void statement?.then(finalize, () => undefined)
}
