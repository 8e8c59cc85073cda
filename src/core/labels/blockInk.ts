// Where a block of a label leaves ink, and whether two blocks meet there.
import type { LabelBlock, TenthsBox } from './labelTemplate'

/** A rule has no height (or no width) but is drawn all the same, as thick as it says, below (or right of) its line. */
export function inkOf(block: LabelBlock): TenthsBox {
  const { x, y, w, h } = block.box
  const thick = block.kind === 'rule' ? block.thickness10 : 1
  return { x, y, w: w === 0 ? thick : w, h: h === 0 ? thick : h }
}

export function meet(one: TenthsBox, other: TenthsBox): boolean {
  return one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h
}

/** The other blocks that leave ink in this one's box, by their place in the list. */
export function blocksOver(blocks: readonly LabelBlock[], at: number): number[] {
  const block = blocks[at]
  if (!block) return []
  const ink = inkOf(block)
  return blocks.flatMap((other, index) => (index !== at && meet(inkOf(other), ink) ? [index] : []))
}
