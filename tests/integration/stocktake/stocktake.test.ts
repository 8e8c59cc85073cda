/**
 * 盘点, as a shop does it: planned, counted zone by zone while it trades, held against the books, handed in, agreed to,
 * posted. What is booked is what was missing, and HQ finds the same.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OutputOf } from '../../../src/contract/operations'
import {
  accountsOf,
  agrees,
  beginStory,
  crisps,
  decide,
  draft,
  handIn,
  headerOf,
  holds,
  mints,
  post,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
  versioned,
} from '../../support/story'
import { pieceCode, scanOf } from '../../support/world'

let story: Story
let shop: StoryStore

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  await shop.signIn('s001.manager')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: spirit.sku, quantity: 6000 },
    { sku: mints.sku, quantity: 9000 },
  ])
}, 120_000)
afterAll(() => story.close())

const zones = [
  { code: 'A01', name: '零食架', temporary: false },
  { code: 'B01', name: '酒柜', temporary: false },
]
const plan = {
  scope: { kind: 'list' as const, skus: [crisps.sku, spirit.sku, mints.sku] },
  ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, zones, note: '月底盘点' },
}
type Stocktake = OutputOf<'stocktake.get'>

/** One zone counted by whoever is signed in, by key. */
const count = async ({ stocktakeId }: Stocktake, zoneCode: string, goods: Record<string, number>): Promise<string> => {
  const { documentId } = await shop.must('stocktake.startCount', { stocktakeId, zoneCode })
  for (const [sku, quantity] of Object.entries(goods))
    await shop.must('document.setLine', { type: 'stocktakeCount', documentId, sku, quantity })
  return documentId
}
const finish = (documentId: string) => handIn(shop, documentId)
const counted = async (stocktake: Stocktake, zoneCode: string, goods: Record<string, number>) => {
  const documentId = await count(stocktake, zoneCode, goods)
  await finish(documentId)
  return documentId
}
const review = async ({ stocktakeId }: Stocktake) => {
  const { lines, totals } = await shop.must('stocktake.review', { stocktakeId })
  return { totals, figures: lines.map(({ sku, counted: found, book, variance }) => [sku, found, book, variance]) }
}
const get = (stocktakeId: string) => shop.must('stocktake.get', { stocktakeId })
const submit = async ({ stocktakeId }: Stocktake, uncounted: 'leave' | 'zero' = 'leave', uncountedReason = '') => {
  const { version } = await get(stocktakeId)
  return shop.must('stocktake.submit', { stocktakeId, version, uncounted, uncountedReason })
}
const explain = ({ stocktakeId }: Stocktake, ...skus: string[]) =>
  shop.must('stocktake.accept', { stocktakeId, lines: skus.map((sku) => ({ sku, lot: '' })), reason: '两人核对过' })

/** Taken out of the books by hand, as a till would. */
const sell = async (sku: string, quantity: number) => {
  await shop.signIn('s001.manager')
  const documentId = await draft(shop, 'internalUse', { reasonCode: 'TASTING' }, [{ sku, quantity }])
  const { state } = await handIn(shop, documentId)
  if (state === 'posted') return
  await shop.signIn('s001.lin')
}

