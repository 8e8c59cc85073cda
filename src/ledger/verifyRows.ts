/** Rows the trail marks one by one (rowMarks.ts), held against their last mark; and the pictures against their hash. */
import { createHash } from 'node:crypto'
import { type FindingCode, problemOf } from '../core/findings'
import { assert } from '../core/result'
import type { Reader } from '../database/unitOfWork'
import { keySql, watchedTables } from '../database/watchedTables'
import { type Check, hasTable, type Problem, pageRows } from './check'
import { type Begun, eachPage, type Line, readBegun } from './ownTrail'
import { marksWhere, type Shape, type Shapes } from './rowMarks'

type RowFinding = Extract<FindingCode, 'tableGone' | 'rowUntold' | 'rowEdited' | 'rowGone' | 'pictureEdited'>

const problem = (table: string, key: string, code: RowFinding): Problem => problemOf(code, table, spoken(key))

/** `["s001.lin","pin"]` -> s001.lin/pin */
const spoken = (key: string): string => (JSON.parse(key) as unknown[]).join('/')

interface Told {
  shapes: Map<string, Shape>
  /** table -> key -> mark; the keys left over when all rows were seen are gone */
  marks: Map<string, Map<string, string>>
  /** tables whose marks were begun once more without a reason: whatever was edited before would count as told */
  begunAgain: { table: string; seq: number }[]
}

export const markedRows: Check = async (read) => {
  const begun = await readBegun(read)
  if (!begun) return []
  const { shapes, marks, begunAgain } = await gather(read, begun)
  const problems = begunAgain.map(({ table, seq }) => problemOf('marksBegunAnew', 'table', table, { line: seq }))
  for (const [table, shape] of shapes)
    problems.push(...(await tableProblems(read, table, shape, marks.get(table) ?? new Map())))
  return problems
}

const gather = async (read: Reader, { logId }: Begun): Promise<Told> => {
  const told: Told = { shapes: new Map(), marks: new Map(), begunAgain: [] }
  await eachPage(read, logId, (lines) => {
    for (const line of lines) take(told, line)
  })
  return told
}

const take = (told: Told, { seq, operation, detail, left }: Line): void => {
  for (const [table, keys] of Object.entries(left.rows ?? {})) {
    const marks = told.marks.get(table) ?? new Map<string, string>()
    told.marks.set(table, marks)
    for (const [key, mark] of Object.entries(keys)) {
      if (mark === null) marks.delete(key)
      else marks.set(key, mark)
    }
  }
  if (operation !== 'rows.marked') return
  for (const [table, shape] of Object.entries(detail.tables as Shapes)) {
    if (JSON.stringify(told.shapes.get(table)) === JSON.stringify(shape)) told.begunAgain.push({ table, seq })
    told.shapes.set(table, shape)
  }
}

const tableProblems = async (
  read: Reader,
  table: string,
  shape: Shape,
  told: Map<string, string>,
): Promise<Problem[]> => {
  if (!(await hasTable(read, table))) return [...told.keys()].map((key) => problem(table, key, 'tableGone'))
  const problems: Problem[] = []
  for await (const page of pagesOf(read, table, shape)) {
    for (const [key, mark] of page) {
      const known = told.get(key)
      told.delete(key)
      if (known === undefined) problems.push(problem(table, key, 'rowUntold'))
      else if (known !== mark) problems.push(problem(table, key, 'rowEdited'))
    }
  }
  return [...problems, ...[...told.keys()].map((key) => problem(table, key, 'rowGone'))]
}

/** By key, some hundred keys at a time: a stream of HQ's is longer than memory should hold. */
async function* pagesOf(read: Reader, table: string, shape: Shape): AsyncGenerator<Map<string, string>> {
  const key = shape.by.join(', ')
  const unless = watchedTables[table]?.unless?.(table) ?? 'false'
  const places = shape.by.map(() => '?').join(', ')
  for (let after: (string | number)[] | null = null; ; ) {
    const beyond: string = after ? `AND (${key}) > (${places})` : ''
    const keys: { key: string }[] = await read.all<{ key: string }>(
      `SELECT DISTINCT ${keySql(shape)} AS key FROM ${table} WHERE NOT (${unless}) ${beyond} ORDER BY ${key} LIMIT ${pageRows}`,
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

/** The row tells what the picture hashes to; the bytes lie beside it. */
export const pictures: Check = async (read) => {
  const problems: Problem[] = []
  for (let after = ''; ; ) {
    const row = await read.one<{ attachmentId: string; sha256: string; dataBase64: string }>(
      `SELECT attachmentId, sha256, dataBase64 FROM attachment
       WHERE attachmentId > ? AND dataBase64 IS NOT NULL ORDER BY attachmentId LIMIT 1`,
      [after],
    )
    if (!row) return problems
    after = row.attachmentId
    const bytes = Buffer.from(row.dataBase64, 'base64')
    const isWhole = bytes.toString('base64') === row.dataBase64
    if (!isWhole || createHash('sha256').update(bytes).digest('hex') !== row.sha256)
      problems.push(problem('attachment', JSON.stringify([after]), 'pictureEdited'))
  }
}
