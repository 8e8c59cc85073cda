/**
 * 效期: no lot comes in without its day, no day is taken in silence against what was known, and a day taken down wrongly is
 * mended by somebody who may. What is lent for a short-lived piece is lent for that piece.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LotCorrected } from '../../../src/contract/schemas/sync'
import type { DocumentType } from '../../../src/core/documents/states'
import type { Database } from '../../../src/database/unitOfWork'
import { publish } from '../../../src/hub/publish'
import { batchOf, enrolmentOf, eventsOf, ofOtherPaper, pushTo, toldBy } from '../../support/forger'
import {
  allWell,
  get,
  grant,
  openShops,
  parkedOf,
  post,
  refused,
  type Shop,
  type Shops,
  sync,
  tryPost,
  value,
  versionOf,
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

const gs1 = (sku: string, yymmdd: string, lot: string): string =>
  `]C101${pieceCode(sku).padStart(14, '0')}${yymmdd === '' ? '' : `17${yymmdd}`}10${lot}`

const scan = (at: Shop, of: DocumentType, documentId: string, raw: string, said: object = {}) =>
  at.must('document.scan', { type: of, documentId, scan: scanOf(raw), ...said })

const newPaper = async (at: Shop, of: DocumentType, header: object) =>
  (await at.must('document.create', { type: of, ...header })).documentId

const newReceipt = async (at: Shop): Promise<string> =>
  (await at.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY002', deliveryNote: '' })).documentId

const linesOn = async (at: Shop, documentId: string) =>
  (await get(at, documentId)).lines.map(({ lot, expiryDate, quantity }) => [lot, expiryDate, quantity])

const dayOf = async (database: Database, lot: string, sku = milk.sku): Promise<string | undefined> =>
  (await database.read.one<{ expiryDate: string }>('SELECT expiryDate FROM lot WHERE sku = ? AND lot = ?', [sku, lot]))
    ?.expiryDate

const logged = async (database: Database, operation: string): Promise<{ documentId: string; detail: object }[]> =>
  (
    await database.read.all<{ documentId: string; detail: string }>(
      // at HQ its own lines alone: the shop's stand beside them
      `SELECT t.documentId, json_extract(t.payload, '$.detail') AS detail FROM trail t JOIN log g ON g.logId = t.logId
       WHERE t.operation = ? AND t.outcome = 'done' ${database.kind === 'hub' ? `AND g.deviceId = 'hub'` : ''} ORDER BY t.seq`,
      [operation],
    )
  ).map(({ documentId, detail }) => ({ documentId, detail: JSON.parse(detail) as object }))

/** A posted receipt of one lot. */
const received = async (at: Shop, sku: string, lot: string, expiryDate: string, quantity: number): Promise<string> => {
  const documentId = await newReceipt(at)
  await at.must('document.setLine', { type, documentId, sku, lot, expiryDate, quantity })
  await post(at, type, documentId)
  return documentId
}

beforeAll(async () => {
  world = await openShops(['S001', 'S002'])
  ;[shop, other] = world.shops as [Shop, Shop]
  hq = await world.hub.browser('hq.operations')
  clerk = windowOf(shop, 'window:2')
  await value(clerk('signIn.withPin', { userId: 's001.lin', pin: pinOf('s001.lin') }))
})

afterAll(() => world.close())

