import { expect, test } from 'vitest'
import { nextAfter } from '../../../src/console/data/inbox'

const keys = ['a', 'b', 'c', 'd']

test.each([
  ['b', ['b'], 'c'],
  ['d', ['d'], 'c'],
  ['a', ['a', 'b'], 'c'],
  ['d', ['c', 'd'], 'b'],
  ['c', ['a'], 'c'],
  [null, [], 'a'],
  ['b', keys, null],
  ['gone long ago', [], 'a'],
] as const)('standing on %s, decided %s: next is %s', (from, gone, next) =>
  expect(nextAfter(keys, new Set(gone), from)).toBe(next),
)
