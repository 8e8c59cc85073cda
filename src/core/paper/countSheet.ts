/** 盘点表 on A4: what to count, a large box for the figure, and codes that lead back to the stocktake, to this very page
 * and to each of its lines. */
import { quantityText } from '../quantity/quantity'
import { drawn, html, type Markup, none, type PaperLanguage, paperDocument } from './html'
import { linesOf, textMm } from './measure'
import { type PaperWords, paperWords } from './words'

export interface PrintedLine {
  sku: string
  name: string
  spec: string
  unit: string
  shelf: string
  keepsLots: boolean
  /** null: the figure of the books is not for whoever counts */
  book: number | null
  /** the code of this very line, drawn; '' where nobody drew it */
  codeSvg: string
}

export interface CountSheetPage {
  storeName: string
  warehouseName: string
  stocktakeNumber: string
  zoneCode: string
  zoneName: string
  round: number
  blind: boolean
  /** what a scanner reads off the page, and how it is drawn */
  pageCode: string
  pageCodeSvg: string
  numberSvg: string
  page: number
  pages: number
  printNo: number
  printedAt: string
  lines: readonly PrintedLine[]
}

/** What is laid out in one piece: each page takes the shell some five megabytes while it makes the PDF, and gives them back. */
export const sheetsPerFile = 80

export const countSheetDocument = (language: PaperLanguage, pages: readonly CountSheetPage[]): string => {
  const words = paperWords[language]
  const title = `${words.countSheet} ${pages[0]?.stocktakeNumber ?? ''}`
  return paperDocument(
    language,
    title,
    css,
    pages.map((page) => pageOf(words, page)),
  )
}

const pageOf = (words: PaperWords, page: CountSheetPage): Markup => html`
<section class="page">
  <header>
    <div class="what">
      <h1>${words.countSheet} <span>${page.blind ? words.blind : words.openBook} · ${words.round(page.round)}</span></h1>
      <p class="zone">${words.zone} <b class="code">${page.zoneCode}</b> ${page.zoneName === page.zoneCode ? '' : page.zoneName}</p>
      <p>${page.storeName} · ${page.warehouseName}</p>
    </div>
    <div class="number">${drawn(page.numberSvg)}<p class="code">${page.stocktakeNumber}</p></div>
    <div class="qr">${drawn(page.pageCodeSvg)}</div>
  </header>
  ${tableOf(words, page)}
  <footer>
    <div class="total"><span>${words.pageTotal}</span><i></i></div>
    ${[words.countedBy, words.checkedBy, words.keyedBy, words.date].map((name) => html`<div class="sign"><span>${name}</span><i></i></div>`)}
  </footer>
  <div class="foot">
    <span>${words.blankHint}</span>
    <span class="code">${page.pageCode}</span>
    <span class="${page.printNo > 1 ? 'again' : ''}">${words.printed(page.printNo, page.printedAt)}</span>
    <b>${words.page(page.page, page.pages)}</b>
  </div>
</section>`

/** A column nobody on the page needs is not there, and none is wider than what stands in it: the name gets the room. */
const tableOf = (words: PaperWords, { lines, blind }: CountSheetPage): Markup => {
  const lots = lines.some(({ keepsLots }) => keepsLots)
  const widths = widthsOf(lines, blind, lots)
  const columns: [name: string, kind: string, width: number][] = [
    [words.line, 'line', widths.line],
    [words.scan, 'scan', widths.scan],
    [words.sku, 'sku', widths.sku],
    [words.name, 'name', widths.name],
    [words.unit, 'unit', widths.unit],
    [words.shelf, 'shelf', widths.shelf],
    ...(blind ? [] : [[words.book, 'book', widths.book] as [string, string, number]]),
    ...(lots ? [[words.lot, 'lot', widths.lot] as [string, string, number]] : []),
    [words.quantity, 'box', widths.box],
  ]
  return html`<table>
  <colgroup>${columns.map(([, , width]) => html`<col style="width:${width.toFixed(2)}mm">`)}</colgroup>
  <thead><tr>${columns.map(([name, kind]) => html`<th class="${kind}">${name}</th>`)}</tr></thead>
  <tbody>${lines.map((line, index) => rowOf(line, index + 1, { blind, lots, nameMm: widths.name }))}</tbody>
</table>`
}

const roomMm = 190
const cellMm = 2.4
const points = 9
const smallPoints = 7

