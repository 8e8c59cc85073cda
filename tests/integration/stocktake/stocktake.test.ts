/**
 * 盘点, as a shop does it: planned, counted zone by zone while it trades, held against the books, handed in, agreed to,
 * posted. What is booked is what was missing, and HQ finds the same.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OutputOf } from '../../../src/contract/operations'
import {
  accountsOf,
  agrees,
  beginStory,
  crisps,
  decide,
  handIn,
  headerOf,
  holds,
  mints,
  refuses as refusesNow,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'
import { chain, pieceCode, scanOf } from '../../support/world'

/** kept by lot, and it spoils */
const keepsLots = chain.products.find(
  (product) => product.keepsLots && product.shelfLifeDays > 0 && !product.weighed,
) as (typeof chain)['products'][number]

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
  ])
}, 120_000)
afterAll(() => story.close())

/** What the shop still has to tell HQ is told before: it would change the hub beside the refused call. */
const refuses = async (...asked: Parameters<typeof refusesNow>): Promise<void> => {
  await story.sync()
  await refusesNow(...asked)
}

const zones = [
  { code: 'A01', name: '零食架', temporary: false },
  { code: 'B01', name: '酒柜', temporary: false },
]
const plan = {
  scope: { kind: 'list' as const, skus: [crisps.sku, spirit.sku, mints.sku] },
  ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, zones, note: '月底盘点' },
}
type Stocktake = OutputOf<'stocktake.get'>

/** The newest delivery goes back out of the books. */
const draftBack = async (): Promise<string> => {
  const { documents } = await shop.must('document.list', { types: ['goodsReceipt'], states: ['posted'], limit: 1 })
  const documentId = documents[0]?.documentId as string
  return (await shop.must('document.reverse', { type: 'goodsReceipt', documentId, reason: '收错了' })).state
}

/** One zone counted by whoever is signed in, by key. */
const count = async ({ stocktakeId }: Stocktake, zoneCode: string, goods: Record<string, number>): Promise<string> => {
  const { documentId } = await shop.must('stocktake.startCount', { stocktakeId, zoneCode })
  for (const [sku, quantity] of Object.entries(goods))
    await shop.must('document.setLine', { type: 'stocktakeCount', documentId, sku, quantity })
  return documentId
}
const finish = (documentId: string) => handIn(shop, documentId)
const counted = async (stocktake: Stocktake, zoneCode: string, goods: Record<string, number>) => {
  const documentId = await count(stocktake, zoneCode, goods)
  await finish(documentId)
  return documentId
}
const review = async ({ stocktakeId }: Stocktake) => {
  const { lines, totals } = await shop.must('stocktake.review', { stocktakeId })
  return { totals, figures: lines.map(({ sku, counted: found, book, variance }) => [sku, found, book, variance]) }
}
const get = (stocktakeId: string) => shop.must('stocktake.get', { stocktakeId })
const submit = async ({ stocktakeId }: Stocktake, uncounted: 'leave' | 'zero' = 'leave', uncountedReason = '') => {
  const { version } = await get(stocktakeId)
  return shop.must('stocktake.submit', { stocktakeId, version, uncounted, uncountedReason })
}
const explain = ({ stocktakeId }: Stocktake, ...skus: string[]) =>
  shop.must('stocktake.accept', { stocktakeId, lines: skus.map((sku) => ({ sku, lot: '' })), reason: '两人核对过' })

