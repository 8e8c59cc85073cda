/**
 * 盘点 on two PCs of one store: PC A holds it, PC B counts zones of it, offline too. What B counted stands at A where A’s own
 * ledger says it arrived, HQ finds the same, and what came too late is kept and shown.
 */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OutputOf } from '../../../src/contract/operations'
import { openReadOnly } from '../../../src/database/openDatabase'
import { verifyLedger } from '../../../src/ledger/verify'
import {
  agrees,
  beginStory,
  crisps,
  handIn,
  headerOf,
  holds,
  mints,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
  versioned,
} from '../../support/story'
import { enrol, openStore, removeFolder, scanOf, temporaryFolder } from '../../support/world'

type Stocktake = OutputOf<'stocktake.get'>

let story: Story
let a: StoryStore
let b: StoryStore

beforeAll(async () => {
  story = await beginStory(['S001', 'S001'])
  ;[a, b] = story.stores as [StoryStore, StoryStore]
  await a.signIn('s001.manager')
  await b.signIn('s001.lin')
  await stockUp(a, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: spirit.sku, quantity: 10_000 },
    { sku: mints.sku, quantity: 9000 },
  ])
}, 120_000)
afterAll(() => story.close())
beforeEach(async () => {
  a.line.up = true
  b.line.up = true
  await story.sync()
})

const plan = {
  scope: { kind: 'list' as const, skus: [crisps.sku, spirit.sku, mints.sku] },
  ...{ blind: true, tolerancePermille: 1000, toleranceFen: 99_999_999, note: '两台一起盘' },
  zones: ['A01', 'B01'].map((code) => ({ code, name: code, temporary: false })),
}
const open = (): Promise<Stocktake> => a.must('stocktake.open', plan)

const begin = async (pc: StoryStore, { stocktakeId }: Stocktake, zoneCode: string): Promise<string> =>
  (await pc.must('stocktake.startCount', { stocktakeId, zoneCode })).documentId
const enter = (pc: StoryStore, documentId: string, sku: string, quantity: number) =>
  pc.must('document.setLine', { type: 'stocktakeCount', documentId, sku, quantity })
const count = async (pc: StoryStore, stocktake: Stocktake, zoneCode: string, goods: Record<string, number>) => {
  const documentId = await begin(pc, stocktake, zoneCode)
  for (const [sku, quantity] of Object.entries(goods)) await enter(pc, documentId, sku, quantity)
  await handIn(pc, documentId)
  return documentId
}
const at = (pc: StoryStore, { stocktakeId }: Stocktake) => pc.must('stocktake.get', { stocktakeId })
const close = ({ stocktakeId }: Stocktake) => a.must('stocktake.closeCounting', { stocktakeId })
const review = async ({ stocktakeId }: Stocktake) => {
  const { lines } = await a.must('stocktake.review', { stocktakeId })
  return Object.fromEntries(
    lines.map(({ sku, counted, variance, movedMeanwhile }) => [sku, [counted, variance, movedMeanwhile]]),
  )
}
const submit = async ({ stocktakeId }: Stocktake) => {
  const { version } = await a.must('stocktake.get', { stocktakeId })
  return a.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' })
}
const cancel = ({ stocktakeId }: Stocktake) => a.must('stocktake.cancel', { stocktakeId, reason: '到此为止' })

const agreesWithoutAlarm = async (): Promise<void> => {
  await agrees(story)
  const hq = await story.browser('hq.operations')
  expect((await hq.must('alarm.list', {})).alarms).toEqual([])
}

