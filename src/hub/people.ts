/** What somebody at HQ sees of people, and what they may change about them: the rules of giving and taking roles. */
import type { InputOf, OutputOf } from '../contract/operations'
import type { Assignment, Policy } from '../contract/schemas/masterData'
import type { Scope } from '../core/organisation/scope'
import { storeDayOf } from '../core/quantity/storeDay'
import { type RoleHeld, rolesOf, rolesWithin } from '../database/queries/roles'
import { allOf, type Condition, likeText, withinScope } from '../database/queries/scope'
import type { Reader, Tx } from '../database/unitOfWork'
import { type Actor, Refusal } from '../gateway/gateway'
import type { QueryCall } from './calls'
import { currentPolicy } from './policy'
import type { HubRuntime } from './runtime'

type ListInput = InputOf<'user.list'>
type Listed = OutputOf<'user.list'>['users'][number]

const pageRows = 50

interface UserRow {
  userId: string
  name: string
  nameEn: string
  active: number
}

export const today = (runtime: HubRuntime): string => storeDayOf(runtime.clock.nowMs())

export const listPeople = async (call: QueryCall, input: ListInput): Promise<OutputOf<'user.list'>> => {
  const limit = input.limit ?? pageRows
  const where = allOf([visible(call.user.scope, input), ...plainFilters(input)])
  const rows = await call.read.all<UserRow>(
    `SELECT u.id AS userId, u.name, u.nameEn, u.active FROM user u WHERE ${where.sql} ORDER BY u.id LIMIT ?`,
    [...where.parameters, limit + 1],
  )
  const shown = rows.slice(0, limit)
  const users = await withRoles(call, shown)
  return { users, next: rows.length > limit ? (shown.at(-1)?.userId ?? null) : null }
}

export const onePerson = async (call: QueryCall, userId: string): Promise<Listed> => {
  const rows = await call.read.all<UserRow>('SELECT id AS userId, name, nameEn, active FROM user WHERE id = ?', [
    userId,
  ])
  const [person] = await withRoles(call, rows)
  if (!person) throw new Refusal('USER_NOT_FOUND', { userId })
  return person
}

/** Who has a role in the scope that is the one asked for. HQ sees also those without any. */
const visible = (scope: Scope, { role, storeCode, regionCode }: ListInput): Condition => {
  const asked: Condition[] = [rolesWithin(scope, 'r')]
  if (role !== undefined) asked.push({ sql: 'r.role = ?', parameters: [role] })
  if (storeCode !== undefined) asked.push(rolesWithin({ kind: 'store', storeCode }, 'r'))
  if (regionCode !== undefined) asked.push(rolesWithin({ kind: 'region', regionCode }, 'r'))
  if (scope.kind === 'chain' && asked.length === 1) return { sql: '1 = 1', parameters: [] }
  const all = allOf(asked)
  return { ...all, sql: `EXISTS (SELECT 1 FROM userRole r WHERE r.userId = u.id AND ${all.sql})` }
}

const plainFilters = ({ search, state, after }: ListInput): Condition[] => {
  const filters: Condition[] = []
  if (search !== undefined)
    filters.push({
      sql: `u.id LIKE ? ESCAPE '\\' OR u.name LIKE ? ESCAPE '\\' OR u.nameEn LIKE ? ESCAPE '\\'`,
      parameters: [likeText(search), likeText(search), likeText(search)],
    })
  if (state !== undefined) filters.push({ sql: 'u.active = ?', parameters: [state === 'active' ? 1 : 0] })
  if (after !== undefined) filters.push({ sql: 'u.id > ?', parameters: [after] })
  return filters
}

const withRoles = async (call: QueryCall, rows: readonly UserRow[]): Promise<Listed[]> => {
  const day = today(call.runtime)
  const roles = await rolesOf(
    call.read,
    rows.map(({ userId }) => userId),
    call.user.scope,
  )
  return rows.map((row) => {
    const theirs = roles.filter(({ userId }) => userId === row.userId)
    return {
      ...row,
      active: row.active === 1,
      assignments: theirs.filter(({ within }) => within).map((one) => shownRole(one, day)),
      elsewhere: theirs.some(({ within }) => !within),
    }
  })
}

