/** The permission matrix as it is read: filtered by words, side and role, two roles set against each other. */
import type { OutputOf } from '../../contract/operations'

export type Matrix = OutputOf<'role.matrix'>
export type MatrixRow = Matrix['rows'][number]
export type Cell = MatrixRow['cells'][number]

export interface MatrixFilters {
  search: string
  /** the one role to look at; '' = all */
  role: string
  /** set against it; '' = none */
  against: string
  side: 'store' | 'hub' | ''
}

export const readMatrixFilters = (params: URLSearchParams): MatrixFilters => {
  const side = params.get('side')
  const role = (params.get('role') ?? '').slice(0, 32)
  return {
    search: (params.get('q') ?? '').slice(0, 64),
    role,
    against: role === '' ? '' : (params.get('against') ?? '').slice(0, 32),
    side: side === 'store' || side === 'hub' ? side : '',
  }
}

export const subjectOf = ({ operation }: Pick<MatrixRow, 'operation'>): string => operation.split('.')[0] ?? ''

/** Which roles stand across: those that are on, or the one or two asked for. */
export const shownRoles = (
  { roles }: Pick<Matrix, 'roles'>,
  { role, against }: MatrixFilters,
): { role: Matrix['roles'][number]; at: number }[] => {
  const all = roles.map((one, at) => ({ role: one, at }))
  if (!roles.some(({ code }) => code === role)) return all.filter((one) => one.role.active)
  return [role, against].flatMap((code) => all.filter((one) => one.role.code === code))
}

/** `wordsOf`: what a row says, for the search. Two roles side by side show what differs alone. */
export const shownRows = (matrix: Matrix, filters: MatrixFilters, wordsOf: (row: MatrixRow) => string): MatrixRow[] => {
  const across = shownRoles(matrix, filters)
  const text = filters.search.trim().toLowerCase()
  return matrix.rows
    .filter(({ runsOn }) => filters.side === '' || runsOn === 'both' || runsOn === filters.side)
    .filter((row) => text === '' || wordsOf(row).toLowerCase().includes(text))
    .filter((row) => filters.against === '' || across.length < 2 || differs(row, across))
}

const differs = (row: MatrixRow, across: readonly { at: number }[]): boolean =>
  new Set(across.map(({ at }) => row.cells[at])).size > 1

/** By subject, in the order of the table of operations. */
export const bySubject = (rows: readonly MatrixRow[]): { subject: string; rows: MatrixRow[] }[] => {
  const groups = new Map<string, MatrixRow[]>()
  for (const row of rows) groups.set(subjectOf(row), [...(groups.get(subjectOf(row)) ?? []), row])
  return [...groups].map(([subject, of]) => ({ subject, rows: of }))
}
