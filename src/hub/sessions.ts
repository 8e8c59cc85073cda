/** Console sessions and device tokens: from what a request shows to who is calling. Secrets are stored as hashes only. */
import type { Session } from '../contract/operations/signIn'
import type { Policy, Role } from '../contract/schemas/masterData'
import type { Scope } from '../core/organisation/scope'
import { UserEntity, type UserRow } from '../database/entities'
import type { Reader } from '../database/unitOfWork'
import { type Actor, actorOf, type Caller } from '../gateway/gateway'
import { currentPolicy } from './policy'
import type { HubRuntime } from './runtime'
import { hashOf } from './secrets'

export const sessionMaxMs = 12 * 60 * 60 * 1000

export const openSession = async (runtime: HubRuntime, userId: string): Promise<string> => {
  const token = runtime.ids.secret()
  const nowMs = runtime.clock.nowMs()
  await runtime.database.write(async (tx) => {
    await tx.run('DELETE FROM session WHERE createdAtMs < ?', [nowMs - sessionMaxMs])
    await tx.run('INSERT INTO session (tokenHash, userId, createdAtMs, seenAtMs) VALUES (?, ?, ?, ?)', [
      hashOf(token),
      userId,
      nowMs,
      nowMs,
    ])
  })
  return token
}

export const endSession = (runtime: HubRuntime, token: string): Promise<void> =>
  runtime.database.write((tx) => tx.run('DELETE FROM session WHERE tokenHash = ?', [hashOf(token)]))

export const actorOfSession = async (runtime: HubRuntime, token: string): Promise<Actor | null> => {
  const { read } = runtime.database
  const session = await read.one<{ userId: string; createdAtMs: number }>(
    'SELECT userId, createdAtMs FROM session WHERE tokenHash = ?',
    [hashOf(token)],
  )
  if (!session || runtime.clock.nowMs() - session.createdAtMs > sessionMaxMs) return null
  const user = await read.manager.findOneBy(UserEntity, { id: session.userId, active: 1 })
  return user ? hubActor(user, await currentPolicy(read)) : null
}

export const hubActor = (user: UserRow, policy: Policy): Actor =>
  actorOf(
    { userId: user.id, name: user.name, nameEn: user.nameEn, role: user.role as Role, scope: scopeOf(user) },
    policy,
  )

const scopeOf = (user: UserRow): Scope => {
  if (user.scopeKind === 'chain') return { kind: 'chain' }
  if (user.scopeKind === 'region') return { kind: 'region', regionCode: user.scopeCode }
  return { kind: 'store', storeCode: user.scopeCode }
}

export const deviceOfToken = async (read: Reader, token: string): Promise<Caller['device']> => {
  const device = await read.one<{ deviceId: string; storeCode: string; state: string }>(
    'SELECT deviceId, storeCode, state FROM device WHERE tokenHash = ?',
    [hashOf(token)],
  )
  return device && device.state !== 'revoked' ? { deviceId: device.deviceId, storeCode: device.storeCode } : null
}

export const sessionView = async (read: Reader, actor: Actor): Promise<Session> => ({
  userId: actor.userId,
  name: actor.name,
  nameEn: actor.nameEn,
  role: actor.role,
  permissions: [...actor.permissions],
  scopeName: await scopeName(read, actor.scope),
})

const scopeName = async (read: Reader, scope: Scope): Promise<string> => {
  if (scope.kind === 'chain') return ''
  const [table, code] = scope.kind === 'region' ? ['region', scope.regionCode] : ['store', scope.storeCode]
  return (await read.one<{ name: string }>(`SELECT name FROM ${table} WHERE code = ?`, [code as string]))?.name ?? ''
}
