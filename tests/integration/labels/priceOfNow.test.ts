/** No label goes out at a price that is no longer its product's, however long it waited and whatever became of it in between. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PrintAnswer } from '../../../src/contract/storeProtocol'
import type { Host } from '../../../src/store/runtime'
import { tcpPrinter } from '../../support/printers'
import {
  agrees,
  type Browser,
  beginStory,
  crisps,
  mints,
  type Story,
  type StoryStore,
  stockUp,
} from '../../support/story'
import { chain, order60, pieceCode, scanOf } from '../../support/world'

let story: Story
let store: StoryStore
let buyer: Browser
const ok: PrintAnswer = { ok: true }
let answer: () => PrintAnswer | Promise<PrintAnswer> = () => ok
const template = 'priceTag40x30'

const host: Partial<Host> = { print: async () => answer() }

beforeAll(async () => {
  story = await beginStory(['S001'], undefined, host as Host)
  store = story.stores[0] as StoryStore
  await store.signIn('s001.manager')
  await store.must('device.saveSettings', { scanners: [], printers: [tcpPrinter('printer', 9100, { template })] })
  buyer = await story.browser('hq.purchasing')
  await stockUp(store, [
    { sku: crisps.sku, quantity: 5000 },
    { sku: mints.sku, quantity: 5000 },
  ])
  await store.backend.labels.settled()
  await store.database.write((tx) => tx.run('DELETE FROM labelJob'))
  await story.sync()
}, 60_000)
afterAll(() => story.close())
beforeEach(() => {
  answer = () => ok
})

/** Never in stock here, and never labelled. */
const strangers = chain.products.filter(
  ({ sku, status, weighed, keepsLots }) =>
    status === 'active' && !weighed && !keepsLots && !order60.lines.some((line) => line.sku === sku),
)
const stranger = (at: number): string => strangers[at]?.sku ?? ''
const dayNow = (): string => new Date(story.clock.nowMs() + 8 * 3_600_000).toISOString().slice(0, 10)
const priceOf = async (sku: string): Promise<number> =>
  (await store.database.read.one<{ priceFen: number }>('SELECT priceFen FROM product WHERE sku = ?', [sku]))
    ?.priceFen as number

/** Returns the price before and the one after. */
const repriced = async (sku: string, riseFen = 500): Promise<[number, number]> => {
  const before = await priceOf(sku)
  const lines = [{ sku, priceFen: before + riseFen }]
  await buyer.must('price.change', { effectiveDate: dayNow(), note: '周末促销', lines })
  await story.sync()
  expect(await priceOf(sku)).toBe(before + riseFen)
  return [before, before + riseFen]
}
let files = 0
const added = async (sku: string, copies = 1): Promise<string> => {
  files += 1
  const lines = [{ row: 1, code: sku, copies }]
  const answered = await store.must('label.add', { why: 'file', name: `${files}.xlsx`, template, lines })
  return answered.added[0]?.jobId ?? ''
}
const job = (jobId: string) =>
  store.database.read.one<{ priceFen: number; oldPriceFen: number | null; batchId: string; state: string }>(
    'SELECT priceFen, oldPriceFen, batchId, state FROM labelJob WHERE jobId = ?',
    [jobId],
  )
const pricesOut = async (jobId: string): Promise<number[]> =>
  (
    await store.database.read.all<{ priceFen: number }>(
      'SELECT priceFen FROM labelPrint WHERE jobId = ? ORDER BY rowid',
      [jobId],
    )
  ).map(({ priceFen }) => priceFen)

