/**
 * A review lists what moved of a product while it was counted, paper by paper: what somebody counted already, what nobody can
 * say of, and what was taken off again. Beside it stands what the stocktake before said.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { movementsShownMax } from '../../../src/core/stocktake/netting'
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
} from '../../support/story'

let story: Story
let shop: StoryStore
let stocktakeId: string
/** by what it is in the story */
const numbers: Record<string, string> = {}

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  // known here, they can sign in while the line is down
  for (const userId of ['s001.lin', 's001.zhou', 's001.manager']) await shop.signIn(userId)
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: spirit.sku, quantity: 6000 },
    { sku: mints.sku, quantity: 9000 },
  ])
}, 120_000)
afterAll(() => story.close())

const open = async (): Promise<void> => {
  const plan = { blind: true, tolerancePermille: 1000, toleranceFen: 99_999_999, note: '' }
  const zones = [{ code: 'A01', name: '零食架', temporary: false }]
  const scope = { kind: 'list' as const, skus: [crisps.sku, spirit.sku, mints.sku] }
  ;({ stocktakeId } = await shop.must('stocktake.open', { ...plan, zones, scope }))
}
const as = async <T>(userId: string, work: () => Promise<T>): Promise<T> => {
  await shop.signIn(userId)
  const done = await work()
  await shop.signIn('s001.manager')
  return done
}
const receive = async (name: string, sku: string, quantity: number): Promise<void> => {
  story.clock.pass(60_000)
  numbers[name] = (await headerOf(shop, await stockUp(shop, [{ sku, quantity }]))).number
}
const takeOut = async (name: string, sku: string, quantity: number): Promise<void> => {
  story.clock.pass(60_000)
  const documentId = await as('s001.lin', async () => {
    const paper = await draft(shop, 'internalUse', { reasonCode: 'TASTING' }, [{ sku, quantity }])
    await handIn(shop, paper)
    return paper
  })
  numbers[name] = (await decide(shop, documentId)).number
}
const review = async (desk: Pick<StoryStore, 'must'> = shop) => {
  const { lines } = await desk.must('stocktake.review', { stocktakeId })
  return new Map(lines.map((line) => [line.sku, line]))
}
const listed = (line: NonNullable<ReturnType<Awaited<ReturnType<typeof review>>['get']>>) =>
  line.moved.movements.map(({ number, type, quantity, when }) => [number, type, quantity, when])
const listedOf = async (sku: string, desk?: Pick<StoryStore, 'must'>) => {
  const line = (await review(desk)).get(sku)
  return line && { ...line.moved, movements: listed(line) }
}
const handInReview = async (): Promise<void> => {
  const { version } = await shop.must('stocktake.get', { stocktakeId })
  for (const { sku } of (await shop.must('stocktake.review', { stocktakeId, show: 'open' })).lines)
    await shop.must('stocktake.accept', { stocktakeId, lines: [{ sku, lot: '' }], reason: '盘点时有进出' })
  await shop.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' })
}

test('what came before the count, while it was made and after it stands on its line, newest first, with its paper', async () => {
  await open()
  // HQ hears of all of it together, later
  shop.line.up = false
  await receive('before', crisps.sku, 5000)
  const late = await as('s001.lin', () =>
    draft(shop, 'internalUse', { reasonCode: 'TASTING' }, [{ sku: mints.sku, quantity: 1000 }]),
  )
  story.clock.pass(60_000)
  const documentId = await as('s001.zhou', async () => {
    const count = await shop.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })
    await shop.must('document.setLine', { type: 'stocktakeCount', ...count, sku: crisps.sku, quantity: 10_000 })
    return count.documentId
  })
  await receive('during', crisps.sku, 4000)
  await as('s001.zhou', async () => {
    await shop.must('document.setLine', { type: 'stocktakeCount', documentId, sku: crisps.sku, quantity: 24_000 })
    await shop.must('document.setLine', { type: 'stocktakeCount', documentId, sku: mints.sku, quantity: 8000 })
    await handIn(shop, documentId)
  })
  await takeOut('after', crisps.sku, 3000)
  await as('s001.lin', () => handIn(shop, late))
  numbers.late = (await decide(shop, late)).number
  await receive('uncounted', spirit.sku, 1000)
  await shop.must('stocktake.closeCounting', { stocktakeId })
  await receive('later', crisps.sku, 2000)

  expect((await review()).get(crisps.sku)).toMatchObject({ book: 25_000, variance: -1000, movedMeanwhile: 4000 })
  expect(await listedOf(crisps.sku)).toEqual({
    ...{ total: 4, since: 3, sinceQuantity: 3000 },
    movements: [
      [numbers.later, 'goodsReceipt', 2000, 'after'],
      [numbers.after, 'internalUse', -3000, 'after'],
      [numbers.during, 'goodsReceipt', 4000, 'during'],
      [numbers.before, 'goodsReceipt', 5000, 'before'],
    ],
  })
  // nobody counted it: what moved is in the book up to the close
  expect(await listedOf(spirit.sku)).toEqual({
    ...{ total: 1, since: 0, sinceQuantity: 0 },
    movements: [[numbers.uncounted, 'goodsReceipt', 1000, 'before']],
  })
  // written before its shelf was counted, booked after it: taken off, and said as a reason, too
  expect(await listedOf(mints.sku)).toEqual({
    ...{ total: 1, since: 1, sinceQuantity: -1000 },
    movements: [[numbers.late, 'internalUse', -1000, 'after']],
  })
})

