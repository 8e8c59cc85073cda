/**
 * A shop's PC holds its own key and nobody's trust: what it says beyond its people's rights, its walls or HQ's word is kept
 * as it came, parked for people, and moves nothing in HQ's books.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocumentStepped } from '../../../src/contract/schemas/sync'
import { verifyLedger } from '../../../src/ledger/verify'
import { batchOf, enrolmentOf, eventsOf, ofOtherPaper, pushTo, signedForAnew, toldBy } from '../../support/forger'
import {
  type Browser,
  beginStory,
  crisps,
  decide,
  draft,
  handIn,
  headerOf,
  holds,
  post,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'

type Told = DocumentStepped['movements'][number]

let story: Story
let shop: StoryStore
let hq: Browser

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  hq = await story.browser('hq.operations')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: spirit.sku, quantity: 40_000 },
  ])
  await story.sync()
})
afterAll(() => story.close())

/** Tells HQ these events in a log of its own; answers why each was parked, oldest first. */
const forged = async (...events: DocumentStepped[]): Promise<string[]> => {
  const logId = randomUUID()
  const enrolment = await enrolmentOf(shop)
  const payloads = events.map((event) => JSON.stringify(event))
  const { answer } = await pushTo(story.hub, enrolment, batchOf(enrolment, payloads, { logId }))
  expect(answer.ok).toBe(true)
  const rows = await story.hub.database.read.all<{ reason: string }>(
    'SELECT reason FROM parkedEvent WHERE logId = ? ORDER BY seq',
    [logId],
  )
  expect(await holds(story.hub.database, 'stock:WS002', crisps.sku)).toEqual([0, 0])
  expect((await verifyLedger(story.hub.database.read)).problems).toEqual([])
  return rows.map(({ reason }) => reason)
}

const lastTold = async (): Promise<DocumentStepped> => {
  const event = (await eventsOf(shop)).at(-1)
  if (!event) throw new Error('nothing was told')
  return toldBy(event)
}

let serial = 9000
const another = () => {
  serial += 1
  return { documentId: randomUUID(), number: `BSCK-S001-261122-A${serial}` }
}

const decidedBy = (
  event: DocumentStepped,
  userId: string,
  level: 'storeManager' | 'hqOperations',
  over: Partial<DocumentStepped> = {},
): DocumentStepped => ({
  ...event,
  step: 'decided',
  userId,
  movements: [],
  decision: { level, decision: 'approved', contentHash: event.document.contentHash },
  ...over,
})

const handedIn = async (quantity: number): Promise<DocumentStepped> => {
  await shop.signIn('s001.lin')
  const documentId = await draft(shop, 'writeOff', { reasonCode: 'BROKEN' }, [{ sku: crisps.sku, quantity }])
  await handIn(shop, documentId)
  const told = await lastTold()
  await shop.must('document.withdraw', { type: 'writeOff', documentId, reason: '试一试' })
  return told
}

/** The same hand-in of another paper, with seventeen bottles of spirit in place of a bag of crisps. */
const largeOf = (told: DocumentStepped, line: object = {}): DocumentStepped => {
  const value = 17 * spirit.cost
  const lines = told.lines.map((one) => ({ ...one, sku: spirit.sku, quantity: 17_000, unitCost: spirit.cost, ...line }))
  const movements = told.movements.map((one) => ({
    ...one,
    sku: spirit.sku,
    quantity: 17_000,
    value,
    unitCost: spirit.cost,
  }))
  return ofOtherPaper({ ...told, lines, movements }, another())
}

const lossOf = (event: DocumentStepped): DocumentStepped => ({
  ...event,
  step: 'posted',
  userId: 's001.manager',
  decision: null,
  movements: event.movements.map((one) => ({ ...one, fromAccount: 'quarantine:WS001', toAccount: 'loss' })),
})

test('the manager does not speak as HQ', async () => {
  const told = largeOf(await handedIn(1000))
  const [decision, loss] = await forged(told, decidedBy(told, 's001.manager', 'hqOperations'), lossOf(told))
  expect(decision).toContain('does not decide as hqOperations')
  expect(loss).toContain('not everybody agreed')
  expect(await holds(story.hub.database, 'loss', spirit.sku)).toEqual([0, 0])
})

test('no word on a line hides its value from those who must agree', async () => {
  for (const hidden of [{ role: 'produce' }, { freeQuantity: 17_000 }]) {
    const told = largeOf(await handedIn(1000), hidden)
    const [loss, ...more] = await forged(told, decidedBy(told, 's001.manager', 'storeManager'), lossOf(told))
    expect(loss).toContain('not everybody agreed')
    expect(more).toEqual([])
  }
  expect(await holds(story.hub.database, 'loss', spirit.sku)).toEqual([0, 0])
})

