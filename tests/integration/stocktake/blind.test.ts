/**
 * While goods are counted blind, no answer tells who may not see the books what they say, nor what somebody else counted:
 * every question a clerk may ask, at the shop or in a browser, about everything there is to ask about, and what scans and
 * refusals answer besides.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { OperationName, OutputOf } from '../../../src/contract/operations'
import { declarationOf, operationNames, runsOn, wellFormedInputs } from '../../support/operationInputs'
import {
  type Browser,
  beginStory,
  crisps,
  draft,
  handIn,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'
import { chain, pieceCode, scanOf, windowId } from '../../support/world'

type Product = (typeof chain)['products'][number]
const find = (is: (product: Product) => boolean): Product =>
  chain.products.find((product) => product.status === 'active' && is(product)) as Product
const cheese = find(({ weighed, keepsLots }) => weighed && !keepsLots)
const milk = find(({ weighed, keepsLots, shelfLifeDays }) => keepsLots && shelfLifeDays > 0 && !weighed)
const lots = [
  { lot: 'L1', expiryDate: '2027-01-28' },
  { lot: 'L2', expiryDate: '2027-02-01' },
] as const

/** what the books say, in deliveries none of which says it alone */
const books = {
  cheese: [5_000_111, 2_654_210],
  first: [1_100_000, 2_041_000],
  second: [1_700_000, 1_018_000],
  crisps: [2_300_000, 1_877_000],
}
const sum = (figures: readonly number[]): number => figures.reduce((one, other) => one + other, 0)
/** counted so that the differences are as telling as the books */
const counted = { cheese: 7_000_000, crisps: 4_500_000 }
const telling = new Map([
  [counted.cheese, 'what the manager counted of the cheese'],
  [counted.crisps, 'what the manager counted of the crisps'],
  [counted.cheese + counted.crisps, 'what the manager counted in all'],
  [sum(books.cheese), 'the book of the cheese'],
  [sum(books.cheese) - counted.cheese, 'what is missing of the cheese'],
  [sum(books.first), 'the book of the first lot'],
  [sum(books.second), 'the book of the second lot'],
  [sum(books.first) + sum(books.second), 'the book of the milk'],
  [sum(books.crisps), 'the book of the crisps'],
  [counted.crisps - sum(books.crisps), 'what is too many of the crisps'],
])

let story: Story
let shop: StoryStore
let clerk: Browser
/** waits for the region, with papers that say what the review came to */
let handedIn: OutputOf<'stocktake.submit'>
/** what a question can be aimed at, by the field that names it */
const aims = new Map<string, unknown[]>()

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  await shop.signIn('s001.manager')
  for (const part of [0, 1] as const)
    await stockUp(shop, [
      { sku: cheese.sku, quantity: books.cheese[part] as number },
      { sku: milk.sku, ...lots[0], quantity: books.first[part] as number },
      { sku: milk.sku, ...lots[1], quantity: books.second[part] as number },
      { sku: crisps.sku, quantity: books.crisps[part] as number },
      { sku: spirit.sku, quantity: 6000 },
    ])
  const { stocktakeId } = await shop.must('stocktake.open', {
    ...{ scope: { kind: 'list', skus: [cheese.sku, milk.sku, crisps.sku] }, blind: true },
    ...{ tolerancePermille: 1000, toleranceFen: 99_999_999, note: '', zones: [] },
  })
  const [zone] = (await shop.must('stocktake.get', { stocktakeId })).zones
  const count = await shop.must('stocktake.startCount', { stocktakeId, zoneCode: zone?.code as string })
  const paper = { type: 'stocktakeCount' as const, ...count }
  await shop.must('document.setLine', { ...paper, sku: cheese.sku, quantity: counted.cheese })
  await shop.must('document.setLine', { ...paper, sku: crisps.sku, quantity: counted.crisps })
  await handIn(shop, count.documentId)
  const { version } = await shop.must('stocktake.closeCounting', { stocktakeId })
  handedIn = await shop.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' })
  expect(handedIn.state).toBe('submitted')
  await story.sync()
  const documents = await shop.database.read.all<{ documentId: string; number: string }>(
    'SELECT documentId, number FROM document',
  )
  const ids = documents.map(({ documentId }) => documentId)
  aims.set('documentId', ids)
  aims.set('stocktakeId', [stocktakeId])
  aims.set('sku', [cheese.sku, milk.sku, crisps.sku])
  aims.set('warehouseCode', ['WS001'])
  aims.set('storeCode', ['S001'])
  aims.set('search', [cheese.sku, milk.sku, crisps.sku, ...documents.map(({ number }) => number)])
  aims.set('types', [['stocktakeGain', 'stocktakeLoss', 'stocktakeCount', 'goodsReceipt']])
  aims.set('days', [200])
  aims.set('limit', [100])
  aims.set('from', ['2020-01-01'])
  aims.set('to', ['2030-01-01'])
  clerk = await story.browser('s001.lin')
  await shop.signIn('s001.lin')
}, 120_000)
afterAll(() => story.close())

