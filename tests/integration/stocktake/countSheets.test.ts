/**
 * 盘点表: printed once they are fixed, keyed in page by page onto the count of whoever keys, and brought as a file. What comes
 * of it is a count like any other.
 */
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readControlCode } from '../../../src/core/barcode/controlCodes'
import { bayOf } from '../../../src/core/stocktake/plan'
import { decode } from '../../support/devices/renderLabels'
import { beginStory, crisps, handIn, mints, type Story, type StoryStore, spirit, stockUp } from '../../support/story'
import { chain, pieceCode, scanOf } from '../../support/world'

const keepsLots = chain.products.find(
  (product) => product.keepsLots && product.shelfLifeDays > 0 && !product.weighed,
) as (typeof chain)['products'][number]
const weighed = chain.products.find((product) => product.weighed) as (typeof chain)['products'][number]
const productOf = (sku: string) => chain.products.find((one) => one.sku === sku) as typeof weighed
const goods = [...[crisps, spirit, mints].map(({ sku }) => productOf(sku)), keepsLots, weighed]

let story: Story
let shop: StoryStore
let stocktakeId: string
let number: string

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  await shop.signIn('s001.manager')
  await stockUp(shop, [{ sku: crisps.sku, quantity: 20_000 }])
}, 120_000)
afterAll(() => story.close())

const zones = [
  { code: 'OTHER', name: '全店', temporary: false },
  { code: 'T01', name: '堆头', temporary: true },
]
const plan = {
  scope: { kind: 'list' as const, skus: goods.map(({ sku }) => sku) },
  ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, zones, note: '' },
}
const print = (zoneCodes: string[] = []) => shop.must('countSheet.print', { stocktakeId, zoneCodes, language: 'zh-CN' })
const page = (of = 1) => shop.must('countSheet.page', { number, page: of })
const lineOf = async (sku: string, part = 1) =>
  (await page()).lines.find((line) => line.sku === sku && line.part === part)?.line as number
const enter = (line: number, quantity: number | null, more: { lot?: string; expiryDate?: string } = {}) =>
  shop.must('countSheet.enter', { stocktakeId, page: 1, line, quantity, ...more })
const figures = async () =>
  (await page()).lines.map(({ sku, part, entered }) => [sku, part, entered?.quantity ?? null, entered?.lot ?? ''])

/** Drawn as a printer would, on white, and read by a decoder that is not ours. */
const readOff = async (svg: string): Promise<string[]> => {
  const sized = svg.replace('<svg ', '<svg width="600" height="240" ')
  const canvas = createCanvas(700, 340)
  const context = canvas.getContext('2d')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, 700, 340)
  context.drawImage(await loadImage(Buffer.from(sized)), 50, 50)
  return decode(canvas.toBuffer('image/png'))
}

