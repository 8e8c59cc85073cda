/** A recount of named products is about these alone: a stray scan counts nothing, and what was not asked for stays as it was. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InputOf } from '../../../src/contract/operations'
import {
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

const type = 'stocktakeCount' as const
const beyond = 'STOCKTAKE_BEYOND_RECOUNT'
let story: Story
let shop: StoryStore
let stocktakeId: string

beforeAll(async () => {
  story = await beginStory(['S001'])
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.manager')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: spirit.sku, quantity: 6000 },
  ])
  const opened = await shop.must('stocktake.open', {
    scope: { kind: 'list', skus: [crisps.sku, spirit.sku] },
    ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
    zones: [{ code: 'A01', name: '零食架', temporary: false }],
  })
  stocktakeId = opened.stocktakeId
}, 120_000)

afterAll(() => story.close())

const begin = async (who: string): Promise<string> => {
  await shop.signIn(who)
  return (await shop.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })).documentId
}

const set = (documentId: string, sku: string, quantity: number) =>
  shop.must('document.setLine', { type, documentId, sku, quantity })

const review = async () => {
  await shop.signIn('s001.manager')
  await shop.must('stocktake.closeCounting', { stocktakeId })
  const { lines } = await shop.must('stocktake.review', { stocktakeId, show: 'all' })
  return lines
    .map(({ sku, counted, recounted, open }) => ({ sku, counted, recounted, open }))
    .sort((one, other) => one.sku.localeCompare(other.sku))
}

test('a stray scan is refused in words and counts nothing; the other product keeps its count and its open difference', async () => {
  const first = await begin('s001.lin')
  await set(first, crisps.sku, 18_000)
  await set(first, spirit.sku, 5000)
  await handIn(shop, first)
  await review()
  await shop.must('stocktake.recount', {
    stocktakeId,
    zones: [{ zoneCode: 'A01', skus: [crisps.sku] }],
    note: '差两袋',
  })
  const again = await begin('s001.zhou')
  const { recounts } = await shop.must('stocktake.get', { stocktakeId })
  const product = chain.products.find(({ sku }) => sku === crisps.sku)
  const { sku, name, nameEn, spec, shelf } = product as NonNullable<typeof product>
  expect(recounts).toMatchObject([{ note: '差两袋', products: [{ sku, name, nameEn, spec, shelf }] }])
  await story.sync()
  const stray = { type, documentId: again }
  const scan = scanOf(pieceCode(spirit.sku))
  await refuses(story, () => shop.call('document.scan', { ...stray, scan }), beyond, { sku: spirit.sku, zone: 'A01' })
  await refuses(story, () => shop.call('document.setLine', { ...stray, sku: mints.sku, quantity: 1000 }), beyond)
  await shop.must('document.scan', { ...stray, scan: scanOf(pieceCode(crisps.sku)), times: 19 })
  await handIn(shop, again)
  expect(await review()).toEqual(
    [
      { sku: crisps.sku, counted: 19_000, recounted: true, open: false },
      { sku: spirit.sku, counted: 5000, recounted: false, open: true },
    ].sort((one, other) => one.sku.localeCompare(other.sku)),
  )
})

test('a file brings a recount what was asked for and nothing else', async () => {
  await shop.must('stocktake.recount', { stocktakeId, zones: [{ zoneCode: 'A01', skus: [spirit.sku] }], note: '' })
  const file: InputOf<'countSheet.checkFile'> = {
    ...{ stocktakeId, name: '手持.csv' },
    rows: [crisps.sku, spirit.sku].map((sku, index) => [index + 2, pieceCode(sku), '6', 'A01', '', '']),
  }
  const { faults } = await shop.must('countSheet.checkFile', file)
  expect(faults).toMatchObject([{ row: 2, column: 'barcode', fault: 'beyondRecount' }])
})

test('all of a zone counted again takes whatever lies there', async () => {
  await shop.signIn('s001.manager')
  await shop.must('stocktake.cancel', { stocktakeId, reason: '重来' })
  const plan = { scope: { kind: 'list' as const, skus: [crisps.sku] }, blind: true, note: '' }
  const zones = [{ code: 'A01', name: '零食架', temporary: false }]
  const opened = await shop.must('stocktake.open', { ...plan, zones, tolerancePermille: 0, toleranceFen: 0 })
  stocktakeId = opened.stocktakeId
  const first = await begin('s001.lin')
  await set(first, crisps.sku, 18_000)
  await handIn(shop, first)
  await shop.signIn('s001.manager')
  await shop.must('stocktake.recount', { stocktakeId, zones: [{ zoneCode: 'A01', skus: [] }], note: '' })
  const again = await begin('s001.zhou')
  const { outcome } = await shop.must('document.scan', {
    ...{ type, documentId: again, scan: scanOf(pieceCode(spirit.sku)) },
  })
  expect(outcome).toBe('firstOfLine')
})
