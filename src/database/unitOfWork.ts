/**
 * The only opener of transactions. TypeORM on SQLite shares one connection: two overlapping transactions fail and rows
 * of the rolled-back one stay in the file. So every write waits its turn in one FIFO queue, and reads go to a second,
 * read-only connection. No network and no user inside a write.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { Mutex } from 'async-mutex'
import type { DataSource, EntityManager, QueryRunner } from 'typeorm'
import { assert } from '../core/result'
import { createStatements, type OnSlow, type Statements } from './statements'

export type Parameter = string | number | null

export interface Reader {
  all<T>(sql: string, parameters?: Parameter[]): Promise<T[]>
  one<T>(sql: string, parameters?: Parameter[]): Promise<T | undefined>
  /** TypeORM's typed access; reads only on a Reader */
  manager: EntityManager
}

export interface Tx extends Reader {
  run(sql: string, parameters?: Parameter[]): Promise<void>
  /** Many rows in one statement; every row has the keys of the first. */
  insertRows<T extends object>(table: string, rows: readonly T[], conflict?: string): Promise<void>
  /** Runs once the commit is durable; never when it rolls back. */
  afterCommit(action: () => void): void
  /** The trail has told all there is so far: unless another statement follows, nothing is looked for before the commit. */
  told(): void
}

/** The file as it was at one moment, however it is written to meanwhile. */
export interface Snapshot {
  read: Reader
  close(): Promise<void>
}

export interface Database {
  kind: 'store' | 'hub'
  file: string
  read: Reader
  /** One transaction, in order of asking. Whatever `work` throws rolls all of it back. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** A write after which nothing of what it replaced can be read in the files: for secrets, and slower. */
  overwrite<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** From now on the last thing a transaction does, in it, unless all was told. */
  beforeCommit(action: (tx: Tx) => Promise<void>): void
  /** As the file is now, without what an open transaction wrote. The write-ahead log grows until it is closed. */
  snapshot(): Promise<Snapshot>
  /** Folds the write-ahead log into the file when nobody waits; large posts are faster after it. */
  checkpoint(): Promise<void>
  close(): Promise<void>
}

const insertChunkRows = 5000

/** What differs between the databases: how a transaction begins, and how many rows come in at once. */
export interface Engine {
  writing: Pick<Statements, 'all' | 'run'>
  /** by this object is remembered what the writing connection knows; on SQLite it is TypeORM's */
  manager: EntityManager
  read: Reader
  /** a transaction nobody else writes beside */
  begin(): Promise<void>
  rowsIn(table: string, columns: readonly string[]): { sql: string; parameter(rows: readonly object[]): string }
  overwrite?: { before(): Promise<void>; afterwards(): Promise<void> }
  checkpoint(): Promise<void>
  close(): Promise<void>
}

export const createUnitOfWork = (
  writer: DataSource,
  reader: DataSource,
  own: Pick<Database, 'kind' | 'file' | 'snapshot'>,
  onSlow?: OnSlow,
): Database => {
  const runner = guardedRunner(writer)
  const writing = createStatements(writer, onSlow)
  const reading = createStatements(reader, onSlow)
  const engine: Engine = {
    writing,
    manager: runner.manager,
    read: readerOn(reader.manager, reading),
    begin: () => writing.run('BEGIN IMMEDIATE'),
    rowsIn: rowsOfJson,
    overwrite: {
      before: () => writing.run('PRAGMA secure_delete = ON'),
      afterwards: async () => {
        await writing.run('PRAGMA wal_checkpoint(TRUNCATE)')
        await writing.run('PRAGMA secure_delete = OFF')
      },
    },
    checkpoint: () => writing.run('PRAGMA wal_checkpoint(PASSIVE)'),
    close: async () => {
      await writing.run(`UPDATE meta SET value = '0' WHERE key = 'running'`)
      await reading.finalize()
      await writing.finalize()
      await reader.destroy()
      await writer.destroy()
    },
  }
  return createQueue(engine, own)
}

