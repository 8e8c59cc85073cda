// A tick for each millimetre, longer at five and at ten, with its figure at ten: what a printer scales or shifts shows beside a
// real ruler, and whoever lays it there sees from where to where.
import type { LabelDpi, LayoutItem, MeasureText } from './labelLayout'
import type { DotBox } from './layoutBars'

const tickDots = 2
const gapDots = 2
/** The size at which digits stand under the short ticks; print smaller than 16 dots cannot be read. */
const figureShare = 0.6
const figureDotsMin = 16

export function layoutRuler(box: DotBox, width10: number, dpi: LabelDpi, measure: MeasureText): LayoutItem[] {
  const edge: LayoutItem = { kind: 'rect', x: box.x, y: box.y, w: box.w, h: tickDots }
  // Each tick from the start, not from the one before: roundings must not add up.
  const xOf = (mm: number): number => box.x + Math.round((mm * dpi) / 25.4)
  const all = Array.from({ length: Math.floor(width10 / 10) + 1 }, (_, mm) => mm)
  const ticks = all.map((mm): LayoutItem => {
    const share = mm % 10 === 0 ? 1 : mm % 5 === 0 ? 0.7 : 0.4
    return { kind: 'rect', x: xOf(mm), y: box.y, w: tickDots, h: Math.round(box.h * share) }
  })
  return [edge, ...ticks, ...all.filter((mm) => mm % 10 === 0).map((mm) => figureAt(mm, xOf(mm), box, measure))]
}

/** Beside its tick, on the side that has room. */
function figureAt(mm: number, x: number, box: DotBox, measure: MeasureText): LayoutItem {
  const sizeDots = Math.max(figureDotsMin, Math.round(box.h * figureShare))
  const text = String(mm)
  const width = Math.ceil(measure(text, sizeDots, 'regular'))
  const right = x + tickDots + gapDots
  return {
    ...{ kind: 'text', text, sizeDots, weight: 'regular', ink: 'black' },
    x: right + width <= box.x + box.w ? right : x - gapDots - width,
    baseline: box.y + box.h,
  }
}
