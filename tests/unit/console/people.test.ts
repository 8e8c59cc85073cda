import { describe, expect, test } from 'vitest'
import { bySubject, type Matrix, readMatrixFilters, shownRoles, shownRows } from '../../../src/console/data/matrix'
import {
  branchKey,
  branchOf,
  emptyAssignment,
  newPerson,
  type PersonDraft,
  personInput,
  personProblem,
} from '../../../src/console/data/people'
import {
  holdersOf,
  isChanged,
  limitOf,
  type RightsDraft,
  rightsDraft,
  rightsIn,
  withHolder,
  withLimit,
  withoutRole,
  withRole,
} from '../../../src/console/data/roles'
import { fixedPermissions } from '../../../src/contract/defaultPolicy'
import { permissionMatrix } from '../../../src/contract/permissionMatrix'
import { policySchema } from '../../../src/contract/schemas/masterData'
import { documentTypes } from '../../../src/core/documents/states'

const policy = policySchema.parse({
  version: 1,
  goodsReceipt: { overTolerancePermille: 0 },
  scanning: { bounceMs: 200, weighRules: [] },
  signIn: { wrongPinMax: 5, lockMinutes: 15 },
})

const draftNow = (): RightsDraft =>
  rightsDraft({
    ...{ version: 1, rights: policy.rights, specialRights: policy.specialRights, limits: policy.limits },
    roles: policy.roles.map((role) => ({ ...role, people: 0 })),
    documents: Object.fromEntries(documentTypes.map((type) => [type, policy.documents[type].rights])) as never,
  })

const role = { ...emptyAssignment, role: 'clerk', scopeCode: 'S001' }
const person: PersonDraft = { ...newPerson, userId: 's001.wang', name: '小王', assignments: [role] }

describe('a person as typed', () => {
  test('a branch is one value of a choice and comes back as it was', () => {
    for (const key of ['chain', 'region:R-E', 'store:S001']) expect(branchKey(branchOf(key))).toBe(key)
    expect(branchKey(emptyAssignment)).toBe('')
  })

  test.each([
    ['id', { userId: 'S001' }],
    ['name', { name: ' ' }],
    ['noRole', { assignments: [] }],
    ['role', { assignments: [{ ...role, role: '' }] }],
    ['branch', { assignments: [{ ...role, scopeCode: '' }] }],
    ['days', { assignments: [{ ...role, validFrom: '2026-12-02', validUntil: '2026-12-01' }] }],
    ['twice', { assignments: [role, { ...role, validUntil: '2026-12-01' }] }],
    [null, {}],
  ])('what is missing is said: %s', (problem, patch) => {
    expect(personProblem({ ...person, ...patch }, true)).toBe(problem)
  })

  test('a new one is sent as new, a change with the change it was read at', () => {
    expect(personInput(person, null)).toMatchObject({ isNew: true, baseChange: 0 })
    expect(personInput(person, 4)).toMatchObject({ isNew: false, baseChange: 4 })
  })
})

describe('rights as ticked', () => {
  const right = { kind: 'act', type: 'writeOff', act: 'post' } as const

  test('on and off again is no change; a limit goes with its tick', () => {
    const before = draftNow()
    const given = withHolder(before, right, 'clerk', true)
    expect(isChanged(given, before)).toBe(true)
    expect(holdersOf(given, right)).toEqual(['clerk', 'storeManager', 'hqOperations'])
    expect(isChanged(withHolder(given, right, 'clerk', false), before)).toBe(false)
    const limited = withLimit(given, 'clerk', 'writeOff', 'post', 5000)
    expect(limitOf(limited, 'clerk', 'writeOff', 'post')).toBe(5000)
    expect(isChanged(withHolder(limited, right, 'clerk', false), before)).toBe(false)
  })

  test('a role taken away leaves every list', () => {
    const before = draftNow()
    const added = withRole(before, { ...(before.roles[0] as RightsDraft['roles'][0]), code: 'night' })
    const ticked = withLimit(withHolder(added, right, 'night', true), 'night', 'writeOff', 'post', 1)
    expect(isChanged(withoutRole(ticked, 'night'), before)).toBe(false)
  })

  test('every right has a place, also one added later', () => {
    const shown = (['sensitive', 'look', 'store', 'manage'] as const).flatMap((group) => rightsIn(group))
    expect([...shown].sort()).toEqual([...fixedPermissions].sort())
  })
})

describe('the matrix as read', () => {
  const matrix: Matrix = {
    version: 1,
    roles: policy.roles.map(({ code, name, nameEn }) => ({ code, name, nameEn, active: code !== 'auditor' })),
    rows: permissionMatrix(policy),
  }
  const read = (query: string) => readMatrixFilters(new URLSearchParams(query))
  const rows = (query: string) => shownRows(matrix, read(query), ({ operation }) => operation)

  test('all of it, without roles that are off', () => {
    expect(rows('')).toHaveLength(matrix.rows.length)
    expect(shownRoles(matrix, read('')).map(({ role: { code } }) => code)).not.toContain('auditor')
    expect(bySubject(matrix.rows).map(({ subject }) => subject)).toContain('role')
  })

  test('two roles side by side show what differs alone; nonsense in a link shows all', () => {
    const across = rows('role=clerk&against=storeManager')
    expect(across.length).toBeGreaterThan(0)
    expect(across.length).toBeLessThan(matrix.rows.length)
    expect(rows('role=clerk&against=clerk')).toHaveLength(0)
    expect(shownRoles(matrix, read('role=nobody'))).toHaveLength(6)
    expect(rows('side=moon')).toHaveLength(matrix.rows.length)
    expect(rows('side=hub&q=ROLE.').every(({ operation }) => operation.startsWith('role.'))).toBe(true)
  })
})
