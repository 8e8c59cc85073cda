/**
 * Who counts again, in a shop of three: whoever has not counted that product there. And what is asked for beside a recount
 * nobody has begun: one list, one paper, at both PCs and at HQ.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OutputOf } from '../../../src/contract/operations'
import { seeded } from '../../support/seeded'
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

type Stocktake = OutputOf<'stocktake.get'>
const type = 'stocktakeCount' as const
const byOther = 'STOCKTAKE_RECOUNT_BY_OTHER' as const
const people = ['s001.manager', 's001.lin', 's001.zhou'] as const
const products = [crisps.sku, spirit.sku, mints.sku]

const opened = (shop: StoryStore): Promise<Stocktake> =>
  shop.must('stocktake.open', {
    scope: { kind: 'list', skus: products },
    ...{ blind: true, tolerancePermille: 1000, toleranceFen: 99_999_999, note: '' },
    zones: ['A01', 'B01'].map((code) => ({ code, name: code, temporary: false })),
  })
const begin = async (shop: StoryStore, { stocktakeId }: Stocktake, zoneCode: string): Promise<string> =>
  (await shop.must('stocktake.startCount', { stocktakeId, zoneCode })).documentId
const enter = async (shop: StoryStore, documentId: string, skus: readonly string[], quantity = 5000): Promise<void> => {
  for (const sku of skus) await shop.must('document.setLine', { type, documentId, sku, quantity })
}
const count = async (shop: StoryStore, stocktake: Stocktake, zoneCode: string, skus: readonly string[]) => {
  const documentId = await begin(shop, stocktake, zoneCode)
  await enter(shop, documentId, skus)
  await handIn(shop, documentId)
  return documentId
}
const recount = (shop: StoryStore, { stocktakeId }: Stocktake, zones: Record<string, string[]>, note = '') =>
  shop.must('stocktake.recount', {
    ...{ stocktakeId, note },
    zones: Object.entries(zones).map(([zoneCode, skus]) => ({ zoneCode, skus })),
  })
const asked = async (shop: StoryStore, { stocktakeId }: Stocktake) =>
  (await shop.must('stocktake.get', { stocktakeId })).recounts.map(({ zoneCode, round, skus }) => [
    zoneCode,
    round,
    skus,
  ])
const cancel = ({ stocktakeId }: Stocktake, shop: StoryStore) =>
  shop.must('stocktake.cancel', { stocktakeId, reason: '重来' })

describe('one PC', () => {
  let story: Story
  let shop: StoryStore
  let stocktake: Stocktake
  beforeAll(async () => {
    story = await beginStory(['S001'])
    ;[shop] = story.stores as [StoryStore]
    for (const who of people) await shop.signIn(who)
    await shop.signIn('s001.manager')
    await stockUp(
      shop,
      products.map((sku) => ({ sku, quantity: 6000 })),
    )
  }, 120_000)
  afterAll(() => story.close())
  beforeEach(async () => {
    await shop.signIn('s001.manager')
    stocktake = await opened(shop)
    await shop.signIn('s001.lin')
    await count(shop, stocktake, 'A01', [crisps.sku, spirit.sku])
    await shop.signIn('s001.zhou')
    await count(shop, stocktake, 'B01', [mints.sku])
    await shop.signIn('s001.manager')
    await story.sync()
    return () => cancel(stocktake, shop)
  })

  test('whoever counted another product of the zone counts this one again; whoever handed the zone in does not', async () => {
    const { stocktakeId } = stocktake
    await recount(shop, stocktake, { A01: [crisps.sku] })
    await shop.signIn('s001.zhou')
    await count(shop, stocktake, 'A01', [crisps.sku])
    await shop.signIn('s001.manager')
    await recount(shop, stocktake, { A01: [spirit.sku, mints.sku] })
    await story.sync()
    await shop.signIn('s001.lin')
    // mints were found nowhere in A01, which is a word on them, too
    await refuses(story, () => shop.call('stocktake.startCount', { stocktakeId, zoneCode: 'A01' }), byOther)
    await shop.signIn('s001.zhou')
    await count(shop, stocktake, 'A01', [spirit.sku])
    await shop.signIn('s001.manager')
    await recount(shop, stocktake, { A01: [spirit.sku, crisps.sku] })
    await story.sync()
    for (const who of ['s001.lin', 's001.zhou'] as const) {
      await shop.signIn(who)
      await refuses(story, () => shop.call('stocktake.startCount', { stocktakeId, zoneCode: 'A01' }), byOther)
    }
    await shop.signIn('s001.manager')
    await count(shop, stocktake, 'A01', [spirit.sku, crisps.sku])
    await agrees(story)
  })

  test('a whole zone is counted again by whoever counted nothing there', async () => {
    const { stocktakeId } = stocktake
    await recount(shop, stocktake, { A01: [crisps.sku] })
    await shop.signIn('s001.zhou')
    await count(shop, stocktake, 'A01', [crisps.sku])
    await shop.signIn('s001.manager')
    await recount(shop, stocktake, { A01: [] })
    await story.sync()
    await shop.signIn('s001.zhou')
    await refuses(story, () => shop.call('stocktake.startCount', { stocktakeId, zoneCode: 'A01' }), byOther)
    await shop.signIn('s001.manager')
    await count(shop, stocktake, 'A01', products)
  })

  test('nobody who counted a product takes over the paper it is counted again on', async () => {
    await recount(shop, stocktake, { A01: [crisps.sku], B01: [mints.sku] })
    const paper = { type, documentId: await begin(shop, stocktake, 'B01') }
    await story.sync()
    await shop.signIn('s001.zhou')
    await refuses(story, () => shop.call('document.takeOver', paper), byOther, { zone: 'B01' })
    await shop.signIn('s001.lin')
    await shop.must('document.takeOver', paper)
    await enter(shop, paper.documentId, [mints.sku])
    await handIn(shop, paper.documentId)
    await shop.signIn('s001.manager')
  })

  test('several zones are asked for in one act: all of them, or none', async () => {
    const { stocktakeId } = stocktake
    const zones = [
      { zoneCode: 'A01', skus: [crisps.sku] },
      { zoneCode: 'B01', skus: [mints.sku] },
    ]
    const gone = { zoneCode: 'X9', skus: [] }
    const ask = (more: typeof zones) => shop.call('stocktake.recount', { stocktakeId, zones: more, note: '' })
    await refuses(story, () => ask([...zones, gone]), 'STOCKTAKE_ZONE_NOT_FOUND', { zone: 'X9' })
    expect(await asked(shop, stocktake)).toEqual([])
    expect((await ask(zones)).ok).toBe(true)
    await begin(shop, stocktake, 'B01')
    await story.sync()
    const beside = [
      { zoneCode: 'A01', skus: [spirit.sku] },
      { zoneCode: 'B01', skus: [crisps.sku] },
    ]
    // B01 is being counted just now: A01 keeps what it was asked for
    await refuses(story, () => ask(beside), 'STOCKTAKE_NOT_COUNTED', { zone: 'B01/2' })
    expect(await asked(shop, stocktake)).toEqual([
      ['A01', 2, [crisps.sku]],
      ['B01', 2, [mints.sku]],
    ])
    const [, zone] = (await shop.must('stocktake.get', { stocktakeId })).zones
    const documentId = zone?.counts.find(({ round }) => round === 2)?.documentId as string
    await shop.must('document.cancel', { type, documentId, reason: '不盘了' })
  })

  test('what is asked for beside a recount nobody has begun joins it, and a whole zone covers every product', async () => {
    await recount(shop, stocktake, { A01: [crisps.sku] }, '少两袋')
    await recount(shop, stocktake, { A01: [spirit.sku] }, '看看下层')
    expect(await asked(shop, stocktake)).toEqual([['A01', 2, [crisps.sku, spirit.sku]]])
    const { stocktakeId } = stocktake
    expect((await shop.must('stocktake.get', { stocktakeId })).recounts[0]?.note).toBe('少两袋；看看下层')
    await recount(shop, stocktake, { A01: [] })
    expect(await asked(shop, stocktake)).toEqual([['A01', 2, []]])
    await recount(shop, stocktake, { A01: [mints.sku] })
    expect(await asked(shop, stocktake)).toEqual([['A01', 2, []]])
    expect((await shop.must('stocktake.missing', { stocktakeId })).recounts).toMatchObject([{ products: 0 }])
  })

  test('one reason is given for several lines, for all of them or for none', async () => {
    const { stocktakeId } = stocktake
    await shop.must('stocktake.closeCounting', { stocktakeId })
    const lines = [crisps.sku, spirit.sku].map((sku) => ({ sku, lot: '' }))
    const said = async () =>
      (await shop.must('stocktake.review', { stocktakeId, show: 'all' })).lines
        .filter(({ reason }) => reason === '两人核对过')
        .map(({ sku }) => sku)
        .sort()
    const reason = '两人核对过'
    await story.sync()
    const strange = [...lines, { sku: '9999999', lot: '' }]
    await refuses(story, () => shop.call('stocktake.accept', { stocktakeId, lines: strange, reason }), 'LINE_NOT_FOUND')
    await shop.must('stocktake.accept', { stocktakeId, lines, reason })
    expect(await said()).toEqual([crisps.sku, spirit.sku].sort())
  })

  test('a list that is on paper already stays as it is: the next round asks for all of it', async () => {
    const { stocktakeId } = stocktake
    await recount(shop, stocktake, { A01: [crisps.sku] })
    await shop.must('countSheet.print', { stocktakeId, zoneCodes: ['A01'], language: 'zh-CN' })
    await recount(shop, stocktake, { A01: [crisps.sku] })
    await recount(shop, stocktake, { A01: [spirit.sku] })
    expect(await asked(shop, stocktake)).toEqual([
      ['A01', 2, [crisps.sku]],
      ['A01', 3, [crisps.sku, spirit.sku]],
    ])
    expect((await shop.must('stocktake.missing', { stocktakeId })).recounts).toMatchObject([{ round: 3, products: 2 }])
    await count(shop, stocktake, 'A01', [crisps.sku, spirit.sku])
    expect((await shop.must('stocktake.missing', { stocktakeId })).recounts).toEqual([])
  })
})

describe('two PCs', () => {
  let story: Story
  let a: StoryStore
  let b: StoryStore
  let stocktake: Stocktake
  beforeAll(async () => {
    story = await beginStory(['S001', 'S001'])
    ;[a, b] = story.stores as [StoryStore, StoryStore]
    await a.signIn('s001.manager')
    await stockUp(
      a,
      products.map((sku) => ({ sku, quantity: 5000 })),
    )
    for (const pc of [a, b]) for (const who of people) await pc.signIn(who)
  }, 120_000)
  afterAll(() => story.close())
  beforeEach(async () => {
    await a.signIn('s001.manager')
    stocktake = await opened(a)
    await story.sync()
    return async () => {
      await a.signIn('s001.manager')
      const { state } = await a.must('stocktake.get', { stocktakeId: stocktake.stocktakeId })
      if (state !== 'posted') await cancel(stocktake, a)
      await story.sync()
      await agrees(story)
      const hq = await story.browser('hq.operations')
      expect((await hq.must('alarm.list', {})).alarms).toEqual([])
    }
  })

  test('a hand lent on one PC is known on the other, product by product', async () => {
    const { stocktakeId } = stocktake
    await b.signIn('s001.lin')
    const paper = { type, documentId: await begin(b, stocktake, 'A01') }
    await enter(b, paper.documentId, [crisps.sku])
    await b.signIn('s001.zhou')
    await b.must('document.takeOver', paper)
    await enter(b, paper.documentId, [spirit.sku])
    await handIn(b, paper.documentId)
    await story.sync()
    await recount(a, stocktake, { A01: [crisps.sku] })
    await story.sync()
    const start = (pc: StoryStore) => () => pc.call('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })
    await a.signIn('s001.lin')
    await refuses(story, start(a), byOther, { zone: 'A01' })
    await a.signIn('s001.zhou')
    await refuses(story, start(a), byOther)
    await a.signIn('s001.manager')
    await count(a, stocktake, 'A01', [crisps.sku])
    await recount(a, stocktake, { A01: [spirit.sku] })
    await a.signIn('s001.lin')
    await count(a, stocktake, 'A01', [spirit.sku])
    await story.sync()
  })

  test('what is asked for while the other PC counts offline by the shorter list is not taken for not found', async () => {
    const { stocktakeId } = stocktake
    await a.signIn('s001.lin')
    await count(a, stocktake, 'A01', [crisps.sku, spirit.sku])
    await a.signIn('s001.manager')
    await recount(a, stocktake, { A01: [crisps.sku] })
    await story.sync()
    b.line.up = false
    await b.signIn('s001.zhou')
    await count(b, stocktake, 'A01', [crisps.sku])
    await recount(a, stocktake, { A01: [spirit.sku] })
    b.line.up = true
    await story.sync()
    expect(await asked(a, stocktake)).toEqual([
      ['A01', 2, [crisps.sku]],
      ['A01', 3, [crisps.sku, spirit.sku]],
    ])
    await a.must('stocktake.closeCounting', { stocktakeId })
    const { lines } = await a.must('stocktake.review', { stocktakeId, show: 'all' })
    expect(lines.map(({ sku, counted }) => [sku, counted]).sort()).toEqual(
      [
        [crisps.sku, 5000],
        [mints.sku, null],
        [spirit.sku, 5000],
      ].sort(),
    )
    // asked for once more, counting goes on; the one paper is all that is waited for
    await recount(a, stocktake, { A01: [spirit.sku] })
    await count(a, stocktake, 'A01', [crisps.sku, spirit.sku])
    const { version } = await a.must('stocktake.closeCounting', { stocktakeId })
    const input = { stocktakeId, version, uncounted: 'leave' as const, uncountedReason: '' }
    expect((await a.must('stocktake.submit', input)).state).toBe('posted')
  })

  test('whoever may count again, tried out: both PCs and HQ say what the papers say', {
    timeout: 240_000,
  }, async () => {
    const random = seeded(20_261_123)
    const pcs = [a, b]
    /** by person, what they said of A01: a product, or all of it */
    const said = new Map<string, Set<string>>(people.map((who) => [who, new Set()]))
    const mayCount = (who: string, skus: readonly string[]): boolean => {
      const own = said.get(who) as Set<string>
      return !own.has('*') && (skus.length === 0 ? own.size === 0 : skus.every((sku) => !own.has(sku)))
    }
    const countedBy = (who: string, skus: readonly string[]): void => {
      for (const sku of skus.length === 0 ? ['*'] : skus) said.get(who)?.add(sku)
    }
    const first = random.pick([...people])
    await b.signIn(first)
    await count(b, stocktake, 'A01', products)
    countedBy(first, [])
    let made = 0
    for (let round = 2; round <= 7; round += 1) {
      await a.signIn('s001.manager')
      await story.sync()
      const skus = products.filter(() => random.chance(0.4))
      const some = skus.length > 0 ? skus : [random.pick(products)]
      await recount(a, stocktake, { A01: some })
      await story.sync()
      const list = (await asked(a, stocktake)).at(-1)?.[2] as string[]
      for (const who of people) {
        const pc = random.pick(pcs)
        await pc.signIn(who)
        const answer = await pc.call('stocktake.startCount', { stocktakeId: stocktake.stocktakeId, zoneCode: 'A01' })
        expect([round, who, list, answer.ok || answer.error.code]).toEqual([
          round,
          who,
          list,
          mayCount(who, list) || byOther,
        ])
        if (!answer.ok) continue
        await enter(pc, answer.value.documentId, list)
        await handIn(pc, answer.value.documentId)
        countedBy(who, list)
        made += 1
        break
      }
    }
    expect(made).toBeGreaterThan(1)
    await story.sync()
  })
})
