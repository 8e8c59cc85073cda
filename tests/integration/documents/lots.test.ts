/** 批次与效期: what is kept by lot comes in by lot, leaves first-expired-first, and travels with its lot from shop to shop. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DocumentType } from '../../../src/core/documents/states'
import { publish } from '../../../src/hub/publish'
import {
  account,
  allWell,
  get,
  grant,
  movementsOf,
  openShops,
  parkedOf,
  post,
  refused,
  type Shop,
  type Shops,
  submit,
  sync,
  tryPost,
  value,
  windowOf,
} from '../../support/shops'
import { chain, pieceCode, pinOf, scanOf, type TestBrowser } from '../../support/world'

let world: Shops
let shop: Shop
let other: Shop
let hq: TestBrowser
let clerk: ReturnType<typeof windowOf>

const type = 'goodsReceipt' as const
const byLot = chain.products.filter(({ keepsLots, status }) => keepsLots && status === 'active')
/** 180 days of life, 60 asked for at the dock; and 30 days, 10 asked for */
const milk = byLot.find(({ shelfLifeDays }) => shelfLifeDays === 180) as (typeof byLot)[number]
const yoghurt = byLot.find(({ shelfLifeDays }) => shelfLifeDays === 30) as (typeof byLot)[number]

/** the GS1 code on a case: GTIN, last day, lot */
const gs1 = (sku: string, yymmdd: string, lot: string): string =>
  `]C101${pieceCode(sku).padStart(14, '0')}17${yymmdd}10${lot}`

const scan = (at: Shop, of: DocumentType, documentId: string, raw: string, said: object = {}) =>
  at.must('document.scan', { type: of, documentId, scan: scanOf(raw), ...said })

const lotsOn = async (at: Shop, documentId: string) =>
  (await get(at, documentId)).lines.map(({ sku, lot, expiryDate, quantity, splitOf }) => [
    sku,
    lot,
    expiryDate,
    quantity,
    splitOf,
  ])

const onHand = async (at: Shop, sku: string) =>
  (await at.must('document.lots', { warehouseCode: at.warehouse, sku })).lots.map(({ lot, onHand: pieces }) => [
    lot,
    pieces,
  ])

const newPaper = async (at: Shop, of: DocumentType, header: object) =>
  (await at.must('document.create', { type: of, ...header })).documentId

beforeAll(async () => {
  world = await openShops(['S001', 'S002'])
  ;[shop, other] = world.shops as [Shop, Shop]
  hq = await world.hub.browser('hq.operations')
  clerk = windowOf(shop, 'window:2')
  await value(clerk('signIn.withPin', { userId: 's001.lin', pin: pinOf('s001.lin') }))
})

afterAll(() => world.close())

