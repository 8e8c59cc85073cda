/** Label bytes to the printer's queue, and its result in the words of the protocol. */
import type { HostCalls, PrintAnswer } from '../contract/storeProtocol'
import { createPrinterQueue, type PrinterQueueResult } from './devices/printerQueue'

export const createPrinting = () => {
  const queue = createPrinterQueue()
  return async ({ printer, bytes }: HostCalls['print']['input']): Promise<PrintAnswer> => {
    const { connection } = printer
    if (connection.kind !== 'tcp') return { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
    return answerOf(await queue.print({ host: connection.host, port: connection.port, bytes }))
  }
}

const answerOf = (result: PrinterQueueResult): PrintAnswer => {
  if (result.ok) return { ok: true, silent: !result.heard }
  // A full queue is a printer that has not kept up: to whoever asked, it did not answer in time.
  const code = result.code === 'PRINTER_QUEUE_FULL' ? 'PRINTER_TIMEOUT' : result.code
  return { ok: false, code, mayHavePrinted: result.mayHavePrinted }
}
