// The shapes that pass between a template's layout and whoever draws it. Everything is in printer dots, top left origin.
import type { FontWeight, Ink } from './labelTemplate'

/** What a label speaks of. The fields a kind does not have are left out. */
export const contentKinds = ['product', 'carton', 'lot', 'zone', 'place'] as const
export type ContentKind = (typeof contentKinds)[number]

export type LabelContent = {
  /** a product where nothing is said */
  kind?: ContentKind
  name: string
  spec: string
  /** what the price is for: 瓶, 袋, kg … */
  unit: string
  /** null where a label shows no price */
  priceFen: number | null
  /** text of the barcode; null for a product without one */
  code: string | null
  /** what the square symbol says where that is not the barcode's text: on a test label each is read back by itself */
  squareCode?: string
  sku: string
  origin: string
  /** already worded for the reader, YYYY-MM-DD by habit */
  date: string
  storeName: string
  grade?: string
  /** the day a price begins to hold */
  validFrom?: string
  lot?: string
  /** YYYY-MM-DD: they also go into the lot's code */
  productionDate?: string
  expiryDate?: string
  /** how goods are packed, and how many are in this one: 箱, 24 瓶 */
  pack?: string
  quantity?: string
  /** a sentence for whoever stands before a zone or a display */
  hint?: string
}

export type LabelDpi = 203 | 300

export type BarSymbology = 'ean13' | 'ean8' | 'upca' | 'itf14' | 'code128'
export type MatrixSymbology = 'qrcode' | 'gs1datamatrix'

export type TextItem = {
  kind: 'text'
  text: string
  x: number
  /** the baseline, where digits stand */
  baseline: number
  sizeDots: number
  weight: FontWeight
  ink: Ink
}
export type RectItem = { kind: 'rect'; x: number; y: number; w: number; h: number }
export type LineItem = { kind: 'line'; x1: number; y1: number; x2: number; y2: number; thicknessDots: number }
export type BarsItem = {
  kind: 'bars'
  symbology: BarSymbology
  text: string
  /** first bar, without the quiet zone */
  x: number
  y: number
  modules: number
  moduleDots: number
  heightDots: number
  /** how much longer the guard bars are; 0 for symbologies without them */
  guardDots: number
  /** a wide element of ITF; everywhere else an element is as many modules as it says */
  wideDots?: number
}
export type MatrixItem = {
  kind: 'matrix'
  symbology: MatrixSymbology
  text: string
  /** first module, without the quiet zone */
  x: number
  y: number
  /** a side of the square */
  modules: number
  moduleDots: number
}
export type LayoutItem = TextItem | RectItem | LineItem | BarsItem | MatrixItem

export type LabelLayout = { widthDots: number; heightDots: number; items: LayoutItem[] }

export const labelWarningCodes = [
  'nameCut',
  'nameMissing',
  'textCut',
  'priceMissing',
  'priceTooWide',
  'unitMissing',
  'barcodeMissing',
  'barcodeTooDense',
  'barcodeNotDrawn',
  'checkDigitWrong',
  'lotCodeNotDrawn',
  'lotMissing',
  'packMissing',
  'placeMissing',
  'templateUnfit',
] as const
export type LabelWarningCode = (typeof labelWarningCodes)[number]
export type LabelWarning = { code: LabelWarningCode; params: Record<string, string | number> }

export type MeasureText = (text: string, sizeDots: number, weight: FontWeight) => number
/** How many modules wide a symbol is, without its quiet zones; null when the text cannot be encoded. */
export type CountModules = (symbology: BarSymbology | MatrixSymbology, text: string) => number | null

/** A label with one of these would mislead whoever reads it: it is not to be printed before that is mended. */
const misleading: readonly LabelWarningCode[] = [
  ...(['nameMissing', 'priceMissing', 'priceTooWide'] as const),
  ...(['lotMissing', 'packMissing', 'placeMissing', 'templateUnfit'] as const),
]
export const mustNotPrint = ({ code }: LabelWarning): boolean => misleading.includes(code)
