/** Label bytes to the printer's queue, and its result in the words of the protocol. */
import type { PrinterLog, PrinterStatus, Spoolers } from '../contract/schemas/printer'
import type { HostCalls, PrintAnswer } from '../contract/storeProtocol'
import { createPrinterQueue, type PrinterQueueResult } from './devices/printerQueue'

export interface Printing {
  print(job: HostCalls['print']['input']): Promise<PrintAnswer>
  printerStatus(asked: HostCalls['printerStatus']['input']): Promise<PrinterStatus>
  listSpoolers(): Promise<Spoolers>
  printerLog(): PrinterLog
}

export const createPrinting = (): Printing => {
  const queue = createPrinterQueue()
  return {
    print: async ({ printer, bytes }) => {
      const { connection } = printer
      if (connection.kind !== 'tcp') return { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
      return answerOf(await queue.print({ host: connection.host, port: connection.port, bytes }))
    },
    printerStatus: async () => ({ state: 'unknown', detail: '' }),
    listSpoolers: async () => ({ listed: false, queues: [] }),
    printerLog: () => ({ entries: [] }),
  }
}

const answerOf = (result: PrinterQueueResult): PrintAnswer => {
  if (result.ok) return { ok: true, silent: !result.heard }
  // A full queue is a printer that has not kept up: to whoever asked, it did not answer in time.
  const code = result.code === 'PRINTER_QUEUE_FULL' ? 'PRINTER_TIMEOUT' : result.code
  return { ok: false, code, mayHavePrinted: result.mayHavePrinted }
}
