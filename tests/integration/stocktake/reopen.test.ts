/**
 * Back to counting from the review, for a zone nobody went to: counted for the first time, on either PC, held against the books
 * where they were then. What was counted and said before stands, and HQ finds the same.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OutputOf } from '../../../src/contract/operations'
import {
  agrees,
  beginStory,
  crisps,
  decide,
  draft,
  handIn,
  mints,
  refuses as refusesNow,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'

type Stocktake = OutputOf<'stocktake.get'>

let story: Story
let a: StoryStore
let b: StoryStore

beforeAll(async () => {
  story = await beginStory(['S001', 'S001'])
  ;[a, b] = story.stores as [StoryStore, StoryStore]
  await a.signIn('s001.manager')
  await b.signIn('s001.lin')
  await stockUp(a, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: spirit.sku, quantity: 10_000 },
    { sku: mints.sku, quantity: 9000 },
  ])
}, 120_000)
afterAll(() => story.close())
beforeEach(() => story.sync())

/** What the shop still has to tell HQ is told before: it would change the hub beside the refused call. */
const refuses = async (...asked: Parameters<typeof refusesNow>): Promise<void> => {
  await story.sync()
  await refusesNow(...asked)
}

const open = (): Promise<Stocktake> =>
  a.must('stocktake.open', {
    scope: { kind: 'list', skus: [crisps.sku, spirit.sku, mints.sku] },
    ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, note: '漏盘一个区域' },
    zones: ['A01', 'B01'].map((code) => ({ code, name: code, temporary: false })),
  })
const count = async (pc: StoryStore, { stocktakeId }: Stocktake, zoneCode: string, goods: Record<string, number>) => {
  const { documentId } = await pc.must('stocktake.startCount', { stocktakeId, zoneCode })
  for (const [sku, quantity] of Object.entries(goods))
    await pc.must('document.setLine', { type: 'stocktakeCount', documentId, sku, quantity })
  await handIn(pc, documentId)
  return documentId
}
const at = (pc: StoryStore, { stocktakeId }: Stocktake) => pc.must('stocktake.get', { stocktakeId })
const close = ({ stocktakeId }: Stocktake) => a.must('stocktake.closeCounting', { stocktakeId })
const reopen = ({ stocktakeId }: Stocktake, reason = '酒柜漏盘') => a.must('stocktake.reopen', { stocktakeId, reason })
const explain = ({ stocktakeId }: Stocktake, sku: string, reason: string) =>
  a.must('stocktake.accept', { stocktakeId, lines: [{ sku, lot: '' }], reason })
const review = async ({ stocktakeId }: Stocktake) => {
  const { lines } = await a.must('stocktake.review', { stocktakeId })
  return Object.fromEntries(
    lines.map(({ sku, counted, book, variance, movedMeanwhile, reason }) => [
      sku,
      [counted, book, variance, movedMeanwhile, reason],
    ]),
  )
}
const submit = async ({ stocktakeId }: Stocktake) => {
  const { version } = await a.must('stocktake.get', { stocktakeId })
  return a.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' })
}
/** One leaves the shop, and the books. */
const taste = async (sku: string): Promise<void> => {
  await a.signIn('s001.zhou')
  const documentId = await draft(a, 'internalUse', { reasonCode: 'TASTING' }, [{ sku, quantity: 1000 }])
  await handIn(a, documentId)
  await a.signIn('s001.manager')
  expect((await decide(a, documentId)).state).toBe('posted')
}
const agreesWithoutAlarm = async (): Promise<void> => {
  await agrees(story)
  const hq = await story.browser('hq.operations')
  expect((await hq.must('alarm.list', {})).alarms).toEqual([])
}

test('closed again without a change, the review says what it said, words and all', async () => {
  const stocktake = await open()
  await count(a, stocktake, 'A01', { [crisps.sku]: 19_000, [mints.sku]: 9000 })
  await close(stocktake)
  await explain(stocktake, crisps.sku, '破了一袋')
  const before = await review(stocktake)
  expect(before).toEqual({
    [crisps.sku]: [19_000, 20_000, -1000, 0, '破了一袋'],
    [mints.sku]: [9000, 9000, 0, 0, ''],
    [spirit.sku]: [null, 10_000, 0, 0, ''],
  })
  expect((await reopen(stocktake)).state).toBe('counting')
  expect((await close(stocktake)).state).toBe('review')
  expect(await review(stocktake)).toEqual(before)
  await a.must('stocktake.cancel', { stocktakeId: stocktake.stocktakeId, reason: '到此为止' })
  await agreesWithoutAlarm()
})

