/** Labels on a sheet of stickers: which cell takes which label, in tenths of a millimetre, from any cell on. */
import { drawn, html, type Markup, none, type PaperLanguage, paperDocument } from './html'

/** A4 in tenths of a millimetre. */
const page = { w: 2100, h: 2970 }

export interface SheetLayout {
  columns: number
  rows: number
  /** one sticker */
  cell: { w: number; h: number }
  /** from the paper's corner to the first sticker, and what lies between two */
  margin: { x: number; y: number }
  gap: { x: number; y: number }
}

/** As they are sold for A4: 24 and 14 stickers a sheet. */
export const sheetLayouts = {
  a4of3x8: { columns: 3, rows: 8, cell: { w: 640, h: 339 }, margin: { x: 65, y: 129 }, gap: { x: 25, y: 0 } },
  a4of2x7: { columns: 2, rows: 7, cell: { w: 991, h: 381 }, margin: { x: 46, y: 151 }, gap: { x: 25, y: 0 } },
} as const satisfies Record<string, SheetLayout>

/** A label drawn dot for dot: its picture, and how many dots of the picture are an inch. */
export interface SheetLabel {
  pngBase64: string
  widthDots: number
  heightDots: number
  dpi: number
}

export const sheetFaultCodes = [
  'sheetOffPaper',
  'sheetEmpty',
  'sheetTooLong',
  'startOffSheet',
  'labelTooLarge',
] as const
export type SheetFaultCode = (typeof sheetFaultCodes)[number]
export interface SheetFault {
  code: SheetFaultCode
  params: Record<string, string | number>
}

export interface SheetWish {
  layout: SheetLayout
  /** the first free sticker, counted from one along the rows: a sheet begun yesterday goes on where it stopped */
  startAt: number
}

export const sheetLabelsMax = 2000
const cellsMax = 400

export type LabelSheetDocument = { ok: true; html: string; pages: number } | { ok: false; faults: SheetFault[] }

export const labelSheetDocument = (
  labels: readonly SheetLabel[],
  wish: SheetWish,
  { language, title }: { language: PaperLanguage; title: string },
): LabelSheetDocument => {
  const faults = sheetFaults(labels, wish)
  if (faults.length > 0) return { ok: false, faults }
  const pages = pagesOf(labels, wish)
  const sections = pages.map((cells) => html`<section class="sheet">${cells}</section>`)
  return { ok: true, html: paperDocument(language, title, css, sections), pages: pages.length }
}

export const sheetFaults = (labels: readonly SheetLabel[], { layout, startAt }: SheetWish): SheetFault[] => {
  const cells = layout.columns * layout.rows
  const faults: SheetFault[] = []
  if (!fitsPaper(layout) || cells < 1 || cells > cellsMax) faults.push({ code: 'sheetOffPaper', params: {} })
  if (labels.length === 0) faults.push({ code: 'sheetEmpty', params: {} })
  if (labels.length > sheetLabelsMax) faults.push({ code: 'sheetTooLong', params: { most: sheetLabelsMax } })
  if (!Number.isInteger(startAt) || startAt < 1 || startAt > cells) {
    faults.push({ code: 'startOffSheet', params: { startAt, cells } })
  }
  const { w, h } = layout.cell
  const large = labels.find((label) => tenthsOf(label.widthDots, label) > w || tenthsOf(label.heightDots, label) > h)
  if (large) {
    const [widthMm, heightMm] = [large.widthDots, large.heightDots].map((dots) => Math.ceil(tenthsOf(dots, large) / 10))
    faults.push({ code: 'labelTooLarge', params: { widthMm: widthMm ?? 0, heightMm: heightMm ?? 0 } })
  }
  return faults
}

const fitsPaper = ({ columns, rows, cell, margin, gap }: SheetLayout): boolean =>
  [columns, rows, cell.w, cell.h].every((each) => Number.isInteger(each) && each > 0) &&
  [margin.x, margin.y, gap.x, gap.y].every((each) => Number.isInteger(each) && each >= 0) &&
  margin.x + columns * cell.w + (columns - 1) * gap.x <= page.w &&
  margin.y + rows * cell.h + (rows - 1) * gap.y <= page.h

const tenthsOf = (dots: number, { dpi }: SheetLabel): number => Math.floor((dots * 254) / dpi)

const pagesOf = (labels: readonly SheetLabel[], { layout, startAt }: SheetWish): Markup[][] => {
  const cells = layout.columns * layout.rows
  const pages: Markup[][] = []
  labels.forEach((label, index) => {
    const at = startAt - 1 + index
    const onPage = pages[Math.floor(at / cells)] ?? []
    onPage.push(cellOf(label, at % cells, layout))
    pages[Math.floor(at / cells)] = onPage
  })
  return pages
}

/** In the middle of its sticker at its true size: stretched to fill, its bars would no longer be whole dots. */
const cellOf = (label: SheetLabel, at: number, { columns, cell, margin, gap }: SheetLayout): Markup => {
  const [column, row] = [at % columns, Math.floor(at / columns)]
  const [w, h] = [tenthsOf(label.widthDots, label), tenthsOf(label.heightDots, label)]
  const left = margin.x + column * (cell.w + gap.x) + Math.floor((cell.w - w) / 2)
  const top = margin.y + row * (cell.h + gap.y) + Math.floor((cell.h - h) / 2)
  const inch = (dots: number): string => `${dots}in / ${label.dpi}`
  const size = `width: calc(${inch(label.widthDots)}); height: calc(${inch(label.heightDots)})`
  const place = `left: ${millimetres(left)}; top: ${millimetres(top)}; ${size}`
  return isBase64(label.pngBase64)
    ? html`<img style="${place}" alt="" src="data:image/png;base64,${drawn(label.pngBase64)}">`
    : none
}

/** It goes into the document unescaped, so it must be what it says. */
const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/]+=*$/.test(text)

const millimetres = (tenths: number): string => `${Math.trunc(tenths / 10)}.${tenths % 10}mm`

const css = `
  .sheet { width: 210mm; height: 296.9mm; position: relative; overflow: hidden; break-after: page }
  .sheet:last-child { break-after: auto }
  .sheet img { position: absolute; image-rendering: pixelated }`
