/**
 * Paper and files are counted first and keyed in later: what moved in between may or may not have been on the shelf. It is said
 * to be uncertain, and what was counted again, or not touched by anything, is exact.
 */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openReadOnly } from '../../../src/database/openDatabase'
import { verifyLedger } from '../../../src/ledger/verify'
import {
  agrees,
  beginStory,
  crisps,
  handIn,
  mints,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'
import { pieceCode, removeFolder, temporaryFolder } from '../../support/world'

let story: Story
let a: StoryStore
let b: StoryStore
let stocktakeId: string
let number: string

const goods = [crisps.sku, spirit.sku, mints.sku]

beforeAll(async () => {
  story = await beginStory(['S001', 'S001'])
  ;[a, b] = story.stores as [StoryStore, StoryStore]
  await a.signIn('s001.lin')
  await a.signIn('s001.zhou')
  await a.signIn('s001.manager')
  await b.signIn('s001.zhou')
  await stockUp(
    a,
    goods.map((sku) => ({ sku, quantity: 20_000 })),
  )
}, 120_000)
afterAll(() => story.close())

beforeEach(async () => {
  await a.signIn('s001.manager')
  ;({ stocktakeId, number } = await a.must('stocktake.open', {
    scope: { kind: 'list', skus: goods },
    ...{ blind: true, tolerancePermille: 1000, toleranceFen: 99_999_999, note: '' },
    zones: [{ code: 'OTHER', name: '全店', temporary: false }],
  }))
  await story.sync()
})

const receive = (sku: string, quantity: number) => stockUp(a, [{ sku, quantity }])
const print = () => a.must('countSheet.print', { stocktakeId, zoneCodes: [], language: 'zh-CN' })
const key = async (page: number, figures: Record<string, number>): Promise<void> => {
  const { lines } = await a.must('countSheet.page', { number, page })
  let documentId = ''
  for (const { sku, line } of lines)
    if (figures[sku] !== undefined)
      ({ documentId } = await a.must('countSheet.enter', { stocktakeId, page, line, quantity: figures[sku] ?? 0 }))
  await handIn(a, documentId)
}
const take = async (pc: StoryStore, figures: Record<string, number>): Promise<void> => {
  const rows = Object.entries(figures).map(
    ([sku, quantity], index): [number, string, string, string, string, string] => [
      ...([index + 2, pieceCode(sku), String(quantity / 1000), 'OTHER', '', ''] as const),
    ],
  )
  const { papers } = await pc.must('countSheet.takeFile', { stocktakeId, name: 'a.csv', rows })
  for (const { documentId } of papers) await handIn(pc, documentId)
}
const close = () => a.must('stocktake.closeCounting', { stocktakeId })
/** counted, variance, how uncertain */
const review = async () => {
  const { lines } = await a.must('stocktake.review', { stocktakeId })
  return Object.fromEntries(
    lines.map(({ sku, counted, variance, movedMeanwhile }) => [sku, [counted, variance, movedMeanwhile]]),
  )
}
/** HQ finds the same review, or says so; the shelves are put right again. */
const end = async (): Promise<void> => {
  for (const { sku } of (await a.must('stocktake.review', { stocktakeId, show: 'uncertain' })).lines)
    await a.must('stocktake.accept', { stocktakeId, lines: [{ sku, lot: '' }], reason: '盘点时有进货' })
  const { version } = await a.must('stocktake.get', { stocktakeId })
  await a.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' })
  await agrees(story)
  const hq = await story.browser('hq.operations')
  expect((await hq.must('alarm.list', {})).alarms).toEqual([])
}
const onHand = async (): Promise<number[]> => {
  const rows = await a.database.read.all<{ sku: string; onHand: number }>(
    `SELECT sku, sum(onHand) AS onHand FROM stockBalance WHERE account = 'stock:WS001' GROUP BY sku`,
  )
  return goods.map((sku) => rows.find((row) => row.sku === sku)?.onHand ?? 0)
}

describe('a page', () => {
  test('is counted between its printing and its keying: a delivery between makes its goods uncertain, no others', async () => {
    const [crispsHad = 0, spiritHad = 0, mintsHad = 0] = await onHand()
    await receive(crisps.sku, 5000)
    await print()
    await receive(spirit.sku, 3000)
    await key(1, {
      [crisps.sku]: crispsHad + 4000,
      // counted before the delivery was put away
      [spirit.sku]: spiritHad,
      [mints.sku]: mintsHad - 2000,
    })
    await close()
    expect(await review()).toEqual({
      // printed after that delivery, so it was there
      [crisps.sku]: [crispsHad + 4000, -1000, 0],
      // as many as before it: no difference anybody can be sure of
      [spirit.sku]: [spiritHad, 0, 3000],
      [mints.sku]: [mintsHad - 2000, -2000, 0],
    })
    await end()
  })

  test('printed again it is still counted since the first printing; a recount’s since its own', async () => {
    const [crispsHad = 0, spiritHad = 0, mintsHad = 0] = await onHand()
    await print()
    await receive(crisps.sku, 4000)
    await print()
    await a.signIn('s001.lin')
    await key(1, { [crisps.sku]: crispsHad + 1000, [spirit.sku]: spiritHad, [mints.sku]: mintsHad })
    await a.signIn('s001.manager')
    await close()
    expect((await review())[crisps.sku]).toEqual([crispsHad + 1000, 0, 4000])
    await a.must('stocktake.recount', { stocktakeId, zones: [{ zoneCode: 'OTHER', skus: [crisps.sku] }], note: '' })
    await print()
    await a.signIn('s001.zhou')
    await key(2, { [crisps.sku]: crispsHad + 1000 })
    await a.signIn('s001.manager')
    await close()
    expect((await review())[crisps.sku]).toEqual([crispsHad + 1000, -3000, 0])
    await end()
  })
})

describe('a file', () => {
  test('is counted since the stocktake was opened; again, since it was counted before', async () => {
    const [crispsHad = 0, spiritHad = 0, mintsHad = 0] = await onHand()
    await receive(crisps.sku, 5000)
    await a.signIn('s001.lin')
    await take(a, { [crisps.sku]: crispsHad - 1000, [spirit.sku]: spiritHad + 1000, [mints.sku]: mintsHad })
    await a.signIn('s001.manager')
    await close()
    expect(await review()).toMatchObject({
      // one too few at least, six at most
      [crisps.sku]: [crispsHad - 1000, -1000, 5000],
      [spirit.sku]: [spiritHad + 1000, 1000, 0],
    })
    await a.must('stocktake.recount', { stocktakeId, zones: [{ zoneCode: 'OTHER', skus: [crisps.sku] }], note: '' })
    await a.signIn('s001.zhou')
    await take(a, { [crisps.sku]: crispsHad + 4000 })
    await a.signIn('s001.manager')
    await close()
    expect((await review())[crisps.sku]).toEqual([crispsHad + 4000, -1000, 0])
    await end()
  })

  test('on another PC is held against the ledger of the one that holds the stocktake', async () => {
    const [crispsHad = 0, spiritHad = 0, mintsHad = 0] = await onHand()
    await receive(crisps.sku, 5000)
    await story.sync()
    await take(b, { [crisps.sku]: crispsHad + 5000, [spirit.sku]: spiritHad - 2000, [mints.sku]: mintsHad })
    await story.sync()
    await close()
    expect(await review()).toMatchObject({
      [crisps.sku]: [crispsHad + 5000, 0, 5000],
      [spirit.sku]: [spiritHad - 2000, -2000, 0],
    })
    await end()
  })

  test('of a zone somebody counts for another is refused to both', async () => {
    await a.signIn('s001.lin')
    const { documentId } = await a.must('stocktake.startCount', { stocktakeId, zoneCode: 'OTHER' })
    await a.signIn('s001.zhou')
    await a.must('document.setLine', { type: 'stocktakeCount', documentId, sku: mints.sku, quantity: 1000 })
    for (const who of ['s001.lin', 's001.zhou']) {
      await a.signIn(who)
      const file = { stocktakeId, name: 'a.csv', rows: [[2, pieceCode(mints.sku), '1', 'OTHER', '', '']] as never }
      expect((await a.must('countSheet.checkFile', file)).faults).toMatchObject([{ fault: 'zoneCounted' }])
      expect(await a.call('countSheet.takeFile', file)).toMatchObject({ error: { code: 'COUNT_FILE_FAULTS' } })
    }
    await a.signIn('s001.manager')
    await a.must('document.cancel', { type: 'stocktakeCount', documentId, reason: '不盘了' })
    await a.must('stocktake.cancel', { stocktakeId, reason: '不盘了' })
  })
})

test('pages are the holder’s: another PC prints none, keys none in, and says where', async () => {
  await print()
  await b.signIn('s001.manager')
  const held = { ok: false, error: { code: 'STOCKTAKE_HELD_ELSEWHERE', params: { number, pc: 'A' } } }
  expect(await b.call('countSheet.print', { stocktakeId, zoneCodes: [], language: 'zh-CN' })).toMatchObject(held)
  expect(await b.call('countSheet.page', { number, page: 1 })).toMatchObject(held)
  expect(await b.call('countSheet.enter', { stocktakeId, page: 1, line: 1, quantity: 0 })).toMatchObject(held)
  const labels = await b.must('countSheet.printLabels', { stocktakeId, zoneCodes: [], language: 'zh-CN' })
  expect(labels.labels).toBe(1)
  await a.must('stocktake.cancel', { stocktakeId, reason: '不盘了' })
})

test('since when it was counted cannot be moved with a tool unseen', async () => {
  const [crispsHad = 0] = await onHand()
  await print()
  await receive(mints.sku, 1000)
  const { lines } = await a.must('countSheet.page', { number, page: 1 })
  const line = lines.find(({ sku }) => sku === crisps.sku)?.line as number
  const entry = { stocktakeId, page: 1, line, quantity: crispsHad }
  const { documentId } = await a.must('countSheet.enter', entry)
  const folder = temporaryFolder()
  const edits = {
    draftStep: `UPDATE draftStep SET fromSeq = fromSeq - 1 WHERE documentId = '${documentId}'`,
    countSheetPrint: `UPDATE countSheetPrint SET atSeq = atSeq - 1 WHERE stocktakeId = '${stocktakeId}'`,
    stocktake: `UPDATE stocktake SET openedSeq = openedSeq - 1 WHERE stocktakeId = '${stocktakeId}'`,
  }
  for (const [table, edit] of Object.entries(edits))
    expect([table, await tablesWithProblems(join(folder, `${table}.db`), table, edit)]).toEqual([table, [table]])
  removeFolder(folder)
})

/** Plain SQLite on a copy of A's file, the guards of the table dropped for it and put back. */
const tablesWithProblems = async (file: string, table: string, edit: string): Promise<string[]> => {
  await a.database.checkpoint()
  copyFileSync(a.file, file)
  const tool = new sqlite3.Database(file)
  const run = (sql: string) =>
    new Promise<void>((done, fail) => tool.exec(sql, (error) => (error ? fail(error) : done())))
  const guards = await a.database.read.all<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?`,
    [table],
  )
  for (const { name } of guards) await run(`DROP TRIGGER ${name}`)
  await run(edit)
  for (const { sql } of guards) await run(sql)
  await new Promise<void>((done) => tool.close(() => done()))
  const { read, close: closed } = await openReadOnly(file)
  const { problems } = await verifyLedger(read)
  await closed()
  return [...new Set(problems.map((problem) => problem.table))]
}
