/**
 * `npm run bench -- --json [--large]`: the figures this product is held to, each a ratio to a limit measured in this same run. Prints a JSON
 * array on stdout and exits 0 also when a figure falls short: a figure is something to look at, not a gate.
 */
import { randomUUID } from 'node:crypto'
import { demoChain } from '../../src/hub/demo/demoChain'
import { publish } from '../../src/hub/publish'
import {
  enrol,
  openStore,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'
import { stockPageFigures, throughTheDoor } from './documents'
import { type Figure, receiptLines, receiptPosted, scanToDurable } from './durable'
import { labelFigures } from './labels'
import { paperFigures } from './papers'
import { printingFigures } from './printing'
import { stocktakeFigures } from './stocktake'
import { syncFigures } from './sync'
import { scanToSoundAndRow, startToPin } from './windows'

const skus = 100_000
const manySkus = 200_000

const main = async (): Promise<void> => {
  const folder = temporaryFolder()
  const figures: Figure[] = []
  const add = (figure: Figure): void => {
    figures.push(figure)
    process.stderr.write(
      `${figure.ok ? 'ok  ' : 'LOW '} ${figure.name}: ${figure.value} ${figure.unit}, ratio ${figure.ratio} (${figure.goal})\n`,
    )
  }
  try {
    for (const figure of await durableFigures(folder)) add(figure)
    // ten million rows take minutes to write and gigabytes to hold: by command
    for (const figure of await stockPageFigures(process.argv.includes('--large'))) add(figure)
    add(await throughTheDoor())
    for (const figure of await stocktakeFigures()) add(figure)
    for (const figure of await labelFigures()) add(figure)
    for (const figure of await paperFigures()) add(figure)
    for (const figure of await printingFigures()) add(figure)
    for (const figure of await syncFigures(process.argv.includes('--large'))) add(figure)
    add(await startToPin())
    for (const figure of await scanToSoundAndRow(manySkus)) add(figure)
  } finally {
    removeFolder(folder)
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}

const durableFigures = async (folder: string): Promise<Figure[]> => {
  const world = demoChain({ storeDay: '2026-11-22', extraProducts: skus })
  const hub = await startHub(folder, undefined, world)
  const store = await openStore(folder)
  await enrol(store, hub)
  await store.signIn('s001.manager')
  const order = world.purchaseOrders[0] as (typeof world.purchaseOrders)[number]
  const codes = order.lines.map((line) => world.barcodes.find((barcode) => barcode.sku === line.sku)?.code ?? '')
  const { documentId } = await store.must('goodsReceipt.open', { orderId: order.documentId })
  const skusForBig = world.products
    .filter((product) => product.status === 'active' && !product.keepsLots)
    .map((product) => product.sku)
  const figures = [
    await scanToDurable(store, codes, documentId, folder),
    await receiptPosted(store, () => bigDraft(hub, store, skusForBig), folder),
  ]
  await store.close()
  await hub.close()
  return figures
}

let bigDrafts = 0

/** A draft of 1,000 lines with everything received, as 1,000 scans would leave it. */
const bigDraft = async (hub: TestHub, store: TestStore, skusForBig: readonly string[]) => {
  const orderId = randomUUID()
  bigDrafts += 1
  const lines = skusForBig
    .slice(bigDrafts * receiptLines, (bigDrafts + 1) * receiptLines)
    .map((sku, index) => ({ lineNo: index + 1, sku, orderedQuantity: 1000, unitCost: 10000 }))
  const body = {
    ...{
      documentId: orderId,
      number: `BENCH-${bigDrafts}`,
      deliveryNote: '',
      supplierCode: 'GY001',
      warehouseCode: 'WS001',
      storeCode: 'S001',
    },
    ...{ dueDate: '2026-11-22', state: 'open', lines },
  }
  await hub.database.write((tx) =>
    publish(tx, 'orders', [{ type: 'purchaseOrder', key: orderId, scope: 'S001', body }]),
  )
  await store.must('app.syncNow', {})
  const { documentId } = await store.must('goodsReceipt.open', { orderId })
  await store.database.write((tx) =>
    tx.run('UPDATE documentLine SET quantity = expectedQuantity WHERE documentId = ?', [documentId]),
  )
  return { documentId, version: 1 }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 1
})