describe('no lot without its day', () => {
  test('a lot nobody knows is asked for its day, by scan, by key and by a code that names only the lot', async () => {
    const documentId = await newReceipt(shop)
    const asked = { outcome: 'lotWanted', added: 0, line: null, product: { sku: milk.sku } }
    const plain = await scan(shop, type, documentId, pieceCode(milk.sku))
    expect(plain).toMatchObject({ ...asked, lot: { lot: '', expiryDate: '', knownDate: '', dayNeeded: true } })
    const lotAlone = { lot: 'N1', expiryDate: '', knownDate: '', dayNeeded: true }
    expect(await scan(shop, type, documentId, pieceCode(milk.sku), { lot: 'N1' })).toMatchObject({
      ...asked,
      lot: lotAlone,
    })
    const coded = scanOf(gs1(milk.sku, '', 'N1'))
    expect(await shop.must('document.scan', { type, documentId, scan: coded })).toMatchObject({
      ...asked,
      lot: lotAlone,
    })
    // the same scan again asks the same, and can be answered
    expect(await shop.must('document.scan', { type, documentId, scan: coded })).toMatchObject({
      ...asked,
      lot: lotAlone,
    })
    expect(
      await shop.must('document.setLine', { type, documentId, sku: milk.sku, lot: 'N1', quantity: 1000 }),
    ).toMatchObject({ ...asked, lot: lotAlone })
    expect(await linesOn(shop, documentId)).toEqual([])
    await scan(shop, type, documentId, gs1(milk.sku, '', 'N1'), { expiryDate: '2027-03-31', times: 2 })
    // now the lot brings its day along
    await scan(shop, type, documentId, pieceCode(milk.sku), { lot: 'N1' })
    expect(await linesOn(shop, documentId)).toEqual([['N1', '2027-03-31', 3000]])
    await post(shop, type, documentId)
  })

  test.each([
    ['customerReturn', { reasonCode: 'UNWANTED' }],
    ['overage', { reasonCode: 'FOUND' }],
    ['otherIn', { reasonCode: 'FOUND' }],
  ] as const)('%s asks as well; a lot known here needs no day', async (of, header) => {
    const documentId = await newPaper(shop, of, header)
    const asked = { outcome: 'lotWanted', added: 0, lot: { dayNeeded: true } }
    expect(await scan(shop, of, documentId, pieceCode(milk.sku), { lot: 'N2' })).toMatchObject(asked)
    const line = { type: of, documentId, sku: milk.sku, quantity: 1000 }
    expect(await shop.must('document.setLine', { ...line, lot: 'N2' })).toMatchObject(asked)
    expect(await shop.must('document.setLine', { ...line, lot: 'N1' })).toMatchObject({
      line: { lot: 'N1', expiryDate: '2027-03-31', quantity: 1000 },
    })
    await shop.must('document.cancel', { type: of, documentId, reason: '试一试' })
  })

  test('the day a lot brings along is judged at the dock', async () => {
    // 12 days left when it came, 9 three days later: 10 are asked for
    await received(other, yoghurt.sku, 'N3', '2026-12-04', 1000)
    const paper = await newReceipt(other)
    expect(await scan(other, type, paper, pieceCode(yoghurt.sku), { lot: 'N3' })).toMatchObject({
      outcome: 'firstOfLine',
      line: { lot: 'N3', expiryDate: '2026-12-04' },
    })
    await other.must('document.cancel', { type, documentId: paper, reason: '试一试' })
    world.clock.pass(3 * 24 * 3600_000)
    const later = await newReceipt(other)
    expect(await scan(other, type, later, pieceCode(yoghurt.sku), { lot: 'N3' })).toMatchObject({
      outcome: 'shortLife',
      added: 0,
      life: { expiryDate: '2026-12-04', remainingDays: 9, requiredDays: 10 },
    })
    await other.must('document.cancel', { type, documentId: later, reason: '试一试' })
    world.clock.pass(-3 * 24 * 3600_000)
  })

  test('a day is a day of the calendar', async () => {
    const documentId = await newReceipt(shop)
    const line = { type, documentId, sku: milk.sku, expiryDate: '2027-02-30', quantity: 1000 }
    expect(await refused(shop.database, () => shop.call('document.setLine', line))).toBe('INVALID_INPUT')
    await shop.must('document.cancel', { type, documentId, reason: '试一试' })
  })

  test('a product of which nobody knows how long it keeps comes in by lot alone', async () => {
    const sku = (byLot.find((one) => one !== milk && one !== yoghurt) as (typeof byLot)[number]).sku
    const product = chain.products.find((one) => one.sku === sku) as (typeof chain.products)[number]
    const barcodes = chain.barcodes.filter((one) => one.sku === sku)
    const body = { ...product, shelfLifeDays: 0, searchText: '', barcodes }
    await world.hub.database.write((tx) => publish(tx, 'master', [{ type: 'product', key: sku, scope: '', body }]))
    await sync(shop)
    const documentId = await newReceipt(shop)
    expect(await scan(shop, type, documentId, pieceCode(sku), { lot: 'Z1' })).toMatchObject({
      line: { lot: 'Z1', expiryDate: '' },
    })
    await post(shop, type, documentId)
  })

  test('a draft of before is not posted without the day', async () => {
    const documentId = await newReceipt(shop)
    await shop.must('document.setLine', {
      ...{ type, documentId, sku: milk.sku, quantity: 1000 },
      ...{ lot: 'N4', expiryDate: '2027-03-31' },
    })
    await shop.database.write((tx) =>
      tx.run(`UPDATE documentLine SET expiryDate = '' WHERE documentId = ?`, [documentId]),
    )
    expect(await refused(shop.database, () => tryPost(shop, type, documentId))).toBe('LOT_REQUIRED')
    await scan(shop, type, documentId, pieceCode(milk.sku), { lot: 'N4', expiryDate: '2027-03-31' })
    await shop.must('document.cancel', { type, documentId, reason: '试一试' })
  })
})

