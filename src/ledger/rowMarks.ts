/**
 * Marks of the rows `database/watchedTables` names: what each row that changed was left as, written into the next line of the
 * trail, or into lines of their own where no act tells. `verifyRows.ts` holds the tables against them.
 */
import type { Reader, Tx } from '../database/unitOfWork'
import { keyPartSql, keySql, type WatchedTable, watchedTables } from '../database/watchedTables'
import { pageRows } from './check'
import { markOf } from './touched'

/** table -> key, as a JSON array -> mark; null: no row of that key is left */
export type RowMarks = Record<string, Record<string, string | null>>

/** What makes a mark, as a line told it when the table's rows were first marked. */
export type Shape = Pick<WatchedTable, 'by' | 'columns'>
/** table -> shape */
export type Shapes = Record<string, Shape>

/** Everything noted since it was last asked, in portions that fit a line. What many rows share one key for is read once. */
export const takeRows = async (tx: Tx): Promise<RowMarks[]> => {
  const portions: RowMarks[] = []
  const taken = new Set<string>()
  for (let noted = await nextNotes(tx); noted.length > 0; noted = await nextNotes(tx)) {
    const fresh = noted.filter(({ tableName, key }) => !taken.has(`${tableName} ${key}`))
    for (const { tableName, key } of fresh) taken.add(`${tableName} ${key}`)
    const portion: RowMarks = {}
    for (const [name, keys] of byTable(fresh)) portion[name] = await marksOfKeys(tx, name, [...keys])
    // by their place and not by their words: a key of bytes that are no text is never found again by what it says
    await tx.run('DELETE FROM touchedRow WHERE rowid <= ?', [noted.at(-1)?.rowid ?? 0])
    if (fresh.length > 0) portions.push(portion)
  }
  return portions
}

/** What stands in these tables by now counts as told before. */
export const forgetNotes = (tx: Tx): Promise<void> => tx.run('DELETE FROM touchedRow')

export const isNoted = async (tx: Tx): Promise<boolean> =>
  (await tx.one('SELECT 1 AS found FROM touchedRow LIMIT 1')) !== undefined

interface Note {
  rowid: number
  tableName: string
  key: string
}

const nextNotes = (tx: Tx): Promise<Note[]> =>
  tx.all<Note>(`SELECT rowid, tableName, key FROM touchedRow ORDER BY rowid LIMIT ${pageRows}`)

const byTable = (notes: readonly Note[]): Map<string, Set<string>> => {
  const keys = new Map<string, Set<string>>()
  for (const { tableName, key } of notes) {
    const known = keys.get(tableName) ?? new Set<string>()
    keys.set(tableName, known.add(key))
  }
  return keys
}

const marksOfKeys = async (tx: Tx, name: string, keys: readonly string[]): Promise<RowMarks[string]> => {
  const shape = watchedTables[name] as WatchedTable
  const parts = shape.by.map(keyPartSql).join(', ')
  const found = await marksWhere(tx, name, shape, {
    sql: `(${shape.by.join(', ')}) IN (SELECT ${parts} FROM json_each(?)) AND NOT (${shape.unless?.(name) ?? 'false'})`,
    parameters: [`[${keys.join(',')}]`],
  })
  return Object.fromEntries(keys.map((key) => [key, found.get(key) ?? null]))
}

interface Condition {
  sql: string
  parameters: (string | number)[]
}

/** Rows of one key are hashed in the order of what they say. */
export const marksWhere = async (
  reader: Reader,
  name: string,
  { by, columns }: Shape,
  where: Condition,
): Promise<Map<string, string>> => {
  const rows = await reader.all<Record<string, unknown> & { markedKey: string }>(
    `SELECT ${keySql({ by })} AS markedKey, ${columns.join(', ')} FROM ${name} WHERE ${where.sql}
     ORDER BY ${[...by, ...columns].join(', ')}`,
    where.parameters,
  )
  const groups = new Map<string, unknown[]>()
  for (const { markedKey, ...row } of rows) {
    const values = columns.map((column) => row[column])
    const group = groups.get(markedKey)
    if (group) group.push(values)
    else groups.set(markedKey, [values])
  }
  return new Map([...groups].map(([key, group]) => [key, markOf(group)]))
}

export const shapesKey = 'markedTables'

/** Which tables are marked from now on: those this program names, as far as this file has them and nobody said so before. */
export const newlyMarked = async (tx: Tx): Promise<Shapes> => {
  const kept = await tx.one<{ value: string }>('SELECT value FROM meta WHERE key = ?', [shapesKey])
  const known = JSON.parse(kept?.value ?? '{}') as Shapes
  const here = new Set(
    (await tx.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)).map(({ name }) => name),
  )
  const fresh = Object.fromEntries(
    Object.entries(watchedTables)
      .filter(([name]) => here.has(name))
      .map(([name, { by, columns }]) => [name, { by, columns }] as const)
      .filter(([name, shape]) => JSON.stringify(known[name]) !== JSON.stringify(shape)),
  )
  if (Object.keys(fresh).length > 0) await keepShapes(tx, { ...known, ...fresh })
  return fresh
}

const keepShapes = (tx: Tx, shapes: Shapes): Promise<void> =>
  tx.run('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', [
    shapesKey,
    JSON.stringify(shapes),
  ])

/** Every row there is counts as changed just now; one that is left out by now loses the mark it had. */
export const noteAll = async (tx: Tx, name: string): Promise<void> => {
  const watched = watchedTables[name] as WatchedTable
  await tx.run(`INSERT INTO touchedRow (tableName, key) SELECT '${name}', ${keySql(watched, `${name}.`)} FROM ${name}`)
}
