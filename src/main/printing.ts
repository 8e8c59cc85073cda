/**
 * Label bytes to their printer, one thing at a time for each, and what became of them in the words of the protocol. A
 * printer that answers is asked before a job, so that one without paper gets nothing, and after it, so that a job is
 * confirmed. One that stays silent is not asked for a while: each question would cost a label two seconds.
 */
import type { LabelPrinter, PrinterLog, PrinterStatus, Spoolers } from '../contract/schemas/printer'
import type { HostCalls, PrintAnswer } from '../contract/storeProtocol'
import { createPrinterLogBook, type PrinterLogBook, type PrinterLogKeep } from './devices/printerLogBook'
import { createPrinterQueue, type QueueFull } from './devices/printerQueue'
import { type PrinterCondition, type StatusQuestion, statusQuestions } from './devices/printerStatus'
import type { PrinterTransport, Sent } from './devices/printerTransport'
import { connectionKey, type TransportParts, transportOf } from './devices/printerTransports'
import { faultOfQueue, listQueues, queueState } from './devices/spooler'

export interface Printing {
  print(job: HostCalls['print']['input']): Promise<PrintAnswer>
  printerStatus(asked: HostCalls['printerStatus']['input']): Promise<PrinterStatus>
  listSpoolers(): Promise<Spoolers>
  printerLog(): PrinterLog
}

export interface PrintingParts extends TransportParts {
  /** of the system, where no tool of it lists them */
  systemQueues?(): Promise<string[]>
  /** where the log of the talk outlives this process; without it, nowhere */
  keepLog?: PrinterLogKeep
  /** for tests: how long after a job its printer is asked whether anything still waits */
  confirmMsMax?: number
}

/** A label takes about a second; who waits longer for one word holds up the next label. */
const confirmMsUsual = 3000
const confirmEveryMs = 150
/** One that has not begun yet says that nothing waits, too. */
const idleForMs = 500
const silentForMs = 5 * 60_000

export const createPrinting = (parts: PrintingParts): Printing => {
  const queue = createPrinterQueue()
  const log = createPrinterLogBook(parts.keepLog)
  const asker = createAsker(log)
  /** in the middle of a job they take nothing: whoever asks is told at once, not when the job has ended */
  const stalled = new Set<string>()
  return {
    print: async ({ printer, bytes }) => {
      const answer = answerOf(
        await queue.inTurn(connectionKey(printer.connection), async () => {
          const key = connectionKey(printer.connection)
          const onStall = (isStalled: boolean): unknown => (isStalled ? stalled.add(key) : stalled.delete(key))
          const transport = await transportOf(printer, parts, onStall)
          return printJob({ printer, transport, asker, log, confirmMsMax: parts.confirmMsMax ?? confirmMsUsual }, bytes)
        }),
      )
      log.ended(printer, resultText(answer))
      return answer
    },

    printerStatus: async ({ printer }) => {
      const key = connectionKey(printer.connection)
      if (stalled.has(key)) return { state: 'PRINTER_TIMEOUT', detail: '' }
      const status = await queue.inTurn(key, () => statusOf(printer, parts, asker))
      return 'ok' in status ? { state: 'PRINTER_TIMEOUT', detail: '' } : status
    },

    listSpoolers: () => listSpoolers(parts),
    printerLog: () => log.read(),
  }
}

interface Job {
  printer: LabelPrinter
  transport: PrinterTransport
  asker: Asker
  log: PrinterLogBook
  confirmMsMax: number
}

async function printJob(job: Job, bytes: Uint8Array): Promise<PrintAnswer> {
  const before = await askInWork(job)
  if (before && before !== 'silent' && before.state !== 'ready')
    return { ok: false, code: before.state, mayHavePrinted: false }
  job.log.add(job.printer, 'out', bytes)
  const sent = await job.transport.send(bytes)
  if (!sent.ok) return { ok: false, code: sent.code, mayHavePrinted: sent.mayHavePrinted }
  // Whoever did not answer before the job was not asked in vain twice.
  if (!before || before === 'silent') return silentOr(sent)
  return confirmed(job, sent)
}

const silentOr = (sent: Extract<Sent, { ok: true }>): PrintAnswer =>
  sent.heard ? { ok: true } : { ok: true, silent: true }

/** null: it is not asked. */
async function askInWork({ printer, transport, asker }: Job): Promise<PrinterCondition | 'silent' | null> {
  return printer.asked ? asker.ask(printer, transport, { evenIfSilent: false }) : null
}