describe('coming in', () => {
  const orderId = randomUUID()
  let documentId: string

  test('an order of ten and six, and a plain code that does not say which lot: nothing is counted, the lot is asked for', async () => {
    const lines = [
      { lineNo: 1, sku: milk.sku, orderedQuantity: 10_000, unitCost: milk.unitCost },
      { lineNo: 2, sku: yoghurt.sku, orderedQuantity: 6000, unitCost: yoghurt.unitCost },
    ]
    const body = {
      documentId: orderId,
      number: 'CGDD-S001-261120-9001',
      deliveryNote: 'SH26112099',
      supplierCode: 'GY002',
      warehouseCode: 'WS001',
      storeCode: 'S001',
      dueDate: '2026-11-22',
      state: 'open' as const,
      lines,
    }
    await world.hub.database.write((tx) =>
      publish(tx, 'orders', [{ type: 'purchaseOrder', key: orderId, scope: 'S001', body }]),
    )
    await sync(shop)
    documentId = (await shop.must('goodsReceipt.open', { orderId })).documentId
    const asked = scanOf(pieceCode(milk.sku))
    const wanted = await shop.must('document.scan', { type, documentId, scan: asked })
    expect(wanted).toMatchObject({ outcome: 'lotWanted', added: 0, line: null, product: { sku: milk.sku } })
    // the same scan sent again asks the same and counts nothing
    expect(await shop.must('document.scan', { type, documentId, scan: asked })).toMatchObject({
      outcome: 'lotWanted',
      added: 0,
    })
    expect((await get(shop, documentId)).header.quantityTotal).toBe(0)
    expect(await shop.must('document.setLine', { type, documentId, sku: milk.sku, quantity: 1000 })).toMatchObject({
      outcome: 'lotWanted',
      added: 0,
    })
  })

  test('by key and by GS1 code: one line a lot, the lots of an order line count together', async () => {
    // by key, the expiry alone names the lot
    const keyed = await scan(shop, type, documentId, pieceCode(milk.sku), { expiryDate: '2027-04-30', times: 4 })
    expect(keyed).toMatchObject({
      outcome: 'firstOfLine',
      line: { lineNo: 1, lot: 'E270430', expiryDate: '2027-04-30', quantity: 4000 },
    })
    const coded = await scan(shop, type, documentId, gs1(milk.sku, '270331', 'M7'), { times: 5 })
    expect(coded).toMatchObject({
      outcome: 'added',
      line: { lot: 'M7', expiryDate: '2027-03-31', quantity: 5000, splitOf: 1 },
    })
    expect(coded.header).toMatchObject({ linesTotal: 2, linesDone: 0, expectedTotal: 16_000 })
    // the lot alone, known from before, finds its line and its day; and the whole order line is done
    const full = await scan(shop, type, documentId, pieceCode(milk.sku), { lot: 'M7' })
    expect(full).toMatchObject({ outcome: 'lineDone', line: { lot: 'M7', quantity: 6000 }, header: { linesDone: 1 } })
    expect(await scan(shop, type, documentId, gs1(milk.sku, '270331', 'M7'))).toMatchObject({ outcome: 'over' })
    const undone = await shop.must('document.undo', { type, documentId })
    expect(undone.header).toMatchObject({ linesDone: 1, quantityTotal: 10_000 })
    expect(await lotsOn(shop, documentId)).toEqual([
      [milk.sku, 'E270430', '2027-04-30', 4000, 0],
      [yoghurt.sku, '', '', 0, 0],
      [milk.sku, 'M7', '2027-03-31', 6000, 1],
    ])
  })

  test('expired stays out whoever asks; too little life needs a second person', async () => {
    const before = await get(shop, documentId)
    expect(await scan(shop, type, documentId, gs1(yoghurt.sku, '261121', 'Y0'))).toMatchObject({
      outcome: 'expired',
      added: 0,
      line: null,
      life: { expiryDate: '2026-11-21', remainingDays: -1 },
    })
    await value(clerk('document.takeOver', { type, documentId }))
    const lent = await grant(clerk, 's001.manager', 'document.scan', type, documentId)
    const late = await clerk('document.scan', {
      type,
      documentId,
      scan: scanOf(gs1(yoghurt.sku, '261121', 'Y0')),
      overrideId: lent,
    })
    expect(late).toMatchObject({ ok: true, value: { outcome: 'expired', added: 0 } })
    // the manager's own right is not a second person
    await shop.must('document.takeOver', { type, documentId })
    expect(await scan(shop, type, documentId, gs1(yoghurt.sku, '261129', 'Y1'))).toMatchObject({
      outcome: 'shortLife',
      added: 0,
      life: { remainingDays: 7, requiredDays: 10 },
    })
    expect((await get(shop, documentId)).lines).toEqual(before.lines)
    await value(clerk('document.takeOver', { type, documentId }))
    const overrideId = await grant(clerk, 's001.manager', 'document.scan', type, documentId)
    const lentScan = { type, documentId, scan: scanOf(gs1(yoghurt.sku, '261129', 'Y1')), times: 2, overrideId } as const
    const taken = await value(clerk('document.scan', lentScan))
    expect(taken).toMatchObject({
      outcome: 'nearExpiry',
      added: 2000,
      line: { lot: 'Y1', quantity: 2000 },
      life: { remainingDays: 7 },
    })
    // its answer was lost: the same scan is told what it did, whatever became of the right
    expect(await value(clerk('document.scan', lentScan))).toMatchObject({ added: 2000, line: { quantity: 2000 } })
    // lent once
    const again = await clerk('document.scan', {
      type,
      documentId,
      scan: scanOf(gs1(yoghurt.sku, '261129', 'Y1')),
      overrideId,
    })
    expect(again.ok ? 'OK' : again.error.code).toBe('OVERRIDE_SPENT')
    const byKey = await value(
      clerk('document.setLine', {
        type,
        documentId,
        sku: yoghurt.sku,
        lot: 'Y1',
        expiryDate: '2026-11-29',
        quantity: 9000,
      }),
    )
    expect(byKey).toMatchObject({ outcome: 'shortLife', added: 0 })
    expect(await scan2('261215', 'Y2', 4)).toMatchObject({ outcome: 'receiptDone' })
  })

  const scan2 = async (day: string, lot: string, times: number) =>
    value(clerk('document.scan', { type, documentId, scan: scanOf(gs1(yoghurt.sku, day, lot)), times }))

  test('posted, the ledger holds each lot; lists say what lies here and until when', async () => {
    await shop.must('document.takeOver', { type, documentId })
    await post(shop, type, documentId)
    expect(
      (await movementsOf(shop.database, documentId)).map(({ sku, lot, quantity }) => [sku, lot, quantity]),
    ).toEqual([
      [milk.sku, 'E270430', 4000],
      [yoghurt.sku, 'Y1', 2000],
      [milk.sku, 'M7', 6000],
      [yoghurt.sku, 'Y2', 4000],
    ])
    const { lots } = await shop.must('document.lots', { warehouseCode: 'WS001', sku: milk.sku })
    expect(lots).toEqual([
      { lot: 'M7', expiryDate: '2027-03-31', onHand: 6000, quarantined: 0, remainingDays: 129 },
      { lot: 'E270430', expiryDate: '2027-04-30', onHand: 4000, quarantined: 0, remainingDays: 159 },
    ])
    const soon = await shop.must('document.nearExpiry', { days: 7 })
    expect(soon).toMatchObject({ asOfDay: '2026-11-22', more: false })
    expect(
      soon.rows.map(({ sku, lot, remainingDays, onHand: pieces, value: worth }) => [
        sku,
        lot,
        remainingDays,
        pieces,
        worth,
      ]),
    ).toEqual([[yoghurt.sku, 'Y1', 7, 2000, 2 * yoghurt.unitCost]])
    expect((await shop.must('document.nearExpiry', { days: 6 })).rows).toEqual([])
    await sync(shop)
    expect(await parkedOf(world.hub)).toEqual([])
    expect((await value(hq.call('document.nearExpiry', { days: 7, storeCode: 'S001' }))).rows).toHaveLength(1)
    expect((await other.must('document.nearExpiry', { days: 730 })).rows).toEqual([])
    const noSuch = await other.call('document.lots', { warehouseCode: 'WS001', sku: milk.sku })
    expect(noSuch.ok ? 'OK' : noSuch.error.code).toBe('STORE_NOT_FOUND')
    // the order came whole, whatever lots it came in
    expect((await shop.must('goodsReceipt.expected', {})).orders.map((one) => one.orderId)).not.toContain(orderId)
  })

  test('a copy sees the lots too, and a product by lot leaves no line without one', async () => {
    const paper = (await shop.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY002', deliveryNote: '' }))
      .documentId
    expect(
      await shop.must('document.setLine', { type, documentId: paper, sku: milk.sku, quantity: 3000 }),
    ).toMatchObject({ outcome: 'lotWanted' })
    expect(await refused(shop.database, () => tryPost(shop, type, paper))).toBe('NOTHING_RECEIVED')
    await shop.must('document.cancel', { type, documentId: paper, reason: '开错了' })
  })
})

describe('going out', () => {
  test('the lot that expires first is taken until it is used up, then the next; another may be said', async () => {
    const paper = await newPaper(shop, 'internalUse', { reasonCode: 'TASTING' })
    for (let piece = 0; piece < 3; piece += 1) await scan(shop, 'internalUse', paper, pieceCode(yoghurt.sku))
    expect(await lotsOn(shop, paper)).toEqual([
      [yoghurt.sku, 'Y1', '2026-11-29', 2000, 0],
      [yoghurt.sku, 'Y2', '2026-12-15', 1000, 1],
    ])
    await scan(shop, 'internalUse', paper, pieceCode(milk.sku), { lot: 'E270430' })
    expect((await lotsOn(shop, paper)).at(-1)).toEqual([milk.sku, 'E270430', '2027-04-30', 1000, 0])
    await shop.must('document.cancel', { type: 'internalUse', documentId: paper, reason: '试一试' })
  })

  test('what no lot here can give is asked for, and no line without a lot may leave', async () => {
    const paper = await newPaper(shop, 'internalUse', { reasonCode: 'TASTING' })
    const unknown = byLot.find(({ sku }) => sku !== milk.sku && sku !== yoghurt.sku) as (typeof byLot)[number]
    expect(await scan(shop, 'internalUse', paper, pieceCode(unknown.sku))).toMatchObject({
      outcome: 'lotWanted',
      added: 0,
    })
    // a lot that is not here is no stock
    await scan(shop, 'internalUse', paper, pieceCode(milk.sku), { lot: 'M9' })
    expect(
      await refused(shop.database, async () =>
        shop.call('document.submit', {
          type: 'internalUse',
          documentId: paper,
          version: (await get(shop, paper)).header.version,
        }),
      ),
    ).toBe('INSUFFICIENT_STOCK')
    await shop.must('document.cancel', { type: 'internalUse', documentId: paper, reason: '没有' })
    // drafts of before the product was kept by lot have lines without one
    await world.hub.database.write((tx) =>
      publish(tx, 'master', [{ type: 'product', key: unknown.sku, scope: '', body: productItem(unknown.sku, false) }]),
    )
    await sync(shop)
    const draft = await newPaper(shop, 'overage', { reasonCode: 'FOUND' })
    await shop.must('document.setLine', { type: 'overage', documentId: draft, sku: unknown.sku, quantity: 1000 })
    await world.hub.database.write((tx) =>
      publish(tx, 'master', [{ type: 'product', key: unknown.sku, scope: '', body: productItem(unknown.sku, true) }]),
    )
    await sync(shop)
    const answer = await shop.call('document.submit', {
      type: 'overage',
      documentId: draft,
      version: (await get(shop, draft)).header.version,
    })
    expect(answer.ok ? 'OK' : answer.error.code).toBe('LOT_REQUIRED')
  })

  const productItem = (sku: string, keepsLots: boolean) => {
    const product = chain.products.find((one) => one.sku === sku) as (typeof chain.products)[number]
    return {
      ...product,
      keepsLots,
      searchText: '',
      barcodes: chain.barcodes.filter((one) => one.sku === sku),
    }
  }

  test('a write-off takes the lot that expires first to quarantine at once, and out of there when agreed', async () => {
    const paper = await newPaper(shop, 'writeOff', { reasonCode: 'NEAR-EXPIRY' })
    expect(await scan(shop, 'writeOff', paper, pieceCode(yoghurt.sku))).toMatchObject({ line: { lot: 'Y1' } })
    await submit(shop, 'writeOff', paper)
    const { lots } = await shop.must('document.lots', { warehouseCode: 'WS001', sku: yoghurt.sku })
    expect(lots.map(({ lot, onHand: pieces, quarantined }) => [lot, pieces, quarantined])).toEqual([
      ['Y1', 1000, 1000],
      ['Y2', 4000, 0],
    ])
    // the next piece offered is not the one that lies in quarantine
    const second = await newPaper(shop, 'internalUse', { reasonCode: 'TASTING' })
    await scan(shop, 'internalUse', second, pieceCode(yoghurt.sku))
    await scan(shop, 'internalUse', second, pieceCode(yoghurt.sku))
    expect((await lotsOn(shop, second)).map(([, lot, , quantity]) => [lot, quantity])).toEqual([
      ['Y1', 1000],
      ['Y2', 1000],
    ])
    await shop.must('document.cancel', { type: 'internalUse', documentId: second, reason: '试一试' })
    const { header } = await get(shop, paper)
    await shop.must('document.withdraw', { type: 'writeOff', documentId: paper, reason: '再看看' })
    expect(header.state).toBe('submitted')
    expect(await onHand(shop, yoghurt.sku)).toEqual([
      ['Y1', 2000],
      ['Y2', 4000],
    ])
    await shop.must('document.cancel', { type: 'writeOff', documentId: paper, reason: '不报了' })
  })
})

describe('two papers want the same lot', () => {
  test('what the first was handed in for is not there for the second, though nobody decided yet', async () => {
    const written = async (quantity: number) => {
      const { documentId } = await value(clerk('document.create', { type: 'internalUse', reasonCode: 'TASTING' }))
      await value(clerk('document.setLine', { type: 'internalUse', documentId, sku: milk.sku, lot: 'M7', quantity }))
      return { type: 'internalUse' as const, documentId, version: (await get(shop, documentId)).header.version }
    }
    const [first, second] = [await written(6000), await written(1000)]
    await value(clerk('document.submit', first))
    expect(await refused(shop.database, () => clerk('document.submit', second))).toBe('INSUFFICIENT_STOCK')
    // nor is it offered
    const third = await newPaper(shop, 'internalUse', { reasonCode: 'TASTING' })
    const before = await onHand(shop, milk.sku)
    await scan(shop, 'internalUse', third, pieceCode(milk.sku))
    expect(before.map(([lot]) => lot)).toContain('M7')
    expect((await lotsOn(shop, third)).map(([, lot]) => lot)).not.toContain('M7')
    await shop.must('document.cancel', { type: 'internalUse', documentId: third, reason: '试一试' })
    const { contentHash } = (await get(shop, first.documentId)).header
    const { type, documentId } = first
    const decided = shop.call('document.decide', { type, documentId, contentHash, decision: 'approved', reason: '' })
    expect((await value(decided)).header.state).toBe('posted')
    await shop.must('document.reverse', { type, documentId, reason: '试一试' })
    expect(await onHand(shop, milk.sku)).toContainEqual(['M7', 6000])
  })
})

describe('from shop to shop', () => {
  let transferId: string
  let dispatchId: string

  test('the dispatch offers what expires first; each lot that leaves is named on the transfer', async () => {
    transferId = (
      await value(
        hq.call('transfer.push', {
          kind: 'transfer',
          fromWarehouseCode: 'WS001',
          toWarehouseCode: 'WS002',
          dueDate: '2026-11-23',
          note: '',
          lines: [
            { sku: yoghurt.sku, quantity: 4000 },
            { sku: milk.sku, quantity: 2000 },
          ],
        }),
      )
    ).transferId
    await sync(shop, other)
    dispatchId = (await shop.must('transfer.openDispatch', { transferId })).documentId
    for (let piece = 0; piece < 4; piece += 1) await scan(shop, 'transferDispatch', dispatchId, pieceCode(yoghurt.sku))
    const last = await scan(shop, 'transferDispatch', dispatchId, pieceCode(milk.sku), { lot: 'E270430', times: 2 })
    expect(last).toMatchObject({ outcome: 'receiptDone', header: { linesDone: 2, linesTotal: 2 } })
    await post(shop, 'transferDispatch', dispatchId)
    await sync(shop, other)
    const { lines, state } = await other.must('transfer.get', { transferId })
    expect(state).toBe('inTransit')
    expect(lines.map(({ sku, lots }) => [sku, lots])).toEqual([
      [
        yoghurt.sku,
        [
          { lot: 'Y1', expiryDate: '2026-11-29', quantity: 2000 },
          { lot: 'Y2', expiryDate: '2026-12-15', quantity: 2000 },
        ],
      ],
      [milk.sku, [{ lot: 'E270430', expiryDate: '2027-04-30', quantity: 2000 }]],
    ])
  })

  test('the receiver is offered the lots that were sent, one after the other; the dock asks nothing about their life', async () => {
    const paper = (await other.must('transfer.openReceipt', { transferId })).documentId
    for (let piece = 0; piece < 3; piece += 1) await scan(other, 'transferReceipt', paper, pieceCode(yoghurt.sku))
    await scan(other, 'transferReceipt', paper, pieceCode(milk.sku), { times: 2 })
    expect((await lotsOn(other, paper)).map(([sku, lot, day, quantity]) => [sku, lot, day, quantity])).toEqual([
      [yoghurt.sku, 'Y1', '2026-11-29', 2000],
      [milk.sku, 'E270430', '2027-04-30', 2000],
      [yoghurt.sku, 'Y2', '2026-12-15', 1000],
    ])
    await post(other, 'transferReceipt', paper)
    await sync(other, shop)
    expect(await parkedOf(world.hub)).toEqual([])
    expect(await onHand(other, yoghurt.sku)).toEqual([
      ['Y1', 2000],
      ['Y2', 1000],
    ])
    expect((await other.must('document.nearExpiry', { days: 30 })).rows.map(({ lot }) => lot)).toEqual(['Y1', 'Y2'])
  })

  test('the missing piece is of the lot that is still on the way, also when it is settled', async () => {
    const open = await world.hub.database.read.all<{ lot: string; onHand: number }>(
      'SELECT lot, onHand FROM stockBalance WHERE account = ? AND onHand <> 0',
      [`inTransit:${transferId}`],
    )
    expect(open).toEqual([{ lot: 'Y2', onHand: 1000 }])
    const lineNo = 1
    const settled = await value(
      hq.call('transfer.settle', { transferId, lineNo, quantity: 1000, way: 'return', note: '' }),
    )
    expect(settled.settlements).toMatchObject([{ waiting: true }])
    await sync(shop)
    expect((await value(hq.call('transfer.get', { transferId }))).state).toBe('completed')
    expect(await onHand(shop, yoghurt.sku)).toEqual([['Y2', 3000]])
    await sync(shop, other)
    await allWell(world.hub.database, shop.database, other.database)
    expect(await account(world.hub.database, `inTransit:${transferId}`, yoghurt.sku)).toEqual({ onHand: 0, value: 0 })
    for (const warehouse of ['WS001', 'WS002'])
      expect(await account(world.hub.database, `stock:${warehouse}`, yoghurt.sku)).toMatchObject({
        value:
          ((await account(world.hub.database, `stock:${warehouse}`, yoghurt.sku)).onHand * yoghurt.unitCost) / 1000,
      })
  })
})
