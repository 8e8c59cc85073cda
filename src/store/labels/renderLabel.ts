// Renders a label: template and product in, the printer's bitmap and its preview out. The two are the same dots.
// It knows no printer and no database; who prints what is decided elsewhere.
import type { BarSymbology, LabelContent, LabelDpi, LabelWarning } from '../../core/labels/labelLayout'
import type { LabelTemplateId } from '../../core/labels/labelTemplates'
import { labelTemplates } from '../../core/labels/labelTemplates'
import { layoutLabel } from '../../core/labels/layoutLabel'
import type { OneBitBitmap } from '../../core/labels/oneBitBitmap'
import type { LabelTools } from './labelFonts'
import { loadLabelTools } from './labelFonts'
import { fontOf, pngOf, rasterLabel } from './rasterLabel'

export type RenderedLabel = { bitmap: OneBitBitmap; png: Buffer; warnings: LabelWarning[] }
export type LabelRenderer = {
  render(templateId: LabelTemplateId, content: LabelContent, dpi: LabelDpi): Promise<RenderedLabel>
}

export function createLabelRenderer({ fontDir }: { fontDir?: string } = {}): LabelRenderer {
  let press: LabelPress | undefined
  return {
    // Asynchronous by contract, so that the drawing can move to a worker without any caller changing.
    async render(templateId, content, dpi) {
      press ??= createPress(loadLabelTools(fontDir))
      return press(templateId, content, dpi)
    },
  }
}

type LabelPress = (templateId: LabelTemplateId, content: LabelContent, dpi: LabelDpi) => RenderedLabel

function createPress({ canvas, bwip }: LabelTools): LabelPress {
  const ruler = canvas.createCanvas(8, 8).getContext('2d')
  const measure = (text: string, sizeDots: number, weight: 'regular' | 'bold'): number => {
    ruler.font = fontOf(weight, sizeDots)
    return ruler.measureText(text).width
  }
  // Layout asks for a symbol's width and drawing for its bars: the last one is kept so that it is encoded once.
  let last: { symbology: BarSymbology; text: string; widths: number[] } | undefined
  const widthsOf = (symbology: BarSymbology, text: string): number[] => {
    if (last?.symbology !== symbology || last.text !== text) {
      last = { symbology, text, widths: barWidths(bwip, symbology, text) }
    }
    return last.widths
  }
  const modulesOf = (symbology: BarSymbology, text: string): number | null => {
    const widths = widthsOf(symbology, text)
    return widths.length === 0 ? null : widths.reduce((total, width) => total + width, 0)
  }
  return (templateId, content, dpi) => {
    const { layout, warnings } = layoutLabel(labelTemplates[templateId], content, dpi, measure, modulesOf)
    const bitmap = rasterLabel(layout, canvas, ({ symbology, text }) => widthsOf(symbology, text))
    return { bitmap, png: pngOf(bitmap, canvas), warnings }
  }
}

/** Empty when the encoder refuses the text: a refusal to draw is a warning on the label, not a failure of the job. */
function barWidths(bwip: LabelTools['bwip'], symbology: BarSymbology, text: string): number[] {
  try {
    return bwip.raw(symbology, text, '')[0]?.sbs ?? []
  } catch {
    return []
  }
}
