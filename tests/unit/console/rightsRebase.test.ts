/** Rights edited here while somebody else saved theirs: both stand, and what was touched here is as it was left here. */
import { expect, test } from 'vitest'
import { rebased } from '../../../src/console/data/rightsRebase'
import {
  holdersOf,
  isChanged,
  limitOf,
  type RightsDraft,
  rightsDraft,
  withHolder,
  withLimit,
  withoutRole,
  withRole,
} from '../../../src/console/data/roles'
import { policySchema } from '../../../src/contract/schemas/masterData'
import { documentTypes } from '../../../src/core/documents/states'

const policy = policySchema.parse({
  version: 1,
  goodsReceipt: { overTolerancePermille: 0 },
  scanning: { bounceMs: 200, weighRules: [] },
  signIn: { wrongPinMax: 5, lockMinutes: 15 },
})
const base: RightsDraft = rightsDraft({
  ...{ version: 1, rights: policy.rights, specialRights: policy.specialRights, limits: policy.limits },
  roles: policy.roles.map((role) => ({ ...role, people: 0 })),
  documents: Object.fromEntries(documentTypes.map((type) => [type, policy.documents[type].rights])) as never,
})
const post = { kind: 'act', type: 'writeOff', act: 'post' } as const
const cost = { kind: 'fixed', right: 'cost.view' } as const
const temp = { code: 'temp', name: '临时工', nameEn: 'Temp', level: null, grantedBy: ['admin'], active: true }

test('ticks of both stand, and nothing else is another', () => {
  const mine = withHolder(base, post, 'clerk', true)
  const theirs = withHolder(withHolder(base, cost, 'clerk', true), cost, 'auditor', false)
  const both = rebased(mine, base, theirs)
  expect(holdersOf(both, post)).toContain('clerk')
  expect(holdersOf(both, cost)).toContain('clerk')
  expect(holdersOf(both, cost)).not.toContain('auditor')
  expect(isChanged(both, withHolder(theirs, post, 'clerk', true))).toBe(false)
})

test('one’s own save that comes back leaves nothing to save', () => {
  const mine = withLimit(withHolder(base, post, 'clerk', true), 'clerk', 'writeOff', 'post', 5000)
  expect(isChanged(rebased(mine, base, mine), mine)).toBe(false)
})

test('a limit and a role touched here are as they were left here', () => {
  const mine = withLimit(withHolder(base, post, 'clerk', true), 'clerk', 'writeOff', 'post', 5000)
  const theirs = withLimit(withHolder(base, post, 'clerk', true), 'clerk', 'writeOff', 'post', 9000)
  expect(limitOf(rebased(mine, base, theirs), 'clerk', 'writeOff', 'post')).toBe(5000)
  const clerk = base.roles.find(({ code }) => code === 'clerk') as (typeof base.roles)[number]
  const named = rebased(withRole(base, { ...clerk, name: '营业员' }), base, withRole(base, temp))
  expect(named.roles.map(({ name }) => name)).toEqual(expect.arrayContaining(['营业员', '临时工']))
})

test('a role taken away meanwhile holds nothing that was ticked for it here', () => {
  const before = withRole(base, temp)
  const mine = withLimit(withHolder(before, post, 'temp', true), 'temp', 'writeOff', 'post', 100)
  const both = rebased(mine, before, withoutRole(before, 'temp'))
  expect(both.roles.some(({ code }) => code === 'temp')).toBe(false)
  expect(holdersOf(both, post)).not.toContain('temp')
  expect(limitOf(both, 'temp', 'writeOff', 'post')).toBeNull()
})
