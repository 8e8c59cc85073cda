/** 明盘: what the books say stands beside an open count while it is made, on the PC that keeps them; beside a blind one never. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OutputOf } from '../../../src/contract/operations'
import {
  beginStory,
  crisps,
  decide,
  draft,
  handIn,
  mints,
  type Story,
  type StoryStore,
  stockUp,
} from '../../support/story'
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
    { sku: mints.sku, quantity: 9000 },
  ])
}, 120_000)
afterAll(() => story.close())
beforeEach(() => story.sync())

const open = (blind: boolean) =>
  a.must('stocktake.open', {
    ...{
      scope: { kind: 'list', skus: [crisps.sku, mints.sku] },
      blind,
      tolerancePermille: 0,
      toleranceFen: 0,
      note: '',
    },
    zones: [{ code: 'A01', name: 'A01', temporary: false }],
  })
const begin = async (pc: StoryStore, { stocktakeId }: OutputOf<'stocktake.get'>) => ({
  type: 'stocktakeCount' as const,
  ...(await pc.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })),
})
const books = async (pc: StoryStore, { documentId }: { documentId: string }) =>
  (await pc.must('document.get', { documentId })).lines.map(({ sku, quantity, book }) => [sku, quantity, book])

test('beside an open count, as the books are just now, with every scan; once it is finished the review has them', async () => {
  const stocktake = await open(false)
  await a.signIn('s001.lin')
  const paper = await begin(a, stocktake)
  const scanned = await a.must('document.scan', { ...paper, scan: scanOf(pieceCode(crisps.sku)), times: 19 })
  expect(scanned.line).toMatchObject({ quantity: 19_000, book: 20_000 })
  const tasting = await draft(a, 'internalUse', { reasonCode: 'TASTING' }, [{ sku: crisps.sku, quantity: 1000 }])
  await handIn(a, tasting)
  await a.signIn('s001.manager')
  await decide(a, tasting)
  await a.signIn('s001.lin')
  await a.must('document.setLine', { ...paper, sku: mints.sku, quantity: 9000 })
  expect(await books(a, paper)).toEqual([
    [crisps.sku, 19_000, 19_000],
    [mints.sku, 9000, 9000],
  ])
  await handIn(a, paper.documentId)
  expect(await books(a, paper)).toEqual([
    [crisps.sku, 19_000, undefined],
    [mints.sku, 9000, undefined],
  ])
  await story.sync()
  // the second PC has a log of its own, and none of the shop's books
  const elsewhere = await begin(b, stocktake)
  await b.must('document.setLine', { ...elsewhere, sku: crisps.sku, quantity: 19_000 })
  expect(await books(b, elsewhere)).toEqual([[crisps.sku, 19_000, undefined]])
  await a.signIn('s001.manager')
  await a.must('stocktake.cancel', { stocktakeId: stocktake.stocktakeId, reason: '下一个' })
})

test('beside a blind count never, whoever looks', async () => {
  const stocktake = await open(true)
  await a.signIn('s001.lin')
  const paper = await begin(a, stocktake)
  const scanned = await a.must('document.scan', { ...paper, scan: scanOf(pieceCode(crisps.sku)), times: 3 })
  expect(scanned.line?.book).toBeUndefined()
  await a.signIn('s001.manager')
  expect(await books(a, paper)).toEqual([[crisps.sku, 3000, undefined]])
})
