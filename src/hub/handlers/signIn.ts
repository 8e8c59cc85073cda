/** Sign-in to the console by password, and the PIN check a store PC asks for. Tries are counted here. */
import { hash, verify } from '@node-rs/argon2'
import type { ErrorCode } from '../../contract/errors'
import { UserEntity } from '../../database/entities'
import { Refusal } from '../../gateway/gateway'
import { createOneAtATime } from '../../gateway/oneAtATime'
import type { HandlersOf, QueryCall } from '../calls'
import { currentPolicy } from '../policy'
import { passwordHashOptions } from '../seed'
import { endSession, hubActor, openSession, sessionView } from '../sessions'

const wrongTriesMax = 5
/** tries of one user wait for each other: sent all at once they would all pass the lock before it closes */
const oneAtATime = createOneAtATime()
const lockMs = 15 * 60_000

export const signInHandlers: HandlersOf<'signIn'> = {
  'signIn.current': async (call) => ({
    session: call.caller.actor ? await sessionView(call.read, call.caller.actor) : null,
  }),

  'signIn.withPassword': async (call, input) => {
    const user = await call.read.manager.findOneBy(UserEntity, { id: input.userId, active: 1 })
    await oneAtATime(input.userId, () =>
      checkSecret(call, input.userId, 'passwordHash', input.password, 'WRONG_PASSWORD'),
    )
    if (!user) throw new Refusal('WRONG_PASSWORD')
    const token = await openSession(call.runtime, user.id)
    call.caller.setSession?.(token)
    return { session: await sessionView(call.read, hubActor(user, await currentPolicy(call.read))) }
  },

  'signIn.out': async (call) => {
    if (call.caller.sessionToken) await endSession(call.runtime, call.caller.sessionToken)
    call.caller.setSession?.(null)
    return {}
  },

  'signIn.checkPin': async (call, input) => {
    const user = await call.read.manager.findOneBy(UserEntity, {
      id: input.userId,
      active: 1,
      scopeKind: 'store',
      scopeCode: call.device.storeCode,
    })
    if (!user) throw new Refusal('USER_NOT_FOUND')
    await oneAtATime(user.id, () => checkSecret(call, user.id, 'pinHash', input.pin, 'WRONG_PIN'))
    return { ok: true as const }
  },
}

interface SecretRow {
  pinHash: string | null
  passwordHash: string | null
  wrongTries: number
  lockedUntilMs: number
}

/** An unknown user takes as long as a wrong password, so nobody learns which names exist. */
const checkSecret = async (
  call: QueryCall,
  userId: string,
  column: 'pinHash' | 'passwordHash',
  secret: string,
  wrong: ErrorCode,
): Promise<void> => {
  const row = await call.read.one<SecretRow>('SELECT * FROM userSecret WHERE userId = ?', [userId])
  const lockedMs = (row?.lockedUntilMs ?? 0) - call.runtime.clock.nowMs()
  if (lockedMs > 0) throw new Refusal('SIGN_IN_LOCKED', { seconds: Math.ceil(lockedMs / 1000) })
  const known = row?.[column] ?? (await decoy)
  const right = (await verify(known, secret)) && row?.[column] !== null && row !== undefined
  if (right) return clearTries(call, userId, row.wrongTries)
  const left = row ? await countWrongTry(call, userId) : wrongTriesMax - 1
  if (left <= 0) throw new Refusal('SIGN_IN_LOCKED', { seconds: lockMs / 1000 })
  throw new Refusal(wrong, { left })
}

const decoy = hash('nobody', passwordHashOptions)

const clearTries = async (call: QueryCall, userId: string, wrongTries: number): Promise<void> => {
  if (wrongTries === 0) return
  await call.runtime.database.write((tx) =>
    tx.run('UPDATE userSecret SET wrongTries = 0, lockedUntilMs = 0 WHERE userId = ?', [userId]),
  )
}

/** Returns the tries left; at none the user waits, and then has all of them again. */
const countWrongTry = (call: QueryCall, userId: string): Promise<number> =>
  call.runtime.database.write(async (tx) => {
    const row = await tx.one<{ wrongTries: number }>(
      'UPDATE userSecret SET wrongTries = wrongTries + 1 WHERE userId = ? RETURNING wrongTries',
      [userId],
    )
    const left = wrongTriesMax - (row?.wrongTries ?? 0)
    if (left <= 0)
      await tx.run('UPDATE userSecret SET wrongTries = 0, lockedUntilMs = ? WHERE userId = ?', [
        call.runtime.clock.nowMs() + lockMs,
        userId,
      ])
    return left
  })
