/** 盘点计划: HQ gives out tasks by itself when their day comes, once for each day and store, whatever happens to the hub. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InputOf, OutputOf } from '../../../src/contract/operations'
import { runJobs } from '../../../src/hub/jobs/jobs'
import {
  agrees,
  type Browser,
  beginStory,
  crisps,
  mints,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'

const dayMs = 24 * 60 * 60_000

let story: Story
let shop: StoryStore
let hq: Browser
let region: Browser
let south: Browser

/** Sunday, 22 November 2026, nine in the morning */
beforeAll(async () => {
  story = await beginStory(['S001'])
  ;[shop] = story.stores as [StoryStore]
  hq = await story.browser('hq.operations')
  region = await story.browser('re.manager')
  south = await story.browser('rs.manager')
}, 120_000)
afterAll(() => story.close())

const weekly = (more: Partial<InputOf<'stocktakeSchedule.save'>> = {}): InputOf<'stocktakeSchedule.save'> => ({
  ...{ name: '每周货架盲盘', stores: { kind: 'stores', storeCodes: ['S001', 'S002'] }, daysToDo: 2 },
  plan: {
    ...{ scope: { kind: 'list', skus: [crisps.sku] }, blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
  },
  ...{ recurrence: { kind: 'weekly', weekdays: [1] }, startDay: '2026-11-22', endDay: '', ...more },
})

const storeDayNow = (): string => new Date(story.clock.nowMs()).toISOString().slice(0, 10)

const tasksOf = async (scheduleId: string, desk: Browser | StoryStore = hq) => {
  const { tasks } = await desk.must('stocktakeTask.list', { scheduleId })
  return tasks.map(({ storeCode, day, dueDate, state }) => `${storeCode} ${day} ${dueDate} ${state}`).sort()
}

const scheduleOf = async (scheduleId: string, desk = hq): Promise<OutputOf<'stocktakeSchedule.save'>> => {
  const { schedules } = await desk.must('stocktakeSchedule.list', {})
  return schedules.find((one) => one.scheduleId === scheduleId) as OutputOf<'stocktakeSchedule.save'>
}

/** A day later the hub looks, twice at once and again: nobody gets two. */
const nextMorning = async (days = 1): Promise<void> => {
  story.clock.pass(days * dayMs)
  await shop.signIn('s001.manager')
  await Promise.all([runJobs(story.hub.runtime), runJobs(story.hub.runtime)])
  await runJobs(story.hub.runtime)
  await story.sync()
}

let scheduleId: string

test('nothing is given out before its day, and on its day each store has one', async () => {
  const saved = await hq.must('stocktakeSchedule.save', weekly())
  scheduleId = saved.scheduleId
  expect(saved).toMatchObject({ state: 'active', nextDay: '2026-11-23', newest: null, version: 1 })
  await runJobs(story.hub.runtime)
  expect(await tasksOf(scheduleId)).toEqual([])
  await nextMorning()
  expect(await tasksOf(scheduleId)).toEqual([
    'S001 2026-11-23 2026-11-25 notStarted',
    'S002 2026-11-23 2026-11-25 notStarted',
  ])
  expect(await tasksOf(scheduleId, shop)).toEqual(['S001 2026-11-23 2026-11-25 notStarted'])
  const newest = { day: '2026-11-23', tasks: 2, done: 0, overdue: 0 }
  expect(await scheduleOf(scheduleId)).toMatchObject({ nextDay: '2026-11-30', newest })
})

test('nor does a hub that was started anew give it out again', async () => {
  await story.hub.stop()
  await story.hub.start()
  await runJobs(story.hub.runtime)
  expect(await tasksOf(scheduleId)).toHaveLength(2)
  await expect(
    story.hub.database.write((tx) =>
      tx.run(
        `INSERT INTO stocktakeTask SELECT 'other', 'PDRW-X', scheduleId, name, storeCode, scope, blind, tolerancePermille,
           toleranceFen, note, day, dueDate, state, closeReason, createdByName, createdAt FROM stocktakeTask LIMIT 1`,
      ),
    ),
  ).rejects.toThrow('UNIQUE')
})

test('a hub that was off for weeks makes the last round alone; who had not begun missed the one before', async () => {
  const [task] = (await shop.must('stocktakeTask.list', {})).tasks
  await shop.must('stocktakeTask.open', { taskId: task?.taskId as string })
  await story.sync()
  await nextMorning(17)
  // Thursday, 10 December: those of 30 November are not made up for
  expect(await tasksOf(scheduleId)).toEqual([
    'S001 2026-11-23 2026-11-25 counting',
    'S001 2026-12-07 2026-12-09 notStarted',
    'S002 2026-11-23 2026-11-25 missed',
    'S002 2026-12-07 2026-12-09 notStarted',
  ])
  expect((await scheduleOf(scheduleId)).newest).toEqual({ day: '2026-12-07', tasks: 2, done: 0, overdue: 2 })
})

test('paused it gives out nothing, and what passed meanwhile is not made up for', async () => {
  await hq.must('stocktakeSchedule.setState', { scheduleId, state: 'paused' })
  expect((await scheduleOf(scheduleId)).nextDay).toBe(null)
  await nextMorning(5)
  expect(await tasksOf(scheduleId)).toHaveLength(4)
  const again = await hq.must('stocktakeSchedule.setState', { scheduleId, state: 'active' })
  expect(again.nextDay).toBe('2026-12-21')
  expect(await tasksOf(scheduleId)).toHaveLength(4)
})

test('changed by two people, the second is told; ended, it never comes again', async () => {
  const { version } = await scheduleOf(scheduleId)
  const changed = weekly({ scheduleId, version, stores: { kind: 'stores', storeCodes: ['S001'] } })
  await hq.must('stocktakeSchedule.save', changed)
  await story.sync()
  await refuses(story, () => hq.call('stocktakeSchedule.save', changed), 'VERSION_CONFLICT')
  await hq.must('stocktakeSchedule.setState', { scheduleId, state: 'ended' })
  await nextMorning(6)
  expect(await tasksOf(scheduleId)).toHaveLength(4)
  const more = { scheduleId, state: 'active' as const }
  await refuses(story, () => hq.call('stocktakeSchedule.setState', more), 'STOCKTAKE_SCHEDULE_STATE', {
    state: 'ended',
  })
})

test('one that falls on today is given out at once, and once is once', async () => {
  const today = '2026-12-21'
  const once = weekly({ name: '今天盘', recurrence: { kind: 'once', day: today }, startDay: today })
  const saved = await hq.must('stocktakeSchedule.save', once)
  expect(saved).toMatchObject({ state: 'ended', nextDay: null, newest: { day: today, tasks: 2 } })
  await nextMorning()
  expect(await tasksOf(saved.scheduleId)).toHaveLength(2)
})

test('the last day of a month, until its end', async () => {
  const monthly = weekly({ recurrence: { kind: 'monthly', day: 'last' }, startDay: '2026-12-22', endDay: '2027-01-31' })
  const saved = await hq.must('stocktakeSchedule.save', monthly)
  expect(saved.nextDay).toBe('2026-12-31')
  await nextMorning(9)
  await nextMorning(31)
  expect((await tasksOf(saved.scheduleId)).map((text) => text.slice(5, 15))).toEqual([
    ...['2026-12-31', '2027-01-31', '2026-12-31', '2027-01-31'],
  ])
  expect((await scheduleOf(saved.scheduleId)).state).toBe('ended')
})

test('a round is done when its stocktake is handed in, and not done any more when its papers came back', async () => {
  const today = storeDayNow()
  const { plan, ...once } = weekly({ name: '抽查', recurrence: { kind: 'once', day: today }, startDay: today })
  await shop.signIn('s001.manager')
  // seventeen bottles are beyond what a shop agrees to itself
  await stockUp(shop, [{ sku: spirit.sku, quantity: 17_000 }])
  const strict = { ...plan, scope: { kind: 'list' as const, skus: [spirit.sku] } }
  const stores = { kind: 'stores' as const, storeCodes: ['S001'] }
  const saved = await hq.must('stocktakeSchedule.save', { ...once, plan: strict, stores })
  const done = async (): Promise<unknown> => {
    await story.sync()
    return (await scheduleOf(saved.scheduleId)).newest?.done
  }
  await story.sync()
  const { tasks } = await shop.must('stocktakeTask.list', {})
  const task = tasks.find(({ scheduleId: of }) => of === saved.scheduleId)
  const { stocktakeId } = await shop.must('stocktakeTask.open', { taskId: task?.taskId as string })
  await shop.must('stocktake.closeCounting', { stocktakeId })
  expect(await done()).toBe(0)
  const { version } = await shop.must('stocktake.get', { stocktakeId })
  const empty = { uncounted: 'zero' as const, uncountedReason: '酒柜清空了' }
  const { papers } = await shop.must('stocktake.submit', { stocktakeId, version, ...empty })
  expect(await done()).toBe(1)
  const back = { type: 'stocktakeLoss' as const, documentId: papers[0]?.documentId as string, reason: '再看看' }
  await shop.must('document.withdraw', back)
  expect(await done()).toBe(0)
  const again = await shop.must('stocktake.get', { stocktakeId })
  await shop.must('stocktake.submit', { stocktakeId, version: again.version, uncounted: 'leave', uncountedReason: '' })
  expect(await done()).toBe(1)
})

test('a region’s schedule is the region’s: its shops alone, and nobody else’s to see', async () => {
  const own = weekly({ name: '华东抽盘', stores: { kind: 'all' }, startDay: '2027-01-01' })
  const saved = await region.must('stocktakeSchedule.save', own)
  await nextMorning(1)
  expect((await tasksOf(saved.scheduleId, region)).map((text) => text.slice(0, 4))).toEqual(['S001', 'S002'])
  expect(await tasksOf(saved.scheduleId, south)).toEqual([])
  expect((await south.must('stocktakeSchedule.list', {})).schedules).toEqual([])
  expect((await region.must('stocktakeSchedule.list', {})).schedules).toHaveLength(1)
  const stop = { scheduleId: saved.scheduleId, state: 'paused' as const }
  await refuses(story, () => south.call('stocktakeSchedule.setState', stop), 'STOCKTAKE_SCHEDULE_NOT_FOUND')
  const chains = { scheduleId, state: 'paused' as const }
  await refuses(story, () => region.call('stocktakeSchedule.setState', chains), 'STOCKTAKE_SCHEDULE_NOT_FOUND')
})

test('a round of which all that was booked was taken back is not done; the shop did its part, so it is not overdue', async () => {
  const today = storeDayNow()
  const { plan, ...once } = weekly({ name: '再抽查', recurrence: { kind: 'once', day: today }, startDay: today })
  await shop.signIn('s001.manager')
  await stockUp(shop, [{ sku: mints.sku, quantity: 2000 }])
  const one = { ...plan, scope: { kind: 'list' as const, skus: [mints.sku] } }
  const stores = { kind: 'stores' as const, storeCodes: ['S001'] }
  const saved = await hq.must('stocktakeSchedule.save', { ...once, daysToDo: 0, plan: one, stores })
  const round = async () => {
    await story.sync()
    const { done, overdue } = (await scheduleOf(saved.scheduleId)).newest ?? {}
    return [done, overdue]
  }
  await story.sync()
  const { tasks } = await shop.must('stocktakeTask.list', {})
  const taskId = tasks.find(({ scheduleId: of }) => of === saved.scheduleId)?.taskId as string
  const { stocktakeId } = await shop.must('stocktakeTask.open', { taskId })
  await shop.must('stocktake.closeCounting', { stocktakeId })
  const { version } = await shop.must('stocktake.get', { stocktakeId })
  const empty = { uncounted: 'zero' as const, uncountedReason: '架子清空了' }
  const { papers, state } = await shop.must('stocktake.submit', { stocktakeId, version, ...empty })
  expect(state).toBe('posted')
  expect(await round()).toEqual([1, 0])
  const documentId = papers[0]?.documentId as string
  await shop.must('document.reverse', { type: 'stocktakeLoss', documentId, reason: '找到了' })
  story.clock.pass(2 * 86_400_000)
  expect(await round()).toEqual([0, 0])
})

test('both sides say the same, and every round left its line', async () => {
  const lines = await story.hub.database.read.all<{ payload: string }>(
    `SELECT payload FROM trail WHERE payload LIKE '%stocktakeSchedule.fellDue%'`,
  )
  expect(lines.length).toBeGreaterThanOrEqual(4)
  await agrees(story)
})
