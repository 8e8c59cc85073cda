/** 收货, everything that can be different about a delivery: short, over, broken, rejected, free, unplanned, unknown, late. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '../../../src/contract/operations'
import {
  account,
  allWell,
  changePolicy,
  get,
  grant,
  movementsOf,
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
import type { TestBrowser } from '../../support/world'
import { chain, order12, order60, pieceCode, pinOf, scanOf } from '../../support/world'

let world: Shops
let shop: Shop
let hq: TestBrowser
/** the clerk's window beside the manager's */
let clerk: ReturnType<typeof windowOf>
let secondClerk: ReturnType<typeof windowOf>

const type = 'goodsReceipt' as const
const lineOf = (order: typeof order60, lineNo: number) => order.lines[lineNo - 1] as (typeof order60.lines)[number]
const costOf = (sku: string) => chain.products.find((product) => product.sku === sku)?.unitCost as number

const scan = (documentId: string, sku: string, times = 1) =>
  shop.must('document.scan', { type, documentId, scan: scanOf(pieceCode(sku)), times })

const adjust = (
  documentId: string,
  lineNo: number,
  field: InputOf<'document.adjust'>['field'],
  quantity: number,
  mode: 'set' | 'add' | 'subtract' = 'set',
) => shop.must('document.adjust', { type, documentId, lineNo, field, mode, quantity })

/** scans every line whole but the ones said otherwise */
const scanAll = async (documentId: string, but: Record<number, number> = {}) => {
  for (const line of (await get(shop, documentId)).lines) {
    const pieces = but[line.lineNo] ?? (line.expectedQuantity ?? 0) / 1000
    if (pieces > 0) await scan(documentId, line.sku, pieces)
  }
}

beforeAll(async () => {
  world = await openShops(['S001'])
  shop = world.shops[0] as Shop
  hq = await world.hub.browser('hq.operations')
  clerk = windowOf(shop, 'window:2')
  secondClerk = windowOf(shop, 'window:3')
  await value(clerk('signIn.withPin', { userId: 's001.lin', pin: pinOf('s001.lin') }))
  await value(secondClerk('signIn.withPin', { userId: 's001.zhou', pin: pinOf('s001.zhou') }))
})

afterAll(() => world.close())

