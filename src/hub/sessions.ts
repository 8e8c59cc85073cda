/** Console sessions and device tokens: from what a request shows to who is calling. Secrets are stored as hashes only. */
import type { Session } from '../contract/operations/signIn'
import type { Scope } from '../core/organisation/scope'
import { storeDayOf } from '../core/quantity/storeDay'
import type { UserRow } from '../database/entities'
import { type Hat, hatsOf } from '../database/queries/people'
import type { Condition } from '../database/queries/scope'
import type { Reader, Tx } from '../database/unitOfWork'
import { type Actor, actorOf, type Caller } from '../gateway/gateway'
import { currentPolicy } from './policy'
import type { HubRuntime } from './runtime'
import { hashOf } from './secrets'

/** a day's work; and a browser nobody came back to */
export const sessionMaxMs = 12 * 60 * 60 * 1000
const sessionIdleMaxMs = 2 * 60 * 60 * 1000
/** the last call is kept this coarsely: a write at every question would make every question a write */
const seenEveryMs = 60_000
/** how long the password counts as just given */
const steppedUpMs = 10 * 60_000
/** ended sessions are kept for the sign-in before this one that a user is shown */
const endedKeptMs = 30 * 24 * 60 * 60 * 1000

/** Which sessions still count. */
export const isLive = (runtime: HubRuntime, session = 'session'): Condition => {
  const nowMs = runtime.clock.nowMs()
  return {
    sql: `${session}.endedAtMs IS NULL AND ${session}.createdAtMs > ? AND ${session}.seenAtMs > ?`,
    parameters: [nowMs - sessionMaxMs, nowMs - sessionIdleMaxMs],
  }
}

