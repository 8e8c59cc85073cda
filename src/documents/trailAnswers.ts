/** What both sides answer about the trail: the same query, the same scope, the same reading of the chain. */
import type { InputOf, OutputOf } from '../contract/operations'
import { searchTrail, trailLogsOf } from '../database/queries/trail'
import type { Reader } from '../database/unitOfWork'
import { type Actor, viewOf } from '../gateway/gateway'
import { chainOf } from '../ledger/verify'

interface Asked {
  read: Reader
  user: Actor
}

const problemsShownMax = 50

export const trailAnswersOf = (side: 'store' | 'hub') => ({
  'trail.search': async ({ read, user }: Asked, input: InputOf<'trail.search'>): Promise<OutputOf<'trail.search'>> => {
    const { scope, withCost } = viewOf(user)
    const asker = { side, scope, userId: user.userId, withCost }
    return (await searchTrail(read, { ...input, limit: input.limit ?? 100 }, asker)) as OutputOf<'trail.search'>
  },

  'trail.verify': async ({ read, user }: Asked): Promise<OutputOf<'trail.verify'>> => {
    const logs = await trailLogsOf(read, { side, scope: user.scope })
    const problems: string[] = []
    for (const log of logs)
      problems.push(
        ...(await chainOf(read, log)).map(({ where, invariant, detail }) => `${where}: ${invariant}, ${detail}`),
      )
    return {
      ok: problems.length === 0,
      checked: logs.reduce((sum, { headSeq }) => sum + headSeq, 0),
      problems: problems.slice(0, problemsShownMax),
    }
  },
})