test('the zone forgotten is counted on the other PC, held against the books as they were then, and all of it is booked', async () => {
  const stocktake = await open()
  const { stocktakeId, number } = stocktake
  await story.sync()
  const first = await count(a, stocktake, 'A01', { [crisps.sku]: 19_000, [mints.sku]: 9000 })
  await close(stocktake)
  await explain(stocktake, crisps.sku, '破了一袋')
  await taste(spirit.sku)
  await taste(crisps.sku)
  await reopen(stocktake)
  await story.sync()
  for (const pc of [a, b])
    expect(await at(pc, stocktake)).toMatchObject({
      state: 'counting',
      zones: [{ state: 'done' }, { state: 'notStarted' }],
    })
  // what was reviewed stays, also while counting goes on
  await refuses(
    story,
    () => a.call('document.cancel', { type: 'stocktakeCount', documentId: first, reason: '重来' }),
    'STOCKTAKE_COUNT_REVIEWED',
  )
  // nine by the books since one was tasted, and eight are there
  await count(b, stocktake, 'B01', { [spirit.sku]: 8000 })
  await story.sync()
  expect((await at(a, stocktake)).zones[1]).toMatchObject({ state: 'done', counts: [{ pc: 'B', arrival: 'here' }] })
  await close(stocktake)
  expect(await review(stocktake)).toMatchObject({
    [crisps.sku]: [19_000, 20_000, -1000, 0, '破了一袋'],
    [spirit.sku]: [8000, 9000, -1000, expect.any(Number), ''],
  })
  await explain(stocktake, spirit.sku, '查监控')
  expect((await submit(stocktake)).state).toBe('posted')
  await story.sync()
  expect((await at(b, stocktake)).state).toBe('posted')
  await refuses(story, () => a.call('stocktake.reopen', { stocktakeId, reason: '晚了' }), 'STOCKTAKE_STATE', {
    ...{ number, state: 'posted' },
  })
  await agreesWithoutAlarm()
  const hq = await story.browser('hq.admin')
  const told = await hq.must('trail.search', { operation: 'stocktake.reopen' })
  expect(told.rows.map(({ detail }) => detail)).toContainEqual(
    expect.objectContaining({ number, step: 'reopened', reason: '酒柜漏盘' }),
  )
})

test('it is the manager’s, on the PC that holds it, from the review, and with a reason', async () => {
  const stocktake = await open()
  const { stocktakeId, number } = stocktake
  const call = { stocktakeId, reason: '酒柜漏盘' }
  await story.sync()
  await refuses(story, () => a.call('stocktake.reopen', call), 'STOCKTAKE_STATE', { number, state: 'counting' })
  await close(stocktake)
  await story.sync()
  await refuses(story, () => a.call('stocktake.reopen', { ...call, reason: '' }), 'INVALID_INPUT')
  await refuses(story, () => b.call('stocktake.reopen', call), 'FORBIDDEN')
  await b.signIn('s001.manager')
  await refuses(story, () => b.call('stocktake.reopen', call), 'STOCKTAKE_HELD_ELSEWHERE', { number, pc: 'A' })
  await b.signIn('s001.lin')
  await a.must('stocktake.cancel', { stocktakeId, reason: '到此为止' })
  await story.sync()
  await refuses(story, () => a.call('stocktake.reopen', call), 'STOCKTAKE_STATE', { number, state: 'cancelled' })
})

test('papers that came back are none of its own any more once counting goes on', async () => {
  const stocktake = await open()
  const { stocktakeId } = stocktake
  await count(a, stocktake, 'A01', { [spirit.sku]: 1000 })
  await close(stocktake)
  await explain(stocktake, spirit.sku, '整箱不见了')
  const [loss] = (await submit(stocktake)).papers
  expect(loss).toMatchObject({ type: 'stocktakeLoss', state: 'submitted' })
  const waiting = { type: 'stocktakeLoss' as const, documentId: loss?.documentId as string }
  const call = { stocktakeId, reason: '漏了零食架' }
  await refuses(story, () => a.call('stocktake.reopen', call), 'STOCKTAKE_STATE', { state: 'submitted' })
  await a.must('document.withdraw', { ...waiting, reason: '漏了零食架' })
  expect((await reopen(stocktake)).state).toBe('counting')
  await count(a, stocktake, 'B01', { [crisps.sku]: 18_000, [mints.sku]: 9000 })
  await close(stocktake)
  expect(await review(stocktake)).toMatchObject({
    [spirit.sku]: [1000, 8000, -7000, 0, '整箱不见了'],
    [crisps.sku]: [18_000, 18_000, 0, 0, ''],
  })
  const again = await submit(stocktake)
  expect(again.papers.map(({ state }) => state).sort()).toEqual(['cancelled', 'submitted'])
  await agreesWithoutAlarm()
})
