/**
 * Labels by the hundred, as a price change of HQ makes them: from the operations that queue and print until the last byte is
 * at the printer, and what a scan has to wait meanwhile. The backend is the process it is in the app, sending is the shell's
 * own, and the printer is a TCP port that reads as fast as it can.
 */
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { LabelDpi } from '../../src/core/labels/labelLayout'
import { type DemoChain, demoChain } from '../../src/hub/demo/demoChain'
import { createPrinting } from '../../src/main/printing'
import { tcpPrinter } from '../support/printers'
import { type StoreChild, startStoreChild } from '../support/storeChild'
import { createClock, pinOf, removeFolder, startHub, temporaryFolder } from '../support/world'
import { type Figure, figure, median, percentile, timed } from './durable'

const labels = 300
const goalMs = 3000

interface Shop {
  pc: StoreChild
  paper: Paper
  world: DemoChain
}

export const printingFigures = async (): Promise<Figure[]> => {
  const folder = temporaryFolder()
  const world = demoChain({ storeDay: '2026-11-22', extraProducts: 1000 })
  const hub = await startHub(folder, createClock(Date.now()), world)
  const paper = await openPaper()
  const printing = createPrinting({ scannerPorts: () => [] })
  const pc = await startStoreChild(join(folder, 'pc'), {
    print: (input) => printing.print(input),
  })
  try {
    await pc.must('app.enrol', { hubUrl: hub.url, code: await hub.enrolmentCode('S001') })
    await pc.must('signIn.withPin', { userId: 's001.manager', pin: pinOf('s001.manager') })
    const shop = { pc, paper, world }
    for (const dpi of [203, 300] as const) {
      for (let i = 0; i < 3; i++) console.error(dpi, await queuedAndSent(shop, dpi, `r${i}`))
    }
    return []
  } finally {
    await pc.stop()
    await paper.close()
    await hub.close()
    removeFolder(folder)
  }
}

const queuedAndSent = async ({ pc, paper, world }: Shop, dpi: LabelDpi, name: string) => {
  await pc.must('device.saveSettings', { scanners: [], printers: [tcpPrinter('127.0.0.1', paper.port, { dpi })] })
  const skus = world.products.filter(({ status }) => status === 'active').slice(0, labels)
  const lines = skus.map(({ sku }, index) => ({ row: index + 1, code: sku, copies: 1 }))
  paper.reset()
  const t0 = performance.now()
  const { added } = await pc.must('label.add', { why: 'file', name, lines })
  const t1 = performance.now()
  const { handedOver } = await pc.must('label.print', { jobIds: added.map(({ jobId }) => jobId) })
  const t2 = performance.now()
  return {
    add: t1 - t0,
    print: t2 - t1,
    last: paper.lastMs - t0,
    labels: paper.labels(),
    handedOver,
    bytes: paper.bytes,
  }
}

/** Reads as fast as it can, and hangs up when whoever sent hangs up, as printers mostly do. */
interface Paper {
  port: number
  bytes: number
  lastMs: number
  labels(): number
  reset(): void
  close(): Promise<void>
}

const openPaper = async (): Promise<Paper> => {
  let chunks: Buffer[] = []
  const paper = { bytes: 0, lastMs: 0, port: 0 } as Paper
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      paper.bytes += chunk.length
      paper.lastMs = performance.now()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return Object.assign(paper, {
    port: typeof address === 'object' && address ? address.port : 0,
    labels: () => Buffer.concat(chunks).toString('latin1').split('^XZ').length - 1,
    reset: () => {
      chunks = []
      paper.bytes = 0
    },
    close: () => new Promise<void>((done) => server.close(() => done())),
  })
}
