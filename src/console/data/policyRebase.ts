/** Somebody else saved while settings were edited here: what was changed here, put upon the newer version. */
import type { PolicyDraft } from './policy'

/** `base`: what the draft was made from. Only what differs from it is of this draft; all the rest is as it was saved since. */
export const rebasedPolicy = (draft: PolicyDraft, base: PolicyDraft, fresh: PolicyDraft): PolicyDraft =>
  merged(draft, base, fresh) as PolicyDraft

/** Whatever order its fields are in: HQ answers in the order of the schema. */
export const isPolicyChanged = (draft: PolicyDraft, saved: PolicyDraft): boolean => !same(draft, saved)

const merged = (mine: unknown, before: unknown, theirs: unknown): unknown => {
  if (same(mine, before)) return theirs
  if (isNamed(mine) && isNamed(before) && isNamed(theirs)) {
    const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])]
    return Object.fromEntries(
      names
        .map((name) => [name, merged(mine[name], before[name], theirs[name])])
        .filter(([, value]) => value !== undefined),
    )
  }
  if (isCoded(mine) && isCoded(before) && isCoded(theirs)) return mergedByCode(mine, before, theirs)
  return mine
}

type Coded = readonly { code: string }[]

/** Reasons: the new ones of both stand at the end; what was touched here is as it is here. */
const mergedByCode = (mine: Coded, before: Coded, theirs: Coded): unknown[] => {
  const find = (all: Coded, code: string) => all.find((one) => one.code === code)
  const codes = [...new Set([...theirs, ...mine].map(({ code }) => code))]
  return codes
    .map((code) => merged(find(mine, code), find(before, code), find(theirs, code)))
    .filter((one) => one !== undefined)
}

const isNamed = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Two of one code are a mistake that is still being put right: merged, one of them would be gone. */
const isCoded = (value: unknown): value is Coded =>
  Array.isArray(value) &&
  value.every((one) => isNamed(one) && typeof one.code === 'string') &&
  new Set(value.map(({ code }) => code)).size === value.length

const same = (one: unknown, other: unknown): boolean => ordered(one) === ordered(other)

const ordered = (value: unknown): string | undefined =>
  JSON.stringify(value, (_name, one) =>
    isNamed(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
  )