describe('a delivery with every kind of difference', () => {
  const [short, over, broken, rejected, free] = [1, 2, 3, 4, 5] as const
  const stranger = chain.products.find(
    (product) =>
      !product.weighed &&
      !product.keepsLots &&
      product.status === 'active' &&
      !order12.lines.some(({ sku }) => sku === product.sku) &&
      !order60.lines.some(({ sku }) => sku === product.sku),
  ) as (typeof chain.products)[number]
  let documentId: string

  test('each is counted where it belongs, and the clerk who counted may not post', async () => {
    documentId = (await shop.must('goodsReceipt.open', { orderId: order12.documentId })).documentId
    const pieces = (lineNo: number) => lineOf(order12, lineNo).orderedQuantity / 1000
    await scanAll(documentId, {
      [short]: pieces(short) - 2,
      [over]: pieces(over) + 3,
      [broken]: pieces(broken) - 1,
      [rejected]: pieces(rejected) - 1,
    })
    await adjust(documentId, broken, 'damaged', 1000)
    await adjust(documentId, rejected, 'rejected', 1000)
    await adjust(documentId, free, 'free', 2000)
    const { header, lines } = await get(shop, documentId)
    // short, over and rejected lines are not done; the broken one is: what came is here, broken or not
    expect(header).toMatchObject({ linesTotal: 12, linesDone: 9, damagedTotal: 1000 })
    expect(lines[broken - 1]).toMatchObject({ quantity: (pieces(broken) - 1) * 1000, damagedQuantity: 1000 })
    expect(
      await refused(shop.database, async () => clerk('document.post', { type, documentId, version: header.version })),
    ).toBe('FORBIDDEN')
  })

  test('free goods are some of the good ones, never more; nothing falls below zero', async () => {
    const ordered = lineOf(order12, free).orderedQuantity
    const asked = { type, documentId, lineNo: free, mode: 'set' as const }
    expect(
      await refused(shop.database, () =>
        shop.call('document.adjust', { ...asked, field: 'free', quantity: ordered + 1000 }),
      ),
    ).toBe('QUANTITY_BELOW_ZERO')
    expect(
      await refused(shop.database, () => shop.call('document.adjust', { ...asked, field: 'quantity', quantity: 1000 })),
    ).toBe('QUANTITY_BELOW_ZERO')
    expect(
      await refused(shop.database, () =>
        shop.call('document.adjust', { ...asked, mode: 'subtract', field: 'rejected', quantity: 1000 }),
      ),
    ).toBe('QUANTITY_BELOW_ZERO')
  })

  test('a product nobody ordered and a code nobody knows wait in the tray; posting waits for a word about each', async () => {
    const odd = await scan(documentId, stranger.sku, 4)
    expect(odd).toMatchObject({
      outcome: 'notOnOrder',
      added: 0,
      tray: { sku: stranger.sku, quantity: 4000, state: 'open' },
    })
    const unknown = await shop.must('document.scan', { type, documentId, scan: scanOf('6901234567892') })
    expect(unknown).toMatchObject({ outcome: 'unknown', tray: { text: '6901234567892', sku: null } })
    expect(await refused(shop.database, () => tryPost(shop, type, documentId))).toBe('TRAY_NOT_EMPTY')
    const strange = { type, documentId, trayId: odd.tray?.trayId as string, reason: '供应商送的' }
    expect(await refused(shop.database, async () => clerk('document.acceptUnplanned', strange))).toBe('FORBIDDEN')
    const code = { type, documentId, trayId: unknown.tray?.trayId as string, reason: '收下' }
    expect(await refused(shop.database, () => shop.call('document.acceptUnplanned', code))).toBe(
      'TRAY_ENTRY_NOT_A_PRODUCT',
    )
    // the clerk takes it under the manager's PIN, once
    await value(clerk('document.takeOver', { type, documentId }))
    const overrideId = await grant(clerk, 's001.manager', 'document.acceptUnplanned', type, documentId)
    await value(clerk('document.acceptUnplanned', { ...strange, overrideId }))
    await shop.must('document.takeOver', { type, documentId })
    await shop.must('document.setAside', { ...code, reason: '不认识' })
    const { lines, tray } = await get(shop, documentId)
    expect(lines.at(-1)).toMatchObject({ sku: stranger.sku, quantity: 4000, unplanned: true, expectedQuantity: 0 })
    expect(tray.map(({ state }) => state).sort()).toEqual(['accepted', 'setAside'])
    expect(
      await refused(shop.database, async () => clerk('document.acceptUnplanned', { ...strange, overrideId })),
    ).toBe('OVERRIDE_SPENT')
  })

  test('posted under the manager: good to the shelf, broken to quarantine, the rejected stay with the driver', async () => {
    const done = await post(shop, type, documentId)
    const at = async (lineNo: number) => account(shop.database, 'stock:WS001', lineOf(order12, lineNo).sku)
    const worth = (lineNo: number, pieces: number) => ({
      onHand: pieces * 1000,
      value: pieces * lineOf(order12, lineNo).unitCost,
    })
    const pieces = (lineNo: number) => lineOf(order12, lineNo).orderedQuantity / 1000
    expect(await at(short)).toEqual(worth(short, pieces(short) - 2))
    expect(await at(over)).toEqual(worth(over, pieces(over) + 3))
    expect(await at(broken)).toEqual(worth(broken, pieces(broken) - 1))
    expect(await account(shop.database, 'quarantine:WS001', lineOf(order12, broken).sku)).toEqual(worth(broken, 1))
    expect(await at(rejected)).toEqual(worth(rejected, pieces(rejected) - 1))
    // of the free ones the goods came in and no value
    expect(await at(free)).toEqual({
      onHand: pieces(free) * 1000,
      value: (pieces(free) - 2) * lineOf(order12, free).unitCost,
    })
    expect(await account(shop.database, 'stock:WS001', stranger.sku)).toEqual({
      onHand: 4000,
      value: 4 * stranger.unitCost,
    })
    const moved = await movementsOf(shop.database, documentId)
    expect(moved).toHaveLength(14)
    const supplier = moved.reduce((sum, movement) => sum + movement.value, 0)
    expect((await get(shop, documentId)).header.value).toBe(supplier)
    // a label for each good product, none for what is broken or unknown
    const jobs = (await shop.must('label.queue', {})).jobs.filter(({ origin }) => origin === done.number)
    expect(new Set(jobs.map(({ sku }) => sku)).size).toBe(13)
    expect(done.labels).toBe(jobs.reduce((sum, { copies }) => sum + copies, 0))
  })

  test('HQ holds the same paper, figure for figure', async () => {
    await sync(shop)
    expect(await parkedOf(world.hub)).toEqual([])
    expect(await movementsOf(world.hub.database, documentId)).toEqual(await movementsOf(shop.database, documentId))
    const there = await value(hq.call('document.get', { documentId }))
    expect(there.header).toMatchObject({ state: 'posted', security: 'secured', damagedTotal: 1000 })
    expect(there.lines.map(({ rejectedQuantity, freeQuantity }) => [rejectedQuantity, freeQuantity])).toEqual(
      (await get(shop, documentId)).lines.map(({ rejectedQuantity, freeQuantity }) => [rejectedQuantity, freeQuantity]),
    )
    await allWell(shop.database, world.hub.database)
  })

  test('what is still missing is expected again: the two short ones and the rejected one', async () => {
    const { orders } = await shop.must('goodsReceipt.expected', {})
    expect(orders.find(({ orderId }) => orderId === order12.documentId)).toMatchObject({
      lines: 2,
      expectedTotal: 3000,
    })
    const next = (await shop.must('goodsReceipt.open', { orderId: order12.documentId })).documentId
    const { lines } = await get(shop, next)
    expect(lines.map(({ lineNo, expectedQuantity, quantity }) => [lineNo, expectedQuantity, quantity])).toEqual([
      [short, 2000, 0],
      [rejected, 1000, 0],
    ])
    // the same order again goes on with the same draft
    expect((await shop.must('goodsReceipt.open', { orderId: order12.documentId })).documentId).toBe(next)
    await scan(next, lineOf(order12, short).sku)
    await post(shop, type, next)
    const third = (await shop.must('goodsReceipt.open', { orderId: order12.documentId })).documentId
    expect((await get(shop, third)).lines.map(({ expectedQuantity }) => expectedQuantity)).toEqual([1000, 1000])
    await shop.must('document.cancel', { type, documentId: third, reason: '开错了' })
    expect(await account(shop.database, 'stock:WS001', lineOf(order12, short).sku)).toMatchObject({
      onHand: lineOf(order12, short).orderedQuantity - 1000,
    })
  })

  test('closed short while the line is down: gone from expected at once, closed at HQ when it hears', async () => {
    await world.hub.stop()
    const last = (await shop.must('goodsReceipt.open', { orderId: order12.documentId })).documentId
    await scan(last, lineOf(order12, rejected).sku)
    await post(shop, type, last, { closesSource: true })
    const expected = async () => (await shop.must('goodsReceipt.expected', {})).orders.map(({ orderId }) => orderId)
    expect(await expected()).not.toContain(order12.documentId)
    expect(await refused(shop.database, () => shop.call('goodsReceipt.open', { orderId: order12.documentId }))).toBe(
      'ORDER_NOT_OPEN',
    )
    await world.hub.start()
    hq = await world.hub.browser('hq.operations')
    await sync(shop)
    const row = await world.hub.database.read.one<{ state: string }>(
      'SELECT state FROM purchaseOrder WHERE documentId = ?',
      [order12.documentId],
    )
    expect(row?.state).toBe('closed')
    expect(await expected()).not.toContain(order12.documentId)
    // reversed, the paper that closed it closes it no more: the goods are expected again here and at HQ
    await shop.must('document.reverse', { type, documentId: last, reason: '关错了' })
    await sync(shop)
    expect(await expected()).toContain(order12.documentId)
    expect(await parkedOf(world.hub)).toEqual([])
    await allWell(shop.database, world.hub.database)
  })
})

