/**
 * 单据 on paper, one layout for all of them: a sheet of facts, lines and signatures is cut into pages of A4 or of continuous
 * three-part paper. Rows are as high as what stands in them, so nothing is cut; each page repeats the head and its headings
 * and says which of how many it is.
 */
import { drawn, html, type Markup, none, type PaperLanguage, paperDocument } from './html'
import { type Lettering, linesOf, textMm, widestWordMm } from './measure'

export const paperSizes = ['a4', 'threePart'] as const
export type PaperSize = (typeof paperSizes)[number]

export interface FormColumn {
  name: string
  /** box: left empty, to be written into by hand */
  kind: 'line' | 'code' | 'text' | 'unit' | 'number' | 'box'
  /** of a cell with one code below the other: what each is called where they stand apart */
  halves?: readonly [string, string]
}

export type Fact = readonly [name: string, value: string]

export interface FormSheet {
  title: string
  /** the state in words, in a frame behind the title; '' where it needs none */
  state: string
  /** stands across each page, so that nobody takes this paper for one that counts; '' where it does count */
  across: string
  storeName: string
  number: string
  numberSvg: string
  facts: readonly Fact[]
  columns: readonly FormColumn[]
  /** a cell for each column; a new line within a cell is one on paper */
  rows: readonly (readonly string[])[]
  /** said where there are no rows */
  empty: string
  totals: readonly string[]
  /** below the lines: sums, a statement */
  notes: readonly Fact[]
  /** who did what and when */
  steps: readonly Fact[]
  signs: readonly string[]
  printed: string
  /** which print it is; '' for the first */
  again: string
  words: FormPageWords
}

export interface FormPageWords {
  page(page: number, pages: number): string
  /** names of the parts of three-part paper, top to bottom */
  copies: readonly string[]
  total: string
}

interface Geometry {
  widthMm: number
  heightMm: number
  /** left and right; continuous paper has its sprocket holes there */
  sideMm: number
  topMm: number
  bottomMm: number
  headMm: number
  footMm: number
  lineMm: number
  rowMm: number
  signMm: number
  points: number
  /** a column of names is never narrower */
  textMm: number
  /** and where that much is left to it, what stands below each other may stand side by side */
  amplyMm: number
  factsBeside: number
}

/** Nothing below nine points: an impact printer blurs what is smaller. */
const geometries: Record<PaperSize, Geometry> = {
  a4: {
    ...{ widthMm: 210, heightMm: 296.5, sideMm: 10, topMm: 9, bottomMm: 8, headMm: 21, footMm: 7 },
    ...{ lineMm: 4.1, rowMm: 6.4, signMm: 14, points: 9, textMm: 40, amplyMm: 56, factsBeside: 3 },
  },
  threePart: {
    ...{ widthMm: 241, heightMm: 139.5, sideMm: 14, topMm: 5, bottomMm: 4, headMm: 18, footMm: 6 },
    ...{ lineMm: 4.5, rowMm: 6, signMm: 10, points: 10, textMm: 52, amplyMm: 50, factsBeside: 3 },
  },
}

const headingMm = 7
const cellPadMm = 1
const factPadMm = 1.2
const afterFactsMm = 1.6
const beforeNotesMm = 1.5

/** What is laid out in one piece: each page takes the shell some five megabytes while it makes the PDF, and gives them back. */
const pagesPerFile = 80

export interface FormPaper {
  pages: number
  files: number
  html(file: number): string
}

export const formPaper = (language: PaperLanguage, size: PaperSize, given: FormSheet): FormPaper => {
  const geometry = geometries[size]
  const sheet = arranged(geometry, given)
  const widths = widthsOf(geometry, sheet)
  const pages = pagesOf(geometry, sheet, widths)
  const page = (of: FormPage, index: number): Markup => pageOf(size, sheet, widths, of, [index + 1, pages.length])
  return {
    pages: pages.length,
    files: Math.ceil(pages.length / pagesPerFile),
    html: (file) => {
      const from = file * pagesPerFile
      const drawnPages = pages.slice(from, from + pagesPerFile).map((one, index) => page(one, from + index))
      return paperDocument(language, `${sheet.title} ${sheet.number}`.trim(), cssOf(geometry), drawnPages)
    },
  }
}

// ---- Columns ----

const roomOf = ({ widthMm, sideMm }: Geometry): number => widthMm - 2 * sideMm

const letteringOf = ({ points }: Geometry, kind: FormColumn['kind']): Lettering => ({ points, fixed: kind === 'code' })

