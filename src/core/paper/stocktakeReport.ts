/** 盘点汇总表 and 盘点差异表 on A4: what a stocktake came to, for those who answer for it to sign, and every difference behind. */
import { costValueToFen, moneyText, quantityText } from '../quantity/quantity'
import type { StocktakeKind, UncountedRule } from '../stocktake/plan'
import { drawn, html, type Markup, none, type PaperLanguage, paperDocument } from './html'
import { linesOf, textMm } from './measure'
import { type ReportWords, reportWords } from './reportWords'

export interface ReportZone {
  code: string
  name: string
  round: number
  counters: readonly { name: string; round: number }[]
  lines: number
}

export interface ReportLine {
  sku: string
  name: string
  spec: string
  unit: string
  lot: string
  expiryDate: string
  book: number
  /** null: nobody counted it */
  counted: number | null
  variance: number
  /** 1/10,000 yuan; null without the right to see cost */
  value: number | null
  reason: string
  open: boolean
  planned: boolean
  recounted: boolean
  /** how much of the difference the books hold already, by a paper of an earlier hand-in */
  booked: number
  /** papers that moved it after it was first touched */
  moved: number
}

export interface StocktakeReport {
  storeName: string
  warehouseName: string
  number: string
  numberSvg: string
  state: keyof ReportWords['state']
  kind: StocktakeKind
  blind: boolean
  tolerancePermille: number
  toleranceFen: number
  products: number
  zonesCounted: number
  zonesTotal: number
  task: string
  note: string
  /** a time and a name, as they are read */
  opened: string
  submitted: string
  printed: string
  /** which print of it in this state */
  printNo: number
  uncounted: UncountedRule
  uncountedReason: string
  /** of what is still to be booked; `partBooked` lines are in the books already, whole or in part */
  totals: Record<'lines' | 'gained' | 'lost' | 'uncounted' | 'open' | 'partBooked', number> &
    Record<'gainValue' | 'lossValue' | 'bookValue', number | null>
  papers: readonly { type: 'stocktakeGain' | 'stocktakeLoss'; number: string; state: string }[]
  /** recounts that were not made, and why */
  waived: readonly { zone: string; reason: string }[]
  zones: readonly ReportZone[]
  /** every difference, the largest by value first */
  lines: readonly ReportLine[]
}

/** What fits a page. The first one has the facts and the figures above its zones; notes take the room of zones. */
const zonesFirst = 16
const zonesNext = 36
const zonesLeast = 4
const linesPerPage = 24
/** What is laid out in one piece: each page takes the shell some five megabytes while it makes the PDF, and gives them back. */
const pagesPerFile = 80

/** Whole, however long: in as many files as its pages need, numbered through. Each is made when it is asked for. */
export interface ReportPaper {
  pages: number
  files: number
  html(file: number): string
}

export const stocktakeReportPaper = (language: PaperLanguage, report: StocktakeReport): ReportPaper => {
  const words = reportWords[language]
  const [firstZones = [], ...moreZones] = zonePages(report)
  const linePages = chunks(report.lines, linesPerPage)
  const lots = report.lines.some(({ lot }) => lot !== '')
  const bodies: (() => [title: string, body: Markup])[] = [
    () => [words.summary, firstPage(words, report, firstZones)],
    ...moreZones.map((zones) => (): [string, Markup] => [words.summary, zonesTable(words, zones)]),
    ...linePages.map((lines, index) => (): [string, Markup] => [
      words.variances,
      linesTable(words, report, {
        ...{ lines, lots, before: index * linesPerPage, last: index === linePages.length - 1 },
      }),
    ]),
  ]
  const page = (body: (typeof bodies)[number], index: number): Markup =>
    pageOf(words, report, ...body(), words.page(index + 1, bodies.length))
  return {
    pages: bodies.length,
    files: Math.ceil(bodies.length / pagesPerFile),
    html: (file) => {
      const from = file * pagesPerFile
      const pages = bodies.slice(from, from + pagesPerFile).map((body, index) => page(body, from + index))
      return paperDocument(language, `${words.summary} ${report.number}`, css, pages)
    },
  }
}

