/** Settings edited here while somebody else saved theirs: both stand, and what was touched here is as it was left here. */
import { expect, test } from 'vitest'
import { type PolicyDraft, withNumber, withStep, withType } from '../../../src/console/data/policy'
import { isPolicyChanged, rebasedPolicy } from '../../../src/console/data/policyRebase'
import { policySchema, type Reason } from '../../../src/contract/schemas/masterData'

const { version: _version, ...base }: PolicyDraft & { version: number } = policySchema.parse({
  version: 1,
  goodsReceipt: { overTolerancePermille: 0 },
  scanning: { bounceMs: 200, weighRules: [] },
  signIn: { wrongPinMax: 5, lockMinutes: 15 },
})
const reason = (code: string, name = code): Reason => ({
  ...{ code, name, nameEn: code, types: ['writeOff'], account: 'adjustment', active: true },
})
const withReasons = (policy: PolicyDraft, reasons: Reason[]): PolicyDraft => ({ ...policy, reasons })

test('changes of both stand, also within one type', () => {
  const mine = withType(base, 'writeOff', { photoFromFen: 7 })
  const theirs = withStep(withNumber(base, 'transfer', 'PD'), 'writeOff', 'storeManager', 500)
  const both = rebasedPolicy(mine, base, theirs)
  expect(both).toEqual({
    ...theirs,
    documents: { ...theirs.documents, writeOff: { ...theirs.documents.writeOff, photoFromFen: 7 } },
  })
})

test('what both touched is as it is here', () => {
  const both = rebasedPolicy(withNumber(base, 'transfer', 'AA'), base, withNumber(base, 'transfer', 'BB'))
  expect(both).toEqual(withNumber(base, 'transfer', 'AA'))
})

test('reasons of both stand; one renamed here keeps what the other changed of it', () => {
  const before = withReasons(base, [reason('A'), reason('B'), reason('C')])
  const mine = withReasons(base, [reason('A', '甲'), reason('C'), reason('NEW')])
  const theirs = withReasons(base, [{ ...reason('A'), active: false }, reason('B'), reason('C'), reason('OTHER')])
  const codes = rebasedPolicy(mine, before, theirs).reasons
  expect(codes).toEqual([{ ...reason('A', '甲'), active: false }, reason('C'), reason('OTHER'), reason('NEW')])
})

test('two reasons of one code, being put right, are both still there', () => {
  const mine = withReasons(base, [...base.reasons, reason('X'), reason('X', '乙')])
  const both = rebasedPolicy(mine, base, withNumber(base, 'transfer', 'BB'))
  expect(both.reasons).toEqual(mine.reasons)
})

test('one’s own save comes back in another order of fields, with nothing left to save', () => {
  const mine = withReasons(base, [reason('A')])
  const answered = withReasons(base, [Object.fromEntries(Object.entries(reason('A')).reverse()) as Reason])
  expect(isPolicyChanged(rebasedPolicy(mine, base, answered), answered)).toBe(false)
  expect(isPolicyChanged(mine, base)).toBe(true)
})
