/** None comes out twice without a mark, whatever a person does in between; and a job is never left half done without a word. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LabelJob } from '../../../src/contract/operations/label'
import type { PrintAnswer } from '../../../src/contract/storeProtocol'
import { verifyLedger } from '../../../src/ledger/verify'
import { tcpPrinter } from '../../support/printers'
import {
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

test('and the books are in order', async () => {
  expect(await verifyLedger(store.database.read)).toMatchObject({ problems: [] })
})
