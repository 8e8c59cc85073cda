// Lays a barcode into its box: which symbol, how many whole dots a module, and the digits a person can read under it.
// Bars are never scaled to fit; a code too long for its box is printed as text with a warning.
import { isGtin } from '../barcode/gtin'
import type {
  BarSymbology,
  BarsItem,
  CountModules,
  LabelDpi,
  LabelWarning,
  LayoutItem,
  MeasureText,
} from './labelLayout'
import type { Align } from './labelTemplates'

export type DotBox = { x: number; y: number; w: number; h: number }
export type Placed = { items: LayoutItem[]; warnings: LabelWarning[] }
type BarsFrame = { box: DotBox; digitsDots: number; align: Align; dpi: LabelDpi }

/** Blank modules left and right that a scanner needs, by each symbol's own standard. */
const quietZones: Record<BarSymbology, [left: number, right: number]> = {
  ean13: [11, 7],
  ean8: [7, 7],
  upca: [9, 9],
  code128: [10, 10],
}
const code128CharactersMax = 64
const capHeight = 0.733

/** EAN and UPC only for numbers with a good check digit: the encoder would otherwise print a different number. */
export function symbologyOf(code: string): BarSymbology | null {
  if (isGtin(code) && code.length === 13) return 'ean13'
  if (isGtin(code) && code.length === 12) return 'upca'
  if (isGtin(code) && code.length === 8) return 'ean8'
  return code.length <= code128CharactersMax && /^[ -~]+$/.test(code) ? 'code128' : null
}

export function layoutBars(
  code: string | null,
  frame: BarsFrame,
  measure: MeasureText,
  modulesOf: CountModules,
): Placed {
  if (code === null || code === '') return { items: [], warnings: [{ code: 'barcodeMissing', params: {} }] }
  const symbology = symbologyOf(code)
  const modules = symbology === null ? null : modulesOf(symbology, code)
  if (symbology === null || modules === null) return asText(code, frame, measure, 'barcodeNotDrawn')
  const [left, right] = quietZones[symbology]
  const moduleDots = Math.min(4, Math.floor(frame.box.w / (modules + left + right)))
  if (moduleDots < 2) return asText(code, frame, measure, 'barcodeTooDense')
  const width = (modules + left + right) * moduleDots
  const x = frame.box.x + shift(frame.align, frame.box.w - width) + left * moduleDots
  const bars = barsItem(frame, { symbology, text: code, modules, moduleDots, x })
  const digits = digitsUnder(bars, frame.digitsDots, measure)
  // Two dots at 300 dpi are 0.17 mm, under what shop scanners read for certain.
  const tooDense = moduleDots / frame.dpi < 2 / 204
  const warnings: LabelWarning[] = tooDense ? [{ code: 'barcodeTooDense', params: { code, moduleDots } }] : []
  return { items: [bars, ...digits], warnings }
}

function shift(align: Align, spare: number): number {
  if (align === 'left') return 0
  return align === 'right' ? spare : Math.floor(spare / 2)
}

type Symbol = Pick<BarsItem, 'symbology' | 'text' | 'modules' | 'moduleDots' | 'x'>

function barsItem({ box, digitsDots }: BarsFrame, symbol: Symbol): BarsItem {
  const heightDots = box.h - Math.ceil(digitsDots * capHeight) - 3
  const guardDots = symbol.symbology === 'code128' ? 0 : Math.round(digitsDots * 0.4)
  return { kind: 'bars', ...symbol, y: box.y, heightDots, guardDots }
}

/** EAN digits stand under the bars that say them, as on every package; other codes are centred. */
function digitsUnder(bars: BarsItem, sizeDots: number, measure: MeasureText): LayoutItem[] {
  const baseline = bars.y + bars.heightDots + 3 + Math.ceil(sizeDots * capHeight)
  const centred = (text: string, centre: number): LayoutItem => {
    const x = Math.round(centre - measure(text, sizeDots, 'regular') / 2)
    return { kind: 'text', text, x, baseline, sizeDots, weight: 'regular', ink: 'black' }
  }
  const centres = digitCentres(bars.symbology)
  if (centres === null) return [centred(bars.text, bars.x + (bars.modules * bars.moduleDots) / 2)]
  return Array.from(bars.text, (digit, at) => centred(digit, bars.x + (centres[at] ?? 0) * bars.moduleDots))
}

/** The middle of each digit in modules from the first bar; null where digits have no place of their own. */
function digitCentres(symbology: BarSymbology): number[] | null {
  const run = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => from + at * 7 + 3.5)
  if (symbology === 'ean13') return [-6.5, ...run(3, 6), ...run(50, 6)]
  if (symbology === 'ean8') return [...run(3, 4), ...run(36, 4)]
  return symbology === 'upca' ? [-5.5, ...run(10, 5), ...run(50, 5), 100.5] : null
}

function asText(
  code: string,
  { box, digitsDots, align }: BarsFrame,
  measure: MeasureText,
  warning: 'barcodeNotDrawn' | 'barcodeTooDense',
): Placed {
  const size = Math.max(chineseSafe, digitsDots)
  const fitting = Math.floor((size * box.w) / Math.max(1, measure(code, size, 'regular')))
  const sizeDots = Math.max(chineseSafe, Math.min(size, fitting))
  const x = box.x + Math.max(0, shift(align, Math.floor(box.w - measure(code, sizeDots, 'regular'))))
  const baseline = Math.round(box.y + box.h / 2 + (sizeDots * capHeight) / 2)
  const item: LayoutItem = { kind: 'text', text: code, x, baseline, sizeDots, weight: 'regular', ink: 'black' }
  return { items: [item], warnings: [{ code: warning, params: { code } }] }
}

const chineseSafe = 16
