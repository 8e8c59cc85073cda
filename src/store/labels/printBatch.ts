/**
 * One batch of labels to one printer, over one connection: drawn, marked as being sent, sent, and each job told what became of
 * it. A batch whose bytes may have left the PC before a failure is unknown as a whole: a person says which label was the first
 * that is missing.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LabelPrinter } from '../../contract/schemas/printer'
import type { PrintAnswer } from '../../contract/storeProtocol'
import type { LabelWarningCode } from '../../core/labels/labelLayout'
import type { LabelJobRow, LabelPrintRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import type { PressedLabel } from '../../labels/renderLabel'
import { storeNameOf } from '../meta'
import { isoNow, type StoreRuntime } from '../runtime'
import { doubtWhatIsInHand, hasStopped } from './batchBefore'
import { renewLotLabels } from './lotLabels'
import { priceOfNow } from './priceOfNow'

export interface Press {
  print(printer: LabelPrinter, job: LabelJobRow, storeName: string): Promise<PressedLabel>
  /** labels asked for at once */
  ahead: number
}

/** Why a label was kept back before anything was sent. */
export const keptProblems = [
  ...(['INTERNAL', 'LABEL_NAME_MISSING', 'LABEL_PRICE_MISSING', 'LABEL_PRICE_TOO_WIDE'] as const),
  ...(['LABEL_LOT_MISSING', 'LABEL_PACK_MISSING', 'LABEL_PLACE_MISSING'] as const),
  ...(['LABEL_TEMPLATE_UNFIT', 'LABEL_PAPER_NOT_LOADED'] as const),
] as const
export type KeptProblem = (typeof keptProblems)[number]
export const isKeptProblem = (problem: string): problem is KeptProblem =>
  (keptProblems as readonly string[]).includes(problem)

const problemOf: Partial<Record<LabelWarningCode, KeptProblem>> = {
  nameMissing: 'LABEL_NAME_MISSING',
  priceMissing: 'LABEL_PRICE_MISSING',
  priceTooWide: 'LABEL_PRICE_TOO_WIDE',
  lotMissing: 'LABEL_LOT_MISSING',
  packMissing: 'LABEL_PACK_MISSING',
  placeMissing: 'LABEL_PLACE_MISSING',
  templateUnfit: 'LABEL_TEMPLATE_UNFIT',
}
export const keptProblem = (held: LabelWarningCode | null): KeptProblem =>
  (held === null ? undefined : problemOf[held]) ?? 'INTERNAL'

/** What one connection carries: as much as a printer's own memory mostly takes, and as much as a person likes to look through. */
export const batchJobsMax = 50
const batchBytesMax = 1_000_000
const leftAtOnceMax = 10

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

export interface KeptBack {
  job: LabelJobRow
  problem: KeptProblem
}

export interface DrawnBatch {
  drawn: DrawnJob[]
  /** what would mislead whoever reads it, or a bug of ours: it stays in the list with that word, and holds up no other */
  kept: KeptBack[]
}