/** the least and the most a column of this kind takes; text takes what is left */
const bounds: Record<Exclude<FormColumn['kind'], 'text'>, readonly [number, number]> = {
  line: [8, 14],
  code: [20, 40],
  unit: [11, 18],
  number: [13, 32],
  box: [24, 24],
}

/**
 * The two codes of a line: each in a column of its own where there is room, so that most rows are one line high and more goods
 * stand on a page; above the name where the figures leave the name too little; else one below the other.
 */
const arranged = (geometry: Geometry, sheet: FormSheet): FormSheet => {
  const at = sheet.columns.findIndex(
    ({ halves }, index) => halves && sheet.rows.some((row) => row[index]?.includes('\n')),
  )
  const apart = at < 0 ? sheet : codesApart(sheet, at)
  if (textLeft(geometry, apart, 'wanted') >= geometry.amplyMm) return apart
  return at < 0 || textLeft(geometry, sheet, 'least') >= geometry.textMm ? sheet : codesAbove(sheet, at)
}

const codesApart = (sheet: FormSheet, at: number): FormSheet => {
  const halves = (cell: string): string[] => [cell.split('\n')[0] ?? '', cell.split('\n')[1] ?? '']
  const [one, other] = sheet.columns[at]?.halves ?? ['', '']
  return {
    ...sheet,
    columns: inPlaceOf(sheet.columns, at, { name: one, kind: 'code' }, { name: other, kind: 'code' }),
    rows: sheet.rows.map((row) => inPlaceOf(row, at, ...halves(row[at] ?? ''))),
    totals: sheet.totals.length === 0 ? [] : inPlaceOf(sheet.totals, at, '', ''),
  }
}

const codesAbove = (sheet: FormSheet, at: number): FormSheet => {
  const text = sheet.columns.findIndex(({ kind }) => kind === 'text')
  const both = `${sheet.columns[at]?.name} / ${sheet.columns[text]?.name}`
  const joined = (row: readonly string[]): string => `${(row[at] ?? '').replaceAll('\n', '  ')}\n${row[text]}`
  return {
    ...sheet,
    columns: inPlaceOf(inPlaceOf(sheet.columns, text, { name: both, kind: 'text' }), at),
    rows: sheet.rows.map((row) => inPlaceOf(inPlaceOf(row, text, joined(row)), at)),
    totals: sheet.totals.length === 0 ? [] : inPlaceOf(sheet.totals, at),
  }
}

const inPlaceOf = <T>(all: readonly T[], at: number, ...others: T[]): T[] => [
  ...all.slice(0, at),
  ...others,
  ...all.slice(at + 1),
]

/** What names get while every other column has what it wants, or the least it can do with. */
const textLeft = (geometry: Geometry, sheet: FormSheet, how: 'wanted' | 'least'): number => {
  const texts = sheet.columns.filter(({ kind }) => kind === 'text').length
  return (roomOf(geometry) - sumOf(needsOf(geometry, sheet)[how])) / Math.max(texts, 1)
}

const sumOf = (widths: readonly number[]): number => widths.reduce((all, width) => all + width, 0)

/** A figure is never broken; its heading may be, between its words. */
const needsOf = (geometry: Geometry, { columns, rows, totals }: FormSheet): { wanted: number[]; least: number[] } => {
  const cellsAt = (at: number): string[] => [...rows.map((row) => row[at] ?? ''), totals[at] ?? '']
  const each = (heading: typeof headingWidth): number[] =>
    columns.map((column, at) => (column.kind === 'text' ? 0 : ownWidth(geometry, column, cellsAt(at), heading)))
  return { wanted: each(headingWidth), least: each(narrowHeading) }
}

/** As wide as its widest figure, and as its heading where names have enough. */
const widthsOf = (geometry: Geometry, sheet: FormSheet): number[] => {
  const { columns } = sheet
  const { wanted, least } = needsOf(geometry, sheet)
  const texts = columns.filter(({ kind }) => kind === 'text').length
  const spare = Math.max(0, roomOf(geometry) - texts * geometry.textMm - sumOf(least))
  const share = Math.min(1, spare / Math.max(sumOf(wanted) - sumOf(least), 0.01))
  const widths = wanted.map((width, at) => (least[at] ?? 0) + (width - (least[at] ?? 0)) * share)
  const left = (roomOf(geometry) - sumOf(widths)) / Math.max(texts, 1)
  return columns.map(({ kind }, at) => (kind === 'text' ? left : (widths[at] ?? 0)))
}

