/**
 * What was counted is a fact: it is booked whatever left the shelf since, nobody has to agree to it, it is counted again
 * only by being counted, and what papers booked before is booked once.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OutputOf } from '../../../src/contract/operations'
import type { StocktakeStepped } from '../../../src/contract/schemas/stocktake'
import { eventsOf } from '../../support/forger'
import {
  agrees,
  beginStory,
  changePolicy,
  crisps,
  decide,
  draft,
  handIn,
  holds,
  mints,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'
import { chain } from '../../support/world'

const milk = chain.products.find(
  (product) => product.keepsLots && product.shelfLifeDays > 0 && !product.weighed,
) as (typeof chain)['products'][number]
const lots = [
  { lot: 'L1', expiryDate: '2027-01-28' },
  { lot: 'L2', expiryDate: '2027-02-01' },
] as const

let story: Story
let shop: StoryStore

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  await shop.signIn('s001.manager')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: spirit.sku, quantity: 10_000 },
    { sku: mints.sku, quantity: 9000 },
    ...lots.map((lot) => ({ sku: milk.sku, ...lot, quantity: 5000 })),
  ])
}, 120_000)
afterAll(() => story.close())

type Stocktake = OutputOf<'stocktake.get'>

const open = (...skus: string[]): Promise<Stocktake> =>
  shop.must('stocktake.open', {
    ...{ scope: { kind: 'list', skus }, blind: true, tolerancePermille: 1000, toleranceFen: 99_999_999, note: '' },
    zones: ['A01', 'B01'].map((code) => ({ code, name: code, temporary: false })),
  })

type Goods = readonly { sku: string; quantity: number; lot?: string; expiryDate?: string }[]

const count = async ({ stocktakeId }: Stocktake, zoneCode: string, goods: Goods): Promise<string> => {
  const { documentId } = await shop.must('stocktake.startCount', { stocktakeId, zoneCode })
  for (const line of goods) await shop.must('document.setLine', { type: 'stocktakeCount', documentId, ...line })
  return (await handIn(shop, documentId)).state
}
const close = ({ stocktakeId }: Stocktake) => shop.must('stocktake.closeCounting', { stocktakeId })
const recount = ({ stocktakeId }: Stocktake, zoneCode: string, ...skus: string[]) =>
  shop.must('stocktake.recount', { stocktakeId, zones: [{ zoneCode, skus }], note: '再数一遍' })
const submission = async ({ stocktakeId }: Stocktake, uncounted: 'leave' | 'zero' = 'leave', uncountedReason = '') => {
  const { version } = await shop.must('stocktake.get', { stocktakeId })
  return { stocktakeId, version, uncounted, uncountedReason }
}
const submit = async (...asked: Parameters<typeof submission>) =>
  shop.must('stocktake.submit', await submission(...asked))
const cancel = ({ stocktakeId }: Stocktake) => shop.must('stocktake.cancel', { stocktakeId, reason: '到此为止' })
const review = async ({ stocktakeId }: Stocktake) => {
  const { lines } = await shop.must('stocktake.review', { stocktakeId })
  return Object.fromEntries(lines.map(({ sku, lot, counted, variance }) => [`${sku} ${lot}`, [counted, variance]]))
}

const agreesWithoutAlarm = async (): Promise<void> => {
  await agrees(story)
  const hq = await story.browser('hq.operations')
  expect((await hq.must('alarm.list', {})).alarms).toEqual([])
}

test('what left by the first lot after it was counted does not stop the difference from being booked', async () => {
  const stocktake = await open(milk.sku)
  const [first, second] = lots
  await count(stocktake, 'A01', [
    { sku: milk.sku, ...first, quantity: 2000 },
    { sku: milk.sku, ...second, quantity: 8000 },
  ])
  await shop.signIn('s001.lin')
  const used = await draft(shop, 'internalUse', { reasonCode: 'TASTING' }, [
    { sku: milk.sku, lot: first.lot, quantity: 4000 },
  ])
  await handIn(shop, used)
  await shop.signIn('s001.manager')
  expect((await decide(shop, used)).state).toBe('posted')
  await close(stocktake)
  expect(await review(stocktake)).toEqual({ [`${milk.sku} L1`]: [2000, -3000], [`${milk.sku} L2`]: [8000, 3000] })
  expect((await submit(stocktake)).state).toBe('posted')
  const shelf = await shop.database.read.all(
    `SELECT lot, onHand FROM stockBalance WHERE account = 'stock:WS001' AND sku = ? ORDER BY lot`,
    [milk.sku],
  )
  // the paper said the first lot went; of it there were two
  expect(shelf).toEqual([
    { lot: 'L1', onHand: -2000 },
    { lot: 'L2', onHand: 8000 },
  ])
  await agreesWithoutAlarm()
})

describe('counted again', () => {
  test('and not found is nought, not uncounted', async () => {
    const stocktake = await open(mints.sku)
    await shop.signIn('s001.lin')
    await count(stocktake, 'A01', [{ sku: mints.sku, quantity: 4000 }])
    await shop.signIn('s001.manager')
    await close(stocktake)
    await recount(stocktake, 'A01', mints.sku)
    await count(stocktake, 'A01', [])
    await close(stocktake)
    expect(await review(stocktake)).toEqual({ [`${mints.sku} `]: [0, -9000] })
    await cancel(stocktake)
  })

  test('after a paper was posted, what the recount found is booked, and nothing twice', async () => {
    const stocktake = await open(crisps.sku, spirit.sku, mints.sku)
    await shop.signIn('s001.lin')
    await count(stocktake, 'A01', [
      { sku: mints.sku, quantity: 10_000 },
      { sku: crisps.sku, quantity: 21_000 },
    ])
    await count(stocktake, 'B01', [{ sku: spirit.sku, quantity: 0 }])
    await shop.signIn('s001.manager')
    await close(stocktake)
    const waiting = await submit(stocktake)
    expect(waiting.papers.map(({ type, state }) => [type, state])).toEqual([
      ['stocktakeLoss', 'submitted'],
      ['stocktakeGain', 'posted'],
    ])
    const loss = waiting.papers.find(({ type }) => type === 'stocktakeLoss')?.documentId as string
    await shop.must('document.withdraw', { type: 'stocktakeLoss', documentId: loss, reason: '再看看' })
    await recount(stocktake, 'A01', mints.sku)
    await recount(stocktake, 'B01', spirit.sku)
    await count(stocktake, 'A01', [{ sku: mints.sku, quantity: 9000 }])
    await count(stocktake, 'B01', [{ sku: spirit.sku, quantity: 10_000 }])
    await close(stocktake)
    expect(await submit(stocktake)).toMatchObject({ state: 'posted' })
    expect(await holds(shop.database, 'stock:WS001', mints.sku)).toEqual([9000, 9 * mints.cost])
    expect(await holds(shop.database, 'stock:WS001', crisps.sku)).toEqual([21_000, 21 * crisps.cost])
    expect(await holds(shop.database, 'stock:WS001', spirit.sku)).toEqual([10_000, 10 * spirit.cost])
    await agreesWithoutAlarm()
  })
})

describe('a product of two shelves with a delivery between', () => {
  const twoShelves = async (first: number, second: number): Promise<Stocktake> => {
    const stocktake = await open(mints.sku)
    await count(stocktake, 'A01', [{ sku: mints.sku, quantity: first }])
    await stockUp(shop, [{ sku: mints.sku, quantity: 1000 }])
    await count(stocktake, 'B01', [{ sku: mints.sku, quantity: second }])
    return close(stocktake)
  }

  test('is as much as the books can say: the delivery may have gone to the shelf that was counted already', async () => {
    const stocktake = await twoShelves(4000, 5000)
    const { lines } = await shop.must('stocktake.review', { stocktakeId: stocktake.stocktakeId })
    expect(lines).toMatchObject([{ counted: 9000, book: 9000, variance: 0, movedMeanwhile: 1000, open: false }])
    expect(await submit(stocktake)).toMatchObject({ state: 'posted', papers: [] })
    expect(await holds(shop.database, 'stock:WS001', mints.sku)).toEqual([10_000, 10 * mints.cost])
  })

  test('needs a word where it is less than that, whatever the tolerance', async () => {
    const stocktake = await twoShelves(4000, 5000)
    expect(await review(stocktake)).toEqual({ [`${mints.sku} `]: [9000, -1000] })
    expect(await shop.call('stocktake.submit', await submission(stocktake))).toMatchObject({
      error: { code: 'STOCKTAKE_LINES_OPEN', params: { count: 1 } },
    })
    await cancel(stocktake)
    await agreesWithoutAlarm()
  })
})

test('a new lot that was booked leaves the books again where the other count is chosen, which did not find it', async () => {
  const fresh = { sku: milk.sku, lot: 'L9', expiryDate: '2027-02-09' }
  const known = { sku: milk.sku, ...lots[1], quantity: 8000 }
  const stocktake = await open(milk.sku, spirit.sku)
  const { stocktakeId } = stocktake
  const choose = async (counter: string) => {
    const { zones } = await shop.must('stocktake.get', { stocktakeId })
    const documentId = zones[0]?.counts.find(({ counterId }) => counterId === counter)?.documentId as string
    await shop.must('stocktake.chooseCount', { stocktakeId, documentId })
  }
  await shop.signIn('s001.lin')
  await count(stocktake, 'A01', [known, { ...fresh, quantity: 5000 }, { sku: spirit.sku, quantity: 0 }])
  await shop.signIn('s001.zhou')
  await count(stocktake, 'A01', [known, { sku: spirit.sku, quantity: 10_000 }])
  await shop.signIn('s001.manager')
  await close(stocktake)
  await choose('s001.lin')
  const [loss, gain] = (await submit(stocktake)).papers
  expect([loss?.state, gain?.state]).toEqual(['submitted', 'posted'])
  await shop.must('document.withdraw', {
    ...{ type: 'stocktakeLoss', documentId: loss?.documentId as string, reason: '酒在后仓' },
  })
  await choose('s001.zhou')
  expect(await review(stocktake)).toMatchObject({ [`${milk.sku} L9`]: [0, 0] })
  expect((await submit(stocktake)).state).toBe('posted')
  const shelf = await shop.database.read.all(
    `SELECT lot, onHand FROM stockBalance WHERE account = 'stock:WS001' AND sku = ? ORDER BY lot`,
    [milk.sku],
  )
  expect(shelf).toEqual([
    { lot: 'L1', onHand: 0 },
    { lot: 'L2', onHand: 8000 },
    { lot: 'L9', onHand: 0 },
  ])
  expect(await holds(shop.database, 'stock:WS001', spirit.sku)).toEqual([10_000, 10 * spirit.cost])
  await agreesWithoutAlarm()
})

test('the reason for what nobody counted is told once, and stands on every such line', async () => {
  const stocktake = await open(mints.sku)
  const { stocktakeId } = stocktake
  await close(stocktake)
  await submit(stocktake, 'zero', '货架撤了')
  const told = (await eventsOf(shop)).map(({ payload }) => JSON.parse(payload) as StocktakeStepped)
  const handedIn = told.find(({ step, stocktake: one }) => step === 'submitted' && one?.stocktakeId === stocktakeId)
  expect(handedIn).toMatchObject({ stocktake: { uncountedReason: '货架撤了' }, lines: [{ counted: null, reason: '' }] })
  await agreesWithoutAlarm()
  const hq = await story.browser('hq.operations')
  for (const desk of [shop, hq])
    expect((await desk.must('stocktake.review', { stocktakeId })).lines).toMatchObject([{ reason: '货架撤了' }])
})

test('beside one too few stand at most five products of its category that are one too many', async () => {
  const own = chain.products.find(({ sku }) => sku === crisps.sku)
  const others = chain.products
    .filter((one) => one.categoryCode === own?.categoryCode && one.sku !== crisps.sku && one.sku !== mints.sku)
    .filter(({ keepsLots, weighed }) => !keepsLots && !weighed)
    .map(({ sku }) => sku)
    .sort()
    .slice(0, 6)
  expect(others).toHaveLength(6)
  const stocktake = await open(crisps.sku, ...others)
  await count(stocktake, 'A01', [
    { sku: crisps.sku, quantity: 20_000 },
    ...others.map((sku) => ({ sku, quantity: 1000 })),
  ])
  const { stocktakeId } = await close(stocktake)
  const { lines } = await shop.must('stocktake.review', { stocktakeId, search: crisps.sku })
  const names = others.slice(0, 5).map((sku) => chain.products.find((one) => one.sku === sku)?.name)
  expect(lines[0]?.explainers).toEqual(names.map((text) => ({ kind: 'neighbour', quantity: 1000, text })))
  await cancel(stocktake)
})

test('a count is nobody’s to agree to, whatever HQ says of its papers', async () => {
  const hq = await story.browser('hq.operations')
  await changePolicy(hq, '实盘也要审', ({ documents }) => {
    documents.stocktakeCount.approval = documents.stocktakeLoss.approval.map((step) => ({ ...step, fromFen: 0 }))
  })
  await story.sync()
  const stocktake = await open(crisps.sku)
  expect(await count(stocktake, 'A01', [{ sku: crisps.sku, quantity: 21_000 }])).toBe('approved')
  await close(stocktake)
  expect(await review(stocktake)).toEqual({ [`${crisps.sku} `]: [21_000, 0] })
  await cancel(stocktake)
  await agreesWithoutAlarm()
})
