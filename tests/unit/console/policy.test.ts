import { describe, expect, test } from 'vitest'
import {
  type PolicyDraft,
  policyProblems,
  stepOf,
  withNumber,
  withStep,
  withType,
} from '../../../src/console/data/policy'
import { policySchema } from '../../../src/contract/schemas/masterData'

const fresh = (): PolicyDraft => {
  const { version: _version, ...policy } = policySchema.parse({
    version: 1,
    goodsReceipt: { overTolerancePermille: 0 },
    scanning: { bounceMs: 200, weighRules: [] },
    signIn: { wrongPinMax: 5, lockMinutes: 15 },
  })
  return policy
}

describe('editing the policy', () => {
  test('as it comes there is nothing to mend', () => expect(policyProblems(fresh())).toEqual([]))

  test('a change leaves the original and every other type alone', () => {
    const before = fresh()
    const after = withType(before, 'writeOff', { photoFromFen: 1 })
    expect(after.documents.writeOff.photoFromFen).toBe(1)
    expect(before.documents.writeOff.photoFromFen).not.toBe(1)
    expect(after.documents.overage).toBe(before.documents.overage)
  })

  test('the chain keeps the order of its levels, whatever is ticked first', () => {
    let policy = withType(fresh(), 'internalUse', { approval: [] })
    policy = withStep(policy, 'internalUse', 'hqOperations', 500_000)
    policy = withStep(policy, 'internalUse', 'storeManager', 0)
    expect(policy.documents.internalUse.approval).toEqual([
      { level: 'storeManager', fromFen: 0 },
      { level: 'hqOperations', fromFen: 500_000 },
    ])
    expect(stepOf(policy.documents.internalUse, 'regionManager')).toBeNull()
    expect(withStep(policy, 'internalUse', 'storeManager', null).documents.internalUse.approval).toHaveLength(1)
  })

  test('two kinds of paper with one prefix, or one without, cannot be saved', () => {
    const prefixed = (numberPrefix: string) => withType(fresh(), 'overage', { numberPrefix })
    expect(policyProblems(prefixed('BSCK'))).toEqual([
      { kind: 'prefixTwice', prefix: 'BSCK', of: [{ type: 'writeOff' }, { type: 'overage' }] },
    ])
    expect(policyProblems(prefixed(''))).toEqual([{ kind: 'prefixBad', of: { type: 'overage' } }])
    expect(policyProblems(withNumber(fresh(), 'return', 'BYRK'))).toEqual([
      { kind: 'prefixTwice', prefix: 'BYRK', of: [{ type: 'overage' }, { number: 'return' }] },
    ])
    expect(policyProblems(withNumber(fresh(), 'authorisation', ''))).toEqual([
      { kind: 'prefixBad', of: { number: 'authorisation' } },
    ])
  })

  test('a level nobody can answer for is said before it locks everybody out', () => {
    const policy = withType(fresh(), 'writeOff', {
      rights: { ...fresh().documents.writeOff.rights, approve: ['storeManager'] },
    })
    expect(policyProblems(policy)).toEqual([
      { kind: 'nobodyApproves', type: 'writeOff', level: 'regionManager' },
      { kind: 'nobodyApproves', type: 'writeOff', level: 'hqOperations' },
    ])
  })

  test('a reason half filled in, or twice, is said', () => {
    const policy = fresh()
    const [first] = policy.reasons
    if (!first) throw new Error('a chain starts with reasons')
    const twice = { ...policy, reasons: [...policy.reasons, first, { ...first, code: '', name: ' ' }] }
    expect(policyProblems(twice)).toEqual([
      { kind: 'reasonBad', code: '' },
      { kind: 'reasonTwice', code: first.code },
    ])
  })
})
