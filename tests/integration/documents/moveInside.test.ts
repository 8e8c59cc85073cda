/** 转仓: goods change place inside one shop, from shelf to back room or out of quarantine, in one post, at what they are worth. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accountsOf,
  agrees,
  beginStory,
  crisps,
  draft,
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
const type = 'moveInside'

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  await stockUp(shop, [{ sku: crisps.sku, quantity: 10_000, free: 3000, damaged: 2000 }])
  await story.sync()
})
afterAll(() => story.close())

test('four bags go to the back room with the line down, and one comes back', async () => {
  await story.hub.stop()
  const away = await draft(shop, type, { toWarehouseCode: 'WS001B' }, [{ sku: crisps.sku, quantity: 4000 }])
  expect(await post(shop, away)).toMatchObject({ movements: 1, number: 'ZC-S001-261122-A0001' })
  expect(await headerOf(shop, away)).toMatchObject({
    state: 'posted',
    value: 64_680,
    toWarehouseName: '静安旗舰店后仓',
  })
  const back = await draft(shop, type, { warehouseCode: 'WS001B', toWarehouseCode: 'WS001' }, [
    { sku: crisps.sku, quantity: 1000 },
  ])
  await post(shop, back)
  expect(await accountsOf(shop.database, crisps.sku)).toEqual({
    'quarantine:WS001': [2000, 46_200],
    'stock:WS001': [7000, 113_190],
    'stock:WS001B': [3000, 48_510],
    supplier: [-12_000, -207_900],
  })
  await story.hub.start()
  await agrees(story)
  expect(await accountsOf(story.hub.database, crisps.sku)).toEqual(await accountsOf(shop.database, crisps.sku))
})

test('one of the broken ones can be sold after all; the other is found on the shelf to be broken', async () => {
  const well = await draft(shop, type, { toWarehouseCode: 'WS001' }, [
    { sku: crisps.sku, quantity: 1000, condition: 'quarantine' },
  ])
  await post(shop, well)
  const aside = await draft(shop, type, { toWarehouseCode: 'WS001', toCondition: 'quarantine' }, [
    { sku: crisps.sku, quantity: 2000 },
  ])
  await post(shop, aside)
  // 113,190 + 23,100 for eight; two of them are 34,072.5
  expect(await accountsOf(shop.database, crisps.sku)).toMatchObject({
    'quarantine:WS001': [3000, 23_100 + 34_073],
    'stock:WS001': [6000, 136_290 - 34_073],
  })
  await agrees(story)
})

test('nowhere, to where they lie, to another shop, and more than is there are refused', async () => {
  const one = [{ sku: crisps.sku, quantity: 1000 }]
  const nowhere = await draft(shop, type, {}, one)
  const stays = await draft(shop, type, { toWarehouseCode: 'WS001' }, one)
  const tooMany = await draft(shop, type, { warehouseCode: 'WS001B', toWarehouseCode: 'WS001' }, [
    { sku: crisps.sku, quantity: 4000 },
  ])
  await story.sync()
  const posting = (documentId: string) => async () => shop.call('document.post', await versioned(shop, documentId))
  await refuses(story, posting(nowhere), 'FIELD_MISSING', { field: 'toWarehouse' })
  await refuses(story, posting(stays), 'SAME_WAREHOUSE')
  await refuses(story, posting(tooMany), 'INSUFFICIENT_STOCK', { needed: 4000, onHand: 3000 })
  for (const toWarehouseCode of ['WS002', 'WC01', 'WV01'])
    await refuses(
      story,
      () => shop.call('document.setHeader', { type, documentId: nowhere, toWarehouseCode }),
      'WAREHOUSE_NOT_FOUND',
    )
  await shop.signIn('s001.lin')
  await refuses(story, () => shop.call('document.create', { type, toWarehouseCode: 'WS001B' }), 'FORBIDDEN')
  // HQ's own warehouses are no back room of a shop: the shop's PC alone keeps the shop's ledger
  const hq = await story.browser('hq.operations')
  await refuses(
    story,
    () => hq.call('document.create', { type, warehouseCode: 'WC01', toWarehouseCode: 'WS001' }),
    'WAREHOUSE_NOT_FOUND',
  )
  await refuses(
    story,
    () => hq.call('document.create', { type, warehouseCode: 'WS001', toWarehouseCode: 'WS001B' }),
    'WAREHOUSE_NOT_FOUND',
  )
  await agrees(story)
})