test('the author decides about their own neither as themselves nor under the manager’s name', async () => {
  const told = largeOf(await handedIn(1000))
  const own = decidedBy(told, 's001.lin', 'storeManager')
  const lent = decidedBy(told, 's001.manager', 'storeManager', { authorityId: 's001.lin' })
  const [first, second] = await forged(told, own, lent)
  expect(first).toContain('may not')
  expect(second).toContain('holds nothing to lend')
  // the manager's own paper, agreed to by the manager under the clerk's name
  const managers = largeOf({ ...(await handedIn(1000)), userId: 's001.manager' })
  const [third, fourth] = await forged(
    managers,
    decidedBy(managers, 's001.manager', 'storeManager'),
    decidedBy(managers, 's001.lin', 'storeManager', { authorityId: 's001.manager' }),
  )
  for (const reason of [third, fourth]) expect(reason).toContain('nobody decides about their own')
})

test('HQ’s no is not carried out as its yes', async () => {
  await shop.signIn('s001.lin')
  const documentId = await draft(shop, 'writeOff', { reasonCode: 'BROKEN' }, [{ sku: crisps.sku, quantity: 1000 }])
  await handIn(shop, documentId)
  const told = await lastTold()
  await story.sync()
  shop.line.up = false
  await decide(hq, documentId, 'refused', '不同意')
  const yes = decidedBy(told, 'hq.operations', 'hqOperations', { underDecisionOf: 'hq.operations' })
  const [word, loss] = await forged(yes, { ...lossOf(told), userId: 'hq.operations', underDecisionOf: 'hq.operations' })
  expect(word).toContain('HQ made no such decision')
  expect(loss).toContain('HQ made no such decision')
  shop.line.up = true
  await story.sync()
  expect(await headerOf(hq, documentId)).toMatchObject({ state: 'draft', refusal: '不同意' })
})

test('goods are not put behind another shop’s walls', async () => {
  await shop.signIn('s001.manager')
  const moved = await draft(shop, 'moveInside', { toWarehouseCode: 'WS001B' }, [{ sku: crisps.sku, quantity: 1000 }])
  await post(shop, moved)
  const told = await lastTold()
  await shop.must('document.reverse', { type: 'moveInside', documentId: moved, reason: '试一试' })
  const away = ofOtherPaper(
    {
      ...told,
      document: { ...told.document, toWarehouseCode: 'WS002' },
      movements: told.movements.map((one) => ({ ...one, toAccount: 'stock:WS002' })),
    },
    { documentId: randomUUID(), number: 'ZC-S001-261122-A9901' },
  )
  expect(await forged(away)).toEqual([expect.stringContaining('warehouse WS002 is not of store S001')])
})

test('HQ’s paper is posted as HQ wrote it, once', async () => {
  const purchasing = await story.browser('hq.purchasing')
  const adjustment = (unitCost: number) =>
    draft(purchasing, 'costAdjustment', { warehouseCode: 'WS001', reasonCode: 'PRICE-FIX' }, [
      { sku: crisps.sku, quantity: 20_000, unitCost },
    ])
  const first = await adjustment(23_000)
  await handIn(purchasing, first)
  await decide(hq, first)
  await story.sync()
  const told = await lastTold()
  expect(told).toMatchObject({ step: 'posted', document: { documentId: first } })
  const [again] = await forged(told)
  expect(again).toContain('HQ never told')

  const second = await adjustment(22_000)
  await handIn(purchasing, second)
  shop.line.up = false
  await decide(hq, second)
  const paper = await headerOf(hq, second)
  const altered = signedForAnew({
    ...told,
    document: { ...told.document, documentId: second, number: paper.number, contentHash: paper.contentHash },
    lines: told.lines.map((line) => ({ ...line, unitCost: 1 })),
    movements: told.movements.map((one) => ({ ...one, value: 459_980 })),
  })
  expect(await forged(altered)).toEqual([expect.stringContaining('is not what HQ wrote')])
  shop.line.up = true
  await story.sync()
  expect(await headerOf(hq, second)).toMatchObject({ state: 'posted', value: 20_000 })
})

const revaluation = (told: DocumentStepped, over: Partial<Told> = {}): Told => ({
  ...(told.movements[0] as Told),
  ...{ line: told.movements.length + 1, lot: '', quantity: 0, unitCost: 0, kind: 'revaluation' },
  ...{ fromAccount: 'adjustment', toAccount: 'stock:WS001', value: 999_999_999 },
  ...over,
})

