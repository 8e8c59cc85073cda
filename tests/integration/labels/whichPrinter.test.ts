/** Which printer a label comes out of: the one somebody chose, else the one its paper is loaded in, else none and a word. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { labelTemplates } from '../../../src/core/labels/labelTemplates'
import { tcpPrinter } from '../../support/printers'
import {
  chain,
  enrol,
  openStore,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../../support/world'

const folder = temporaryFolder()
let hub: TestHub
let store: TestStore
const templateId = '11111111-1111-4111-8111-111111111111'

beforeAll(async () => {
  hub = await startHub(folder)
  store = await openStore(folder)
  await enrol(store, hub)
  await store.signIn('s001.manager')
  const printers = [
    tcpPrinter('small', 9100, { id: '1', name: '小' }),
    tcpPrinter('large', 9100, { id: '2', name: '大', dpi: 300, template: 'priceTag60x40' }),
  ]
  await store.must('device.saveSettings', { scanners: [], printers })
  const { id: _, ...body } = labelTemplates.priceTag60x40
  await store.must('labelTemplate.save', {
    ...{ templateId, version: 0, template: { ...body, name: '自己的 60x40', nameEn: '' } },
  })
})
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})
beforeEach(() => {
  store.printer.answer = { ok: true }
  store.printed.length = 0
})

let next = 30
const plain = chain.products.filter(({ status, weighed, keepsLots }) => status === 'active' && !weighed && !keepsLots)
const oneOf = async (template: string, printerId = ''): Promise<string> => {
  next += 1
  const lines = [{ row: 1, code: plain[next]?.sku ?? '', copies: 1 }]
  const jobId = (await store.must('label.add', { why: 'file', name: 'a.xlsx', lines })).added[0]?.jobId ?? ''
  await store.must('label.change', { jobIds: [jobId], template, printerId })
  return jobId
}
const jobOf = async (jobId: string) => (await store.must('label.queue', {})).jobs.find((job) => job.jobId === jobId)
const cameOutOf = async (jobId: string) => {
  const prints = await store.database.read.all<{ printerId: string }>(
    'SELECT printerId FROM labelPrint WHERE jobId = ?',
    [jobId],
  )
  return prints.map(({ printerId }) => printerId)
}

test.each([
  ['priceTag40x30', '1'],
  ['priceTag60x40', '2'],
  // drawn by the shop itself: no printer is loaded for it by name, one is by its paper
  [templateId, '2'],
])('%s comes out where its paper is loaded', async (template, printerId) => {
  const jobId = await oneOf(template)
  expect(await store.must('label.print', { jobIds: [jobId] })).toMatchObject({ handedOver: 1, failed: 0 })
  expect(await cameOutOf(jobId)).toEqual([printerId])
})

test('no printer holds its paper: it is held back with that word, the others are printed, a chosen printer prints it', async () => {
  const [strip, plainTag] = [await oneOf('shelfStrip95x38'), await oneOf('priceTag40x30')]
  const answer = await store.must('label.print', { jobIds: [strip, plainTag] })
  const problem = 'LABEL_PAPER_NOT_LOADED'
  expect(answer).toEqual({
    ...{ handedOver: 1, failed: 1, unsure: 0, held: 1, heldFor: problem, problem, paper: '95×38' },
  })
  expect(await jobOf(strip)).toMatchObject({ state: 'failed', problem, printed: 0, paper: '95×38' })
  expect(await cameOutOf(strip)).toEqual([])
  store.backend.labels.wake()
  await store.backend.labels.settled()
  expect(await cameOutOf(strip)).toEqual([])
  await store.must('label.change', { jobIds: [strip], printerId: '1' })
  expect(await store.must('label.print', { jobIds: [strip] })).toMatchObject({ handedOver: 1, failed: 0 })
  expect(await cameOutOf(strip)).toEqual(['1'])
})

test('what goes out by itself is held back with the same word', async () => {
  const jobId = await oneOf('shelfStrip95x38')
  await store.database.write((tx) => tx.run('UPDATE labelJob SET waitsForWord = 0 WHERE jobId = ?', [jobId]))
  store.backend.labels.wake()
  await store.backend.labels.settled()
  expect(store.printed).toEqual([])
  expect(await jobOf(jobId)).toMatchObject({ state: 'failed', problem: 'LABEL_PAPER_NOT_LOADED' })
})

test('the preview is drawn for the printer it comes out of', async () => {
  const widthOf = async (jobId: string): Promise<number> =>
    Buffer.from((await store.must('label.preview', { jobId })).pngBase64, 'base64').readUInt32BE(16)
  const [first, chosen] = [await oneOf('priceTag40x30'), await oneOf('priceTag40x30', '2')]
  expect([await widthOf(first), await widthOf(chosen)]).toEqual([320, 472])
})

test('the preview names the printer and the paper in it, or why there is none', async () => {
  const of = async (jobId: string) => {
    const { printer, noPrinter } = await store.must('label.preview', { jobId })
    return { printer, noPrinter }
  }
  const none = { printer: null, noPrinter: 'paperNotLoaded' }
  expect(await of(await oneOf('priceTag60x40'))).toEqual({ printer: { name: '大', paper: '60×40' }, noPrinter: '' })
  expect(await of(await oneOf('shelfStrip95x38'))).toEqual(none)
  expect(await of(await oneOf('shelfStrip95x38', '1'))).toEqual({
    printer: { name: '小', paper: '40×30' },
    noPrinter: '',
  })
})

test('some out, some held back, some unsure, some waiting: each is told apart', async () => {
  const [held, first, second] = [
    await oneOf('shelfStrip95x38'),
    await oneOf('priceTag40x30'),
    await oneOf('priceTag60x40'),
  ]
  store.printer.answer = { ok: false, code: 'PRINTER_RESET', mayHavePrinted: true }
  expect(await store.must('label.print', { jobIds: [held, first, second] })).toMatchObject({
    ...{ handedOver: 0, failed: 3, unsure: 2, held: 1, heldFor: 'LABEL_PAPER_NOT_LOADED', problem: 'PRINTER_RESET' },
  })
  store.printer.answer = { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
  const waiting = await oneOf('priceTag40x30')
  expect(await store.must('label.print', { jobIds: [held, waiting] })).toMatchObject({
    ...{ handedOver: 0, failed: 2, unsure: 0, held: 1, problem: 'PRINTER_OFFLINE' },
  })
})
