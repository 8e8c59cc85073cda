/** One connection to PostgreSQL, set up as the product needs it, and the statements it keeps prepared. */
import pg from 'pg'
import { assert } from '../../core/result'
import type { OnSlow, Statements } from '../statements'
import type { Parameter } from '../unitOfWork'
import { translated } from './dialect'
import { notesTable, searchPath, writerRole } from './schema'

/** Whole numbers as numbers, and none beyond what JavaScript counts exactly; what is true is 1, as on SQLite. */
const parserOf: Record<number, (text: string) => unknown> = {
  16: (text) => (text === 't' ? 1 : 0),
  20: (text) => wholeNumber(text),
  1700: (text) => (/^-?\d+$/.test(text) ? wholeNumber(text) : Number(text)),
  114: (text) => text,
  3802: (text) => text,
}

const wholeNumber = (text: string): number => {
  const value = Number(text)
  assert(Number.isSafeInteger(value), `a number beyond what is counted exactly: ${text}`)
  return value
}

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parserOf[oid]) || pg.types.getTypeParser(oid as never, format as never),
} as pg.CustomTypesConfig

export const configOf = (url: string, name: string): pg.ClientConfig => ({
  connectionString: url,
  application_name: name,
  connectionTimeoutMillis: 10_000,
  keepAlive: true,
  types,
})

// a commit that was answered is on the disk of the server, whatever its configuration says of others
const common = `SET search_path = ${searchPath}; SET synchronous_commit = on; SET TIME ZONE 'UTC'; SET client_min_messages = warning;
  SET standard_conforming_strings = on; SET ROLE ${writerRole};`

export const setUpWriter = (client: pg.ClientBase): Promise<unknown> => client.query(`${common} ${notesTable};`)

export const setUpReader = (client: pg.ClientBase): Promise<unknown> =>
  client.query(`${common} SET default_transaction_read_only = on;`)

/** a statement slower than this is named in the log (page 2, habits) */
const slowMs = 40
const namedMax = 1000
const names = new Map<string, string>()

/** Prepared once a connection under a name of its own; what comes after the first thousand is parsed each time. */
const nameOf = (text: string): string | undefined => {
  const known = names.get(text)
  if (known !== undefined || names.size >= namedMax) return known
  const name = `s${names.size + 1}`
  names.set(text, name)
  return name
}

type Ask = Pick<Statements, 'all' | 'run'>

export const statementsOn = (client: () => Pick<pg.ClientBase, 'query'>, onSlow: OnSlow = () => undefined): Ask => {
  const all: Ask['all'] = async (sql, parameters = []) => {
    const text = translated(sql)
    const startedMs = performance.now()
    const { rows } = await client().query({ text, name: nameOf(text), values: [...parameters] as Parameter[] })
    const ms = Math.round(performance.now() - startedMs)
    if (ms > slowMs) onSlow({ ms, sql: sql.replace(/\s+/g, ' ').trim().slice(0, 300) })
    return rows
  }
  return { all, run: async (sql, parameters) => void (await all(sql, parameters)) }
}
