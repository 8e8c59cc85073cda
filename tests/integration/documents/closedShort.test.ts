/** Closing an order or a transfer short where somebody has to agree: it is said when the paper is handed in, and agreed to with it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  agrees,
  type Browser,
  beginStory,
  changePolicy,
  crisps,
  decide,
  headerOf,
  holds,
  type Story,
  type StoryStore,
  stockUp,
  versioned,
} from '../../support/story'

let story: Story
let shop: StoryStore
let hq: Browser
const type = 'transferDispatch' as const

beforeAll(async () => {
  story = await beginStory(['S001', 'S002'])
  shop = story.stores[0] as StoryStore
  await story.stores[1]?.signIn('s002.manager')
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  hq = await story.browser('hq.operations')
  await stockUp(shop, [{ sku: crisps.sku, quantity: 20_000 }])
  await changePolicy(hq, '店员提交，店长同意', ({ documents }) => {
    documents.transferDispatch.approval = [{ level: 'storeManager', fromFen: 0 }]
    documents.transferDispatch.rights.submit.push('clerk')
  })
  await story.sync()
})
afterAll(() => story.close())

const pushed = async (): Promise<string> => {
  const { transferId } = await hq.must('transfer.push', {
    ...{ kind: 'transfer', fromWarehouseCode: 'WS001', toWarehouseCode: 'WS002', dueDate: '2026-11-22', note: '' },
    lines: [{ sku: crisps.sku, quantity: 6000 }],
  })
  await story.sync()
  return transferId
}

const counted = async (transferId: string, quantity: number): Promise<string> => {
  await shop.signIn('s001.lin')
  const { documentId } = await shop.must('transfer.openDispatch', { transferId })
  await shop.must('document.setLine', { type, documentId, sku: crisps.sku, quantity })
  return documentId
}

const allocated = async (): Promise<number | undefined> =>
  (await shop.must('stock.list', { warehouseCode: 'WS001', search: crisps.sku })).rows[0]?.allocated

test('five of six are handed in as all that will go; agreed to, nothing more is promised', async () => {
  const transferId = await pushed()
  expect(await allocated()).toBe(6000)
  const documentId = await counted(transferId, 5000)
  const submitted = await shop.must('document.submit', { ...(await versioned(shop, documentId)), closesSource: true })
  expect(submitted.header).toMatchObject({ state: 'submitted', closesSource: true })
  await shop.signIn('s001.manager')
  expect(await decide(shop, documentId)).toMatchObject({ state: 'posted', closesSource: true })
  await story.sync()
  expect(await headerOf(hq, documentId)).toMatchObject({ state: 'posted', closesSource: true })
  expect(await holds(shop.database, 'stock:WS001', crisps.sku)).toEqual([15_000, 15 * crisps.cost])
  expect(await allocated()).toBe(0)
  expect((await hq.must('transfer.get', { transferId })).state).toBe('inTransit')
  await agrees(story)
})

test('taken back, it closes nothing; handed in without the word, the rest still waits to be sent', async () => {
  const transferId = await pushed()
  const documentId = await counted(transferId, 5000)
  await shop.must('document.submit', { ...(await versioned(shop, documentId)), closesSource: true })
  await shop.must('document.withdraw', { type, documentId, reason: '再找找' })
  expect(await headerOf(shop, documentId)).toMatchObject({ state: 'draft', closesSource: false })
  await shop.must('document.submit', await versioned(shop, documentId))
  await shop.signIn('s001.manager')
  await decide(shop, documentId)
  await story.sync()
  expect(await headerOf(hq, documentId)).toMatchObject({ state: 'posted', closesSource: false })
  expect(await allocated()).toBe(1000)
  await agrees(story)
})
