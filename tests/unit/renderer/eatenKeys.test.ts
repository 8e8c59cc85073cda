/** Keys whose press was never shown: told by their release, and by nothing else. */
import { describe, expect, test } from 'vitest'
import { stallMaxMs } from '../../../src/renderer/scanning/burst'
import { createEatenKeys } from '../../../src/renderer/scanning/eatenKeys'

describe('eaten keys', () => {
  test('pressed and released, also interleaved as scanners do it: none is missing', () => {
    const keys = createEatenKeys()
    keys.pressed('KeyN', 0)
    keys.pressed('KeyI', 2)
    keys.released('KeyN', 3)
    keys.released('KeyI', 4)
    expect(keys.takenSince(0)).toBe(false)
  })

  test('a release without its press is an eaten key, once', () => {
    const keys = createEatenKeys()
    keys.released('KeyN', 1)
    keys.pressed('KeyI', 2)
    keys.released('KeyI', 3)
    expect(keys.takenSince(0)).toBe(true)
    expect(keys.takenSince(0)).toBe(false)
  })

  test('a press shown after its release is not', () => {
    const keys = createEatenKeys()
    keys.released('Digit6', 1)
    keys.pressed('Digit6', 30)
    keys.pressed('Digit6', 60)
    keys.released('Digit6', 61)
    expect(keys.takenSince(0)).toBe(false)
  })

  test('of the same letter twice, one eaten and one shown, the eaten one is noticed', () => {
    const keys = createEatenKeys()
    keys.released('KeyA', 1)
    keys.pressed('KeyA', 10)
    keys.released('KeyA', 11)
    expect(keys.takenSince(0)).toBe(true)
  })

  test('one from long before, as the release behind Alt+Tab, belongs to no scan and to no later key', () => {
    const keys = createEatenKeys()
    keys.released('KeyA', 0)
    keys.pressed('KeyA', stallMaxMs + 1)
    keys.released('KeyA', stallMaxMs + 2)
    expect(keys.takenSince(0)).toBe(false)
    keys.released('KeyB', stallMaxMs + 3)
    expect(keys.takenSince(stallMaxMs + 4)).toBe(false)
  })
})
