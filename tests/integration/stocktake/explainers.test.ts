/**
 * What stands beside a difference as its possible reason: papers the books lag behind, signed as the shelf feels them, and
 * nothing the netting has taken off already.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  agrees,
  beginStory,
  crisps,
  decide,
  draft,
  handIn,
  headerOf,
  mints,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
  versioned,
} from '../../support/story'

let story: Story
let shop: StoryStore
let stocktakeId: string

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  await shop.signIn('s001.manager')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000, damaged: 5000 },
    { sku: spirit.sku, quantity: 6000 },
    { sku: mints.sku, quantity: 9000 },
  ])
}, 120_000)
afterAll(() => story.close())

const later = (): void => story.clock.pass(60_000)
const reason = { reasonCode: 'TASTING' }
const numberOf = async (documentId: string): Promise<string> => (await headerOf(shop, documentId)).number
const explained = async (sku: string) => {
  const { lines } = await shop.must('stocktake.review', { stocktakeId, search: sku })
  return { variance: lines[0]?.variance, explainers: lines[0]?.explainers }
}
/** A clerk's paper, agreed to by the manager. */
const posted = async (documentId: string): Promise<string> => {
  await shop.signIn('s001.lin')
  await handIn(shop, documentId)
  await shop.signIn('s001.manager')
  await decide(shop, documentId)
  return documentId
}
const receipt = async (sku: string, quantity: number): Promise<string> => {
  const { documentId } = await shop.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY001', deliveryNote: sku })
  await shop.must('document.setLine', { type: 'goodsReceipt', documentId, sku, quantity })
  return documentId
}

test('goods sold before the count and booked after it explain what is missing; what was sold after it does not', async () => {
  const plan = { blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' }
  const zones = [{ code: 'A01', name: '零食架', temporary: false }]
  const scope = { kind: 'list' as const, skus: [crisps.sku, spirit.sku, mints.sku] }
  ;({ stocktakeId } = await shop.must('stocktake.open', { ...plan, zones, scope }))
  await shop.signIn('s001.lin')
  const before = await draft(shop, 'internalUse', reason, [{ sku: crisps.sku, quantity: 2000 }])
  await shop.signIn('s001.zhou')
  later()
  const { documentId } = await shop.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })
  const paper = { type: 'stocktakeCount' as const, documentId }
  await shop.must('document.setLine', { ...paper, sku: crisps.sku, quantity: 18_000 })
  await shop.must('document.setLine', { ...paper, sku: spirit.sku, quantity: 7000 })
  await shop.must('document.setLine', { ...paper, sku: mints.sku, quantity: 9000 })
  later()
  await posted(before)
  await shop.signIn('s001.lin')
  await posted(await draft(shop, 'internalUse', reason, [{ sku: crisps.sku, quantity: 3000 }]))
  await shop.signIn('s001.zhou')
  await shop.must('document.submit', await versioned(shop, documentId))
  await shop.signIn('s001.manager')
  await stockUp(shop, [{ sku: crisps.sku, quantity: 4000 }])
  await shop.must('stocktake.closeCounting', { stocktakeId })
  expect(await explained(crisps.sku)).toEqual({
    variance: -2000,
    explainers: [{ kind: 'bookedLate', quantity: -2000, text: await numberOf(before) }],
  })
  expect(await explained(spirit.sku)).toEqual({ variance: 1000, explainers: [] })
})

test('a paper not posted is signed: goods to be booked in are more, goods to be booked out are fewer', async () => {
  const coming = await receipt(spirit.sku, 4000)
  const going = await draft(shop, 'internalUse', reason, [{ sku: spirit.sku, quantity: 3000 }])
  const packed = await draft(shop, 'repack', {}, [{ sku: spirit.sku, quantity: 1000, role: 'produce' }])
  const facts = [
    { kind: 'unposted', quantity: 4000, text: await numberOf(coming) },
    { kind: 'unposted', quantity: 1000, text: await numberOf(packed) },
    { kind: 'unposted', quantity: -3000, text: await numberOf(going) },
  ]
  const { explainers } = await explained(spirit.sku)
  expect(explainers).toHaveLength(3)
  expect(explainers).toEqual(expect.arrayContaining(facts))
})

test('goods set apart are not on the shelf: proposed for a write-off they have left it, and put back they come', async () => {
  await shop.signIn('s001.lin')
  const apart = await draft(shop, 'writeOff', { reasonCode: 'EXPIRED' }, [
    { sku: crisps.sku, quantity: 1000, condition: 'quarantine' },
  ])
  const torn = await draft(shop, 'writeOff', { reasonCode: 'EXPIRED' }, [{ sku: crisps.sku, quantity: 1000 }])
  await shop.signIn('s001.manager')
  const back = await draft(shop, 'moveInside', { toWarehouseCode: 'WS001', toCondition: 'stock' }, [
    { sku: crisps.sku, quantity: 2000, condition: 'quarantine' },
  ])
  const unposted = async () =>
    Object.fromEntries(
      ((await explained(crisps.sku)).explainers ?? [])
        .filter(({ kind }) => kind === 'unposted')
        .map(({ text, quantity }) => [text, quantity]),
    )
  const returning = { [await numberOf(back)]: 2000 }
  expect(await unposted()).toEqual({ ...returning, [await numberOf(torn)]: -1000 })
  await shop.signIn('s001.lin')
  await handIn(shop, torn)
  await handIn(shop, apart)
  await shop.signIn('s001.manager')
  // it moved when it was proposed, after the shelf was counted: netted, and no reason
  expect(await unposted()).toEqual(returning)
  await agrees(story)
})