describe('two days of one lot', () => {
  const sku = milk.sku
  const contradicted = {
    outcome: 'lotContradicted',
    added: 0,
    line: null,
    lot: { lot: 'M1', expiryDate: '2027-04-30', knownDate: '2027-03-31', dayNeeded: true },
  }

  test('are asked about, and nothing is counted; the known day answers it', async () => {
    await received(shop, sku, 'M1', '2027-03-31', 4000)
    await sync(shop)
    const documentId = await newReceipt(shop)
    const version = await versionOf(shop, documentId)
    const read = scanOf(gs1(sku, '270430', 'M1'))
    expect(await shop.must('document.scan', { type, documentId, scan: read })).toMatchObject(contradicted)
    expect(await shop.must('document.scan', { type, documentId, scan: read })).toMatchObject(contradicted)
    const keyed = { type, documentId, sku, lot: 'M1', expiryDate: '2027-04-30', quantity: 2000 }
    expect(await shop.must('document.setLine', keyed)).toMatchObject(contradicted)
    expect(await linesOn(shop, documentId)).toEqual([])
    expect(await versionOf(shop, documentId)).toBe(version)
    expect(
      await scan(shop, type, documentId, gs1(sku, '270430', 'M1'), { lot: 'M1', expiryDate: '2027-03-31' }),
    ).toMatchObject({ line: { lot: 'M1', expiryDate: '2027-03-31', quantity: 1000 } })
    await post(shop, type, documentId)
    expect(await dayOf(shop.database, 'M1')).toBe('2027-03-31')
  })

  test('the printed day, confirmed, stands on the paper; posted, it is the newest word here and at HQ, and both wrote it down', async () => {
    const documentId = await newReceipt(shop)
    await scan(shop, type, documentId, pieceCode(sku), { lot: 'M1' })
    // what the paper itself says counts as known
    expect(await scan(shop, type, documentId, gs1(sku, '270430', 'M1'))).toMatchObject(contradicted)
    const confirmed = await scan(shop, type, documentId, gs1(sku, '270430', 'M1'), { dayConfirmed: true, times: 2 })
    expect(confirmed).toMatchObject({ added: 2000, line: { lot: 'M1', expiryDate: '2027-04-30', quantity: 3000 } })
    // said again, it is no question any more
    expect(await scan(shop, type, documentId, gs1(sku, '270430', 'M1'))).toMatchObject({ line: { quantity: 4000 } })
    expect(await dayOf(shop.database, 'M1')).toBe('2027-03-31')
    await post(shop, type, documentId)
    expect(await dayOf(shop.database, 'M1')).toBe('2027-04-30')
    const { lots } = await shop.must('document.lots', { warehouseCode: 'WS001', sku })
    expect(lots.find(({ lot }) => lot === 'M1')).toMatchObject({ expiryDate: '2027-04-30', onHand: 9000 })
    expect((await logged(shop.database, 'document.post')).at(-1)).toMatchObject({
      documentId,
      detail: { after: 'posted', lotDays: [{ sku, lot: 'M1', before: '2027-03-31', expiryDate: '2027-04-30' }] },
    })
    expect(await dayOf(world.hub.database, 'M1')).toBe('2027-03-31')
    await sync(shop)
    expect(await parkedOf(world.hub)).toEqual([])
    expect(await dayOf(world.hub.database, 'M1')).toBe('2027-04-30')
    expect((await logged(world.hub.database, 'document.post')).at(-1)).toMatchObject({
      documentId,
      detail: { lots: [{ sku, lot: 'M1', before: '2027-03-31', after: '2027-04-30' }] },
    })
  })

  test('confirmed by key, and taken back before it was posted: nothing is another than before', async () => {
    const documentId = await newReceipt(shop)
    const line = { type, documentId, sku, lot: 'M1', expiryDate: '2027-05-31', quantity: 1000 }
    await shop.must('document.setLine', { ...line, dayConfirmed: true })
    expect((await logged(shop.database, 'document.setLine')).at(-1)?.detail).toMatchObject({
      ...{ lot: 'M1', dayBefore: '2027-04-30', day: '2027-05-31' },
    })
    await shop.must('document.setLine', { type, documentId, sku, lot: 'N1', quantity: 1000 })
    await shop.must('document.undo', { type, documentId })
    await shop.must('document.undo', { type, documentId })
    expect((await get(shop, documentId)).header.quantityTotal).toBe(0)
    await shop.must('document.setLine', { type, documentId, sku, lot: 'N1', quantity: 1000 })
    await post(shop, type, documentId)
    expect(await dayOf(shop.database, 'M1')).toBe('2027-04-30')
  })

  test('without anybody’s word the first day stays: a paper begun before the lot was known says another', async () => {
    const early = await newReceipt(shop)
    await shop.must('document.setLine', {
      ...{ type, documentId: early, sku, quantity: 1000 },
      ...{ lot: 'M2', expiryDate: '2027-06-30' },
    })
    await received(shop, sku, 'M2', '2027-05-31', 1000)
    await post(shop, type, early)
    await sync(shop)
    for (const database of [shop.database, world.hub.database]) expect(await dayOf(database, 'M2')).toBe('2027-05-31')
    expect(await parkedOf(world.hub)).toEqual([])
  })

  test('going out, a code with another day asks too', async () => {
    const documentId = await newPaper(shop, 'internalUse', { reasonCode: 'TASTING' })
    expect(await scan(shop, 'internalUse', documentId, gs1(sku, '270601', 'M1'))).toMatchObject({
      outcome: 'lotContradicted',
      lot: { lot: 'M1', expiryDate: '2027-06-01', knownDate: '2027-04-30', dayNeeded: false },
    })
    await shop.must('document.cancel', { type: 'internalUse', documentId, reason: '试一试' })
  })

  test('what the sender’s paper says and what the goods say are two days as well', async () => {
    const { transferId } = await value(
      hq.call('transfer.push', {
        ...{ kind: 'transfer', fromWarehouseCode: 'WS001', toWarehouseCode: 'WS002', dueDate: '2026-11-23', note: '' },
        lines: [{ sku, quantity: 2000 }],
      }),
    )
    await sync(shop, other)
    const sent = (await shop.must('transfer.openDispatch', { transferId })).documentId
    await scan(shop, 'transferDispatch', sent, pieceCode(sku), { lot: 'M1', times: 2 })
    await post(shop, 'transferDispatch', sent)
    await sync(shop, other)
    const paper = (await other.must('transfer.openReceipt', { transferId })).documentId
    expect(await scan(other, 'transferReceipt', paper, gs1(sku, '270430', 'M1'))).toMatchObject({
      line: { lot: 'M1', expiryDate: '2027-04-30' },
    })
    await other.must('document.undo', { type: 'transferReceipt', documentId: paper })
    await other.must('document.cancel', { type: 'transferReceipt', documentId: paper, reason: '重来' })
    const again = (await other.must('transfer.openReceipt', { transferId })).documentId
    expect(await scan(other, 'transferReceipt', again, gs1(sku, '270501', 'M1'))).toMatchObject({
      outcome: 'lotContradicted',
      lot: { lot: 'M1', expiryDate: '2027-05-01', knownDate: '2027-04-30' },
    })
    await scan(other, 'transferReceipt', again, gs1(sku, '270501', 'M1'), { dayConfirmed: true, times: 2 })
    await post(other, 'transferReceipt', again)
    await sync(other)
    expect(await parkedOf(world.hub)).toEqual([])
    for (const database of [other.database, world.hub.database]) expect(await dayOf(database, 'M1')).toBe('2027-05-01')
    // the sender was not asked and keeps its own word
    expect(await dayOf(shop.database, 'M1')).toBe('2027-04-30')
  })
})

