/** The file's tables and guards held against what its migrations make: a guard that was taken off was taken off for something. */
import { problemOf } from '../core/findings'
import { expectedSchema, type SchemaObject, schemaSql } from '../database/expectedSchema'
import { type Check, hasTable, type Problem, rule } from './check'

const schema: Check = async (read) => {
  const names = await read.all<{ name: string }>('SELECT name FROM migrations ORDER BY id')
  const kind = (await hasTable(read, 'streamHead')) ? 'hub' : 'store'
  const found = new Map((await read.all<SchemaObject>(schemaSql)).map((one) => [one.name, one]))
  const expected = await expectedSchema(
    kind,
    names.map(({ name }) => name),
  )
  const problems: Problem[] = []
  for (const { type, name, table, sql } of expected) {
    const held = found.get(name)
    found.delete(name)
    // carried over into the trail and dropped, by which time the migrations had long run
    if (table === 'operationLog') continue
    if (!held) problems.push(problemOf('schemaGone', type, name, { of: table }))
    else if (held.sql !== '' && plain(held.sql) !== plain(sql))
      problems.push(problemOf('schemaOther', type, name, { of: held.table }))
  }
  for (const { type, name, table } of found.values()) problems.push(problemOf('schemaExtra', type, name, { of: table }))
  return problems
}

/** PostgreSQL keeps no text of what was asked; there the names are compared, and whether a guard is on. SQLite writes a renamed table's text anew, in one version with quotes and in another without. */
const plain = (sql: string): string => sql.replace(/["\s]/g, '')

/** Rows found when a trail begins are told apart by their rowid; below 1 nothing was ever written. */
const numbered = (table: string): Check =>
  rule('rowBelowFirst', table, `SELECT rowid AS place FROM ${table} WHERE rowid < 1`)

export const schemaChecks: readonly Check[] = [
  schema,
  ...['document', 'event'].map(numbered),
  async (read) => ((await hasTable(read, 'scan')) ? numbered('scan')(read) : []),
  rule(
    'ackedBeyondHead',
    'log',
    `SELECT logId AS place, ackedSeq AS acked, headSeq AS head FROM log
     WHERE ackedSeq > headSeq OR ackedSeq < 0`,
  ),
]
