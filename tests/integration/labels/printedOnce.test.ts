/** None comes out twice without a mark, whatever a person does in between; and a job is never left half done without a word. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LabelJob } from '../../../src/contract/operations/label'
import type { PrintAnswer } from '../../../src/contract/storeProtocol'
import { verifyLedger } from '../../../src/ledger/verify'
import { tcpPrinter } from '../../support/printers'
import {
  chain,
  createClock,
  enrol,
  openStore,
  order12,
  order60,
  pieceCode,
  removeFolder,
  scanOf,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../../support/world'

const folder = temporaryFolder()
const clock = createClock()
let hub: TestHub
let store: TestStore
const type = 'goodsReceipt' as const
const ok = { ok: true } as const
const paperOut = { ok: false, code: 'PRINTER_PAPER_OUT', mayHavePrinted: false } as const
const offline = { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false } as const

/** One answer a batch; the last one goes on. */
const answers = (...list: PrintAnswer[]): void => {
  const left = [...list]
  Object.defineProperty(store.printer, 'answer', {
    configurable: true,
    get: () => (left.length > 1 ? left.shift() : left[0]),
  })
}

beforeAll(async () => {
  hub = await startHub(folder)
  store = await openStore(folder, clock)
  await enrol(store, hub)
  await store.signIn('s001.manager')
  await store.must('device.saveSettings', { scanners: [], printers: [tcpPrinter('printer', 9100)] })
})
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})
beforeEach(() => {
  answers(ok)
  store.printed.length = 0
})

const queue = async (): Promise<LabelJob[]> => {
  await store.backend.receiptLabels.settled()
  return (await store.must('label.queue', {})).jobs
}
const drained = async (): Promise<void> => {
  store.backend.labels.wake()
  await store.backend.labels.settled()
}
const scan = (documentId: string, sku: string) =>
  store.must('document.scan', { type, documentId, scan: scanOf(pieceCode(sku)), times: 1, meant: 1000 })

describe('a receipt that is a draft', () => {
  const skuOf = (order: typeof order60, at: number): string => order.lines[at]?.sku ?? ''

  test('its label printed and reprinted is its label: the next scan queues no other, and posting sends none', async () => {
    const { documentId } = await store.must('goodsReceipt.open', { orderId: order60.documentId })
    const sku = skuOf(order60, 0)
    await scan(documentId, sku)
    const own = async () => (await queue()).filter((job) => job.sku === sku)
    const jobIds = (await own()).map(({ jobId }) => jobId)
    await store.must('label.print', { jobIds })
    await store.must('label.reprint', { jobIds })
    await scan(documentId, skuOf(order60, 1))
    expect(await own()).toMatchObject([{ state: 'handedOver', isReprint: true, printed: 2 }])
    const { header } = await store.must('document.get', { documentId })
    await store.must('document.post', { type, documentId, version: header.version })
    await store.backend.labels.settled()
    const prints = await store.database.read.all('SELECT isReprint FROM labelPrint WHERE sku = ? ORDER BY rowid', [sku])
    expect(prints).toEqual([{ isReprint: 0 }, { isReprint: 1 }])
  })

  test('what a person said is spoilt waits once, marked; posting does not send it; cancelled, it goes', async () => {
    const { documentId } = await store.must('goodsReceipt.open', { orderId: order12.documentId })
    const { number } = (await store.must('document.get', { documentId })).header
    const sku = skuOf(order12, 0)
    await scan(documentId, sku)
    const own = async () => (await queue()).filter((job) => job.sku === sku && job.origin === number)
    const [job] = await own()
    answers({ ...paperOut, mayHavePrinted: true })
    await store.must('label.print', { jobIds: [job?.jobId ?? ''] })
    const batchId = (await own())[0]?.batchId ?? ''
    await store.must('label.settle', { batchId, firstMissing: { jobId: job?.jobId ?? '', copy: 1 } })
    await scan(documentId, skuOf(order12, 1))
    expect(await own()).toMatchObject([{ state: 'queued', isReprint: true, copies: 1 }])
    await store.must('document.cancel', { type, documentId, reason: '开错了' })
    expect(await own()).toEqual([])
  })
})

const plain = chain.products.filter(({ status, weighed, keepsLots }) => status === 'active' && !weighed && !keepsLots)
const added = async (from: number, lines: number): Promise<string[]> => {
  const codes = plain.slice(from, from + lines).map(({ sku }, index) => ({ row: index + 1, code: sku, copies: 1 }))
  const answer = await store.must('label.add', { why: 'file', name: `${from}.xlsx`, lines: codes })
  return answer.added.map(({ jobId }) => jobId)
}
const jobsOf = async (jobIds: readonly string[]): Promise<LabelJob[]> =>
  (await queue()).filter(({ jobId }) => jobIds.includes(jobId))
const tally = async (jobIds: readonly string[]): Promise<Record<string, number>> => {
  const by: Record<string, number> = {}
  for (const { state } of await jobsOf(jobIds)) by[state] = (by[state] ?? 0) + 1
  return by
}

