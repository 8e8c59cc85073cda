/** 领用, 其他出入库: goods leave or come for a reason HQ named, to or from the account that reason names. */
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
  holds,
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
let hq: Browser

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  region = await story.browser('re.manager')
  hq = await story.browser('hq.operations')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 10_000, free: 3000 },
    { sku: spirit.sku, quantity: 30_000 },
  ])
  await story.sync()
})
afterAll(() => story.close())

/** Written by the clerk, agreed to by the manager, posted by itself. */
const carriedOut = async (
  type: 'internalUse' | 'otherIn' | 'otherOut',
  reasonCode: string,
  quantity: number,
): Promise<string> => {
  await shop.signIn('s001.lin')
  const documentId = await draft(shop, type, { reasonCode }, [{ sku: crisps.sku, quantity }])
  await handIn(shop, documentId)
  await shop.signIn('s001.manager')
  expect(await decide(shop, documentId)).toMatchObject({ state: 'posted' })
  return documentId
}

test('the shop uses, samples, gives away and finds, with the line down; each reason has its account', async () => {
  await story.hub.stop()
  await carriedOut('internalUse', 'TASTING', 2000)
  await carriedOut('otherOut', 'GIFT-OUT', 1000)
  await carriedOut('otherOut', 'SAMPLE', 1000)
  await carriedOut('otherIn', 'GIFT-IN', 3000)
  const found = await carriedOut('otherIn', 'FOUND', 1000)
  expect((await headerOf(shop, found)).number).toBe('QTRK-S001-261122-A0002')
  expect(await accountsOf(shop.database, crisps.sku)).toEqual({
    adjustment: [-1000, -16_170],
    customer: [1000, 16_170],
    internalUse: [2000, 32_340],
    loss: [1000, 16_170],
    'stock:WS001': [10_000, 161_700],
    supplier: [-13_000, -161_700 - 48_510],
  })
  await story.hub.start()
  await agrees(story)
  expect(await accountsOf(story.hub.database, crisps.sku)).toEqual(await accountsOf(shop.database, crisps.sku))
})

test('HQ moves a reason to another account: papers begun before keep theirs, the next take the new one', async () => {
  await shop.signIn('s001.lin')
  const before = await draft(shop, 'otherOut', { reasonCode: 'GIFT-OUT' }, [{ sku: crisps.sku, quantity: 1000 }])
  await changePolicy(hq, '赠品记损耗', ({ reasons }) => {
    for (const reason of reasons) if (reason.code === 'GIFT-OUT') reason.account = 'loss'
  })
  await story.sync()
  const after = await draft(shop, 'otherOut', { reasonCode: 'GIFT-OUT' }, [{ sku: crisps.sku, quantity: 1000 }])
  for (const documentId of [before, after]) await handIn(shop, documentId)
  await shop.signIn('s001.manager')
  await decide(shop, before)
  expect(await holds(shop.database, 'customer', crisps.sku)).toEqual([2000, 32_340])
  await decide(shop, after)
  expect(await holds(shop.database, 'customer', crisps.sku)).toEqual([2000, 32_340])
  expect(await holds(shop.database, 'loss', crisps.sku)).toEqual([2000, 32_340])
  await agrees(story)
})

test('past 500 yuan of own use the region agrees too; the goods stay on the shelf until it did', async () => {
  await shop.signIn('s001.lin')
  const documentId = await draft(shop, 'internalUse', { reasonCode: 'DISPLAY' }, [{ sku: spirit.sku, quantity: 5000 }])
  await handIn(shop, documentId)
  await shop.signIn('s001.manager')
  expect(await decide(shop, documentId)).toMatchObject({ state: 'submitted', pendingLevel: 'regionManager' })
  expect(await holds(shop.database, 'stock:WS001', spirit.sku)).toEqual([30_000, 35_784_000])
  const { rows } = await shop.must('stock.list', { warehouseCode: 'WS001', search: spirit.sku })
  expect(rows[0]).toMatchObject({ onHand: 30_000, allocated: 5000, available: 25_000 })
  await story.sync()
  await decide(region, documentId)
  await story.sync()
  expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted', value: 5_964_000 })
  expect(await holds(shop.database, 'internalUse', spirit.sku)).toEqual([5000, 5_964_000])
  await agrees(story)
})

test('a reason of another paper, none at all, and more than is there are refused', async () => {
  await shop.signIn('s001.lin')
  await refuses(
    story,
    () => shop.call('document.create', { type: 'internalUse', reasonCode: 'GIFT-OUT' }),
    'REASON_NOT_FOUND',
  )
  const bare = await draft(shop, 'otherIn', {}, [{ sku: crisps.sku, quantity: 1000 }])
  const tooMuch = await draft(shop, 'otherOut', { reasonCode: 'SAMPLE' }, [{ sku: crisps.sku, quantity: 9000 }])
  await story.sync()
  await refuses(story, async () => shop.call('document.submit', await versioned(shop, bare)), 'FIELD_MISSING')
  await refuses(story, async () => shop.call('document.submit', await versioned(shop, tooMuch)), 'INSUFFICIENT_STOCK', {
    needed: 9000,
    onHand: 8000,
  })
  await agrees(story)
})
