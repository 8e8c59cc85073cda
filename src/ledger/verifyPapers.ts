/** Papers held against what was told of them: every column against the mark its last act left, handed-in lines against the event. */
import { problemOf } from '../core/findings'
import type { Parameter, Reader } from '../database/unitOfWork'
import { type Check, type Problem, pageRows, problemsMax, rule } from './check'
import { type Begun, eachPage, type Line, readBegun } from './ownTrail'
import { type DocumentMark, documentMarks, markOf, marksOfLines } from './touched'

/** as many papers as are held in memory at once; a larger ledger reads its trail again for the next */
const sliceDocuments = 50_000

interface Paper {
  documentId: string
  writtenAt: string
  number: string
  state: string
  rowid: number
  logId: string | null
  /** is the log its steps are told in kept here? */
  toldHere: number
}

/** What the trail says of one paper, gathered line by line. */
interface Told {
  mark?: DocumentMark
  version: number
  lines: Map<number, string>
  steps: string
}

const noSteps = markOf('steps')

const papers: Check = async (read) => {
  const begun = await readBegun(read)
  if (!begun) return []
  const problems: Problem[] = []
  for (let after = ''; ; ) {
    const slice = await read.all<Paper>(
      `SELECT documentId, number, state, writtenAt, rowid, logId,
         EXISTS (SELECT 1 FROM log g WHERE g.logId = document.logId) AS toldHere
       FROM document WHERE documentId > ? ORDER BY documentId LIMIT ?`,
      [after, sliceDocuments],
    )
    const last = slice.length < sliceDocuments ? null : (slice.at(-1)?.documentId ?? null)
    problems.push(...(await sliceProblems(read, begun, slice, { after, last })))
    if (last === null) return problems
    after = last
  }
}

interface Bounds {
  after: string
  /** null: no paper comes after this slice */
  last: string | null
}

const sliceProblems = async (read: Reader, begun: Begun, slice: Paper[], bounds: Bounds): Promise<Problem[]> => {
  const told = await gather(read, begun, slice, bounds)
  const problems: Problem[] = []
  const oddSteps: Paper[] = []
  for (let start = 0; start < slice.length; start += pageRows) {
    const page = slice.slice(start, start + pageRows)
    const marks = await documentMarks(
      read,
      page.map(({ documentId }) => documentId),
    )
    for (const paper of page) {
      const known = told.get(paper.documentId)
      problems.push(...(await paperProblems(read, begun, paper, marks[paper.documentId], known)))
      const isTold = known?.mark !== undefined && marks[paper.documentId] !== undefined && paper.rowid > begun.documents
      if (isTold && oddSteps.length < problemsMax && (await stepsDiffer(read, paper, known))) oddSteps.push(paper)
    }
  }
  problems.push(...(await stepProblems(read, begun, oddSteps)))
  const held = new Set(slice.map(({ documentId }) => documentId))
  const gone = [...told].filter(([documentId, { mark }]) => mark && !held.has(documentId))
  return [...problems, ...gone.map(([documentId]) => problemOf('rowGone', 'document', documentId))]
}

/**
 * Lines of a paper that was handed in are told by its event; only those open on this side, and those of another PC's paper,
 * need the trail's own marks. What a store took back is a draft there: here it stands as it was told.
 */
const keepsLines = ({ state, writtenAt, logId, toldHere }: Paper, isHub: boolean): boolean =>
  logId === null || toldHere === 0 || (['draft', 'held'].includes(state) && !(isHub && writtenAt === 'store'))

const gather = async (read: Reader, begun: Begun, slice: Paper[], bounds: Bounds): Promise<Map<string, Told>> => {
  const open = new Set(slice.filter((paper) => keepsLines(paper, begun.isHub)).map(({ documentId }) => documentId))
  const told = new Map<string, Told>()
  const of = (documentId: string): Told => {
    const known = told.get(documentId) ?? { version: 0, lines: new Map(), steps: noSteps }
    told.set(documentId, known)
    return known
  }
  const within = (documentId: string): boolean =>
    documentId > bounds.after && (bounds.last === null || documentId <= bounds.last)
  await eachPage(read, begun.logId, (lines) => {
    for (const line of lines) take(line, within, open, of)
  })
  return told
}

