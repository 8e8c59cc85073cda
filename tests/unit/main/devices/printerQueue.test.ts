// One job at a time for each printer: order, independence of printers, failures and the bound.
import { expect, test } from 'vitest'
import { createPrinterQueue } from '../../../../src/main/devices/printerQueue'
import { connectionKey } from '../../../../src/main/devices/printerTransports'
import type { TcpPrintJob, TcpPrintResult } from '../../../../src/main/devices/tcpPrinter'

/** The queue with one way of sending, keyed as the shell keys it. */
const queueTo = (send: (job: TcpPrintJob) => Promise<TcpPrintResult>, jobsMax = 200) => {
  const queue = createPrinterQueue({ jobsMax })
  return {
    print: (job: TcpPrintJob) => queue.inTurn(keyOf(job.host), () => send(job)),
    waiting: (host: string) => queue.waiting(keyOf(host)),
  }
}
const keyOf = (host: string): string => connectionKey({ kind: 'tcp', host, port: 9100 })

const job = (host: string, mark: number): TcpPrintJob => ({ host, port: 9100, bytes: Uint8Array.of(mark) })
const handedOver: TcpPrintResult = { ok: true, state: 'handedOver', heard: true }

/** A printer line under the test's control: every job waits until it is let go. */
function heldPrinter() {
  const started: string[] = []
  const release: (() => void)[] = []
  const send = ({ host, bytes }: TcpPrintJob): Promise<TcpPrintResult> => {
    started.push(`${host}/${bytes[0]}`)
    return new Promise((resolve) => release.push(() => resolve(handedOver)))
  }
  return { started, release, send }
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

test('jobs of one printer wait for each other, other printers do not', async () => {
  const { started, release, send } = heldPrinter()
  const queue = queueTo(send)
  const all = [job('a', 1), job('a', 2), job('b', 3), job(' A', 4)].map((each) => queue.print(each))
  await settle()
  expect(started).toEqual(['a/1', 'b/3'])
  expect(queue.waiting('a')).toBe(3)
  for (let at = 0; at < 4; at += 1) {
    release[at]?.()
    await settle()
  }
  expect(started).toEqual(['a/1', 'b/3', 'a/2', ' A/4'])
  expect(await Promise.all(all)).toEqual([handedOver, handedOver, handedOver, handedOver])
  expect(queue.waiting('a')).toBe(0)
})

test('a failed or thrown job does not hold up the next, and is not sent again', async () => {
  let calls = 0
  const send = (): Promise<TcpPrintResult> => {
    calls += 1
    if (calls === 1) return Promise.resolve({ ok: false, code: 'PRINTER_RESET', mayHavePrinted: true })
    return calls === 2 ? Promise.reject(new Error('bug')) : Promise.resolve(handedOver)
  }
  const queue = queueTo(send)
  const [first, second, third] = await Promise.allSettled([1, 2, 3].map((mark) => queue.print(job('a', mark))))
  expect(first).toMatchObject({ value: { code: 'PRINTER_RESET', mayHavePrinted: true } })
  expect(second).toMatchObject({ status: 'rejected' })
  expect(third).toMatchObject({ value: handedOver })
  expect(calls).toBe(3)
})

test('a full line says so at once', async () => {
  const { release, send } = heldPrinter()
  const queue = queueTo(send, 1)
  const first = queue.print(job('a', 1))
  expect(await queue.print(job('a', 2))).toEqual({ ok: false, code: 'PRINTER_QUEUE_FULL', mayHavePrinted: false })
  await settle()
  release[0]?.()
  expect(await first).toEqual(handedOver)
})
