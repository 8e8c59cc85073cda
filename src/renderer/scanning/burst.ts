/**
 * Tells a scanner's burst of keys from a person typing. Pure: strokes and times in, the scanned text out. A burst is at
 * least four printable keys and Enter or Tab, with a small median gap; a few slow keys are normal. Slower scanners are
 * known by the rules their measuring gave, which ask for more keys: at their pace people type as well.
 */
import type { WedgeScanner } from '../../contract/schemas/scanner'
import { type PacedWedge, quickScans, type TimedKey, textOf } from './quickScans'

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
const typedCount = /^\d{1,4}\*$/
const medianOfGap = 0.75

/** What is true of this PC's scanners: always the usual one, and the slowest that was measured when it is slower. */
export const burstRulesOf = (wedges: readonly Pick<WedgeScanner, 'gapMs'>[]): BurstRules[] => {
  const medianMaxMs = Math.round(Math.max(0, ...wedges.map(({ gapMs }) => gapMs)) * medianOfGap)
  return medianMaxMs <= defaultBurstRules.medianMaxMs
    ? [defaultBurstRules]
    : [defaultBurstRules, { medianMaxMs, keysMin: slowKeysMin }]
}

/** One scan among the keys of a sequence. */
export interface Burst {
  text: string
  /** how many keys it took */
  keys: number
  /** when its last key came */
  atMs: number
}

export interface BurstDetector {
  /** a printable key; true when it began a new sequence */
  character(text: string, atMs: number): boolean
  /** when the last key came, now that its release shows it better */
  dated(atMs: number): void
  /** would Enter or Tab end a scan? The sequence goes on. */
  wouldEnd(atMs: number, rules?: readonly BurstRules[]): boolean
  /** Enter or Tab; the scanned text when the sequence was a burst. The sequence is over either way. */
  terminator(atMs: number, rules?: readonly BurstRules[]): string | null
  /** nothing came for a while: the scans in the sequence when it was a burst of a scanner that sends no end */
  silence(atMs: number, wedges?: readonly PacedWedge[]): Burst[]
  /** the keys of a sequence under way, which another goes on with */
  handOver(atMs: number): TimedKey[]
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

export const gapsBetween = (times: readonly number[]): number[] =>
  times.slice(1).map((atMs, index) => atMs - (times[index] ?? atMs))

const burstOf = (keys: readonly TimedKey[]): Burst => ({
  text: textOf(keys),
  keys: keys.length,
  atMs: keys.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY,
})

/** `rules` is asked at each key: a scanner may be measured while the app runs. */
export const createBurstDetector = (rules: () => readonly BurstRules[] = () => [defaultBurstRules]): BurstDetector => {
  let keys: TimedKey[] = []
  let lastAt = Number.NEGATIVE_INFINITY
  let burstEndedAt = Number.NEGATIVE_INFINITY

  const clear = (): void => {
    keys = []
  }
  const isBurst = (times: readonly number[], known: readonly BurstRules[]): boolean =>
    known.some(({ keysMin, medianMaxMs }) => keys.length >= keysMin && median(gapsBetween(times)) <= medianMaxMs)
  const wouldEnd = (atMs: number, known: readonly BurstRules[] = rules()): boolean =>
    isInTime(atMs - lastAt) && isBurst([...times(), atMs], known)
  const times = (): number[] => keys.map(({ atMs }) => atMs)
  /** The keys when they were a scan. The sequence is over either way. */
  const end = (isScan: boolean, atMs: number): TimedKey[] | null => {
    const ended = isScan ? keys : null
    if (isScan) burstEndedAt = atMs
    clear()
    return ended
  }
  const isFast = (): boolean => median(gapsBetween(times())) <= medianMaxMs()
  const isInTime = (gapMs: number): boolean =>
    gapMs <= enterGapMaxMs || (gapMs <= stallMaxMs && keys.length >= slowKeysMin)
  /** `12*` by fingers, and the trigger right behind it: every wait is longer than a scanner's, also the one behind the star. */
  const isBehindCount = (atMs: number): boolean =>
    typedCount.test(textOf(keys)) && gapsBetween([...times(), atMs]).every((gapMs) => gapMs > medianMaxMs())
  const medianMaxMs = (): number => Math.max(...rules().map((rule) => rule.medianMaxMs))

  return {
    character: (text, atMs) => {
      const starts = keys.length === 0 || atMs - lastAt > stallMaxMs || isBehindCount(atMs)
      if (starts) clear()
      if (keys.length < charactersMax) keys.push({ text, atMs })
      lastAt = atMs
      return starts
    },
    wouldEnd,
    terminator: (atMs, known) => {
      const ended = end(wouldEnd(atMs, known), atMs)
      return ended && textOf(ended)
    },
    silence: (atMs, wedges = []) => {
      const ended = end(keys.length >= slowKeysMin && isBurst(times(), rules()), atMs)
      return ended ? quickScans(ended, wedges).map(burstOf) : []
    },
    dated: (atMs) => {
      const last = keys.pop()
      if (!last) return
      lastAt = Math.max(atMs, keys.at(-1)?.atMs ?? atMs)
      keys.push({ ...last, atMs: lastAt })
    },
    handOver: (atMs) => {
      const handed = atMs - lastAt <= stallMaxMs ? keys : []
      clear()
      return handed
    },
    interrupt: clear,
    looksFast: (atMs) => keys.length >= 2 && atMs - lastAt <= medianMaxMs() && isFast(),
    isEcho: (atMs) => keys.length === 0 && atMs - burstEndedAt <= medianMaxMs(),
  }
}
