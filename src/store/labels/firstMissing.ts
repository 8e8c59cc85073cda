/**
 * What a person says of a batch that may be out, or was handed to a printer that stopped later without a word: which label is
 * the first that did not come out well. Those before it are
 * printed; it and the rest wait again, each marked as a reprint, for nobody knows what of them is on paper.
 */
import type { OutputOf } from '../../contract/operations'
import type { LabelJobRow, LabelPrintRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import type { StoreRuntime } from '../runtime'
import { renewLotLabels } from './lotLabels'
import { priceOfNow } from './priceOfNow'

/** One that was handed over is counted already, one in doubt is not yet. */
const askable = `('unknown', 'handedOver')`

type Settled = OutputOf<'label.settle'>

export const settleBatch = async (
  tx: Tx,
  { ids }: Pick<StoreRuntime, 'ids'>,
  batchId: string,
  firstMissing: { jobId: string; copy: number } | null,
): Promise<Settled> => {
  const sent = await tx.all<LabelJobRow>(
    `SELECT * FROM labelJob WHERE batchId = ? AND state IN ${askable} ORDER BY position`,
    [batchId],
  )
  // of one that was cut off while it was written down, only the rest is asked about
  const unsure = sent.filter(({ state }) => state === 'unknown')
  const jobs = unsure.length > 0 ? unsure : sent
  if (jobs.length === 0) throw new Refusal('LABEL_BATCH_NOT_FOUND', { batchId })
  const at = firstMissing ? jobs.findIndex(({ jobId }) => jobId === firstMissing.jobId) : jobs.length
  if (firstMissing && at < 0) throw new Refusal('LABEL_JOB_NOT_FOUND', { jobId: firstMissing.jobId })
  // of a job of many copies, those before the named one are out
  const good = Math.min((firstMissing?.copy ?? 1) - 1, jobs[at]?.copies ?? 0)
  const split = good > 0 ? jobs[at] : undefined
  const rest = ids.uuid()
  if (split) await splitJob(tx, rest, ids.uuid(), split, good)
  await leave(tx, jobs.slice(0, split ? at + 1 : at), 'confirmed')
  await leave(tx, jobs.slice(split ? at + 1 : at), 'spoilt')
  // what waits again says the day its lot has by now
  await renewLotLabels(tx)
  await priceOfNow(tx, { jobIds: [...jobs.slice(at).map(({ jobId }) => jobId), rest] })
  const printed = jobs.slice(0, at).reduce((sum, { copies }) => sum + copies, 0) + good
  return { printed, waiting: jobs.reduce((sum, { copies }) => sum + copies, 0) - printed }
}

const leave = async (tx: Tx, jobs: readonly LabelJobRow[], became: 'confirmed' | 'spoilt'): Promise<void> => {
  const ids = JSON.stringify(jobs.map(({ jobId }) => jobId))
  const batchId = jobs[0]?.batchId ?? ''
  const change =
    became === 'confirmed'
      ? `state = 'confirmed', printed = printed + (state = 'unknown')`
      : `state = 'queued', printed = printed - (state = 'handedOver'), isReprint = 1, waitsForWord = 1`
  await tx.run(`UPDATE labelJob SET problem = '', ${change} WHERE jobId IN (SELECT value FROM json_each(?))`, [ids])
  await tx.run(
    `UPDATE labelPrint SET state = ? WHERE batchId = ? AND state IN ${askable} AND jobId IN (SELECT value FROM json_each(?))`,
    [became, batchId, ids],
  )
}

/** The copies that are out stay the job's; the others wait as one of their own. */
const splitJob = async (tx: Tx, jobId: string, printId: string, job: LabelJobRow, good: number): Promise<void> => {
  const rest = job.copies - good
  const printed = job.printed - (job.state === 'handedOver' ? 1 : 0)
  await tx.run('UPDATE labelJob SET copies = ? WHERE jobId = ?', [good, job.jobId])
  await tx.insertRows('labelJob', [
    { ...job, jobId, copies: rest, state: 'queued', problem: '', isReprint: 1, waitsForWord: 1, printed },
  ])
  const print = await tx.one<LabelPrintRow>(
    `SELECT * FROM labelPrint WHERE jobId = ? AND batchId = ? AND state IN ${askable}`,
    [job.jobId, job.batchId],
  )
  if (!print) return
  await tx.run('UPDATE labelPrint SET copies = ? WHERE printId = ?', [good, print.printId])
  await tx.insertRows('labelPrint', [{ ...print, printId, jobId, copies: rest, state: 'spoilt' }])
}
