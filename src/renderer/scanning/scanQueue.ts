/**
 * All scans of all devices in one line: bounded, one at a time, in order, to the topmost screen that asked. Nothing is
 * dropped in silence: every scan that no screen gets is told to the watcher. Main may send a scan again, with the same
 * scanId; here it counts once. Pure but for promises; no DOM.
 */
import type { RawScanInput } from '../../contract/schemas/common'

export interface ScanTaker {
  /** note: what this taker said when the scan arrived */
  take(scan: RawScanInput, note: unknown): Promise<void>
  /** asked at arrival, because the answer (`12*`) may be another one when the scan's turn comes */
  note?(scan: RawScanInput): unknown
  /** its scans are meant for it alone: when it is gone they are refused aloud, never given to another screen */
  bound?: boolean
  /** topmost also of those that come after it: the lock screen */
  overAll?: boolean
  /** an open dialog's own, which asks for a scan: while it is topmost the dialog blocks none */
  inDialog?: boolean
}

interface Waiting {
  scan: RawScanInput
  taker: ScanTaker | undefined
  note: unknown
  /** what was said of scans when it came */
  noticeId: number
  finished: Promise<void>
  finish(): void
}

export interface ScanWatcher {
  onBounce(scan: RawScanInput): void
  /** a dialog is open: refused with the stop sound */
  onBlocked(scan: RawScanInput): void
  onOverflow(scan: RawScanInput): void
  onNobody(scan: RawScanInput): void
  onFailed(scan: RawScanInput, error: unknown): void
  onLength(waiting: number): void
  /** which words about a scan are shown */
  noticeId(): number
  /** its screen has answered; `noticeId`: what was shown when it came has been seen by whoever scanned on */
  onTaken(scan: RawScanInput, noticeId: number): void
}

export interface ScanQueueRules {
  lengthMax: number
  /** policy, asked at each scan: HQ may change it while the app runs */
  bounceMs(): number
  /** how long the first scans of a fresh page wait for a screen */
  firstScreenMsMax: number
  isBlocked(): boolean
}

export interface ScanQueue {
  /** resolves when this scan is finished: its screen has done with it, or it was refused; never rejects */
  push(scan: RawScanInput): Promise<void>
  /** the newest taker is the topmost; the answer takes it off again */
  register(taker: ScanTaker): () => void
  /** resolves when nothing waits */
  idle(): Promise<void>
}

export const typedSource = 'typed'
export const scanQueueMax = 500
export const finishedIdsMax = 1_000

export const createScanQueue = (rules: ScanQueueRules, watcher: ScanWatcher): ScanQueue => {
  const waiting: Waiting[] = []
  const takers: ScanTaker[] = []
  const lastSeen = new Map<string, { raw: string; atMs: number }>()
  /** oldest first */
  const finishedIds = new Set<string>()
  let running: Promise<void> | null = null

  const isBounce = (scan: RawScanInput): boolean => {
    if (scan.source === typedSource) return false
    const atMs = Date.parse(scan.scannedAt)
    const before = lastSeen.get(scan.source)
    lastSeen.set(scan.source, { raw: scan.raw, atMs })
    // A clock that was put back makes the next scan look earlier than the one before: that is no bounce.
    return before !== undefined && before.raw === scan.raw && Math.abs(atMs - before.atMs) < rules.bounceMs()
  }

  /** A page loaded anew gets its waiting scans before its screen is up: they wait for it, once, instead of being refused. */
  let wasScreenUp = false
  let screenIsUp = (): void => undefined
  const screenUp = new Promise<void>((resolve) => {
    screenIsUp = resolve
  })
  const firstScreen = (): Promise<unknown> =>
    Promise.race([screenUp, new Promise((resolve) => setTimeout(resolve, rules.firstScreenMsMax))])

  const topmost = (): ScanTaker | undefined => takers.find(({ overAll }) => overAll) ?? takers[takers.length - 1]

  const deliver = async ({ scan, taker: first, note, noticeId }: Waiting): Promise<void> => {
    if (!wasScreenUp) await firstScreen()
    const taker = first?.bound ? first : topmost()
    if (!taker) return watcher.onNobody(scan)
    if (!takers.includes(taker)) return watcher.onFailed(scan, new Error('its screen is gone'))
    try {
      // a screen that was not there when the scan arrived is asked now
      await taker.take(scan, taker === first ? note : taker.note?.(scan))
      watcher.onTaken(scan, noticeId)
    } catch (error) {
      watcher.onFailed(scan, error)
    }
  }

  const run = async (): Promise<void> => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      await deliver(next)
      waiting.shift()
      noteFinished(next.scan)
      next.finish()
      watcher.onLength(waiting.length)
    }
    running = null
  }

  const noteFinished = ({ scanId }: RawScanInput): void => {
    finishedIds.add(scanId)
    const [oldest] = finishedIds
    if (finishedIds.size > finishedIdsMax && oldest !== undefined) finishedIds.delete(oldest)
  }

  const enqueue = (scan: RawScanInput): Promise<void> => {
    const taker = topmost()
    let finish = (): void => undefined
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    waiting.push({ scan, taker, note: taker?.note?.(scan), noticeId: watcher.noticeId(), finished, finish })
    watcher.onLength(waiting.length)
    running ??= run()
    return finished
  }

  return {
    push: async (scan) => {
      if (finishedIds.has(scan.scanId)) return
      const same = waiting.find((one) => one.scan.scanId === scan.scanId)
      if (same) return same.finished
      if (isBounce(scan)) watcher.onBounce(scan)
      else if (rules.isBlocked() && !topmost()?.inDialog) watcher.onBlocked(scan)
      else if (waiting.length >= rules.lengthMax) watcher.onOverflow(scan)
      else return enqueue(scan)
      noteFinished(scan)
    },
    register: (taker) => {
      takers.push(taker)
      wasScreenUp = true
      screenIsUp()
      return () => void takers.splice(takers.indexOf(taker), 1)
    },
    idle: () => running ?? Promise.resolve(),
  }
}
