/**
 * Labels that say more than a product: a lot, a pack, a zone of a stocktake. What they say comes from real papers; what the
 * printer received is drawn by a renderer and read by a decoder that are not ours.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { InputOf } from '../../../src/contract/operations'
import type { LabelJob } from '../../../src/contract/operations/label'
import { readScan } from '../../../src/core/barcode/readScan'
import { labelTemplates } from '../../../src/core/labels/labelTemplates'
import { renderLabel } from '../../support/devices/renderLabels'
import { tcpPrinter } from '../../support/printers'
import { beginStory, type Story, type StoryStore, stockUp } from '../../support/story'
import { chain, pieceCode } from '../../support/world'

let story: Story
let shop: StoryStore
const barcodesOf = (sku: string) => chain.barcodes.filter((one) => one.sku === sku)
const ofLots = chain.products.filter(
  ({ keepsLots, status, weighed, sku }) =>
    keepsLots &&
    status === 'active' &&
    !weighed &&
    barcodesOf(sku).some(({ kind, packFactor }) => kind === 'ean13' && packFactor === 1000),
) as [Product, Product]
type Product = (typeof chain)['products'][number]
const [milk, other] = ofLots
const plain = chain.products.find(
  ({ keepsLots, status, weighed }) => !keepsLots && status === 'active' && !weighed,
) as Product
const packs = chain.barcodes.filter(({ sku, code, packFactor }) => {
  const product = chain.products.find((one) => one.sku === sku)
  return (
    packFactor > 1000 &&
    /^\d{14}$/.test(code) &&
    product?.status === 'active' &&
    barcodesOf(sku).filter((one) => one.packFactor > 1000).length === 1
  )
})
const pack = packs[0] as (typeof packs)[number]
const gs1 = (gtin: string, rest: string) => `]d201${gtin.padStart(14, '0')}${rest}`

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  await shop.signIn('s001.manager')
  const papers = ['priceTag40x30', 'lot60x40', 'carton100x70', 'shelfStrip95x38']
  const printers = papers.map((template, at) =>
    tcpPrinter('printer', 9100 + at, { id: `${at + 1}`, name: template, template }),
  )
  await shop.must('device.saveSettings', { scanners: [], printers })
  await stockUp(shop, [
    { sku: milk.sku, quantity: 5000, lot: 'A1', expiryDate: '2027-05-10' },
    { sku: other.sku, quantity: 5000, lot: 'B1', expiryDate: '2026-12-20' },
    { sku: other.sku, quantity: 5000, lot: 'B2', expiryDate: '2027-11-20' },
  ])
}, 120_000)
afterAll(() => story.close())
beforeEach(async () => {
  await shop.backend.labels.settled()
  await shop.database.write((tx) => tx.run('DELETE FROM labelJob'))
  shop.printed.length = 0
})

const queue = async (): Promise<LabelJob[]> => {
  await shop.backend.receiptLabels.settled()
  return (await shop.must('label.queue', {})).jobs
}
const add = (template: string, ...codes: string[]) =>
  shop.must('label.add', {
    why: 'scan',
    name: '',
    template,
    lines: codes.map((code, at) => ({ row: at + 1, code, copies: 1 })),
  })
const fill = (filter: InputOf<'label.fill'>['filter']) => shop.must('label.fill', { filter, copies: 1 })
/** Everything that waits, printed: one label after the other as the printer got them. */
const printAll = async () => {
  const jobIds = (await queue()).map(({ jobId }) => jobId)
  const printed = await shop.must('label.print', { jobIds })
  const zpl = shop.printed.map((bytes) => Buffer.from(bytes).toString('latin1')).join('')
  const labels = zpl.match(/\^XA[\s\S]*?\^XZ/g) ?? []
  const codes = await Promise.all(
    labels.map(async (one) => (await renderLabel(Buffer.from(one, 'latin1'))).codes.sort()),
  )
  return { printed, codes }
}

