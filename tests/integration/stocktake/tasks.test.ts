/**
 * 盘点任务: HQ asks, the store opens what was asked and cannot make it wider, HQ follows it by the store's events. What was
 * counted is a fact, whatever HQ said meanwhile.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InputOf, OutputOf } from '../../../src/contract/operations'
import { alarmsAbout, batchOf, enrolmentOf, eventsOf, pushTo } from '../../support/forger'
import {
  agrees,
  type Browser,
  beginStory,
  crisps,
  handIn,
  mints,
  refuses,
  type Story,
  type StoryStore,
  stockUp,
} from '../../support/story'

let story: Story
let shop: StoryStore
let other: StoryStore
let hq: Browser
let region: Browser
let south: Browser

beforeAll(async () => {
  story = await beginStory(['S001', 'S003'])
  ;[shop, other] = story.stores as [StoryStore, StoryStore]
  for (const store of story.stores) {
    await store.signIn(`${store.storeCode.toLowerCase()}.manager`)
    await stockUp(store, [
      { sku: crisps.sku, quantity: 20_000 },
      { sku: mints.sku, quantity: 9000 },
    ])
  }
  await story.sync()
  hq = await story.browser('hq.operations')
  region = await story.browser('re.manager')
  south = await story.browser('rs.manager')
}, 120_000)
afterAll(() => story.close())

const plan = (sku: string, more: object = {}) => ({
  ...{
    scope: { kind: 'list' as const, skus: [sku] },
    blind: true,
    tolerancePermille: 0,
    toleranceFen: 0,
    note: '照单盘',
  },
  ...more,
})

const assign = async (more: Partial<InputOf<'stocktakeTask.assign'>> = {}): Promise<string> => {
  const { tasks } = await hq.must('stocktakeTask.assign', {
    ...{ name: '月底抽盘', plan: plan(crisps.sku), dueDate: '2026-11-30' },
    ...{ stores: { kind: 'stores', storeCodes: ['S001'] }, ...more },
  })
  await story.sync()
  return tasks[0]?.taskId as string
}

type Task = OutputOf<'stocktakeTask.list'>['tasks'][number]
const taskAt = async (desk: Browser | StoryStore, taskId: string): Promise<Task> => {
  const { tasks } = await desk.must('stocktakeTask.list', {})
  const task = tasks.find((one) => one.taskId === taskId)
  if (!task) throw new Error('no such task here')
  return task
}

const countAll = async (store: StoryStore, stocktakeId: string, sku: string, quantity: number): Promise<void> => {
  const { zones } = await store.must('stocktake.get', { stocktakeId })
  const zoneCode = zones[0]?.code as string
  const { documentId } = await store.must('stocktake.startCount', { stocktakeId, zoneCode })
  await store.must('document.setLine', { type: 'stocktakeCount', documentId, sku, quantity })
  await handIn(store, documentId)
  await store.must('stocktake.closeCounting', { stocktakeId })
}

const submitAll = async (store: StoryStore, stocktakeId: string): Promise<void> => {
  const { version } = await store.must('stocktake.get', { stocktakeId })
  await store.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' })
}

test('HQ asks, the store opens it as it was planned, and HQ sees each step and how old the word is', async () => {
  const taskId = await assign()
  expect(await taskAt(shop, taskId)).toMatchObject({
    state: 'notStarted',
    overdue: false,
    blind: true,
    stocktake: null,
  })
  const opened = await shop.must('stocktakeTask.open', { taskId })
  expect(opened).toMatchObject({
    taskId,
    taskName: '月底抽盘',
    blind: true,
    products: 1,
    note: '照单盘',
    state: 'counting',
  })
  expect(opened.scope).toEqual({ kind: 'list', skus: [crisps.sku] })
  const { stocktakeId, number } = opened
  expect(await taskAt(shop, taskId)).toMatchObject({ state: 'counting', stocktake: { number } })
  expect(await taskAt(hq, taskId)).toMatchObject({ state: 'notStarted' })
  await story.sync()
  expect(await taskAt(hq, taskId)).toMatchObject({
    state: 'counting',
    ageSeconds: 0,
    stocktake: { stocktakeId, zonesCounted: 0 },
  })
  await countAll(shop, stocktakeId, crisps.sku, 20_000)
  await story.sync()
  story.clock.pass(90_000)
  expect(await taskAt(hq, taskId)).toMatchObject({
    state: 'review',
    ageSeconds: 90,
    stocktake: { zonesCounted: 1, zonesTotal: 1 },
  })
  await submitAll(shop, stocktakeId)
  await story.sync()
  expect(await taskAt(hq, taskId)).toMatchObject({ state: 'posted', exceptions: [] })
  await refuses(story, () => shop.call('stocktakeTask.open', { taskId }), 'STOCKTAKE_TASK_STATE', { state: 'posted' })
  await refuses(story, () => hq.call('stocktakeTask.cancel', { taskId, reason: '不用了' }), 'STOCKTAKE_TASK_STATE')
})

test('a stocktake the shop voids leaves the task to be done', async () => {
  const taskId = await assign()
  const { stocktakeId } = await shop.must('stocktakeTask.open', { taskId })
  await shop.must('stocktake.cancel', { stocktakeId, reason: '开早了' })
  await story.sync()
  for (const desk of [shop, hq]) expect(await taskAt(desk, taskId)).toMatchObject({ state: 'notStarted', voided: 1 })
  const again = await shop.must('stocktakeTask.open', { taskId })
  await shop.must('stocktake.cancel', { stocktakeId: again.stocktakeId, reason: '还是早' })
  await hq.must('stocktakeTask.cancel', { taskId, reason: '不盘了' })
  await story.sync()
  await refuses(story, () => shop.call('stocktakeTask.open', { taskId }), 'STOCKTAKE_TASK_STATE', {
    state: 'cancelled',
  })
})

test('called off while the shop counts without a line: the count stands, and HQ is shown so', async () => {
  const taskId = await assign()
  shop.line.up = false
  const { stocktakeId } = await shop.must('stocktakeTask.open', { taskId })
  await hq.must('stocktakeTask.cancel', { taskId, reason: '改期' })
  await countAll(shop, stocktakeId, crisps.sku, 20_000)
  shop.line.up = true
  await story.sync()
  expect(await taskAt(hq, taskId)).toMatchObject({
    ...{ state: 'cancelled', exceptions: ['countedAfterCancel'], closeReason: '改期' },
    stocktake: { state: 'review' },
  })
  expect(await shop.must('stocktake.get', { stocktakeId })).toMatchObject({ taskCancelled: true, state: 'review' })
  await submitAll(shop, stocktakeId)
  await story.sync()
  expect(await taskAt(hq, taskId)).toMatchObject({ state: 'cancelled', stocktake: { state: 'posted' } })
  const { tasks } = await hq.must('stocktakeTask.list', { exceptions: true })
  expect(tasks.map((one) => one.taskId)).toEqual([taskId])
})

test('past its day it is overdue, and no longer once it is handed in', async () => {
  const taskId = await assign({ dueDate: '2026-11-22' })
  story.clock.pass(24 * 60 * 60_000)
  await story.sync()
  for (const desk of [shop, hq]) expect((await taskAt(desk, taskId)).overdue).toBe(true)
  expect((await hq.must('stocktakeTask.list', { overdue: true })).tasks.map((one) => one.taskId)).toEqual([taskId])
  await shop.signIn('s001.manager')
  const { stocktakeId } = await shop.must('stocktakeTask.open', { taskId })
  await countAll(shop, stocktakeId, crisps.sku, 20_000)
  await submitAll(shop, stocktakeId)
  await story.sync()
  for (const desk of [shop, hq]) expect((await taskAt(desk, taskId)).overdue).toBe(false)
})

test('given to another store: the old one is called off, the new one has the same plan', async () => {
  const taskId = await assign({ plan: plan(mints.sku) })
  const made = await hq.must('stocktakeTask.reassign', {
    ...{ taskId, storeCode: 'S003', dueDate: '2026-12-05', reason: '装修' },
  })
  expect(made).toMatchObject({
    storeCode: 'S003',
    dueDate: '2026-12-05',
    state: 'notStarted',
    note: '照单盘',
    blind: true,
  })
  await story.sync()
  expect(await taskAt(shop, taskId)).toMatchObject({ state: 'cancelled', closeReason: '装修' })
  expect((await taskAt(other, made.taskId)).scope).toEqual({ kind: 'list', skus: [mints.sku] })
  await hq.must('stocktakeTask.cancel', { taskId: made.taskId, reason: '也不盘' })
})

test('a region asks within itself, and sees nothing of another', async () => {
  const input = { name: '区域抽盘', plan: plan(mints.sku), dueDate: '2026-11-30' }
  const all = await region.must('stocktakeTask.assign', { ...input, stores: { kind: 'all' } })
  expect(all.tasks.map(({ storeCode }) => storeCode)).not.toContain('S003')
  await story.sync()
  const theirs = { ...input, stores: { kind: 'stores' as const, storeCodes: ['S001', 'S003'] } }
  await refuses(story, () => region.call('stocktakeTask.assign', theirs), 'STORE_NOT_FOUND', { storeCode: 'S003' })
  const elsewhere = { ...input, stores: { kind: 'region' as const, regionCode: 'R-S' } }
  await refuses(story, () => region.call('stocktakeTask.assign', elsewhere), 'REGION_NOT_FOUND')
  const taskId = all.tasks[0]?.taskId as string
  const { tasks } = await south.must('stocktakeTask.list', {})
  expect(new Set(tasks.map(({ storeCode }) => storeCode))).toEqual(new Set(['S003']))
  await refuses(
    story,
    () => south.call('stocktakeTask.cancel', { taskId, reason: '不关我事' }),
    'STOCKTAKE_TASK_NOT_FOUND',
  )
  await story.sync()
  await refuses(story, () => other.call('stocktakeTask.open', { taskId }), 'STOCKTAKE_TASK_NOT_FOUND')
  for (const one of all.tasks) await hq.must('stocktakeTask.cancel', { taskId: one.taskId, reason: '试过了' })
})

test('both sides say the same', () => agrees(story))

test('a PC that tells of another plan than HQ’s is booked, and people are told', async () => {
  const taskId = await assign({ plan: plan(mints.sku) })
  shop.line.up = false
  await shop.must('stocktakeTask.open', { taskId })
  const last = (await eventsOf(shop)).at(-1)
  const told = JSON.parse(last?.payload as string)
  const logId = 'f7b2c1de-3a54-4a0b-9d42-6f4c3b1a2e10'
  const pc = await enrolmentOf(shop)
  const seen = { ...told, stocktake: { ...told.stocktake, blind: false } }
  expect((await pushTo(story.hub, pc, batchOf(pc, [JSON.stringify(seen)], { logId }))).answer.ok).toBe(true)
  expect(await alarmsAbout(story.hub, logId)).toMatchObject([{ kind: 'ruleNotKept', ground: 'paper' }])
  expect((await taskAt(hq, taskId)).state).toBe('counting')
})
