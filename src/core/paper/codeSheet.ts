/** A sheet of cards with a code each, to be cut out or hung up: zones and displays of a stocktake, commands for the scanner. */
import { drawn, html, type Markup, type PaperLanguage, paperDocument } from './html'

export interface CodeCard {
  /** what a scanner reads off the card, and how it is drawn */
  code: string
  codeSvg: string
  title: string
  name: string
  hint: string
}

export interface CodeSheet {
  title: string
  hint: string
  /** cards beside each other: large ones hang on a shelf, small ones lie at the till */
  columns: 2 | 3
  cards: readonly CodeCard[]
}

/** rows of cards that fit a page under its heading */
const rowsOf = { 2: 4, 3: 4 } as const

export const codeSheetDocument = (language: PaperLanguage, sheet: CodeSheet): string => {
  const perPage = sheet.columns * rowsOf[sheet.columns]
  const pages = Array.from({ length: Math.max(1, Math.ceil(sheet.cards.length / perPage)) }, (_page, index) =>
    pageOf(sheet, sheet.cards.slice(index * perPage, (index + 1) * perPage)),
  )
  return paperDocument(language, sheet.title, css, pages)
}

const pageOf = ({ title, hint, columns }: CodeSheet, cards: readonly CodeCard[]): Markup => html`
<section class="page">
  <header><h1>${title}</h1><p>${hint}</p></header>
  <div class="cards of${columns}">${cards.map(cardOf)}</div>
</section>`

const cardOf = ({ code, codeSvg, title, name, hint }: CodeCard): Markup => html`
<article>
  <h2>${title}</h2>
  <p class="name">${name}</p>
  ${drawn(codeSvg)}
  <p class="code">${code}</p>
  <p class="hint">${hint}</p>
</article>`

const css = `
  header { height: 16mm } h1 { font-size: 15pt } header p { font-size: 9.5pt; margin-top: 1mm }
  .cards { display: grid; gap: 4mm } .of2 { grid-template-columns: 1fr 1fr } .of3 { grid-template-columns: 1fr 1fr 1fr }
  article { border: 0.3mm dashed #777; height: 62mm; padding: 3mm; text-align: center; overflow: hidden;
    display: flex; flex-direction: column; align-items: center; justify-content: space-between }
  h2 { font-size: 22pt; line-height: 1.1 } .name { font-size: 12pt; max-height: 6mm; overflow: hidden }
  article svg { width: 28mm; height: 28mm } article .code { font-size: 9pt } .hint { font-size: 8.5pt; color: #333 }`
