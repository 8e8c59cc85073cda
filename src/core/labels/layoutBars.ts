// Lays a barcode into its box: which symbol, how many whole dots a module, and the digits a person can read under it.
// Bars are never scaled to fit; a code too long for its box is printed as text with a warning.
import { isGtin } from '../barcode/gtin'
import { chineseDotsMin, lineHeight } from './fitText'
import type {
  BarSymbology,
  BarsItem,
  CountModules,
  LabelDpi,
  LabelWarning,
  LayoutItem,
  MeasureText,
} from './labelLayout'
import type { Align } from './labelTemplate'

export type DotBox = { x: number; y: number; w: number; h: number }
export type Placed = { items: LayoutItem[]; warnings: LabelWarning[] }
type BarsFrame = { box: DotBox; digitsDots: number; align: Align; dpi: LabelDpi; carton: boolean }

/** Blank modules left and right that a scanner needs, by each symbol's own standard. */
const quietZones: Record<BarSymbology, [left: number, right: number]> = {
  ean13: [11, 7],
  ean8: [7, 7],
  upca: [9, 9],
  itf14: [10, 10],
  code128: [10, 10],
}
/** Elements of an ITF-14: fourteen digits of three narrow and two wide ones, between a start and a stop. */
const itfNarrow = 48
const itfWide = 29
const code128CharactersMax = 64
const capHeight = 0.733

/**
 * EAN, UPC and ITF only for numbers with a good check digit: the encoder would otherwise print a different number.
 * ITF is for cartons alone: a scanner at the till takes part of a wide one for a whole narrow one.
 */
export function symbologyOf(code: string, { carton }: { carton: boolean } = { carton: false }): BarSymbology | null {
  if (carton && isGtin(code) && code.length === 14) return 'itf14'
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
  const symbology = symbologyOf(code, frame)
  const modules = symbology === null ? null : modulesOf(symbology, code)
  if (symbology === null || modules === null) return asText(code, frame, measure, 'barcodeNotDrawn')
  const size = largestSize(symbology, modules, frame)
  if (size === null) return asText(code, frame, measure, 'barcodeTooDense')
  const bars = barsItem(frame, { symbology, text: code, modules, ...size })
  const items = [...bearerBars(bars, size.inkDots), bars, ...digitsUnder(bars, size.inkDots, frame.digitsDots, measure)]
  return { items, warnings: [...checkDigitWarnings(code, symbology), ...densityWarnings(code, size, frame)] }
}

type SymbolSize = { moduleDots: number; wideDots?: number; inkDots: number; x: number }

/** The most whole dots a module that fit the box with both quiet zones; null when that is not even two. */
function largestSize(symbology: BarSymbology, modules: number, { box, align, dpi }: BarsFrame): SymbolSize | null {
  const [left, right] = quietZones[symbology]
  // A carton's code is read from further away: half a millimetre a module is what its standard wants.
  const most = symbology === 'itf14' && dpi === 300 ? 6 : 4
  for (let moduleDots = most; moduleDots >= 2; moduleDots -= 1) {
    // Two and a half modules for a wide element: the ratio the standard names, in whole dots.
    const wideDots = Math.round(moduleDots * 2.5)
    const inkDots = symbology === 'itf14' ? itfNarrow * moduleDots + itfWide * wideDots : modules * moduleDots
    const spare = box.w - inkDots - (left + right) * moduleDots
    if (spare < 0) continue
    const x = box.x + shift(align, spare) + left * moduleDots
    return { moduleDots, inkDots, x, ...(symbology === 'itf14' ? { wideDots } : {}) }
  }
  return null
}

/** A number that looks like an article's but fails its check digit is printed as it stands, and said. */
function checkDigitWarnings(code: string, symbology: BarSymbology): LabelWarning[] {
  const looksLikeGtin = /^(\d{8}|\d{12,14})$/.test(code)
  if (symbology !== 'code128' || !looksLikeGtin || isGtin(code)) return []
  return [{ code: 'checkDigitWrong', params: { code, as: 'Code 128' } }]
}

/** Two dots at 300 dpi are 0.17 mm, under what shop scanners read for certain. */
function densityWarnings(code: string, { moduleDots }: SymbolSize, { dpi }: BarsFrame): LabelWarning[] {
  return moduleDots / dpi < 2 / 204 ? [{ code: 'barcodeTooDense', params: { code, moduleDots } }] : []
}

export function shift(align: Align, spare: number): number {
  if (align === 'left') return 0
  return align === 'right' ? spare : Math.floor(spare / 2)
}

type Symbol = Pick<BarsItem, 'symbology' | 'text' | 'modules'> & SymbolSize

