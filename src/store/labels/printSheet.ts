/**
 * Labels that wait, printed onto A4 stickers: drawn, marked as being sent, handed over as papers are, and counted as labels
 * are. Where this PC dies in between, the queue finds them being sent and asks a person which came out.
 */
import type { InputOf, OutputOf } from '../../contract/operations'
import { labelSheetDocument, type SheetLabel, sheetLayouts } from '../../core/paper/labelSheet'
import { storeDayOf } from '../../core/quantity/storeDay'
import type { LabelJobRow } from '../../database/entities'
import { Refusal } from '../../gateway/gateway'
import { createOneAtATime } from '../../gateway/oneAtATime'
import type { ErrandCall } from '../calls'
import { storeNameOf } from '../meta'
import { type HandedOver, handOver, inHands, queueFor } from '../paper/handOver'
import { contentOf } from './labelContent'
import { drawSheetLabel, sheetDpi } from './labelSheet'
import { renewLotLabels } from './lotLabels'
import { priceOfNow } from './priceOfNow'
import { type JobLeft, type KeptBack, keepBack, keptProblem, leaveJobs, type Teller } from './printBatch'

type Asked = InputOf<'label.printSheet'>

const inTurn = createOneAtATime()
const titles = { 'zh-CN': '标签', 'en-US': 'Labels' } as const

export const printLabelSheet = (call: ErrandCall, asked: Asked): Promise<OutputOf<'label.printSheet'>> =>
  inTurn('labels', async () => {
    const queue = await queueFor(call, asked.to)
    const jobs = await waitingJobs(call, asked.jobIds)
    const { labels, going, kept } = await drawn(call, jobs)
    const layout = sheetLayouts[asked.layout]
    const title = titles[asked.language]
    const sheet = labelSheetDocument(labels, { layout, startAt: asked.startAt }, { language: asked.language, title })
    if (!sheet.ok)
      throw new Refusal('LABEL_SHEET_UNFIT', { ...sheet.faults[0]?.params, why: sheet.faults[0]?.code ?? '' })
    const batchId = await markSending(call, going)
    const name = `${title}-${storeDayOf(call.runtime.clock.nowMs())}-${batchId.slice(0, 8)}`
    const paper = { files: 1, html: () => sheet.html }
    const copies = going.reduce((sum, job) => sum + job.copies, 0)
    const out = await handedOver(call, { name, paper, queue, size: 'a4' as const }, going, batchId, {
      ...{ layout: asked.layout, pages: sheet.pages, ...(queue === '' ? {} : { queue }) },
      after: { lines: going.length, copies },
    })
    await keepBack(call.runtime, kept, silent(call))
    const cells = layout.columns * layout.rows
    const nextFree = ((asked.startAt - 1 + labels.length) % cells) + 1
    return { ...out, pages: sheet.pages, printed: going.length, held: kept.length, nextFree }
  })

/** The line of the errand names them all: none of its own for each. */
const silent = (call: ErrandCall): Teller => ({ userId: call.user.userId, tell: async () => undefined })

const waitingJobs = async ({ read }: ErrandCall, jobIds: readonly string[]): Promise<LabelJobRow[]> => {
  const sql = `SELECT j.* FROM json_each(?) w JOIN labelJob j ON j.jobId = w.value AND j.state <> 'removed' ORDER BY w.key`
  const jobs = await read.all<LabelJobRow>(sql, [JSON.stringify([...new Set(jobIds)])])
  const missing = jobIds.find((id) => !jobs.some(({ jobId }) => jobId === id))
  if (missing !== undefined) throw new Refusal('LABEL_JOB_NOT_FOUND', { jobId: missing })
  const out = jobs.find(({ state }) => state !== 'queued' && state !== 'failed')
  if (out) throw new Refusal('LABEL_JOB_STATE', { state: out.state })
  return jobs
}

const drawn = async (
  { read, runtime }: ErrandCall,
  jobs: readonly LabelJobRow[],
): Promise<{ labels: SheetLabel[]; going: LabelJobRow[]; kept: KeptBack[] }> => {
  const storeName = await storeNameOf(read)
  const [labels, going, kept]: [SheetLabel[], LabelJobRow[], KeptBack[]] = [[], [], []]
  for (const job of jobs) {
    const render = () => runtime.services.labels.render(job.template, contentOf(job, storeName), sheetDpi)
    const one = await drawSheetLabel(render, job.copies)
    if (one.held) kept.push({ job, problem: keptProblem(one.held) })
    else {
      going.push(job)
      labels.push(...one.labels)
    }
  }
  return { labels, going, kept }
}

/** No printer may take them meanwhile; all of them, or none. */
const markSending = async ({ runtime }: ErrandCall, jobs: readonly LabelJobRow[]): Promise<string> => {
  const batchId = runtime.ids.uuid()
  const wanted = JSON.stringify(jobs.map((job, position) => ({ ...job, position })))
  await runtime.database.write(async (tx) => {
    const marked = await tx.all<{ jobId: string }>(
      `UPDATE labelJob SET state = 'sending', problem = '', batchId = ?,
         position = (SELECT value ->> '$.position' FROM json_each(?) w WHERE w.value ->> '$.jobId' = labelJob.jobId)
       WHERE state IN ('queued', 'failed') AND (jobId, copies, template, priceFen, about) IN
         (SELECT value ->> '$.jobId', value ->> '$.copies', value ->> '$.template', value ->> '$.priceFen', value ->> '$.about'
          FROM json_each(?))
       RETURNING jobId`,
      [batchId, wanted, wanted],
    )
    if (marked.length !== jobs.length) throw new Refusal('LABEL_JOB_STATE', { state: 'sending' })
  })
  return batchId
}

/** A file nobody has opened may still be printed on another PC: whoever does says so, and nothing counts before. */
const leftBy = (out: HandedOver): JobLeft =>
  inHands(out) ? { state: 'handedOver', problem: '' } : { state: 'unknown', problem: 'PAPER_NOT_SHOWN' }

/** What was refused did not come out, and waits as before; of what broke otherwise nobody knows. */
const handedOver = async (
  call: ErrandCall,
  job: Parameters<typeof handOver>[1],
  jobs: readonly LabelJobRow[],
  batchId: string,
  detail: object,
): Promise<HandedOver> => {
  const sent = jobs.map((one) => ({ ...one, batchId }))
  try {
    const out = await handOver(call, job, { operation: 'label.printSheet', detail })
    await leaveJobs(call.runtime, 'a4', sent, leftBy(out), silent(call))
    return out
  } catch (error) {
    if (error instanceof Refusal) await waitAgain(call, jobs)
    else await leaveJobs(call.runtime, 'a4', sent, { state: 'unknown', problem: 'INTERNAL' }, silent(call))
    throw error
  }
}

const waitAgain = async ({ runtime }: ErrandCall, jobs: readonly LabelJobRow[]): Promise<void> => {
  await runtime.database.write(async (tx) => {
    for (const { jobId, state, problem, batchId, position } of jobs)
      await tx.run('UPDATE labelJob SET state = ?, problem = ?, batchId = ?, position = ? WHERE jobId = ?', [
        ...[state, problem, batchId, position, jobId],
      ])
    await renewLotLabels(tx)
    await priceOfNow(tx, { jobIds: jobs.map(({ jobId }) => jobId) })
  })
}
