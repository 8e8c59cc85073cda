/**
 * Whose account a secret was tried for. Until it was found right nobody knows who tried: such a line of the trail has no
 * actor, and is found by the account all the same.
 */
import type { Parameter } from '../unitOfWork'

/** Operations that ask for somebody's secret; `door.refused` counts tries at them by the minute. */
export const askForSecret = ['signIn.withPassword', 'signIn.withPin', 'signIn.checkPin', 'override.grant'] as const

/** Lines `t` of the trail that are this user's own, or a try at their account. Each half has an index. */
export const byOrAt = (userId: string): { sql: string; parameters: Parameter[] } => ({
  sql: `t.userId = ? OR (t.operation IN (SELECT value FROM json_each(?)) AND t.outcome = 'refused'
    AND CASE WHEN json_valid(t.payload) THEN json_extract(t.payload, '$.detail.userId') END = ?)`,
  parameters: [userId, JSON.stringify([...askForSecret, 'door.refused']), userId],
})
