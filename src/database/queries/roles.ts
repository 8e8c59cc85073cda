/** Which of people's roles lie within a scope: a branch sees the people of itself and of what is under it, none above. */
import type { Scope } from '../../core/organisation/scope'
import type { Reader } from '../unitOfWork'
import type { Condition } from './scope'

/** `role`: the alias of userRole. */
export const rolesWithin = (scope: Scope, role: string): Condition => {
  if (scope.kind === 'chain') return { sql: '1 = 1', parameters: [] }
  if (scope.kind === 'store')
    return { sql: `${role}.scopeKind = 'store' AND ${role}.scopeCode = ?`, parameters: [scope.storeCode] }
  return {
    sql: `(${role}.scopeKind = 'region' AND ${role}.scopeCode = ?)
      OR (${role}.scopeKind = 'store' AND ${role}.scopeCode IN (SELECT code FROM store WHERE regionCode = ?))`,
    parameters: [scope.regionCode, scope.regionCode],
  }
}

export interface RoleHeld {
  userId: string
  role: string
  scopeKind: 'chain' | 'region' | 'store'
  scopeCode: string
  validFrom: string
  validUntil: string
  scopeName: string
  /** within the scope asked for */
  within: boolean
}

/** All roles of some people, the widest branch first; those outside the scope are marked. */
export const rolesOf = async (read: Reader, userIds: readonly string[], scope: Scope): Promise<RoleHeld[]> => {
  const within = rolesWithin(scope, 'r')
  const rows = await read.all<Omit<RoleHeld, 'within'> & { within: number }>(
    `SELECT r.userId, r.role, r.scopeKind, r.scopeCode, r.validFrom, r.validUntil,
       coalesce(g.name, s.name, '') AS scopeName, (${within.sql}) AS within
     FROM userRole r LEFT JOIN region g ON r.scopeKind = 'region' AND g.code = r.scopeCode
       LEFT JOIN store s ON r.scopeKind = 'store' AND s.code = r.scopeCode
     WHERE r.userId IN (SELECT value FROM json_each(?))
     ORDER BY r.userId, r.scopeKind, r.scopeCode, r.role, r.validFrom`,
    [...within.parameters, JSON.stringify(userIds)],
  )
  return rows.map((row) => ({ ...row, within: row.within === 1 }))
}