describe('a month’s end', () => {
  let stocktake: Stocktake

  test('the manager plans it; a clerk counts one shelf by scanner while the shop trades on', async () => {
    stocktake = await shop.must('stocktake.open', plan)
    expect(stocktake).toMatchObject({ state: 'counting', kind: 'list', products: 3, zonesTotal: 2, zonesCounted: 0 })
    expect(stocktake.zones.map(({ code, state }) => [code, state])).toEqual([
      ['A01', 'notStarted'],
      ['B01', 'notStarted'],
    ])
    await shop.signIn('s001.lin')
    const { documentId } = await shop.must('stocktake.startCount', {
      stocktakeId: stocktake.stocktakeId,
      zoneCode: 'A01',
    })
    const paper = { type: 'stocktakeCount' as const, documentId }
    const scan = await shop.must('document.scan', { ...paper, scan: scanOf(pieceCode(crisps.sku)), times: 18 })
    // nothing says whether that is too few or too many
    expect(scan).toMatchObject({ outcome: 'firstOfLine', header: { blind: true, expectedTotal: null } })
    await shop.must('document.setLine', { ...paper, sku: mints.sku, quantity: 9000 })
    expect((await get(stocktake.stocktakeId)).zones[0]).toMatchObject({ state: 'counting' })
    expect((await finish(documentId)).state).toBe('approved')
    expect((await get(stocktake.stocktakeId)).zones[0]).toMatchObject({
      state: 'done',
      counts: [{ counterName: expect.any(String), linesTotal: 2 }],
    })
  })

  test('goods that leave after their shelf was counted are nobody’s shortage', async () => {
    await shop.signIn('s001.manager')
    await stockUp(shop, [{ sku: mints.sku, quantity: 3000 }])
    await shop.signIn('s001.zhou')
    await counted(stocktake, 'B01', { [spirit.sku]: 7000 })
    await shop.signIn('s001.manager')
    const closed = await shop.must('stocktake.closeCounting', { stocktakeId: stocktake.stocktakeId })
    expect(closed.state).toBe('review')
    expect(await review(stocktake)).toEqual({
      figures: [
        // one bottle more, two bags less; the mints that came after they were counted are no gain
        [spirit.sku, 7000, 6000, 1000],
        [crisps.sku, 18_000, 20_000, -2000],
        [mints.sku, 9000, 9000, 0],
      ],
      totals: {
        ...{ lines: 3, gained: 1, lost: 1, uncounted: 0, open: 2, partBooked: 0 },
        gainValue: spirit.cost,
        lossValue: 2 * crisps.cost,
        bookValue: 20 * crisps.cost + 6 * spirit.cost + 9 * mints.cost,
      },
    })
  })

  test('beside a difference stands what may explain it', async () => {
    const written = await shop.must('document.create', { type: 'internalUse', reasonCode: 'TASTING' })
    const line = { type: 'internalUse' as const, documentId: written.documentId, sku: crisps.sku, quantity: 2000 }
    const { header } = await shop.must('document.setLine', line)
    await stockUp(shop, [{ sku: crisps.sku, quantity: 4000 }])
    const { stocktakeId } = stocktake
    const { lines } = await shop.must('stocktake.review', { stocktakeId, search: crisps.sku })
    expect(lines[0]?.explainers).toEqual([{ kind: 'unposted', quantity: -2000, text: header.number }])
    // what came after the count is no part of the difference, explains nothing of it, and goes again
    expect(lines[0]).toMatchObject({ book: 20_000, variance: -2000 })
    await shop.must('document.cancel', { type: 'internalUse', documentId: written.documentId, reason: '写错了' })
    const back = await draftBack()
    expect(back).toBe('posted')
  })

  test('what is beyond the tolerance needs a word before it is handed in', async () => {
    const { stocktakeId, version } = await get(stocktake.stocktakeId)
    const input = { stocktakeId, version, uncounted: 'leave' as const, uncountedReason: '' }
    await refuses(story, () => shop.call('stocktake.submit', input), 'STOCKTAKE_LINES_OPEN', { count: 2 })
    expect((await explain(stocktake, spirit.sku, crisps.sku)).totals.open).toBe(0)
  })

  test('small differences are booked at once, by two papers; the shelf is what was counted', async () => {
    const done = await submit(stocktake)
    expect(done).toMatchObject({ state: 'posted', reversed: 'none', submittedByName: expect.any(String) })
    expect(done.papers.map(({ type, state }) => [type, state])).toEqual([
      ['stocktakeLoss', 'posted'],
      ['stocktakeGain', 'posted'],
    ])
    expect(await accountsOf(shop.database, crisps.sku)).toMatchObject({
      adjustment: [2000, 2 * crisps.cost],
      'stock:WS001': [18_000, 18 * crisps.cost],
    })
    expect(await holds(shop.database, 'stock:WS001', spirit.sku)).toEqual([7000, 7 * spirit.cost])
    expect(await holds(shop.database, 'stock:WS001', mints.sku)).toEqual([12_000, 12 * mints.cost])
  })

  test('HQ books the same and has nothing to say', async () => {
    await agrees(story)
    const hq = await story.browser('hq.operations')
    const { stocktakeId } = stocktake
    const told = await hq.must('stocktake.get', { stocktakeId })
    const here = await get(stocktakeId)
    expect({ ...told, version: 0 }).toEqual({ ...here, version: 0, heldHere: false })
    expect(await hq.must('stocktake.review', { stocktakeId })).toEqual(
      await shop.must('stocktake.review', { stocktakeId }),
    )
    expect((await hq.must('alarm.list', {})).alarms).toEqual([])
  })

  test('a loss somebody finds again is undone like any paper', async () => {
    const loss = (await get(stocktake.stocktakeId)).papers.find(({ type }) => type === 'stocktakeLoss')
    await shop.must('document.reverse', {
      type: 'stocktakeLoss',
      documentId: loss?.documentId as string,
      reason: '在冷库找到了',
    })
    expect(await holds(shop.database, 'stock:WS001', crisps.sku)).toEqual([20_000, 20 * crisps.cost])
    expect((await get(stocktake.stocktakeId)).papers.map(({ state }) => state)).toContain('reversed')
    await agrees(story)
  })

  test('of two papers one is undone: the stocktake says so in every list, at HQ too, and once both are', async () => {
    const { stocktakeId } = stocktake
    const stands = async (desk: Pick<StoryStore, 'must'>) => {
      const { stocktakes } = await desk.must('stocktake.list', { states: ['posted'] })
      const [inList] = stocktakes.filter((one) => one.stocktakeId === stocktakeId)
      const { state, reversed } = await desk.must('stocktake.get', { stocktakeId })
      expect({ state, reversed }).toEqual({ state: inList?.state, reversed: inList?.reversed })
      return { state, reversed }
    }
    const hq = await story.browser('hq.operations')
    for (const desk of [shop, hq]) expect(await stands(desk)).toEqual({ state: 'posted', reversed: 'part' })
    const gain = (await get(stocktakeId)).papers.find(({ type }) => type === 'stocktakeGain')
    await shop.must('document.reverse', {
      type: 'stocktakeGain',
      documentId: gain?.documentId as string,
      reason: '多数了一瓶',
    })
    await agrees(story)
    for (const desk of [shop, hq]) expect(await stands(desk)).toEqual({ state: 'posted', reversed: 'whole' })
    // found by a part of its number, and by no other's
    const search = stocktake.number.slice(-6)
    for (const desk of [shop, hq]) {
      const { stocktakes } = await desk.must('stocktake.list', { search })
      expect(stocktakes.map(({ number }) => number)).toEqual([stocktake.number])
      expect((await desk.must('stocktake.list', { search: '%' })).stocktakes).toEqual([])
    }
    await stockUp(shop, [{ sku: spirit.sku, quantity: 1000 }])
  })
})

