/**
 * Half booked: of one hand-in the small gain is in the books at once, the large loss waits and comes back. Nothing is called
 * off over what is booked.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OutputOf } from '../../../src/contract/operations'
import {
  agrees,
  beginStory,
  type Browser,
  crisps,
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
