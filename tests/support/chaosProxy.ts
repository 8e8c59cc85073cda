/** Stands between a store and the hub on the level of TCP, knows no HTTP, and does what wires and boxes on the way do. */

import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

export type Chaos =
  | { kind: 'pass' }
  /** every piece of bytes, both ways, comes this much later */
  | { kind: 'delay'; ms: number }
  /** taken and closed at once */
  | { kind: 'drop' }
  /** reset once so many bytes have gone to the hub on this connection */
  | { kind: 'resetUp'; afterBytes: number }
  /** reset once so many bytes of the hub's have come */
  | { kind: 'resetDown'; afterBytes: number }
  /** the answer ends after so many bytes, politely */
  | { kind: 'truncate'; afterBytes: number }
  /** the other end is gone and nobody said so: bytes go nowhere, none come */
  | { kind: 'halfOpen' }
  | { kind: 'slow'; bytesASecond: number }
  /** whatever the store sent is sent again on a connection of its own; the answers to that go nowhere */
  | { kind: 'replay' }

export interface ChaosProxy {
  url: string
  /** of every connection from now on, and of what goes over those that stand */
  chaos: Chaos
  /** as they came: one a connection */
  connections: number
  /** ends every connection that stands, those of a half-open line too */
  cut(): void
  close(): Promise<void>
}

const tickMs = 50

export const startChaosProxy = async (target: () => string): Promise<ChaosProxy> => {
  const sockets = new Set<Socket>()
  const proxy = { chaos: { kind: 'pass' }, connections: 0 } as ChaosProxy
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => sockets.delete(socket))
    return socket
  }
  const dial = (): Socket => {
    const { hostname, port } = new URL(target())
    return keep(connect(Number(port), hostname))
  }
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((near) => {
    keep(near)
    proxy.connections += 1
    if (proxy.chaos.kind === 'drop') return void near.destroy()
    const far = dial()
    const sent: Buffer[] = []
    flow(near, far, () => proxy.chaos, 'up', sent)
    flow(far, near, () => proxy.chaos, 'down', [])
    near.once('close', () => {
      if (proxy.chaos.kind === 'replay') keepSaying(dial(), sent)
      if (proxy.chaos.kind !== 'halfOpen') far.destroy()
    })
    far.once('close', () => {
      if (proxy.chaos.kind !== 'halfOpen') near.end()
    })
    return undefined
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    close: () => {
      cut()
      return new Promise<void>((done) => server.close(() => done()))
    },
  })
}

/** One way of a connection. What `chaos` says counts from the moment it is said. */
const flow = (from: Socket, to: Socket, chaos: () => Chaos, way: 'up' | 'down', sent: Buffer[]): void => {
  let passed = 0
  from.on('data', (piece: Buffer) => {
    const now = chaos()
    const before = passed
    passed += piece.length
    if (way === 'up') sent.push(piece)
    switch (now.kind) {
      case 'halfOpen':
        return
      case 'drop':
        from.destroy()
        return void to.destroy()
      case 'delay':
        return void setTimeout(() => to.write(piece), now.ms)
      case 'resetUp':
      case 'resetDown':
        if ((now.kind === 'resetUp') !== (way === 'up') || passed < now.afterBytes) return void to.write(piece)
        to.write(piece.subarray(0, Math.max(0, now.afterBytes - before)))
        return void setTimeout(() => {
          from.resetAndDestroy()
          to.resetAndDestroy()
        }, 10)
      case 'truncate':
        if (way === 'up' || passed < now.afterBytes) return void to.write(piece)
        return void to.end(piece.subarray(0, Math.max(0, now.afterBytes - before)))
      case 'slow':
        return drip(from, to, piece, chaos)
      default:
        return void to.write(piece)
    }
  })
  from.once('end', () => {
    if (chaos().kind !== 'halfOpen') to.end()
  })
}

/** Takes no more from one end until this piece is with the other. */
const drip = (from: Socket, to: Socket, piece: Buffer, chaos: () => Chaos): void => {
  from.pause()
  let at = 0
  const timer = setInterval(() => {
    const now = chaos()
    const share = now.kind === 'slow' ? Math.max(1, Math.round((now.bytesASecond * tickMs) / 1000)) : piece.length
    // less than one byte a tick: a byte now and then
    const isTurn =
      now.kind !== 'slow' || now.bytesASecond * tickMs >= 1000 || Math.random() < (now.bytesASecond * tickMs) / 1000
    if (isTurn) {
      to.write(piece.subarray(at, at + share))
      at += share
    }
    if (at < piece.length && !to.destroyed) return
    clearInterval(timer)
    from.resume()
  }, tickMs)
}

const keepSaying = (far: Socket, sent: readonly Buffer[]): void => {
  far.on('data', () => {})
  for (const piece of sent) far.write(piece)
  setTimeout(() => far.end(), 500)
}
