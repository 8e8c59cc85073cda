/** 调拨单: a transfer as a whole, with what was asked, approved, sent and received side by side, for both ends to sign. */
import type { TransferKind, TransferState } from '../documents/transfer'
import { costValueToFen, quantityText } from '../quantity/quantity'
import { codesOf, nameIn, type PrintFacts, printedOf, timeText, yuan } from './documentForm'
import type { FormColumn, FormSheet } from './form'
import { type FormWords, formWords } from './formWords'
import type { PaperLanguage } from './html'

export interface FormTransferLine {
  sku: string
  name: string
  nameEn: string
  spec: string
  unit: string
  barcode: string
  askedQuantity: number
  approvedQuantity: number
  sentQuantity: number
  receivedQuantity: number
  damagedQuantity: number
  settledQuantity: number
  inTransitQuantity: number
}

export interface FormTransfer {
  number: string
  kind: TransferKind
  state: TransferState
  fromWarehouseName: string
  fromStoreName: string
  toWarehouseName: string
  toStoreName: string
  requestNumber: string
  authorisationNumber: string
  dueDate: string
  note: string
  calledOffReason: string
  createdByName: string
  createdAt: string
  /** cost of what is under way; null without the right to see it */
  value: number | null
  lines: readonly FormTransferLine[]
  documents: readonly { number: string }[]
}

type Figure = readonly [name: string, of: (line: FormTransferLine) => number]

export const transferSheet = (language: PaperLanguage, transfer: FormTransfer, print: PrintFacts): FormSheet => {
  const words = formWords[language]
  const figures = figuresOf(words, transfer)
  return {
    title: transfer.kind === 'return' ? words.returnNote : words.transferNote,
    state: words.transferState[transfer.state],
    across: transfer.state === 'cancelled' ? words.transferState.cancelled : '',
    storeName: `${transfer.fromWarehouseName} → ${transfer.toWarehouseName}`,
    number: transfer.number,
    numberSvg: print.numberSvg,
    facts: [
      [words.from, placeOf(transfer.fromStoreName, transfer.fromWarehouseName)],
      [words.to, placeOf(transfer.toStoreName, transfer.toWarehouseName)],
      [words.due, transfer.dueDate],
      [words.request, transfer.requestNumber],
      [words.authorisation, transfer.authorisationNumber],
      [words.created, timeText(transfer.createdAt)],
      [words.papers, transfer.documents.map(({ number }) => number).join('  ')],
      [words.cancelled, transfer.calledOffReason],
      [words.note, transfer.note],
    ],
    columns: [...columnsBefore(words), ...figures.map(([name]): FormColumn => ({ name, kind: 'number' }))],
    rows: transfer.lines.map((line, index) => [
      String(index + 1),
      codesOf(line),
      `${nameIn(language, line)} ${line.spec}`.trim(),
      line.unit,
      ...figures.map(([, of]) => quantityText(of(line))),
    ]),
    empty: words.noLines,
    totals: [
      ...columnsBefore(words).map(() => ''),
      ...figures.map(([, of]) => quantityText(transfer.lines.reduce((sum, line) => sum + of(line), 0))),
    ],
    notes: transfer.value === null || transfer.value === 0 ? [] : [[words.value, yuan(costValueToFen(transfer.value))]],
    steps: [[words.maker, `${transfer.createdByName} ${timeText(transfer.createdAt)}`]],
    signs: words.senderSigns,
    ...printedOf(words, print),
    words,
  }
}

const placeOf = (store: string, warehouse: string): string =>
  store === '' || store === warehouse ? warehouse : `${store} ${warehouse}`

const columnsBefore = (words: FormWords): FormColumn[] => [
  { name: words.line, kind: 'line' },
  { name: words.sku, kind: 'code', halves: words.codes },
  { name: words.name, kind: 'text' },
  { name: words.unit, kind: 'unit' },
]

/** The four always; what broke, was settled or is still under way where there is any. */
const figuresOf = (words: FormWords, { lines }: FormTransfer): Figure[] => {
  const all: Figure[] = [
    [words.asked, (line) => line.askedQuantity],
    [words.approved, (line) => line.approvedQuantity],
    [words.sent, (line) => line.sentQuantity],
    [words.received, (line) => line.receivedQuantity],
    [words.damaged, (line) => line.damagedQuantity],
    [words.settled, (line) => line.settledQuantity],
    [words.inTransit, (line) => line.inTransitQuantity],
  ]
  return all.filter(([, of], at) => at < 4 || lines.some((line) => of(line) !== 0))
}
