/**
 * One batch of labels to one printer, over one connection: drawn, marked as being sent, sent, and each job told what became of
 * it. A batch whose bytes may have left the PC before a failure is unknown as a whole: a person says which label was the first
 * that is missing.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LabelPrinter } from '../../contract/schemas/printer'
import type { PrintAnswer } from '../../contract/storeProtocol'
import type { LabelJobRow, LabelPrintRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { storeNameOf } from '../meta'
import { isoNow, type StoreRuntime } from '../runtime'

export interface Press {
  print(printer: LabelPrinter, job: LabelJobRow, storeName: string): Promise<Uint8Array>
  /** labels asked for at once */
  ahead: number
}

/** What one connection carries: as much as a printer's own memory mostly takes, and as much as a person likes to look through. */
export const batchJobsMax = 50
const batchBytesMax = 1_000_000

export type LeftState = 'handedOver' | 'confirmed' | 'failed' | 'unknown'
export interface JobLeft {
  state: LeftState
  problem: string
}

/** What became of a job, told in the transaction that says so in its row. */
export interface Teller {
  userId: string
  tell(tx: Tx, job: LabelJobRow, left: JobLeft): Promise<void>
}

export interface DrawnJob {
  job: LabelJobRow
  bytes: Uint8Array
}

export interface DrawnBatch {
  drawn: DrawnJob[]
  /** a bug of ours: it stays in the list with that word, and holds up no other */
  undrawable: LabelJobRow[]
}

/** Between two labels everything else gets its turn: a scan waits for one label at most. */
export const drawBatch = async (
  runtime: StoreRuntime,
  press: Press,
  printer: LabelPrinter,
  jobs: readonly LabelJobRow[],
): Promise<DrawnBatch> => {
  const batch: DrawnBatch = { drawn: [], undrawable: [] }
  const storeName = await storeNameOf(runtime.database.read)
  const wanted = jobs.slice(0, batchJobsMax)
  let size = 0
  for (let at = 0; at < wanted.length; at += press.ahead) {
    const some = wanted.slice(at, at + press.ahead)
    const drawn = await Promise.all(some.map((job) => drawnOrNull(runtime, press, printer, job, storeName)))
    for (const { job, bytes } of drawn) {
      if (bytes === null) batch.undrawable.push(job)
      else {
        if (size > 0 && size + bytes.length > batchBytesMax) return batch
        size += bytes.length
        batch.drawn.push({ job, bytes })
      }
    }
    await nextTurn()
  }
  return batch
}

const drawnOrNull = async (
  runtime: StoreRuntime,
  press: Press,
  printer: LabelPrinter,
  job: LabelJobRow,
  storeName: string,
): Promise<{ job: LabelJobRow; bytes: Uint8Array | null }> => {
  try {
    return { job, bytes: await press.print(printer, job, storeName) }
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    runtime.log({ event: 'label not drawn', jobId: job.jobId, error: text })
    return { job, bytes: null }
  }
}

/** Marks the batch as being sent, sends it, and leaves every job where the answer puts it. Nobody else sends to this printer. */
export const sendBatch = async (
  runtime: StoreRuntime,
  printer: LabelPrinter,
  { drawn, undrawable }: DrawnBatch,
  teller: Teller,
): Promise<PrintAnswer & { jobs: number }> => {
  const batchId = runtime.ids.uuid()
  const going = await markSending(runtime, batchId, drawn)
  if (undrawable.length > 0) await leaveJobs(runtime, '', undrawable, { state: 'failed', problem: 'INTERNAL' }, teller)
  if (going.length === 0) return { ok: true, jobs: 0 }
  runtime.emit({ type: 'labels.changed' })
  const answer = await runtime.host.print({ printer, bytes: joined(going.map(({ bytes }) => bytes)) })
  await leaveJobs(
    runtime,
    printer.id,
    going.map(({ job }) => ({ ...job, batchId })),
    leftBy(answer),
    teller,
  )
  return { ...answer, jobs: going.length }
}

/** What was changed or taken out since it was drawn stays behind. */
const markSending = (runtime: StoreRuntime, batchId: string, drawn: readonly DrawnJob[]): Promise<DrawnJob[]> =>
  runtime.database.write(async (tx) => {
    const wanted = drawn.map(({ job }, position) => ({ ...job, position }))
    const marked = await tx.all<{ jobId: string }>(
      `UPDATE labelJob SET state = 'sending', problem = '', batchId = ?,
         position = (SELECT value ->> '$.position' FROM json_each(?) w WHERE w.value ->> '$.jobId' = labelJob.jobId)
       WHERE state IN ('queued', 'failed') AND (jobId, copies, template, priceFen) IN
         (SELECT value ->> '$.jobId', value ->> '$.copies', value ->> '$.template', value ->> '$.priceFen' FROM json_each(?))
       RETURNING jobId`,
      [batchId, ...[JSON.stringify(wanted), JSON.stringify(wanted)]],
    )
    const ids = new Set(marked.map(({ jobId }) => jobId))
    return drawn.filter(({ job }) => ids.has(job.jobId))
  })

const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

/** Handed over is not printed: only a printer that says so confirms. Where it said nothing at all, the list says that. */
const leftBy = (answer: PrintAnswer): JobLeft => {
  if (!answer.ok) return { state: answer.mayHavePrinted ? 'unknown' : 'failed', problem: answer.code }
  if (answer.confirmed) return { state: 'confirmed', problem: '' }
  return { state: 'handedOver', problem: answer.silent ? 'PRINTER_SILENT' : '' }
}

export const leaveJobs = async (
  runtime: StoreRuntime,
  printerId: string,
  jobs: readonly LabelJobRow[],
  left: JobLeft,
  teller: Teller,
): Promise<void> => {
  await runtime.database.write(async (tx) => {
    const wentOut = left.state !== 'failed'
    // what may be out counts once somebody saw it
    const isCounted = wentOut && left.state !== 'unknown'
    await tx.run(
      `UPDATE labelJob SET state = ?, problem = ?, printed = printed + ? WHERE jobId IN (SELECT value FROM json_each(?))`,
      [left.state, left.problem, isCounted ? 1 : 0, JSON.stringify(jobs.map(({ jobId }) => jobId))],
    )
    const prints = jobs.map((job) => printOf(runtime, job, left.state, teller.userId, printerId))
    if (wentOut) await tx.insertRows('labelPrint', prints)
    for (const job of jobs) await teller.tell(tx, job, left)
  })
  runtime.emit({ type: 'labels.changed' })
}

const printOf = (
  { ids, clock }: StoreRuntime,
  { jobId, batchId, sku, copies, priceFen, template, isReprint, printerId: chosen }: LabelJobRow,
  state: string,
  userId: string,
  printerId: string,
): LabelPrintRow => ({
  ...{ printId: ids.uuid(), jobId, batchId, sku, at: isoNow(clock), userId, copies, priceFen, template },
  ...{ printerId: printerId || chosen, state, isReprint },
})
