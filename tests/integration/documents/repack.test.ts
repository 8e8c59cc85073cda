/** 拆装组合: components become a gift box and a box its components again; all value that goes in comes out, to the last unit. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accountsOf,
  agrees,
  beginStory,
  draft,
  handIn,
  headerOf,
  holds,
  post,
  refuses,
  type Story,
  type StoryStore,
  stockUp,
  versioned,
} from '../../support/story'
import { pinOf } from '../../support/world'

let story: Story
let shop: StoryStore
const type = 'repack'
/** 茶饮礼盒 LH-01: two of each of three drinks */
const box = '1030044'
const teas = ['1010001', '1010002', '1010003'] as const
const shelf = (sku: string) => holds(shop.database, 'stock:WS001', sku)

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  // seven for the price of six: 169,020 for seven is no whole number a bottle
  await stockUp(shop, [
    { sku: teas[0], quantity: 7000, free: 1000 },
    { sku: teas[1], quantity: 6000 },
    { sku: teas[2], quantity: 6000 },
  ])
  await story.sync()
})
afterAll(() => story.close())

test('three boxes from the recipe, with the line down: worth exactly what went in', async () => {
  await story.hub.stop()
  await shop.signIn('s001.lin')
  await refuses(story, () => shop.call('document.create', { type, recipeCode: 'LH-99' }), 'RECIPE_NOT_FOUND')
  const documentId = await draft(shop, type, { recipeCode: 'LH-01', recipeTimes: 3 })
  await refuses(story, async () => shop.call('document.post', await versioned(shop, documentId)), 'FORBIDDEN')
  await shop.signIn('s001.manager')
  expect(await post(shop, documentId)).toMatchObject({ movements: 4, number: 'CZZH-S001-261122-A0001' })
  expect(await shelf(teas[0])).toEqual([1000, 24_146])
  expect(await shelf(teas[1])).toEqual([0, 0])
  expect(await shelf(teas[2])).toEqual([0, 0])
  // 144,874 + 171,180 + 169,560
  expect(await shelf(box)).toEqual([3000, 485_614])
  // three boxes came out of eighteen bottles: they are not twenty-one pieces of anything
  const pieces = { quantityTotal: 3000, consumedTotal: 18_000 }
  expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted', value: 485_614, ...pieces })
  expect(await accountsOf(shop.database, box)).toEqual({
    assembly: [-3000, -485_614],
    'stock:WS001': [3000, 485_614],
  })
  await story.hub.start()
  await agrees(story)
})

test('one box is opened: three bottles share its value by standard cost, the last takes what rounding left', async () => {
  const documentId = await draft(shop, type, {}, [
    { sku: box, quantity: 1000, role: 'consume' },
    ...teas.map((sku) => ({ sku, quantity: 1000, role: 'produce' as const })),
  ])
  await post(shop, documentId)
  expect(await shelf(box)).toEqual([2000, 323_743])
  expect(await shelf(teas[0])).toEqual([2000, 24_146 + 53_671])
  expect(await shelf(teas[1])).toEqual([1000, 54_357])
  expect(await shelf(teas[2])).toEqual([1000, 53_843])
  expect(53_671 + 54_357 + 53_843).toBe(161_871)
  const assembly = await shop.database.read.one(
    `SELECT sum(value) AS value FROM stockBalance WHERE account = 'assembly'`,
  )
  expect(assembly).toEqual({ value: 0 })
  await agrees(story)
})

test('a paper that only takes or only makes, and more than is there, are refused', async () => {
  const takes = await draft(shop, type, {}, [{ sku: box, quantity: 1000, role: 'consume' }])
  const makes = await draft(shop, type, {}, [{ sku: box, quantity: 1000, role: 'produce' }])
  // what nobody said is consumed: no line of a posted paper is without effect
  const unsaid = await draft(shop, type, {}, [{ sku: box, quantity: 1000 }])
  const tooMany = await draft(shop, type, { recipeCode: 'LH-01', recipeTimes: 1 })
  await story.sync()
  const posting = (documentId: string) => async () => shop.call('document.post', await versioned(shop, documentId))
  await refuses(story, posting(takes), 'LINES_MISSING')
  await refuses(story, posting(makes), 'LINES_MISSING')
  await refuses(story, posting(unsaid), 'LINES_MISSING')
  await refuses(story, posting(tooMany), 'INSUFFICIENT_STOCK', { sku: teas[1], needed: 2000, onHand: 1000 })
  await agrees(story)
})

test('a ratio of one’s own needs the right to it, lent for this one act; HQ’s recipes do not, either way round', async () => {
  await shop.signIn('s001.lin')
  const apart = await draft(shop, type, {}, [
    { sku: box, quantity: 1000, role: 'consume' },
    ...teas.map((sku) => ({ sku, quantity: 2000, role: 'produce' as const })),
  ])
  expect(await handIn(shop, apart)).toMatchObject({ state: 'approved' })
  const much = await draft(shop, type, {}, [
    { sku: teas[0], quantity: 1000, role: 'consume' },
    { sku: box, quantity: 9000, role: 'produce' },
  ])
  await story.sync()
  await refuses(story, async () => shop.call('document.submit', await versioned(shop, much)), 'RECIPE_NOT_FOLLOWED')
  const { overrideId } = await shop.must('override.grant', {
    ...{ userId: 's001.manager', pin: pinOf('s001.manager') },
    ...{ operation: 'document.submit', documentId: much, type },
  })
  const lent = { ...(await versioned(shop, much)), overrideId }
  expect((await shop.must('document.submit', lent)).header.state).toMatch(/approved|posted/)
  await shop.signIn('s001.manager')
  await post(shop, apart)
  await agrees(story)
})

test('a recipe is a repack’s alone, and not for a copy, which has its lines', async () => {
  await shop.signIn('s001.manager')
  const recipe = { recipeCode: 'LH-01', recipeTimes: 1 }
  const original = await draft(shop, type, recipe)
  await story.sync()
  const notHere = { field: 'recipeCode' }
  const other = { type: 'internalUse' as const, reasonCode: 'TASTING', ...recipe }
  await refuses(story, () => shop.call('document.create', other), 'INVALID_INPUT', notHere)
  await refuses(
    story,
    () => shop.call('document.create', { type, copyOf: original, ...recipe }),
    'INVALID_INPUT',
    notHere,
  )
})
