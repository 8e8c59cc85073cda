/** One document as a form: what its type says differently comes from its rule, all else is the same for every type. */

import { documentRules } from '../documents'
import type { Condition, LineRole, SettlementWay } from '../documents/rule'
import type { DocumentState, DocumentType } from '../documents/states'
import { costValue, costValueToFen, moneyText, quantityText } from '../quantity/quantity'
import { storeTimeOf } from '../quantity/storeDay'
import type { Fact, FormColumn, FormSheet } from './form'
import { type Both, type FormRule, formRules } from './formRules'
import { type FormWords, formWords } from './formWords'
import type { PaperLanguage } from './html'

export interface FormLine {
  lineNo: number
  sku: string
  name: string
  nameEn: string
  spec: string
  unit: string
  barcode: string
  lot: string
  expiryDate: string
  /** null: counted without seeing what should be there */
  expectedQuantity: number | null
  quantity: number
  damagedQuantity: number
  rejectedQuantity: number
  freeQuantity: number
  unplanned: boolean
  role: LineRole
  condition: Condition
  splitOf: number
  /** 1/10,000 yuan; null without the right to see cost */
  unitCost: number | null
  note: string
}

export interface FormDocument {
  header: {
    type: DocumentType
    number: string
    state: DocumentState
    storeName: string
    warehouseName: string
    warehouseCode: string
    toWarehouseName: string
    toCondition: Condition
    counterpartyCode: string
    counterpartyName: string
    sourceId: string
    sourceNumber: string
    reference: string
    reasonName: string
    reasonNameEn: string
    settlement: SettlementWay | ''
    dueDate: string
    note: string
    refusal: string
    cancelReason: string
    authorName: string
    createdAt: string
    postedAt: string | null
    reversalOf: string
    reversalOfNumber: string
    reversedByNumber: string
    linesTotal: number
    linesHidden?: true | undefined
    value: number | null
  }
  lines: readonly FormLine[]
  tray: readonly {
    text: string
    reason: string
    name: string | null
    quantity: number
    state: string
    decision: string
  }[]
  steps: readonly {
    step: string
    userName: string
    authorityName: string
    level: string
    reason: string
    at: string
  }[]
}

/** What is known of this print beside the document. */
export interface PrintFacts {
  numberSvg: string
  printedAt: string
  printedBy: string
  /** the letter of this PC */
  pc: string
  printNo: number
}

export const documentSheet = (language: PaperLanguage, document: FormDocument, print: PrintFacts): FormSheet => {
  const words = formWords[language]
  const { header } = document
  const rule = formRules[header.type]
  const columns = columnsOf(language, document)
  const title = rule.title[language]
  return {
    ...frameOf(language, document, print),
    title:
      header.reversalOf === ''
        ? title
        : language === 'zh-CN'
          ? `${title}（${words.reversal}）`
          : `${title} - ${words.reversal}`,
    facts: factsOf(language, document),
    columns: columns.map(({ name, kind, halves }) => ({ name, kind, ...(halves && { halves }) })),
    rows: document.lines.map((line, index) => columns.map(({ cell }) => cell(line, index))),
    empty: header.linesHidden ? words.hiddenLines(header.linesTotal) : words.noLines,
    totals: document.lines.length === 0 ? [] : columns.map(({ total }) => total?.(document.lines) ?? ''),
    notes: notesOf(words, document, rule),
    signs: [words.maker, ...rule.signs.map((sign) => sign[language]), words.checker],
  }
}

/** Nobody may take such a paper for one that moved goods, or still does. */
const doesNotCount: ReadonlySet<DocumentState> = new Set(['draft', 'held', 'submitted', 'cancelled', 'reversed'])

/** The parts a slip has in common with the form itself. */
export const frameOf = (
  language: PaperLanguage,
  { header, steps }: Pick<FormDocument, 'header' | 'steps'>,
  print: PrintFacts,
): Pick<
  FormSheet,
  'state' | 'across' | 'storeName' | 'number' | 'numberSvg' | 'steps' | 'printed' | 'again' | 'words'
> => {
  const words = formWords[language]
  return {
    state: words.state[header.state],
    across: doesNotCount.has(header.state) ? words.state[header.state] : '',
    storeName: header.storeName || header.warehouseName,
    number: header.number,
    numberSvg: print.numberSvg,
    steps: [[words.maker, `${header.authorName} ${timeText(header.createdAt)}`], ...stepsOf(words, steps)],
    ...printedOf(words, print),
    words,
  }
}

