/**
 * Labels by the hundred, as a price change of HQ makes them: from the operations that queue and print until the last byte is
 * at the printer, and what a scan has to wait meanwhile. The backend is the process it is in the app, sending is the shell's
 * own, and the printer is a TCP port that reads as fast as it can.
 */
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import type { LabelDpi } from '../../src/core/labels/labelLayout'
import { assert } from '../../src/core/result'
import { type DemoChain, demoChain } from '../../src/hub/demo/demoChain'
import { type CanvasModule, loadLabelTools } from '../../src/labels/labelFonts'
import { fontOf } from '../../src/labels/rasterLabel'
import { createPrinting } from '../../src/main/printing'
import { tcpPrinter } from '../support/printers'
import { type StoreChild, startStoreChild } from '../support/storeChild'
import { createClock, pinOf, removeFolder, scanOf, startHub, temporaryFolder } from '../support/world'
import { type Figure, figure, median, percentile, timed } from './durable'

const labels = 300
const goalMs = 3000
const rounds = 3
/** A gun is triggered a few times a second; this is a person who never stops. */
const betweenScansMs = 25
const besideGoalMs = 60
const worstGoalMs = 150

interface Shop {
  pc: StoreChild
  paper: Paper
  skus: string[]
}

export const printingFigures = async (): Promise<Figure[]> => {
  const folder = temporaryFolder()
  const world = demoChain({ storeDay: '2026-11-22', extraProducts: 1000 })
  const hub = await startHub(folder, createClock(Date.now()), world)
  const paper = await openPaper()
  const { print } = createPrinting({ scannerPorts: () => [] })
  const pc = await startStoreChild(join(folder, 'pc'), { print })
  try {
    await pc.must('app.enrol', { hubUrl: hub.url, code: await hub.enrolmentCode('S001') })
    await pc.must('signIn.withPin', { userId: 's001.manager', pin: pinOf('s001.manager') })
    const goods = world.products.filter(({ status }) => status === 'active').slice(0, labels)
    const shop = { pc, paper, skus: goods.map(({ sku }) => sku) }
    const names = goods.map(({ name }) => name)
    const figures: Figure[] = []
    for (const dpi of [203, 300] as const) figures.push(await sentFigure(shop, dpi, names))
    return [...figures, ...(await scansBeside(shop, world))]
  } finally {
    await pc.stop()
    await paper.close()
    await hub.close()
    removeFolder(folder)
  }
}

/** Held to its goal; the limit beside it is what the bare canvas needs for the same words. */
const sentFigure = async (shop: Shop, dpi: LabelDpi, names: readonly string[]): Promise<Figure> => {
  await withPrinter(shop, dpi)
  const sentMs: number[] = []
  const bareMs: number[] = []
  const { canvas } = loadLabelTools(undefined)
  for (let round = 0; round < rounds; round += 1) {
    bareMs.push(await timed(async () => names.map((name) => bareName(canvas, name, dpi))))
    sentMs.push(await queuedAndSent(shop, `${dpi}-${round}`))
  }
  const what = `${labels} labels 40×30 at ${dpi} dpi queued and sent, median`
  return absolute(what, median(sentMs), median(bareMs), goalMs)
}

const withPrinter = ({ pc, paper }: Shop, dpi: LabelDpi): Promise<unknown> =>
  pc.must('device.saveSettings', { scanners: [], printers: [tcpPrinter(paper.host, paper.port, { dpi })] })

const queuedAndSent = async ({ pc, paper, skus }: Shop, name: string): Promise<number> => {
  paper.clear()
  const startedMs = performance.now()
  const lines = skus.map((code, index) => ({ row: index + 1, code, copies: 1 }))
  const { added } = await pc.must('label.add', { why: 'file', name, lines })
  const told = await pc.must('label.print', { jobIds: added.map(({ jobId }) => jobId) })
  assert(told.handedOver === labels && paper.labels() === labels, `${paper.labels()} of ${labels} labels arrived`)
  return paper.lastByteMs() - startedMs
}

const bareName = (canvas: CanvasModule, name: string, dpi: LabelDpi): void => {
  const [width, height] = dpi === 203 ? [320, 240] : [472, 354]
  const context = canvas.createCanvas(width, height).getContext('2d')
  context.font = fontOf('bold', 24)
  context.fillText(name, 4, 30)
  context.getImageData(0, 0, width, height)
}

/** The same scans with nothing to print and beside three hundred labels, in turn. */
const scansBeside = async (shop: Shop, world: DemoChain): Promise<Figure[]> => {
  await withPrinter(shop, 203)
  const [order] = world.purchaseOrders
  assert(order !== undefined, 'an order to receive')
  const { documentId } = await shop.pc.must('goodsReceipt.open', { orderId: order.documentId })
  const codes = order.lines.flatMap(({ sku }) => world.barcodes.find((one) => one.sku === sku)?.code ?? [])
  let scanned = 0
  const scan = (): Promise<number> => {
    scanned += 1
    const code = codes[scanned % codes.length] as string
    return timed(() => shop.pc.must('document.scan', { type: 'goodsReceipt', documentId, scan: scanOf(code) }))
  }
  const alone: number[] = []
  const beside: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    for (let index = 0; index < 40; index += 1) alone.push(await afterPause(scan))
    let printing = true
    const sent = queuedAndSent(shop, `beside-${round}`).finally(() => {
      printing = false
    })
    while (printing) beside.push(await afterPause(scan))
    await sent
  }
  const limit = percentile(alone, 95)
  const what = `beside ${labels} labels printing`
  return [
    absolute(`scan to durable p95 ${what}`, percentile(beside, 95), limit, besideGoalMs),
    absolute(
      `scan to durable worst ${what}, of ${beside.length}`,
      Math.max(...beside),
      Math.max(...alone),
      worstGoalMs,
    ),
  ]
}

const afterPause = async (scan: () => Promise<number>): Promise<number> => {
  await new Promise((done) => setTimeout(done, betweenScansMs))
  return scan()
}

const absolute = (name: string, value: number, limit: number, msMax: number): Figure => ({
  ...figure(name, value, 'ms', limit, Number.POSITIVE_INFINITY, `≤ ${msMax} ms`),
  ok: value <= msMax,
})

/** Reads as fast as it can, and hangs up once whoever sent hangs up, as printers mostly do. */
interface Paper {
  host: string
  port: number
  labels(): number
  lastByteMs(): number
  clear(): void
  close(): Promise<void>
}

const openPaper = async (): Promise<Paper> => {
  const host = '127.0.0.1'
  let chunks: Buffer[] = []
  let lastMs = 0
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      lastMs = performance.now()
    })
  })
  await new Promise<void>((done) => server.listen(0, host, done))
  return {
    host,
    port: (server.address() as AddressInfo).port,
    labels: () => Buffer.concat(chunks).toString('latin1').split('^XZ').length - 1,
    lastByteMs: () => lastMs,
    clear: () => {
      chunks = []
    },
    close: () => new Promise<void>((done) => server.close(() => done())),
  }
}
