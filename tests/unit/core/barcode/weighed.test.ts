// Rules for the labels of a shop's scales, and the labels they are tried on.
import { describe, expect, test } from 'vitest'
import { verifierOf } from '../../../../src/core/barcode/priceVerifier'
import type { WeighRule, WeighTest } from '../../../../src/core/barcode/weighed'
import { failedTests, isProven, provenRules, readWeighed } from '../../../../src/core/barcode/weighed'

const tried: WeighTest = { code: '2800123012345', plu: '00123', weightGrams: 1234, amountFen: null }
const rule: WeighRule = {
  id: 'w28',
  name: '28 重量',
  length: 13,
  prefixes: ['28'],
  plu: [2, 7],
  field: 'weightGrams',
  value: [7, 12],
  valueStep: 1,
  amount: null,
  verifierAt: null,
  checkDigit: 'ignored',
  tests: [tried],
}

describe('a rule is used only when it reads its own labels as they were written down', () => {
  test('all of them right', () => {
    expect(isProven(rule, [rule])).toBe(true)
    expect(provenRules([rule])).toEqual([rule])
  })

  test.each<[string, Partial<WeighRule>]>([
    ['no label to try', { tests: [] }],
    ['another product', { plu: [3, 8] }],
    ['another weight', { valueStep: 10 }],
    ['an amount, where a weight was written down', { field: 'amountFen' }],
    ['another prefix', { prefixes: ['29'] }],
    ['another length', { length: 18 }],
    ['a check digit it does not have', { checkDigit: 'required' }],
    ['a verifier it does not have', { verifierAt: 6 }],
    ['one label right, the next wrong', { tests: [tried, { ...tried, code: '2800124012345' }] }],
  ])('%s', (_what, change) => {
    const changed = { ...rule, ...change }
    expect(isProven(changed, [changed])).toBe(false)
    expect(provenRules([changed])).toEqual([])
  })

  test('a rule before it that takes its labels leaves it unproven', () => {
    const greedy = { ...rule, id: 'w2', prefixes: ['2'] }
    expect(failedTests(rule, [greedy, rule])).toEqual([tried])
    expect(failedTests(rule, [rule, greedy])).toEqual([])
    expect(provenRules([greedy, rule])).toEqual([greedy])
  })
})

test('a label that names both says both', () => {
  const both: WeighRule = { ...rule, length: 18, prefixes: ['26'], value: [12, 17], amount: [7, 12] }
  expect(readWeighed('260012301580007505', [both])).toMatchObject({ plu: '00123', weightGrams: 750, amountFen: 1580 })
})

describe('the verifying digit', () => {
  // the examples of the GS1 General Specifications: 28.75 and 146.85
  test.each([
    ['2875', 9],
    ['14685', 6],
    ['0000', 0],
    ['00000', 0],
    ['123', null],
    ['123456', null],
    ['12a4', null],
  ])('of %s is %j', (value, digit) => expect(verifierOf(value)).toBe(digit))

  test('notices every single wrong digit', () => {
    for (const length of [4, 5])
      for (let value = 0; value < 10 ** length; value += 7) {
        const text = String(value).padStart(length, '0')
        for (let at = 0; at < length; at += 1) {
          const wrong = text.slice(0, at) + String((Number(text[at]) + 3) % 10) + text.slice(at + 1)
          expect(verifierOf(wrong)).not.toBe(verifierOf(text))
        }
      }
  })
})
