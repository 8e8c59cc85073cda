// One piece of work at a time for each printer, in the order asked, however the printer is reached: jobs that overlap on
// port 9100 come out garbled, and a question in the middle of a job would be printed. It never does anything twice.

export type QueueFull = { ok: false; code: 'PRINTER_QUEUE_FULL'; mayHavePrinted: false }

export type PrinterQueue = {
  /** `key`: the same for the same printer */
  inTurn<T>(key: string, work: () => Promise<T>): Promise<T | QueueFull>
  /** pieces of work waiting or being done */
  waiting(key: string): number
}

export function createPrinterQueue({ jobsMax = 200 }: { jobsMax?: number } = {}): PrinterQueue {
  const lines = new Map<string, { tail: Promise<unknown>; jobs: number }>()
  return {
    waiting: (key) => lines.get(key)?.jobs ?? 0,
    inTurn(key, work) {
      const line = lines.get(key) ?? { tail: Promise.resolve(), jobs: 0 }
      if (line.jobs >= jobsMax) return Promise.resolve({ ok: false, code: 'PRINTER_QUEUE_FULL', mayHavePrinted: false })
      lines.set(key, line)
      line.jobs += 1
      const result = line.tail.then(work)
      // The line goes on after work that threw; the thrower's own caller is told.
      line.tail = result.catch(() => undefined).then(() => leave(key, line))
      return result
    },
  }

  function leave(key: string, line: { jobs: number }): void {
    line.jobs -= 1
    if (line.jobs === 0) lines.delete(key)
  }
}
