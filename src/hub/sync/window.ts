/**
 * HQ's word as a PC may have known it. What a user may do is judged by what HQ says now and, where that is not enough, by
 * everything HQ said since this PC had surely heard all of it: a shop works on while its line is cut. Which version a paper
 * names tells nothing here, for a forger names what suits.
 */
import type { Policy, Role } from '../../contract/schemas/masterData'
import type { Tx } from '../../database/unitOfWork'
import { policyAt } from '../../documents/work'
import type { Caller } from '../../gateway/gateway'
import { currentPolicy } from '../policy'
import { type HubRuntime, isoNow } from '../runtime'
import { rolesHeldNow, rolesHeldSince } from '../users'
import { Doubt } from './doubt'

type Device = NonNullable<Caller['device']>

export interface Word {
  policies: readonly Policy[]
  /** what somebody is at this PC's store; nothing for who is not of it */
  rolesOf(userId: string): Promise<Role[]>
}

/** Nothing is lacking, or what is by now; a check that no word since then lets pass is thrown. */
export const judge = async (
  tx: Tx,
  device: Device,
  nowIso: string,
  check: (word: Word) => Promise<void>,
): Promise<Doubt | null> => {
  try {
    await check({
      policies: [await currentPolicy(tx)],
      rolesOf: (userId) => rolesHeldNow(tx, userId, device.storeCode, nowIso),
    })
    return null
  } catch (error) {
    if (!(error instanceof Doubt)) throw error
    await check(await wordSince(tx, device, nowIso))
    return error
  }
}

export const wordSince = async (tx: Tx, device: Device, nowIso: string): Promise<Word> => {
  const since = await heardAllBefore(tx, device)
  return {
    policies: await policiesInForceSince(tx, since),
    rolesOf: (userId) => rolesHeldSince(tx, userId, device.storeCode, since, nowIso),
  }
}

/** a change is dated before it is committed, and a PC that asked between the two was told the old word */
const slackMs = 60_000

/** By when a PC had surely heard all HQ said. */
export const heardAllBefore = async (tx: Tx, { deviceId }: Device): Promise<string> => {
  const row = await tx.one<{ at: string }>(
    'SELECT coalesce(caughtUpAt, enrolledAt) AS at FROM device WHERE deviceId = ?',
    [deviceId],
  )
  return new Date(Date.parse(row?.at ?? '') - slackMs).toISOString()
}

/** The one in force then, and all that came after. */
const policiesInForceSince = async (tx: Tx, since: string): Promise<Policy[]> => {
  const versions = await tx.all<{ version: number }>(
    `SELECT version FROM policy WHERE version >= coalesce((SELECT max(p.version) FROM policy p
       LEFT JOIN policyChange c ON c.version = p.version WHERE coalesce(c.at, '') < ?), 0) ORDER BY version`,
    [since],
  )
  const policies: Policy[] = []
  for (const { version } of versions) policies.push(await policyAt(tx, version))
  return policies
}

/** a PC asks every few seconds; this often is enough to know what it has heard */
const heardMs = 60_000

const columns = { users: 'usersHeardAt', policy: 'policyHeardAt' } as const
type Heard = keyof typeof columns

export const tellsRights = (stream: string): stream is Heard => Object.hasOwn(columns, stream)

/**
 * It asks for what comes after the last item there is: so it holds all the others. And it asks only once it has told all it
 * had to tell, so what it will tell from now on was done by somebody who knew at least what it had heard the time before.
 */
export const noteHeard = async (runtime: HubRuntime, { deviceId }: Device, stream: Heard): Promise<void> => {
  const column = columns[stream]
  const row = await runtime.database.read.one<{ at: string | null }>(
    `SELECT ${column} AS at FROM device WHERE deviceId = ?`,
    [deviceId],
  )
  if (row?.at && Date.parse(row.at) + heardMs > runtime.clock.nowMs()) return
  await runtime.database.write((tx) =>
    tx.run(
      `UPDATE device SET caughtUpAt = coalesce(min(usersHeardAt, policyHeardAt), caughtUpAt), ${column} = ?
       WHERE deviceId = ?`,
      [isoNow(runtime), deviceId],
    ),
  )
}