const take = (
  { left, userId }: Line,
  within: (documentId: string) => boolean,
  open: ReadonlySet<string>,
  of: (documentId: string) => Told,
): void => {
  const mine = <T>(from: Record<string, T> = {}): [Told, T, string][] =>
    Object.entries(from)
      .filter(([documentId]) => within(documentId))
      .map(([documentId, one]) => [of(documentId), one, documentId])
  for (const [told, mark] of mine(left.documents)) {
    told.mark = mark
    told.version = Math.max(told.version, mark[0])
  }
  for (const [told, steps] of mine(left.steps)) {
    for (const step of steps) {
      told.steps = markOf([told.steps, userId, ...step])
      told.version = Math.max(told.version, step[0])
      if (step[3] !== null && ['remove', 'drop'].includes(step[1])) told.lines.delete(step[3])
    }
  }
  for (const [told, lines, documentId] of mine(left.lines)) {
    if (open.has(documentId)) for (const [lineNo, mark] of lines) told.lines.set(lineNo, mark)
  }
}

const paperProblems = async (
  read: Reader,
  begun: Begun,
  paper: Paper,
  held: DocumentMark | undefined,
  told: Told | undefined,
): Promise<Problem[]> => {
  const { number } = paper
  const isOlder = paper.rowid <= begun.documents
  if (!told?.mark || !held) return isOlder ? [] : [problemOf('paperUntold', 'document', number)]
  const problems: Problem[] = []
  if (held[1] !== told.mark[1]) problems.push(problemOf('paperEdited', 'document', number))
  if (held[2] !== told.mark[2]) problems.push(problemOf('historyEdited', 'documentStep', number))
  if (held[0] !== told.version)
    problems.push(problemOf('versionDiffers', 'document', number, { held: held[0], told: told.version }))
  if (keepsLines(paper, begun.isHub)) problems.push(...(await lineProblems(read, paper, told, isOlder)))
  return problems
}

const lineProblems = async (read: Reader, paper: Paper, told: Told, isOlder: boolean): Promise<Problem[]> => {
  const problems: Problem[] = []
  const unseen = new Set(told.lines.keys())
  for (const [lineNo, mark] of await marksOfLines(read, paper.documentId, 'all')) {
    const known = told.lines.get(lineNo)
    unseen.delete(lineNo)
    const name = `${paper.number}/${lineNo}`
    if (known === undefined && !isOlder) problems.push(problemOf('lineUntold', 'documentLine', name))
    if (known !== undefined && known !== mark) problems.push(problemOf('lineEdited', 'documentLine', name))
  }
  return [
    ...problems,
    ...[...unseen].map((lineNo) => problemOf('rowGone', 'documentLine', `${paper.number}/${lineNo}`)),
  ]
}

type StepRow = Record<string, Parameter>

const stepWords = 'userId stepNo kind field lineNo trayId change undoes scanId recordedAt'.split(' ')

/** As `touchStep` was told them; a file of an earlier version keeps no places. */
const placesOf = ({ atSeq = 0, fromSeq = 0 }: StepRow): Parameter[] =>
  fromSeq ? [atSeq, fromSeq] : atSeq ? [atSeq] : []

const markOfStep = (before: string, row: StepRow): string =>
  markOf([before, ...stepWords.map((column) => row[column]), ...placesOf(row)])

async function* stepPages(read: Reader, documentId: string): AsyncGenerator<StepRow[]> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = await read.all<StepRow>(
      'SELECT * FROM draftStep WHERE documentId = ? AND stepNo > ? ORDER BY stepNo LIMIT ?',
      [documentId, after, pageRows],
    )
    yield rows
    after = Number(rows.at(-1)?.stepNo ?? after)
    if (rows.length < pageRows) return
  }
}

const stepsDiffer = async (read: Reader, { documentId }: Paper, told: Told): Promise<boolean> => {
  let mark = noSteps
  for await (const rows of stepPages(read, documentId)) for (const row of rows) mark = markOfStep(mark, row)
  return mark !== told.steps
}

