/** What an edit does to a label template, and which block a fault or a warning speaks of. Pure: no page, no words. */
import { inkOf, meet } from '../../core/labels/blockInk'
import type { LabelWarning } from '../../core/labels/labelLayout'
import type { LabelBlock, LabelBlockKind, LabelTemplate, TenthsBox } from '../../core/labels/labelTemplate'
import { lockedBlocks, type TemplateFault, templateFaults } from '../../core/labels/templateFaults'

/** The usual arrangement of blocks, or the one for a barcode that does not fit the usual one. */
export type Arrangement = 'usual' | 'wide'

export const blocksOf = (template: LabelTemplate, arrangement: Arrangement): LabelBlock[] =>
  arrangement === 'wide' ? (template.wideCodeBlocks ?? template.blocks) : template.blocks

export const withBlocks = (template: LabelTemplate, arrangement: Arrangement, blocks: LabelBlock[]): LabelTemplate =>
  arrangement === 'wide' ? { ...template, wideCodeBlocks: blocks } : { ...template, blocks }

/** As it is drawn while one arrangement is edited: that one, whatever the code. */
export const shownAlone = (template: LabelTemplate, arrangement: Arrangement): LabelTemplate => {
  const { wideCodeBlocks: _, ...rest } = template
  return { ...rest, blocks: blocksOf(template, arrangement) }
}

export const faultsOf = (template: LabelTemplate, arrangement: Arrangement): TemplateFault[] =>
  templateFaults(shownAlone(template, arrangement))

export const replaced = (blocks: readonly LabelBlock[], at: number, block: LabelBlock): LabelBlock[] =>
  blocks.map((one, index) => (index === at ? block : one))

export const without = (blocks: readonly LabelBlock[], at: number): LabelBlock[] =>
  blocks.filter((_, index) => index !== at)

/** One place earlier or later in the list; later ones are drawn over earlier ones. */
export const shifted = (blocks: readonly LabelBlock[], at: number, by: -1 | 1): LabelBlock[] => {
  const moved = blocks[at]
  const other = blocks[at + by]
  if (!moved || !other) return [...blocks]
  return blocks.map((one, index) => (index === at ? other : index === at + by ? moved : one))
}

type Size = Pick<LabelTemplate, 'widthMm' | 'heightMm'>

/** Moved, but never over the label's edge. */
export const nudged = <B extends LabelBlock>(block: B, dx: number, dy: number, size: Size): B => {
  const { x, y, w, h } = block.box
  return withBox(block, {
    ...block.box,
    x: bounded(x + dx, 0, Math.max(0, size.widthMm * 10 - w)),
    y: bounded(y + dy, 0, Math.max(0, size.heightMm * 10 - h)),
  })
}

/** Made larger or smaller at its right and lower edge, never over the label's. */
export const resized = <B extends LabelBlock>(block: B, dw: number, dh: number, size: Size): B => {
  const { x, y, w, h } = block.box
  return withBox(block, {
    ...block.box,
    w: bounded(w + dw, 0, Math.max(0, size.widthMm * 10 - x)),
    h: bounded(h + dh, 0, Math.max(0, size.heightMm * 10 - y)),
  })
}

const withBox = <B extends LabelBlock>(block: B, box: TenthsBox): B => ({ ...block, box })
const bounded = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

/** A kind that the rules ask for keeps at least one block; so does a template as a whole. */
export const whyKept = (
  template: LabelTemplate,
  blocks: readonly LabelBlock[],
  at: number,
): 'name' | 'price' | 'last' | null => {
  const kind = blocks[at]?.kind
  if (kind === undefined) return null
  const isOnly = blocks.filter((block) => block.kind === kind).length === 1
  if (isOnly && lockedBlocks(template).includes(kind)) return kind === 'price' ? 'price' : 'name'
  return blocks.length === 1 ? 'last' : null
}

/** A barcode stands once on a label; a ruler is for the printer's test page. */
export const addableKinds = (template: LabelTemplate, blocks: readonly LabelBlock[]): LabelBlockKind[] => {
  const kinds: LabelBlockKind[] = ['field', 'words', 'rows', 'bars', 'matrix', 'rule', 'rect', 'name', 'price']
  const once: readonly LabelBlockKind[] = ['bars', 'name', 'price']
  const allowed = kinds.filter((kind) => !once.includes(kind) || !blocks.some((block) => block.kind === kind))
  return template.kind === 'test' ? [...allowed, 'ruler'] : allowed
}

/**
 * A new block where nothing stands yet, smaller where only that fits. A full label takes it over other texts, and only
 * one of names, prices and codes alone in its corner: `isFree` says whether a person has to find room.
 */
