/** Lists to walk along the shelf with: what is near its expiry, and what the books say lies in a warehouse, to be confirmed. */
import { quantityText } from '../quantity/quantity'
import { codesOf, nameIn, type PrintFacts, printedOf, timeText } from './documentForm'
import type { Fact, FormSheet } from './form'
import { type FormWords, formWords } from './formWords'
import type { PaperLanguage } from './html'

export interface ListPlace {
  storeName: string
  warehouseName: string
  /** hidden from whoever prints, for they are counted blind just now */
  leftOut: { stocktakes: readonly string[]; products: number } | null
}

interface ListProduct {
  sku: string
  name: string
  nameEn: string
  spec: string
  unit: string
}

export interface ExpiryLine extends ListProduct {
  lot: string
  expiryDate: string
  remainingDays: number
  onHand: number
}

export interface ExpiryList extends ListPlace {
  asOfDay: string
  days: number
  rows: readonly ExpiryLine[]
  /** there are more than were read: the list says so */
  more: boolean
}

export const nearExpirySheet = (language: PaperLanguage, list: ExpiryList, print: PrintFacts): FormSheet => {
  const words = formWords[language]
  return {
    ...plain(language, list, print),
    title: words.nearExpiry,
    facts: [
      [words.warehouse, list.warehouseName],
      [words.asOf, list.asOfDay],
      [words.range, words.nearExpiryWithin(list.days)],
    ],
    columns: [
      { name: words.line, kind: 'line' },
      { name: words.codes[0], kind: 'code' },
      { name: words.name, kind: 'text' },
      { name: words.lot, kind: 'code' },
      { name: words.expiry, kind: 'code' },
      { name: words.daysLeft, kind: 'number' },
      { name: words.onHand, kind: 'number' },
      { name: words.unit, kind: 'unit' },
      { name: words.physical, kind: 'box' },
    ],
    rows: list.rows.map((row, index) => [
      ...[String(index + 1), row.sku, `${nameIn(language, row)} ${row.spec}`.trim(), row.lot, row.expiryDate],
      row.remainingDays < 0 ? words.expired : String(row.remainingDays),
      ...[quantityText(row.onHand), row.unit, ''],
    ]),
    empty: list.leftOut ? words.leftOutEmpty : words.noNearExpiry,
    notes: [...leftOutNote(words, list), ...(list.more ? [['', words.listCut(list.rows.length)] as const] : [])],
    signs: words.listSigns,
  }
}

export interface StockLine extends ListProduct {
  barcode: string
  onHand: number
  quarantined: number
}

export interface StockList extends ListPlace {
  at: string
  rows: readonly StockLine[]
}

/** A form to sign, no document: it books nothing. What the goods really are is written beside what the books say. */
export const stockSheet = (language: PaperLanguage, list: StockList, print: PrintFacts): FormSheet => {
  const words = formWords[language]
  const sum = (of: (line: StockLine) => number): string =>
    quantityText(list.rows.reduce((all, row) => all + of(row), 0))
  return {
    ...plain(language, list, print),
    title: words.stockForm,
    facts: [
      [words.warehouse, list.warehouseName],
      [words.asOf, timeText(list.at)],
      [words.total, words.products(list.rows.length)],
    ],
    columns: [
      { name: words.line, kind: 'line' },
      { name: words.sku, kind: 'code', halves: words.codes },
      { name: words.name, kind: 'text' },
      { name: words.unit, kind: 'unit' },
      { name: words.onHand, kind: 'number' },
      { name: words.quarantine, kind: 'number' },
      { name: words.physical, kind: 'box' },
    ],
    rows: list.rows.map((row, index) => [
      ...[String(index + 1), codesOf(row), `${nameIn(language, row)} ${row.spec}`.trim(), row.unit],
      ...[quantityText(row.onHand), quantityText(row.quarantined), ''],
    ]),
    empty: list.leftOut ? words.leftOutEmpty : words.noStock,
    totals:
      list.rows.length === 0
        ? []
        : ['', '', '', '', sum(({ onHand }) => onHand), sum(({ quarantined }) => quarantined), ''],
    notes: [...leftOutNote(words, list), ...(list.rows.length === 0 ? [] : [['', words.stockStatement] as const])],
    signs: words.confirmSigns,
  }
}

/** Stood on the sheet alone it would be overlooked: its state says so on each page, too. */
const leftOutNote = (words: FormWords, { leftOut }: ListPlace): Fact[] =>
  leftOut ? [['', words.leftOut(leftOut.products, leftOut.stocktakes.join(', '))]] : []

const plain = (language: PaperLanguage, { storeName, leftOut }: ListPlace, print: PrintFacts) => ({
  ...{
    state: leftOut ? formWords[language].leftOutState : '',
    across: '',
    storeName,
    number: '',
    numberSvg: '',
    totals: [] as string[],
    steps: [],
  },
  ...printedOf(formWords[language], print),
  words: formWords[language],
})
