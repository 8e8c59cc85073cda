// What can be a PIN at all: the hub makes and takes six to twelve digits; anything else at the till is no try.
import { expect, test } from 'vitest'
import { isPinShaped, mayBePin } from '../../../../src/core/identity/pin'

test.each(['135790', '1357902468', '135790246813'])('%s has the shape of a PIN', (text) => {
  expect(isPinShaped(text)).toBe(true)
  expect(mayBePin(text)).toBe(true)
})
test('too few digits are no PIN, but somebody’s slip', () => {
  expect(isPinShaped('13579')).toBe(false)
  expect(mayBePin('13579')).toBe(true)
})
test.each(['6901234567892', 'CGDD-1', '13579O', '１３５７９０', '135 790'])('%s was scanned, not typed', (text) => {
  expect(isPinShaped(text)).toBe(false)
  expect(mayBePin(text)).toBe(false)
})
