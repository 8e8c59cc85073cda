// The label as a printer would print it: our ZPL drawn by an independent renderer must equal our bitmap dot for dot,
// two independent decoders must read its codes, and the other three languages must carry the very same dots.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { emitLabel, type LabelLanguage } from '../../../src/core/labels/emitLabel'
import { emitZpl } from '../../../src/core/labels/emitZpl'
import type { LabelDpi } from '../../../src/core/labels/labelLayout'
import type { LabelKind } from '../../../src/core/labels/labelTemplate'
import { labelTemplateIds, labelTemplates } from '../../../src/core/labels/labelTemplates'
import type { OneBitBitmap } from '../../../src/core/labels/oneBitBitmap'
import { isBlack } from '../../../src/core/labels/oneBitBitmap'
import { createLabelRenderer } from '../../../src/labels/renderLabel'
import { sampleContents, water } from '../../support/labelContents'
import { differingDots, drawnZpl, pictureOf } from '../../support/zplPicture'

const renderer = createLabelRenderer()
const requireHere = createRequire(import.meta.url)

beforeAll(() => {
  // Given its file, or it would fetch it from the network.
  const wasm = requireHere.resolve('zxing-wasm/reader/zxing_reader.wasm')
  const wasmBinary = new Uint8Array(readFileSync(wasm)).buffer
  prepareZXingModule({ overrides: { wasmBinary } })
})

async function printedZpl(bitmap: OneBitBitmap, dpi: LabelDpi): Promise<Buffer> {
  const dotsPerMm = dpi === 203 ? 8 : 12
  const size = { widthMm: bitmap.widthDots / dotsPerMm, heightMm: bitmap.heightDots / dotsPerMm }
  return drawnZpl(emitZpl(bitmap, 1), size, dpi)
}

async function decoded(png: Buffer): Promise<string[]> {
  const found = await readBarcodes(new Uint8Array(png), { tryHarder: true, tryRotate: false })
  return found.map(({ format, text }) => `${format} ${text}`).sort()
}