export const placedBlock = (
  kind: LabelBlockKind,
  text: string,
  size: Size,
  blocks: readonly LabelBlock[],
): { block: LabelBlock; isFree: boolean } => {
  const usual = freshBlock(kind, text, size)
  const sizes = [usual, ...smallerOf(usual)]
  const mayNotCover = blocks.filter((block) => neverCovered.includes(block.kind))
  const isAlone = usual.kind === 'name' || usual.kind === 'price' || usual.kind === 'bars' || usual.kind === 'matrix'
  const free = firstSpot(sizes, size, blocks)
  if (free) return { block: free, isFree: true }
  return { block: (isAlone ? null : firstSpot(sizes, size, mayNotCover)) ?? usual, isFree: false }
}

const neverCovered: readonly LabelBlockKind[] = ['name', 'price', 'bars', 'matrix']

/** A line of text may be shorter and lower, to the size that can still be read. */
const smallerOf = (block: LabelBlock): LabelBlock[] => {
  if (block.kind !== 'words' && block.kind !== 'field') return []
  return [
    { ...block, box: { ...block.box, w: Math.min(block.box.w, 120) } },
    { ...block, size10: 22, box: { ...block.box, w: Math.min(block.box.w, 90), h: 22 } },
  ]
}

const spotStep = 5
const spotMargin = 15

const firstSpot = (sizes: readonly LabelBlock[], size: Size, taken: readonly LabelBlock[]): LabelBlock | null => {
  const inks = taken.map(inkOf)
  for (const block of sizes) {
    for (let y = spotMargin; y + block.box.h <= size.heightMm * 10 - spotMargin; y += spotStep)
      for (let x = spotMargin; x + block.box.w <= size.widthMm * 10 - spotMargin; x += spotStep) {
        const moved = withBox(block, { ...block.box, x, y })
        if (!inks.some((ink) => meet(ink, inkOf(moved)))) return moved
      }
  }
  return null
}

/** In the label's upper left corner, as large as its kind needs and the label allows. */
export const freshBlock = (kind: LabelBlockKind, text: string, { widthMm, heightMm }: Size): LabelBlock => {
  const [w, h] = [widthMm * 10, heightMm * 10]
  const box = (wide: number, high: number): TenthsBox => ({
    ...{ x: 15, y: 15, w: Math.min(wide, w - 30), h: Math.min(high, h - 30) },
  })
  const line = { size10: 28, weight: 'regular', align: 'left' } as const
  switch (kind) {
    case 'name':
      return { kind, box: box(w, 70), max10: 40, min10: 25 }
    case 'field':
      return { kind, field: 'spec', box: box(200, 30), ...line, ink: 'black' }
    case 'rows':
      return { kind, box: box(220, 60), rows: [{ caption: '', field: 'spec' }], size10: 25, pitch10: 31 }
    case 'price':
      return { kind, box: box(230, 94), max10: 110, unit10: 25, align: 'right' }
    case 'words':
      return { kind, text, box: box(200, 30), ...line }
    case 'bars':
      return { kind, box: box(370, 80), digits10: 23, align: 'center' }
    case 'matrix':
      return { kind, source: 'code', box: box(130, 130), align: 'center' }
    case 'rect':
      return { kind, box: box(200, 40) }
    case 'rule':
      return { kind, box: { ...box(w, 0), h: 0 }, thickness10: 2 }
    case 'ruler':
      return { kind, box: box(w, 30) }
  }
}

/** The block under a point of the label, in tenths of a millimetre: the smallest there, because large ones lie behind. */
export const blockAt = (blocks: readonly LabelBlock[], x: number, y: number): number => {
  const reach = 8
  const hits = blocks.flatMap(({ box }, at) => {
    const across = x >= box.x - reach && x <= box.x + box.w + reach
    const down = y >= box.y - reach && y <= box.y + box.h + reach
    return across && down ? [{ at, area: Math.max(1, box.w) * Math.max(1, box.h) }] : []
  })
  return hits.reduce((best, hit) => (best === null || hit.area < best.area ? hit : best), null as Hit | null)?.at ?? -1
}
interface Hit {
  at: number
  area: number
}

/** Which block a warning of the drawn label speaks of, counted from one; 0 where no block is to blame. */
export const blockOfWarning = (
  blocks: readonly LabelBlock[],
  { code, params }: Pick<LabelWarning, 'params'> & { code: string },
): number => {
  const shows = (block: LabelBlock): boolean => {
    if (code.startsWith('name')) return block.kind === 'name'
    if (code.startsWith('price') || code.startsWith('unit')) return block.kind === 'price'
    if (code === 'lotCodeNotDrawn') return block.kind === 'matrix'
    if (code.startsWith('barcode') || code === 'checkDigitWrong')
      return block.kind === 'bars' || block.kind === 'matrix'
    if (block.kind === 'field') return block.field === params.field
    if (block.kind === 'words') return params.field === 'words' && block.text === params.text
    return block.kind === 'rows' && block.rows.some(({ field }) => field === params.field)
  }
  return blocks.findIndex(shows) + 1
}
