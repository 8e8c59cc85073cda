/** 收货差异单: what came short, over, broken, unasked for or went back, product by product, for whoever brought it to sign. */
import { quantityText } from '../quantity/quantity'
import { codesOf, type FormDocument, type FormLine, frameOf, nameIn, type PrintFacts } from './documentForm'
import type { FormColumn, FormSheet } from './form'
import { formRules } from './formRules'
import { type DifferenceKind, type FormWords, formWords } from './formWords'
import type { PaperLanguage } from './html'

/** A plan and what came of it, seen by whoever prints: only then is there a difference to write down. */
export const hasDifferences = ({ header, lines }: FormDocument): boolean =>
  (header.type === 'goodsReceipt' || header.type === 'transferReceipt') &&
  header.sourceId !== '' &&
  !header.linesHidden &&
  lines.every(({ expectedQuantity }) => expectedQuantity !== null)

interface Difference {
  line: FormLine
  expected: number
  received: number
  damaged: number
  rejected: number
  kinds: DifferenceKind[]
}

export const differenceSheet = (language: PaperLanguage, document: FormDocument, print: PrintFacts): FormSheet => {
  const words = formWords[language]
  const { header } = document
  const rows = [
    ...differencesOf(document).map((one, index) => rowOf(language, words, one, index)),
    ...strangeCodes(words, document),
  ].map(([, ...rest], index) => [String(index + 1), ...rest])
  return {
    ...frameOf(language, document, print),
    title: words.difference,
    facts: [
      [words.supplier, `${header.counterpartyName} ${header.counterpartyCode}`.trim()],
      [words.warehouse, header.warehouseName || header.warehouseCode],
      [formRules[header.type].source?.[language] ?? words.papers, header.sourceNumber],
      [formRules[header.type].reference?.[language] ?? words.request, header.reference],
      [words.due, header.dueDate],
      [words.note, header.note],
    ],
    columns: columnsOf(words),
    rows,
    empty: words.noDifference,
    totals: [],
    notes: rows.length === 0 ? [] : [['', words.differenceStatement]],
    signs: [words.maker, ...formRules[header.type].signs.map((sign) => sign[language]), words.checker],
  }
}

const columnsOf = (words: FormWords): FormColumn[] => [
  { name: words.line, kind: 'line' },
  { name: words.sku, kind: 'code', halves: words.codes },
  { name: words.name, kind: 'text' },
  { name: words.unit, kind: 'unit' },
  { name: words.ordered, kind: 'number' },
  { name: words.received, kind: 'number' },
  { name: words.damaged, kind: 'number' },
  { name: words.rejected, kind: 'number' },
  { name: words.differs, kind: 'number' },
  { name: words.kind, kind: 'unit' },
]

const signed = (quantity: number): string => (quantity > 0 ? '+' : '') + quantityText(quantity)

const rowOf = (language: PaperLanguage, words: FormWords, difference: Difference, index: number): string[] => {
  const { line, expected, received, damaged, rejected, kinds } = difference
  const name = `${nameIn(language, line)} ${line.spec}`.trim()
  return [
    String(index + 1),
    codesOf(line),
    line.note === '' ? name : `${name}\n${line.note}`,
    line.unit,
    ...[expected, received, damaged, rejected].map(quantityText),
    signed(received + damaged - expected),
    kinds.map((kind) => words.kinds[kind]).join('\n'),
  ]
}

/** Lots of one line of the order count together: what was ordered was the product. */
const differencesOf = ({ lines }: FormDocument): Difference[] =>
  lines
    .filter(({ splitOf }) => splitOf === 0)
    .map((line) => {
      const own = lines.filter((one) => one === line || one.splitOf === line.lineNo)
      const sum = (of: (one: FormLine) => number): number => own.reduce((all, one) => all + of(one), 0)
      const expected = line.expectedQuantity ?? 0
      const received = sum(({ quantity }) => quantity)
      const damaged = sum(({ damagedQuantity }) => damagedQuantity)
      const rejected = sum(({ rejectedQuantity }) => rejectedQuantity)
      const note = own.map((one) => one.note).find((text) => text !== '') ?? ''
      const figures = { expected, received, damaged, rejected }
      return { line: { ...line, note }, ...figures, kinds: kindsOf(line.unplanned, figures) }
    })
    .filter(({ kinds }) => kinds.length > 0)

const kindsOf = (
  unplanned: boolean,
  { expected, received, damaged, rejected }: Omit<Difference, 'line' | 'kinds'>,
): DifferenceKind[] => {
  const came = received + damaged + rejected
  if (unplanned && came === 0) return []
  const all: [DifferenceKind, boolean][] = [
    ['unplanned', unplanned],
    ['short', came < expected],
    ['over', !unplanned && received + damaged > expected],
    ['damaged', damaged > 0],
    ['rejected', rejected > 0],
  ]
  return all.filter(([, holds]) => holds).map(([kind]) => kind)
}

/** Codes nobody knew, and what was decided about them: the goods stood at the dock too. */
const strangeCodes = (words: FormWords, { tray }: FormDocument): string[][] =>
  tray
    .filter(({ state }) => state === 'open' || state === 'setAside')
    .map(({ text, name, quantity, decision }) => [
      '',
      text,
      [name ?? '', decision].filter((part) => part !== '').join('\n'),
      ...['', '', '', '', ''],
      quantity === 0 ? '' : signed(quantity),
      words.kinds.unknown,
    ])