/** Of papers whose steps do not add up to what was told: the trail is read once more, and each step held against its own. */
const stepProblems = async (read: Reader, { logId }: Begun, odd: readonly Paper[]): Promise<Problem[]> => {
  if (odd.length === 0) return []
  const told = new Map(odd.map(({ documentId }) => [documentId, new Map<number, string>()]))
  await eachPage(read, logId, (lines) => {
    for (const { left, userId } of lines)
      for (const [documentId, steps] of Object.entries(left.steps ?? {}))
        for (const step of steps) told.get(documentId)?.set(step[0], markOf([noSteps, userId, ...step]))
  })
  const problems: Problem[] = []
  for (const paper of odd)
    problems.push(...(await namedSteps(read, paper, told.get(paper.documentId) as Map<number, string>)))
  return problems
}

const namedSteps = async (
  read: Reader,
  { documentId, number }: Paper,
  told: Map<number, string>,
): Promise<Problem[]> => {
  const held = new Map<number, string>()
  for await (const rows of stepPages(read, documentId))
    for (const row of rows) held.set(Number(row.stepNo), markOfStep(noSteps, row))
  const figures = { held: held.size, told: told.size }
  const differ = [...new Set([...held.keys(), ...told.keys()])].filter((no) => held.get(no) !== told.get(no))
  // told twice, or in another order: none of them is another than was told
  const places = differ.length === 0 ? [number] : differ.map((stepNo) => `${number}/${stepNo}`)
  return places.map((place) => problemOf('draftStepsDiffer', 'draftStep', place, figures))
}

interface ToldPaper extends Record<string, unknown> {
  document?: Record<string, unknown>
  lines?: Record<string, unknown>[]
}

/** The header and every line of a paper that was handed in, in every word. */
const againstEvents: Check = async (read) => {
  const isHub = (await read.one(`SELECT 1 AS found FROM sqlite_schema WHERE name = 'streamHead'`)) !== undefined
  const problems: Problem[] = []
  for (let after = ''; ; ) {
    const rows = await read.all<Record<string, Parameter> & { documentId: string; payload: string }>(
      `SELECT d.*, e.payload FROM document d JOIN event e ON e.logId = d.logId AND e.seq = d.seq
       WHERE d.documentId > ? AND (d.state NOT IN ('draft', 'held') OR (d.writtenAt = 'store' AND ?)) ORDER BY d.documentId LIMIT 100`,
      [after, isHub ? 1 : 0],
    )
    for (const row of rows) problems.push(...(await toldProblems(read, row, isHub)))
    const last = rows.at(-1)
    if (!last) return problems
    after = last.documentId
  }
}

const toldProblems = async (
  read: Reader,
  row: Record<string, Parameter> & { documentId: string; payload: string },
  isHub: boolean,
): Promise<Problem[]> => {
  const told = parsed(row.payload)
  // the chain says of bytes nobody can read; PCs of the first version told their receipts in other words
  if (told.type !== 'document.stepped' || !told.document) return []
  const number = String(row.number)
  const column = Object.entries(told.document).find(
    // HQ's yes gives a number of its own, before the store tells of it
    ([key, value]) => row[key] !== asColumn(value) && !(isHub && key === 'reference'),
  )
  const header = column ? [notAsTold('document', number, row, column)] : []
  return [...header, ...(await toldLineProblems(read, row.documentId, number, told.lines ?? []))]
}

const notAsTold = (
  table: string,
  name: string,
  row: Record<string, Parameter>,
  [column, told]: [string, unknown],
): Problem =>
  problemOf('notAsEventTold', table, name, { column, held: String(row[column] ?? ''), told: String(told ?? '') })

const asColumn = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : value)

/** What a line has that nobody told of: only a count says how far the ledger was. */
const untold = { fromSeq: 0, atSeq: 0 }

