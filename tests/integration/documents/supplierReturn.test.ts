/** 采购退货: nothing leaves for the supplier before the region gave a number; then the shop sends it, and the supplier confirms. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
  post,
  read,
  refuses,
  type Story,
  type StoryStore,
  stockUp,
  versioned,
} from '../../support/story'

let story: Story
let shop: StoryStore
let region: Browser
let hq: Browser
let documentId: string
const back = { counterpartyCode: 'GY001', reasonCode: 'QUALITY' }

const figures = async () => {
  const { rows } = await shop.must('stock.list', { warehouseCode: 'WS001', search: crisps.sku })
  const { onHand, allocated, available, quarantined, value } = rows[0] as (typeof rows)[number]
  return { onHand, allocated, available, quarantined, value }
}

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  region = await story.browser('re.manager')
  hq = await story.browser('hq.operations')
  // seven of the ten were paid for: 1.6170 yuan a bag; two more came broken at the full price
  await stockUp(shop, [{ sku: crisps.sku, quantity: 10_000, free: 3000, damaged: 2000 }])
  await story.sync()
})
afterAll(() => story.close())

describe('a return to the supplier', () => {
  test('is the manager’s to write, and names supplier and reason', async () => {
    await shop.signIn('s001.lin')
    await refuses(story, () => shop.call('document.create', { type: 'supplierReturn', ...back }), 'FORBIDDEN')
    await shop.signIn('s001.manager')
    await refuses(
      story,
      () => shop.call('document.create', { type: 'supplierReturn', counterpartyCode: 'GY999' }),
      'SUPPLIER_NOT_FOUND',
    )
    documentId = await draft(shop, 'supplierReturn', { reasonCode: 'QUALITY' }, [{ sku: crisps.sku, quantity: 4000 }])
    await refuses(story, async () => shop.call('document.submit', await versioned(shop, documentId)), 'FIELD_MISSING', {
      field: 'supplier',
    })
    await shop.must('document.setHeader', { type: 'supplierReturn', documentId, counterpartyCode: 'GY001' })
  })

  test('is not posted before it was authorised', async () => {
    await refuses(story, async () => shop.call('document.post', await versioned(shop, documentId)), 'APPROVAL_NEEDED', {
      level: 'regionManager',
    })
    const line = { type: 'supplierReturn' as const, documentId, sku: crisps.sku, condition: 'quarantine' as const }
    await shop.must('document.setLine', { ...line, quantity: 3000 })
    await refuses(
      story,
      async () => shop.call('document.submit', await versioned(shop, documentId)),
      'INSUFFICIENT_STOCK',
      { needed: 3000, onHand: 2000 },
    )
    await shop.must('document.setLine', { ...line, quantity: 2000 })
    expect(await handIn(shop, documentId)).toMatchObject({ state: 'submitted', pendingLevel: 'regionManager' })
    await story.sync()
    await refuses(story, async () => shop.call('document.post', await versioned(shop, documentId)), 'DOCUMENT_STATE')
    await refuses(
      story,
      async () => shop.call('document.decide', await decisionOn(shop, documentId)),
      'APPROVER_IS_AUTHOR',
    )
  })

  test('keeps its goods from others meanwhile, without moving them', async () => {
    expect(await figures()).toEqual({
      onHand: 10_000,
      allocated: 4000,
      available: 6000,
      quarantined: 2000,
      value: 161_700 + 46_200,
    })
    const other = await draft(shop, 'writeOff', { reasonCode: 'BROKEN' }, [
      { sku: crisps.sku, quantity: 1000, condition: 'quarantine' },
    ])
    await story.sync()
    await refuses(story, async () => shop.call('document.submit', await versioned(shop, other)), 'INSUFFICIENT_STOCK', {
      needed: 1000,
      onHand: 0,
    })
    await shop.must('document.cancel', { type: 'writeOff', documentId: other, reason: '已在退货单上' })
  })

  test('gets its number from HQ when the region agrees, and waits for hands', async () => {
    expect(await decide(region, documentId)).toMatchObject({ state: 'approved', reference: 'SQ-HQ-261122-H0001' })
    await story.sync()
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'approved', reference: 'SQ-HQ-261122-H0001' })
    expect(await figures()).toMatchObject({ onHand: 10_000, allocated: 4000 })
  })

  test('leaves with the line down, good ones from the shelf and broken ones from quarantine, at what each is worth', async () => {
    await story.hub.stop()
    await shop.signIn('s001.lin')
    await refuses(story, async () => shop.call('document.post', await versioned(shop, documentId)), 'FORBIDDEN')
    await shop.signIn('s001.manager')
    const stale = { ...(await versioned(shop, documentId)), version: 1 }
    await refuses(story, () => shop.call('document.post', stale), 'VERSION_CONFLICT')
    expect(await post(shop, documentId)).toMatchObject({ movements: 2 })
    await refuses(story, async () => shop.call('document.post', await versioned(shop, documentId)), 'DOCUMENT_STATE')
    expect(await accountsOf(shop.database, crisps.sku)).toEqual({
      'stock:WS001': [6000, 97_020],
      supplier: [-6000, -161_700 - 46_200 + 64_680 + 46_200],
    })
    expect(await figures()).toMatchObject({ onHand: 6000, allocated: 0, available: 6000, quarantined: 0 })
    const chased = async (confirmed: boolean) =>
      (await shop.must('document.list', { types: ['supplierReturn'], states: ['posted'], confirmed })).documents.length
    expect([await chased(false), await chased(true)]).toEqual([1, 0])
    await shop.must('document.confirm', { type: 'supplierReturn', documentId, reference: '对方单号 7788' })
    expect([await chased(false), await chased(true)]).toEqual([0, 1])
    const again = { type: 'supplierReturn' as const, documentId, reference: '又一次' }
    await refuses(story, () => shop.call('document.confirm', again), 'DOCUMENT_STATE')
    await story.hub.start()
    await story.sync()
    const { header, steps } = await read(region, documentId)
    expect(header).toMatchObject({ state: 'posted', confirmed: true, value: 110_880, reference: 'SQ-HQ-261122-H0001' })
    expect(steps.map(({ step, reason }) => [step, reason])).toEqual([
      ['submitted', ''],
      ['decided.approved', ''],
      ['posted', ''],
      ['confirmed', '对方单号 7788'],
    ])
    await agrees(story)
  })
})

test('goods of a return that waits are kept for it; where HQ lets stock go below zero, it is not posted and claims nothing once void', async () => {
  const second = await draft(shop, 'supplierReturn', back, [{ sku: crisps.sku, quantity: 5000 }])
  await handIn(shop, second)
  await story.sync()
  await decide(region, second)
  await story.sync()
  const use = { reasonCode: 'TASTING' }
  const tooMuch = await draft(shop, 'internalUse', use, [{ sku: crisps.sku, quantity: 3000 }])
  await refuses(story, async () => shop.call('document.submit', await versioned(shop, tooMuch)), 'INSUFFICIENT_STOCK', {
    needed: 3000,
    onHand: 1000,
    claimed: 5000,
  })
  await shop.must('document.cancel', { type: 'internalUse', documentId: tooMuch, reason: '货在退货单上' })
  await changePolicy(hq, '允许负库存', ({ stock }) => {
    stock.exceptions = [{ warehouseCode: 'WS001', negative: 'allow' }]
  })
  await story.sync()
  const used = await draft(shop, 'internalUse', use, [{ sku: crisps.sku, quantity: 3000 }])
  await handIn(shop, used)
  await story.sync()
  await decide(region, used)
  await story.sync()
  expect(await holds(shop.database, 'stock:WS001', crisps.sku)).toEqual([3000, 48_510])
  // it keeps the rule it was written under
  await refuses(story, async () => shop.call('document.post', await versioned(shop, second)), 'INSUFFICIENT_STOCK', {
    needed: 5000,
    onHand: 3000,
    claimed: 0,
  })
  expect(await figures()).toMatchObject({ onHand: 3000, allocated: 5000, available: -2000 })
  await shop.must('document.cancel', { type: 'supplierReturn', documentId: second, reason: '货已领用' })
  expect(await figures()).toMatchObject({ onHand: 3000, allocated: 0, available: 3000 })
  await story.sync()
  expect(await headerOf(region, second)).toMatchObject({ state: 'cancelled' })
  await refuses(story, async () => shop.call('document.post', await versioned(shop, second)), 'DOCUMENT_STATE')
  await agrees(story)
})

test('what was undone is confirmed by nobody, nor is its mirror', async () => {
  const documentId = await draft(shop, 'supplierReturn', back, [{ sku: crisps.sku, quantity: 1000 }])
  await handIn(shop, documentId)
  await story.sync()
  await decide(region, documentId)
  await story.sync()
  await post(shop, documentId)
  const mirror = await shop.must('document.reverse', { type: 'supplierReturn', documentId, reason: '没退成' })
  await story.sync()
  await decide(region, mirror.documentId)
  await story.sync()
  for (const paper of [documentId, mirror.documentId]) {
    const confirming = { type: 'supplierReturn' as const, documentId: paper, reference: '已收' }
    await refuses(story, () => shop.call('document.confirm', confirming), 'DOCUMENT_STATE', { state: 'reversed' })
  }
  await agrees(story)
})

test('a header takes what its type uses: the authorisation is given, not written, and no other end is named', async () => {
  const documentId = await draft(shop, 'supplierReturn', back, [{ sku: crisps.sku, quantity: 1000 }])
  await story.sync()
  const header = { type: 'supplierReturn' as const, documentId }
  for (const [field, word] of [
    ['reference', 'SQ-HQ-261122-H0099'],
    ['toWarehouseCode', 'WS002'],
    ['toCondition', 'quarantine'],
  ] as const) {
    await refuses(story, () => shop.call('document.setHeader', { ...header, [field]: word }), 'INVALID_INPUT', {
      field,
    })
    const created = { type: 'supplierReturn' as const, ...back, [field]: word }
    await refuses(story, () => shop.call('document.create', created), 'INVALID_INPUT', { field })
  }
  await shop.must('document.setHeader', { ...header, reference: '', toWarehouseCode: '', note: '随车带回' })
  await shop.must('document.cancel', { ...header, reason: '不退了' })
})
