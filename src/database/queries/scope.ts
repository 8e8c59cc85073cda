/** A user's scope as an SQL condition on a store code column: the filter is part of the query itself. */
import type { Scope } from '../../core/organisation/scope'
import type { Parameter } from '../unitOfWork'

export interface Condition {
  sql: string
  parameters: Parameter[]
}

export const withinScope = (scope: Scope, column: string): Condition => {
  if (scope.kind === 'chain') return { sql: '1 = 1', parameters: [] }
  if (scope.kind === 'store') return { sql: `${column} = ?`, parameters: [scope.storeCode] }
  return { sql: `${column} IN (SELECT code FROM store WHERE regionCode = ?)`, parameters: [scope.regionCode] }
}

export const allOf = (conditions: readonly Condition[]): Condition => ({
  sql: conditions.length === 0 ? '1 = 1' : conditions.map(({ sql }) => `(${sql})`).join(' AND '),
  parameters: conditions.flatMap(({ parameters }) => parameters),
})

/** User text for LIKE: wildcards in it are plain characters. Use with ESCAPE '\'. */
export const likeText = (text: string): string => `%${text.replace(/[\\%_]/g, (found) => `\\${found}`)}%`
