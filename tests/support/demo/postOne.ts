/**
 * A shop's backend without its window: enrols at a hub, receives the order of 12 lines (line 2 a piece short), posts,
 * syncs, and prints what it posted as one JSON line. Run with tsx: FOLDER HUB_URL ENROLMENT_CODE PIN
 */
import { randomUUID } from 'node:crypto'
import { createClock, openStore } from '../world'
import { codesOf, orderOf, todaysChain } from './goods'

const [folder = '', hubUrl = '', code = '', pin = ''] = process.argv.slice(2)

const main = async (): Promise<void> => {
  const chain = todaysChain()
  const order = orderOf(chain, 'S001', 12)
  const store = await openStore(folder, createClock(Date.now()))
  await store.must('app.enrol', { hubUrl, code })
  await store.must('signIn.withPin', { userId: 's001.manager', pin })
  const { documentId } = await store.must('goodsReceipt.open', { orderId: order.documentId })
  for (const { lineNo, sku, orderedQuantity } of order.lines) {
    const raw = codesOf(chain, sku).piece.code
    const scan = { scanId: randomUUID(), source: 'test', raw, scannedAt: new Date().toISOString() }
    await store.must('document.scan', {
      type: 'goodsReceipt',
      documentId,
      scan,
      times: orderedQuantity / 1000 - (lineNo === 2 ? 1 : 0),
    })
  }
  const { header } = await store.must('document.get', { documentId })
  const { number } = await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })
  const { sync } = await store.must('app.syncNow', {})
  await store.close()
  process.stdout.write(`${JSON.stringify({ documentId, number, unsecured: sync.unsecured })}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