describe('on paper', () => {
  test('the manager prints: the goods in the order of the shelves, a code for the page, no figure of the books', async () => {
    ;({ stocktakeId, number } = await shop.must('stocktake.open', plan))
    const printed = await print()
    expect(printed).toMatchObject({ file: 'paper.pdf', opened: true, pages: 1, reprinted: false })
    const [paper] = shop.papers.printed.slice(-1)
    expect(paper?.name).toBe(`${number}-盘点表`)
    for (const { sku } of goods) expect(paper?.html).toContain(`${sku}</td>`)
    expect(paper?.html).toContain(`ZG-P-${number}-01`)
    expect(paper?.html).toContain('第 1 / 1 页')
    expect(paper?.html).not.toMatch(/账面|<script/)
    expect(paper?.html).toContain('打印 20')
    expect(readControlCode(`ZG-P-${number}-01`)).toMatchObject({ kind: 'page', number, page: 1 })
    // goods kept by lot have a line for each of two lots
    expect((await page()).lines.map(({ sku, part }) => `${sku} ${part}`)).toContain(`${keepsLots.sku} 2`)
    expect((await page()).lines).toHaveLength(goods.length + goods.filter((one) => one.keepsLots).length)
  })

  test('what a scanner reads off it is the stocktake, the page, and each line of it', async () => {
    const drawn = shop.papers.printed.at(-1)?.html.match(/<svg[\s\S]*?<\/svg>/g) ?? []
    expect((await Promise.all(drawn.map(readOff))).flat()).toEqual([
      ...[`Code128 ${number}`, `QRCode ZG-P-${number}-01`],
      ...(await page()).lines.map(({ line }) => `QRCode ZG-P-${number}-01-${String(line).padStart(2, '0')}`),
    ])
    expect(readControlCode(`ZG-P-${number}-01-05`)).toEqual({
      ...{ kind: 'page', text: `ZG-P-${number}-01-05`, number, page: 1, line: 5 },
    })
    const { meaning } = await shop.must('scan.identify', { scan: scanOf(`ZG-P-${number}-01-05`), where: 'documents' })
    expect(meaning).toEqual({ kind: 'control', control: 'page' })
  })

  test('its number, scanned off any page, leads to the stocktake', async () => {
    const { meaning } = await shop.must('scan.identify', { scan: scanOf(number), where: 'documents' })
    expect(meaning).toEqual({ kind: 'stocktake', stocktakeId, number })
  })

  test('what the next one may be about: only what this shop ever had', async () => {
    const { categories, shelves } = await shop.must('stocktake.choices', {})
    const { shelf, categoryCode } = productOf(crisps.sku)
    expect(shelves).toContainEqual({ code: bayOf(shelf), name: bayOf(shelf), products: expect.any(Number) })
    // goods of a category are those of the one above it, too
    const above = categories.filter(({ code }) => categoryCode.startsWith(code))
    expect(above.length).toBeGreaterThan(1)
    expect(above.every(({ products }) => products >= 1)).toBe(true)
    const here = await shop.database.read.one<{ n: number }>(
      `SELECT count(DISTINCT sku) AS n FROM stockBalance WHERE account LIKE 'stock:%'`,
    )
    expect(shelves.reduce((sum, { products }) => sum + products, 0)).toBeLessThanOrEqual(here?.n ?? 0)
  })

  test('printed again it is the same page, marked and counted, whatever became of the catalogue', async () => {
    const before = (await page()).lines.map(({ sku, part }) => [sku, part])
    await shop.database.write((tx) => tx.run(`UPDATE product SET shelf = 'A01-1' WHERE sku = ?`, [mints.sku]))
    expect(await print(['OTHER'])).toMatchObject({ pages: 1, reprinted: true })
    expect(shop.papers.printed.at(-1)?.html).toContain('补打 第 2 次打印')
    expect((await page()).lines.map(({ sku, part }) => [sku, part])).toEqual(before)
  })

  test('a name is text, whatever it looks like', async () => {
    await shop.database.write((tx) =>
      tx.run('UPDATE product SET name = ? WHERE sku = ?', ['<img src=x onerror=alert(1)>', mints.sku]),
    )
    await print()
    expect(shop.papers.printed.at(-1)?.html).toContain('&lt;img src=x')
    expect(shop.papers.printed.at(-1)?.html).not.toContain('<img')
  })

  test('a page nobody could make is not counted as printed', async () => {
    const { answer } = shop.papers
    shop.papers.answer = null
    const refused = await shop.call('countSheet.print', { stocktakeId, zoneCodes: [], language: 'zh-CN' })
    expect(refused).toMatchObject({ ok: false, error: { code: 'PAPER_NOT_PRINTED' } })
    shop.papers.answer = answer
    await print()
    expect(shop.papers.printed.at(-1)?.html).toContain('第 4 次打印')
  })

  test('a clerk keys it in: saved at each Enter, blank is not nought, and what was keyed in is there again', async () => {
    await shop.signIn('s001.lin')
    await enter(await lineOf(crisps.sku), 18_000)
    await enter(await lineOf(spirit.sku), 0)
    expect(await figures()).toContainEqual([crisps.sku, 1, 18_000, ''])
    expect(await figures()).toContainEqual([spirit.sku, 1, 0, ''])
    expect(await figures()).toContainEqual([mints.sku, 1, null, ''])
    await enter(await lineOf(crisps.sku), 17_000)
    const { count } = await page()
    const { lines } = await shop.must('document.get', { documentId: count?.documentId as string })
    expect(lines.map(({ sku, quantity, note }) => [sku, quantity, note])).toEqual([
      [crisps.sku, 17_000, `ZG-P-${number}-01 #${await lineOf(crisps.sku)}`],
      [spirit.sku, 0, `ZG-P-${number}-01 #${await lineOf(spirit.sku)}`],
    ])
  })

  test('taken back, a line is blank again', async () => {
    await enter(await lineOf(mints.sku), 5000)
    await enter(await lineOf(mints.sku), null)
    await enter(await lineOf(mints.sku), null)
    expect(await figures()).toContainEqual([mints.sku, 1, null, ''])
  })

  test('goods kept by lot say which: two lots on two lines, none of them twice', async () => {
    const [first, second] = [await lineOf(keepsLots.sku), await lineOf(keepsLots.sku, 2)]
    expect((await enter(first, 3000)).outcome).toBe('lotWanted')
    expect((await page()).lines[first - 1]?.entered).toBeNull()
    await enter(first, 3000, { expiryDate: '2027-01-31' })
    await enter(second, 4000, { lot: 'B7', expiryDate: '2027-02-28' })
    expect(await figures()).toContainEqual([keepsLots.sku, 1, 3000, 'E270131'])
    expect(await figures()).toContainEqual([keepsLots.sku, 2, 4000, 'B7'])
    const twice = await shop.call('countSheet.enter', {
      ...{ stocktakeId, page: 1, line: second, quantity: 1000, expiryDate: '2027-01-31' },
    })
    expect(twice).toMatchObject({ ok: false, error: { code: 'COUNT_LOT_TWICE' } })
    // the lot was misread: the line is of another one now, and the former is gone
    await enter(first, 3000, { expiryDate: '2027-03-31' })
    expect(await figures()).toContainEqual([keepsLots.sku, 1, 3000, 'E270331'])
    const { count } = await page()
    const { lines } = await shop.must('document.get', { documentId: count?.documentId as string })
    expect(lines.filter(({ sku }) => sku === keepsLots.sku).map(({ lot }) => lot)).toEqual(['B7', 'E270331'])
  })

  test('somebody else keys in their own count, and sees nothing of this one', async () => {
    await shop.signIn('s001.zhou')
    expect((await page()).count).toBeNull()
    expect((await page()).lines.every(({ entered }) => entered === null)).toBe(true)
  })

  test('a recount has pages of its own, of what is counted again; the old page is over', async () => {
    await shop.signIn('s001.lin')
    await handIn(shop, (await page()).count?.documentId as string)
    await shop.signIn('s001.manager')
    await shop.must('stocktake.recount', {
      stocktakeId,
      zones: [{ zoneCode: 'OTHER', skus: [crisps.sku] }],
      note: '再数',
    })
    await print(['OTHER'])
    await shop.signIn('s001.zhou')
    expect(await page(1)).toMatchObject({ outdated: true, round: 1 })
    const again = await page(2)
    expect(again).toMatchObject({ outdated: false, round: 2, firstPage: 2, lastPage: 2 })
    expect(again.lines.map(({ sku }) => sku)).toEqual([crisps.sku])
    const refused = await shop.call('countSheet.enter', { stocktakeId, page: 1, line: 1, quantity: 1000 })
    expect(refused).toMatchObject({ ok: false, error: { code: 'COUNT_SHEET_OUTDATED' } })
    const { documentId } = await shop.must('countSheet.enter', { stocktakeId, page: 2, line: 1, quantity: 19_000 })
    await handIn(shop, documentId)
  })

  test('the review holds what the paper says against the books', async () => {
    await shop.signIn('s001.manager')
    await shop.must('stocktake.closeCounting', { stocktakeId })
    const { lines } = await shop.must('stocktake.review', { stocktakeId })
    const found = lines.find(({ sku }) => sku === crisps.sku)
    expect([found?.counted, found?.book, found?.variance]).toEqual([19_000, 20_000, -1000])
    expect(lines.find(({ sku }) => sku === mints.sku)?.counted).toBeNull()
    await shop.must('stocktake.cancel', { stocktakeId, reason: '演示完' })
  })

  test('what the trail says of it holds', async () => {
    const rows = await shop.database.read.all<{ payload: string }>(
      `SELECT payload FROM trail WHERE operation = 'countSheet.print' AND outcome = 'done' ORDER BY seq`,
    )
    expect(rows).toHaveLength(5)
    expect(rows[1]?.payload).toContain('"before":{"printed":1},"after":{"printed":2}')
  })
})

