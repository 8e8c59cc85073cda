/**
 * A shop's PC gone bad, without its window: enrols, takes in one honest delivery, then tells HQ things nobody did, with its
 * real key. Prints the number of the delivery it forged in the clerk's name. Run with tsx: FOLDER HUB_URL ENROLMENT_CODE PIN
 */
import { randomUUID } from 'node:crypto'
import type { DocumentStepped } from '../../../src/contract/schemas/sync'
import { batchOf, type Enrolment, enrolmentOf, eventsOf, ofOtherPaper, toldBy } from '../forger'
import { postTo } from '../operationInputs'
import { createClock, openStore, type TestStore } from '../world'

const [folder = '', hubUrl = '', code = '', pin = ''] = process.argv.slice(2)

/** Thirty bags of crisps and ten boxes of mints, without an order. */
const takeIn = async (store: TestStore): Promise<DocumentStepped> => {
  const type = 'goodsReceipt'
  const { documentId } = await store.must('goodsReceipt.openWithoutOrder', {
    supplierCode: 'GY001',
    deliveryNote: 'SH-1',
  })
  await store.must('document.setLine', { type, documentId, sku: '1030007', quantity: 30_000 })
  await store.must('document.setLine', { type, documentId, sku: '1030031', quantity: 10_000 })
  const { header } = await store.must('document.get', { documentId })
  await store.must('document.post', { type, documentId, version: header.version })
  return toldBy((await eventsOf(store)).at(-1) as never)
}

let serial = 9000
const but = (told: DocumentStepped, over: Partial<DocumentStepped>, header: object = {}): DocumentStepped => {
  serial += 1
  const number = told.document.number.replace(/\d{4,}$/, String(serial))
  const paper = ofOtherPaper({ ...told, ...over }, { documentId: randomUUID(), number })
  return { ...paper, document: { ...paper.document, reference: `SH-${serial}`, ...header } }
}

const tell = async (pc: Enrolment, batch: object): Promise<void> => {
  await postTo(hubUrl, 'sync.push', batch, { deviceToken: pc.deviceToken })
}

const main = async (): Promise<void> => {
  const store = await openStore(folder, createClock(Date.now()))
  await store.must('app.enrol', { hubUrl, code })
  await store.must('signIn.withPin', { userId: 's001.manager', pin })
  const told = await takeIn(store)
  await store.must('app.syncNow', {})
  const pc = await enrolmentOf(store)
  const clerks = but(told, { userId: 's001.lin' })
  const events = [
    but(told, { userId: 's002.manager' }),
    but(told, { lines: told.lines.map((line) => ({ ...line, quantity: line.quantity * 1_000_000 })) }),
    but(told, {}, { warehouseCode: 'WS002' }),
    { type: 'everything.mine' },
    clerks,
  ]
  for (const event of events) await tell(pc, batchOf(pc, [JSON.stringify(event)], { logId: randomUUID() }))
  await tell(pc, { ...batchOf(pc, [JSON.stringify(clerks)], { logId: randomUUID() }), headSignature: 'AAAA' })
  await store.close()
  process.stdout.write(`${JSON.stringify({ number: clerks.document.number, honest: told.document.number })}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
