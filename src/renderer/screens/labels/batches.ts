/** Which labels went to a printer together: what a person is asked about, and what is sent again as a whole. */
import type { LabelJob } from '../../../contract/operations/label'
import { isOut } from './labelColumns'

const inOrder = (jobs: readonly LabelJob[]): LabelJob[] => [...jobs].sort((one, other) => one.position - other.position)

/** One batch at a time: the current line's, or the first there is. */
export const batchInDoubt = (jobs: readonly LabelJob[], current: LabelJob | undefined): LabelJob[] => {
  const unknown = jobs.filter(({ state }) => state === 'unknown')
  const batchId = current?.state === 'unknown' ? current.batchId : unknown[0]?.batchId
  return inOrder(unknown.filter((job) => job.batchId === batchId))
}

/** With none in doubt, what was handed over: many printers stop without a word, and a person sees it on the paper. */
export const batchToSettle = (jobs: readonly LabelJob[], current: LabelJob | undefined): LabelJob[] => {
  const unsure = batchInDoubt(jobs, current)
  if (unsure.length > 0) return unsure
  const handed = jobs.filter(({ state, batchId }) => state === 'handedOver' && batchId !== '')
  const batchId = handed.includes(current as LabelJob) ? current?.batchId : latest(handed)?.batchId
  return inOrder(handed.filter((job) => job.batchId === batchId))
}

const latest = (jobs: readonly LabelJob[]): LabelJob | undefined =>
  jobs.reduce<LabelJob | undefined>((last, job) => (last && sentAt(last) >= sentAt(job) ? last : job), undefined)

const sentAt = ({ lastPrint }: LabelJob): string => lastPrint?.at ?? ''

/** On a line that is out: all that went out with it. */
export const batchOut = (jobs: readonly LabelJob[], current: LabelJob | undefined): LabelJob[] =>
  current && isOut(current) && current.batchId !== ''
    ? jobs.filter((job) => isOut(job) && job.batchId === current.batchId)
    : []
