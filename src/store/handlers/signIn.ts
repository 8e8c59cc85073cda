/**
 * Sign-in by PIN. The first time on this PC, or after HQ changed the PIN, the hub answers; then this PC keeps its own
 * argon2id hash and needs no line. Tries are counted here and at the hub, and neither a restart nor the clock lifts a lock.
 */
import { hash, verify } from '@node-rs/argon2'
import type { Role } from '../../contract/schemas/masterData'
import { UserEntity, type UserRow } from '../../database/entities'
import { writeOperationLog } from '../../database/operationLog'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { createOneAtATime } from '../../gateway/oneAtATime'
import type { ErrandCall, HandlersOf } from '../calls'
import { readEnrolment, readPolicy } from '../meta'
import { isoNow } from '../runtime'
import { closeSession, findStoreUser, openSession, sessionView, storeActor } from '../sessions'
import { lockSecondsLeft, startLock } from '../signInLock'

/** argon2id; page 7's floor */
const hashOptions = { memoryCost: 19456, timeCost: 2, parallelism: 1 }

export const signInHandlers: HandlersOf<'signIn'> = {
  'signIn.current': async (call) => {
    const enrolment = await readEnrolment(call.read)
    return { session: call.actor ? sessionView(call.actor, enrolment?.storeName ?? '') : null }
  },

  'signIn.users': async (call) => {
    const enrolment = await readEnrolment(call.read)
    if (!enrolment) return { users: [] }
    const users = await call.read.manager.find(UserEntity, {
      where: { active: 1, scopeKind: 'store', scopeCode: enrolment.storeCode },
      order: { id: 'ASC' },
    })
    return { users: await Promise.all(users.map((user) => userTile(call, user))) }
  },

  'signIn.withPin': async (call, input) => {
    const enrolment = await readEnrolment(call.read)
    if (!enrolment) throw new Refusal('NOT_ENROLLED')
    const user = await findStoreUser(call.read, input.userId)
    if (!user) throw new Refusal('USER_NOT_FOUND')
    await provePin(call, user, input.pin)
    await call.runtime.database.write((tx) => admit(tx, call, user))
    const actor = storeActor(user, await call.runtime.policy())
    return { session: sessionView(actor, enrolment.storeName) }
  },

  'signIn.out': async (call) => {
    await call.runtime.database.write(async (tx) => {
      await closeSession(tx, call.clientId)
      await logSignIn(tx, call, call.user.userId, 'signIn.out')
    })
    return {}
  },
}

/** Tries of one user wait for each other: sent all at once they would all pass the lock before it closes. */
const oneAtATime = createOneAtATime()

/** Throws unless this is the user's PIN; wrong tries count towards the lock wherever a PIN is asked for. */
export const provePin = async (call: ErrandCall, user: UserRow, pin: string): Promise<void> => {
  await oneAtATime(user.id, () => checkPin(call, user, pin))
  await call.runtime.database.write((tx) => tx.run('DELETE FROM signInGuard WHERE userId = ?', [user.id]))
}

const checkPin = async (call: ErrandCall, user: UserRow, pin: string): Promise<void> => {
  const lockedSeconds = await lockSecondsLeft(call, user.id)
  if (lockedSeconds > 0) throw new Refusal('SIGN_IN_LOCKED', { seconds: lockedSeconds })
  if (!(await isRightPin(call, user, pin))) await countWrongTry(call, user.id)
}

const userTile = async (
  call: ErrandCall | { read: ErrandCall['read']; runtime: ErrandCall['runtime'] },
  user: UserRow,
) => ({
  userId: user.id,
  name: user.name,
  nameEn: user.nameEn,
  role: user.role as Role,
  offlineReady: (await localHash(call, user)) !== null,
  lockedSeconds: await lockSecondsLeft(call, user.id),
})

