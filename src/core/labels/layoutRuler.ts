// A tick for each millimetre, longer at five and at ten: what a printer scales or shifts shows beside a real ruler.
import type { LabelDpi, LayoutItem } from './labelLayout'
import type { DotBox } from './layoutBars'

export function layoutRuler(box: DotBox, width10: number, dpi: LabelDpi): LayoutItem[] {
  const edge: LayoutItem = { kind: 'rect', x: box.x, y: box.y, w: box.w, h: 2 }
  const ticks = Array.from({ length: Math.floor(width10 / 10) + 1 }, (_, mm): LayoutItem => {
    const share = mm % 10 === 0 ? 1 : mm % 5 === 0 ? 0.7 : 0.4
    // Each tick from the start, not from the one before: roundings must not add up.
    return { kind: 'rect', x: box.x + Math.round((mm * dpi) / 25.4), y: box.y, w: 2, h: Math.round(box.h * share) }
  })
  return [edge, ...ticks]
}
