/** 成本调整: HQ's purchasing says what the goods are worth, HQ's operations agree, the shop's own PC books the value. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accountsOf,
  agrees,
  type Browser,
  beginStory,
  changePolicy,
  crisps,
  decide,
  decisionOn,
  draft,
  handIn,
  headerOf,
  holds,
  mints,
  refuses,
  type Story,
  type StoryStore,
  stockUp,
  versioned,
} from '../../support/story'

let story: Story
let shop: StoryStore
let purchasing: Browser
let operations: Browser
const type = 'costAdjustment'
const fixed = { warehouseCode: 'WS001', reasonCode: 'PRICE-FIX' }

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  purchasing = await story.browser('hq.purchasing')
  operations = await story.browser('hq.operations')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 10_000, damaged: 1000 },
    { sku: mints.sku, quantity: 4000 },
  ])
  await story.sync()
})
afterAll(() => story.close())

test('is HQ’s alone to write, and for a shop that has a PC to book it', async () => {
  await refuses(story, () => shop.call('document.create', { type, ...fixed }), 'FORBIDDEN')
  const region = await story.browser('re.manager')
  await refuses(story, () => region.call('document.create', { type, ...fixed }), 'FORBIDDEN')
  await refuses(
    story,
    () => purchasing.call('document.create', { type: 'writeOff', warehouseCode: 'WC01' }),
    'FORBIDDEN',
  )
  const far = await draft(purchasing, type, { ...fixed, warehouseCode: 'WS003' }, [
    { sku: crisps.sku, quantity: 1000, unitCost: 20_000 },
  ])
  await handIn(purchasing, far)
  await story.sync()
  await refuses(
    story,
    async () => operations.call('document.decide', await decisionOn(operations, far)),
    'STORE_HAS_NO_PC',
  )
  await decide(operations, far, 'refused', '还没有电脑')
  await purchasing.must('document.cancel', { type, documentId: far, reason: '还没有电脑' })
})

test('decided while the shop is offline and sells on: what lies there when it hears is revalued, value only', async () => {
  const documentId = await draft(purchasing, type, fixed, [
    { sku: crisps.sku, quantity: 10_000, unitCost: 20_000 },
    { sku: mints.sku, quantity: 4000, unitCost: 30_000 },
  ])
  expect((await headerOf(purchasing, documentId)).number).toMatch(/^CBTZ-HQ-261122-H\d{4}$/)
  expect(await handIn(purchasing, documentId)).toMatchObject({ state: 'submitted', pendingLevel: 'hqOperations' })
  await story.sync()
  await refuses(
    story,
    async () => purchasing.call('document.decide', await decisionOn(purchasing, documentId)),
    'FORBIDDEN',
  )
  shop.line.up = false
  expect(await decide(operations, documentId)).toMatchObject({ state: 'approved', pendingLevel: null })
  await refuses(
    story,
    () => purchasing.call('document.cancel', { type, documentId, reason: '晚了' }),
    'DOCUMENT_STATE',
    { state: 'approved' },
  )
  await refuses(
    story,
    async () => operations.call('document.decide', await decisionOn(operations, documentId)),
    'DOCUMENT_STATE',
  )
  await refuses(
    story,
    async () => operations.call('document.post', await versioned(operations, documentId)),
    'FORBIDDEN',
  )
  const given = await draft(shop, 'otherOut', { reasonCode: 'GIFT-OUT' }, [{ sku: crisps.sku, quantity: 2000 }])
  await handIn(shop, given)
  expect(await holds(shop.database, 'stock:WS001', crisps.sku)).toEqual([10_000, 231_000])
  shop.line.up = true
  await story.sync()
  expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted', value: 31_000 + 2200 })
  expect(await headerOf(operations, documentId)).toMatchObject({
    state: 'posted',
    value: 33_200,
    postedByName: '总部运营专员',
  })
  expect(await accountsOf(shop.database, crisps.sku)).toEqual({
    adjustment: [0, 31_000],
    'quarantine:WS001': [1000, 23_100],
    'stock:WS001': [10_000, 200_000],
    supplier: [-11_000, -254_100],
  })
  expect(await accountsOf(shop.database, mints.sku)).toEqual({
    adjustment: [0, -2200],
    'stock:WS001': [4000, 120_000],
    supplier: [-4000, -117_800],
  })
  // what leaves from now on leaves at the new cost
  await decide(operations, given)
  await story.sync()
  expect(await holds(shop.database, 'customer', crisps.sku)).toEqual([2000, 40_000])
  expect(await holds(shop.database, 'stock:WS001', crisps.sku)).toEqual([8000, 160_000])
  await agrees(story)
})

test('HQ’s own author does not agree to it', async () => {
  const documentId = await draft(operations, type, fixed, [{ sku: crisps.sku, quantity: 8000, unitCost: 1 }])
  await handIn(operations, documentId)
  await story.sync()
  await refuses(
    story,
    async () => operations.call('document.decide', await decisionOn(operations, documentId)),
    'APPROVER_IS_AUTHOR',
  )
  await operations.must('document.withdraw', { type, documentId, reason: '写错了' })
  await operations.must('document.cancel', { type, documentId, reason: '写错了' })
  await agrees(story)
})

test('the same instruction pulled twice is booked once; of goods that are gone nothing is revalued', async () => {
  const documentId = await draft(purchasing, type, fixed, [{ sku: spiritSku, quantity: 1000, unitCost: 1_000_000 }])
  await handIn(purchasing, documentId)
  await decide(operations, documentId)
  await story.sync()
  expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted', value: 0 })
  await shop.database.write((tx) => tx.run(`UPDATE pullCursor SET position = 0 WHERE stream = 'documents'`))
  const before = await accountsOf(shop.database, crisps.sku)
  await story.sync()
  expect(await accountsOf(shop.database, crisps.sku)).toEqual(before)
  await agrees(story)
})

test('undone by its mirror, which the shop’s own PC books too: the same value the other way', async () => {
  const { sku } = mints
  const before = await holds(shop.database, 'stock:WS001', sku)
  const documentId = await draft(purchasing, type, fixed, [{ sku, quantity: 4000, unitCost: 50_000 }])
  await handIn(purchasing, documentId)
  await decide(operations, documentId)
  await story.sync()
  expect(await holds(shop.database, 'stock:WS001', sku)).toEqual([4000, 200_000])
  const asked = { type: 'costAdjustment' as const, documentId, reason: '价格看错了' }
  await refuses(story, () => purchasing.call('document.reverse', asked), 'FORBIDDEN')
  const mirror = await operations.must('document.reverse', asked)
  expect(mirror).toMatchObject({ state: 'approved' })
  expect(await headerOf(operations, documentId)).toMatchObject({ state: 'posted' })
  await story.sync()
  expect(await holds(shop.database, 'stock:WS001', sku)).toEqual(before)
  expect(await headerOf(operations, mirror.documentId)).toMatchObject({ state: 'posted', reversalOf: documentId })
  for (const desk of [shop, operations])
    expect(await headerOf(desk, documentId)).toMatchObject({ state: 'reversed', reversedBy: mirror.documentId })
  await refuses(story, () => operations.call('document.reverse', asked), 'ALREADY_REVERSED', { by: mirror.number })
  await agrees(story)
})

test('its mirror is judged by the value it moves back', async () => {
  await changePolicy(operations, '采购可红冲', ({ documents }) => {
    documents.costAdjustment.rights.reverse.push('purchasing')
    documents.costAdjustment.approval = [{ level: 'hqOperations', fromFen: 100 }]
  })
  const adjusted = async (unitCost: number) => {
    const documentId = await draft(purchasing, type, fixed, [{ sku: mints.sku, quantity: 4000, unitCost }])
    await handIn(purchasing, documentId)
    await decide(operations, documentId)
    await story.sync()
    return documentId
  }
  const documentId = await adjusted(90_000)
  const mirror = await purchasing.must('document.reverse', { type, documentId, reason: '价格看错了' })
  expect(mirror).toMatchObject({ state: 'submitted' })
  expect(await headerOf(operations, mirror.documentId)).toMatchObject({
    pendingLevel: 'hqOperations',
    value: (await headerOf(operations, documentId)).value,
  })
  await decide(operations, mirror.documentId)
  await story.sync()
  expect((await headerOf(operations, documentId)).state).toBe('reversed')
  await agrees(story)
})

const spiritSku = '1080008'
