/**
 * Sends queued labels to the printer, one job at a time, in the background: posting and scanning never wait for it.
 * "Handed over" is not "printed": a job whose bytes may have left the PC before a failure is unknown and asks a person;
 * only a job that surely did not print is tried again by itself.
 */

import type { LabelPrinter } from '../../contract/schemas/printer'
import type { PrintAnswer } from '../../contract/storeProtocol'
import { emitLabel } from '../../core/labels/emitLabel'
import type { LabelContent, LabelDpi } from '../../core/labels/labelLayout'
import { type LabelTemplateId, labelTemplates } from '../../core/labels/labelTemplates'
import type { LabelJobRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { appendTrail } from '../../ledger/trail'
import { printerFor, readDeviceSettings, storeNameOf } from '../meta'
import { isoNow, type StoreRuntime } from '../runtime'
import { contentOf } from './labelContent'
import { createLabelRenderer, type RenderedLabel } from './renderLabel'

type SizedLabel = RenderedLabel & { widthMm: number; heightMm: number; gapMm: number }

export interface PrintQueue {
  /** after a crash: a job that was being sent may be out on paper, or not */
  recover(): Promise<void>
  /** look for queued jobs now */
  wake(): void
  /** without `reprint`, a job that went out meanwhile is done: the same paper must not come out twice */
  printNow(
    jobIds: readonly string[],
    reprint: boolean,
    tell: TellJob,
  ): Promise<{ handedOver: number; failed: number; problem: string }>
  printOnce(job: LabelJobRow): Promise<PrintAnswer>
  render(template: string, content: LabelContent, dpi: LabelDpi): Promise<SizedLabel>
  stop(): Promise<void>
}

/** What became of a job, told in the transaction that says so in its row. */
type TellJob = (tx: Tx, job: LabelJobRow, left: JobLeft) => Promise<void>

interface JobLeft {
  state: 'handedOver' | 'failed' | 'unknown'
  problem: string
}

/** What changed, as a line of the trail says it. */
export const labelsTold = (job: LabelJobRow, { state, problem }: JobLeft): object => ({
  ...{ sku: job.sku, name: job.name, origin: job.origin },
  after: { [state]: job.copies, problem },
})

const retryMs = 10_000

export const createPrintQueue = (runtime: StoreRuntime): PrintQueue => {
  const renderer = createLabelRenderer()
  const state = { stopped: false, running: Promise.resolve(), timer: undefined as NodeJS.Timeout | undefined }

  const render: PrintQueue['render'] = async (template, content, dpi) => {
    const id = template as LabelTemplateId
    const { widthMm, heightMm, gapMm } = labelTemplates[id]
    return { ...(await renderer.render(id, content, dpi)), widthMm, heightMm, gapMm }
  }

  const printOnce = async (job: LabelJobRow): Promise<PrintAnswer> => {
    const printer = printerFor(await readDeviceSettings(runtime.database.read), job.template)
    if (!printer) return { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
    const { bitmap, widthMm, heightMm, gapMm } = await render(
      job.template,
      contentOf(job, await storeNameOf(runtime.database.read)),
      printer.dpi,
    )
    const bytes = bytesFor(printer, bitmap, job.copies, { widthMm, heightMm, gapMm })
    return runtime.host.print({ printer, bytes })
  }

  const printJob = async (job: LabelJobRow, tell: TellJob): Promise<PrintAnswer> => {
    await sending(runtime, job)
    const answer = await printOnce(job).catch((error: unknown) => undrawable(runtime, job, error))
    await leave(runtime, job, leftBy(answer), tell)
    return answer ?? { ok: true }
  }

  /** Nobody asked for these: whoever posted the receipt is in its own line. A printer that is off is tried for ever, untold. */
  const tellPrinted: TellJob = async (tx, job, left) => {
    if (left.state === 'failed') return
    const line = { at: isoNow(runtime.clock), userId: '', operation: 'label.print', outcome: 'done' as const }
    await appendTrail(tx, { ...line, detail: labelsTold(job, left) })
  }

  /** Works the queue until it is empty or the printer fails; a printer that is off is asked again a little later. */
  const drain = async (): Promise<void> => {
    if ((await readDeviceSettings(runtime.database.read)).printers.length === 0) return
    for (;;) {
      const job = state.stopped ? undefined : await nextJob(runtime)
      if (!job) return
      const answer = await printJob(job, tellPrinted)
      if (!answer.ok) return retryLater()
    }
  }

  const retryLater = (): void => {
    clearTimeout(state.timer)
    state.timer = setTimeout(wake, retryMs)
    state.timer.unref()
  }

  /** One thing at a time for the one printer, in the order it was asked. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = state.running.then(work)
    state.running = turn.then(
      () => undefined,
      (error: unknown) => runtime.log({ event: 'labels failed', error: String(error) }),
    )
    return turn
  }

  const wake = (): void => {
    if (!state.stopped) void inTurn(drain).catch(() => undefined)
  }

  return {
    render,
    wake,
    printOnce: (job) => inTurn(() => printOnce(job)),
    printNow: (jobIds, reprint, tell) =>
      inTurn(() => printJobs(runtime, (job) => printJob(job, tell), jobIds, reprint)),
    recover: async () => {
      const cutOff = await runtime.database.read.all<LabelJobRow>(`SELECT * FROM labelJob WHERE state = 'sending'`)
      for (const job of cutOff)
        await leave(runtime, job, { state: 'unknown', problem: 'STORE_RESTARTING' }, tellPrinted)
    },
    stop: async () => {
      state.stopped = true
      clearTimeout(state.timer)
      await state.running
    },
  }
}

const bytesFor = (
  printer: LabelPrinter,
  bitmap: RenderedLabel['bitmap'],
  copies: number,
  stock: { widthMm: number; heightMm: number; gapMm: number },
): Uint8Array => emitLabel(printer.language, bitmap, { copies, stock, offset: printer })

const readJobs = async (runtime: StoreRuntime, jobIds: readonly string[]): Promise<LabelJobRow[]> => {
  const sql = 'SELECT j.* FROM json_each(?) wanted JOIN labelJob j ON j.jobId = wanted.value ORDER BY wanted.key'
  return runtime.database.read.all<LabelJobRow>(sql, [JSON.stringify(jobIds)])
}

/** Stops at the first failure: what is left would fail the same way, one time limit after another. */
const printJobs = async (
  runtime: StoreRuntime,
  printJob: (job: LabelJobRow) => Promise<PrintAnswer>,
  jobIds: readonly string[],
  reprint: boolean,
): Promise<{ handedOver: number; failed: number; problem: string }> => {
  const jobs = await readJobs(runtime, jobIds)
  for (const [index, job] of jobs.entries()) {
    const answer = job.state === 'handedOver' && !reprint ? undefined : await printJob(job)
    if (answer && !answer.ok) return { handedOver: index, failed: jobs.length - index, problem: answer.code }
  }
  return { handedOver: jobs.length, failed: 0, problem: '' }
}

/** A label that cannot be drawn is a bug of ours: it stays in the list with that word and does not hold up the others. */
const undrawable = (runtime: StoreRuntime, job: LabelJobRow, error: unknown): null => {
  runtime.log({
    event: 'label not drawn',
    jobId: job.jobId,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
  return null
}

/** Handed over is not printed: where the printer said nothing at all, the list says so. */
const leftBy = (answer: PrintAnswer | null): JobLeft => {
  if (answer === null) return { state: 'failed', problem: 'INTERNAL' }
  if (answer.ok) return { state: 'handedOver', problem: answer.silent ? 'PRINTER_SILENT' : '' }
  return { state: answer.mayHavePrinted ? 'unknown' : 'failed', problem: answer.code }
}

/** Failed jobs surely did not print, so they come round again; unknown ones wait for a person. */
const nextJob = (runtime: StoreRuntime): Promise<LabelJobRow | undefined> =>
  runtime.database.read.one<LabelJobRow>(
    `SELECT * FROM labelJob WHERE state IN ('queued', 'failed') AND problem <> 'INTERNAL' AND waitsForWord = 0 ORDER BY createdAt, rowid LIMIT 1`,
  )

const sending = async (runtime: StoreRuntime, { jobId }: LabelJobRow): Promise<void> => {
  await runtime.database.write((tx) =>
    tx.run(`UPDATE labelJob SET state = 'sending', problem = '' WHERE jobId = ?`, [jobId]),
  )
  runtime.emit({ type: 'labels.changed' })
}

const leave = async (runtime: StoreRuntime, job: LabelJobRow, left: JobLeft, tell: TellJob): Promise<void> => {
  await runtime.database.write(async (tx) => {
    await tx.run('UPDATE labelJob SET state = ?, problem = ?, printed = printed + ? WHERE jobId = ?', [
      ...[left.state, left.problem, left.state === 'handedOver' ? 1 : 0, job.jobId],
    ])
    await tell(tx, job, left)
  })
  runtime.emit({ type: 'labels.changed' })
}
