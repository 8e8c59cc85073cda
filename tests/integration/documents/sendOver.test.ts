/** What leaves on a transfer is what HQ approved: more is refused with the figures, a tolerance and HQ's own people apart. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  changePolicy,
  codeOf,
  get,
  openShops,
  parkedOf,
  post,
  refused,
  type Shop,
  type Shops,
  stockUp,
  sync,
  tryPost,
  value,
} from '../../support/shops'
import { chain, pieceCode, scanOf, type TestBrowser } from '../../support/world'

let world: Shops
let shop: Shop
let hq: TestBrowser

const plain = chain.products.filter(({ weighed, keepsLots, status }) => !weighed && !keepsLots && status === 'active')
const [a, b] = plain as [(typeof plain)[number], (typeof plain)[number]]
const ham = chain.products.find(({ weighed, status }) => weighed && status === 'active') as (typeof plain)[number]
const type = 'transferDispatch' as const

const pushed = async (lines: { sku: string; quantity: number }[], [from, to] = ['WS001', 'WC01']) => {
  const asked = { kind: 'transfer' as const, dueDate: '2026-11-23', note: '', lines }
  return (
    await value(
      hq.call('transfer.push', { ...asked, fromWarehouseCode: from as string, toWarehouseCode: to as string }),
    )
  ).transferId
}

const opened = async (lines: { sku: string; quantity: number }[]): Promise<string> => {
  const transferId = await pushed(lines)
  await sync(shop)
  return (await shop.must('transfer.openDispatch', { transferId })).documentId
}

const set = (documentId: string, sku: string, quantity: number) =>
  shop.must('document.setLine', { type, documentId, sku, quantity })

beforeAll(async () => {
  world = await openShops(['S001'])
  shop = world.shops[0] as Shop
  hq = await world.hub.browser('hq.operations')
  await stockUp(shop, { [a.sku]: 500, [b.sku]: 500, [ham.sku]: 500 })
  await sync(shop)
})

afterAll(() => world.close())

describe('from a shop', () => {
  test('one piece too many is not posted and not handed in, with the figures; as many as approved leaves', async () => {
    const documentId = await opened([
      { sku: a.sku, quantity: 6000 },
      { sku: b.sku, quantity: 2000 },
    ])
    await set(documentId, b.sku, 1000)
    await set(documentId, a.sku, 7000)
    expect(await refused(shop.database, () => tryPost(shop, type, documentId))).toBe('OVER_APPROVED')
    const { version } = (await get(shop, documentId)).header
    const over = { sku: a.sku, name: a.name, approved: 6000, allowed: 6000, quantity: 7000 }
    expect(await shop.call('document.submit', { type, documentId, version })).toMatchObject({
      error: { code: 'OVER_APPROVED', params: over },
    })
    await set(documentId, a.sku, 6000)
    await post(shop, type, documentId)
    await sync(shop)
    expect(await parkedOf(world.hub)).toEqual([])
  })

  test('goods by weight have five percent of play; HQ sets both', async () => {
    const documentId = await opened([{ sku: ham.sku, quantity: 2000 }])
    await set(documentId, ham.sku, 2101)
    expect(await refused(shop.database, () => tryPost(shop, type, documentId))).toBe('OVER_APPROVED')
    await set(documentId, ham.sku, 2100)
    await post(shop, type, documentId)
    await changePolicy(world.hub, ({ transfers }) => {
      transfers.overSendPermille = 200
      transfers.overSendWeighedPermille = 0
    })
    await sync(shop)
    const looser = await opened([
      { sku: a.sku, quantity: 5000 },
      { sku: ham.sku, quantity: 2000 },
    ])
    await set(looser, a.sku, 6000)
    await set(looser, ham.sku, 2001)
    expect(await refused(shop.database, () => tryPost(shop, type, looser))).toBe('OVER_APPROVED')
    await set(looser, ham.sku, 2000)
    await set(looser, a.sku, 7000)
    expect(await refused(shop.database, () => tryPost(shop, type, looser))).toBe('OVER_APPROVED')
    await set(looser, a.sku, 6000)
    await post(shop, type, looser)
  })

  test('what nobody approved is over by all of it, though it was accepted out of the tray', async () => {
    const documentId = await opened([{ sku: a.sku, quantity: 1000 }])
    await set(documentId, a.sku, 1000)
    const odd = await shop.must('document.scan', { type, documentId, scan: scanOf(pieceCode(b.sku)) })
    await shop.must('document.acceptUnplanned', {
      type,
      documentId,
      trayId: odd.tray?.trayId ?? '',
      reason: '顺便带上',
    })
    const { version } = (await get(shop, documentId)).header
    expect(await shop.call('document.post', { type, documentId, version })).toMatchObject({
      error: { code: 'OVER_APPROVED', params: { sku: b.sku, approved: 0, allowed: 0, quantity: 1000 } },
    })
    const line = (await get(shop, documentId)).lines.find(({ sku }) => sku === b.sku)
    await shop.must('document.adjust', { type, documentId, lineNo: line?.lineNo ?? 0, mode: 'set', quantity: 0 })
    await post(shop, type, documentId)
  })
})

describe('from a warehouse of HQ’s own', () => {
  test('who HQ lets post there is held to it; HQ operations and the region’s manager are not', async () => {
    await changePolicy(world.hub, ({ documents, transfers }) => {
      transfers.overSendPermille = 0
      documents.transferDispatch.rights.create.push('purchasing')
      documents.transferDispatch.rights.post.push('purchasing')
    })
    const receipt = { type: 'goodsReceipt' as const, warehouseCode: 'WC01', counterpartyCode: 'GY001' }
    const { documentId: inbound } = await value(hq.call('document.create', receipt))
    const filled = await value(
      hq.call('document.setLine', { type: 'goodsReceipt', documentId: inbound, sku: a.sku, quantity: 9000 }),
    )
    const arrived = { type: 'goodsReceipt' as const, documentId: inbound, version: filled.header.version }
    await value(hq.call('document.post', arrived))
    const transferId = await pushed([{ sku: a.sku, quantity: 2000 }], ['WC01', 'WS001'])
    const { documentId } = await value(hq.call('transfer.openDispatch', { transferId }))
    const line = { type, documentId, sku: a.sku, quantity: 3000 }
    const { header } = await value(hq.call('document.setLine', line))
    const buyer = await world.hub.browser('hq.purchasing')
    const paper = { type, documentId, version: header.version }
    expect(await refused(world.hub.database, () => buyer.call('document.post', paper))).toBe('OVER_APPROVED')
    expect(await codeOf(hq.call('document.post', paper))).toBe('OK')
  })
})