/** The password was given just now, so it counts as stepped up. */
export const openSession = async (
  tx: Tx,
  runtime: HubRuntime,
  userId: string,
  from: Caller['from'],
): Promise<{ token: string; sessionId: string }> => {
  const [token, sessionId, nowMs] = [runtime.ids.secret(), runtime.ids.uuid(), runtime.clock.nowMs()]
  await tx.run('DELETE FROM session WHERE createdAtMs < ?', [nowMs - endedKeptMs])
  await tx.run(
    `INSERT INTO session (tokenHash, userId, createdAtMs, seenAtMs, sessionId, address, agent, steppedUpAtMs)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [hashOf(token), userId, nowMs, nowMs, sessionId, from?.address ?? '', from?.agent ?? '', nowMs],
  )
  return { token, sessionId }
}

export const endSession = (tx: Tx, runtime: HubRuntime, token: string): Promise<void> =>
  tx.run('UPDATE session SET endedAtMs = ? WHERE tokenHash = ? AND endedAtMs IS NULL', [
    runtime.clock.nowMs(),
    hashOf(token),
  ])

/** All sessions of a user, at once: their password changed, or they were switched off. */
export const endSessionsOf = (tx: Tx, runtime: HubRuntime, userId: string): Promise<void> =>
  tx.run('UPDATE session SET endedAtMs = ? WHERE userId = ? AND endedAtMs IS NULL', [runtime.clock.nowMs(), userId])

export const stepUp = (tx: Tx, runtime: HubRuntime, sessionId: string): Promise<void> =>
  tx.run('UPDATE session SET steppedUpAtMs = ? WHERE sessionId = ?', [runtime.clock.nowMs(), sessionId])

export const isPasswordDue = async (read: Reader, userId: string): Promise<boolean> =>
  (await read.one('SELECT 1 AS found FROM userSecret WHERE userId = ? AND mustChangePassword = 1', [userId])) !==
  undefined

interface SessionRow {
  sessionId: string
  userId: string
  hat: string
  seenAtMs: number
  steppedUpAtMs: number
  passwordDue: number
}

type SessionFacts = Pick<Caller, 'actor' | 'sessionId' | 'sessionToken' | 'steppedUp' | 'passwordDue'>

/**
 * What the gateway is told of a browser that shows this token; null where it opens nothing, or nothing any more. An
 * `unattended` call is one a page made by itself while nobody sat there: it is answered, and is no sign of life.
 */
export const sessionOf = async (
  runtime: HubRuntime,
  token: string,
  { unattended = false } = {},
): Promise<SessionFacts | null> => {
  const row = await liveSession(runtime, token)
  if (row && !unattended && runtime.clock.nowMs() - row.seenAtMs >= seenEveryMs) await keepSeen(runtime, row.sessionId)
  if (!row) return null
  const user = await runtime.database.read.one<UserRow>('SELECT * FROM user WHERE id = ? AND active = 1', [row.userId])
  const actor = user ? await hubActor(runtime, user, row.hat) : null
  if (!actor) return null
  const { sessionId } = row
  const steppedUp = runtime.clock.nowMs() - row.steppedUpAtMs < steppedUpMs
  return { actor, sessionId, sessionToken: token, steppedUp, passwordDue: row.passwordDue === 1 }
}

const liveSession = (runtime: HubRuntime, token: string): Promise<SessionRow | undefined> => {
  const live = isLive(runtime)
  return runtime.database.read.one<SessionRow>(
    `SELECT sessionId, session.userId, hat, seenAtMs, steppedUpAtMs, coalesce(mustChangePassword, 0) AS passwordDue
     FROM session LEFT JOIN userSecret s ON s.userId = session.userId WHERE tokenHash = ? AND ${live.sql}`,
    [hashOf(token), ...live.parameters],
  )
}

const keepSeen = (runtime: HubRuntime, sessionId: string): Promise<void> =>
  runtime.database.write((tx) =>
    tx.run('UPDATE session SET seenAtMs = ? WHERE sessionId = ? AND endedAtMs IS NULL', [
      runtime.clock.nowMs(),
      sessionId,
    ]),
  )

export const actorOfSession = async (runtime: HubRuntime, token: string): Promise<Actor | null> =>
  (await sessionOf(runtime, token))?.actor ?? null

/** Somebody at HQ works for one branch at a time, with all they are there; null where they are nothing any more. */
export const hubActor = async (runtime: HubRuntime, user: UserRow, hat: string): Promise<Actor | null> => {
  const { read } = runtime.database
  const hats = await hatsOf(read, user.id, storeDayOf(runtime.clock.nowMs()))
  const worn = hats.find(({ key }) => key === hat) ?? hats[0]
  if (!worn) return null
  const { id, name, nameEn } = user
  return actorOf({ userId: id, name, nameEn, roles: worn.roles, scope: worn.scope }, await currentPolicy(read))
}

/** Changes the branch this session works for. */
export const wearHat = async (
  runtime: HubRuntime,
  token: string,
  actor: Actor,
  hat: string,
  told: (tx: Tx) => Promise<void>,
): Promise<boolean> => {
  const hats = await hatsOf(runtime.database.read, actor.userId, storeDayOf(runtime.clock.nowMs()))
  if (!hats.some(({ key }) => key === hat)) return false
  await runtime.database.write(async (tx) => {
    await tx.run('UPDATE session SET hat = ? WHERE tokenHash = ?', [hat, hashOf(token)])
    await told(tx)
  })
  return true
}

export const deviceOfToken = async (read: Reader, token: string): Promise<Caller['device']> => {
  const device = await read.one<{ deviceId: string; storeCode: string; state: string }>(
    'SELECT deviceId, storeCode, state FROM device WHERE tokenHash = ?',
    [hashOf(token)],
  )
  return device && device.state !== 'revoked' ? { deviceId: device.deviceId, storeCode: device.storeCode } : null
}

export const revokedDeviceOf = (
  read: Reader,
  token: string,
): Promise<{ deviceId: string; storeCode: string } | undefined> =>
  read.one(`SELECT deviceId, storeCode FROM device WHERE tokenHash = ? AND state = 'revoked'`, [hashOf(token)])

export const sessionView = async (runtime: HubRuntime, actor: Actor, passwordDue = false): Promise<Session> => {
  const { read } = runtime.database
  const hats = await hatsOf(read, actor.userId, storeDayOf(runtime.clock.nowMs()))
  return {
    userId: actor.userId,
    name: actor.name,
    nameEn: actor.nameEn,
    roleName: actor.roleName,
    roleNameEn: actor.roleNameEn,
    level: actor.level,
    permissions: [...actor.permissions],
    scopeName: await scopeName(read, actor.scope),
    passwordDue,
    hat: hats.find(({ scope }) => JSON.stringify(scope) === JSON.stringify(actor.scope))?.key ?? '',
    hats: await Promise.all(hats.map((hat) => hatView(read, hat))),
  }
}

const hatView = async (read: Reader, { key, scope, roles }: Hat): Promise<Session['hats'][number]> => {
  const policy = await currentPolicy(read)
  const named = policy.roles.filter(({ code }) => roles.includes(code))
  return {
    key,
    scopeName: await scopeName(read, scope),
    roleName: named.map(({ name }) => name).join('、'),
    roleNameEn: named.map(({ nameEn }) => nameEn).join(', '),
  }
}

/** '' = the whole chain */
const scopeName = async (read: Reader, scope: Scope): Promise<string> => {
  if (scope.kind === 'chain') return ''
  const [table, code] = scope.kind === 'region' ? ['region', scope.regionCode] : ['store', scope.storeCode]
  return (await read.one<{ name: string }>(`SELECT name FROM ${table} WHERE code = ?`, [code as string]))?.name ?? ''
}
