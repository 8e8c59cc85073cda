/**
 * A scan that fell into a text field with an input method on. What the keys were is no longer sure (some are not shown, some
 * are shown as others), so the code is what the field got: Enter makes an input method give its letters as they are. Where
 * it made other signs of them the scan is destroyed, and whoever scanned is told. Pure.
 */
import { type BurstRules, gapsBetween, median } from './burst'

/** `destroyed`: at a scanner's pace, but what it was can't be told; `typed`: a person at work */
export type Composed = { code: string } | 'destroyed' | 'typed'

export interface ComposedRun {
  /** a key that was seen; text: what it stands for by its place, if anything */
  key(text: string | null, atMs: number): void
  released(atMs: number): void
  /** the input method's words under way changed */
  words(text: string, atMs: number): void
  /** inserted: what the field got since, null when that can't be told */
  outcome(inserted: string | null, rules: readonly BurstRules[]): Composed
}

const isPlain = (text: string): boolean => /^[ -~]+$/.test(text)

export const createComposedRun = (): ComposedRun => {
  const keyTimes: number[] = []
  const releaseTimes: number[] = []
  const wordTimes: number[] = []
  let lastWords = ''
  let characters = 0

  /** The keys' own times tell the pace best, and most systems show their releases at least; else the words' growth has to do. */
  const isScannersPace = (count: number, rules: readonly BurstRules[]): boolean => {
    const times = [releaseTimes, keyTimes].find(({ length }) => length > count / 2) ?? wordTimes
    const pace = median(gapsBetween(times))
    return rules.some(({ keysMin, medianMaxMs }) => count >= keysMin && pace <= medianMaxMs)
  }
  /** More keys were seen than letters came out: some were eaten. (Which keys they seem to be is not always right.) */
  const isEaten = (inserted: string): boolean => characters > inserted.length

  return {
    key: (text, atMs) => {
      keyTimes.push(atMs)
      if (text !== null) characters += 1
    },
    released: (atMs) => void releaseTimes.push(atMs),
    words: (text, atMs) => {
      if (text !== lastWords) wordTimes.push(atMs)
      lastWords = text
    },
    outcome: (inserted, rules) => {
      const count = Math.max(keyTimes.length, wordTimes.length, inserted?.length ?? 0)
      if (!isScannersPace(count, rules)) return 'typed'
      if (inserted === null || !isPlain(inserted) || isEaten(inserted)) return 'destroyed'
      return { code: inserted }
    },
  }
}
