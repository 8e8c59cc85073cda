/** A lot's label that waits says what the books say by now, and goes where its receipt does not bring the lot after all. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LabelJob } from '../../../src/contract/operations/label'
import type { PrintAnswer } from '../../../src/contract/storeProtocol'
import { tcpPrinter } from '../../support/printers'
import { beginStory, type Story, type StoryStore, stockUp } from '../../support/story'
import { chain } from '../../support/world'

let story: Story
let shop: StoryStore
const type = 'goodsReceipt' as const
const [milk, other] = chain.products.filter(
  ({ keepsLots, status, weighed }) => keepsLots && status === 'active' && !weighed,
) as [(typeof chain)['products'][number], (typeof chain)['products'][number]]
const warehouseCode = 'WS001'
const lotTemplate = 'lot60x40'

beforeAll(async () => {
  story = await beginStory()
  ;[shop] = story.stores as [StoryStore]
  await shop.signIn('s001.manager')
  const printers = [lotTemplate, 'priceTag40x30'].map((template, at) =>
    tcpPrinter('printer', 9100 + at, { id: `${at + 1}`, name: template, template }),
  )
  await shop.must('device.saveSettings', { scanners: [], printers })
}, 120_000)
afterAll(() => story.close())
beforeEach(async () => {
  await shop.backend.labels.settled()
  await shop.backend.receiptLabels.settled()
  await shop.database.write((tx) => tx.run('DELETE FROM labelJob'))
  printerSays({ ok: true })
  shop.printed.length = 0
})

const printerSays = (answer: PrintAnswer): void => {
  Object.defineProperty(shop.printer, 'answer', { configurable: true, value: answer })
}
const lots = async (): Promise<LabelJob[]> => {
  await shop.backend.receiptLabels.settled()
  return (await shop.must('label.queue', {})).jobs.filter(({ lot }) => lot !== '')
}
const said = async (): Promise<string[]> =>
  (await lots()).map(({ lot, expiryDate, state }) => `${lot} ${expiryDate} ${state}`).sort()
const fill = (documentId: string) =>
  shop.must('label.fill', { filter: { kind: 'receiptLots', documentId }, copies: 1, template: lotTemplate })
const fillLot = (lot: string) =>
  shop.must('label.fill', { filter: { kind: 'lot', sku: milk.sku, lot }, copies: 1, template: lotTemplate })
const correct = (lot: string, expiryDate: string) =>
  shop.must('lot.correct', { warehouseCode, sku: milk.sku, lot, expiryDate, reason: '箱上看错' })
const newDraft = async (...goods: { lot: string; expiryDate: string; sku?: string }[]): Promise<string> => {
  const { documentId } = await shop.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY001', deliveryNote: '' })
  for (const one of goods)
    await shop.must('document.setLine', { type, documentId, sku: milk.sku, quantity: 2000, ...one })
  return documentId
}
const stock = (lot: string, expiryDate: string) => stockUp(shop, [{ sku: milk.sku, quantity: 3000, lot, expiryDate }])

describe('a receipt that does not bring the lot after all', () => {
  test('called off as a draft: no label of its lots waits, those of others do', async () => {
    const kept = await stock('K1', '2027-05-01')
    await fill(kept)
    const documentId = await newDraft({ lot: 'C1', expiryDate: '2027-06-01' }, { lot: 'C2', expiryDate: '2027-06-02' })
    await fill(documentId)
    expect(await said()).toEqual(['C1 2027-06-01 queued', 'C2 2027-06-02 queued', 'K1 2027-05-01 queued'])
    await shop.must('document.cancel', { type, documentId, reason: '送错店' })
    expect(await said()).toEqual(['K1 2027-05-01 queued'])
  })

  test('its lot set to nothing: its label goes, the other lot of the product keeps its own, and it comes again with the goods', async () => {
    const documentId = await newDraft({ lot: 'Z1', expiryDate: '2027-06-01' }, { lot: 'Z2', expiryDate: '2027-06-02' })
    await fill(documentId)
    const set = (quantity: number) =>
      shop.must('document.setLine', {
        ...{ type, documentId, sku: milk.sku, lot: 'Z1', expiryDate: '2027-06-01', quantity },
      })
    await set(0)
    expect(await said()).toEqual(['Z2 2027-06-02 queued'])
    expect((await fill(documentId)).added).toBe(0)
    await set(1000)
    expect((await fill(documentId)).added).toBe(1)
    expect(await said()).toEqual(['Z1 2027-06-01 queued', 'Z2 2027-06-02 queued'])
  })

  test('undone after it was posted: its label goes; one in doubt stays, and so does one that went out', async () => {
    const documentId = await stockUp(shop, [
      { sku: milk.sku, quantity: 1000, lot: 'R1', expiryDate: '2027-07-01' },
      { sku: milk.sku, quantity: 1000, lot: 'R2', expiryDate: '2027-07-02' },
      { sku: other.sku, quantity: 1000, lot: 'R3', expiryDate: '2027-07-03' },
    ])
    await fill(documentId)
    await shop.database.write(async (tx) => {
      await tx.run(`UPDATE labelJob SET state = 'unknown' WHERE lot = 'R2'`)
      // it was printed once, and is to be printed again
      await tx.run(`UPDATE labelJob SET printed = 1, isReprint = 1 WHERE lot = 'R3'`)
    })
    await shop.must('document.reverse', { type, documentId, reason: '送错店' })
    expect(await said()).toEqual(['R2 2027-07-02 unknown', 'R3 2027-07-03 handedOver'])
  })

  test('what a crash cut off is made up at the next start', async () => {
    const documentId = await newDraft({ lot: 'S1', expiryDate: '2027-06-01' })
    await fill(documentId)
    await shop.database.write((tx) =>
      tx.run(`UPDATE labelJob SET lot = 'S0', about = json_set(about, '$.lot', 'S0') WHERE lot = 'S1'`),
    )
    await shop.backend.receiptLabels.recover()
    expect(await said()).toEqual([])
  })
})

test('the last print of a lot is of that lot, of its product it is no lot, and what nobody saw come out is none', async () => {
  await stock('L1', '2027-05-10')
  await stock('L2', '2027-05-11')
  await fillLot('L1')
  const lines = [{ row: 1, code: milk.sku, copies: 1 }]
  await shop.must('label.add', { why: 'scan', name: '', template: 'priceTag40x30', lines })
  // not the price tag that its receipt queued by itself
  const ofLot = async (lot: string) =>
    (await shop.must('label.queue', {})).jobs.find((job) => job.lot === lot && job.why !== 'receipt')
  const printLot = async (lot: string) => shop.must('label.print', { jobIds: [(await ofLot(lot))?.jobId ?? ''] })
  await shop.database.write((tx) => tx.run('DELETE FROM labelPrint'))
  await printLot('L1')
  expect(await ofLot('L1')).toMatchObject({ state: 'handedOver', lastPrint: { userName: expect.stringMatching(/./) } })
  await fillLot('L2')
  expect(await ofLot('L2')).toMatchObject({ state: 'queued', lastPrint: null })
  expect(await ofLot('')).toMatchObject({ lastPrint: null })
  printerSays({ ok: false, code: 'PRINTER_RESET', mayHavePrinted: true })
  await printLot('L2')
  expect(await ofLot('L2')).toMatchObject({ state: 'unknown', lastPrint: null })
  await printLot('')
  expect(await ofLot('')).toMatchObject({ state: 'unknown', lastPrint: null })
  await shop.must('label.settle', { batchId: (await ofLot(''))?.batchId ?? '', firstMissing: null })
  expect(await ofLot('')).toMatchObject({ state: 'confirmed', lastPrint: { priceFen: milk.priceFen } })
})

test('the log says whose lots were asked for: the receipt by its number, a lot by its product and number', async () => {
  const documentId = await stock('T1', '2027-05-10')
  const { number } = (await shop.must('document.get', { documentId })).header
  await fill(documentId)
  await fillLot('T1')
  await shop.must('label.fill', { filter: { kind: 'shelf', from: 'ZZ1', to: 'ZZ2' }, copies: 1 })
  const { rows } = await shop.must('trail.search', { operation: 'label.fill' })
  expect(rows.slice(0, 3)).toMatchObject([
    { number: '', detail: { fill: 'shelf', shelf: 'ZZ1 – ZZ2', after: { lines: 0 } } },
    { number: '', detail: { fill: 'lot', sku: milk.sku, lot: 'T1', name: milk.name } },
    { number, documentId, detail: { fill: 'receiptLots', after: { lines: 1, copies: 1 } } },
  ])
})

describe('a day that was mended', () => {
  test('is on the label that waits, held back or not, and on no other lot', async () => {
    await stock('D1', '2027-05-10')
    await stock('D2', '2027-05-11')
    await fillLot('D1')
    await fillLot('D2')
    await correct('D1', '2027-04-10')
    expect(await said()).toEqual(['D1 2027-04-10 queued', 'D2 2027-05-11 queued'])
    expect((await fillLot('D1')).added).toBe(0)
    await shop.database.write((tx) =>
      tx.run(`UPDATE labelJob SET state = 'failed', problem = 'LABEL_PAPER_NOT_LOADED' WHERE lot = 'D1'`),
    )
    await correct('D1', '2027-03-10')
    expect(await lots()).toMatchObject([
      { lot: 'D1', expiryDate: '2027-03-10', state: 'failed', problem: 'LABEL_PAPER_NOT_LOADED' },
      { lot: 'D2' },
    ])
    const [job] = await lots()
    await shop.must('label.print', { jobIds: [job?.jobId ?? ''] })
    expect(await lots()).toMatchObject([{ lot: 'D2' }, { lot: 'D1', expiryDate: '2027-03-10', state: 'handedOver' }])
  })

  test('reaches a label in doubt, or out already, when it is to be printed again', async () => {
    await stock('U1', '2027-05-10')
    await fillLot('U1')
    printerSays({ ok: false, code: 'PRINTER_RESET', mayHavePrinted: true })
    const [job] = await lots()
    await shop.must('label.print', { jobIds: [job?.jobId ?? ''] })
    await correct('U1', '2027-04-10')
    expect(await said()).toEqual(['U1 2027-05-10 unknown'])
    const [{ batchId, jobId }] = (await lots()) as [LabelJob]
    await shop.must('label.settle', { batchId, firstMissing: { jobId, copy: 1 } })
    expect(await said()).toEqual(['U1 2027-04-10 queued'])
    printerSays({ ok: true })
    await shop.must('label.print', { jobIds: [jobId] })
    await correct('U1', '2027-03-10')
    expect(await said()).toEqual(['U1 2027-04-10 handedOver'])
    await shop.must('label.reprint', { jobIds: [jobId] })
    expect(await said()).toEqual(['U1 2027-03-10 handedOver'])
  })

  test('while it was on its way to a printer that failed, is on it when it waits again', async () => {
    await stock('W1', '2027-05-10')
    await fillLot('W1')
    printerSays({ ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false })
    // no act of a person that would look at its label
    await shop.database.write((tx) => tx.run(`UPDATE lot SET expiryDate = '2027-04-10' WHERE lot = 'W1'`))
    const [{ jobId }] = (await lots()) as [LabelJob]
    await shop.must('label.print', { jobIds: [jobId] })
    expect(await said()).toEqual(['W1 2027-04-10 failed'])
  })

  test('said on the paper that is posted, too', async () => {
    await stock('P1', '2027-05-10')
    await fillLot('P1')
    const documentId = await newDraft()
    await shop.must('document.setLine', {
      ...{ type, documentId, sku: milk.sku, lot: 'P1', expiryDate: '2027-06-10', quantity: 1000, dayConfirmed: true },
    })
    const { version } = (await shop.must('document.get', { documentId })).header
    await shop.must('document.post', { type, documentId, version })
    expect(await said()).toEqual(['P1 2027-06-10 queued'])
  })
})
