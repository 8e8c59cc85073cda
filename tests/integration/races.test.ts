/** Things that are right one after another and were wrong at once: sign-in tries, printing, undo after a decision. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tcpPrinter } from '../support/printers'
import {
  chain,
  createBrowser,
  enrol,
  fingerprint,
  openStore,
  order12,
  pieceCode,
  removeFolder,
  scanOf,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const folder = temporaryFolder()
let hub: TestHub
let store: TestStore

beforeAll(async () => {
  hub = await startHub(folder)
  store = await openStore(folder)
  await enrol(store, hub)
  await store.signIn('s001.manager')
})
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})

test('the right password among many wrong ones sent at once does not slip past the lock', async () => {
  const browser = createBrowser(hub.url)
  const tries = [...Array.from({ length: 9 }, (_, index) => `wrong-${index}`), 'demo-hq.auditor']
  const answers = await Promise.all(
    tries.map((password) => browser.call('signIn.withPassword', { userId: 'hq.auditor', password })),
  )
  expect(answers.filter((answer) => answer.ok)).toEqual([])
  const codes = answers.map((answer) => (answer.ok ? '' : answer.error.code))
  expect(codes.filter((code) => code === 'WRONG_PASSWORD')).toHaveLength(4)
  expect(codes.filter((code) => code === 'SIGN_IN_LOCKED')).toHaveLength(6)
})

test('the right PIN among many wrong ones sent at once does not slip past the lock of the store PC', async () => {
  await store.signIn('s001.zhou')
  const tries = ['1', '2', '3', '4', '5', '6', '7', '246802']
  const answers = await Promise.all(tries.map((pin) => store.call('signIn.withPin', { userId: 's001.zhou', pin })))
  expect(answers.filter((answer) => answer.ok)).toEqual([])
  await store.signIn('s001.manager')
})

describe('undo', () => {
  test('after a decision about an odd code it refuses, and touches no other line', async () => {
    const { documentId } = await store.must('goodsReceipt.open', { orderId: order12.documentId })
    const [first] = order12.lines
    const stranger = chain.products.find(
      ({ sku, status, weighed }) => status === 'active' && !weighed && !order12.lines.some((line) => line.sku === sku),
    )
    await store.must('document.scan', { type: 'goodsReceipt', documentId, scan: scanOf(pieceCode(first?.sku ?? '')) })
    const odd = await store.must('document.scan', {
      type: 'goodsReceipt',
      documentId,
      scan: scanOf(pieceCode(stranger?.sku ?? '')),
    })
    await store.must('document.acceptUnplanned', {
      type: 'goodsReceipt',
      documentId,
      trayId: odd.tray?.trayId ?? '',
      reason: '随车多送',
    })

    const before = await fingerprint(store.database)
    expect(await store.call('document.undo', { type: 'goodsReceipt', documentId })).toMatchObject({
      ok: false,
      error: { code: 'DECISION_NOT_UNDOABLE' },
    })
    expect(await fingerprint(store.database)).toBe(before)

    await store.must('document.scan', { type: 'goodsReceipt', documentId, scan: scanOf(pieceCode(first?.sku ?? '')) })
    const undone = await store.must('document.undo', { type: 'goodsReceipt', documentId })
    expect(undone.line).toMatchObject({ sku: first?.sku, quantity: 1000 })
  })

  test('of an odd code it names the code', async () => {
    const { documentId } = await store.must('goodsReceipt.open', { orderId: order12.documentId })
    await store.must('document.scan', { type: 'goodsReceipt', documentId, scan: scanOf('NO-SUCH-CODE') })
    expect(await store.must('document.undo', { type: 'goodsReceipt', documentId })).toMatchObject({
      text: 'NO-SUCH-CODE',
      line: null,
    })
  })
})

test('labels asked for while the queue is printing them come out once', async () => {
  await store.must('device.saveSettings', {
    scanners: [],
    printers: [tcpPrinter('printer', 9100)],
  })
  const { documentId } = await store.must('goodsReceipt.open', { orderId: order12.documentId })
  for (const line of order12.lines)
    await store.must('document.scan', { type: 'goodsReceipt', documentId, scan: scanOf(pieceCode(line.sku)) })
  const { header } = await store.must('document.get', { documentId })
  await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })

  const { jobs } = await store.must('label.queue', {})
  const asked = await store.must('label.print', { jobIds: jobs.map(({ jobId }) => jobId) })
  expect(asked).toMatchObject({ handedOver: jobs.length, failed: 0, problem: '' })
  // all of them on one connection, by whoever came first
  expect(store.printed).toHaveLength(1)
  const after = await store.must('label.queue', {})
  expect(after.jobs.map(({ state, printed }) => `${state} ${printed}`)).toEqual(jobs.map(() => 'handedOver 1'))

  const [again] = after.jobs
  await store.must('label.print', { jobIds: [again?.jobId ?? ''] })
  expect(store.printed).toHaveLength(1)
  await store.must('label.reprint', { jobIds: [again?.jobId ?? ''] })
  expect(store.printed).toHaveLength(2)
  // each job is told with its row, by whoever asked or by the queue itself; what was out already left no line
  const told = await store.database.read.all<{ payload: string }>(
    `SELECT payload FROM trail WHERE operation = 'label.print' AND outcome = 'done' ORDER BY seq`,
  )
  expect(told).toHaveLength(jobs.length + 1)
  expect(JSON.parse(told.at(-1)?.payload ?? '')).toMatchObject({
    userId: 's001.manager',
    detail: { sku: again?.sku, reprint: true, after: { handedOver: again?.copies } },
  })
})
