/**
 * Who is signed in at which window, as a person with rights. The rows are seats.ts's: they live in the database so that a
 * backend crash does not sign anybody out, and are bound to this start of the app so that a closed app does.
 */
import type { Session } from '../contract/operations/signIn'
import type { Policy } from '../contract/schemas/masterData'
import { type Person, personAt, personInSession } from '../database/queries/people'
import type { Reader } from '../database/unitOfWork'
import { type Actor, actorOf } from '../gateway/gateway'
import { readEnrolment } from './meta'
import { seatKey } from './seats'

/** Read anew at every call: a user switched off at HQ is out with the next pull, not with the next sign-in. */
export const findActor = async (
  read: Reader,
  clientId: string,
  policy: () => Promise<Policy>,
  day: string,
): Promise<Actor | null> => {
  const person = await personInSession(read, seatKey(clientId), day)
  return person ? storeActor(person, person.storeCode, await policy()) : null
}

/** Signed in at another window of this PC just now. */
export const isSignedInElsewhere = async (read: Reader, clientId: string, userId: string): Promise<boolean> =>
  (await read.one(
    `SELECT 1 AS found FROM meta WHERE key LIKE 'session:%' AND key <> ? AND json_extract(value, '$.userId') = ?`,
    [seatKey(clientId), userId],
  )) !== undefined

/** A user of this PC's own store who is still active; anybody else has no place at this screen. */
export const findStoreUser = async (read: Reader, userId: string, day: string): Promise<Person | null> => {
  const enrolment = await readEnrolment(read)
  return enrolment ? personAt(read, userId, enrolment.storeCode, day) : null
}

export const storeActor = (person: Person, storeCode: string, policy: Policy): Actor =>
  actorOf(
    {
      userId: person.id,
      name: person.name,
      nameEn: person.nameEn,
      roles: person.roles,
      scope: { kind: 'store', storeCode },
    },
    policy,
  )

export const sessionView = (actor: Actor, scopeName: string): Session => ({
  userId: actor.userId,
  name: actor.name,
  nameEn: actor.nameEn,
  roleName: actor.roleName,
  roleNameEn: actor.roleNameEn,
  level: actor.level,
  permissions: [...actor.permissions],
  scopeName,
  hat: '',
  hats: [],
})
