// A key means one thing in a scope, and on a screen nothing else than the global keys say.
import { expect, test } from 'vitest'
import { duplicateKeys, keyMap } from '../../../src/ui/keyMap'

test('no key is used twice in a scope', () => expect(duplicateKeys()).toEqual([]))

test('a duplicate is found, also against the global keys', () => {
  expect(duplicateKeys({ global: { help: 'F1' }, stock: { a: 'F2', b: 'F2' } })).toEqual(['stock: F2'])
  expect(duplicateKeys({ global: { help: 'F1' }, stock: { a: 'F1' } })).toEqual(['stock: F1'])
  expect(duplicateKeys({ global: { help: 'F1' }, someDialog: { a: 'F1' } })).toEqual([])
})

test('Enter alone never confirms a dialog', () => {
  for (const scope of ['postDialog', 'dialog', 'trayDialog'] as const) {
    expect(Object.values(keyMap[scope])).not.toContain('Enter')
    expect(keyMap[scope].confirm).toBe('Ctrl+Enter')
  }
})

test('keys that Windows owns stay free', () => {
  const used = Object.values(keyMap).flatMap((actions) => Object.values(actions) as string[])
  for (const key of ['F10', 'Alt+F4', 'Ctrl+W', 'Ctrl+R']) expect(used).not.toContain(key)
})
