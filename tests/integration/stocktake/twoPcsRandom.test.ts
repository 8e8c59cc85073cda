/**
 * Small stocktakes on two PCs, at random: who counts what when, what A sells meanwhile, when a line is cut and when anybody
 * syncs. Every difference that is not said to be uncertain is the planted one; every other is off by no more than it says.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Seeded, seeded } from '../../support/seeded'
import { agrees, beginStory, handIn, type Story, type StoryStore, stockUp } from '../../support/story'
import { chain } from '../../support/world'

const products = chain.products
  .filter(({ keepsLots, weighed, status }) => !keepsLots && !weighed && status === 'active')
  .map(({ sku }) => sku)
  .slice(0, 12)
const zones = ['A01', 'A02', 'B01', 'B02']
const zoneOf = (sku: string): string => zones[products.indexOf(sku) % zones.length] as string

let story: Story
let a: StoryStore
let b: StoryStore

beforeAll(async () => {
  story = await beginStory(['S001', 'S001'])
  ;[a, b] = story.stores as [StoryStore, StoryStore]
  await a.signIn('s001.manager')
  await b.signIn('s001.zhou')
  await stockUp(
    a,
    products.map((sku) => ({ sku, quantity: 20_000 })),
  )
  for (const sku of products) shelves.set(sku, 20_000)
}, 120_000)
afterAll(() => story.close())

/** What really stands there; what A books moves there as well. */
const shelves = new Map<string, number>()

interface Counting {
  pc: StoryStore
  documentId: string
  left: string[]
}

const syncSome = async (random: Seeded): Promise<void> => {
  for (const pc of [a, b]) if (pc.line.up && random.chance(0.7)) await pc.must('app.syncNow', {})
}

const book = async (sku: string, quantity: number): Promise<void> => {
  await stockUp(a, [{ sku, quantity }])
  shelves.set(sku, (shelves.get(sku) ?? 0) + quantity)
}

/** One thing that happens in a shop that counts. */
const happen = async (random: Seeded, counts: readonly Counting[]): Promise<void> => {
  const what = random.next()
  if (what < 0.15) await book(random.pick(products), random.integer(1, 4) * 1000)
  else if (what < 0.25) b.line.up = !b.line.up
  else if (what < 0.5) await syncSome(random)
  else {
    const busy = counts.filter(({ left }) => left.length > 0)
    if (busy.length === 0) return
    const { pc, documentId, left } = random.pick(busy)
    const sku = left.shift() as string
    const quantity = shelves.get(sku) ?? 0
    await pc.must('document.setLine', { type: 'stocktakeCount', documentId, sku, quantity })
  }
}

const one = async (seed: number): Promise<{ certain: number; uncertain: number }> => {
  const random = seeded(seed)
  const planted = new Map(products.map((sku) => [sku, random.chance(0.5) ? random.integer(-3, 3) * 1000 : 0]))
  for (const [sku, difference] of planted) shelves.set(sku, (shelves.get(sku) ?? 0) + difference)
  b.line.up = true
  const { stocktakeId } = await a.must('stocktake.open', {
    scope: { kind: 'list', skus: products },
    ...{ blind: true, tolerancePermille: 1000, toleranceFen: 99_999_999, note: `seed ${seed}` },
    zones: zones.map((code) => ({ code, name: code, temporary: false })),
  })
  await story.sync()
  const counts: Counting[] = []
  for (const zoneCode of zones) {
    const pc = random.chance(0.6) ? b : a
    const { documentId } = await pc.must('stocktake.startCount', { stocktakeId, zoneCode })
    counts.push({ pc, documentId, left: products.filter((sku) => zoneOf(sku) === zoneCode) })
  }
  for (let step = 0; step < 40; step += 1) {
    await happen(random, counts)
    // some wait with it until the end
    for (const count of counts) if (count.left.length === 0 && random.chance(0.3)) await finish(count)
  }
  for (const { pc, documentId, left } of counts)
    for (const sku of left.splice(0))
      await pc.must('document.setLine', {
        ...{ type: 'stocktakeCount', documentId, sku, quantity: shelves.get(sku) ?? 0 },
      })
  for (const count of counts) await finish(count)
  b.line.up = true
  await story.sync()
  await a.must('stocktake.closeCounting', { stocktakeId })
  const { lines } = await a.must('stocktake.review', { stocktakeId, limit: 500 })
  expect(lines.map(({ sku }) => sku).sort()).toEqual([...products].sort())
  for (const { sku, variance, movedMeanwhile } of lines) {
    const truth = planted.get(sku) ?? 0
    const off = Math.abs(variance - truth)
    expect({ seed, sku, off, covered: off <= movedMeanwhile }).toMatchObject({ covered: true })
  }
  await a.must('stocktake.cancel', { stocktakeId, reason: '试算' })
  for (const [sku, difference] of planted) shelves.set(sku, (shelves.get(sku) ?? 0) - difference)
  const uncertain = lines.filter(({ movedMeanwhile }) => movedMeanwhile > 0).length
  return { certain: lines.length - uncertain, uncertain }
}

const finished = new Set<string>()
const finish = async ({ pc, documentId }: Counting): Promise<void> => {
  if (finished.has(documentId)) return
  finished.add(documentId)
  await handIn(pc, documentId)
}

test('no difference is wrong without saying so', { timeout: 600_000 }, async () => {
  let certain = 0
  let uncertain = 0
  for (let seed = 1; seed <= 20; seed += 1) {
    const found = await one(seed)
    certain += found.certain
    uncertain += found.uncertain
  }
  // both happen, or nothing was tried
  expect(uncertain).toBeGreaterThan(5)
  expect(certain).toBeGreaterThan(uncertain * 2)
  await agrees(story)
})
