/** A place outside the window, on loopback: it hears whoever connects by TCP or sends a datagram, and remembers it. */
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

export class Listener {
  readonly heard: string[] = []

  private constructor(
    readonly port: number,
    private readonly ends: (() => void)[],
  ) {}

  static async open(): Promise<Listener> {
    const server = createServer()
    const datagrams = createSocket('udp4')
    const port = await new Promise<number>((done) => {
      server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port))
    })
    await new Promise<void>((done) => {
      datagrams.bind(port, '127.0.0.1', () => done())
    })
    const listener = new Listener(port, [() => server.close(), () => datagrams.close()])
    server.on('connection', (socket) => {
      socket.on('error', () => undefined)
      socket.once('data', (data) => listener.heard.push(`tcp ${data.toString('latin1').slice(0, 80)}`))
      listener.heard.push('tcp connection')
    })
    datagrams.on('message', () => listener.heard.push('datagram'))
    return listener
  }

  close(): void {
    for (const end of this.ends) end()
  }
}
