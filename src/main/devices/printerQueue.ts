// One job at a time for each printer, in the order asked: jobs that overlap on port 9100 come out garbled.
// It never sends a job twice and forgets it once it has ended; what to do about a failure is decided elsewhere.

import type { TcpPrintJob, TcpPrintResult } from './tcpPrinter'
import { sendToTcpPrinter } from './tcpPrinter'

export type PrinterQueueResult = TcpPrintResult | { ok: false; code: 'PRINTER_QUEUE_FULL'; mayHavePrinted: false }

export type PrinterQueue = {
  print(job: TcpPrintJob): Promise<PrinterQueueResult>
  /** jobs waiting or being sent */
  waiting(host: string, port: number): number
}

type Options = { send?: (job: TcpPrintJob) => Promise<TcpPrintResult>; jobsMax?: number }

export function createPrinterQueue({ send = sendToTcpPrinter, jobsMax = 200 }: Options = {}): PrinterQueue {
  const lines = new Map<string, { tail: Promise<unknown>; jobs: number }>()
  return {
    waiting: (host, port) => lines.get(keyOf(host, port))?.jobs ?? 0,
    print(job) {
      const key = keyOf(job.host, job.port)
      const line = lines.get(key) ?? { tail: Promise.resolve(), jobs: 0 }
      if (line.jobs >= jobsMax) return Promise.resolve({ ok: false, code: 'PRINTER_QUEUE_FULL', mayHavePrinted: false })
      lines.set(key, line)
      line.jobs += 1
      const result = line.tail.then(() => send(job))
      // The line goes on after a job that threw; the thrower's own caller is told.
      line.tail = result.catch(() => undefined).then(() => leave(key, line))
      return result
    },
  }

  function leave(key: string, line: { jobs: number }): void {
    line.jobs -= 1
    if (line.jobs === 0) lines.delete(key)
  }
}

function keyOf(host: string, port: number): string {
  return `${host.trim().toLowerCase()}:${port}`
}
