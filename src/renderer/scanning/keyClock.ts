/**
 * When a key was pressed. Its event says so, and rightly even when the page was busy meanwhile. But keys that went through
 * an input method may carry the time of an earlier press of the same key. A time before the last one shows that. Keys wait
 * in one line, so such a key came as long before its event as the key before it did; its release, whose time is right,
 * says it better. Pure.
 */
export interface KeyClock {
  pressed(code: string, stampMs: number, arrivedMs: number): number
  /** the time of the last key, where this is its release and the time was guessed */
  released(code: string, stampMs: number, arrivedMs: number): number | null
}

export const createKeyClock = (): KeyClock => {
  let beforeMs = Number.NEGATIVE_INFINITY
  let lastMs = Number.NEGATIVE_INFINITY
  let waitedMs = 0
  let guessed: string | null = null
  return {
    pressed: (code, stampMs, arrivedMs) => {
      guessed = stampMs < lastMs ? code : null
      beforeMs = lastMs
      lastMs = guessed === null ? stampMs : Math.max(lastMs, arrivedMs - waitedMs)
      if (guessed === null) waitedMs = arrivedMs - stampMs
      return lastMs
    },
    released: (code, stampMs, arrivedMs) => {
      waitedMs = arrivedMs - stampMs
      if (guessed !== code) return null
      guessed = null
      lastMs = Math.max(beforeMs, stampMs)
      return lastMs
    },
  }
}
