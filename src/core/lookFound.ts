/**
 * What the program found by itself when it looked at its own file: the line of the log that tells it, read back as findings. A
 * store's line stands at HQ as it came, so what is not of the shape it should have is left out.
 */
import { type FindingCode, type Problem, problemOf } from './findings'

/** Rows that were changed past the program. */
export const oddRowsOperation = 'rows.odd'
/** The end of the log was missing at a start. */
export const cutOperation = 'trail.cut'

export const lookOperations: readonly string[] = [oddRowsOperation, cutOperation]
export const isLook = (operation: string): boolean => lookOperations.includes(operation)

type RowCode = Extract<FindingCode, 'rowUntold' | 'rowEdited' | 'rowGone' | 'tableGone'>
const rowCodes: ReadonlySet<string> = new Set<RowCode>(['rowUntold', 'rowEdited', 'rowGone', 'tableGone'])

type CutCode = Extract<
  FindingCode,
  | ('fenceGone' | 'fenceUnreadable' | 'fenceOfOther' | 'fenceForged')
  | ('fencedLineOther' | 'fencedLineGone' | 'ownTrailUnknown')
>
/** where each of them is found: the file that says how far the log had got, the log, or the note of which log it is */
const cutTables: Readonly<Record<CutCode, 'fence' | 'trail' | 'meta'>> = {
  ...({ fenceGone: 'fence', fenceUnreadable: 'fence', fenceOfOther: 'fence', fenceForged: 'fence' } as const),
  ...({ fencedLineOther: 'trail', fencedLineGone: 'trail', ownTrailUnknown: 'meta' } as const),
}

/** As a look keeps it: the key as a JSON array, '' where it is about the whole table. */
export interface FoundRow {
  table: string
  key: string
  code: RowCode | 'marksBegunAnew'
  /** of the line that began the marks anew */
  seq?: number | undefined
}

export const findingOfRow = ({ table, key, code, seq }: FoundRow): Problem =>
  code === 'marksBegunAnew' ? problemOf(code, 'table', table, { line: seq }) : problemOf(code, table, spokenKey(key))

/** `["s001.lin","pin"]` -> s001.lin/pin */
export const spokenKey = (key: string): string => {
  try {
    const parts: unknown = JSON.parse(key)
    return Array.isArray(parts) ? parts.join('/') : key
  } catch {
    return key
  }
}

export const findingsOfLook = (operation: string, detail: unknown): Problem[] => {
  const { found, row } = isRecord(detail) ? detail : {}
  if (operation === oddRowsOperation) return (Array.isArray(found) ? found : []).filter(isFoundRow).map(findingOfRow)
  if (operation !== cutOperation || typeof found !== 'string' || !isCutCode(found)) return []
  return [problemOf(found, cutTables[found], typeof row === 'string' ? row : '')]
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isCutCode = (code: string): code is CutCode => Object.hasOwn(cutTables, code)

const isFoundRow = (value: unknown): value is FoundRow =>
  isRecord(value) &&
  typeof value.table === 'string' &&
  typeof value.key === 'string' &&
  typeof value.code === 'string' &&
  (rowCodes.has(value.code) || value.code === 'marksBegunAnew')
