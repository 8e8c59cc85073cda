/** 盘点汇总表 and 盘点差异表: what is printed is what the review says, to whoever may see it, before and after it is booked. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  beginStory,
  changePolicy,
  crisps,
  handIn,
  mints,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'

let story: Story
let shop: StoryStore
let stocktakeId: string
let number: string

beforeAll(async () => {
  story = await beginStory(['S001', 'S001'])
  ;[shop] = story.stores as [StoryStore]
  for (const pc of story.stores) await pc.signIn('s001.manager')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: spirit.sku, quantity: 6000 },
    { sku: mints.sku, quantity: 9000 },
  ])
  const zones = [
    { code: 'A01', name: '零食架', temporary: false },
    { code: 'B01', name: '酒柜', temporary: false },
  ]
  const plan = { blind: true, tolerancePermille: 0, toleranceFen: 0, note: '月底', zones }
  const scope = { kind: 'list' as const, skus: [crisps.sku, spirit.sku, mints.sku] }
  ;({ stocktakeId, number } = await shop.must('stocktake.open', { ...plan, scope }))
}, 120_000)
afterAll(() => story.close())

const print = (language: 'zh-CN' | 'en-US' = 'zh-CN') => shop.must('stocktake.printReport', { stocktakeId, language })
const paper = (): string => shop.papers.printed.at(-1)?.html ?? ''
const cells = (sku: string): string[] => {
  const row = paper()
    .split('<tr>')
    .find((text) => text.includes(`>${sku}<`))
  return [...(row ?? '').matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = '']) =>
    cell.replace(/<[^>]+>/g, '').trim(),
  )
}
const count = async (zoneCode: string, goods: Record<string, number>): Promise<void> => {
  const { documentId } = await shop.must('stocktake.startCount', { stocktakeId, zoneCode })
  for (const [sku, quantity] of Object.entries(goods))
    await shop.must('document.setLine', { type: 'stocktakeCount', documentId, sku, quantity })
  await handIn(shop, documentId)
}

test('while it is counted there is nothing to sign, and a clerk prints no figure of the books', async () => {
  const asked = { stocktakeId, language: 'zh-CN' as const }
  await story.sync()
  const counting = { state: 'counting' }
  await refuses(story, () => shop.call('stocktake.printReport', asked), 'STOCKTAKE_STATE', counting)
  await shop.signIn('s001.lin')
  await count('A01', { [crisps.sku]: 18_000, [mints.sku]: 9000 })
  expect(await shop.call('stocktake.printReport', asked)).toMatchObject({ error: { code: 'FORBIDDEN' } })
  expect(shop.papers.printed).toEqual([])
})

test('under review it says so; each difference stands with its figures, its value and its word', async () => {
  await shop.signIn('s001.zhou')
  await count('B01', { [spirit.sku]: 7000 })
  await shop.signIn('s001.manager')
  // whoever signs sees that something came after the shelf was counted
  await stockUp(shop, [{ sku: crisps.sku, quantity: 1000 }])
  await shop.must('stocktake.closeCounting', { stocktakeId })
  await shop.must('stocktake.accept', { stocktakeId, lines: [{ sku: spirit.sku, lot: '' }], reason: '<b>补货没过账' })
  expect(await print()).toMatchObject({ pages: 2, files: 1, opened: true })
  expect(shop.papers.printed.at(-1)?.name).toBe(`${number}-盘点汇总表`)
  for (const words of ['盘点汇总表', '盘点差异表', '核对中，未提交', '盲盘', '指定商品', '月底', '第 2 / 2 页', number])
    expect(paper()).toContain(words)
  for (const name of ['盘点人', '复核人', '店长', '日期']) expect(paper().split(`<span>${name}</span>`)).toHaveLength(3)
  expect(cells(spirit.sku).slice(-5)).toEqual(['6', '7', '+1', '+¥119.28', '&lt;b&gt;补货没过账'])
  expect(cells(crisps.sku).slice(-5)).toEqual(['20', '18', '-2', '-¥4.62', '待说明 · 盘后进出 1 笔'])
  // no difference, no line; who counted stands beside each zone
  expect(cells(mints.sku)).toEqual([])
  expect(cells('A01').slice(-2)).toEqual(['2', expect.stringMatching(/ 初盘$/)])
  // largest value first
  expect(paper().indexOf(`>${spirit.sku}<`)).toBeLessThan(paper().indexOf(`>${crisps.sku}<`))
  expect(paper()).not.toContain('<script')
})

test('without the right to see cost it says what is missing, not what it is worth', async () => {
  const hq = await story.browser('hq.operations')
  let before: readonly string[] = []
  await changePolicy(hq, '店长不看成本', ({ rights }) => {
    before = rights['cost.view']
    rights['cost.view'] = rights['cost.view'].filter((role) => role !== 'storeManager')
  })
  await story.sync()
  await shop.signIn('s001.manager')
  await print()
  expect(cells(crisps.sku).slice(-4)).toEqual(['20', '18', '-2', '待说明 · 盘后进出 1 笔'])
  expect(paper()).not.toMatch(/¥\d{2,}|119\.28/)
  await changePolicy(hq, '又看了', ({ rights }) => {
    rights['cost.view'] = [...before] as (typeof rights)[keyof typeof rights]
  })
  await story.sync()
  await shop.signIn('s001.manager')
})

test('booked, the same paper names what booked it; printing is told in the trail', async () => {
  await shop.must('stocktake.accept', { stocktakeId, lines: [{ sku: crisps.sku, lot: '' }], reason: '已核对' })
  const { version } = await shop.must('stocktake.get', { stocktakeId })
  const done = await shop.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' })
  expect(done.state).toBe('posted')
  await print()
  expect(paper()).toContain('已入账')
  for (const one of done.papers) expect(paper()).toContain(one.number)
  await print('en-US')
  for (const words of ['Stocktake summary', 'Counted by', 'Store manager', 'booked', 'Page 1 / 2'])
    expect(paper()).toContain(words)
  const lines = await shop.database.read.all<{ payload: string }>(
    `SELECT payload FROM trail WHERE payload LIKE '%stocktake.printReport%' AND payload LIKE '%"outcome":"done"%'`,
  )
  expect(lines).toHaveLength(4)
})

test('another PC of the store prints none: the review is not there', async () => {
  const [, other] = story.stores as [StoryStore, StoryStore]
  await story.sync()
  const asked = { stocktakeId, language: 'zh-CN' as const }
  await refuses(story, () => other.call('stocktake.printReport', asked), 'STOCKTAKE_HELD_ELSEWHERE', { number })
})
