/**
 * Two PCs of a store count 2,000 products in eight zones while it sells, receives and sends goods, and one of them is offline
 * for a part of it. Three zones are counted on paper, which is keyed in when all is over. What is booked is what was planted,
 * product by product; HQ finds the same.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OutputOf } from '../../../src/contract/operations'
import { demoChain } from '../../../src/hub/demo/demoChain'
import { type Seeded, seeded } from '../../support/seeded'
import {
  agrees,
  beginStory,
  decide,
  draft,
  handIn,
  headerOf,
  type Story,
  type StoryStore,
  stockUp,
  versioned,
} from '../../support/story'
import { chain, scanOf } from '../../support/world'

type Stocktake = OutputOf<'stocktake.get'>

const made = demoChain({ storeDay: '2026-11-22', extraProducts: 2200 })
const pieceCodes = new Map(made.barcodes.filter(({ packFactor }) => packFactor === 1000).map((one) => [one.sku, one]))
/** pieces, known by one code of their own */
const products = made.products
  .filter(({ keepsLots, weighed, status, sku }) => !keepsLots && !weighed && status === 'active' && pieceCodes.has(sku))
  .map(({ sku }) => sku)
  .slice(0, 2000)
const zoneCodes = Array.from({ length: 8 }, (_zone, index) => `Z${index + 1}`)
/** two hundred and fifty of them lie in each zone, and stand on its sheets in that order */
const placeOf = new Map(
  products.map((sku, at) => [sku, `${zoneCodes[Math.floor(at / 250)]}-${String(at % 250).padStart(3, '0')}`]),
)
const world = {
  ...{ ...made, policy: chain.policy },
  products: made.products.map((product) => ({ ...product, shelf: placeOf.get(product.sku) ?? product.shelf })),
}

let story: Story
let a: StoryStore
let b: StoryStore

beforeAll(async () => {
  story = await beginStory(['S001', 'S001'], world)
  ;[a, b] = story.stores as [StoryStore, StoryStore]
}, 120_000)
afterAll(() => story.close())

/** What really stands on the shelves; goods move there and in the books at once. */
const shelves = new Map<string, number>()
const move = (sku: string, pieces: number): void => void shelves.set(sku, (shelves.get(sku) ?? 0) + pieces)
/** too many (+) or too few (-) on the shelf from the beginning, in pieces */
const planted = new Map<string, number>()

const plant = async (random: Seeded): Promise<void> => {
  await a.signIn('s001.manager')
  await b.signIn('s001.zhou')
  for (const sku of products) {
    const difference = random.chance(0.3) ? random.integer(-4, 4) : 0
    planted.set(sku, difference)
    shelves.set(sku, random.integer(8, 30))
  }
  await stockUp(
    a,
    products.map((sku) => ({ sku, quantity: ((shelves.get(sku) ?? 0) - (planted.get(sku) ?? 0)) * 1000 })),
  )
  await story.sync()
}

/** A paper of a clerk the manager agrees to; whoever counted goes on counting. */
const sell = async (skus: readonly string[]): Promise<void> => {
  await a.signIn('s001.lin')
  const lines = skus.map((sku) => ({ sku, quantity: 1000 }))
  const documentId = await draft(a, 'internalUse', { reasonCode: 'TASTING' }, lines)
  await handIn(a, documentId)
  await a.signIn('s001.manager')
  expect((await decide(a, documentId)).state).toBe('posted')
  for (const sku of skus) move(sku, -1)
  await a.signIn('s001.lin')
}

const receive = async (skus: readonly string[]): Promise<void> => {
  await a.signIn('s001.manager')
  await stockUp(
    a,
    skus.map((sku) => ({ sku, quantity: 6000 })),
  )
  for (const sku of skus) move(sku, 6)
  await a.signIn('s001.lin')
}

const send = async (skus: readonly string[]): Promise<void> => {
  const hq = await story.browser('hq.operations')
  const { transferId } = await hq.must('transfer.push', {
    ...{ kind: 'transfer', fromWarehouseCode: 'WS001', toWarehouseCode: 'WC01', dueDate: '2026-11-23', note: '' },
    lines: skus.map((sku) => ({ sku, quantity: 2000 })),
  })
  await a.must('app.syncNow', {})
  await a.signIn('s001.manager')
  const sent = { type: 'transferDispatch' as const, ...(await a.must('transfer.openDispatch', { transferId })) }
  for (const [index] of skus.entries())
    await a.must('document.adjust', { ...sent, lineNo: index + 1, mode: 'set', quantity: 2000 })
  await a.must('document.post', await versioned(a, sent.documentId).then((one) => ({ ...one, ...sent })))
  for (const sku of skus) move(sku, -2)
  await a.signIn('s001.lin')
}

