/**
 * Half booked: of one hand-in the small gain is in the books at once, the large loss waits and comes back. What is booked is
 * said so and not reckoned again, nothing is called off over it, and
 * reversed whole the stocktake is nobody's accuracy.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OutputOf } from '../../../src/contract/operations'
import {
  agrees,
  type Browser,
  beginStory,
  crisps,
  decide,
  handIn,
  refuses as refusesNow,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'

type Stocktake = OutputOf<'stocktake.get'>

let story: Story
let shop: StoryStore
let hq: Browser

const goods = [crisps.sku, spirit.sku]
const today = { from: '2026-11-22', to: '2026-11-22' }

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  await shop.signIn('s001.manager')
  hq = await story.browser('hq.operations')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: spirit.sku, quantity: 30_000 },
  ])
}, 120_000)
afterAll(() => story.close())
beforeEach(() => shop.signIn('s001.manager'))

/** What the shop still has to tell HQ is told before: it would change the hub beside the refused call. */
const refuses = async (...asked: Parameters<typeof refusesNow>): Promise<void> => {
  await story.sync()
  await refusesNow(...asked)
}

const count = async ({ stocktakeId, zones: [zone] }: Stocktake, figures: Record<string, number>): Promise<void> => {
  const { documentId } = await shop.must('stocktake.startCount', { stocktakeId, zoneCode: zone?.code as string })
  for (const [sku, quantity] of Object.entries(figures))
    await shop.must('document.setLine', { type: 'stocktakeCount', documentId, sku, quantity })
  await handIn(shop, documentId)
}
const submit = async ({ stocktakeId }: Stocktake): Promise<Stocktake> => {
  const { version } = await shop.must('stocktake.get', { stocktakeId })
  return shop.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' })
}
const paperOf = ({ papers }: Stocktake, type: 'stocktakeGain' | 'stocktakeLoss', state: string) => {
  const { documentId = '', number = '' } = papers.find((one) => one.type === type && one.state === state) ?? {}
  return { type, documentId, number }
}
const reverse = ({ type, documentId }: ReturnType<typeof paperOf>) =>
  shop.must('document.reverse', { type, documentId, reason: '盘错了' })
const withdraw = ({ type, documentId }: ReturnType<typeof paperOf>) =>
  shop.must('document.withdraw', { type, documentId, reason: '再看看' })

const review = async (desk: StoryStore | Browser, { stocktakeId }: Stocktake) => {
  const { lines, totals } = await desk.must('stocktake.review', { stocktakeId })
  const { gained, lost, partBooked, gainValue, lossValue } = totals
  return {
    lines: Object.fromEntries(lines.map(({ sku, variance, booked }) => [sku, [variance, booked]])),
    totals: [gained, lost, partBooked, gainValue, lossValue],
  }
}

/** By HQ's task, counted one crisps too many and twenty spirits too few: the gain is posted, the loss was taken back. */
const halfBooked = async (): Promise<{ stocktake: Stocktake; gain: ReturnType<typeof paperOf> }> => {
  const { tasks } = await hq.must('stocktakeTask.assign', {
    ...{ name: '抽盘', dueDate: '2026-11-30', stores: { kind: 'stores', storeCodes: ['S001'] } },
    plan: {
      scope: { kind: 'list', skus: goods },
      ...{ blind: false, tolerancePermille: 1000, toleranceFen: 99_999_999, note: '' },
    },
  })
  await story.sync()
  const opened = await shop.must('stocktakeTask.open', { taskId: tasks[0]?.taskId as string })
  const { rows } = await shop.must('stock.list', { warehouseCode: 'WS001', limit: 500 })
  const had = (sku: string): number => rows.find((row) => row.sku === sku)?.onHand ?? 0
  await count(opened, { [crisps.sku]: had(crisps.sku) + 1000, [spirit.sku]: had(spirit.sku) - 20_000 })
  await shop.must('stocktake.closeCounting', { stocktakeId: opened.stocktakeId })
  const handed = await submit(opened)
  const gain = paperOf(handed, 'stocktakeGain', 'posted')
  await withdraw(paperOf(handed, 'stocktakeLoss', 'submitted'))
  return { stocktake: await shop.must('stocktake.get', { stocktakeId: opened.stocktakeId }), gain }
}
/** So large a paper is for the region and for HQ to agree to; the shop hears of it, and posts. */
const agreed = async (documentId: string): Promise<void> => {
  await story.sync()
  for (const desk of [await story.browser('re.manager'), hq]) await decide(desk, documentId)
  await story.sync()
}
const withoutAlarm = async (): Promise<void> => {
  await agrees(story)
  expect((await hq.must('alarm.list', {})).alarms).toEqual([])
}