describe('while it waits', () => {
  test('goods this shop never had: the label of a draft receipt', async () => {
    const type = 'goodsReceipt' as const
    const { documentId } = await store.must('goodsReceipt.open', { orderId: order60.documentId })
    const kept = await store.database.read.all<{ sku: string }>('SELECT DISTINCT sku FROM stockBalance')
    const sku = order60.lines.find((line) => !kept.some((one) => one.sku === line.sku))?.sku ?? ''
    await store.must('document.scan', { type, documentId, scan: scanOf(pieceCode(sku)), times: 1, meant: 1000 })
    await store.backend.receiptLabels.settled()
    const [, after] = await repriced(sku)
    const { header } = await store.must('document.get', { documentId })
    await store.must('document.post', { type, documentId, version: header.version })
    await store.backend.labels.settled()
    const out = await store.database.read.all('SELECT priceFen, state FROM labelPrint WHERE sku = ?', [sku])
    expect(out).toEqual([{ priceFen: after, state: 'handedOver' }])
  })

  test('goods this shop never had: a label somebody added; nothing of it hangs yet, so no old price is told', async () => {
    const jobId = await added(stranger(0))
    const [, after] = await repriced(stranger(0))
    expect(await job(jobId)).toMatchObject({ priceFen: after, oldPriceFen: null, state: 'queued' })
    await store.must('label.print', { jobIds: [jobId] })
    expect(await pricesOut(jobId)).toEqual([after])
  })

  test('at a shop’s second PC, whose books another one keeps', async () => {
    const jobId = await added(stranger(1))
    const keeper = JSON.stringify({ letter: 'A', deviceId: 'other', name: '' })
    await store.database.write((tx) =>
      tx.run(`INSERT OR REPLACE INTO meta (key, value) VALUES ('booksKeeper', ?)`, [keeper]),
    )
    const [, after] = await repriced(stranger(1))
    await store.database.write((tx) => tx.run(`DELETE FROM meta WHERE key = 'booksKeeper'`))
    await store.must('label.print', { jobIds: [jobId] })
    expect(await pricesOut(jobId)).toEqual([after])
  })

  test('what a program of before let wait at an old price is set right at the start', async () => {
    const jobId = await added(stranger(2))
    await store.database.write((tx) => tx.run('UPDATE labelJob SET priceFen = 1 WHERE jobId = ?', [jobId]))
    await store.backend.labels.recover()
    expect(await job(jobId)).toMatchObject({ priceFen: await priceOf(stranger(2)) })
  })
})

describe('when it waits again', () => {
  test('a reprint of an old line shows the price of now, and the list what hangs on the shelf', async () => {
    const jobId = await added(crisps.sku)
    await store.must('label.print', { jobIds: [jobId] })
    const [before, after] = await repriced(crisps.sku)
    expect(await job(jobId)).toMatchObject({ priceFen: before, state: 'handedOver' })
    await store.must('label.reprint', { jobIds: [jobId] })
    expect(await job(jobId)).toMatchObject({ priceFen: after, oldPriceFen: before })
    expect(await pricesOut(jobId)).toEqual([before, after])
  })

  test('a reprint that waits, and is taken out of the list: the line says again what hangs', async () => {
    const jobId = await added(crisps.sku)
    await store.must('label.print', { jobIds: [jobId] })
    const [before, after] = await repriced(crisps.sku)
    answer = () => ({ ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false })
    await store.must('label.reprint', { jobIds: [jobId] })
    expect(await job(jobId)).toMatchObject({ priceFen: after, oldPriceFen: before, state: 'failed' })
    await store.must('label.remove', { jobIds: [jobId] })
    expect(await job(jobId)).toMatchObject({ priceFen: before, oldPriceFen: null, state: 'handedOver' })
  })

  test.each([
    ['the whole of it', 1, 1],
    ['the rest of many copies', 3, 2],
  ])('in doubt while the price changed, then said to be missing: %s', async (_what, copies, copy) => {
    const jobId = await added(mints.sku, copies)
    answer = () => ({ ok: false, code: 'PRINTER_PAPER_OUT', mayHavePrinted: true })
    await store.must('label.print', { jobIds: [jobId] })
    const [before, after] = await repriced(mints.sku)
    expect(await job(jobId)).toMatchObject({ priceFen: before, state: 'unknown' })
    const batchId = (await job(jobId))?.batchId ?? ''
    await store.must('label.settle', { batchId, firstMissing: { jobId, copy } })
    const waiting = await store.database.read.all<{ jobId: string; priceFen: number }>(
      `SELECT jobId, priceFen FROM labelJob WHERE batchId = ? AND state = 'queued'`,
      [batchId],
    )
    expect(waiting.map(({ priceFen }) => priceFen)).toEqual([after])
    answer = () => ok
    await store.must('label.print', { jobIds: waiting.map((one) => one.jobId) })
    expect((await pricesOut(waiting[0]?.jobId ?? '')).at(-1)).toBe(after)
    if (copies > 1) expect(await job(jobId)).toMatchObject({ priceFen: before, state: 'confirmed' })
  })

  test('on its way while the price changed, and the printer turned out to be off', async () => {
    const jobId = await added(mints.sku)
    let after = 0
    answer = async () => {
      ;[, after] = await repriced(mints.sku)
      return { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
    }
    await store.must('label.print', { jobIds: [jobId] })
    expect(await job(jobId)).toMatchObject({ priceFen: after, state: 'failed' })
    answer = () => ok
    await store.must('label.print', { jobIds: [jobId] })
    expect(await pricesOut(jobId)).toEqual([after])
  })
})

test('in the end both sides say the same', () => agrees(story))
