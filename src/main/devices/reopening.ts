// What every scanner that is kept open does alike, however it is wired: its state is told when it changes, and one that is
// away is looked for again until it is closed.

import type { ScannerState } from '../../contract/schemas/scanner'
import { guarded } from './delivery'

export type ToldState = { now(): ScannerState; set(next: ScannerState): void }

/** Closed is the last one: whatever still happens at the device is told no more. */
export function createToldState(onState: (state: ScannerState) => void, log: (line: string) => void): ToldState {
  let state: ScannerState = 'opening'
  guarded(() => onState(state), log)
  return {
    now: () => state,
    set(next) {
      if (state === next || state === 'closed') return
      state = next
      guarded(() => onState(next), log)
    },
  }
}

/** One that was just plugged in is refused for a moment; one that stays away is asked for every two seconds. */
const reopenDelaysMs = [100, 200, 400, 800]
const reopenSlowMs = 2000

export type Reopening = { later(): void; succeeded(): void; stop(): void }

export function createReopening(open: () => Promise<void>): Reopening {
  let attempts = 0
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  return {
    later() {
      if (isStopped) return
      timer = setTimeout(() => void open(), reopenDelaysMs[attempts] ?? reopenSlowMs)
      attempts += 1
    },
    succeeded() {
      attempts = 0
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
