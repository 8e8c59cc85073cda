/** A database file as somebody with a database tool holds it: the guards dropped for an edit, and nothing checked. */
import { randomUUID } from 'node:crypto'
import sqlite3 from 'sqlite3'
import { watchedTables } from '../../src/database/watchedTables'
import type { Problem } from '../../src/ledger/verify'
import type { Seeded } from './seeded'

export type Value = string | number | null
export type Row = Record<string, Value>
export type Side = 'store' | 'hub'

export interface Tool {
  all<T = Row>(sql: string, parameters?: Value[]): Promise<T[]>
  unguarded(table: string, edit: () => Promise<unknown>): Promise<void>
  close(): Promise<void>
}

/** No check, no foreign key; `unguarded` takes a table's triggers off for one edit. */
export const openTool = async (file: string): Promise<Tool> => {
  const connection = new sqlite3.Database(file)
  // beside a program that writes: it waits for its turn as tools do
  connection.configure('busyTimeout', 10_000)
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

/** Tables in which nothing is looked for, and why. */
export const leftOut: Record<string, string> = {
  migrations: 'which tables there are: the schema itself is held against what these make',
  sqlite_sequence: 'SQLite counts the rows of `migrations` in it',
  savedAnswer: 'what a request was answered, for who asks once more within a week; nothing is booked from it',
  hubStart: "the starts of the hub: a PC that heard of another asks for all of HQ's word once more",
  hubTold: 'since which start a PC told all: said anew by its next push after a restart',
}

/** Columns in which nothing is found, and why. */
export const notFound: Record<Side, Record<string, string>> = {
  store: {
    'log.ackedSeq': 'how much HQ acknowledged: the next push asks HQ, which knows, and mends it',
    'attachment.secured': 'whether HQ has the picture: sent once more it changes nothing there',
    'labelJob.problem': 'why it did not print: words for a person, nothing is decided by it',
    'labelJob.printed': 'labelPrint counts it',
    'labelJob.documentId': 'which receipt it follows while it waits: of no more use once it went out',
    'labelJob.printerId': 'what it was sent to is in labelPrint',
    'labelJob.requestedBy': 'who wanted it: the line of the trail that queued it says so',
    'labelJob.batchId': 'what it was sent with is in labelPrint',
    'labelJob.position': 'as its batchId',
    'labelJob.byHand': 'as its documentId',
    'labelJob.waitsForWord': 'as its documentId',
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
export const hidden: Record<string, string> = {
  meta: `key IN ('running', 'trustedClock') OR key LIKE 'session:%'`,
  labelJob: `state IN ('queued', 'sending', 'failed', 'removed')`,
}

interface Column {
  name: string
  type: string
}

export interface Table {
  name: string
  key: string[]
  /** in which something is found */
  columns: Column[]
  all: Column[]
  /** what else has to be its own in a copied row: of each unique index the last column */
  unique: string[]
}

/** Every table of the file that is not left out. */
export const tablesOf = async (tool: Tool, side: Side): Promise<Table[]> => {
  const names = await tool.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
  const tables: Table[] = []
  for (const { name } of names.filter((one) => leftOut[one.name] === undefined)) {
    const all = await tool.all<{ name: string; type: string; pk: number }>(`PRAGMA table_info(${name})`)
    tables.push({
      ...{ name, all, unique: await uniqueOf(tool, name) },
      key: all.filter(({ pk }) => pk > 0).map((column) => column.name),
      columns: all.filter((column) => notFound[side][`${name}.${column.name}`] === undefined),
    })
  }
  return tables
}

const uniqueOf = async (tool: Tool, table: string): Promise<string[]> => {
  const rows = await tool.all<{ name: string }>(
    `SELECT (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno DESC LIMIT 1) AS name
     FROM pragma_index_list('${table}') l WHERE l."unique" = 1 AND l.origin <> 'pk'`,
  )
  return rows.map(({ name }) => name)
}

export const verbs = ['update', 'insert', 'delete'] as const
export type Verb = (typeof verbs)[number]

export interface Edit {
  verb: Verb
  /** for the message of a test that failed */
  what: string
  table: string
  /** as it stood before, or as it was put in */
  row: Row
  /** as an edit left it; the same where nothing is left or it was put in */
  after: Row
  sql: string
  parameters: Value[]
}

const otherValue = (random: Seeded, type: string, value: Value): Value => {
  if (type === 'INTEGER') return Number(value ?? 0) + random.pick([-1, 1, 1000, 7])
  const text = String(value ?? '')
  if (text === '') return random.pick(['x', randomUUID()])
  const at = random.integer(0, text.length - 1)
  return random.pick([`${text}x`, text.slice(0, -1), `${text.slice(0, at)}~${text.slice(at + 1)}`, randomUUID()])
}

/** The next place, or an id of its own; everything else as the row it was copied from. */
const copyOf = (random: Seeded, { key, all, unique }: Table, row: Row): Row => {
  const copy = { ...row }
  for (const name of [random.pick(key), ...unique]) {
    const type = all.find((column) => column.name === name)?.type
    copy[name] = type === 'INTEGER' ? Number(row[name]) + 1000 : randomUUID()
  }
  return copy
}

/** One edit of this kind to a row of the table drawn by lot; `column`: to this one. */
export const anyEdit = async (
  tool: Tool,
  random: Seeded,
  table: Table,
  verb: Verb,
  column = random.pick(table.columns),
): Promise<Edit> => {
  const shown = hidden[table.name] ? `WHERE NOT (${hidden[table.name]})` : ''
  const row = random.pick(await tool.all(`SELECT * FROM ${table.name} ${shown} ORDER BY ${table.key.join(', ')}`))
  const whereKey = table.key.map((key) => `${key} = ?`).join(' AND ')
  const key = table.key.map((one) => row[one] as Value)
  const common = { verb, table: table.name, row, after: row }
  if (verb === 'delete')
    return { ...common, what: 'delete', sql: `DELETE FROM ${table.name} WHERE ${whereKey}`, parameters: key }
  if (verb === 'update') {
    const value = otherValue(random, column.type, row[column.name] as Value)
    const sql = `UPDATE ${table.name} SET ${column.name} = ? WHERE ${whereKey}`
    const what = `${column.name} = ${value}`
    return { ...common, what, after: { ...row, [column.name]: value }, sql, parameters: [value, ...key] }
  }
  const copy = copyOf(random, table, row)
  const names = table.all.map(({ name }) => name)
  const sql = `INSERT INTO ${table.name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
  const parameters = names.map((name) => copy[name] as Value)
  return { ...common, what: 'insert', row: copy, after: copy, sql, parameters }
}

/** false: the table itself did not take it, as where a number would stand twice */
export const make = (tool: Tool, { table, sql, parameters }: Edit): Promise<boolean> =>
  tool
    .unguarded(table, () => tool.all(sql, parameters))
    .then(
      () => true,
      () => false,
    )

/** documentId -> number; of a paper nobody knows, its id */
export type NumberOf = (documentId: Value) => Value

export const numbersOf = async (tool: Tool): Promise<NumberOf> => {
  const rows = await tool.all<{ documentId: string; number: string }>('SELECT documentId, number FROM document')
  const numbers = new Map<Value, string>(rows.map(({ documentId, number }) => [documentId, number]))
  return (documentId) => numbers.get(documentId) ?? documentId
}

/**
 * What a finding has to say to name a row of a table that is not marked row by row; of a row of several names, each. A paper
 * is called by its number, or by its id where it is gone; what hangs on it by that and its place there.
 */
const calledBy: Record<string, (row: Row, numberOf: NumberOf) => (Value | undefined)[][]> = {
  document: ({ documentId, number }) => [[number], [documentId]],
  documentLine: ({ documentId = null, lineNo }, numberOf) => [[numberOf(documentId), lineNo]],
  draftStep: ({ documentId = null, stepNo }, numberOf) => [[numberOf(documentId), stepNo]],
  entryCount: ({ day, userId, documentId, logId }) => [[day, userId, documentId, logId]],
  event: ({ logId, seq }) => [[logId, seq]],
  log: ({ logId }) => [[logId]],
  scan: ({ scanId }) => [[scanId]],
  stockBalance: ({ account, sku, lot }) => [[account, sku, lot]],
  stockMovement: ({ logId, seq, line }) => [[logId, seq, line]],
  trail: ({ logId, seq }) => [[logId, seq]],
}

const namesOf = (table: string, row: Row, numberOf: NumberOf): (Value | undefined)[][] =>
  calledBy[table]?.(row, numberOf) ?? [(watchedTables[table]?.by ?? []).map((column) => row[column])]

export const hasName = (table: string): boolean => (calledBy[table] ?? watchedTables[table]) !== undefined

/** 'CGRK-S001-1/4' says CGRK-S001-1 and 4, and not 41. */
const partsOf = (place: string): string[] => place.split(/[/ ]/)

/** What a finding says of places: its row, which movements of an event, and the first place of a gap or behind the last. */
const placesSaid = ({ code, row, params }: Problem): string[] => [
  ...partsOf(row),
  ...partsOf(params.lines ?? ''),
  ...(code === 'seqGap' ? [String(Number(params.after) + 1)] : []),
  ...(code === 'headIsNotLast' ? [String(params.head)] : []),
]

/** By the row's own key, as it stood or as it stands now: a finding that names the table alone leaves somebody searching. */
export const names = (problem: Problem, edit: Edit, numberOf: NumberOf): boolean => {
  const said = new Set(['', ...placesSaid(problem)])
  const isSaid = (word: Value | undefined): boolean => partsOf(String(word ?? '')).every((part) => said.has(part))
  return [edit.row, edit.after].some((row) =>
    namesOf(edit.table, row, numberOf).some((words) => words.length > 0 && words.every(isSaid)),
  )
}
