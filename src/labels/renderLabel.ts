// Renders a label: template and content in, the printer's bitmap and its preview out. The two are the same dots.
// It knows no printer and no database; who prints what is decided elsewhere.
import { emitLabel, type LabelLanguage, type LabelOffset } from '../core/labels/emitLabel'
import {
  type LabelContent,
  type LabelDpi,
  type LabelWarning,
  type LabelWarningCode,
  type MeasureText,
  mustNotPrint,
} from '../core/labels/labelLayout'
import type { FontWeight, LabelTemplate } from '../core/labels/labelTemplate'
import type { LabelTemplateId } from '../core/labels/labelTemplates'
import { labelTemplates } from '../core/labels/labelTemplates'
import { layoutLabel } from '../core/labels/layoutLabel'
import type { OneBitBitmap } from '../core/labels/oneBitBitmap'
import { unfitIn } from '../core/labels/templateFaults'
import type { LabelTools } from './labelFonts'
import { loadLabelTools } from './labelFonts'
import { createLabelSymbols } from './labelSymbols'
import { createEasel, fontOf, pngOf, rasterLabel } from './rasterLabel'

/** One drawn label and what it is drawn for; the stock is the template's. */
export type DrawnLabel = {
  bitmap: OneBitBitmap
  warnings: LabelWarning[]
  widthMm: number
  heightMm: number
  gapMm: number
}
export type RenderedLabel = DrawnLabel & { png: Buffer }

/** For a printer: what it is drawn from, and the sheet it goes on. */
export type PrintWish = {
  template: LabelTemplate
  content: LabelContent
  dpi: LabelDpi
  language: LabelLanguage
  copies: number
  offset: LabelOffset
}

/** `held`: printed as it is, the label would mislead whoever reads it. */
export type PressedLabel = { bytes: Uint8Array; held: null } | { bytes: null; held: LabelWarningCode }

export type LabelRenderer = {
  /** for a screen: the dots and their picture */
  render(template: LabelTemplateId | LabelTemplate, content: LabelContent, dpi: LabelDpi): Promise<RenderedLabel>
  /** for a printer: its bytes, ready to be sent; or why it must not be printed */
  print(wish: PrintWish): Promise<PressedLabel>
  /** the dots alone */
  draw(template: LabelTemplateId | LabelTemplate, content: LabelContent, dpi: LabelDpi): Promise<DrawnLabel>
  /** the picture of any bitmap, as of one moved by a printer's offset */
  png(bitmap: OneBitBitmap): Promise<Buffer>
  /** how many labels may be asked for at once; one where the caller's own thread draws, so that it is never held up for two */
  ahead: number
  close(): Promise<void>
}

export function createLabelRenderer({ fontDir }: { fontDir?: string } = {}): LabelRenderer {
  let press: LabelPress | undefined
  const ready = (): LabelPress => {
    press ??= createPress(loadLabelTools(fontDir))
    return press
  }
  // Asynchronous by contract: in the app it is drawn in a thread of its own (drawingThread.ts), and no caller knows.
  return {
    ahead: 1,
    async print({ template, content, dpi, language, copies, offset }) {
      const { bitmap, warnings, widthMm, heightMm, gapMm } = ready().draw(template, content, dpi)
      const reason = [...unfitIn(template), ...warnings].find(mustNotPrint)
      if (reason) return { bytes: null, held: reason.code }
      const bytes = emitLabel(language, bitmap, { copies, stock: { widthMm, heightMm, gapMm }, offset })
      return { bytes, held: null }
    },
    async render(template, content, dpi) {
      const drawn = ready().draw(templateOf(template), content, dpi)
      return { ...drawn, png: ready().png(drawn.bitmap) }
    },
    async draw(template, content, dpi) {
      return ready().draw(templateOf(template), content, dpi)
    },
    async png(bitmap) {
      return ready().png(bitmap)
    },
    async close() {},
  }
}

const templateOf = (template: LabelTemplateId | LabelTemplate): LabelTemplate =>
  typeof template === 'string' ? labelTemplates[template] : template

type LabelPress = {
  draw(template: LabelTemplate, content: LabelContent, dpi: LabelDpi): DrawnLabel
  png(bitmap: OneBitBitmap): Buffer
}

function createPress({ canvas, bwip }: LabelTools): LabelPress {
  const measure = createRuler(canvas)
  const symbols = createLabelSymbols(bwip)
  const easel = createEasel(canvas)
  return {
    draw: (template, content, dpi) => {
      const { layout, warnings } = layoutLabel(template, content, dpi, measure, symbols.modulesOf)
      const { widthMm, heightMm, gapMm } = template
      return { bitmap: rasterLabel(layout, easel, symbols), warnings, widthMm, heightMm, gapMm }
    },
    png: (bitmap) => pngOf(bitmap, canvas),
  }
}

/** Captions, units and digits come back on every label: what was measured is kept, up to a bound. */
const widthsKeptMax = 4000

function createRuler(canvas: LabelTools['canvas']): MeasureText {
  const context = canvas.createCanvas(8, 8).getContext('2d')
  const kept = new Map<string, number>()
  return (text: string, sizeDots: number, weight: FontWeight): number => {
    const key = `${weight} ${sizeDots} ${text}`
    const known = kept.get(key)
    if (known !== undefined) return known
    if (kept.size >= widthsKeptMax) kept.clear()
    context.font = fontOf(weight, sizeDots)
    const { width } = context.measureText(text)
    kept.set(key, width)
    return width
  }
}
