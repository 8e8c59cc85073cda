/**
 * Notices that work waits and nothing moves. It counts time it was awake in: a PC that slept for a night, or whose clock was
 * set, has not been stuck for that long.
 */
export const watchEveryMs = 10_000
export const stuckAfterMs = 2 * 60_000

export interface Seen {
  /** events wait for HQ, or a round is at work */
  isWork: boolean
  /** grows with whatever gets through */
  moved: number
}

/** Asked again and again; true when the line has to be built anew, and then not again for as long. */
export const createWatchdog = (elapsedMs: () => number): ((seen: Seen) => boolean) => {
  let quietMs = 0
  let lookedAtMs = elapsedMs()
  let moved = 0
  return (seen) => {
    const nowMs = elapsedMs()
    const passedMs = Math.min(Math.max(0, nowMs - lookedAtMs), 2 * watchEveryMs)
    lookedAtMs = nowMs
    quietMs = seen.isWork && seen.moved <= moved ? quietMs + passedMs : 0
    moved = seen.moved
    if (quietMs < stuckAfterMs) return false
    quietMs = 0
    return true
  }
}