const at = (pc: StoryStore, { stocktakeId }: Stocktake) => pc.must('stocktake.get', { stocktakeId })
const begin = async (pc: StoryStore, { stocktakeId }: Stocktake, zoneCode: string) => ({
  type: 'stocktakeCount' as const,
  ...(await pc.must('stocktake.startCount', { stocktakeId, zoneCode })),
})
type Paper = Awaited<ReturnType<typeof begin>>

const scan = async (pc: StoryStore, paper: Paper, sku: string, pieces: number): Promise<void> => {
  if (pieces > 0)
    await pc.must('document.scan', { ...paper, scan: scanOf(pieceCodes.get(sku)?.code as string), times: pieces })
  else await type(pc, paper, sku, 0)
}
const type = async (pc: StoryStore, paper: Paper, sku: string, pieces: number): Promise<void> =>
  void (await pc.must('document.setLine', { ...paper, sku, quantity: pieces * 1000 }))

/** Goods of a zone; some stand in a second one as well. */
const inZone = (index: number): string[] => products.slice(index * 250, index * 250 + 250)
const alsoAt = new Map(
  inZone(0)
    .slice(0, 20)
    .map((sku) => [sku, 4]),
)
/** what lies in the second place */
const apart = 3

/** What people write down on paper, by zone; nobody knows of it until it is keyed in. */
const written = new Map<number, Map<string, number>>()
const writeDown = (zone: number, sku: string): void => {
  const page = written.get(zone) ?? new Map<string, number>()
  written.set(zone, page.set(sku, here(sku, zone)))
}

/** Page by page, in the order it was printed. */
const keyIn = async ({ stocktakeId, number }: Stocktake, pages: number): Promise<void> => {
  const papers = new Set<string>()
  for (let page = 1; page <= pages; page += 1) {
    const { zoneCode, lines } = await a.must('countSheet.page', { number, page })
    const figures = written.get(zoneCodes.indexOf(zoneCode))
    for (const { line, sku } of lines) {
      const quantity = (figures?.get(sku) as number) * 1000
      papers.add((await a.must('countSheet.enter', { stocktakeId, page, line, quantity })).documentId)
    }
  }
  for (const documentId of papers) await handIn(a, documentId)
}

const here = (sku: string, zone: number): number => {
  const all = shelves.get(sku) ?? 0
  const second = alsoAt.get(sku)
  if (second === undefined) return all
  return zone === second ? apart : all - apart
}

