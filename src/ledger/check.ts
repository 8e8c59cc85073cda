/** What every check of `verify` is made of: a question to the file, and its answer as problems a person can act on. */
import { type FindingCode, findings, type Problem } from '../core/findings'
import { assert } from '../core/result'
import type { Parameter, Reader } from '../database/unitOfWork'

export type { Problem } from '../core/findings'

export type Check = (read: Reader) => Promise<Problem[]>

export const problemsMax = 200
export const pageRows = 500

/** A check as one query that lists offenders: `place` names the row of `table`, the other columns what its words need. */
export const rule =
  (code: FindingCode, table: string, sql: string): Check =>
  async (read) =>
    (await read.all<Record<string, Parameter>>(`${sql} LIMIT ${problemsMax}`)).map(({ place, ...figures }) => ({
      code,
      table,
      row: String(place),
      params: paramsFrom(code, figures),
    }))

const paramsFrom = (code: FindingCode, figures: Record<string, Parameter>): Problem['params'] =>
  Object.fromEntries(
    Object.keys(findings[code]).map((name) => {
      assert(figures[name] !== undefined, `the query of ${code} selects no ${name}`)
      return [name, String(figures[name] ?? '')]
    }),
  )

/** What JSON says at a path; null where somebody left text that is none, for a check must name that row and not fail on it. */
export const jsonAt = (column: string, path: string): string =>
  `CASE WHEN json_valid(${column}) THEN json_extract(${column}, '${path}') END`

export const hasTable = async (read: Reader, name: string): Promise<boolean> =>
  (await read.one('SELECT 1 AS found FROM sqlite_schema WHERE name = ?', [name])) !== undefined

/** A store holds one half of a transfer's ledger; whoever holds both can hold them against each other. */
export const onlyAtHub =
  (check: Check): Check =>
  async (read) =>
    (await hasTable(read, 'streamHead')) ? check(read) : []

export const onlyAtStore =
  (check: Check): Check =>
  async (read) =>
    (await hasTable(read, 'scan')) ? check(read) : []

/** A file of an earlier version that no program of this one has opened yet has not every table. */
export const onlyWithTable =
  (table: string, check: Check): Check =>
  async (read) =>
    (await hasTable(read, table)) ? check(read) : []