test('B sees the plan as A’s, counts a zone, and A has it beside its own', async () => {
  const stocktake = await open()
  await story.sync()
  expect(await at(b, stocktake)).toMatchObject({ number: stocktake.number, heldHere: false, pc: 'A', products: 3 })
  expect(await at(a, stocktake)).toMatchObject({ heldHere: true, pc: 'A' })

  const documentId = await count(b, stocktake, 'B01', { [spirit.sku]: 1000 })
  expect((await at(b, stocktake)).zones[1]).toMatchObject({ state: 'done', counts: [{ pc: 'B', arrival: 'onItsWay' }] })
  await count(a, stocktake, 'A01', { [crisps.sku]: 21_000, [mints.sku]: 9000 })
  await story.sync()
  for (const pc of [a, b])
    expect((await at(pc, stocktake)).zones).toMatchObject([
      { state: 'done', counts: [{ pc: 'A', arrival: 'here' }] },
      { state: 'done', counts: [{ documentId, pc: 'B', counterName: expect.any(String), arrival: 'here' }] },
    ])
  await close(stocktake)
  expect(await review(stocktake)).toEqual({
    [spirit.sku]: [1000, -9000, 0],
    [crisps.sku]: [21_000, 1000, 0],
    [mints.sku]: [9000, 0, 0],
  })
  await story.sync()
  expect((await at(b, stocktake)).state).toBe('review')
  const handedIn = await submit(stocktake)
  const paper = (type: 'stocktakeGain' | 'stocktakeLoss') => ({
    ...{ type, documentId: handedIn.papers.find((one) => one.type === type)?.documentId as string },
  })
  await story.sync()
  expect((await at(b, stocktake)).state).toBe('submitted')
  await a.must('document.withdraw', { ...paper('stocktakeLoss'), reason: '再看看' })
  await story.sync()
  expect((await at(b, stocktake)).state).toBe('review')
  // the gain was booked at once
  await a.must('document.reverse', { ...paper('stocktakeGain'), reason: '不盘了' })
  await cancelled(stocktake)
  expect(await holds(a.database, 'stock:WS001', crisps.sku)).toEqual([20_000, 20 * crisps.cost])
  await agreesWithoutAlarm()
})

const cancelled = async (stocktake: Stocktake): Promise<void> => {
  await cancel(stocktake)
  await story.sync()
  expect((await at(b, stocktake)).state).toBe('cancelled')
}

describe('nobody but the holder', () => {
  test('ends, reviews or changes it, and nobody but who wrote it changes a count', async () => {
    const stocktake = await open()
    const { stocktakeId, number } = stocktake
    await b.signIn('s001.manager')
    await story.sync()
    const documentId = await count(b, stocktake, 'B01', { [spirit.sku]: 10_000 })
    await story.sync()
    const zone = { code: 'T1', name: '堆头', temporary: true }
    const line = { sku: spirit.sku, lot: '' }
    const held = (asked: () => ReturnType<StoryStore['call']>) =>
      refuses(story, asked, 'STOCKTAKE_HELD_ELSEWHERE', { number, pc: 'A' })
    await held(() => b.call('stocktake.addZone', { stocktakeId, zone }))
    await held(() => b.call('stocktake.closeCounting', { stocktakeId }))
    await held(() => b.call('stocktake.reopen', { stocktakeId, reason: '漏盘' }))
    await held(() => b.call('stocktake.chooseCount', { stocktakeId, documentId }))
    await held(() => b.call('stocktake.recount', { stocktakeId, zones: [{ zoneCode: 'B01', skus: [] }], note: '' }))
    await held(() => b.call('stocktake.accept', { stocktakeId, lines: [line], reason: '对' }))
    await held(() => b.call('stocktake.submit', { stocktakeId, version: 1, uncounted: 'leave', uncountedReason: '' }))
    await held(() => b.call('stocktake.cancel', { stocktakeId, reason: '不盘了' }))
    const voiding = { type: 'stocktakeCount', documentId, reason: '数错了' } as const
    await held(() => b.call('document.cancel', voiding))
    await refuses(story, () => a.call('document.cancel', voiding), 'DOCUMENT_WRITTEN_ELSEWHERE')
    await cancelled(stocktake)
    await b.signIn('s001.lin')
  })
})

test('codes B set aside are listed at A before counting ends, as soon as B’s count has come', async () => {
  const strange = '6999999999997'
  const stocktake = await open()
  const missing = async () => (await a.must('stocktake.missing', { stocktakeId: stocktake.stocktakeId })).codes
  await story.sync()
  const documentId = await begin(b, stocktake, 'B01')
  const paper = { type: 'stocktakeCount' as const, documentId }
  await enter(b, documentId, spirit.sku, 1000)
  const { tray } = await b.must('document.scan', { ...paper, scan: scanOf(strange) })
  await b.must('document.scan', { ...paper, scan: scanOf(strange) })
  await b.must('document.setAside', { ...paper, trayId: tray?.trayId ?? '', reason: '赠品' })
  await story.sync()
  expect((await missing()).total).toBe(0)
  await handIn(b, documentId)
  await story.sync()
  const code = { text: strange, reason: 'unknown', scans: 2, state: 'setAside' }
  const listed = { total: 1, entries: [{ ...code, documentId, zoneCode: 'B01', pc: 'B' }] }
  expect(await missing()).toMatchObject(listed)
  // on the paper itself, too, and B’s own list says the same
  expect((await a.must('document.get', { documentId })).tray).toMatchObject([{ ...code, decision: '赠品' }])
  await b.signIn('s001.manager')
  expect((await b.must('stocktake.missing', { stocktakeId: stocktake.stocktakeId })).codes).toMatchObject(listed)
  await b.signIn('s001.lin')
  expect((await a.must('trail.verify', {})).problems).toEqual([])
  await cancelled(stocktake)
  await agreesWithoutAlarm()
})

