// Labels on A4 stickers, on paper: the document as a browser makes a PDF of it, turned into a picture by another program,
// measured and decoded.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { type SheetLayout, sheetLayouts } from '../../../src/core/paper/labelSheet'
import { createLabelRenderer } from '../../../src/labels/renderLabel'
import { drawLabelSheet, type SheetItem } from '../../../src/store/labels/labelSheet'
import { water } from '../../support/labelContents'

const folder = mkdtempSync(join(tmpdir(), 'sheet-'))
afterAll(() => rmSync(folder, { recursive: true }))
beforeAll(() => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } })
})

const renderer = createLabelRenderer()
const paper = { language: 'zh-CN', title: '价签' } as const
const dpi = 300
const tag = (code: string, copies = 1): SheetItem => ({
  template: 'priceTag50x30',
  content: { ...water, code },
  copies,
})
const codes = ['6921168509256', '6901028075831', '96385074']

/** Pictures of its pages at 300 dpi, as paper would show them. */
function pagesOf(html: string): Buffer[] {
  const [page, pdf] = [join(folder, 'sheet.html'), join(folder, 'sheet.pdf')]
  writeFileSync(page, html)
  const headless = ['--headless', '--no-sandbox', '--disable-gpu', '--no-pdf-header-footer', `--print-to-pdf=${pdf}`]
  execFileSync('chromium', [...headless, `--user-data-dir=${join(folder, 'profile')}`, `file://${page}`], {
    stdio: 'ignore',
  })
  const count = Number(/^Pages:\s+(\d+)/m.exec(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }))?.[1])
  execFileSync('pdftoppm', ['-r', String(dpi), '-png', pdf, join(folder, 'page')])
  return Array.from({ length: count }, (_, at) => readFileSync(join(folder, `page-${at + 1}.png`)))
}

/** What is read where, in tenths of a millimetre, from the top. */
async function readOff(picture: Buffer): Promise<{ text: string; x: number; y: number }[]> {
  const found = await readBarcodes(new Uint8Array(picture), {
    tryHarder: true,
    tryRotate: false,
    maxNumberOfSymbols: 99,
  })
  const tenths = (dots: number): number => Math.round((dots * 254) / dpi)
  return found
    .map(({ text, position: { topLeft } }) => ({ text, x: tenths(topLeft.x), y: tenths(topLeft.y) }))
    .sort((one, other) => Math.round((one.y - other.y) / 100) || one.x - other.x)
}

test('from the cell that is free, along the rows, on to the next sheet, each in its sticker and readable', async () => {
  const items = [tag(codes[0] ?? '', 3), tag(codes[1] ?? ''), tag(codes[2] ?? '')]
  const made = await drawLabelSheet(renderer, items, { layout: sheetLayouts.a4of3x8, startAt: 21 }, paper)
  if (!made.ok) throw new Error(JSON.stringify(made.faults))
  const pages = pagesOf(made.html)
  expect([made.pages, pages.length]).toEqual([2, 2])
  const [first, second] = await Promise.all(pages.map(readOff))
  expect(first?.map(({ text }) => text)).toEqual([codes[0], codes[0], codes[0], codes[1]])
  expect(second?.map(({ text }) => text)).toEqual([codes[2]])
  const { cell, margin, gap } = sheetLayouts.a4of3x8
  for (const [at, { x, y }] of (first ?? []).entries()) {
    const index = 20 + at
    const [left, top] = [margin.x + (index % 3) * (cell.w + gap.x), margin.y + Math.floor(index / 3) * cell.h]
    expect(x).toBeGreaterThan(left)
    expect(x).toBeLessThan(left + cell.w)
    expect(y).toBeGreaterThan(top)
    expect(y).toBeLessThan(top + cell.h)
  }
  // At its true size: one sticker further right is one sticker further right, to the tenth or two the dots allow.
  const [one, two, , four] = (first ?? []).map(({ x }) => x)
  expect(Math.abs((one ?? 0) - (four ?? 0))).toBeLessThan(3)
  expect(Math.abs((one ?? 0) - (two ?? 0) - 2 * (cell.w + gap.x))).toBeLessThan(3)
}, 60_000)

describe('a sheet that cannot be is refused in words', () => {
  const own: SheetLayout = {
    columns: 2,
    rows: 5,
    cell: { w: 1000, h: 500 },
    margin: { x: 50, y: 100 },
    gap: { x: 0, y: 0 },
  }
  const faultsOf = async (items: SheetItem[], layout: SheetLayout, startAt: number): Promise<string[]> => {
    const made = await drawLabelSheet(renderer, items, { layout, startAt }, paper)
    return made.ok ? [] : made.faults.map(({ code }) => code)
  }
  test.each<[string, SheetItem[], SheetLayout, number, string[]]>([
    ['its own rows, columns and margins', [tag('6921168509256')], own, 10, []],
    ['a start beyond the sheet', [tag('6921168509256')], own, 11, ['startOffSheet']],
    ['a start before it', [tag('6921168509256')], own, 0, ['startOffSheet']],
    ['stickers beyond the paper', [tag('6921168509256')], { ...own, columns: 3 }, 1, ['sheetOffPaper']],
    ['nothing to print', [], own, 1, ['sheetEmpty']],
    ['more than anybody prints', [tag('6921168509256', 9999)], own, 1, ['sheetTooLong']],
    [
      'a label larger than its sticker',
      [{ template: 'carton100x70', content: { ...water, kind: 'carton', quantity: '24 瓶' }, copies: 1 }],
      own,
      1,
      ['labelTooLarge'],
    ],
  ])('%s', async (_what, items, layout, startAt, expected) => {
    expect(await faultsOf(items, layout, startAt)).toEqual(expected)
  })
})
