/**
 * All scans of all devices in one line: bounded, one at a time, in order, to the topmost screen that asked. Nothing is
 * dropped in silence: every scan that no screen gets is told to the watcher. Pure but for promises; no DOM.
 */
import type { RawScanInput } from '../../contract/schemas/common'

export interface ScanTaker {
  /** note: what this taker said when the scan arrived */
  take(scan: RawScanInput, note: unknown): Promise<void>
  /** asked at arrival, because the answer (`12*`) may be another one when the scan's turn comes */
  note?(): unknown
  /** its scans are meant for it alone: when it is gone they are refused aloud, never given to another screen */
  bound?: boolean
}

interface Waiting {
  scan: RawScanInput
  taker: ScanTaker | undefined
  note: unknown
}

export interface ScanWatcher {
  onBounce(scan: RawScanInput): void
  /** a dialog is open: refused with the stop sound */
  onBlocked(scan: RawScanInput): void
  onOverflow(scan: RawScanInput): void
  onNobody(scan: RawScanInput): void
  onFailed(scan: RawScanInput, error: unknown): void
  onLength(waiting: number): void
}

export interface ScanQueueRules {
  lengthMax: number
  /** policy, asked at each scan: HQ may change it while the app runs */
  bounceMs(): number
  isBlocked(): boolean
}

export interface ScanQueue {
  push(scan: RawScanInput): void
  /** the newest taker is the topmost; the answer takes it off again */
  register(taker: ScanTaker): () => void
  /** resolves when nothing waits */
  idle(): Promise<void>
}

export const typedSource = 'typed'

export const createScanQueue = (rules: ScanQueueRules, watcher: ScanWatcher): ScanQueue => {
  const waiting: Waiting[] = []
  const takers: ScanTaker[] = []
  const lastSeen = new Map<string, { raw: string; atMs: number }>()
  let running: Promise<void> | null = null

  const isBounce = (scan: RawScanInput): boolean => {
    if (scan.source === typedSource) return false
    const atMs = Date.parse(scan.scannedAt)
    const before = lastSeen.get(scan.source)
    lastSeen.set(scan.source, { raw: scan.raw, atMs })
    return before !== undefined && before.raw === scan.raw && atMs - before.atMs < rules.bounceMs()
  }

  const topmost = (): ScanTaker | undefined => takers[takers.length - 1]

  const deliver = async ({ scan, taker: first, note }: Waiting): Promise<void> => {
    const taker = first?.bound ? first : topmost()
    if (!taker) return watcher.onNobody(scan)
    if (!takers.includes(taker)) return watcher.onFailed(scan, new Error('its screen is gone'))
    try {
      await taker.take(scan, taker === first ? note : undefined)
    } catch (error) {
      watcher.onFailed(scan, error)
    }
  }

  const run = async (): Promise<void> => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      await deliver(next)
      waiting.shift()
      watcher.onLength(waiting.length)
    }
    running = null
  }

  return {
    push: (scan) => {
      if (isBounce(scan)) return watcher.onBounce(scan)
      if (rules.isBlocked()) return watcher.onBlocked(scan)
      if (waiting.length >= rules.lengthMax) return watcher.onOverflow(scan)
      const taker = topmost()
      waiting.push({ scan, taker, note: taker?.note?.() })
      watcher.onLength(waiting.length)
      running ??= run()
    },
    register: (taker) => {
      takers.push(taker)
      return () => void takers.splice(takers.indexOf(taker), 1)
    },
    idle: () => running ?? Promise.resolve(),
  }
}
