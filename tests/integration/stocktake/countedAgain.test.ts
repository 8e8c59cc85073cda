/** What passes for counted again: every place looked at twice, by two people. And who says that a lot is not there. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OutputOf } from '../../../src/contract/operations'
import {
  agrees,
  beginStory,
  crisps,
  handIn,
  mints,
  refuses,
  type Story,
  type StoryStore,
  stockUp,
} from '../../support/story'
import { chain } from '../../support/world'

const type = 'stocktakeCount' as const
const milk = chain.products.find(
  ({ status, keepsLots, shelfLifeDays, weighed }) => status === 'active' && keepsLots && shelfLifeDays > 0 && !weighed,
) as (typeof chain)['products'][number]
const lots = {
  L1: { sku: milk.sku, lot: 'L1', expiryDate: '2027-01-28' },
  L2: { sku: milk.sku, lot: 'L2', expiryDate: '2027-02-01' },
}

let story: Story
let shop: StoryStore
let stocktake: OutputOf<'stocktake.get'>

beforeAll(async () => {
  story = await beginStory(['S001'])
  ;[shop] = story.stores as [StoryStore]
  for (const who of ['s001.lin', 's001.zhou', 's001.manager']) await shop.signIn(who)
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: mints.sku, quantity: 9000 },
    { ...lots.L1, quantity: 5000 },
    { ...lots.L2, quantity: 3000 },
  ])
}, 120_000)
afterAll(() => story.close())

beforeEach(async () => {
  await shop.signIn('s001.manager')
  stocktake = await shop.must('stocktake.open', {
    scope: { kind: 'list', skus: [crisps.sku, mints.sku, milk.sku] },
    ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
    zones: ['X1', 'X2'].map((code) => ({ code, name: code, temporary: false })),
  })
})
/** Handed in, HQ finds the same of every line, or it would tell people so. */
afterEach(async () => {
  await shop.signIn('s001.manager')
  await submit()
  await agrees(story)
  const hq = await story.browser('hq.operations')
  expect(await marksAt(hq)).toEqual(await marksAt(shop))
  expect((await hq.must('alarm.list', {})).alarms).toEqual([])
})

const marksAt = async (desk: Pick<StoryStore, 'must'>) => {
  const { lines } = await desk.must('stocktake.review', { stocktakeId: stocktake.stocktakeId, show: 'all' })
  return lines.map(({ sku, lot, recounted, counts }) => ({ sku, lot, recounted, counts }))
}

const submit = async () => {
  const { stocktakeId } = stocktake
  const { lines } = await shop.must('stocktake.review', { stocktakeId, show: 'open' })
  if (lines.length > 0) {
    const keys = lines.map(({ sku, lot }) => ({ sku, lot }))
    await shop.must('stocktake.accept', { stocktakeId, lines: keys, reason: '核对过' })
  }
  const { version } = await shop.must('stocktake.get', { stocktakeId })
  const rule = { uncounted: 'leave' as const, uncountedReason: '' }
  await shop.must('stocktake.submit', { stocktakeId, version, ...rule })
}

type Line = { sku: string; quantity: number; lot?: string; expiryDate?: string }

const count = async (who: string, zoneCode: string, lines: readonly Line[]): Promise<string> => {
  await shop.signIn(who)
  const { documentId } = await shop.must('stocktake.startCount', { stocktakeId: stocktake.stocktakeId, zoneCode })
  for (const line of lines) await shop.must('document.setLine', { type, documentId, ...line })
  await handIn(shop, documentId)
  await shop.signIn('s001.manager')
  return documentId
}

const recount = (zones: Record<string, string[]>) =>
  shop.must('stocktake.recount', {
    ...{ stocktakeId: stocktake.stocktakeId, note: '' },
    zones: Object.entries(zones).map(([zoneCode, skus]) => ({ zoneCode, skus })),
  })

const review = async () => {
  const { stocktakeId } = stocktake
  const { state } = await shop.must('stocktake.get', { stocktakeId })
  if (state === 'counting') await shop.must('stocktake.closeCounting', { stocktakeId })
  return (await shop.must('stocktake.review', { stocktakeId, show: 'all' })).lines
}

const lineOf = async ({ sku }: { sku: string }, lot = '') =>
  (await review()).find((l) => l.sku === sku && l.lot === lot)