describe('more than was ordered', () => {
  test('within the tolerance anybody who may post posts; beyond it is a right of its own', async () => {
    // the clerk may post under this policy, but holds no right to accept over
    await changePolicy(world.hub, (policy) => {
      policy.documents.goodsReceipt.rights.post = ['clerk', 'storeManager']
      policy.goodsReceipt.overTolerancePermille = 100
    })
    await sync(shop)
    const big = order60.lines.find(({ orderedQuantity }) => orderedQuantity >= 20_000) as (typeof order60.lines)[number]
    const tenth = Math.floor(big.orderedQuantity / 10_000)
    const { documentId } = await value(clerk('goodsReceipt.open', { orderId: order60.documentId }))
    const scanned = await value(
      clerk('document.scan', {
        type,
        documentId,
        scan: scanOf(pieceCode(big.sku)),
        times: big.orderedQuantity / 1000 + tenth + 1,
      }),
    )
    expect(scanned.outcome).toBe('over')
    const asked = { type, documentId, version: scanned.header.version }
    const answer = await clerk('document.post', asked)
    expect(answer).toMatchObject({
      ok: false,
      error: {
        code: 'OVER_RECEIPT',
        params: {
          sku: big.sku,
          received: big.orderedQuantity + (tenth + 1) * 1000,
          allowed: (big.orderedQuantity / 10) * 11,
        },
      },
    })
    expect(await refused(shop.database, async () => clerk('document.post', asked))).toBe('OVER_RECEIPT')
    // nobody lends themselves anything; a lent right is for this paper and this act
    expect(
      await refused(shop.database, async () =>
        clerk('override.grant', {
          userId: 's001.lin',
          pin: pinOf('s001.lin'),
          operation: 'document.post',
          documentId,
          type,
        }),
      ),
    ).toBe('OVERRIDE_OWN')
    const elsewhere = await grant(clerk, 's001.manager', 'document.post', type, randomUUID())
    expect(await refused(shop.database, async () => clerk('document.post', { ...asked, overrideId: elsewhere }))).toBe(
      'OVERRIDE_SPENT',
    )
    const overrideId = await grant(clerk, 's001.manager', 'document.post', type, documentId)
    await value(clerk('document.post', { ...asked, overrideId }))
    await sync(shop)
    expect(await parkedOf(world.hub)).toEqual([])
    expect((await value(hq.call('document.get', { documentId }))).steps.at(-1)).toMatchObject({
      step: 'posted',
      userName: '店员小林',
      authorityName: '店长老程',
    })
    // within a tenth of the next line the clerk needs nobody
    const other = order60.lines.find((line) => line.orderedQuantity >= 20_000 && line !== big) as typeof big
    const next = await value(clerk('goodsReceipt.open', { orderId: order60.documentId }))
    const within = await value(
      clerk('document.scan', {
        type,
        documentId: next.documentId,
        scan: scanOf(pieceCode(other.sku)),
        times: other.orderedQuantity / 1000 + Math.floor(other.orderedQuantity / 10_000),
      }),
    )
    expect(within.outcome).toBe('over')
    await value(clerk('document.post', { type, documentId: next.documentId, version: within.header.version }))
  })
})

