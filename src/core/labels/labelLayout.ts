// The shapes that pass between a template's layout and whoever draws it. Everything is in printer dots, top left origin.
import type { FontWeight, Ink } from './labelTemplates'

export type LabelContent = {
  name: string
  spec: string
  /** what the price is for: 瓶, 袋, kg … */
  unit: string
  /** null where a label shows no price */
  priceFen: number | null
  /** text of the barcode; null for a product without one */
  code: string | null
  sku: string
  origin: string
  /** already worded for the reader, YYYY-MM-DD by habit */
  date: string
  storeName: string
}

export type LabelDpi = 203 | 300

export type BarSymbology = 'ean13' | 'ean8' | 'upca' | 'code128'

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
}
export type LayoutItem = TextItem | RectItem | LineItem | BarsItem

export type LabelLayout = { widthDots: number; heightDots: number; items: LayoutItem[] }

export const labelWarningCodes = [
  'nameCut',
  'nameMissing',
  'textCut',
  'priceMissing',
  'barcodeMissing',
  'barcodeTooDense',
  'barcodeNotDrawn',
] as const
export type LabelWarningCode = (typeof labelWarningCodes)[number]
export type LabelWarning = { code: LabelWarningCode; params: Record<string, string | number> }

export type MeasureText = (text: string, sizeDots: number, weight: FontWeight) => number
/** How many modules wide a symbol is, without its quiet zones; null when the text cannot be encoded. */
export type CountModules = (symbology: BarSymbology, text: string) => number | null
