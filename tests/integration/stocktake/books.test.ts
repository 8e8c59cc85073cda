/**
 * A store's books are kept on one of its PCs, and stocktakes are opened there: the others know little of what lies in the
 * warehouse. HQ says which PC it is; what a PC does that was told nothing, or does not listen, is booked and raises an alarm.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InputOf } from '../../../src/contract/operations'
import {
  agrees,
  beginStory,
  crisps,
  mints,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'

let story: Story
let a: StoryStore
let b: StoryStore

beforeAll(async () => {
  story = await beginStory(['S001', 'S001'])
  ;[a, b] = story.stores as [StoryStore, StoryStore]
  await a.signIn('s001.manager')
  await b.signIn('s001.manager')
  await stockUp(a, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: mints.sku, quantity: 9000 },
  ])
}, 120_000)
afterAll(() => story.close())

const planOf = (...skus: string[]): InputOf<'stocktake.open'> => ({
  scope: { kind: 'list', skus },
  ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, zones: [], note: '' },
})
const booksAt = async (pc: StoryStore): Promise<string> => (await pc.must('app.status', {})).booksAt
const alarms = async () => {
  const hq = await story.browser('hq.operations')
  const { alarms: all } = await hq.must('alarm.list', {})
  return all.map(({ kind, ground, deviceLetter, reason }) => ({ kind, ground, deviceLetter, reason }))
}
/** As a PC that HQ has not reached with it yet. */
const wasNotTold = (pc: StoryStore): Promise<void> =>
  pc.database.write((tx) => tx.run(`DELETE FROM meta WHERE key = 'booksKeeper'`))
const cancel = (pc: StoryStore, stocktakeId: string) => pc.must('stocktake.cancel', { stocktakeId, reason: '到此为止' })

test('the second PC knows that the first keeps the books, and opens nothing', async () => {
  await story.sync()
  expect([await booksAt(a), await booksAt(b)]).toEqual(['', 'A'])
  const elsewhere = (asked: () => ReturnType<StoryStore['call']>) =>
    refuses(story, asked, 'STOCKTAKE_BOOKS_ELSEWHERE', { pc: 'A' })
  await elsewhere(() => b.call('stocktake.open', planOf(crisps.sku)))
  const hq = await story.browser('hq.operations')
  const { tasks } = await hq.must('stocktakeTask.assign', {
    ...{ name: '月盘', stores: { kind: 'stores', storeCodes: ['S001'] }, dueDate: '2026-11-30' },
    plan: { scope: { kind: 'list', skus: [crisps.sku] }, blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
  })
  await story.sync()
  const { taskId } = tasks[0] as (typeof tasks)[number]
  await elsewhere(() => b.call('stocktakeTask.open', { taskId }))
  const { stocktakeId } = await a.must('stocktakeTask.open', { taskId })
  await cancel(a, stocktakeId)
})

test('disabled by HQ, the first PC keeps them no more; given back, it does', async () => {
  const hq = await story.browser('hq.admin')
  const { devices } = await hq.must('enrolment.devices', {})
  const { deviceId } = devices.find(({ letter }) => letter === 'A') as (typeof devices)[number]
  // what it does not hear does not sign its people out
  a.line.up = false
  await hq.must('device.revoke', { deviceId, reason: '进水' })
  await b.must('app.syncNow', {})
  expect(await booksAt(b)).toBe('')
  await hq.must('device.restore', { deviceId, reason: '修好了' })
  a.line.up = true
  await story.sync()
  expect([await booksAt(a), await booksAt(b)]).toEqual(['', 'A'])
})

test('a hub that never said it says it when it starts, once', async () => {
  const said = `SELECT body FROM streamItem WHERE type = 'booksKeeper' AND key = 'S001'`
  const before = (await story.hub.database.read.all(said)).length
  await story.hub.database.write(async (tx) => {
    await tx.run(`DELETE FROM meta WHERE key = 'keepersTold'`)
  })
  for (const expected of [before + 1, before + 1]) {
    await story.hub.stop()
    await story.hub.start()
    expect(await story.hub.database.read.all(said)).toHaveLength(expected)
  }
})

test('one product in two open stocktakes, on PCs that have not heard of each other: HQ says so', async () => {
  await wasNotTold(b)
  b.line.up = false
  const one = await a.must('stocktake.open', planOf(crisps.sku, mints.sku))
  const other = await b.must('stocktake.open', planOf(mints.sku))
  b.line.up = true
  await story.sync()
  expect(await alarms()).toEqual([
    {
      ...{ kind: 'ruleNotKept', ground: 'overlap', deviceLetter: 'B' },
      reason: `${other.number} is about goods of ${one.number}, which is open, too`,
    },
  ])
  await cancel(b, other.stocktakeId)
  await cancel(a, one.stocktakeId)
  await agrees(story)
})

test('goods that are counted and move in another PC’s log: HQ says so, then and when they are counted next', async () => {
  const apart = async () => (await alarms()).filter(({ ground }) => ground === 'otherBooks')
  const { stocktakeId, number } = await a.must('stocktake.open', planOf(crisps.sku))
  await story.sync()
  // of no stocktake: what a store's PCs book is the store's
  await stockUp(b, [{ sku: spirit.sku, quantity: 1000 }])
  await story.sync()
  expect(await apart()).toEqual([])
  await stockUp(b, [{ sku: crisps.sku, quantity: 1000 }])
  await story.sync()
  expect(await apart()).toMatchObject([
    { ground: 'otherBooks', deviceLetter: 'B', reason: expect.stringContaining(number) },
  ])
  await cancel(a, stocktakeId)
  await story.sync()
  await cancel(a, (await a.must('stocktake.open', planOf(mints.sku))).stocktakeId)
  await story.sync()
  expect(await apart()).toHaveLength(1)
  const next = await a.must('stocktake.open', planOf(crisps.sku, mints.sku))
  await story.sync()
  expect((await apart()).map(({ deviceLetter, reason }) => [deviceLetter, reason])).toContainEqual([
    'A',
    `${next.number}: another PC booked ${crisps.sku} there, which its books lack`,
  ])
  await cancel(a, next.stocktakeId)
  await agrees(story)
})
