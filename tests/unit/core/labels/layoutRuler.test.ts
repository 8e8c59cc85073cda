/** The ruler of the printer's test page: where its ticks and its figures stand. */
import { expect, test } from 'vitest'
import { layoutRuler } from '../../../../src/core/labels/layoutRuler'

const measure = (text: string, size: number): number => text.length * size * 0.56
const rulerOf = (dpi: 203 | 300, width10: number) => {
  const dots = (tenths: number): number => Math.round((tenths * dpi) / 254)
  const box = { x: dots(20), y: dots(255), w: dots(width10), h: dots(30) }
  return { box, items: layoutRuler(box, width10, dpi, measure) }
}

test.each([
  [203, 360, ['0', '10', '20', '30']],
  [300, 360, ['0', '10', '20', '30']],
  [203, 160, ['0', '10']],
  [203, 560, ['0', '10', '20', '30', '40', '50']],
  [203, 400, ['0', '10', '20', '30', '40']],
] as const)(
  'at %i dpi and %i tenths: a figure at each ten, beside its own long tick and inside the ruler',
  (dpi, width10, words) => {
    const { box, items } = rulerOf(dpi, width10)
    const figures = items.flatMap((item) => (item.kind === 'text' ? [item] : []))
    const ticks = items.flatMap((item) => (item.kind === 'rect' && item.w === 2 ? [item] : []))
    expect(figures.map(({ text }) => text)).toEqual(words)
    for (const { text, x, sizeDots, baseline } of figures) {
      const right = x + measure(text, sizeDots)
      expect(sizeDots).toBeGreaterThanOrEqual(16)
      expect(baseline).toBe(box.y + box.h)
      expect([x >= box.x, right <= box.x + box.w]).toEqual([true, true])
      const own = ticks.find((tick) => tick.x === box.x + Math.round((Number(text) * dpi) / 25.4))
      expect(own?.h).toBe(box.h)
      expect(Math.min(Math.abs(x - (own?.x ?? 0)), Math.abs(right - (own?.x ?? 0)))).toBeLessThanOrEqual(4)
      // digits stand as high as 0.73 of their size: no tick reaches into them
      const top = baseline - sizeDots * 0.73
      const crossed = ticks.filter((tick) => tick.x + tick.w > x && tick.x < right && tick.y + tick.h > top)
      expect(crossed).toEqual([])
    }
  },
)
