/**
 * 店长授权: a manager's right lent for one act on one document as it stood then, at one window, for two minutes and once. Kept
 * in memory alone: a restart takes it back. The same request repeated (its answer was lost) is still the same act.
 */
import type { Reader } from '../database/unitOfWork'
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
  /** of the paper the manager was shown; null where there is none by that id */
  version: number | null
  lender: Actor
  grantedAtMs: number
  usedBy: string | null
}

export interface Overrides {
  grant(given: Pick<Grant, 'clientId' | 'borrowerId' | 'operation' | 'documentId' | 'lender'>): Promise<string>
  lender(overrideId: string, asked: Asked): Promise<Actor | null>
}

export const createOverrides = (clock: Clock, ids: Ids, read: Reader): Overrides => {
  const grants = new Map<string, Grant>()
  const forgetOld = (): void => {
    for (const [id, { grantedAtMs }] of grants) {
      if (clock.elapsedMs() - grantedAtMs > overrideLifeMs || grants.size > keptMax) grants.delete(id)
    }
  }
  return {
    grant: async (given) => {
      const version = await versionOf(read, given.documentId)
      forgetOld()
      const overrideId = ids.uuid()
      grants.set(overrideId, { ...given, version, grantedAtMs: clock.elapsedMs(), usedBy: null })
      return overrideId
    },
    lender: async (overrideId, asked) => {
      forgetOld()
      const grant = grants.get(overrideId)
      if (!grant || !isFor(grant, asked)) return null
      if (grant.usedBy === null) await refuseChanged(read, grant, asked)
      // spent on something else while the paper was looked at
      if (!isFor(grant, asked)) return null
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

/** The paper may be another by now than the one the manager agreed to, or the call may be about what it became since. */
const refuseChanged = async (read: Reader, { documentId, version }: Grant, { input }: Asked): Promise<void> => {
  const asked = (input as { version?: unknown }).version ?? version
  if (asked !== version || (await versionOf(read, documentId)) !== version) throw new Refusal('OVERRIDE_PAPER_CHANGED')
}

const versionOf = async (read: Reader, documentId: string): Promise<number | null> =>
  (await read.one<{ version: number }>('SELECT version FROM document WHERE documentId = ?', [documentId]))?.version ??
  null

/** Nobody lends themselves anything, and only what they hold. */
export const refuseLending = (lender: Actor, borrower: Actor, holds: boolean): void => {
  if (lender.userId === borrower.userId) throw new Refusal('OVERRIDE_OWN')
  if (!holds) throw new Refusal('OVERRIDE_NOT_HELD', { name: lender.name })
}
