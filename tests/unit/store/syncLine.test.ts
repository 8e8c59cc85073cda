import { describe, expect, test } from 'vitest'
import { batchBytesMax, batchEventsMax, createBatchSize } from '../../../src/store/sync/batchSize'
import { createWatchdog, stuckAfterMs, watchEveryMs } from '../../../src/store/sync/watchdog'

describe('how much goes in one push', () => {
  test('half of what did not get through, down to one event; slowly whole again', () => {
    const size = createBatchSize()
    expect([size.events(), size.bytes()]).toEqual([batchEventsMax, batchBytesMax])
    expect(size.halve({ events: 40, bytes: 1000 })).toBe(true)
    expect([size.events(), size.bytes()]).toEqual([20, 500])
    for (let count = 20; count > 1; count = size.events()) size.halve({ events: count, bytes: count * 25 })
    expect(size.events()).toBe(1)
    expect(size.halve({ events: 1, bytes: 25 })).toBe(false)
    size.grow()
    expect(size.events()).toBeLessThan(batchEventsMax / 10)
    for (let step = 0; step < 16; step += 1) size.grow()
    expect([size.events(), size.bytes()]).toEqual([batchEventsMax, batchBytesMax])
  })
})

describe('work waits and nothing moves', () => {
  const watched = () => {
    let now = 0
    const isStuck = createWatchdog(() => now)
    return (seen: { isWork: boolean; moved: number }, ms = watchEveryMs): boolean => {
      now += ms
      return isStuck(seen)
    }
  }
  const looks = stuckAfterMs / watchEveryMs

  test('after two minutes it is said, once, and again after two more', () => {
    const look = watched()
    const stuck = Array.from({ length: 2 * looks }, () => look({ isWork: true, moved: 0 }))
    expect(stuck.flatMap((is, index) => (is ? [index + 1] : []))).toEqual([looks, 2 * looks])
  })

  test('whatever moves begins it anew, and no work is no trouble', () => {
    const look = watched()
    const seen = Array.from({ length: 60 }, (_, index) =>
      look({ isWork: true, moved: Math.floor(index / (looks - 2)) }),
    )
    expect(seen).not.toContain(true)
    expect(Array.from({ length: 60 }, () => look({ isWork: false, moved: 9 }))).not.toContain(true)
  })

  test('a PC that slept a night was not stuck for that night', () => {
    const look = watched()
    expect(look({ isWork: true, moved: 0 }, 8 * 60 * 60 * 1000)).toBe(false)
    expect(look({ isWork: true, moved: 0 })).toBe(false)
  })
})
