/**
 * Who is signed in at which window. Rows live in the database so that a backend crash does not sign anybody out, and are
 * bound to this start of the app so that a closed app does.
 */
import type { Session } from '../contract/operations/signIn'
import type { Policy, Role } from '../contract/schemas/masterData'
import { UserEntity, type UserRow } from '../database/entities'
import type { Reader, Tx } from '../database/unitOfWork'
import { type Actor, actorOf } from '../gateway/gateway'
import { readEnrolment, removeMeta, writeMeta } from './meta'

const keyOf = (clientId: string): string => `session:${clientId}`

export const openSession = (tx: Tx, clientId: string, shellId: string, userId: string): Promise<void> =>
  writeMeta(tx, keyOf(clientId), { userId, shellId })

export const closeSession = (tx: Tx, clientId: string): Promise<void> => removeMeta(tx, keyOf(clientId))

export const forgetOldSessions = (tx: Tx, shellId: string): Promise<void> =>
  tx.run(`DELETE FROM meta WHERE key LIKE 'session:%' AND json_extract(value, '$.shellId') <> ?`, [shellId])

/** Read anew at every call: a user switched off at HQ is out with the next pull, not with the next sign-in. */
export const findActor = async (
  read: Reader,
  clientId: string,
  shellId: string,
  policy: () => Promise<Policy>,
): Promise<Actor | null> => {
  const user = await read.one<UserRow>(sessionUserSql, [keyOf(clientId), shellId])
  return user ? storeActor(user, await policy()) : null
}

/** Signed in at another window of this PC just now. */
export const isSignedInElsewhere = async (read: Reader, clientId: string, userId: string): Promise<boolean> =>
  (await read.one(
    `SELECT 1 AS found FROM meta WHERE key LIKE 'session:%' AND key <> ? AND json_extract(value, '$.userId') = ?`,
    [keyOf(clientId), userId],
  )) !== undefined

/** One query, for it runs before every operation: the window's session, this PC's store, the user as HQ last said. */
const sessionUserSql = `
  SELECT u.* FROM meta s JOIN meta e ON e.key = 'enrolment'
  JOIN user u ON u.id = json_extract(s.value, '$.userId') AND u.active = 1 AND u.scopeKind = 'store'
    AND u.scopeCode = json_extract(e.value, '$.storeCode')
  WHERE s.key = ? AND json_extract(s.value, '$.shellId') = ?`

/** A user of this PC's own store who is still active; anybody else has no place at this screen. */
export const findStoreUser = async (read: Reader, userId: string): Promise<UserRow | null> => {
  const enrolment = await readEnrolment(read)
  if (!enrolment) return null
  return read.manager.findOneBy(UserEntity, {
    id: userId,
    active: 1,
    scopeKind: 'store',
    scopeCode: enrolment.storeCode,
  })
}

export const storeActor = (user: UserRow, policy: Policy): Actor =>
  actorOf(
    {
      userId: user.id,
      name: user.name,
      nameEn: user.nameEn,
      role: user.role as Role,
      scope: { kind: 'store', storeCode: user.scopeCode },
    },
    policy,
  )

export const sessionView = (actor: Actor, scopeName: string): Session => ({
  userId: actor.userId,
  name: actor.name,
  nameEn: actor.nameEn,
  role: actor.role,
  permissions: [...actor.permissions],
  scopeName,
})
