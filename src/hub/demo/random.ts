/**
 * A small seeded generator (mulberry32) so that the demo chain is the same on every machine and in every run.
 * Not for secrets, and never fed from the clock.
 */
export type Random = {
  /** a fraction, 0 <= x < 1 */
  next: () => number
  /** an integer between the two bounds, both included */
  integer: (min: number, max: number) => number
  pick: <T>(items: readonly T[]) => T
  shuffled: <T>(items: readonly T[]) => T[]
  digits: (count: number) => string
}

/** A stream of its own per subject: adding a draw to one subject must not move the values of another. */
export function createRandom(seed: number, subject = ''): Random {
  let state = seedOf(seed, subject)

  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new Error('random.pick needs at least one item')
    return items[integer(0, items.length - 1)] as T
  }
  const shuffled = <T>(items: readonly T[]): T[] => {
    const result = [...items]
    for (let last = result.length - 1; last > 0; last--) {
      const other = integer(0, last)
      const held = result[last] as T
      result[last] = result[other] as T
      result[other] = held
    }
    return result
  }
  const digits = (count: number): string => {
    let text = ''
    for (let position = 0; position < count; position++) text += integer(0, 9)
    return text
  }
  return { next, integer, pick, shuffled, digits }
}

/** FNV-1a over the subject, started from the seed. */
function seedOf(seed: number, subject: string): number {
  let hash = (2166136261 ^ seed) | 0
  for (let position = 0; position < subject.length; position++) {
    hash = Math.imul(hash ^ subject.charCodeAt(position), 16777619)
  }
  return Math.imul(hash ^ (hash >>> 16), 2246822507) | 0
}
