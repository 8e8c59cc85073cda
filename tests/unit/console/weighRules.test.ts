// Rules for scale labels as the policy page edits them: positions as people count them, and what stands in the way of saving.
import { describe, expect, test } from 'vitest'
import { draftOf, type PolicyDraft, policyProblems } from '../../../src/console/data/policy'
import { freeId, newRule, parsePrefixes, parseSpan, spanText } from '../../../src/console/data/weighRules'
import { policySchema, type WeighRule } from '../../../src/contract/schemas/masterData'

describe('positions, counted from 1', () => {
  test.each<[string, [number, number]]>([
    ['3-7', [2, 7]],
    ['8', [7, 8]],
    ['13-17', [12, 17]],
  ])('%s', (text, span) => {
    expect(parseSpan(text)).toEqual(span)
    expect(spanText(span)).toBe(text)
  })
  test('typed with blanks', () => expect(parseSpan(' 3 - 7 ')).toEqual([2, 7]))
  test.each(['', '0', '7-3', '3-', 'a', '1-33', '3-7-9'])('%j is none', (text) => expect(parseSpan(text)).toBeNull())
  test('prefixes, however they are parted', () => expect(parsePrefixes('21, 22；23')).toEqual(['21', '22', '23']))
})

describe('what stands in the way of saving', () => {
  const draft = (weighRules: WeighRule[]): PolicyDraft =>
    draftOf(
      policySchema.parse({
        version: 1,
        goodsReceipt: { overTolerancePermille: 0 },
        scanning: { bounceMs: 200, weighRules },
        signIn: { wrongPinMax: 5, lockMinutes: 15 },
      }),
    )
  const label = { code: '2800001012341', plu: '00001', weightGrams: 1234, amountFen: null }
  const tried = (change: Partial<WeighRule> = {}): WeighRule => ({
    ...newRule('w'),
    name: '秤',
    tests: [label],
    ...change,
  })

  test('a rule that reads its label as written down may be saved', () => {
    expect(policyProblems(draft([tried()]))).toEqual([])
  })
  test.each<[string, Partial<WeighRule>]>([
    ['none to try it on', { tests: [] }],
    ['read as another weight', { value: [6, 11] }],
    ['a label with a wrong check digit', { tests: [{ ...label, code: '2800001012342' }] }],
  ])('%s', (_what, change) => {
    expect(policyProblems(draft([tried(change)]))).toEqual([{ kind: 'weighRule', code: '秤' }])
  })
})

test('a new rule takes a name no other has', () => {
  expect(freeId([])).toBe('weigh-1')
  expect(freeId([{ id: 'weigh-28' }, { id: 'weigh-3' }])).toBe('weigh-4')
})
