// A template tried on paper is marked as that: what looks like a price tag and is none must not end up on a shelf. The mark
// covers as little as it can, and a code only where there is nothing else: whoever tries a template scans it.
import type { LabelContent } from './labelLayout'
import { type LabelBlock, type LabelTemplate, type TenthsBox, type TextField, textFields } from './labelTemplate'

export const testMark = '测试'
const size = { w: 90, h: 36 }
const [edge10, step10] = [5, 5]
/** the white a code needs beside it to be read */
const quiet10 = 30
const codeWeight = 1000

export const markedTest = (
  template: LabelTemplate,
  content: LabelContent,
): { template: LabelTemplate; content: LabelContent } => {
  const field = spareField(template)
  const marked = (blocks: readonly LabelBlock[]): LabelBlock[] => [
    ...blocks,
    ...markIn(freest(template, blocks), field),
  ]
  return {
    template: {
      ...template,
      blocks: marked(template.blocks),
      wideCodeBlocks: template.wideCodeBlocks && marked(template.wideCodeBlocks),
    },
    content: { ...content, [field]: testMark },
  }
}

/** White words are a field's: one that the template does not show. */
const spareField = ({ blocks, wideCodeBlocks = [] }: LabelTemplate): TextField => {
  const shown = new Set([...blocks, ...wideCodeBlocks].flatMap(fieldsIn))
  return textFields.find((field) => field !== 'code' && !shown.has(field)) ?? 'hint'
}

const fieldsIn = (block: LabelBlock): TextField[] => {
  if (block.kind === 'rows') return block.rows.map(({ field }) => field)
  return block.kind === 'field' ? [block.field] : []
}

const markIn = (box: TenthsBox, field: TextField): LabelBlock[] => [
  { kind: 'rect', box },
  {
    ...{ kind: 'field', field, size10: 27, weight: 'bold', align: 'center', ink: 'white' },
    box: { x: box.x + 5, y: box.y + 4, w: box.w - 10, h: box.h - 8 },
  },
]

/** Where it covers least; of equals the one nearest to the top right. */
const freest = ({ widthMm, heightMm }: LabelTemplate, blocks: readonly LabelBlock[]): TenthsBox => {
  let best = { box: { x: edge10, y: edge10, ...size }, cost: Number.POSITIVE_INFINITY }
  for (let y = edge10; y + size.h + edge10 <= heightMm * 10; y += step10)
    for (let x = widthMm * 10 - edge10 - size.w; x >= edge10; x -= step10) {
      const box = { x, y, ...size }
      const cost = blocks.reduce((sum, block) => sum + costOf(box, block), 0)
      if (cost < best.cost) best = { box, cost }
    }
  return best.box
}

const costOf = (mark: TenthsBox, { kind, box }: LabelBlock): number => {
  if (kind !== 'bars' && kind !== 'matrix') return overlap(mark, box)
  const wide = { x: box.x - quiet10, y: box.y - quiet10, w: box.w + 2 * quiet10, h: box.h + 2 * quiet10 }
  return codeWeight * overlap(mark, box) + overlap(mark, wide)
}

const overlap = (one: TenthsBox, other: TenthsBox): number => {
  const w = Math.min(one.x + one.w, other.x + other.w) - Math.max(one.x, other.x)
  const h = Math.min(one.y + one.h, other.y + other.h) - Math.max(one.y, other.y)
  return w > 0 && h > 0 ? w * h : 0
}