describe('open, by zones', () => {
  const cellsOf = (html: string): string[][] =>
    [...html.matchAll(/<tr>([\s\S]*?)<\/tr>/g)]
      .map(([, row = '']) =>
        [...row.matchAll(/<td class="(?:sku|shelf|book)[^"]*">([\s\S]*?)<\/td>/g)].map(([, cell = '']) => cell.trim()),
      )
      .filter((row) => row.length > 0)

  test('zones and shelves in their order, each zone on pages of its own, the figure of the books for whoever may see it', async () => {
    const [first, second, third] = goods.filter((one) => !one.keepsLots && !one.weighed)
    const put = { [first?.sku ?? '']: 'B02-2', [second?.sku ?? '']: 'A01-3', [third?.sku ?? '']: 'B02-1' }
    for (const [sku, shelf] of Object.entries(put))
      await shop.database.write((tx) => tx.run('UPDATE product SET shelf = ? WHERE sku = ?', [shelf, sku]))
    const open = await shop.must('stocktake.open', {
      ...{ ...plan, blind: false, scope: { kind: 'list' as const, skus: Object.keys(put) } },
      zones: [
        { code: 'B02', name: 'B02', temporary: false },
        { code: 'A01', name: 'A01', temporary: false },
      ],
    })
    const asked = { stocktakeId: open.stocktakeId, zoneCodes: [], language: 'zh-CN' as const }
    const held = await shop.database.read.one<{ onHand: number }>(
      `SELECT sum(onHand) AS onHand FROM stockBalance WHERE account = 'stock:WS001' AND sku = ?`,
      [crisps.sku],
    )
    expect(await shop.must('countSheet.print', asked)).toMatchObject({ pages: 2, files: 1 })
    const { html = '' } = shop.papers.printed.at(-1) ?? {}
    expect(html).toContain('明盘')
    expect(html).toContain('账面')
    const rows = cellsOf(html)
    expect(rows.map(([, shelf]) => shelf)).toEqual(['A01-3', 'B02-1', 'B02-2'])
    expect(rows.find(([sku]) => sku === crisps.sku)?.[2]).toBe(String((held?.onHand ?? 0) / 1000))
    await shop.must('stocktake.cancel', { stocktakeId: open.stocktakeId, reason: '试打' })
    const blind = await shop.must('stocktake.open', { ...plan, scope: { kind: 'list', skus: Object.keys(put) } })
    await shop.must('countSheet.print', { ...asked, stocktakeId: blind.stocktakeId })
    expect(shop.papers.printed.at(-1)?.html).not.toContain('账面')
    for (const row of cellsOf(shop.papers.printed.at(-1)?.html ?? '')) expect(row).toHaveLength(2)
    await shop.must('stocktake.cancel', { stocktakeId: blind.stocktakeId, reason: '试打' })
  })
})

describe('labels and commands', () => {
  test('zones have labels, displays too; the commands stand on one sheet', async () => {
    ;({ stocktakeId, number } = await shop.must('stocktake.open', plan))
    const labels = await shop.must('countSheet.printLabels', { stocktakeId, zoneCodes: [], language: 'zh-CN' })
    expect(labels.labels).toBe(2)
    const html = shop.papers.printed.at(-1)?.html ?? ''
    expect(html.match(/ZG-Z-[A-Z0-9]+/g)).toEqual(['ZG-Z-OTHER', 'ZG-Z-T01'])
    expect(html).toContain('临时陈列')
    await shop.must('countSheet.printCommands', { language: 'en-US' })
    expect(shop.papers.printed.at(-1)?.html.match(/ZG-C-[A-Z0-9]+/g)).toEqual([
      ...['ZG-C-SAVE', 'ZG-C-UNDO', 'ZG-C-HOLD', 'ZG-C-SUBMIT', 'ZG-C-X6', 'ZG-C-X12', 'ZG-C-X24'],
    ])
  })
})

describe('from a file', () => {
  type Row = [number, string, string, string, string, string]
  const rows = (...lines: readonly (readonly string[])[]): Row[] =>
    lines.map(([code = '', quantity = '', zone = '', lot = '', day = ''], index) => [
      ...[index + 2],
      ...[code, quantity, zone, lot, day],
    ]) as Row[]
  const file = (content: Row[], name = '手持机.csv') => ({ stocktakeId, name, rows: content })

  test('every fault is told at once, by row and cell, and nothing is taken in', async () => {
    await shop.signIn('s001.lin')
    const wrong = file(
      rows(
        ['6.90123E+12', '3', 'OTHER'],
        ['', 'drei', 'Z99'],
        ['6999999999990', '1', 'OTHER'],
        [pieceCode(crisps.sku), '1.5', 'OTHER'],
        [pieceCode(keepsLots.sku), '2', 'OTHER'],
        [pieceCode(crisps.sku), '4', 'OTHER', 'B1'],
        [pieceCode(keepsLots.sku), '2', 'OTHER', 'B1', '2027-02-30'],
        [pieceCode(crisps.sku), '4', 'Z99'],
      ),
    )
    const { faults } = await shop.must('countSheet.checkFile', wrong)
    expect(faults.map(({ row, column, fault }) => `${row} ${column} ${fault}`)).toEqual([
      '2 barcode barcodeExponent',
      '3 barcode barcodeMissing',
      '3 quantity quantityWrong',
      '4 barcode barcodeUnknown',
      '5 quantity quantityNotWhole',
      '6 lot lotMissing',
      '7 lot lotUnused',
      '8 expiry expiryWrong',
      '9 zone zoneUnknown',
    ])
    const refused = await shop.call('countSheet.takeFile', wrong)
    expect(refused).toMatchObject({ ok: false, error: { code: 'COUNT_FILE_FAULTS', params: { count: 9 } } })
    expect((await shop.must('stocktake.get', { stocktakeId })).zones.flatMap(({ counts }) => counts)).toEqual([])
  })

  test('one count for each zone; the same product is added up, a pack is its pieces', async () => {
    const good = file(
      rows(
        [pieceCode(crisps.sku), '3', 'ZG-Z-OTHER'],
        [`${pieceCode(crisps.sku)}\t`, '4', 'other'],
        [pieceCode(crisps.sku), '0', ']C0ZG-Z-OTHER'],
        [pieceCode(mints.sku), '0', 'OTHER'],
        [pieceCode(keepsLots.sku), '2', 'T01', 'B9', '270430'],
        [pieceCode(keepsLots.sku), '1', 'T01', '', '2027/05/31'],
      ),
    )
    const checked = await shop.must('countSheet.checkFile', good)
    expect(checked).toMatchObject({ faults: [], repeats: null })
    expect(checked.zones).toEqual([
      { zoneCode: 'OTHER', rows: 4, products: 2, quantity: 7000 },
      { zoneCode: 'T01', rows: 2, products: 1, quantity: 3000 },
    ])
    const { papers } = await shop.must('countSheet.takeFile', good)
    expect(papers.map(({ zoneCode }) => zoneCode)).toEqual(['OTHER', 'T01'])
    const [other, display] = papers
    const { lines } = await shop.must('document.get', { documentId: other?.documentId as string })
    expect(lines.map(({ sku, quantity, note }) => [sku, quantity, note])).toEqual([
      [crisps.sku, 7000, '手持机.csv'],
      [mints.sku, 0, '手持机.csv'],
    ])
    const shown = await shop.must('document.get', { documentId: display?.documentId as string })
    expect(shown.lines.map(({ lot, expiryDate, quantity }) => [lot, expiryDate, quantity])).toEqual([
      ['B9', '2027-04-30', 2000],
      ['E270531', '2027-05-31', 1000],
    ])
    await handIn(shop, other?.documentId as string)
  })

  test('the same figures under another name are the same file, until its counts are void', async () => {
    const zone = [{ code: 'F1', name: 'F1', temporary: false }] as const
    await shop.signIn('s001.manager')
    await shop.must('stocktake.addZone', { stocktakeId, zone: zone[0] })
    const one = rows([pieceCode(mints.sku), '3', 'F1'])
    const { papers } = await shop.must('countSheet.takeFile', file(one))
    expect((await shop.must('countSheet.checkFile', file(one, '改名.xlsx'))).repeats?.name).toBe('手持机.csv')
    const again = await shop.call('countSheet.takeFile', file(one, '改名.xlsx'))
    expect(again).toMatchObject({ ok: false, error: { code: 'COUNT_FILE_TAKEN' } })
    const [paper] = papers
    await shop.must('document.cancel', {
      ...{ type: 'stocktakeCount', documentId: paper?.documentId as string, reason: '导错了' },
    })
    expect((await shop.must('countSheet.checkFile', file(one))).repeats).toBeNull()
    await shop.must('countSheet.takeFile', file(one))
  })

  test('a zone one counts already takes no file', async () => {
    const { faults } = await shop.must('countSheet.checkFile', file(rows([pieceCode(mints.sku), '9', 'F1'])))
    expect(faults.map(({ fault }) => fault)).toEqual(['zoneCounted'])
  })

  test('twenty thousand lines come in whole', async () => {
    await shop.signIn('s001.zhou')
    const many = chain.products.filter((one) => !one.weighed && !one.keepsLots && one.status === 'active').slice(0, 200)
    const lines = Array.from({ length: 20_000 }, (_row, index) => [
      pieceCode(many[index % many.length]?.sku as string),
      '1',
      index % 2 === 0 ? 'OTHER' : 'F1',
    ])
    const { papers } = await shop.must('countSheet.takeFile', file(rows(...lines)))
    const counted = await Promise.all(papers.map(({ documentId }) => shop.must('document.get', { documentId })))
    const total = counted.flatMap(({ lines: all }) => all).reduce((sum, { quantity }) => sum + quantity, 0)
    expect(total).toBe(20_000_000)
    for (const { documentId } of papers) await handIn(shop, documentId)
  })

  test('what came in is told to HQ like any count', async () => {
    await story.sync()
    const parked = await story.hub.database.read.all('SELECT * FROM parkedEvent')
    expect(parked).toEqual([])
  })
})
