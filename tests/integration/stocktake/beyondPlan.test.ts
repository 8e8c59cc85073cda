/** Goods a stocktake is not about: whoever counts them is told, the review has them behind all others, and nothing is booked. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginStory, crisps, handIn, mints, type Story, type StoryStore, stockUp } from '../../support/story'
import { pieceCode, scanOf } from '../../support/world'

let story: Story
let a: StoryStore
let b: StoryStore

beforeAll(async () => {
  story = await beginStory(['S001', 'S001'])
  ;[a, b] = story.stores as [StoryStore, StoryStore]
  await a.signIn('s001.manager')
  await b.signIn('s001.zhou')
  await stockUp(a, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: mints.sku, quantity: 900_000 },
  ])
}, 120_000)
afterAll(() => story.close())

const open = async (scope: { kind: 'full' } | { kind: 'list'; skus: string[] }) => {
  await a.signIn('s001.manager')
  const { stocktakeId } = await a.must('stocktake.open', {
    ...{ scope, blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
    zones: [{ code: 'A01', name: 'A01', temporary: false }],
  })
  await story.sync()
  return stocktakeId
}
const begin = async (pc: StoryStore, stocktakeId: string) => ({
  type: 'stocktakeCount' as const,
  ...(await pc.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })),
})
const scanned = async (pc: StoryStore, paper: Awaited<ReturnType<typeof begin>>, sku: string, times = 1) =>
  (await pc.must('document.scan', { ...paper, scan: scanOf(pieceCode(sku)), times })).beyondPlan

test('told with every scan and every typed figure, on the PC that holds it and on another; the review has them last', async () => {
  const stocktakeId = await open({ kind: 'list', skus: [crisps.sku] })
  await a.signIn('s001.lin')
  const paper = await begin(a, stocktakeId)
  expect(await scanned(a, paper, crisps.sku, 19)).toBeUndefined()
  expect(await scanned(a, paper, mints.sku)).toBe(true)
  expect(await scanned(a, paper, mints.sku)).toBe(true)
  expect((await a.must('document.setLine', { ...paper, sku: mints.sku, quantity: 5000 })).beyondPlan).toBe(true)
  expect((await a.must('document.setLine', { ...paper, sku: crisps.sku, quantity: 19_000 })).beyondPlan).toBeUndefined()
  await handIn(a, paper.documentId)
  const elsewhere = await begin(b, stocktakeId)
  expect([await scanned(b, elsewhere, crisps.sku), await scanned(b, elsewhere, mints.sku)]).toEqual([undefined, true])

  await a.signIn('s001.manager')
  await a.must('stocktake.closeCounting', { stocktakeId })
  const review = await a.must('stocktake.review', { stocktakeId, show: 'all' })
  const [first, last] = review.lines
  // by value the strays would stand first
  expect([first?.sku, first?.planned, last?.sku, last?.planned]).toEqual([crisps.sku, true, mints.sku, false])
  expect(Math.abs(last?.value ?? 0)).toBeGreaterThan(Math.abs(first?.value ?? 0))
  const page = { stocktakeId, show: 'all' as const, limit: 1 }
  const next = await a.must('stocktake.review', { ...page, after: { sku: crisps.sku, lot: '' } })
  expect([next.lines.map(({ sku }) => sku), next.more]).toEqual([[mints.sku], false])
  await a.must('stocktake.cancel', { stocktakeId, reason: '下一个' })
})

test('a full stocktake is about whatever lies there', async () => {
  const stocktakeId = await open({ kind: 'full' })
  await a.signIn('s001.lin')
  const paper = await begin(a, stocktakeId)
  expect([await scanned(a, paper, crisps.sku), await scanned(a, paper, mints.sku)]).toEqual([undefined, undefined])
})
