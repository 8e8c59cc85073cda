/**
 * Three hundred labels over a socket to a printer that listens, and the store's process killed in the middle, again and again:
 * every label came out, or somebody is asked; and each that came out more than once is marked as often. The same for the
 * labels of a receipt that is still being scanned, and for reprints.
 */
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emitZpl } from '../../../src/core/labels/emitZpl'
import { openReadOnly } from '../../../src/database/openDatabase'
import { verifyLedger } from '../../../src/ledger/verify'
import { createPrinting } from '../../../src/main/printing'
import { tcpPrinter } from '../../support/printers'
import { seeded } from '../../support/seeded'
import { type ChildHost, type StoreChild, startStoreChild } from '../../support/storeChild'
import {
  chain,
  createClock,
  order60,
  pieceCode,
  pinOf,
  removeFolder,
  scanOf,
  startHub,
  type TestHub,
  temporaryFolder,
} from '../../support/world'

const folder = temporaryFolder()
const dataDir = join(folder, 'pc')
const random = seeded(1123)
const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))
let hub: TestHub
let pc: StoreChild

/** Every label that reached the printer, in order, by its own bytes: each label is known by its picture and its copies. */
const heard: string[] = []
/** the label at which the store's process dies: at the moment it is heard, before the shell can know */
let killAt = Number.POSITIVE_INFINITY
const labelOf = (zpl: string): string => zpl.slice(zpl.indexOf('^XA'), zpl.indexOf('^XZ') + 3)
const paper = createServer((socket) => {
  let text = ''
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    for (let end = text.indexOf('^XZ'); end >= 0; end = text.indexOf('^XZ')) {
      heard.push(labelOf(text))
      text = text.slice(end + 3)
      if (heard.length === killAt) pc.process.kill('SIGKILL')
    }
  })
})
const printing = createPrinting({ scannerPorts: () => [] })
/** what the shell still has on its way: it outlives the store's process, and finishes what it was given */
const onTheWay = new Set<Promise<unknown>>()
const print: ChildHost['print'] = (job) => {
  const sending = printing.print(job)
  onTheWay.add(sending)
  return sending.finally(() => onTheWay.delete(sending))
}
const started = (): Promise<StoreChild> => startStoreChild(dataDir, { print })

beforeAll(async () => {
  hub = await startHub(folder, createClock(Date.now()))
  await new Promise<void>((done) => paper.listen(0, '127.0.0.1', done))
  pc = await started()
  await pc.must('app.enrol', { hubUrl: hub.url, code: await hub.enrolmentCode('S001') })
  await pc.must('signIn.withPin', { userId: 's001.manager', pin: pinOf('s001.manager') })
  const { port } = paper.address() as AddressInfo
  await pc.must('device.saveSettings', { scanners: [], printers: [tcpPrinter('127.0.0.1', port)] })
}, 60_000)
afterAll(async () => {
  await pc.kill()
  await new Promise((done) => paper.close(done))
  await hub.close()
  removeFolder(folder)
})

const rowsOf = async <T>(sql: string): Promise<T[]> => {
  const { read, close } = await openReadOnly(join(dataDir, 'store.db'))
  const rows = await read.all<T>(sql)
  await close()
  return rows
}
const queueOf = async (jobIds: readonly string[]) =>
  (await pc.must('label.queue', {})).jobs.filter(({ jobId }) => jobIds.includes(jobId))

