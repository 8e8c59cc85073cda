/**
 * What an act left behind: fingerprints of the papers, lines and draft steps it touched, gathered while its transaction
 * runs and written into its line of the trail. `verify` holds the rows against them, so an edited row is known by name.
 */
import { createHash } from 'node:crypto'
import type { Parameter, Reader, Tx } from '../database/unitOfWork'
import type { RowMarks } from './rowMarks'

/**
 * A draft's step as the trail keeps it: stepNo, kind, field, lineNo, trayId, change, undoes, scanId, recordedAt, and how far the
 * ledger was where that says something: a count is netted by it. Last, how far it was before what the step writes down was
 * counted, where that was earlier.
 */
export type StepMark = [
  number,
  string,
  string,
  number | null,
  string | null,
  number,
  number | null,
  string | null,
  string,
  number?,
  number?,
]
/** version, the row, its steps */
export type DocumentMark = [number, string, string]
/** lineNo, the row */
export type LineMark = [number, string]

/** The key `left` of a line: what it left, by documentId. */
export interface Left {
  documents?: Record<string, DocumentMark>
  lines?: Record<string, LineMark[]>
  steps?: Record<string, StepMark[]>
  /** of the tables that are marked row by row */
  rows?: RowMarks
}

interface Touched {
  documents: Set<string>
  lines: Map<string, Set<number> | 'all'>
  steps: Map<string, StepMark[]>
  /** read before the line of the trail was due; gone with the next touch */
  marksRead?: Promise<Left>
}

const touchedIn = new WeakMap<Tx, Touched>()

const touchedOf = (tx: Tx): Touched => {
  const known = touchedIn.get(tx)
  if (known) delete known.marksRead
  if (known) return known
  const fresh: Touched = { documents: new Set(), lines: new Map(), steps: new Map() }
  touchedIn.set(tx, fresh)
  return fresh
}

/** Its row or its history took a change. */
export const touchDocument = (tx: Tx, documentId: string): void => void touchedOf(tx).documents.add(documentId)

/** Some of its lines, or all there are when the act ends, took a change no step tells. */
export const touchLines = (tx: Tx, documentId: string, lineNos: readonly number[] | 'all'): void => {
  const { lines } = touchedOf(tx)
  const known = lines.get(documentId) ?? new Set<number>()
  if (known === 'all') return
  lines.set(documentId, lineNos === 'all' ? 'all' : new Set([...known, ...lineNos]))
}

/** A step was added to a draft's history. Never inside a savepoint: what is rolled back alone would be told all the same. */
export const touchStep = (tx: Tx, documentId: string, step: StepMark): void => {
  const { steps } = touchedOf(tx)
  const known = steps.get(documentId)
  if (known) known.push(step)
  else steps.set(documentId, [step])
  if (step[3] !== null) touchLines(tx, documentId, [step[3]])
}

/** Everything touched since the transaction's last line of the trail. */
export const takeLeft = async (tx: Tx): Promise<Left | undefined> => {
  const touched = touchedIn.get(tx)
  if (!touched) return undefined
  touchedIn.delete(tx)
  return touched.marksRead ?? marksOf(tx, touched)
}

/** Reads the rows now, beside whatever else is asked: a scan is waited for. Nothing of them may be written after it but through a touch. */
export const readMarks = async (tx: Tx): Promise<void> => {
  const touched = touchedIn.get(tx)
  if (!touched) return
  touched.marksRead = marksOf(tx, touched)
  await touched.marksRead
}

const marksOf = async (tx: Tx, touched: Touched): Promise<Left> => {
  const left: Left = {}
  if (touched.documents.size > 0) left.documents = await documentMarks(tx, [...touched.documents])
  if (touched.lines.size > 0) left.lines = await lineMarks(tx, touched.lines)
  if (touched.steps.size > 0) left.steps = Object.fromEntries(touched.steps)
  return left
}

// columns by name: one that is added later says nothing about rows marked before
export const documentColumns = `documentId, type, number, state, round, writtenAt, storeCode, warehouseCode,
  toWarehouseCode, toCondition, counterpartyCode, sourceId, sourceNumber, reference, reasonCode, settlement, dueDate,
  note, refusal, policyVersion, authorId, submittedById, postedById, holderId, blind, closesSource, reversalOf,
  contentHash, pendingLevel, value, createdAt, submittedAt, occurredAt, postedAt, logId, seq`
const stepColumns = `documentId, stepNo, step, level, decision, contentHash, userId, userName, authorityId, reason, at,
  logId, seq`
/** `touchedAt` follows from the steps; the positions of a count count where it has them: rows marked before had none */
const lineColumns = `documentId lineNo sku lot expiryDate expectedQuantity quantity damagedQuantity
  rejectedQuantity freeQuantity unitCost unplanned role condition splitOf note`.split(/\s+/)

const markChars = 24
export const markOf = (what: unknown): string =>
  createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, markChars)

export const documentMarks = async (
  read: Reader,
  documentIds: readonly string[],
): Promise<Record<string, DocumentMark>> => {
  const ids = JSON.stringify(documentIds)
  const rows = await read.all<{ documentId: string; version: number }>(
    `SELECT ${documentColumns}, version FROM document WHERE documentId IN (SELECT value FROM json_each(?))`,
    [ids],
  )
  const steps = await read.all<{ documentId: string }>(
    `SELECT ${stepColumns} FROM documentStep WHERE documentId IN (SELECT value FROM json_each(?))
     ORDER BY documentId, stepNo`,
    [ids],
  )
  const stepsOf = new Map<string, object[]>()
  for (const step of steps) stepsOf.set(step.documentId, [...(stepsOf.get(step.documentId) ?? []), step])
  return Object.fromEntries(
    rows.map(({ version, ...row }) => [
      row.documentId,
      [version, markOf(row), markOf(stepsOf.get(row.documentId) ?? [])] as DocumentMark,
    ]),
  )
}

const lineMarks = async (tx: Tx, touched: Touched['lines']): Promise<Record<string, LineMark[]>> => {
  const marks: Record<string, LineMark[]> = {}
  for (const [documentId, lineNos] of touched) marks[documentId] = await marksOfLines(tx, documentId, lineNos)
  return marks
}

/** one line is what a scan touches, and a scan is waited for */
const wanted = (lineNos: ReadonlySet<number>): [number | string] => {
  const [only] = lineNos
  return lineNos.size === 1 && only !== undefined ? [only] : [JSON.stringify([...lineNos])]
}

export const marksOfLines = async (
  read: Reader,
  documentId: string,
  lineNos: ReadonlySet<number> | 'all',
): Promise<LineMark[]> => {
  const some =
    lineNos === 'all' ? '' : lineNos.size === 1 ? 'AND lineNo = ?' : 'AND lineNo IN (SELECT value FROM json_each(?))'
  // every column: a file of an earlier version keeps no positions
  const rows = await read.all<Record<string, Parameter> & { lineNo: number; fromSeq?: number; atSeq?: number }>(
    `SELECT * FROM documentLine WHERE documentId = ? ${some} ORDER BY lineNo`,
    [documentId, ...(lineNos === 'all' ? [] : wanted(lineNos))],
  )
  return rows.map(({ fromSeq = 0, atSeq = 0, ...row }) => {
    const said = Object.fromEntries(lineColumns.map((column) => [column, row[column]]))
    return [row.lineNo, markOf(fromSeq + atSeq > 0 ? { ...said, fromSeq, atSeq } : said)]
  })
}
