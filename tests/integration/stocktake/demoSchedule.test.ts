/** The demo chain's plan: on the day the chain is made its shops find a shelf to count, and each week again. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeDayOf } from '../../../src/core/quantity/storeDay'
import { demoSchedule } from '../../../src/hub/demo/demoSchedule'
import { runJobs } from '../../../src/hub/jobs/jobs'
import { seedSchedule } from '../../../src/hub/seedSchedule'
import { agrees, beginStory, type Story, type StoryStore } from '../../support/story'
import { chain } from '../../support/world'

let story: Story
let shop: StoryStore

beforeAll(async () => {
  story = await beginStory(['S001'])
  ;[shop] = story.stores as [StoryStore]
}, 120_000)
afterAll(() => story.close())

test('the shop finds one task of today, opens it and has goods to count; a week later comes the next', async () => {
  const today = storeDayOf(story.clock.nowMs())
  await seedSchedule(story.hub.runtime, demoSchedule(chain, today))
  await shop.signIn('s001.manager')
  await story.sync()
  const { tasks } = await shop.must('stocktakeTask.list', { states: ['notStarted'] })
  expect(tasks).toMatchObject([{ name: '每周货架盲盘', day: today, kind: 'list', blind: true, overdue: false }])
  const { products, zones } = await shop.must('stocktakeTask.open', { taskId: tasks[0]?.taskId ?? '' })
  expect(products).toBe(8)
  expect(zones.length).toBeGreaterThan(0)
  await agrees(story)
  story.clock.pass(7 * 24 * 60 * 60_000)
  await runJobs(story.hub.runtime)
  const hq = await story.browser('hq.operations')
  const rounds = (await hq.must('stocktakeTask.list', { storeCode: 'S001' })).tasks
  expect(rounds.map(({ state }) => state).sort()).toEqual(['counting', 'notStarted'])
  const { schedules } = await hq.must('stocktakeSchedule.list', {})
  expect(schedules).toMatchObject([{ state: 'active', createdByName: expect.any(String) }])
})
