/** Sign-in to the console by password and code, and the PIN check a store PC asks for. */
import type { Scope } from '../../core/organisation/scope'
import { storeDayOf } from '../../core/quantity/storeDay'
import type { UserRow } from '../../database/entities'
import { personAt } from '../../database/queries/people'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import type { HandlersOf } from '../calls'
import { logErrand } from '../errandLog'
import { isoNow } from '../runtime'
import {
  actorOfSession,
  endSession,
  hubActor,
  isPasswordDue,
  openSession,
  sessionView,
  stepUp,
  wearHat,
} from '../sessions'
import { keepProven } from '../signIn/proven'
import { checkAgain, checkAtDoor, checkAtPc } from '../signIn/tries'

const scopeWords = (scope: Scope): string => {
  if (scope.kind === 'chain') return 'chain'
  return scope.kind === 'region' ? `region:${scope.regionCode}` : `store:${scope.storeCode}`
}

export const signInHandlers: HandlersOf<'signIn'> = {
  'signIn.current': async (call) => ({
    session: call.caller.actor ? await sessionView(call.runtime, call.caller.actor, call.caller.passwordDue) : null,
    locked: false,
  }),

  'signIn.withPassword': async (call, input) => {
    const user = await call.read.one<UserRow>('SELECT * FROM user WHERE id = ? AND active = 1', [input.userId])
    const actor = user ? await hubActor(call.runtime, user, '') : null
    // somebody without any role today has nothing to sign in for, and is answered as a wrong password is
    await checkAtDoor(call, input.userId, input, actor !== null)
    if (!user || !actor) throw new Refusal('WRONG_PASSWORD', { userId: input.userId })
    const token = await call.runtime.database.write(async (tx) => {
      if (call.caller.sessionToken) await endSession(tx, call.runtime, call.caller.sessionToken)
      const opened = await openSession(tx, call.runtime, user.id, call.caller.from)
      await logErrand(tx, call, {
        operation: 'signIn.withPassword',
        userId: user.id,
        roles: actor.roles,
        detail: { sessionId: opened.sessionId, ...call.caller.from },
      })
      return opened.token
    })
    call.caller.setSession?.(token)
    return { session: await sessionView(call.runtime, actor, await isPasswordDue(call.read, user.id)) }
  },

  'signIn.stepUp': async (call, input) => {
    await checkAgain(call, input)
    await call.runtime.database.write(async (tx) => {
      await stepUp(tx, call.runtime, call.caller.sessionId ?? '')
      await logErrand(tx, call, { operation: 'signIn.stepUp', detail: { sessionId: call.caller.sessionId ?? '' } })
    })
    return {}
  },

  'signIn.wearHat': async (call, input) => {
    const { sessionToken } = call.caller
    const told = (tx: Tx): Promise<void> =>
      logErrand(tx, call, {
        operation: 'signIn.wearHat',
        detail: { before: scopeWords(call.user.scope), after: input.hat },
      })
    const worn = sessionToken && (await wearHat(call.runtime, sessionToken, call.user, input.hat, told))
    const actor = worn ? await actorOfSession(call.runtime, sessionToken) : null
    if (!actor) throw new Refusal('HAT_NOT_FOUND')
    return { session: await sessionView(call.runtime, actor) }
  },

  'signIn.out': async (call) => {
    const { sessionToken } = call.caller
    await call.runtime.database.write(async (tx) => {
      if (sessionToken) await endSession(tx, call.runtime, sessionToken)
      await logErrand(tx, call, { operation: 'signIn.out', detail: { sessionId: call.caller.sessionId ?? '' } })
    })
    call.caller.setSession?.(null)
    return {}
  },

  'signIn.checkPin': async (call, input) => {
    const day = storeDayOf(call.runtime.clock.nowMs())
    const user = await personAt(call.read, input.userId, call.device.storeCode, day)
    if (!user) throw new Refusal('USER_NOT_FOUND')
    await checkAtPc(call, user.id, input.kind ?? 'pin', input.pin)
    await keepProven(call.runtime, call.device.deviceId, user)
    return { ok: true as const, hubTime: isoNow(call.runtime) }
  },
}