describe('a count that comes after counting was closed', () => {
  test('is kept and shown as late, stands once it is chosen, and HQ finds the same', async () => {
    const stocktake = await open()
    await story.sync()
    await count(a, stocktake, 'A01', { [crisps.sku]: 21_000, [mints.sku]: 9000 })
    b.line.up = false
    const documentId = await count(b, stocktake, 'B01', { [spirit.sku]: 9000 })
    await close(stocktake)
    b.line.up = true
    await story.sync()
    const [, zone] = (await at(a, stocktake)).zones
    expect(zone).toMatchObject({ state: 'notStarted', counts: [{ documentId, arrival: 'late' }] })
    expect((await review(stocktake))[spirit.sku]).toEqual([null, 0, 0])
    expect((await at(b, stocktake)).zones[1]).toMatchObject({ counts: [{ arrival: 'late' }] })
    await a.must('stocktake.chooseCount', { stocktakeId: stocktake.stocktakeId, documentId })
    expect((await review(stocktake))[spirit.sku]).toEqual([9000, -1000, 0])
    expect((await at(a, stocktake)).zones[1]).toMatchObject({ state: 'done', counts: [{ arrival: 'here' }] })
    expect((await submit(stocktake)).state).toBe('posted')
    await agreesWithoutAlarm()
    expect((await at(b, stocktake)).state).toBe('posted')
  })

  test('is kept beside a stocktake that was called off meanwhile', async () => {
    const stocktake = await open()
    await story.sync()
    b.line.up = false
    const documentId = await begin(b, stocktake, 'B01')
    await enter(b, documentId, spirit.sku, 9000)
    await cancel(stocktake)
    b.line.up = true
    await story.sync()
    // the shelf was counted: it is finished, or thrown away, by whoever did
    await handIn(b, documentId)
    await story.sync()
    expect((await at(a, stocktake)).zones[1]).toMatchObject({ counts: [{ documentId, arrival: 'late' }] })
    await agreesWithoutAlarm()
  })
})

describe('how far A’s ledger was when B counted', () => {
  const receive = (sku: string, quantity: number) => stockUp(a, [{ sku, quantity }])

  test('is known from what each had heard: what A booked before and after is nobody’s difference', async () => {
    const stocktake = await open()
    await story.sync()
    const documentId = await begin(b, stocktake, 'B01')
    await receive(spirit.sku, 1000)
    await story.sync()
    await enter(b, documentId, spirit.sku, 10_000)
    // B’s round, A hears of it, A says how far it is, B hears that
    await story.sync()
    await story.sync()
    await receive(spirit.sku, 2000)
    await handIn(b, documentId)
    await story.sync()
    await count(a, stocktake, 'A01', { [crisps.sku]: 21_000, [mints.sku]: 9000 })
    await close(stocktake)
    expect((await review(stocktake))[spirit.sku]).toEqual([10_000, 0, 0])
    await submit(stocktake)
    await agreesWithoutAlarm()
    expect(await holds(a.database, 'stock:WS001', spirit.sku)).toEqual([12_000, 12 * spirit.cost])
  })

  test('counted offline, what A booked meanwhile is uncertain and says so', async () => {
    const stocktake = await open()
    await story.sync()
    b.line.up = false
    await count(b, stocktake, 'B01', { [spirit.sku]: 9000 })
    await receive(spirit.sku, 2000)
    b.line.up = true
    await story.sync()
    await count(a, stocktake, 'A01', { [crisps.sku]: 21_000, [mints.sku]: 9000 })
    await close(stocktake)
    // three too few at least, five at most
    expect((await review(stocktake))[spirit.sku]).toEqual([9000, -3000, 2000])
    const { version } = await at(a, stocktake)
    const handingIn = { stocktakeId: stocktake.stocktakeId, version, uncounted: 'leave' as const, uncountedReason: '' }
    await story.sync()
    await refuses(story, () => a.call('stocktake.submit', handingIn), 'STOCKTAKE_LINES_OPEN', { count: 1 })
    await cancelled(stocktake)
    await agreesWithoutAlarm()
  })
})