function barsItem({ box, digitsDots }: BarsFrame, symbol: Symbol): BarsItem {
  const { symbology, text, modules, moduleDots, x, wideDots } = symbol
  const bearer = bearerDots(symbol)
  const heightDots = box.h - Math.ceil(digitsDots * capHeight) - 3 - 2 * bearer
  const guarded = symbology !== 'code128' && symbology !== 'itf14'
  const guardDots = guarded ? Math.round(digitsDots * 0.4) : 0
  const bars = { symbology, text, modules, moduleDots, x, y: box.y + bearer, heightDots, guardDots }
  return wideDots === undefined ? { kind: 'bars', ...bars } : { kind: 'bars', ...bars, wideDots }
}

/** ITF read askew would be a shorter number: bars above and below make such a line no code at all. */
function bearerBars(bars: BarsItem, inkDots: number): LayoutItem[] {
  const thick = bearerDots(bars)
  if (thick === 0) return []
  const quiet = 10 * bars.moduleDots
  const bar = (y: number): LayoutItem => ({ kind: 'rect', x: bars.x - quiet, y, w: inkDots + 2 * quiet, h: thick })
  return [bar(bars.y - thick), bar(bars.y + bars.heightDots)]
}

function bearerDots({ symbology, moduleDots }: Pick<BarsItem, 'symbology' | 'moduleDots'>): number {
  return symbology === 'itf14' ? 2 * moduleDots : 0
}

/** EAN digits stand under the bars that say them, as on every package; other codes are centred. */
function digitsUnder(bars: BarsItem, inkDots: number, sizeDots: number, measure: MeasureText): LayoutItem[] {
  const baseline = bars.y + bars.heightDots + bearerDots(bars) + 3 + Math.ceil(sizeDots * capHeight)
  const centred = (text: string, centre: number): LayoutItem => {
    const x = Math.round(centre - measure(text, sizeDots, 'regular') / 2)
    return { kind: 'text', text, x, baseline, sizeDots, weight: 'regular', ink: 'black' }
  }
  const centres = digitCentres(bars.symbology)
  if (centres === null) return [centred(bars.text, bars.x + inkDots / 2)]
  return Array.from(bars.text, (digit, at) => centred(digit, bars.x + (centres[at] ?? 0) * bars.moduleDots))
}

/** The middle of each digit in modules from the first bar; null where digits have no place of their own. */
function digitCentres(symbology: BarSymbology): number[] | null {
  const run = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => from + at * 7 + 3.5)
  if (symbology === 'ean13') return [-6.5, ...run(3, 6), ...run(50, 6)]
  if (symbology === 'ean8') return [...run(3, 4), ...run(36, 4)]
  return symbology === 'upca' ? [-5.5, ...run(10, 5), ...run(50, 5), 100.5] : null
}

/** A code without bars is there to be typed: all of it, on as many lines as it takes. */
function asText(
  code: string,
  { box, digitsDots, align }: BarsFrame,
  measure: MeasureText,
  warning: 'barcodeNotDrawn' | 'barcodeTooDense',
): Placed {
  const size = Math.max(chineseDotsMin, digitsDots)
  const fitting = Math.floor((size * box.w) / Math.max(1, measure(code, size, 'regular')))
  const sizeDots = Math.max(chineseDotsMin, Math.min(size, fitting))
  const pitch = Math.round(sizeDots * lineHeight)
  const lines = codeLines(code, box.w, Math.max(1, Math.floor(box.h / pitch)), (line) =>
    measure(line, sizeDots, 'regular'),
  )
  const middle = box.y + box.h / 2 - ((lines.length - 1) * pitch) / 2
  const items = lines.map((text, at): LayoutItem => {
    const x = box.x + Math.max(0, shift(align, Math.floor(box.w - measure(text, sizeDots, 'regular'))))
    const baseline = Math.round(middle + at * pitch + (sizeDots * capHeight) / 2)
    return { kind: 'text', text, x, baseline, sizeDots, weight: 'regular', ink: 'black' }
  })
  return { items, warnings: [{ code: warning, params: { code } }] }
}

/** Lines of like length, as few as fit the width; where even all of them are too few, the last one says that more follows. */
function codeLines(code: string, widthDots: number, linesMax: number, widthOf: (line: string) => number): string[] {
  const characters = Array.from(code)
  for (let count = 1; ; count += 1) {
    const perLine = Math.ceil(characters.length / count)
    const lines = Array.from({ length: count }, (_, at) => characters.slice(at * perLine, (at + 1) * perLine).join(''))
    const fits = perLine <= 1 || lines.every((line) => widthOf(line) <= widthDots)
    if (fits && count <= linesMax) return lines
    if (fits) return [...lines.slice(0, linesMax - 1), `${lines[linesMax - 1]?.slice(0, -1) ?? ''}…`]
  }
}