describe('a count nobody quite believes', () => {
  let stocktake: Stocktake
  let first: string
  let second: string

  test('one shelf counted by two people is shown side by side, and never added up', async () => {
    await shop.signIn('s001.manager')
    stocktake = await shop.must('stocktake.open', { ...plan, note: '抽查' })
    await shop.signIn('s001.lin')
    first = await counted(stocktake, 'A01', { [crisps.sku]: 20_000 })
    await shop.signIn('s001.zhou')
    second = await counted(stocktake, 'A01', { [crisps.sku]: 17_000 })
    await shop.signIn('s001.manager')
    expect((await get(stocktake.stocktakeId)).zones[0]).toMatchObject({ state: 'twice' })
    await shop.must('stocktake.closeCounting', { stocktakeId: stocktake.stocktakeId })
    const { lines } = await shop.must('stocktake.review', { stocktakeId: stocktake.stocktakeId, search: crisps.sku })
    expect(lines).toMatchObject([
      {
        counted: 20_000,
        variance: 0,
        counts: [
          { documentId: first, quantity: 20_000 },
          { documentId: second, quantity: 17_000 },
        ],
      },
    ])
    const { stocktakeId, version } = await get(stocktake.stocktakeId)
    const input = { stocktakeId, version, uncounted: 'leave' as const, uncountedReason: '' }
    await refuses(story, () => shop.call('stocktake.submit', input), 'STOCKTAKE_ZONE_TWICE', { zone: 'A01' })
  })

  test('what nobody counted is listed and has no difference', async () => {
    const { lines, totals } = await shop.must('stocktake.review', {
      stocktakeId: stocktake.stocktakeId,
      show: 'uncounted',
    })
    expect(lines.map(({ sku, counted: found, variance }) => [sku, found, variance])).toEqual(
      expect.arrayContaining([
        [spirit.sku, null, 0],
        [mints.sku, null, 0],
      ]),
    )
    expect(totals).toMatchObject({ uncounted: 2, gained: 0, lost: 0 })
  })

  test('somebody chooses one; somebody else counts it again; the recount stands', async () => {
    const { stocktakeId } = stocktake
    const chosen = await shop.must('stocktake.chooseCount', { stocktakeId, documentId: second })
    expect(chosen.zones[0]).toMatchObject({ state: 'done' })
    expect((await review(stocktake)).figures).toContainEqual([crisps.sku, 17_000, 20_000, -3000])
    const asked = await shop.must('stocktake.recount', {
      stocktakeId,
      zones: [{ zoneCode: 'A01', skus: [crisps.sku] }],
      note: '差三袋',
    })
    expect(asked).toMatchObject({ state: 'counting', zones: [{ state: 'recount', round: 2 }, { state: 'notStarted' }] })
    await shop.signIn('s001.zhou')
    const again = { stocktakeId, zoneCode: 'A01' }
    await refuses(story, () => shop.call('stocktake.startCount', again), 'STOCKTAKE_RECOUNT_BY_OTHER')
    await shop.signIn('s001.manager')
    const recount = await counted(stocktake, 'A01', { [crisps.sku]: 19_000 })
    expect((await headerOf(shop, recount)).reference).toBe('A01/2')
    await shop.must('stocktake.closeCounting', { stocktakeId })
    // two people looked: no word is asked for
    expect(await review(stocktake)).toMatchObject({ totals: { lost: 1, open: 0 } })
    expect((await review(stocktake)).figures).toContainEqual([crisps.sku, 19_000, 20_000, -1000])
  })

  test('uncounted goods are taken as gone only with a reason; a large loss waits for the region', async () => {
    await expect(submit(stocktake, 'zero')).rejects.toThrow('REASON_MISSING')
    const waiting = await submit(stocktake, 'zero', '酒柜清空了')
    expect(waiting.state).toBe('submitted')
    expect(waiting.papers.map(({ type, state }) => [type, state])).toEqual([['stocktakeLoss', 'submitted']])
    expect(await holds(shop.database, 'stock:WS001', crisps.sku)).toEqual([20_000, 20 * crisps.cost])
    await agrees(story)
  })

  test('taken back by the manager it is under review again, and may be handed in anew', async () => {
    const [paper] = (await get(stocktake.stocktakeId)).papers
    const documentId = paper?.documentId as string
    await shop.must('document.withdraw', { type: 'stocktakeLoss', documentId, reason: '再看看' })
    expect(await get(stocktake.stocktakeId)).toMatchObject({ state: 'review', papers: [{ state: 'cancelled' }] })
    expect(await submit(stocktake, 'zero', '酒柜清空了')).toMatchObject({ state: 'submitted' })
    await agrees(story)
  })

  test('the region says no: nothing is booked, and the stocktake is under review again', async () => {
    const region = await story.browser('re.manager')
    const paper = (await get(stocktake.stocktakeId)).papers.find(({ state }) => state === 'submitted')
    await decide(region, paper?.documentId as string, 'refused', '酒柜明明有货')
    await agrees(story)
    const back = await get(stocktake.stocktakeId)
    expect(back).toMatchObject({ state: 'review', papers: [{ state: 'cancelled' }, { state: 'cancelled' }] })
    expect((await region.must('stocktake.get', { stocktakeId: stocktake.stocktakeId })).state).toBe('review')
  })

  test('handed in without the bottles it is small enough, and what is booked is one bag', async () => {
    const done = await submit(stocktake)
    expect(done.state).toBe('posted')
    expect(await holds(shop.database, 'stock:WS001', crisps.sku)).toEqual([19_000, 19 * crisps.cost])
    expect(await holds(shop.database, 'stock:WS001', spirit.sku)).toEqual([7000, 7 * spirit.cost])
    await agrees(story)
    const hq = await story.browser('hq.operations')
    expect((await hq.must('alarm.list', {})).alarms).toEqual([])
  })
})

