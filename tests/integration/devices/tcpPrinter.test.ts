// Printing by raw TCP against real sockets: a good printer, a refusing, silent, resetting and slow one.

import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import type { AddressInfo, Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createPrinterQueue } from '../../../src/main/devices/printerQueue'
import { sendToTcpPrinter } from '../../../src/main/devices/tcpPrinter'

const host = '127.0.0.1'
const handedOver = { ok: true, state: 'handedOver', heard: true }
const running: { server: Server; sockets: Set<Socket> }[] = []
const children: ChildProcess[] = []
const callers: Socket[] = []

afterEach(async () => {
  for (const caller of callers.splice(0)) caller.destroy()
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const { server, sockets } of running.splice(0)) {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function printer(onConnection: (socket: Socket) => void, allowHalfOpen = false): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onConnection(socket)
  })
  running.push({ server, sockets })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return (server.address() as AddressInfo).port
}

/** Keeps what each connection brought, whole, once it has ended. */
async function goodPrinter(): Promise<{ port: number; jobs: Buffer[]; open: () => number; mostOpen: () => number }> {
  const jobs: Buffer[] = []
  let open = 0
  let most = 0
  const port = await printer((socket) => {
    const chunks: Buffer[] = []
    open += 1
    most = Math.max(most, open)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('end', () => {
      jobs.push(Buffer.concat(chunks))
      open -= 1
    })
  })
  return { port, jobs, open: () => open, mostOpen: () => most }
}

const label = (size = 19_200, fill = 0xa5): Uint8Array => new Uint8Array(size).fill(fill)

describe('one job', () => {
  test('a good printer gets every byte', async () => {
    const { port, jobs } = await goodPrinter()
    const bytes = Uint8Array.from({ length: 19_200 }, (_, at) => at & 0xff)
    expect(await sendToTcpPrinter({ host, port, bytes })).toEqual(handedOver)
    expect(jobs.map((job) => Buffer.compare(job, bytes))).toEqual([0])
  })

  test('nothing listens there: refused, nothing printed, at once', async () => {
    const port = await printer(() => undefined)
    const { server } = running.pop() as (typeof running)[number]
    await new Promise((resolve) => server.close(resolve))
    const started = Date.now()
    expect(await sendToTcpPrinter({ host, port, bytes: label() })).toEqual({
      ok: false,
      code: 'PRINTER_REFUSED',
      mayHavePrinted: false,
    })
    expect(Date.now() - started).toBeLessThan(1000)
  })

  test('a name that does not resolve, an address or port that is none: offline', async () => {
    const offline = { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
    expect(await sendToTcpPrinter({ host: 'printer.invalid', port: 9100, bytes: label() })).toEqual(offline)
    expect(await sendToTcpPrinter({ host: ' ', port: 9100, bytes: label() })).toEqual(offline)
    for (const port of [0, -1, 70_000, 1.5, Number.NaN]) {
      expect(await sendToTcpPrinter({ host, port, bytes: label() })).toEqual(offline)
    }
  })

  test('a host that never answers the call: offline after the limit', async () => {
    // A listener whose queue is full swallows the call like a switched-off host.
    const port = await deafPrinter()
    const started = Date.now()
    const result = await sendToTcpPrinter({ host, port, bytes: label(), timeoutMs: 500 })
    expect(result).toEqual({ ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false })
    expect(Date.now() - started).toBeLessThan(2000)
  })

  test('one that takes a whole label into its buffer and reads nothing: handed over, and not heard', async () => {
    const port = await printer((socket) => socket.pause())
    const bytes = Uint8Array.from({ length: 19_200 }, (_, at) => at & 0xff)
    expect(await sendToTcpPrinter({ host, port, bytes })).toEqual({ ...handedOver, heard: false })
  })

  test('one that takes the call and reads nothing: a timeout, and some may be out', async () => {
    const port = await printer((socket) => socket.pause())
    const bytes = label(16 * 1024 * 1024)
    const started = Date.now()
    const result = await sendToTcpPrinter({ host, port, bytes, timeoutMs: 700 })
    expect(result).toEqual({ ok: false, code: 'PRINTER_TIMEOUT', mayHavePrinted: true })
    expect(Date.now() - started).toBeLessThan(5000)
  })

  test('one that resets in the middle: reset, and some may be out', async () => {
    const port = await printer((socket) => socket.once('data', () => socket.resetAndDestroy()))
    const result = await sendToTcpPrinter({ host, port, bytes: label(4 * 1024 * 1024) })
    expect(result).toEqual({ ok: false, code: 'PRINTER_RESET', mayHavePrinted: true })
  })

  test('a reset after the last byte still counts', async () => {
    const port = await printer((socket) => {
      socket.on('data', () => undefined)
      socket.on('end', () => setTimeout(() => socket.resetAndDestroy(), 50))
    }, true)
    const result = await sendToTcpPrinter({ host, port, bytes: label() })
    expect(result).toEqual({ ok: false, code: 'PRINTER_RESET', mayHavePrinted: true })
  })

  test('one that hangs up before it has the job: reset', async () => {
    const port = await printer((socket) => socket.destroy())
    const result = await sendToTcpPrinter({ host, port, bytes: label(4 * 1024 * 1024) })
    expect(result).toEqual({ ok: false, code: 'PRINTER_RESET', mayHavePrinted: true })
  })

  test('a slow one is waited for as long as it goes on reading', async () => {
    let received = 0
    const port = await printer((socket) => {
      socket.on('data', (chunk: Buffer) => {
        received += chunk.length
        socket.pause()
        setTimeout(() => socket.resume(), 20)
      })
    })
    const bytes = label(12 * 1024 * 1024)
    const started = Date.now()
    expect(await sendToTcpPrinter({ host, port, bytes, timeoutMs: 2_000 })).toEqual({ ...handedOver, heard: false })
    expect(Date.now() - started).toBeGreaterThan(2_000)
    expect(received).toBeGreaterThan(6 * 1024 * 1024)
  })

  test('one that chatters and never hangs up does not hold us', async () => {
    const port = await printer((socket) => {
      socket.resume()
      socket.write('\u0002000,0,0\u0003\r\n')
    }, true)
    expect(await sendToTcpPrinter({ host, port, bytes: label() })).toEqual(handedOver)
  })
})

describe('a line of jobs', () => {
  test('ten at once arrive whole, in order, one connection at a time', async () => {
    const { port, jobs, mostOpen } = await goodPrinter()
    const queue = createPrinterQueue()
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        queue.inTurn('a', () => sendToTcpPrinter({ host, port, bytes: label(40_000, at) })),
      ),
    )
    expect(results).toEqual(Array(10).fill(handedOver))
    expect(jobs.map((job) => [job.length, job[0]])).toEqual(Array.from({ length: 10 }, (_, at) => [40_000, at]))
    expect(mostOpen()).toBe(1)
  })
})

/** A listener in a process that is stopped: once its short queue is full, further calls are swallowed by the kernel. */
async function deafPrinter(): Promise<number> {
  const code = `const s = require('node:net').createServer(); s.listen({ port: 0, host: '${host}', backlog: 1 },
    () => { process.stdout.write(String(s.address().port)); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) })`
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] })
  children.push(child)
  const port = await new Promise<number>((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())))
  })
  for (let at = 0; at < 6; at += 1) callers.push(connect({ host, port }).on('error', () => undefined))
  await new Promise((resolve) => setTimeout(resolve, 200))
  return port
}