/** Between two labels everything else gets its turn: a scan waits for one label at most. */
export const drawBatch = async (
  runtime: StoreRuntime,
  press: Press,
  printer: LabelPrinter,
  jobs: readonly LabelJobRow[],
): Promise<DrawnBatch> => {
  const batch: DrawnBatch = { drawn: [], kept: [] }
  const storeName = await storeNameOf(runtime.database.read)
  const wanted = jobs.slice(0, batchJobsMax)
  let size = 0
  for (let at = 0; at < wanted.length; at += press.ahead) {
    const some = wanted.slice(at, at + press.ahead)
    const drawn = await Promise.all(some.map((job) => pressed(runtime, press, printer, job, storeName)))
    for (const { job, bytes, problem } of drawn) {
      if (bytes === null) batch.kept.push({ job, problem })
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

const pressed = async (
  runtime: StoreRuntime,
  press: Press,
  printer: LabelPrinter,
  job: LabelJobRow,
  storeName: string,
): Promise<{ job: LabelJobRow; bytes: Uint8Array | null; problem: KeptProblem }> => {
  try {
    const { bytes, held } = await press.print(printer, job, storeName)
    return { job, bytes, problem: keptProblem(held) }
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    runtime.log({ event: 'label not drawn', jobId: job.jobId, error: text })
    return { job, bytes: null, problem: 'INTERNAL' }
  }
}

/** Marks the batch as being sent, sends it, and leaves every job where the answer puts it. Nobody else sends to this printer. */
export const sendBatch = async (
  runtime: StoreRuntime,
  printer: LabelPrinter,
  { drawn, kept }: DrawnBatch,
  teller: Teller,
): Promise<PrintAnswer & { jobs: number }> => {
  const batchId = runtime.ids.uuid()
  const going = await markSending(runtime, batchId, drawn)
  await keepBack(runtime, kept, teller)
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
  if (!answer.ok && hasStopped(answer.code)) await doubtWhatIsInHand(runtime, printer, answer.code, teller)
  return { ...answer, jobs: going.length }
}

/** Each with its own word; they wait for somebody to mend them, and are not tried again by themselves. */
export const keepBack = async (runtime: StoreRuntime, kept: readonly KeptBack[], teller: Teller): Promise<void> => {
  for (const problem of keptProblems) {
    const jobs = kept.filter((one) => one.problem === problem).map(({ job }) => job)
    if (jobs.length > 0) await leaveJobs(runtime, '', jobs, { state: 'failed', problem }, teller)
  }
}

/** What was changed or taken out since it was drawn stays behind. */
const markSending = (runtime: StoreRuntime, batchId: string, drawn: readonly DrawnJob[]): Promise<DrawnJob[]> =>
  runtime.database.write(async (tx) => {
    const wanted = drawn.map(({ job: { jobId, copies, template, priceFen, about, printerId, isReprint } }) => ({
      ...{ jobId, copies, template, priceFen, about, printerId, isReprint },
    }))
    const marked = await tx.all<{ jobId: string }>(
      `UPDATE labelJob SET state = 'sending', problem = '', batchId = ?, position = w.key FROM json_each(?) w
       WHERE labelJob.state IN ('queued', 'failed') AND labelJob.jobId = w.value ->> '$.jobId'
         AND labelJob.copies = w.value ->> '$.copies' AND labelJob.template = w.value ->> '$.template'
         AND labelJob.priceFen = w.value ->> '$.priceFen' AND labelJob.about = w.value ->> '$.about'
         AND labelJob.printerId = w.value ->> '$.printerId' AND labelJob.isReprint = w.value ->> '$.isReprint'
       RETURNING jobId`,
      [batchId, JSON.stringify(wanted)],
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

/**
 * A few jobs a write, each told with its row: the scan that waits behind one waits for those few. What a crash leaves untold is
 * still on its way when the store starts again, and a person is asked.
 */
export const leaveJobs = async (
  runtime: StoreRuntime,
  printerId: string,
  jobs: readonly LabelJobRow[],
  left: JobLeft,
  teller: Teller,
): Promise<void> => {
  for (let at = 0; at < jobs.length; at += leftAtOnceMax)
    await leaveSome(runtime, printerId, jobs.slice(at, at + leftAtOnceMax), left, teller)
  runtime.emit({ type: 'labels.changed' })
}

const leaveSome = (
  runtime: StoreRuntime,
  printerId: string,
  jobs: readonly LabelJobRow[],
  left: JobLeft,
  teller: Teller,
): Promise<void> =>
  runtime.database.write(async (tx) => {
    const wentOut = left.state !== 'failed'
    // what may be out counts once somebody saw it
    const isCounted = wentOut && left.state !== 'unknown'
    await tx.run(
      `UPDATE labelJob SET state = ?, problem = ?, printed = printed + ? WHERE jobId IN (SELECT value FROM json_each(?))`,
      [left.state, left.problem, isCounted ? 1 : 0, JSON.stringify(jobs.map(({ jobId }) => jobId))],
    )
    // HQ may have changed its price while it was on its way
    if (!wentOut) await priceOfNow(tx, { jobIds: jobs.map(({ jobId }) => jobId) })
    const prints = jobs.map((job) => printOf(runtime, job, left.state, teller.userId, printerId))
    if (wentOut) await tx.insertRows('labelPrint', prints)
    // somebody may have mended the day of its lot while it was on its way
    if (!wentOut) await renewLotLabels(tx)
    for (const job of jobs) await teller.tell(tx, job, left)
  })

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