test('a store’s second PC, enrolled while a stocktake is open, has the plan, its products and what was counted', async () => {
  const alone = await beginStory()
  const [first] = alone.stores as [StoryStore]
  await first.signIn('s001.manager')
  const { stocktakeId } = await first.must('stocktake.open', plan)
  const { documentId } = await first.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })
  await enter(first, documentId, crisps.sku, 21_000)
  await handIn(first, documentId)
  await alone.sync()
  expect(await alone.hub.database.read.all(`SELECT 1 FROM streamItem WHERE type LIKE 'stocktake%'`)).toEqual([])
  const folder = temporaryFolder()
  const second = await openStore(folder, alone.clock)
  await enrol(second, alone.hub, 'S001')
  await second.signIn('s001.zhou')
  expect(await second.must('stocktake.get', { stocktakeId })).toMatchObject({
    ...{ heldHere: false, pc: 'A', products: 3, state: 'counting' },
    zones: [{ state: 'done', counts: [{ pc: 'A', linesTotal: 1, arrival: 'here' }] }, { state: 'notStarted' }],
  })
  expect(await second.database.read.all('SELECT sku FROM stocktakeProduct')).toHaveLength(3)
  expect((await verifyLedger(second.database.read)).problems).toEqual([])
  await second.close()
  removeFolder(folder)
  await alone.close()
})

test('the same count heard twice, and what was edited in it, are known', async () => {
  const stocktake = await open()
  await story.sync()
  const documentId = await count(b, stocktake, 'B01', { [spirit.sku]: 14_000 })
  await story.sync()
  const before = await at(a, stocktake)
  await a.database.write((tx) => tx.run(`UPDATE pullCursor SET position = 0 WHERE stream = 'documents'`))
  await b.database.write((tx) => tx.run(`UPDATE pullCursor SET position = 0 WHERE stream = 'documents'`))
  await story.sync()
  expect(await at(a, stocktake)).toMatchObject({ version: before.version, zones: before.zones })
  expect(await at(b, stocktake)).toMatchObject({ state: 'counting', zones: before.zones })
  expect(await versioned(a, documentId)).toMatchObject({ documentId })
  await cancelled(stocktake)
  await agreesWithoutAlarm()
})

test('what a tool edits of a count of B’s in A’s file is found and named', async () => {
  const stocktake = await open()
  await story.sync()
  const documentId = await count(b, stocktake, 'B01', { [spirit.sku]: 14_000 })
  await story.sync()
  const { number } = await headerOf(a, documentId)
  const folder = temporaryFolder()
  const edits = {
    quantity: `UPDATE documentLine SET quantity = quantity + 1000 WHERE documentId = '${documentId}'`,
    fromSeq: `UPDATE documentLine SET fromSeq = fromSeq - 1 WHERE documentId = '${documentId}'`,
    atSeq: `UPDATE documentLine SET atSeq = atSeq + 1 WHERE documentId = '${documentId}'`,
    late: `UPDATE countArrival SET late = 1 WHERE documentId = '${documentId}'`,
    state: `UPDATE document SET authorId = 's001.manager' WHERE documentId = '${documentId}'`,
  }
  for (const [name, edit] of Object.entries(edits)) {
    const told = await problemsAfter(join(folder, `${name}.db`), edit)
    expect([name, told.some((where) => where.includes(number) || where.includes(documentId))]).toEqual([name, true])
  }
  removeFolder(folder)
  await cancelled(stocktake)
  await agreesWithoutAlarm()
})

/** Plain SQLite on a copy of A's file, the guards dropped; where the ordinary verify finds something. */
const problemsAfter = async (file: string, edit: string): Promise<string[]> => {
  await a.database.checkpoint()
  copyFileSync(a.file, file)
  const tool = new sqlite3.Database(file)
  const run = (sql: string) =>
    new Promise<void>((done, fail) => tool.exec(sql, (error) => (error ? fail(error) : done())))
  for (const table of ['document', 'documentLine', 'countArrival'])
    for (const { name } of await a.database.read.all<{ name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?`,
      [table],
    ))
      await run(`DROP TRIGGER ${name}`)
  await run(edit)
  await new Promise<void>((done) => tool.close(() => done()))
  const { read, close } = await openReadOnly(file)
  const { problems } = await verifyLedger(read)
  await close()
  return problems.map(({ table, row }) => `${table} ${row}`)
}
