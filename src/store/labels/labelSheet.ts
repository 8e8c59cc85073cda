/** Labels for A4 stickers: drawn by the engine that draws for label printers, at a size an office printer can show. */

import type { LabelContent } from '../../core/labels/labelLayout'
import type { LabelTemplate } from '../../core/labels/labelTemplate'
import type { LabelTemplateId } from '../../core/labels/labelTemplates'
import type { PaperLanguage } from '../../core/paper/html'
import {
  type LabelSheetDocument,
  labelSheetDocument,
  type SheetLabel,
  type SheetWish,
  sheetLabelsMax,
} from '../../core/paper/labelSheet'
import type { LabelRenderer } from '../../labels/renderLabel'

export interface SheetItem {
  template: LabelTemplateId | LabelTemplate
  content: LabelContent
  copies: number
}

/** Office printers have 600 dots an inch: each dot of ours is four whole ones of theirs. */
const dpi = 300

export const drawLabelSheet = async (
  renderer: LabelRenderer,
  items: readonly SheetItem[],
  wish: SheetWish,
  paper: { language: PaperLanguage; title: string },
): Promise<LabelSheetDocument> => {
  const labels: SheetLabel[] = []
  for (const { template, content, copies } of items) {
    const { bitmap, png } = await renderer.render(template, content, dpi)
    const { widthDots, heightDots } = bitmap
    const label = { pngBase64: png.toString('base64'), widthDots, heightDots, dpi }
    // One more than fits is enough to be refused.
    const room = sheetLabelsMax + 1 - labels.length
    for (let copy = 0; copy < Math.min(copies, room); copy += 1) labels.push(label)
  }
  return labelSheetDocument(labels, wish, paper)
}
