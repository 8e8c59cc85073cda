// Keys as an input method gives them back: with the time of an earlier press, late, the release right. Times as recorded.
import { expect, test } from 'vitest'
import { createKeyClock } from '../../../src/renderer/scanning/keyClock'

test('a time that goes on is believed, however late it arrives', () => {
  const clock = createKeyClock()
  expect(clock.pressed('Digit6', 100, 105)).toBe(100)
  expect(clock.pressed('Digit9', 103, 700)).toBe(103)
  expect(clock.released('Digit9', 105, 701)).toBeNull()
})
test('an old time is not: the key waited as long as the one before it', () => {
  const clock = createKeyClock()
  clock.pressed('Digit7', 12_888, 13_355)
  expect(clock.pressed('Enter', 12_688, 13_363)).toBe(12_896)
})
test('nor do keys change places for it', () => {
  const clock = createKeyClock()
  clock.pressed('Digit7', 1_000, 1_500)
  expect(clock.pressed('Digit1', 10, 1_501)).toBe(1_001)
  expect(clock.pressed('Digit2', 20, 1_490)).toBe(1_001)
})
test('its release says it better, once, and only its own', () => {
  const clock = createKeyClock()
  clock.pressed('Digit8', 6_690, 6_700)
  clock.pressed('Digit6', 6_664, 8_274)
  expect(clock.released('Digit8', 6_700, 8_275)).toBeNull()
  expect(clock.released('Digit6', 8_272, 8_284)).toBe(8_272)
  expect(clock.released('Digit6', 8_273, 8_285)).toBeNull()
  // the next waited as long as that release
  expect(clock.pressed('Digit9', 6_671, 8_287)).toBe(8_275)
})