describe('a lot', () => {
  test('of a GS1 code is on the label, and one scan of it says goods, lot and day', async () => {
    const piece = pieceCode(milk.sku)
    const scanned = gs1(piece, '1727013110L27-01')
    expect(readScan(scanned, { weighRules: [], year: 2026 })).toMatchObject({ lot: 'L27-01', expiryDate: '2027-01-31' })
    expect((await add('lot60x40', scanned)).faults).toEqual([])
    expect(await queue()).toMatchObject([
      { sku: milk.sku, about: 'lot', lot: 'L27-01', expiryDate: '2027-01-31', template: 'lot60x40' },
    ])
    const { printed, codes } = await printAll()
    expect(printed).toMatchObject({ handedOver: 1, failed: 0 })
    expect(codes).toEqual([[`DataMatrix (01)${piece.padStart(14, '0')}(17)270131(10)L27-01`, `EAN13 ${piece}`]])
  })

  test('two lots of one product are two lines, the same lot again is one more', async () => {
    const of = (lot: string) => gs1(pieceCode(milk.sku), `1727013110${lot}`)
    await add('lot60x40', of('L1'), of('L2'), of('L1'))
    expect((await queue()).map(({ lot, copies }) => `${lot} ${copies}`).sort()).toEqual(['L1 2', 'L2 1'])
  })

  test('of a code that says none is the only one that lies here, with the day of the books; of several none is guessed', async () => {
    expect((await add('lot60x40', pieceCode(milk.sku))).faults).toEqual([])
    expect(await queue()).toMatchObject([{ lot: 'A1', expiryDate: '2027-05-10' }])
    expect((await add('lot60x40', pieceCode(other.sku))).faults).toMatchObject([{ reason: 'noLot' }])
    const unknownDay = gs1(pieceCode(other.sku), '10NEW')
    expect((await add('lot60x40', unknownDay)).faults).toMatchObject([{ reason: 'noExpiry' }])
    expect(await queue()).toHaveLength(1)
  })

  test('a receipt queues one label for each lot it took in, in the order of its lines, and none twice', async () => {
    const documentId = await stockUp(shop, [
      { sku: milk.sku, quantity: 3000, lot: 'R2', expiryDate: '2027-08-20' },
      { sku: milk.sku, quantity: 1000, lot: 'R1', expiryDate: '2027-09-10' },
      { sku: plain.sku, quantity: 1000 },
    ])
    await queue()
    await shop.database.write((tx) => tx.run('DELETE FROM labelJob'))
    const { number } = (await shop.must('document.get', { documentId })).header
    expect(await fill({ kind: 'receiptLots', documentId })).toEqual({ added: 2, more: 0 })
    expect(await queue()).toMatchObject([
      {
        sku: milk.sku,
        lot: 'R2',
        expiryDate: '2027-08-20',
        template: 'lot60x40',
        copies: 1,
        why: 'receipt',
        origin: number,
      },
      { sku: milk.sku, lot: 'R1', expiryDate: '2027-09-10', template: 'lot60x40' },
    ])
    expect(await fill({ kind: 'receiptLots', documentId })).toEqual({ added: 0, more: 0 })
  })

  test('one lot somebody looks at gets its label with the day of the books; one that is not known gets none', async () => {
    expect(await fill({ kind: 'lot', sku: other.sku, lot: 'B1' })).toEqual({ added: 1, more: 0 })
    expect(await queue()).toMatchObject([{ sku: other.sku, lot: 'B1', expiryDate: '2026-12-20', about: 'lot' }])
    expect(await fill({ kind: 'lot', sku: other.sku, lot: 'B1' })).toEqual({ added: 0, more: 0 })
    expect(await fill({ kind: 'lot', sku: other.sku, lot: 'none' })).toEqual({ added: 0, more: 0 })
  })

  test('those near their day are found in stock, once', async () => {
    const filter = { kind: 'lots', days: 365, sku: other.sku } as const
    expect((await shop.must('label.fillChoices', { filter })).found).toBe(2)
    expect(await fill(filter)).toEqual({ added: 2, more: 0 })
    expect((await shop.must('label.fillChoices', { filter })).found).toBe(0)
    expect(await fill({ kind: 'lots', days: 365, sku: other.sku })).toEqual({ added: 0, more: 0 })
    expect((await queue()).map(({ lot, template }) => `${lot} ${template}`).sort()).toEqual([
      'B1 lot60x40',
      'B2 lot60x40',
    ])
    const gtin = pieceCode(other.sku).padStart(14, '0')
    const { codes } = await printAll()
    expect(codes.flat().filter((code) => code.startsWith('DataMatrix'))).toEqual([
      `DataMatrix (01)${gtin}(17)261220(10)B1`,
      `DataMatrix (01)${gtin}(17)271120(10)B2`,
    ])
  })
})

