/**
 * What people who use other systems complain about most, each as they say it and as it is here. What only a window can show
 * (the scanner's Enter, an error that goes by) is told the same way in the journeys `wedge` and `scanning`.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OutputOf } from '../../src/contract/operations'
import { demoWeighRule } from '../../src/hub/demo/demoChain'
import { weighLabelOf } from '../../src/hub/demo/gtin'
import {
  chain,
  createClock,
  enrol,
  openStore,
  order60,
  pieceCode,
  removeFolder,
  scanOf,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const folder = temporaryFolder()
const clock = createClock()
let hub: TestHub
let store: TestStore
let documentId = ''

const type = 'goodsReceipt' as const
const productOf = (sku: string) => chain.products.find((one) => one.sku === sku) as (typeof chain)['products'][number]
const plain = order60.lines
  .map(({ sku }) => productOf(sku))
  .filter(({ keepsLots, weighed }) => !keepsLots && !weighed)
  .map(({ sku }) => sku)
const [bottle, jar] = plain as [string, string]

beforeAll(async () => {
  hub = await startHub(folder, clock)
  store = await openStore(folder, clock)
  await enrol(store, hub)
  await store.signIn('s001.manager')
})
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})
beforeEach(async () => {
  if (documentId !== '') await store.call('document.cancel', { type, documentId, reason: '下一个' })
  documentId = (await store.must('goodsReceipt.open', { orderId: order60.documentId })).documentId
})

const scan = (raw: string) => store.must('document.scan', { type, documentId, scan: scanOf(raw) })
const read = () => store.must('document.get', { documentId })
const lineOf = async (sku: string) => (await read()).lines.filter((line) => line.sku === sku)

test('"ten quick scans were counted as five": each is written before it is answered, in order, and none is lost', async () => {
  const codes = Array.from({ length: 20 }, (_, index) => pieceCode(plain[index % 10] as string))
  const answers = await Promise.all(codes.map(scan))
  expect(answers.map(({ text }) => text)).toEqual(codes)
  // as after a power cut: what the answer said is on the disk
  const kept = await store.database.read.all<{ raw: string }>(
    'SELECT raw FROM scan WHERE documentId = ? ORDER BY rowid',
    [documentId],
  )
  expect(kept.map(({ raw }) => raw)).toEqual(codes)
  for (const sku of plain.slice(0, 10)) expect(await lineOf(sku)).toMatchObject([{ quantity: 2000 }])
})

test('"the same scan does three different things": one product is one line, however it was entered', async () => {
  await scan(pieceCode(bottle))
  await store.must('document.setLine', { type, documentId, sku: bottle, quantity: 2000 })
  await scan(bottle)
  expect(await lineOf(bottle)).toHaveLength(1)
})

test('"the same scan sometimes makes a second row": a lot is one line, however often it is scanned; another lot is another', async () => {
  const kept = chain.products.find(
    ({ keepsLots, weighed, shelfLifeDays }) => keepsLots && !weighed && shelfLifeDays > 0,
  )
  if (!kept) throw new Error('the demo has goods kept by lot')
  const own = { type: 'overage' as const, ...(await store.must('document.create', { type: 'overage' })) }
  const gs1 = (lot: string): string => `]d201${pieceCode(kept.sku).padStart(14, '0')}1727063010${lot}`
  for (const lot of ['L1', 'L2', 'L1']) await store.must('document.scan', { ...own, scan: scanOf(gs1(lot)) })
  await store.must('document.scan', { ...own, scan: scanOf(gs1('L1')), times: 12 })
  const { lines } = await store.must('document.get', { documentId: own.documentId })
  expect(lines.map(({ lot, quantity }) => [lot, quantity])).toEqual([
    ['L1', 14_000],
    ['L2', 1000],
  ])
})

test('"the ordered quantity is filled in and nobody sees what is missing": received starts at nought', async () => {
  const { lines } = await read()
  expect(lines.length).toBe(60)
  expect(lines.every(({ quantity, expectedQuantity }) => quantity === 0 && (expectedQuantity ?? 0) > 0)).toBe(true)
})

describe('"a case counts as one, and weighed goods as one"', () => {
  test('a pack code adds its pack and says so', async () => {
    const pack = chain.barcodes.find(({ sku, packFactor }) => plain.includes(sku) && packFactor > 1000)
    if (!pack) throw new Error('the demo has packs')
    expect(await scan(pack.code)).toMatchObject({ added: pack.packFactor, line: { sku: pack.sku } })
  })

  test("a scale's label adds its grams, by HQ's rule, which carries codes to try it by", async () => {
    const scales = chain.barcodes.filter(({ kind, sku }) => kind === 'plu' && !productOf(sku).keepsLots)
    const { code, sku } = scales[0] as (typeof scales)[number]
    const { documentId: loose } = await store.must('document.create', { type: 'overage' })
    const label = scanOf(weighLabelOf(code, 1234))
    expect(await store.must('document.scan', { type: 'overage', documentId: loose, scan: label })).toMatchObject({
      added: 1234,
      line: { sku },
    })
    expect(demoWeighRule.tests.length).toBeGreaterThan(0)
  })
})

test('"one unknown field and the whole code is thrown away": it is skipped and shown, the rest counts', async () => {
  const gtin = pieceCode(bottle).padStart(14, '0')
  const answer = await scan(`]d201${gtin}\u001d8765ABC\u001d10LOT7`)
  expect(answer).toMatchObject({ outcome: 'firstOfLine', line: { sku: bottle }, unknownAis: ['87'] })
})

test('"an unknown code and I am stuck": it lies in the tray with its reason, and the next scan counts', async () => {
  expect(await scan('9999999999994')).toMatchObject({ outcome: 'unknown' })
  expect(await scan(pieceCode(bottle))).toMatchObject({ outcome: 'firstOfLine' })
  expect((await read()).tray).toMatchObject([{ text: '9999999999994', state: 'open' }])
})

describe('counting', () => {
  type Stocktake = OutputOf<'stocktake.get'>
  const zones = ['A01', 'B01'].map((code) => ({ code, name: code, temporary: false }))
  const openCount = (): Promise<Stocktake> =>
    store.must('stocktake.open', {
      ...{ scope: { kind: 'list', skus: [jar] }, blind: true, tolerancePermille: 1000, toleranceFen: 99_999_999 },
      ...{ note: '', zones },
    })
  const count = async ({ stocktakeId }: Stocktake, zoneCode: string, quantity: number): Promise<void> => {
    const paper = await store.must('stocktake.startCount', { stocktakeId, zoneCode })
    const own = { type: 'stocktakeCount' as const, documentId: paper.documentId }
    const { header } = await store.must('document.setLine', { ...own, sku: jar, quantity })
    await store.must('document.submit', { ...own, version: header.version })
  }
  const receive = async (quantity: number): Promise<void> => {
    const own = {
      type,
      ...(await store.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY001', deliveryNote: '' })),
    }
    const { header } = await store.must('document.setLine', { ...own, sku: jar, quantity })
    await store.must('document.post', { ...own, version: header.version })
  }
  const variances = async ({ stocktakeId }: Stocktake) =>
    (await store.must('stocktake.review', { stocktakeId })).lines.map(({ sku, variance }) => [sku, variance])
  const cancel = ({ stocktakeId }: Stocktake) => store.must('stocktake.cancel', { stocktakeId, reason: '下一个' })

  test('"we must close the shop to count, or the count is wrong": what moved after a line was counted is netted and listed', async () => {
    await receive(20_000)
    const stocktake = await openCount()
    await count(stocktake, 'A01', 18_000)
    await receive(7000)
    await store.must('stocktake.closeCounting', { stocktakeId: stocktake.stocktakeId })
    expect(await variances(stocktake)).toEqual([[jar, -2000]])
    // whoever reviews sees why seven more on the books are nobody's gain
    const { documents } = await store.must('document.list', { types: [type], states: ['posted'], limit: 1 })
    const [{ moved } = {}] = (await store.must('stocktake.review', { stocktakeId: stocktake.stocktakeId })).lines
    expect(moved).toMatchObject({
      ...{ total: 1, since: 1, sinceQuantity: 7000 },
      movements: [{ number: documents[0]?.number, type, quantity: 7000, when: 'after' }],
    })
    await cancel(stocktake)
  })

  test('"two counts of one shelf were added up": they stand side by side, and until one is chosen the review is in doubt and nothing is booked', async () => {
    const stocktake = await openCount()
    await count(stocktake, 'A01', 5000)
    await store.signIn('s001.lin')
    await count(stocktake, 'A01', 9000)
    await store.signIn('s001.manager')
    const { zones: counted } = await store.must('stocktake.get', { stocktakeId: stocktake.stocktakeId })
    const zone = counted.find(({ code }) => code === 'A01')
    expect(zone).toMatchObject({ state: 'twice', counts: [{ linesTotal: 1 }, { linesTotal: 1 }] })
    const { stocktakeId } = stocktake
    const { version } = await store.must('stocktake.closeCounting', { stocktakeId })
    const handIn = { stocktakeId, version, uncounted: 'leave' as const, uncountedReason: '' }
    const said = async (show: 'all' | 'uncertain') =>
      (await store.must('stocktake.review', { stocktakeId, show })).lines.map(
        ({ sku, counted, undecided, counts }) => ({
          ...{ sku, counted, undecided },
          counts: counts.map(({ quantity, standing }) => [quantity, standing]),
        }),
      )
    const doubt = {
      ...{ sku: jar, counted: 5000, undecided: true },
      counts: [
        [5000, 'undecided'],
        [9000, 'undecided'],
      ],
    }
    expect([await said('all'), await said('uncertain')]).toEqual([[doubt], [doubt]])
    const refused = await store.call('stocktake.submit', handIn)
    expect(refused).toMatchObject({ ok: false, error: { code: 'STOCKTAKE_ZONE_TWICE', params: { zone: 'A01' } } })
    expect(await store.must('stocktake.get', { stocktakeId })).toMatchObject({ state: 'review', version, papers: [] })
    await store.must('stocktake.chooseCount', { stocktakeId, documentId: zone?.counts[1]?.documentId ?? '' })
    expect(await said('uncertain')).toEqual([])
    expect(await said('all')).toMatchObject([
      {
        ...{ sku: jar, counted: 9000, undecided: false },
        counts: [
          [5000, 'superseded'],
          [9000, 'stands'],
        ],
      },
    ])
    // nine, not fourteen
    const { lines } = await store.must('stocktake.review', { stocktakeId })
    expect(lines).toMatchObject([{ sku: jar, counted: 9000 }])
    await cancel(stocktake)
  })

  test('"a large count takes ten minutes, and its errors come one at a time": all of them at once, by row and cell; then it comes in whole', async () => {
    const stocktake = await openCount()
    const { stocktakeId } = stocktake
    const rows = (quantity: (row: number) => string) =>
      Array.from({ length: 20_000 }, (_row, at): [number, string, string, string, string, string] => [
        ...([at + 2, pieceCode(at % 2 === 0 ? jar : bottle), quantity(at + 2), 'A01', '', ''] as const),
      ])
    const file = (quantity: (row: number) => string) => ({ stocktakeId, name: 'big.csv', rows: rows(quantity) })
    const bad = new Map([3, 9999, 20_001].map((row) => [row, 'x']))
    const wrong = file((row) => bad.get(row) ?? '1')
    const { faults } = await store.must('countSheet.checkFile', wrong)
    expect(faults.map(({ row, column }) => `${row} ${column}`)).toEqual([...bad.keys()].map((row) => `${row} quantity`))
    expect(await store.call('countSheet.takeFile', wrong)).toMatchObject({ error: { params: { count: bad.size } } })
    const { papers } = await store.must(
      'countSheet.takeFile',
      file(() => '1'),
    )
    const paper = { documentId: papers[0]?.documentId ?? '' }
    const { lines } = await store.must('document.get', paper)
    expect(lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      [jar, 10_000_000],
      [bottle, 10_000_000],
    ])
    await store.must('document.cancel', { type: 'stocktakeCount', ...paper, reason: '试' })
    await cancel(stocktake)
  })

  test('"a second stocktake of the same goods books the difference twice": it is refused', async () => {
    const stocktake = await openCount()
    const again = await store.call('stocktake.open', {
      ...{ scope: { kind: 'list', skus: [jar] }, blind: true, tolerancePermille: 0, toleranceFen: 0, note: '', zones },
    })
    expect(again).toMatchObject({ ok: false })
    await cancel(stocktake)
  })
})

test('"labels come afterwards, one by one": as many as came in wait to be printed, also after a restart', async () => {
  const own = {
    type,
    ...(await store.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY001', deliveryNote: '' })),
  }
  const { header } = await store.must('document.setLine', { ...own, sku: bottle, quantity: 3000 })
  await store.must('document.post', { ...own, version: header.version })
  const waiting = async () => (await store.must('label.queue', {})).jobs.filter(({ sku }) => sku === bottle)
  const before = await waiting()
  expect(before.length).toBeGreaterThan(0)
  await store.close()
  store = await openStore(folder, clock, { shellId: randomUUID() })
  await store.signIn('s001.manager')
  expect(await waiting()).toEqual(before)
})