describe('a day taken down wrongly', () => {
  const right = { warehouseCode: 'WS001', sku: yoghurt.sku, lot: 'Y1', expiryDate: '2026-12-20', reason: '收货时看错' }

  test('is mended by the manager, with the reason; HQ hears of it by the log', async () => {
    await received(shop, yoghurt.sku, 'Y1', '2026-12-10', 3000)
    await sync(shop)
    const before = await shop.must('stock.list', { search: yoghurt.sku })
    expect(await refused(shop.database, () => clerk('lot.correct', right))).toBe('FORBIDDEN')
    expect(await refused(shop.database, () => shop.call('lot.correct', { ...right, lot: 'Y9' }))).toBe('LOT_NOT_FOUND')
    expect(await refused(shop.database, () => shop.call('lot.correct', { ...right, warehouseCode: 'WS002' }))).toBe(
      'WAREHOUSE_NOT_FOUND',
    )
    expect(await shop.must('lot.correct', right)).toEqual({
      ...{ sku: yoghurt.sku, lot: 'Y1', before: '2026-12-10', expiryDate: '2026-12-20' },
    })
    const { rows } = await shop.must('document.nearExpiry', { days: 30 })
    expect(rows.find(({ lot }) => lot === 'Y1')).toMatchObject({ expiryDate: '2026-12-20', onHand: 3000 })
    expect((await shop.must('stock.list', { search: yoghurt.sku })).rows).toEqual(before.rows)
    expect((await logged(shop.database, 'lot.correct')).at(-1)?.detail).toMatchObject({
      ...{ lot: 'Y1', before: '2026-12-10', after: '2026-12-20', reason: '收货时看错' },
    })
    expect(await dayOf(world.hub.database, 'Y1', yoghurt.sku)).toBe('2026-12-10')
    await sync(shop)
    expect(await parkedOf(world.hub)).toEqual([])
    expect(await dayOf(world.hub.database, 'Y1', yoghurt.sku)).toBe('2026-12-20')
    expect((await logged(world.hub.database, 'lot.correct')).at(-1)?.detail).toMatchObject({
      ...{ warehouseCode: 'WS001', reason: '收货时看错' },
      lots: [{ sku: yoghurt.sku, lot: 'Y1', before: '2026-12-10', after: '2026-12-20' }],
    })
    await allWell(shop.database, world.hub.database)
  })

  test('said again it is so already: nothing is told', async () => {
    const events = await eventsOf(shop)
    expect(await shop.must('lot.correct', right)).toMatchObject({ before: '2026-12-20', expiryDate: '2026-12-20' })
    expect(await eventsOf(shop)).toEqual(events)
  })

  test('HQ mends what lies in its own warehouse, and nothing of a shop’s', async () => {
    const paper = await value(
      hq.call('document.create', { type, warehouseCode: 'WC01', counterpartyCode: 'GY002', note: '' }),
    )
    const line = { type, ...paper, sku: milk.sku, lot: 'C1', expiryDate: '2027-04-01', quantity: 2000 }
    const { header } = await value(hq.call('document.setLine', line))
    await value(hq.call('document.post', { type, ...paper, version: header.version }))
    const mend = { ...right, warehouseCode: 'WC01', sku: milk.sku, lot: 'C1', expiryDate: '2027-05-01' }
    expect(await refused(world.hub.database, () => hq.call('lot.correct', right))).toBe('WAREHOUSE_NOT_FOUND')
    const auditor = await world.hub.browser('hq.auditor')
    expect(await refused(world.hub.database, () => auditor.call('lot.correct', mend))).toBe('FORBIDDEN')
    expect(await value(hq.call('lot.correct', mend))).toMatchObject({ before: '2027-04-01' })
    expect(await dayOf(world.hub.database, 'C1')).toBe('2027-05-01')
    // the same question in HQ's own warehouse, and the same answer
    const again = await value(hq.call('document.create', { type, warehouseCode: 'WC01', counterpartyCode: 'GY002' }))
    const other = { type, ...again, sku: milk.sku, lot: 'C1', expiryDate: '2027-06-01', quantity: 1000 }
    expect(await value(hq.call('document.setLine', other))).toMatchObject({
      ...{
        outcome: 'lotContradicted',
        added: 0,
        lot: { lot: 'C1', expiryDate: '2027-06-01', knownDate: '2027-05-01' },
      },
    })
    const told = await value(hq.call('document.setLine', { ...other, dayConfirmed: true }))
    expect(await dayOf(world.hub.database, 'C1')).toBe('2027-05-01')
    await value(hq.call('document.post', { type, ...again, version: told.header.version }))
    expect(await dayOf(world.hub.database, 'C1')).toBe('2027-06-01')
    expect((await logged(world.hub.database, 'document.post')).at(-1)?.detail).toMatchObject({
      lotDays: [{ sku: milk.sku, lot: 'C1', before: '2027-05-01', expiryDate: '2027-06-01' }],
    })
    await allWell(world.hub.database)
  })
})

