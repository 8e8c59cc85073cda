// Turns a template and a product into dots: what is drawn where, at which size, and what had to give way.
// Pure: text widths and symbol widths come from the caller's functions, so the same input gives the same label anywhere.

import type { FittedText } from './fitText'
import { fitText, lineHeight } from './fitText'
import type {
  CountModules,
  LabelContent,
  LabelDpi,
  LabelLayout,
  LabelWarning,
  LayoutItem,
  MeasureText,
} from './labelLayout'
import type { Align, FontWeight, Ink, LabelBlock, LabelTemplate, TenthsBox, TextField } from './labelTemplate'
import type { DotBox, Placed } from './layoutBars'
import { layoutBars } from './layoutBars'
import { layoutMatrix } from './layoutMatrix'
import { layoutPrice } from './layoutPrice'
import { layoutRuler } from './layoutRuler'
import { missingIn } from './speaksOf'
import { text10Min } from './templateFaults'

type Press = { content: LabelContent; dpi: LabelDpi; measure: MeasureText; modulesOf: CountModules; carton: boolean }
type BlockOf<Kind extends LabelBlock['kind']> = Extract<LabelBlock, { kind: Kind }>

/** Share of the type size that stands above the baseline in the label font. */
const ascent = 0.88
/** Readable Chinese starts here; text shrinks to this before it is cut. */
const textDotsMin = 20

export function layoutLabel(
  template: LabelTemplate,
  content: LabelContent,
  dpi: LabelDpi,
  measure: MeasureText,
  modulesOf: CountModules,
): { layout: LabelLayout; warnings: LabelWarning[] } {
  const press = { content, dpi, measure, modulesOf, carton: template.kind === 'carton' }
  const usual = template.blocks.map((block) => placeBlock(block, press))
  // A code too long for its usual place makes the label take the arrangement with room for it.
  const crowded = usual.some(({ warnings }) => warnings.some(({ code }) => code === 'barcodeTooDense'))
  const placed = crowded ? (template.wideCodeBlocks?.map((block) => placeBlock(block, press)) ?? usual) : usual
  return {
    layout: {
      widthDots: dotsOf(template.widthMm * 10, dpi),
      heightDots: dotsOf(template.heightMm * 10, dpi),
      items: placed.flatMap(({ items }) => items),
    },
    warnings: [...missingIn(template.kind, content), ...placed.flatMap(({ warnings }) => warnings)],
  }
}

/** Whole dots for whole tenths of a millimetre. */
export function dotsOf(tenths: number, dpi: LabelDpi): number {
  return Math.round((tenths * dpi) / 254)
}

function boxOf(box: TenthsBox, dpi: LabelDpi): DotBox {
  return { x: dotsOf(box.x, dpi), y: dotsOf(box.y, dpi), w: dotsOf(box.w, dpi), h: dotsOf(box.h, dpi) }
}

function placeBlock(block: LabelBlock, press: Press): Placed {
  const { content, dpi, measure, modulesOf, carton } = press
  const box = boxOf(block.box, dpi)
  const dots = (tenths: number): number => dotsOf(tenths, dpi)
  switch (block.kind) {
    case 'name':
      return placeName(block, box, press)
    case 'field':
      return placeField(block, box, press)
    case 'rows':
      return placeRows(block, box, press)
    case 'words':
      return placeWords(block, box, press)
    case 'price': {
      const frame = { box, maxDots: dots(block.max10), unitDots: dots(block.unit10), align: block.align }
      return layoutPrice(content.priceFen, content.unit, frame, measure)
    }
    case 'bars': {
      const frame = { box, digitsDots: dots(block.digits10), align: block.align, dpi, carton }
      return layoutBars(content.code, frame, measure, modulesOf)
    }
    case 'matrix':
      return layoutMatrix(block.source, content, { box, align: block.align, dpi }, modulesOf)
    case 'ruler':
      return quiet(layoutRuler(box, block.box.w, dpi))
    case 'rect':
      return quiet([{ kind: 'rect', ...box }])
    case 'rule':
      return quiet([ruleItem(box, Math.max(1, dots(block.thickness10)))])
  }
}

function quiet(items: LayoutItem[]): Placed {
  return { items, warnings: [] }
}

/** Across, or down where the box has no width. */
function ruleItem({ x, y, w, h }: DotBox, thicknessDots: number): LayoutItem {
  return { kind: 'line', x1: x, y1: y, x2: x + w, y2: w === 0 ? y + h : y, thicknessDots }
}

function placeName(block: BlockOf<'name'>, box: DotBox, { content, dpi, measure }: Press): Placed {
  if (content.name.trim() === '') return { items: [], warnings: [{ code: 'nameMissing', params: {} }] }
  const minDots = Math.max(textDotsMin, dotsOf(block.min10, dpi))
  const frame = { widthDots: box.w, heightDots: box.h, maxDots: dotsOf(block.max10, dpi), minDots }
  const fitted = fitText(content.name, { ...frame, linesMax: 2, weight: 'bold' }, measure)
  const warnings: LabelWarning[] = fitted.cut
    ? [{ code: 'nameCut', params: { name: content.name, shown: fitted.lines.join('') } }]
    : []
  return { items: stacked(fitted, box, 'bold'), warnings }
}

