/** What setting up a printer goes through, as plain values: its steps, what is known by now, what a measured ruler means. */
import {
  type DraftPrinter,
  type LabelPrinter,
  type PrinterConnection,
  type PrinterLanguage,
  type PrinterStatus,
  printerLanguages,
} from '../../../contract/schemas/printer'

export const wizardSteps = ['connection', 'language', 'page', 'readBack', 'offset', 'summary'] as const
export type WizardStep = (typeof wizardSteps)[number]

export const stepAfter = (step: WizardStep): WizardStep => wizardSteps[wizardSteps.indexOf(step) + 1] ?? step
export const stepBefore = (step: WizardStep): WizardStep => wizardSteps[wizardSteps.indexOf(step) - 1] ?? step

export const languageNames: Record<PrinterLanguage, string> = {
  ...{ zpl: 'ZPL', tspl: 'TSPL', escpos: 'ESC/POS', epl: 'EPL' },
}

/** What came out of a printer that was spoken to in a language. */
export const outcomes = ['cameOut', 'garbage', 'nothing'] as const
export type Outcome = (typeof outcomes)[number]

export interface PrintedPage {
  widthMm: number
  heightMm: number
  bars: string
  square: string
}

export interface WizardState {
  step: WizardStep
  draft: DraftPrinter
  name: string
  /** by language, as somebody said it */
  heard: Partial<Record<PrinterLanguage, Outcome>>
  /** a short page went out in the language of the draft, and waits for somebody's word */
  helloOut: boolean
  /** asked in its language; null: not yet, or it is no language to ask in */
  status: PrinterStatus | null
  page: PrintedPage | null
  /** of the ruler, in millimetres; null: nobody measured */
  measuredMm: number | null
  /** it measures wrong, and somebody said to go on all the same */
  rulerTaken: boolean
  /** where the picture lay on the page printed last to see that; null: none was printed for it yet */
  movedPage: { x10: number; y10: number } | null
  barsRead: boolean
  squareRead: boolean
  /** of several that hold the same paper the first one is used */
  isFirst: boolean
}

export const freshConnections: Record<PrinterConnection['kind'], PrinterConnection> = {
  tcp: { kind: 'tcp', host: '', port: 9100 },
  serial: { kind: 'serial', path: '', baudRate: 115_200, flow: 'hardware' },
  spooler: { kind: 'spooler', queue: '' },
}

const nothingKnown = {
  ...{ heard: {}, helloOut: false, status: null, page: null, measuredMm: null },
  ...{ barsRead: false, squareRead: false, rulerTaken: false, movedPage: null },
} as const

export const freshWizard = (others: readonly LabelPrinter[], name: string): WizardState => ({
  ...{ step: 'connection', name, isFirst: others.length === 0, ...nothingKnown },
  draft: {
    ...{ connection: freshConnections.tcp, language: printerLanguages[0], dpi: 203, template: 'priceTag40x30' },
    ...{ asked: false, offsetX10: 0, offsetY10: 0 },
  },
})

export const wizardAgain = (printers: readonly LabelPrinter[], printer: LabelPrinter): WizardState => {
  const { id, name, ...draft } = printer
  return { step: 'connection', name, draft, isFirst: printers[0]?.id === id, ...nothingKnown }
}

/** What was found out about another printer, or in another language, does not hold any more. */
export const withConnection = (state: WizardState, connection: PrinterConnection): Partial<WizardState> => ({
  ...nothingKnown,
  draft: { ...state.draft, connection, asked: false },
})

export const withLanguage = ({ draft }: WizardState, language: PrinterLanguage): Partial<WizardState> => ({
  ...{ helloOut: false, status: null, page: null, barsRead: false, squareRead: false, movedPage: null },
  draft: { ...draft, language, asked: false },
})

export const withPaper = ({ draft }: WizardState, paper: Partial<DraftPrinter>): Partial<WizardState> => ({
  ...{ page: null, measuredMm: null, rulerTaken: false, barsRead: false, squareRead: false, movedPage: null },
  draft: { ...draft, ...paper },
})

/** The next one nobody has seen fail; null: all of them were tried. */
export const languageToTry = ({ heard, draft }: WizardState): PrinterLanguage | null => {
  const from = printerLanguages.indexOf(draft.language) + 1
  const inOrder = [...printerLanguages.slice(from), ...printerLanguages.slice(0, from)]
  return inOrder.find((language) => heard[language] === undefined) ?? null
}

/** EPL printers are not asked, and a queue tells nothing of the printer behind it. */
export const canBeAsked = ({ language, connection }: DraftPrinter): boolean =>
  language !== 'epl' && connection.kind !== 'spooler'

export const isConnectionWhole = (connection: PrinterConnection): boolean => {
  if (connection.kind === 'serial') return connection.path.trim() !== ''
  if (connection.kind === 'spooler') return connection.queue.trim() !== ''
  return /^\s*[A-Za-z0-9._:-]+\s*$/.test(connection.host) && connection.port >= 1 && connection.port <= 65_535
}

/** The longest whole ten of millimetres on its ruler, thirty at most: what everybody's ruler shows. */
export const rulerMm = (widthMm: number): number => Math.max(10, Math.min(30, Math.floor((widthMm - 4) / 10) * 10))

const closeEnough = 0.04
const surely = 0.08

/** other: drawn for one resolution and printed by the other, a page comes out half as large again, or a third smaller. */
export const rulerSays = (dpi: 203 | 300, drawnMm: number, measuredMm: number): 'right' | 'other' | 'odd' => {
  const ratio = measuredMm / drawnMm
  if (Math.abs(ratio - 1) <= closeEnough) return 'right'
  const ofOther = dpi / otherDpi(dpi)
  return Math.abs(ratio / ofOther - 1) <= surely ? 'other' : 'odd'
}

/** Measured, and not what was drawn: the resolution is changed, or somebody says to go on, before the next step. */
export const isRulerOpen = ({ page, measuredMm, rulerTaken, draft: { dpi } }: WizardState): boolean =>
  page !== null && measuredMm !== null && !rulerTaken && rulerSays(dpi, rulerMm(page.widthMm), measuredMm) !== 'right'

export const otherDpi = (dpi: 203 | 300): 203 | 300 => (dpi === 203 ? 300 : 203)

/** Saved in its own place, or as the newest; first where it is to be the usual one. */
export const printersWith = (
  printers: readonly LabelPrinter[],
  printer: LabelPrinter,
  isFirst: boolean,
): LabelPrinter[] => {
  const known = printers.some(({ id }) => id === printer.id)
  const next = known ? printers.map((one) => (one.id === printer.id ? printer : one)) : [...printers, printer]
  return isFirst ? [printer, ...next.filter(({ id }) => id !== printer.id)] : next
}

/** A number no other one's name has. Its id is none of these: labels still wait for a printer that was removed. */
export const freeNumber = (others: readonly LabelPrinter[], nameOf: (number: number) => string): number => {
  let number = 1
  while (others.some(({ name }) => name === nameOf(number))) number++
  return number
}

/** Never one of a printer there was before. */
export const newPrinterId = (): string => crypto.randomUUID()

/** Spaces that came with the address are not part of it. */
export const trimmedConnection = (connection: PrinterConnection): PrinterConnection => {
  if (connection.kind === 'tcp') return { ...connection, host: connection.host.trim() }
  if (connection.kind === 'serial') return { ...connection, path: connection.path.trim() }
  return { ...connection, queue: connection.queue.trim() }
}

export const isNameFree = (name: string, others: readonly LabelPrinter[]): boolean =>
  name.trim() !== '' && !others.some((other) => other.name.trim() === name.trim())
