// What makes a template unfit to print, whoever drew it: found before it is saved, so that a queue never meets one.
// A price tag keeps the fields the price-marking rules ask for: the goods' name, and the price with the unit it is for.
import { blocksOver } from './blockInk'
import type { LabelWarning } from './labelLayout'
import type { LabelBlock, LabelBlockKind, LabelTemplate } from './labelTemplate'

export const templateFaultCodes = [
  'outsideLabel',
  'textTooSmall',
  'boxTooSmall',
  'codeTooSmall',
  'codeCovered',
  'nameCovered',
  'priceCovered',
  'nameLost',
  'priceLost',
  'priceTooSmall',
  'codeTwice',
] as const
export type TemplateFaultCode = (typeof templateFaultCodes)[number]
/** `block` counts from one, as a person counts the list; 0 speaks of the template as a whole. */
export type TemplateFault = { code: TemplateFaultCode; block: number; params: Record<string, string | number> }

/** Two millimetres are sixteen dots at 203 dpi, where Chinese strokes begin to run together. */
export const text10Min = 20
/** An EAN-13 of two dots a module with its quiet zones at 203 dpi; narrower, no article number has bars. */
export const bars10WidthMin = 283
export const bars10HeightMin = 60
/** The smallest QR code of three dots a module with its quiet zones. */
export const matrix10Min = 110
/** Room for 99999.99 and a unit of three characters at the smallest readable size. */
const priceBoxMin = { w: 200, h: 60 }
const price10Min = 40

/** Fields a price tag may not lose, and why: an editor shows them locked. */
export const lockedBlocks = (template: Pick<LabelTemplate, 'kind'>): readonly LabelBlockKind[] =>
  template.kind === 'priceTag' ? ['name', 'price'] : template.kind === 'test' ? [] : ['name']

export function templateFaults(template: LabelTemplate): TemplateFault[] {
  const arrangements = [template.blocks, ...(template.wideCodeBlocks ? [template.wideCodeBlocks] : [])]
  return arrangements.flatMap((blocks) => [
    ...lostFields(template, blocks),
    ...blocks.flatMap((block, at) => blockFaults(block, at + 1, template)),
    ...coveredCodes(blocks),
    ...coveredFields(blocks),
  ])
}

/** One that was saved under older rules, or came in by another way: found again before each print, so that none of its labels goes out. */
export const unfitIn = (template: LabelTemplate): LabelWarning[] =>
  templateFaults(template).length === 0 ? [] : [{ code: 'templateUnfit', params: {} }]

function lostFields(template: LabelTemplate, blocks: LabelBlock[]): TemplateFault[] {
  const lost = lockedBlocks(template).filter((kind) => !blocks.some((block) => block.kind === kind))
  const faults = lost.map((kind) => fault(kind === 'price' ? 'priceLost' : 'nameLost', 0))
  const bars = blocks.filter(({ kind }) => kind === 'bars').length
  return bars > 1 ? [...faults, fault('codeTwice', 0)] : faults
}

function fault(code: TemplateFaultCode, block: number, params: TemplateFault['params'] = {}): TemplateFault {
  return { code, block, params }
}

function blockFaults(block: LabelBlock, at: number, { widthMm, heightMm }: LabelTemplate): TemplateFault[] {
  const { x, y, w, h } = block.box
  const faults: TemplateFault[] = []
  if (x < 0 || y < 0 || x + w > widthMm * 10 || y + h > heightMm * 10) faults.push(fault('outsideLabel', at))
  const smallest = Math.min(...textSizes(block))
  if (smallest < text10Min) faults.push(fault('textTooSmall', at, { size10: smallest, least10: text10Min }))
  return [...faults, ...boxFaults(block, at)]
}

/** Every size the block may come down to. */
function textSizes(block: LabelBlock): number[] {
  switch (block.kind) {
    case 'name':
      return [block.min10, block.max10]
    case 'field':
    case 'words':
    case 'rows':
      return [block.size10]
    case 'price':
      return [block.unit10]
    case 'bars':
      return [block.digits10]
    default:
      return []
  }
}

function boxFaults(block: LabelBlock, at: number): TemplateFault[] {
  const { w, h } = block.box
  const tooSmall = (least: { w: number; h: number }): boolean => w < least.w || h < least.h
  switch (block.kind) {
    case 'name':
      return tooSmall({ w: block.min10 * 3, h: block.min10 }) ? [fault('boxTooSmall', at)] : []
    case 'field':
    case 'words':
      // A line that shrinks may stand in a box a little lower than its usual size.
      return tooSmall({ w: block.size10 * 2, h: block.size10 }) ? [fault('boxTooSmall', at)] : []
    case 'rows':
      return rowsFit(block) ? [] : [fault('boxTooSmall', at)]
    case 'price':
      return tooSmall(priceBoxMin) || block.max10 < price10Min ? [fault('priceTooSmall', at)] : []
    case 'bars':
      return tooSmall({ w: bars10WidthMin, h: Math.max(bars10HeightMin, block.digits10 * 2) })
        ? [fault('codeTooSmall', at)]
        : []
    case 'matrix':
      return tooSmall({ w: matrix10Min, h: matrix10Min }) ? [fault('codeTooSmall', at)] : []
    default:
      return []
  }
}

/** Half of the width stays for what the caption names. */
function rowsFit({ box, rows, size10, pitch10 }: Extract<LabelBlock, { kind: 'rows' }>): boolean {
  const longest = Math.max(...rows.map(({ caption }) => Array.from(caption).length))
  const height = (rows.length - 1) * pitch10 + size10
  return pitch10 >= size10 && height <= box.h && box.w >= (longest === 0 ? 0 : longest + 1) * size10 + 2 * size10
}

/** A code needs its whole box, blank edges and all: anything drawn in it may make it another code, or none. */
function coveredCodes(blocks: LabelBlock[]): TemplateFault[] {
  return blocks.flatMap((block, at) => {
    if (block.kind !== 'bars' && block.kind !== 'matrix') return []
    const [other] = blocksOver(blocks, at)
    return other === undefined ? [] : [fault('codeCovered', at + 1, { other: other + 1 })]
  })
}

/** A name or a price under something else is as good as lost; so nothing at all may stand on them. */
function coveredFields(blocks: LabelBlock[]): TemplateFault[] {
  return blocks.flatMap((block, at) => {
    if (block.kind !== 'name' && block.kind !== 'price') return []
    const code = block.kind === 'name' ? 'nameCovered' : 'priceCovered'
    return blocksOver(blocks, at).map((other) => fault(code, at + 1, { other: other + 1 }))
  })
}
