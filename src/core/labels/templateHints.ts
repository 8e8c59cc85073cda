// What a template may be saved with, but whoever draws it should look at: text on text, text lost on black or on white.
import { blocksOver, inkOf } from './blockInk'
import type { LabelBlock, TenthsBox } from './labelTemplate'

export const templateHintCodes = ['textsOverlap', 'textOnBlack', 'whiteOnWhite'] as const
export type TemplateHintCode = (typeof templateHintCodes)[number]
/** Both counted from one; `other` is 0 where the block is alone with its trouble. */
export type TemplateHint = { code: TemplateHintCode; block: number; other: number }

export function templateHints(blocks: readonly LabelBlock[]): TemplateHint[] {
  return blocks.flatMap((block, at) => {
    if (!isText(block)) return []
    const others = blocksOver(blocks, at)
    const texts = others.filter((index) => isText(blocks[index]))
    const black = others.find((index) => blocks[index]?.kind === 'rect')
    const hints = texts.map((index) => hint('textsOverlap', at, index))
    if (isWhite(block)) return isOnBlack(blocks, block.box) ? hints : [...hints, hint('whiteOnWhite', at, -1)]
    return black === undefined ? hints : [...hints, hint('textOnBlack', at, black)]
  })
}

function hint(code: TemplateHintCode, at: number, other: number): TemplateHint {
  return { code, block: at + 1, other: other + 1 }
}

/** A name and a price may have nothing on them at all: that is a fault, not a hint. */
function isText(block: LabelBlock | undefined): boolean {
  return block?.kind === 'field' || block?.kind === 'words' || block?.kind === 'rows'
}

function isWhite(block: LabelBlock): boolean {
  return block.kind === 'field' && block.ink === 'white'
}

function isOnBlack(blocks: readonly LabelBlock[], { x, y, w, h }: TenthsBox): boolean {
  return blocks.some((block) => {
    const black = inkOf(block)
    const across = black.x <= x && x + w <= black.x + black.w
    return block.kind === 'rect' && across && black.y <= y && y + h <= black.y + black.h
  })
}
