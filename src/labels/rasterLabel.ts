// Draws a laid-out label into one bit a dot. Text goes through the canvas and a threshold; bars, rules and bands are set
// dot by dot afterwards, so that nothing ever smooths them.
import type { SKRSContext2D } from '@napi-rs/canvas'
import type { BarsItem, LabelLayout, MatrixItem, TextItem } from '../core/labels/labelLayout'
import type { OneBitBitmap } from '../core/labels/oneBitBitmap'
import { emptyBitmap, fillRect, isBlack, rowBytesOf } from '../core/labels/oneBitBitmap'
import type { CanvasModule } from './labelFonts'
import { labelFontFamily } from './labelFonts'

/** Darker than this of 255 is black. At 128 small Chinese loses strokes, at 200 they run together. */
const threshold = 170
/** Guard bars of EAN and UPC by module: both ends and the middle pair, which reach down between the digits. */
const guardModules = {
  ean13: [0, 2, 46, 48, 92, 94],
  upca: [0, 2, 46, 48, 92, 94],
  ean8: [0, 2, 32, 34, 64, 66],
  itf14: [],
  code128: [],
}

export function fontOf(weight: TextItem['weight'], sizeDots: number): string {
  return `${weight === 'bold' ? 700 : 400} ${sizeDots}px "${labelFontFamily}"`
}

export function rasterLabel(layout: LabelLayout, easel: Easel, symbols: Symbols): OneBitBitmap {
  const bitmap = emptyBitmap(layout.widthDots, layout.heightDots)
  for (const item of layout.items) {
    if (item.kind === 'rect') fillRect(bitmap, item.x, item.y, item.w, item.h, true)
    if (item.kind === 'line') fillLine(bitmap, item)
  }
  const texts = layout.items.filter((item) => item.kind === 'text')
  for (const ink of ['black', 'white'] as const) {
    drawTexts(
      bitmap,
      texts.filter((item) => item.ink === ink),
      ink,
      easel,
    )
  }
  for (const item of layout.items) {
    if (item.kind === 'bars') drawBars(bitmap, item, symbols.barWidths(item))
    if (item.kind === 'matrix') drawMatrix(bitmap, item, symbols.modules(item))
  }
  return bitmap
}

/** Something to draw on that is at least so large; the same one again, for a fresh one costs more than the drawing. */
export type Easel = (widthDots: number, heightDots: number) => SKRSContext2D

export function createEasel(canvas: CanvasModule): Easel {
  let kept = canvas.createCanvas(1, 1)
  let context = kept.getContext('2d')
  return (widthDots, heightDots) => {
    if (kept.width < widthDots || kept.height < heightDots) {
      kept = canvas.createCanvas(Math.max(kept.width, widthDots), Math.max(kept.height, heightDots))
      context = kept.getContext('2d')
    }
    return context
  }
}

export type Symbols = {
  /** widths in modules, bar and space in turn, starting with a bar */
  barWidths(item: Pick<BarsItem, 'symbology' | 'text'>): number[]
  /** 1 for a dark module, row by row */
  modules(item: Pick<MatrixItem, 'symbology' | 'text'>): number[]
}

type LineEnds = { x1: number; y1: number; x2: number; y2: number; thicknessDots: number }

function fillLine(bitmap: OneBitBitmap, { x1, y1, x2, y2, thicknessDots }: LineEnds): void {
  const level = y1 === y2
  fillRect(bitmap, x1, y1, level ? x2 - x1 : thicknessDots, level ? thicknessDots : y2 - y1, true)
}

/**
 * Both inks are drawn black on white and thresholded alike; white ink then clears dots instead of setting them. Only the
 * rows that hold the texts are drawn and read back: a band of white words is a tenth of a label.
 */