export const printedOf = (words: FormWords, print: PrintFacts): Pick<FormSheet, 'printed' | 'again'> => ({
  printed: words.printed(timeText(print.printedAt), print.printedBy, print.pc),
  again: print.printNo > 1 ? words.again(print.printNo) : '',
})

/** To look at: it is no print, whatever becomes of the file, and says so on each page. */
export const previewOf = (language: PaperLanguage, sheet: FormSheet, print: PrintFacts): FormSheet => {
  const { preview, previewed } = formWords[language]
  return { ...sheet, across: preview, again: '', printed: previewed(timeText(print.printedAt), print.printedBy) }
}

export const timeText = (iso: string): string => storeTimeOf(Date.parse(iso))

/** The last word of each kind: a paper that came back twice is not the history. */
const stepsOf = (words: FormWords, steps: FormDocument['steps']): Fact[] => {
  const newest = new Map(steps.map((step) => [`${step.step} ${step.level}`, step]))
  return [...newest.values()].map(({ step, level, userName, authorityName, at }): Fact => {
    const levelName = words.levels[level]
    const of = `${words.steps[step] ?? step}${levelName ? words.inBrackets(levelName) : ''}`
    const lent = authorityName === '' || authorityName === userName ? '' : words.lentBy(authorityName)
    return [of, `${userName}${lent} ${timeText(at)}`]
  })
}

const factsOf = (language: PaperLanguage, { header }: FormDocument): Fact[] => {
  const words = formWords[language]
  const rule = formRules[header.type]
  const named = (name: Both | undefined, fallback: string): string => name?.[language] ?? fallback
  const other = header.toWarehouseName === '' ? '' : `${header.toWarehouseName}${inPlace(words, header)}`
  return [
    [words.supplier, header.counterpartyName && `${header.counterpartyName} ${header.counterpartyCode}`.trim()],
    [named(rule.warehouse, words.warehouse), header.warehouseName || header.warehouseCode],
    [named(rule.other, words.to), other],
    [named(rule.source, words.papers), header.sourceNumber],
    [named(rule.reference, words.request), header.reference],
    [words.reason, reasonOf(language, header)],
    [words.way, header.settlement === '' ? '' : words.ways[header.settlement]],
    [words.due, header.dueDate],
    [words.created, timeText(header.createdAt)],
    [words.posted, header.postedAt === null ? '' : timeText(header.postedAt)],
    [words.reversalOf, header.reversalOfNumber],
    [words.reversedBy, header.reversedByNumber],
    [words.cancelled, header.cancelReason],
    [words.refusal, header.state === 'draft' || header.state === 'held' ? header.refusal : ''],
    [words.note, header.note],
  ]
}

const inPlace = (words: FormWords, { type, toCondition }: FormDocument['header']): string =>
  type === 'moveInside' && toCondition === 'quarantine' ? ` ${words.quarantine}` : ''

const reasonOf = (language: PaperLanguage, header: FormDocument['header']): string =>
  language === 'en-US' ? header.reasonNameEn || header.reasonName : header.reasonName

/** Nothing about money for whoever may not see cost. */
const notesOf = (words: FormWords, { header }: FormDocument, { valueOnly, priced }: FormRule): Fact[] =>
  header.value === null || (priced && header.state === 'draft')
    ? []
    : [[valueOnly ? words.valueChange : words.value, yuan(costValueToFen(header.value))]]

export const yuan = (fen: number): string => `¥${moneyText(fen).replace(/\B(?=(\d{3})+(?!\d)(?=\.))/g, ',')}`

// ---- Columns ----

interface LineColumn extends FormColumn {
  cell(line: FormLine, index: number): string
  total?(lines: readonly FormLine[]): string
}

const figures = (name: string, of: (line: FormLine) => number): LineColumn => ({
  name,
  kind: 'number',
  cell: (line) => quantityText(of(line)),
  total: (lines) => quantityText(lines.reduce((sum, line) => sum + of(line), 0)),
})