/** The FIFO queue of writes over either database. */
export const createQueue = (engine: Engine, own: Pick<Database, 'kind' | 'file' | 'snapshot'>): Database => {
  const queue = new Mutex()
  const inside = new AsyncLocalStorage<{ open: boolean }>()
  let atEnd: Parameters<Database['beforeCommit']>[0] = () => Promise.resolve()

  const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    // timers set during a write inherit its context; only while it is open would another write wait for itself
    assert(!inside.getStore()?.open, 'a write inside a write would wait for itself')
    const gate: Gate = { open: true, told: false }
    const whole = async (tx: Tx): Promise<T> => {
      const value = await work(tx)
      if (!gate.told) await atEnd(tx)
      return value
    }
    return queue.runExclusive(() => inside.run(gate, () => inTransaction(engine, gate, whole)))
  }

  return {
    ...own,
    read: engine.read,
    write,
    beforeCommit: (action) => {
      atEnd = action
    },
    overwrite: async (work) => {
      await queue.runExclusive(async () => engine.overwrite?.before())
      const value = await write(work)
      await queue.runExclusive(async () => engine.overwrite?.afterwards())
      return value
    },
    checkpoint: () => queue.runExclusive(() => engine.checkpoint()),
    close: () => queue.runExclusive(() => engine.close()),
  }
}

/** A stray `transaction()` or `save()` on the writer must fail loudly instead of opening a second transaction. */
const guardedRunner = (writer: DataSource): QueryRunner => {
  const runner = writer.createQueryRunner()
  runner.startTransaction = () => Promise.reject(new Error('transactions are opened by unitOfWork.write alone'))
  return runner
}

interface Gate {
  open: boolean
  told: boolean
}

const inTransaction = async <T>(engine: Engine, gate: Gate, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const afterwards: (() => void)[] = []
  const { writing } = engine
  await engine.begin()
  let value: T
  try {
    value = await work(txOn(engine, gated(writing, gate), gate, afterwards))
    gate.open = false
    await writing.run('COMMIT')
  } catch (error) {
    gate.open = false
    await writing.run('ROLLBACK').catch(() => undefined) // SQLite may have rolled back by itself (disk full)
    throw error
  }
  for (const action of afterwards) action()
  return value
}

type Runs = Pick<Statements, 'all' | 'run'>

const gated = (statements: Runs, gate: Gate): Runs => {
  const check = (): void => {
    assert(gate.open, 'a transaction was used after its end')
    gate.told = false
  }
  return {
    all: (sql, parameters) => {
      check()
      return statements.all(sql, parameters)
    },
    run: (sql, parameters) => {
      check()
      return statements.run(sql, parameters)
    },
  }
}

export const readerOn = (manager: EntityManager, { all }: Pick<Statements, 'all'>): Reader => ({
  manager,
  all: async <T>(sql: string, parameters?: Parameter[]) => (await all(sql, parameters)) as T[],
  one: async <T>(sql: string, parameters?: Parameter[]) => ((await all(sql, parameters)) as T[])[0],
})

const txOn = ({ manager, rowsIn }: Engine, runs: Runs, gate: Gate, afterwards: (() => void)[]): Tx => ({
  ...readerOn(manager, runs),
  // what is written by it is written past `runs`
  get manager() {
    gate.told = false
    return manager
  },
  run: (sql, parameters) => runs.run(sql, parameters),
  insertRows: (table, rows, conflict = '') => insertRows(runs, rowsIn, table, rows, conflict),
  afterCommit: (action) => void afterwards.push(action),
  told: () => {
    gate.told = true
  },
})

const insertRows = async (
  { run }: Runs,
  rowsIn: Engine['rowsIn'],
  table: string,
  rows: readonly object[],
  conflict: string,
): Promise<void> => {
  const head = rows[0]
  if (!head) return
  const { sql, parameter } = rowsIn(table, Object.keys(head))
  for (let start = 0; start < rows.length; start += insertChunkRows) {
    await run(`${sql} ${conflict}`, [parameter(rows.slice(start, start + insertChunkRows))])
  }
}

/** INSERT … SELECT FROM json_each: three times the rate of the driver's own many-row inserts (page 7). */
const rowsOfJson: Engine['rowsIn'] = (table, columns) => {
  const picks = columns.map((column) => `json_extract(value, '$.${column}')`).join(', ')
  return {
    // WHERE true: without it SQLite reads ON CONFLICT as part of the join
    sql: `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${picks} FROM json_each(?) WHERE true`,
    parameter: (rows) => JSON.stringify(rows),
  }
}
