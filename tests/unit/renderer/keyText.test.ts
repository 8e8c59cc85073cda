// What a key stands for as the scanner meant it: under an input method, with Caps Lock, with separators.
import { expect, test } from 'vitest'
import {
  characterOf,
  isGroupSeparator,
  isTerminator,
  type KeyParts,
  shownKey,
  usCharacter,
} from '../../../src/renderer/scanning/keyText'

const key = (parts: Partial<KeyParts>): KeyParts => ({
  key: '',
  code: '',
  shift: false,
  ctrl: false,
  alt: false,
  meta: false,
  capsLock: false,
  ...parts,
})

test.each([
  ['a plain digit', { key: '6', code: 'Digit6' }, '6'],
  ['a plain capital', { key: 'A', code: 'KeyA', shift: true }, 'A'],
  ['the input method took it', { key: 'Process', code: 'Digit6' }, '6'],
  ['the input method took a capital', { key: 'Process', code: 'KeyL', shift: true }, 'L'],
  ['the input method took a dash', { key: 'Process', code: 'Minus' }, '-'],
  ['the input method took a key pad digit', { key: 'Process', code: 'Numpad7' }, '7'],
  ['Caps Lock turned a capital round', { key: 'a', code: 'KeyA', shift: true, capsLock: true }, 'A'],
  ['Caps Lock turned a small letter round', { key: 'B', code: 'KeyB', capsLock: true }, 'b'],
  ['Caps Lock leaves digits alone', { key: '5', code: 'Digit5', capsLock: true }, '5'],
  ['a French layout', { key: 'à', code: 'Digit0' }, '0'],
  ['a space', { key: ' ', code: 'Space' }, ' '],
] as const)('%s', (_name, parts, expected) => expect(characterOf(key(parts))).toBe(expected))

test.each([
  { key: 'F2', code: 'F2' },
  { key: 'ArrowUp', code: 'ArrowUp' },
  { key: 'z', code: 'KeyZ', ctrl: true },
  { key: '1', code: 'Digit1', alt: true },
  { key: 'Process', code: 'F5' },
])('%o prints nothing', (parts) => expect(characterOf(key(parts))).toBeNull())

test('separators and terminators', () => {
  expect(isGroupSeparator(key({ key: ']', code: 'BracketRight', ctrl: true }))).toBe(true)
  expect(isGroupSeparator(key({ key: 'F8', code: 'F8' }))).toBe(true)
  expect(isGroupSeparator(key({ key: ']', code: 'BracketRight' }))).toBe(false)
  expect(isTerminator(key({ key: 'Enter', code: 'Enter' }))).toBe(true)
  expect(isTerminator(key({ key: 'Process', code: 'Enter' }))).toBe(true)
  expect(isTerminator(key({ key: 'Tab', code: 'Tab' }))).toBe(true)
  expect(isTerminator(key({ key: 'Enter', code: 'Enter', ctrl: true }))).toBe(false)
})

test('every printable ASCII character has its place on the US keyboard', () => {
  const codes = [
    ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `Key${letter}`),
    ...Array.from('0123456789', (digit) => `Digit${digit}`),
    ...['Minus', 'Equal', 'BracketLeft', 'BracketRight', 'Backslash', 'Semicolon', 'Quote', 'Backquote', 'Comma'],
    ...['Period', 'Slash', 'Space'],
  ]
  const reached = new Set(codes.flatMap((code) => [usCharacter(code, false), usCharacter(code, true)]))
  const missing = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).filter(
    (one) => !reached.has(one),
  )
  expect(missing).toEqual([])
})

test.each([
  ['a digit', { key: '6', code: 'Digit6' }, '6'],
  ['Enter', { key: 'Enter', code: 'Enter' }, '⏎'],
  ['Tab', { key: 'Tab', code: 'Tab' }, '⇥'],
  ['the separator of a scanner', { key: ']', code: 'BracketRight', ctrl: true }, '{Ctrl+]}'],
  ['a function key', { key: 'F8', code: 'F8' }, '{F8}'],
  ['what an input method took', { key: 'Process', code: 'KeyA' }, '{Process KeyA}'],
] as const)('%s is shown as it came', (_name, parts, expected) => expect(shownKey(key(parts))).toBe(expected))

test('by place, a French keyboard reads as a US one', () => {
  expect(characterOf(key({ key: 'à', code: 'Digit0' }), 'place')).toBe('0')
  expect(characterOf(key({ key: 'q', code: 'KeyA' }), 'place')).toBe('a')
  expect(characterOf(key({ key: 'q', code: 'KeyA' }), 'character')).toBe('q')
})