const toldLineProblems = async (
  read: Reader,
  documentId: string,
  number: string,
  told: Record<string, unknown>[],
): Promise<Problem[]> => {
  const held = await read.all<Record<string, Parameter>>(
    'SELECT * FROM documentLine WHERE documentId = ? ORDER BY lineNo',
    [documentId],
  )
  const byNo = new Map(told.map((line) => [line.lineNo, line]))
  const problems: Problem[] = []
  for (const row of held) {
    const line = byNo.get(row.lineNo)
    byNo.delete(row.lineNo)
    const name = `${number}/${row.lineNo}`
    if (!line) problems.push(problemOf('lineNotOfEvent', 'documentLine', name))
    const column = Object.entries(line ? { ...untold, ...line } : {}).find(
      ([key, value]) => row[key] !== asColumn(value),
    )
    if (column) problems.push(notAsTold('documentLine', name, row, column))
  }
  const gone = [...byNo.keys()].map((lineNo) => problemOf('rowGone', 'documentLine', `${number}/${lineNo}`))
  return [...problems, ...gone]
}

const parsed = (payload: string): ToldPaper => {
  try {
    return JSON.parse(payload) as ToldPaper
  } catch {
    return {}
  }
}

const orphans = ([table, place]: readonly [string, string]): Check =>
  rule(
    'documentMissing',
    table,
    `SELECT x.documentId || '/' || x.${place} AS place
     FROM ${table} x LEFT JOIN document d ON d.documentId = x.documentId WHERE d.documentId IS NULL`,
  )

export const paperChecks: readonly Check[] = [
  papers,
  againstEvents,
  ...(
    [
      ['documentLine', 'lineNo'],
      ['documentStep', 'stepNo'],
      ['draftStep', 'stepNo'],
    ] as const
  ).map(orphans),
  rule(
    'stepNotAsTold',
    'documentStep',
    `SELECT t.documentId || '/' || t.stepNo AS place, e.logId || '/' || e.seq AS event
     FROM documentStep t JOIN event e ON e.logId = t.logId AND e.seq = t.seq
     WHERE json_valid(e.payload) AND json_extract(e.payload, '$.type') = 'document.stepped' AND (
       t.documentId <> json_extract(e.payload, '$.document.documentId') OR t.userId <> json_extract(e.payload, '$.userId')
       OR t.authorityId <> json_extract(e.payload, '$.authorityId') OR t.reason <> json_extract(e.payload, '$.reason')
       OR t.at <> json_extract(e.payload, '$.occurredAt')
       OR CASE t.step WHEN 'carriedOut' THEN 'decided' ELSE t.step END <> json_extract(e.payload, '$.step')
       OR t.level <> coalesce(json_extract(e.payload, '$.decision.level'), '')
       OR t.decision <> coalesce(json_extract(e.payload, '$.decision.decision'), '')
       OR t.contentHash <> coalesce(json_extract(e.payload, '$.decision.contentHash'), ''))`,
  ),
  rule(
    'linePositionOdd',
    'documentLine',
    `SELECT d.number || '/' || l.lineNo AS place, l.fromSeq, l.atSeq
     FROM documentLine l JOIN document d ON d.documentId = l.documentId
     WHERE d.logId IS NULL AND (l.fromSeq <> 0 OR l.atSeq <> 0)`,
  ),
  // at HQ a store's event brings the lines anew, and none of the steps that led to them
  rule(
    'lineTouchedOdd',
    'documentLine',
    `SELECT d.number || '/' || l.lineNo AS place, l.touchedAt
     FROM documentLine l JOIN document d ON d.documentId = l.documentId
     WHERE l.touchedAt <> CASE WHEN EXISTS (SELECT 1 FROM log g WHERE g.logId = d.logId AND g.deviceId <> 'hub')
       AND EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'streamHead') THEN 0
       ELSE coalesce((SELECT max(s.stepNo) FROM draftStep s WHERE s.documentId = l.documentId
       AND s.lineNo = l.lineNo AND s.stepNo > coalesce((SELECT max(r.stepNo) FROM draftStep r
         WHERE r.documentId = l.documentId AND r.lineNo = l.lineNo AND r.kind IN ('remove', 'drop')), 0)), 0) END`,
  ),
]