const shownRole = (
  { role, scopeKind, scopeCode, validFrom, validUntil, scopeName }: RoleHeld,
  day: string,
): Listed['assignments'][number] => {
  const later = validFrom > day
  const over = validUntil !== '' && validUntil < day
  return {
    ...{ role, scopeKind, scopeCode, validFrom, validUntil, scopeName },
    state: later ? 'later' : over ? 'over' : 'now',
  }
}

/** Refuses with USER_NOT_FOUND whoever has no role in the scope, as if there were no such person. */
export const rolesOfVisible = async (read: Reader, userId: string, scope: Scope): Promise<RoleHeld[]> => {
  const roles = await rolesOf(read, [userId], scope)
  const exists = await read.one('SELECT 1 AS found FROM user WHERE id = ?', [userId])
  if (!exists || (scope.kind !== 'chain' && !roles.some(({ within }) => within)))
    throw new Refusal('USER_NOT_FOUND', { userId })
  return roles
}

/** Does one of the roles this user works with give that role? One the policy knows no more is the whole chain's to take. */
export const mayGrant = (user: Actor, role: string, policy: Pick<Policy, 'roles'>): boolean => {
  const known = policy.roles.find(({ code }) => code === role)
  if (!known) return user.scope.kind === 'chain'
  return known.grantedBy.some((one) => user.roles.includes(one))
}

/** Could this user give everything the person holds? Then the person as a whole is theirs to change. */
export const isWholly = (user: Actor, roles: readonly RoleHeld[], policy: Pick<Policy, 'roles'>): boolean =>
  roles.every(({ role, within }) => within && mayGrant(user, role, policy))

export const refuseNotWholly = (user: Actor, roles: readonly RoleHeld[], policy: Pick<Policy, 'roles'>): void => {
  const foreign = roles.find(({ role, within }) => !within || !mayGrant(user, role, policy))
  if (foreign) throw new Refusal('ROLE_NOT_GRANTABLE', { role: foreign.within ? foreign.role : '' })
}

const sameRole = (a: Assignment, b: Assignment): boolean =>
  a.role === b.role &&
  a.scopeKind === b.scopeKind &&
  a.scopeCode === b.scopeCode &&
  a.validFrom === b.validFrom &&
  a.validUntil === b.validUntil

/** What is added, changed or taken away has to be this user's to give, over a branch they work for. */
export const refuseNotGrantable = async (
  tx: Tx,
  user: Actor,
  before: readonly Assignment[],
  after: readonly Assignment[],
): Promise<void> => {
  const policy = await currentPolicy(tx)
  const added = after.filter((one) => !before.some((other) => sameRole(one, other)))
  const taken = before.filter((one) => !after.some((other) => sameRole(one, other)))
  for (const one of added) await refuseNoSuch(tx, user.scope, one, policy)
  const foreign = [...added, ...taken].find(({ role }) => !mayGrant(user, role, policy))
  if (foreign) throw new Refusal('ROLE_NOT_GRANTABLE', { role: foreign.role })
}

/** A role that is none, a branch that is none or outside the scope, which looks the same. */
const refuseNoSuch = async (
  tx: Tx,
  scope: Scope,
  { role, scopeKind, scopeCode }: Assignment,
  { roles }: Pick<Policy, 'roles'>,
): Promise<void> => {
  if (!roles.some(({ code, active }) => code === role && active)) throw new Refusal('ROLE_NOT_FOUND', { role })
  if (scopeKind === 'chain' && scope.kind !== 'chain') throw new Refusal('ROLE_NOT_GRANTABLE', { role })
  if (scopeKind === 'region' && !(await regionWithin(tx, scope, scopeCode)))
    throw new Refusal('REGION_NOT_FOUND', { regionCode: scopeCode })
  if (scopeKind === 'store' && !(await storeWithin(tx, scope, scopeCode)))
    throw new Refusal('STORE_NOT_FOUND', { storeCode: scopeCode })
}

/** A store's people see no region as theirs, though their store lies in one. */
export const regionWithin = async (read: Reader, scope: Scope, code: string): Promise<boolean> => {
  if (scope.kind === 'store' || (scope.kind === 'region' && scope.regionCode !== code)) return false
  return (await read.one('SELECT 1 AS found FROM region WHERE code = ?', [code])) !== undefined
}

export const storeWithin = async (read: Reader, scope: Scope, code: string): Promise<boolean> => {
  const within = withinScope(scope, 'code')
  const sql = `SELECT 1 AS found FROM store WHERE code = ? AND ${within.sql}`
  return (await read.one(sql, [code, ...within.parameters])) !== undefined
}
