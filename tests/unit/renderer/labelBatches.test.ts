/** Which batch F7 asks about, and which lines Ctrl+A takes on one that is out. */
import { expect, test } from 'vitest'
import type { LabelJob } from '../../../src/contract/operations/label'
import { batchInDoubt, batchOut, batchToSettle } from '../../../src/renderer/screens/labels/batches'

const job = (jobId: string, state: LabelJob['state'], batchId = '', position = 0, at = ''): LabelJob =>
  ({
    ...{
      jobId,
      state,
      batchId,
      position,
      sku: jobId,
      name: jobId,
      spec: '',
      unit: '',
      barcode: '',
      priceFen: 100,
      copies: 1,
    },
    ...{ template: '', why: 'file', origin: '', oldPriceFen: null, printerId: '', isReprint: false, problem: '' },
    ...{ printed: 0, createdAt: '2026-11-22T01:00:00.000Z' },
    lastPrint: at === '' ? null : { at, userName: '', priceFen: 100 },
  }) as LabelJob
const ids = (jobs: readonly LabelJob[]): string[] => jobs.map(({ jobId }) => jobId)

const waiting = job('waiting', 'queued')
const early = [
  job('e2', 'handedOver', 'early', 1, '2026-11-22T01'),
  job('e1', 'handedOver', 'early', 0, '2026-11-22T01'),
]
const late = [job('l1', 'handedOver', 'late', 0, '2026-11-22T02'), job('l2', 'confirmed', 'late', 1, '2026-11-22T02')]
const unsure = [job('u2', 'unknown', 'unsure', 1), job('u1', 'unknown', 'unsure', 0)]

test('what is in doubt comes first, in the order it was printed', () => {
  const jobs = [waiting, ...unsure, ...late, ...early]
  expect(ids(batchToSettle(jobs, early[0]))).toEqual(['u1', 'u2'])
  expect(ids(batchInDoubt(jobs, waiting))).toEqual(['u1', 'u2'])
})

test('with none in doubt it is the batch of the line, else the last one handed over; what the printer confirmed is sure', () => {
  const jobs = [waiting, ...early, ...late]
  expect(batchInDoubt(jobs, early[0])).toEqual([])
  expect(ids(batchToSettle(jobs, early[0]))).toEqual(['e1', 'e2'])
  expect(ids(batchToSettle(jobs, waiting))).toEqual(['l1'])
  expect(batchToSettle([waiting, job('old', 'handedOver')], waiting)).toEqual([])
})

test('a line that is out stands for all that went out with it', () => {
  const jobs = [waiting, ...early, ...late]
  expect(ids(batchOut(jobs, late[0]))).toEqual(['l1', 'l2'])
  expect(batchOut(jobs, waiting)).toEqual([])
  expect(batchOut(jobs, undefined)).toEqual([])
})
