/** 采购退货: nothing leaves for the supplier before the region gave a number; then the shop sends it, and the supplier confirms. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  accountsOf,
  agrees,
  type Browser,
  beginStory,
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
    await shop.must('document.confirm', { type: 'supplierReturn', documentId, reference: '对方单号 7788' })
    const again = { type: 'supplierReturn' as const, documentId, reference: '又一次' }
    await refuses(story, () => shop.call('document.confirm', again), 'DOCUMENT_STATE')
    await story.hub.start()
    await story.sync()
    const { header, steps } = await read(region, documentId)
    expect(header).toMatchObject({ state: 'posted', value: 110_880, reference: 'SQ-HQ-261122-H0001' })
    expect(steps.map(({ step, reason }) => [step, reason])).toEqual([
      ['submitted', ''],
      ['decided.approved', ''],
      ['posted', ''],
      ['confirmed', '对方单号 7788'],
    ])
    await agrees(story)
  })
})

test('goods that went elsewhere meanwhile: the return is not posted, and voided it claims nothing', async () => {
  const second = await draft(shop, 'supplierReturn', back, [{ sku: crisps.sku, quantity: 5000 }])
  await handIn(shop, second)
  await story.sync()
  await decide(region, second)
  await story.sync()
  const used = await draft(shop, 'internalUse', { reasonCode: 'TASTING' }, [{ sku: crisps.sku, quantity: 3000 }])
  await handIn(shop, used)
  await story.sync()
  await decide(region, used)
  await story.sync()
  expect(await holds(shop.database, 'stock:WS001', crisps.sku)).toEqual([3000, 48_510])
  await refuses(story, async () => shop.call('document.post', await versioned(shop, second)), 'INSUFFICIENT_STOCK', {
    needed: 5000,
    onHand: 3000,
  })
  expect(await figures()).toMatchObject({ onHand: 3000, allocated: 5000, available: -2000 })
  await shop.must('document.cancel', { type: 'supplierReturn', documentId: second, reason: '货已领用' })
  expect(await figures()).toMatchObject({ onHand: 3000, allocated: 0, available: 3000 })
  await story.sync()
  expect(await headerOf(region, second)).toMatchObject({ state: 'cancelled' })
  await refuses(story, async () => shop.call('document.post', await versioned(shop, second)), 'DOCUMENT_STATE')
  await agrees(story)
})