describe('a pack', () => {
  test('of its own code or of its product is on the label, with its code and how many are in it', async () => {
    expect((await add('carton100x70', pack.code, pack.sku)).faults).toEqual([])
    const { unit } = chain.products.find(({ sku }) => sku === pack.sku) as Product
    expect(await queue()).toMatchObject([
      {
        about: 'carton',
        barcode: pack.code,
        copies: 2,
        quantity: `${pack.packFactor / 1000} ${unit}/${pack.packName}`,
      },
    ])
    const { printed, codes } = await printAll()
    expect(printed).toMatchObject({ handedOver: 1, failed: 0 })
    expect(codes).toEqual([[`ITF ${pack.code}`]])
  })

  test('of a product that comes in none is not guessed', async () => {
    const single = chain.products.find(
      ({ sku, status }) => status === 'active' && barcodesOf(sku).every(({ packFactor }) => packFactor === 1000),
    )
    expect((await add('carton100x70', single?.sku ?? '')).faults).toMatchObject([{ reason: 'noPack' }])
    expect(await queue()).toEqual([])
  })
})

test('zones and displays of a stocktake come out of the label printer with the codes a count is begun by', async () => {
  const zones = [
    { code: 'OTHER', name: '全店', temporary: false },
    { code: 'T01', name: '堆头', temporary: true },
  ]
  const scope = { kind: 'list' as const, skus: [milk.sku] }
  const plan = { scope, blind: true, tolerancePermille: 0, toleranceFen: 0, zones, note: '' }
  const { stocktakeId, number } = await shop.must('stocktake.open', plan)
  const filter = { kind: 'zones' as const, stocktakeId, zoneCodes: [] }
  expect(await fill(filter)).toEqual({ added: 2, more: 0 })
  expect(await fill(filter)).toEqual({ added: 0, more: 0 })
  expect(await queue()).toMatchObject([
    { about: 'zone', name: '全店', template: 'zoneTag60x40', origin: number, barcode: 'ZG-Z-OTHER' },
    { about: 'place', name: '堆头', template: 'placeTag60x40', origin: number, barcode: 'ZG-Z-T01' },
  ])
  const { codes } = await printAll()
  expect(codes).toEqual([['QRCode ZG-Z-OTHER'], ['QRCode ZG-Z-T01']])
  const missing = { filter: { ...filter, zoneCodes: ['NONE'] }, copies: 1 }
  expect(await shop.call('label.fill', missing)).toMatchObject({
    ok: false,
    error: { code: 'STOCKTAKE_ZONE_NOT_FOUND' },
  })
})

describe('a template that says something else', () => {
  test('is refused for all the lines, and nothing changed', async () => {
    await add('goodsLabel60x40', pieceCode(milk.sku))
    await add('lot60x40', gs1(pieceCode(milk.sku), '1727013110L1'))
    const before = await queue()
    const jobIds = before.map(({ jobId }) => jobId)
    for (const template of ['zoneTag60x40', 'placeTag60x40', 'carton100x70', 'lot60x40'])
      expect(await shop.call('label.change', { jobIds, template })).toMatchObject({
        ...{ ok: false, error: { code: 'LABEL_TEMPLATE_MISFIT', params: { template } } },
      })
    expect(await queue()).toEqual(before)
    expect(await shop.must('label.change', { jobIds, template: 'priceTag60x40' })).toEqual({ changed: 2 })
  })

  test.each([
    ['lot60x40', 'LABEL_LOT_MISSING'],
    ['carton100x70', 'LABEL_PACK_MISSING'],
    ['zoneTag60x40', 'LABEL_PLACE_MISSING'],
  ])('%s with nothing to say is held back, never sent: %s', async (template, problem) => {
    await add('goodsLabel60x40', pieceCode(milk.sku))
    // as one that was queued before this rule
    await shop.database.write((tx) => tx.run('UPDATE labelJob SET template = ?', [template]))
    expect((await printAll()).printed).toMatchObject({ handedOver: 0, failed: 1, problem })
    expect(shop.printed).toEqual([])
    expect(await queue()).toMatchObject([{ state: 'failed', problem, printed: 0 }])
  })
})

test('a printer loaded with lots is tried with one, and what is received still gets its goods label', async () => {
  const printers = [
    tcpPrinter('printer', 9100, { template: 'lot60x40' }),
    tcpPrinter('two', 9100, { id: '2', name: '乙', template: 'goodsLabel60x40' }),
  ]
  await shop.must('device.saveSettings', { scanners: [], printers })
  await shop.must('label.test', {})
  expect(shop.printed).toHaveLength(1)
  await stockUp(shop, [{ sku: milk.sku, quantity: 1000, lot: 'A1', expiryDate: '2027-05-10' }])
  expect((await queue()).map(({ template }) => template)).toEqual([labelTemplates.goodsLabel60x40.id])
})
