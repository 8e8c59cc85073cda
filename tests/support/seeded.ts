/** A small generator of numbers from a seed, so that a failed run can be run again. */
export interface Seeded {
  /** 0 <= n < 1 */
  next(): number
  /** from <= n <= to */
  integer(from: number, to: number): number
  pick<T>(from: readonly T[]): T
  chance(probability: number): boolean
  bytes(count: number): Uint8Array
}

export const seeded = (seed: number): Seeded => {
  let state = (seed * 2_654_435_761 + 0x9e3779b9) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    integer,
    pick: (from) => from[integer(0, from.length - 1)] as never,
    chance: (probability) => next() < probability,
    bytes: (count) => Uint8Array.from({ length: count }, () => integer(0, 255)),
  }
}
