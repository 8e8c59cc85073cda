/** 调拨, every way it can go: pushed, offered, sent in parts, received early, called off too late, settled in each way. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { OutputOf } from '../../../src/contract/operations'
import type { SettlementWay } from '../../../src/core/documents/rule'
import {
  account,
  allWell,
  changePolicy,
  codeOf,
  get,
  movementsOf,
  openShops,
  parkedOf,
  post,
  refused,
  type Shop,
  type Shops,
  stockUp,
  submit,
  sync,
  value,
} from '../../support/shops'
import { chain, pieceCode, scanOf, type TestBrowser } from '../../support/world'

let world: Shops
let sender: Shop
let receiver: Shop
let far: Shop
let hq: TestBrowser

const plain = chain.products.filter(({ weighed, keepsLots, status }) => !weighed && !keepsLots && status === 'active')
const [a, b] = [plain[3], plain[7]] as [(typeof plain)[number], (typeof plain)[number]]

const push = async (lines: Record<string, number>, by = hq, ends: [string, string] = ['WS001', 'WS002']) =>
  (
    await value(
      by.call('transfer.push', {
        kind: 'transfer',
        fromWarehouseCode: ends[0],
        toWarehouseCode: ends[1],
        dueDate: '2026-11-23',
        note: '',
        lines: Object.entries(lines).map(([sku, pieces]) => ({ sku, quantity: pieces * 1000 })),
      }),
    )
  ).transferId

const paperOf = async (shop: Shop, type: 'transferDispatch' | 'transferReceipt', transferId: string) =>
  (await shop.must(type === 'transferDispatch' ? 'transfer.openDispatch' : 'transfer.openReceipt', { transferId }))
    .documentId

/** opens the paper, scans so many of each, posts; answers its id */
const move = async (
  shop: Shop,
  type: 'transferDispatch' | 'transferReceipt',
  transferId: string,
  goods: Record<string, number>,
  options: { closesSource?: boolean } = {},
) => {
  const documentId = await paperOf(shop, type, transferId)
  for (const [sku, times] of Object.entries(goods))
    await shop.must('document.scan', { type, documentId, scan: scanOf(pieceCode(sku)), times })
  await post(shop, type, documentId, options)
  return documentId
}
const send = (transferId: string, goods: Record<string, number>, options = {}) =>
  move(sender, 'transferDispatch', transferId, goods, options)
const receive = (transferId: string, goods: Record<string, number>, options = {}) =>
  move(receiver, 'transferReceipt', transferId, goods, options)

const atHq = (transferId: string) => value(hq.call('transfer.get', { transferId }))
const settle = (transferId: string, lineNo: number, pieces: number, way: SettlementWay) =>
  hq.call('transfer.settle', { transferId, lineNo, quantity: pieces * 1000, way, note: '' })

const onShelf = (shop: Shop, sku: string) => account(shop.database, `stock:${shop.warehouse}`, sku)
const onTheWay = (transferId: string, sku = a.sku) => account(world.hub.database, `inTransit:${transferId}`, sku)
const empty = { onHand: 0, value: 0 }

/** sent = received + settled + in transit, line by line, in pieces and in the ledger's own account */
const adds = async (transfer: OutputOf<'transfer.get'>) => {
  for (const line of transfer.lines) {
    expect(line.sentQuantity).toBe(line.receivedQuantity + line.settledQuantity + line.inTransitQuantity)
    expect((await onTheWay(transfer.transferId, line.sku)).onHand).toBe(line.inTransitQuantity)
  }
}

beforeAll(async () => {
  world = await openShops(['S001', 'S002', 'S003'])
  ;[sender, receiver, far] = world.shops as [Shop, Shop, Shop]
  hq = await world.hub.browser('hq.operations')
  await stockUp(sender, { [a.sku]: 500, [b.sku]: 500 })
  await sync(...world.shops)
})