describe('a right lent for one short-lived piece', () => {
  let documentId: string
  const short = { sku: yoghurt.sku, lot: 'S1', expiryDate: '2026-11-29' }

  test('is spent on it: more of that line asks for it again, fewer does not', async () => {
    documentId = await newReceipt(shop)
    await value(clerk('document.takeOver', { type, documentId }))
    const overrideId = await grant(clerk, 's001.manager', 'document.scan', type, documentId)
    const read = scanOf(gs1(short.sku, '261129', short.lot))
    const taken = await value(clerk('document.scan', { type, documentId, scan: read, times: 3, overrideId }))
    expect(taken).toMatchObject({ outcome: 'nearExpiry', line: { lineNo: 1, quantity: 3000 } })
    const version = await value(clerk('document.get', { documentId }))
    const change = { type, documentId, lineNo: 1 }
    for (const more of [
      { mode: 'add', quantity: 1000 },
      { mode: 'set', quantity: 9000 },
      { mode: 'add', field: 'damaged', quantity: 1000 },
    ] as const)
      expect(await value(clerk('document.adjust', { ...change, ...more }))).toMatchObject({
        ...{ outcome: 'shortLife', added: 0, line: null, product: { sku: short.sku } },
        life: { remainingDays: 7, requiredDays: 10 },
      })
    const keyed = { type, documentId, ...short }
    expect(await value(clerk('document.setLine', { ...keyed, quantity: 9000 }))).toMatchObject({ outcome: 'shortLife' })
    expect(await value(clerk('document.get', { documentId }))).toEqual(version)
    // what goes back with the driver comes in nowhere
    await value(clerk('document.adjust', { ...change, mode: 'add', field: 'rejected', quantity: 1000 }))
    await value(clerk('document.adjust', { ...change, mode: 'subtract', quantity: 1000 }))
    expect(await value(clerk('document.setLine', { ...keyed, quantity: 1000 }))).toMatchObject({
      line: { lot: short.lot, quantity: 1000 },
    })
  })

  test('lent for the change it is made once; whoever holds it needs a second person too', async () => {
    const change = { type, documentId, lineNo: 1, mode: 'set' as const }
    const overrideId = await grant(clerk, 's001.manager', 'document.adjust', type, documentId)
    const raised = await value(clerk('document.adjust', { ...change, quantity: 5000, overrideId }))
    expect(raised.line).toMatchObject({ quantity: 5000 })
    const again = await clerk('document.adjust', { ...change, quantity: 6000, overrideId })
    expect(again.ok ? 'OK' : again.error.code).toBe('OVERRIDE_SPENT')
    expect(await value(clerk('document.adjust', { ...change, quantity: 6000 }))).toMatchObject({ outcome: 'shortLife' })
    await shop.must('document.takeOver', { type, documentId })
    expect(await shop.must('document.adjust', { ...change, quantity: 6000 })).toMatchObject({
      outcome: 'shortLife',
      line: null,
    })
    await shop.must('document.cancel', { type, documentId, reason: '试一试' })
  })

  test('goods with life enough, and papers without a dock, change as before', async () => {
    const receipt = await newReceipt(shop)
    const line = { type, documentId: receipt, sku: milk.sku, lot: 'N1', quantity: 1000 }
    await shop.must('document.setLine', line)
    await value(clerk('document.takeOver', { type, documentId: receipt }))
    expect(
      await value(clerk('document.adjust', { type, documentId: receipt, lineNo: 1, mode: 'set', quantity: 8000 })),
    ).toMatchObject({ line: { quantity: 8000 } })
    await shop.must('document.takeOver', { type, documentId: receipt })
    await shop.must('document.cancel', { type, documentId: receipt, reason: '试一试' })
    const found = await newPaper(shop, 'overage', { reasonCode: 'FOUND' })
    await shop.must('document.setLine', { type: 'overage', documentId: found, ...short, quantity: 1000 })
    await value(clerk('document.takeOver', { type: 'overage', documentId: found }))
    expect(
      await value(
        clerk('document.adjust', { type: 'overage', documentId: found, lineNo: 1, mode: 'add', quantity: 1000 }),
      ),
    ).toMatchObject({ line: { quantity: 2000 } })
    await shop.must('document.takeOver', { type: 'overage', documentId: found })
    await shop.must('document.cancel', { type: 'overage', documentId: found, reason: '试一试' })
  })
})