/** Lines centred in the box's height, left aligned. */
function stacked({ lines, sizeDots }: FittedText, box: DotBox, weight: FontWeight): LayoutItem[] {
  const pitch = Math.round(sizeDots * lineHeight)
  const top = box.y + Math.max(0, Math.floor((box.h - sizeDots - pitch * (lines.length - 1)) / 2))
  return lines.map((text, at) => {
    const baseline = top + at * pitch + Math.round(sizeDots * ascent)
    return { kind: 'text', text, x: box.x, baseline, sizeDots, weight, ink: 'black' }
  })
}

/** A field that this kind of label does not have is an empty one. */
function textOf(content: LabelContent, field: TextField): string {
  return content[field] ?? ''
}

function placeField(block: BlockOf<'field'>, box: DotBox, { content, dpi, measure }: Press): Placed {
  return placeLine(block.field, textOf(content, block.field), box, {
    sizeDots: dotsOf(block.size10, dpi),
    weight: block.weight,
    align: block.align,
    ink: block.ink,
    measure,
  })
}

/** Words are whoever drew the label's own: they shrink as far as Chinese can be read, and never leave their box. */
function placeWords(block: BlockOf<'words'>, box: DotBox, { dpi, measure }: Press): Placed {
  const { text, weight, align } = block
  if (text.trim() === '') return quiet([])
  const maxDots = dotsOf(block.size10, dpi)
  const minDots = Math.min(maxDots, dotsOf(text10Min, dpi))
  const frame = { widthDots: box.w, heightDots: box.h, maxDots, minDots, linesMax: 1, weight } as const
  const fitted = fitText(text, frame, measure)
  const shown = fitted.lines[0] ?? ''
  const warnings: LabelWarning[] = fitted.cut ? [{ code: 'textCut', params: { field: 'words', text, shown } }] : []
  return { items: [lineItem(shown, box, fitted.sizeDots, weight, align, 'black', measure)], warnings }
}

type LineStyle = { sizeDots: number; weight: FontWeight; align: Align; ink: Ink; measure: MeasureText }

/** One line that shrinks a little before it is cut, because half a word tells a customer nothing. */
function placeLine(field: TextField, value: string, box: DotBox, style: LineStyle): Placed {
  if (value.trim() === '') return quiet([])
  const frame = { widthDots: box.w, heightDots: box.h, maxDots: style.sizeDots, minDots: lineDotsMin(style.sizeDots) }
  const fitted = fitText(value, { ...frame, linesMax: 1, weight: style.weight }, style.measure)
  const line = fitted.lines[0] ?? ''
  const item = lineItem(line, box, fitted.sizeDots, style.weight, style.align, style.ink, style.measure)
  const warnings: LabelWarning[] = fitted.cut ? [{ code: 'textCut', params: { field, shown: line } }] : []
  return { items: [item], warnings }
}

function lineDotsMin(sizeDots: number): number {
  return Math.round(sizeDots * 0.8)
}

/** One line, centred in the height of its box by the height of its capitals and digits. */
function lineItem(
  text: string,
  box: DotBox,
  sizeDots: number,
  weight: FontWeight,
  align: Align,
  ink: Ink,
  measure: MeasureText,
): LayoutItem {
  const spare = Math.max(0, box.w - measure(text, sizeDots, weight))
  const x = Math.floor(box.x + (align === 'left' ? 0 : align === 'right' ? spare : spare / 2))
  const baseline = Math.round(box.y + box.h / 2 + sizeDots * (ascent - 0.5))
  return { kind: 'text', text, x, baseline, sizeDots, weight, ink }
}

function placeRows(block: BlockOf<'rows'>, box: DotBox, { content, dpi, measure }: Press): Placed {
  const sizeDots = dotsOf(block.size10, dpi)
  const pitch = dotsOf(block.pitch10, dpi)
  const filled = block.rows.filter(({ field }) => textOf(content, field).trim() !== '')
  const placed = filled.map(({ caption, field }, at): Placed => {
    const row = { ...box, y: box.y + at * pitch, h: sizeDots }
    const style = { sizeDots, weight: 'regular', align: 'left', ink: 'black', measure } as const
    if (caption === '') return placeLine(field, textOf(content, field), row, style)
    const indent = Math.ceil(measure(caption, sizeDots, 'regular') + sizeDots * 0.5)
    const value = placeLine(field, textOf(content, field), { ...row, x: row.x + indent, w: row.w - indent }, style)
    const captionItem = lineItem(caption, row, sizeDots, 'regular', 'left', 'black', measure)
    return { items: [captionItem, ...value.items], warnings: value.warnings }
  })
  return { items: placed.flatMap(({ items }) => items), warnings: placed.flatMap(({ warnings }) => warnings) }
}