/** What the printer must hear for a job: its preview, in the printer's words. */
const bytesOf = async (jobId: string, copies: number): Promise<string> => {
  const { pngBase64 } = await pc.must('label.preview', { jobId })
  const image = await loadImage(Buffer.from(pngBase64, 'base64'))
  const [widthDots, heightDots] = [image.width, image.height]
  const context = createCanvas(widthDots, heightDots).getContext('2d')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, widthDots, heightDots)
  const rowBytes = Math.ceil(widthDots / 8)
  const bytes = new Uint8Array(rowBytes * heightDots)
  for (let at = 0; at < widthDots * heightDots; at += 1) {
    const [x, y] = [at % widthDots, Math.floor(at / widthDots)]
    if ((data[at * 4] ?? 255) < 128)
      bytes[y * rowBytes + (x >> 3)] = (bytes[y * rowBytes + (x >> 3)] ?? 0) | (128 >> (x & 7))
  }
  return labelOf(Buffer.from(emitZpl({ widthDots, heightDots, bytes }, copies)).toString('latin1'))
}
const knownBy = async (jobIds: readonly string[]): Promise<Map<string, string>> => {
  const known = new Map<string, string>()
  for (const { jobId, copies } of await queueOf(jobIds)) known.set(jobId, await bytesOf(jobId, copies))
  expect(new Set(known.values()).size).toBe(jobIds.length)
  return known
}

/** Runs what prints until the process dies at a label, starts again, and lets a person say what lies on the paper. */
const killedWhile = async (known: Map<string, string>, act: () => Promise<unknown>, labels: number, lateMs: number) => {
  const before = heard.length
  const dying = pc
  // now at the very label, now a while after it, when the store may be writing down what became of the batch
  const at = before + random.integer(1, labels)
  if (lateMs === 0) killAt = at
  const acting = act()
  const until = (async () => {
    while (heard.length < at && dying.process.exitCode === null && dying.process.signalCode === null) await sleep(2)
    await sleep(lateMs)
  })()
  await Promise.race([acting, until])
  await dying.kill()
  killAt = Number.POSITIVE_INFINITY
  while (onTheWay.size > 0) await Promise.allSettled([...onTheWay])
  await sleep(50)
  const cutOff = await rowsOf<{ batchId: string }>(`SELECT DISTINCT batchId FROM labelJob WHERE state = 'sending'`)
  pc = await started()
  const states = await queueOf([...known.keys()])
  // nothing of it is on its way any more: it is out, or somebody is asked; what was not begun goes on by itself
  const sending = states.filter(({ state }) => state === 'sending').map(({ batchId }) => batchId)
  expect(sending.filter((batchId) => cutOff.some((one) => one.batchId === batchId))).toEqual([])
  const unsure = states.filter(({ state }) => state === 'unknown').sort((one, other) => one.position - other.position)
  const onPaper = new Set(heard.slice(before))
  for (const batchId of new Set(unsure.map((job) => job.batchId))) {
    const batch = unsure.filter((job) => job.batchId === batchId)
    const out = batch.findIndex(({ jobId }) => !onPaper.has(known.get(jobId) ?? ''))
    // good up to where nothing came out, or up to where it smeared before that
    const from = random.integer(0, out < 0 ? batch.length : out)
    const missing = batch[from]
    const firstMissing = missing ? { jobId: missing.jobId, copy: 1 } : null
    const settled = await pc.must('label.settle', { batchId, firstMissing })
    expect(settled.printed).toBe(batch.slice(0, from).reduce((sum, { copies }) => sum + copies, 0))
  }
  return unsure.length
}

/** Once what goes on by itself is between two batches, or through. */
const waitingOf = async (known: Map<string, string>): Promise<string[]> => {
  const jobs = await queueOf([...known.keys()])
  if (jobs.some(({ state }) => state === 'sending')) {
    await sleep(20)
    return waitingOf(known)
  }
  return jobs.filter(({ state }) => state === 'queued' || state === 'failed').map(({ jobId }) => jobId)
}

