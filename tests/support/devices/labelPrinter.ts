/** A label printer on a TCP port that keeps what it gets, one job a connection. It can be off, deaf, or hang up. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { until } from './waiting'

/** off: nothing listens. neverReads: takes the call and reads nothing. resets: hangs up in the middle of a job. */
export type PrinterMode = 'ok' | 'off' | 'neverReads' | 'resets'

const host = '127.0.0.1'

export class LabelPrinter {
  readonly host = host
  readonly jobs: Buffer[] = []
  /** connections taken, whatever became of them */
  calls = 0
  private server: Server | null = null
  private readonly sockets = new Set<Socket>()
  private mode: PrinterMode = 'ok'
  port = 0

  static async switchOn(): Promise<LabelPrinter> {
    const printer = new LabelPrinter()
    await printer.listen()
    return printer
  }

  async setMode(mode: PrinterMode): Promise<void> {
    this.mode = mode
    if (mode === 'off') await this.stop()
    else if (!this.server) await this.listen()
    if (mode !== 'neverReads') for (const socket of this.sockets) socket.resume()
  }

  waitForJobs(count: number, withinMs = 60_000): Promise<true> {
    return until(`${count} labels at the printer`, () => (this.jobs.length >= count ? true : null), { withinMs })
  }

  async stop(): Promise<void> {
    const { server } = this
    this.server = null
    for (const socket of this.sockets) socket.destroy()
    if (server) await new Promise((resolve) => server.close(resolve))
  }

  private async listen(): Promise<void> {
    const server = createServer((socket) => this.take(socket))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.port, host, resolve)
    })
    this.port = (server.address() as AddressInfo).port
    this.server = server
  }

  private take(socket: Socket): void {
    this.calls += 1
    this.sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => this.sockets.delete(socket))
    if (this.mode === 'resets') return void socket.once('data', () => socket.resetAndDestroy())
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('end', () => {
      if (chunks.length > 0) this.jobs.push(Buffer.concat(chunks))
    })
    if (this.mode === 'neverReads') socket.pause()
  }
}
