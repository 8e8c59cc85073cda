/**
 * Sends queued labels to the printers in the background: posting and scanning never wait for it. One batch at a time for each
 * printer, several printers at once. "Handed over" is not "printed": what may have left the PC before a failure is unknown and
 * asks a person (firstMissing.ts); only what surely did not print is tried again by itself.
 */
import type { OutputOf } from '../../contract/operations'
import type { LabelPrinter, PrintState } from '../../contract/schemas/printer'
import type { PrintAnswer } from '../../contract/storeProtocol'
import type { LabelOffset } from '../../core/labels/emitLabel'
import type { LabelContent, LabelDpi } from '../../core/labels/labelLayout'
import type { LabelTemplate } from '../../core/labels/labelTemplate'
import { unfitIn } from '../../core/labels/templateFaults'
import type { LabelJobRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { createLabelRenderer, type RenderedLabel } from '../../labels/renderLabel'
import { appendTrail } from '../../ledger/trail'
import { readDeviceSettings, storeNameOf } from '../meta'
import { isoNow, type StoreRuntime } from '../runtime'
import { contentOf } from './labelContent'
import { templateFor } from './ownTemplates'
import { priceOfNow } from './priceOfNow'
import {
  batchJobsMax,
  type DrawnBatch,
  drawBatch,
  isKeptProblem,
  type JobLeft,
  keepBack,
  keptProblems,
  leaveJobs,
  type Press,
  sendBatch,
  type Teller,
} from './printBatch'
import { type FindPrinter, paperOf, printerFinder } from './whichPrinter'

export interface PrintQueue {
  /** after a crash: what was being sent may be out on paper, or not */
  recover(): Promise<void>
  /** look for queued jobs now */
  wake(): void
  /** those that still wait; what went out meanwhile is done, the same paper must not come out twice */
  printNow(jobIds: readonly string[], teller: Teller): Promise<PrintedNow>
  /** past the queue: a label to try the printer with */
  printOnce(job: LabelJobRow): Promise<PrintAnswer>
  /** past the queue, in the printer's turn: bytes that are no label of goods */
  sendOnce(printer: LabelPrinter, bytes: Uint8Array): Promise<PrintAnswer>
  /** for a screen */
  render(template: string, content: LabelContent, dpi: LabelDpi): Promise<RenderedLabel>
  /** a template nobody saved yet, as it is being drawn */
  draw(template: LabelTemplate, content: LabelContent, dpi: LabelDpi): Promise<RenderedLabel>
  /** what was woken has run dry, or met a printer that is off */
  settled(): Promise<void>
  stop(): Promise<void>
}

export interface Printed {
  handedOver: number
  failed: number
  problem: string
}

/** What became of all that were asked for, as their rows say it. */
export type PrintedNow = OutputOf<'label.print'>

/** What changed, as a line of the trail says it. */
export const labelsTold = (job: LabelJobRow, { state, problem }: JobLeft): object => ({
  ...{ sku: job.sku, ...(job.lot === '' ? {} : { lot: job.lot }), name: job.name, origin: job.origin },
  after: { [state]: job.copies, problem },
})

export const printStateOf = ({ confirmed, silent }: Extract<PrintAnswer, { ok: true }>): PrintState => {
  if (confirmed) return 'confirmed'
  return silent ? 'silent' : 'handedOver'
}

const retryMs = 10_000
/** More than the batch that is on its way and the next one together. */
const ofEachMax = 4 * batchJobsMax
const unloadedRoundsMax = 100

export const createPrintQueue = (runtime: StoreRuntime): PrintQueue => {
  const renderer = runtime.labelRenderer ?? createLabelRenderer()
  const state = { stopped: false, timer: undefined as NodeJS.Timeout | undefined }
  const lanes = new Map<string, Promise<void>>()

  const templateOf = async (id: string): Promise<LabelTemplate> => {
    const template = await templateFor(runtime.database.read, id)
    if (template === undefined) throw new Error(`no label template ${id}`)
    return template
  }
  const press: Press = {
    ahead: renderer.ahead,
    print: async (printer, job, storeName) =>
      renderer.print({
        ...{ template: await templateOf(job.template), content: contentOf(job, storeName), copies: job.copies },
        ...{ dpi: printer.dpi, language: printer.language, offset: offsetOf(printer) },
      }),
  }

  /** One thing at a time for one printer, in the order it was asked. */
  const inTurn = <T>(printerId: string, work: () => Promise<T>): Promise<T> => {
    const turn = (lanes.get(printerId) ?? Promise.resolve()).then(work)
    lanes.set(
      printerId,
      turn.then(
        () => undefined,
        (error: unknown) => runtime.log({ event: 'labels failed', error: String(error) }),
      ),
    )
    return turn
  }

  /**
   * Batch after batch until nothing is left or the printer fails: what is left then would fail the same way, one time limit
   * after another. The next batch is drawn while one is on its way.
   */
  const workLane = async (printer: LabelPrinter, pick: PickJobs, teller: Teller): Promise<Printed> => {
    const done: Printed = { handedOver: 0, failed: 0, problem: '' }
    const draw = async (taken: ReadonlySet<string>): Promise<DrawnBatch> =>
      drawBatch(runtime, press, printer, await pick(taken))
    let batch = await draw(new Set())
    while (batch.drawn.length + batch.kept.length > 0) {
      if (state.stopped) return { ...done, problem: 'STORE_RESTARTING' }
      const taken = new Set([...batch.drawn.map(({ job }) => job.jobId), ...batch.kept.map(({ job }) => job.jobId)])
      const next = draw(taken)
      // what fails here fails the lane; the batch drawn ahead must not fail unheard
      next.catch(() => undefined)
      const answer = await sendBatch(runtime, printer, batch, teller)
      done.failed += batch.kept.length
      done.problem = batch.kept[0]?.problem ?? done.problem
      if (!answer.ok) return { ...done, failed: done.failed + answer.jobs, problem: answer.code }
      done.handedOver += answer.jobs
      batch = await next
    }
    return done
  }

  const jobsFor = async (printer: LabelPrinter, taken: ReadonlySet<string>): Promise<LabelJobRow[]> => {
    const findPrinter = await printerFinder(runtime.database.read)
    const waiting = await runtime.database.read.all<LabelJobRow>(waitingSql)
    const left = waiting.filter(({ jobId }) => !taken.has(jobId))
    return ((await byPrinter(findPrinter, left)).get(printer.id) ?? []).slice(0, batchJobsMax)
  }

  /** No printer holds their paper: each says so in the list, and waits for somebody. */
  const keepUnloaded = async (jobs: readonly LabelJobRow[], teller: Teller): Promise<number> => {
    const unloaded = (await byPrinter(await printerFinder(runtime.database.read), jobs)).get(noPrinter) ?? []
    const kept = unloaded.map((job) => ({ job, problem: 'LABEL_PAPER_NOT_LOADED' as const }))
    if (kept.length > 0) await keepBack(runtime, kept, teller)
    return kept.length
  }

  const keepAllUnloaded = async (teller: Teller): Promise<void> => {
    for (let round = 0; round < unloadedRoundsMax && !state.stopped; round += 1)
      if ((await keepUnloaded(await runtime.database.read.all<LabelJobRow>(waitingSql), teller)) === 0) return
  }

  /** A printer that is off is asked again a little later. */
  const drain = async (): Promise<void> => {
    const { printers } = await readDeviceSettings(runtime.database.read)
    if (printers.length === 0) return
    const teller: Teller = { userId: '', tell: tellPrinted(runtime) }
    await keepAllUnloaded(teller)
    const drainOne = async (printer: LabelPrinter): Promise<void> => {
      const { problem } = await inTurn(printer.id, () => workLane(printer, (taken) => jobsFor(printer, taken), teller))
      if (problem !== '' && !isKeptProblem(problem)) retryLater()
    }
    await Promise.all(printers.map(drainOne))
  }

  const retryLater = (): void => {
    clearTimeout(state.timer)
    state.timer = setTimeout(wake, retryMs)
    state.timer.unref()
  }

  /** A disk that was full, say: what waits must not wait for the next label somebody adds. */
  const triedLater = (error: unknown): void => {
    runtime.log({ event: 'labels failed', error: String(error) })
    if (!state.stopped) retryLater()
  }

  let woken = Promise.resolve()
  const wake = (): void => {
    if (state.stopped) return
    const both = Promise.all([woken, drain().catch(triedLater)])
    woken = both.then(() => undefined)
  }

  const printNow: PrintQueue['printNow'] = async (jobIds, teller) => {
    const { printers } = await readDeviceSettings(runtime.database.read)
    const wanted = await readJobs(runtime, jobIds)
    await keepUnloaded(
      wanted.filter(({ state: now }) => waits(now)),
      teller,
    )
    const lanesOf = await byPrinter(await printerFinder(runtime.database.read), wanted)
    const printed = await Promise.all(
      printers.map((printer) => printAsked(printer, lanesOf.get(printer.id) ?? [], teller)),
    )
    const problem = problemOf(printed)
    if (problem !== '') retryLater()
    return becameOf(await readJobs(runtime, jobIds), problem)
  }

  const becameOf = async (jobs: readonly LabelJobRow[], problem: string): Promise<PrintedNow> => {
    const there = jobs.filter((job) => job.state !== 'removed')
    const handedOver = there.filter((job) => job.state === 'handedOver' || job.state === 'confirmed').length
    const held = there.filter((job) => job.state === 'failed' && isKeptProblem(job.problem))
    const heldFor = held[0]?.problem ?? ''
    const unloaded = held.find((job) => job.problem === 'LABEL_PAPER_NOT_LOADED')
    return {
      ...{ handedOver, failed: there.length - handedOver, held: held.length, heldFor, problem: problem || heldFor },
      unsure: there.filter((job) => job.state === 'unknown').length,
      paper: unloaded ? await paperOf(runtime.database.read, unloaded.template) : '',
    }
  }

  const printAsked = async (printer: LabelPrinter, jobs: readonly LabelJobRow[], teller: Teller): Promise<Printed> => {
    if (jobs.length === 0) return { handedOver: 0, failed: 0, problem: '' }
    const left = jobs.map(({ jobId }) => jobId)
    const pick: PickJobs = async (taken) => {
      const still = await readJobs(runtime, left)
      return still.filter(({ jobId, state: now }) => waits(now) && !taken.has(jobId))
    }
    return inTurn(printer.id, async () => {
      await wordGiven(left)
      return workLane(printer, onceEach(pick), teller)
    })
  }

  /** Somebody wanted all of them: whatever of it surely is not out goes on by itself, also after the printer or the PC was off. */
  const wordGiven = (jobIds: readonly string[]): Promise<void> =>
    runtime.database.write((tx) =>
      tx.run(
        `UPDATE labelJob SET waitsForWord = 0
         WHERE state IN ('queued', 'failed') AND waitsForWord = 1 AND jobId IN (SELECT value FROM json_each(?))`,
        [JSON.stringify(jobIds)],
      ),
    )

  return {
    render: async (id, content, dpi) => {
      const template = await templateOf(id)
      const label = await renderer.render(template, content, dpi)
      return { ...label, warnings: [...unfitIn(template), ...label.warnings] }
    },
    draw: (template, content, dpi) => renderer.render(template, content, dpi),
    wake,
    printNow,
    printOnce: async (job) => {
      const printer = await (await printerFinder(runtime.database.read))(job)
      if (!printer) return { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
      const storeName = await storeNameOf(runtime.database.read)
      return inTurn(printer.id, async () => {
        const { bytes, held } = await press.print(printer, job, storeName)
        if (bytes === null) throw new Error(`the test label must not be printed: ${held}`)
        return runtime.host.print({ printer, bytes })
      })
    },
    sendOnce: (printer, bytes) => inTurn(printer.id, () => runtime.host.print({ printer, bytes })),
    recover: async () => {
      // a program of before let them wait with the price they were wanted at
      await runtime.database.write((tx) => priceOfNow(tx, 'all'))
      const cutOff = await runtime.database.read.all<LabelJobRow>(`SELECT * FROM labelJob WHERE state = 'sending'`)
      const left: JobLeft = { state: 'unknown', problem: 'STORE_RESTARTING' }
      if (cutOff.length > 0) await leaveJobs(runtime, '', cutOff, left, { userId: '', tell: tellPrinted(runtime) })
    },
    settled: () => woken,
    stop: async () => {
      state.stopped = true
      clearTimeout(state.timer)
      await woken
      await Promise.all(lanes.values())
      await renderer.close()
    },
  }
}

const offsetOf = ({ offsetX10, offsetY10, dpi }: LabelPrinter): LabelOffset => ({ offsetX10, offsetY10, dpi })

type PickJobs = (taken: ReadonlySet<string>) => Promise<LabelJobRow[]>

/** What failed in this very call is not tried in it once more. */
const onceEach = (pick: PickJobs): PickJobs => {
  const had = new Set<string>()
  return async (taken) => {
    for (const jobId of taken) had.add(jobId)
    return pick(had)
  }
}

const waits = (state: string): boolean => state === 'queued' || state === 'failed'

/** What a printer said tells more than why a label was held back: the rows say that. */
const problemOf = (lanes: readonly Printed[]): string => {
  const problems = lanes.map(({ problem }) => problem).filter((problem) => problem !== '')
  return problems.find((problem) => !isKeptProblem(problem)) ?? problems[0] ?? ''
}

const noPrinter = ''

/** By the printer's id; under none those whose paper no printer holds. */
const byPrinter = async (
  findPrinter: FindPrinter,
  jobs: readonly LabelJobRow[],
): Promise<ReadonlyMap<string, LabelJobRow[]>> => {
  const found = new Map<string, LabelJobRow[]>()
  for (const job of jobs) {
    const id = (await findPrinter(job))?.id ?? noPrinter
    const own = found.get(id)
    if (own) own.push(job)
    else found.set(id, [job])
  }
  return found
}

/**
 * Failed jobs surely did not print, so they come round again; unknown ones wait for a person. What waits for the same printer or
 * paper has its own limit: what waits for a printer that is off must not keep others from theirs.
 */
const waitingSql = `
  SELECT j.* FROM labelJob j JOIN (
    SELECT rowid AS place, row_number() OVER (PARTITION BY printerId, template ORDER BY createdAt, rowid) AS nth
    FROM labelJob WHERE state IN ('queued', 'failed') AND waitsForWord = 0
      AND problem NOT IN (${keptProblems.map((problem) => `'${problem}'`).join(', ')})) w ON j.rowid = w.place
  WHERE w.nth <= ${ofEachMax} ORDER BY j.createdAt, j.rowid`

const readJobs = async (runtime: StoreRuntime, jobIds: readonly string[]): Promise<LabelJobRow[]> => {
  const sql = 'SELECT j.* FROM json_each(?) wanted JOIN labelJob j ON j.jobId = wanted.value ORDER BY wanted.key'
  return runtime.database.read.all<LabelJobRow>(sql, [JSON.stringify(jobIds)])
}

/** Nobody asked for these: whoever posted the receipt is in its own line. A printer that is off is tried for ever, untold. */
const tellPrinted =
  (runtime: StoreRuntime) =>
  async (tx: Tx, job: LabelJobRow, left: JobLeft): Promise<void> => {
    if (left.state === 'failed') return
    const line = { at: isoNow(runtime.clock), userId: '', operation: 'label.print', outcome: 'done' as const }
    await appendTrail(tx, { ...line, detail: labelsTold(job, left) })
  }
