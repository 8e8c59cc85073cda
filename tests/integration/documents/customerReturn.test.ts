/** 退货入库: what a customer brings back goes to the shelf, what is broken of it is kept apart; both at the shop's average. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accountsOf,
  agrees,
  beginStory,
  crisps,
  draft,
  handIn,
  headerOf,
  mints,
  post,
  refuses,
  type Story,
  type StoryStore,
  stockUp,
  versioned,
} from '../../support/story'

let story: Story
let shop: StoryStore
const type = 'customerReturn'

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  await stockUp(shop, [{ sku: crisps.sku, quantity: 10_000, free: 3000 }])
  await story.sync()
})
afterAll(() => story.close())

const brought = async (sku: string, good: number, damaged: number): Promise<string> => {
  const documentId = await draft(shop, type, { reasonCode: 'UNWANTED' }, [{ sku, quantity: good }])
  const split = { type, documentId, lineNo: 1, field: 'damaged', mode: 'set', quantity: damaged } as const
  await shop.must('document.adjust', split)
  return documentId
}

test('five bags come back, two of them torn, with the line down', async () => {
  await story.hub.stop()
  await shop.signIn('s001.lin')
  const documentId = await brought(crisps.sku, 3000, 2000)
  await refuses(story, async () => shop.call('document.post', await versioned(shop, documentId)), 'FORBIDDEN')
  const rejected = { type, documentId, lineNo: 1, field: 'rejected', mode: 'set', quantity: 1000 } as const
  await refuses(story, () => shop.call('document.adjust', rejected), 'QUANTITY_NOT_USED')
  const half = { type, documentId, lineNo: 1, mode: 'set', quantity: 500 } as const
  await refuses(story, () => shop.call('document.adjust', half), 'QUANTITY_NOT_WHOLE')
  await shop.signIn('s001.manager')
  expect(await post(shop, documentId)).toMatchObject({ movements: 2, number: 'THRK-S001-261122-A0001' })
  expect(await accountsOf(shop.database, crisps.sku)).toEqual({
    customer: [-5000, -80_850],
    'quarantine:WS001': [2000, 32_340],
    'stock:WS001': [13_000, 210_210],
    supplier: [-10_000, -161_700],
  })
  await story.hub.start()
  await agrees(story)
  expect(await accountsOf(story.hub.database, crisps.sku)).toEqual(await accountsOf(shop.database, crisps.sku))
})

test('a product the shop has none of comes back at its standard cost', async () => {
  const documentId = await brought(mints.sku, 0, 1000)
  await post(shop, documentId)
  expect(await accountsOf(shop.database, mints.sku)).toEqual({
    customer: [-1000, -29_450],
    'quarantine:WS001': [1000, 29_450],
  })
  await agrees(story)
})

test('an empty paper, a paper without its reason and a reason of other papers are refused', async () => {
  const empty = await draft(shop, type, { reasonCode: 'UNWANTED' })
  const bare = await draft(shop, type, {}, [{ sku: crisps.sku, quantity: 1000 }])
  await story.sync()
  await refuses(story, async () => shop.call('document.post', await versioned(shop, empty)), 'LINES_MISSING')
  await refuses(story, async () => shop.call('document.post', await versioned(shop, bare)), 'FIELD_MISSING', {
    field: 'reason',
  })
  const wrong = { type, documentId: bare, reasonCode: 'TASTING' } as const
  await refuses(story, () => shop.call('document.setHeader', wrong), 'REASON_NOT_FOUND')
})

test('handed in by a clerk it waits for the manager’s hand, since nobody has to agree', async () => {
  await shop.signIn('s001.lin')
  const documentId = await brought(crisps.sku, 1000, 0)
  expect(await handIn(shop, documentId)).toMatchObject({ state: 'approved', pendingLevel: null })
  await shop.signIn('s001.manager')
  await post(shop, documentId)
  expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted', value: 16_170 })
  await agrees(story)
})
