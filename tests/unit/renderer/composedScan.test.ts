// A scan that went through an input method: read where its letters came out as they are, told where not, typing left alone.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { burstRulesOf, defaultBurstRules } from '../../../src/renderer/scanning/burst'
import { type ComposedRun, createComposedRun } from '../../../src/renderer/scanning/composedScan'

const rules = [defaultBurstRules]
type Sign = 'key' | 'release' | 'words'

/** The signs a system gives of these keys. */
const run = (text: string, gapMs: number, signs: readonly Sign[]): ComposedRun => {
  const composed = createComposedRun()
  Array.from(text).forEach((character, index) => {
    if (signs.includes('key')) composed.key(character, 1_000 + index * gapMs)
    if (signs.includes('release')) composed.released(1_000 + index * gapMs)
    if (signs.includes('words')) composed.words(text.slice(0, index + 1), 2_000 + index * gapMs)
  })
  return composed
}
const everySign: Sign[][] = [['key'], ['release', 'words'], ['words'], ['key', 'release', 'words']]

describe('at a scanner’s pace', () => {
  test.each(everySign)('%s %s %s: the letters that came out are the code', (...signs) =>
    expect(run('SKU-0012ab', 5, signs).outcome('SKU-0012ab', rules)).toEqual({ code: 'SKU-0012ab' }),
  )
  test.each(['你好2ab', '你好', 'SKU－0012', ''])('what came out is %j: destroyed', (inserted) =>
    expect(run('nihao12ab', 5, ['release', 'words']).outcome(inserted, rules)).toBe('destroyed'),
  )
  test('and when nobody can tell what came out', () =>
    expect(run('nihao12ab', 5, ['key']).outcome(null, rules)).toBe('destroyed'))
  test('more keys than letters: some were eaten', () =>
    expect(run('SKU-0012ab', 5, ['key']).outcome('SKU-0012', rules)).toBe('destroyed'))
  test('keys the system does not show are no sign of that', () => {
    const composed = run('SKU-0012ab', 5, ['release', 'words'])
    composed.key('2', 1_045)
    expect(composed.outcome('SKU-0012ab', rules)).toEqual({ code: 'SKU-0012ab' })
  })
  test('the words come slowly from a busy input method; the releases tell', () => {
    const composed = createComposedRun()
    Array.from('SKU-0012ab').forEach((_, index) => {
      composed.released(1_000 + index * 4)
      composed.words('SKU-0012ab'.slice(0, index + 1), 1_050 + index * 90)
    })
    expect(composed.outcome('SKU-0012ab', rules)).toEqual({ code: 'SKU-0012ab' })
  })
  test('a slow scanner, known by its measuring', () => {
    const composed = run('SKU-0012ab', 90, ['release'])
    expect(composed.outcome('SKU-0012ab', rules)).toBe('typed')
    expect(composed.outcome('SKU-0012ab', burstRulesOf([{ gapMs: 130 }]))).toEqual({ code: 'SKU-0012ab' })
  })
})

test('a person at work is left alone, whatever comes of it', () =>
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 30 }),
      fc.oneof(fc.constant(null), fc.string(), fc.constantFrom('盘点', '你好')),
      fc.integer({ min: 60, max: 400 }),
      fc.constantFrom(...everySign),
      (text, inserted, gapMs, signs) => run(text, gapMs, signs).outcome(inserted, rules) === 'typed',
    ),
  ))
test('three keys are no scan', () =>
  expect(run('abc', 2, ['key', 'release', 'words']).outcome('abc', rules)).toBe('typed'))