describe('paper out while a batch that was handed over still prints', () => {
  test('the batch before is asked about too; what was not sent goes on by itself', async () => {
    const jobIds = await added(60, 120)
    answers(ok, paperOut)
    expect(await store.must('label.print', { jobIds })).toMatchObject({ problem: 'PRINTER_PAPER_OUT' })
    expect(await tally(jobIds)).toEqual({ unknown: 50, failed: 50, queued: 20 })
    const unsure = (await jobsOf(jobIds)).filter(({ state }) => state === 'unknown')
    expect(unsure.every(({ printed, problem }) => printed === 0 && problem === 'PRINTER_PAPER_OUT')).toBe(true)
    const tenth = unsure.find(({ position }) => position === 9)
    const said = { batchId: tenth?.batchId ?? '', firstMissing: { jobId: tenth?.jobId ?? '', copy: 1 } }
    expect(await store.must('label.settle', said)).toEqual({ printed: 9, waiting: 41 })
    answers(ok)
    await drained()
    expect(await tally(jobIds)).toEqual({ confirmed: 9, queued: 41, handedOver: 70 })
    expect((await jobsOf(jobIds)).filter(({ isReprint }) => isReprint)).toHaveLength(41)
  })

  test.each([
    ['PRINTER_RESET', true, { unknown: 100, queued: 20 }],
    ['PRINTER_TIMEOUT', true, { unknown: 100, queued: 20 }],
    ['PRINTER_OFFLINE', false, { unknown: 50, failed: 50, queued: 20 }],
  ] as const)(
    'it was switched off, and %s is all there is to see: what it had swallowed is asked about too',
    async (code, mayHavePrinted, became) => {
      await drained()
      const jobIds = await added(60, 120)
      answers({ ok: true, silent: true }, { ok: false, code, mayHavePrinted })
      await store.must('label.print', { jobIds })
      expect(await tally(jobIds)).toEqual(became)
      answers({ ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false })
      await drained()
      expect((await tally(jobIds)).unknown).toBe(became.unknown)
      for (const batchId of new Set(
        (await jobsOf(jobIds)).filter((job) => job.state === 'unknown').map((job) => job.batchId),
      ))
        await store.must('label.settle', { batchId, firstMissing: null })
      answers(ok)
      await drained()
      expect(await tally(jobIds)).toEqual({ confirmed: became.unknown, handedOver: 120 - became.unknown })
    },
  )

  test('a batch of long before, and one the printer confirmed since, are left alone', async () => {
    const [early, sure, late] = [await added(200, 1), await added(201, 1), await added(202, 1)]
    await store.must('label.print', { jobIds: early })
    clock.pass(11 * 60_000)
    answers(paperOut)
    await store.must('label.print', { jobIds: late })
    expect(await tally(early)).toEqual({ handedOver: 1 })
    answers(ok, { ok: true, confirmed: true }, paperOut)
    const before = await added(203, 1)
    await store.must('label.remove', { jobIds: late })
    await store.must('label.print', { jobIds: before })
    await store.must('label.print', { jobIds: sure })
    await store.must('label.print', { jobIds: await added(204, 1) })
    expect(await tally([...before, ...sure])).toEqual({ handedOver: 1, confirmed: 1 })
  })

  test('a person says it of a batch that was only handed over: each counted once', async () => {
    await drained()
    const jobIds = await added(210, 4)
    await store.must('label.print', { jobIds })
    const [first, , third] = jobIds
    const batchId = (await jobsOf([first ?? '']))[0]?.batchId ?? ''
    expect(await store.must('label.settle', { batchId, firstMissing: { jobId: third ?? '', copy: 1 } })).toEqual({
      printed: 2,
      waiting: 2,
    })
    const byId = new Map((await jobsOf(jobIds)).map((job) => [job.jobId, job]))
    expect(jobIds.map((id) => byId.get(id))).toMatchObject([
      { state: 'confirmed', printed: 1, isReprint: false },
      { state: 'confirmed', printed: 1, isReprint: false },
      { state: 'queued', printed: 0, isReprint: true },
      { state: 'queued', printed: 0, isReprint: true },
    ])
    const again = await store.call('label.settle', { batchId, firstMissing: null })
    expect(again).toMatchObject({ ok: false, error: { code: 'LABEL_BATCH_NOT_FOUND' } })
  })
})

describe('a job somebody started with the printer off', () => {
  test('goes on by itself as a whole when the printer is back', async () => {
    await drained()
    const jobIds = await added(130, 120)
    answers(offline)
    expect(await store.must('label.print', { jobIds })).toMatchObject({
      ...{ handedOver: 0, failed: 120, problem: 'PRINTER_OFFLINE' },
    })
    answers(ok)
    await drained()
    expect(await tally(jobIds)).toEqual({ handedOver: 120 })
  })
})

test('and the books are in order', async () => {
  expect(await verifyLedger(store.database.read)).toMatchObject({ problems: [] })
})