const cellRoomMm = 2 * cellPadMm + 0.8
const headingRoomMm = 2 * cellPadMm + 0.4

/** A short heading stays on one line, a longer one breaks between its words. */
const headingWidth = (geometry: Geometry, column: FormColumn): number => {
  const own = textMm(column.name, { points: geometry.points })
  return column.name.length <= 4 ? Math.max(13, own + cellRoomMm) : narrowHeading(geometry, column)
}

const narrowHeading = ({ points }: Geometry, { name }: FormColumn): number =>
  Math.max(13, widestWordMm(name, { points }) + headingRoomMm)

const ownWidth = (
  geometry: Geometry,
  column: FormColumn,
  cells: readonly string[],
  heading: typeof headingWidth,
): number => {
  const { kind } = column
  const [least, most] = kind === 'text' ? [0, 0] : bounds[kind]
  const lettering = letteringOf(geometry, kind)
  const widest = cells.reduce(
    (wide, cell) => cell.split('\n').reduce((more, line) => Math.max(more, textMm(line, lettering)), wide),
    0,
  )
  const headingMm = kind === 'line' ? 0 : heading(geometry, column)
  return Math.min(most, Math.max(least, headingMm, widest + cellRoomMm))
}

// ---- Pages ----

interface FormPage {
  first: boolean
  last: boolean
  rows: readonly (readonly string[])[]
  heights: readonly number[]
}

const rowHeight = (geometry: Geometry, { columns }: FormSheet, widths: readonly number[], row: readonly string[]) => {
  const lines = row.map((cell, at) => {
    const { kind = 'text' } = columns[at] ?? {}
    return cell === '' ? 1 : linesOf(cell, (widths[at] ?? 0) - 2 * cellPadMm - 0.4, letteringOf(geometry, kind))
  })
  return Math.max(geometry.rowMm, Math.max(1, ...lines) * geometry.lineMm + 1.6)
}

/** The headings of columns may need more than one line. */
const headingsMm = (geometry: Geometry, { columns }: FormSheet, widths: readonly number[]): number => {
  const lines = columns.map(({ name }, at) =>
    linesOf(name, (widths[at] ?? 0) - 2 * cellPadMm, { points: geometry.points }),
  )
  return Math.max(headingMm, Math.max(1, ...lines) * geometry.lineMm + 1.4)
}

/** The last page has what comes after the lines; the row before it comes along, so that no signature stands alone. */
const pagesOf = (geometry: Geometry, sheet: FormSheet, widths: readonly number[]): FormPage[] => {
  const { heightMm, topMm, bottomMm, headMm, footMm } = geometry
  const room = heightMm - topMm - bottomMm - headMm - footMm - headingsMm(geometry, sheet, widths)
  const closing = closingMm(geometry, sheet, widths)
  const heights = sheet.rows.map((row) => rowHeight(geometry, sheet, widths, row))
  const cuts: { from: number; used: number }[] = [{ from: 0, used: factsMm(geometry, sheet.facts) }]
  heights.forEach((height, at) => {
    const page = cuts[cuts.length - 1] as { from: number; used: number }
    if (page.used + height > room && at > page.from) cuts.push({ from: at, used: height })
    else page.used += height
  })
  const last = cuts[cuts.length - 1] as { from: number; used: number }
  if (last.used + closing > room) {
    const from = Math.max(last.from + 1, heights.length - 1)
    cuts.push({ from: Math.min(from, heights.length), used: 0 })
  }
  return cuts.map(({ from }, index) => {
    const to = cuts[index + 1]?.from ?? heights.length
    const part = { rows: sheet.rows.slice(from, to), heights: heights.slice(from, to) }
    return { first: index === 0, last: index === cuts.length - 1, ...part }
  })
}

/** Facts side by side; one that needs more than its share has a row of its own. */
const factRows = (geometry: Geometry, facts: readonly Fact[]): Fact[][] => {
  const { factsBeside } = geometry
  const rows: Fact[][] = []
  for (const fact of facts.filter(([, value]) => value !== '')) {
    const row = rows.at(-1)
    const own = isWide(geometry, fact)
    if (!row || own || row.length >= factsBeside || isWide(geometry, row[0] as Fact)) rows.push([fact])
    else row.push(fact)
  }
  return rows
}

const isWide = (geometry: Geometry, fact: Fact): boolean =>
  factMm(geometry, fact) > roomOf(geometry) / geometry.factsBeside - 2

