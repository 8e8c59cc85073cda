/** What both sides answer about the trail: the same query, the same scope, the same reading of the chain. */
import type { InputOf, OutputOf } from '../contract/operations'
import { withoutCost } from '../core/findings'
import { isCostName, searchTrail, trailLogsOf } from '../database/queries/trail'
import type { Reader } from '../database/unitOfWork'
import { type Actor, viewOf } from '../gateway/gateway'
import { chainOf, type Problem, type Verification } from '../ledger/verify'
import { looksTold } from '../ledger/verifyLooks'

interface Asked {
  read: Reader
  user: Actor
}

const problemsShownMax = 50

/**
 * `verifyAll`: where whoever answers for the whole chain may have all of it checked, ledger and papers too. A branch has the
 * chains of its own PCs' logs read, and a shop its own PC's, which goes on working meanwhile.
 */
export const trailAnswersOf = <A extends Asked>(
  side: 'store' | 'hub',
  verifyAll?: (asked: A) => Promise<Verification>,
) => ({
  'trail.search': async ({ read, user }: A, input: InputOf<'trail.search'>): Promise<OutputOf<'trail.search'>> => {
    const { scope, withCost } = viewOf(user)
    const asker = { side, scope, userId: user.userId, withCost }
    return (await searchTrail(read, { ...input, limit: input.limit ?? 100 }, asker)) as OutputOf<'trail.search'>
  },

  'trail.verify': async (asked: A): Promise<OutputOf<'trail.verify'>> => {
    const { read, user } = asked
    const { scope, withCost } = viewOf(user)
    const logs = await trailLogsOf(read, { side, scope })
    const found =
      verifyAll && scope.kind === 'chain'
        ? everything(await verifyAll(asked), await allLooksTold(read, logs))
        : await chains(read, logs)
    return {
      ok: found.found === 0,
      covers: found.covers,
      checked: found.checked,
      found: found.found,
      problems: found.problems
        .slice(0, problemsShownMax)
        .map((problem) => (withCost ? problem : withoutCost(problem, isCostName))),
    }
  },
})

interface Found extends Pick<OutputOf<'trail.verify'>, 'covers' | 'checked' | 'found'> {
  problems: Problem[]
}

type Logs = Awaited<ReturnType<typeof trailLogsOf>>

/** `told`: what PCs found in files of their own, which nobody at HQ can look into. */
const everything = ({ checked, problems, found }: Verification, told: readonly Problem[]): Found => ({
  covers: 'everything',
  checked: checked.events + checked.movements + checked.balances + checked.documents + checked.lines,
  found: found + told.length,
  problems: [...problems, ...told],
})

const allLooksTold = async (read: Reader, logs: Logs): Promise<Problem[]> => {
  const problems: Problem[] = []
  for (const log of logs) problems.push(...(await looksTold(read, log)))
  return problems
}

const chains = async (read: Reader, logs: Logs): Promise<Found> => {
  const problems: Problem[] = []
  for (const log of logs) problems.push(...(await chainOf(read, log)))
  problems.push(...(await allLooksTold(read, logs)))
  const checked = logs.reduce((sum, { headSeq }) => sum + headSeq, 0)
  return { covers: 'chains', checked, found: problems.length, problems }
}
