/** Roles are HQ's: what a policy says they may do, at which level, and up to how much. */
import { describe, expect, test } from 'vitest'
import { fixedPermissions, specialRights } from '../../../src/contract/defaultPolicy'
import {
  amountLimitFen,
  levelOf,
  permissions,
  permissionsOf,
  permissionsOfAll,
} from '../../../src/contract/permissions'
import { readPolicyText } from '../../../src/contract/policyText'
import { type Policy, policySchema, roles } from '../../../src/contract/schemas/masterData'
import { documentRules } from '../../../src/core/documents'
import { waitsAt } from '../../../src/core/documents/rule'
import { documentTypes } from '../../../src/core/documents/states'
import { chain } from '../../support/world'

const { policy } = chain

const changed = (change: (policy: Policy) => void): Policy => {
  const copy = structuredClone(policy)
  change(copy)
  return policySchema.parse(copy)
}

describe('what a role may do', () => {
  test('is in the policy, every right of it', () => {
    for (const right of fixedPermissions)
      for (const role of roles)
        expect([right, role, permissionsOf(role, policy).has(right)]).toEqual([
          right,
          role,
          policy.rights[right].includes(role),
        ])
    expect(new Set(permissions)).toEqual(new Set([...permissions]))
    expect(permissions).toEqual(expect.arrayContaining([...specialRights]))
  })

  test('cost is a right of its own: neither stock nor documents bring it', () => {
    expect(permissionsOf('clerk', policy).has('stock.view')).toBe(true)
    expect(permissionsOf('clerk', policy).has('cost.view')).toBe(false)
  })

  test('a clerk writes drafts; taking goods out for good, writing them off and sending them away is for named roles', () => {
    const clerk = permissionsOf('clerk', policy)
    expect([clerk.has('writeOff.create'), clerk.has('transferDispatch.create')]).toEqual([true, true])
    for (const right of [
      'writeOff.approve',
      'writeOff.post',
      'transferDispatch.submit',
      'transferDispatch.post',
      'supplierReturn.submit',
    ] as const)
      expect([right, clerk.has(right)]).toEqual([right, false])
  })

  test('what a clerk hands in waits for somebody above, finishes a count, or moves nothing until a manager posts it', () => {
    const clerk = permissionsOf('clerk', policy)
    for (const type of documentTypes.filter((one) => clerk.has(`${one}.submit`))) {
      const [first] = policy.documents[type].approval
      const waits = first?.fromFen === 0 || !clerk.has(`${type}.post`)
      expect([type, waits]).toEqual([type, true])
      // only what sets goods apart at once has to be asked about whatever it is worth
      if (waitsAt(documentRules[type]) === 'quarantine') expect([type, first?.fromFen]).toEqual([type, 0])
    }
  })

  test('a role of HQ’s own holds what it is given, and nothing once it is switched off', () => {
    const keeper = {
      code: 'stockKeeper',
      name: '仓管员',
      nameEn: 'Stock keeper',
      level: null,
      grantedBy: ['admin'],
      active: true,
    }
    const given = changed((copy) => {
      copy.roles.push(keeper)
      copy.rights['stock.view'].push('stockKeeper')
      copy.documents.moveInside.rights.create.push('stockKeeper')
    })
    expect([...permissionsOf('stockKeeper', given)]).toEqual(['stock.view', 'moveInside.create'])
    const off = changed((copy) => {
      copy.roles.push({ ...keeper, active: false })
      copy.rights['stock.view'].push('stockKeeper')
    })
    expect(permissionsOf('stockKeeper', off).size).toBe(0)
    expect(permissionsOf('nobody', policy).size).toBe(0)
  })

  test('several roles at one place count together', () => {
    const both = permissionsOfAll(['clerk', 'auditor'], policy)
    expect(both).toEqual(new Set([...permissionsOf('clerk', policy), ...permissionsOf('auditor', policy)]))
    expect(permissionsOfAll([], policy).size).toBe(0)
    expect(levelOf(['clerk', 'storeManager'], policy)).toBe('storeManager')
    expect(levelOf(['clerk', 'auditor'], policy)).toBeNull()
  })

  test('a policy from before roles were HQ’s reads as it always did', () => {
    const { roles: _roles, rights: _rights, limits: _limits, ...old } = policy
    const read = readPolicyText(JSON.stringify(old))
    for (const role of roles) expect(permissionsOf(role, read)).toEqual(permissionsOf(role, policy))
    expect(read.limits).toEqual([])
  })
})

describe('up to how much', () => {
  const limited = changed((copy) => {
    copy.limits = [
      { role: 'clerk', type: 'writeOff', act: 'submit', maxFen: 20_000 },
      { role: 'storeManager', type: 'writeOff', act: 'submit', maxFen: 100_000 },
      { role: 'purchasing', type: 'writeOff', act: 'submit', maxFen: 900_000 },
    ]
  })

  test('the highest limit of those who may do it at all counts', () => {
    expect(amountLimitFen(['clerk'], 'writeOff', 'submit', limited)).toBe(20_000)
    expect(amountLimitFen(['clerk', 'storeManager'], 'writeOff', 'submit', limited)).toBe(100_000)
    // purchasing may not hand in write-offs: its limit lends nobody anything
    expect(amountLimitFen(['clerk', 'purchasing'], 'writeOff', 'submit', limited)).toBe(20_000)
  })

  test('without a row there is none', () => {
    expect(amountLimitFen(['clerk'], 'overage', 'submit', limited)).toBeNull()
    expect(amountLimitFen(['hqOperations', 'clerk'], 'writeOff', 'submit', limited)).toBeNull()
  })
})
