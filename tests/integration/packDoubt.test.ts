/** Cases or pieces, at the dock and at the shelf: asked once, nothing added before the answer, and no scan lost. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InputOf } from '../../src/contract/operations'
import { beginStory, refuses, type Story, type StoryStore } from '../support/story'
import { chain, order60, pieceCode, scanOf } from '../support/world'

let story: Story
let shop: StoryStore
let documentId: string

/** ordered by the case, two of them at least; `other` a product of the order with a pack of its own */
const cases = chain.barcodes.flatMap(({ code, sku, packFactor, kind, packName }) => {
  const line = order60.lines.find((one) => one.sku === sku)
  return kind === 'itf14' && line && line.orderedQuantity === 2 * packFactor
    ? [{ code, sku, packName, pack: packFactor, ordered: line.orderedQuantity }]
    : []
})
const [first, second, third] = cases as [(typeof cases)[number], (typeof cases)[number], (typeof cases)[number]]
const pieces = (thousandths: number): number => thousandths / 1000

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  await shop.signIn('s001.manager')
  ;({ documentId } = await shop.must('goodsReceipt.open', { orderId: order60.documentId }))
}, 120_000)
afterAll(() => story.close())

const type = 'goodsReceipt' as const
const scan = (code: string, more: Partial<InputOf<'document.scan'>> = {}) => {
  story.clock.pass(1000)
  return shop.must('document.scan', { type, documentId, scan: scanOf(code), ...more })
}
const received = async (sku: string) =>
  (await shop.must('document.get', { documentId })).lines.find((line) => line.sku === sku)?.quantity

test('as many cases as pieces were ordered: asked once, on no line before the answer, and the scan is on record', async () => {
  const times = pieces(first.ordered)
  const counted = { times, scan: scanOf(first.code) }
  const asked = await shop.must('document.scan', { type, documentId, ...counted })
  const doubt = { said: times * first.pack, other: first.ordered, expected: first.ordered, packFactor: first.pack }
  expect(asked).toMatchObject({ outcome: 'packDoubt', added: 0, line: null, doubt, product: { sku: first.sku } })
  expect(await received(first.sku)).toBe(0)
  // the screen lost the answer and asks with the same scan
  expect(await shop.must('document.scan', { type, documentId, ...counted })).toMatchObject({
    outcome: 'packDoubt',
    doubt,
  })
  const logged = await shop.database.read.all('SELECT outcome, quantity FROM scan WHERE scanId = ?', [
    counted.scan.scanId,
  ])
  expect(logged).toEqual([{ outcome: 'packDoubt', quantity: 0 }])
  const answered = await scan(first.code, { times, meant: first.ordered })
  expect(answered).toMatchObject({ outcome: 'lineDone', added: first.ordered })
  expect(await received(first.sku)).toBe(first.ordered)
  await shop.must('document.undo', { type, documentId })
  expect(await received(first.sku)).toBe(0)
})

test('the cases that were ordered, and one by one, ask nothing', async () => {
  expect((await scan(first.code)).outcome).toBe('firstOfLine')
  expect((await scan(first.code)).outcome).toBe('lineDone')
  // one more is too much, and says so by itself
  expect((await scan(first.code)).outcome).toBe('over')
})

test('cases typed as pieces, and pieces as cases: the figure by key is asked about, and is what was meant', async () => {
  const line = { type, documentId, sku: second.sku }
  const few = await shop.must('document.setLine', { ...line, quantity: 2000 })
  expect(few).toMatchObject({ outcome: 'packDoubt', doubt: { said: 2000, other: second.ordered, packName: '箱' } })
  expect(await received(second.sku)).toBe(0)
  const many = { ...line, quantity: second.ordered * pieces(second.pack) }
  expect(await shop.must('document.setLine', many)).toMatchObject({
    outcome: 'packDoubt',
    doubt: { other: second.ordered },
  })
  expect((await shop.must('document.setLine', { ...line, quantity: 2000, sure: true })).outcome).toBe('firstOfLine')
  const { lines } = await shop.must('document.get', { documentId })
  const lineNo = lines.find(({ sku }) => sku === second.sku)?.lineNo as number
  const set = { type, documentId, lineNo, mode: 'set' as const, quantity: 2000 }
  // the same figure again is no new one, and taking off asks nothing
  expect((await shop.must('document.adjust', { ...set, mode: 'subtract', quantity: 1000 })).outcome).toBe('added')
  expect(await shop.must('document.adjust', set)).toMatchObject({ outcome: 'packDoubt', line: { lineNo } })
  expect((await shop.must('document.adjust', { ...set, sure: true })).outcome).toBe('added')
  expect(await received(second.sku)).toBe(2000)
})

test('so many pieces scanned with a count before it are asked about, too', async () => {
  const asked = await scan(pieceCode(third.sku), { times: 2 })
  expect(asked).toMatchObject({ outcome: 'packDoubt', doubt: { said: 2000, other: third.ordered } })
  expect((await scan(pieceCode(third.sku), { times: 2, meant: 2000 })).added).toBe(2000)
})

test('counted, only the count before a case is asked about: nothing says what the books have', async () => {
  const zones = [{ code: 'A01', name: 'A01', temporary: false }]
  const scope = { kind: 'list' as const, skus: [first.sku] }
  const plan = { scope, blind: true, tolerancePermille: 0, toleranceFen: 0, zones, note: '' }
  const { stocktakeId } = await shop.must('stocktake.open', plan)
  await shop.signIn('s001.lin')
  const count = await shop.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })
  const paper = { type: 'stocktakeCount' as const, documentId: count.documentId }
  const times = pieces(first.pack)
  const asked = await shop.must('document.scan', { ...paper, times, scan: scanOf(first.code) })
  expect(asked).toMatchObject({
    outcome: 'packDoubt',
    doubt: { expected: null, said: times * first.pack, other: first.pack },
  })
  const meant = { ...paper, times, meant: asked.doubt?.other as number, scan: scanOf(first.code) }
  expect((await shop.must('document.scan', meant)).added).toBe(first.pack)
  for (const more of [{}, { times: times + 1 }])
    expect((await shop.must('document.scan', { ...paper, ...more, scan: scanOf(first.code) })).outcome).toBe('added')
  const typed = { ...paper, sku: first.sku, quantity: 2000 }
  expect((await shop.must('document.setLine', typed)).outcome).toBe('added')
})

test('half a piece is no answer', async () => {
  await shop.signIn('s001.manager')
  await story.sync()
  const half = { type, documentId, scan: scanOf(first.code), meant: 1500 }
  await refuses(story, () => shop.call('document.scan', half), 'INVALID_INPUT')
})