test('value alone comes from nowhere: not onto goods, not onto none, not onto the way', async () => {
  await shop.signIn('s001.manager')
  await stockUp(shop, [{ sku: crisps.sku, quantity: 2000 }])
  const told = await lastTold()
  const dearer = (...more: Told[]) =>
    ofOtherPaper(
      { ...told, movements: [...told.movements, ...more] },
      { ...another(), number: `CGRK-S001-261122-A${serial}` },
    )
  const one = revaluation(told)
  expect(await forged(dearer(one))).toEqual([expect.stringContaining('revalued to more than was paid')])
  const small = { ...one, value: 1 }
  expect(await forged(dearer(small, { ...small, line: small.line + 1 }))).toEqual([
    expect.stringContaining('revalued once'),
  ])
  const away = { ...one, fromAccount: 'stock:WS001', toAccount: 'adjustment', value: 999_999 }
  expect(await forged(dearer(away))).toEqual([expect.stringContaining('worth less than nothing')])
  expect(await forged(dearer({ ...one, toAccount: 'supplier' }))).toEqual([
    expect.stringContaining('goods in a warehouse'),
  ])
  expect(await forged(dearer({ ...one, toAccount: 'quarantine:WS001' }))).toEqual([
    expect.stringContaining('goods that moved'),
  ])
  const gone = await handedIn(1000)
  const upward = ofOtherPaper({ ...gone, movements: [...gone.movements, revaluation(gone)] }, another())
  expect(await forged(upward)).toEqual([expect.stringContaining('are not revalued')])
  // what one of its events left unbooked does not open the door for the next
  const [, next] = await forged(dearer(one), dearer({ ...one, value: 99_999_999_999 }))
  expect(next).toContain('out of all reason')
})

test('goods off the way are worth what was sent, however the receiver’s PC tells it', async () => {
  const bought = await draft(hq, 'goodsReceipt', { warehouseCode: 'WC01', counterpartyCode: 'GY001' }, [
    { sku: crisps.sku, quantity: 10_000 },
  ])
  await post(hq, bought)
  const { transferId } = await hq.must('transfer.push', {
    ...{ kind: 'transfer', fromWarehouseCode: 'WC01', toWarehouseCode: 'WS001', dueDate: '2026-11-23', note: '' },
    lines: [{ sku: crisps.sku, quantity: 5000 }],
  })
  const { documentId } = await hq.must('transfer.openDispatch', { transferId })
  await hq.must('document.setLine', { type: 'transferDispatch', documentId, sku: crisps.sku, quantity: 5000 })
  await post(hq, documentId)
  await story.sync()
  await shop.signIn('s001.manager')
  shop.line.up = false
  const receipt = await shop.must('transfer.openReceipt', { transferId })
  const line = { type: 'transferReceipt', documentId: receipt.documentId, sku: crisps.sku } as const
  await shop.must('document.setLine', { ...line, quantity: 5000 })
  await post(shop, receipt.documentId)
  const told = await lastTold()
  expect(told.movements).toMatchObject([{ quantity: 5000, value: 115_500 }])
  const worth = (value: number) =>
    ofOtherPaper(
      { ...told, movements: told.movements.map((one) => ({ ...one, value })) },
      { ...another(), number: `DBRK-S001-261122-A${serial}` },
    )
  expect(await forged(worth(115_500 * 3))).toEqual([expect.stringContaining('worth more than was sent')])
  expect(await forged(worth(115_510))).toEqual([expect.stringContaining('worth more than was sent')])
  shop.line.up = true
  await story.sync()
  expect(await hq.must('transfer.get', { transferId })).toMatchObject({ state: 'completed' })
})

test('the shop’s own honest papers went on all the while', async () => {
  const parked = await story.hub.database.read.all('SELECT seq, reason FROM parkedEvent WHERE logId = ?', [shop.logId])
  expect(parked).toEqual([])
  const told =
    'SELECT seq, line, sku, fromAccount, toAccount, quantity, value FROM stockMovement WHERE logId = ? ORDER BY 1, 2'
  const own = await shop.database.read.all(told, [shop.logId])
  expect(own.length).toBeGreaterThan(0)
  expect(await story.hub.database.read.all(told, [shop.logId])).toEqual(own)
  for (const { read } of [shop.database, story.hub.database]) expect((await verifyLedger(read)).problems).toEqual([])
})

test('a mirror above the manager’s limit is not posted without the word of those above', async () => {
  await shop.signIn('s001.lin')
  const documentId = await draft(shop, 'internalUse', { reasonCode: 'TASTING' }, [{ sku: spirit.sku, quantity: 5000 }])
  await handIn(shop, documentId)
  await shop.signIn('s001.manager')
  await decide(shop, documentId)
  await story.sync()
  await decide(hq, documentId)
  await story.sync()
  const posted = await lastTold()
  expect(posted.step).toBe('posted')
  const used = await holds(story.hub.database, 'internalUse', spirit.sku)
  const mirror: DocumentStepped = {
    ...posted,
    userId: 's001.manager',
    underDecisionOf: '',
    reason: '记错了',
    document: {
      ...posted.document,
      ...another(),
      round: 0,
      contentHash: '',
      authorId: 's001.manager',
      reversalOf: documentId,
    },
    movements: posted.movements.map((one) => ({
      ...one,
      kind: 'reversal' as const,
      fromAccount: one.toAccount,
      toAccount: one.fromAccount,
    })),
  }
  const [reason] = await forged(mirror)
  expect(reason).toContain('not everybody agreed')
  expect(await holds(story.hub.database, 'internalUse', spirit.sku)).toEqual(used)
})
