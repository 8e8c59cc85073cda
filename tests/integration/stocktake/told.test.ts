/**
 * A store PC is untrusted in what it tells of a stocktake too: HQ finds the differences anew from the counts and the
 * movements it was told. What does not follow is booked, for goods are as the store says, and people are told.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StocktakeStepped } from '../../../src/contract/schemas/stocktake'
import type { DocumentStepped } from '../../../src/contract/schemas/sync'
import { verifyLedger } from '../../../src/ledger/verify'
import { alarmsAbout, batchOf, enrolmentOf, eventsOf, pushTo, signedForAnew } from '../../support/forger'
import { beginStory, crisps, handIn, mints, type Story, type StoryStore, stockUp } from '../../support/story'

let story: Story
let shop: StoryStore
/** all the shop did, HQ not having heard a word of it */
let told: (StocktakeStepped | DocumentStepped)[]

const countOne = async (sku: string, quantity: number): Promise<string> => {
  const { stocktakeId } = await shop.must('stocktake.open', {
    ...{ scope: { kind: 'list', skus: [sku] }, blind: true, tolerancePermille: 1000, toleranceFen: 0, note: '' },
    zones: [{ code: 'A01', name: '货架', temporary: false }],
  })
  const { documentId } = await shop.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })
  await shop.must('document.setLine', { type: 'stocktakeCount', documentId, sku, quantity })
  await handIn(shop, documentId)
  const { version } = await shop.must('stocktake.closeCounting', { stocktakeId })
  await shop.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' })
  return stocktakeId
}

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  await shop.signIn('s001.manager')
  shop.line.up = false
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: mints.sku, quantity: 9000 },
  ])
  await countOne(crisps.sku, 18_000)
  await countOne(mints.sku, 8000)
  told = (await eventsOf(shop)).map(({ payload }) => JSON.parse(payload))
}, 120_000)
afterAll(() => story.close())

const isSubmitted = (event: StocktakeStepped | DocumentStepped, sku: string): event is StocktakeStepped =>
  event.type === 'stocktake.stepped' && event.step === 'submitted' && event.lines[0]?.sku === sku

/** The review says two bags less than were counted. */
const withForgedReview = (event: StocktakeStepped | DocumentStepped) => {
  if (!isSubmitted(event, crisps.sku)) return event
  return {
    ...event,
    lines: event.lines.map((line) => ({ ...line, book: line.book + 1000, variance: line.variance - 1000 })),
  }
}

/** The paper books two boxes where one was missing. */
const withForgedPaper = (event: StocktakeStepped | DocumentStepped) => {
  if (event.type !== 'document.stepped' || event.document.type !== 'stocktakeLoss') return event
  if (event.lines[0]?.sku !== mints.sku) return event
  return signedForAnew({
    ...event,
    lines: event.lines.map((line) => ({ ...line, quantity: 2000 })),
    movements: event.movements.map((one) => ({ ...one, quantity: 2000, value: one.value * 2 })),
  })
}

test('a plan in the name of who may not plan is not believed', async () => {
  const opened = told.find((event) => event.type === 'stocktake.stepped') as StocktakeStepped
  const stocktake = { ...opened.stocktake, stocktakeId: randomUUID(), number: 'PD-S001-261122-A9001' }
  const logId = randomUUID()
  const pc = await enrolmentOf(shop)
  const payload = JSON.stringify({ ...opened, stocktake, userId: 's001.lin' })
  expect((await pushTo(story.hub, pc, batchOf(pc, [payload], { logId }))).answer.ok).toBe(true)
  expect(await alarmsAbout(story.hub, logId)).toMatchObject([
    { kind: 'eventParked', ground: 'right', userId: 's001.lin' },
  ])
  expect(await story.hub.database.read.all('SELECT * FROM stocktake')).toEqual([])
})

test('a review and a paper that do not follow are booked, and each raises an alarm', async () => {
  const logId = randomUUID()
  const pc = await enrolmentOf(shop)
  const forged = told.map((event) => JSON.stringify(withForgedPaper(withForgedReview(event) as DocumentStepped)))
  expect((await pushTo(story.hub, pc, batchOf(pc, forged, { logId }))).answer.ok).toBe(true)
  const { read } = story.hub.database
  expect(await read.all('SELECT seq, reason FROM parkedEvent WHERE logId = ?', [logId])).toEqual([])
  const alarms = await alarmsAbout(story.hub, logId)
  const at = (index: number) => told[index - 1] as StocktakeStepped | DocumentStepped
  // the crisps' review, their paper that is not what the forged review came to, and the mints' paper, at each of its steps
  expect(alarms.map(({ kind, ground, seq }) => [kind, ground, at(seq).type, at(seq).step])).toEqual([
    ['ruleNotKept', 'goods', 'stocktake.stepped', 'submitted'],
    ['ruleNotKept', 'goods', 'document.stepped', 'submitted'],
    ['ruleNotKept', 'goods', 'document.stepped', 'posted'],
    ['ruleNotKept', 'goods', 'document.stepped', 'submitted'],
    ['ruleNotKept', 'goods', 'document.stepped', 'posted'],
  ])
  expect((await verifyLedger(read)).problems).toEqual([])
})
