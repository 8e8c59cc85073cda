/** The words about a scan that was not taken: when they go. */
import { expect, test } from 'vitest'
import { clearStop, noticeId, showNotice, useScanState } from '../../../src/renderer/scanning/scanState'

const shown = () => useScanState.getState().notice?.key ?? null

test('a stop goes with an answer to a later scan, not with one that was under way', () => {
  const before = noticeId()
  showNotice('stopped', 'scanning.failed')
  clearStop(before)
  expect(shown()).toBe('scanning.failed')
  clearStop(noticeId())
  expect(shown()).toBeNull()
})

test('anything else stays: it is the answer', () => {
  showNotice('look', 'scanning.expectedByNone')
  clearStop()
  expect(shown()).toBe('scanning.expectedByNone')
})
