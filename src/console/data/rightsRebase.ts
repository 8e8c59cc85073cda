/** Somebody else saved while rights were edited here: what was changed here, put upon the newer version. */
import type { AmountLimit, RoleDefinition } from '../../contract/schemas/masterData'
import { documentTypes } from '../../core/documents/states'
import type { RightsDraft } from './roles'

type Lists = Record<string, string[]>

/** `base`: what the draft was made from. Only what differs from it is of this draft; all the rest is as it was saved since. */
export const rebased = (draft: RightsDraft, base: RightsDraft, fresh: RightsDraft): RightsDraft => {
  const roles = mergedByKey(({ code }: RoleDefinition) => code, {
    draft: draft.roles,
    base: base.roles,
    fresh: fresh.roles,
  })
  const codes = roles.map(({ code }) => code)
  const lists = <T extends Lists>(mine: T, before: T, theirs: T): T => {
    const merged = Object.keys(theirs).map((right) => [
      right,
      mergedList(codes, mine[right] ?? [], before[right] ?? [], theirs[right] ?? []),
    ])
    return Object.fromEntries(merged) as T
  }
  const documents = documentTypes.map((type) => [
    type,
    lists(draft.documents[type], base.documents[type], fresh.documents[type]),
  ])
  return {
    roles,
    rights: lists(draft.rights, base.rights, fresh.rights),
    specialRights: lists(draft.specialRights, base.specialRights, fresh.specialRights),
    documents: Object.fromEntries(documents) as RightsDraft['documents'],
    limits: mergedByKey(({ role, type, act }: AmountLimit) => `${role} ${type} ${act}`, {
      ...{ draft: draft.limits, base: base.limits, fresh: fresh.limits },
    }).filter(({ role }) => codes.includes(role)),
  }
}

/** Who holds a right, in the order of the roles; a role that is gone holds none. */
const mergedList = (
  codes: readonly string[],
  mine: readonly string[],
  before: readonly string[],
  theirs: readonly string[],
): string[] =>
  codes.filter((code) => (mine.includes(code) === before.includes(code) ? theirs.includes(code) : mine.includes(code)))

interface Versions<T> {
  draft: readonly T[]
  base: readonly T[]
  fresh: readonly T[]
}

/** What was touched here is as it is here, also where the other touched it; the new ones of both stand at the end. */
const mergedByKey = <T>(keyOf: (one: T) => string, { draft, base, fresh }: Versions<T>): T[] => {
  const find = (all: readonly T[], key: string): T | undefined => all.find((one) => keyOf(one) === key)
  const same = (one: T | undefined, other: T | undefined): boolean => JSON.stringify(one) === JSON.stringify(other)
  const keys = [...new Set([...fresh, ...draft].map(keyOf))]
  return keys.flatMap((key) => {
    const mine = find(draft, key)
    const kept = same(mine, find(base, key)) ? find(fresh, key) : mine
    return kept === undefined ? [] : [kept]
  })
}