const localHash = async (call: Pick<ErrandCall, 'read'>, user: UserRow): Promise<string | null> => {
  const row = await call.read.one<{ pinHash: string }>(
    'SELECT pinHash FROM credential WHERE userId = ? AND pinVersion = ?',
    [user.id, user.pinVersion],
  )
  return row?.pinHash ?? null
}

const isRightPin = async (call: ErrandCall, user: UserRow, pin: string): Promise<boolean> => {
  const known = await localHash(call, user)
  return known === null ? askHub(call, user, pin) : verify(known, pin)
}

/** The hub's word for a first sign-in here; a right PIN leaves a hash of our own for the days without a line. */
const askHub = async (call: ErrandCall, user: UserRow, pin: string): Promise<boolean> => {
  const answer = await call.runtime.hub.call('signIn.checkPin', { userId: user.id, pin })
  if (answer.ok) {
    const pinHash = await hash(pin, hashOptions)
    await call.runtime.database.write((tx) => keepHash(tx, user, pinHash))
    return true
  }
  if (answer.error.code === 'WRONG_PIN') return false
  // the tile shows the lock and its time, as for a lock of this PC's own
  if (answer.error.code === 'SIGN_IN_LOCKED') await lockHere(call, user.id)
  if (answer.error.code === 'SIGN_IN_LOCKED' || answer.error.code === 'USER_NOT_FOUND')
    throw new Refusal(answer.error.code, answer.error.params)
  throw new Refusal('SIGN_IN_NEEDS_HUB', { reason: answer.error.code })
}

const lockHere = async (call: ErrandCall, userId: string): Promise<void> => {
  await call.runtime.database.write((tx) =>
    tx.run(
      `INSERT INTO signInGuard (userId, wrongTries, locked) VALUES (?, 0, 1)
       ON CONFLICT (userId) DO UPDATE SET locked = 1`,
      [userId],
    ),
  )
  startLock(call, userId)
}

const keepHash = (tx: Tx, user: UserRow, pinHash: string): Promise<void> =>
  tx.run(
    `INSERT INTO credential (userId, pinHash, pinVersion) VALUES (?, ?, ?)
     ON CONFLICT (userId) DO UPDATE SET pinHash = excluded.pinHash, pinVersion = excluded.pinVersion`,
    [user.id, pinHash, user.pinVersion],
  )

/** Counts durably, then refuses: a killed app does not give the tries back. */
const countWrongTry = async (call: ErrandCall, userId: string): Promise<never> => {
  const policy = await readPolicy(call.read)
  const tries = await call.runtime.database.write(async (tx) => {
    const row = await tx.one<{ wrongTries: number }>(
      `INSERT INTO signInGuard (userId, wrongTries, locked) VALUES (?, 1, 0)
       ON CONFLICT (userId) DO UPDATE SET wrongTries = wrongTries + 1 RETURNING wrongTries`,
      [userId],
    )
    const count = row?.wrongTries ?? 1
    if (count >= policy.signIn.wrongPinMax) await tx.run('UPDATE signInGuard SET locked = 1 WHERE userId = ?', [userId])
    return count
  })
  const left = policy.signIn.wrongPinMax - tries
  if (left > 0) throw new Refusal('WRONG_PIN', { left })
  startLock(call, userId)
  throw new Refusal('SIGN_IN_LOCKED', { seconds: policy.signIn.lockMinutes * 60 })
}

const admit = async (tx: Tx, call: ErrandCall, user: UserRow): Promise<void> => {
  await openSession(tx, call.clientId, call.runtime.shellId, user.id)
  await logSignIn(tx, call, user.id, 'signIn.withPin')
  tx.afterCommit(() => call.runtime.emit({ type: 'session.changed' }))
}

const logSignIn = (tx: Tx, call: ErrandCall, userId: string, operation: string): Promise<void> =>
  writeOperationLog(tx, {
    at: isoNow(call.runtime.clock),
    userId,
    client: call.clientId,
    operation,
    requestId: call.requestId,
    outcome: 'done',
    code: '',
    documentId: '',
    detail: {},
  })
