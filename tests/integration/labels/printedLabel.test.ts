// The label as a printer would print it: our ZPL drawn by an independent renderer must equal our bitmap dot for dot,
// an independent decoder must read its bars, and the other two languages must carry the very same dots.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { beforeAll, describe, expect, test } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { emitEscpos } from '../../../src/core/labels/emitEscpos'
import { emitTspl } from '../../../src/core/labels/emitTspl'
import { emitZpl } from '../../../src/core/labels/emitZpl'
import type { LabelContent, LabelDpi } from '../../../src/core/labels/labelLayout'
import { labelTemplateIds, labelTemplates } from '../../../src/core/labels/labelTemplates'
import type { OneBitBitmap } from '../../../src/core/labels/oneBitBitmap'
import { isBlack } from '../../../src/core/labels/oneBitBitmap'
import { createLabelRenderer } from '../../../src/store/labels/renderLabel'

const water: LabelContent = {
  name: '农夫山泉饮用天然水',
  spec: '550ml',
  unit: '瓶',
  priceFen: 250,
  code: '6921168509256',
  sku: 'SP-100234',
  origin: '浙江杭州',
  date: '2026-11-22',
  storeName: '学院路店',
}
const renderer = createLabelRenderer()
const requireHere = createRequire(import.meta.url)
// The CommonJS build: the other one names a source map that its package does not hold, and the runner complains.
const { ready } = requireHere('zpl-renderer-js') as typeof import('zpl-renderer-js')

beforeAll(() => {
  // Given its file, or it would fetch it from the network.
  const wasm = requireHere.resolve('zxing-wasm/reader/zxing_reader.wasm')
  const wasmBinary = new Uint8Array(readFileSync(wasm)).buffer
  prepareZXingModule({ overrides: { wasmBinary } })
})

type Picture = { width: number; height: number; data: Uint8ClampedArray }

async function pictureOf(png: Buffer): Promise<Picture> {
  const image = await loadImage(png)
  const context = createCanvas(image.width, image.height).getContext('2d')
  context.drawImage(image, 0, 0)
  return context.getImageData(0, 0, image.width, image.height)
}

async function printedZpl(bitmap: OneBitBitmap, dpi: LabelDpi): Promise<Buffer> {
  const { api } = await ready
  const dotsPerMm = dpi === 203 ? 8 : 12
  const zpl = Buffer.from(emitZpl(bitmap, 1)).toString('latin1')
  const [widthMm, heightMm] = [bitmap.widthDots / dotsPerMm, bitmap.heightDots / dotsPerMm]
  return Buffer.from(await api.zplToBase64Async(zpl, widthMm, heightMm, dotsPerMm), 'base64')
}

function differingDots(bitmap: OneBitBitmap, picture: Picture): number {
  let differing = 0
  for (let y = 0; y < bitmap.heightDots; y += 1) {
    for (let x = 0; x < bitmap.widthDots; x += 1) {
      const dark = (picture.data[(y * picture.width + x) * 4] ?? 255) < 128
      if (dark !== isBlack(bitmap, x, y)) differing += 1
    }
  }
  return differing
}

async function decoded(png: Buffer): Promise<string[]> {
  const found = await readBarcodes(new Uint8Array(png), { tryHarder: true, tryRotate: false })
  return found.map(({ format, text }) => `${format} ${text}`)
}

function blackDots(bitmap: OneBitBitmap, x: number, y: number, w: number, h: number): number {
  let black = 0
  for (let row = y; row < y + h; row += 1)
    for (let at = x; at < x + w; at += 1) if (isBlack(bitmap, at, row)) black += 1
  return black
}

const sizes = labelTemplateIds.flatMap((id) => ([203, 300] as const).map((dpi) => [id, dpi] as const))

describe.each(sizes)('%s at %i dpi', (id, dpi) => {
  test('ZPL prints what the preview shows, and its bars read back', async () => {
    const { bitmap, png, warnings } = await renderer.render(id, water, dpi)
    expect(warnings).toEqual([])
    const printed = await printedZpl(bitmap, dpi)
    const picture = await pictureOf(printed)
    expect([picture.width, picture.height]).toEqual([bitmap.widthDots, bitmap.heightDots])
    expect(differingDots(bitmap, picture)).toBe(0)
    expect(differingDots(bitmap, await pictureOf(png))).toBe(0)
    expect(await decoded(printed)).toEqual(['EAN13 6921168509256'])
  })

  test('TSPL and ESC/POS carry the same dots', async () => {
    const { bitmap } = await renderer.render(id, water, dpi)
    const { widthMm, heightMm, gapMm } = labelTemplates[id]
    expect(differingFromPayload(bitmap, payloadOfTspl(emitTspl(bitmap, 1, { widthMm, heightMm, gapMm })))).toBe(0)
    expect(differingFromPayload(bitmap, payloadOfEscpos(emitEscpos(bitmap, 1)))).toBe(0)
  })
})