test('a paper says when it was posted, and leads to itself', async () => {
  const line = (await review()).get(crisps.sku)
  for (const { documentId, number, at } of line?.moved.movements ?? []) {
    const header = await headerOf(shop, documentId)
    expect({ number, at }).toEqual({ number: header.number, at: header.postedAt })
  }
})

test('its own papers are no movement, nor is what moved once it was handed in; HQ lists the same', async () => {
  const before = await listedOf(crisps.sku)
  await handInReview()
  await receive('afterwards', crisps.sku, 1000)
  expect(await listedOf(crisps.sku)).toEqual(before)
  story.clock.pass(3_600_000)
  shop.line.up = true
  await agrees(story)
  const hq = await story.browser('hq.operations')
  expect(await listedOf(crisps.sku, hq)).toEqual(before)
})

test('HQ reads of each line what the shop reads: who counted how much where, what may explain it, what marks it', async () => {
  const hq = await story.browser('hq.operations')
  const [own, told] = [await review(), await review(hq)]
  expect(told.get(crisps.sku)).toEqual(own.get(crisps.sku))
  expect(told.get(mints.sku)).toEqual(own.get(mints.sku))
  expect(told.get(mints.sku)?.counts).toMatchObject([{ zoneCode: 'A01', round: 1, quantity: 8000 }])
  expect(told.get(mints.sku)?.explainers).toEqual([{ kind: 'bookedLate', quantity: -1000, text: numbers.late }])
})

test('the next stocktake says what this one counted, and nothing of what it did not', async () => {
  const { submittedAt } = await shop.must('stocktake.get', { stocktakeId })
  story.clock.pass(60_000)
  await open()
  await as('s001.zhou', async () => {
    const count = await shop.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })
    await shop.must('document.setLine', { type: 'stocktakeCount', ...count, sku: crisps.sku, quantity: 27_000 })
    await handIn(shop, count.documentId)
  })
  await shop.must('stocktake.closeCounting', { stocktakeId })
  const lines = await review()
  expect(lines.get(crisps.sku)?.lastCount).toEqual({ at: submittedAt, counted: 24_000, variance: -1000 })
  expect(lines.get(mints.sku)?.lastCount).toEqual({ at: submittedAt, counted: 8000, variance: -1000 })
  expect(lines.get(spirit.sku)?.lastCount).toBeNull()
  expect(lines.get(mints.sku)?.moved).toEqual({ total: 0, since: 0, sinceQuantity: 0, movements: [] })
})

test('of many movements the newest are listed and all are counted', async () => {
  const more = movementsShownMax + 3
  for (let time = 1; time <= more; time += 1) await receive(`many ${time}`, crisps.sku, 1000)
  const moved = await listedOf(crisps.sku)
  expect(moved).toMatchObject({ total: more, since: more, sinceQuantity: more * 1000 })
  expect(moved?.movements.map(([number]) => number)).toEqual(
    Array.from({ length: movementsShownMax }, (_one, index) => numbers[`many ${more - index}`]),
  )
})
