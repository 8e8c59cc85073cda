/** 盘点表 on A4: what to count, a large box for the figure, and codes that lead back to the stocktake and to this very page. */
import { quantityText } from '../quantity/quantity'
import { drawn, html, type Markup, none, type PaperLanguage, paperDocument } from './html'
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

/** A column nobody on the page needs is not there: the box for the figure gets its room. */
const tableOf = (words: PaperWords, { lines, blind }: CountSheetPage): Markup => {
  const lots = lines.some(({ keepsLots }) => keepsLots)
  const heading = (name: string, kind: string): Markup => html`<th class="${kind}">${name}</th>`
  return html`<table>
  <thead><tr>${[
    heading(words.line, 'line'),
    heading(words.sku, 'sku'),
    heading(words.name, 'name'),
    heading(words.unit, 'unit'),
    heading(words.shelf, 'shelf'),
    blind ? none : heading(words.book, 'book'),
    lots ? heading(words.lot, 'lot') : none,
    heading(words.quantity, 'box'),
  ]}</tr></thead>
  <tbody>${lines.map((line, index) => rowOf(line, index + 1, blind, lots))}</tbody>
</table>`
}

const rowOf = (line: PrintedLine, lineNo: number, blind: boolean, lots: boolean): Markup => html`<tr>
  <td class="line">${lineNo}</td>
  <td class="sku code">${line.sku}</td>
  <td class="name"><div>${line.name} <small>${line.spec}</small></div></td>
  <td class="unit">${line.unit}</td>
  <td class="shelf code">${line.shelf}</td>
  ${blind ? none : html`<td class="book">${line.book === null ? '' : quantityText(line.book)}</td>`}
  ${lots ? html`<td class="lot ${line.keepsLots ? '' : 'closed'}"></td>` : none}
  <td class="box"></td>
</tr>`

const rowMm = 8.6

const css = `
  header { display: flex; gap: 6mm; height: 25mm; align-items: flex-start }
  .what { flex: 1; min-width: 0 } .what p { font-size: 9pt; margin-top: 1mm }
  h1 { font-size: 15pt; line-height: 1.2 } h1 span { font-size: 9pt; font-weight: normal; margin-left: 3mm }
  p.zone { font-size: 12pt } p.zone b { font-size: 14pt }
  .number { width: 62mm; text-align: center; font-size: 9pt } .number svg { width: 62mm; height: 13mm }
  .qr svg { width: 22mm; height: 22mm }
  table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 9pt }
  th { border: 0.3mm solid #000; height: 6.5mm; background: #e8e8e8; font-size: 8.5pt; padding: 0 1mm }
  td { border: 0.2mm solid #555; height: ${rowMm}mm; padding: 0 1mm }
  .line { width: 8mm; text-align: center } .sku { width: 25mm; font-size: 8.5pt } .unit { width: 12mm; text-align: center }
  .shelf { width: 20mm; font-size: 8.5pt } .book { width: 18mm; text-align: right } .lot { width: 34mm }
  td.closed { background: repeating-linear-gradient(135deg, #fff 0 1.2mm, #ddd 1.2mm 1.5mm) }
  td.name div { max-height: ${rowMm - 0.6}mm; line-height: 3.9mm; overflow: hidden } td.name small { color: #333; font-size: 8pt }
  th.box, td.box { width: 36mm; border: 0.5mm solid #000 }
  footer { display: flex; gap: 4mm; margin-top: 4mm; align-items: flex-end; font-size: 9pt }
  .sign, .total { display: flex; align-items: flex-end; gap: 1.5mm; flex: 1 } .sign i { flex: 1; border-bottom: 0.2mm solid #000 }
  .total { flex: 1.3; font-weight: bold } .total i { flex: 1; height: 9mm; border: 0.5mm solid #000 }
  .foot { position: absolute; left: 10mm; right: 10mm; bottom: 7mm; display: flex; justify-content: space-between; font-size: 8pt }
  .again { font-weight: bold; border: 0.3mm solid #000; padding: 0 1.5mm }`
