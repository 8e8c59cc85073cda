/** 我的账号: the own password, second step and sessions. And 会话: everybody's, for who may end them. */
import { hash } from '@node-rs/argon2'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import type { HandlersOf, QueryCall } from '../calls'
import { logErrand } from '../errandLog'
import { isoNow } from '../runtime'
import { passwordHashOptions } from '../seed'
import { endSessionsOf, openSession } from '../sessions'
import { passwordFault } from '../signIn/passwords'
import { endOwnSession, endSessionWithin, sessionPage, sessionsOfUser, signInBefore } from '../signIn/sessionList'
import { newRecoveryCodes, newTotpSecret, recoveryHashes, sealedTotp, totpInvitation } from '../signIn/totp'
import { checkAgain, checkFirstCode, checkOwnPassword } from '../signIn/tries'
import { readPerson, savePerson } from '../users'

interface OwnSecret {
  passwordChangedAt: string | null
  totpConfirmed: number
  recoveryCodes: string
}

const ownSecret = async ({ read, user }: QueryCall): Promise<OwnSecret | undefined> =>
  read.one<OwnSecret>('SELECT passwordChangedAt, totpConfirmed, recoveryCodes FROM userSecret WHERE userId = ?', [
    user.userId,
  ])

const ownId = (call: Pick<QueryCall, 'caller'>): string => call.caller.sessionId ?? ''

export const accountHandlers: HandlersOf<'account'> = {
  'account.get': async (call) => {
    const secret = await ownSecret(call)
    return {
      userId: call.user.userId,
      passwordChangedAt: secret?.passwordChangedAt ?? null,
      totp: secret?.totpConfirmed === 1,
      recoveryCodesLeft: (JSON.parse(secret?.recoveryCodes ?? '[]') as string[]).length,
      before: await signInBefore(call.read, call.user.userId, ownId(call)),
    }
  },

  'account.changePassword': async (call, input) => {
    const { userId } = call.user
    const why = passwordFault(input.new, userId, input.old)
    if (why !== null) throw new Refusal('PASSWORD_TOO_WEAK', { why })
    // the second step is asked here too, or a password alone would lead around it
    if ((await ownSecret(call))?.totpConfirmed === 1 && !call.caller.steppedUp) throw new Refusal('STEP_UP_NEEDED')
    await checkOwnPassword(call, input.old)
    const passwordHash = await hash(input.new, passwordHashOptions)
    const token = await call.runtime.database.write(async (tx) => {
      await keepPassword(tx, call, passwordHash)
      // a fresh key for this browser too: whoever copied the old one is out
      await endSessionsOf(tx, call.runtime, userId)
      await logErrand(tx, call, { operation: 'account.changePassword' })
      return (await openSession(tx, call.runtime, userId, call.caller.from)).token
    })
    call.caller.setSession?.(token)
    return {}
  },

  'account.beginTotp': async (call) => {
    if ((await ownSecret(call))?.totpConfirmed === 1) throw new Refusal('TOTP_ON')
    const secret = newTotpSecret()
    await writeTotp(call, 'account.beginTotp', (tx) =>
      keepTotp(tx, call.user.userId, sealedTotp(call.runtime, call.user.userId, secret)),
    )
    return { secret, ...totpInvitation(call.user.userId, secret) }
  },

  'account.confirmTotp': async (call, input) => {
    await checkFirstCode(call, input.code)
    const recoveryCodes = newRecoveryCodes()
    await writeTotp(call, 'account.confirmTotp', (tx) =>
      tx.run('UPDATE userSecret SET totpConfirmed = 1, recoveryCodes = ? WHERE userId = ?', [
        recoveryHashes(recoveryCodes),
        call.user.userId,
      ]),
    )
    return { recoveryCodes }
  },

  'account.endTotp': async (call, input) => {
    if ((await ownSecret(call))?.totpConfirmed !== 1) throw new Refusal('TOTP_OFF')
    await checkAgain(call, { password: input.password, totp: input.code })
    await writeTotp(call, 'account.endTotp', (tx) => keepTotp(tx, call.user.userId, null))
    return {}
  },

  'account.sessions': async (call) => ({
    sessions: await sessionsOfUser(call.runtime, call.read, call.user.userId, ownId(call)),
  }),

  'account.endSession': async (call, input) => {
    const ended = await endOwnSession(call.tx, call.runtime, input.sessionId, call.user.userId)
    if (ended === null) throw new Refusal('SESSION_NOT_FOUND')
    call.remember('', { before: { sessionId: input.sessionId }, after: null })
    return {}
  },
}

export const sessionHandlers: HandlersOf<'session'> = {
  'session.list': (call, input) => sessionPage(call.runtime, call.read, call.user.scope, ownId(call), input),

  'session.end': async (call, input) => {
    const userId = await endSessionWithin(call.tx, call.runtime, input.sessionId, call.user.scope)
    if (userId === null) throw new Refusal('SESSION_NOT_FOUND')
    call.remember('', { before: { sessionId: input.sessionId, userId }, after: null })
    return {}
  },
}

/** Store PCs that know the old password forget it at their next pull. */
const keepPassword = async (tx: Tx, { runtime, user: { userId } }: QueryCall, passwordHash: string): Promise<void> => {
  await tx.run(
    'UPDATE userSecret SET passwordHash = ?, passwordChangedAt = ?, mustChangePassword = 0 WHERE userId = ?',
    [passwordHash, isoNow(runtime), userId],
  )
  const person = await readPerson(tx, userId)
  if (person) await savePerson(tx, runtime, { ...person, pinVersion: person.pinVersion + 1 }, userId)
}

type TotpOperation = 'account.beginTotp' | 'account.confirmTotp' | 'account.endTotp'

const writeTotp = (call: QueryCall, operation: TotpOperation, work: (tx: Tx) => Promise<void>): Promise<void> =>
  call.runtime.database.write(async (tx) => {
    await work(tx)
    await logErrand(tx, call, { operation })
  })

/** Not in force until the app showed a code of it; null: none is asked. */
const keepTotp = (tx: Tx, userId: string, secret: string | null): Promise<void> =>
  tx.run(
    `UPDATE userSecret SET totpSecret = ?, totpConfirmed = 0, totpLastStep = 0, recoveryCodes = '[]' WHERE userId = ?`,
    [secret, userId],
  )