describe('a month’s end', () => {
  let stocktake: Stocktake

  test('the manager plans it; a clerk counts one shelf by scanner while the shop trades on', async () => {
    stocktake = await shop.must('stocktake.open', plan)
    expect(stocktake).toMatchObject({ state: 'counting', kind: 'list', products: 3, zonesTotal: 2, zonesCounted: 0 })
    expect(stocktake.zones.map(({ code, state }) => [code, state])).toEqual([
      ['A01', 'notStarted'],
      ['B01', 'notStarted'],
    ])
    await shop.signIn('s001.lin')
    const { documentId } = await shop.must('stocktake.startCount', {
      stocktakeId: stocktake.stocktakeId,
      zoneCode: 'A01',
    })
    const paper = { type: 'stocktakeCount' as const, documentId }
    const scan = await shop.must('document.scan', { ...paper, scan: scanOf(pieceCode(crisps.sku)), times: 18 })
    // nothing says whether that is too few or too many
    expect(scan).toMatchObject({ outcome: 'firstOfLine', header: { blind: true, expectedTotal: null } })
    await shop.must('document.setLine', { ...paper, sku: mints.sku, quantity: 9000 })
    expect((await get(stocktake.stocktakeId)).zones[0]).toMatchObject({ state: 'counting' })
    expect((await finish(documentId)).state).toBe('approved')
    expect((await get(stocktake.stocktakeId)).zones[0]).toMatchObject({
      state: 'done',
      counts: [{ counterName: expect.any(String), linesTotal: 2 }],
    })
  })

  test('goods that leave after their shelf was counted are nobody’s shortage', async () => {
    await shop.signIn('s001.manager')
    await stockUp(shop, [{ sku: mints.sku, quantity: 3000 }])
    await shop.signIn('s001.wang')
    await counted(stocktake, 'B01', { [spirit.sku]: 7000 })
    await shop.signIn('s001.manager')
    const closed = await shop.must('stocktake.closeCounting', { stocktakeId: stocktake.stocktakeId })
    expect(closed.state).toBe('review')
    expect(await review(stocktake)).toEqual({
      figures: [
        // one bottle more, two bags less; the mints that came after they were counted are no gain
        [spirit.sku, 7000, 6000, 1000],
        [crisps.sku, 18_000, 20_000, -2000],
        [mints.sku, 9000, 9000, 0],
      ],
      totals: {
        ...{ lines: 3, gained: 1, lost: 1, uncounted: 0, open: 2 },
        gainValue: spirit.cost,
        lossValue: 2 * crisps.cost,
        bookValue: 20 * crisps.cost + 6 * spirit.cost + 9 * mints.cost,
      },
    })
  })

  test('what is beyond the tolerance needs a word before it is handed in', async () => {
    const { stocktakeId, version } = await get(stocktake.stocktakeId)
    const input = { stocktakeId, version, uncounted: 'leave' as const, uncountedReason: '' }
    await refuses(story, () => shop.call('stocktake.submit', input), 'STOCKTAKE_LINES_OPEN', { count: 2 })
    expect((await explain(stocktake, spirit.sku, crisps.sku)).totals.open).toBe(0)
  })

  test('small differences are booked at once, by two papers; the shelf is what was counted', async () => {
    const done = await submit(stocktake)
    expect(done).toMatchObject({ state: 'posted', submittedByName: expect.any(String) })
    expect(done.papers.map(({ type, state }) => [type, state])).toEqual([
      ['stocktakeLoss', 'posted'],
      ['stocktakeGain', 'posted'],
    ])
    expect(await accountsOf(shop.database, crisps.sku)).toMatchObject({
      adjustment: [2000, 2 * crisps.cost],
      'stock:WS001': [18_000, 18 * crisps.cost],
    })
    expect(await holds(shop.database, 'stock:WS001', spirit.sku)).toEqual([7000, 7 * spirit.cost])
    expect(await holds(shop.database, 'stock:WS001', mints.sku)).toEqual([12_000, 12 * mints.cost])
  })

  test('HQ books the same and has nothing to say', async () => {
    await agrees(story)
    const hq = await story.browser('hq.operations')
    const { stocktakeId } = stocktake
    const told = await hq.must('stocktake.get', { stocktakeId })
    const here = await get(stocktakeId)
    expect({ ...told, version: 0 }).toEqual({ ...here, version: 0 })
    expect(await hq.must('stocktake.review', { stocktakeId })).toEqual(
      await shop.must('stocktake.review', { stocktakeId }),
    )
    expect((await hq.must('alarm.list', {})).alarms).toEqual([])
  })

  test('a loss somebody finds again is undone like any paper', async () => {
    const loss = (await get(stocktake.stocktakeId)).papers.find(({ type }) => type === 'stocktakeLoss')
    await shop.must('document.reverse', {
      type: 'stocktakeLoss',
      documentId: loss?.documentId as string,
      reason: '在冷库找到了',
    })
    expect(await holds(shop.database, 'stock:WS001', crisps.sku)).toEqual([20_000, 20 * crisps.cost])
    expect((await get(stocktake.stocktakeId)).papers.map(({ state }) => state)).toContain('reversed')
    await agrees(story)
  })
})
