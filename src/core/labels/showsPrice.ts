/** Whether a customer can read the product's price from a label of this template, however it is arranged: a shelf is relabelled by it. */
import type { LabelTemplate } from './labelTemplate'
import { speaksOf } from './speaksOf'

export const showsPrice = ({ kind, blocks, wideCodeBlocks }: LabelTemplate): boolean =>
  speaksOf(kind, 'product') &&
  [blocks, wideCodeBlocks ?? blocks].every((all) => all.some((block) => block.kind === 'price'))