/** The second opinion, which knows no DataMatrix. */
function zbarRead(png: Buffer): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'label-'))
  try {
    const file = join(folder, 'label.png')
    writeFileSync(file, png)
    const { stdout } = spawnSync('zbarimg', ['-q', '--nodbus', file], { encoding: 'utf8' })
    return stdout.trim().split('\n').sort()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What each kind of label says to a scanner: by zxing, and by zbar in its own names. */
const water13 = '6921168509256'
const lotElements = '(01)06921168509256(17)271101(10)L20261101A'
const codesOf: Record<LabelKind, { zxing: string[]; zbar: string[] }> = {
  priceTag: { zxing: [`EAN13 ${water13}`], zbar: [`EAN-13:${water13}`] },
  goods: { zxing: [`EAN13 ${water13}`], zbar: [`EAN-13:${water13}`] },
  carton: { zxing: ['ITF 16921168509253'], zbar: ['I2/5:16921168509253'] },
  lot: { zxing: [`DataMatrix ${lotElements}`, `EAN13 ${water13}`], zbar: [`EAN-13:${water13}`] },
  zone: { zxing: ['QRCode ZG-Z-A1'], zbar: ['QR-Code:ZG-Z-A1'] },
  place: { zxing: ['QRCode ZG-Z-D3'], zbar: ['QR-Code:ZG-Z-D3'] },
  test: { zxing: [`EAN13 ${water13}`, `QRCode ${water13}`], zbar: [`EAN-13:${water13}`, `QR-Code:${water13}`] },
}

function blackDots(bitmap: OneBitBitmap, x: number, y: number, w: number, h: number): number {
  let black = 0
  for (let row = y; row < y + h; row += 1)
    for (let at = x; at < x + w; at += 1) if (isBlack(bitmap, at, row)) black += 1
  return black
}

const sizes = labelTemplateIds.flatMap((id) => ([203, 300] as const).map((dpi) => [id, dpi] as const))

describe.each(sizes)('%s at %i dpi', (id, dpi) => {
  const template = labelTemplates[id]
  const content = sampleContents[template.kind]

  test('ZPL prints what the preview shows, and its codes read back', async () => {
    const { bitmap, png, warnings } = await renderer.render(id, content, dpi)
    expect(warnings).toEqual([])
    const printed = await printedZpl(bitmap, dpi)
    const picture = await pictureOf(printed)
    expect([picture.width, picture.height]).toEqual([bitmap.widthDots, bitmap.heightDots])
    expect(differingDots(bitmap, picture)).toBe(0)
    expect(differingDots(bitmap, await pictureOf(png))).toBe(0)
    expect(await decoded(printed)).toEqual(codesOf[template.kind].zxing)
    expect(zbarRead(printed)).toEqual(codesOf[template.kind].zbar)
  })

  test.each(['tspl', 'escpos', 'epl'] as const)('%s carries the same dots', async (language) => {
    const { bitmap, widthMm, heightMm, gapMm } = await renderer.draw(id, content, dpi)
    const stream = emitLabel(language, bitmap, { copies: 2, stock: { widthMm, heightMm, gapMm } })
    for (const payload of payloadsOf[language](stream)) expect(differingFromPayload(bitmap, payload)).toBe(0)
  })
})

test('a printer that lies half a millimetre off gets the picture moved by whole dots', async () => {
  const { bitmap, widthMm, heightMm, gapMm } = await renderer.draw('priceTag60x40', water, 203)
  const offset = { offsetX10: 5, offsetY10: -5, dpi: 203 } as const
  const zpl = emitLabel('zpl', bitmap, { copies: 1, stock: { widthMm, heightMm, gapMm }, offset })
  const picture = await pictureOf(await drawnZpl(zpl, { widthMm: 60, heightMm: 40 }, 203))
  expect(differingDots(bitmap, picture, { x: 4, y: -4 })).toBe(0)
})

test.each(['zpl', 'tspl', 'escpos', 'epl'] as const)(
  'a batch in %s is its labels one after the other',
  async (language) => {
    const streams = await Promise.all(
      (['priceTag40x30', 'goodsLabel60x40'] as const).map(async (id) => {
        const { bitmap, widthMm, heightMm, gapMm } = await renderer.draw(id, water, 203)
        return emitLabel(language, bitmap, { copies: 1, stock: { widthMm, heightMm, gapMm } })
      }),
    )
    const batch = Buffer.concat(streams)
    const starts = { zpl: '^XA', tspl: 'SIZE ', escpos: '\x1b@', epl: '\nN\n' }[language]
    expect(batch.toString('latin1').split(starts).length - 1).toBe(2)
  },
)

type Payload = { rowBytes: number; rows: number; bytes: Uint8Array; blackIs: 0 | 1 }

/** Cut out by what the header itself says, as a printer would. */
function cutOut(stream: Uint8Array, header: RegExp, tail: string): Payload[] {
  const text = Buffer.from(stream).toString('latin1')
  const found = header.exec(text)
  const [rowBytes, rows] = [Number(found?.[1]), Number(found?.[2])]
  const from = (found?.index ?? 0) + (found?.[0].length ?? 0)
  expect(text.slice(from + rowBytes * rows)).toBe(tail)
  return [{ rowBytes, rows, bytes: stream.subarray(from, from + rowBytes * rows), blackIs: 0 }]
}

/** ESC/POS has no copy count: the picture comes once for each. */
function payloadsOfEscpos(stream: Uint8Array): Payload[] {
  expect([...stream.subarray(0, 2)]).toEqual([0x1b, 0x40])
  const payloads: Payload[] = []
  for (let at = 2; at < stream.length; ) {
    expect([...stream.subarray(at, at + 4)]).toEqual([0x1d, 0x76, 0x30, 0])
    const view = new DataView(stream.buffer, stream.byteOffset + at + 4)
    const [rowBytes, rows] = [view.getUint16(0, true), view.getUint16(2, true)]
    payloads.push({ rowBytes, rows, bytes: stream.subarray(at + 8, at + 8 + rowBytes * rows), blackIs: 1 })
    at += 8 + rowBytes * rows + 3
  }
  expect(payloads).toHaveLength(2)
  return payloads
}

const payloadsOf: Record<Exclude<LabelLanguage, 'zpl'>, (stream: Uint8Array) => Payload[]> = {
  tspl: (stream) => cutOut(stream, /BITMAP 0,0,(\d+),(\d+),0,/, '\r\nPRINT 2,1\r\n'),
  epl: (stream) => cutOut(stream, /GW0,0,(\d+),(\d+)\n/, '\nP2\n'),
  escpos: payloadsOfEscpos,
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
  ])('%s', async (code, expected) => {
    const { bitmap, warnings } = await renderer.render('priceTag60x40', { ...water, code }, 203)
    expect(warnings).toEqual([])
    const [read] = await decoded(await printedZpl(bitmap, 203))
    expect([expected, expected.replace('EAN13 0', 'UPCA ')]).toContain(read)
  })
})

test('a number with a wrong check digit is printed as it stands, as Code 128, and said', async () => {
  const { bitmap, warnings } = await renderer.draw('priceTag60x40', { ...water, code: '2100123012346' }, 203)
  expect(warnings).toEqual([{ code: 'checkDigitWrong', params: { code: '2100123012346', as: 'Code 128' } }])
  expect(await decoded(await printedZpl(bitmap, 203))).toEqual(['Code128 2100123012346'])
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
