/** A zone chosen by mistake: whoever began its count takes the empty paper back, and counting can be closed; what was found stays. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { agrees, beginStory, crisps, mints, refuses, type Story, type StoryStore, stockUp } from '../../support/story'
import { pieceCode, scanOf } from '../../support/world'

let story: Story
let shop: StoryStore
let stocktakeId: string

const zones = ['A01', 'B01'].map((code) => ({ code, name: code, temporary: false }))
const mistake = (documentId: string) => ({ documentId, reason: '选错了区域' })
const begin = async (zoneCode: string) => {
  const { documentId } = await shop.must('stocktake.startCount', { stocktakeId, zoneCode })
  return { type: 'stocktakeCount' as const, documentId }
}
const drop = (documentId: string) => shop.must('stocktake.dropCount', mistake(documentId))
const refusesDrop = (documentId: string, code: 'COUNT_NOT_EMPTY' | 'COUNT_NOT_OWN') =>
  refuses(story, () => shop.call('stocktake.dropCount', mistake(documentId)), code)
const headerOf = async (documentId: string) => (await shop.must('document.get', { documentId })).header
const stateOf = async (zoneCode: string) =>
  (await shop.must('stocktake.get', { stocktakeId })).zones.find(({ code }) => code === zoneCode)?.state

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  await shop.signIn('s001.manager')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: mints.sku, quantity: 9000 },
  ])
  const plan = { scope: { kind: 'list' as const, skus: [crisps.sku, mints.sku] }, blind: true, note: '' }
  ;({ stocktakeId } = await shop.must('stocktake.open', { ...plan, tolerancePermille: 0, toleranceFen: 0, zones }))
}, 120_000)
afterAll(() => story.close())
beforeEach(async () => {
  await shop.signIn('s001.lin')
  await story.sync()
})

test('who began it takes the empty count back; the zone waits again, and its paper says why', async () => {
  const { documentId } = await begin('A01')
  expect(await stateOf('A01')).toBe('counting')
  // voiding papers is the manager's as ever
  const cancel = { type: 'stocktakeCount' as const, ...mistake(documentId) }
  await refuses(story, () => shop.call('document.cancel', cancel), 'FORBIDDEN')
  await drop(documentId)
  expect(await stateOf('A01')).toBe('notStarted')
  expect(await headerOf(documentId)).toMatchObject({ state: 'cancelled' })
  expect((await begin('A01')).documentId).not.toBe(documentId)
  await agrees(story)
})

test('put aside, it can be taken back as well; a scan that was undone is nothing counted', async () => {
  const paper = await begin('A01')
  await shop.must('document.scan', { ...paper, scan: scanOf(pieceCode(crisps.sku)) })
  await refusesDrop(paper.documentId, 'COUNT_NOT_EMPTY')
  await shop.must('document.undo', paper)
  await shop.must('document.hold', paper)
  await drop(paper.documentId)
  expect(await stateOf('A01')).toBe('notStarted')
  await agrees(story)
})

test('nought is a figure, and a code nobody knows was seen: then it is the manager’s', async () => {
  const paper = await begin('A01')
  await shop.must('document.setLine', { ...paper, sku: mints.sku, quantity: 0 })
  await refusesDrop(paper.documentId, 'COUNT_NOT_EMPTY')
  const odd = await begin('B01')
  await shop.must('document.scan', { ...odd, scan: scanOf('6900001999997') })
  await refusesDrop(odd.documentId, 'COUNT_NOT_EMPTY')
  await shop.signIn('s001.manager')
  for (const one of [paper, odd]) await shop.must('document.cancel', { ...one, reason: '重来' })
})

test('somebody else’s empty count is not theirs to take back, not even in their hands', async () => {
  const { documentId, type } = await begin('B01')
  await shop.signIn('s001.zhou')
  await refusesDrop(documentId, 'COUNT_NOT_OWN')
  await shop.must('document.takeOver', { documentId, type })
  await refusesDrop(documentId, 'COUNT_NOT_OWN')
})

test('taken back, it holds up the closing no longer, and HQ finds nothing odd', async () => {
  const { documentId } = await begin('B01')
  await shop.signIn('s001.manager')
  await refuses(story, () => shop.call('stocktake.closeCounting', { stocktakeId }), 'STOCKTAKE_COUNTS_OPEN')
  await shop.signIn('s001.lin')
  await drop(documentId)
  await shop.signIn('s001.manager')
  expect((await shop.must('stocktake.closeCounting', { stocktakeId })).state).toBe('review')
  await agrees(story)
})
