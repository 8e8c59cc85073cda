/**
 * 店长授权: a manager's right lent for one act on one document, at one window, for two minutes and once. Kept in memory
 * alone: a restart takes it back. The same request repeated (its answer was lost) is still the same act.
 */
import { type Actor, type Asked, Refusal } from '../gateway/gateway'
import type { Clock, Ids } from './runtime'

export const overrideLifeMs = 2 * 60_000
const keptMax = 100

interface Grant {
  clientId: string
  /** who asked for it: the next at this window does not inherit it */
  borrowerId: string
  operation: string
  documentId: string
  lender: Actor
  grantedAtMs: number
  usedBy: string | null
}

export interface Overrides {
  grant(given: Pick<Grant, 'clientId' | 'borrowerId' | 'operation' | 'documentId' | 'lender'>): string
  lender(overrideId: string, asked: Asked): Actor | null
}

export const createOverrides = (clock: Clock, ids: Ids): Overrides => {
  const grants = new Map<string, Grant>()
  const forgetOld = (): void => {
    for (const [id, { grantedAtMs }] of grants) {
      if (clock.elapsedMs() - grantedAtMs > overrideLifeMs || grants.size > keptMax) grants.delete(id)
    }
  }
  return {
    grant: (given) => {
      forgetOld()
      const overrideId = ids.uuid()
      grants.set(overrideId, { ...given, grantedAtMs: clock.elapsedMs(), usedBy: null })
      return overrideId
    },
    lender: (overrideId, asked) => {
      forgetOld()
      const grant = grants.get(overrideId)
      if (!grant || !isFor(grant, asked)) return null
      grant.usedBy = asked.requestId
      return grant.lender
    },
  }
}

const isFor = (grant: Grant, { caller, name, input, requestId }: Asked): boolean =>
  grant.clientId === caller.clientId &&
  grant.borrowerId === caller.actor?.userId &&
  grant.operation === name &&
  grant.documentId === (input as { documentId?: unknown }).documentId &&
  (grant.usedBy === null || grant.usedBy === requestId)

/** Nobody lends themselves anything, and only what they hold. */
export const refuseLending = (lender: Actor, borrower: Actor, holds: boolean): void => {
  if (lender.userId === borrower.userId) throw new Refusal('OVERRIDE_OWN')
  if (!holds) throw new Refusal('OVERRIDE_NOT_HELD', { name: lender.name })
}