/** Each label by itself: it came out, and as often again as the books mark it, never more. */
const expectEachMarked = async (known: Map<string, string>, from = 0): Promise<void> => {
  const prints = await rowsOf<{ jobId: string; n: number; marked: number }>(
    'SELECT jobId, count(*) AS n, sum(isReprint) AS marked FROM labelPrint GROUP BY jobId',
  )
  const books = new Map(prints.map((one) => [one.jobId, one]))
  const times = new Map<string, number>()
  for (const label of heard.slice(from)) times.set(label, (times.get(label) ?? 0) + 1)
  const told = [...known].map(([jobId, label]) => {
    const { n = 0, marked = 0 } = books.get(jobId) ?? {}
    return { jobId, heard: times.get(label) ?? 0, unmarked: n - marked, marked }
  })
  expect(told.filter((one) => one.heard < 1)).toEqual([])
  expect(told.filter((one) => one.heard - 1 > one.marked)).toEqual([])
  expect(told.filter((one) => one.unmarked !== 1)).toEqual([])
  // and the printer heard nothing that nobody asked for
  expect([...times.keys()].filter((label) => ![...known.values()].includes(label))).toEqual([])
}

const skus = chain.products.filter(({ status }) => status === 'active').map(({ sku }) => sku)

test('none is lost, none comes out twice without a mark', { timeout: 400_000 }, async () => {
  const want = async (name: string, copies: number): Promise<string[]> => {
    const lines = skus.slice(0, 150).map((code, index) => ({ row: index + 1, code, copies }))
    const answer = await pc.must('label.add', { why: 'file', name, lines })
    expect(answer.faults).toEqual([])
    return answer.added.map(({ jobId }) => jobId)
  }
  const jobIds = [...(await want('a', 1)), ...(await want('b', 2))]
  expect(jobIds).toHaveLength(300)
  const known = await knownBy(jobIds)

  let asked = 0
  for (let round = 0; round < 12; round += 1) {
    const waiting = await waitingOf(known)
    if (waiting.length === 0) break
    const labels = Math.min(waiting.length, 90)
    const lateMs = round % 2 === 0 ? 0 : random.integer(1, 150)
    const unsure = await killedWhile(known, () => pc.call('label.print', { jobIds: waiting }), labels, lateMs)
    if (unsure > 0) asked += 1
  }
  const rest = await waitingOf(known)
  if (rest.length > 0) await pc.must('label.print', { jobIds: rest })
  const done = await queueOf(jobIds)
  expect(done).toHaveLength(300)
  expect(done.filter(({ state }) => state !== 'handedOver' && state !== 'confirmed')).toEqual([])
  expect(asked).toBeGreaterThan(0)
  await expectEachMarked(known)

  // printed once more on purpose, and killed at it: marked from the start
  const again = jobIds.slice(0, 20)
  await killedWhile(known, () => pc.call('label.reprint', { jobIds: again }), again.length, 0)
  const left = await waitingOf(known)
  if (left.length > 0) await pc.must('label.print', { jobIds: left })
  await expectEachMarked(known)
})

test('the labels of a receipt that is still a draft', { timeout: 120_000 }, async () => {
  const from = heard.length
  const type = 'goodsReceipt' as const
  const { documentId } = await pc.must('goodsReceipt.open', { orderId: order60.documentId })
  const { number } = (await pc.must('document.get', { documentId })).header
  for (const { sku } of order60.lines.slice(0, 12))
    await pc.call('document.scan', { type, documentId, scan: scanOf(pieceCode(sku)), times: 1, meant: 1000 })
  const own = async () => (await pc.must('label.queue', {})).jobs.filter(({ origin }) => origin === number)
  while ((await own()).length < 4) await sleep(20)
  await sleep(200)
  const jobIds = (await own()).map(({ jobId }) => jobId)
  const known = await knownBy(jobIds)
  const unsure = await killedWhile(known, () => pc.call('label.print', { jobIds }), jobIds.length, 0)
  expect(unsure).toBe(jobIds.length)
  const rest = await waitingOf(known)
  if (rest.length > 0) await pc.must('label.print', { jobIds: rest })
  expect(await waitingOf(known)).toEqual([])
  await expectEachMarked(known, from)

  await pc.stop()
  const { read, close } = await openReadOnly(join(dataDir, 'store.db'))
  const { problems } = await verifyLedger(read)
  await close()
  expect(problems).toEqual([])
})