describe('slips of the finger', () => {
  let stocktake: Stocktake
  let paper: { type: 'stocktakeCount'; documentId: string }

  test('two open stocktakes about the same goods would book twice', async () => {
    await shop.signIn('s001.manager')
    stocktake = await shop.must('stocktake.open', { ...plan, note: '第三次' })
    await refuses(story, () => shop.call('stocktake.open', plan), 'STOCKTAKE_OVERLAPS', { number: stocktake.number })
    const full = { ...plan, scope: { kind: 'full' as const } }
    await refuses(story, () => shop.call('stocktake.open', full), 'STOCKTAKE_OVERLAPS')
  })

  test('a scan taken back after a sale does not count the shelf anew', async () => {
    await shop.signIn('s001.lin')
    const documentId = await count(stocktake, 'A01', { [mints.sku]: 12_000 })
    paper = { type: 'stocktakeCount', documentId }
    await shop.signIn('s001.manager')
    await stockUp(shop, [{ sku: mints.sku, quantity: 2000 }])
    await shop.signIn('s001.lin')
    await shop.must('document.scan', { ...paper, scan: scanOf(pieceCode(mints.sku)) })
    await shop.must('document.undo', paper)
  })

  test('nought is a figure; a line scanned and taken back is none', async () => {
    await shop.must('document.setLine', { ...paper, sku: crisps.sku, quantity: 0 })
    await shop.must('document.scan', { ...paper, scan: scanOf(pieceCode(spirit.sku)) })
    await shop.must('document.undo', paper)
    await shop.must('document.hold', paper)
    const { stocktakeId } = stocktake
    expect(await shop.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })).toEqual({
      documentId: paper.documentId,
    })
    await finish(paper.documentId)
    await refuses(
      story,
      () => shop.call('stocktake.startCount', { stocktakeId, zoneCode: 'A01' }),
      'STOCKTAKE_COUNTED_ALREADY',
    )
    await shop.signIn('s001.manager')
    await shop.must('stocktake.closeCounting', { stocktakeId })
    expect((await review(stocktake)).figures).toEqual([
      [crisps.sku, 0, 19_000, -19_000],
      [mints.sku, 12_000, 12_000, 0],
      [spirit.sku, null, 7000, 0],
    ])
  })

  test('called off, its counts stay readable and nothing is booked', async () => {
    const { stocktakeId } = stocktake
    await refuses(story, () => shop.call('document.cancel', { ...paper, reason: '不要了' }), 'STOCKTAKE_STATE', {
      state: 'review',
    })
    const voided = await shop.must('stocktake.cancel', { stocktakeId, reason: '改天再盘' })
    expect(voided).toMatchObject({
      state: 'cancelled',
      cancelReason: '改天再盘',
      zones: [{ counts: [{ linesTotal: 2 }] }, {}],
    })
    expect(await holds(shop.database, 'stock:WS001', crisps.sku)).toEqual([19_000, 19 * crisps.cost])
    expect((await shop.must('document.get', { documentId: paper.documentId })).lines).toHaveLength(2)
    await agrees(story)
  })
})

