/** People and their roles as the pages edit them: pure changes to a copy, and what stands in the way of saving it. */
import type { InputOf, OutputOf } from '../../contract/operations'
import type { Assignment } from '../../contract/schemas/masterData'

export type Person = OutputOf<'user.get'>
export type RoleChoices = OutputOf<'user.choices'>
export type Listed = OutputOf<'user.list'>['users'][number]

export interface PersonDraft {
  userId: string
  name: string
  nameEn: string
  active: boolean
  assignments: readonly Assignment[]
}

export const emptyAssignment: Assignment = {
  role: '',
  scopeKind: 'store',
  scopeCode: '',
  validFrom: '',
  validUntil: '',
}

export const newPerson: PersonDraft = {
  ...{ userId: '', name: '', nameEn: '', active: true },
  assignments: [emptyAssignment],
}

export const personDraft = ({ userId, name, nameEn, active, assignments }: Person): PersonDraft => ({
  ...{ userId, name, nameEn, active },
  assignments: assignments.map(({ role, scopeKind, scopeCode, validFrom, validUntil }) => ({
    ...{ role, scopeKind, scopeCode, validFrom, validUntil },
  })),
})

/** A branch as one value of a choice: `chain`, `region:R-E`, `store:S001`; '' = none chosen yet. */
export const branchKey = ({ scopeKind, scopeCode }: Pick<Assignment, 'scopeKind' | 'scopeCode'>): string => {
  if (scopeKind === 'chain') return 'chain'
  return scopeCode === '' ? '' : `${scopeKind}:${scopeCode}`
}

export const branchOf = (key: string): Pick<Assignment, 'scopeKind' | 'scopeCode'> => {
  if (key === 'chain') return { scopeKind: 'chain', scopeCode: '' }
  const [kind, ...code] = key.split(':')
  return { scopeKind: kind === 'region' ? 'region' : 'store', scopeCode: code.join(':') }
}

export type PersonProblem = 'id' | 'name' | 'noRole' | 'role' | 'branch' | 'days' | 'twice'

export const userIdShape = /^[a-z0-9][a-z0-9._-]{1,63}$/

/** The first thing that keeps it from being saved; null when nothing does. The hub checks again. */
export const personProblem = (draft: PersonDraft, isNew: boolean): PersonProblem | null => {
  const { assignments } = draft
  if (isNew && !userIdShape.test(draft.userId)) return 'id'
  if (draft.name.trim() === '') return 'name'
  if (isNew && assignments.length === 0) return 'noRole'
  if (assignments.some(({ role }) => role === '')) return 'role'
  if (assignments.some((one) => branchKey(one) === '')) return 'branch'
  if (assignments.some(({ validFrom, validUntil }) => validUntil !== '' && validUntil < validFrom)) return 'days'
  const keys = assignments.map((one) => [one.role, branchKey(one), one.validFrom].join(' '))
  return new Set(keys).size < keys.length ? 'twice' : null
}

export const personInput = (
  { userId, name, nameEn, active, assignments }: PersonDraft,
  baseChange: number | null,
): InputOf<'user.save'> => ({
  ...{ userId, name: name.trim(), nameEn: nameEn.trim(), active },
  isNew: baseChange === null,
  baseChange: baseChange ?? 0,
  assignments: [...assignments],
})