describe('a delivery put aside and handed over', () => {
  let documentId: string
  const sku = () => order60.lines.find(({ orderedQuantity }) => orderedQuantity < 20_000)?.sku as string

  test('held it takes nothing and keeps everything; resumed it goes on', async () => {
    documentId = (await value(clerk('goodsReceipt.open', { orderId: order60.documentId }))).documentId
    const asked = () => clerk('document.scan', { type, documentId, scan: scanOf(pieceCode(sku())) })
    await value(asked())
    const held = await value(clerk('document.hold', { type, documentId }))
    expect(held.header).toMatchObject({ state: 'held', holderName: '' })
    expect(await refused(shop.database, async () => asked())).toBe('DOCUMENT_STATE')
    expect(await refused(shop.database, async () => clerk('document.hold', { type, documentId }))).toBe(
      'DOCUMENT_STATE',
    )
    expect(await refused(shop.database, () => tryPost(shop, type, documentId))).toBe('DOCUMENT_STATE')
    const { orders } = await shop.must('goodsReceipt.expected', {})
    expect(orders.find(({ orderId }) => orderId === order60.documentId)).toMatchObject({
      draftId: documentId,
      draftState: 'held',
    })
    const resumed = await value(clerk('document.resume', { type, documentId }))
    expect(resumed.header).toMatchObject({ state: 'draft', quantityTotal: 1000, holderName: '店员小林' })
  })

  test('somebody at another window is not run over; who takes it over is told apart, and nothing is counted twice', async () => {
    const scanOnce = scanOf(pieceCode(sku()))
    expect(
      await refused(shop.database, async () => secondClerk('document.scan', { type, documentId, scan: scanOnce })),
    ).toBe('DOCUMENT_HELD')
    expect(
      await refused(shop.database, async () =>
        secondClerk('document.adjust', { type, documentId, lineNo: 1, mode: 'add', quantity: 1000 }),
      ),
    ).toBe('DOCUMENT_HELD')
    expect(await refused(shop.database, () => tryPost(shop, type, documentId))).toBe('DOCUMENT_HELD')
    expect(
      await refused(shop.database, async () => secondClerk('document.setHeader', { type, documentId, note: '早班' })),
    ).toBe('DOCUMENT_HELD')
    expect(await refused(shop.database, async () => secondClerk('document.undo', { type, documentId }))).toBe(
      'DOCUMENT_HELD',
    )
    expect(await refused(shop.database, async () => secondClerk('document.hold', { type, documentId }))).toBe(
      'DOCUMENT_HELD',
    )
    const { orders } = await shop.must('goodsReceipt.expected', {})
    expect(orders.find(({ orderId }) => orderId === order60.documentId)?.holderName).toBe('店员小林')
    const taken = await value(secondClerk('document.takeOver', { type, documentId }))
    expect(taken.header.holderName).toBe('店员小周')
    // the same scan from both windows: refused for the one, counted once for the other
    expect(await refused(shop.database, async () => clerk('document.scan', { type, documentId, scan: scanOnce }))).toBe(
      'DOCUMENT_HELD',
    )
    await value(secondClerk('document.scan', { type, documentId, scan: scanOnce }))
    await value(secondClerk('document.scan', { type, documentId, scan: scanOnce }))
    expect((await get(shop, documentId)).header.quantityTotal).toBe(2000)
    // signed out at that window, nobody has it open any more
    await value(secondClerk('signIn.out', {}))
    await value(clerk('document.scan', { type, documentId, scan: scanOf(pieceCode(sku())) }))
    expect((await get(shop, documentId)).header.quantityTotal).toBe(3000)
    expect(
      await refused(shop.database, () => shop.call('document.cancel', { type, documentId, reason: '开错了' })),
    ).toBe('DOCUMENT_HELD')
    await shop.must('document.takeOver', { type, documentId })
    await shop.must('document.cancel', { type, documentId, reason: '开错了' })
    expect((await get(shop, documentId)).header.state).toBe('cancelled')
    expect(await movementsOf(shop.database, documentId)).toEqual([])
  })
})