const zonePages = ({ zones, papers, waived }: StocktakeReport): ReportZone[][] => {
  const room = Math.max(zonesLeast, zonesFirst - papers.length - waived.length)
  return [zones.slice(0, room), ...chunks(zones.slice(room), zonesNext).filter((page) => page.length > 0)]
}

/** At least one page, so that "no differences" stands somewhere. */
const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.max(1, Math.ceil(all.length / size)) }, (_page, index) =>
    all.slice(index * size, (index + 1) * size),
  )

const pageOf = (words: ReportWords, report: StocktakeReport, title: string, body: Markup, pageText: string): Markup => {
  const { storeName, warehouseName, number, numberSvg, state, printed, printNo } = report
  return html`
<section class="page">
  <header>
    <div class="what">
      <h1>${title} <span class="${state}">${words.state[state]}</span></h1>
      <p>${storeName} · ${warehouseName}</p>
    </div>
    <div class="number">${drawn(numberSvg)}<p class="code">${number}</p></div>
  </header>
  ${body}
  <div class="foot"><span>${printNo > 1 ? html`<b class="again">${words.again(printNo)}</b> ` : none}${words.fact.printed} ${printed}</span><b>${pageText}</b></div>
</section>`
}

const firstPage = (words: ReportWords, report: StocktakeReport, zones: readonly ReportZone[]): Markup => html`
  ${factsOf(words, report)}
  ${figuresOf(words, report)}
  ${papersOf(words, report)}
  ${waivedOf(words, report)}
  ${zonesTable(words, zones)}
  <p class="statement">${words.statement}</p>
  ${signatures(words)}`