test('not called off while a paper of it is in the books; once that is reversed nothing is booked', async () => {
  const { stocktake, gain } = await halfBooked()
  const { stocktakeId } = stocktake
  const call = { stocktakeId, reason: '不盘了' }
  const cancel = () => shop.call('stocktake.cancel', call)
  expect(stocktake.state).toBe('review')
  await refuses(story, cancel, 'STOCKTAKE_PAPERS_POSTED', { numbers: gain.number })
  // nor when counting went on since, and the stocktake has no papers of its own
  await shop.must('stocktake.reopen', call)
  await refuses(story, cancel, 'STOCKTAKE_PAPERS_POSTED', { numbers: gain.number })
  await reverse(gain)
  expect((await shop.must('stocktake.cancel', call)).state).toBe('cancelled')
  const { rows } = await shop.must('stock.list', { warehouseCode: 'WS001', limit: 500 })
  expect(rows.find(({ sku }) => sku === crisps.sku)?.onHand).toBe(20_000)
  await withoutAlarm()
})

test('what is booked says so, and the totals are of the rest: in the shop and at HQ, until it is counted again', async () => {
  const { stocktake, gain } = await halfBooked()
  const half = {
    lines: { [crisps.sku]: [1000, 1000], [spirit.sku]: [-20_000, 0] },
    totals: [0, 1, 1, 0, 20 * spirit.cost],
  }
  expect(await review(shop, stocktake)).toEqual(half)
  await story.sync()
  expect(await review(hq, stocktake)).toEqual(half)
  const { stocktakeId, zones } = stocktake
  // nor does the paper for those who sign it ask for what is booked
  await shop.must('stocktake.printReport', { stocktakeId, language: 'zh-CN' })
  const paper = shop.papers.printed.at(-1)?.html ?? ''
  expect(paper).toContain('<span>另有已入账</span><b>1 行</b>')
  expect(paper.match(/已入账 · /g) ?? paper.match(/<div>已入账/g)).toHaveLength(1)
  // a word said of the other line answers with the same sums
  const said = await shop.must('stocktake.accept', {
    stocktakeId,
    lines: [{ sku: spirit.sku, lot: '' }],
    reason: '查过',
  })
  expect(said.totals).toMatchObject({ gained: 0, lost: 1, partBooked: 1, gainValue: 0 })
  // counted again since, it is held against books that have what was posted: of the two too many one is left
  await shop.must('stocktake.recount', {
    stocktakeId,
    zones: [{ zoneCode: zones[0]?.code as string, skus: [] }],
    note: '',
  })
  await shop.signIn('s001.lin')
  await count(stocktake, { [crisps.sku]: 22_000, [spirit.sku]: 30_000 })
  await shop.signIn('s001.manager')
  await shop.must('stocktake.closeCounting', { stocktakeId })
  expect((await review(shop, stocktake)).totals).toEqual([1, 0, 0, crisps.cost, 0])
  const posted = await submit(stocktake)
  expect(posted.state).toBe('posted')
  // done, it is about all it came to
  expect((await review(shop, stocktake)).totals[2]).toBe(0)
  await reverse(gain)
  await withoutAlarm()
})

test('reversed whole it is no accuracy of anybody, and the task says so; reversed in part it counts', async () => {
  const judged = async (): Promise<number> => {
    await story.sync()
    const { stores, counters } = await hq.must('stocktakeAccuracy.get', today)
    expect(counters.reduce((total, { counts }) => total + counts, 0)).toBe(stores[0]?.stocktakes ?? 0)
    return stores[0]?.stocktakes ?? 0
  }
  const before = await judged()
  const { stocktake, gain } = await halfBooked()
  const taskSays = async () => {
    const { tasks } = await hq.must('stocktakeTask.list', {})
    const task = tasks.find(({ taskId }) => taskId === stocktake.taskId)
    return [task?.state, task?.stocktake?.reversed]
  }
  const listed = async (state: 'posted' | 'reversed'): Promise<boolean> => {
    const { tasks } = await hq.must('stocktakeTask.list', { states: [state] })
    return tasks.some(({ taskId }) => taskId === stocktake.taskId)
  }
  const loss = paperOf(await submit(stocktake), 'stocktakeLoss', 'submitted')
  await agreed(loss.documentId)
  expect(await judged()).toBe(before + 1)
  expect(await taskSays()).toEqual(['posted', 'none'])
  await reverse(gain)
  expect(await judged()).toBe(before + 1)
  expect(await taskSays()).toEqual(['posted', 'part'])
  expect(await listed('posted')).toBe(true)
  await agreed((await reverse(loss)).documentId)
  expect(await judged()).toBe(before)
  expect(await taskSays()).toEqual(['reversed', 'whole'])
  expect(await listed('posted')).toBe(false)
  expect(await listed('reversed')).toBe(true)
  const [own] = (await shop.must('stocktakeTask.list', {})).tasks.filter(({ taskId }) => taskId === stocktake.taskId)
  expect(own?.stocktake?.reversed).toBe('whole')
  await withoutAlarm()
})
