/**
 * A label printer on a TCP port that keeps what it gets, one job a connection. It can be off, deaf, or hang up, and answers
 * questions about its state where it was told to speak.
 */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { until } from './waiting'

/** off: nothing listens. neverReads: takes the call and reads nothing. resets: hangs up in the middle of a job. */
export type PrinterMode = 'ok' | 'off' | 'neverReads' | 'resets'

/** What a printer that speaks ZPL and TSPL says of itself; `waiting`: labels it still has to print. */
export interface SpokenState {
  media?: boolean
  ribbon?: boolean
  headOpen?: boolean
  paused?: boolean
  waiting?: number
}

const host = '127.0.0.1'

export class LabelPrinter {
  readonly host = host
  readonly jobs: Buffer[] = []
  /** connections taken, whatever became of them */
  calls = 0
  private server: Server | null = null
  private readonly sockets = new Set<Socket>()
  private mode: PrinterMode = 'ok'
  /** null: it never answers */
  speaks: SpokenState | null = null
  /** an answer comes in this many pieces */
  pieces = 1
  questions = 0
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

  /** the labels of all jobs: one connection carries many, each a stream of its own */
  get labels(): Buffer[] {
    return this.jobs.flatMap((job) =>
      job
        .toString('latin1')
        .split(/(?=\^XA)/)
        .map((label) => Buffer.from(label, 'latin1')),
    )
  }

  waitForLabels(count: number, withinMs = 60_000): Promise<true> {
    return until(`${count} labels at the printer`, () => (this.labels.length >= count ? true : null), { withinMs })
  }

  waitForJobs(count: number, withinMs = 60_000): Promise<true> {
    return until(`${count} jobs at the printer`, () => (this.jobs.length >= count ? true : null), { withinMs })
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
    socket.on('data', (chunk: Buffer) => {
      if (isQuestion(chunk)) this.answer(socket, chunk)
      else chunks.push(chunk)
    })
    socket.on('end', () => {
      if (chunks.length > 0) this.jobs.push(Buffer.concat(chunks))
    })
    if (this.mode === 'neverReads') socket.pause()
  }

  private answer(socket: Socket, question: Buffer): void {
    this.questions += 1
    if (this.speaks === null) return
    const answer = answerTo(question, this.speaks)
    // A printer that is out of paper or open is silent to ~HS, as its manual says.
    if (answer === null) return
    const size = Math.ceil(answer.length / this.pieces)
    for (let piece = 0; piece < this.pieces; piece++)
      setTimeout(() => socket.write(answer.subarray(piece * size, (piece + 1) * size)), piece * 30)
  }
}

const questions = ['~HQES', '~HS', '\x1b!?', '\x10\x04']
const isQuestion = (chunk: Buffer): boolean => questions.some((one) => chunk.toString('latin1').startsWith(one))

const answerTo = (question: Buffer, state: SpokenState): Buffer | null => {
  const asked = question.toString('latin1')
  if (asked.startsWith('\x1b!?')) return Buffer.of(tsplByte(state))
  if (asked.startsWith('~HQES')) return Buffer.from(errorStatus(state), 'latin1')
  if (asked.startsWith('~HS')) return state.media || state.headOpen ? null : Buffer.from(hostStatus(state), 'latin1')
  return Buffer.of(0x12, state.headOpen ? 0x16 : 0x12, 0x12, state.media ? 0x72 : 0x12)
}

const tsplByte = ({ media, ribbon, headOpen, paused, waiting = 0 }: SpokenState): number =>
  (headOpen ? 1 : 0) | (media ? 4 : 0) | (ribbon ? 8 : 0) | (paused ? 0x10 : 0) | (waiting > 0 ? 0x20 : 0)

const errorStatus = ({ media, ribbon, headOpen, paused }: SpokenState): string => {
  const bits = (media ? 1 : 0) | (ribbon ? 2 : 0) | (headOpen ? 4 : 0) | (paused ? 0x10000 : 0)
  const word = bits.toString(16).toUpperCase().padStart(8, '0')
  const errors = `   ERRORS:         ${bits ? 1 : 0} 00000000 ${word}`
  return `\x02\r\n  PRINTER STATUS\r\n${errors}\r\n   WARNINGS:       0 00000000 00000000\r\n\x03`
}

const hostStatus = ({ ribbon, paused, waiting = 0 }: SpokenState): string => {
  const first = `030,0,${paused ? 1 : 0},0240,000,0,0,0,000,0,0,0`
  const second = `000,0,0,${ribbon ? 1 : 0},0,2,4,0,${String(waiting).padStart(8, '0')},1,000`
  return [first, second, '1234,0'].map((fields) => `\x02${fields}\x03\r\n`).join('')
}
