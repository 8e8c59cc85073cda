/**
 * 返仓: a shop sends goods back to the central warehouse. HQ agrees and gives the number, the shop sends, and HQ's people
 * receive in the browser, because no shop's PC works the central warehouse.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accountsOf,
  agrees,
  type Browser,
  beginStory,
  changePolicy,
  crisps,
  decide,
  draft,
  handIn,
  headerOf,
  post,
  refuses,
  type Story,
  type StoryStore,
  stockUp,
  versioned,
} from '../../support/story'

let story: Story
let shop: StoryStore
let hq: Browser
const type = 'warehouseReturn'
const slow = { toWarehouseCode: 'WC01', reasonCode: 'SLOW' }

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  hq = await story.browser('hq.operations')
  await stockUp(shop, [{ sku: crisps.sku, quantity: 10_000, free: 3000 }])
  await story.sync()
})
afterAll(() => story.close())

const asked = async (quantity: number): Promise<string> => {
  await shop.signIn('s001.lin')
  const documentId = await draft(shop, type, slow, [{ sku: crisps.sku, quantity }])
  await handIn(shop, documentId)
  return documentId
}

const openTransfers = async () => (await hq.must('transfer.list', { states: ['awaitingDispatch'] })).transfers

test('only to a warehouse above the shop, and only with a reason', async () => {
  for (const [code, refusal] of [
    ['WS002', 'WAREHOUSE_CANNOT_RECEIVE'],
    ['WV01', 'WAREHOUSE_CANNOT_RECEIVE'],
    ['WX', 'WAREHOUSE_NOT_FOUND'],
  ] as const)
    await refuses(story, () => shop.call('document.create', { type, ...slow, toWarehouseCode: code }), refusal)
  const bare = await draft(shop, type, { toWarehouseCode: 'WC01' }, [{ sku: crisps.sku, quantity: 1000 }])
  await story.sync()
  await refuses(story, async () => shop.call('document.submit', await versioned(shop, bare)), 'FIELD_MISSING', {
    field: 'reason',
  })
})

test('asked with the line down, agreed to, sent, and received at HQ with one bag torn', async () => {
  await story.hub.stop()
  const requestId = await asked(6000)
  expect(await headerOf(shop, requestId)).toMatchObject({ state: 'submitted', pendingLevel: 'hqOperations' })
  await story.hub.start()
  await story.sync()
  expect(await decide(hq, requestId)).toMatchObject({ state: 'approved', reference: 'SQ-HQ-261122-H0001' })
  await story.sync()
  expect(await headerOf(shop, requestId)).toMatchObject({ state: 'approved', reference: 'SQ-HQ-261122-H0001' })
  const [transfer] = (await shop.must('transfer.list', {})).transfers
  expect(transfer).toMatchObject({
    kind: 'return',
    number: 'FC-HQ-261122-H0001',
    state: 'awaitingDispatch',
    fromWarehouseCode: 'WS001',
    toWarehouseCode: 'WC01',
    approvedTotal: 6000,
  })
  const { transferId } = transfer as { transferId: string }
  await refuses(story, () => shop.call('transfer.openReceipt', { transferId }), 'TRANSFER_NOT_FOUND')
  await shop.signIn('s001.manager')
  const { documentId: dispatchId } = await shop.must('transfer.openDispatch', { transferId })
  expect(await headerOf(shop, dispatchId)).toMatchObject({
    number: expect.stringMatching(/^FCCK-S001-261122-A\d{4}$/),
    reference: 'SQ-HQ-261122-H0001',
  })
  const sent = { type: 'transferDispatch', documentId: dispatchId, sku: crisps.sku, quantity: 6000 } as const
  await shop.must('document.setLine', sent)
  await story.hub.stop()
  await post(shop, dispatchId)
  await story.hub.start()
  await story.sync()

  const { documentId: receiptId } = await hq.must('transfer.openReceipt', { transferId })
  const receipt = { type: 'transferReceipt', documentId: receiptId } as const
  await refuses(story, async () => hq.call('document.post', await versioned(hq, receiptId)), 'LINES_MISSING')
  await hq.must('document.setLine', { ...receipt, sku: crisps.sku, quantity: 5000 })
  await hq.must('document.adjust', { ...receipt, lineNo: 1, field: 'damaged', mode: 'set', quantity: 1000 })
  await post(hq, receiptId)
  expect(await headerOf(hq, receiptId)).toMatchObject({
    state: 'posted',
    number: expect.stringMatching(/^FCRK-HQ-261122-H\d{4}$/),
    value: 97_020,
  })
  await refuses(story, async () => hq.call('document.post', await versioned(hq, receiptId)), 'DOCUMENT_STATE')
  expect(await accountsOf(story.hub.database, crisps.sku)).toEqual({
    'quarantine:WC01': [1000, 16_170],
    'stock:WC01': [5000, 80_850],
    'stock:WS001': [4000, 64_680],
    supplier: [-10_000, -161_700],
  })
  expect(await hq.must('transfer.get', { transferId })).toMatchObject({ state: 'completed' })
  await refuses(story, () => hq.call('transfer.openReceipt', { transferId }), 'TRANSFER_STATE')
  await agrees(story)
  expect((await shop.must('transfer.get', { transferId })).state).toBe('completed')
})

test('agreed to at HQ while the shop takes it back: the order is called off, and handed in again it is one, not two', async () => {
  const requestId = await asked(2000)
  await story.sync()
  shop.line.up = false
  await shop.must('document.withdraw', { type, documentId: requestId, reason: '再卖一周' })
  await decide(hq, requestId)
  expect(await openTransfers()).toHaveLength(1)
  shop.line.up = true
  await story.sync()
  expect(await headerOf(shop, requestId)).toMatchObject({ state: 'draft' })
  expect(await openTransfers()).toEqual([])
  await handIn(shop, requestId)
  await story.sync()
  await decide(hq, requestId)
  await story.sync()
  const open = await openTransfers()
  expect(open.map(({ approvedTotal }) => approvedTotal)).toEqual([2000])
  await agrees(story)

  // the shop voids what was agreed to: nothing is left to send
  await shop.signIn('s001.manager')
  await shop.must('document.cancel', { type, documentId: requestId, reason: '卖掉了' })
  await story.sync()
  expect(await openTransfers()).toEqual([])
  const { transferId } = open[0] as { transferId: string }
  // why stands at the transfer, in the shop's words
  expect(await hq.must('transfer.get', { transferId })).toMatchObject({ state: 'cancelled', calledOffReason: '卖掉了' })
  await refuses(story, () => shop.call('transfer.openDispatch', { transferId }), 'TRANSFER_STATE')
  await agrees(story)
})

test('where HQ lets the shop’s manager agree, the order is made when HQ hears of it, once', async () => {
  await changePolicy(hq, '返仓由店长审', ({ documents }) => {
    documents[type].approval = [{ level: 'storeManager', fromFen: 0 }]
  })
  await story.sync()
  await story.hub.stop()
  const requestId = await asked(1000)
  await shop.signIn('s001.manager')
  expect(await decide(shop, requestId)).toMatchObject({ state: 'approved' })
  await story.hub.start()
  await story.sync()
  await story.sync()
  expect(await openTransfers()).toMatchObject([
    { approvedTotal: 1000, fromWarehouseCode: 'WS001', toWarehouseCode: 'WC01' },
  ])
  await agrees(story)
})