/** Until it says that nothing waits any more, after something did or for a while, that something is wrong, or the time is up. */
async function confirmed(job: Job, sent: Extract<Sent, { ok: true }>): Promise<PrintAnswer> {
  const endsAt = performance.now() + job.confirmMsMax
  let wasBusy = false
  let idleSince = Number.POSITIVE_INFINITY
  for (;;) {
    const now = await askInWork(job)
    if (!now || now === 'silent') return silentOr(sent)
    if (now.state !== 'ready') return { ok: false, code: now.state, mayHavePrinted: true }
    if (now.busy === false) idleSince = Math.min(idleSince, performance.now())
    wasBusy ||= now.busy === true
    if (now.busy === false && (wasBusy || performance.now() - idleSince >= idleForMs))
      return { ok: true, confirmed: true }
    // It answered, and says nothing of what waits.
    if (now.busy === null || performance.now() > endsAt) return { ok: true }
    await new Promise((resolve) => setTimeout(resolve, confirmEveryMs))
  }
}

interface Asker {
  /** null: it cannot be asked, or was silent a while ago; silent: it was asked and did not answer */
  ask(
    printer: LabelPrinter,
    transport: PrinterTransport,
    how: { evenIfSilent: boolean },
  ): Promise<PrinterCondition | 'silent' | null>
}

/** Remembers, question by question, which printer stayed silent and until when it is left alone. */
const createAsker = (log: PrinterLogBook): Asker => {
  const silentUntilMs = new Map<string, number>()

  const askOne = async (
    printer: LabelPrinter,
    transport: PrinterTransport,
    { question, isWhole, read }: StatusQuestion,
  ): Promise<PrinterCondition | null> => {
    if (transport.ask === null) return null
    log.add(printer, 'out', question)
    const asked = await transport.ask(question, isWhole)
    if (!asked.ok) return { state: asked.code, busy: null, detail: '' }
    if (asked.answer.length > 0) log.add(printer, 'in', asked.answer)
    return read(asked.answer)
  }

  return {
    async ask(printer, transport, { evenIfSilent }) {
      let told: PrinterCondition | 'silent' | null = null
      if (transport.ask === null) return null
      for (const [index, question] of statusQuestions[printer.language].entries()) {
        const key = `${connectionKey(printer.connection)} ${printer.language} ${index}`
        if (!evenIfSilent && (silentUntilMs.get(key) ?? 0) > performance.now()) return told
        const condition = await askOne(printer, transport, question)
        if (condition === null) {
          silentUntilMs.set(key, performance.now() + silentForMs)
          return told ?? 'silent'
        }
        silentUntilMs.delete(key)
        told = condition
        if (condition.state !== 'ready') return told
      }
      return told
    },
  }
}

async function statusOf(printer: LabelPrinter, parts: PrintingParts, asker: Asker): Promise<PrinterStatus> {
  const { connection } = printer
  if (connection.kind === 'spooler') return statusOfQueue(connection.queue, parts)
  const transport = await transportOf(printer, parts)
  if (!printer.asked) return reached(transport)
  const told = await asker.ask(printer, transport, { evenIfSilent: true })
  if (told === null || told === 'silent') return { state: 'unknown', detail: '' }
  return { state: told.state, detail: told.detail }
}

/** One that is not to be asked might print the question: that the way to it is open is all there is to know. */
const reached = async ({ reach }: PrinterTransport): Promise<PrinterStatus> => ({
  state: (await reach?.()) ?? 'unknown',
  detail: '',
})

/** Of the printer behind it a queue tells nothing but that it cannot be reached. */
async function statusOfQueue(queue: string, parts: PrintingParts): Promise<PrinterStatus> {
  if (isWindows(parts)) return { state: 'unknown', detail: '' }
  const state = await queueState(queue, parts.spooler)
  return { state: faultOfQueue(state) ?? 'unknown', detail: state.message.slice(0, 400) }
}

async function listSpoolers(parts: PrintingParts): Promise<Spoolers> {
  if (!isWindows(parts)) return listQueues(parts.spooler)
  const names = (await parts.systemQueues?.()) ?? null
  const queues = (names ?? []).map((queue) => ({ queue, state: 'idle' as const }))
  // The system's viewer prints papers there, from its own dialog.
  return { listed: names !== null, takesPapers: false, queues }
}

const isWindows = ({ platform = process.platform }: PrintingParts): boolean => platform === 'win32'

/** A full queue is a printer that has not kept up: to whoever asked, it did not answer in time. */
const answerOf = (result: PrintAnswer | QueueFull): PrintAnswer =>
  !result.ok && result.code === 'PRINTER_QUEUE_FULL'
    ? { ok: false, code: 'PRINTER_TIMEOUT', mayHavePrinted: false }
    : (result as PrintAnswer)

const resultText = (answer: PrintAnswer): string => {
  if (!answer.ok) return answer.mayHavePrinted ? `${answer.code} ?` : answer.code
  if (answer.confirmed) return 'confirmed'
  return answer.silent ? 'silent' : 'handedOver'
}
