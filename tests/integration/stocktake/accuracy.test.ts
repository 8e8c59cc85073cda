/** 盘点准确率: figures of what two shops handed in, exact, within the scope of who asks. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OutputOf } from '../../../src/contract/operations'
import {
  type Browser,
  beginStory,
  crisps,
  handIn,
  mints,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'

let story: Story
let shop: StoryStore
let other: StoryStore
let hq: Browser

const goods = [crisps.sku, mints.sku, spirit.sku]
const period = { from: '2026-11-22', to: '2026-11-22' }

const begin = async (store: StoryStore): Promise<string> => {
  const { stocktakeId } = await store.must('stocktake.open', {
    ...{ scope: { kind: 'list', skus: goods }, blind: false, tolerancePermille: 1000, toleranceFen: 0, note: '' },
    zones: [{ code: 'A01', name: '货架', temporary: false }],
  })
  return stocktakeId
}

const count = async (store: StoryStore, stocktakeId: string, figures: Record<string, number>): Promise<string> => {
  const { documentId } = await store.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })
  for (const [sku, quantity] of Object.entries(figures))
    await store.must('document.setLine', { type: 'stocktakeCount', documentId, sku, quantity })
  await handIn(store, documentId)
  return documentId
}

const submit = async (store: StoryStore, stocktakeId: string): Promise<void> => {
  const { version } = await store.must('stocktake.closeCounting', { stocktakeId })
  await store.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' })
}

beforeAll(async () => {
  story = await beginStory(['S001', 'S003'])
  ;[shop, other] = story.stores as [StoryStore, StoryStore]
  for (const store of story.stores) {
    await store.signIn(`${store.storeCode.toLowerCase()}.manager`)
    await stockUp(store, [
      { sku: crisps.sku, quantity: 10_000 },
      { sku: mints.sku, quantity: 10_000 },
      { sku: spirit.sku, quantity: 10_000 },
    ])
  }
  hq = await story.browser('hq.operations')
}, 120_000)
afterAll(() => story.close())

const accuracy = (desk = hq): Promise<OutputOf<'stocktakeAccuracy.get'>> => desk.must('stocktakeAccuracy.get', period)

test('nothing handed in is nothing to reckon', async () => {
  await begin(shop)
  await story.sync()
  expect(await accuracy()).toEqual({ stores: [], counters: [], cut: false })
})

test('lines without a difference of lines counted; first counts that stood of those checked', async () => {
  const { stocktakes } = await shop.must('stocktake.list', {})
  const stocktakeId = stocktakes[0]?.stocktakeId as string
  await shop.signIn('s001.lin')
  // one right, one two too few and one not seen at all
  await count(shop, stocktakeId, { [crisps.sku]: 10_000, [mints.sku]: 8000 })
  await shop.signIn('s001.manager')
  await shop.must('stocktake.recount', { stocktakeId, zones: [{ zoneCode: 'A01', skus: [] }], note: '再数' })
  await count(shop, stocktakeId, { [crisps.sku]: 10_000, [mints.sku]: 10_000, [spirit.sku]: 9000 })
  await submit(shop, stocktakeId)
  await story.sync()
  const { stores, counters } = await accuracy()
  expect(stores).toEqual([
    {
      ...{ storeCode: 'S001', storeName: '静安旗舰店', stocktakes: 1, counted: 3, equal: 2, equalShare: 667 },
      ...{ checked: 3, stood: 1, stoodShare: 333 },
      variance: spirit.cost,
      book: 10 * (crisps.cost + mints.cost + spirit.cost),
      varianceShare: 96,
    },
  ])
  expect(counters).toEqual([
    {
      ...{ storeCode: 'S001', storeName: '静安旗舰店', userId: 's001.lin', counts: 1, counted: 2 },
      ...{ userName: expect.any(String), userNameEn: expect.any(String), checked: 3, stood: 1, stoodShare: 333 },
    },
  ])
})

test('who nobody checked has no share, and other days and shops are theirs', async () => {
  const stocktakeId = await begin(other)
  await count(other, stocktakeId, { [crisps.sku]: 10_000 })
  await submit(other, stocktakeId)
  await story.sync()
  const { stores, counters } = await accuracy()
  expect(stores.map(({ storeCode, equalShare, stoodShare }) => [storeCode, equalShare, stoodShare])).toEqual([
    ['S001', 667, 333],
    ['S003', 1000, null],
  ])
  expect(counters.find(({ storeCode }) => storeCode === 'S003')).toMatchObject({
    counted: 1,
    checked: 0,
    stoodShare: null,
  })
  const before = { from: '2026-11-01', to: '2026-11-21' }
  expect(await hq.must('stocktakeAccuracy.get', before)).toEqual({ stores: [], counters: [], cut: false })
  const one = await hq.must('stocktakeAccuracy.get', { ...period, storeCode: 'S003' })
  expect(one.stores).toHaveLength(1)
  const east = await accuracy(await story.browser('re.manager'))
  expect([...east.stores, ...east.counters].map(({ storeCode }) => storeCode)).toEqual(['S001', 'S001'])
})
