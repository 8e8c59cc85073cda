/** Lists on paper: what the books say at one moment, of the warehouse asked for, and never less than that without saying so. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/unitOfWork'
import { heldStock } from '../../src/store/paper/heldStock'
import { beginStory, crisps, mints, type Story, type StoryStore, spirit, stockUp } from '../support/story'
import { chain } from '../support/world'

const milk = chain.products.find(({ keepsLots, shelfLifeDays, weighed }) => keepsLots && shelfLifeDays > 0 && !weighed)
const sku = milk?.sku ?? ''

let story: Story
let shop: StoryStore

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  await shop.signIn('s001.manager')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: spirit.sku, quantity: 6000 },
    { sku: mints.sku, quantity: 9000 },
    { sku, quantity: 6000, lot: 'FRONT', expiryDate: '2027-01-28' },
  ])
  await stockUp(shop, [{ sku, quantity: 4000, lot: 'BACK', expiryDate: '2027-01-28' }], 'WS001B')
}, 120_000)
afterAll(() => story.close())

const plain = { size: 'a4', language: 'zh-CN', to: 'viewer' } as const
const print = (what: { form: 'stock' } | { form: 'nearExpiry'; days: number }, warehouseCode = 'WS001') =>
  shop.must('paper.print', { ...plain, what: { ...what, warehouseCode } })
const lastPaper = (): string =>
  (shop.papers.printed.at(-1)?.html ?? '').replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]+>/g, ' ')

const seesAll = {
  ...{ scope: { kind: 'chain' } as const, seesBook: true, withCost: false, mayKnowOrdered: true, userId: '' },
  reviews: true,
}

test('what is posted while its pages are read is on none of them', async () => {
  let pages = 0
  const slow = {
    snapshot: async () => {
      const { read, close } = await shop.database.snapshot()
      const all: Database['read']['all'] = async (sql, parameters) => {
        // between two pages the shop goes on
        if (pages === 1) await stockUp(shop, [{ sku: spirit.sku, quantity: 1000 }])
        pages += 1
        return read.all(sql, parameters)
      }
      return { read: { ...read, all }, close }
    },
  }
  const before = await heldStock(shop.database, 'WS001', seesAll)
  const { rows } = await heldStock(slow, 'WS001', seesAll, 1)
  expect(pages).toBeGreaterThan(3)
  expect(rows.map((row) => [row.sku, row.onHand])).toEqual(before.rows.map((row) => [row.sku, row.onHand]))
  const after = await heldStock(shop.database, 'WS001', seesAll)
  expect(after.rows.find((row) => row.sku === spirit.sku)?.onHand).toBe(7000)
})

test('near its expiry: of the warehouse asked for, and of no other', async () => {
  expect(await print({ form: 'nearExpiry', days: 200 })).toMatchObject({ leftOut: null })
  expect(lastPaper()).toContain('FRONT')
  expect(lastPaper()).not.toContain('BACK')
  await print({ form: 'nearExpiry', days: 200 }, 'WS001B')
  expect(lastPaper()).toContain('BACK')
  expect(lastPaper()).not.toContain('FRONT')
})

test('what is counted blind is on no list of whoever may not see the books, and the list says what it leaves out', async () => {
  const zones = [{ code: 'A01', name: '零食架', temporary: false }]
  const { number } = await shop.must('stocktake.open', {
    ...{ scope: { kind: 'list', skus: [crisps.sku, sku] }, zones, note: '' },
    ...{ blind: true, tolerancePermille: 0, toleranceFen: 0 },
  })
  const hidden = { stocktakes: [number], products: 2 }
  // the manager reviews counts and sees the books: nothing is left out
  expect(await print({ form: 'stock' })).toMatchObject({ leftOut: null })
  expect(lastPaper()).toContain(crisps.sku)
  expect(lastPaper()).not.toContain('盲盘')
  await shop.signIn('s001.lin')
  for (const what of [{ form: 'stock' }, { form: 'nearExpiry', days: 200 }] as const) {
    expect(await print(what)).toMatchObject({ leftOut: hidden })
    expect(lastPaper()).toContain('不全，有商品在盲盘')
    expect(lastPaper()).toContain(`正在盲盘（${number}），涉及的 2 种商品没有列在这张单上`)
    expect(lastPaper()).not.toContain(sku)
    expect(lastPaper()).not.toContain(crisps.sku)
    // a list of nothing must not say that there is nothing
    expect(lastPaper()).not.toContain('没有临期商品')
  }
  await print({ form: 'stock' })
  expect(lastPaper()).toContain(spirit.sku)
  expect(await print({ form: 'stock' }, 'WS001B')).toMatchObject({ leftOut: null })
})