const widthsOf = (lines: readonly PrintedLine[], blind: boolean, lots: boolean) => {
  const widest = (texts: readonly string[], fixed: boolean, [least, most]: readonly [number, number]): number =>
    Math.min(most, Math.max(least, ...texts.map((text) => textMm(text, { points: 8.5, fixed }) + cellMm)))
  const own = {
    ...{ line: 8, scan: codeMm + 3 },
    sku: widest(
      lines.map(({ sku }) => sku),
      true,
      [16, 30],
    ),
    unit: widest(
      lines.map(({ unit }) => unit),
      false,
      [10, 14],
    ),
    shelf: widest(
      lines.map(({ shelf }) => shelf),
      true,
      [12, 22],
    ),
    book: blind
      ? 0
      : widest(
          lines.map(({ book }) => (book === null ? '' : quantityText(book))),
          false,
          [14, 26],
        ),
    ...{ lot: lots ? 32 : 0, box: lots ? 32 : 36 },
  }
  return { ...own, name: roomMm - Object.values(own).reduce((sum, width) => sum + width, 0) }
}

interface RowLook {
  blind: boolean
  lots: boolean
  nameMm: number
}

const rowOf = (line: PrintedLine, lineNo: number, { blind, lots, nameMm }: RowLook): Markup => html`<tr>
  <td class="line">${lineNo}</td>
  <td class="scan">${drawn(line.codeSvg)}</td>
  <td class="sku code ${textMm(line.sku, { points: 8.5, fixed: true }) > 30 - cellMm ? 'long' : ''}">${line.sku}</td>
  <td class="name ${isLong(line, nameMm) ? 'long' : ''}"><div>${line.name} <small>${line.spec}</small></div></td>
  <td class="unit">${line.unit}</td>
  <td class="shelf code">${line.shelf}</td>
  ${blind ? none : html`<td class="book">${line.book === null ? '' : quantityText(line.book)}</td>`}
  ${lots ? html`<td class="lot ${line.keepsLots ? '' : 'closed'}"></td>` : none}
  <td class="box"></td>
</tr>`

/** More than two lines: smaller letters, of which three lines fit. */
const isLong = ({ name, spec }: PrintedLine, nameMm: number): boolean =>
  linesOf(`${name} ${spec}`, nameMm - cellMm, { points }) > 2

/** of the code of one line: its dots stay a quarter of a millimetre, and a white border between it and the next */
const codeMm = 7
const rowMm = 8.6

const css = `
  header { display: flex; gap: 6mm; height: 25mm; align-items: flex-start }
  .what { flex: 1; min-width: 0 } .what p { font-size: 9pt; margin-top: 1mm }
  h1 { font-size: 15pt; line-height: 1.2 } h1 span { font-size: 9pt; font-weight: normal; margin-left: 3mm }
  p.zone { font-size: 12pt } p.zone b { font-size: 14pt }
  .number { width: 62mm; text-align: center; font-size: 9pt } .number svg { width: 62mm; height: 13mm }
  .qr svg { width: 22mm; height: 22mm }
  table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: ${points}pt }
  th { border: 0.3mm solid #000; height: 6.5mm; background: #e8e8e8; font-size: 8.5pt; padding: 0 1mm }
  td { border: 0.2mm solid #555; height: ${rowMm}mm; padding: 0 1mm }
  .line { text-align: center } .sku { font-size: 8.5pt; overflow-wrap: anywhere } .unit { text-align: center; font-size: 8.5pt }
  .shelf { font-size: 8.5pt; overflow-wrap: anywhere } td.book { text-align: right } th { white-space: nowrap }
  td.scan { border-top: none; border-bottom: none; padding: 0 1.5mm } .scan svg { width: ${codeMm}mm; height: ${codeMm}mm }
  tr:last-child td.scan { border-bottom: 0.2mm solid #555 }
  td.closed { background: repeating-linear-gradient(135deg, #fff 0 1.2mm, #ddd 1.2mm 1.5mm) }
  td.name div { max-height: ${rowMm - 0.6}mm; line-height: 3.9mm; overflow: hidden } td.name small { color: #333; font-size: 8pt }
  td.long { font-size: ${smallPoints}pt } td.name.long div { line-height: 2.7mm } td.name.long small { font-size: ${smallPoints}pt }
  th.box, td.box { border: 0.5mm solid #000 }
  footer { display: flex; gap: 4mm; margin-top: 4mm; align-items: flex-end; font-size: 9pt }
  .sign, .total { display: flex; align-items: flex-end; gap: 1.5mm; flex: 1 } .sign i { flex: 1; border-bottom: 0.2mm solid #000 }
  .total { flex: 1.3; font-weight: bold } .total i { flex: 1; height: 9mm; border: 0.5mm solid #000 }
  .foot { position: absolute; left: 10mm; right: 10mm; bottom: 7mm; display: flex; justify-content: space-between; font-size: 8pt }
  .again { font-weight: bold; border: 0.3mm solid #000; padding: 0 1.5mm }`
