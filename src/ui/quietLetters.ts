/**
 * Single letters as commands (A approve, R refuse) next to a scanner: a letter fires only after a silence on both sides
 * of it, so the A inside a scanned code approves nothing (screen rule K-04). The owner calls it from its own key handler,
 * which is why letters act only while that list has the focus.
 */
export const quietMs = 120

export interface QuietLetters {
  /** true when the letter is one of the commands and was taken; it acts once the silence has passed */
  key(event: { key: string; ctrlKey: boolean; altKey: boolean; metaKey: boolean }): boolean
  stop(): void
}

/** What no scanner sends: hands that move through a list, or confirm a dialog, may name the letter in the next moment. */
const byHand = /^(Arrow\w+|Home|End|Page\w+|Escape|Delete|F\d+|Control|Alt|Meta)$/
const isByHand = ({ key, ctrlKey }: Parameters<QuietLetters['key']>[0]): boolean =>
  byHand.test(key) || (ctrlKey && key === 'Enter')

interface Clock {
  now(): number
  later(act: () => void, ms: number): () => void
}

const browserClock: Clock = {
  now: () => performance.now(),
  later: (act, ms) => {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}

export const makeQuietLetters = (
  commands: () => Partial<Record<string, () => void>>,
  clock: Clock = browserClock,
): QuietLetters => {
  let lastAtMs = Number.NEGATIVE_INFINITY
  let forget = (): void => undefined
  const key: QuietLetters['key'] = (event) => {
    const now = clock.now()
    const quietBefore = now - lastAtMs >= quietMs
    if (!isByHand(event)) lastAtMs = now
    forget()
    const command = commands()[event.key.toLowerCase()]
    if (!command || event.ctrlKey || event.altKey || event.metaKey) return false
    if (quietBefore) forget = clock.later(command, quietMs)
    return true
  }
  return { key, stop: () => forget() }
}
