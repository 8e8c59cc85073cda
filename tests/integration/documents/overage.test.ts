/** 报溢: goods the books do not know come in once somebody agreed, at what the shop pays for such goods on average. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accountsOf,
  agrees,
  type Browser,
  beginStory,
  crisps,
  decide,
  draft,
  handIn,
  headerOf,
  holds,
  mints,
  post,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
  versioned,
} from '../../support/story'

let story: Story
let shop: StoryStore
let region: Browser
const found = { reasonCode: 'FOUND' }

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  region = await story.browser('re.manager')
  await stockUp(shop, [{ sku: crisps.sku, quantity: 10_000, free: 3000 }])
  await story.sync()
})
afterAll(() => story.close())

test('three bags turn up with the line down: nothing comes in before the manager agrees', async () => {
  await story.hub.stop()
  await shop.signIn('s001.lin')
  const documentId = await draft(shop, 'overage', found, [
    { sku: crisps.sku, quantity: 3000 },
    { sku: mints.sku, quantity: 2000 },
  ])
  await refuses(story, async () => shop.call('document.post', await versioned(shop, documentId)), 'FORBIDDEN')
  await handIn(shop, documentId)
  expect(await holds(shop.database, 'stock:WS001', crisps.sku)).toEqual([10_000, 161_700])
  await shop.signIn('s001.manager')
  // 3 × 1.6170 the average, 2 × 2.9450 the standard cost where the shop has none
  expect(await decide(shop, documentId)).toMatchObject({ state: 'posted', value: 48_510 + 58_900 })
  expect(await accountsOf(shop.database, crisps.sku)).toEqual({
    adjustment: [-3000, -48_510],
    'stock:WS001': [13_000, 210_210],
    supplier: [-10_000, -161_700],
  })
  expect(await accountsOf(shop.database, mints.sku)).toEqual({
    adjustment: [-2000, -58_900],
    'stock:WS001': [2000, 58_900],
  })
  await story.hub.start()
  await agrees(story)
})

test('past 500 yuan the region is asked; refused, nothing ever came in', async () => {
  await shop.signIn('s001.lin')
  const documentId = await draft(shop, 'overage', found, [{ sku: spirit.sku, quantity: 5000 }])
  await handIn(shop, documentId)
  await shop.signIn('s001.manager')
  await story.sync()
  await refuses(story, async () => shop.call('document.post', await versioned(shop, documentId)), 'DOCUMENT_STATE')
  expect(await decide(shop, documentId)).toMatchObject({ state: 'submitted', pendingLevel: 'regionManager' })
  await story.sync()
  await decide(region, documentId, 'refused', '先盘点')
  await story.sync()
  expect(await headerOf(shop, documentId)).toMatchObject({ state: 'draft', refusal: '先盘点' })
  expect(await accountsOf(shop.database, spirit.sku)).toEqual({})
  await agrees(story)
})

test('a draft of a type somebody must agree to is never posted straight', async () => {
  const documentId = await draft(shop, 'overage', found, [{ sku: crisps.sku, quantity: 1000 }])
  await story.sync()
  await refuses(story, async () => shop.call('document.post', await versioned(shop, documentId)), 'APPROVAL_NEEDED', {
    level: 'storeManager',
  })
  await expect(post(shop, documentId)).rejects.toThrow('APPROVAL_NEEDED')
  await agrees(story)
})