const plainInputs = wellFormedInputs()
const queriesAt = (side: 'store' | 'hub'): OperationName[] =>
  operationNames.filter(
    (name) => runsOn(name, side) && declarationOf(name).kind === 'query' && declarationOf(name).permission !== 'device',
  )

interface Input {
  shape?: Record<string, z.ZodType>
  options?: readonly Input[]
}

/** A question may be put in one way or another. */
const fieldsOf = ({ shape = {}, options = [] }: Input): string[] => [
  ...new Set([...Object.keys(shape), ...options.flatMap(fieldsOf)]),
]

/** The plain question, the bare one, and each field aimed at all it can name. */
const questionsOf = (name: OperationName): object[] => {
  const fields = fieldsOf(declarationOf(name).input as unknown as Input).filter((field) => aims.has(field))
  const all = fields.reduce<object[]>(
    (questions, field) =>
      questions.flatMap((one) => (aims.get(field) as unknown[]).map((aim) => ({ ...one, [field]: aim }))),
    [{}],
  )
  const aimed = fields.flatMap((field) => (aims.get(field) as unknown[]).map((aim) => ({ [field]: aim })))
  const plain = plainInputs[name] as object
  return [plain, {}, ...aimed, ...aimed.map((one) => ({ ...plain, ...one })), ...all]
}

/** Every figure of an answer, and what the figures of one kind about one product come to in each of its lists. */
const figuresIn = (value: unknown): number[] => {
  if (typeof value === 'number') return [Math.abs(value)]
  if (typeof value === 'string') return [...value.matchAll(/\d+(?:[,.]\d+)*/g)].map(([text]) => figureOf(text))
  if (value === null || typeof value !== 'object') return []
  const own = Object.values(value).flatMap(figuresIn)
  return Array.isArray(value) ? [...own, ...sumsOf(value)] : own
}

/** "7,654.321" and "7654.321" are as telling as 7654321 */
const figureOf = (text: string): number => {
  const [whole = '', part = ''] = text.replaceAll(',', '').split('.')
  return text.includes('.') ? Number(whole) * 1000 + Number(part.padEnd(3, '0').slice(0, 3)) : Number(whole)
}

const sumsOf = (rows: readonly unknown[]): number[] => {
  const sums = new Map<string, number>()
  for (const row of rows) {
    if (row === null || typeof row !== 'object') continue
    const { sku = '', lot = '' } = row as { sku?: string; lot?: string }
    for (const [key, figure] of Object.entries(row))
      if (typeof figure === 'number')
        for (const name of [`${sku} ${key}`, `${sku} ${lot} ${key}`]) sums.set(name, (sums.get(name) ?? 0) + figure)
  }
  return [...sums.values()].map(Math.abs)
}

const toldIn = (answer: unknown): string[] => [
  ...new Set(figuresIn(answer).flatMap((figure) => telling.get(figure) ?? [])),
]

/** What waits for HQ comes back: under review again, to be counted again. */
const comeBack = async (): Promise<void> => {
  await shop.signIn('s001.manager')
  for (const { documentId, type, state } of handedIn.papers)
    if (state === 'submitted')
      await shop.must('document.withdraw', { type: type as 'stocktakeLoss', documentId, reason: '再看看' })
  expect((await shop.must('stocktake.get', { stocktakeId: handedIn.stocktakeId })).state).toBe('review')
  await story.sync()
  await shop.signIn('s001.lin')
}

describe.each([
  { when: 'while the hand-in waits for HQ', before: () => Promise.resolve() },
  { when: 'when it came back', before: comeBack },
])('no question tells a clerk what the books or the counts of others say, $when', ({ before }) => {
  beforeAll(before)

  test.each(queriesAt('store'))('%s at the shop', async (name) => {
    for (const question of questionsOf(name)) {
      const answer = await shop.backend.invoke(windowId, name, question, randomUUID())
      expect([question, toldIn(answer)]).toEqual([question, []])
    }
  })

  test.each(queriesAt('hub'))('%s in a browser', async (name) => {
    for (const question of questionsOf(name)) {
      const answer = await clerk.call(name, question as never)
      expect([question, toldIn(answer)]).toEqual([question, []])
    }
  })

  test('and the very same questions tell a manager', async () => {
    const told = new Set<string>()
    await shop.signIn('s001.manager')
    for (const name of queriesAt('store'))
      for (const question of questionsOf(name))
        for (const word of toldIn(await shop.backend.invoke(windowId, name, question, randomUUID()))) told.add(word)
    await shop.signIn('s001.lin')
    expect([...told].sort()).toEqual([...telling.values()].sort())
  })
})