/** whatever happened: nothing parked, every ledger in order, both ends and HQ of one mind about the shops' shelves */
afterEach(async () => {
  await world.hub.start()
  for (const shop of world.shops) shop.line.up = true
  await sync(...world.shops)
  await sync(...world.shops)
  expect(await parkedOf(world.hub)).toEqual([])
  for (const shop of world.shops) {
    expect(await shop.database.read.all('SELECT * FROM parkedItem')).toEqual([])
    for (const sku of [a.sku, b.sku])
      expect(await account(world.hub.database, `stock:${shop.warehouse}`, sku)).toEqual(await onShelf(shop, sku))
  }
  await allWell(world.hub.database, ...world.shops.map(({ database }) => database))
})

afterAll(() => world.close())

describe('who begins it', () => {
  test('HQ pushes; nobody else sees it, and neither end can write the other’s paper', async () => {
    const transferId = await push({ [a.sku]: 3 })
    await sync(...world.shops)
    expect((await far.must('transfer.list', {})).transfers).toEqual([])
    expect(await codeOf(far.call('transfer.get', { transferId }))).toBe('TRANSFER_NOT_FOUND')
    for (const [shop, operation] of [
      [far, 'transfer.openDispatch'],
      [far, 'transfer.openReceipt'],
      [receiver, 'transfer.openDispatch'],
      [sender, 'transfer.openReceipt'],
    ] as const)
      expect(await refused(shop.database, () => shop.call(operation, { transferId }))).toBe('TRANSFER_NOT_FOUND')
    await send(transferId, { [a.sku]: 3 })
    await sync(sender, receiver)
    await receive(transferId, { [a.sku]: 3 })
    await sync(receiver)
    expect(await atHq(transferId)).toMatchObject({ state: 'completed' })
    expect(await onTheWay(transferId)).toEqual(empty)
  })

  test('what cannot be is not pushed', async () => {
    const asked = {
      kind: 'transfer' as const,
      fromWarehouseCode: 'WS001',
      toWarehouseCode: 'WS002',
      dueDate: '2026-11-23',
      note: '',
      lines: [{ sku: a.sku, quantity: 1000 }],
    }
    const tried = (change: object) =>
      refused(world.hub.database, () => hq.call('transfer.push', { ...asked, ...change }))
    expect(await tried({ toWarehouseCode: 'WS001' })).toBe('SAME_WAREHOUSE')
    expect(await tried({ toWarehouseCode: 'WX' })).toBe('WAREHOUSE_NOT_FOUND')
    expect(await tried({ toWarehouseCode: 'WV01' })).toBe('WAREHOUSE_CANNOT_RECEIVE')
    expect(await tried({ fromWarehouseCode: 'WV01' })).toBe('WAREHOUSE_CANNOT_RECEIVE')
    expect(await tried({ lines: [{ sku: 'none', quantity: 1000 }] })).toBe('PRODUCT_NOT_FOUND')
    expect(await tried({ lines: [{ sku: a.sku, quantity: 1500 }] })).toBe('QUANTITY_NOT_WHOLE')
  })

  test('a shop offers goods to another: its own warehouse named as the sender; and HQ lets another send than asked', async () => {
    const request = async (shop: Shop, toWarehouseCode: string) => {
      const { documentId } = await shop.must('document.create', { type: 'transferRequest', toWarehouseCode })
      await shop.must('document.setLine', { type: 'transferRequest', documentId, sku: b.sku, quantity: 2000 })
      const { header } = await submit(shop, 'transferRequest', documentId)
      await sync(shop)
      return header
    }
    const decide = (header: { documentId: string; contentHash: string }, fromWarehouseCode?: string) =>
      hq.call('document.decide', {
        type: 'transferRequest',
        documentId: header.documentId,
        contentHash: header.contentHash,
        decision: 'approved',
        reason: '',
        ...(fromWarehouseCode === undefined ? {} : { fromWarehouseCode }),
      })
    const transferFor = async (requestId: string) =>
      (await value(hq.call('transfer.list', {}))).transfers.find((one) => one.requestId === requestId)
    // S002 asks S003 for two; S003 has none, HQ names S001
    const asked = await request(receiver, 'WS003')
    await value(decide(asked, 'WS001'))
    expect(await transferFor(asked.documentId)).toMatchObject({ fromWarehouseCode: 'WS001', toWarehouseCode: 'WS002' })
    // asked to send to itself
    const selfish = await request(receiver, 'WS003')
    expect(await refused(world.hub.database, () => decide(selfish, 'WS002'))).toBe('SAME_WAREHOUSE')
    await value(decide(selfish))
    expect(await transferFor(selfish.documentId)).toMatchObject({
      fromWarehouseCode: 'WS003',
      toWarehouseCode: 'WS002',
    })
    // decided once: the same word again finds it decided
    expect(await refused(world.hub.database, () => decide(selfish))).toBe('DOCUMENT_STATE')
    expect(
      (await value(hq.call('transfer.list', {}))).transfers.filter((one) => one.requestId === selfish.documentId),
    ).toHaveLength(1)
    for (const { documentId } of [asked, selfish])
      await value(
        hq.call('transfer.cancel', { transferId: (await transferFor(documentId))?.transferId as string, reason: '试' }),
      )
  })

  test('a request taken back while HQ says yes makes one transfer, not two', async () => {
    const { documentId } = await receiver.must('document.create', { type: 'transferRequest', toWarehouseCode: 'WS001' })
    await receiver.must('document.setLine', { type: 'transferRequest', documentId, sku: b.sku, quantity: 2000 })
    const first = await submit(receiver, 'transferRequest', documentId)
    await sync(receiver)
    const approve = (contentHash: string) =>
      value(
        hq.call('document.decide', {
          type: 'transferRequest',
          documentId,
          contentHash,
          decision: 'approved',
          reason: '',
        }),
      )
    await approve(first.header.contentHash)
    await receiver.must('document.withdraw', { type: 'transferRequest', documentId, reason: '数量改了' })
    await receiver.must('document.setLine', { type: 'transferRequest', documentId, sku: b.sku, quantity: 3000 })
    const second = await submit(receiver, 'transferRequest', documentId)
    await sync(receiver)
    await approve(second.header.contentHash)
    await sync(receiver, sender)
    const made = (await value(hq.call('transfer.list', {}))).transfers.filter(
      ({ requestId }) => requestId === documentId,
    )
    expect(made.map(({ state, approvedTotal }) => [state, approvedTotal]).sort()).toEqual([
      ['awaitingDispatch', 3000],
      ['cancelled', 2000],
    ])
    const { transferId } = made.find(({ state }) => state === 'awaitingDispatch') as (typeof made)[number]
    await value(hq.call('transfer.cancel', { transferId, reason: '试' }))
  })

  test('a region’s manager pushes and settles inside the region alone', async () => {
    const [east, south] = [await world.hub.browser('re.manager'), await world.hub.browser('rs.manager')]
    const asked = {
      kind: 'transfer' as const,
      fromWarehouseCode: 'WS001',
      toWarehouseCode: 'WS003',
      dueDate: '2026-11-23',
      note: '',
      lines: [{ sku: a.sku, quantity: 2000 }],
    }
    expect(await refused(world.hub.database, () => east.call('transfer.push', asked))).toBe('WAREHOUSE_NOT_FOUND')
    expect(
      await refused(world.hub.database, () => south.call('transfer.push', { ...asked, toWarehouseCode: 'WS002' })),
    ).toBe('WAREHOUSE_NOT_FOUND')
    const inside = await push({ [a.sku]: 2 }, east)
    const across = await push({ [a.sku]: 2 }, hq, ['WS001', 'WS003'])
    await sync(...world.shops)
    await send(inside, { [a.sku]: 2 })
    await send(across, { [a.sku]: 2 })
    await sync(...world.shops)
    await move(far, 'transferReceipt', across, { [a.sku]: 1 })
    await receive(inside, { [a.sku]: 1 })
    await sync(...world.shops)
    const short = (transferId: string) => ({
      transferId,
      lineNo: 1,
      quantity: 1000,
      way: 'carrierLoss' as const,
      note: '',
    })
    expect(await codeOf(south.call('transfer.get', { transferId: inside }))).toBe('TRANSFER_NOT_FOUND')
    expect(await refused(world.hub.database, () => south.call('transfer.settle', short(inside)))).toBe(
      'TRANSFER_NOT_FOUND',
    )
    // both see what has an end with them, and neither settles it
    for (const one of [east, south]) {
      expect((await value(one.call('transfer.get', { transferId: across }))).state).toBe('difference')
      expect(await refused(world.hub.database, () => one.call('transfer.settle', short(across)))).toBe(
        'TRANSFER_NOT_FOUND',
      )
      expect(
        await refused(world.hub.database, () => one.call('transfer.cancel', { transferId: across, reason: '不送了' })),
      ).toBe('TRANSFER_NOT_FOUND')
    }
    expect((await value(east.call('transfer.settle', short(inside)))).state).toBe('completed')
    expect((await value(hq.call('transfer.settle', short(across)))).state).toBe('completed')
    expect((await value(south.call('transfer.list', {}))).transfers.map(({ transferId }) => transferId)).not.toContain(
      inside,
    )
  })
})

