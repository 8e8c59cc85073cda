/** A quantity being keyed in: only what somebody changed is a figure. */
import { expect, test } from 'vitest'
import { beginEdit, figureOf, hasTooMany, takesText } from '../../../src/renderer/screens/document/quantityEdit'

const begun = beginEdit({ lineNo: 1, quantity: 3000 })
const typed = (text: string) => ({ ...begun, text })

test('opened before a scan was drawn and left as it was, it takes nothing back', () => {
  expect(begun.text).toBe('3')
  expect(figureOf(begun, 3000)).toBeNull()
  expect(figureOf(begun, 4000)).toBeNull()
  // the keys of a scan went through it
  expect(figureOf({ ...typed('36901234567892'), text: '3' }, 4000)).toBeNull()
})

test('what was typed is the figure', () => {
  expect(figureOf(typed('5'), 4000)).toBe(5000)
  expect(figureOf(typed('0'), 4000)).toBe(0)
  expect(figureOf(typed('4'), 4000)).toBeNull()
})

test('what is no quantity is said to be wrong', () => {
  expect(figureOf(typed(''), 3000)).toBe('wrong')
  expect(figureOf(typed('3x'), 3000)).toBe('wrong')
})

test('one figure too many is kept to be seen, and refused: it is never cut to another figure', () => {
  for (const text of ['1234567', '6901234567892', '1.2345']) {
    expect([takesText(text), hasTooMany(text), figureOf(typed(text), 3000)]).toEqual([true, true, 'wrong'])
  }
  for (const text of ['', '123456', '3.', '0.125']) expect([takesText(text), hasTooMany(text)]).toEqual([true, false])
  expect(takesText('3x')).toBe(false)
})