describe('goods in two places', () => {
  beforeEach(async () => {
    await count('s001.lin', 'X1', [{ sku: crisps.sku, quantity: 9000 }])
    await count('s001.lin', 'X2', [{ sku: crisps.sku, quantity: 8000 }])
  })

  test('counted again in one of them they are not counted again, and want a word', async () => {
    await recount({ X1: [crisps.sku] })
    await count('s001.zhou', 'X1', [{ sku: crisps.sku, quantity: 9000 }])
    expect(await lineOf(crisps)).toMatchObject({ counted: 17_000, recounted: false, open: true })
    const { stocktakeId, version } = await shop.must('stocktake.get', { stocktakeId: stocktake.stocktakeId })
    const input = { stocktakeId, version, uncounted: 'leave' as const, uncountedReason: '' }
    await story.sync()
    await refuses(story, () => shop.call('stocktake.submit', input), 'STOCKTAKE_LINES_OPEN', { count: 1 })
  })

  test('counted again in both, the second time by the shelf, they are', async () => {
    await recount({ X1: [crisps.sku], X2: [] })
    await count('s001.zhou', 'X1', [{ sku: crisps.sku, quantity: 9000 }])
    await count('s001.zhou', 'X2', [{ sku: crisps.sku, quantity: 8000 }])
    expect(await lineOf(crisps)).toMatchObject({ counted: 17_000, recounted: true })
  })
})

describe('a second round whose first count is void', () => {
  test('is one look at the goods, by whoever voided their own', async () => {
    const { stocktakeId } = stocktake
    const documentId = await count('s001.lin', 'X1', [{ sku: mints.sku, quantity: 8000 }])
    await recount({ X1: [] })
    await shop.must('document.cancel', { type, documentId, reason: '重来' })
    await count('s001.lin', 'X1', [{ sku: mints.sku, quantity: 8000 }])
    expect((await shop.must('stocktake.get', { stocktakeId })).zones[0]?.counts.at(-1)).toMatchObject({ round: 2 })
    expect(await lineOf(mints)).toMatchObject({ counted: 8000, recounted: false, open: true })
  })

  test('a round of other products is no first look, either', async () => {
    const documentId = await count('s001.lin', 'X1', [
      { sku: mints.sku, quantity: 7000 },
      { sku: crisps.sku, quantity: 15_000 },
    ])
    await recount({ X1: [crisps.sku] })
    await count('s001.zhou', 'X1', [{ sku: crisps.sku, quantity: 15_000 }])
    await recount({ X1: [mints.sku] })
    await shop.must('document.cancel', { type, documentId, reason: '重来' })
    await count('s001.lin', 'X1', [{ sku: mints.sku, quantity: 7000 }])
    expect(await lineOf(mints)).toMatchObject({ counted: 7000, recounted: false, open: true })
    expect(await lineOf(crisps)).toMatchObject({ counted: 15_000, recounted: false, open: true })
  })
})

describe('a lot nobody found with its product', () => {
  const said = async (lot: keyof typeof lots) =>
    (await lineOf(milk, lot))?.counts.map(({ zoneCode, round, counterName, quantity, standing }) => [
      `${zoneCode}/${round} ${counterName}`,
      quantity,
      standing,
    ])

  test('is nought by whoever counted the product, where they did, and is counted again there', async () => {
    await count('s001.lin', 'X1', [{ ...lots.L1, quantity: 5000 }])
    await count('s001.zhou', 'X2', [])
    expect((await lineOf(milk, 'L2'))?.counted).toBe(0)
    expect(await said('L2')).toEqual([['X1/1 店员小林', 0, 'stands']])
    expect(await said('L1')).toEqual([['X1/1 店员小林', 5000, 'stands']])
    await recount({ X1: [milk.sku] })
    await count('s001.zhou', 'X1', [])
    expect(await said('L2')).toEqual([
      ['X1/1 店员小林', 0, 'superseded'],
      ['X1/2 店员小周', 0, 'stands'],
    ])
  })

  test('found first and not the second time, both say so', async () => {
    await stockUp(shop, [
      { ...lots.L1, quantity: 5000 },
      { ...lots.L2, quantity: 3000 },
    ])
    await count('s001.lin', 'X1', [{ ...lots.L1, quantity: 5000 }])
    await recount({ X1: [milk.sku] })
    await count('s001.zhou', 'X1', [{ ...lots.L2, quantity: 3000 }])
    expect(await said('L1')).toEqual([
      ['X1/1 店员小林', 5000, 'superseded'],
      ['X1/2 店员小周', 0, 'stands'],
    ])
    expect(await said('L2')).toEqual([['X1/2 店员小周', 3000, 'stands']])
  })
})