describe('somebody else’s count', () => {
  const type = 'stocktakeCount' as const
  const open = async (blind: boolean): Promise<{ stocktakeId: string; documentId: string }> => {
    await shop.signIn('s001.manager')
    const { stocktakeId } = await shop.must('stocktake.open', {
      ...{ scope: { kind: 'list', skus: [spirit.sku] }, blind, tolerancePermille: 1000, toleranceFen: 99_999_999 },
      ...{ note: '', zones: [{ code: 'C01', name: '酒', temporary: false }] },
    })
    await shop.signIn('s001.zhou')
    const { documentId } = await shop.must('stocktake.startCount', { stocktakeId, zoneCode: 'C01' })
    await shop.must('document.setLine', { type, documentId, sku: spirit.sku, quantity: 12_000 })
    return { stocktakeId, documentId }
  }
  const seen = async (who: string, documentId: string) => {
    await shop.signIn(who)
    const { header, lines } = await shop.must('document.get', { documentId })
    const { documents } = await shop.must('document.list', { types: [type] })
    const listed = documents.find((one) => one.documentId === documentId)
    expect(listed).toMatchObject({ quantityTotal: header.quantityTotal, linesTotal: 1 })
    expect(listed?.linesHidden).toBe(header.linesHidden)
    return { hidden: header.linesHidden === true, quantity: header.quantityTotal, lines: lines.length }
  }
  const hidden = { hidden: true, quantity: 0, lines: 0 }
  const shown = { hidden: false, quantity: 12_000, lines: 1 }
  const seenByAll = async (documentId: string) => ({
    lin: await seen('s001.lin', documentId),
    zhou: await seen('s001.zhou', documentId),
    manager: await seen('s001.manager', documentId),
  })

  test('is shown to whoever made it and to whoever reviews, to anybody else once the stocktake is posted', async () => {
    const { stocktakeId, documentId } = await open(true)
    expect(await seenByAll(documentId)).toEqual({ lin: hidden, zhou: shown, manager: shown })
    await shop.signIn('s001.zhou')
    await handIn(shop, documentId)
    expect(await seenByAll(documentId)).toEqual({ lin: hidden, zhou: shown, manager: shown })
    const { version } = await shop.must('stocktake.closeCounting', { stocktakeId })
    expect(await seen('s001.lin', documentId)).toEqual(hidden)
    await shop.signIn('s001.manager')
    const input = { stocktakeId, version, uncounted: 'leave' as const, uncountedReason: '' }
    expect((await shop.must('stocktake.submit', input)).state).toBe('posted')
    expect(await seenByAll(documentId)).toEqual({ lin: shown, zhou: shown, manager: shown })
    await shop.signIn('s001.lin')
  })

  test('is shown to whoever lends a hand, and in an open stocktake to everybody', async () => {
    const blind = await open(true)
    await shop.signIn('s001.lin')
    const paper = { type, documentId: blind.documentId }
    await shop.must('document.takeOver', paper)
    await shop.must('document.setLine', { ...paper, sku: spirit.sku, quantity: 12_000 })
    expect(await seen('s001.lin', blind.documentId)).toEqual(shown)
    await shop.signIn('s001.manager')
    await shop.must('document.cancel', { ...paper, reason: '重来' })
    await shop.must('stocktake.cancel', { stocktakeId: blind.stocktakeId, reason: '重来' })
    const { stocktakeId, documentId } = await open(false)
    expect(await seenByAll(documentId)).toEqual({ lin: shown, zhou: shown, manager: shown })
    await shop.must('document.cancel', { type, documentId, reason: '重来' })
    await shop.must('stocktake.cancel', { stocktakeId, reason: '重来' })
    await shop.signIn('s001.lin')
  })
})

test('a paper for goods to leave asks for their lot, and says nothing of those that lie there', async () => {
  const paper = {
    type: 'internalUse' as const,
    documentId: await draft(shop, 'internalUse', { reasonCode: 'TASTING' }),
  }
  const answers = [
    await shop.call('document.setLine', { ...paper, sku: milk.sku, quantity: 5_000_000 }),
    await shop.call('document.scan', { ...paper, scan: scanOf(pieceCode(milk.sku)), times: 5000 }),
  ]
  expect(answers).toMatchObject([{ value: { outcome: 'lotWanted' } }, { value: { outcome: 'lotWanted' } }])
  const named = { ...paper, sku: milk.sku, lot: 'L1', quantity: 5_000_000 }
  const { header } = await shop.must('document.setLine', named)
  answers.push((await shop.call('document.submit', { ...paper, version: header.version })) as never)
  expect(answers.at(-1)).toMatchObject({ error: { code: 'INSUFFICIENT_STOCK' } })
  expect(answers.flatMap(toldIn)).toEqual([])
  // goods nobody counts just now leave as ever
  expect(await shop.must('document.setLine', { ...paper, sku: spirit.sku, quantity: 1000 })).toMatchObject({
    line: { sku: spirit.sku, quantity: 1000 },
  })
})
