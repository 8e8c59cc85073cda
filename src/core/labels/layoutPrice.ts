// Lays out the price: yuan large, fen raised and half the size, the unit under them. The price is never cut,
// only made smaller, because a price with a digit missing is another price.
import { chineseDotsMin, fitText } from './fitText'
import type { LabelWarning, LayoutItem, MeasureText } from './labelLayout'
import type { Align } from './labelTemplate'
import type { DotBox, Placed } from './layoutBars'

type PriceFrame = { box: DotBox; maxDots: number; unitDots: number; align: Align }
type PriceText = { yuan: string; fen: string; unit: string; unitDots: number }

const capHeight = 0.733
const fenScale = 0.54
const signScale = 0.5
/** A full-size point stands in a wide empty cell and costs the digits their size. */
const pointScale = 0.62
const digitsDotsMin = 20
/** However long the unit is worded, the digits keep more than half of the width. */
const unitShareMax = 0.45

/** 1280 fen is 12 and 80; null for anything that is no price. */
export function splitPrice(priceFen: number): { yuan: string; fen: string } | null {
  if (!Number.isSafeInteger(priceFen) || priceFen < 0) return null
  const fen = priceFen % 100
  return { yuan: String((priceFen - fen) / 100), fen: String(fen).padStart(2, '0') }
}

export function layoutPrice(priceFen: number | null, unit: string, frame: PriceFrame, measure: MeasureText): Placed {
  const split = priceFen === null ? null : splitPrice(priceFen)
  if (split === null) return { items: [], warnings: [{ code: 'priceMissing', params: {} }] }
  const unitWords = unit.trim() === '' ? '元' : `元/${unit.trim()}`
  const room = { widthDots: Math.floor(frame.box.w * unitShareMax), heightDots: frame.box.h }
  const line = { ...room, maxDots: frame.unitDots, minDots: chineseDotsMin, linesMax: 1, weight: 'regular' } as const
  const fitted = fitText(unitWords, line, measure)
  const text = { ...split, unit: fitted.lines[0] ?? '', unitDots: fitted.sizeDots }
  const sizeDots = largestSize(text, frame, measure)
  // A price that runs off its box would be read as a smaller one: then none is drawn, and the label says so.
  if (widthsAt(sizeDots, text, measure).total > frame.box.w) {
    return { items: [], warnings: [{ code: 'priceTooWide', params: { price: `${split.yuan}.${split.fen}` } }] }
  }
  const warnings: LabelWarning[] = unit.trim() === '' ? [{ code: 'unitMissing', params: {} }] : []
  if (fitted.cut) warnings.push({ code: 'textCut', params: { field: 'unit', shown: text.unit } })
  return { items: placePrice(sizeDots, text, frame, measure), warnings }
}

/** Halved towards, for each size tried is measured in five pieces; the smallest one where even that is too wide. */
function largestSize(text: PriceText, { box, maxDots }: PriceFrame, measure: MeasureText): number {
  const fits = (sizeDots: number): boolean => widthsAt(sizeDots, text, measure).total <= box.w
  let low = digitsDotsMin
  let high = Math.max(low, Math.min(maxDots, Math.floor(box.h / capHeight)))
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle - 1
  }
  return low
}

type PriceWidths = { sign: number; yuan: number; point: number; gap: number; total: number }

function widthsAt(sizeDots: number, text: PriceText, measure: MeasureText): PriceWidths {
  const sign = measure('¥', Math.round(sizeDots * signScale), 'bold')
  const yuan = measure(text.yuan, sizeDots, 'bold')
  const point = measure('.', Math.round(sizeDots * pointScale), 'bold')
  const fen = measure(text.fen, Math.round(sizeDots * fenScale), 'bold')
  const tail = Math.max(fen, measure(text.unit, text.unitDots, 'regular'))
  const gap = Math.max(2, Math.round(sizeDots * 0.04))
  return { sign, yuan, point, gap, total: Math.ceil(sign + yuan + point + tail + gap) }
}

function placePrice(sizeDots: number, text: PriceText, frame: PriceFrame, measure: MeasureText): LayoutItem[] {
  const { box } = frame
  const { unitDots } = text
  const widths = widthsAt(sizeDots, text, measure)
  const spare = Math.max(0, box.w - widths.total)
  const left = box.x + (frame.align === 'left' ? 0 : frame.align === 'right' ? spare : Math.floor(spare / 2))
  const caps = Math.round(sizeDots * capHeight)
  const top = box.y + Math.floor((box.h - caps) / 2)
  const fenDots = Math.round(sizeDots * fenScale)
  const fenBaseline = top + Math.round(fenDots * capHeight)
  const yuanX = left + Math.ceil(widths.sign) + widths.gap
  const pointX = Math.round(yuanX + widths.yuan)
  const tailX = Math.round(pointX + widths.point)
  // The unit stands on the digits' line, or lower when a small price leaves no room under the fen.
  const unitBaseline = Math.max(top + caps, fenBaseline + 4 + Math.ceil(unitDots * 0.85))
  const item = (part: string, x: number, baseline: number, size: number, weight: 'bold' | 'regular'): LayoutItem => {
    return { kind: 'text', text: part, x, baseline, sizeDots: size, weight, ink: 'black' }
  }
  return [
    item('¥', left, top + caps, Math.round(sizeDots * signScale), 'bold'),
    item(text.yuan, yuanX, top + caps, sizeDots, 'bold'),
    item('.', pointX, top + caps, Math.round(sizeDots * pointScale), 'bold'),
    item(text.fen, tailX, fenBaseline, fenDots, 'bold'),
    item(text.unit, tailX, unitBaseline, unitDots, 'regular'),
  ]
}
