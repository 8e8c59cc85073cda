/** 调拨, told as a story: a shop asks, HQ grants less, the other shop sends, some of it is missing, HQ settles it. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DocumentType } from '../../../src/core/documents/states'
import { verifyLedger } from '../../../src/ledger/verify'
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
  type TestBrowser,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../../support/world'

let folder: string
let hub: TestHub
let sender: TestStore
let receiver: TestStore
let hq: TestBrowser
const clock = createClock()

const sku = order60.lines[0]?.sku as string

const sync = async (...stores: TestStore[]) => {
  for (const store of stores) await store.must('app.syncNow', {})
}

const must = async <T>(asked: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>): Promise<T> => {
  const answer = await asked
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
  return answer.value
}

const versionOf = async (store: TestStore, documentId: string) =>
  (await store.must('document.get', { documentId })).header.version

const post = async (store: TestStore, type: DocumentType, documentId: string) =>
  store.must('document.post', { type, documentId, version: await versionOf(store, documentId) })

const figures = async (store: TestStore, of: string) => {
  const { rows } = await store.must('stock.list', { search: of, warehouseCode: store === sender ? 'WS001' : 'WS002' })
  const { onHand, allocated, available, inTransit, quarantined, value } = rows[0] as (typeof rows)[number]
  return { onHand, allocated, available, inTransit, quarantined, value }
}

beforeAll(async () => {
  folder = temporaryFolder()
  hub = await startHub(folder, clock)
  for (const name of ['a', 'b']) mkdirSync(join(folder, name))
  sender = await openStore(join(folder, 'a'), clock)
  receiver = await openStore(join(folder, 'b'), clock)
  await enrol(sender, hub, 'S001')
  await enrol(receiver, hub, 'S002')
  await sender.signIn('s001.manager')
  await receiver.signIn('s002.manager')
  hq = await hub.browser('hq.operations')
  // ten pieces to start from
  const { documentId } = await sender.must('goodsReceipt.open', { orderId: order60.documentId })
  await sender.must('document.scan', { type: 'goodsReceipt', documentId, scan: scanOf(pieceCode(sku)), times: 10 })
  await post(sender, 'goodsReceipt', documentId)
  await sync(sender)
})

afterAll(async () => {
  await sender.close()
  await receiver.close()
  await hub.close()
  removeFolder(folder)
})

describe('a transfer between two shops', () => {
  let transferId: string
  let requestId: string

  test('the shop asks for eight, HQ grants seven; both shops hear of it', async () => {
    const { documentId } = await receiver.must('document.create', { type: 'transferRequest', toWarehouseCode: 'WS001' })
    requestId = documentId
    await receiver.must('document.setLine', { type: 'transferRequest', documentId, sku, quantity: 8000 })
    const submitted = await receiver.must('document.submit', {
      type: 'transferRequest',
      documentId,
      version: await versionOf(receiver, documentId),
    })
    expect(submitted.header).toMatchObject({ state: 'submitted', pendingLevel: 'hqOperations' })
    await sync(receiver)
    const inbox = await must(hq.call('document.inbox', {}))
    expect(inbox.documents.map(({ documentId: id }) => id)).toEqual([documentId])
    const decided = await must(
      hq.call('document.decide', {
        type: 'transferRequest',
        documentId,
        contentHash: inbox.documents[0]?.contentHash as string,
        decision: 'approved',
        reason: '',
        approvedLines: [{ lineNo: 1, quantity: 7000 }],
      }),
    )
    expect(decided.header.state).toBe('approved')
    await sync(sender, receiver)
    expect((await receiver.must('document.get', { documentId: requestId })).header.state).toBe('approved')
    const { transfers } = await sender.must('transfer.list', {})
    expect(transfers[0]).toMatchObject({
      state: 'awaitingDispatch',
      approvedTotal: 7000,
      sentTotal: 0,
      fromWarehouseCode: 'WS001',
    })
    transferId = transfers[0]?.transferId as string
    expect(await figures(sender, sku)).toMatchObject({ onHand: 10_000, allocated: 7000, available: 3000 })
  })

  test('its number opens it at both ends, a paper of this shop opens the paper', async () => {
    const name = async (store: TestStore, raw: string) =>
      (await store.must('scan.identify', { scan: scanOf(raw), where: 'transfers' })).meaning
    const { number, requestNumber } = await sender.must('transfer.get', { transferId })
    const opened = { kind: 'transfer', transferId, number }
    expect([await name(sender, number), await name(receiver, number)]).toEqual([opened, opened])
    expect(await name(sender, requestNumber)).toEqual(opened)
    expect(await name(receiver, requestNumber)).toEqual({
      kind: 'document',
      documentId: requestId,
      number: requestNumber,
      type: 'transferRequest',
    })
  })

  test('the sender scans five, then two; what left is in transit', async () => {
    const { documentId } = await sender.must('transfer.openDispatch', { transferId })
    await sender.must('document.scan', { type: 'transferDispatch', documentId, scan: scanOf(pieceCode(sku)), times: 5 })
    const last = await sender.must('document.scan', {
      type: 'transferDispatch',
      documentId,
      scan: scanOf(pieceCode(sku)),
      times: 2,
    })
    expect(last.outcome).toBe('receiptDone')
    await post(sender, 'transferDispatch', documentId)
    await sync(sender, receiver)
    expect(await figures(sender, sku)).toMatchObject({ onHand: 3000, allocated: 0, available: 3000 })
    expect(await figures(receiver, sku)).toMatchObject({ onHand: 0, inTransit: 7000 })
    expect((await receiver.must('transfer.get', { transferId })).state).toBe('inTransit')
  })

  test('six arrive, one of them broken; the missing one stays in transit as a difference', async () => {
    const { documentId } = await receiver.must('transfer.openReceipt', { transferId })
    const { lines } = await receiver.must('document.get', { documentId })
    expect(lines[0]).toMatchObject({ expectedQuantity: 7000, quantity: 0 })
    await receiver.must('document.scan', {
      type: 'transferReceipt',
      documentId,
      scan: scanOf(pieceCode(sku)),
      times: 5,
    })
    await receiver.must('document.adjust', {
      type: 'transferReceipt',
      documentId,
      lineNo: 1,
      field: 'damaged',
      mode: 'set',
      quantity: 1000,
      note: '外箱压坏',
    })
    await post(receiver, 'transferReceipt', documentId)
    await sync(receiver)
    const transfer = await must(hq.call('transfer.get', { transferId }))
    expect(transfer.state).toBe('difference')
    expect(transfer.lines[0]).toMatchObject({
      askedQuantity: 8000,
      approvedQuantity: 7000,
      sentQuantity: 7000,
      receivedQuantity: 6000,
      damagedQuantity: 1000,
      inTransitQuantity: 1000,
    })
    await sync(receiver)
    expect(await figures(receiver, sku)).toMatchObject({ onHand: 5000, quarantined: 1000, inTransit: 1000 })
  })

  test('HQ charges the missing piece to the carrier; nothing is left on the way and no cent is lost', async () => {
    const settled = await must(
      hq.call('transfer.settle', { transferId, lineNo: 1, quantity: 1000, way: 'carrierLoss', note: '承运人赔付' }),
    )
    expect(settled.state).toBe('completed')
    expect(settled.settlements).toMatchObject([{ way: 'carrierLoss', quantity: 1000, waiting: false }])
    await sync(sender, receiver)
    expect((await receiver.must('transfer.get', { transferId })).state).toBe('completed')
    for (const database of [hub.database, sender.database, receiver.database])
      expect((await verifyLedger(database.read)).problems).toEqual([])
    const left = await hub.database.read.one<{ quantity: number; value: number }>(
      `SELECT sum(onHand) AS quantity, sum(value) AS value FROM stockBalance WHERE account LIKE 'inTransit:%'`,
    )
    expect(left).toEqual({ quantity: 0, value: 0 })
    const unitCost = order60.lines[0]?.unitCost as number
    expect((await figures(sender, sku)).value).toBe(3 * unitCost)
    expect((await figures(receiver, sku)).value).toBe(6 * unitCost)
    expect(chain.stores).toHaveLength(3)
  })
})
