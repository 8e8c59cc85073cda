/** The file's tables and guards held against what its migrations make: a guard that was taken off was taken off for something. */
import { expectedSchema, type SchemaObject, schemaSql } from '../database/expectedSchema'
import { type Check, hasTable, type Problem, rule } from './check'

const invariant = 'tables and guards are as this program made them'

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
    if (!held) problems.push({ invariant, where: `${type} ${name}`, detail: `is gone from ${table}` })
    else if (plain(held.sql) !== plain(sql))
      problems.push({ invariant, where: `${type} ${name}`, detail: `is another on ${held.table}` })
  }
  for (const { type, name, table } of found.values())
    problems.push({ invariant, where: `${type} ${name}`, detail: `no migration made it on ${table}` })
  return problems
}

/** SQLite writes a renamed table's text anew, in one version with quotes and in another without. */
const plain = (sql: string): string => sql.replace(/["\s]/g, '')

/** Rows found when a trail begins are told apart by their rowid; below 1 nothing was ever written. */
const numbered = (table: string): Check =>
  rule(
    'rows are numbered from 1',
    `SELECT '${table} ' || rowid AS place, 'no program wrote it there' AS detail FROM ${table} WHERE rowid < 1`,
  )

export const schemaChecks: readonly Check[] = [
  schema,
  ...['document', 'event'].map(numbered),
  async (read) => ((await hasTable(read, 'scan')) ? numbered('scan')(read) : []),
  rule(
    '5 HQ acknowledged no more than there is',
    `SELECT 'log ' || logId AS place, 'ackedSeq ' || ackedSeq || ', head ' || headSeq AS detail FROM log
     WHERE ackedSeq > headSeq OR ackedSeq < 0`,
  ),
]