test('what is booked is what was planted', { timeout: 600_000 }, async () => {
  const random = seeded(20261123)
  await plant(random)
  const stocktake = await a.must('stocktake.open', {
    scope: { kind: 'list', skus: products },
    ...{ blind: true, tolerancePermille: 1000, toleranceFen: 99_999_999, note: '年终' },
    zones: zoneCodes.map((code) => ({ code, name: `${code}排`, temporary: false })),
  })
  const onPaper = [0, 1, 2]
  const { pages } = await a.must('countSheet.print', {
    ...{ stocktakeId: stocktake.stocktakeId, language: 'zh-CN' },
    zoneCodes: onPaper.map((zone) => zoneCodes[zone] as string),
  })
  expect(pages).toBe(30)
  await story.sync()
  await a.signIn('s001.lin')

  /** zones 1 to 4 on A, three of them on paper, 5 to 8 on B, one of them typed in */
  const countHalf = async (pc: StoryStore, paper: Paper | null, zone: number, half: 0 | 1): Promise<void> => {
    const second = [...alsoAt].filter(([, place]) => place === zone && half === 0).map(([sku]) => sku)
    for (const sku of [...inZone(zone).slice(half * 125, half * 125 + 125), ...second])
      if (paper) await (zone === 4 ? type : scan)(pc, paper, sku, here(sku, zone))
      else writeDown(zone, sku)
  }
  for (const pair of [0, 1, 2, 3]) {
    const own = onPaper.includes(pair) ? null : await begin(a, stocktake, zoneCodes[pair] as string)
    const other = await begin(b, stocktake, zoneCodes[pair + 4] as string)
    // B is cut off in the midst of its second zone, and for all of its third
    await countHalf(a, own, pair, 0)
    await countHalf(b, other, pair + 4, 0)
    if (pair === 1) b.line.up = false
    await story.sync()
    const sold = [pair, (pair + 1) % 4, pair + 4, ((pair + 1) % 4) + 4].flatMap((zone) =>
      Array.from({ length: 6 }, () => random.pick(inZone(zone))),
    )
    await sell([...new Set(sold)])
    if (pair === 1) await receive([random.pick(inZone(1)), random.pick(inZone(3)), random.pick(inZone(6))])
    if (pair === 2) await send([random.pick(inZone(2)), random.pick(inZone(5)), random.pick(inZone(7))])
    await story.sync()
    await countHalf(a, own, pair, 1)
    await countHalf(b, other, pair + 4, 1)
    if (own) await handIn(a, own.documentId)
    await handIn(b, other.documentId)
    if (pair === 2) b.line.up = true
    await story.sync()
  }
  await keyIn(stocktake, pages)
  expect((await at(a, stocktake)).zones.map(({ state }) => state)).toEqual(Array(8).fill('done'))

  await a.signIn('s001.manager')
  const { stocktakeId } = stocktake
  await a.must('stocktake.closeCounting', { stocktakeId })
  const uncertain = await linesOf(stocktake, 'uncertain')
  // what was sold while B could not be heard, or while paper lay about: a person looks again, or nobody knows
  const ofPaper = uncertain.filter(({ sku }) => onPaper.some((zone) => inZone(zone).includes(sku)))
  expect(ofPaper.length).toBeGreaterThan(10)
  expect(uncertain.length).toBeGreaterThan(ofPaper.length)
  expect(uncertain.length).toBeLessThan(100)
  await countAgain(
    stocktake,
    uncertain.map(({ sku }) => sku),
  )
  await a.must('stocktake.closeCounting', { stocktakeId })
  expect(await linesOf(stocktake, 'uncertain')).toEqual([])
  const { version } = await at(a, stocktake)
  await a.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' })
  await agreeToAll(stocktake)

  const booked = new Map<string, number>()
  for (const { documentId, state } of (await at(a, stocktake)).papers) {
    expect(state).toBe('posted')
    const { header, lines } = await a.must('document.get', { documentId })
    const sign = header.type === 'stocktakeGain' ? 1 : -1
    for (const { sku, quantity } of lines) booked.set(sku, (booked.get(sku) ?? 0) + sign * quantity)
  }
  const expected = products.filter((sku) => planted.get(sku) !== 0).map((sku) => [sku, (planted.get(sku) ?? 0) * 1000])
  expect([...booked].sort()).toEqual(expected.sort())
  for (const sku of products) expect([sku, await onHand(sku)]).toEqual([sku, (shelves.get(sku) ?? 0) * 1000])
  await agrees(story)
  const hq = await story.browser('hq.operations')
  expect((await hq.must('alarm.list', {})).alarms).toEqual([])
})

const linesOf = async ({ stocktakeId }: Stocktake, show: 'uncertain') =>
  (await a.must('stocktake.review', { stocktakeId, show, limit: 500 })).lines

/** By somebody who has counted none of it, on A, with nothing sold meanwhile. */
const countAgain = async (stocktake: Stocktake, skus: readonly string[]): Promise<void> => {
  const { stocktakeId } = stocktake
  for (const [zone, zoneCode] of zoneCodes.entries()) {
    const own = skus.filter((sku) => inZone(zone).includes(sku) || alsoAt.get(sku) === zone)
    if (own.length === 0) continue
    await a.must('stocktake.recount', { stocktakeId, zones: [{ zoneCode, skus: own }], note: '卖的时候数的' })
    const paper = await begin(a, stocktake, zoneCode)
    for (const sku of own) await type(a, paper, sku, here(sku, zone))
    await handIn(a, paper.documentId)
  }
}

const onHand = async (sku: string): Promise<number> =>
  (
    await a.database.read.one<{ onHand: number }>(
      `SELECT onHand FROM stockBalance WHERE account = 'stock:WS001' AND sku = ? AND lot = ''`,
      [sku],
    )
  )?.onHand ?? 0

const deciders = { regionManager: 're.manager', hqOperations: 'hq.operations' } as const

/** Whoever has to agree to the papers does, level by level. */
const agreeToAll = async (stocktake: Stocktake): Promise<void> => {
  for (let level = 0; level < 4; level += 1) {
    await story.sync()
    for (const { documentId, state } of (await at(a, stocktake)).papers) {
      if (state !== 'submitted') continue
      const { pendingLevel } = await headerOf(a, documentId)
      await decide(await story.browser(deciders[pendingLevel as keyof typeof deciders]), documentId)
    }
  }
}
