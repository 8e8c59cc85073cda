/**
 * Tells a scanner's burst of keys from a person typing. Pure: strokes and times in, the scanned text out. A burst is at
 * least four printable keys and Enter or Tab, with a small median gap and no long pause; one slow key is normal.
 */
export interface BurstRules {
  /** a longer pause starts a new sequence */
  gapMaxMs: number
  /** half of the gaps of a burst are shorter than this */
  medianMaxMs: number
  keysMin: number
  charactersMax: number
}

export const defaultBurstRules: BurstRules = { gapMaxMs: 100, medianMaxMs: 35, keysMin: 4, charactersMax: 4200 }

export interface BurstDetector {
  /** a printable key; true when it began a new sequence */
  character(text: string, atMs: number): boolean
  /** Enter or Tab; the scanned text when the sequence was a burst. The sequence is over either way. */
  terminator(atMs: number): string | null
  /** any other key: a person is at work */
  interrupt(): void
  /** is the sequence so far too fast for fingers? */
  looksFast(atMs: number): boolean
  /** an Enter right behind a burst, from scanners that send CR and LF as two keys */
  isEcho(atMs: number): boolean
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return Number.POSITIVE_INFINITY
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

export const createBurstDetector = (rules: BurstRules = defaultBurstRules): BurstDetector => {
  let characters: string[] = []
  let gaps: number[] = []
  let lastAt = Number.NEGATIVE_INFINITY
  let burstEndedAt = Number.NEGATIVE_INFINITY

  const clear = (): void => {
    characters = []
    gaps = []
  }
  const isBurst = (atMs: number): boolean =>
    characters.length >= rules.keysMin &&
    atMs - lastAt <= rules.gapMaxMs &&
    median([...gaps, atMs - lastAt]) <= rules.medianMaxMs

  return {
    character: (text, atMs) => {
      const starts = characters.length === 0 || atMs - lastAt > rules.gapMaxMs
      if (starts) clear()
      else if (gaps.length < rules.charactersMax) gaps.push(atMs - lastAt)
      if (characters.length < rules.charactersMax) characters.push(text)
      lastAt = atMs
      return starts
    },
    terminator: (atMs) => {
      const text = isBurst(atMs) ? characters.join('') : null
      if (text !== null) burstEndedAt = atMs
      clear()
      return text
    },
    interrupt: clear,
    looksFast: (atMs) =>
      characters.length >= 2 && atMs - lastAt <= rules.medianMaxMs && median(gaps) <= rules.medianMaxMs,
    isEcho: (atMs) => characters.length === 0 && atMs - burstEndedAt <= rules.medianMaxMs,
  }
}