describe('counted blind', () => {
  let documentId: string
  const few = order60.lines.filter(({ orderedQuantity }) => orderedQuantity < 20_000)
  const [first, second] = few as [(typeof order60.lines)[number], (typeof order60.lines)[number]]

  test('nothing tells what is expected until the count is shown', async () => {
    await changePolicy(world.hub, (policy) => {
      policy.receiving.blind = true
    })
    await sync(shop)
    documentId = (await value(clerk('goodsReceipt.open', { orderId: order60.documentId }))).documentId
    const outcomes = []
    for (const times of [first.orderedQuantity / 1000 - 1, 1, 5])
      outcomes.push(
        await value(clerk('document.scan', { type, documentId, scan: scanOf(pieceCode(first.sku)), times })),
      )
    // neither full nor over may be heard
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['firstOfLine', 'added', 'added'])
    for (const { header, line } of outcomes) {
      expect(header).toMatchObject({ blind: true, linesDone: 0, expectedTotal: null })
      expect(line?.expectedQuantity).toBeNull()
    }
    const entered = await value(
      clerk('document.setLine', { type, documentId, sku: second.sku, quantity: second.orderedQuantity }),
    )
    expect(entered).toMatchObject({ outcome: 'firstOfLine', header: { linesDone: 0, expectedTotal: null } })
    const { header, lines } = await value(clerk('document.get', { documentId }))
    expect(header).toMatchObject({ blind: true, linesDone: 0, expectedTotal: null })
    expect(lines.every(({ expectedQuantity }) => expectedQuantity === null)).toBe(true)
    const { documents } = await value(clerk('document.list', { types: [type], states: ['draft'] }))
    expect(documents.find((one) => one.documentId === documentId)).toMatchObject({ linesDone: 0, expectedTotal: null })
    const { orders } = await value(clerk('goodsReceipt.expected', {}))
    expect(orders.every(({ expectedTotal }) => expectedTotal === null)).toBe(true)
  })

  test('a refusal of too much does not tell either', async () => {
    const { version } = (await value(clerk('document.get', { documentId }))).header
    const answer = await clerk('document.post', { type, documentId, version })
    expect(answer.ok ? 'OK' : answer.error.code).toBe('OVER_RECEIPT')
    expect(answer.ok ? {} : answer.error.params).not.toHaveProperty('allowed')
  })

  test('shown, it is a receipt like any other, and its history says from where on it was known', async () => {
    const shown = await value(clerk('goodsReceipt.reveal', { documentId }))
    // the first came over: only the second is done
    expect(shown.header).toMatchObject({ blind: false, linesDone: 1 })
    const line = shown.lines.find(({ sku }) => sku === first.sku)
    expect(line).toMatchObject({ expectedQuantity: first.orderedQuantity, quantity: first.orderedQuantity + 5000 })
    const full = await value(clerk('document.scan', { type, documentId, scan: scanOf(pieceCode(first.sku)) }))
    expect(full.outcome).toBe('over')
    const steps = await shop.database.read.all<{ kind: string }>(
      'SELECT kind FROM draftStep WHERE documentId = ? ORDER BY stepNo',
      [documentId],
    )
    expect(steps.at(-2)?.kind).toBe('reveal')
    expect(steps.filter(({ kind }) => kind === 'reveal')).toHaveLength(1)
    await value(clerk('goodsReceipt.reveal', { documentId }))
    expect(
      await shop.database.read.all('SELECT 1 FROM draftStep WHERE documentId = ? AND kind = ?', [documentId, 'reveal']),
    ).toHaveLength(1)
    await value(clerk('document.hold', { type, documentId }))
  })
})