describe('sent in parts', () => {
  test('four, then six: each part is received on its own paper, and the transfer waits for the rest in between', async () => {
    const transferId = await push({ [a.sku]: 10 })
    await sync(sender)
    await send(transferId, { [a.sku]: 4 })
    // before HQ's word came back the PC knows what it sent itself
    const next = await paperOf(sender, 'transferDispatch', transferId)
    expect((await get(sender, next)).lines[0]).toMatchObject({ expectedQuantity: 6000, quantity: 0 })
    await sync(sender, receiver)
    await receive(transferId, { [a.sku]: 4 })
    await sync(receiver)
    const half = await atHq(transferId)
    expect(half).toMatchObject({
      state: 'awaitingDispatch',
      lines: [{ sentQuantity: 4000, receivedQuantity: 4000, inTransitQuantity: 0 }],
    })
    await adds(half)
    await sync(sender)
    expect(await paperOf(sender, 'transferDispatch', transferId)).toBe(next)
    await sender.must('document.scan', {
      type: 'transferDispatch',
      documentId: next,
      scan: scanOf(pieceCode(a.sku)),
      times: 6,
    })
    sender.line.up = false
    await post(sender, 'transferDispatch', next)
    expect(await refused(sender.database, () => sender.call('transfer.openDispatch', { transferId }))).toBe(
      'TRANSFER_STATE',
    )
    // the truck is faster than the line: the second part is here before its paper
    await receive(transferId, { [a.sku]: 6 })
    await sync(receiver)
    expect(await atHq(transferId)).toMatchObject({ state: 'difference', lines: [{ inTransitQuantity: -6000 }] })
    sender.line.up = true
    await sync(sender, receiver)
    expect(await atHq(transferId)).toMatchObject({ state: 'completed', dispatchesPosted: 2, receiptsPosted: 2 })
    expect(await onTheWay(transferId)).toEqual(empty)
  })

  test('a part, and the sender says no more will come; or HQ calls the rest off', async () => {
    const closed = await push({ [a.sku]: 10 })
    const calledOff = await push({ [a.sku]: 10 })
    await sync(sender)
    await send(closed, { [a.sku]: 3 }, { closesSource: true })
    await send(calledOff, { [a.sku]: 3 })
    await sync(sender, receiver)
    await receive(closed, { [a.sku]: 3 })
    await receive(calledOff, { [a.sku]: 3 })
    await sync(receiver)
    expect((await atHq(closed)).state).toBe('completed')
    expect((await atHq(calledOff)).state).toBe('awaitingDispatch')
    expect((await value(hq.call('transfer.cancel', { transferId: calledOff, reason: '不够了' }))).state).toBe(
      'completed',
    )
    await sync(sender)
    expect(await refused(sender.database, () => sender.call('transfer.openDispatch', { transferId: calledOff }))).toBe(
      'TRANSFER_STATE',
    )
    expect(
      await refused(world.hub.database, () => hq.call('transfer.cancel', { transferId: calledOff, reason: '再来' })),
    ).toBe('TRANSFER_STATE')
  })

  test('a dispatch written wrongly is reversed and written again; once it was received it stands', async () => {
    const transferId = await push({ [a.sku]: 5 })
    await sync(sender)
    const before = await onShelf(sender, a.sku)
    const wrong = await send(transferId, { [a.sku]: 5 })
    await sync(sender)
    await sender.must('document.reverse', { type: 'transferDispatch', documentId: wrong, reason: '发错了' })
    expect(await onShelf(sender, a.sku)).toEqual(before)
    await sync(sender)
    expect(await atHq(transferId)).toMatchObject({
      state: 'awaitingDispatch',
      lines: [{ sentQuantity: 0, inTransitQuantity: 0 }],
    })
    await sync(sender)
    const right = await send(transferId, { [a.sku]: 5 })
    await sync(sender, receiver)
    await receive(transferId, { [a.sku]: 5 })
    await sync(receiver, sender)
    expect((await atHq(transferId)).state).toBe('completed')
    expect(
      await refused(sender.database, () =>
        sender.call('document.reverse', { type: 'transferDispatch', documentId: right, reason: '晚了' }),
      ),
    ).toBe('NOT_REVERSIBLE')
    expect(
      await refused(sender.database, () =>
        sender.call('document.reverse', { type: 'transferDispatch', documentId: wrong, reason: '再来' }),
      ),
    ).toBe('ALREADY_REVERSED')
  })
})

