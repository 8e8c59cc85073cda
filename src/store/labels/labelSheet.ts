/** Labels for A4 stickers: drawn by the engine that draws for label printers, at a size an office printer can show. */

import { type LabelContent, type LabelWarningCode, mustNotPrint } from '../../core/labels/labelLayout'
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
import type { LabelRenderer, RenderedLabel } from '../../labels/renderLabel'

export interface SheetItem {
  template: LabelTemplateId | LabelTemplate
  content: LabelContent
  copies: number
}

/** Office printers have 600 dots an inch: each dot of ours is four whole ones of theirs. */
export const sheetDpi = 300

/** For one line: its label as often as it has copies, or why it must not be printed. */
export const drawSheetLabel = async (
  render: () => Promise<RenderedLabel>,
  copies: number,
): Promise<{ labels: SheetLabel[]; held: LabelWarningCode | null }> => {
  const { bitmap, png, warnings } = await render()
  const held = warnings.find(mustNotPrint)
  if (held) return { labels: [], held: held.code }
  const { widthDots, heightDots } = bitmap
  const label = { pngBase64: png.toString('base64'), widthDots, heightDots, dpi: sheetDpi }
  // one more than fits is enough to be refused
  return { labels: Array.from({ length: Math.min(copies, sheetLabelsMax + 1) }, () => label), held: null }
}

export const drawLabelSheet = async (
  renderer: LabelRenderer,
  items: readonly SheetItem[],
  wish: SheetWish,
  paper: { language: PaperLanguage; title: string },
): Promise<LabelSheetDocument> => {
  const labels: SheetLabel[] = []
  for (const { template, content, copies } of items) {
    const drawn = await drawSheetLabel(() => renderer.render(template, content, sheetDpi), copies)
    labels.push(...drawn.labels)
    if (labels.length > sheetLabelsMax) break
  }
  return labelSheetDocument(labels, wish, paper)
}