describe('goods nobody announced', () => {
  const cheap = chain.products.find(
    (product) => !product.weighed && !product.keepsLots && product.status === 'active',
  ) as (typeof chain.products)[number]

  test('a right of its own; a supplier that is there; a warehouse that keeps goods', async () => {
    const asked = { supplierCode: 'GY001', deliveryNote: '' }
    expect(await refused(shop.database, async () => clerk('goodsReceipt.openWithoutOrder', asked))).toBe('FORBIDDEN')
    expect(
      await refused(shop.database, () =>
        shop.call('goodsReceipt.openWithoutOrder', { ...asked, supplierCode: 'GY999' }),
      ),
    ).toBe('SUPPLIER_NOT_FOUND')
    expect(
      await refused(shop.database, () =>
        shop.call('goodsReceipt.openWithoutOrder', { ...asked, warehouseCode: 'WS002' }),
      ),
    ).toBe('WAREHOUSE_NOT_FOUND')
    await value(
      hq.call('warehouse.save', {
        warehouse: { code: 'WV1', name: '静安虚拟仓', kind: 'virtual', storeCode: 'S001' },
      }),
    )
    await sync(shop)
    expect(
      await refused(shop.database, () =>
        shop.call('goodsReceipt.openWithoutOrder', { ...asked, warehouseCode: 'WV1' }),
      ),
    ).toBe('WAREHOUSE_CANNOT_RECEIVE')
  })

  test('every product becomes a line as it is scanned, at standard cost; the price is nobody here to say', async () => {
    const { documentId } = await shop.must('goodsReceipt.openWithoutOrder', {
      supplierCode: 'GY002',
      deliveryNote: 'SH-无单',
    })
    expect(await scan(documentId, cheap.sku, 2)).toMatchObject({
      outcome: 'firstOfLine',
      line: { lineNo: 1, quantity: 2000, unplanned: false },
    })
    expect(await scan(documentId, cheap.sku)).toMatchObject({ outcome: 'added', line: { quantity: 3000 } })
    await shop.must('document.setLine', { type, documentId, sku: cheap.sku, quantity: 4000, unitCost: 1 })
    const before = await account(shop.database, 'stock:WS001', cheap.sku)
    await post(shop, type, documentId)
    const after = await account(shop.database, 'stock:WS001', cheap.sku)
    expect([after.onHand - before.onHand, after.value - before.value]).toEqual([4000, 4 * costOf(cheap.sku)])
    await sync(shop)
    expect(await parkedOf(world.hub)).toEqual([])
  })

  test('nothing counted is nothing received; only rejected goods are a paper that moves nothing', async () => {
    const { documentId } = await shop.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY002', deliveryNote: '' })
    expect(await refused(shop.database, () => tryPost(shop, type, documentId))).toBe('NOTHING_RECEIVED')
    await shop.must('document.setLine', { type, documentId, sku: cheap.sku, quantity: 0 })
    expect(await refused(shop.database, () => tryPost(shop, type, documentId))).toBe('NOTHING_RECEIVED')
    await adjust(documentId, 1, 'rejected', 3000)
    const stock = await account(shop.database, 'stock:WS001', cheap.sku)
    const jobs = (await shop.must('label.queue', {})).jobs.length
    expect(await post(shop, type, documentId)).toMatchObject({ movements: 0, labels: 0 })
    expect(await account(shop.database, 'stock:WS001', cheap.sku)).toEqual(stock)
    expect((await shop.must('label.queue', {})).jobs).toHaveLength(jobs)
    await sync(shop)
    expect(await parkedOf(world.hub)).toEqual([])
    expect((await value(hq.call('document.get', { documentId }))).lines[0]).toMatchObject({
      rejectedQuantity: 3000,
      quantity: 0,
    })
    await allWell(shop.database, world.hub.database)
  })

  test('a receipt comes from its order and is never begun by copying one; other papers are', async () => {
    const { documents } = await shop.must('document.list', { types: [type], states: ['posted'] })
    const copyOf = documents[0]?.documentId as string
    expect(await refused(shop.database, () => shop.call('document.create', { type, copyOf }))).toBe(
      'DOCUMENT_NEEDS_SOURCE',
    )
    const { documentId } = await shop.must('document.create', { type: 'internalUse', reasonCode: 'CLEANING' })
    await shop.must('document.setLine', { type: 'internalUse', documentId, sku: cheap.sku, quantity: 2000 })
    const copy = await shop.must('document.create', { type: 'internalUse', copyOf: documentId })
    expect(await get(shop, copy.documentId)).toMatchObject({
      header: { state: 'draft', reasonCode: 'CLEANING', quantityTotal: 2000 },
      lines: [{ sku: cheap.sku, quantity: 2000 }],
    })
    expect(await versionOf(shop, copy.documentId)).toBe(1)
  })
})
