import { beforeEach, expect, test } from 'vitest'
import { makeQuietLetters, quietMs } from '../../../src/ui/quietLetters'

let now = 0
let waiting: { at: number; act(): void; gone: boolean }[] = []
let done: string[] = []
const clock = {
  now: () => now,
  later: (act: () => void, ms: number) => {
    const entry = { at: now + ms, act, gone: false }
    waiting.push(entry)
    return () => {
      entry.gone = true
    }
  },
}
const pass = (ms: number): void => {
  now += ms
  for (const entry of waiting.filter(({ at, gone }) => !gone && at <= now)) {
    entry.gone = true
    entry.act()
  }
}
const plain = { ctrlKey: false, altKey: false, metaKey: false }
const make = () => makeQuietLetters(() => ({ a: () => void done.push('A'), r: () => void done.push('R') }), clock)

beforeEach(() => {
  now = 10_000
  waiting = []
  done = []
})

test('a letter by hand acts after a moment of silence', () => {
  const letters = make()
  expect(letters.key({ key: 'a', ...plain })).toBe(true)
  expect(done).toEqual([])
  pass(quietMs)
  expect(done).toEqual(['A'])
})

test('letters inside a scanned code do nothing', () => {
  const letters = make()
  for (const key of ['B', 'A', '1', 'R', 'A', 'Enter']) {
    letters.key({ key, ...plain })
    pass(5)
  }
  pass(1_000)
  expect(done).toEqual([])
})

test('a code that begins with the letter does nothing either, nor one that ends with it', () => {
  const letters = make()
  letters.key({ key: 'A', ...plain })
  pass(8)
  letters.key({ key: '7', ...plain })
  pass(8)
  letters.key({ key: 'R', ...plain })
  pass(1_000)
  expect(done).toEqual([])
})

test('with Ctrl it is another key, and other keys are left alone', () => {
  const letters = make()
  expect(letters.key({ key: 'a', ...plain, ctrlKey: true })).toBe(false)
  expect(letters.key({ key: 'ArrowDown', ...plain })).toBe(false)
  pass(1_000)
  expect(done).toEqual([])
})

test('hands that move or confirm may name the letter in the next moment; a key after it still takes it back', () => {
  const letters = make()
  letters.key({ key: 'End', ...plain })
  letters.key({ key: 'Enter', ...plain, ctrlKey: true })
  pass(20)
  letters.key({ key: 'r', ...plain })
  pass(quietMs)
  expect(done).toEqual(['R'])
  pass(1_000)
  letters.key({ key: 'a', ...plain })
  pass(20)
  letters.key({ key: 'ArrowDown', ...plain })
  pass(1_000)
  expect(done).toEqual(['R'])
})

test('after the Enter of a scanner it waits for silence as after any character', () => {
  const letters = make()
  letters.key({ key: 'Enter', ...plain })
  pass(20)
  letters.key({ key: 'r', ...plain })
  pass(1_000)
  expect(done).toEqual([])
})

test('a list that goes away takes its letter along', () => {
  const letters = make()
  letters.key({ key: 'r', ...plain })
  letters.stop()
  pass(1_000)
  expect(done).toEqual([])
})
