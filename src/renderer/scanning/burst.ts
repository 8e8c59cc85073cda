/**
 * Tells a scanner's burst of keys from a person typing. Pure: strokes and times in, the scanned text out. A burst is at
 * least four printable keys and Enter or Tab, with a small median gap; a few slow keys are normal. Slower scanners are
 * known by the rules their measuring gave, which ask for more keys: at their pace people type as well.
 */
import type { WedgeScanner } from '../../contract/schemas/scanner'

export interface BurstRules {
  /** half of the gaps of a burst are shorter than this */
  medianMaxMs: number
  keysMin: number
}

export const defaultBurstRules: BurstRules = { medianMaxMs: 40, keysMin: 4 }
export const charactersMax = 4200
/**
 * A longer pause starts a new sequence. Nobody goes from a key to the trigger of a scanner in less, but a busy PC holds a
 * scanner up that long in the middle of a code, and cut there, its second half would pass for a whole one.
 */
export const stallMaxMs = 400
/** Whoever types a few keys fast is slower to press Enter; a scanner with so many keys may be held up before it, too. */
export const enterGapMaxMs = 100
const slowKeysMin = 6
const medianOfGap = 0.75

/** What is true of this PC's scanners: always the usual one, and the slowest that was measured when it is slower. */
export const burstRulesOf = (wedges: readonly Pick<WedgeScanner, 'gapMs'>[]): BurstRules[] => {
  const medianMaxMs = Math.round(Math.max(0, ...wedges.map(({ gapMs }) => gapMs)) * medianOfGap)
  return medianMaxMs <= defaultBurstRules.medianMaxMs
    ? [defaultBurstRules]
    : [defaultBurstRules, { medianMaxMs, keysMin: slowKeysMin }]
}

export interface BurstDetector {
  /** a printable key; true when it began a new sequence */
  character(text: string, atMs: number): boolean
  /** Enter or Tab; the scanned text when the sequence was a burst. The sequence is over either way. */
  terminator(atMs: number, rules?: readonly BurstRules[]): string | null
  /** nothing came for a while: the text when the sequence was a burst of a scanner that sends no end */
  silence(atMs: number): string | null
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

/** `rules` is asked at each key: a scanner may be measured while the app runs. */
export const createBurstDetector = (rules: () => readonly BurstRules[] = () => [defaultBurstRules]): BurstDetector => {
  let characters: string[] = []
  let gaps: number[] = []
  let lastAt = Number.NEGATIVE_INFINITY
  let burstEndedAt = Number.NEGATIVE_INFINITY

  const clear = (): void => {
    characters = []
    gaps = []
  }
  const isBurst = (allGaps: readonly number[], known: readonly BurstRules[]): boolean =>
    known.some(({ keysMin, medianMaxMs }) => characters.length >= keysMin && median(allGaps) <= medianMaxMs)
  const end = (isScan: boolean, atMs: number): string | null => {
    const text = isScan ? characters.join('') : null
    if (isScan) burstEndedAt = atMs
    clear()
    return text
  }
  const isFast = (): boolean => median(gaps) <= medianMaxMs()
  const isInTime = (gapMs: number): boolean =>
    gapMs <= enterGapMaxMs || (gapMs <= stallMaxMs && characters.length >= slowKeysMin)
  const medianMaxMs = (): number => Math.max(...rules().map((rule) => rule.medianMaxMs))

  return {
    character: (text, atMs) => {
      const starts = characters.length === 0 || atMs - lastAt > stallMaxMs
      if (starts) clear()
      else if (gaps.length < charactersMax) gaps.push(atMs - lastAt)
      if (characters.length < charactersMax) characters.push(text)
      lastAt = atMs
      return starts
    },
    terminator: (atMs, known = rules()) =>
      end(isInTime(atMs - lastAt) && isBurst([...gaps, atMs - lastAt], known), atMs),
    silence: (atMs) => end(characters.length >= slowKeysMin && isBurst(gaps, rules()), atMs),
    interrupt: clear,
    looksFast: (atMs) => characters.length >= 2 && atMs - lastAt <= medianMaxMs() && isFast(),
    isEcho: (atMs) => characters.length === 0 && atMs - burstEndedAt <= medianMaxMs(),
  }
}