const factsOf = (words: ReportWords, report: StocktakeReport): Markup => {
  const { kind, blind, products, zonesCounted, zonesTotal, tolerancePermille, toleranceFen } = report
  const percent = quantityText(tolerancePermille * 100)
  const facts: [string, string][] = [
    [words.fact.kind, words.kind[kind]],
    [words.fact.way, blind ? words.blind : words.openBook],
    [words.fact.products, String(products)],
    [words.fact.zones, `${zonesCounted} / ${zonesTotal}`],
    [words.fact.opened, report.opened],
    [words.fact.submitted, report.submitted],
    [words.fact.tolerance, words.tolerance(percent, yuan(toleranceFen))],
    [words.fact.task, report.task],
    [words.fact.note, report.note],
  ]
  return html`<dl class="facts">${facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

const yuan = (fen: number): string => `¥${moneyText(fen).replace(/\B(?=(\d{3})+(?!\d)(?=\.))/g, ',')}`
const money = (value: number | null): string => (value === null ? '' : yuan(costValueToFen(value)))
const signedMoney = (value: number | null): string => {
  if (value === null) return ''
  const sign = value > 0 ? '+' : value < 0 ? '-' : ''
  return `${sign}${money(Math.abs(value))}`
}

/** Basis points of what the books had, as a percentage with its sign. */
const shrinkOf = (net: number, bookValue: number): string => {
  if (bookValue <= 0) return ''
  const points = Number((BigInt(Math.abs(net)) * 10_000n) / BigInt(bookValue))
  return `${net < 0 ? '-' : ''}${moneyText(points)}%`
}

/** Without the right to see cost the money is not there. */
const figuresOf = (words: ReportWords, { totals, uncounted, uncountedReason }: StocktakeReport): Markup => {
  const { lines, gained, lost, open, partBooked, gainValue, lossValue, bookValue } = totals
  const net = gainValue === null || lossValue === null ? null : gainValue - lossValue
  const left = totals.uncounted === 0 ? '' : `${words.uncountedRule[uncounted]} ${uncountedReason}`.trim()
  const figures: [string, string, string][] = [
    [words.figure.lines, words.lines(lines), ''],
    [words.figure.gain, words.lines(gained), signedMoney(gainValue)],
    [words.figure.loss, words.lines(lost), signedMoney(lossValue === null ? null : -lossValue)],
    [words.figure.net, net === null ? '' : signedMoney(net) || yuan(0), ''],
    [words.figure.bookValue, money(bookValue), ''],
    [words.figure.shrink, net === null || bookValue === null ? '' : shrinkOf(net, bookValue), ''],
    [words.figure.uncounted, words.lines(totals.uncounted), left],
    [words.figure.open, open === 0 ? '' : words.lines(open), ''],
    [words.figure.booked, partBooked === 0 ? '' : words.lines(partBooked), ''],
  ]
  return html`<div class="figures">${figures
    .filter(([, value]) => value !== '')
    .map(
      ([name, value, more]) =>
        html`<div><span>${name}</span><b>${value}</b>${more ? html`<i>${more}</i>` : none}</div>`,
    )}</div>`
}

const papersOf = (words: ReportWords, { papers }: StocktakeReport): Markup =>
  papers.length === 0
    ? none
    : html`<div class="notes"><h2>${words.papers}</h2>${papers.map(
        ({ type, number, state }) =>
          html`<p>${words.paperType[type]} <span class="code">${number}</span> ${words.paperState[state] ?? state}</p>`,
      )}</div>`

const waivedOf = (words: ReportWords, { waived }: StocktakeReport): Markup =>
  waived.length === 0
    ? none
    : html`<div class="notes"><h2>${words.waived}</h2>${waived.map(
        ({ zone, reason }) => html`<p><span class="code">${zone}</span> ${reason}</p>`,
      )}</div>`

const heading = (name: string, kind: string): Markup => html`<th class="${kind}">${name}</th>`

const zonesTable = (words: ReportWords, zones: readonly ReportZone[]): Markup => html`<table class="zones">
  <thead><tr>${[
    heading(words.column.zone, 'zone'),
    heading(words.column.zoneName, ''),
    heading(words.column.round, 'round'),
    heading(words.column.zoneLines, 'count'),
    heading(words.column.counters, 'who'),
  ]}</tr></thead>
  <tbody>${zones.map(
    ({ code, name, round, counters, lines }) => html`<tr>
  <td class="zone code">${code}</td><td>${name === code ? '' : name}</td><td class="round">${words.round(round)}</td>
  <td class="count">${counters.length === 0 ? words.notCounted : lines}</td>
  <td class="who">${counters.map((one) => `${one.name} ${words.round(one.round)}`).join('、')}</td>
</tr>`,
  )}</tbody>
</table>`

interface LinePage {
  lines: readonly ReportLine[]
  /** some line of the report has a lot */
  lots: boolean
  /** lines on the pages before */
  before: number
  last: boolean
}

/** A column nobody needs is not there: the reason gets its room. */
const linesTable = (
  words: ReportWords,
  { totals }: StocktakeReport,
  { lines, lots, before, last }: LinePage,
): Markup => {
  const shown = { lots, value: totals.gainValue !== null }
  const { column } = words
  if (lines.length === 0) return html`<p class="nothing">${words.noVariance}</p>${signatures(words)}`
  const columns: [name: string, kind: string][] = [
    [column.line, 'line'],
    [column.sku, 'sku'],
    [column.name, 'name'],
    [column.unit, 'unit'],
    ...(shown.lots ? [[column.lot, 'lot'] as [string, string]] : []),
    [column.book, 'book'],
    [column.counted, 'counted'],
    [column.variance, 'variance'],
    ...(shown.value ? [[column.value, 'value'] as [string, string]] : []),
    [column.reason, 'reason'],
  ]
  const widths = lineWidths(words, lines, shown)
  return html`<table class="lines">
  <colgroup>${columns.map(([, kind]) => html`<col style="width:${(widths[kind] ?? 0).toFixed(2)}mm">`)}</colgroup>
  <thead><tr>${columns.map(([name, kind]) => heading(name, kind))}</tr></thead>
  <tbody>${lines.map((line, index) => rowOf(words, line, before + index + 1, { ...shown, nameMm: widths.name ?? 0 }))}</tbody>
</table>
${last ? closing(words, totals) : none}`
}

const roomMm = 190
const cellMm = 2.4
const figurePoints = 8
/** as the table's own letters: a code is not broken */
const codePoints = 9

/** As wide as the figures on the page: none is broken, none runs into its neighbour; the name gets what is left. */
const lineWidths = (
  words: ReportWords,
  lines: readonly ReportLine[],
  shown: { lots: boolean; value: boolean },
): Record<string, number> => {
  const widest = (texts: readonly string[], least: number, fixed = false): number =>
    Math.max(least, ...texts.map((text) => textMm(text, { points: fixed ? codePoints : figurePoints, fixed }) + cellMm))
  const { book, counted, variance, value } = words.column
  const widths = {
    ...{ line: 9, unit: 10, lot: shown.lots ? 20 : 0, reason: shown.lots ? 30 : 38 },
    sku: Math.min(
      30,
      widest(
        lines.map(({ sku }) => sku),
        16,
        true,
      ),
    ),
    book: widest([book, ...lines.map((line) => quantityText(line.book))], 11),
    counted: widest([counted, ...lines.map((line) => countedText(words, line))], 11),
    variance: widest([variance, ...lines.map((line) => signedQuantity(line.variance))], 11),
    value: shown.value ? widest([value, ...lines.map((line) => signedMoney(line.value))], 16) : 0,
  }
  return { ...widths, name: roomMm - Object.values(widths).reduce((sum, width) => sum + width, 0) }
}

const countedText = (words: ReportWords, { counted }: ReportLine): string =>
  counted === null ? words.notCounted : quantityText(counted)

const rowOf = (
  words: ReportWords,
  line: ReportLine,
  lineNo: number,
  shown: { lots: boolean; value: boolean; nameMm: number },
): Markup => html`<tr>
  <td class="line">${lineNo}</td>
  <td class="sku code">${line.sku}</td>
  <td class="name ${isLong(line, shown.nameMm) ? 'long' : ''}"><div>${line.name} <small>${line.spec}</small></div></td>
  <td class="unit">${line.unit}</td>
  ${shown.lots ? html`<td class="lot">${line.expiryDate || line.lot}</td>` : none}
  <td class="number">${quantityText(line.book)}</td>
  <td class="number">${countedText(words, line)}</td>
  <td class="number"><b>${signedQuantity(line.variance)}</b></td>
  ${shown.value ? html`<td class="value">${signedMoney(line.value)}</td>` : none}
  <td class="reason"><div>${marksOf(words, line)}</div></td>
</tr>`

/** More than two lines: smaller letters, of which three lines fit. */
const isLong = ({ name, spec }: ReportLine, nameMm: number): boolean =>
  linesOf(`${name} ${spec}`, nameMm - cellMm, { points: 9 }) > 2

const signedQuantity = (quantity: number): string => (quantity > 0 ? '+' : '') + quantityText(quantity)

/** What was said of the difference, and what else speaks for it. */
const marksOf = (words: ReportWords, line: ReportLine): string => {
  const { reason, open, planned, recounted, moved } = line
  return [
    bookedWords(words, line),
    ...[reason, open ? words.reasonWanted : '', recounted ? words.recounted : '', planned ? '' : words.unplanned],
    moved > 0 ? words.moved(moved) : '',
  ]
    .filter((text) => text !== '')
    .join(' · ')
}

const bookedWords = (words: ReportWords, { booked, variance }: ReportLine): string => {
  if (booked === 0) return ''
  return booked === variance ? words.booked : words.bookedPart(signedQuantity(booked))
}

const closing = (words: ReportWords, totals: StocktakeReport['totals']): Markup => {
  const { gained, lost, gainValue, lossValue } = totals
  const loss = lossValue === null ? null : -lossValue
  const net =
    gainValue === null || lossValue === null ? '' : `${words.figure.net} ${signedMoney(gainValue - lossValue)}`
  return html`<p class="sums"><b>${words.total}</b>
  <span>${words.figure.gain} ${words.lines(gained)} ${signedMoney(gainValue)}</span>
  <span>${words.figure.loss} ${words.lines(lost)} ${signedMoney(loss)}</span><span>${net}</span></p>
${signatures(words)}`
}

const signatures = ({ sign }: ReportWords): Markup =>
  html`<footer>${sign.map((name) => html`<div class="sign"><span>${name}</span><i></i></div>`)}</footer>`

const rowMm = 8.6

const css = `
  header { display: flex; gap: 6mm; height: 22mm; align-items: flex-start }
  .what { flex: 1; min-width: 0 } .what p { font-size: 10pt; margin-top: 1.5mm }
  h1 { font-size: 17pt; line-height: 1.2 }
  h1 span { font-size: 9pt; font-weight: normal; margin-left: 3mm; border: 0.3mm solid #000; padding: 0.3mm 1.5mm; vertical-align: 1mm }
  h1 span.review { font-weight: bold; border-style: dashed }
  .number { width: 62mm; text-align: center; font-size: 9pt } header .number svg { width: 62mm; height: 13mm }
  .facts { display: grid; grid-template-columns: 1fr 1fr; border: 0.3mm solid #000; font-size: 9.5pt }
  .facts div { display: flex; min-height: 7mm; border-bottom: 0.2mm solid #999; align-items: center }
  .facts div:nth-last-child(2):nth-child(odd), .facts div:last-child { border-bottom: 0 }
  .facts dt { width: 22mm; padding: 0 2mm; color: #333 } .facts dd { flex: 1; margin: 0; padding-right: 2mm; overflow-wrap: anywhere }
  .figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 2mm; margin: 3mm 0 }
  .figures div { border: 0.2mm solid #555; padding: 1.5mm 2mm; min-height: 14mm; font-size: 9pt }
  .figures span { display: block; color: #333 } .figures b { font-size: 12.5pt; line-height: 1.25 }
  .figures i { display: block; font-style: normal; font-size: 9.5pt; overflow-wrap: anywhere }
  .notes { margin-bottom: 2.5mm; font-size: 9.5pt } .notes h2 { font-size: 9.5pt; margin-bottom: 0.5mm } .notes p { line-height: 5mm }
  table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 9pt }
  th { border: 0.3mm solid #000; height: 6.5mm; background: #e8e8e8; font-size: 8.5pt; padding: 0 1mm }
  td { border: 0.2mm solid #555; padding: 0 1mm }
  .zones td { height: 6.2mm } .zone { width: 24mm } .round { width: 20mm; text-align: center }
  .count { width: 16mm; text-align: right } .who { width: 82mm }
  .lines td { height: ${rowMm}mm } .lines td div { max-height: ${rowMm - 0.6}mm; line-height: 3.9mm; overflow: hidden }
  .lines small { color: #333; font-size: 8pt } .line { text-align: center } .sku { font-size: 8.5pt; overflow-wrap: anywhere }
  .unit { text-align: center } .lot { font-size: 8.5pt; overflow-wrap: anywhere }
    td.name.long div { font-size: 7pt; line-height: 2.7mm } td.name.long small { font-size: 7pt }
  td.number, td.value { text-align: right; font-size: ${figurePoints}pt; white-space: nowrap }
  td.reason div { max-height: ${rowMm - 0.2}mm; line-height: 2.75mm; font-size: 7pt }
  .nothing { font-size: 11pt; padding: 6mm 0 } .sums { display: flex; flex-wrap: wrap; gap: 1mm 6mm; margin-top: 2.5mm; font-size: 9.5pt }
  .statement { margin-top: 4mm; font-size: 9.5pt }
  footer { display: flex; gap: 5mm; margin-top: 7mm; align-items: flex-end; font-size: 10pt }
  .sign { display: flex; align-items: flex-end; gap: 1.5mm; flex: 1 } .sign i { flex: 1; height: 9mm; border-bottom: 0.2mm solid #000 }
  .foot { position: absolute; left: 10mm; right: 10mm; bottom: 7mm; display: flex; justify-content: space-between; font-size: 8pt }
  .again { border: 0.3mm solid #000; padding: 0 1.5mm; margin-right: 2mm }`