const factText = ([name, value]: Fact): string => (name === '' ? value : `${name}：  ${value}`)
const factMm = ({ points }: Geometry, fact: Fact): number => textMm(factText(fact), { points })

const factRowMm = (geometry: Geometry, row: readonly Fact[]): number => {
  const [fact] = row
  const lines =
    row.length === 1 && fact ? linesOf(factText(fact), roomOf(geometry) - 4, { points: geometry.points }) : 1
  return lines * geometry.lineMm + factPadMm
}

const factsMm = (geometry: Geometry, facts: readonly Fact[]): number => {
  const rows = factRows(geometry, facts)
  return rows.length === 0 ? 0 : rows.reduce((sum, row) => sum + factRowMm(geometry, row), 0) + afterFactsMm
}

const closingMm = (geometry: Geometry, sheet: FormSheet, widths: readonly number[]): number => {
  const below = factsMm(geometry, sheet.notes) + factsMm(geometry, sheet.steps)
  const totals = sheet.totals.length === 0 ? 0 : rowHeight(geometry, sheet, widths, totalsOf(sheet))
  const empty = sheet.rows.length === 0 ? geometry.rowMm * 2 : 0
  return totals + empty + beforeNotesMm + below + geometry.signMm
}

/** "Total" stands where the names stand. */
const totalsOf = ({ columns, totals, words }: FormSheet): string[] => {
  const at = columns.findIndex(({ kind }) => kind === 'text')
  return columns.map((_column, index) => (index === at ? totals[index] || words.total : (totals[index] ?? '')))
}

// ---- Markup ----

const pageOf = (
  size: PaperSize,
  sheet: FormSheet,
  widths: readonly number[],
  page: FormPage,
  [at, of]: [number, number],
): Markup => {
  const { title, state, storeName, number, numberSvg, words, across } = sheet
  const geometry = geometries[size]
  return html`
<section class="page ${size}">
  ${across === '' ? none : html`<div class="across"><span>${across}</span></div>`}
  <header>
    <div class="what">
      <h1>${title}${state === '' ? none : html`<span class="state">${state}</span>`}</h1>
      <p>${storeName}</p>
    </div>
    ${number === '' ? none : html`<div class="number">${drawn(numberSvg)}<p class="code">${number}</p></div>`}
  </header>
  ${page.first ? factsOf(geometry, sheet.facts, 'facts') : none}
  ${tableOf(sheet, widths, page)}
  ${page.last ? closingOf(geometry, sheet) : none}
  <div class="foot">
    <span>${size === 'threePart' ? words.copies.join('  ') : ''}</span>
    <span>${sheet.again === '' ? none : html`<b class="again">${sheet.again}</b> `}${sheet.printed}</span>
    <b>${words.page(at, of)}</b>
  </div>
</section>`
}

const factsOf = (geometry: Geometry, facts: readonly Fact[], kind: string): Markup => {
  const rows = factRows(geometry, facts)
  if (rows.length === 0) return none
  return html`<div class="${kind}">${rows.map(
    (row) =>
      html`<div class="row" style="height:${mm(factRowMm(geometry, row))}">${row.map(
        ([name, value]) => html`<p>${name === '' ? none : html`<span>${name}</span>`}${value}</p>`,
      )}</div>`,
  )}</div>`
}

const mm = (length: number): string => `${length.toFixed(2)}mm`

const tableOf = (sheet: FormSheet, widths: readonly number[], { rows, heights, last }: FormPage): Markup => {
  const { columns, empty } = sheet
  if (rows.length === 0 && sheet.rows.length > 0) return none
  return html`<table>
  <colgroup>${widths.map((width) => html`<col style="width:${mm(width)}">`)}</colgroup>
  <thead><tr>${columns.map(({ name, kind }) => html`<th class="${kind}">${name}</th>`)}</tr></thead>
  <tbody>${rows.map((row, at) => rowOf(columns, row, heights[at] ?? 0))}
  ${sheet.rows.length === 0 ? html`<tr><td class="empty" colspan="${columns.length}">${empty}</td></tr>` : none}
  ${last && sheet.totals.length > 0 ? html`<tr class="totals">${cellsOf(columns, totalsOf(sheet))}</tr>` : none}
  </tbody>
</table>`
}

const rowOf = (columns: readonly FormColumn[], row: readonly string[], height: number): Markup =>
  html`<tr style="height:${mm(height)}">${cellsOf(columns, row)}</tr>`

const cellsOf = (columns: readonly FormColumn[], row: readonly string[]): Markup[] =>
  columns.map(({ kind }, at) => html`<td class="${kind}">${linesIn(row[at] ?? '')}</td>`)

