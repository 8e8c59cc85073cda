/** Editing roles and rights: pure changes to a copy, and what stands in the way of saving it. The hub checks again. */
import type { FixedPermission, SpecialRight } from '../../contract/defaultPolicy'
import { fixedPermissions } from '../../contract/defaultPolicy'
import type { InputOf, OutputOf } from '../../contract/operations'
import { type LimitedAct, limitedActs } from '../../contract/permissions'
import type { RoleDefinition } from '../../contract/schemas/masterData'
import { type DocumentAct, type DocumentType, documentTypes } from '../../core/documents/states'

export type RightsDraft = Omit<InputOf<'role.save'>, 'baseVersion' | 'note'>
export type RoleList = OutputOf<'role.list'>

export const rightsDraft = ({ roles, rights, specialRights, documents, limits }: RoleList): RightsDraft => ({
  ...{ rights, specialRights, documents, limits },
  roles: roles.map(({ people: _people, ...role }) => role),
})

/** One line of the matrix: an act on a type, a special right, or any other. */
export type Right =
  | { kind: 'act'; type: DocumentType; act: DocumentAct }
  | { kind: 'special'; right: SpecialRight }
  | { kind: 'fixed'; right: FixedPermission }

export const keyOfRight = (right: Right): string => (right.kind === 'act' ? `${right.type}.${right.act}` : right.right)

export const holdersOf = (draft: RightsDraft, right: Right): readonly string[] => {
  if (right.kind === 'act') return draft.documents[right.type][right.act]
  return right.kind === 'special' ? draft.specialRights[right.right] : draft.rights[right.right]
}

/** Roles stay in their order, so that what is ticked off and on again is no change. */
const inOrder = ({ roles }: RightsDraft, held: readonly string[]): string[] =>
  roles.map(({ code }) => code).filter((code) => held.includes(code))

export const withHolder = (draft: RightsDraft, right: Right, role: string, on: boolean): RightsDraft => {
  const others = holdersOf(draft, right).filter((one) => one !== role)
  const held = inOrder(draft, on ? [...others, role] : others)
  if (right.kind === 'special') return { ...draft, specialRights: { ...draft.specialRights, [right.right]: held } }
  if (right.kind === 'fixed') return { ...draft, rights: { ...draft.rights, [right.right]: held } }
  const { type, act } = right
  const documents = { ...draft.documents, [type]: { ...draft.documents[type], [act]: held } }
  const next = { ...draft, documents }
  return on || !isLimited(act) ? next : withLimit(next, role, type, act, null)
}

export const isLimited = (act: DocumentAct): act is LimitedAct => (limitedActs as readonly DocumentAct[]).includes(act)

/** Up to which value in fen; null: no limit. */
export const limitOf = (draft: RightsDraft, role: string, type: DocumentType, act: DocumentAct): number | null =>
  draft.limits.find((limit) => limit.role === role && limit.type === type && limit.act === act)?.maxFen ?? null

export const withLimit = (
  draft: RightsDraft,
  role: string,
  type: DocumentType,
  act: LimitedAct,
  maxFen: number | null,
): RightsDraft => {
  const others = draft.limits.filter((limit) => limit.role !== role || limit.type !== type || limit.act !== act)
  return { ...draft, limits: maxFen === null ? others : [...others, { role, type, act, maxFen }] }
}

/** The order in which they are listed says nothing: a right ticked off and on again is no change. */
export const isChanged = (draft: RightsDraft, saved: RightsDraft): boolean =>
  JSON.stringify(sorted(draft)) !== JSON.stringify(sorted(saved))

const sorted = ({ roles, rights, specialRights, documents, limits }: RightsDraft): unknown => [
  roles.map((role) => ({ ...role, grantedBy: [...role.grantedBy].sort() })),
  Object.entries(rights).map(([right, held]) => [right, [...held].sort()]),
  Object.entries(specialRights).map(([right, held]) => [right, [...held].sort()]),
  documentTypes.map((type) => Object.entries(documents[type]).map(([act, held]) => [act, [...held].sort()])),
  limits.map(({ role, type, act, maxFen }) => `${role} ${type} ${act} ${maxFen}`).sort(),
]

/** The new one stands last; one taken away leaves every list it stood in. */
export const withRole = (draft: RightsDraft, role: RoleDefinition): RightsDraft => {
  const known = draft.roles.some(({ code }) => code === role.code)
  const roles = known ? draft.roles.map((one) => (one.code === role.code ? role : one)) : [...draft.roles, role]
  return { ...draft, roles }
}

export const withoutRole = (draft: RightsDraft, code: string): RightsDraft => {
  const without = (held: readonly string[]): string[] => held.filter((one) => one !== code)
  const all = <T extends Record<string, string[]>>(lists: T): T =>
    Object.fromEntries(Object.entries(lists).map(([name, held]) => [name, without(held)])) as T
  return {
    roles: draft.roles
      .filter((role) => role.code !== code)
      .map((role) => ({ ...role, grantedBy: without(role.grantedBy) })),
    rights: all(draft.rights),
    specialRights: all(draft.specialRights),
    documents: Object.fromEntries(
      documentTypes.map((type) => [type, all(draft.documents[type])]),
    ) as RightsDraft['documents'],
    limits: draft.limits.filter((limit) => limit.role !== code),
  }
}

export const roleCodeShape = /^[A-Za-z][A-Za-z0-9]{1,31}$/

/** The rights that are no document's, in groups a reader looks for them in. What shows cost stands alone. */
export const fixedGroups = {
  sensitive: ['cost.view'],
  look: [
    'stock.view',
    'document.view',
    'policy.view',
    'trail.view',
    'audit.view',
    'alarm.view',
    'codeRequest.view',
    'price.view',
    'user.view',
  ],
  store: [
    'label.view',
    'label.print',
    'label.reprint',
    'label.design',
    'paper.print',
    'sync.view',
    'device.view',
    'device.configure',
  ],
  manage: [
    'policy.edit',
    'user.manage',
    'role.edit',
    'session.manage',
    'enrolment.manage',
    'alarm.handle',
    'codeRequest.decide',
    'price.edit',
    'label.share',
  ],
} as const satisfies Record<string, readonly FixedPermission[]>

export type FixedGroup = keyof typeof fixedGroups

const grouped: readonly FixedPermission[] = Object.values(fixedGroups).flat()
/** A right that is new and in no group yet is still shown, with those to manage. */
export const rightsIn = (group: FixedGroup): readonly FixedPermission[] =>
  group === 'manage'
    ? [...fixedGroups.manage, ...fixedPermissions.filter((right) => !grouped.includes(right))]
    : fixedGroups[group]