/** A column nobody on the paper needs is not there, but a plan and what became of it always stand side by side. */
const columnsOf = (language: PaperLanguage, { header, lines }: FormDocument): LineColumn[] => {
  const words = formWords[language]
  const rule = formRules[header.type]
  const { quantities } = documentRules[header.type]
  const some = (of: (line: FormLine) => number): boolean => lines.some((line) => of(line) !== 0)
  const planned = rule.expected && header.sourceId !== '' && lines.every((line) => line.expectedQuantity !== null)
  const side = (name: (typeof quantities)[number]): boolean => quantities.includes(name)
  const isReceipt = side('damaged')
  const columns: (LineColumn | false | undefined)[] = [
    { name: words.line, kind: 'line', cell: (_line, index) => String(index + 1) },
    { name: words.sku, kind: 'code', halves: words.codes, cell: codesOf },
    { name: words.name, kind: 'text', cell: (line) => nameOf(language, words, line) },
    hasParts(lines) && { name: words.part, kind: 'unit', cell: (line) => partOf(language, words, rule, line) },
    { name: words.unit, kind: 'unit', cell: ({ unit }) => unit },
    planned && rule.expected && figures(rule.expected[language], (line) => line.expectedQuantity ?? 0),
    !rule.valueOnly && figures(rule.quantity[language], (line) => line.quantity),
    (isReceipt || some((line) => line.damagedQuantity)) && figures(words.damaged, (line) => line.damagedQuantity),
    side('rejected') && figures(words.rejected, (line) => line.rejectedQuantity),
    some((line) => line.freeQuantity) && figures(words.free, (line) => line.freeQuantity),
    ...moneyColumns(words, rule, lines),
  ]
  return columns.filter((column): column is LineColumn => column !== undefined && column !== false)
}

/** Only whoever may see cost has a figure in every line. */
const moneyColumns = (words: FormWords, rule: FormRule, lines: readonly FormLine[]): LineColumn[] => {
  if (lines.some(({ unitCost }) => unitCost === null)) return []
  const price = (name: string): LineColumn => ({
    name,
    kind: 'number',
    cell: ({ unitCost }) => unitCostText(unitCost ?? 0),
  })
  if (rule.valueOnly) return [price(words.newCost)]
  if (!rule.priced) return []
  return [
    price(words.price),
    {
      name: words.amount,
      kind: 'number',
      cell: (line) => moneyText(costValueToFen(amountOf(line))),
      total: (all) => moneyText(costValueToFen(all.reduce((sum, line) => sum + amountOf(line), 0))),
    },
  ]
}

/** 1/10,000 yuan: two places behind the point, and more where there is more. */
export const unitCostText = (unitCost: number): string => {
  const rest = String(unitCost % 10_000)
    .padStart(4, '0')
    .replace(/0{1,2}$/, '')
  return `${Math.trunc(unitCost / 10_000)}.${rest}`
}

/** What is paid for: broken goods are, free ones are not. */
const amountOf = ({ quantity, freeQuantity, damagedQuantity, unitCost }: FormLine): number =>
  costValue(Math.max(0, quantity - freeQuantity), unitCost ?? 0) + costValue(damagedQuantity, unitCost ?? 0)

export const codesOf = ({ sku, barcode }: { sku: string; barcode: string }): string =>
  barcode === '' || barcode === sku ? sku : `${sku}\n${barcode}`

export const nameIn = (language: PaperLanguage, { name, nameEn }: { name: string; nameEn: string }): string =>
  language === 'en-US' ? nameEn || name : name

/** Name and spec; below them the lot, and what was noted of the line. */
const nameOf = (language: PaperLanguage, words: FormWords, line: FormLine): string => {
  const lot = [
    line.lot === '' ? '' : `${words.lot} ${line.lot}`,
    line.expiryDate === '' ? '' : `${words.expiry} ${line.expiryDate}`,
  ].filter((text) => text !== '')
  const marks = [line.unplanned ? words.unplanned : '', line.note].filter((text) => text !== '')
  return [`${nameIn(language, line)} ${line.spec}`.trim(), lot.join('  '), marks.join('：')]
    .filter((text) => text !== '')
    .join('\n')
}

const hasParts = (lines: readonly FormLine[]): boolean =>
  lines.some(({ role, condition }) => role !== '' || condition === 'quarantine')

const partOf = (language: PaperLanguage, words: FormWords, rule: FormRule, { role, condition }: FormLine): string =>
  role === '' ? (condition === 'quarantine' ? words.quarantine : '') : (rule.roles?.[role]?.[language] ?? '')
