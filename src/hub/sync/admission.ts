/**
 * How many pushes and pulls the hub has at work at once. Beyond that a store PC is told when to come again, spread over the
 * time the hub needs for all who asked: ten thousand stores back after an outage queue up instead of drowning it. It knows no
 * store and no database; what it refuses was not read.
 */
export interface Admission {
  /** a place, to be left once; or how long to stay away */
  enter(): { ok: true; leave: () => void } | { ok: false; retryAfterMs: number }
}

/** more would only wait in one another's way: writes go one at a time */
export const atWorkMaxDefault = 64

const windowMs = 10_000
const leastMs = 1_000
const spanMinMs = 2_000
const spanMaxMs = 5 * 60_000

export const createAdmission = ({
  atWorkMax = atWorkMaxDefault,
  elapsedMs,
  random,
}: {
  atWorkMax?: number
  elapsedMs: () => number
  random: () => number
}): Admission => {
  let atWork = 0
  const done = createTally(elapsedMs)
  const refused = createTally(elapsedMs)
  const leaveOnce = (): (() => void) => {
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      atWork -= 1
      done.add()
    }
  }
  return {
    enter: () => {
      if (atWork < atWorkMax) {
        atWork += 1
        return { ok: true, leave: leaveOnce() }
      }
      refused.add()
      const spanMs = (refused.inWindow() / Math.max(1, done.inWindow())) * windowMs
      return {
        ok: false,
        retryAfterMs: Math.round(leastMs + random() * Math.min(spanMaxMs, Math.max(spanMinMs, spanMs))),
      }
    },
  }
}

/** How often something happened in the last full window and this one so far. */
const createTally = (elapsedMs: () => number) => {
  let begun = elapsedMs()
  let before = 0
  let now = 0
  const turn = (): void => {
    const windows = Math.floor((elapsedMs() - begun) / windowMs)
    if (windows <= 0) return
    before = windows === 1 ? now : 0
    now = 0
    begun += windows * windowMs
  }
  return {
    add: () => {
      turn()
      now += 1
    },
    inWindow: () => {
      turn()
      return Math.max(before, now)
    },
  }
}

/** a hub takes the rounds of about so many stores a second */
const storesASecond = 100
const deviceCountKeptMs = 60_000

/** Over how long the chain's PCs should spread what they would all do at once, such as coming back after an outage. */
export const createSpread = (elapsedMs: () => number, countDevices: () => Promise<number>): (() => Promise<number>) => {
  let known = { atMs: Number.NEGATIVE_INFINITY, seconds: 0 }
  return async () => {
    if (elapsedMs() - known.atMs >= deviceCountKeptMs)
      known = {
        atMs: elapsedMs(),
        seconds: Math.min(spanMaxMs / 1000, Math.ceil((await countDevices()) / storesASecond)),
      }
    return known.seconds
  }
}