describe('what it is about', () => {
  const open = async (scope: Stocktake['scope']): Promise<Stocktake> => {
    const stocktake = await shop.must('stocktake.open', { ...plan, scope, zones: [] })
    await shop.must('stocktake.cancel', { stocktakeId: stocktake.stocktakeId, reason: '试开' })
    return stocktake
  }

  test('everything the shop has or ever had, a category with those under it, shelves, a sample, what was put right', async () => {
    const full = await open({ kind: 'full' })
    expect(full.products).toBe(3)
    expect((await open({ kind: 'category', categoryCodes: ['08'] })).products).toBeLessThan(3)
    expect((await open({ kind: 'sample', size: 2 })).products).toBe(2)
    // crisps and spirit were booked by stocktakes
    expect((await open({ kind: 'suspicious' })).products).toBe(2)
    const bay = full.zones[0]?.code as string
    expect((await open({ kind: 'zone', shelves: [bay] })).zones.map(({ code }) => code)).toEqual([bay])
    await refuses(
      story,
      () => shop.call('stocktake.open', { ...plan, scope: { kind: 'zone', shelves: ['nowhere'] } }),
      'STOCKTAKE_SCOPE_EMPTY',
    )
  })
})

describe('counted blind', () => {
  const milk = { sku: keepsLots.sku, lot: 'L1', expiryDate: '2027-01-28' }
  let stocktake: Stocktake

  test('until it is handed in no answer tells a clerk what the books say, here or in a browser', async () => {
    await shop.signIn('s001.manager')
    await stockUp(shop, [{ ...milk, quantity: 6000 }])
    stocktake = await shop.must('stocktake.open', { ...plan, scope: { kind: 'list', skus: [milk.sku, crisps.sku] } })
    await story.sync()
    const clerk = await story.browser('s001.lin')
    await shop.signIn('s001.lin')
    const { sku } = milk
    for (const desk of [shop, clerk]) {
      const { rows } = await desk.must('stock.list', { warehouseCode: 'WS001', limit: 500 })
      expect(rows.map((row) => row.sku)).not.toContain(sku)
      expect(rows.map((row) => row.sku)).toContain(spirit.sku)
      expect((await desk.must('document.nearExpiry', { days: 200 })).rows).toEqual([])
      for (const name of ['stock.movements', 'document.lots'] as const)
        expect(await desk.call(name, { warehouseCode: 'WS001', sku })).toMatchObject({
          error: { code: 'STOCK_BEING_COUNTED' },
        })
      expect(await desk.call('stocktake.review', { stocktakeId: stocktake.stocktakeId })).toMatchObject({
        error: { code: 'FORBIDDEN', params: { permission: 'stocktake.seeBook' } },
      })
      expect(JSON.stringify(await desk.must('stocktake.get', { stocktakeId: stocktake.stocktakeId }))).not.toMatch(
        /book/i,
      )
    }
  })

  test('nor what a refusal would: a paper for more than there is says only that there is not enough', async () => {
    const header = { reasonCode: 'TASTING' }
    const { documentId } = await shop.must('document.create', { type: 'internalUse', ...header })
    const paper = { type: 'internalUse' as const, documentId }
    const line = await shop.must('document.setLine', { ...paper, sku: crisps.sku, quantity: 900_000 })
    const submission = { ...paper, version: line.header.version }
    const answer = await shop.call('document.submit', submission)
    expect(answer).toMatchObject({ ok: false, error: { code: 'INSUFFICIENT_STOCK', params: { needed: 900_000 } } })
    expect(answer.ok ? [] : Object.keys(answer.error.params)).not.toContain('onHand')
    await shop.signIn('s001.manager')
    expect(await shop.call('document.submit', submission)).toMatchObject({ error: { params: { onHand: 19_000 } } })
    await shop.must('document.cancel', { ...paper, reason: '写错了' })
  })

  test('a lot is asked for, and one that is not found with its product is not there', async () => {
    await shop.signIn('s001.lin')
    const documentId = await count(stocktake, 'A01', {})
    const paper = { type: 'stocktakeCount' as const, documentId }
    expect(await shop.must('document.setLine', { ...paper, sku: milk.sku, quantity: 1000 })).toMatchObject({
      outcome: 'lotWanted',
    })
    const other = { lot: 'L2', expiryDate: '2027-02-01' }
    await shop.must('document.setLine', { ...paper, sku: milk.sku, ...other, quantity: 5000 })
    await finish(documentId)
    await shop.signIn('s001.manager')
    await shop.must('stocktake.closeCounting', { stocktakeId: stocktake.stocktakeId })
    const { lines } = await shop.must('stocktake.review', { stocktakeId: stocktake.stocktakeId, search: milk.sku })
    expect(lines.map(({ lot, counted: found, variance }) => [lot, found, variance])).toEqual([
      ['L1', 0, -6000],
      ['L2', 5000, 5000],
    ])
    const keys = lines.map(({ sku, lot }) => ({ sku, lot }))
    await shop.must('stocktake.accept', { stocktakeId: stocktake.stocktakeId, lines: keys, reason: '换批次了' })
    expect((await submit(stocktake)).state).toBe('posted')
    await agrees(story)
    expect((await (await story.browser('hq.operations')).must('alarm.list', {})).alarms).toEqual([])
  })
})
