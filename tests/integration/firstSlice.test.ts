/** The product's main job as a story: goods in, label out, stock at HQ. Real files, real HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyLedger } from '../../src/ledger/verify'
import {
  enrol,
  openStore,
  order12,
  order60,
  pieceCode,
  removeFolder,
  scanOf,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

describe('a receiving morning', () => {
  const folder = temporaryFolder()
  let hub: TestHub
  let store: TestStore

  beforeAll(async () => {
    hub = await startHub(folder)
    store = await openStore(folder)
    await enrol(store, hub)
  })
  afterAll(async () => {
    await store.close()
    await hub.close()
    removeFolder(folder)
  })

  const receiveAll = async (order: typeof order60): Promise<string> => {
    const { documentId } = await store.must('goodsReceipt.open', { orderId: order.documentId })
    for (const line of order.lines) {
      const times = line.orderedQuantity / 1000
      await store.must('document.scan', { type: 'goodsReceipt', documentId, scan: scanOf(pieceCode(line.sku)), times })
    }
    return documentId
  }

  test('the PC holds what HQ masters', async () => {
    const status = await store.must('app.status', {})
    expect(status).toMatchObject({ enrolled: true, storeCode: 'S001', deviceLetter: 'A', products: 300 })
  })

  test('a clerk receives a delivery, a manager posts it, HQ has it once', async () => {
    await store.signIn('s001.lin')
    const documentId = await receiveAll(order60)
    const refused = await store.call('document.post', { type: 'goodsReceipt', documentId, version: 61 })
    expect(refused).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })

    await store.signIn('s001.manager')
    const { header } = await store.must('document.get', { documentId })
    const posted = await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })
    expect(posted.movements).toBe(60)

    await store.must('app.syncNow', {})
    const hq = await hub.browser('hq.operations')
    const atHub = await hq.call('document.get', { documentId })
    expect(atHub).toMatchObject({
      ok: true,
      value: { header: { number: posted.number, state: 'posted', security: 'secured' } },
    })
    expect(await onHand(hq)).toEqual(await onHand(store))
  })

  test('a receipt posted while the hub is down is there once when it is back', async () => {
    await hub.stop()
    const documentId = await receiveAll(order12)
    const { header } = await store.must('document.get', { documentId })
    await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })
    const offline = await store.must('app.syncNow', {})
    expect(offline.sync).toMatchObject({ state: 'offline', unsecured: 1, problem: 'HUB_OFFLINE' })

    await hub.start()
    const online = await store.must('app.syncNow', {})
    expect(online.sync).toMatchObject({ state: 'online', unsecured: 0 })
    const hq = await hub.browser('hq.operations')
    const list = await hq.call('document.list', { types: ['goodsReceipt'], storeCode: 'S001' })
    expect(list.ok && list.value.documents.map(({ number }) => number).sort()).toEqual([
      'CGRK-S001-261122-A0001',
      'CGRK-S001-261122-A0002',
    ])
    expect(await onHand(hq)).toEqual(await onHand(store))
  })

  test('a regional manager of another region sees nothing of it', async () => {
    const south = await hub.browser('rs.manager')
    expect(await onHand(south)).toEqual([])
    const list = await south.call('document.list', { types: ['goodsReceipt'] })
    expect(list).toMatchObject({ ok: true, value: { documents: [] } })
  })

  test('both ledgers hold every invariant', async () => {
    expect(await verifyLedger(store.database.read)).toMatchObject({ ok: true, problems: [] })
    expect(await verifyLedger(hub.database.read)).toMatchObject({ ok: true, problems: [] })
  })
})

type Asker = Pick<TestStore, 'call'>
const onHand = async (asker: Asker): Promise<unknown[]> => {
  const answer = await asker.call('stock.list', { onlyMoved: true, limit: 500 })
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value.rows.map(({ storeCode, sku, onHand: quantity, value }) => ({ storeCode, sku, quantity, value }))
}
