import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Exchange,
  exchanged,
  habitKeys,
  habitNames,
  habits,
  isSame,
  meantKey,
  pressedFor,
  readExchange,
  shownKeys,
} from '../../../src/ui/keyHabit'
import { keyMap } from '../../../src/ui/keyMap'

const key = fc.constantFrom(...habitKeys)
const choices = fc.array(fc.tuple(key, key), { maxLength: 20 })
const after = (steps: (readonly [(typeof habitKeys)[number], (typeof habitKeys)[number]])[]): Exchange =>
  steps.reduce<Exchange>((exchange, [pressed, meant]) => exchanged(exchange, pressed, meant), {})

test('whatever is chosen, every action keeps a key and no key has two', () => {
  fc.assert(
    fc.property(choices, (steps) => {
      const exchange = after(steps)
      expect(new Set(habitKeys.map((pressed) => exchange[pressed] ?? pressed)).size).toBe(habitKeys.length)
      const last = steps.at(-1)
      if (last) expect(pressedFor(exchange, last[1])).toBe(last[0])
      expect(isSame(readExchange(JSON.stringify(exchange)), exchange)).toBe(true)
    }),
  )
})

test('every key of the key map is found again by what is shown for it', () => {
  fc.assert(
    fc.property(choices, (steps) => {
      const exchange = after(steps)
      for (const actions of Object.values(keyMap))
        for (const name of Object.values(actions)) expect(meantKey(shownKeys(name, exchange), exchange)).toBe(name)
    }),
  )
})

test('the habits: what somebody from there presses', () => {
  expect(habitNames).toEqual(['usual', 'kingdee', 'guanjiapo'])
  expect(meantKey('F4', habits.kingdee)).toBe('F12')
  expect(meantKey('Shift+F4', habits.kingdee)).toBe('Shift+F12')
  expect(meantKey('F12', habits.kingdee)).toBe('F4')
  expect(meantKey('F6', habits.guanjiapo)).toBe('F12')
  for (const name of ['F1', 'F5', 'F10', 'Ctrl+F', 'Alt+4', 'A']) expect(meantKey(name, habits.kingdee)).toBe(name)
})

test('words name the key as it is now, and no other', () => {
  expect(shownKeys('按 F12 过账，撤回按 Shift+F12；F1 看按键，AF12 是货号', habits.kingdee)).toBe(
    '按 F4 过账，撤回按 Shift+F4；F1 看按键，AF12 是货号',
  )
})

test.each([
  ['nothing', null],
  ['no JSON', '{'],
  ['another key', '{"F1":"F2","F2":"F1"}'],
  ['a key that means two', '{"F2":"F3"}'],
  ['no object', '[1]'],
  ['null', 'null'],
])('%s in the storage is no exchange', (_what, text) => expect(readExchange(text)).toEqual({}))
