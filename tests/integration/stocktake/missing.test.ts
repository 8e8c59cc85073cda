/**
 * What counting would be closed without is listed before it is closed; and a recount that was asked for is made before the
 * review is handed in, or somebody says why it is not.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StocktakeStepped } from '../../../src/contract/schemas/stocktake'
import type { DocumentStepped } from '../../../src/contract/schemas/sync'
import { alarmsAbout, batchOf, enrolmentOf, eventsOf, pushTo, signedForAnew } from '../../support/forger'
import {
  agrees,
  beginStory,
  crisps,
  handIn,
  mints,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'
import { chain, pieceCode, scanOf } from '../../support/world'

let story: Story
let shop: StoryStore
let stocktakeId: string

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  await shop.signIn('s001.manager')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: spirit.sku, quantity: 6000 },
  ])
}, 120_000)
afterAll(() => story.close())

const strange = '6999999999997'
const plan = { blind: true, tolerancePermille: 1000, toleranceFen: 100_000, note: '' }
const open = async (...skus: string[]): Promise<string> => {
  const zones = ['A01', 'B01'].map((code) => ({ code, name: code, temporary: false }))
  return (await shop.must('stocktake.open', { ...plan, zones, scope: { kind: 'list', skus } })).stocktakeId
}
const missing = () => shop.must('stocktake.missing', { stocktakeId })
const close = () => shop.must('stocktake.closeCounting', { stocktakeId })
const submission = async () => {
  const { version } = await shop.must('stocktake.get', { stocktakeId })
  return { stocktakeId, version, uncounted: 'leave' as const, uncountedReason: '' }
}

test('goods nobody counted, and codes nobody knew, stand there before counting ends; no figure of the books does', async () => {
  stocktakeId = await open(crisps.sku, spirit.sku, mints.sku)
  expect(await missing()).toMatchObject({ uncounted: { total: 3 }, codes: { total: 0 }, recounts: [] })
  await shop.signIn('s001.lin')
  const { documentId } = await shop.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })
  const paper = { type: 'stocktakeCount' as const, documentId }
  await shop.must('document.scan', { ...paper, scan: scanOf(pieceCode(crisps.sku)) })
  const { tray } = await shop.must('document.scan', { ...paper, scan: scanOf(strange) })
  await shop.must('document.scan', { ...paper, scan: scanOf(strange) })
  expect(await shop.call('stocktake.missing', { stocktakeId })).toMatchObject({ error: { code: 'FORBIDDEN' } })
  await shop.signIn('s001.manager')
  const { uncounted, codes } = await missing()
  expect(uncounted.products.map(({ sku }) => sku).sort()).toEqual([mints.sku, spirit.sku].sort())
  expect(Object.keys(uncounted.products[0] ?? {}).sort()).toEqual(['name', 'nameEn', 'shelf', 'sku', 'spec'])
  const code = { text: strange, reason: 'unknown', scans: 2, documentId, zoneCode: 'A01', round: 1 }
  expect(codes).toMatchObject({ total: 1, entries: [{ ...code, state: 'open' }] })
  await shop.signIn('s001.lin')
  await shop.must('document.setAside', { ...paper, trayId: tray?.trayId as string, reason: '赠品' })
  await handIn(shop, documentId)
  await shop.signIn('s001.manager')
  // set aside it lets the count be finished, and is on no shelf all the same
  expect((await missing()).codes).toMatchObject({ total: 1, entries: [{ ...code, state: 'setAside' }] })
})

test('a recount asked for and not made is listed, and nothing is handed in before somebody makes it or says why not', async () => {
  await shop.must('stocktake.recount', {
    stocktakeId,
    zones: [{ zoneCode: 'A01', skus: [crisps.sku] }],
    note: '差太多',
  })
  expect((await missing()).recounts).toEqual([{ zoneCode: 'A01', round: 2, products: 1, note: '差太多' }])
  // of what was counted before it stays counted
  expect((await missing()).uncounted.total).toBe(2)
  await close()
  const lines = [{ sku: crisps.sku, lot: '' }]
  await shop.must('stocktake.accept', { stocktakeId, lines, reason: '两人核对过' })
  await story.sync()
  const silent = await submission()
  await refuses(story, () => shop.call('stocktake.submit', silent), 'STOCKTAKE_RECOUNTS_OPEN', { zones: 'A01/2' })
  const done = await shop.must('stocktake.submit', { ...silent, recountsReason: '只有一个人上班' })
  expect(done).toMatchObject({ state: 'posted', recounts: [{ zoneCode: 'A01', waived: '只有一个人上班' }] })
  await agrees(story)
  const hq = await story.browser('hq.operations')
  expect((await hq.must('stocktake.get', { stocktakeId })).recounts).toEqual(done.recounts)
  expect((await hq.must('alarm.list', {})).alarms).toEqual([])
})

test('made, it is asked about no more', async () => {
  stocktakeId = await open(mints.sku)
  await shop.signIn('s001.lin')
  await handIn(shop, (await shop.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })).documentId)
  await shop.signIn('s001.manager')
  await shop.must('stocktake.recount', { stocktakeId, zones: [{ zoneCode: 'A01', skus: [] }], note: '' })
  await handIn(shop, (await shop.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })).documentId)
  expect((await missing()).recounts).toEqual([])
  await close()
  expect(await shop.must('stocktake.submit', await submission())).toMatchObject({ state: 'posted' })
})

test('a PC that hands in without the recount and without a word is told of', async () => {
  const never = chain.products.find(({ keepsLots, weighed, sku }) => !keepsLots && !weighed && sku > crisps.sku)
  const from = (await eventsOf(shop)).length
  stocktakeId = await open(never?.sku as string)
  await shop.signIn('s001.lin')
  const { documentId } = await shop.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })
  const nought = { type: 'stocktakeCount' as const, documentId, sku: never?.sku as string, quantity: 0 }
  await shop.must('document.setLine', nought)
  shop.line.up = false
  await handIn(shop, documentId)
  await shop.signIn('s001.manager')
  await shop.must('stocktake.recount', { stocktakeId, zones: [{ zoneCode: 'A01', skus: [] }], note: '' })
  await close()
  await shop.must('stocktake.submit', { ...(await submission()), recountsReason: '没有别人' })
  const told = (await eventsOf(shop)).slice(from).map(({ payload }) => payload)
  for (const [time, [word, alarms]] of (
    [
      ['没有别人', []],
      ['', [{ kind: 'ruleNotKept', ground: 'order' }]],
    ] as const
  ).entries()) {
    const logId = randomUUID()
    const pc = await enrolmentOf(shop)
    const events = asAnother(told, time).map((payload) =>
      payload.replaceAll('"waived":"没有别人"', `"waived":"${word}"`),
    )
    expect((await pushTo(story.hub, pc, batchOf(pc, events, { logId }))).answer.ok).toBe(true)
    // the same stocktake told by another log overlaps with the true one, which is another alarm's word
    const raised = (await alarmsAbout(story.hub, logId)).filter(({ ground }) => ground !== 'overlap')
    expect(raised.map(({ kind, ground }) => ({ kind, ground }))).toEqual(alarms)
    const at = raised.map(({ seq }) => (JSON.parse(events[seq - 1] ?? '{}') as StocktakeStepped).step)
    expect(at).toEqual(alarms.map(() => 'submitted'))
  }
})

/** The same of papers of its own, signed for as if it were the truth. */
const asAnother = (payloads: readonly string[], time: number): string[] => {
  const ids = new Map<string, string>()
  return payloads.map((payload) => {
    const event = JSON.parse(
      payload
        .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
          ids.set(id, ids.get(id) ?? randomUUID())
          return ids.get(id) as string
        })
        .replace(/-A(\d{4,})"/g, `-A${time + 1}$1"`),
    ) as StocktakeStepped | DocumentStepped
    return JSON.stringify(event.type === 'document.stepped' ? signedForAnew(event) : event)
  })
}