function drawTexts(bitmap: OneBitBitmap, texts: TextItem[], ink: TextItem['ink'], easel: Easel): void {
  if (texts.length === 0) return
  const { widthDots, bytes } = bitmap
  const { top, rows } = rowsOf(texts, bitmap.heightDots)
  if (rows <= 0) return
  const context = easel(widthDots, rows)
  context.fillStyle = '#fff'
  context.fillRect(0, 0, widthDots, rows)
  context.fillStyle = '#000'
  context.textBaseline = 'alphabetic'
  for (const { text, x, baseline, sizeDots, weight } of texts) {
    context.font = fontOf(weight, sizeDots)
    context.fillText(text, x, baseline - top)
  }
  const rowsAtOnce = Math.max(1, Math.floor(stripBytes / (4 * widthDots)))
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const { data } = context.getImageData(0, from, widthDots, Math.min(rowsAtOnce, rows - from))
    setDarkDots(bytes, data, { widthDots, top: top + from, black: ink === 'black' })
  }
}

/** Read back in one piece, a picture over half a megabyte takes ten milliseconds; in strips under that, a tenth of one. */
const stripBytes = 256 * 1024

type Strip = { widthDots: number; top: number; black: boolean }

function setDarkDots(bytes: Uint8Array, data: Uint8ClampedArray, { widthDots, top, black }: Strip): void {
  const rowBytes = rowBytesOf(widthDots)
  for (let at = 0; at * 4 < data.length; at += 1) {
    if ((data[at * 4] ?? 255) >= threshold) continue
    const x = at % widthDots
    const byte = (top + Math.floor(at / widthDots)) * rowBytes + (x >> 3)
    const bit = 0x80 >> (x & 7)
    bytes[byte] = black ? (bytes[byte] ?? 0) | bit : (bytes[byte] ?? 0) & ~bit
  }
}

/** No character of the label font stands higher or hangs lower than these shares of its size. */
const reach = { above: 1.2, below: 0.4 }

function rowsOf(texts: TextItem[], heightDots: number): { top: number; rows: number } {
  const tops = texts.map(({ baseline, sizeDots }) => Math.floor(baseline - sizeDots * reach.above))
  const ends = texts.map(({ baseline, sizeDots }) => Math.ceil(baseline + sizeDots * reach.below))
  const top = Math.max(0, Math.min(...tops))
  return { top, rows: Math.min(heightDots, Math.max(...ends)) - top }
}

function drawBars(bitmap: OneBitBitmap, item: BarsItem, widths: number[]): void {
  const guards: readonly number[] = guardModules[item.symbology]
  const { moduleDots, wideDots } = item
  let module = 0
  let x = item.x
  widths.forEach((width, at) => {
    const dots = wideDots !== undefined && width > 1 ? wideDots : width * moduleDots
    const height = item.heightDots + (guards.includes(module) ? item.guardDots : 0)
    if (at % 2 === 0) fillRect(bitmap, x, item.y, dots, height, true)
    module += width
    x += dots
  })
}

function drawMatrix(bitmap: OneBitBitmap, { x, y, modules, moduleDots }: MatrixItem, dark: number[]): void {
  dark.forEach((module, at) => {
    if (module === 0) return
    const [column, row] = [at % modules, Math.floor(at / modules)]
    fillRect(bitmap, x + column * moduleDots, y + row * moduleDots, moduleDots, moduleDots, true)
  })
}

/** The preview is the bitmap itself as a picture: what is shown is what is sent. */
export function pngOf(bitmap: OneBitBitmap, canvas: CanvasModule): Buffer {
  const { widthDots, heightDots } = bitmap
  const surface = canvas.createCanvas(widthDots, heightDots)
  const context = surface.getContext('2d')
  const image = context.createImageData(widthDots, heightDots)
  // One 32-bit write a dot: opaque white everywhere, opaque black where the bit is set.
  const dots = new Uint32Array(image.data.buffer).fill(0xffffffff)
  for (let y = 0; y < heightDots; y += 1) {
    for (let x = 0; x < widthDots; x += 1) if (isBlack(bitmap, x, y)) dots[y * widthDots + x] = 0xff000000
  }
  context.putImageData(image, 0, 0)
  return surface.toBuffer('image/png')
}
