/** Rows the trail marks one by one (rowMarks.ts), held against their last mark. */
import { type FoundRow, oddRowsOperation } from '../core/lookFound'
import { assert } from '../core/result'
import type { Reader } from '../database/unitOfWork'
import { keySql, watchedTables } from '../database/watchedTables'
import { hasTable, pageRows } from './check'
import { eachPage, type Line, linesOfRows, readBegun } from './ownTrail'
import { marksWhere, type Shape, type Shapes } from './rowMarks'

/** `marksBegunAnew`: without a reason, so whatever was edited before would count as told. */
export interface OddRow extends FoundRow {
  /** what stands there now: another edit of the same row is told anew */
  mark?: string
}

interface Told {
  shapes: Map<string, Shape>
  /** table -> key -> mark; the keys left over when all rows were seen are gone */
  marks: Map<string, Map<string, string>>
  begunAgain: OddRow[]
  /** row -> how it was last told odd, since it was last marked */
  odd: Map<string, string>
}

const placeOf = ({ table, key }: Pick<OddRow, 'table' | 'key'>): string => `${table} ${key}`
const sayingOf = ({ code, mark = '', seq = 0 }: OddRow): string => `${code} ${mark} ${seq}`

/** Reads every line, believing no index: for `verify`. */
export const oddRows = async (read: Reader): Promise<OddRow[]> => {
  const told = await gather(read, eachPage)
  return told ? compared(read, told, [...told.shapes.keys()]) : []
}

/**
 * The same by the lines that tell of rows alone, found by their index: quick enough for a start. A table whose columns this
 * program's version changed is looked at by those it had: its rows are about to be told as they stand, an edited one as well.
 */
export const oddRowsQuickly = async (read: Reader, isAsked: (table: string) => boolean): Promise<Found> => {
  const told = await gather(read, linesOfRows)
  if (!told) return { found: [], news: [] }
  const tables: string[] = []
  for (const [table, shape] of told.shapes)
    if (isAsked(table) && watchedTables[table] && (await hasStill(read, table, shape))) tables.push(table)
  const found = await compared(read, told, tables)
  return { found, news: found.filter((row) => told.odd.get(placeOf(row)) !== sayingOf(row)) }
}

interface Found {
  found: OddRow[]
  /** those no line told yet as they stand now */
  news: OddRow[]
}

/** A table that is gone altogether is a finding. */
const hasStill = async (read: Reader, table: string, { by, columns }: Shape): Promise<boolean> => {
  const rows = await read.all<{ name: string }>('SELECT name FROM pragma_table_info(?)', [table])
  const here = new Set(rows.map(({ name }) => name))
  return here.size === 0 || [...by, ...columns].every((name) => here.has(name))
}

const gather = async (read: Reader, pages: typeof eachPage): Promise<Told | null> => {
  const begun = await readBegun(read)
  if (!begun) return null
  const told: Told = { shapes: new Map(), marks: new Map(), begunAgain: [], odd: new Map() }
  await pages(read, begun.logId, (lines) => {
    for (const line of lines) take(told, line)
  })
  return told
}

const compared = async (read: Reader, told: Told, tables: readonly string[]): Promise<OddRow[]> => {
  const found = told.begunAgain.filter(({ table }) => tables.includes(table))
  for (const table of tables)
    found.push(...(await oddIn(read, table, told.shapes.get(table) as Shape, told.marks.get(table) ?? new Map())))
  return found
}

const take = (told: Told, { seq, operation, detail, left }: Line): void => {
  for (const [table, keys] of Object.entries(left.rows ?? {})) {
    const marks = told.marks.get(table) ?? new Map<string, string>()
    told.marks.set(table, marks)
    for (const [key, mark] of Object.entries(keys)) {
      if (mark === null) marks.delete(key)
      else marks.set(key, mark)
      told.odd.delete(placeOf({ table, key }))
    }
  }
  if (operation === oddRowsOperation)
    for (const row of (detail.found ?? []) as OddRow[]) told.odd.set(placeOf(row), sayingOf(row))
  if (operation !== 'rows.marked') return
  for (const [table, shape] of Object.entries((detail.tables ?? {}) as Shapes)) {
    if (JSON.stringify(told.shapes.get(table)) === JSON.stringify(shape))
      told.begunAgain.push({ table, key: '', code: 'marksBegunAnew', seq })
    told.shapes.set(table, shape)
  }
}

const oddIn = async (read: Reader, table: string, shape: Shape, told: Map<string, string>): Promise<OddRow[]> => {
  if (!(await hasTable(read, table))) return [...told.keys()].map((key) => ({ table, key, code: 'tableGone' }))
  const found: OddRow[] = []
  for await (const page of pagesOf(read, table, shape)) {
    for (const [key, mark] of page) {
      const known = told.get(key)
      told.delete(key)
      if (known === undefined) found.push({ table, key, code: 'rowUntold', mark })
      else if (known !== mark) found.push({ table, key, code: 'rowEdited', mark })
    }
  }
  return [...found, ...[...told.keys()].map((key): OddRow => ({ table, key, code: 'rowGone' }))]
}

/** By key, some hundred keys at a time: a stream of HQ's is longer than memory should hold. */
async function* pagesOf(read: Reader, table: string, shape: Shape): AsyncGenerator<Map<string, string>> {
  const key = shape.by.join(', ')
  const unless = watchedTables[table]?.unless?.(table) ?? 'false'
  const places = shape.by.map(() => '?').join(', ')
  for (let after: (string | number)[] | null = null; ; ) {
    const beyond: string = after ? `AND (${key}) > (${places})` : ''
    const keys: { key: string }[] = await read.all<{ key: string }>(
      `SELECT ${keySql(shape)} AS key FROM ${table} WHERE NOT (${unless}) ${beyond} GROUP BY ${key} ORDER BY ${key}
       LIMIT ${pageRows}`,
      after ?? [],
    )
    const last = keys.at(-1)
    if (!last) return
    const upTo = JSON.parse(last.key) as (string | number)[]
    // bytes that are no text come back as others, and the next page would begin where this one did, for ever
    assert(JSON.stringify(upTo) !== JSON.stringify(after), `a key of ${table} is no text: ${last.key}`)
    yield await marksWhere(read, table, shape, {
      sql: `NOT (${unless}) ${beyond} AND (${key}) <= (${places})`,
      parameters: [...(after ?? []), ...upTo],
    })
    after = upTo
  }
}
