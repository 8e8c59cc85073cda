/**
 * Sign-in and unlocking by PIN or password, and locking. Signing in at a locked window is unlocking it: the same user goes
 * on where they were, another takes the seat. Whether it is them is proveSecret's to say.
 */
import type { SecretKind } from '../../contract/schemas/common'
import { type Person, peopleAt } from '../../database/queries/people'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import type { ErrandCall, HandlersOf } from '../calls'
import { logErrand } from '../errandLog'
import { readEnrolment } from '../meta'
import { isKnownHere } from '../proveSecret'
import { proveUser } from '../proveUser'
import { refuseRevoked } from '../revocation'
import { sessionView, storeActor } from '../sessions'
import { lockSecondsLeft } from '../signInLock'
import { today } from '../today'

export const signInHandlers: HandlersOf<'signIn'> = {
  'signIn.current': async (call) => {
    const enrolment = await readEnrolment(call.read)
    const session = call.actor ? sessionView(call.actor, enrolment?.storeName ?? '') : null
    return { session, locked: session !== null && call.locked }
  },

  'signIn.users': async (call) => {
    const enrolment = await readEnrolment(call.read)
    if (!enrolment) return { users: [] }
    const people = await peopleAt(call.read, enrolment.storeCode, today(call.runtime))
    const tiles = people.map((person) => userTile(call, person, enrolment.storeCode))
    return { users: await Promise.all(tiles) }
  },

  'signIn.withPin': async (call, input) => {
    const enrolment = await readEnrolment(call.read)
    if (!enrolment) throw new Refusal('NOT_ENROLLED')
    await refuseRevoked(call.read)
    const kind = input.kind ?? 'pin'
    const { user, by } = await proveUser(call, input.userId, { kind, secret: input.pin })
    await call.runtime.database.write((tx) => admit(tx, call, user, { kind, by }))
    const actor = storeActor(user, enrolment.storeCode, await call.runtime.policy())
    return { session: sessionView(actor, enrolment.storeName) }
  },

  'signIn.lock': async (call) => {
    await call.runtime.services.seats.lock(call.tx, call.clientId)
    call.remember('', { idle: false })
    return {}
  },

  'signIn.active': async (call) => {
    await call.runtime.services.seats.touch(call.clientId)
    return {}
  },

  'signIn.out': async (call) => {
    await call.runtime.database.write(async (tx) => {
      await call.runtime.services.seats.leave(tx, call.clientId)
      await logErrand(tx, call, { operation: 'signIn.out' })
      tx.afterCommit(() => call.runtime.emit({ type: 'session.changed' }))
    })
    return {}
  },
}

const userTile = async (call: Pick<ErrandCall, 'read' | 'runtime'>, user: Person, storeCode: string) => {
  const { roleName, roleNameEn, level } = storeActor(user, storeCode, await call.runtime.policy())
  return {
    userId: user.id,
    name: user.name,
    nameEn: user.nameEn,
    roleName,
    roleNameEn,
    level,
    offlineReady: await isKnownHere(call.read, user),
    lockedSeconds: await lockSecondsLeft(call, user.id),
  }
}

/** by: who found it right, the hub or this PC itself. */
const admit = async (
  tx: Tx,
  call: ErrandCall,
  user: Person,
  how: { kind: SecretKind; by: 'hub' | 'pc' },
): Promise<void> => {
  await call.runtime.services.seats.take(tx, call.clientId, user.id)
  const by = { userId: user.id, roles: user.roles }
  await logErrand(tx, call, { operation: 'signIn.withPin', by, detail: how })
  tx.afterCommit(() => call.runtime.emit({ type: 'session.changed' }))
}