describe('the line is down', () => {
  test('received before the dispatch reached HQ: a difference of the other sign that settles itself to the last cent', async () => {
    // a price that divides badly: what the receiver estimates is not what the sender booked
    await stockUp(sender, { [b.sku]: 1 })
    const shelf = await onShelf(sender, b.sku)
    const transferId = await push({ [b.sku]: 7 })
    await sync(sender, receiver)
    sender.line.up = false
    const odd = (await sender.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY001', deliveryNote: '' }))
      .documentId
    await sender.must('document.setLine', { type: 'goodsReceipt', documentId: odd, sku: b.sku, quantity: 6000 })
    await sender.must('document.adjust', {
      type: 'goodsReceipt',
      documentId: odd,
      lineNo: 1,
      field: 'free',
      mode: 'set',
      quantity: 5000,
    })
    await post(sender, 'goodsReceipt', odd)
    await send(transferId, { [b.sku]: 7 })
    const sentValue = shelf.value + b.unitCost - (await onShelf(sender, b.sku)).value
    const estimate = 7 * ((await atHq(transferId)).lines[0]?.unitCost as number)
    expect(sentValue).not.toBe(estimate)
    await receive(transferId, { [b.sku]: 7 })
    await sync(receiver)
    const early = await atHq(transferId)
    expect(early).toMatchObject({
      state: 'difference',
      lines: [{ sentQuantity: 0, receivedQuantity: 7000, inTransitQuantity: -7000 }],
    })
    await adds(early)
    sender.line.up = true
    await sync(sender)
    const met = await atHq(transferId)
    expect(met).toMatchObject({ state: 'completed', settlements: [], lines: [{ inTransitQuantity: 0 }] })
    await adds(met)
    expect(await onTheWay(transferId, b.sku)).toEqual(empty)
    const line = await world.hub.database.read.one<{ openValue: number }>(
      'SELECT openValue FROM transferLine WHERE transferId = ?',
      [transferId],
    )
    expect(line?.openValue).toBe(0)
  })

  test('hours apart: everything lands once, in whatever order, and the same pull again changes nothing', async () => {
    const transferId = await push({ [a.sku]: 6, [b.sku]: 4 })
    await sync(sender, receiver)
    const before = [await onShelf(sender, a.sku), await onShelf(receiver, a.sku)]
    await world.hub.stop()
    await send(transferId, { [a.sku]: 4 })
    await send(transferId, { [a.sku]: 2, [b.sku]: 4 })
    await receive(transferId, { [a.sku]: 4 })
    await receive(transferId, { [a.sku]: 2, [b.sku]: 4 })
    world.clock.pass(5 * 3_600_000)
    await world.hub.start()
    hq = await world.hub.browser('hq.operations')
    await sync(receiver, sender, receiver)
    const done = await atHq(transferId)
    expect(done).toMatchObject({ state: 'completed', dispatchesPosted: 2, receiptsPosted: 2 })
    await adds(done)
    const after = [await onShelf(sender, a.sku), await onShelf(receiver, a.sku)]
    expect(after.map(({ onHand }, index) => onHand - (before[index]?.onHand as number))).toEqual([-6000, 6000])
    for (const shop of [sender, receiver]) {
      const figures = await shop.database.read.all(
        'SELECT account, sku, lot, onHand, value FROM stockBalance ORDER BY 1, 2, 3',
      )
      await shop.database.write((tx) => tx.run(`UPDATE pullCursor SET position = 0 WHERE stream = 'documents'`))
      await sync(shop)
      expect(
        await shop.database.read.all('SELECT account, sku, lot, onHand, value FROM stockBalance ORDER BY 1, 2, 3'),
      ).toEqual(figures)
      expect((await shop.must('transfer.get', { transferId })).state).toBe('completed')
    }
  })

  test('called off before it was sent; a dispatch that crossed that word stands, and the rest stays called off', async () => {
    const quiet = await push({ [a.sku]: 5 })
    const crossed = await push({ [a.sku]: 5 })
    await sync(sender, receiver)
    sender.line.up = false
    await send(crossed, { [a.sku]: 3 })
    for (const transferId of [quiet, crossed])
      expect((await value(hq.call('transfer.cancel', { transferId, reason: '不送了' }))).state).toBe('cancelled')
    sender.line.up = true
    await sync(sender, receiver)
    expect(await refused(sender.database, () => sender.call('transfer.openDispatch', { transferId: quiet }))).toBe(
      'TRANSFER_STATE',
    )
    expect(await refused(receiver.database, () => receiver.call('transfer.openReceipt', { transferId: quiet }))).toBe(
      'TRANSFER_STATE',
    )
    const stands = await atHq(crossed)
    expect(stands).toMatchObject({ state: 'inTransit', lines: [{ sentQuantity: 3000, inTransitQuantity: 3000 }] })
    expect(
      await refused(world.hub.database, () => hq.call('transfer.cancel', { transferId: crossed, reason: '再来' })),
    ).toBe('TRANSFER_STATE')
    await sync(receiver)
    await receive(crossed, { [a.sku]: 3 })
    await sync(receiver, sender)
    expect((await atHq(crossed)).state).toBe('completed')
    expect(await refused(sender.database, () => sender.call('transfer.openDispatch', { transferId: crossed }))).toBe(
      'TRANSFER_STATE',
    )
  })
})

describe('how a difference ends', () => {
  const short = async (pieces: number, missing: number) => {
    const transferId = await push({ [a.sku]: pieces })
    await sync(sender, receiver)
    await send(transferId, { [a.sku]: pieces })
    await sync(sender, receiver)
    if (pieces > missing) await receive(transferId, { [a.sku]: pieces - missing })
    await sync(receiver)
    return transferId
  }

  test.each([['carrierLoss'], ['chargeSender'], ['chargeReceiver']] as const)(
    '%s: HQ books it as a loss at once',
    async (way) => {
      const transferId = await short(5, 2)
      const lost = await account(world.hub.database, 'loss', a.sku)
      const open = await onTheWay(transferId)
      expect(open.onHand).toBe(2000)
      expect(await refused(world.hub.database, () => settle(transferId, 1, 3, way))).toBe('SETTLEMENT_TOO_LARGE')
      expect(await refused(world.hub.database, () => settle(transferId, 2, 1, way))).toBe('LINE_NOT_FOUND')
      expect(await value(settle(transferId, 1, 1, way))).toMatchObject({
        state: 'difference',
        settlements: [{ way, waiting: false }],
      })
      expect(await refused(world.hub.database, () => settle(transferId, 1, 2, way))).toBe('SETTLEMENT_TOO_LARGE')
      const done = await value(settle(transferId, 1, 1, way))
      expect(done.state).toBe('completed')
      await adds(done)
      expect(await refused(world.hub.database, () => settle(transferId, 1, 1, way))).toBe('TRANSFER_STATE')
      const now = await account(world.hub.database, 'loss', a.sku)
      expect([now.onHand - lost.onHand, now.value - lost.value]).toEqual([2000, open.value])
      expect(await onTheWay(transferId)).toEqual(empty)
    },
  )

  test('return: the goods are the sender’s again once its PC has heard, once', async () => {
    const before = await onShelf(sender, a.sku)
    const transferId = await short(5, 2)
    const waiting = await value(settle(transferId, 1, 2, 'return'))
    expect(waiting).toMatchObject({ state: 'difference', settlements: [{ way: 'return', waiting: true }] })
    // decided is decided, also before the sender's PC posted it
    for (const way of ['return', 'carrierLoss'] as const)
      expect(await refused(world.hub.database, () => settle(transferId, 1, 1, way))).toBe('SETTLEMENT_TOO_LARGE')
    await sync(sender)
    expect(await atHq(transferId)).toMatchObject({ state: 'completed', settlements: [{ waiting: false }] })
    expect((await onShelf(sender, a.sku)).onHand - before.onHand).toBe(-3000)
    await sender.database.write((tx) => tx.run(`UPDATE pullCursor SET position = 0 WHERE stream = 'documents'`))
    await sync(sender)
    expect((await onShelf(sender, a.sku)).onHand - before.onHand).toBe(-3000)
  })

  test('reship: back on the sender’s shelf, to be sent again, and sent again', async () => {
    const transferId = await short(5, 2)
    await value(settle(transferId, 1, 2, 'reship'))
    await sync(sender)
    expect(await atHq(transferId)).toMatchObject({
      state: 'awaitingDispatch',
      lines: [{ sentQuantity: 5000, settledQuantity: 2000, reshipQuantity: 2000, inTransitQuantity: 0 }],
    })
    await sync(sender)
    const again = await paperOf(sender, 'transferDispatch', transferId)
    expect((await get(sender, again)).lines).toMatchObject([{ sku: a.sku, expectedQuantity: 2000, quantity: 0 }])
    await sender.must('document.scan', {
      type: 'transferDispatch',
      documentId: again,
      scan: scanOf(pieceCode(a.sku)),
      times: 2,
    })
    await post(sender, 'transferDispatch', again)
    await sync(sender, receiver)
    await receive(transferId, { [a.sku]: 2 })
    await sync(receiver)
    const done = await atHq(transferId)
    expect(done).toMatchObject({
      state: 'completed',
      lines: [{ sentQuantity: 7000, receivedQuantity: 5000, settledQuantity: 2000 }],
    })
    await adds(done)
    expect(await onTheWay(transferId)).toEqual(empty)
  })

  test.each([['chargeSender'], ['chargeReceiver']] as const)(
    'more arrived than was sent, %s: settled once, and nothing is left owing',
    async (way) => {
      const transferId = await push({ [a.sku]: 5 })
      await sync(sender, receiver)
      await send(transferId, { [a.sku]: 5 })
      await sync(sender, receiver)
      await receive(transferId, { [a.sku]: 7 })
      await sync(receiver)
      const over = await atHq(transferId)
      expect(over).toMatchObject({ state: 'difference', lines: [{ inTransitQuantity: -2000 }] })
      await adds(over)
      for (const wrong of ['reship', 'return', 'carrierLoss'] as const)
        expect(await refused(world.hub.database, () => settle(transferId, 1, 2, wrong))).toBe('SETTLEMENT_WAY')
      const before = await onShelf(sender, a.sku)
      await value(settle(transferId, 1, 2, way))
      const more = await refused(world.hub.database, () => settle(transferId, 1, 1, 'chargeReceiver'))
      expect(more).toBe(way === 'chargeSender' ? 'SETTLEMENT_TOO_LARGE' : 'TRANSFER_STATE')
      await sync(sender)
      const done = await atHq(transferId)
      expect(done).toMatchObject({
        state: 'completed',
        lines: [{ sentQuantity: 7000, receivedQuantity: 7000, inTransitQuantity: 0 }],
      })
      await adds(done)
      // sent by mistake: the sender's shelf says so now; from nowhere known: an adjustment
      expect((await onShelf(sender, a.sku)).onHand - before.onHand).toBe(way === 'chargeSender' ? -2000 : 0)
      expect(await onTheWay(transferId)).toEqual(empty)
    },
  )

  test('a product nobody sent is a line of its own, and settled like one', async () => {
    const transferId = await push({ [a.sku]: 2 })
    await sync(sender, receiver)
    await send(transferId, { [a.sku]: 2 })
    await sync(sender, receiver)
    const paper = await paperOf(receiver, 'transferReceipt', transferId)
    await receiver.must('document.scan', {
      type: 'transferReceipt',
      documentId: paper,
      scan: scanOf(pieceCode(a.sku)),
      times: 2,
    })
    const odd = await receiver.must('document.scan', {
      type: 'transferReceipt',
      documentId: paper,
      scan: scanOf(pieceCode(b.sku)),
    })
    expect(odd.outcome).toBe('notOnOrder')
    await receiver.must('document.acceptUnplanned', {
      type: 'transferReceipt',
      documentId: paper,
      trayId: odd.tray?.trayId as string,
      reason: '夹带',
    })
    await post(receiver, 'transferReceipt', paper)
    await sync(receiver)
    const over = await atHq(transferId)
    expect(over).toMatchObject({
      state: 'difference',
      lines: [
        { inTransitQuantity: 0 },
        { sku: b.sku, approvedQuantity: 0, receivedQuantity: 1000, inTransitQuantity: -1000 },
      ],
    })
    await value(settle(transferId, 2, 1, 'chargeSender'))
    await sync(sender)
    const done = await atHq(transferId)
    expect(done.state).toBe('completed')
    await adds(done)
  })

  test('small shortages settle by themselves where policy says so, line after line; larger ones wait for people', async () => {
    const worth = Math.ceil((a.unitCost + b.unitCost) / 100)
    await changePolicy(world.hub, (policy) => {
      policy.transfers.settleByItselfBelowFen = worth + 1000
    })
    const transferId = await push({ [a.sku]: 4, [b.sku]: 4 })
    await sync(sender, receiver)
    await send(transferId, { [a.sku]: 4, [b.sku]: 4 })
    await sync(sender, receiver)
    await receive(transferId, { [a.sku]: 3, [b.sku]: 3 })
    await sync(receiver)
    const done = await atHq(transferId)
    expect(done.state).toBe('completed')
    expect(done.settlements.map(({ way, quantity, userName, lineNo }) => [lineNo, way, quantity, userName])).toEqual([
      [1, 'chargeSender', 1000, '总部'],
      [2, 'chargeSender', 1000, '总部'],
    ])
    await adds(done)
    await changePolicy(world.hub, (policy) => {
      policy.transfers.settleByItselfBelowFen = 1
    })
    const large = await short(3, 1)
    expect(await atHq(large)).toMatchObject({ state: 'difference', settlements: [] })
    await value(settle(large, 1, 1, 'carrierLoss'))
  })

  test('the receiver read another lot off the goods than the sender: the transfer closes and no lot is left on the way', async () => {
    const milk = chain.products.find(
      ({ keepsLots, shelfLifeDays }) => keepsLots && shelfLifeDays === 180,
    ) as (typeof chain.products)[number]
    const inbound = (await sender.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY002', deliveryNote: '' }))
      .documentId
    await sender.must('document.setLine', {
      type: 'goodsReceipt',
      documentId: inbound,
      sku: milk.sku,
      lot: 'M1',
      expiryDate: '2027-04-01',
      quantity: 3000,
    })
    await post(sender, 'goodsReceipt', inbound)
    const transferId = await push({ [milk.sku]: 3 })
    await sync(sender, receiver)
    await send(transferId, { [milk.sku]: 3 })
    await sync(sender, receiver)
    const paper = await paperOf(receiver, 'transferReceipt', transferId)
    await receiver.must('document.scan', {
      type: 'transferReceipt',
      documentId: paper,
      scan: scanOf(pieceCode(milk.sku)),
      times: 3,
      lot: 'M7',
      expiryDate: '2027-04-01',
    })
    await post(receiver, 'transferReceipt', paper)
    await sync(receiver)
    expect((await atHq(transferId)).state).toBe('completed')
    expect(
      await world.hub.database.read.all('SELECT lot, onHand FROM stockBalance WHERE account = ? AND onHand <> 0', [
        `inTransit:${transferId}`,
      ]),
    ).toEqual([])
    expect(await onTheWay(transferId, milk.sku)).toEqual(empty)
    expect((await movementsOf(receiver.database, paper)).map(({ lot, quantity }) => [lot, quantity])).toEqual([
      ['M7', 3000],
    ])
  })
})
