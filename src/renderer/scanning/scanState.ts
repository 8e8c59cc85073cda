/** What the screens show about scanning: the last notice, how many scans were held back and why, what waits. */
import { create } from 'zustand'
import type { WedgeScanner } from '../../contract/schemas/scanner'

/** `done` and `failed` speak of what somebody asked for, `added` and `refused` of what was scanned */
export type NoticeTone = 'added' | 'look' | 'refused' | 'stopped' | 'undone' | 'info' | 'done' | 'failed'

export interface ScanNotice {
  id: number
  tone: NoticeTone
  /** i18n key and its values, so a change of language changes it too */
  key: string
  values: Record<string, string | number>
}

interface ScanState {
  notice: ScanNotice | null
  bounced: number
  blocked: number
  overflowed: number
  waiting: number
  /** policy of this store; what it is before the backend has told it */
  bounceMs: number
  /** keyboard-mode scanners of this PC as they were measured */
  wedges: readonly WedgeScanner[]
  /** spoken to screen readers; the id makes the same words count twice */
  spoken: { id: number; text: string; urgent: boolean }
}

export const useScanState = create<ScanState>(() => ({
  notice: null,
  bounced: 0,
  blocked: 0,
  overflowed: 0,
  waiting: 0,
  bounceMs: 200,
  wedges: [],
  spoken: { id: 0, text: '', urgent: false },
}))

let nextId = 1

export const showNotice = (tone: NoticeTone, key: string, values: Record<string, string | number> = {}): void =>
  useScanState.setState({ notice: { id: nextId++, tone, key, values } })

export const clearNotice = (): void => useScanState.setState({ notice: null })

export const noticeId = (): number => useScanState.getState().notice?.id ?? 0

/** What was said of a scan that was not taken, by this notice or an earlier one. */
export const clearStop = (upTo = Number.POSITIVE_INFINITY): void => {
  const { notice } = useScanState.getState()
  if (notice?.tone === 'stopped' && notice.id <= upTo) clearNotice()
}

export const count = (what: 'bounced' | 'blocked' | 'overflowed'): number => {
  useScanState.setState((state) => ({ [what]: state[what] + 1 }) as Pick<ScanState, typeof what>)
  return useScanState.getState()[what]
}

export const speak = (text: string, urgent = false): void =>
  useScanState.setState({ spoken: { id: nextId++, text, urgent } })