type Payload = { rowBytes: number; rows: number; bytes: Uint8Array; blackIs: 0 | 1 }

/** Cut out by what the header itself says, as a printer would. */
function payloadOfTspl(stream: Uint8Array): Payload {
  const text = Buffer.from(stream).toString('latin1')
  const header = /BITMAP 0,0,(\d+),(\d+),0,/.exec(text)
  const [rowBytes, rows] = [Number(header?.[1]), Number(header?.[2])]
  const from = (header?.index ?? 0) + (header?.[0].length ?? 0)
  expect(text.slice(from + rowBytes * rows)).toBe('\r\nPRINT 1,1\r\n')
  return { rowBytes, rows, bytes: stream.subarray(from, from + rowBytes * rows), blackIs: 0 }
}

function payloadOfEscpos(stream: Uint8Array): Payload {
  expect([...stream.subarray(0, 6)]).toEqual([0x1b, 0x40, 0x1d, 0x76, 0x30, 0])
  const view = new DataView(stream.buffer, stream.byteOffset + 6)
  const [rowBytes, rows] = [view.getUint16(0, true), view.getUint16(2, true)]
  return { rowBytes, rows, bytes: stream.subarray(10, 10 + rowBytes * rows), blackIs: 1 }
}

function differingFromPayload(bitmap: OneBitBitmap, { rowBytes, rows, bytes, blackIs }: Payload): number {
  expect([rowBytes, rows]).toEqual([Math.ceil(bitmap.widthDots / 8), bitmap.heightDots])
  let differing = 0
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < rowBytes * 8; x += 1) {
      const bit = ((bytes[y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1
      if ((bit === blackIs) !== isBlack(bitmap, x, y)) differing += 1
    }
  }
  return differing
}

describe('other codes read back from 60x40 at 203 dpi', () => {
  test.each([
    ['96385074', 'EAN8 96385074'],
    // The decoder names a UPC-A by the thirteen digits that its bars also are.
    ['036000291452', 'EAN13 0036000291452'],
    ['SP-100234', 'Code128 SP-100234'],
    ['16901234567899', 'Code128 16901234567899'],
    ['2100123012346', 'Code128 2100123012346'],
  ])('%s', async (code, expected) => {
    const { bitmap, warnings } = await renderer.render('priceTag60x40', { ...water, code }, 203)
    expect(warnings).toEqual([])
    const [read] = await decoded(await printedZpl(bitmap, 203))
    expect([expected, expected.replace('EAN13 0', 'UPCA ')]).toContain(read)
  })
})

describe('Chinese text', () => {
  test('is drawn by our own font: every name has its own dots, none is a box', async () => {
    const names = ['米', '面', '油', '盐', '酱', '醋', '茶', '十', '二']
    const shapes = new Set<string>()
    for (const name of names) {
      const { bitmap } = await renderer.render('goodsLabel60x40', { ...water, name }, 203)
      const { widthDots } = bitmap
      const rows = bitmap.bytes.slice(0, (widthDots / 8) * 94)
      expect(blackDots(bitmap, 0, 0, widthDots, 94)).toBeGreaterThan(40)
      shapes.add(Buffer.from(rows).toString('base64'))
    }
    expect(shapes.size).toBe(names.length)
  })
  test('keeps its thin strokes: the upright of 十 is whole at the smallest size', async () => {
    const { bitmap } = await renderer.render('goodsLabel60x40', { ...water, spec: '十十十十十十' }, 203)
    const upright = Array.from({ length: 120 }, (_, x) => blackDots(bitmap, 60 + x, 106, 1, 20)).filter(
      (dots) => dots >= 14,
    )
    expect(upright.length).toBeGreaterThanOrEqual(6)
  })
  test('a band prints white on black', async () => {
    const { bitmap } = await renderer.render('priceTag60x40', water, 203)
    const band = blackDots(bitmap, 12, 12, 456, 34) / (456 * 34)
    expect(band).toBeGreaterThan(0.7)
    expect(band).toBeLessThan(0.95)
  })
})

test('the same label is the same dots every time, also from a second renderer', async () => {
  const first = await renderer.render('priceTag40x30', water, 203)
  const again = await createLabelRenderer().render('priceTag40x30', water, 203)
  expect(Buffer.compare(Buffer.from(first.bitmap.bytes), Buffer.from(again.bitmap.bytes))).toBe(0)
})