const linesIn = (cell: string): Markup[] => cell.split('\n').map((line) => html`<div>${line}</div>`)

const closingOf = (geometry: Geometry, sheet: FormSheet): Markup => html`<div class="closing">
  ${factsOf(geometry, sheet.notes, 'notes')}
  ${factsOf(geometry, sheet.steps, 'notes')}
  <footer>${sheet.signs.map((name) => html`<div class="sign"><span>${name}</span><i></i></div>`)}</footer>
</div>`

const cssOf = (geometry: Geometry): string => {
  const { widthMm, heightMm, sideMm, topMm, bottomMm, headMm, lineMm, signMm, points, factsBeside } = geometry
  const isA4 = widthMm === 210
  const numberMm = isA4 ? 72 : 98
  return `
  @page { size: ${isA4 ? 'A4' : `${widthMm}mm ${heightMm + 0.5}mm`}; margin: 0 }
  body { font-size: ${points}pt; line-height: ${lineMm}mm }
  .page { width: ${widthMm}mm; height: ${heightMm}mm; padding: ${topMm}mm ${sideMm}mm ${bottomMm}mm }
  header { display: flex; gap: 4mm; height: ${headMm}mm; align-items: flex-start; justify-content: space-between }
  .what { flex: 1; min-width: 0 } .what p { font-size: ${points + 1}pt; margin-top: 1mm }
  h1 { font-size: 17pt; line-height: 1.2; font-weight: bold }
  .state { font-size: ${points + 1.5}pt; line-height: 1.15; border: 0.5mm solid #000; padding: 0.2mm 2mm; margin-left: 3mm;
    vertical-align: 0.9mm; white-space: nowrap }
  .number { width: ${numberMm}mm; text-align: center } .number svg { width: ${numberMm}mm; height: ${isA4 ? 12 : 11}mm }
  .number .code { font-size: ${points + 1}pt; margin-top: 0.6mm; letter-spacing: 0.2mm }
  .facts { margin-bottom: ${afterFactsMm}mm } .row { display: flex; align-items: flex-start }
  .row p { flex: 0 0 ${(100 / factsBeside).toFixed(3)}%; overflow-wrap: anywhere } .row p:only-child { flex: 1 }
  .row span { margin-right: 1.5mm } .row span::after { content: "：" } :lang(en) .row span::after { content: ":" }
  table { width: 100%; border-collapse: collapse; table-layout: fixed }
  th { border: 0.3mm solid #000; height: ${headingMm}mm; padding: 0 ${cellPadMm}mm; font-size: ${points}pt; text-align: center }
  td { border: 0.2mm solid #000; padding: 0 ${cellPadMm}mm; overflow-wrap: anywhere; vertical-align: middle }
  td.code { font-size: ${points}pt } th.code { font-family: inherit }
  td.line, td.unit { text-align: center } td.number { text-align: right }
  td.empty { height: ${geometry.rowMm * 2}mm; text-align: center } .totals td { font-weight: bold; height: ${geometry.rowMm}mm }
  .closing { margin-top: ${beforeNotesMm}mm } .notes { margin-bottom: 0.4mm }
  footer { display: flex; gap: 5mm; height: ${signMm}mm; align-items: flex-end }
  .sign { display: flex; align-items: flex-end; gap: 1.5mm; flex: 1 } .sign span { white-space: nowrap }
  .sign i { flex: 1; border-bottom: 0.3mm solid #000; height: ${lineMm + 0.5}mm }
  .foot { position: absolute; left: ${sideMm}mm; right: ${sideMm}mm; bottom: ${bottomMm}mm; display: flex; gap: 4mm;
    justify-content: space-between; align-items: flex-end; white-space: nowrap }
  .again { border: 0.4mm solid #000; padding: 0.1mm 1.5mm; margin-right: 1.5mm }
  .across { position: absolute; inset: 0; display: flex; align-items: center; justify-content: center; z-index: 2 }
  .across span { transform: rotate(-16deg); font-size: ${isA4 ? 62 : 50}pt; line-height: 1.2; letter-spacing: 6mm;
    padding: 2mm 4mm 2mm 10mm; font-weight: bold; white-space: nowrap; color: transparent; border: 0.8mm solid #777;
    -webkit-text-stroke: 0.35mm #777 }
  :lang(en) .across span { letter-spacing: 1mm; font-size: ${isA4 ? 46 : 40}pt; padding: 2mm 6mm }`
}