/** Last, because what HQ does not believe stays parked. */
describe('what a PC says beyond its right', () => {
  const mended = { warehouseCode: 'WS001', sku: yoghurt.sku, lot: 'Y1', reason: '收货时看错' }

  const reasonsOf = async (logId: string): Promise<string[]> =>
    (
      await world.hub.database.read.all<{ reason: string }>(
        'SELECT reason FROM parkedEvent WHERE logId = ? ORDER BY seq',
        [logId],
      )
    ).map(({ reason }) => reason)

  test('a PC cannot give a lot another day that its paper does not say', async () => {
    const { sku } = milk
    await received(shop, sku, 'N1', '2027-03-31', 1000)
    const told = toldBy((await eventsOf(shop)).at(-1) as never)
    const forged = ofOtherPaper(
      { ...told, lotDays: [{ sku, lot: 'N1', before: '2027-03-31', expiryDate: '2028-03-31' }] },
      { documentId: randomUUID(), number: told.document.number.replace(/\d{4}$/, '9001') },
    )
    const enrolment = await enrolmentOf(shop)
    const logId = randomUUID()
    await pushTo(world.hub, enrolment, batchOf(enrolment, [JSON.stringify(forged)], { logId }))
    expect(await reasonsOf(logId)).toEqual(['Invariant broken: the paper says nothing of lot N1 until 2028-03-31'])
    expect(await dayOf(world.hub.database, 'N1')).toBe('2027-03-31')
  })

  test('HQ believes no PC about other shops’ goods, lots nobody saw, or people without the right', async () => {
    const told: LotCorrected = {
      ...{ type: 'lot.corrected', storeCode: 'S001', before: '2026-12-20', userId: 's001.manager' },
      ...{ ...mended, expiryDate: '2027-12-20', occurredAt: '2026-11-22T01:00:00.000Z' },
    }
    const wrong: LotCorrected[] = [
      { ...told, storeCode: 'S002' },
      { ...told, warehouseCode: 'WS002' },
      { ...told, userId: 's002.manager' },
      { ...told, userId: 's001.lin' },
      { ...told, lot: 'Y9' },
    ]
    const enrolment = await enrolmentOf(shop)
    const logId = randomUUID()
    const payloads = wrong.map((one) => JSON.stringify(one))
    await pushTo(world.hub, enrolment, batchOf(enrolment, payloads, { logId }))
    expect((await reasonsOf(logId)).map((reason) => reason.replace('Invariant broken: ', ''))).toEqual([
      'event of store S002 from a PC of S001',
      'warehouse WS002 is not of store S001',
      'user s002.manager is not of store S001',
      'user s001.lin may not lot.correct',
      `lot Y9 of ${yoghurt.sku} never lay in WS001`,
    ])
    expect(await dayOf(world.hub.database, 'Y1', yoghurt.sku)).toBe('2026-12-20')
  })
})
