// What measured scanners put round their codes is taken off, and nothing else; whose silence means something.
import { expect, test } from 'vitest'
import { endBySilence, keysReadBy, withoutMarks } from '../../../src/renderer/scanning/profiles'

const marks = (prefix: string, suffix: string) => ({ prefix, suffix })

test.each([
  ['the prefix', 'A6901', [marks('A', '')], '6901'],
  ['prefix and suffix', 'A6901#', [marks('A', '#')], '6901'],
  ['the longest marks that fit', 'AB6901', [marks('A', ''), marks('AB', '')], '6901'],
  ['nothing where only one of the two fits', 'A6901', [marks('A', '#')], 'A6901'],
  ['nothing of another scanner', '6901', [marks('A', '')], '6901'],
  ['nothing when nothing would be left', 'A#', [marks('A', '#')], 'A#'],
  ['nothing of a whole GTIN that begins like another scanner’s', '6901234567892', [marks('6', '')], '6901234567892'],
  ['nothing of a printed command', 'ZG-C-SAVE', [marks('ZG-', '')], 'ZG-C-SAVE'],
  ['the prefix where a GTIN is left', '06901234567892', [marks('0', '')], '6901234567892'],
  ['nothing without scanners', '6901', [], '6901'],
] as const)('takes off %s', (_name, text, wedges, expected) => expect(withoutMarks(text, wedges)).toBe(expected))

test('the layout that one scanner showed holds for all', () => {
  expect(keysReadBy([])).toBe('character')
  expect(keysReadBy([{ keys: 'character' }, { keys: 'place' }])).toBe('place')
})

test('silence ends scans where one scanner sends no end', () => {
  expect(endBySilence([])).toBe(false)
  expect(endBySilence([{ end: 'enter' }, { end: 'tab' }])).toBe(false)
  expect(endBySilence([{ end: 'enter' }, { end: 'none' }])).toBe(true)
})
