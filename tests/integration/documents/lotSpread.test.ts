/**
 * 先到期先出 by the dozen: one scan that is more than one lot holds goes out of several, the first to expire first. It stays
 * one scan: counted once, taken back whole.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DocumentType } from '../../../src/core/documents/states'
import {
  allWell,
  get,
  openShops,
  parkedOf,
  post,
  type Shop,
  type Shops,
  submit,
  sync,
  value,
} from '../../support/shops'
import { chain, pieceCode, scanOf, type TestBrowser } from '../../support/world'

let world: Shops
let shop: Shop
let hq: TestBrowser

const byLot = chain.products.filter(({ keepsLots, status }) => keepsLots && status === 'active')
const milk = byLot.find(({ shelfLifeDays }) => shelfLifeDays === 180) as (typeof byLot)[number]
const { sku } = milk

const scan = (of: DocumentType, documentId: string, said: object = {}, read = scanOf(pieceCode(sku))) =>
  shop.must('document.scan', { type: of, documentId, scan: read, ...said })

const use = async (): Promise<string> =>
  (await shop.must('document.create', { type: 'internalUse', reasonCode: 'TASTING' })).documentId

const lotsOn = async (documentId: string) =>
  (await get(shop, documentId)).lines.map(({ lot, quantity, splitOf }) => [lot, quantity, splitOf])

const drop = (documentId: string) => shop.must('document.cancel', { type: 'internalUse', documentId, reason: '试一试' })

const stepsOn = (documentId: string) =>
  shop.database.read.all<{ kind: string; lineNo: number; change: number; scans: number }>(
    'SELECT kind, lineNo, change, scanId IS NOT NULL AS scans FROM draftStep WHERE documentId = ? ORDER BY stepNo',
    [documentId],
  )

beforeAll(async () => {
  world = await openShops(['S001'])
  shop = world.shops[0] as Shop
  hq = await world.hub.browser('hq.operations')
  const { documentId } = await shop.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY002', deliveryNote: '' })
  for (const [lot, expiryDate, quantity] of [
    ['B', '2027-04-30', 7000],
    ['A', '2027-03-31', 5000],
    ['C', '2027-05-31', 1000],
  ] as const)
    await shop.must('document.setLine', { type: 'goodsReceipt', documentId, sku, lot, expiryDate, quantity })
  await post(shop, 'goodsReceipt', documentId)
  await sync(shop)
})

afterAll(() => world.close())

describe('a dozen of what lies there in fives', () => {
  test('goes out of two lots, in one scan; sent again it counts once; undone it is all back', async () => {
    const documentId = await use()
    const read = scanOf(pieceCode(sku))
    const twelve = await scan('internalUse', documentId, { times: 12 }, read)
    expect(twelve).toMatchObject({
      ...{ outcome: 'firstOfLine', added: 12_000, spread: { lots: 2, quantity: 12_000 } },
      ...{ line: { lot: 'B', quantity: 7000 }, header: { quantityTotal: 12_000 } },
    })
    expect(await lotsOn(documentId)).toEqual([
      ['A', 5000, 0],
      ['B', 7000, 1],
    ])
    expect(await scan('internalUse', documentId, { times: 12 }, read)).toEqual(twelve)
    expect(await stepsOn(documentId)).toEqual([
      { kind: 'scan', lineNo: 1, change: 5000, scans: 1 },
      { kind: 'scan', lineNo: 2, change: 7000, scans: 1 },
    ])
    expect(await shop.database.read.all('SELECT quantity FROM scan WHERE documentId = ?', [documentId])).toEqual([
      { quantity: 12_000 },
    ])
    const undone = await shop.must('document.undo', { type: 'internalUse', documentId })
    expect(undone).toMatchObject({ spread: { lots: 2, quantity: 12_000 }, header: { quantityTotal: 0 } })
    expect((await stepsOn(documentId)).slice(2).map(({ kind, lineNo, change }) => [kind, lineNo, change])).toEqual([
      ['undo', 2, -7000],
      ['undo', 1, -5000],
    ])
    const nothing = await shop.call('document.undo', { type: 'internalUse', documentId })
    expect(nothing.ok ? 'OK' : nothing.error.code).toBe('NOTHING_TO_UNDO')
    await drop(documentId)
  })

  test('what the paper holds already counts; undo takes back one scan at a time', async () => {
    const documentId = await use()
    await scan('internalUse', documentId, { times: 3 })
    expect(await scan('internalUse', documentId, { times: 4 })).toMatchObject({
      ...{ added: 4000, spread: { lots: 2, quantity: 4000 } },
    })
    expect(await lotsOn(documentId)).toEqual([
      ['A', 5000, 0],
      ['B', 2000, 1],
    ])
    const plain = await scan('internalUse', documentId, { times: 5 })
    expect(plain).toMatchObject({ line: { lot: 'B', quantity: 7000 } })
    expect(plain.spread).toBeUndefined()
    await shop.must('document.undo', { type: 'internalUse', documentId })
    await shop.must('document.undo', { type: 'internalUse', documentId })
    expect((await lotsOn(documentId)).map(([lot, quantity]) => [lot, quantity])).toEqual([
      ['A', 3000],
      ['B', 0],
    ])
    await drop(documentId)
  })

  test('what no lot can give is on the last of them, and handing in says what is short', async () => {
    const documentId = await use()
    expect(await scan('internalUse', documentId, { times: 20 })).toMatchObject({
      spread: { lots: 3, quantity: 20_000 },
    })
    expect((await lotsOn(documentId)).map(([lot, quantity]) => [lot, quantity])).toEqual([
      ['A', 5000],
      ['B', 7000],
      ['C', 8000],
    ])
    const { version } = (await get(shop, documentId)).header
    const answer = await shop.call('document.submit', { type: 'internalUse', documentId, version })
    expect(answer).toMatchObject({
      error: { code: 'INSUFFICIENT_STOCK', params: { sku, lot: 'C', needed: 8000, onHand: 1000 } },
    })
    // nothing is left to take from: which lot it is can only be said
    expect(await scan('internalUse', documentId)).toMatchObject({ outcome: 'lotWanted', added: 0 })
    await drop(documentId)
  })

  test('a lot somebody named is not spread, and neither is a quantity typed', async () => {
    const documentId = await use()
    const named = await scan('internalUse', documentId, { times: 12, lot: 'A' })
    expect(named).toMatchObject({ line: { lot: 'A', quantity: 12_000 } })
    expect(named.spread).toBeUndefined()
    await shop.must('document.undo', { type: 'internalUse', documentId })
    await shop.must('document.setLine', { type: 'internalUse', documentId, sku, quantity: 12_000 })
    expect((await lotsOn(documentId)).map(([lot, quantity]) => [lot, quantity])).toEqual([['A', 12_000]])
    await drop(documentId)
  })

  test('a dispatch is spread, complete in one scan, and tells each lot to the receiver', async () => {
    const { transferId } = await value(
      hq.call('transfer.push', {
        ...{ kind: 'transfer', fromWarehouseCode: 'WS001', toWarehouseCode: 'WC01', dueDate: '2026-11-23', note: '' },
        lines: [{ sku, quantity: 12_000 }],
      }),
    )
    await sync(shop)
    const { documentId } = await shop.must('transfer.openDispatch', { transferId })
    expect(await scan('transferDispatch', documentId, { times: 12 })).toMatchObject({
      ...{ outcome: 'receiptDone', spread: { lots: 2 }, header: { linesTotal: 1, linesDone: 1 } },
    })
    await post(shop, 'transferDispatch', documentId)
    await sync(shop)
    expect(await parkedOf(world.hub)).toEqual([])
    const { lines } = await value(hq.call('transfer.get', { transferId }))
    expect(lines.map(({ lots }) => lots.map(({ lot, quantity }) => [lot, quantity]))).toEqual([
      [
        ['A', 5000],
        ['B', 7000],
      ],
    ])
    await allWell(shop.database, world.hub.database)
  })

  test('what has expired is passed over, but where goods are written off', async () => {
    world.clock.pass(200 * 24 * 3600_000)
    const documentId = await use()
    expect(await scan('internalUse', documentId, { times: 2 })).toMatchObject({ outcome: 'lotWanted' })
    await drop(documentId)
    const gone = (await shop.must('document.create', { type: 'writeOff', reasonCode: 'EXPIRED' })).documentId
    expect(await scan('writeOff', gone)).toMatchObject({ line: { lot: 'C', quantity: 1000 } })
    await submit(shop, 'writeOff', gone)
  })
})
